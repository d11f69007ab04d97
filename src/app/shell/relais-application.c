/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-application.h"

#include "relais-menu-names.h"
#include "relais-quit.h"
#include "relais-window.h"
#include "relais-workspace.h"

#include "relais-config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

struct _RelaisApplication
{
  AdwApplication        parent_instance;

  const RelaisAppPageInfo *pages;      /* borrowed */
  char                 *workspace;  /* owned: absolute path */
  char                 *page;       /* owned, nullable */
  GSettings            *settings;   /* owned: from startup on */
  gboolean              exit_after_startup;
};

G_DEFINE_FINAL_TYPE (RelaisApplication, relais_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "workspace", 'w', 0, G_OPTION_ARG_FILENAME, NULL, N_("Open this workspace file"), N_("FILE") },
  { "page", 'p', 0, G_OPTION_ARG_STRING, NULL, N_("Open on this page: todo, planning, contents, network, surveys"), N_("NAME") },
  { "exit-after-startup", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Quit once the window is shown (for measuring)"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
  { NULL },
};

/* Another file is another instance: its identifier is made from the path. */
static void
identify (RelaisApplication *self)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->workspace, -1);
  g_autofree char *id = g_strdup_printf (RELAIS_APP_ID ".w%.16s", hash);

  g_application_set_application_id (G_APPLICATION (self), id);
}

/* Of what has the focus, which may be a dialog of the desktop, the window that it belongs to. (nullable) */
static AdwApplicationWindow *
find_window (GtkApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (application);

  while (window != NULL && !RELAIS_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  return window != NULL ? ADW_APPLICATION_WINDOW (window) : NULL;
}

static gboolean
quit_cb (GtkWidget *window, GdkFrameClock *clock, gpointer user_data)
{
  /* The second tick: the first frame has been drawn. */
  if (gdk_frame_clock_get_frame_counter (clock) < 2)
    return G_SOURCE_CONTINUE;
  gtk_window_close (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static void
ready_cb (GtkWidget *window, RelaisApplication *self)
{
  gtk_widget_add_tick_callback (window, quit_cb, NULL, NULL);
  gtk_widget_queue_draw (window);
}

static void
quit_action_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwApplicationWindow *window = find_window (user_data);

  if (window != NULL)
    relais_quit (window, TRUE);
}

/* The person signs out of their computer: the workspace is closed as it should be, so that the next start need not look at all of it. */
static gboolean
terminate_cb (gpointer user_data)
{
  AdwApplicationWindow *window = find_window (user_data);

  if (window != NULL)
    relais_quit (window, FALSE);
  return G_SOURCE_CONTINUE;
}

static void
scheme_cb (GSettings *settings, const char *key, gpointer user_data)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), (AdwColorScheme) g_settings_get_enum (settings, key));
}

static int
relais_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  RelaisApplication *self = RELAIS_APPLICATION (application);
  g_autofree char *file = NULL;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("relais " RELAIS_VERSION "\n");
      return 0;
    }
  g_variant_dict_lookup (dict, "page", "s", &self->page);
  self->exit_after_startup = g_variant_dict_contains (dict, "exit-after-startup");
  if (g_variant_dict_lookup (dict, "workspace", "^ay", &file))
    {
      self->workspace = g_canonicalize_filename (file, NULL);
      identify (self);
    }
  else
    self->workspace = relais_workspace_default_path ();
  return -1;
}

static void
relais_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = { { "quit", quit_action_cb } };

  RelaisApplication *self = RELAIS_APPLICATION (application);

  G_APPLICATION_CLASS (relais_application_parent_class)->startup (application);
  g_unix_signal_add (SIGTERM, terminate_cb, application);
  gtk_window_set_default_icon_name (RELAIS_APP_ID);
  relais_menu_names_install ();
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit", (const char *[]) { RELAIS_QUIT_KEY, NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "window.close", (const char *[]) { "<Control>w", NULL });

  const RelaisAppPageInfo *pages = self->pages;
  for (int i = 0; pages[i].name != NULL && i < 9; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.page::%s", pages[i].name);
      g_autofree char *accel = g_strdup_printf ("<Alt>%d", i + 1);
      gtk_application_set_accels_for_action (GTK_APPLICATION (application), action, (const char *[]) { accel, NULL });
    }

  self->settings = g_settings_new (RELAIS_APP_ID);
  g_signal_connect (self->settings, "changed::color-scheme", G_CALLBACK (scheme_cb), NULL);
  scheme_cb (self->settings, "color-scheme", NULL);
}

static void
relais_application_activate (GApplication *application)
{
  RelaisApplication *self = RELAIS_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    {
      window = GTK_WINDOW (relais_window_new (GTK_APPLICATION (application), self->pages, self->workspace, self->page));
      if (self->exit_after_startup)
        g_signal_connect_object (window, "ready", G_CALLBACK (ready_cb), self, G_CONNECT_DEFAULT);
    }
  gtk_window_present (window);
}

static void
relais_application_finalize (GObject *object)
{
  RelaisApplication *self = RELAIS_APPLICATION (object);

  g_free (self->workspace);
  g_free (self->page);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (relais_application_parent_class)->finalize (object);
}

static void
relais_application_class_init (RelaisApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = relais_application_finalize;
  application_class->handle_local_options = relais_application_handle_local_options;
  application_class->startup = relais_application_startup;
  application_class->activate = relais_application_activate;
}

static void
relais_application_init (RelaisApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

RelaisApplication *
relais_application_new (const RelaisAppPageInfo *pages)
{
  g_return_val_if_fail (pages != NULL, NULL);

  RelaisApplication *self = g_object_new (RELAIS_TYPE_APPLICATION, "application-id", RELAIS_APP_ID,
                                          "resource-base-path", "/fr/relais/Relais", NULL);
  self->pages = pages;
  return self;
}
