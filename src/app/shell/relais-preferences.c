/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-preferences.h"

#include <glib/gi18n.h>

/* In the order of the combo row. */
static const char * const schemes[] = { "default", "force-light", "force-dark" };

static gboolean
get_scheme (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *nick = g_variant_get_string (variant, NULL);

  g_value_set_uint (value, g_str_equal (nick, "force-light") ? 1 : g_str_equal (nick, "force-dark") ? 2 : 0);
  return TRUE;
}

static GVariant *
set_scheme (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint selected = g_value_get_uint (value);

  return selected < G_N_ELEMENTS (schemes) ? g_variant_new_string (schemes[selected]) : NULL;
}

static AdwPreferencesGroup *
build_appearance (GSettings *settings)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *style = adw_combo_row_new ();
  GtkWidget *language = adw_action_row_new ();
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  gtk_string_list_append (choices, _("Follow the system"));
  gtk_string_list_append (choices, _("Light"));
  gtk_string_list_append (choices, _("Dark"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (style), _("Style"));
  adw_combo_row_set_model (ADW_COMBO_ROW (style), G_LIST_MODEL (choices));
  g_settings_bind_with_mapping (settings, "color-scheme", style, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_scheme, set_scheme, NULL, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (language), _("Language"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (language),
                               _("Relais speaks the language of your session, and writes dates and numbers "
                                                             "the same way. It is chosen in the system’s settings."));
  adw_preferences_group_set_title (group, _("Appearance"));
  adw_preferences_group_add (group, style);
  adw_preferences_group_add (group, language);
  return group;
}

static AdwPreferencesGroup *
build_writing (GSettings *settings)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *spelling = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (spelling), _("Check spelling while writing"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (spelling), _("Words that are not in the dictionary are underlined."));
  g_settings_bind (settings, "check-spelling", spelling, "active", G_SETTINGS_BIND_DEFAULT);
  adw_preferences_group_set_title (group, _("Writing"));
  adw_preferences_group_add (group, spelling);
  return group;
}

/* Runs on the store's thread: "manager · https://relais.ville.fr", or NULL. */
static gpointer
read_account (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  g_autofree char *server = relais_workspace_dup_value (workspace, "server");
  g_autofree char *login = relais_workspace_dup_value (workspace, "login");

  return server != NULL && login != NULL ? g_strdup_printf ("%s · %s", login, server) : NULL;
}

static void
account_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AdwActionRow) row = user_data;
  g_autofree char *account = relais_store_run_finish (RELAIS_STORE (source), result, NULL);

  if (account != NULL)
    adw_action_row_set_subtitle (row, account);
}

static void
close_cb (GtkWidget *row, AdwDialog *dialog)
{
  adw_dialog_close (dialog);
}

static AdwPreferencesGroup *
build_account (RelaisSession *session, AdwDialog *dialog)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gboolean off = relais_syncer_get_state (relais_session_get_syncer (session)) == RELAIS_SYNC_OFF;
  GtkWidget *who = adw_action_row_new ();
  GtkWidget *button = adw_button_row_new ();
  g_autofree char *name = relais_session_dup_account_name (session, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (who), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (who), off ? _("On this computer only") : name);
  if (off)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (who), _("Nothing leaves this computer."));
  else
    relais_store_run_async (relais_session_get_store (session), read_account, NULL, NULL, g_free, NULL, account_cb,
                            g_object_ref (who));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (button), off ? _("Sign In…") : _("Sign Out"));
  /* The dialog closes first: signing in has one of its own. */
  g_signal_connect (button, "activated", G_CALLBACK (close_cb), dialog);
  GtkWidget *file = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (file), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (file), _("Workspace file"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (file), relais_store_get_path (relais_session_get_store (session)));
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (file), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), off ? "win.sign-in" : "win.sign-out");
  adw_preferences_group_set_title (group, _("Account"));
  adw_preferences_group_add (group, who);
  adw_preferences_group_add (group, file);
  adw_preferences_group_add (group, button);
  return group;
}

AdwDialog *
relais_preferences_new (RelaisSession *session, GSettings *settings)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  AdwDialog *dialog = adw_preferences_dialog_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  adw_preferences_page_add (page, build_appearance (settings));
  adw_preferences_page_add (page, build_writing (settings));
  adw_preferences_page_add (page, build_account (session, dialog));
  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), page);
  return dialog;
}
