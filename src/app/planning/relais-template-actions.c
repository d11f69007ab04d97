/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-template-actions.h"

#include "relais-back-plan.h"
#include "relais-format.h"
#include "relais-plan-days.h"

#include <glib/gi18n.h>

static void
copy (RelaisRecord *template, RelaisFields *fields, const char * const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (relais_record_get (template, names[i]) != NULL)
      relais_fields_set (fields, relais_kind_field (fields->kind, names[i]), relais_record_get (template, names[i]));
}

/* "Lettre interne · 12 January 2027" */
static char *
make_title (RelaisRecord *template, RelaisDay day)
{
  g_autofree char *text = relais_day_to_string (day), *date = relais_format_date_full (text);
  return g_strdup_printf ("%s · %s", relais_record_get_string (template, "title"), date);
}

static void
make_placement (RelaisStore *store, RelaisAction *action, RelaisRecord *template, const RelaisOccurrence *occurrence,
                const char *channel, RelaisPlanCalendar *calendar)
{
  static const char * const names[] = { "author", "reviewer", NULL };
  g_autoptr (RelaisRecord) record = relais_store_lookup (store, "channel", channel);
  RelaisFields *fields;

  if (record == NULL)
    return;
  fields = relais_fields_new (relais_kind_lookup ("placement"));
  g_autofree char *id = relais_template_dup_id (template, occurrence->day, channel);
  g_autofree char *subject = relais_template_dup_id (template, occurrence->day, NULL);
  g_autofree char *planned = relais_day_to_string (occurrence->planned);
  copy (template, fields, names);
  relais_fields_set_string (fields, "subject", subject);
  relais_fields_set_string (fields, "channel", channel);
  relais_fields_set_string (fields, "state", "accepted");
  relais_fields_set_string (fields, "planned", planned);
  if (relais_record_get (record, "lead_days") != NULL)
    {
      g_autofree char *due = relais_day_to_string (relais_back_plan_copy_due (calendar, occurrence->planned,
                                                                              (int) relais_record_get_integer (record, "lead_days")));
      relais_fields_set_string (fields, "copy_due", due);
    }
  relais_action_create (action, id, fields);
}

static void
make_subject (RelaisStore *store, RelaisAction *action, RelaisRecord *template, const RelaisOccurrence *occurrence,
              RelaisPlanCalendar *calendar)
{
  static const char * const names[] = { "summary", "unit", "theme", "campaign", NULL };
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));
  g_autofree const char **channels = relais_record_dup_strv (template, "channels");
  g_autofree char *id = relais_template_dup_id (template, occurrence->day, NULL);
  g_autofree char *day = relais_day_to_string (occurrence->day), *title = make_title (template, occurrence->planned);

  copy (template, fields, names);
  relais_fields_set_string (fields, "title", title);
  relais_fields_set_string (fields, "state", "kept");
  relais_fields_set_string (fields, "template", relais_record_get_id (template));
  relais_fields_set_string (fields, "occurrence", day);
  relais_action_create (action, id, fields);
  for (guint i = 0; channels[i] != NULL; i++)
    make_placement (store, action, template, occurrence, channels[i], calendar);
}

char *
relais_template_dup_id (RelaisRecord *template, RelaisDay occurrence, const char *part)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  char day[RELAIS_DAY_SIZE];
  guint8 bytes[32];
  gsize size = sizeof bytes;
  guint64 milliseconds = (guint64) MAX (occurrence, 0) * 24 * 60 * 60 * 1000;

  relais_day_print (occurrence, day);
  g_autofree char *text = g_strjoin ("/", relais_record_get_id (template), day, part, NULL);
  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, bytes, &size);
  /* A UUIDv7 (RFC 9562, 5.7) of that day, where a hash stands for chance. */
  for (guint i = 0; i < 6; i++)
    bytes[i] = (guint8) (milliseconds >> (8 * (5 - i)));
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", bytes[0], bytes[1], bytes[2],
                          bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9], bytes[10], bytes[11], bytes[12],
                          bytes[13], bytes[14], bytes[15]);
}

GArray *
relais_template_list_occurrences (RelaisStore *store, RelaisRecord *template, RelaisDay from, int months)
{
  RelaisDay starts = relais_day_parse (relais_record_get_string (template, "starts"));
  RelaisDay ends = relais_day_parse (relais_record_get_string (template, "ends"));
  const char *text = relais_record_get_string (template, "rule");
  RelaisRule rule;

  if (text == NULL || starts == RELAIS_DAY_NONE || !relais_rule_parse (text, &rule, NULL))
    return g_array_new (FALSE, FALSE, sizeof (RelaisOccurrence));
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_days_read (store);
  return relais_rule_occurrences (&rule, starts, ends, relais_on_closed_parse (relais_record_get_string (template, "on_closed")),
                                  calendar, MAX (from, starts), relais_day_add_months (MAX (from, starts), months) - 1);
}

gboolean
relais_template_is_made (RelaisStore *store, RelaisRecord *template, const RelaisOccurrence *occurrence)
{
  g_autofree char *id = relais_template_dup_id (template, occurrence->day, NULL);
  g_autoptr (RelaisRecord) subject = relais_store_lookup (store, "subject", id);

  return subject != NULL;
}

RelaisAction *
relais_template_make (RelaisStore *store, RelaisRecord *template, GArray *occurrences)
{
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_days_read (store);
  g_autofree char *label = g_strdup_printf (_("Make the subjects of “%s”"), relais_record_get_string (template, "title"));
  RelaisAction *action = relais_action_new (label);

  for (guint i = 0; i < occurrences->len; i++)
    {
      const RelaisOccurrence *occurrence = &g_array_index (occurrences, RelaisOccurrence, i);
      if (!relais_template_is_made (store, template, occurrence))
        make_subject (store, action, template, occurrence, calendar);
    }
  return action;
}
