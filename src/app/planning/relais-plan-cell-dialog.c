/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-cell-dialog.h"

#include "relais-placement-view.h"

/* The list goes with its dialog, the view stays. */
static void
open_cb (RelaisPlacementView *list, const char *subject, const char *placement, RelaisPlanView *view)
{
  g_autofree char *id = g_strdup (subject), *card = g_strdup (placement);

  adw_dialog_close (ADW_DIALOG (gtk_widget_get_ancestor (GTK_WIDGET (list), ADW_TYPE_DIALOG)));
  relais_plan_view_emit_open (view, id, card);
}

void
relais_plan_cell_dialog_show (RelaisPlanView *view, RelaisSession *session, const RelaisPlanFrame *frame,
                              const RelaisPlanFilter *filter, guint row, guint column)
{
  g_return_if_fail (RELAIS_IS_PLAN_VIEW (view) && RELAIS_IS_SESSION (session) && frame != NULL);

  g_autofree char *title = relais_plan_frame_describe (frame, row, column);
  g_autoptr (RelaisQuery) query = relais_plan_frame_build_query (frame, filter, row, column);
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *toolbar = adw_toolbar_view_new (), *list = relais_placement_view_new (session, FALSE);

  relais_placement_view_set_query (RELAIS_PLACEMENT_VIEW (list), query);
  relais_placement_view_set_active (RELAIS_PLACEMENT_VIEW (list), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (relais_placement_view_get_list (RELAIS_PLACEMENT_VIEW (list))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (list, "open", G_CALLBACK (open_cb), view, G_CONNECT_DEFAULT);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (toolbar), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (toolbar), list);
  adw_dialog_set_child (dialog, toolbar);
  adw_dialog_set_title (dialog, title);
  adw_dialog_set_content_width (dialog, 560);
  adw_dialog_set_content_height (dialog, 560);
  adw_dialog_present (dialog, GTK_WIDGET (view));
}
