/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisTextBinding: a text buffer and a field of a record, kept equal while people type on both sides.
 *
 *   typing → (at most 50 ms) → RelaisAction with what was seen → store
 *   store changed → three-way merge of seen, typed and stored → the buffer, only where it differs (the cursor stays)
 *
 * `seen` is the stored value that the buffer's text was made from. What came in meanwhile is therefore never overwritten unseen: the
 * store merges it, or keeps a conflict with both texts.
 */
#define RELAIS_TYPE_TEXT_BINDING (relais_text_binding_get_type ())
G_DECLARE_FINAL_TYPE (RelaisTextBinding, relais_text_binding, RELAIS, TEXT_BINDING, GObject)

RelaisTextBinding *relais_text_binding_new        (RelaisSession *session, GtkTextBuffer *buffer, const RelaisKind *kind,
                                                   const char *field);
/* Saves what was typed for the record before. NULL: none; the buffer is empty. */
void               relais_text_binding_set_record (RelaisTextBinding *self, RelaisRecord *record);
/* Hands what is typed to the store now. */
void               relais_text_binding_flush      (RelaisTextBinding *self);
/* The store may have another value now. */
void               relais_text_binding_update     (RelaisTextBinding *self);
/* The buffer's text in normal form. (transfer full) */
char              *relais_text_binding_dup_text   (RelaisTextBinding *self);

G_END_DECLS
