/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The values of the sync protocol on the wire, cursors and digests. */

#include <string.h>

#include "relais-json.h"
#include "relais-sync.h"
#include "relais-validate.h"

#define ID_A "01890a5d-ac96-774b-bcce-b302099a8057"
#define ID_B "01890a5d-ac96-774b-bcce-b302099a8058"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = relais_json_parse (text, -1, 1 << 20, &error);

  g_assert_no_error (error);

  return node;
}

static char *
print (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return relais_json_canonical (node);
}

/* Read and written again, it is the same. */
static void
test_mutation (void)
{
  static const char text[] =
    "{\"mid\":7,\"ops\":["
    "{\"id\":\"" ID_A "\",\"kind\":\"subject\",\"set\":{\"state\":\"proposed\",\"tags\":[\"a\",\"b\"],\"title\":\"Vœux\"}},"
    "{\"base\":{\"seq\":12},\"id\":\"" ID_B "\",\"kind\":\"subject\",\"set\":{\"note\":\"x\"},\"unset\":[\"unit\",\"theme\"]},"
    "{\"base\":{\"mid\":6,\"seq\":12},\"delete\":true,\"id\":\"" ID_B "\",\"kind\":\"theme\"},"
    "{\"base\":{\"mid\":6},\"id\":\"" ID_B "\",\"kind\":\"unit\",\"set\":{}}]}";
  g_autoptr (JsonNode) node = parse (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisMutation) mutation = relais_mutation_from_json (json_node_get_object (node), &error);
  g_autofree char *again = NULL;
  g_autofree char *hash = NULL;
  const RelaisOp *op;

  g_assert_no_error (error);
  g_assert_cmpuint (mutation->mid, ==, 7);
  g_assert_cmpuint (mutation->ops->len, ==, 4);
  op = g_ptr_array_index (mutation->ops, 1);
  g_assert_cmpuint (op->base.value, ==, 12);
  g_assert_nonnull (op->fields->values[relais_kind_field (op->kind, "note")]);
  op = g_ptr_array_index (mutation->ops, 2);
  g_assert_true (op->remove && op->base.type == RELAIS_BASE_MID && op->base.value == 6 && op->base.seen == 12);

  again = print (relais_mutation_to_json (mutation));
  g_assert_cmpstr (again, ==, text);
  hash = relais_mutation_hash (mutation);
  g_assert_cmpuint (strlen (hash), ==, 64);
  mutation->mid = 8;
  {
    g_autofree char *other = relais_mutation_hash (mutation);

    g_assert_cmpstr (other, !=, hash);
  }
}

typedef struct { const char *text; RelaisModelError code; } BadMutation;
static const BadMutation bad_mutations[] = {
  { "{}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":0,\"ops\":[]}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":-1,\"ops\":[]}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1.5,\"ops\":[]}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":\"1\",\"ops\":[]}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1,\"ops\":{}}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1,\"ops\":[1]}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1,\"ops\":[],\"more\":1}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"nothing\",\"id\":\"" ID_A "\",\"set\":{}}]}", RELAIS_MODEL_ERROR_KIND },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"x\",\"set\":{}}]}", RELAIS_MODEL_ERROR_FORMAT },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"" ID_A "\",\"set\":{\"nothing\":1}}]}", RELAIS_MODEL_ERROR_FIELD },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"" ID_A "\",\"set\":{\"name\":1}}]}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"" ID_A "\",\"set\":{\"name\":\"a\"},\"unset\":[\"name\"]}]}",
    RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"" ID_A "\",\"unset\":[\"nothing\"]}]}", RELAIS_MODEL_ERROR_FIELD },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"" ID_A "\",\"unset\":[1]}]}", RELAIS_MODEL_ERROR_FIELD },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"" ID_A "\",\"delete\":true}]}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"" ID_A "\",\"delete\":true,\"base\":{\"seq\":1},\"set\":{}}]}",
    RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"" ID_A "\",\"set\":{},\"base\":{}}]}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"" ID_A "\",\"set\":{},\"base\":{\"seq\":0}}]}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"" ID_A "\",\"set\":{},\"base\":3}]}", RELAIS_MODEL_ERROR_TYPE },
  { "{\"mid\":1,\"ops\":[{\"kind\":\"unit\",\"id\":\"" ID_A "\",\"set\":{},\"base\":{\"seq\":1,\"x\":2}}]}",
    RELAIS_MODEL_ERROR_TYPE },
};

static void
test_bad_mutations (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_mutations); i++)
    {
      g_autoptr (JsonNode) node = parse (bad_mutations[i].text);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad_mutations[i].text);
      g_assert_null (relais_mutation_from_json (json_node_get_object (node), &error));
      g_assert_error (error, RELAIS_MODEL_ERROR, (int) bad_mutations[i].code);
    }
}

static void
test_outcome (void)
{
  static const RelaisOutcomeType types[] = {
    RELAIS_OUTCOME_APPLIED, RELAIS_OUTCOME_NOOP, RELAIS_OUTCOME_REJECTED, RELAIS_OUTCOME_CONFLICT
  };
  static const char * const texts[] = {
    "{\"mid\":3,\"outcome\":\"applied\",\"seq\":9}",
    "{\"mid\":3,\"outcome\":\"noop\"}",
    "{\"code\":\"required\",\"detail\":\"unit.name is missing\",\"field\":\"name\",\"mid\":3,\"outcome\":\"rejected\"}",
    "{\"current\":[{\"at\":\"2026-11-21T08:30:00Z\",\"by\":\"" ID_B "\",\"fields\":{\"name\":\"A\",\"type\":"
    "\"service\"},\"id\":\"" ID_A
    "\",\"kind\":\"unit\",\"rev\":2,\"seq\":5}],\"mid\":3,\"outcome\":\"conflict\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = parse (texts[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (RelaisOutcome) outcome = relais_outcome_from_json (json_node_get_object (node), &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (outcome->type, ==, types[i]);
      again = print (relais_outcome_to_json (outcome));
      g_assert_cmpstr (again, ==, texts[i]);
    }
}

static void
test_page (void)
{
  static const char text[] =
    "{\"cursor\":\"c\",\"digest\":\"00\",\"epoch\":\"e\",\"gone\":[{\"id\":\"" ID_A "\",\"kind\":\"unit\","
    "\"seq\":4,\"why\":\"hidden\"},"
    "{\"id\":\"" ID_B "\",\"kind\":\"unit\",\"seq\":5,\"why\":\"deleted\"}],\"head\":9,\"last_mid\":2,\"more\":true,\"records\":["
    "{\"at\":\"2026-11-21T08:30:00Z\",\"fields\":{\"name\":\"A\",\"type\":\"service\"},\"id\":\"" ID_A
    "\",\"kind\":\"unit\",\"rev\":2,\"seq\":5}]}";
  g_autoptr (JsonNode) node = parse (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisPage) page = relais_page_from_json (json_node_get_object (node), &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (page->records->len, ==, 1);
  g_assert_cmpuint (page->gone->len, ==, 2);
  g_assert_true (page->more && g_array_index (page->gone, RelaisGone, 0).hidden && !g_array_index (page->gone, RelaisGone,
  1).hidden);
  again = print (relais_page_to_json (page));
  g_assert_cmpstr (again, ==, text);
}

static void
test_push_result (void)
{
  static const char text[] = "{\"epoch\":\"e\",\"expected_mid\":4,\"head\":9,\"outcomes\":[{\"mid\":3,\"outcome\":\"noop\"}]}";
  g_autoptr (JsonNode) node = parse (text);
  g_autoptr (JsonNode) bad = parse ("{\"epoch\":\"e\",\"head\":9,\"outcomes\":[{\"mid\":3,\"outcome\":\"maybe\"}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisPushResult) result = relais_push_result_from_json (json_node_get_object (node), &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (result->expected_mid, ==, 4);
  again = print (relais_push_result_to_json (result));
  g_assert_cmpstr (again, ==, text);
  g_assert_null (relais_push_result_from_json (json_node_get_object (bad), &error));
  g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_TYPE);
}

static void
test_cursor (void)
{
  static const char * const bad[] = {
    "", "1", "1.e.5", "2.e.5.h", "1.e.x.h", "1.e.-5.h", "1.e.+5.h", "1.e. 5.h", "1..5.h", "1.e.5.", "1.e.5.h.i", "1.é.5.h",
    "1.e.99999999999999999999.h", "1.e.5.h\n",
  };
  g_autofree char *long_cursor = g_strnfill (100000, '1');
  g_autofree char *cursor = relais_cursor_encode ("e-1", 42, "00ff");
  g_autofree char *epoch = NULL;
  g_autofree char *hash = NULL;
  guint64 seq = 0;

  g_assert_true (relais_cursor_decode (cursor, &epoch, &seq, &hash));
  g_assert_cmpstr (epoch, ==, "e-1");
  g_assert_cmpuint (seq, ==, 42);
  g_assert_cmpstr (hash, ==, "00ff");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (relais_cursor_decode (bad[i], &epoch, &seq, &hash));
  g_assert_false (relais_cursor_decode (long_cursor, &epoch, &seq, &hash));
  g_assert_false (relais_cursor_decode (NULL, &epoch, &seq, &hash));
}

/* The same whatever the order; what was added and removed leaves nothing behind; another rev is another digest. */
static void
test_digest (void)
{
  const RelaisKind *unit = relais_kind_lookup ("unit");
  RelaisDigest one = { { 0 } };
  RelaisDigest two = { { 0 } };
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;

  relais_digest_add (&one, unit, ID_A, 1);
  text = relais_digest_to_string (&one);
  /* printf 'unit/01890a5d-ac96-774b-bcce-b302099a8057/1' | sha256sum | cut -c-32 */
  g_assert_cmpstr (text, ==, "33ae9c90e6f383aef6c335e632b923b1");
  for (guint i = 1; i < 300; i++)
    relais_digest_add (&one, unit, ID_B, i);
  for (guint i = 299; i > 0; i--)
    relais_digest_add (&two, unit, ID_B, i);
  relais_digest_add (&two, unit, ID_A, 1);
  g_assert_cmpmem (one.bytes, 16, two.bytes, 16);
  relais_digest_remove (&two, unit, ID_A, 1);
  relais_digest_add (&two, unit, ID_A, 2);
  g_assert_true (memcmp (one.bytes, two.bytes, 16) != 0);
  for (guint i = 1; i < 300; i++)
    relais_digest_remove (&one, unit, ID_B, i);
  other = relais_digest_to_string (&one);
  g_assert_cmpstr (other, ==, text);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/mutation", test_mutation);
  g_test_add_func ("/wire/bad-mutations", test_bad_mutations);
  g_test_add_func ("/wire/outcome", test_outcome);
  g_test_add_func ("/wire/page", test_page);
  g_test_add_func ("/wire/push-result", test_push_result);
  g_test_add_func ("/wire/cursor", test_cursor);
  g_test_add_func ("/wire/digest", test_digest);

  return g_test_run ();
}
