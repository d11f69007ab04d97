/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-import.h"

G_BEGIN_DECLS

/* How a plan is made. Each row collects its changes in a draft; a draft that is valid is taken over whole, so that a bad row leaves
 * nothing behind. Later rows see what earlier ones will have made. */
typedef GPtrArray RelaisImportDraft;   /* element-type RelaisImportChange */

RelaisImport      *relais_import_new         (const RelaisImportWorld *world);
RelaisImportDraft *relais_import_draft_new   (void);

/* The record as the import will leave it. Lent until the next take. */
RelaisRecord      *relais_import_get         (RelaisImport *import, const RelaisKind *kind, const char *id);

/* Records by one of their names, (element-type RelaisRecord), lent until the next take, NULL when there is none. @what:
 *   "title": folded title; "key": relais_import_make_key(); "email", "external_id", "article": folded value */
GPtrArray         *relais_import_find        (RelaisImport *import, const RelaisKind *kind, const char *what, const char *value);

/* Folded values of the KEY fields. (transfer full) (nullable): none of them is set. */
char              *relais_import_make_key    (const RelaisFields *fields);

/* Adds a creation to the draft. Takes @fields. Returns (lent) the new identifier. */
const char        *relais_import_create      (RelaisImportDraft *draft, RelaisFields *fields);
/* Adds what differs from @record, if anything does. Fields that are empty in @fields stay as they are. Takes @fields.
 * Returns whether anything differs. */
gboolean           relais_import_update      (RelaisImportDraft *draft, RelaisRecord *record, RelaisFields *fields);

/* Checks the draft as a whole and takes it over. Takes @draft in any case. FALSE with a reason for people. */
gboolean           relais_import_take        (RelaisImport *import, RelaisImportDraft *draft, GError **error);

/* Takes @reason. */
void               relais_import_add_row     (RelaisImport *import, guint line, RelaisImportVerdict verdict, const char *title,
                                              char *reason);
/* @label: (nullable) */
void               relais_import_add_column  (RelaisImport *import, const char *heading, const char *label);
const RelaisImportWorld *relais_import_get_world (RelaisImport *import);

/* "E-mail: “x” is not an e-mail address." (transfer full): an error of the model as people read it. */
char              *relais_import_explain     (const GError *error);
/* The line of this file that a record was made or changed by, or 0. */
guint              relais_import_get_line    (RelaisImport *import, const char *id);
void               relais_import_set_line    (RelaisImport *import, const char *id, guint line);

/* A cell for a field: dates, choices and references as people write them. NULL without error: empty. @current: (nullable): what
 * the field holds now, which decides between two things of the same title. (transfer full) */
GVariant          *relais_import_read_cell   (RelaisImport *import, const RelaisKind *kind, guint field, const char *text,
                                              GVariant *current, GError **error);
/* The cells of a row. @columns: of each field of @kind, or RELAIS_IMPORT_NO_COLUMN. @current: (nullable): the record they are about.
 * (transfer full); NULL with error */
#define RELAIS_IMPORT_NO_COLUMN (-1)
RelaisFields      *relais_import_read_cells  (RelaisImport *import, RelaisTable *table, guint row, const RelaisKind *kind,
                                              const int *columns, RelaisRecord *current, GError **error);

/* The planners, by the sort of file. */
gboolean           relais_import_plan_rows    (RelaisImport *import, RelaisTable *table, const RelaisKind *kind, GError **error);
gboolean           relais_import_plan_network (RelaisImport *import, RelaisTable *table, GError **error);
gboolean           relais_import_plan_cards   (RelaisImport *import, GBytes *bytes, GError **error);
gboolean           relais_import_plan_events  (RelaisImport *import, GBytes *bytes, GError **error);
gboolean           relais_import_plan_schedule_rows   (RelaisImport *import, RelaisTable *table, GError **error);
gboolean           relais_import_plan_schedule_events (RelaisImport *import, GBytes *bytes, GError **error);

/* A person known again by e-mail, then by name. NULL: nobody, or (with error) several of that name. Lent. */
RelaisRecord      *relais_import_find_person  (RelaisImport *import, const RelaisFields *fields, GError **error);

G_END_DECLS
