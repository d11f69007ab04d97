/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* RelaisDateRow: a day, or an instant (a day and an hour), chosen from a calendar or typed.
 *
 * Properties: "value" (nullable: a day as 2026-11-21, an instant in UTC when "with-hour"), "with-hour", "editable".
 * Signal "edited": the person chose; "value" already has it.
 */
#define RELAIS_TYPE_DATE_ROW (relais_date_row_get_type ())
G_DECLARE_FINAL_TYPE (RelaisDateRow, relais_date_row, RELAIS, DATE_ROW, AdwActionRow)

GtkWidget  *relais_date_row_new       (const char *title, gboolean with_hour);
const char *relais_date_row_get_value (RelaisDateRow *self);
void        relais_date_row_set_value (RelaisDateRow *self, const char *value);
void        relais_date_row_set_editable (RelaisDateRow *self, gboolean editable);

/* The calendar alone, in a popover on @parent, for "Change date…": @chosen gets a day or NULL (no date). */
typedef void (*RelaisDayChosen) (const char *day, gpointer user_data);
void        relais_day_popover_show   (GtkWidget *parent, const GdkRectangle *at, const char *day, RelaisDayChosen chosen,
                                       gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
