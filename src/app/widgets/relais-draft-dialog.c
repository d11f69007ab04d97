/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-draft-dialog.h"

#include "relais-enter.h"
#include "relais-form.h"
#include "relais-names.h"

#include <glib/gi18n.h>

struct _RelaisDraftDialog
{
  AdwDialog      parent_instance;

  GtkWidget     *add;      /* borrowed: in the header bar */
  RelaisSession *session;  /* owned */
  RelaisForm    *form;     /* owned */
  const RelaisKind *kind;
};

enum { CREATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisDraftDialog, relais_draft_dialog, ADW_TYPE_DIALOG)

static void
changed_cb (RelaisDraftDialog *self)
{
  gtk_widget_set_sensitive (self->add, relais_form_is_complete (self->form));
}

static void
add_cb (RelaisDraftDialog *self)
{
  /* Translators: an action, for Undo: a new record of some kind */
  g_autofree char *label = g_strdup_printf (_("Add “%s”"), g_dgettext (GETTEXT_PACKAGE, self->kind->label));
  RelaisAction *action = relais_action_new (label);
  g_autofree char *id = g_strdup (relais_action_create (action, NULL, relais_form_dup_fields (self->form)));

  relais_session_commit (self->session, action);
  g_signal_emit (self, signals[CREATED], 0, id);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
relais_draft_dialog_dispose (GObject *object)
{
  RelaisDraftDialog *self = RELAIS_DRAFT_DIALOG (object);

  g_clear_object (&self->form);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_draft_dialog_parent_class)->dispose (object);
}

static void
relais_draft_dialog_class_init (RelaisDraftDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_draft_dialog_dispose;
  signals[CREATED] = g_signal_new ("created", RELAIS_TYPE_DRAFT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
}

static void
relais_draft_dialog_init (RelaisDraftDialog *self)
{
  adw_dialog_set_content_width (ADW_DIALOG (self), 460);
}

static GtkWidget *
new_header (RelaisDraftDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_("_Cancel"));

  self->add = gtk_button_new_with_mnemonic (_("_Add"));
  gtk_widget_add_css_class (self->add, "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->add);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (adw_dialog_close), self);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);

  return header;
}

AdwDialog *
relais_draft_dialog_new (RelaisSession *session, const char *title, const char * const *fields, RelaisFields *start)
{
  RelaisDraftDialog *self = g_object_new (RELAIS_TYPE_DRAFT_DIALOG, "title", title, NULL);
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  self->session = g_object_ref (session);
  self->kind = start->kind;
  self->form = relais_form_new (session, start->kind);
  relais_form_start (self->form, start);
  relais_fields_free (start);
  for (guint i = 0; fields[i]; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), relais_form_add (self->form, fields[i]));
  relais_name_group (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), new_header (self));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_focus (ADW_DIALOG (self), relais_form_get_row (self->form, fields[0]));
  relais_enter_presses (GTK_WIDGET (self), self->add);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);

  return ADW_DIALOG (self);
}
