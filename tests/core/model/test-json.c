/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-json.h"
#include "sample.h"

#include <string.h>

#define MEGABYTE (1 << 20)

static const char * const valid[] = {
  "null", " true ", "false", "0", "-0", "-12", "1.5", "1e3", "1E+2", "1e-2", "0.1", "\"\"", "\"a\"", "[]", "{}", "[ ]", "{ }",
  "[1,2]", "{\"a\":1}", "\t\r\n [ 1 , 2 ] \n", "{\"a\":{\"a\":1}}", "[[],[[]]]", "9007199254740992", "-9007199254740992",
  "\"\\u00e9\\n\\t\\\\\\/\\\"\\b\\f\\r\"", "\"\\ud83c\\udf89\"", "\"\xf0\x9f\x8e\x89\"", "\"\x7f\"", "\"\\uFFFF\"", "1e-400",
  "{\"\":0}", "{\"a\":1,\"A\":2}", "\"\xe2\x80\xa8\"",
};

static const char * const invalid[] = {
  "", " ", "nul", "nulll", "True", "TRUE", "undefined", "NaN", "Infinity", "-Infinity", "+1", "01", "-01", "-", "1.", ".5", "1e", "1e+",
  "0x10", "1_000", "1 2", "9007199254740993", "-9007199254740993", "123456789012345678901234567890", "1e400", "-1e400", "1e16", "9007199254740994.0",
  "\"", "\"a", "'a'", "\"\t\"", "\"\n\"", "\"\x01\"", "\"\\x41\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\\"", "\"\\", "\"\\u0000\"",
  "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\n\"",
  "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "[1}", "{", "}", "{]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}",
  "{,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{1:1}", "{\"a\":}", "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}",
  "[{\"a\":{\"b\":1,\"b\":2}}]", "// c\n1", "/* c */1", "[1]//", "[1]x", "[1][1]", "1,", "\xef\xbb\xbf[]", "\"\xff\"", "\"\xc0\xaf\"",
  "\"\xed\xa0\x80\"", "\"\xf5\x80\x80\x80\"", "\"\xc3\"", "\xe9", "\x0c[]", "\xc2\xa0[]", "{\"a\":1}}",
};

static void
test_valid (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (valid); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = relais_json_parse (valid[i], -1, MEGABYTE, &error);

    g_assert_no_error (error);
    g_assert_nonnull (node);
  }
}

static void
test_invalid (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (invalid); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = relais_json_parse (invalid[i], -1, MEGABYTE, &error);

    if (node != NULL)
      g_error ("accepted: %s", invalid[i]);
    g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_JSON);
  }
}

/* Nothing is read beyond the length: the copy has no NUL behind it, so a sanitizer would see it. */
static void
test_length (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (valid) + G_N_ELEMENTS (invalid); i++) {
    const char *text = i < G_N_ELEMENTS (valid) ? valid[i] : invalid[i - G_N_ELEMENTS (valid)];
    gsize size = strlen (text);

    for (gsize length = 0; length <= size; length++) {
      g_autofree char *copy = g_memdup2 (text, length);
      g_autoptr (JsonNode) node = relais_json_parse (copy, (gssize) length, MEGABYTE, NULL);

      if (length == size)
        g_assert_cmpint (node != NULL, ==, i < G_N_ELEMENTS (valid));
    }
  }
  g_assert_null (relais_json_parse ("[1]\0", 4, MEGABYTE, NULL));
}

static void
test_depth (void)
{
  for (guint depth = 31; depth <= 33; depth++) {
    g_autofree char *open = g_strnfill (depth, '['), *close = g_strnfill (depth, ']');
    g_autofree char *text = g_strconcat (open, close, NULL);
    g_autoptr (JsonNode) node = relais_json_parse (text, -1, MEGABYTE, NULL);

    g_assert_cmpint (node != NULL, ==, depth <= 32);
  }
  {
    g_autofree char *text = g_strnfill (MEGABYTE, '[');

    g_assert_null (relais_json_parse (text, -1, MEGABYTE, NULL));
  }
}

static void
test_size (void)
{
  g_autoptr (JsonNode) node = relais_json_parse ("[12]", -1, 4, NULL);

  g_assert_nonnull (node);
  g_assert_null (relais_json_parse ("[123]", -1, 4, NULL));
}

static void
test_values (void)
{
  g_autoptr (JsonNode) node = relais_json_parse ("{\"i\":1.0,\"d\":1.5,\"s\":\"a\\ud83c\\udf89b\\n\",\"e\":1e2}", -1, MEGABYTE, NULL);
  JsonObject *object = json_node_get_object (node);

  g_assert_cmpint (json_object_get_int_member (object, "i"), ==, 1);
  g_assert_true (json_node_get_value_type (json_object_get_member (object, "i")) == G_TYPE_INT64);
  g_assert_cmpint (json_object_get_int_member (object, "e"), ==, 100);
  g_assert_cmpfloat (json_object_get_double_member (object, "d"), ==, 1.5);
  g_assert_cmpstr (json_object_get_string_member (object, "s"), ==, "a🎉b\n");
}

/* The vectors are those of RFC 8785, appendix B and section 3.2.3, and others in its spirit. */
static void
test_canonical (void)
{
  static const struct { const char *text, *canonical; } cases[] = {
    { " { \"b\" : 1 , \"a\" : [ ] } ", "{\"a\":[],\"b\":1}" },
    { "[1.0,-0,-0.0,1e2,100]", "[1,0,0,100,100]" },
    { "[333333333.33333329,4.50,2e-3,0.000000000000000000000000001,5e-324,0.000001,1e-7,-0.5,2.5e-7]",
      "[333333333.3333333,4.5,0.002,1e-27,5e-324,0.000001,1e-7,-0.5,2.5e-7]" },
    { "\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"", "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"" },
    { "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}",
      "{\"\\r\":2,\"1\":4,\"\xc2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\xef\xac\xb3\":3}" },
    { "[null,true,false,\"\",{}]", "[null,true,false,\"\",{}]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = relais_json_parse (cases[i].text, -1, MEGABYTE, &error);
    g_autoptr (JsonNode) again = NULL;
    g_autofree char *canonical = NULL, *twice = NULL;

    g_assert_no_error (error);
    canonical = relais_json_canonical (node);
    g_assert_cmpstr (canonical, ==, cases[i].canonical);
    again = relais_json_parse (canonical, -1, MEGABYTE, NULL);
    twice = relais_json_canonical (again);
    g_assert_cmpstr (twice, ==, canonical);
  }
}

/* Numbers that the reader refuses, but that a report could hold. */
static void
test_canonical_numbers (void)
{
  static const struct { double number; const char *canonical; } cases[] = {
    { 1e30, "1e+30" }, { 1.7976931348623157e308, "1.7976931348623157e+308" }, { 9007199254740994.0, "9007199254740994" },
    { 295147905179352830000.0, "295147905179352830000" }, { 9.999999999999997e22, "9.999999999999997e+22" }, { 1e23, "1e+23" },
    { 1e21, "1e+21" }, { 999999999999999900000.0, "999999999999999900000" }, { -0.0, "0" }, { -5e-324, "-5e-324" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), cases[i].number);
    g_autofree char *canonical = relais_json_canonical (node);

    g_assert_cmpstr (canonical, ==, cases[i].canonical);
  }
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);

  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    for (guint round = 0; round < 30; round++) {
      g_autoptr (RelaisRecord) record = sample_record (*kind, rand, round == 0);
      g_autoptr (JsonObject) object = relais_record_to_json (record);
      g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
      g_autofree char *text = relais_json_canonical (node);
      g_autoptr (JsonNode) parsed = relais_json_parse (text, -1, MEGABYTE, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (RelaisRecord) back = relais_record_from_json (json_node_get_object (parsed), &error);

      g_assert_no_error (error);
      g_assert_true (relais_record_get_kind (back) == *kind);
      g_assert_cmpstr (relais_record_get_id (back), ==, relais_record_get_id (record));
      g_assert_cmpstr (relais_record_get_by (back), ==, relais_record_get_by (record));
      g_assert_cmpuint (relais_record_get_rev (back), ==, relais_record_get_rev (record));
      g_assert_cmpuint (relais_record_get_seq (back), ==, relais_record_get_seq (record));
      g_assert_cmpint (relais_record_get_at (back), ==, relais_record_get_at (record));
      g_assert_true (relais_fields_equal (relais_record_get_fields (back), relais_record_get_fields (record)));
    }
  }
}

static void
test_fields (void)
{
  static const struct { const char *text; int code; } cases[] = {
    { "{\"title\":\"a\",\"tags\":[\"b\",\"a\"],\"note\":null}", -1 },
    { "{\"titel\":\"a\"}", RELAIS_MODEL_ERROR_FIELD },
    { "{\"title\":1}", RELAIS_MODEL_ERROR_TYPE },
    { "{\"title\":[\"a\"]}", RELAIS_MODEL_ERROR_TYPE },
    { "{\"tags\":\"a\"}", RELAIS_MODEL_ERROR_TYPE },
    { "{\"tags\":[1]}", RELAIS_MODEL_ERROR_TYPE },
    { "{\"binned\":1}", RELAIS_MODEL_ERROR_TYPE },
    { "{\"state\":\"won\"}", RELAIS_MODEL_ERROR_CHOICE },
    { "{\"proposed_on\":\"2026-13-01\"}", RELAIS_MODEL_ERROR_FORMAT },
    { "{\"unit\":\"x\"}", RELAIS_MODEL_ERROR_FORMAT },
  };
  const RelaisKind *kind = relais_kind_lookup ("subject");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = relais_json_parse (cases[i].text, -1, MEGABYTE, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (RelaisFields) fields = relais_fields_from_json (kind, json_node_get_object (node), &error);
    g_autofree const char **tags = NULL;

    if (cases[i].code >= 0) {
      g_assert_error (error, RELAIS_MODEL_ERROR, cases[i].code);
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpuint (fields->unset, ==, G_GUINT64_CONSTANT (1) << relais_kind_field (kind, "note"));
    tags = g_variant_get_strv (fields->values[relais_kind_field (kind, "tags")], NULL);
    g_assert_cmpstr (tags[0], ==, "a");
    g_assert_cmpstr (tags[1], ==, "b");
  }
}

static void
test_bad_records (void)
{
  static const char * const cases[] = {
    "{}",
    "{\"kind\":\"theme\",\"id\":\"0192f0c4-1111-7abc-8abc-0123456789ab\",\"rev\":1,\"seq\":1}",
    "{\"kind\":\"theme\",\"id\":\"0192f0c4-1111-7abc-8abc-0123456789ab\",\"rev\":-1,\"seq\":1,\"fields\":{}}",
    "{\"kind\":\"theme\",\"id\":\"0192f0c4-1111-7abc-8abc-0123456789ab\",\"rev\":1,\"seq\":\"1\",\"fields\":{}}",
    "{\"kind\":\"them\",\"id\":\"0192f0c4-1111-7abc-8abc-0123456789ab\",\"rev\":1,\"seq\":1,\"fields\":{}}",
    "{\"kind\":\"theme\",\"id\":\"x\",\"rev\":1,\"seq\":1,\"fields\":{}}",
    "{\"kind\":7,\"id\":\"0192f0c4-1111-7abc-8abc-0123456789ab\",\"rev\":1,\"seq\":1,\"fields\":{}}",
    "{\"kind\":\"theme\",\"id\":\"0192f0c4-1111-7abc-8abc-0123456789ab\",\"rev\":1,\"seq\":1,\"fields\":[]}",
    "{\"kind\":\"theme\",\"id\":\"0192f0c4-1111-7abc-8abc-0123456789ab\",\"rev\":1,\"seq\":1,\"fields\":{},\"at\":\"now\"}",
    "{\"kind\":\"theme\",\"id\":\"0192f0c4-1111-7abc-8abc-0123456789ab\",\"rev\":1,\"seq\":1,\"fields\":{},\"more\":1}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = relais_json_parse (cases[i], -1, MEGABYTE, NULL);
    g_autoptr (GError) error = NULL;

    g_assert_null (relais_record_from_json (json_node_get_object (node), &error));
    g_assert_nonnull (error);
  }
}

static void
test_instants (void)
{
  static const struct { gint64 seconds; const char *text; } cases[] = {
    { 0, "1970-01-01T00:00:00Z" }, { -1, "1969-12-31T23:59:59Z" }, { 951782400, "2000-02-29T00:00:00Z" },
    { 1795249800, "2026-11-21T08:30:00Z" }, { 253402300799, "9999-12-31T23:59:59Z" }, { -62135596800, "0001-01-01T00:00:00Z" },
  };
  static const char * const bad[] = {
    "", "2026-11-21", "2026-11-21T08:30:00", "2026-11-21T08:30:00+01:00", "2026-11-21T24:00:00Z", "2026-11-21T08:60:00Z",
    "2026-11-21T08:30:60Z", "2026-02-29T00:00:00Z", "2026-11-21t08:30:00z", "2026-11-21T08:30:00Zx", "0000-01-01T00:00:00Z",
    "2026-11-21T08:30:00.5Z",
  };
  gint64 seconds;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = relais_instant_to_string (cases[i].seconds);

    g_assert_cmpstr (text, ==, cases[i].text);
    g_assert_true (relais_instant_from_string (text, &seconds));
    g_assert_cmpint (seconds, ==, cases[i].seconds);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (relais_instant_from_string (bad[i], &seconds));
}

/* Whatever bytes come, the reader ends and stays inside them; what it accepts, json-glib accepts too. */
static void
test_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (99);
  static const char alphabet[] = "{}[]\",:\\u0d8 1.e-tfn\xc3\xa9";

  for (guint round = 0; round < 20000; round++) {
    gsize length = (gsize) g_rand_int_range (rand, 0, 40);
    g_autofree char *text = g_malloc (length + 1);
    g_autoptr (JsonNode) node = NULL;

    for (gsize i = 0; i < length; i++)
      text[i] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)];
    node = relais_json_parse (text, (gssize) length, MEGABYTE, NULL);
    if (node != NULL) {
      g_autoptr (JsonParser) parser = json_parser_new ();

      g_assert_true (json_parser_load_from_data (parser, text, (gssize) length, NULL));
    }
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/json/valid", test_valid);
  g_test_add_func ("/model/json/invalid", test_invalid);
  g_test_add_func ("/model/json/length", test_length);
  g_test_add_func ("/model/json/depth", test_depth);
  g_test_add_func ("/model/json/size", test_size);
  g_test_add_func ("/model/json/values", test_values);
  g_test_add_func ("/model/json/noise", test_noise);
  g_test_add_func ("/model/json/canonical", test_canonical);
  g_test_add_func ("/model/json/canonical_numbers", test_canonical_numbers);
  g_test_add_func ("/model/json/round_trip", test_round_trip);
  g_test_add_func ("/model/json/fields", test_fields);
  g_test_add_func ("/model/json/bad_records", test_bad_records);
  g_test_add_func ("/model/json/instants", test_instants);
  return g_test_run ();
}
