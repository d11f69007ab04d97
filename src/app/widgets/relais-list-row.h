/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-kind.h"

G_BEGIN_DECLS

/* RelaisListRow: a recycled row of a list view: icon, title over subtitle, a note over a state. Uniform height; draws itself
 * (relais-draw.h).
 *
 *   [icon]  Title                       note
 *           subtitle                   [pill]
 */
#define RELAIS_TYPE_LIST_ROW (relais_list_row_get_type ())
G_DECLARE_FINAL_TYPE (RelaisListRow, relais_list_row, RELAIS, LIST_ROW, GtkWidget)

GtkWidget *relais_list_row_new          (void);
/* @style: colour class or NULL; @icon NULL hides it; @tooltip: the word for the icon, nullable. */
void       relais_list_row_set_icon     (RelaisListRow *self, const char *icon, const char *style, const char *tooltip);
/* Instead of an icon, the initials of a person. */
void       relais_list_row_set_person   (RelaisListRow *self, const char *name);
void       relais_list_row_set_title    (RelaisListRow *self, const char *title);
void       relais_list_row_set_subtitle (RelaisListRow *self, const char *subtitle);
/* @style: "error", "warning" or NULL */
void       relais_list_row_set_note     (RelaisListRow *self, const char *note, const char *style);
void       relais_list_row_set_state    (RelaisListRow *self, const RelaisKind *kind, const char *field, const char *value);
/* "Title, subtitle, state, note": what a screen reader says of the row. (transfer full) */
char      *relais_list_row_dup_label    (RelaisListRow *self);

/* A factory of section headers: @describe gives the header's text. (transfer full) */
typedef char *(*RelaisDescribeHeader) (GtkListHeader *header, gpointer user_data);
GtkListItemFactory *relais_header_factory_new (RelaisDescribeHeader describe, gpointer user_data);

/* A list or grid view that has just been filled shows its first section from the header on: GTK would keep the first row at the top. */
void relais_list_view_show_top (GtkWidget *view);

G_END_DECLS
