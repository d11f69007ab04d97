/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-feeds-dialog.h"

#include "relais-enter.h"
#include "relais-format.h"

#include <glib/gi18n.h>

struct _RelaisFeedsDialog
{
  AdwDialog          parent_instance;

  AdwNavigationView *pages;        /* borrowed */
  GtkStack          *stack;        /* borrowed: "busy", "feeds", "problem" */
  AdwStatusPage     *problem;      /* borrowed */
  GtkWidget         *group;        /* borrowed: the feeds that there are */
  GPtrArray         *rows;         /* owned, element-type GtkWidget (borrowed) */
  AdwEntryRow       *name;         /* borrowed: of the new one, while its page is there */
  AdwSwitchRow      *all;          /* borrowed likewise */
  GPtrArray         *choices;      /* owned, element-type GtkWidget (borrowed): a switch a channel */
  GtkWidget         *create;       /* borrowed likewise */
  RelaisSession     *session;      /* owned */
  GCancellable      *cancellable;  /* owned */
};

G_DEFINE_FINAL_TYPE (RelaisFeedsDialog, relais_feeds_dialog, ADW_TYPE_DIALOG)

/* What is asked for in a worker thread. */
typedef struct {
  char  *id;        /* owned, nullable: to be revoked */
  char  *name;      /* owned, nullable: to be made */
  char **channels;  /* owned, nullable */
} Wish;

static void listed_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
free_wish (Wish *wish)
{
  g_free (wish->id);
  g_free (wish->name);
  g_strfreev (wish->channels);
  g_free (wish);
}

/* ---- in a worker thread ---- */

static gpointer
list_feeds (RelaisRemote *remote, gpointer data, GCancellable *cancellable, GError **error)
{
  return relais_remote_list_feeds (remote, cancellable, error);
}

static gpointer
add_feed (RelaisRemote *remote, gpointer data, GCancellable *cancellable, GError **error)
{
  Wish *wish = data;
  return relais_remote_add_feed (remote, wish->name, (const char * const *) wish->channels, cancellable, error);
}

static gpointer
remove_feed (RelaisRemote *remote, gpointer data, GCancellable *cancellable, GError **error)
{
  Wish *wish = data;
  if (!relais_remote_remove_feed (remote, wish->id, cancellable, error))
    return NULL;
  return relais_remote_list_feeds (remote, cancellable, error);
}

/* @wish: (nullable): taken. */
static void
ask (RelaisFeedsDialog *self, RelaisRemoteFunc func, Wish *wish, GDestroyNotify free_result, GAsyncReadyCallback callback)
{
  relais_syncer_call_async (relais_session_get_syncer (self->session), func, wish, wish != NULL ? (GDestroyNotify) free_wish : NULL,
                            free_result, self->cancellable, callback, g_object_ref (self));
}

/* ---- what is shown ---- */

static GtkWidget *
new_page (const char *title, GtkWidget *content, GtkWidget *end)
{
  GtkWidget *view = adw_toolbar_view_new (), *bar = adw_header_bar_new ();

  if (end != NULL)
    adw_header_bar_pack_end (ADW_HEADER_BAR (bar), end);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), bar);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), content);
  return GTK_WIDGET (adw_navigation_page_new (view, title));
}

static GtkWidget *
new_group (GtkWidget *page, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  if (description != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return group;
}

static void
show_problem (RelaisFeedsDialog *self, const GError *error)
{
  g_autofree char *text = relais_session_describe_error (error);

  adw_status_page_set_description (self->problem, text);
  gtk_stack_set_visible_child_name (self->stack, "problem");
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static char *
describe_channels (RelaisFeedsDialog *self, char **channels)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  if (channels[0] == NULL)
    return g_strdup (_("All channels"));
  for (guint i = 0; channels[i] != NULL; i++)
    g_strv_builder_take (names, relais_store_dup_title (relais_session_get_store (self->session), "channel", channels[i]));
  all = g_strv_builder_end (names);
  return g_strjoinv (", ", all);
}

static char *
describe_feed (RelaisFeedsDialog *self, const RelaisRemoteFeed *feed)
{
  g_autofree char *channels = describe_channels (self, feed->channels);
  g_autofree char *when = feed->used_at > 0 ? relais_format_ago (feed->used_at, g_get_real_time () / G_USEC_PER_SEC) : NULL;

  if (when == NULL)
    return g_strdup_printf (_("%s · never read"), channels);
  /* Translators: channels, then when a calendar program last read them ("yesterday") */
  return g_strdup_printf (_("%s · last read %s"), channels, when);
}

static void
revoke_cb (AdwAlertDialog *dialog, const char *response, RelaisFeedsDialog *self)
{
  if (!g_str_equal (response, "revoke"))
    return;
  Wish *wish = g_new0 (Wish, 1);
  wish->id = g_strdup (g_object_get_data (G_OBJECT (dialog), "feed"));
  ask (self, remove_feed, wish, (GDestroyNotify) g_ptr_array_unref, listed_cb);
}

static void
ask_revoke_cb (GtkWidget *button, RelaisFeedsDialog *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  AdwDialog *dialog = adw_alert_dialog_new (_("Revoke This Feed?"),
                                            _("Its address leads nowhere from then on. Calendars that read it keep what they have, and follow "
                                              "the plan no more."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "revoke", _("_Revoke"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "revoke", ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), "feed", g_strdup (g_object_get_data (G_OBJECT (row), "feed")), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (revoke_cb), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static GtkWidget *
new_feed_row (RelaisFeedsDialog *self, const RelaisRemoteFeed *feed)
{
  GtkWidget *row = adw_action_row_new (), *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *subtitle = describe_feed (self, feed);
  g_autofree char *label = g_strdup_printf (_("Revoke “%s”"), feed->name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), feed->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Revoke…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (row), "feed", g_strdup (feed->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (ask_revoke_cb), self, G_CONNECT_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
show_feeds (RelaisFeedsDialog *self, GPtrArray *feeds)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->group), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < feeds->len; i++)
    {
      GtkWidget *row = new_feed_row (self, feeds->pdata[i]);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (self->group, feeds->len > 0);
  gtk_stack_set_visible_child_name (self->stack, "feeds");
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisFeedsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) feeds = relais_syncer_call_finish (RELAIS_SYNCER (source), result, &error);

  if (self->session == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (feeds != NULL)
    show_feeds (self, feeds);
  else
    show_problem (self, error);
}

/* ---- a new one ---- */

static void
copy_cb (GtkWidget *button, RelaisFeedsDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), g_object_get_data (G_OBJECT (button), "address"));
  gtk_button_set_icon_name (GTK_BUTTON (button), "object-select-symbolic");
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _("The address was copied"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
show_address (RelaisFeedsDialog *self, const RelaisRemoteFeed *feed)
{
  GtkWidget *page = adw_preferences_page_new (), *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  GtkWidget *group = new_group (page, NULL, _("Add this address to your calendar program, as a calendar from the network. Copy it now: it is not "
                                              "shown again. Whoever has it reads the plan as you do."));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Address"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), feed->address);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Copy the Address"));
  g_object_set_data_full (G_OBJECT (button), "address", g_strdup (feed->address), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (copy_cb), self, G_CONNECT_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_navigation_view_pop (self->pages);
  adw_navigation_view_push (self->pages, ADW_NAVIGATION_PAGE (new_page (feed->name, page, NULL)));
  gtk_widget_grab_focus (button);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisFeedsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisRemoteFeed) feed = relais_syncer_call_finish (RELAIS_SYNCER (source), result, &error);

  if (self->session == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (feed != NULL)
    {
      show_address (self, feed);
      ask (self, list_feeds, NULL, (GDestroyNotify) g_ptr_array_unref, listed_cb);
      return;
    }
  adw_navigation_view_pop (self->pages);
  show_problem (self, error);
}

static void
create_cb (RelaisFeedsDialog *self)
{
  g_autoptr (GStrvBuilder) channels = g_strv_builder_new ();
  Wish *wish = g_new0 (Wish, 1);

  for (guint i = 0; i < self->choices->len && !adw_switch_row_get_active (self->all); i++)
    if (adw_switch_row_get_active (self->choices->pdata[i]))
      g_strv_builder_add (channels, g_object_get_data (self->choices->pdata[i], "channel"));
  wish->name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  wish->channels = g_strv_builder_end (channels);
  gtk_widget_set_sensitive (self->create, FALSE);
  ask (self, add_feed, wish, (GDestroyNotify) relais_remote_feed_free, made_cb);
}

/* A feed without a name, or of no channel, is none. */
static void
check_cb (RelaisFeedsDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  gboolean all = adw_switch_row_get_active (self->all), some = all;

  for (guint i = 0; i < self->choices->len; i++)
    {
      some = some || adw_switch_row_get_active (self->choices->pdata[i]);
      gtk_widget_set_sensitive (self->choices->pdata[i], !all);
    }
  gtk_widget_set_sensitive (self->create, *name != '\0' && some);
}

static GtkWidget *
new_switch (RelaisFeedsDialog *self, GtkWidget *group, const char *title)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (check_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
add_channels (RelaisFeedsDialog *self, GtkWidget *group)
{
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("channel")), "position", FALSE);
  g_autoptr (GPtrArray) channels = relais_store_query (relais_session_get_store (self->session), query);

  self->all = ADW_SWITCH_ROW (new_switch (self, group, _("All channels")));
  for (guint i = 0; i < channels->len; i++)
    {
      GtkWidget *row = new_switch (self, group, relais_record_get_string (channels->pdata[i], "name"));
      g_object_set_data_full (G_OBJECT (row), "channel", g_strdup (relais_record_get_id (channels->pdata[i])), g_free);
      g_ptr_array_add (self->choices, row);
    }
}

static void
popped_cb (RelaisFeedsDialog *self)
{
  adw_dialog_set_default_widget (ADW_DIALOG (self), NULL);
}

static void
new_cb (RelaisFeedsDialog *self)
{
  GtkWidget *page = adw_preferences_page_new (), *group = new_group (page, NULL, NULL);

  g_ptr_array_set_size (self->choices, 0);
  self->create = gtk_button_new_with_mnemonic (_("_Create"));
  gtk_widget_add_css_class (self->create, "suggested-action");
  g_signal_connect_object (self->create, "clicked", G_CALLBACK (create_cb), self, G_CONNECT_SWAPPED);
  self->name = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _("Name"));
  adw_entry_row_set_max_length (self->name, 200);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->name));
  add_channels (self, new_group (page, _("Channels"), NULL));
  g_signal_connect_object (self->name, "changed", G_CALLBACK (check_cb), self, G_CONNECT_SWAPPED);
  gtk_editable_set_text (GTK_EDITABLE (self->name), _("Editorial plan"));
  adw_switch_row_set_active (self->all, TRUE);
  relais_enter_presses (page, self->create);
  adw_navigation_view_push (self->pages, ADW_NAVIGATION_PAGE (new_page (_("New Feed"), page, self->create)));
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->create);
}

static void
relais_feeds_dialog_dispose (GObject *object)
{
  RelaisFeedsDialog *self = RELAIS_FEEDS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_feeds_dialog_parent_class)->dispose (object);
}

static void
relais_feeds_dialog_finalize (GObject *object)
{
  RelaisFeedsDialog *self = RELAIS_FEEDS_DIALOG (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->choices);
  G_OBJECT_CLASS (relais_feeds_dialog_parent_class)->finalize (object);
}

static void
relais_feeds_dialog_class_init (RelaisFeedsDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_feeds_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_feeds_dialog_finalize;
}

static GtkWidget *
build_list (RelaisFeedsDialog *self)
{
  GtkWidget *page = adw_preferences_page_new (), *create = adw_button_row_new ();
  GtkWidget *first = new_group (page, NULL, _("A calendar program reads the plan at a secret address and follows what is moved or cancelled. It "
                                              "shows what your account may see, from three months ago on."));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (create), _("New Feed…"));
  adw_button_row_set_start_icon_name (ADW_BUTTON_ROW (create), "list-add-symbolic");
  g_signal_connect_object (create, "activated", G_CALLBACK (new_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (first), create);
  self->group = new_group (page, _("Your Feeds"), NULL);
  return page;
}

static void
relais_feeds_dialog_init (RelaisFeedsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->choices = g_ptr_array_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  self->problem = ADW_STATUS_PAGE (adw_status_page_new ());
  self->pages = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  g_signal_connect_object (self->pages, "popped", G_CALLBACK (popped_cb), self, G_CONNECT_SWAPPED);
  adw_status_page_set_icon_name (self->problem, "network-offline-symbolic");
  adw_status_page_set_title (self->problem, _("Feeds Are Kept by the Back End"));
  gtk_stack_add_named (self->stack, adw_spinner_new (), "busy");
  gtk_stack_add_named (self->stack, build_list (self), "feeds");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->problem), "problem");
  adw_navigation_view_add (self->pages, ADW_NAVIGATION_PAGE (new_page (_("Calendar Feeds"), GTK_WIDGET (self->stack), NULL)));
  adw_dialog_set_title (ADW_DIALOG (self), _("Calendar Feeds"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 520);
  adw_dialog_set_content_height (ADW_DIALOG (self), 560);
  adw_dialog_set_child (ADW_DIALOG (self), GTK_WIDGET (self->pages));
}

AdwDialog *
relais_feeds_dialog_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisFeedsDialog *self = g_object_new (RELAIS_TYPE_FEEDS_DIALOG, NULL);
  self->session = g_object_ref (session);
  ask (self, list_feeds, NULL, (GDestroyNotify) g_ptr_array_unref, listed_cb);
  return ADW_DIALOG (self);
}
