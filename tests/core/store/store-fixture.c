/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <string.h>

#include "make-record.h"
#include "relais-validate.h"

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_assert_no_errno (g_unlink (path));
  }
  g_assert_no_errno (g_rmdir (folder));
}

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("relais-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "city.relais", NULL);
  fixture->workspace = relais_workspace_open (fixture->path, &error);
  g_assert_no_error (error);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->workspace != NULL) {
    fixture_assert_sound (fixture);
    relais_workspace_close (fixture->workspace);
  }
  remove_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

void
fixture_reopen (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->workspace, relais_workspace_close);
  fixture->workspace = relais_workspace_open (fixture->path, &error);
  g_assert_no_error (error);
}

void
fixture_assert_sound (Fixture *fixture)
{
  g_autoptr (GPtrArray) problems = relais_workspace_verify (fixture->workspace);

  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (problems, i));
  g_assert_cmpuint (problems->len, ==, 0);
}

char *
make_subject (RelaisWorkspace *workspace, const char *title)
{
  g_autoptr (RelaisAction) action = relais_action_new ("New subject");
  g_autoptr (GError) error = NULL;
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));
  char *id;

  relais_fields_set_string (fields, "title", title);
  relais_fields_set_string (fields, "state", "proposed");
  id = g_strdup (relais_action_create (action, NULL, fields));
  relais_workspace_commit (workspace, NULL, action, NULL, NULL, &error);
  g_assert_no_error (error);
  return id;
}

gint64
set_field (RelaisWorkspace *workspace, const char *kind_name, const char *id, const char *field, const char *text)
{
  const RelaisKind *kind = relais_kind_lookup (kind_name);
  guint index = relais_kind_field (kind, field);
  g_autofree char *label = g_strdup_printf ("Change %s", field);
  g_autoptr (RelaisAction) action = relais_action_new (label);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = text != NULL ? relais_field_parse (kind, index, text, &error) : NULL;
  RelaisFields *fields = relais_fields_new (kind);
  gint64 action_id = 0;

  g_assert_no_error (error);
  relais_fields_set (fields, index, value);
  relais_action_update (action, id, fields);
  relais_workspace_commit (workspace, NULL, action, &action_id, NULL, &error);
  g_assert_no_error (error);
  return action_id;
}

char *
dup_field (RelaisWorkspace *workspace, const char *kind_name, const char *id, const char *field)
{
  const RelaisKind *kind = relais_kind_lookup (kind_name);
  g_autoptr (RelaisRecord) record = relais_workspace_lookup (workspace, kind_name, id);
  GVariant *value = record != NULL ? relais_record_get (record, field) : NULL;

  return value != NULL ? relais_field_print (kind, relais_kind_field (kind, field), value) : NULL;
}

RelaisRecord *
make_state (const char *kind, const char *id, guint64 seq, guint64 rev, ...)
{
  va_list args;

  va_start (args, rev);
  RelaisFields *fields = make_fields_va (kind, args);
  va_end (args);
  fields->unset = 0;
  return relais_record_new (id, fields, rev, seq, THEIR_ACCOUNT, 1750000000 + (gint64) seq);
}

RelaisPage *
make_page (guint64 head, gboolean more, guint64 last_mid)
{
  RelaisPage *page = relais_page_new ();

  page->epoch = g_strdup ("epoch-1");
  page->cursor = g_strdup_printf ("cursor-%" G_GUINT64_FORMAT, head);
  page->head = head;
  page->more = more;
  page->last_mid = last_mid;
  return page;
}

void
page_add (RelaisPage *page, RelaisRecord *record)
{
  g_ptr_array_add (page->records, record);
}

void
page_add_gone (RelaisPage *page, const char *kind, const char *id, guint64 seq, gboolean hidden)
{
  RelaisGone gone = { relais_kind_lookup (kind), "", seq, hidden };

  g_strlcpy (gone.id, id, sizeof gone.id);
  g_array_append_val (page->gone, gone);
}

void
apply_page (RelaisWorkspace *workspace, RelaisPage *page)
{
  g_autoptr (GError) error = NULL;

  relais_workspace_apply_page (workspace, page, NULL, NULL, &error);
  g_assert_no_error (error);
  relais_page_free (page);
}

void
apply_outcome (RelaisWorkspace *workspace, guint64 mid, RelaisOutcomeType type, guint64 seq, guint64 head)
{
  g_autoptr (RelaisPushResult) result = relais_push_result_new ();
  RelaisOutcome *outcome = g_new0 (RelaisOutcome, 1);
  g_autoptr (GError) error = NULL;

  outcome->mid = mid;
  outcome->type = type;
  outcome->seq = seq;
  if (type == RELAIS_OUTCOME_REJECTED) {
    outcome->code = g_strdup ("forbidden");
    outcome->field = g_strdup ("title");
    outcome->detail = g_strdup ("You may not");
  }
  g_ptr_array_add (result->outcomes, outcome);
  result->epoch = g_strdup ("epoch-1");
  result->head = head;
  relais_workspace_apply_push (workspace, result, NULL, &error);
  g_assert_no_error (error);
}

GPtrArray *
take (RelaisWorkspace *workspace)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *mutations = relais_workspace_take_outbox (workspace, 100, 1000000, &error);

  g_assert_no_error (error);
  return mutations;
}

RelaisOp *
get_op (GPtrArray *mutations, guint mutation, guint op)
{
  g_assert_cmpuint (mutation, <, mutations->len);
  return g_ptr_array_index (((RelaisMutation *) g_ptr_array_index (mutations, mutation))->ops, op);
}

RelaisQueueState
get_queue_state (RelaisWorkspace *workspace)
{
  RelaisQueueState state;

  relais_workspace_get_queue_state (workspace, &state);
  return state;
}

char *
pull_subject (RelaisWorkspace *workspace)
{
  char *id = relais_id_new ();
  RelaisPage *page = make_page (1, FALSE, 0);

  page_add (page, make_state ("subject", id, 1, 1, "title", "One", "state", "proposed", "tags", "a", NULL));
  apply_page (workspace, page);
  return id;
}

void
pull_state (RelaisWorkspace *workspace, const char *id, guint64 seq, guint64 last_mid, const char *field, const char *value)
{
  RelaisPage *page = make_page (seq, FALSE, last_mid);

  page_add (page, strcmp (field, "title") == 0
                    ? make_state ("subject", id, seq, seq, "title", value, "state", "proposed", "tags", "a", NULL)
                    : make_state ("subject", id, seq, seq, "title", "One", "state", "proposed", "tags", "a", field, value, NULL));
  apply_page (workspace, page);
}

RelaisMutation *
get_mutation (GPtrArray *mutations, guint i)
{
  return g_ptr_array_index (mutations, i);
}

void
assert_base (RelaisOp *op, RelaisBaseType type, guint64 value, guint64 seen)
{
  g_assert_cmpint (op->base.type, ==, type);
  g_assert_cmpuint (op->base.value, ==, value);
  if (type == RELAIS_BASE_MID)
    g_assert_cmpuint (op->base.seen, ==, seen);
}
