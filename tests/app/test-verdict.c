/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-minutes.h"
#include "relais-verdict.h"
#include "use-store.h"

#include <string.h>

/* A meeting of one subject with two placements, in a workspace in memory. */
typedef struct {
  RelaisStore *store;
  char        *brief, *letter, *journal;   /* channels */
  char        *person;
  char        *subject;
  char        *first, *second;             /* placements: brief on 2026-12-03, letter on 2026-12-10 */
  char        *meeting;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = store_open ();
  fixture->brief = store_add (fixture->store, "channel", "name", "Brèves", "form", "brief", "lead_days", "2", NULL);
  fixture->letter = store_add (fixture->store, "channel", "name", "Lettre", "form", "newsletter", "lead_days", "2", NULL);
  fixture->journal = store_add (fixture->store, "channel", "name", "Journal", "form", "journal", "lead_days", "5", NULL);
  fixture->person = store_add (fixture->store, "person", "first_name", "Marie", "last_name", "Dupont", "email",
                               "marie@valmere.example", NULL);
  fixture->subject = store_add (fixture->store, "subject", "title", "Vœux du maire", "state", "proposed", NULL);
  fixture->first = store_add (fixture->store, "placement", "subject", fixture->subject, "channel", fixture->brief, "state",
                              "proposed", "planned", "2026-12-03", "copy_due", "2026-12-01", "publish_at", "2026-12-03T07:30:00Z",
                              NULL);
  fixture->second = store_add (fixture->store, "placement", "subject", fixture->subject, "channel", fixture->letter, "state",
                               "published", "planned", "2026-12-10", NULL);
  g_autofree char *agenda = g_strdup_printf ("[{\"subject\":\"%s\",\"why\":\"proposal\"}]", fixture->subject);
  fixture->meeting = store_add (fixture->store, "meeting", "on", "2026-11-23", "state", "held", "agenda", agenda, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  store_close (fixture->store);
  g_free (fixture->brief);
  g_free (fixture->letter);
  g_free (fixture->journal);
  g_free (fixture->person);
  g_free (fixture->subject);
  g_free (fixture->first);
  g_free (fixture->second);
  g_free (fixture->meeting);
}

static void
decide (Fixture *fixture, RelaisVerdict verdict)
{
  g_autoptr (RelaisMeeting) meeting = relais_meeting_read (fixture->store, fixture->meeting);

  store_commit (fixture->store, relais_verdict_apply (fixture->store, meeting, 0, &verdict));
}

/* The point is about the placement, not about the whole subject. */
static void
point_at (Fixture *fixture, const char *placement)
{
  g_autoptr (RelaisMeeting) meeting = relais_meeting_read (fixture->store, fixture->meeting);
  g_autoptr (GPtrArray) agenda = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_agenda_item_free);

  g_ptr_array_add (agenda, relais_agenda_item_new (fixture->subject, placement, RELAIS_AGENDA_CLASH));
  store_commit (fixture->store, relais_meeting_set_agenda (meeting, agenda, "point"));
}

static void
check (Fixture *fixture, const char *kind, const char *id, const char *field, const char *expected)
{
  store_check (fixture->store, kind, id, field, expected);
}

static GPtrArray *
find (Fixture *fixture, const char *kind, const char *field, const char *value)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup (kind));

  relais_query_where (query, field, RELAIS_MATCH_EQUAL, value);
  return relais_store_query (fixture->store, query);
}

static void
test_keep (Fixture *fixture, gconstpointer data)
{
  decide (fixture, (RelaisVerdict) { .outcome = "kept", .reason = "rentrée", .responsible = fixture->person, .due = "2026-11-30" });
  check (fixture, "subject", fixture->subject, "state", "kept");
  check (fixture, "placement", fixture->first, "state", "accepted");
  check (fixture, "placement", fixture->first, "author", fixture->person);
  check (fixture, "placement", fixture->first, "copy_due", "2026-12-01");   /* it had one */
  check (fixture, "placement", fixture->second, "state", "published");
  check (fixture, "placement", fixture->second, "author", NULL);
  g_autoptr (GPtrArray) decisions = find (fixture, "decision", "meeting", fixture->meeting);
  g_assert_cmpuint (decisions->len, ==, 1);
}

static void
test_postpone_subject (Fixture *fixture, gconstpointer data)
{
  decide (fixture, (RelaisVerdict) { .outcome = "postponed", .reason = "trop tôt", .until = "2027-01-11" });
  check (fixture, "subject", fixture->subject, "state", "postponed");
  check (fixture, "placement", fixture->first, "state", "postponed");
  check (fixture, "placement", fixture->first, "reason", "trop tôt");
  check (fixture, "placement", fixture->second, "state", "published");
}

/* Moved with its other dates: two working days before Monday are Thursday, and publication stays at half past eight. */
static void
test_postpone_placement (Fixture *fixture, gconstpointer data)
{
  point_at (fixture, fixture->first);
  decide (fixture, (RelaisVerdict) { .outcome = "postponed", .until = "2027-04-12" });
  check (fixture, "subject", fixture->subject, "state", "proposed");
  check (fixture, "placement", fixture->first, "state", "proposed");
  check (fixture, "placement", fixture->first, "planned", "2027-04-12");
  check (fixture, "placement", fixture->first, "copy_due", "2027-04-08");
  check (fixture, "placement", fixture->first, "publish_at", "2027-04-12T06:30:00Z");
}

static void
test_refuse_then_keep (Fixture *fixture, gconstpointer data)
{
  decide (fixture, (RelaisVerdict) { .outcome = "refused", .reason = "hors sujet" });
  check (fixture, "subject", fixture->subject, "state", "refused");
  check (fixture, "placement", fixture->first, "state", "refused");
  check (fixture, "placement", fixture->first, "reason", "hors sujet");
  check (fixture, "placement", fixture->second, "state", "published");
  /* decided anew in the same meeting: one decision, and what it had stopped goes on */
  decide (fixture, (RelaisVerdict) { .outcome = "kept" });
  check (fixture, "subject", fixture->subject, "state", "kept");
  check (fixture, "placement", fixture->first, "state", "accepted");
  check (fixture, "placement", fixture->first, "reason", NULL);
  g_autoptr (GPtrArray) decisions = find (fixture, "decision", "meeting", fixture->meeting);
  g_assert_cmpuint (decisions->len, ==, 1);
  g_assert_null (relais_record_get_string (g_ptr_array_index (decisions, 0), "reason"));
}

static void
test_other_channel (Fixture *fixture, gconstpointer data)
{
  decide (fixture, (RelaisVerdict) { .outcome = "other_channel", .channel = fixture->journal, .reason = "trop long" });
  check (fixture, "subject", fixture->subject, "state", "kept");
  check (fixture, "placement", fixture->first, "state", "refused");
  g_autoptr (GPtrArray) made = find (fixture, "placement", "channel", fixture->journal);
  g_assert_cmpuint (made->len, ==, 1);
  RelaisRecord *placement = g_ptr_array_index (made, 0);
  g_assert_cmpstr (relais_record_get_string (placement, "state"), ==, "accepted");
  g_assert_cmpstr (relais_record_get_string (placement, "planned"), ==, "2026-12-03");
  g_assert_cmpstr (relais_record_get_string (placement, "copy_due"), ==, "2026-11-26");   /* five working days of the journal */
}

/* Decided anew in the same meeting: what was put on the other channel moves to the one that is named now, or is taken back. */
static void
test_other_channel_anew (Fixture *fixture, gconstpointer data)
{
  g_autofree char *poster = store_add (fixture->store, "channel", "name", "Affiche", "form", "poster", "lead_days", "5", NULL);

  decide (fixture, (RelaisVerdict) { .outcome = "other_channel", .channel = fixture->journal });
  g_autoptr (GPtrArray) made = find (fixture, "placement", "channel", fixture->journal);
  g_autofree char *id = g_strdup (relais_record_get_id (g_ptr_array_index (made, 0)));
  decide (fixture, (RelaisVerdict) { .outcome = "other_channel", .channel = poster, .reason = "plus visible" });
  check (fixture, "placement", id, "channel", poster);
  check (fixture, "placement", id, "state", "accepted");
  check (fixture, "placement", id, "planned", "2026-12-03");
  check (fixture, "placement", fixture->first, "state", "refused");
  decide (fixture, (RelaisVerdict) { .outcome = "kept" });
  g_autoptr (RelaisRecord) gone = relais_store_lookup (fixture->store, "placement", id);
  g_assert_true (relais_record_get_boolean (gone, "binned"));
  check (fixture, "placement", fixture->first, "state", "accepted");
  g_autoptr (GPtrArray) decisions = find (fixture, "decision", "meeting", fixture->meeting);
  g_assert_cmpuint (decisions->len, ==, 1);
  g_autofree char *only = relais_id_derive (fixture->meeting, fixture->subject);
  g_assert_cmpstr (relais_record_get_id (g_ptr_array_index (decisions, 0)), ==, only);
}

/* The meeting knows where it is: by what is decided, passed, put off. What it is told it says at once, and still after it was stored. */
static void
check_points (Fixture *fixture, RelaisMeeting *meeting, RelaisAction *action, const char *first, ...)
{
  store_commit (fixture->store, action);
  g_autoptr (RelaisMeeting) stored = relais_meeting_read (fixture->store, fixture->meeting);
  RelaisMeeting *both[] = { meeting, stored };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      guint n = 0;
      va_list args;
      va_start (args, first);
      for (const char *subject = first; subject != NULL; subject = va_arg (args, const char *))
        {
          g_assert_cmpuint (n, <, both[i]->points->len);
          g_assert_cmpstr (relais_meeting_get_point (both[i], n)->item->subject, ==, subject);
          n++;
        }
      va_end (args);
      g_assert_cmpuint (both[i]->points->len, ==, n);
    }
}

static GPtrArray *
make_agenda (const char *first, ...)
{
  GPtrArray *agenda = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_agenda_item_free);
  va_list args;

  va_start (args, first);
  for (const char *subject = first; subject != NULL; subject = va_arg (args, const char *))
    g_ptr_array_add (agenda, relais_agenda_item_new (subject, NULL, RELAIS_AGENDA_PROPOSAL));
  va_end (args);
  return agenda;
}

#define NOBODY "01940000-0000-7000-8000-000000000000"

static void
test_where (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = store_add (fixture->store, "subject", "title", "Travaux", "state", "proposed", NULL);
  g_autoptr (GPtrArray) agenda = make_agenda (fixture->subject, NOBODY, other, NULL);
  g_autoptr (RelaisMeeting) meeting = relais_meeting_read (fixture->store, fixture->meeting);
  const char *subject = fixture->subject;

  check_points (fixture, meeting, relais_meeting_set_agenda (meeting, agenda, "agenda"), subject, other, NULL);
  g_assert_cmpuint (relais_meeting_count_open (meeting), ==, 2);
  g_assert_cmpint (relais_meeting_find (meeting, other), ==, 1);
  g_assert_cmpint (relais_meeting_find (meeting, NOBODY), ==, -1);
  check_points (fixture, meeting, relais_meeting_put_off (meeting, 0), other, subject, NULL);
  g_assert_cmpint (relais_meeting_find_open (meeting, 0), ==, 0);
  check_points (fixture, meeting, relais_meeting_pass (meeting, 0), other, subject, NULL);
  g_assert_cmpuint (relais_meeting_count_open (meeting), ==, 1);
  g_assert_cmpint (relais_meeting_find_open (meeting, 0), ==, 1);
}

static void
test_agenda (Fixture *fixture, gconstpointer data)
{
  g_autofree char *two = store_add (fixture->store, "subject", "title", "Travaux", "state", "proposed", NULL);
  g_autofree char *three = store_add (fixture->store, "subject", "title", "Cantine", "state", "proposed", NULL);
  g_autofree char *four = store_add (fixture->store, "subject", "title", "Parking", "state", "proposed", NULL);
  g_autoptr (GPtrArray) agenda = make_agenda (fixture->subject, NOBODY, two, three, NULL);
  g_autoptr (GPtrArray) proposed = make_agenda (four, two, NULL);
  g_autoptr (RelaisMeeting) meeting = relais_meeting_read (fixture->store, fixture->meeting);
  const char *one = fixture->subject;

  check_points (fixture, meeting, relais_meeting_set_agenda (meeting, agenda, "agenda"), one, two, three, NULL);
  check_points (fixture, meeting, relais_meeting_move (meeting, 0, 2), two, three, one, NULL);
  check_points (fixture, meeting, relais_meeting_move (meeting, 2, 1), two, one, three, NULL);
  check_points (fixture, meeting, relais_meeting_move (meeting, 1, 0), one, two, three, NULL);
  check_points (fixture, meeting, relais_meeting_leave_out (meeting, 1), one, three, NULL);
  g_assert_null (relais_meeting_add (meeting, three));
  check_points (fixture, meeting, relais_meeting_add (meeting, two), one, three, two, NULL);
  /* What was added by hand and what is decided stay; what was proposed before goes. */
  check_points (fixture, meeting, relais_meeting_pass (meeting, 0), one, three, two, NULL);
  check_points (fixture, meeting, relais_meeting_accept (meeting, proposed), one, two, four, NULL);
  g_assert_null (relais_meeting_accept (meeting, proposed));
}

static void
throw_away (Fixture *fixture, const char *kind, const char *id)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup (kind));
  RelaisAction *action = relais_action_new ("bin");

  relais_fields_set_boolean (fields, "binned", TRUE);
  relais_action_update (action, id, fields);
  store_commit (fixture->store, action);
}

/* A subject in the bin is not spoken of, unless it was decided: the record keeps that. */
static void
test_thrown_away (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = store_add (fixture->store, "subject", "title", "Travaux", "state", "proposed", NULL);
  g_autoptr (GPtrArray) agenda = make_agenda (fixture->subject, other, NULL);
  g_autoptr (RelaisMeeting) meeting = relais_meeting_read (fixture->store, fixture->meeting);

  store_commit (fixture->store, relais_meeting_set_agenda (meeting, agenda, "agenda"));
  decide (fixture, (RelaisVerdict) { .outcome = "kept" });
  throw_away (fixture, "subject", fixture->subject);
  throw_away (fixture, "subject", other);
  g_autoptr (RelaisMeeting) now = relais_meeting_read (fixture->store, fixture->meeting);
  g_assert_cmpuint (now->points->len, ==, 1);
  g_assert_cmpuint (now->agenda->len, ==, 2);
  g_autofree char *text = relais_minutes_write (fixture->store, now);
  g_assert_cmpstr (text, ==, "- Vœux du maire: Kept");
}

/* Taken up again, what somebody wrote into the record stays. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisMeeting) meeting = relais_meeting_read (fixture->store, fixture->meeting);
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("meeting"));
  RelaisAction *action = relais_action_new ("record");

  relais_fields_set_string (fields, "record", "texte");
  relais_fields_set_string (fields, "state", "recorded");
  relais_action_update (action, fixture->meeting, fields);
  store_commit (fixture->store, action);
  store_commit (fixture->store, relais_meeting_resume (meeting));
  check (fixture, "meeting", fixture->meeting, "state", "held");
  check (fixture, "meeting", fixture->meeting, "record", "texte");
}

/* Sixty subjects, each with a reason, fit into what a meeting may hold. */
static void
test_sixty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) agenda = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_agenda_item_free);
  g_autoptr (RelaisMeeting) meeting = relais_meeting_read (fixture->store, fixture->meeting);

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *title = g_strdup_printf ("Sujet %u", i);
      g_autofree char *id = store_add (fixture->store, "subject", "title", title, "state", "proposed", NULL);
      g_ptr_array_add (agenda, relais_agenda_item_new (id, fixture->first, RELAIS_AGENDA_PROPOSAL));
    }
  store_commit (fixture->store, relais_meeting_set_agenda (meeting, agenda, "agenda"));
  for (guint i = 0; i < 60; i++)
    {
      RelaisVerdict verdict = { .outcome = "refused", .reason = "Le dossier n’est pas mûr : à représenter après le comité social territorial." };
      g_autoptr (RelaisMeeting) now = relais_meeting_read (fixture->store, fixture->meeting);
      store_commit (fixture->store, relais_verdict_apply (fixture->store, now, i, &verdict));
    }
  g_autoptr (RelaisMeeting) now = relais_meeting_read (fixture->store, fixture->meeting);
  g_assert_cmpuint (now->points->len, ==, 60);
  g_assert_cmpint (relais_meeting_find_open (now, 0), ==, -1);
  g_autofree char *text = relais_minutes_write (fixture->store, now);
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("meeting"));
  RelaisAction *action = relais_action_new ("record");
  relais_fields_set_string (fields, "record", text);
  relais_action_update (action, fixture->meeting, fields);
  store_commit (fixture->store, action);
  check (fixture, "meeting", fixture->meeting, "record", text);
}

static void
test_minutes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisMeeting) meeting = NULL;

  decide (fixture, (RelaisVerdict) { .outcome = "kept", .reason = "rentrée", .responsible = fixture->person, .due = "2026-11-30" });
  meeting = relais_meeting_read (fixture->store, fixture->meeting);
  g_autofree char *text = relais_minutes_write (fixture->store, meeting);
  g_assert_true (g_str_has_prefix (text, "- Vœux du maire: Kept · rentrée · in charge: Marie Dupont · by "));
}

static void
test_message (Fixture *fixture, gconstpointer data)
{
  static const char * const to[] = { "marie@valmere.example", NULL }, * const bcc[] = { "a@b.example", "c@d.example", NULL };
  const char *subject = "Relevé de décisions · Comité de pilotage éditorial · lundi 23 novembre 2026";
  g_autofree char *message = relais_minutes_write_message (subject, "Ligne é\n- deux", to, bcc);
  g_autofree char *mailto = relais_minutes_write_mailto ("Relevé & suite", "a\nb", to, bcc);
  g_auto (GStrv) lines = g_strsplit (message, "\r\n", -1);
  g_autoptr (GString) decoded = g_string_new (NULL);
  gboolean body = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 78);
      g_assert_true (g_str_is_ascii (lines[i]));
      const char *word = strstr (lines[i], "=?UTF-8?B?");
      body = body || lines[i][0] == '\0';
      if (word != NULL)
        {
          gsize length;
          g_autofree char *base64 = g_strndup (word + 10, strlen (word) - 12);
          g_autofree guchar *bytes = g_base64_decode (base64, &length);
          g_assert_true (g_utf8_validate ((char *) bytes, (gssize) length, NULL));   /* no character is cut */
          g_string_append_len (decoded, (char *) bytes, (gssize) length);
        }
    }
  g_assert_true (body);
  g_assert_cmpstr (decoded->str, ==, subject);
  g_assert_nonnull (strstr (message, "Bcc: a@b.example,\r\n c@d.example\r\n"));
  g_autofree char *text = g_base64_encode ((const guchar *) "Ligne é\r\n- deux", strlen ("Ligne é\r\n- deux"));
  g_assert_nonnull (strstr (message, text));
  g_assert_cmpstr (mailto, ==, "mailto:marie@valmere.example?bcc=a@b.example,c@d.example&subject=Relev%C3%A9%20%26%20suite&body=a%0D%0Ab");
}

#define ADD(path, func) g_test_add ("/committee/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("keep", test_keep);
  ADD ("postpone_subject", test_postpone_subject);
  ADD ("postpone_placement", test_postpone_placement);
  ADD ("refuse_then_keep", test_refuse_then_keep);
  ADD ("other_channel", test_other_channel);
  ADD ("other_channel_anew", test_other_channel_anew);
  ADD ("where", test_where);
  ADD ("agenda", test_agenda);
  ADD ("thrown_away", test_thrown_away);
  ADD ("resume", test_resume);
  ADD ("sixty", test_sixty);
  ADD ("minutes", test_minutes);
  ADD ("message", test_message);
  return g_test_run ();
}
