/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The history over real HTTP: the raw answers, and what the client's function makes of them. */

#include "http-fixture.h"
#include "relais-remote.h"

#define SUBJECT "01a00000-0000-7000-8000-000000000101"
#define HISTORY "/v1/history/subject/" SUBJECT

static void
make_subject (Fixture *self)
{
  gint64 seq = fixture_write (self,
    "{'kind':'subject','id':'" SUBJECT "','set':{'title':'Vœux','state':'proposed','tags':['agents']}}");
  g_autofree char *change = g_strdup_printf ("{'kind':'subject','id':'" SUBJECT "','base':{'seq':%" G_GINT64_FORMAT "},"
                                             "'set':{'title':'Cérémonie','tags':['agents','maire']}}", seq);
  fixture_write (self, change);
}

static RelaisRemote *
make_remote (Fixture *self, const char *token)
{
  g_autoptr(GError) error = NULL;
  RelaisRemote *remote = relais_remote_new (relais_test_backend_get_address (self->backend), token, &error);
  g_assert_no_error (error);
  return remote;
}

static void
assert_problem (Fixture *self, const char *token, const char *path, guint status, const char *code)
{
  g_autoptr(Answer) answer = http_get (self->backend, token, path);
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (answer_get_code (answer), ==, code);
}

static void
test_problems (Fixture *self, gconstpointer data)
{
  make_subject (self);
  g_autofree char *reader = fixture_join (self, "lea", "reader");
  assert_problem (self, NULL, HISTORY, 401, "sign_in");
  assert_problem (self, reader, HISTORY, 404, "not_found");
  assert_problem (self, self->token, "/v1/history/subject/01a00000-0000-7000-8000-000000000999", 404, "not_found");
  assert_problem (self, self->token, "/v1/history/dragon/" SUBJECT, 404, "not_found");
  assert_problem (self, self->token, "/v1/history/theme/" SUBJECT, 404, "not_found");
  assert_problem (self, self->token, "/v1/history/subject/%27;--", 404, "not_found");
  assert_problem (self, self->token, HISTORY "?before=-1", 400, "bad_request");
  assert_problem (self, self->token, HISTORY "?before=x", 400, "bad_request");
  assert_problem (self, self->token, HISTORY "?limit=0", 400, "bad_request");
  g_autoptr(Answer) post = http_post (self->backend, self->token, HISTORY, "{}");
  g_assert_cmpuint (post->status, ==, 405);
}

static void
test_values (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  gboolean more = TRUE;
  make_subject (self);
  g_autoptr(RelaisRemote) remote = make_remote (self, self->token);
  const RelaisKind *kind = relais_kind_lookup ("subject");
  g_autoptr(GPtrArray) history = relais_remote_history (remote, kind, SUBJECT, 0, 10, &more, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (more);
  g_assert_cmpuint (history->len, ==, 2);

  RelaisHistoryEntry *changed = history->pdata[0], *made = history->pdata[1];
  g_assert_cmpstr (changed->name, ==, "claire");
  g_assert_true (relais_id_is_valid (changed->by));
  g_assert_cmpint (changed->at, >, 1700000000);
  g_assert_false (changed->created);
  g_assert_cmpuint (changed->changes->len, ==, 2);
  RelaisHistoryChange *title = &g_array_index (changed->changes, RelaisHistoryChange, 0);
  RelaisHistoryChange *tags = &g_array_index (changed->changes, RelaisHistoryChange, 1);
  g_assert_cmpuint (title->field, ==, relais_kind_field (kind, "title"));
  g_assert_cmpstr (g_variant_get_string (title->from, NULL), ==, "Vœux");
  g_assert_cmpstr (g_variant_get_string (title->to, NULL), ==, "Cérémonie");
  g_assert_cmpuint (tags->field, ==, relais_kind_field (kind, "tags"));
  g_assert_cmpuint (g_variant_n_children (tags->to), ==, 2);
  g_assert_true (made->created);
  g_assert_cmpuint (made->changes->len, ==, 0);

  g_autoptr(GPtrArray) newest = relais_remote_history (remote, kind, SUBJECT, 0, 1, &more, NULL, &error);
  g_assert_cmpuint (newest->len, ==, 1);
  g_assert_true (more);
  g_autoptr(GPtrArray) older = relais_remote_history (remote, kind, SUBJECT, changed->seq, 1, &more, NULL, &error);
  g_assert_cmpuint (older->len, ==, 1);
  g_assert_true (((RelaisHistoryEntry *) older->pdata[0])->created);
  g_assert_false (more);
}

static void
test_hidden (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  make_subject (self);
  g_autofree char *token = fixture_join (self, "lea", "reader");
  g_autoptr(RelaisRemote) remote = make_remote (self, token);
  g_assert_null (relais_remote_history (remote, relais_kind_lookup ("subject"), SUBJECT, 0, 10, NULL, NULL, &error));
  g_assert_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_NOT_FOUND);
}

/* It is in the transaction that writes: what was acknowledged is in it after kill -9. */
static void
test_killed (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  make_subject (self);
  relais_test_backend_kill (self->backend);
  relais_test_backend_start (self->backend);
  g_autoptr(RelaisRemote) remote = make_remote (self, self->token);
  g_autoptr(GPtrArray) history = relais_remote_history (remote, relais_kind_lookup ("subject"), SUBJECT, 0, 10, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (history->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/http/history/problems", NULL, test_problems);
  fixture_add ("/http/history/values", NULL, test_values);
  fixture_add ("/http/history/hidden", NULL, test_hidden);
  fixture_add ("/http/history/killed", NULL, test_killed);
  return g_test_run ();
}
