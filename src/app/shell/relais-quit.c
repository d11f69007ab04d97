/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-quit.h"

#include "relais-date-row.h"
#include "relais-record-row.h"

#include <glib/gi18n.h>

/* What a dialog said when it came up, or when it got its button. */
#define LOOK     "relais-look"
#define FOLLOWED "relais-followed"
/* The question itself: it is not asked twice. */
#define QUESTION "relais-quit"

/* Everything that a person can type or choose there; what they look for is nothing to keep. */
static void
describe (GtkWidget *widget, GString *look)
{
  if (GTK_IS_SEARCH_ENTRY (widget))
    return;
  if (GTK_IS_EDITABLE (widget))
    g_string_append_printf (look, "%s\n", gtk_editable_get_text (GTK_EDITABLE (widget)));
  else if (GTK_IS_TEXT_VIEW (widget))
    {
      g_autofree char *text = NULL;
      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &text, NULL);
      g_string_append_printf (look, "%s\n", text);
    }
  else if (RELAIS_IS_DATE_ROW (widget))
    g_string_append_printf (look, "%s\n", relais_date_row_get_value (RELAIS_DATE_ROW (widget)));
  else if (RELAIS_IS_RECORD_ROW (widget))
    g_string_append_printf (look, "%s\n", relais_record_row_get_value (RELAIS_RECORD_ROW (widget)));
  else if (ADW_IS_COMBO_ROW (widget))
    g_string_append_printf (look, "%u\n", adw_combo_row_get_selected (ADW_COMBO_ROW (widget)));
  else if (GTK_IS_SWITCH (widget))
    g_string_append_printf (look, "%d\n", gtk_switch_get_active (GTK_SWITCH (widget)));
  else if (GTK_IS_CHECK_BUTTON (widget))
    g_string_append_printf (look, "%d\n", gtk_check_button_get_active (GTK_CHECK_BUTTON (widget)));
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
      describe (child, look);
}

static char *
dup_look (AdwDialog *dialog)
{
  GString *look = g_string_new (NULL);

  describe (GTK_WIDGET (dialog), look);
  return g_string_free_and_steal (look);
}

/* What is done in the others is kept at once. */
static gboolean
waits_for_its_button (AdwDialog *dialog)
{
  return ADW_IS_ALERT_DIALOG (dialog) || adw_dialog_get_default_widget (dialog) != NULL;
}

static gboolean
is_touched (AdwDialog *dialog)
{
  const char *before = g_object_get_data (G_OBJECT (dialog), LOOK);
  g_autofree char *look = before != NULL ? dup_look (dialog) : NULL;

  return g_strcmp0 (before, look) != 0;
}

static gboolean
has_touched (GListModel *dialogs)
{
  for (guint i = 0; i < g_list_model_get_n_items (dialogs); i++)
    {
      g_autoptr (AdwDialog) dialog = g_list_model_get_item (dialogs, i);
      if (is_touched (dialog))
        return TRUE;
    }
  return FALSE;
}

/* A window does not close under a dialog. */
static void
close_all (AdwApplicationWindow *window, GListModel *dialogs)
{
  for (guint i = g_list_model_get_n_items (dialogs); i > 0; i--)
    {
      g_autoptr (AdwDialog) dialog = g_list_model_get_item (dialogs, i - 1);
      adw_dialog_force_close (dialog);
    }
  gtk_window_close (GTK_WINDOW (window));
}

static void
quit_cb (AdwAlertDialog *question, const char *response, AdwApplicationWindow *window)
{
  relais_quit (window, FALSE);
}

static void
ask_first (AdwApplicationWindow *window)
{
  AdwDialog *visible = adw_application_window_get_visible_dialog (window);

  if (visible != NULL && g_object_get_data (G_OBJECT (visible), QUESTION) != NULL)
    return;
  AdwDialog *dialog = adw_alert_dialog_new (_("Lose What Was Typed?"), _("What is in the open dialog has not been kept yet."));
  AdwAlertDialog *question = ADW_ALERT_DIALOG (dialog);
  adw_alert_dialog_add_responses (question, "stay", _("_Go On Here"), "quit", _("_Quit"), NULL);
  adw_alert_dialog_set_response_appearance (question, "quit", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (question, "stay");
  adw_alert_dialog_set_close_response (question, "stay");
  g_object_set_data (G_OBJECT (question), QUESTION, question);
  g_signal_connect_object (question, "response::quit", G_CALLBACK (quit_cb), window, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static void
remember_cb (AdwDialog *dialog)
{
  g_object_set_data_full (G_OBJECT (dialog), LOOK, waits_for_its_button (dialog) ? dup_look (dialog) : NULL, g_free);
}

static void
visible_dialog_cb (AdwApplicationWindow *window)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (window);
  GtkEventController *keys;

  /* It is visible again when another one over it has gone. */
  if (dialog == NULL || g_object_get_data (G_OBJECT (dialog), FOLLOWED) != NULL)
    return;
  g_object_set_data (G_OBJECT (dialog), FOLLOWED, dialog);
  keys = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (RELAIS_QUIT_KEY),
                                                          gtk_named_action_new ("app.quit")));
  gtk_widget_add_controller (GTK_WIDGET (dialog), keys);
  g_signal_connect (dialog, "notify::default-widget", G_CALLBACK (remember_cb), NULL);
  remember_cb (dialog);
}

void
relais_quit_follow (AdwApplicationWindow *window)
{
  g_return_if_fail (ADW_IS_APPLICATION_WINDOW (window));
  g_signal_connect (window, "notify::visible-dialog", G_CALLBACK (visible_dialog_cb), NULL);
}

void
relais_quit (AdwApplicationWindow *window, gboolean ask)
{
  g_return_if_fail (ADW_IS_APPLICATION_WINDOW (window));

  g_autoptr (GListModel) dialogs = adw_application_window_get_dialogs (window);
  if (ask && has_touched (dialogs))
    ask_first (window);
  else
    close_all (window, dialogs);
}
