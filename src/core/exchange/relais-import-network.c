/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The network of correspondents: people, their units and their mandates from one table, or people from cards. */

#define G_LOG_DOMAIN "relais-exchange"

#include "relais-import-private.h"

#include "relais-validate.h"
#include "relais-vcard.h"
#include "relais-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a column of the network means: a field of the person or the mandate, or a level of the organisation. */
typedef enum { PERSON, MANDATE, DIRECTORATE, SERVICE } Part;

typedef struct {
  Part  part;
  guint field;
} Column;

typedef struct {
  RelaisImport      *import;
  RelaisTable       *table;
  const RelaisKind  *person, *mandate, *unit;
  GArray            *columns;     /* element-type Column; one for each of the table, field = G_MAXUINT: not used */
} Network;

/* What one row says. */
typedef struct {
  RelaisFields *person;      /* owned */
  RelaisFields *mandate;     /* owned */
  char         *directorate; /* owned, nullable */
  char         *service;     /* owned, nullable */
} Entry;

static void
clear_entry (Entry *entry)
{
  g_clear_pointer (&entry->person, relais_fields_free);
  g_clear_pointer (&entry->mandate, relais_fields_free);
  g_clear_pointer (&entry->directorate, g_free);
  g_clear_pointer (&entry->service, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Entry, clear_entry)

static gboolean
find_column (Network    *network,
             const char *heading,
             Column     *column)
{
  static const char * const directorates[] = { "direction", "directorate", "pole", "departement", NULL };
  static const char * const services[] = { "service", "unit", "unite", "entite", NULL };
  g_autofree char *folded = relais_words_fold (heading);
  int field;

  column->field = 0;
  if (g_strv_contains (directorates, folded)) {
    column->part = DIRECTORATE;
    return TRUE;
  }
  if (g_strv_contains (services, folded)) {
    column->part = SERVICE;
    return TRUE;
  }
  /* "Fonction", "Depuis" are the mandate's; whatever the person has too is the person's. */
  field = relais_words_find_field (network->person, heading);
  column->part = PERSON;
  if (field < 0) {
    field = relais_words_find_field (network->mandate, heading);
    column->part = MANDATE;
  }
  column->field = field >= 0 ? (guint) field : G_MAXUINT;
  return field >= 0;
}

static const char *
get_column_label (Network      *network,
                  const Column *column)
{
  switch (column->part) {
  case PERSON: return _(network->person->fields[column->field].label);
  case MANDATE: return _(network->mandate->fields[column->field].label);
  case DIRECTORATE: return _("Directorate");
  case SERVICE: return _("Unit");
  }
  g_assert_not_reached ();
}

static gboolean
map_columns (Network *network,
             GError **error)
{
  gboolean named = FALSE, placed = FALSE;

  for (guint i = 0; i < relais_table_get_n_columns (network->table); i++) {
    const char *heading = relais_table_get_heading (network->table, i);
    Column column;
    gboolean used = find_column (network, heading, &column);

    for (guint j = 0; used && j < i; j++) {
      const Column *earlier = &g_array_index (network->columns, Column, j);

      used = earlier->part != column.part || earlier->field != column.field;
    }
    if (!used)
      column.field = G_MAXUINT;
    g_array_append_val (network->columns, column);
    relais_import_add_column (network->import, heading, used ? get_column_label (network, &column) : NULL);
    named = named || (used && column.part == PERSON && column.field == relais_kind_field (network->person, "last_name"));
    placed = placed || (used && (column.part == DIRECTORATE || column.part == SERVICE));
  }
  if (named && placed)
    return TRUE;
  g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_HEADINGS,
                       named ? _("No column says which directorate or service somebody belongs to.")
                             : _("No column holds the names of people. The first line must hold the headings."));
  return FALSE;
}

static gboolean
read_entry (Network *network,
            guint    row,
            Entry   *entry,
            GError **error)
{
  entry->person = relais_fields_new (network->person);
  entry->mandate = relais_fields_new (network->mandate);
  for (guint i = 0; i < network->columns->len; i++) {
    const Column *column = &g_array_index (network->columns, Column, i);
    const char *cell = relais_table_get_cell (network->table, row, i);
    RelaisFields *fields = column->part == PERSON ? entry->person : entry->mandate;
    g_autoptr (GVariant) value = NULL;
    g_autoptr (GError) local = NULL;

    if (column->field == G_MAXUINT || cell[strspn (cell, " \t\r\n")] == '\0')
      continue;
    if (column->part == DIRECTORATE || column->part == SERVICE) {
      char **name = column->part == DIRECTORATE ? &entry->directorate : &entry->service;

      *name = g_strstrip (g_strdup (cell));
      continue;
    }
    value = relais_import_read_cell (network->import, fields->kind, column->field, cell, NULL, &local);
    if (local != NULL) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (value != NULL)
      relais_fields_set (fields, column->field, value);
  }
  if (entry->directorate != NULL || entry->service != NULL)
    return TRUE;
  relais_model_set_error (error, RELAIS_MODEL_ERROR_REQUIRED, network->mandate, relais_kind_field (network->mandate, "unit"),
                          _("is missing"));
  return FALSE;
}

/* Whether @unit may be what a row calls a directorate, or the service of a directorate (@parent, nullable: not said). */
static gboolean
fits (RelaisRecord *unit,
      const char   *type,
      const char   *parent)
{
  if (parent != NULL)
    return g_strcmp0 (relais_record_get_string (unit, "parent"), parent) == 0;
  return strcmp (type, "directorate") != 0 || g_strcmp0 (relais_record_get_string (unit, "type"), "service") != 0;
}

/* The unit of that name below @parent (NULL: at any place); made when there is none. Returns its id, NULL with error. */
static char *
take_unit (Network           *network,
           RelaisImportDraft *draft,
           const char        *name,
           const char        *type,
           const char        *parent,
           GError           **error)
{
  g_autofree char *folded = relais_words_fold (name);
  GPtrArray *found = relais_import_find (network->import, network->unit, "title", folded);
  RelaisRecord *match = NULL;
  RelaisFields *fields;

  for (guint i = 0; found != NULL && i < found->len; i++) {
    RelaisRecord *unit = g_ptr_array_index (found, i);

    if (!fits (unit, type, parent))
      continue;
    if (match != NULL) {
      relais_model_set_error (error, RELAIS_MODEL_ERROR_REFERENCE, network->mandate, relais_kind_field (network->mandate, "unit"),
                              _("several are called “%.60s”"), name);
      return NULL;
    }
    match = unit;
  }
  if (match != NULL)
    return g_strdup (relais_record_get_id (match));

  fields = relais_fields_new (network->unit);
  relais_fields_set_string (fields, "name", name);
  relais_fields_set_string (fields, "type", type);
  relais_fields_set_string (fields, "parent", parent);
  return g_strdup (relais_import_create (draft, fields));
}

static char *
take_units (Network           *network,
            RelaisImportDraft *draft,
            const Entry       *entry,
            GError           **error)
{
  g_autofree char *directorate = NULL;

  if (entry->directorate != NULL) {
    directorate = take_unit (network, draft, entry->directorate, "directorate", NULL, error);
    if (directorate == NULL || entry->service == NULL)
      return g_steal_pointer (&directorate);
  }
  return take_unit (network, draft, entry->service, "service", directorate, error);
}

/* The mandate of that person for that unit that has not ended. */
static RelaisRecord *
find_mandate (Network    *network,
              const char *person,
              const char *unit)
{
  g_autoptr (RelaisFields) fields = relais_fields_new (network->mandate);
  g_autofree char *key = NULL;
  GPtrArray *found;

  relais_fields_set_string (fields, "person", person);
  relais_fields_set_string (fields, "unit", unit);
  key = relais_import_make_key (fields);
  found = relais_import_find (network->import, network->mandate, "key", key);
  for (guint i = 0; found != NULL && i < found->len; i++)
    if (g_strcmp0 (relais_record_get_string (g_ptr_array_index (found, i), "state"), "ended") != 0)
      return g_ptr_array_index (found, i);
  return NULL;
}

static char *
take_mandate (Network           *network,
              RelaisImportDraft *draft,
              Entry             *entry,
              const char        *person,
              const char        *unit)
{
  RelaisRecord *mandate = find_mandate (network, person, unit);
  RelaisFields *fields = g_steal_pointer (&entry->mandate);

  if (mandate != NULL) {
    relais_import_update (draft, mandate, fields);
    return g_strdup (relais_record_get_id (mandate));
  }
  relais_fields_set_string (fields, "person", person);
  relais_fields_set_string (fields, "unit", unit);
  if (fields->values[relais_kind_field (network->mandate, "function")] == NULL)
    relais_fields_set_string (fields, "function", "holder");
  /* Who is in the list is in office. */
  if (fields->values[relais_kind_field (network->mandate, "state")] == NULL)
    relais_fields_set_string (fields, "state", "active");
  return g_strdup (relais_import_create (draft, fields));
}

static char *
take_person (Network           *network,
             RelaisImportDraft *draft,
             Entry             *entry,
             const char        *unit,
             GError           **error)
{
  g_autoptr (GError) local = NULL;
  RelaisRecord *person = relais_import_find_person (network->import, entry->person, &local);
  RelaisFields *fields;

  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  fields = g_steal_pointer (&entry->person);
  if (person != NULL) {
    relais_import_update (draft, person, fields);
    return g_strdup (relais_record_get_id (person));
  }
  relais_fields_set_string (fields, "unit", unit);
  return g_strdup (relais_import_create (draft, fields));
}

static gboolean
creates (const RelaisImportDraft *draft)
{
  for (guint i = 0; i < draft->len; i++)
    if (((RelaisImportChange *) g_ptr_array_index (draft, i))->create)
      return TRUE;
  return FALSE;
}

static char *
make_name (const RelaisFields *person)
{
  g_autoptr (RelaisRecord) record = relais_record_new ("", relais_fields_copy (person), 0, 0, NULL, 0);

  return relais_record_dup_title (record);
}

static gboolean
plan_row (Network *network,
          guint    row,
          GError **error)
{
  g_autoptr (GPtrArray) draft = relais_import_draft_new ();
  g_auto (Entry) entry = { NULL };
  g_autofree char *name = NULL, *unit = NULL, *person = NULL, *mandate = NULL;
  guint line = relais_table_get_line (network->table, row), earlier;
  gboolean new;

  if (!read_entry (network, row, &entry, error))
    return FALSE;
  name = make_name (entry.person);
  unit = take_units (network, draft, &entry, error);
  person = unit != NULL ? take_person (network, draft, &entry, unit, error) : NULL;
  if (person == NULL)
    return FALSE;
  mandate = take_mandate (network, draft, &entry, person, unit);

  earlier = relais_import_get_line (network->import, mandate);
  if (draft->len == 0 || earlier > 0) {
    relais_import_add_row (network->import, line, RELAIS_IMPORT_DUPLICATE, name,
                           earlier > 0 ? g_strdup_printf (_("The same as line %u."), earlier)
                                       : g_strdup (_("It is there already, with the same values.")));
    return TRUE;
  }
  new = creates (draft);
  if (!relais_import_take (network->import, g_steal_pointer (&draft), error))
    return FALSE;
  relais_import_set_line (network->import, mandate, line);
  relais_import_add_row (network->import, line, new ? RELAIS_IMPORT_CREATE : RELAIS_IMPORT_UPDATE, name, NULL);
  return TRUE;
}

/* A card's values, in normal form, or an error. The unit only when it is known: a card is no reason to change the organisation. */
static RelaisFields *
read_card (RelaisImport     *import,
           const RelaisCard *card,
           GError          **error)
{
  const RelaisKind *kind = relais_kind_lookup ("person");
  const struct { const char *field, *value; } values[] = {
    { "first_name", card->first_name }, { "last_name", card->last_name }, { "email", card->email }, { "phone", card->phone },
    { "mobile", card->mobile }, { "job", card->job }, { "office", card->office }, { "note", card->note },
  };
  g_autoptr (RelaisFields) fields = relais_fields_new (kind);
  g_autofree char *unit = card->unit != NULL ? relais_words_fold (card->unit) : NULL;
  GPtrArray *units = unit != NULL ? relais_import_find (import, relais_kind_lookup ("unit"), "title", unit) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    guint index = relais_kind_field (kind, values[i].field);
    g_autoptr (GError) local = NULL;
    g_autoptr (GVariant) value = relais_import_read_cell (import, kind, index, values[i].value != NULL ? values[i].value : "", NULL,
                                                          &local);

    if (local != NULL) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
    if (value != NULL)
      relais_fields_set (fields, index, value);
  }
  if (units != NULL && units->len == 1)
    relais_fields_set_string (fields, "unit", relais_record_get_id (g_ptr_array_index (units, 0)));
  if (card->groups[0] != NULL) {
    GVariant *groups = relais_field_normalize (kind, relais_kind_field (kind, "groups"),
                                               g_variant_new_strv ((const char * const *) card->groups, -1), error);

    if (groups == NULL)
      return NULL;
    relais_fields_set (fields, relais_kind_field (kind, "groups"), groups);
    g_variant_unref (groups);
  }
  return g_steal_pointer (&fields);
}

static gboolean
plan_card (RelaisImport     *import,
           const RelaisCard *card,
           GError          **error)
{
  RelaisFields *fields = read_card (import, card, error);
  g_autoptr (GPtrArray) draft = relais_import_draft_new ();
  g_autofree char *name = NULL, *id = NULL;
  g_autoptr (GError) local = NULL;
  RelaisRecord *person;
  gboolean changes = TRUE;

  if (fields == NULL)
    return FALSE;
  name = make_name (fields);
  person = relais_import_find_person (import, fields, &local);
  if (local != NULL) {
    relais_fields_free (fields);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (person != NULL)
    changes = relais_import_update (draft, person, fields);
  else
    relais_import_create (draft, fields);
  if (!changes) {
    relais_import_add_row (import, card->line, RELAIS_IMPORT_DUPLICATE, name,
                           g_strdup (_("It is there already, with the same values.")));
    return TRUE;
  }
  if (!relais_import_take (import, g_steal_pointer (&draft), error))
    return FALSE;
  relais_import_add_row (import, card->line, person != NULL ? RELAIS_IMPORT_UPDATE : RELAIS_IMPORT_CREATE, name, NULL);
  return TRUE;
}

RelaisRecord *
relais_import_find_person (RelaisImport       *import,
                           const RelaisFields *fields,
                           GError            **error)
{
  const RelaisKind *kind = fields->kind;
  GVariant *email = fields->values[relais_kind_field (kind, "email")];
  g_autofree char *folded = email != NULL ? relais_words_fold (g_variant_get_string (email, NULL)) : NULL;
  g_autofree char *key = relais_import_make_key (fields);
  GPtrArray *found = folded != NULL ? relais_import_find (import, kind, "email", folded) : NULL;
  RelaisRecord *match = NULL;

  if (found != NULL)
    return g_ptr_array_index (found, 0);
  found = key != NULL ? relais_import_find (import, kind, "key", key) : NULL;
  for (guint i = 0; found != NULL && i < found->len; i++) {
    RelaisRecord *person = g_ptr_array_index (found, i);

    /* The same name with another address is another person. */
    if (email != NULL && relais_record_get_string (person, "email") != NULL)
      continue;
    if (match != NULL) {
      relais_model_set_error (error, RELAIS_MODEL_ERROR_REFERENCE, kind, relais_kind_field (kind, "last_name"),
                              _("several people have this name: give an e-mail address"));
      return NULL;
    }
    match = person;
  }
  return match;
}

gboolean
relais_import_plan_network (RelaisImport *import,
                            RelaisTable  *table,
                            GError      **error)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (Column));
  Network network = {
    .import = import, .table = table, .columns = columns,
    .person = relais_kind_lookup ("person"), .mandate = relais_kind_lookup ("mandate"), .unit = relais_kind_lookup ("unit"),
  };

  if (!map_columns (&network, error))
    return FALSE;
  for (guint i = 0; i < relais_table_get_n_rows (table); i++) {
    g_autoptr (GError) local = NULL;

    if (!plan_row (&network, i, &local))
      relais_import_add_row (import, relais_table_get_line (table, i), RELAIS_IMPORT_BAD, relais_table_get_cell (table, i, 0),
                             relais_import_explain (local));
  }
  return TRUE;
}

gboolean
relais_import_plan_cards (RelaisImport *import,
                          GBytes       *bytes,
                          GError      **error)
{
  g_autoptr (GPtrArray) cards = relais_vcard_read (bytes, error);

  for (guint i = 0; cards != NULL && i < cards->len; i++) {
    const RelaisCard *card = g_ptr_array_index (cards, i);
    g_autoptr (GError) local = NULL;

    if (!plan_card (import, card, &local))
      relais_import_add_row (import, card->line, RELAIS_IMPORT_BAD, card->last_name != NULL ? card->last_name : card->first_name,
                             relais_import_explain (local));
  }
  return cards != NULL;
}
