/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-comments-dialog.h"

#include <glib/gi18n.h>

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, relais_comment_new (NULL));
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkStringObject *comment = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (comment));
  gtk_list_item_set_accessible_label (item, gtk_string_object_get_string (comment));
}

static void
count_cb (GListModel *shown, guint position, guint removed, guint added, GtkStack *stack)
{
  gtk_stack_set_visible_child_name (stack, g_list_model_get_n_items (shown) > 0 ? "list" : "none");
}

/* Escape: the search first, then the dialog. */
static void
stop_search_cb (GtkEditable *search, AdwDialog *dialog)
{
  if (*gtk_editable_get_text (search))
    gtk_editable_set_text (search, "");
  else
    adw_dialog_close (dialog);
}

static GtkWidget *
new_none (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "system-search-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("Nothing Found"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), _("No comment has this word."));
  gtk_widget_add_css_class (page, "compact");
  return page;
}

/* GtkStringList → GtkFilterListModel (search) → GtkNoSelection → GtkListView: only what is in sight is built. */
static GtkWidget *
new_list (const char * const *comments, GtkWidget *search)
{
  GtkExpression *string = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkStringFilter *filter = gtk_string_filter_new (string);
  GtkFilterListModel *shown = gtk_filter_list_model_new (G_LIST_MODEL (gtk_string_list_new (comments)), GTK_FILTER (filter));
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (shown))), factory);
  GtkWidget *window = gtk_scrolled_window_new ();
  GtkWidget *stack = gtk_stack_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_object_bind_property (search, "text", filter, "search", G_BINDING_DEFAULT);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (list), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Comments"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), list);
  gtk_stack_add_named (GTK_STACK (stack), window, "list");
  gtk_stack_add_named (GTK_STACK (stack), new_none (), "none");
  g_signal_connect_object (shown, "items-changed", G_CALLBACK (count_cb), stack, G_CONNECT_DEFAULT);
  return stack;
}

AdwDialog *
relais_comments_dialog_new (const char *question, const char * const *comments)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *search = gtk_search_entry_new ();
  GtkWidget *bar = adw_clamp_new ();
  g_autofree char *count = NULL;
  guint n = g_strv_length ((char **) comments);

  count = g_strdup_printf (ngettext ("%'u comment", "%'u comments", n), n);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (count, question));
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (search), _("A word of the comment…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search the comments"), -1);
  g_signal_connect (search, "stop-search", G_CALLBACK (stop_search_cb), dialog);
  adw_clamp_set_child (ADW_CLAMP (bar), search);
  gtk_widget_add_css_class (bar, "relais-search-bar");
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), bar);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), new_list (comments, search));
  adw_dialog_set_title (dialog, _("Comments"));
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_content_width (dialog, 560);
  adw_dialog_set_content_height (dialog, 640);
  return dialog;
}

GtkWidget *
relais_comment_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "relais-comment");
  return label;
}
