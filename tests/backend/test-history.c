/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the log keeps of changes, and whom it tells. */

#include "log-fixture.h"

#include "relais-json.h"

#define SUBJECT "01a00000-0000-7000-8000-000000000101"
#define PERSON  "01a00000-0000-7000-8000-000000000102"
#define ARTICLE "01a00000-0000-7000-8000-000000000103"
#define UNIT    "01a00000-0000-7000-8000-000000000104"
#define ELSEWHERE "01a00000-0000-7000-8000-000000000105"

typedef struct {
  LogFixture    base;
  RelaisAccess *manager, *editor;
  guint         mid;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  log_fixture_init (&self->base);
  self->manager = make_access (RELAIS_ROLE_MANAGER, NULL);
  self->editor = make_access (RELAIS_ROLE_EDITOR, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  relais_access_unref (self->manager);
  relais_access_unref (self->editor);
  log_fixture_clear (&self->base);
}

/* One op of the manager; @rest follows the id: ",'base':{'seq':1},'set':{…}". Gives its seq. */
static guint64
write_as (Fixture *self, RelaisAccess *access, const char *client, guint mid, const char *kind, const char *id, const char *rest)
{
  g_autofree char *mutation = g_strdup_printf ("{'mid':%u,'ops':[{'kind':'%s','id':'%s'%s}]}", mid, kind, id, rest);
  g_autoptr(RelaisOutcome) outcome = push_one (&self->base, access, client, mutation);
  g_assert_cmpint (outcome->type, ==, RELAIS_OUTCOME_APPLIED);
  return outcome->seq;
}

static guint64
make (Fixture *self, const char *kind, const char *id, const char *rest)
{
  return write_as (self, self->manager, CLIENT_A, ++self->mid, kind, id, rest);
}

static guint64
change (Fixture *self, const char *kind, const char *id, guint64 base, const char *set)
{
  g_autofree char *rest = g_strdup_printf (",'base':{'seq':%" G_GUINT64_FORMAT "},'set':{%s}", base, set);
  return make (self, kind, id, rest);
}

static JsonObject *
read_history (Fixture *self, RelaisAccess *access, const char *kind, const char *id, guint64 before, guint limit, JsonNode **node)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = relais_log_history_text (self->base.log, access, relais_kind_lookup (kind), id, before, limit, &error);
  g_assert_no_error (error);
  *node = relais_json_parse (text, -1, G_MAXSIZE, &error);
  g_assert_no_error (error);
  return json_node_get_object (*node);
}

/* The history of SUBJECT-like records in short: "title A→B, state proposed→kept; created". */
static char *
print_history (Fixture *self, RelaisAccess *access, const char *kind, const char *id)
{
  g_autoptr(JsonNode) node = NULL;
  JsonArray *entries = json_object_get_array_member (read_history (self, access, kind, id, 0, 0, &node), "entries");
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      JsonArray *changes = json_object_get_array_member (entry, "changes");
      g_string_append (text, i > 0 ? "; " : "");
      if (json_object_get_boolean_member (entry, "created"))
        g_string_append (text, "created");
      for (guint j = 0; j < json_array_get_length (changes); j++)
        {
          JsonObject *one = json_array_get_object_element (changes, j);
          g_string_append_printf (text, "%s%s %s→%s", j > 0 ? ", " : "", json_object_get_string_member (one, "field"),
                                  json_object_get_string_member_with_default (one, "from", "-"),
                                  json_object_get_string_member_with_default (one, "to", "-"));
        }
    }
  return g_string_free (text, FALSE);
}

static void
assert_history (Fixture *self, RelaisAccess *access, const char *kind, const char *id, const char *expected)
{
  g_autofree char *text = print_history (self, access, kind, id);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_hidden (Fixture *self, RelaisAccess *access, const char *kind, const char *id)
{
  g_autoptr(GError) error = NULL;
  g_assert_null (relais_log_history_text (self->base.log, access, relais_kind_lookup (kind), id, 0, 0, &error));
  g_assert_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_NOT_FOUND);
}

static void
test_who_when_what (Fixture *self, gconstpointer data)
{
  g_autoptr(JsonNode) node = NULL;
  guint64 seq = make (self, "subject", SUBJECT, ",'set':{'title':'Vœux','state':'proposed','proposed_on':'2026-01-05'}");
  self->base.now += 3600;
  seq = change (self, "subject", SUBJECT, seq, "'title':'Cérémonie des vœux','state':'kept','proposed_on':null");
  assert_history (self, self->manager, "subject", SUBJECT,
                  "title Vœux→Cérémonie des vœux, state proposed→kept, proposed_on 2026-01-05→-; created");

  JsonArray *entries = json_object_get_array_member (read_history (self, self->manager, "subject", SUBJECT, 0, 0, &node), "entries");
  JsonObject *newest = json_array_get_object_element (entries, 0);
  g_autofree char *at = relais_instant_to_string (self->base.now);
  g_assert_cmpint (json_object_get_int_member (newest, "seq"), ==, seq);
  g_assert_cmpstr (json_object_get_string_member (newest, "at"), ==, at);
  g_assert_cmpstr (json_object_get_string_member (newest, "by"), ==, relais_access_get_account (self->manager));
  /* No account record of that name here: the reader resolves nothing. */
  g_assert_false (json_object_has_member (newest, "name"));
}

/* What the back end writes itself has no author. */
static void
test_by_itself (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  make (self, "theme", SUBJECT, ",'set':{'name':'Vie du service'}");
  RelaisFields *set = relais_fields_new (relais_kind_lookup ("theme"));
  relais_fields_set_string (set, "color", "blue");
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_ptr_array_add (ops, relais_op_new_set (SUBJECT, (RelaisBase) { RELAIS_BASE_NONE, 0 }, set));
  g_assert_true (relais_log_write (self->base.log, ops, NULL, &error));
  JsonArray *entries = json_object_get_array_member (read_history (self, self->manager, "theme", SUBJECT, 0, 0, &node), "entries");
  g_assert_cmpuint (json_array_get_length (entries), ==, 2);
  g_assert_false (json_object_has_member (json_array_get_object_element (entries, 0), "by"));
}

static void
test_private_fields (Fixture *self, gconstpointer data)
{
  guint64 seq = make (self, "person", PERSON, ",'set':{'last_name':'Petit','phone':'01 02','note':'malade'}");
  seq = change (self, "person", PERSON, seq, "'phone':'03 04','note':'revenu'");
  assert_history (self, self->manager, "person", PERSON, "created");
  change (self, "person", PERSON, seq, "'mobile':'06 07','job':'Juriste'");
  assert_history (self, self->manager, "person", PERSON, "job -→Juriste; created");

  /* Not even in the table. */
  RelaisTransaction *transaction = relais_storage_begin (self->base.storage, FALSE, NULL);
  RelaisRows *rows = relais_transaction_query (transaction,
    "SELECT count(*) FROM history WHERE changes LIKE '%0_ 0_%' OR changes LIKE '%malade%' OR changes LIKE '%revenu%'", "");
  g_assert_true (relais_rows_next (rows));
  g_assert_cmpint (relais_rows_get_integer (rows, 0), ==, 0);
  relais_rows_close (rows);
  relais_transaction_rollback (transaction);
}

static void
test_typing (Fixture *self, gconstpointer data)
{
  guint64 seq = make (self, "subject", SUBJECT, ",'set':{'title':'A','state':'kept'}");
  seq = change (self, "subject", SUBJECT, seq, "'title':'AB'");
  self->base.now += 60;
  seq = change (self, "subject", SUBJECT, seq, "'title':'ABC'");
  assert_history (self, self->manager, "subject", SUBJECT, "title A→ABC; created");
  /* Typed and taken back. */
  self->base.now += 60;
  seq = change (self, "subject", SUBJECT, seq, "'title':'A'");
  assert_history (self, self->manager, "subject", SUBJECT, "created");

  /* Ten minutes at most; not what somebody else typed; not what is no text. */
  seq = change (self, "subject", SUBJECT, seq, "'title':'D'");
  self->base.now += 500;
  seq = change (self, "subject", SUBJECT, seq, "'title':'E'");
  self->base.now += 500;
  seq = change (self, "subject", SUBJECT, seq, "'title':'F'");
  assert_history (self, self->manager, "subject", SUBJECT, "title E→F; title A→E; created");
  g_autofree char *theirs = g_strdup_printf (",'base':{'seq':%" G_GUINT64_FORMAT "},'set':{'title':'G'}", seq);
  seq = write_as (self, self->editor, CLIENT_B, 1, "subject", SUBJECT, theirs);
  assert_history (self, self->manager, "subject", SUBJECT, "title F→G; title E→F; title A→E; created");
  seq = change (self, "subject", SUBJECT, seq, "'state':'postponed'");
  seq = change (self, "subject", SUBJECT, seq, "'state':'kept'");
  assert_history (self, self->manager, "subject", SUBJECT,
                  "state postponed→kept; state kept→postponed; title F→G; title E→F; title A→E; created");
}

static void
test_long_values (Fixture *self, gconstpointer data)
{
  g_autofree char *first = g_strnfill (1500, 'a'), *second = g_strnfill (2000, 'b');
  g_autofree char *create = g_strdup_printf (",'set':{'title':'A','body':'%s'}", first);
  g_autofree char *edit = g_strdup_printf ("'body':'é%s'", second);
  g_autoptr(JsonNode) node = NULL;
  guint64 seq = make (self, "article", ARTICLE, create);
  change (self, "article", ARTICLE, seq, edit);
  JsonArray *entries = json_object_get_array_member (read_history (self, self->manager, "article", ARTICLE, 0, 0, &node), "entries");
  JsonObject *one = json_array_get_object_element (json_object_get_array_member (json_array_get_object_element (entries, 0), "changes"), 0);
  g_assert_cmpstr (json_object_get_string_member (one, "field"), ==, "body");
  g_assert_cmpint (json_object_get_int_member (one, "from_length"), ==, 1500);
  g_assert_cmpint (json_object_get_int_member (one, "to_length"), ==, 2001);
  g_assert_false (json_object_has_member (one, "from") || json_object_has_member (one, "to"));
}

/* The rules of the pull: what is hidden does not exist, and what was hidden when it was changed is not told afterwards. */
static void
test_visibility (Fixture *self, gconstpointer data)
{
  g_autoptr(RelaisAccess) reader = make_access (RELAIS_ROLE_READER, NULL);
  g_autoptr(RelaisAccess) own = make_access (RELAIS_ROLE_CORRESPONDENT, UNIT);
  g_autoptr(RelaisAccess) other = make_access (RELAIS_ROLE_CORRESPONDENT, ELSEWHERE);
  make (self, "unit", UNIT, ",'set':{'name':'Voirie','type':'directorate'}");
  make (self, "unit", ELSEWHERE, ",'set':{'name':'Sports','type':'directorate'}");
  guint64 seq = make (self, "subject", SUBJECT, ",'set':{'title':'Fusion','state':'proposed','unit':'" UNIT "'}");
  seq = change (self, "subject", SUBJECT, seq, "'title':'Fusion des services'");
  assert_history (self, own, "subject", SUBJECT, "title Fusion→Fusion des services; created");
  assert_hidden (self, reader, "subject", SUBJECT);
  assert_hidden (self, other, "subject", SUBJECT);

  seq = change (self, "subject", SUBJECT, seq, "'title':'Un nouveau service','state':'kept'");
  self->base.now += 3600;
  seq = change (self, "subject", SUBJECT, seq, "'title':'Un service nouveau'");
  assert_history (self, reader, "subject", SUBJECT, "title Un nouveau service→Un service nouveau");
  assert_history (self, other, "subject", SUBJECT, "title Un nouveau service→Un service nouveau");
  assert_history (self, own, "subject", SUBJECT, "title Un nouveau service→Un service nouveau; "
                  "title Fusion des services→Un nouveau service, state proposed→kept; title Fusion→Fusion des services; created");

  /* Hidden again. */
  seq = change (self, "subject", SUBJECT, seq, "'state':'refused'");
  assert_hidden (self, reader, "subject", SUBJECT);
  assert_hidden (self, self->manager, "subject", ELSEWHERE);   /* of another kind */
  assert_hidden (self, self->manager, "subject", PERSON);      /* of nobody */
}

static void
test_names (Fixture *self, gconstpointer data)
{
  g_autoptr(RelaisAccess) reader = make_access (RELAIS_ROLE_READER, NULL);
  g_autoptr(JsonNode) mine = NULL, theirs = NULL;
  make (self, "account", relais_access_get_account (self->manager), ",'set':{'login':'claire','name':'Claire \\\"C\\\" Morel','role':'manager'}");
  make (self, "theme", SUBJECT, ",'set':{'name':'Vie du service'}");
  JsonArray *entries = json_object_get_array_member (read_history (self, self->editor, "theme", SUBJECT, 0, 0, &mine), "entries");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (entries, 0), "name"), ==, "Claire \"C\" Morel");
  /* Readers do not see accounts. */
  entries = json_object_get_array_member (read_history (self, reader, "theme", SUBJECT, 0, 0, &theirs), "entries");
  g_assert_false (json_object_has_member (json_array_get_object_element (entries, 0), "name"));
}

static void
test_pages (Fixture *self, gconstpointer data)
{
  guint64 seq = make (self, "subject", SUBJECT, ",'set':{'title':'A','state':'kept'}");
  guint64 before = 0;
  guint seen = 0;
  gboolean more = TRUE;
  for (guint i = 0; i < 25; i++)
    seq = change (self, "subject", SUBJECT, seq, i % 2 == 0 ? "'state':'postponed'" : "'state':'kept'");
  while (more)
    {
      g_autoptr(JsonNode) node = NULL;
      JsonObject *page = read_history (self, self->manager, "subject", SUBJECT, before, 7, &node);
      JsonArray *entries = json_object_get_array_member (page, "entries");
      g_assert_cmpuint (json_array_get_length (entries), <=, 7);
      for (guint i = 0; i < json_array_get_length (entries); i++, seen++)
        {
          guint64 at = json_object_get_int_member (json_array_get_object_element (entries, i), "seq");
          g_assert_true (before == 0 || at < before);
          before = at;
        }
      more = json_object_get_boolean_member (page, "more");
    }
  g_assert_cmpuint (seen, ==, 26);
  g_autoptr(JsonNode) node = NULL;
  JsonObject *page = read_history (self, self->manager, "subject", SUBJECT, before, 7, &node);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (page, "entries")), ==, 0);
  g_assert_false (json_object_get_boolean_member (page, "more"));
}

/* A refused or clashing change leaves no trace, and a deleted record takes its history with it. */
static void
test_ends (Fixture *self, gconstpointer data)
{
  guint64 seq = make (self, "theme", SUBJECT, ",'set':{'name':'A'}");
  guint64 second = change (self, "theme", SUBJECT, seq, "'name':'B'");
  g_autofree char *late = g_strdup_printf ("{'mid':%u,'ops':[{'kind':'theme','id':'" SUBJECT "','base':{'seq':%" G_GUINT64_FORMAT
                                           "},'set':{'name':'C'}}]}", 1, seq);
  g_autoptr(RelaisOutcome) clash = push_one (&self->base, self->editor, CLIENT_B, late);
  g_assert_cmpint (clash->type, ==, RELAIS_OUTCOME_CONFLICT);
  assert_history (self, self->manager, "theme", SUBJECT, "name A→B; created");

  g_autofree char *remove = g_strdup_printf (",'base':{'seq':%" G_GUINT64_FORMAT "},'delete':true", second);
  make (self, "theme", SUBJECT, remove);
  assert_hidden (self, self->manager, "theme", SUBJECT);
  RelaisTransaction *transaction = relais_storage_begin (self->base.storage, FALSE, NULL);
  RelaisRows *rows = relais_transaction_query (transaction, "SELECT 1 FROM history", "");
  g_assert_false (relais_rows_next (rows));
  relais_rows_close (rows);
  relais_transaction_rollback (transaction);
}

static void
test_purge (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  guint64 seq = make (self, "subject", SUBJECT, ",'set':{'title':'A','state':'kept'}");
  self->base.now += 100 * 86400;
  change (self, "subject", SUBJECT, seq, "'state':'postponed'");
  self->base.now += (RELAIS_LOG_HISTORY_YEARS * 365 - 50) * 86400;
  g_assert_true (relais_log_purge (self->base.log, 0, &error));
  assert_history (self, self->manager, "subject", SUBJECT, "state kept→postponed");
  self->base.now += 60 * 86400;
  g_assert_true (relais_log_purge (self->base.log, 0, &error));
  assert_history (self, self->manager, "subject", SUBJECT, "");
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/history/who-when-what", test_who_when_what);
  ADD ("/history/by-itself", test_by_itself);
  ADD ("/history/private-fields", test_private_fields);
  ADD ("/history/typing", test_typing);
  ADD ("/history/long-values", test_long_values);
  ADD ("/history/visibility", test_visibility);
  ADD ("/history/names", test_names);
  ADD ("/history/pages", test_pages);
  ADD ("/history/ends", test_ends);
  ADD ("/history/purge", test_purge);
  return g_test_run ();
}
