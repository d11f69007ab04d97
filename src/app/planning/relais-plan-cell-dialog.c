/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-cell-dialog.h"

#include "relais-placement-view.h"

struct _RelaisPlanCellDialog
{
  AdwDialog parent_instance;
};

enum { OPEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisPlanCellDialog, relais_plan_cell_dialog, ADW_TYPE_DIALOG)

static void
open_cb (RelaisPlacementView *view, const char *subject, const char *placement, RelaisPlanCellDialog *self)
{
  g_autoptr (RelaisPlanCellDialog) alive = g_object_ref (self);

  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[OPEN], 0, subject, placement);
}

static void
relais_plan_cell_dialog_class_init (RelaisPlanCellDialogClass *klass)
{
  signals[OPEN] = g_signal_new ("open", RELAIS_TYPE_PLAN_CELL_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
relais_plan_cell_dialog_init (RelaisPlanCellDialog *self)
{
}

AdwDialog *
relais_plan_cell_dialog_new (RelaisSession *session, const char *title, RelaisQuery *query)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && query != NULL, NULL);

  AdwDialog *self = g_object_new (RELAIS_TYPE_PLAN_CELL_DIALOG, NULL);
  GtkWidget *toolbar = adw_toolbar_view_new (), *view = relais_placement_view_new (session, FALSE);

  relais_placement_view_set_query (RELAIS_PLACEMENT_VIEW (view), query);
  relais_placement_view_set_active (RELAIS_PLACEMENT_VIEW (view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (relais_placement_view_get_list (RELAIS_PLACEMENT_VIEW (view))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (view, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (toolbar), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (toolbar), view);
  adw_dialog_set_child (self, toolbar);
  adw_dialog_set_title (self, title);
  adw_dialog_set_content_width (self, 560);
  adw_dialog_set_content_height (self, 560);
  return self;
}
