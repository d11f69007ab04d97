/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-exchange"

#include "relais-export.h"

#include "relais-calendar.h"
#include "relais-json.h"
#include "relais-plan-feed.h"
#include "relais-validate.h"
#include "relais-vcard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char * const format_names[] = { "csv", "json", "vcf", "ics" };

static gboolean
is_kind (const RelaisKind *kind,
         const char       *name)
{
  return strcmp (kind->name, name) == 0;
}

static gboolean
is_shown (const RelaisExportSource *source,
          const RelaisField        *field)
{
  return !source->for_readers || !(field->flags & RELAIS_FIELD_PRIVATE);
}

/* Title of the record that @id is, or the identifier itself when it has none. */
static char *
get_title (const RelaisExportSource *source,
           const char               *kind,
           const char               *id)
{
  g_autoptr (RelaisRecord) record = NULL;
  g_autofree char *title = NULL;

  if (id != NULL && source->get != NULL)
    record = source->get (source->data, relais_kind_lookup (kind), id);
  title = record != NULL ? relais_record_dup_title (record) : NULL;
  return title != NULL && !g_str_has_suffix (id, title) ? g_steal_pointer (&title) : g_strdup (id);
}

/* What stands in the cell: titles in the place of identifiers. */
static char *
print_cell (const RelaisExportSource *source,
            const RelaisKind         *kind,
            guint                     index,
            GVariant                 *value)
{
  const RelaisKind *question = relais_kind_lookup ("question");
  const RelaisField *field = &kind->fields[index];
  g_autoptr (GStrvBuilder) titles = NULL;
  g_auto (GStrv) strv = NULL;
  g_autoptr (GVariant) list = NULL;
  GVariantIter iter;
  const char *id;

  if (value == NULL || (field->type != RELAIS_FIELD_REF && field->type != RELAIS_FIELD_REFS))
    return relais_field_print (kind, index, value);
  if (field->type == RELAIS_FIELD_REF)
    return get_title (source, field->target, g_variant_get_string (value, NULL));

  titles = g_strv_builder_new ();
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "&s", &id))
    g_strv_builder_take (titles, get_title (source, field->target, id));
  strv = g_strv_builder_end (titles);
  list = g_variant_ref_sink (g_variant_new_strv ((const char * const *) strv, -1));
  /* A list of strings, written by the model's rule for bars and backslashes. */
  return relais_field_print (question, relais_kind_field (question, "options"), list);
}

static void
append_headings (GString                  *text,
                 const RelaisKind         *kind,
                 const RelaisExportSource *source)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  g_ptr_array_add (cells, (gpointer) "id");
  for (guint i = 0; i < kind->n_fields; i++)
    if (is_shown (source, &kind->fields[i]))
      g_ptr_array_add (cells, (gpointer) (source->labels ? _(kind->fields[i].label) : kind->fields[i].name));
  g_ptr_array_add (cells, NULL);
  relais_table_append_row (text, (const char * const *) cells->pdata);
}

static void
append_csv (GString                  *text,
            RelaisRecord             *record,
            const RelaisExportSource *source)
{
  const RelaisFields *fields = relais_record_get_fields (record);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (cells, g_strdup (relais_record_get_id (record)));
  for (guint i = 0; i < fields->kind->n_fields; i++)
    if (is_shown (source, &fields->kind->fields[i]))
      g_ptr_array_add (cells, print_cell (source, fields->kind, i, fields->values[i]));
  g_ptr_array_add (cells, NULL);
  relais_table_append_row (text, (const char * const *) cells->pdata);
}

static void
append_json (GString                  *text,
             RelaisRecord             *record,
             const RelaisExportSource *source)
{
  const RelaisKind *kind = relais_record_get_kind (record);
  JsonObject *object = relais_record_to_json (record);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *canonical = NULL;

  for (guint i = 0; i < kind->n_fields; i++) {
    JsonObject *fields = json_object_get_object_member (object, "fields");

    if (!is_shown (source, &kind->fields[i]) && json_object_has_member (fields, kind->fields[i].name))
      json_object_remove_member (fields, kind->fields[i].name);
  }
  canonical = relais_json_canonical (node);
  g_string_append (text, canonical);
  json_object_unref (object);
}

static void
append_card (GString                  *text,
             RelaisRecord             *record,
             const RelaisExportSource *source)
{
  const char *unit_id = relais_record_get_string (record, "unit");
  g_autoptr (RelaisRecord) unit = NULL;
  g_autofree char *name = NULL;

  if (unit_id != NULL && source->get != NULL)
    unit = source->get (source->data, relais_kind_lookup ("unit"), unit_id);
  name = unit != NULL ? relais_record_dup_title (unit) : NULL;
  relais_vcard_append (text, record, name, !source->for_readers);
}

static RelaisEvent *
make_event (RelaisRecord *record,
            const char   *day)
{
  RelaisEvent *event = relais_event_new ();

  event->uid = g_strdup (relais_record_get_id (record));
  event->day = g_strdup (day);
  event->sequence = (guint) MIN (relais_record_get_rev (record), G_MAXINT32);
  event->changed_at = relais_record_get_at (record);
  event->cancelled = relais_record_get_boolean (record, "binned");
  return event;
}

static RelaisEvent *
make_article_event (RelaisRecord *record)
{
  const char *day = relais_record_get_string (record, "event_day");
  const char *external = relais_record_get_string (record, "external_id");
  RelaisEvent *event;

  if (day == NULL)
    return NULL;
  event = make_event (record, day);
  /* What came from another calendar goes back under the name that it had there. */
  if (external != NULL) {
    g_free (event->uid);
    event->uid = g_strdup (external);
  }
  event->title = relais_record_dup_title (record);
  event->text = g_strdup (relais_record_get_string (record, "standfirst"));
  event->place = g_strdup (relais_record_get_string (record, "event_place"));
  event->last_day = g_strdup (relais_record_get_string (record, "event_last_day"));
  event->time = g_strdup (relais_record_get_string (record, "event_time"));
  event->end_time = g_strdup (relais_record_get_string (record, "event_end_time"));
  return event;
}

static char *
write_calendar (const RelaisKind         *kind,
                const RelaisExportSource *source)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_event_free);
  RelaisRecord *record;

  while ((record = source->next (source->data)) != NULL) {
    RelaisEvent *event = is_kind (kind, "placement") ? relais_plan_event_new (record, source) : make_article_event (record);

    if (event != NULL)
      g_ptr_array_add (events, event);
    relais_record_unref (record);
  }
  return relais_calendar_write (events, _(kind->label_plural), source->zone);
}

static char *
write_records (const RelaisKind         *kind,
               RelaisExportFormat        format,
               const RelaisExportSource *source)
{
  GString *text = g_string_new (format == RELAIS_EXPORT_CSV ? RELAIS_TABLE_START : NULL);
  RelaisRecord *record;
  guint n = 0;

  if (format == RELAIS_EXPORT_CSV)
    append_headings (text, kind, source);
  for (; (record = source->next (source->data)) != NULL; n++) {
    if (format == RELAIS_EXPORT_CSV)
      append_csv (text, record, source);
    else if (format == RELAIS_EXPORT_VCF)
      append_card (text, record, source);
    else {
      g_string_append (text, n == 0 ? "[" : ",\n");
      append_json (text, record, source);
    }
    relais_record_unref (record);
  }
  if (format == RELAIS_EXPORT_JSON)
    g_string_append (text, n == 0 ? "[]\n" : "]\n");
  return g_string_free (text, FALSE);
}

gboolean
relais_export_format_from_string (const char         *name,
                                  RelaisExportFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (format_names); i++) {
    if (g_strcmp0 (format_names[i], name) == 0) {
      *format = (RelaisExportFormat) i;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
relais_export_supports (const RelaisKind   *kind,
                        RelaisExportFormat  format)
{
  switch (format) {
  case RELAIS_EXPORT_CSV:
  case RELAIS_EXPORT_JSON:
    return TRUE;
  case RELAIS_EXPORT_VCF:
    return is_kind (kind, "person");
  case RELAIS_EXPORT_ICS:
    return is_kind (kind, "placement") || is_kind (kind, "article");
  }
  g_return_val_if_reached (FALSE);
}

GBytes *
relais_export (const RelaisKind          *kind,
               RelaisExportFormat         format,
               const RelaisExportSource  *source,
               GError                   **error)
{
  char *text;

  g_return_val_if_fail (kind != NULL && source != NULL && source->next != NULL, NULL);

  if (!relais_export_supports (kind, format)) {
    g_set_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_FORMAT, _("“%s” cannot be exported as %s."),
                 _(kind->label_plural), format_names[format]);
    return NULL;
  }
  text = format == RELAIS_EXPORT_ICS ? write_calendar (kind, source) : write_records (kind, format, source);
  return g_bytes_new_take (text, strlen (text));
}
