/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "log-fixture.h"

#include <string.h>

#define ID(n) "01a00000-0000-7000-8000-00000000000" n
#define THEME(mid, n, name) "{'mid':" mid ",'ops':[{'kind':'theme','id':'" ID (n) "','set':{'name':'" name "'}}]}"

typedef void (*Test) (LogFixture *fixture, RelaisAccess *manager);

static void
run_cb (gconstpointer data)
{
  LogFixture fixture = { 0 };
  g_autoptr(RelaisAccess) manager = make_access (RELAIS_ROLE_MANAGER, NULL);
  log_fixture_init (&fixture);
  ((Test) data) (&fixture, manager);
  log_fixture_clear (&fixture);
}

static void
create_themes (LogFixture *fixture, RelaisAccess *access, guint first, guint n)
{
  g_autoptr(GString) text = g_string_new ("[");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = make_id (first + i);
      g_string_append_printf (text, "%s{'mid':%u,'ops':[{'kind':'theme','id':'%s','set':{'name':'T%u'}}]}", i > 0 ? "," : "", i + 1, id, i);
    }
  g_string_append_c (text, ']');
  g_autofree char *client = make_id (900000 + first);
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisPushResult) result = push (fixture, access, client, text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->outcomes->len, ==, n);
}

static void
test_round_trip (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(RelaisOutcome) outcome = push_one (fixture, manager, CLIENT_A, THEME ("1", "1", "Vie du service"));
  g_assert_cmpint (outcome->type, ==, RELAIS_OUTCOME_APPLIED);
  g_assert_cmpuint (outcome->seq, ==, 1);
  g_assert_cmpuint (fixture->heard, ==, 1);

  g_autoptr(RelaisPage) page = pull (fixture, manager, NULL, 0);
  g_assert_cmpuint (page->records->len, ==, 1);
  RelaisRecord *theme = page->records->pdata[0];
  g_assert_cmpstr (relais_record_get_string (theme, "name"), ==, "Vie du service");
  g_assert_cmpuint (relais_record_get_rev (theme), ==, 1);
  g_assert_cmpint (relais_record_get_at (theme), ==, fixture->now);
  g_assert_cmpstr (relais_record_get_by (theme), ==, relais_access_get_account (manager));
  g_assert_false (page->more);
  g_assert_cmpuint (page->head, ==, 1);

  RelaisDigest digest = { 0 };
  relais_digest_add (&digest, relais_record_get_kind (theme), relais_record_get_id (theme), 1);
  g_autofree char *expected = relais_digest_to_string (&digest);
  g_assert_cmpstr (page->digest, ==, expected);
}

static void
test_idempotent (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(RelaisOutcome) first = push_one (fixture, manager, CLIENT_A, THEME ("1", "1", "Un"));
  g_autoptr(RelaisOutcome) again = push_one (fixture, manager, CLIENT_A, THEME ("1", "1", "Un"));
  g_assert_cmpint (again->type, ==, RELAIS_OUTCOME_APPLIED);
  g_assert_cmpuint (again->seq, ==, first->seq);
  g_autoptr(RelaisPage) page = pull (fixture, manager, NULL, 0);
  g_assert_cmpuint (page->head, ==, 1);

  g_autoptr(GError) error = NULL;
  g_assert_null (push (fixture, manager, CLIENT_A, "[" THEME ("1", "1", "Autre") "]", &error));
  g_assert_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_MID_REUSED);
}

static void
test_skipped_number (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisPushResult) result = push (fixture, manager, CLIENT_A,
    "[" THEME ("1", "1", "Un") "," THEME ("3", "3", "Trois") "," THEME ("4", "4", "Quatre") "]", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->outcomes->len, ==, 1);
  g_assert_cmpuint (result->expected_mid, ==, 2);
  g_assert_cmpuint (result->head, ==, 1);
}

static void
test_refusal_uses_number (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisAccess) reader = make_access (RELAIS_ROLE_READER, NULL);
  g_autoptr(RelaisPushResult) result = push (fixture, reader, CLIENT_A,
    "[" THEME ("1", "1", "Non") ",{'mid':2,'ops':[{'kind':'theme','id':'" ID ("2") "','set':{'colour':'red'}}]},"
    "{'mid':3,'ops':[{'kind':'bicycle','id':'" ID ("2") "','set':{}}]}]", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->outcomes->len, ==, 3);
  const char *codes[] = { "forbidden", "unknown_field", "unknown_kind" };
  for (guint i = 0; i < 3; i++)
    {
      RelaisOutcome *outcome = result->outcomes->pdata[i];
      g_assert_cmpint (outcome->type, ==, RELAIS_OUTCOME_REJECTED);
      g_assert_cmpstr (outcome->code, ==, codes[i]);
      g_assert_cmpuint (outcome->mid, ==, i + 1);
    }
  g_assert_cmpuint (result->head, ==, 0);

  /* What could not be read is told from other content under its number, too. */
  g_assert_null (push (fixture, reader, CLIENT_A, "[{'mid':3,'ops':[{'kind':'tricycle','id':'" ID ("2") "','set':{}}]}]", &error));
  g_assert_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_MID_REUSED);
  g_clear_error (&error);
  g_assert_null (push (fixture, reader, CLIENT_A, "[{'ops':[]}]", &error));
  g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_JSON);
}

static void
test_conflict (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(RelaisOutcome) created = push_one (fixture, manager, CLIENT_A, THEME ("1", "1", "Un"));
  g_autoptr(RelaisOutcome) mine = push_one (fixture, manager, CLIENT_A,
    "{'mid':2,'ops':[{'kind':'theme','id':'" ID ("1") "','base':{'seq':1},'set':{'name':'Deux'}}]}");
  g_assert_cmpint (mine->type, ==, RELAIS_OUTCOME_APPLIED);

  g_autoptr(RelaisOutcome) theirs = push_one (fixture, manager, CLIENT_B,
    "{'mid':1,'ops':[{'kind':'theme','id':'" ID ("1") "','base':{'seq':1},'set':{'name':'Trois'}},"
    "{'kind':'theme','id':'" ID ("9") "','set':{'name':'Avec'}}]}");
  g_assert_cmpint (theirs->type, ==, RELAIS_OUTCOME_CONFLICT);
  g_assert_cmpstr (relais_record_get_string (theirs->current->pdata[0], "name"), ==, "Deux");

  /* Another field, on the same old base, goes through; and nothing of the group above was applied. */
  g_autoptr(RelaisOutcome) other = push_one (fixture, manager, CLIENT_B,
    "{'mid':2,'ops':[{'kind':'theme','id':'" ID ("1") "','base':{'seq':1},'set':{'position':4}}]}");
  g_assert_cmpint (other->type, ==, RELAIS_OUTCOME_APPLIED);
  g_autoptr(RelaisPage) page = pull (fixture, manager, NULL, 0);
  g_assert_cmpuint (page->records->len, ==, 1);
  g_assert_cmpstr (relais_record_get_string (page->records->pdata[0], "name"), ==, "Deux");
  g_assert_cmpint (relais_record_get_integer (page->records->pdata[0], "position"), ==, 4);
}

static void
test_base_mid (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(RelaisOutcome) created = push_one (fixture, manager, CLIENT_A, THEME ("1", "1", "Un"));
  g_autoptr(RelaisOutcome) changed = push_one (fixture, manager, CLIENT_A,
    "{'mid':2,'ops':[{'kind':'theme','id':'" ID ("1") "','base':{'mid':1},'set':{'name':'Deux'}}]}");
  g_assert_cmpint (changed->type, ==, RELAIS_OUTCOME_APPLIED);
  g_autoptr(RelaisOutcome) failed = push_one (fixture, manager, CLIENT_A, THEME ("3", "1", "Encore"));
  g_assert_cmpint (failed->type, ==, RELAIS_OUTCOME_CONFLICT);
  g_autoptr(RelaisOutcome) after = push_one (fixture, manager, CLIENT_A,
    "{'mid':4,'ops':[{'kind':'theme','id':'" ID ("1") "','base':{'mid':3},'set':{'position':1}}]}");
  g_assert_cmpint (after->type, ==, RELAIS_OUTCOME_CONFLICT);
}

static void
test_pages_keep_seqs_whole (LogFixture *fixture, RelaisAccess *manager)
{
  /* Three single themes, one group of five, two more. */
  create_themes (fixture, manager, 10, 3);
  g_autoptr(GString) group = g_string_new ("{'mid':1,'ops':[");
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *id = make_id (20 + i);
      g_string_append_printf (group, "%s{'kind':'theme','id':'%s','set':{'name':'G'}}", i > 0 ? "," : "", id);
    }
  g_string_append (group, "]}");
  g_autoptr(RelaisOutcome) grouped = push_one (fixture, manager, CLIENT_A, group->str);
  g_assert_cmpuint (grouped->seq, ==, 4);
  create_themes (fixture, manager, 30, 2);

  for (guint limit = 1; limit <= 11; limit++)
    {
      g_autofree char *cursor = NULL;
      guint64 last = 0;
      guint seen = 0;
      gboolean more = TRUE;
      while (more)
        {
          g_autoptr(RelaisPage) page = pull (fixture, manager, cursor, limit);
          for (guint i = 0; i < page->records->len; i++)
            {
              guint64 seq = relais_record_get_seq (page->records->pdata[i]);
              g_assert_cmpuint (seq, >=, last);
              /* A seq never comes back on a later page. */
              if (i == 0)
                g_assert_cmpuint (seq, >, last);
              last = seq;
            }
          seen += page->records->len;
          more = page->more;
          g_assert_cmpint (more, ==, page->digest == NULL);
          g_set_str (&cursor, page->cursor);
        }
      g_assert_cmpuint (seen, ==, 10);
      g_autoptr(RelaisPage) end = pull (fixture, manager, cursor, limit);
      g_assert_cmpuint (end->records->len, ==, 0);
    }
}

static void
test_order_inside_a_seq (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(RelaisOutcome) outcome = push_one (fixture, manager, CLIENT_A,
    "{'mid':1,'ops':[{'kind':'unit','id':'" ID ("1") "','set':{'name':'A','type':'directorate'}},"
    "{'kind':'theme','id':'" ID ("3") "','set':{'name':'T'}},"
    "{'kind':'subject','id':'" ID ("2") "','set':{'title':'S','state':'proposed','unit':'" ID ("1") "','theme':'" ID ("3") "'}}]}");
  g_assert_cmpint (outcome->type, ==, RELAIS_OUTCOME_APPLIED);
  g_autoptr(RelaisPage) page = pull (fixture, manager, NULL, 0);
  const char *kinds[] = { "unit", "theme", "subject" };
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (relais_record_get_kind (page->records->pdata[i])->name, ==, kinds[i]);
}

static void
test_deletion (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(RelaisOutcome) created = push_one (fixture, manager, CLIENT_A, THEME ("1", "1", "Un"));
  g_autoptr(RelaisPage) before = pull (fixture, manager, NULL, 0);
  g_autoptr(RelaisOutcome) removed = push_one (fixture, manager, CLIENT_A,
    "{'mid':2,'ops':[{'kind':'theme','id':'" ID ("1") "','base':{'seq':1},'delete':true}]}");
  g_assert_cmpint (removed->type, ==, RELAIS_OUTCOME_APPLIED);
  g_autoptr(RelaisPage) page = pull (fixture, manager, before->cursor, 0);
  g_assert_cmpuint (page->records->len, ==, 0);
  g_assert_cmpuint (page->gone->len, ==, 1);
  RelaisGone *gone = &g_array_index (page->gone, RelaisGone, 0);
  g_assert_cmpstr (gone->id, ==, ID ("1"));
  g_assert_false (gone->hidden);
  g_assert_cmpuint (gone->seq, ==, 2);
}

/* isolation: a record that leaves somebody's view is told as hidden to those who could see it, and to nobody else. */
static void
test_hidden (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(RelaisAccess) mine = make_access (RELAIS_ROLE_CORRESPONDENT, ID ("1"));
  g_autoptr(RelaisAccess) other = make_access (RELAIS_ROLE_CORRESPONDENT, ID ("2"));
  g_autoptr(RelaisOutcome) units = push_one (fixture, manager, CLIENT_A,
    "{'mid':1,'ops':[{'kind':'unit','id':'" ID ("1") "','set':{'name':'A','type':'directorate'}},"
    "{'kind':'unit','id':'" ID ("2") "','set':{'name':'B','type':'directorate'}},"
    "{'kind':'unit','id':'" ID ("4") "','set':{'name':'C','type':'directorate'}}]}");
  g_autoptr(RelaisOutcome) person = push_one (fixture, manager, CLIENT_A,
    "{'mid':2,'ops':[{'kind':'person','id':'" ID ("3") "','set':{'last_name':'Petit','unit':'" ID ("1") "'}}]}");
  g_autoptr(RelaisPage) seen = pull (fixture, mine, NULL, 0);
  g_autoptr(RelaisPage) unseen = pull (fixture, other, NULL, 0);
  g_assert_cmpuint (seen->records->len, ==, 4);
  g_assert_cmpuint (unseen->records->len, ==, 3);

  g_autoptr(RelaisOutcome) moved = push_one (fixture, manager, CLIENT_A,
    "{'mid':3,'ops':[{'kind':'person','id':'" ID ("3") "','base':{'seq':2},'set':{'unit':'" ID ("4") "'}}]}");
  g_assert_cmpint (moved->type, ==, RELAIS_OUTCOME_APPLIED);
  g_autoptr(RelaisPage) after = pull (fixture, mine, seen->cursor, 0);
  g_assert_cmpuint (after->records->len, ==, 0);
  g_assert_cmpuint (after->gone->len, ==, 1);
  g_assert_true (g_array_index (after->gone, RelaisGone, 0).hidden);
  g_autoptr(RelaisPage) nothing = pull (fixture, other, unseen->cursor, 0);
  g_assert_cmpuint (nothing->records->len + nothing->gone->len, ==, 0);

  /* Nor does a push tell that it exists. */
  g_autoptr(RelaisOutcome) guess = push_one (fixture, other, CLIENT_B,
    "{'mid':1,'ops':[{'kind':'person','id':'" ID ("3") "','base':{'seq':2},'set':{'job':'x'}}]}");
  g_autoptr(RelaisOutcome) miss = push_one (fixture, other, CLIENT_B,
    "{'mid':2,'ops':[{'kind':'person','id':'" ID ("8") "','base':{'seq':2},'set':{'job':'x'}}]}");
  g_assert_cmpint (guess->type, ==, miss->type);
  g_assert_cmpstr (guess->code, ==, miss->code);
  g_assert_cmpstr (guess->detail, ==, miss->detail);
}

/* The outcome of a conflict has the records as they are: told again to somebody who may not see them any more, it has not. */
static void
test_repeated_to_others (LogFixture *fixture, RelaisAccess *manager)
{
  const char *late = "{'mid':1,'ops':[{'kind':'subject','id':'" ID ("3") "','base':{'seq':2},'set':{'title':'Deux'}}]}";
  g_autoptr(RelaisAccess) before = make_access (RELAIS_ROLE_CORRESPONDENT, ID ("1"));
  g_autoptr(RelaisAccess) after = make_access (RELAIS_ROLE_CORRESPONDENT, ID ("2"));
  g_autoptr(RelaisOutcome) units = push_one (fixture, manager, CLIENT_A,
    "{'mid':1,'ops':[{'kind':'unit','id':'" ID ("1") "','set':{'name':'A','type':'directorate'}},"
    "{'kind':'unit','id':'" ID ("2") "','set':{'name':'B','type':'directorate'}}]}");
  g_autoptr(RelaisOutcome) subject = push_one (fixture, manager, CLIENT_A,
    "{'mid':2,'ops':[{'kind':'subject','id':'" ID ("3") "','set':{'title':'Un','state':'proposed','unit':'" ID ("1") "'}}]}");
  g_assert_cmpint (subject->type, ==, RELAIS_OUTCOME_APPLIED);
  g_autoptr(RelaisOutcome) renamed = push_one (fixture, manager, CLIENT_A,
    "{'mid':3,'ops':[{'kind':'subject','id':'" ID ("3") "','base':{'seq':2},'set':{'title':'Trois'}}]}");
  g_assert_cmpint (renamed->type, ==, RELAIS_OUTCOME_APPLIED);

  g_autoptr(RelaisOutcome) first = push_one (fixture, before, CLIENT_B, late);
  g_assert_cmpint (first->type, ==, RELAIS_OUTCOME_CONFLICT);
  g_assert_cmpuint (first->current->len, ==, 1);
  g_autoptr(RelaisOutcome) again = push_one (fixture, before, CLIENT_B, late);
  g_assert_cmpuint (again->current->len, ==, 1);
  g_autoptr(RelaisOutcome) hidden = push_one (fixture, after, CLIENT_B, late);
  g_assert_cmpint (hidden->type, ==, RELAIS_OUTCOME_CONFLICT);
  g_assert_cmpuint (hidden->current->len, ==, 0);
}

static void
test_rights_change (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisAccess) before = make_access (RELAIS_ROLE_CORRESPONDENT, ID ("1"));
  g_autoptr(RelaisAccess) after = make_access (RELAIS_ROLE_CORRESPONDENT, ID ("2"));
  create_themes (fixture, manager, 10, 2);
  g_autoptr(RelaisPage) page = pull (fixture, before, NULL, 0);
  g_assert_null (relais_log_pull (fixture->log, after, NULL, page->cursor, 0, FALSE, &error));
  g_assert_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_RESYNC);
}

static void
test_epoch (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(GError) error = NULL;
  create_themes (fixture, manager, 10, 2);
  g_autoptr(RelaisPage) page = pull (fixture, manager, NULL, 0);
  g_autofree char *old = g_strdup (fixture->epoch);
  relais_log_set_listener (fixture->log, NULL, NULL);
  g_assert_true (relais_log_renew_epoch (fixture->log, &error));

  g_assert_null (relais_log_pull (fixture->log, manager, NULL, page->cursor, 0, FALSE, &error));
  g_assert_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_RESYNC);
  g_clear_error (&error);
  g_assert_null (push (fixture, manager, CLIENT_A, "[" THEME ("1", "1", "Un") "]", &error));
  g_assert_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_RESYNC);
  g_clear_error (&error);
  g_assert_null (push (fixture, manager, CLIENT_A, "[]", &error));
  g_assert_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_RESYNC);
  g_clear_error (&error);

  g_autofree char *now = NULL;
  guint64 head;
  g_assert_true (relais_log_get_state (fixture->log, &now, &head, &error));
  g_assert_cmpstr (now, !=, old);
  g_assert_cmpuint (head, ==, 2);
}

/* Tombstones go after a time: older cursors start again, a full pull that began since then does not. */
static void
test_purge (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(GError) error = NULL;
  create_themes (fixture, manager, 10, 4);
  g_autoptr(RelaisPage) old = pull (fixture, manager, NULL, 2);
  g_assert_true (old->more);
  g_autofree char *id = make_id (13);
  g_autofree char *removal = g_strdup_printf ("{'mid':1,'ops':[{'kind':'theme','id':'%s','base':{'seq':4},'delete':true}]}", id);
  g_autoptr(RelaisOutcome) removed = push_one (fixture, manager, CLIENT_A, removal);
  g_assert_cmpint (removed->type, ==, RELAIS_OUTCOME_APPLIED);
  g_autoptr(RelaisPage) fresh = pull (fixture, manager, old->cursor, 0);

  g_assert_true (relais_log_purge (fixture->log, fixture->now, &error));   /* not older than now: stays */
  g_autoptr(RelaisPage) kept = pull (fixture, manager, old->cursor, 0);
  g_assert_cmpuint (kept->gone->len, ==, 1);
  fixture->now += 1000;
  g_assert_true (relais_log_purge (fixture->log, fixture->now, &error));
  g_assert_null (relais_log_pull (fixture->log, manager, NULL, old->cursor, 0, FALSE, &error));
  g_assert_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_RESYNC);

  g_autoptr(RelaisPage) still = pull (fixture, manager, fresh->cursor, 0);
  g_assert_cmpuint (still->gone->len, ==, 0);
  g_autoptr(RelaisPage) one = pull (fixture, manager, NULL, 2);
  g_assert_true (one->more);
  g_autoptr(RelaisPage) two = pull (fixture, manager, one->cursor, 2);
  g_assert_false (two->more);
  g_assert_cmpuint (two->records->len, ==, 1);
}

static void
test_bad_cursors (LogFixture *fixture, RelaisAccess *manager)
{
  const char *bad[] = { "", "x", "~", "1.a.b.c~0", "1.a.1.b", "1.a.99999999999999999999.b~0", "1.a.1.b~-1", "1.a.1.b~", NULL };
  for (const char **cursor = bad; *cursor != NULL; cursor++)
    {
      g_autoptr(GError) error = NULL;
      g_assert_null (relais_log_pull (fixture->log, manager, NULL, *cursor, 0, FALSE, &error));
      g_assert_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_CURSOR);
    }
}

static void
test_referential (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(RelaisOutcome) orphan = push_one (fixture, manager, CLIENT_A,
    "{'mid':1,'ops':[{'kind':'subject','id':'" ID ("2") "','set':{'title':'S','state':'proposed','unit':'" ID ("1") "'}}]}");
  g_assert_cmpstr (orphan->code, ==, "bad_reference");
  g_autoptr(RelaisOutcome) parent = push_one (fixture, manager, CLIENT_A,
    "{'mid':2,'ops':[{'kind':'unit','id':'" ID ("1") "','set':{'name':'A','type':'directorate'}},"
    "{'kind':'subject','id':'" ID ("2") "','set':{'title':'S','state':'proposed','unit':'" ID ("1") "'}}]}");
  g_assert_cmpint (parent->type, ==, RELAIS_OUTCOME_APPLIED);
  g_autoptr(RelaisOutcome) held = push_one (fixture, manager, CLIENT_A,
    "{'mid':3,'ops':[{'kind':'unit','id':'" ID ("1") "','base':{'seq':1},'delete':true}]}");
  g_assert_cmpint (held->type, ==, RELAIS_OUTCOME_REJECTED);
  g_autoptr(RelaisOutcome) both = push_one (fixture, manager, CLIENT_A,
    "{'mid':4,'ops':[{'kind':'subject','id':'" ID ("2") "','base':{'seq':1},'delete':true},"
    "{'kind':'unit','id':'" ID ("1") "','base':{'seq':1},'delete':true}]}");
  g_assert_cmpint (both->type, ==, RELAIS_OUTCOME_APPLIED);

  /* No missing blob. */
  const char *media = "{'mid':%d,'ops':[{'kind':'media','id':'" ID ("5") "','set':{'name':'a.png','hash':"
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}}]}";
  g_autoptr(GString) first = g_string_new (media), second = g_string_new (media);
  g_string_replace (first, "%d", "5", 0);
  g_string_replace (second, "%d", "6", 0);
  g_autoptr(RelaisOutcome) missing = push_one (fixture, manager, CLIENT_A, first->str);
  g_assert_cmpint (missing->type, ==, RELAIS_OUTCOME_REJECTED);
  RelaisTransaction *transaction = relais_storage_begin (fixture->storage, TRUE, NULL);
  relais_blob_save (transaction, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 5, "image/png", 1);
  relais_blob_own (transaction, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", relais_access_get_account (manager));
  g_assert_true (relais_transaction_commit (transaction, NULL));
  g_autoptr(RelaisOutcome) there = push_one (fixture, manager, CLIENT_A, second->str);
  g_assert_cmpint (there->type, ==, RELAIS_OUTCOME_APPLIED);
}

static void
test_unique (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(RelaisOutcome) one = push_one (fixture, manager, CLIENT_A,
    "{'mid':1,'ops':[{'kind':'setting','id':'" ID ("1") "','set':{'key':'zone','value':'A'}}]}");
  g_assert_cmpint (one->type, ==, RELAIS_OUTCOME_APPLIED);
  g_autoptr(RelaisOutcome) two = push_one (fixture, manager, CLIENT_B,
    "{'mid':1,'ops':[{'kind':'setting','id':'" ID ("2") "','set':{'key':'zone','value':'B'}}]}");
  g_assert_cmpstr (two->code, ==, "not_unique");
  g_autoptr(RelaisOutcome) renamed = push_one (fixture, manager, CLIENT_A,
    "{'mid':2,'ops':[{'kind':'setting','id':'" ID ("1") "','base':{'seq':1},'set':{'key':'place'}}]}");
  g_assert_cmpint (renamed->type, ==, RELAIS_OUTCOME_APPLIED);
  g_autoptr(RelaisOutcome) free_now = push_one (fixture, manager, CLIENT_B,
    "{'mid':2,'ops':[{'kind':'setting','id':'" ID ("2") "','set':{'key':'zone','value':'B'}}]}");
  g_assert_cmpint (free_now->type, ==, RELAIS_OUTCOME_APPLIED);
}

/* Only the back end writes reports; whoever may see them pulls them. */
static void
test_system_write (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisOutcome) survey = push_one (fixture, manager, CLIENT_A,
    "{'mid':1,'ops':[{'kind':'survey','id':'" ID ("1") "','set':{'title':'Q','audience':'everyone','state':'draft'}}]}");
  g_autoptr(RelaisOutcome) refused = push_one (fixture, manager, CLIENT_A,
    "{'mid':2,'ops':[{'kind':'report','id':'" ID ("2") "','set':{'survey':'" ID ("1") "','computed_at':'2026-01-01T00:00:00Z'}}]}");
  g_assert_cmpstr (refused->code, ==, "forbidden");

  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("report"));
  relais_fields_set_string (fields, "survey", ID ("1"));
  relais_fields_set_string (fields, "computed_at", "2026-01-01T00:00:00Z");
  g_ptr_array_add (ops, relais_op_new_set (ID ("2"), (RelaisBase) { RELAIS_BASE_NONE }, fields));
  guint64 seq = 0;
  g_assert_true (relais_log_write (fixture->log, ops, &seq, &error));
  g_assert_cmpuint (seq, ==, 2);
  g_assert_cmpuint (fixture->heard, ==, 2);
  g_assert_true (relais_log_write (fixture->log, ops, &seq, &error));
  g_assert_cmpuint (seq, ==, 0);

  g_autoptr(RelaisPage) page = pull (fixture, manager, NULL, 0);
  g_assert_cmpuint (page->records->len, ==, 2);
  g_assert_null (relais_record_get_by (page->records->pdata[1]));

  relais_fields_set_string (((RelaisOp *) ops->pdata[0])->fields, "survey", ID ("7"));
  g_assert_false (relais_log_write (fixture->log, ops, &seq, &error));
  g_assert_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_REFUSED);
}

static void
test_recreated (LogFixture *fixture, RelaisAccess *manager)
{
  g_autoptr(RelaisOutcome) created = push_one (fixture, manager, CLIENT_A,
    "{'mid':1,'ops':[{'kind':'theme','id':'" ID ("1") "','set':{'name':'Un','position':3}}]}");
  g_autoptr(RelaisOutcome) removed = push_one (fixture, manager, CLIENT_A,
    "{'mid':2,'ops':[{'kind':'theme','id':'" ID ("1") "','base':{'seq':1},'delete':true}]}");
  g_autoptr(RelaisOutcome) again = push_one (fixture, manager, CLIENT_A, THEME ("3", "1", "Encore"));
  g_assert_cmpint (again->type, ==, RELAIS_OUTCOME_APPLIED);
  g_autoptr(RelaisPage) page = pull (fixture, manager, NULL, 0);
  g_assert_cmpuint (page->gone->len, ==, 0);
  g_assert_null (relais_record_get (page->records->pdata[0], "position"));

  /* Somebody who still has the first one clashes in every field, the empty one too. */
  g_autoptr(RelaisOutcome) late = push_one (fixture, manager, CLIENT_B,
    "{'mid':1,'ops':[{'kind':'theme','id':'" ID ("1") "','base':{'seq':1},'set':{'position':5}}]}");
  g_assert_cmpint (late->type, ==, RELAIS_OUTCOME_CONFLICT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/log/round-trip", test_round_trip, run_cb);
  g_test_add_data_func ("/log/idempotent-push", test_idempotent, run_cb);
  g_test_add_data_func ("/log/skipped-number", test_skipped_number, run_cb);
  g_test_add_data_func ("/log/refusal-uses-number", test_refusal_uses_number, run_cb);
  g_test_add_data_func ("/log/conflict", test_conflict, run_cb);
  g_test_add_data_func ("/log/base-mid", test_base_mid, run_cb);
  g_test_add_data_func ("/log/no-half-page", test_pages_keep_seqs_whole, run_cb);
  g_test_add_data_func ("/log/order-inside-a-seq", test_order_inside_a_seq, run_cb);
  g_test_add_data_func ("/log/deletion", test_deletion, run_cb);
  g_test_add_data_func ("/log/isolation", test_hidden, run_cb);
  g_test_add_data_func ("/log/repeated-to-others", test_repeated_to_others, run_cb);
  g_test_add_data_func ("/log/rights-change", test_rights_change, run_cb);
  g_test_add_data_func ("/log/epoch", test_epoch, run_cb);
  g_test_add_data_func ("/log/purge", test_purge, run_cb);
  g_test_add_data_func ("/log/bad-cursors", test_bad_cursors, run_cb);
  g_test_add_data_func ("/log/referential", test_referential, run_cb);
  g_test_add_data_func ("/log/unique", test_unique, run_cb);
  g_test_add_data_func ("/log/system-write", test_system_write, run_cb);
  g_test_add_data_func ("/log/recreated", test_recreated, run_cb);
  return g_test_run ();
}
