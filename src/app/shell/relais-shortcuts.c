/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-shortcuts.h"

#include <glib/gi18n.h>

typedef struct {
  const char *title;  /* N_(); NULL ends a group */
  const char *keys;   /* accelerators, joined by a space */
} Shortcut;

static const Shortcut general[] = {
  { N_("Search everything"), "<Control>k" },
  { N_("Search on this page"), "<Control>f" },
  { N_("New"), "<Control>n" },
  { N_("Undo"), "<Control>z" },
  { N_("Redo"), "<Control><Shift>z" },
  { N_("Synchronise now"), "F5" },
  { N_("Full screen"), "F11" },
  { N_("Preferences"), "<Control>comma" },
  { N_("Keyboard shortcuts"), "<Control>question" },
  { N_("Close the window"), "<Control>w" },
  { NULL },
};

static const Shortcut pages[] = {
  { N_("To Do"), "<Alt>1" },
  { N_("Planning"), "<Alt>2" },
  { N_("Contents"), "<Alt>3" },
  { N_("Network"), "<Alt>4" },
  { N_("Surveys"), "<Alt>5" },
  { N_("Committee"), "<Alt>6 <Control><Shift>m" },
  { NULL },
};

static const Shortcut planning[] = {
  { N_("Open"), "Return" },
  { N_("Move to another status or date"), "Menu <Shift>F10" },
  { N_("Change the date"), "<Control>d" },
  { N_("Move to the previous or next status"), "<Control>Left <Control>Right" },
  { N_("Pick up, and put down where the arrows lead"), "space" },
  { N_("Show or hide the ideas"), "F9" },
  { N_("Move to the ideas"), "<Control>i" },
  { N_("Make a column of the list narrower or wider"), "<Control>Left <Control>Right" },
  { N_("Print what is shown"), "<Control>p" },
  { N_("Close the side pane"), "Escape" },
  { NULL },
};

static GtkWidget *
build_keys (const char *keys)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_auto (GStrv) accels = g_strsplit (keys, " ", -1);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  for (guint i = 0; accels[i] != NULL; i++)
    {
      guint key;
      GdkModifierType modifiers;
      gtk_accelerator_parse (accels[i], &key, &modifiers);
      g_autofree char *text = gtk_accelerator_get_label (key, modifiers);
      GtkWidget *label = gtk_label_new (text);
      gtk_widget_add_css_class (label, "relais-keys");
      gtk_box_append (GTK_BOX (box), label);
    }
  return box;
}

static void
add_group (AdwPreferencesPage *page, const char *title, const Shortcut *shortcuts)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  for (; shortcuts->title != NULL; shortcuts++)
    {
      GtkWidget *row = adw_action_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(shortcuts->title));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), build_keys (shortcuts->keys));
      adw_preferences_group_add (group, row);
    }
  adw_preferences_page_add (page, group);
}

AdwDialog *
relais_shortcuts_new (void)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();

  add_group (ADW_PREFERENCES_PAGE (page), _("General"), general);
  add_group (ADW_PREFERENCES_PAGE (page), _("Pages"), pages);
  add_group (ADW_PREFERENCES_PAGE (page), _("Planning"), planning);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_title (dialog, _("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 520);
  adw_dialog_set_content_height (dialog, 620);
  adw_dialog_set_child (dialog, view);
  return dialog;
}
