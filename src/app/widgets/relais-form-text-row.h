/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* RelaisFormTextRow: a line or a paragraph that is saved as one types.
 *
 * Signal "edited" (const char *seen): a moment after a key, on Enter, and when the focus leaves; @seen is the text that the person
 * changed. Text that is being typed is never replaced from outside, nor by an older state of itself that comes back late.
 */
#define RELAIS_TYPE_FORM_TEXT_ROW (relais_form_text_row_get_type ())
G_DECLARE_FINAL_TYPE (RelaisFormTextRow, relais_form_text_row, RELAIS, FORM_TEXT_ROW, AdwPreferencesRow)

GtkWidget *relais_form_text_row_new          (const char *title, gboolean lines);
char      *relais_form_text_row_dup_text     (RelaisFormTextRow *self);
void       relais_form_text_row_set_text     (RelaisFormTextRow *self, const char *text);
void       relais_form_text_row_set_editable (RelaisFormTextRow *self, gboolean editable);
/* Emits "edited" now if something was typed since. */
void       relais_form_text_row_flush        (RelaisFormTextRow *self);
/* It is a paragraph, in which Enter begins a line. */
gboolean   relais_form_text_row_has_lines    (RelaisFormTextRow *self);
/* The next text is of something else: nothing that was told will come back. */
void       relais_form_text_row_forget       (RelaisFormTextRow *self);

G_END_DECLS
