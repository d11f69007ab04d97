/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"
#include "relais-calendar-days.h"
#include "relais-calendar.h"

#include <string.h>

static GPtrArray *
read_bytes (GBytes *bytes)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  g_autoptr (GBytes) owned = bytes;
  g_autoptr (GError) error = NULL;
  GPtrArray *events = relais_calendar_read (owned, zone, &error);

  g_assert_no_error (error);
  return events;
}

static void
assert_times (const RelaisEvent *event,
              const char        *day,
              const char        *time,
              const char        *last_day,
              const char        *end_time)
{
  g_assert_cmpstr (event->day, ==, day);
  g_assert_cmpstr (event->time, ==, time);
  g_assert_cmpstr (event->last_day, ==, last_day);
  g_assert_cmpstr (event->end_time, ==, end_time);
}

static void
test_read (void)
{
  g_autoptr (GPtrArray) events = read_bytes (world_load ("agenda.ics"));
  const RelaisEvent *event = g_ptr_array_index (events, 0);

  g_assert_cmpuint (events->len, ==, 5);
  g_assert_cmpstr (event->title, ==, "Vœux du maire, salle des fêtes");
  g_assert_cmpstr (event->text, ==, "Premier paragraphe.\n\nSecond paragraphe  replié.");
  g_assert_cmpstr (event->place, ==, "Salle des fêtes");
  g_assert_cmpstr (event->uid, ==, "voeux@ville.example");
  /* A zone of its own name, described in the file. */
  assert_times (event, "2027-01-12", "18:30", NULL, "20:00");
  /* UTC in summer, past midnight here. */
  assert_times (g_ptr_array_index (events, 1), "2027-07-02", "00:00", NULL, "03:00");
  assert_times (g_ptr_array_index (events, 2), "2027-05-01", NULL, "2027-05-03", NULL);
  assert_times (g_ptr_array_index (events, 3), "2027-06-01", NULL, NULL, NULL);
  g_assert_true (((RelaisEvent *) g_ptr_array_index (events, 3))->cancelled);
  assert_times (g_ptr_array_index (events, 4), "2027-01-04", "12:30", NULL, NULL);
  g_assert_true (((RelaisEvent *) g_ptr_array_index (events, 4))->repeats);
}

/* The State's file: DTEND = DTSTART is one day. */
static void
test_public_holidays (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "data", "public-holidays-metropole.ics", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GHashTable) days = g_hash_table_new (g_str_hash, g_str_equal);

  if (!g_file_get_contents (path, &text, NULL, NULL)) {
    g_test_skip ("the shared data is not beside this checkout");
    return;
  }
  events = read_bytes (world_bytes (text));
  g_assert_cmpuint (events->len, >=, 50);
  for (guint i = 0; i < events->len; i++) {
    const RelaisEvent *event = g_ptr_array_index (events, i);

    g_assert_null (event->last_day);
    g_assert_null (event->time);
    g_hash_table_add (days, event->day);
  }
  g_assert_true (g_hash_table_contains (days, "2026-07-14"));
  g_assert_true (g_hash_table_contains (days, "2026-04-06"));
  g_assert_true (g_hash_table_contains (days, "2026-12-25"));
}

static void
test_bad_files (void)
{
  static const struct { const char *file; int code; } cases[] = {
    { "cut.ics", RELAIS_EXCHANGE_ERROR_CUT_OFF },
    { "empty.ics", RELAIS_EXCHANGE_ERROR_EMPTY },
    { "empty.csv", RELAIS_EXCHANGE_ERROR_FORMAT },
    { "garbage.bin", RELAIS_EXCHANGE_ERROR_FORMAT },
    { "apple-3.0.vcf", RELAIS_EXCHANGE_ERROR_FORMAT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = world_load (cases[i].file);
    g_autoptr (GError) error = NULL;

    g_assert_null (relais_calendar_read (bytes, NULL, &error));
    g_assert_error (error, RELAIS_EXCHANGE_ERROR, cases[i].code);
  }
}

static RelaisEvent *
make_event (GRand *rand,
            guint  number)
{
  static const char * const titles[] = { "Vœux; du maire, ici", "Foire", "Nuit \\ jour", "Éééééééééééééééééééééééééééééééééééééééééééé 🎉" };
  RelaisEvent *event = relais_event_new ();

  event->uid = g_strdup_printf ("%u@ville.example", number);
  event->title = g_strdup (titles[g_rand_int_range (rand, 0, G_N_ELEMENTS (titles))]);
  event->text = g_rand_boolean (rand) ? g_strdup ("Un\n\nDeux, trois; quatre") : NULL;
  event->place = g_rand_boolean (rand) ? g_strdup ("Salle, rez-de-chaussée") : NULL;
  event->day = g_strdup_printf ("2027-%02d-10", g_rand_int_range (rand, 1, 13));
  if (g_rand_boolean (rand))
    event->last_day = g_strdup_printf ("%.8s%02d", event->day, g_rand_int_range (rand, 11, 28));
  if (g_rand_boolean (rand)) {
    event->time = g_strdup_printf ("%02d:30", g_rand_int_range (rand, 0, 12));
    event->end_time = g_strdup_printf ("%02d:00", g_rand_int_range (rand, 13, 24));
  }
  event->cancelled = g_rand_int_range (rand, 0, 4) == 0;
  event->tentative = !event->cancelled && g_rand_boolean (rand);
  event->sequence = (guint) g_rand_int_range (rand, 0, 9);
  event->changed_at = 1795249800;
  return event;
}

static void
test_round_trip (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");

  for (guint32 seed = 0; seed < 100; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_event_free);
    g_autoptr (GPtrArray) back = NULL;
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;

    for (guint i = 0; i < 5; i++)
      g_ptr_array_add (events, make_event (rand, i));
    text = relais_calendar_write (events, "Agenda, ville", zone);
    lines = g_strsplit (text, "\r\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
      g_assert_cmpuint (strlen (lines[i]), <=, 75);
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
      g_assert_null (strpbrk (lines[i], "\r\n"));
    }
    back = read_bytes (world_bytes (text));
    g_assert_cmpuint (back->len, ==, events->len);
    for (guint i = 0; i < back->len; i++) {
      const RelaisEvent *a = g_ptr_array_index (events, i), *b = g_ptr_array_index (back, i);

      g_test_message ("seed %u, event %u", seed, i);
      g_assert_cmpstr (a->uid, ==, b->uid);
      g_assert_cmpstr (a->title, ==, b->title);
      g_assert_cmpstr (a->text, ==, b->text);
      g_assert_cmpstr (a->place, ==, b->place);
      assert_times (b, a->day, a->time, a->last_day, a->end_time);
      g_assert_cmpint (a->cancelled, ==, b->cancelled);
      g_assert_cmpint (a->tentative, ==, b->tentative);
      g_assert_cmpuint (a->sequence, ==, b->sequence);
    }
  }
}

static void
test_written_form (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_event_free);
  RelaisEvent *event = relais_event_new ();
  g_autofree char *text = NULL;

  event->uid = g_strdup ("u");
  event->title = g_strdup ("t");
  event->day = g_strdup ("2027-05-01");
  event->cancelled = TRUE;
  event->sequence = 4;
  event->changed_at = 1795249800;
  g_ptr_array_add (events, event);
  text = relais_calendar_write (events, NULL, zone);
  g_assert_nonnull (strstr (text, "DTSTART;VALUE=DATE:20270501\r\n"));
  g_assert_nonnull (strstr (text, "DTEND;VALUE=DATE:20270502\r\n"));
  g_assert_nonnull (strstr (text, "DTSTAMP:20261121T083000Z\r\n"));
  g_assert_nonnull (strstr (text, "LAST-MODIFIED:20261121T083000Z\r\n"));
  g_assert_nonnull (strstr (text, "SEQUENCE:4\r\n"));
  g_assert_nonnull (strstr (text, "STATUS:CANCELLED\r\n"));
  g_assert_nonnull (strstr (text, "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n"));
  g_assert_nonnull (strstr (text, "X-PUBLISHED-TTL:PT6H\r\n"));

  /* Never seen by the back end: stamped now, and nothing is said of its last change. */
  g_free (text);
  event->changed_at = 0;
  text = relais_calendar_write (events, NULL, zone);
  g_assert_nonnull (strstr (text, "DTSTAMP:2"));
  g_assert_null (strstr (text, "LAST-MODIFIED"));
}

/* A damaged calendar is an error or fewer entries, never a crash; what is read has a day and a title. */
static void
test_noise (void)
{
  g_autoptr (GBytes) file = world_load ("agenda.ics");
  gsize length;
  const char *original = g_bytes_get_data (file, &length);
  static const char noise[] = "\r\n:;=,\\\"0129TZ-\xff\xc3 AD";

  for (guint32 seed = 0; seed < 1500; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    char *text = g_memdup2 (original, length);
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GPtrArray) events = NULL;
    g_autoptr (GError) error = NULL;

    for (int n = g_rand_int_range (rand, 1, 40); n > 0; n--)
      text[g_rand_int_range (rand, 0, (gint32) length)] = noise[g_rand_int_range (rand, 0, sizeof noise - 1)];
    bytes = g_bytes_new_take (text, length);
    events = relais_calendar_read (bytes, NULL, &error);
    g_assert_cmpint (events != NULL, ==, error == NULL);
    for (guint i = 0; events != NULL && i < events->len; i++) {
      const RelaisEvent *event = g_ptr_array_index (events, i);

      g_assert_nonnull (event->day);
      g_assert_true (g_utf8_validate (event->title, -1, NULL));
      g_assert_nonnull (event->uid);
    }
  }
}

static void
test_series (void)
{
  static const char text[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    "BEGIN:VEVENT\r\nUID:conseil\r\nDTSTART;VALUE=DATE:20260907\r\nDTEND;VALUE=DATE:20260909\r\nSUMMARY:Conseil\r\n"
    "RRULE:FREQ=MONTHLY;BYDAY=1MO\r\nEXDATE;VALUE=DATE:20261102\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:conseil\r\nRECURRENCE-ID;VALUE=DATE:20261207\r\nDTSTART;VALUE=DATE:20261209\r\n"
    "SUMMARY:Conseil déplacé\r\nEND:VEVENT\r\n"
    /* late on Sunday in UTC: on Monday here, in winter and in summer */
    "BEGIN:VEVENT\r\nUID:veille\r\nDTSTART:20261018T223000Z\r\nDTEND:20261018T230000Z\r\nSUMMARY:Veille\r\n"
    "RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:sans-fin\r\nDTSTART:20261001T080000Z\r\nSUMMARY:Sans fin\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";
  static const struct { const char *title, *day, *time, *last_day, *end_time; } expected[] = {
    { "Conseil", "2026-09-07", NULL, "2026-09-08", NULL }, { "Conseil", "2026-10-05", NULL, "2026-10-06", NULL },
    { "Conseil déplacé", "2026-12-09", NULL, NULL, NULL },
    { "Veille", "2026-10-19", "00:30", NULL, "01:00" }, { "Veille", "2026-10-25", "23:30", "2026-10-26", "00:00" },
    { "Veille", "2026-11-01", "23:30", "2026-11-02", "00:00" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GPtrArray) events = relais_calendar_read_times (bytes, zone, "2026-12-31", NULL);

  g_assert_nonnull (events);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    const RelaisEvent *event = g_ptr_array_index (events, i);

    g_assert_cmpstr (event->title, ==, expected[i].title);
    assert_times (event, expected[i].day, expected[i].time, expected[i].last_day, expected[i].end_time);
  }
  g_assert_cmpuint (events->len, >, G_N_ELEMENTS (expected));
  g_assert_cmpuint (events->len, <, 10000);   /* a rule without end ends */
}

static void
test_days (void)
{
  static const char text[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    "BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261219\r\nDTEND;VALUE=DATE:20270104\r\nSUMMARY:Vacances de Noël\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261017\r\nDTEND;VALUE=DATE:20261102\r\nSUMMARY:Vacances de la Toussaint\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:3\r\nDTSTART;VALUE=DATE:20261101\r\nSUMMARY:Annulé\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:4\r\nDTSTART;VALUE=DATE:20200101\r\nSUMMARY:Ancien\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1), garbage = g_bytes_new_static ("hello", 5);
  g_autoptr (GError) error = NULL;
  guint n;
  g_autofree char *days = relais_calendar_days_read (bytes, relais_day_parse ("2026-11-21"), &n, NULL);

  g_assert_cmpstr (days, ==, "[[\"2026-10-17\",\"2026-11-01\",\"Vacances de la Toussaint\"],"
                             "[\"2026-12-19\",\"2027-01-03\",\"Vacances de Noël\"]]");
  g_assert_cmpuint (n, ==, 2);
  g_assert_null (relais_calendar_days_read (garbage, relais_day_parse ("2026-11-21"), &n, &error));
  g_assert_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_FORMAT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/calendar/read", test_read);
  g_test_add_func ("/exchange/calendar/public_holidays", test_public_holidays);
  g_test_add_func ("/exchange/calendar/bad_files", test_bad_files);
  g_test_add_func ("/exchange/calendar/series", test_series);
  g_test_add_func ("/exchange/calendar/days", test_days);
  g_test_add_func ("/exchange/calendar/round_trip", test_round_trip);
  g_test_add_func ("/exchange/calendar/noise", test_noise);
  g_test_add_func ("/exchange/calendar/written_form", test_written_form);
  return g_test_run ();
}
