/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A calendar: an entry becomes an article with its days and hours, a subject, and a placement on the agenda. */

#define G_LOG_DOMAIN "relais-exchange"

#include "relais-import-private.h"

#include "relais-calendar.h"
#include "relais-validate.h"
#include "relais-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  RelaisImport     *import;
  const RelaisKind *article, *subject, *placement;
  char             *channel;   /* owned: of the agenda */
} Agenda;

static char *
find_channel (RelaisImport *import)
{
  const RelaisImportWorld *world = relais_import_get_world (import);
  g_autoptr (GPtrArray) channels = world->list (world->data, relais_kind_lookup ("channel"));

  for (guint i = 0; channels != NULL && i < channels->len; i++)
    if (g_strcmp0 (relais_record_get_string (g_ptr_array_index (channels, i), "form"), "agenda") == 0)
      return g_strdup (relais_record_get_id (g_ptr_array_index (channels, i)));
  return NULL;
}

static RelaisFields *
read_event (Agenda            *agenda,
            const RelaisEvent *event,
            GError           **error)
{
  const struct { const char *field, *value; } values[] = {
    { "title", event->title }, { "body", event->text }, { "event_day", event->day }, { "event_last_day", event->last_day },
    { "event_time", event->time }, { "event_end_time", event->end_time }, { "event_place", event->place },
    { "external_id", event->uid },
  };
  g_autoptr (RelaisFields) fields = relais_fields_new (agenda->article);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    guint index = relais_kind_field (agenda->article, values[i].field);
    g_autoptr (GVariant) value = NULL;

    if (values[i].value == NULL)
      continue;
    value = relais_field_normalize (agenda->article, index, g_variant_new_string (values[i].value), error);
    if (value == NULL)
      return NULL;
    relais_fields_set (fields, index, value);
  }
  return g_steal_pointer (&fields);
}

static RelaisRecord *
find_article (Agenda     *agenda,
              const char *uid)
{
  g_autofree char *folded = relais_words_fold (uid);
  GPtrArray *found = relais_import_find (agenda->import, agenda->article, "external_id", folded);

  return found != NULL ? g_ptr_array_index (found, 0) : NULL;
}

static void
draft_creation (Agenda            *agenda,
                RelaisImportDraft *draft,
                const RelaisEvent *event,
                RelaisFields      *article)
{
  RelaisFields *subject = relais_fields_new (agenda->subject);
  RelaisFields *placement = relais_fields_new (agenda->placement);
  const char *subject_id;

  relais_fields_set (subject, relais_kind_field (agenda->subject, "title"),
                     article->values[relais_kind_field (agenda->article, "title")]);
  relais_fields_set_string (subject, "state", "kept");
  subject_id = relais_import_create (draft, subject);

  relais_fields_set_string (article, "subject", subject_id);
  relais_fields_set_string (placement, "article", relais_import_create (draft, article));
  relais_fields_set_string (placement, "subject", subject_id);
  relais_fields_set_string (placement, "channel", agenda->channel);
  relais_fields_set_string (placement, "state", "accepted");
  relais_fields_set_string (placement, "planned", event->day);
  relais_import_create (draft, placement);
}

/* The article's placements follow: its day when it moves, the bin when it is cancelled. */
static void
draft_placements (Agenda            *agenda,
                  RelaisImportDraft *draft,
                  const RelaisEvent *event,
                  RelaisRecord      *article)
{
  g_autofree char *folded = relais_words_fold (relais_record_get_id (article));
  GPtrArray *placements = relais_import_find (agenda->import, agenda->placement, "article", folded);

  for (guint i = 0; placements != NULL && i < placements->len; i++) {
    RelaisRecord *placement = g_ptr_array_index (placements, i);
    RelaisFields *fields;

    if (g_strcmp0 (relais_record_get_string (placement, "channel"), agenda->channel) != 0)
      continue;
    fields = relais_fields_new (agenda->placement);
    if (event->cancelled)
      relais_fields_set_boolean (fields, "binned", TRUE);
    else
      relais_fields_set_string (fields, "planned", event->day);
    relais_import_update (draft, placement, fields);
  }
}

/* Returns the verdict, or BAD with error. */
static RelaisImportVerdict
plan_event (Agenda            *agenda,
            const RelaisEvent *event,
            GError           **error)
{
  RelaisRecord *article = find_article (agenda, event->uid);
  RelaisImportDraft *draft;
  RelaisFields *fields;

  if (article == NULL && event->cancelled)
    return RELAIS_IMPORT_DUPLICATE;
  fields = read_event (agenda, event, error);
  if (fields == NULL)
    return RELAIS_IMPORT_BAD;

  draft = relais_import_draft_new ();
  if (article == NULL) {
    draft_creation (agenda, draft, event, fields);
  } else {
    if (event->cancelled)
      relais_fields_set_boolean (fields, "binned", TRUE);
    relais_import_update (draft, article, fields);
    draft_placements (agenda, draft, event, article);
  }
  if (draft->len == 0) {
    g_ptr_array_unref (draft);
    return RELAIS_IMPORT_DUPLICATE;
  }
  if (!relais_import_take (agenda->import, draft, error))
    return RELAIS_IMPORT_BAD;
  return article == NULL ? RELAIS_IMPORT_CREATE : RELAIS_IMPORT_UPDATE;
}

static char *
make_reason (const RelaisEvent   *event,
             RelaisImportVerdict  verdict,
             const GError        *error)
{
  if (error != NULL)
    return relais_import_explain (error);
  if (event->cancelled)
    return g_strdup (verdict == RELAIS_IMPORT_UPDATE ? _("Cancelled: goes into the bin.") : _("Cancelled."));
  if (verdict == RELAIS_IMPORT_DUPLICATE)
    return g_strdup (_("It is there already, with the same values."));
  return event->repeats ? g_strdup (_("It repeats: only its first day is taken.")) : NULL;
}

gboolean
relais_import_plan_events (RelaisImport *import,
                           GBytes       *bytes,
                           GError      **error)
{
  g_autoptr (GPtrArray) events = relais_calendar_read (bytes, relais_import_get_world (import)->zone, error);
  g_autofree char *channel = events != NULL ? find_channel (import) : NULL;
  Agenda agenda = {
    .import = import, .channel = channel, .article = relais_kind_lookup ("article"),
    .subject = relais_kind_lookup ("subject"), .placement = relais_kind_lookup ("placement"),
  };

  if (events == NULL)
    return FALSE;
  if (channel == NULL) {
    g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_MISSING,
                         _("There is no channel of the form “agenda” to put the entries on."));
    return FALSE;
  }
  for (guint i = 0; i < events->len; i++) {
    const RelaisEvent *event = g_ptr_array_index (events, i);
    g_autoptr (GError) local = NULL;
    RelaisImportVerdict verdict = plan_event (&agenda, event, &local);

    relais_import_add_row (import, i + 1, verdict, event->title, make_reason (event, verdict, local));
  }
  return TRUE;
}
