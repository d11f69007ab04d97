/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-dialog.h"

#include "relais-enter.h"

#include <glib/gi18n.h>

AdwDialog *
relais_plan_dialog_new (const char *title, const char *apply, GtkWidget *page, GtkWidget **button)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new (), *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_("_Cancel"));

  *button = gtk_button_new_with_mnemonic (apply);
  gtk_widget_add_css_class (*button, "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), *button);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (adw_dialog_close), dialog, G_CONNECT_SWAPPED);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_title (dialog, title);
  adw_dialog_set_content_width (dialog, 460);
  adw_dialog_set_child (dialog, view);
  relais_enter_presses (GTK_WIDGET (dialog), *button);
  return dialog;
}
