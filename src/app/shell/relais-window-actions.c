/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-window-private.h"

#include "relais-bin-dialog.h"
#include "relais-conflict-dialog.h"
#include "relais-preferences.h"
#include "relais-search-dialog.h"
#include "relais-shortcuts.h"
#include "relais-sync-dialog.h"

#include "relais-config.h"

#include <glib/gi18n.h>

#define MAX_MENU_CHARS 48

/* A dialog is not asked for twice. */
static void
present (RelaisWindow *self, AdwDialog *dialog)
{
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static gboolean
is_free (RelaisWindow *self)
{
  return self->session != NULL && adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) == NULL;
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self));
  const char *kind, *id;

  g_variant_get (parameter, "(&s&s)", &kind, &id);
  if (dialog != NULL)
    adw_dialog_close (dialog);
  relais_window_open_record (self, kind, id);
}

static void
page_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (!relais_window_show_page (self, g_variant_get_string (parameter, NULL)))
    return;
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
  /* The keyboard goes where the eyes go. */
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->page)))
    gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
}

static void
search_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (!is_free (self))
    return;
  g_autoptr (GStrvBuilder) kinds = g_strv_builder_new ();
  for (const RelaisAppPageInfo *info = self->infos; info->name != NULL; info++)
    if (info->kinds != NULL)
      g_strv_builder_addv (kinds, (const char **) info->kinds);
  g_auto (GStrv) shown = g_strv_builder_end (kinds);
  present (self, relais_search_dialog_new (self->session, (const char * const *) shown));
}

static void
find_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (self->page != NULL)
    relais_app_page_focus_search (self->page);
}

static void
print_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (is_free (self) && self->page != NULL)
    relais_app_page_print (self->page);
}

static void
create_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (self->page != NULL && is_free (self))
    relais_app_page_create (self->page);
}

static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  relais_session_undo (RELAIS_WINDOW (widget)->session);
}

static void
redo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  relais_session_redo (RELAIS_WINDOW (widget)->session);
}

static void
sync_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (is_free (self))
    present (self, relais_sync_dialog_new (self->session));
}

static void
sync_now_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (self->session != NULL)
    relais_syncer_wake (relais_session_get_syncer (self->session));
}

static void
sign_in_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (self->session != NULL)
    relais_window_present_sign_in (self);
}

static void
sign_out_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (self->session != NULL)
    relais_window_sign_out (self);
}

static void
conflict_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (self->session != NULL)
    present (self, relais_conflict_dialog_new (self->session, g_variant_get_int64 (parameter)));
}

static void
preferences_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (is_free (self))
    present (self, relais_preferences_new (self->session, self->settings));
}

static void
bin_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisWindow *self = RELAIS_WINDOW (widget);

  if (is_free (self))
    present (self, relais_bin_dialog_new (self->session));
}

static void
fullscreen_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (widget)))
    gtk_window_unfullscreen (GTK_WINDOW (widget));
  else
    gtk_window_fullscreen (GTK_WINDOW (widget));
}

static void
shortcuts_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  present (RELAIS_WINDOW (widget), relais_shortcuts_new ());
}

static void
about_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AdwDialog *dialog = adw_about_dialog_new ();
  AdwAboutDialog *about = ADW_ABOUT_DIALOG (dialog);

  adw_about_dialog_set_application_name (about, _("Relais"));
  adw_about_dialog_set_application_icon (about, RELAIS_APP_ID);
  adw_about_dialog_set_version (about, RELAIS_VERSION);
  adw_about_dialog_set_comments (about, _("The workspace of an internal-communication team: plan, texts, network, surveys."));
  adw_about_dialog_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_dialog_set_developer_name (about, _("The Relais project"));
  /* Translators: your names, one a line */
  adw_about_dialog_set_translator_credits (about, _("translator-credits"));
  present (RELAIS_WINDOW (widget), dialog);
}

/* The menu names what would be undone, as far as there is room. */
static void
name_action (RelaisWindow *self, const char *action, const char *property, const char *plain)
{
  g_autofree char *label = NULL, *item = NULL;

  if (self->session != NULL)
    g_object_get (self->session, property, &label, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, label != NULL);
  if (label != NULL)
    {
      g_autofree char *end = g_utf8_strlen (label, -1) > MAX_MENU_CHARS ? g_utf8_substring (label, 0, MAX_MENU_CHARS - 1) : NULL;
      g_autofree char *shown = end != NULL ? g_strconcat (end, "…", NULL) : g_strdup (label);
      g_auto (GStrv) parts = g_strsplit (shown, "_", -1);
      g_autofree char *escaped = g_strjoinv ("__", parts);
      /* Translators: what Undo or Redo would do: "Undo: Throw away…" */
      item = g_strdup_printf (_("%s: %s"), plain, escaped);
    }
  g_menu_append (self->undo_section, item != NULL ? item : plain, action);
}

void
relais_window_update_actions (RelaisWindow *self)
{
  static const char * const need_pages[] = {
    "win.search", "win.find", "win.create", "win.print", "win.sync", "win.bin", "win.preferences", "win.page",
  };
  gboolean pages = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "main") == 0;

  for (guint i = 0; i < G_N_ELEMENTS (need_pages); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), need_pages[i], pages);
  g_menu_remove_all (self->undo_section);
  name_action (self, "win.undo", "undo-label", _("_Undo"));
  name_action (self, "win.redo", "redo-label", _("_Redo"));
}

void
relais_window_class_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open", "(ss)", open_cb);
  gtk_widget_class_install_action (widget_class, "win.page", "s", page_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_cb);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_cb);
  gtk_widget_class_install_action (widget_class, "win.create", NULL, create_cb);
  gtk_widget_class_install_action (widget_class, "win.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_cb);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_cb);
  gtk_widget_class_install_action (widget_class, "win.sync", NULL, sync_cb);
  gtk_widget_class_install_action (widget_class, "win.sync-now", NULL, sync_now_cb);
  gtk_widget_class_install_action (widget_class, "win.sign-in", NULL, sign_in_cb);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, sign_out_cb);
  gtk_widget_class_install_action (widget_class, "win.conflict", "x", conflict_cb);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_cb);
  gtk_widget_class_install_action (widget_class, "win.bin", NULL, bin_cb);
  gtk_widget_class_install_action (widget_class, "win.fullscreen", NULL, fullscreen_cb);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_cb);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, about_cb);

  /* Bindings of the window come after those of the focused widget: Ctrl+Z in a text undoes typing first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, GDK_CONTROL_MASK, "win.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.find", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "win.create", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_m, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.page", "s", "committee");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "win.print", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F11, 0, "win.fullscreen", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "win.sync-now", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_comma, GDK_CONTROL_MASK, "win.preferences", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_CONTROL_MASK, "win.shortcuts", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.shortcuts", NULL);
}
