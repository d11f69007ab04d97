/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The editorial plan: a row (or an entry of a calendar) is a placement; the subject that it is of is made when there is none. */

#define G_LOG_DOMAIN "relais-exchange"

#include "relais-import-private.h"

#include "relais-back-plan.h"
#include "relais-calendar.h"
#include "relais-validate.h"
#include "relais-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>


typedef struct {
  RelaisImport       *import;
  RelaisTable        *table;        /* nullable: a calendar */
  const RelaisKind   *subject, *placement, *channel;
  RelaisPlanCalendar *calendar;     /* owned */
  int                 subject_columns[RELAIS_MAX_FIELDS], placement_columns[RELAIS_MAX_FIELDS];
  int                 id_column;
  guint               line;         /* that is being read */
} Schedule;

static void
clear_schedule (Schedule *schedule)
{
  g_clear_pointer (&schedule->calendar, relais_plan_calendar_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Schedule, clear_schedule)

static void
add_kind (GPtrArray               *records,
          const RelaisImportWorld *world,
          const char              *kind)
{
  g_autoptr (GPtrArray) found = world->list (world->data, relais_kind_lookup (kind));

  for (guint i = 0; found != NULL && i < found->len; i++)
    g_ptr_array_add (records, relais_record_ref (g_ptr_array_index (found, i)));
}

/* Which days are worked, for copy-due dates that the file does not say. */
static RelaisPlanCalendar *
read_calendar (RelaisImport *import)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  const RelaisImportWorld *world = relais_import_get_world (import);

  add_kind (records, world, "closed_period");
  add_kind (records, world, "calendar");
  add_kind (records, world, "setting");
  return relais_plan_calendar_new (records);
}

static void
init_schedule (Schedule     *schedule,
               RelaisImport *import)
{
  schedule->import = import;
  schedule->subject = relais_kind_lookup ("subject");
  schedule->placement = relais_kind_lookup ("placement");
  schedule->channel = relais_kind_lookup ("channel");
  schedule->calendar = read_calendar (import);
}

/* ---- what is there already ---- */

/* The subject of that title; NULL without error: there is none. Of several, the one that has a placement there on that day. */
static RelaisRecord *
find_subject (Schedule    *schedule,
              const char  *title,
              const char  *channel,
              const char  *day,
              GError     **error)
{
  g_autofree char *folded = relais_words_fold (title);
  GPtrArray *found = relais_import_find (schedule->import, schedule->subject, "title", folded);

  if (found == NULL || found->len == 1)
    return found != NULL ? g_ptr_array_index (found, 0) : NULL;
  for (guint i = 0; i < found->len; i++) {
    g_autoptr (RelaisFields) fields = relais_fields_new (schedule->placement);
    g_autofree char *key = NULL;

    relais_fields_set_string (fields, "subject", relais_record_get_id (g_ptr_array_index (found, i)));
    relais_fields_set_string (fields, "channel", channel);
    relais_fields_set_string (fields, "planned", day);
    key = relais_import_make_key (fields);
    if (relais_import_find (schedule->import, schedule->placement, "key", key) != NULL)
      return g_ptr_array_index (found, i);
  }
  relais_model_set_error (error, RELAIS_MODEL_ERROR_REFERENCE, schedule->placement,
                          relais_kind_field (schedule->placement, "subject"), _("several are called “%.60s”"), title);
  return NULL;
}

static RelaisRecord *
find_placement (Schedule           *schedule,
                const RelaisFields *fields)
{
  g_autofree char *key = relais_import_make_key (fields);
  GPtrArray *found = key != NULL ? relais_import_find (schedule->import, schedule->placement, "key", key) : NULL;

  return found != NULL ? g_ptr_array_index (found, 0) : NULL;
}

/* ---- what a row makes ---- */

static void
set_first_states (Schedule     *schedule,
                  RelaisFields *placement,
                  RelaisFields *subject)
{
  guint state = relais_kind_field (schedule->placement, "state"), planned = relais_kind_field (schedule->placement, "planned");
  const char *now;

  if (placement->values[state] == NULL)
    relais_fields_set_string (placement, "state", placement->values[planned] != NULL ? "accepted" : "idea");
  now = g_variant_get_string (placement->values[state], NULL);
  if (subject != NULL)
    relais_fields_set_string (subject, "state",
                              strcmp (now, "idea") == 0 || strcmp (now, "proposed") == 0 ? "proposed" : "kept");
}

/* The channel's lead time says when copy is due, where the file does not. */
static void
set_copy_due (Schedule     *schedule,
              RelaisFields *placement)
{
  guint planned = relais_kind_field (schedule->placement, "planned"), due = relais_kind_field (schedule->placement, "copy_due");
  guint channel = relais_kind_field (schedule->placement, "channel");
  RelaisRecord *record;
  g_autofree char *day = NULL;

  if (placement->values[due] != NULL || placement->values[planned] == NULL || placement->values[channel] == NULL)
    return;
  record = relais_import_get (schedule->import, schedule->channel, g_variant_get_string (placement->values[channel], NULL));
  if (record == NULL || relais_record_get_integer (record, "lead_days") == 0)
    return;
  day = relais_day_to_string (relais_back_plan_copy_due (schedule->calendar,
                                                         relais_day_parse (g_variant_get_string (placement->values[planned], NULL)),
                                                         (int) relais_record_get_integer (record, "lead_days")));
  relais_fields_set_string (placement, "copy_due", day);
}

/* Takes @placement and @subject (nullable: it is there). */
static gboolean
take_creation (Schedule      *schedule,
               const char    *title,
               RelaisFields  *placement,
               RelaisFields  *subject,
               GError       **error)
{
  RelaisImportDraft *draft = relais_import_draft_new ();
  g_autofree char *id = NULL;

  set_first_states (schedule, placement, subject);
  set_copy_due (schedule, placement);
  if (subject != NULL)
    relais_fields_set_string (placement, "subject", relais_import_create (draft, subject));
  id = g_strdup (relais_import_create (draft, placement));
  if (!relais_import_take (schedule->import, draft, error))
    return FALSE;
  relais_import_set_line (schedule->import, id, schedule->line);
  relais_import_add_row (schedule->import, schedule->line, RELAIS_IMPORT_CREATE, title,
                         subject != NULL ? NULL : g_strdup (_("Of a subject that is there already.")));
  return TRUE;
}

/* Takes @fields. */
static gboolean
take_update (Schedule      *schedule,
             const char    *title,
             RelaisRecord  *record,
             RelaisFields  *fields,
             GError       **error)
{
  g_autofree char *id = g_strdup (relais_record_get_id (record));
  guint earlier = relais_import_get_line (schedule->import, id);
  RelaisImportDraft *draft = relais_import_draft_new ();

  if (!relais_import_update (draft, record, fields) || earlier > 0) {
    g_ptr_array_unref (draft);
    relais_import_add_row (schedule->import, schedule->line, RELAIS_IMPORT_DUPLICATE, title,
                           earlier > 0 ? g_strdup_printf (_("The same as line %u."), earlier)
                                       : g_strdup (_("It is there already, with the same values.")));
    return TRUE;
  }
  if (!relais_import_take (schedule->import, draft, error))
    return FALSE;
  relais_import_set_line (schedule->import, id, schedule->line);
  relais_import_add_row (schedule->import, schedule->line, RELAIS_IMPORT_UPDATE, title, NULL);
  return TRUE;
}

static gboolean
check_required (Schedule           *schedule,
                const RelaisFields *fields,
                const char         *name,
                GError            **error)
{
  guint index = relais_kind_field (fields->kind, name);

  if (fields->values[index] != NULL)
    return TRUE;
  relais_model_set_error (error, RELAIS_MODEL_ERROR_REQUIRED, fields->kind, index, _("is missing"));
  return FALSE;
}

/* Takes both. The placement has its channel, perhaps a day; the subject its title. */
static gboolean
take_row (Schedule      *schedule,
          RelaisFields  *placement_fields,
          RelaisFields  *subject_fields,
          GError       **error)
{
  g_autoptr (RelaisFields) placement = placement_fields, subject = subject_fields;
  g_autoptr (GError) local = NULL;
  RelaisRecord *known, *record;
  const char *title, *channel;
  GVariant *day;

  if (!check_required (schedule, subject, "title", error) || !check_required (schedule, placement, "channel", error))
    return FALSE;
  title = g_variant_get_string (subject->values[relais_kind_field (schedule->subject, "title")], NULL);
  channel = g_variant_get_string (placement->values[relais_kind_field (schedule->placement, "channel")], NULL);
  day = placement->values[relais_kind_field (schedule->placement, "planned")];
  known = find_subject (schedule, title, channel, day != NULL ? g_variant_get_string (day, NULL) : NULL, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (known != NULL)
    relais_fields_set_string (placement, "subject", relais_record_get_id (known));
  record = known != NULL ? find_placement (schedule, placement) : NULL;
  if (record != NULL)
    return take_update (schedule, title, record, g_steal_pointer (&placement), error);
  {
    g_autofree char *kept = g_strdup (title);

    return take_creation (schedule, kept, g_steal_pointer (&placement), known == NULL ? g_steal_pointer (&subject) : NULL, error);
  }
}

/* ---- tables ---- */

/* A heading is a field of the placement, or of its subject; "Subject" is the subject's title. */
static const char *
map_heading (Schedule   *schedule,
             const char *heading,
             int         column)
{
  int of_placement = relais_words_find_field (schedule->placement, heading);
  int of_subject = relais_words_find_field (schedule->subject, heading);
  guint subject = relais_kind_field (schedule->placement, "subject");

  if (g_ascii_strcasecmp (heading, "id") == 0 && schedule->id_column == RELAIS_IMPORT_NO_COLUMN) {
    schedule->id_column = column;
    return _("Identifier");
  }
  if (of_placement == (int) subject) {
    of_placement = -1;
    of_subject = (int) relais_kind_field (schedule->subject, "title");
  }
  if (of_placement >= 0 && schedule->placement_columns[of_placement] == RELAIS_IMPORT_NO_COLUMN) {
    schedule->placement_columns[of_placement] = column;
    return _(schedule->placement->fields[of_placement].label);
  }
  if (of_placement < 0 && of_subject >= 0 && schedule->subject_columns[of_subject] == RELAIS_IMPORT_NO_COLUMN) {
    schedule->subject_columns[of_subject] = column;
    return _(schedule->subject->fields[of_subject].label);
  }
  return NULL;
}

static gboolean
map_columns (Schedule *schedule,
             GError  **error)
{
  schedule->id_column = RELAIS_IMPORT_NO_COLUMN;
  for (guint i = 0; i < RELAIS_MAX_FIELDS; i++)
    schedule->subject_columns[i] = schedule->placement_columns[i] = RELAIS_IMPORT_NO_COLUMN;
  for (guint column = 0; column < relais_table_get_n_columns (schedule->table); column++) {
    const char *heading = relais_table_get_heading (schedule->table, column);

    relais_import_add_column (schedule->import, heading, map_heading (schedule, heading, (int) column));
  }
  if (schedule->subject_columns[relais_kind_field (schedule->subject, "title")] != RELAIS_IMPORT_NO_COLUMN &&
      schedule->placement_columns[relais_kind_field (schedule->placement, "channel")] != RELAIS_IMPORT_NO_COLUMN)
    return TRUE;
  g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_HEADINGS,
                       _("A plan needs columns for the subject and for the channel, with their headings in the first line."));
  return FALSE;
}

static gboolean
plan_row (Schedule *schedule,
          guint     row,
          GError  **error)
{
  g_autoptr (RelaisFields) subject = relais_import_read_cells (schedule->import, schedule->table, row, schedule->subject,
                                                               schedule->subject_columns, NULL, error);
  g_autoptr (RelaisFields) placement = NULL;
  g_autofree char *id = NULL, *title = NULL;
  RelaisRecord *known;

  if (subject == NULL)
    return FALSE;
  placement = relais_import_read_cells (schedule->import, schedule->table, row, schedule->placement, schedule->placement_columns, NULL,
                                        error);
  if (placement == NULL)
    return FALSE;
  if (schedule->id_column != RELAIS_IMPORT_NO_COLUMN)
    id = g_ascii_strdown (relais_table_get_cell (schedule->table, row, (guint) schedule->id_column), -1);
  known = relais_id_is_valid (id) ? relais_import_get (schedule->import, schedule->placement, id) : NULL;
  if (known == NULL)
    return take_row (schedule, g_steal_pointer (&placement), g_steal_pointer (&subject), error);
  title = g_strdup (relais_table_get_cell (schedule->table, row,
                                           (guint) schedule->subject_columns[relais_kind_field (schedule->subject, "title")]));
  return take_update (schedule, title, known, g_steal_pointer (&placement), error);
}

gboolean
relais_import_plan_schedule_rows (RelaisImport *import,
                                  RelaisTable  *table,
                                  GError      **error)
{
  g_auto (Schedule) schedule = { .table = table };
  int title;

  init_schedule (&schedule, import);
  if (!map_columns (&schedule, error))
    return FALSE;
  title = schedule.subject_columns[relais_kind_field (schedule.subject, "title")];
  for (guint i = 0; i < relais_table_get_n_rows (table); i++) {
    g_autoptr (GError) local = NULL;

    schedule.line = relais_table_get_line (table, i);
    if (!plan_row (&schedule, i, &local))
      relais_import_add_row (import, schedule.line, RELAIS_IMPORT_BAD, relais_table_get_cell (table, i, (guint) title),
                             relais_import_explain (local));
  }
  return TRUE;
}

/* ---- calendars ---- */

/* The channel that the entry's category names, otherwise the agenda. */
static const char *
find_channel (Schedule          *schedule,
              const RelaisEvent *event,
              gboolean          *named)
{
  const RelaisImportWorld *world = relais_import_get_world (schedule->import);
  g_autofree char *folded = event->category != NULL ? relais_words_fold (event->category) : NULL;
  GPtrArray *found = folded != NULL ? relais_import_find (schedule->import, schedule->channel, "title", folded) : NULL;
  g_autoptr (GPtrArray) channels = NULL;

  *named = found != NULL;
  if (found != NULL)
    return relais_record_get_id (g_ptr_array_index (found, 0));
  channels = world->list (world->data, schedule->channel);
  for (guint i = 0; channels != NULL && i < channels->len; i++)
    if (g_strcmp0 (relais_record_get_string (g_ptr_array_index (channels, i), "form"), "agenda") == 0)
      return g_intern_string (relais_record_get_id (g_ptr_array_index (channels, i)));
  return NULL;
}

/* An entry of a plan that Relais wrote ends in its channel: "Vœux — Brèves". */
static char *
make_title (const RelaisEvent *event,
            gboolean           named)
{
  g_autofree char *tail = named ? g_strconcat (" — ", event->category, NULL) : NULL;

  return tail != NULL && g_str_has_suffix (event->title, tail) ? g_strndup (event->title, strlen (event->title) - strlen (tail))
                                                               : g_strdup (event->title);
}

/* An entry of ours moves, or is thrown away; nothing else of it can have been meant. */
static gboolean
take_known (Schedule          *schedule,
            const RelaisEvent *event,
            RelaisRecord      *placement,
            GError           **error)
{
  RelaisFields *fields = relais_fields_new (schedule->placement);

  if (event->cancelled && g_strcmp0 (relais_record_get_string (placement, "state"), "refused") != 0)
    relais_fields_set_boolean (fields, "binned", TRUE);
  else
    relais_fields_set_string (fields, "planned", event->day);
  return take_update (schedule, event->title, placement, fields, error);
}

static gboolean
plan_event (Schedule          *schedule,
            const RelaisEvent *event,
            GError           **error)
{
  RelaisRecord *known = relais_id_is_valid (event->uid) ? relais_import_get (schedule->import, schedule->placement, event->uid) : NULL;
  g_autoptr (RelaisFields) subject = NULL, placement = NULL;
  g_autoptr (GVariant) title = NULL;
  g_autofree char *words = NULL;
  const char *channel;
  gboolean named;

  if (known != NULL)
    return take_known (schedule, event, known, error);
  if (event->cancelled) {
    relais_import_add_row (schedule->import, schedule->line, RELAIS_IMPORT_DUPLICATE, event->title, g_strdup (_("Cancelled.")));
    return TRUE;
  }
  channel = find_channel (schedule, event, &named);
  subject = relais_fields_new (schedule->subject);
  placement = relais_fields_new (schedule->placement);
  words = make_title (event, named);
  title = relais_field_normalize (schedule->subject, relais_kind_field (schedule->subject, "title"), g_variant_new_string (words), error);
  if (title == NULL)
    return FALSE;
  relais_fields_set (subject, relais_kind_field (schedule->subject, "title"), title);
  if (!named)
    relais_fields_set_string (subject, "summary", event->text);
  relais_fields_set_string (placement, "channel", channel);
  relais_fields_set_string (placement, "planned", event->day);
  placement->unset = subject->unset = 0;
  return take_row (schedule, g_steal_pointer (&placement), g_steal_pointer (&subject), error);
}

gboolean
relais_import_plan_schedule_events (RelaisImport *import,
                                    GBytes       *bytes,
                                    GError      **error)
{
  g_autoptr (GPtrArray) events = relais_calendar_read (bytes, relais_import_get_world (import)->zone, error);
  g_auto (Schedule) schedule = { 0 };

  if (events == NULL)
    return FALSE;
  init_schedule (&schedule, import);
  for (guint i = 0; i < events->len; i++) {
    const RelaisEvent *event = g_ptr_array_index (events, i);
    g_autoptr (GError) local = NULL;

    schedule.line = i + 1;
    if (!plan_event (&schedule, event, &local))
      relais_import_add_row (import, schedule.line, RELAIS_IMPORT_BAD, event->title, relais_import_explain (local));
  }
  return TRUE;
}
