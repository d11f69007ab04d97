/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client's side: projecting, squashing and rebasing one's own changes. */

#include "make-record.h"
#include "relais-sync.h"

#include <string.h>

#define CREATION ((RelaisBase) { RELAIS_BASE_NONE })
#define AT(s)    ((RelaisBase) { RELAIS_BASE_SEQ, (s) })

static const char record_id[] = "01890a5d-ac96-774b-bcce-b302099a8057";

static RelaisOp *
make_op (RelaisBase base,
         ...) G_GNUC_NULL_TERMINATED;
static RelaisOp *
make_op (RelaisBase base,
         ...)
{
  va_list args;
  RelaisFields *fields;

  va_start (args, base);
  fields = make_fields_va ("subject", args);
  va_end (args);

  return relais_op_new_set (record_id, base, fields);
}

static RelaisRecord *
make_state (guint64 seq,
             ...) G_GNUC_NULL_TERMINATED;
static RelaisRecord *
make_state (guint64 seq,
             ...)
{
  va_list args;
  RelaisFields *fields;

  va_start (args, seq);
  fields = make_fields_va ("subject", args);
  va_end (args);
  fields->unset = 0;

  return relais_record_new (record_id, fields, seq, seq, "somebody", 1000 + seq);
}

static GPtrArray *
make_clashes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) relais_clash_free);
}

static const char *
get_string (const RelaisOp *op,
            const char     *name)
{
  GVariant *value = op->fields->values[relais_kind_field (op->kind, name)];

  return value ? g_variant_get_string (value, NULL) : NULL;
}

static guint64
touched (const RelaisOp *op)
{
  return op->fields->set | op->fields->unset;
}

static guint64
bit (const char *name)
{
  return G_GUINT64_CONSTANT (1) << relais_kind_field (relais_kind_lookup ("subject"), name);
}

/* ---- rebase ---- */

static void
test_fields_apart (void)
{
  g_autoptr (RelaisRecord) old_base = make_state (1, "title", "a", "note", "n", NULL);
  g_autoptr (RelaisRecord) new_base = make_state (2, "title", "b", "note", "n", NULL);
  g_autoptr (RelaisOp) op = make_op (AT (1), "note", "m", NULL);
  g_autoptr (GPtrArray) clashes = make_clashes ();
  g_autoptr (RelaisOp) result = relais_sync_rebase (op, old_base, new_base, clashes);

  g_assert_cmpuint (clashes->len, ==, 0);
  g_assert_cmpuint (touched (result), ==, bit ("note"));
  g_assert_cmpstr (get_string (result, "note"), ==, "m");
  g_assert_cmpint (result->base.type, ==, RELAIS_BASE_SEQ);
  g_assert_cmpuint (result->base.value, ==, 2);
}

static void
test_register_clash (void)
{
  g_autoptr (RelaisRecord) old_base = make_state (1, "title", "a", "state", "proposed", NULL);
  g_autoptr (RelaisRecord) new_base = make_state (2, "title", "b", "state", "kept", NULL);
  g_autoptr (RelaisOp) op = make_op (AT (1), "title", "c", "state", "kept", "note", "m", NULL);
  g_autoptr (GPtrArray) clashes = make_clashes ();
  g_autoptr (RelaisOp) result = relais_sync_rebase (op, old_base, new_base, clashes);
  const RelaisClash *clash;

  g_assert_cmpuint (clashes->len, ==, 1);
  clash = g_ptr_array_index (clashes, 0);
  g_assert_cmpuint (clash->field, ==, relais_kind_field (op->kind, "title"));
  g_assert_cmpstr (g_variant_get_string (clash->base, NULL), ==, "a");
  g_assert_cmpstr (g_variant_get_string (clash->mine, NULL), ==, "c");
  g_assert_cmpstr (g_variant_get_string (clash->theirs, NULL), ==, "b");
  g_assert_cmpstr (clash->by, ==, "somebody");
  g_assert_cmpint (clash->at, ==, 1002);
  /* The clashing field leaves the op, and so does what they did already. */
  g_assert_cmpuint (touched (result), ==, bit ("note"));
}

static void
test_emptied_clash (void)
{
  g_autoptr (RelaisRecord) old_base = make_state (1, "title", "a", "unit", "u1", NULL);
  g_autoptr (RelaisRecord) new_base = make_state (2, "title", "a", NULL);
  g_autoptr (RelaisOp) op = make_op (AT (1), "unit", "u2", NULL);
  g_autoptr (RelaisOp) emptying = make_op (AT (1), "unit", NULL, NULL);
  g_autoptr (GPtrArray) clashes = make_clashes ();
  g_autoptr (RelaisOp) result = relais_sync_rebase (op, old_base, new_base, clashes);
  const RelaisClash *clash;

  g_assert_null (result);
  g_assert_cmpuint (clashes->len, ==, 1);
  clash = g_ptr_array_index (clashes, 0);
  g_assert_null (clash->theirs);
  g_assert_null (relais_sync_rebase (emptying, old_base, new_base, clashes));
  g_assert_cmpuint (clashes->len, ==, 1);
}

static void
test_sets_and_texts (void)
{
  g_autoptr (RelaisRecord) old_base = make_state (1, "title", "a", "tags", "x|y", "note", "lundi à la mairie", NULL);
  g_autoptr (RelaisRecord) new_base = make_state (2, "title", "a", "tags", "y|z", "note", "lundi à la préfecture", NULL);
  g_autoptr (RelaisOp) op = make_op (AT (1), "tags", "w|x|y", "note", "mardi à la mairie", NULL);
  g_autoptr (GPtrArray) clashes = make_clashes ();
  g_autoptr (RelaisOp) result = relais_sync_rebase (op, old_base, new_base, clashes);
  g_autoptr (RelaisRecord) state = relais_sync_project (new_base, result);
  g_autofree const char **tags = relais_record_dup_strv (state, "tags");

  g_assert_cmpuint (clashes->len, ==, 0);
  g_assert_cmpstr (relais_record_get_string (state, "note"), ==, "mardi à la préfecture");
  g_assert_cmpuint (g_strv_length ((char **) tags), ==, 3);
  g_assert_cmpstr (tags[0], ==, "w");
  g_assert_cmpstr (tags[1], ==, "y");
  g_assert_cmpstr (tags[2], ==, "z");
}

static void
test_text_clash (void)
{
  g_autoptr (RelaisRecord) old_base = make_state (1, "title", "a", "note", "à neuf heures", NULL);
  g_autoptr (RelaisRecord) new_base = make_state (2, "title", "a", "note", "à dix heures", NULL);
  g_autoptr (RelaisOp) op = make_op (AT (1), "note", "à onze heures", NULL);
  g_autoptr (GPtrArray) clashes = make_clashes ();

  g_assert_null (relais_sync_rebase (op, old_base, new_base, clashes));
  g_assert_cmpuint (clashes->len, ==, 1);
}

/* Two halves that fit apart but not together: nothing is cut off. */
static void
test_merged_too_long (void)
{
  g_autofree char *base = g_strnfill (19000, 'x');
  g_autofree char *mine = g_strdup_printf ("%0800d , %s", 1, base);
  g_autofree char *theirs = g_strdup_printf ("%s , %0800d", base, 2);
  g_autoptr (RelaisRecord) old_base = make_state (1, "title", "a", "note", base, NULL);
  g_autoptr (RelaisRecord) new_base = make_state (2, "title", "a", "note", theirs, NULL);
  g_autoptr (RelaisOp) op = make_op (AT (1), "note", mine, NULL);
  g_autoptr (GPtrArray) clashes = make_clashes ();

  g_assert_null (relais_sync_rebase (op, old_base, new_base, clashes));
  g_assert_cmpuint (clashes->len, ==, 1);
}

static void
test_deleted_under_edit (void)
{
  g_autoptr (RelaisRecord) old_base = make_state (5, "title", "a", "state", "proposed", "note", "n", NULL);
  g_autoptr (RelaisOp) op = make_op (AT (5), "title", "b", "note", NULL, NULL);
  g_autoptr (RelaisOp) idle = make_op (AT (5), "title", "a", NULL);
  g_autoptr (GPtrArray) clashes = make_clashes ();
  g_autoptr (RelaisOp) result = relais_sync_rebase (op, old_base, NULL, clashes);

  g_assert_cmpint (result->base.type, ==, RELAIS_BASE_NONE);
  g_assert_cmpuint (result->fields->set, ==, bit ("title") | bit ("state"));
  g_assert_cmpuint (result->fields->unset, ==, 0);
  g_assert_cmpstr (get_string (result, "title"), ==, "b");
  g_assert_null (relais_sync_rebase (idle, old_base, NULL, clashes));
}

static void
test_edited_under_deletion (void)
{
  g_autoptr (RelaisRecord) old_base = make_state (5, "title", "a", NULL);
  g_autoptr (RelaisRecord) same = make_state (6, "title", "a", NULL);
  g_autoptr (RelaisRecord) edited = make_state (6, "title", "b", NULL);
  g_autoptr (RelaisOp) op = relais_op_new_remove (relais_kind_lookup ("subject"), record_id, AT (5));
  g_autoptr (GPtrArray) clashes = make_clashes ();
  g_autoptr (RelaisOp) result = relais_sync_rebase (op, old_base, same, clashes);

  g_assert_true (result->remove);
  g_assert_cmpuint (result->base.value, ==, 6);
  g_assert_null (relais_sync_rebase (op, old_base, NULL, clashes));
  g_assert_cmpuint (clashes->len, ==, 0);
  g_assert_null (relais_sync_rebase (op, old_base, edited, clashes));
  g_assert_cmpuint (clashes->len, ==, 1);
  g_assert_cmpuint (((RelaisClash *) g_ptr_array_index (clashes, 0))->field, ==, op->kind->n_fields);
}

/* The record that I create exists already, with other values. */
/* Of a kind that is one statement the other one stands, whatever fields differ. */
static void
test_overruled (void)
{
  const RelaisKind *kind = relais_kind_lookup ("decision");
  RelaisFields *mine = relais_fields_new (kind), *theirs = relais_fields_new (kind), *before = relais_fields_new (kind);

  relais_fields_set_string (before, "outcome", "kept");
  relais_fields_set_string (mine, "due", "2026-12-10");
  relais_fields_set_string (theirs, "outcome", "refused");
  g_autoptr (RelaisOp) op = relais_op_new_set (record_id, AT (1), mine);
  g_autoptr (RelaisRecord) base = relais_record_new (record_id, before, 1, 1, "somebody", 1);
  g_autoptr (RelaisRecord) now = relais_record_new (record_id, theirs, 2, 2, "somebody", 2);
  g_autoptr (RelaisRecord) same = relais_record_with (base, op->fields);
  g_autoptr (RelaisOp) title = make_op (AT (1), "title", "Mine", NULL);
  g_autoptr (RelaisRecord) subject = make_state (2, "title", "Theirs", NULL);

  g_assert_true (relais_sync_is_overruled (op, base, now));
  g_assert_false (relais_sync_is_overruled (op, base, base));
  g_assert_false (relais_sync_is_overruled (op, base, same));
  g_assert_false (relais_sync_is_overruled (op, base, NULL));
  g_assert_false (relais_sync_is_overruled (title, NULL, subject));
}

static void
test_creation_clash (void)
{
  g_autoptr (RelaisRecord) there = make_state (6, "title", "b", "state", "proposed", NULL);
  g_autoptr (RelaisOp) op = make_op (CREATION, "title", "a", "state", "proposed", "note", "n", NULL);
  g_autoptr (GPtrArray) clashes = make_clashes ();
  g_autoptr (RelaisOp) result = relais_sync_rebase (op, NULL, there, clashes);
  g_autoptr (RelaisOp) untouched = relais_sync_rebase (op, NULL, NULL, clashes);

  g_assert_cmpuint (clashes->len, ==, 1);
  g_assert_cmpint (result->base.type, ==, RELAIS_BASE_SEQ);
  g_assert_cmpuint (touched (result), ==, bit ("note"));
  g_assert_cmpint (untouched->base.type, ==, RELAIS_BASE_NONE);
  g_assert_true (relais_fields_equal (untouched->fields, op->fields));
}

/* After a restore a client offers a record as it knew it; somebody else offered an older state first. What this client knew does not
 * make its values untouched. */
static void
test_offer_clash (void)
{
  g_autoptr (RelaisRecord) known = make_state (6, "title", "b", "state", "proposed", "note", "n", NULL);
  g_autoptr (RelaisRecord) there = make_state (2, "title", "a", "state", "proposed", NULL);
  g_autoptr (RelaisOp) op = make_op (CREATION, "title", "b", "state", "proposed", "note", "n", NULL);
  g_autoptr (GPtrArray) clashes = make_clashes ();
  g_autoptr (RelaisOp) result = relais_sync_rebase (op, known, there, clashes);

  g_assert_cmpuint (clashes->len, ==, 1);
  g_assert_cmpuint (touched (result), ==, bit ("note"));
}

/* ---- project, squash ---- */

static void
test_project (void)
{
  g_autoptr (RelaisRecord) record = make_state (5, "title", "a", "note", "n", NULL);
  g_autoptr (RelaisOp) edit = make_op (AT (5), "title", "b", "note", NULL, NULL);
  g_autoptr (RelaisOp) creation = make_op (CREATION, "title", "c", "note", NULL, NULL);
  g_autoptr (RelaisOp) removal = relais_op_new_remove (edit->kind, record_id, AT (5));
  g_autoptr (RelaisRecord) edited = relais_sync_project (record, edit);
  g_autoptr (RelaisRecord) created = relais_sync_project (NULL, creation);

  g_assert_cmpstr (relais_record_get_string (edited, "title"), ==, "b");
  g_assert_null (relais_record_get_string (edited, "note"));
  g_assert_cmpuint (relais_record_get_seq (edited), ==, 5);
  g_assert_cmpuint (relais_record_get_rev (edited), ==, 5);
  g_assert_cmpstr (relais_record_get_by (edited), ==, "somebody");
  g_assert_cmpuint (relais_record_get_rev (created), ==, 0);
  g_assert_cmpuint (relais_record_get_fields (created)->unset, ==, 0);
  g_assert_null (relais_sync_project (record, removal));
  g_assert_null (relais_sync_project (NULL, removal));
  g_assert_null (relais_sync_project (NULL, edit));
}

/* Squashed ops do what both did, one after the other. */
static void
assert_squash (RelaisRecord   *record,
               const RelaisOp *earlier,
               const RelaisOp *later)
{
  g_autoptr (RelaisRecord) between = relais_sync_project (record, earlier);
  g_autoptr (RelaisRecord) expected = relais_sync_project (between, later);
  g_autoptr (RelaisOp) squashed = relais_sync_squash (earlier, later);
  g_autoptr (RelaisRecord) state = squashed ? relais_sync_project (record, squashed) : record ? relais_record_ref (record) : NULL;

  g_assert_true ((state != NULL) == (expected != NULL));
  if (state)
    g_assert_true (relais_fields_equal (relais_record_get_fields (state), relais_record_get_fields (expected)));
  if (squashed)
    g_assert_cmpmem (&squashed->base, sizeof (RelaisBase), &earlier->base, sizeof (RelaisBase));
}

static void
test_squash (void)
{
  g_autoptr (RelaisRecord) record = make_state (5, "title", "a", "note", "n", "summary", "s", NULL);
  g_autoptr (RelaisOp) one = make_op (AT (5), "title", "b", "note", NULL, NULL);
  g_autoptr (RelaisOp) two = make_op (AT (5), "note", "m", "summary", NULL, NULL);
  g_autoptr (RelaisOp) creation = make_op (CREATION, "title", "c", "note", "d", NULL);
  g_autoptr (RelaisOp) removal = relais_op_new_remove (one->kind, record_id, AT (5));

  assert_squash (record, one, two);
  assert_squash (record, two, one);
  assert_squash (record, one, removal);
  assert_squash (record, removal, creation);
  assert_squash (NULL, creation, one);
  assert_squash (NULL, creation, two);
  assert_squash (NULL, creation, removal);
  g_assert_null (relais_sync_squash (creation, removal));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rebase/fields-apart", test_fields_apart);
  g_test_add_func ("/rebase/no_silent_loss/register", test_register_clash);
  g_test_add_func ("/rebase/no_silent_loss/emptied", test_emptied_clash);
  g_test_add_func ("/rebase/sets-and-texts", test_sets_and_texts);
  g_test_add_func ("/rebase/no_silent_loss/text", test_text_clash);
  g_test_add_func ("/rebase/no_silent_loss/too-long", test_merged_too_long);
  g_test_add_func ("/rebase/deleted-under-edit", test_deleted_under_edit);
  g_test_add_func ("/rebase/edited-under-deletion", test_edited_under_deletion);
  g_test_add_func ("/rebase/creation-clash", test_creation_clash);
  g_test_add_func ("/rebase/overruled", test_overruled);
  g_test_add_func ("/rebase/no_silent_loss/offer-clash", test_offer_clash);
  g_test_add_func ("/project", test_project);
  g_test_add_func ("/squash", test_squash);

  return g_test_run ();
}
