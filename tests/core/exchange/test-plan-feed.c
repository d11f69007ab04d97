/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "relais-plan-feed.h"

#include <string.h>

static char *
write_feed (World *world)
{
  g_autoptr (GBytes) bytes = NULL;

  world->kind = relais_kind_lookup ("placement");
  world->next = 0;
  bytes = relais_plan_feed_write (&world->source, "Le plan");
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Lines longer than 75 octets are folded. */
static char *
unfold (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\r\n ", -1);

  return g_strjoinv ("", parts);
}

/* The lines of the entry of @placement. */
static char *
find_entry (const char   *feed,
            RelaisRecord *placement)
{
  g_autofree char *text = unfold (feed);
  g_autofree char *uid = g_strdup_printf ("UID:%s\r\n", relais_record_get_id (placement));
  const char *found = strstr (text, uid), *end = found != NULL ? strstr (found, "END:VEVENT") : NULL;

  return found != NULL && end != NULL ? g_strndup (found, (gsize) (end - found)) : NULL;
}

static RelaisRecord *
add_state (RelaisRecord *record,
           guint64       seq,
           gint64        at,
           const char   *field,
           const char   *value)
{
  RelaisFields *fields = relais_fields_copy (relais_record_get_fields (record));

  relais_fields_set_string (fields, field, value);
  fields->unset = 0;
  return relais_record_new (relais_record_get_id (record), fields, relais_record_get_rev (record) + 1, seq, NULL, at);
}

/* @record takes the place of what it was. */
static void
replace (World        *world,
         RelaisRecord *record)
{
  for (guint i = 0; i < world->records->len; i++) {
    RelaisRecord *before = g_ptr_array_index (world->records, i);

    if (strcmp (relais_record_get_id (before), relais_record_get_id (record)) != 0)
      continue;
    world->records->pdata[i] = record;
    relais_record_unref (before);
    return;
  }
  g_assert_not_reached ();
}

static RelaisRecord *
make_placement (World        *world,
                RelaisRecord *subject,
                RelaisRecord *channel,
                const char   *state,
                const char   *planned)
{
  return world_make (world, "placement", "subject", relais_record_get_id (subject), "channel", relais_record_get_id (channel),
                     "state", state, "planned", planned, "note", "À voir avec la mairie", NULL);
}

static guint
read_sequence (const char *entry)
{
  const char *found = strstr (entry, "\r\nSEQUENCE:");

  g_assert_nonnull (found);
  return (guint) g_ascii_strtoull (found + strlen ("\r\nSEQUENCE:"), NULL, 10);
}

static void
test_entry (void)
{
  g_autoptr (World) world = world_new ();
  RelaisRecord *subject = world_make (world, "subject", "title", "Vœux, place de l’Hôtel-de-Ville", "state", "kept", NULL);
  RelaisRecord *channel = world_make (world, "channel", "name", "Brèves", "form", "brief", NULL);
  RelaisRecord *placement = make_placement (world, subject, channel, "writing", "2026-12-31");
  g_autofree char *feed = write_feed (world), *entry = find_entry (feed, placement), *readers = NULL, *public = NULL;

  g_assert_nonnull (strstr (feed, "VERSION:2.0\r\n"));
  g_assert_nonnull (strstr (feed, "X-WR-CALNAME:Le plan\r\n"));
  g_assert_nonnull (strstr (feed, "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n"));
  g_assert_nonnull (strstr (feed, "X-PUBLISHED-TTL:PT6H\r\n"));
  g_assert_nonnull (entry);
  g_assert_nonnull (strstr (entry, "SUMMARY:Vœux\\, place de l’Hôtel-de-Ville — Brèves\r\n"));
  g_assert_nonnull (strstr (entry, "DTSTART;VALUE=DATE:20261231\r\n"));
  g_assert_nonnull (strstr (entry, "DTEND;VALUE=DATE:20270101\r\n"));   /* exclusive, over the end of the year */
  g_assert_nonnull (strstr (entry, "DTSTAMP:20261121T083000Z\r\n"));
  g_assert_nonnull (strstr (entry, "LAST-MODIFIED:20261121T083000Z\r\n"));
  g_assert_nonnull (strstr (entry, "CATEGORIES:Brèves\r\n"));
  g_assert_nonnull (strstr (entry, "TRANSP:TRANSPARENT\r\n"));
  g_assert_nonnull (strstr (entry, "STATUS:TENTATIVE\r\n"));
  g_assert_nonnull (strstr (entry, "Channel: Brèves\\nStatus: Writing"));
  g_assert_nonnull (strstr (entry, "À voir avec la mairie"));

  world->source.for_readers = TRUE;
  readers = write_feed (world);
  public = find_entry (readers, placement);
  g_assert_nonnull (strstr (public, "Status: Writing"));
  g_assert_null (strstr (readers, "mairie"));
}

/* Whatever changes what the entry shows, its SEQUENCE rises and its UID stays. */
static void
test_sequence (void)
{
  g_autoptr (World) world = world_new ();
  RelaisRecord *subject = world_make (world, "subject", "title", "Vœux", "state", "kept", NULL);
  RelaisRecord *young = world_make (world, "subject", "title", "Cérémonie", "state", "kept", NULL);
  RelaisRecord *channel = world_make (world, "channel", "name", "Brèves", "form", "brief", NULL);
  RelaisRecord *placement = make_placement (world, subject, channel, "approved", "2027-01-12");
  guint before = 0;

  for (guint step = 0; step < 5; step++) {
    g_autofree char *feed = NULL, *entry = NULL;

    if (step == 1)
      replace (world, add_state (placement, 20, 1795250000, "planned", "2027-01-14"));
    else if (step == 2)
      replace (world, add_state (subject, 30, 1795260000, "title", "Vœux du maire"));
    else if (step == 3)
      replace (world, add_state (channel, 40, 1795270000, "name", "En bref"));
    else if (step == 4)   /* merged into a subject that has hardly changed */
      replace (world, add_state (placement, 50, 1795280000, "subject", relais_record_get_id (young)));
    placement = world->records->pdata[3];
    feed = write_feed (world);
    entry = find_entry (feed, placement);
    g_assert_nonnull (entry);
    g_assert_cmpuint (read_sequence (entry), >, before);
    before = read_sequence (entry);
    if (step == 2)
      g_assert_nonnull (strstr (entry, "LAST-MODIFIED:20261121T112000Z\r\n"));
  }
}

/* Cancelled is said, not passed over in silence. */
static void
test_cancelled (void)
{
  g_autoptr (World) world = world_new ();
  RelaisRecord *kept = world_make (world, "subject", "title", "Vœux", "state", "kept", NULL);
  RelaisRecord *refused = world_make (world, "subject", "title", "Ancien", "state", "refused", NULL);
  RelaisRecord *channel = world_make (world, "channel", "name", "Brèves", "form", "brief", NULL);
  RelaisRecord *placements[] = {
    make_placement (world, kept, channel, "scheduled", "2027-01-12"),
    make_placement (world, kept, channel, "refused", "2027-01-12"),
    make_placement (world, refused, channel, "approved", "2027-01-12"),
    make_placement (world, kept, channel, "approved", "2027-01-12"),
    make_placement (world, kept, channel, "postponed", "2027-01-12"),
    world_make (world, "placement", "subject", relais_record_get_id (kept), "channel", relais_record_get_id (channel), "state",
                "approved", NULL),
  };
  static const char * const expected[] = { "CONFIRMED", "CANCELLED", "CANCELLED", "CANCELLED", "CANCELLED", NULL };
  RelaisFields *binned = relais_fields_copy (relais_record_get_fields (placements[3]));
  g_autofree char *feed = NULL;

  relais_fields_set_boolean (binned, "binned", TRUE);
  replace (world, relais_record_new (relais_record_get_id (placements[3]), binned, 4, 8, NULL, 1795250000));
  placements[3] = world->records->pdata[6];
  feed = write_feed (world);
  for (guint i = 0; i < G_N_ELEMENTS (placements); i++) {
    g_autofree char *entry = find_entry (feed, placements[i]);
    g_autofree char *status = g_strdup_printf ("STATUS:%s\r\n", expected[i] != NULL ? expected[i] : "");

    g_assert_true ((entry != NULL) == (expected[i] != NULL));
    if (entry != NULL)
      g_assert_nonnull (strstr (entry, status));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/plan_feed/entry", test_entry);
  g_test_add_func ("/exchange/plan_feed/sequence", test_sequence);
  g_test_add_func ("/exchange/plan_feed/cancelled", test_cancelled);
  return g_test_run ();
}
