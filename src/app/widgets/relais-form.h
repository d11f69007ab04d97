/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisForm: rows for fields of one record, made from the description of its kind.
 *
 * With a record, each edit is an action of its own: at once for what is chosen, after a pause (and when the focus leaves) for
 * what is typed. The form follows the store, but never overwrites what is being typed. Rows that the person may not write are
 * shown, not editable. Without a record the form is a draft: relais_form_dup_fields() gives what was filled in.
 *
 * Signal "changed": a draft was edited.
 */
#define RELAIS_TYPE_FORM (relais_form_get_type ())
G_DECLARE_FINAL_TYPE (RelaisForm, relais_form, RELAIS, FORM, GObject)

RelaisForm   *relais_form_new        (RelaisSession *session, const RelaisKind *kind);
/* A row for the field, to be put into a group, an expander or a list; the form must outlive it or be dropped with it. All
 * types but REFS, LIST, HASH and JSON. (transfer floating) */
GtkWidget    *relais_form_add        (RelaisForm *self, const char *field);
GtkWidget    *relais_form_get_row    (RelaisForm *self, const char *field);
/* NULL: a draft. What was typed into the rows for another record is committed to that one first. */
void          relais_form_set_record (RelaisForm *self, RelaisRecord *record);
/* A draft begins with these values, in rows that exist already and in those added later. */
void          relais_form_start      (RelaisForm *self, const RelaisFields *fields);
RelaisRecord *relais_form_get_record (RelaisForm *self);
/* How actions call the record when its own title does not say it (a placement: subject and channel). Translated. */
void          relais_form_set_title  (RelaisForm *self, const char *title);
/* What a text says while nobody has written one; it is stored when somebody changes it. Shown by the next relais_form_set_record(). */
void          relais_form_propose    (RelaisForm *self, const char *field, const char *text);
/* Edits of @field that are more than a value of their own (a date that others depend on): TRUE when @taken sees to it, and then shows
 * what came of it by relais_form_set_record(). @value: (nullable) */
typedef gboolean (*RelaisFormTaken) (RelaisForm *self, const char *field, GVariant *value, gpointer user_data);
void          relais_form_set_taken  (RelaisForm *self, RelaisFormTaken taken, gpointer user_data);
/* Commits what is typed and not yet committed. */
void          relais_form_flush      (RelaisForm *self);
RelaisFields *relais_form_dup_fields (RelaisForm *self);
/* All required fields that have a row are filled in. */
gboolean      relais_form_is_complete (RelaisForm *self);

G_END_DECLS
