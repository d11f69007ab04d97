/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <string.h>

#define OTHER  "01a00000-0000-7000-8000-00000000000b"
#define ID(n)  "01a00000-0000-7000-8000-00000000001" n

static const char *
get_outcome (JsonObject *outcome)
{
  return json_object_get_string_member (outcome, "outcome");
}

static void
test_health (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) answer = http_get (self->backend, NULL, "/v1/health");
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (json_object_get_string_member (answer_get_object (answer), "status"), ==, "ok");
  g_assert_cmpint (json_object_get_int_member (answer_get_object (answer), "schema"), ==, 3);
  g_assert_cmpstr (answer_get_header (answer, "relais-protocol"), ==, "1");
}

static void
test_session (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) session = http_post (self->backend, NULL, "/v1/session",
                                         "{'login':'claire','password':'" RELAIS_TEST_PASSWORD "','device':'Poste 12'}");
  g_assert_cmpuint (session->status, ==, 201);
  JsonObject *object = answer_get_object (session);
  const char *token = json_object_get_string_member (object, "token");
  g_assert_cmpuint (strlen (token), ==, 43);
  JsonObject *account = json_object_get_object_member (object, "account");
  g_assert_cmpstr (json_object_get_string_member (account, "kind"), ==, "account");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (account, "fields"), "role"), ==, "manager");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "units")), ==, 0);

  g_autofree char *sessions = relais_test_backend_run (self->backend, NULL, "account", "sessions", "claire", NULL);
  g_assert_nonnull (strstr (sessions, "Poste 12"));
  g_assert_null (strstr (sessions, token));

  g_autoptr(Answer) out = http_call (self->backend, token, "DELETE", "/v1/session", NULL, NULL, NULL, 0);
  g_assert_cmpuint (out->status, ==, 204);
  g_autoptr(Answer) after = http_get (self->backend, token, "/v1/changes");
  g_assert_cmpuint (after->status, ==, 401);
  g_assert_cmpstr (answer_get_code (after), ==, "sign_in");
  g_assert_cmpstr (answer_get_header (after, "www-authenticate"), ==, "Bearer");
  g_autoptr(Answer) other = http_get (self->backend, self->token, "/v1/changes");
  g_assert_cmpuint (other->status, ==, 200);
}

/* Unknown login and wrong password look the same; after some tries the throttle answers before any hash is made. */
static void
test_throttle (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) unknown = http_post (self->backend, NULL, "/v1/session", "{'login':'nobody','password':'x','device':'t'}");
  g_assert_cmpuint (unknown->status, ==, 401);
  g_assert_cmpstr (answer_get_code (unknown), ==, "wrong_password");
  g_autoptr(Answer) answer = NULL;
  guint wrong = 0;
  do
    {
      g_clear_pointer (&answer, answer_free);
      answer = http_post (self->backend, NULL, "/v1/session", "{'login':'claire','password':'wrong guess','device':'t'}");
    }
  while (answer->status == 401 && g_bytes_equal (answer->body, unknown->body) && ++wrong < 50);
  g_assert_cmpuint (wrong, ==, 5);
  g_assert_cmpuint (answer->status, ==, 429);
  g_assert_cmpstr (answer_get_code (answer), ==, "throttled");
  g_assert_cmpint (atoi (answer_get_header (answer, "retry-after")), >=, 1);
  /* Whoever is in stays in. */
  g_autoptr(Answer) inside = http_get (self->backend, self->token, "/v1/changes");
  g_assert_cmpuint (inside->status, ==, 200);
}

static void
test_disabled (Fixture *self, gconstpointer data)
{
  g_autofree char *token = fixture_join (self, "paul", "editor");
  g_free (relais_test_backend_run (self->backend, NULL, "account", "disable", "paul", NULL));
  g_autoptr(Answer) pull = http_get (self->backend, token, "/v1/changes");
  g_assert_cmpuint (pull->status, ==, 401);
  g_autoptr(Answer) again = http_post (self->backend, NULL, "/v1/session",
                                       "{'login':'paul','password':'" RELAIS_TEST_PASSWORD "','device':'t'}");
  g_assert_cmpuint (again->status, ==, 401);
  g_free (relais_test_backend_run (self->backend, NULL, "account", "enable", "paul", NULL));
  g_autofree char *back = http_sign_in (self->backend, "paul", NULL);
  g_autofree char *list = relais_test_backend_run (self->backend, NULL, "account", "list", NULL);
  g_assert_nonnull (strstr (list, "paul\teditor\tactive"));
}

static void
test_new_password (Fixture *self, gconstpointer data)
{
  g_free (relais_test_backend_run (self->backend, "another long one\n", "account", "password", "claire", NULL));
  g_autoptr(Answer) pull = http_get (self->backend, self->token, "/v1/changes");
  g_assert_cmpuint (pull->status, ==, 401);
  g_autoptr(Answer) session = http_post (self->backend, NULL, "/v1/session",
                                         "{'login':'claire','password':'another long one','device':'t'}");
  g_assert_cmpuint (session->status, ==, 201);
  g_free (relais_test_backend_run (self->backend, NULL, "account", "revoke", "claire", NULL));
  g_autoptr(Answer) revoked = http_get (self->backend, json_object_get_string_member (answer_get_object (session), "token"), "/v1/changes");
  g_assert_cmpuint (revoked->status, ==, 401);
}

static void
test_push_and_pull (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) pushed = NULL, again = NULL, skipped = NULL;
  const char *mutation = "{'mid':1,'ops':[{'kind':'theme','id':'" ID ("1") "','set':{'name':'Vie du service'}}]}";
  JsonObject *outcome = http_push (self->backend, self->token, self->epoch, CLIENT, mutation, &pushed);
  g_assert_cmpstr (get_outcome (outcome), ==, "applied");
  JsonObject *repeated = http_push (self->backend, self->token, self->epoch, CLIENT, mutation, &again);
  g_assert_cmpint (json_object_get_int_member (repeated, "seq"), ==, json_object_get_int_member (outcome, "seq"));
  g_assert_null (http_push (self->backend, self->token, self->epoch, CLIENT, "{'mid':7,'ops':[]}", &skipped));
  g_assert_cmpint (json_object_get_int_member (answer_get_object (skipped), "expected_mid"), ==, 2);

  g_autofree char *body = g_strdup_printf ("{'epoch':'%s','client':'" CLIENT "','mutations':[{'mid':1,'ops':[]}]}", self->epoch);
  g_autoptr(Answer) reused = http_post (self->backend, self->token, "/v1/push", body);
  g_assert_cmpuint (reused->status, ==, 422);
  g_assert_cmpstr (answer_get_code (reused), ==, "mid_reused");

  g_autoptr(Answer) page = http_get (self->backend, self->token, "/v1/changes?digest=1");
  JsonObject *object = answer_get_object (page);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "records")), ==, 2);
  g_assert_cmpint (json_object_get_int_member (object, "last_mid"), ==, 1);
  g_assert_cmpuint (strlen (json_object_get_string_member (object, "digest")), ==, 32);
  g_autofree char *next = g_strconcat ("/v1/changes?since=", json_object_get_string_member (object, "cursor"), "&client=" OTHER, NULL);
  g_autoptr(Answer) nothing = http_get (self->backend, self->token, next);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (answer_get_object (nothing), "records")), ==, 0);
  g_assert_cmpint (json_object_get_int_member (answer_get_object (nothing), "last_mid"), ==, 0);
}

static void
test_conflict (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) one = NULL, two = NULL, three = NULL;
  JsonObject *outcome = http_push (self->backend, self->token, self->epoch, CLIENT,
                                   "{'mid':1,'ops':[{'kind':'theme','id':'" ID ("1") "','set':{'name':'A'}}]}", &one);
  gint64 seq = json_object_get_int_member (outcome, "seq");
  g_autofree char *mine = g_strdup_printf ("{'mid':2,'ops':[{'kind':'theme','id':'" ID ("1") "','base':{'seq':%" G_GINT64_FORMAT
                                           "},'set':{'name':'B'}}]}", seq);
  g_autofree char *theirs = g_strdup_printf ("{'mid':1,'ops':[{'kind':'theme','id':'" ID ("1") "','base':{'seq':%" G_GINT64_FORMAT
                                             "},'set':{'name':'C'}}]}", seq);
  g_assert_cmpstr (get_outcome (http_push (self->backend, self->token, self->epoch, CLIENT, mine, &two)), ==, "applied");
  JsonObject *conflict = http_push (self->backend, self->token, self->epoch, OTHER, theirs, &three);
  g_assert_cmpstr (get_outcome (conflict), ==, "conflict");
  JsonObject *current = json_array_get_object_element (json_object_get_array_member (conflict, "current"), 0);
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (current, "fields"), "name"), ==, "B");
}

/* What each role may create, decided by the server. */
static void
test_roles (Fixture *self, gconstpointer data)
{
  static const struct { const char *role; const char *subject, *channel, *theme; } expected[] = {
    { "editor", "applied", "rejected", "applied" },
    { "designer", "rejected", "rejected", "rejected" },
    { "webmaster", "rejected", "applied", "applied" },
    { "correspondent", "rejected", "rejected", "rejected" },
    { "reader", "rejected", "rejected", "rejected" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *token = fixture_join (self, expected[i].role, expected[i].role);
      g_autofree char *body = g_strdup_printf (
        "{'epoch':'%s','client':'" CLIENT "','mutations':["
        "{'mid':1,'ops':[{'kind':'subject','id':'01a00000-0000-7000-8000-0000000001%02u','set':{'title':'S','state':'proposed'}}]},"
        "{'mid':2,'ops':[{'kind':'channel','id':'01a00000-0000-7000-8000-0000000002%02u','set':{'name':'C','form':'brief'}}]},"
        "{'mid':3,'ops':[{'kind':'theme','id':'01a00000-0000-7000-8000-0000000003%02u','set':{'name':'T'}}]}]}", self->epoch, i, i, i);
      g_autoptr(Answer) answer = http_post (self->backend, token, "/v1/push", body);
      g_assert_cmpuint (answer->status, ==, 200);
      JsonArray *outcomes = json_object_get_array_member (answer_get_object (answer), "outcomes");
      const char *wanted[] = { expected[i].subject, expected[i].channel, expected[i].theme };
      for (guint j = 0; j < 3; j++)
        {
          JsonObject *outcome = json_array_get_object_element (outcomes, j);
          g_assert_cmpstr (get_outcome (outcome), ==, wanted[j]);
          if (g_str_equal (wanted[j], "rejected"))
            g_assert_cmpstr (json_object_get_string_member (outcome, "code"), ==, "forbidden");
        }
    }
}

/* A correspondent sees and writes what is of their unit and of units below it; a change of rights means to start again. */
static void
test_mandate (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) made = NULL, written = NULL, foreign = NULL, ended = NULL;
  JsonObject *outcome = http_push (self->backend, self->token, self->epoch, CLIENT,
    "{'mid':1,'ops':[{'kind':'unit','id':'" ID ("1") "','set':{'name':'Direction','type':'directorate'}},"
    "{'kind':'unit','id':'" ID ("2") "','set':{'name':'Service','type':'service','parent':'" ID ("1") "'}},"
    "{'kind':'unit','id':'" ID ("3") "','set':{'name':'Ailleurs','type':'directorate'}},"
    "{'kind':'person','id':'" ID ("4") "','set':{'last_name':'Petit','unit':'" ID ("2") "'}},"
    "{'kind':'person','id':'" ID ("5") "','set':{'last_name':'Grand','unit':'" ID ("3") "'}},"
    "{'kind':'mandate','id':'" ID ("6") "','set':{'person':'" ID ("4") "','unit':'" ID ("1") "','function':'holder','state':'active'}}]}", &made);
  g_assert_cmpstr (get_outcome (outcome), ==, "applied");
  g_free (relais_test_backend_run (self->backend, RELAIS_TEST_PASSWORD "\n", "account", "add", "petit", "--role", "correspondent",
                                   "--person", ID ("4"), NULL));
  g_autoptr(Answer) session = http_post (self->backend, NULL, "/v1/session",
                                         "{'login':'petit','password':'" RELAIS_TEST_PASSWORD "','device':'t'}");
  const char *token = json_object_get_string_member (answer_get_object (session), "token");
  JsonArray *units = json_object_get_array_member (answer_get_object (session), "units");
  g_assert_cmpuint (json_array_get_length (units), ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (strlen (json_array_get_string_element (units, i)), ==, strlen (OTHER));

  g_autoptr(Answer) page = http_get (self->backend, token, "/v1/changes");
  g_autofree char *text = g_strndup (g_bytes_get_data (page->body, NULL), g_bytes_get_size (page->body));
  g_assert_nonnull (strstr (text, "Petit"));
  g_assert_null (strstr (text, "Grand"));
  g_assert_null (strstr (text, "claire"));
  g_assert_cmpstr (get_outcome (http_push (self->backend, token, self->epoch, OTHER,
    "{'mid':1,'ops':[{'kind':'subject','id':'" ID ("7") "','set':{'title':'S','state':'proposed','unit':'" ID ("2") "'}}]}", &written)), ==, "applied");
  g_assert_cmpstr (get_outcome (http_push (self->backend, token, self->epoch, OTHER,
    "{'mid':2,'ops':[{'kind':'subject','id':'" ID ("8") "','set':{'title':'S','state':'proposed','unit':'" ID ("3") "'}}]}", &foreign)), ==, "rejected");

  g_autofree char *end = g_strdup_printf ("{'mid':2,'ops':[{'kind':'mandate','id':'" ID ("6") "','base':{'seq':%" G_GINT64_FORMAT "},"
                                          "'set':{'state':'ended'}}]}", json_object_get_int_member (outcome, "seq"));
  g_assert_cmpstr (get_outcome (http_push (self->backend, self->token, self->epoch, CLIENT, end, &ended)), ==, "applied");
  g_autofree char *next = g_strconcat ("/v1/changes?since=", json_object_get_string_member (answer_get_object (page), "cursor"), NULL);
  g_autoptr(Answer) changed = http_get (self->backend, token, next);
  g_assert_cmpuint (changed->status, ==, 410);
  g_assert_cmpstr (answer_get_code (changed), ==, "resync");
}

static void
test_pages (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) mutations = g_string_new (NULL);
  for (guint i = 0; i < 40; i++)
    g_string_append_printf (mutations, "%s{'mid':%u,'ops':[{'kind':'theme','id':'01a00000-0000-7000-8000-0000000100%02u','set':{'name':'T'}},"
                            "{'kind':'theme','id':'01a00000-0000-7000-8000-0000000200%02u','set':{'name':'T'}}]}", i > 0 ? "," : "", i + 1, i, i);
  g_autofree char *body = g_strdup_printf ("{'epoch':'%s','client':'" CLIENT "','mutations':[%s]}", self->epoch, mutations->str);
  g_autoptr(Answer) pushed = http_post (self->backend, self->token, "/v1/push", body);
  g_assert_cmpuint (pushed->status, ==, 200);

  g_autofree char *cursor = g_strdup ("");
  gint64 last = 0;
  guint seen = 0;
  gboolean more = TRUE;
  while (more)
    {
      g_autofree char *path = g_strdup_printf ("/v1/changes?limit=7%s%s", cursor[0] != '\0' ? "&since=" : "", cursor);
      g_autoptr(Answer) page = http_get (self->backend, self->token, path);
      JsonObject *object = answer_get_object (page);
      JsonArray *records = json_object_get_array_member (object, "records");
      g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (records, 0), "seq"), >, last);
      last = json_object_get_int_member (json_array_get_object_element (records, json_array_get_length (records) - 1), "seq");
      seen += json_array_get_length (records);
      more = json_object_get_boolean_member (object, "more");
      g_set_str (&cursor, json_object_get_string_member (object, "cursor"));
    }
  g_assert_cmpuint (seen, ==, 81);
}

static void
test_gzip (Fixture *self, gconstpointer data)
{
  test_pages (self, NULL);
  g_autoptr(Answer) plain = http_get (self->backend, self->token, "/v1/changes");
  g_autoptr(Answer) packed = http_call (self->backend, self->token, "GET", "/v1/changes", "Accept-Encoding: br, gzip\r\n", NULL, NULL, 0);
  g_autoptr(Answer) refused = http_call (self->backend, self->token, "GET", "/v1/changes", "Accept-Encoding: gzip;q=0\r\n", NULL, NULL, 0);
  g_assert_cmpstr (answer_get_header (packed, "content-encoding"), ==, "gzip");
  g_assert_cmpstr (answer_get_header (packed, "vary"), ==, "Accept-Encoding");
  g_assert_null (answer_get_header (refused, "content-encoding"));
  g_autoptr(GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr(GBytes) unpacked = g_converter_convert_bytes (G_CONVERTER (decompressor), packed->body, NULL);
  g_assert_true (g_bytes_equal (unpacked, plain->body));
}

/* "publish at": the back end really publishes then. */
static void
test_publication (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) made = NULL;
  JsonObject *outcome = http_push (self->backend, self->token, self->epoch, CLIENT,
    "{'mid':1,'ops':[{'kind':'channel','id':'" ID ("1") "','set':{'name':'C','form':'brief'}},"
    "{'kind':'subject','id':'" ID ("2") "','set':{'title':'S','state':'kept'}},"
    "{'kind':'placement','id':'" ID ("3") "','set':{'subject':'" ID ("2") "','channel':'" ID ("1") "','state':'scheduled',"
    "'publish_at':'2020-01-01T08:00:00Z'}},"
    "{'kind':'placement','id':'" ID ("4") "','set':{'subject':'" ID ("2") "','channel':'" ID ("1") "','state':'scheduled',"
    "'publish_at':'2999-01-01T08:00:00Z'}}]}", &made);
  g_assert_cmpstr (get_outcome (outcome), ==, "applied");
  /* At the latest when it starts. */
  relais_test_backend_stop (self->backend);
  relais_test_backend_start (self->backend);
  g_autoptr(Answer) page = http_get (self->backend, self->token, "/v1/changes");
  JsonArray *records = json_object_get_array_member (answer_get_object (page), "records");
  for (guint i = 0; i < json_array_get_length (records); i++)
    {
      JsonObject *record = json_array_get_object_element (records, i);
      const char *id = json_object_get_string_member (record, "id");
      if (g_str_equal (json_object_get_string_member (record, "kind"), "placement"))
        g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (record, "fields"), "state"), ==,
                         g_str_equal (id, ID ("3")) ? "published" : "scheduled");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/http/health", NULL, test_health);
  fixture_add ("/http/session", NULL, test_session);
  fixture_add ("/http/throttle", NULL, test_throttle);
  fixture_add ("/http/disabled", NULL, test_disabled);
  fixture_add ("/http/new-password", NULL, test_new_password);
  fixture_add ("/http/push-and-pull", NULL, test_push_and_pull);
  fixture_add ("/http/conflict", NULL, test_conflict);
  fixture_add ("/http/roles", NULL, test_roles);
  fixture_add ("/http/mandate", NULL, test_mandate);
  fixture_add ("/http/pages", NULL, test_pages);
  fixture_add ("/http/gzip", NULL, test_gzip);
  fixture_add ("/http/publication", NULL, test_publication);
  return g_test_run ();
}
