/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-window-private.h"

#include "relais-config.h"
#include "relais-late.h"
#include "relais-page-stack.h"
#include "relais-quit.h"

#include <glib/gi18n.h>

enum { READY, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisWindow, relais_window, ADW_TYPE_APPLICATION_WINDOW)

static const RelaisAppPageInfo *
find_info (RelaisWindow *self, const char *name)
{
  for (const RelaisAppPageInfo *info = self->infos; info->name != NULL; info++)
    if (g_strcmp0 (info->name, name) == 0)
      return info;
  return NULL;
}

static GtkWidget *
build_row (const RelaisAppPageInfo *info)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_(info->title));

  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_IMAGE, "icon-name", info->icon,
                                               "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_name (row, info->name);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  return row;
}

/* The breakpoint folds the sidebar where there is no room for it; a page that wants the screen folds it too. */
static void
update_immersive (RelaisWindow *self)
{
  gboolean immersive = self->page != NULL && relais_app_page_get_immersive (self->page);
  gboolean narrow = adw_application_window_get_current_breakpoint (ADW_APPLICATION_WINDOW (self)) != NULL;

  /* First, so that what folds is the sidebar and not the page with the keyboard in it. */
  if (immersive)
    adw_navigation_split_view_set_show_content (self->split_view, TRUE);
  adw_navigation_split_view_set_collapsed (self->split_view, immersive || narrow);
  adw_navigation_page_set_can_pop (self->content, !immersive);
  if (immersive != self->immersive && immersive)
    {
      self->was_fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));
      gtk_window_fullscreen (GTK_WINDOW (self));
      adw_toast_overlay_dismiss_all (self->toasts);
      gtk_widget_add_css_class (GTK_WIDGET (self->toasts), "relais-immersive");
    }
  else if (immersive != self->immersive)
    {
      if (!self->was_fullscreen)
        gtk_window_unfullscreen (GTK_WINDOW (self));
      gtk_widget_remove_css_class (GTK_WIDGET (self->toasts), "relais-immersive");
    }
  self->immersive = immersive;
}

static RelaisAppPage *
visit (RelaisWindow *self, const RelaisAppPageInfo *info)
{
  GtkWidget *child = gtk_stack_get_child_by_name (self->page_stack, info->name);
  RelaisAppPage *page = child != NULL ? RELAIS_APP_PAGE (child) : NULL;

  if (page == NULL)
    {
      page = g_object_new (info->get_type (), "session", self->session, NULL);
      adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (page), _(info->title));
      adw_navigation_page_set_tag (ADW_NAVIGATION_PAGE (page), info->name);
      g_signal_connect_object (page, "notify::immersive", G_CALLBACK (update_immersive), self, G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->page_stack, GTK_WIDGET (page), info->name);
    }
  return page;
}

static void
update_active (RelaisWindow *self)
{
  if (self->page != NULL)
    relais_app_page_set_active (self->page, self->visible_page);
}

static void
toast_dismissed_cb (AdwToast *toast, RelaisWindow *self)
{
  if (self->toast == toast)
    self->toast = NULL;
}

static void
row_activated_cb (RelaisWindow *self, GtkListBoxRow *row)
{
  relais_window_show_page (self, gtk_widget_get_name (GTK_WIDGET (row)));
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

/* Side by side, the page follows the arrows; folded, going there takes Enter. */
static void
row_selected_cb (RelaisWindow *self, GtkListBoxRow *row)
{
  /* Before there is a page, it is the list that selects its first row, not the person. */
  if (self->page != NULL && row != NULL && !adw_navigation_split_view_get_collapsed (self->split_view))
    relais_window_show_page (self, gtk_widget_get_name (GTK_WIDGET (row)));
}

static void
committed_cb (RelaisSession *session, const char *label, gboolean announce, RelaisWindow *self)
{
  if (announce && label != NULL && label[0] != '\0')
    relais_window_add_toast (self, label, TRUE);
}

static void
notice_cb (RelaisSession *session, const char *message, RelaisWindow *self)
{
  relais_window_add_toast (self, message, FALSE);
}

static void
labels_cb (GObject *session, GParamSpec *pspec, RelaisWindow *self)
{
  relais_window_update_actions (self);
}

static void
signed_in_cb (RelaisWindow *self)
{
  relais_window_show_pages (self);
}

static void
suspended_cb (RelaisWindow *self)
{
  self->visible_page = !gtk_window_is_suspended (GTK_WINDOW (self));
  update_active (self);
}

static void
obstacle_cb (RelaisKeeper *keeper, GParamSpec *pspec, RelaisWindow *self)
{
  const char *obstacle = relais_keeper_get_obstacle (keeper);

  if (obstacle != NULL)
    {
      /* Translators: %s is a sentence that says why ("There is no space left on the disk.") */
      g_autofree char *title = g_strdup_printf (_("%s Your changes are kept in this window until they can be saved: leave it open."),
                                                obstacle);
      adw_banner_set_title (self->obstacle, title);
    }
  else
    relais_window_add_toast (self, _("Everything is saved now."), FALSE);
  adw_banner_set_revealed (self->obstacle, obstacle != NULL);
}

static void
try_again_cb (RelaisWindow *self)
{
  relais_keeper_try_again (relais_session_get_keeper (self->session));
}

static void
lose_cb (AdwAlertDialog *dialog, const char *response, RelaisWindow *self)
{
  relais_keeper_close (relais_session_get_keeper (self->session));
  gtk_window_close (GTK_WINDOW (self));
}

/* Something would be lost: only the person may decide that. */
static gboolean
asks_before_closing (RelaisWindow *self)
{
  RelaisKeeper *keeper = self->session != NULL ? relais_session_get_keeper (self->session) : NULL;
  guint waiting = keeper != NULL ? relais_keeper_get_waiting (keeper) : 0;

  if (waiting == 0 || relais_keeper_get_obstacle (keeper) == NULL)
    return FALSE;
  g_autofree char *lost = g_strdup_printf (ngettext ("%u change that could not be saved yet would be lost.",
                                                     "%u changes that could not be saved yet would be lost.", waiting), waiting);
  g_autofree char *body = g_strdup_printf ("%s %s", relais_keeper_get_obstacle (keeper), lost);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Close All the Same?"), body));
  adw_alert_dialog_add_responses (dialog, "stay", _("_Leave Open"), "lose", _("_Close and Lose Them"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "lose", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "stay");
  adw_alert_dialog_set_close_response (dialog, "stay");
  g_signal_connect_object (dialog, "response::lose", G_CALLBACK (lose_cb), self, G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
  return TRUE;
}

static void
save_state (RelaisWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (!gtk_window_is_maximized (GTK_WINDOW (self)) && width > 0 && height > 0)
    {
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
  if (self->page != NULL)
    g_settings_set_string (self->settings, "page", adw_navigation_page_get_tag (ADW_NAVIGATION_PAGE (self->page)));
}

static gboolean
relais_window_close_request (GtkWindow *window)
{
  RelaisWindow *self = RELAIS_WINDOW (window);

  if (asks_before_closing (self))
    return GDK_EVENT_STOP;
  save_state (self);
  if (self->session != NULL)
    {
      /* What is queued in the store is written before the file is closed; what waits for the back end is in the file. */
      relais_syncer_stop (relais_session_get_syncer (self->session));
      if (self->page != NULL)
        relais_app_page_set_active (self->page, FALSE);
    }
  return GTK_WINDOW_CLASS (relais_window_parent_class)->close_request (window);
}

static void
relais_window_dispose (GObject *object)
{
  RelaisWindow *self = RELAIS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  self->page = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_WINDOW);
  if (self->session != NULL)
    {
      relais_keeper_close (relais_session_get_keeper (self->session));
      relais_syncer_stop (relais_session_get_syncer (self->session));
      relais_store_close (relais_session_get_store (self->session));
    }
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (relais_window_parent_class)->dispose (object);
}

static void
relais_window_finalize (GObject *object)
{
  RelaisWindow *self = RELAIS_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_free (self->workspace);
  g_free (self->first_page);
  G_OBJECT_CLASS (relais_window_parent_class)->finalize (object);
}

static void
relais_window_class_init (RelaisWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = relais_window_close_request;

  g_type_ensure (RELAIS_TYPE_SIGN_IN);
  g_type_ensure (RELAIS_TYPE_SYNC_INDICATOR);
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/shell/relais-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, recover);
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, content);
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, page_stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, indicator);
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, obstacle);
  gtk_widget_class_bind_template_child (widget_class, RelaisWindow, undo_section);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, signed_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "local_cb", G_CALLBACK (relais_window_work_locally));
  gtk_widget_class_bind_template_callback_full (widget_class, "recover_cb", G_CALLBACK (relais_window_recover_workspace));
  gtk_widget_class_bind_template_callback_full (widget_class, "retry_cb", G_CALLBACK (relais_window_open_workspace));
  relais_window_class_install_actions (widget_class);

  signals[READY] = g_signal_new ("ready", RELAIS_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_window_init (RelaisWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->visible_page = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  relais_quit_follow (ADW_APPLICATION_WINDOW (self));
  g_signal_connect (self, "notify::suspended", G_CALLBACK (suspended_cb), NULL);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (relais_late_fill_focus), NULL);
}

RelaisWindow *
relais_window_new (GtkApplication *application, const RelaisAppPageInfo *pages, const char *workspace, const char *page)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (pages != NULL && workspace != NULL, NULL);

  RelaisWindow *self = g_object_new (RELAIS_TYPE_WINDOW, "application", application, NULL);
  self->infos = pages;
  self->workspace = g_strdup (workspace);
  self->settings = g_settings_new (RELAIS_APP_ID);
  self->first_page = page != NULL ? g_strdup (page) : g_settings_get_string (self->settings, "page");
  /* Folded, the window starts with the sidebar, unless a page was asked for. */
  adw_navigation_split_view_set_show_content (self->split_view, page != NULL);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  for (const RelaisAppPageInfo *info = self->infos; info->name != NULL; info++)
    gtk_list_box_append (self->sidebar, build_row (info));
  relais_window_update_actions (self);
  relais_window_open_workspace (self);
  return self;
}

void
relais_window_set_session (RelaisWindow *self, RelaisSession *session)
{
  g_assert (self->session == NULL);

  self->session = g_object_ref (session);
  relais_sign_in_set_session (self->sign_in, session);
  relais_sync_indicator_set_session (self->indicator, session);
  g_signal_connect_object (session, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (session, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (relais_session_get_keeper (session), "notify::obstacle", G_CALLBACK (obstacle_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (session, "notify::undo-label", G_CALLBACK (labels_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (session, "notify::redo-label", G_CALLBACK (labels_cb), self, G_CONNECT_DEFAULT);
}

void
relais_window_show_pages (RelaisWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "main");
  if (self->page == NULL && !relais_window_show_page (self, self->first_page))
    relais_window_show_page (self, self->infos[0].name);
  relais_window_update_actions (self);
  for (const RelaisAppPageInfo *info = self->infos; info->name != NULL; info++)
    if (info->begin != NULL)
      info->begin (self->session);
  g_signal_emit (self, signals[READY], 0);
}

gboolean
relais_window_show_page (RelaisWindow *self, const char *name)
{
  const RelaisAppPageInfo *info = find_info (self, name);

  if (info == NULL || self->session == NULL)
    return FALSE;

  RelaisAppPage *page = visit (self, info);
  if (page != self->page)
    {
      if (self->page != NULL)
        relais_app_page_set_active (self->page, FALSE);
      self->page = page;
      relais_page_stack_show (self->page_stack, GTK_WIDGET (page));
      adw_navigation_page_set_title (self->content, _(info->title));
      gtk_list_box_select_row (self->sidebar, gtk_list_box_get_row_at_index (self->sidebar, (int) (info - self->infos)));
      update_active (self);
      update_immersive (self);
    }
  return TRUE;
}

void
relais_window_open_record (RelaisWindow *self, const char *kind, const char *id)
{
  for (const RelaisAppPageInfo *info = self->infos; info->name != NULL; info++)
    if (info->kinds != NULL && g_strv_contains (info->kinds, kind))
      {
        relais_window_show_page (self, info->name);
        adw_navigation_split_view_set_show_content (self->split_view, TRUE);
        relais_app_page_open (self->page, kind, id);
        return;
      }
  g_debug ("no page shows records of kind %s", kind);
}

void
relais_window_add_toast (RelaisWindow *self, const char *title, gboolean undoable)
{
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_use_markup (toast, FALSE);
  /* Only the last action can be undone from its toast: the button always means the top of the stack. */
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  if (undoable)
    {
      adw_toast_set_button_label (toast, _("_Undo"));
      adw_toast_set_action_name (toast, "win.undo");
    }
  self->toast = toast;
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_dismissed_cb), self, G_CONNECT_DEFAULT);
  adw_toast_overlay_add_toast (self->toasts, toast);
}
