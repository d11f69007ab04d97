/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-reason-dialog.h"

#include "relais-enter.h"
#include "relais-names.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct {
  GtkWidget        *entry;      /* borrowed: in the dialog */
  RelaisReasonGiven given;
  gpointer          user_data;
  GDestroyNotify    destroy;
} Question;

static void
free_question (Question *question)
{
  if (question->destroy != NULL)
    question->destroy (question->user_data);
  g_free (question);
}

static void
changed_cb (GtkEditable *entry, AdwAlertDialog *dialog)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_alert_dialog_set_response_enabled (dialog, "decide", reason[0] != '\0');
}

static void
response_cb (AdwAlertDialog *dialog, const char *response, Question *question)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (question->entry))));

  if (g_str_equal (response, "decide"))
    question->given (reason, question->user_data);
}

void
relais_reason_dialog_show (GtkWidget *parent, const char *heading, const char *body, const char *decide, RelaisReasonGiven given,
                           gpointer user_data, GDestroyNotify destroy)
{
  Question *question = g_new0 (Question, 1);
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);
  GtkWidget *group = adw_preferences_group_new ();

  question->entry = adw_entry_row_new ();
  question->given = given;
  question->user_data = user_data;
  question->destroy = destroy;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question->entry), _("Reason"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), question->entry);
  relais_name_group (ADW_PREFERENCES_GROUP (group), _("Reason"));
  adw_alert_dialog_set_extra_child (alert, group);
  adw_alert_dialog_add_responses (alert, "cancel", _("_Cancel"), "decide", decide, NULL);
  adw_alert_dialog_set_response_appearance (alert, "decide", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_response_enabled (alert, "decide", FALSE);
  adw_alert_dialog_set_default_response (alert, "decide");
  adw_alert_dialog_set_close_response (alert, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "question", question, (GDestroyNotify) free_question);
  g_signal_connect (question->entry, "changed", G_CALLBACK (changed_cb), dialog);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  relais_enter_presses (GTK_WIDGET (dialog), NULL);
  adw_dialog_set_focus (dialog, question->entry);
  adw_dialog_present (dialog, parent);
}
