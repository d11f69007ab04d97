/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-exchange"

#include "relais-plan-feed.h"

#include "relais-choice-label.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static RelaisRecord *
get_target (RelaisRecord             *placement,
            const char               *field,
            const RelaisExportSource *source)
{
  const RelaisKind *kind = relais_record_get_kind (placement);
  const char *id = relais_record_get_string (placement, field);

  return id != NULL && source->get != NULL
         ? source->get (source->data, relais_kind_lookup (kind->fields[relais_kind_field (kind, field)].target), id) : NULL;
}

static char *
dup_title (RelaisRecord *record)
{
  return record != NULL ? relais_record_dup_title (record) : NULL;
}

/* The entry shows what these records say, so it changes when one of them does. */
static void
follow (RelaisEvent  *event,
        RelaisRecord *record)
{
  if (record == NULL)
    return;
  event->sequence = (guint) MAX (event->sequence, MIN (relais_record_get_seq (record), G_MAXINT32));
  event->changed_at = MAX (event->changed_at, relais_record_get_at (record));
}

static gboolean
is_off (RelaisRecord *record)
{
  static const char * const off[] = { "refused", "postponed", NULL };
  const char *state = record != NULL ? relais_record_get_string (record, "state") : NULL;

  return record != NULL && (relais_record_get_boolean (record, "binned") || (state != NULL && g_strv_contains (off, state)));
}

static void
add_line (GString    *text,
          const char *label,
          const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? "\n" : "", label != NULL ? label : "", label != NULL ? " " : "", value);
}

static char *
write_text (RelaisRecord             *placement,
            const char               *channel,
            const RelaisExportSource *source)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *state = relais_record_get_string (placement, "state");

  add_line (text, _("Channel:"), channel);
  add_line (text, _("Status:"), relais_choice_label (relais_record_get_kind (placement), "state", state));
  if (!source->for_readers) {
    g_autoptr (RelaisRecord) author = get_target (placement, "author", source);
    g_autofree char *name = dup_title (author);

    add_line (text, _("Author:"), name);
    add_line (text, _("Copy due:"), relais_record_get_string (placement, "copy_due"));
    add_line (text, NULL, relais_record_get_string (placement, "note"));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

RelaisEvent *
relais_plan_event_new (RelaisRecord             *placement,
                       const RelaisExportSource *source)
{
  static const char * const firm[] = { "approved", "scheduled", "published", "archived", NULL };
  const char *day, *state;
  g_autoptr (RelaisRecord) subject = NULL, channel = NULL;
  g_autofree char *title = NULL, *channel_name = NULL;
  RelaisEvent *event;

  g_return_val_if_fail (placement != NULL && source != NULL, NULL);

  day = relais_record_get_string (placement, "planned");
  state = relais_record_get_string (placement, "state");
  if (day == NULL)
    return NULL;
  subject = get_target (placement, "subject", source);
  channel = get_target (placement, "channel", source);
  title = dup_title (subject);
  channel_name = dup_title (channel);

  event = relais_event_new ();
  event->uid = g_strdup (relais_record_get_id (placement));
  event->day = g_strdup (day);
  event->title = g_strjoin (title != NULL && channel_name != NULL ? " — " : "", title != NULL ? title : "",
                            channel_name != NULL ? channel_name : "", NULL);
  event->text = write_text (placement, channel_name, source);
  event->category = g_steal_pointer (&channel_name);
  event->free = TRUE;
  event->cancelled = is_off (placement) || is_off (subject);
  event->tentative = state == NULL || !g_strv_contains (firm, state);
  follow (event, placement);
  follow (event, subject);
  follow (event, channel);
  return event;
}

GBytes *
relais_plan_feed_write (const RelaisExportSource *source,
                        const char               *name)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_event_free);
  RelaisRecord *record;
  char *text;

  g_return_val_if_fail (source != NULL && source->next != NULL, NULL);

  while ((record = source->next (source->data)) != NULL) {
    RelaisEvent *event = relais_plan_event_new (record, source);

    if (event != NULL)
      g_ptr_array_add (events, event);
    relais_record_unref (record);
  }
  text = relais_calendar_write (events, name, source->zone);
  return g_bytes_new_take (text, strlen (text));
}
