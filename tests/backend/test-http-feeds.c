/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calendar feeds over real HTTP, read as a calendar does: with libical. */

#include "http-fixture.h"
#include "relais-remote.h"

#include <libical/ical.h>
#include <string.h>

#define BRIEFS  "01a00000-0000-7000-8000-000000000101"
#define JOURNAL "01a00000-0000-7000-8000-000000000102"
#define SUBJECT "01a00000-0000-7000-8000-000000000103"
#define SECRET_SUBJECT "01a00000-0000-7000-8000-000000000104"
#define ONE     "01a00000-0000-7000-8000-000000000201"
#define TWO     "01a00000-0000-7000-8000-000000000202"
#define OLD     "01a00000-0000-7000-8000-000000000203"
#define FAR     "01a00000-0000-7000-8000-000000000204"
#define IDEA    "01a00000-0000-7000-8000-000000000205"

static char *
day_from_now (int days)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) then = g_date_time_add_days (now, days);
  return g_date_time_format (then, "%Y-%m-%d");
}

static gint64
change (Fixture *self, const char *kind, const char *id, gint64 base, const char *set)
{
  g_autofree char *op = g_strdup_printf ("{'kind':'%s','id':'%s','base':{'seq':%" G_GINT64_FORMAT "},%s}", kind, id, base, set);
  return fixture_write (self, op);
}

static char *
print_placement (const char *id, const char *subject, const char *channel, const char *state, const char *day)
{
  return g_strdup_printf (",{'kind':'placement','id':'%s','set':{'subject':'%s','channel':'%s','state':'%s'%s%s%s}}", id, subject, channel,
                          state, day != NULL ? ",'planned':'" : "", day != NULL ? day : "", day != NULL ? "'" : "");
}

static gint64
make_plan (Fixture *self)
{
  g_autofree char *soon = day_from_now (7), *later = day_from_now (9), *long_ago = day_from_now (-200), *far = day_from_now (900);
  g_autofree char *one = print_placement (ONE, SUBJECT, BRIEFS, "scheduled", soon);
  g_autofree char *two = print_placement (TWO, SUBJECT, JOURNAL, "accepted", later);
  g_autofree char *old = print_placement (OLD, SUBJECT, BRIEFS, "published", long_ago);
  g_autofree char *future = print_placement (FAR, SUBJECT, BRIEFS, "accepted", far);
  g_autofree char *idea = print_placement (IDEA, SECRET_SUBJECT, BRIEFS, "proposed", soon);
  g_autofree char *ops = g_strconcat (
    "{'kind':'channel','id':'" BRIEFS "','set':{'name':'Brèves','form':'brief'}},"
    "{'kind':'channel','id':'" JOURNAL "','set':{'name':'Journal','form':'journal'}},"
    "{'kind':'subject','id':'" SUBJECT "','set':{'title':'Vœux; du maire, 2027','state':'kept'}},"
    "{'kind':'subject','id':'" SECRET_SUBJECT "','set':{'title':'Fusion','state':'proposed'}}", one, two, old, future, idea, NULL);
  return fixture_write (self, ops);
}

/* @channels: "'id','id'". Returns the path; @id: (out) (optional) */
static char *
add_feed (Fixture *self, const char *token, const char *channels, char **id)
{
  g_autofree char *body = g_strdup_printf ("{'name':'Plan de Léa','channels':[%s]}", channels);
  g_autoptr(Answer) answer = http_post (self->backend, token, "/v1/feeds", body);
  g_assert_cmpuint (answer->status, ==, 201);
  g_assert_cmpstr (answer_get_header (answer, "cache-control"), ==, "no-store");
  if (id != NULL)
    *id = g_strdup (json_object_get_string_member (answer_get_object (answer), "id"));
  return g_strdup (json_object_get_string_member (answer_get_object (answer), "path"));
}

static Answer *
fetch (Fixture *self, const char *path, const char *etag)
{
  g_autofree char *header = etag != NULL ? g_strdup_printf ("If-None-Match: %s\r\n", etag) : NULL;
  return http_call (self->backend, NULL, "GET", path, header, NULL, NULL, 0);
}

static icalcomponent *
read_feed (Fixture *self, const char *path)
{
  g_autoptr(Answer) answer = fetch (self, path, NULL);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer_get_header (answer, "content-type"), ==, "text/calendar; charset=utf-8");
  g_autofree char *text = g_strndup (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body));
  icalcomponent *calendar = icalparser_parse_string (text);
  g_assert_nonnull (calendar);
  g_assert_cmpint (icalcomponent_count_errors (calendar), ==, 0);
  return calendar;
}

static icalcomponent *
find_entry (icalcomponent *calendar, const char *uid)
{
  for (icalcomponent *entry = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT); entry != NULL;
       entry = icalcomponent_get_next_component (calendar, ICAL_VEVENT_COMPONENT))
    if (g_str_equal (icalcomponent_get_uid (entry), uid))
      return entry;
  return NULL;
}

/* An entry in short: "2027-01-12 CONFIRMED title", and its sequence. "" when it is not there. */
static char *
print_entry (Fixture *self, const char *path, const char *uid, int *sequence)
{
  icalcomponent *calendar = read_feed (self, path), *entry = find_entry (calendar, uid);
  char *text = g_strdup ("");
  if (entry != NULL)
    {
      struct icaltimetype day = icalcomponent_get_dtstart (entry);
      g_assert_true (icaltime_is_date (day));
      g_free (text);
      text = g_strdup_printf ("%04d-%02d-%02d %s %s", day.year, day.month, day.day,
                              icalenum_status_to_string (icalcomponent_get_status (entry)), icalcomponent_get_summary (entry));
      if (sequence != NULL)
        *sequence = icalcomponent_get_sequence (entry);
    }
  icalcomponent_free (calendar);
  return text;
}

#define assert_entry(self, path, uid, sequence, ...) \
  G_STMT_START { \
    g_autofree char *is = print_entry (self, path, uid, sequence), *wanted = g_strdup_printf (__VA_ARGS__); \
    g_assert_cmpstr (is, ==, wanted); \
  } G_STMT_END

static void
test_period (Fixture *self, gconstpointer data)
{
  g_autofree char *soon = day_from_now (7), *later = day_from_now (9), *far = day_from_now (900);
  make_plan (self);
  g_autofree char *path = add_feed (self, self->token, "", NULL);
  assert_entry (self, path, ONE, NULL, "%s CONFIRMED Vœux; du maire, 2027 — Brèves", soon);
  assert_entry (self, path, TWO, NULL, "%s TENTATIVE Vœux; du maire, 2027 — Journal", later);
  assert_entry (self, path, FAR, NULL, "%s TENTATIVE Vœux; du maire, 2027 — Brèves", far);
  assert_entry (self, path, OLD, NULL, "%s", "");
  assert_entry (self, path, IDEA, NULL, "%s TENTATIVE Fusion — Brèves", soon);

  icalcomponent *calendar = read_feed (self, path);
  gboolean named = FALSE, timed = FALSE;
  for (icalproperty *property = icalcomponent_get_first_property (calendar, ICAL_ANY_PROPERTY); property != NULL;
       property = icalcomponent_get_next_property (calendar, ICAL_ANY_PROPERTY))
    {
      g_autofree char *value = g_strdup (icalproperty_get_value_as_string (property));
      named = named || g_strcmp0 (value, "Plan de Léa") == 0;
      timed = timed || g_strcmp0 (value, "PT6H") == 0;
    }
  g_assert_true (named && timed);
  icalcomponent_free (calendar);
}

/* Only what the account may see, of the channels that were chosen. */
static void
test_scope (Fixture *self, gconstpointer data)
{
  g_autofree char *lea = fixture_join (self, "lea", "reader");
  g_autofree char *soon = day_from_now (7);
  make_plan (self);
  g_autofree char *reader = add_feed (self, lea, "", NULL);
  assert_entry (self, reader, ONE, NULL, "%s CONFIRMED Vœux; du maire, 2027 — Brèves", soon);
  assert_entry (self, reader, IDEA, NULL, "%s", "");
  g_autofree char *briefs = add_feed (self, self->token, "'" BRIEFS "'", NULL);
  assert_entry (self, briefs, ONE, NULL, "%s CONFIRMED Vœux; du maire, 2027 — Brèves", soon);
  assert_entry (self, briefs, TWO, NULL, "%s", "");
}

static void
test_moves (Fixture *self, gconstpointer data)
{
  g_autofree char *lea = fixture_join (self, "lea", "reader");
  int first = 0, second = 0, third = 0, fourth = 0;
  g_autofree char *soon = day_from_now (7), *moved = day_from_now (21), *set = g_strdup_printf ("'set':{'planned':'%s'}", moved);
  gint64 seq = make_plan (self);
  g_autofree char *path = add_feed (self, lea, "", NULL);
  assert_entry (self, path, ONE, &first, "%s CONFIRMED Vœux; du maire, 2027 — Brèves", soon);
  gint64 next = change (self, "placement", ONE, seq, set);
  assert_entry (self, path, ONE, &second, "%s CONFIRMED Vœux; du maire, 2027 — Brèves", moved);
  g_assert_cmpint (second, >, first);
  /* The title is another record's. */
  change (self, "subject", SUBJECT, seq, "'set':{'title':'Vœux'}");
  assert_entry (self, path, ONE, &third, "%s CONFIRMED Vœux — Brèves", moved);
  g_assert_cmpint (third, >, second);
  /* Out of the period: told once more where it is now. */
  g_autofree char *past = day_from_now (-300), *back = g_strdup_printf ("'set':{'planned':'%s'}", past);
  change (self, "placement", ONE, next, back);
  assert_entry (self, path, ONE, &fourth, "%s CONFIRMED Vœux — Brèves", past);
  g_assert_cmpint (fourth, >, third);
  change (self, "subject", SUBJECT, seq + 2, "'set':{'note':'x'}");
  assert_entry (self, path, ONE, NULL, "%s", "");
}

/* Refused, postponed, in the bin, without date, deleted, on another channel, hidden: never silence, and never the words of what was hidden
 * meanwhile. What was never told is not cancelled. */
static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autofree char *lea = fixture_join (self, "lea", "reader");
  static const struct { const char *set; const char *back; } cases[] = {
    { "'set':{'state':'refused'}", "'set':{'state':'scheduled'}" },
    { "'set':{'state':'postponed'}", "'set':{'state':'scheduled'}" },
    { "'set':{'binned':true}", "'set':{'binned':false}" },
    { "'unset':['planned']", NULL },
  };
  g_autofree char *soon = day_from_now (7), *restore = g_strdup_printf ("'set':{'planned':'%s'}", soon);
  int sequence = 0, last = 0;
  gint64 seq = make_plan (self), subject = seq;
  g_autofree char *reader = add_feed (self, lea, "'" BRIEFS "'", NULL), *team = add_feed (self, self->token, "", NULL);
  const char *feeds[] = { reader, team };

  for (guint f = 0; f < 2; f++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        assert_entry (self, feeds[f], ONE, &last, "%s CONFIRMED Vœux; du maire, 2027 — Brèves", soon);
        seq = change (self, "placement", ONE, seq, cases[i].set);
        assert_entry (self, feeds[f], ONE, &sequence, "%s CANCELLED Vœux; du maire, 2027 — Brèves", soon);
        g_assert_cmpint (sequence, >, last);
        last = sequence;
        /* The same again is not another change. */
        assert_entry (self, feeds[f], ONE, &sequence, "%s CANCELLED Vœux; du maire, 2027 — Brèves", soon);
        g_assert_cmpint (sequence, ==, last);
        seq = change (self, "placement", ONE, seq, cases[i].back != NULL ? cases[i].back : restore);
        assert_entry (self, feeds[f], ONE, &sequence, "%s CONFIRMED Vœux; du maire, 2027 — Brèves", soon);
        g_assert_cmpint (sequence, >, last);
      }

  /* Renamed while a reader does not see it. */
  seq = change (self, "placement", ONE, seq, "'set':{'state':'refused'}");
  change (self, "subject", SUBJECT, subject, "'set':{'title':'Licenciements','state':'refused'}");
  assert_entry (self, reader, ONE, NULL, "%s CANCELLED Vœux; du maire, 2027 — Brèves", soon);
  /* Never told. */
  assert_entry (self, reader, IDEA, NULL, "%s", "");
  change (self, "placement", IDEA, subject, "'set':{'state':'refused'}");
  assert_entry (self, reader, IDEA, NULL, "%s", "");
}

static void
test_channel_and_deletion (Fixture *self, gconstpointer data)
{
  g_autofree char *soon = day_from_now (7), *later = day_from_now (9);
  gint64 seq = make_plan (self);
  g_autofree char *briefs = add_feed (self, self->token, "'" BRIEFS "'", NULL), *journal = add_feed (self, self->token, "'" JOURNAL "'", NULL);
  assert_entry (self, briefs, ONE, NULL, "%s CONFIRMED Vœux; du maire, 2027 — Brèves", soon);
  assert_entry (self, journal, TWO, NULL, "%s TENTATIVE Vœux; du maire, 2027 — Journal", later);
  change (self, "placement", ONE, seq, "'set':{'channel':'" JOURNAL "'}");
  assert_entry (self, briefs, ONE, NULL, "%s CANCELLED Vœux; du maire, 2027 — Brèves", soon);
  assert_entry (self, journal, ONE, NULL, "%s CONFIRMED Vœux; du maire, 2027 — Journal", soon);
  change (self, "placement", TWO, seq, "'delete':true");
  assert_entry (self, journal, TWO, NULL, "%s CANCELLED Vœux; du maire, 2027 — Journal", later);
}

static void
test_not_modified (Fixture *self, gconstpointer data)
{
  g_autofree char *lea = fixture_join (self, "lea", "reader");
  gint64 seq = make_plan (self);
  g_autofree char *path = add_feed (self, lea, "", NULL);
  g_autoptr(Answer) first = fetch (self, path, NULL);
  const char *etag = answer_get_header (first, "etag");
  g_assert_true (g_str_has_prefix (answer_get_header (first, "cache-control"), "private"));
  g_autoptr(Answer) same = fetch (self, path, etag);
  g_assert_cmpuint (same->status, ==, 304);
  g_assert_cmpuint (g_bytes_get_size (same->body), ==, 0);
  g_assert_cmpstr (answer_get_header (same, "etag"), ==, etag);
  /* Something else was written, nothing that this reader sees. */
  change (self, "subject", SECRET_SUBJECT, seq, "'set':{'title':'Fusion des services'}");
  g_autoptr(Answer) still = fetch (self, path, etag);
  g_assert_cmpuint (still->status, ==, 304);
  /* Also after the process that knew it is gone. */
  relais_test_backend_kill (self->backend);
  relais_test_backend_start (self->backend);
  g_autoptr(Answer) again = fetch (self, path, etag);
  g_assert_cmpuint (again->status, ==, 304);
  change (self, "placement", ONE, seq, "'set':{'state':'published'}");
  g_autoptr(Answer) other = fetch (self, path, etag);
  g_assert_cmpuint (other->status, ==, 200);
  g_assert_cmpstr (answer_get_header (other, "etag"), !=, etag);
  /* HEAD, and an answer that was packed. */
  g_autoptr(Answer) head = http_call (self->backend, NULL, "HEAD", path, NULL, NULL, NULL, 0);
  g_assert_cmpuint (head->status, ==, 200);
}

/* Calendars speak plain HTTP, so this is no answer of the protocol; the problem document is the same. */
static const char *
get_public_code (Answer *answer)
{
  g_assert_cmpstr (answer_get_header (answer, "content-type"), ==, "application/problem+json");
  return json_object_get_string_member (answer_get_object (answer), "code");
}

static void
assert_missing (Fixture *self, const char *path)
{
  g_autoptr(Answer) answer = fetch (self, path, NULL);
  g_assert_cmpuint (answer->status, ==, 404);
  g_assert_cmpstr (get_public_code (answer), ==, "not_found");
}

static void
test_revoked (Fixture *self, gconstpointer data)
{
  g_autofree char *lea = fixture_join (self, "lea", "reader");
  g_autofree char *id = NULL, *other = NULL, *path = NULL, *secret = NULL;
  make_plan (self);
  path = add_feed (self, lea, "'" BRIEFS "'", &id);
  g_autofree char *kept = add_feed (self, lea, "", &other);
  g_autofree char *feed = g_strconcat ("/v1/feeds/", id, NULL);

  g_autoptr(Answer) list = http_get (self->backend, lea, "/v1/feeds");
  JsonArray *feeds = json_object_get_array_member (answer_get_object (list), "feeds");
  g_assert_cmpuint (json_array_get_length (feeds), ==, 2);
  secret = g_strndup (strrchr (path, '/') + 1, 43);
  g_autofree char *text = g_strndup (g_bytes_get_data (list->body, NULL), g_bytes_get_size (list->body));
  g_assert_null (strstr (text, secret));
  g_autofree char *database = g_build_filename (relais_test_backend_get_data (self->backend), "relais.db", NULL);
  g_autofree char *wal = g_strconcat (database, "-wal", NULL);
  const char *files[] = { database, wal };
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GMappedFile) file = g_mapped_file_new (files[i], FALSE, NULL);
      if (file != NULL)
        g_assert_null (memmem (g_mapped_file_get_contents (file), g_mapped_file_get_length (file), secret, strlen (secret)));
    }

  /* Not somebody else's. */
  g_autoptr(Answer) foreign = http_call (self->backend, self->token, "DELETE", feed, NULL, NULL, NULL, 0);
  g_assert_cmpuint (foreign->status, ==, 404);
  g_autoptr(Answer) removed = http_call (self->backend, lea, "DELETE", feed, NULL, NULL, NULL, 0);
  g_assert_cmpuint (removed->status, ==, 204);
  assert_missing (self, path);
  g_autoptr(Answer) again = http_call (self->backend, lea, "DELETE", feed, NULL, NULL, NULL, 0);
  g_assert_cmpuint (again->status, ==, 404);
  icalcomponent_free (read_feed (self, kept));

  /* A disabled account reads nothing. */
  g_free (relais_test_backend_run (self->backend, NULL, "account", "disable", "lea", NULL));
  assert_missing (self, kept);
  assert_missing (self, "/feeds/x.ics");
  assert_missing (self, "/feeds/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics");
  g_autofree char *bare = g_strndup (kept, strlen (kept) - 4);
  assert_missing (self, bare);
}

static void
assert_refused (Fixture *self, const char *token, const char *body, guint status, const char *code)
{
  g_autoptr(Answer) answer = http_post (self->backend, token, "/v1/feeds", body);
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (answer_get_code (answer), ==, code);
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  g_autofree char *lea = fixture_join (self, "lea", "reader");
  g_autofree char *name = g_strnfill (201, 'x'), *long_name = g_strdup_printf ("{'name':'%s','channels':[]}", name);
  make_plan (self);
  assert_refused (self, lea, "{'name':'x'}", 400, "bad_request");
  assert_refused (self, lea, "{'channels':[]}", 400, "bad_request");
  assert_refused (self, lea, "{'name':'x','channels':['y']}", 400, "bad_request");
  assert_refused (self, lea, "{'name':'','channels':[]}", 422, "refused");
  assert_refused (self, lea, long_name, 422, "refused");
  assert_refused (self, lea, "{'name':'x','channels':['" SUBJECT "']}", 422, "refused");
  for (guint i = 0; i < 20; i++)
    g_free (add_feed (self, lea, "", NULL));
  assert_refused (self, lea, "{'name':'x','channels':[]}", 422, "refused");
  g_autoptr(Answer) nobody = http_get (self->backend, NULL, "/v1/feeds");
  g_assert_cmpuint (nobody->status, ==, 401);
}

static void
test_rate (Fixture *self, gconstpointer data)
{
  g_autofree char *lea = fixture_join (self, "lea", "reader");
  make_plan (self);
  g_autofree char *path = add_feed (self, lea, "", NULL), *other = add_feed (self, lea, "", NULL);
  guint read = 0;
  g_autoptr(Answer) answer = fetch (self, path, NULL);
  while (answer->status == 200 && ++read < 100)
    {
      answer_free (answer);
      answer = fetch (self, path, NULL);
    }
  g_assert_cmpuint (read, ==, 30);
  g_assert_cmpuint (answer->status, ==, 429);
  g_assert_cmpstr (get_public_code (answer), ==, "throttled");
  g_assert_cmpint (atoi (answer_get_header (answer, "retry-after")), >=, 1);
  icalcomponent_free (read_feed (self, other));
}

static void
test_client (Fixture *self, gconstpointer data)
{
  g_autofree char *lea = fixture_join (self, "lea", "reader");
  g_autoptr(GError) error = NULL;
  const char *channels[] = { BRIEFS, NULL };
  make_plan (self);
  g_autoptr(RelaisRemote) remote = relais_remote_new (relais_test_backend_get_address (self->backend), lea, &error);
  g_autoptr(RelaisRemoteFeed) made = relais_remote_add_feed (remote, "Mes brèves", channels, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (made->address, relais_test_backend_get_address (self->backend)));
  icalcomponent_free (read_feed (self, made->address + strlen (relais_test_backend_get_address (self->backend))));

  g_autoptr(GPtrArray) feeds = relais_remote_list_feeds (remote, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (feeds->len, ==, 1);
  RelaisRemoteFeed *feed = feeds->pdata[0];
  g_assert_cmpstr (feed->name, ==, "Mes brèves");
  g_assert_cmpstr (feed->channels[0], ==, BRIEFS);
  g_assert_null (feed->address);
  g_assert_cmpint (feed->used_at, >, 0);
  g_assert_true (relais_remote_remove_feed (remote, feed->id, NULL, &error));
  g_assert_true (relais_remote_remove_feed (remote, feed->id, NULL, &error));
  g_autoptr(GPtrArray) none = relais_remote_list_feeds (remote, NULL, &error);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/http/feeds/period", NULL, test_period);
  fixture_add ("/http/feeds/scope", NULL, test_scope);
  fixture_add ("/http/feeds/moves", NULL, test_moves);
  fixture_add ("/http/feeds/cancelled", NULL, test_cancelled);
  fixture_add ("/http/feeds/channel-and-deletion", NULL, test_channel_and_deletion);
  fixture_add ("/http/feeds/not-modified", NULL, test_not_modified);
  fixture_add ("/http/feeds/revoked", NULL, test_revoked);
  fixture_add ("/http/feeds/refusals", NULL, test_refusals);
  fixture_add ("/http/feeds/rate", NULL, test_rate);
  fixture_add ("/http/feeds/client", NULL, test_client);
  return g_test_run ();
}
