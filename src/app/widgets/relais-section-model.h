/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-record-list.h"

G_BEGIN_DECLS

/* RelaisSectionModel: a record list with its groups as sections, for GtkListView's headers.
 *
 *   RelaisRecordList (RelaisRecordItem) → RelaisSectionModel (RelaisRecordItem, GtkSectionModel) → GtkSingleSelection →
 *   GtkListView
 *
 * The core has no GTK, hence this one step.
 */
#define RELAIS_TYPE_SECTION_MODEL (relais_section_model_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSectionModel, relais_section_model, RELAIS, SECTION_MODEL, GObject)

/* Takes @list. */
RelaisSectionModel *relais_section_model_new      (RelaisRecordList *list);
RelaisRecordList   *relais_section_model_get_list (RelaisSectionModel *self);

/* For a header factory's bind: the group's key of a GtkListHeader. Lent. */
const char         *relais_section_model_get_key  (RelaisSectionModel *self, GtkListHeader *header);

G_END_DECLS
