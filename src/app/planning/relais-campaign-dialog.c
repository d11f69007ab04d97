/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-campaign-dialog.h"

#include "relais-app-page.h"
#include "relais-form.h"
#include "relais-names.h"
#include "relais-record-chooser.h"
#include "relais-state-pill.h"
#include "relais-subject-actions.h"

#include <glib/gi18n.h>

struct _RelaisCampaignDialog
{
  AdwDialog            parent_instance;

  AdwPreferencesGroup *subjects;   /* borrowed */
  GtkWidget           *add;        /* borrowed */
  GPtrArray           *rows;       /* owned, element-type GtkWidget (borrowed) */
  RelaisSession       *session;    /* owned */
  RelaisForm          *form;       /* owned */
};

G_DEFINE_FINAL_TYPE (RelaisCampaignDialog, relais_campaign_dialog, ADW_TYPE_DIALOG)

static RelaisStore *
get_store (RelaisCampaignDialog *self)
{
  return relais_session_get_store (self->session);
}

static const char *
get_id (RelaisCampaignDialog *self)
{
  return relais_record_get_id (relais_form_get_record (self->form));
}

static void
open_cb (GtkWidget *row, RelaisCampaignDialog *self)
{
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (row), "subject"));

  relais_app_page_activate_open (GTK_WIDGET (self), "subject", id);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
remove_cb (GtkWidget *button, RelaisCampaignDialog *self)
{
  const char *id = g_object_get_data (G_OBJECT (gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW)), "subject");

  relais_session_commit (self->session, relais_subject_set_campaign (get_store (self), (const char * const[]) { id, NULL }, NULL));
}

static void
chosen_cb (const char *id, gpointer user_data)
{
  RelaisCampaignDialog *self = user_data;

  if (id != NULL && self->session != NULL)
    relais_session_commit (self->session, relais_subject_set_campaign (get_store (self), (const char * const[]) { id, NULL },
                                                                       get_id (self)));
}

static void
add_cb (RelaisCampaignDialog *self)
{
  AdwDialog *dialog = relais_record_chooser_new (get_store (self), relais_kind_lookup ("subject"), _("Put a Subject into the Campaign"),
                                                 FALSE, chosen_cb, g_object_ref (self), g_object_unref);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static GtkWidget *
new_row (RelaisCampaignDialog *self, RelaisRecord *subject)
{
  GtkWidget *row = adw_action_row_new (), *pill = relais_state_pill_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  g_autofree char *title = relais_record_dup_title (subject);
  g_autofree char *tooltip = g_strdup_printf (_("Take “%s” out of the campaign"), title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  relais_state_pill_set (RELAIS_STATE_PILL (pill), relais_record_get_kind (subject), "state",
                         relais_record_get_string (subject, "state"));
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_visible (button, relais_access_may_edit (relais_session_get_access (self->session), subject, "campaign"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "subject", g_strdup (relais_record_get_id (subject)), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (open_cb), self);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  return row;
}

static void
load (RelaisCampaignDialog *self)
{
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("subject")), "title", FALSE);

  relais_query_where (query, "campaign", RELAIS_MATCH_EQUAL, get_id (self));
  g_autoptr (GPtrArray) subjects = relais_store_query (get_store (self), query);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->subjects, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < subjects->len; i++)
    {
      GtkWidget *row = new_row (self, g_ptr_array_index (subjects, i));
      adw_preferences_group_add (self->subjects, row);
      g_ptr_array_add (self->rows, row);
    }
  adw_preferences_group_set_description (self->subjects, subjects->len == 0 ? _("No subject yet.") : NULL);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisCampaignDialog *self)
{
  if (relais_changes_has_kind (changes, "subject"))
    load (self);
}

static void
relais_campaign_dialog_dispose (GObject *object)
{
  RelaisCampaignDialog *self = RELAIS_CAMPAIGN_DIALOG (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->form);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_campaign_dialog_parent_class)->dispose (object);
}

static void
relais_campaign_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (RELAIS_CAMPAIGN_DIALOG (object)->rows);
  G_OBJECT_CLASS (relais_campaign_dialog_parent_class)->finalize (object);
}

static void
relais_campaign_dialog_class_init (RelaisCampaignDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_campaign_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_campaign_dialog_finalize;
}

static void
relais_campaign_dialog_init (RelaisCampaignDialog *self)
{
  self->rows = g_ptr_array_new ();
  adw_dialog_set_title (ADW_DIALOG (self), _("Campaign"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 540);
  adw_dialog_set_content_height (ADW_DIALOG (self), 640);
}

AdwDialog *
relais_campaign_dialog_new (RelaisSession *session, RelaisRecord *campaign)
{
  static const char * const fields[] = { "title", "starts", "ends", "color", "unit", "note" };
  GtkWidget *view = adw_toolbar_view_new (), *page = adw_preferences_page_new (), *group = adw_preferences_group_new ();

  g_return_val_if_fail (RELAIS_IS_SESSION (session) && campaign != NULL, NULL);

  RelaisCampaignDialog *self = g_object_new (RELAIS_TYPE_CAMPAIGN_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->form = relais_form_new (session, relais_kind_lookup ("campaign"));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), relais_form_add (self->form, fields[i]));
  relais_name_group (ADW_PREFERENCES_GROUP (group), _("Campaign"));
  relais_form_set_record (self->form, campaign);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  self->subjects = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->subjects, _("Subjects"));
  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_set_tooltip_text (self->add, _("Put a Subject into the Campaign"));
  gtk_widget_set_visible (self->add, relais_access_may_edit (relais_session_get_access (session), campaign, "title"));
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);
  adw_preferences_group_set_header_suffix (self->subjects, self->add);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->subjects);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  load (self);
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return ADW_DIALOG (self);
}
