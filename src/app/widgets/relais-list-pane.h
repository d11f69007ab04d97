/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "relais-late.h"
#include "relais-record-list.h"

G_BEGIN_DECLS

/* RelaisListPane: the list of a page that lists on one side and shows on the other:
 *
 *   search · rows, or "nothing found", or what to do as long as there is nothing at all
 *
 *   RelaisRecordList → what the page makes of it (GtkSelectionModel) → GtkListView → the page's rows
 *
 * Properties, set in the page's Blueprint: "placeholder" and "search-label" of the search, "list-label", "nothing-found" (a sentence),
 * "above" and "below" the search (widgets), "empty" (a widget), "single-click": rows are activated by one click (TRUE).
 * Signals: "searched": the page sets the query; "activated" (guint position); "filled": there are other rows, or as many as there will be.
 */
#define RELAIS_TYPE_LIST_PANE (relais_list_pane_get_type ())
G_DECLARE_FINAL_TYPE (RelaisListPane, relais_list_pane, RELAIS, LIST_PANE, AdwBin)

/* How a page's rows are made. */
typedef struct {
  GtkWidget  *(*create) (void);
  RelaisFillRow show;     /* the item in its child, and its accessible label; again when its record changes */
  gboolean    at_once;    /* their height depends on what they show: they cannot wait until they are seen */
} RelaisListPaneRows;

/**
 * relais_list_pane_set_model:
 * @records: what the query is asked of
 * @model: (transfer none): what is listed: @records, or what the page makes of them
 * @rows: static
 * @user_data: for @rows; outlives the pane
 */
void        relais_list_pane_set_model    (RelaisListPane *self, RelaisRecordList *records, GtkSelectionModel *model,
                                           const RelaisListPaneRows *rows, gpointer user_data);
/* Shows every row again: what they say besides their record has changed. */
void        relais_list_pane_refresh      (RelaisListPane *self);
/* What is searched; "": nothing. Lent. */
const char *relais_list_pane_get_search   (RelaisListPane *self);
void        relais_list_pane_focus_search (RelaisListPane *self);

G_END_DECLS
