/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-reminder.h"

#include "relais-format.h"
#include "relais-task.h"

#include <glib/gi18n.h>

/* Who shows notifications, outside a sandbox and inside. */
#define NOTIFICATIONS "org.freedesktop.Notifications"
#define PORTAL        "org.freedesktop.portal.Desktop"
/* A computer that is never switched off learns of the new day within this time. */
#define PAUSE_SECONDS 900
/* In the workspace file: the last day when something was said. */
#define REMINDED "reminded"
#define MAX_NAMED 3

typedef struct {
  RelaisSession *session;  /* borrowed: owns this */
  guint          watch;
  guint          timer;
} Reminder;

static void
free_reminder (Reminder *reminder)
{
  g_bus_unwatch_name (reminder->watch);
  g_clear_handle_id (&reminder->timer, g_source_remove);
  g_free (reminder);
}

/* Runs on the store's thread. Returns: (nullable): titles of what is due today, when nothing was said yet; then it counts as said */
static gpointer
collect (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  const RelaisTaskRequest *request = data;
  g_autofree char *reminded = relais_workspace_dup_value (workspace, REMINDED);

  if (g_strcmp0 (reminded, request->today) == 0)
    return NULL;
  g_autoptr (GPtrArray) tasks = relais_tasks_collect (workspace, request);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < tasks->len; i++)
    {
      RelaisTask *task = g_ptr_array_index (tasks, i);
      if (relais_task_get_conflict (task) == 0 && g_strcmp0 (relais_task_get_due (task), request->today) == 0)
        g_ptr_array_add (titles, g_strdup (relais_task_get_title (task)));
    }
  if (titles->len == 0 || !relais_workspace_set_value (workspace, REMINDED, request->today, error))
    return NULL;
  return g_steal_pointer (&titles);
}

static void
collected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) titles = relais_store_run_finish (RELAIS_STORE (source), result, NULL);
  GApplication *application = g_application_get_default ();

  if (titles == NULL || application == NULL)
    return;
  g_autofree char *title = g_strdup_printf (ngettext ("%u thing is due today", "%u things are due today", titles->len), titles->len);
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_ptr_array_set_size (titles, (gint) MIN (titles->len, MAX_NAMED));
  g_ptr_array_add (titles, NULL);
  g_autofree char *body = g_strjoinv ("\n", (char **) titles->pdata);
  g_notification_set_body (notification, body);
  g_application_send_notification (application, "due-today", notification);
}

static gboolean
look_cb (gpointer user_data)
{
  Reminder *reminder = user_data;
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  relais_store_run_async (relais_session_get_store (reminder->session), collect,
                          relais_task_request_new (relais_session_get_access (reminder->session), today, FALSE),
                          (GDestroyNotify) relais_task_request_free, (GDestroyNotify) g_ptr_array_unref, NULL, collected_cb, NULL);
  return G_SOURCE_CONTINUE;
}

/* Somebody is there to show it. */
static void
appeared_cb (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  Reminder *reminder = user_data;

  if (reminder->timer != 0)
    return;
  reminder->timer = g_timeout_add_seconds (PAUSE_SECONDS, look_cb, reminder);
  look_cb (reminder);
}

static void
vanished_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  g_clear_handle_id (&((Reminder *) user_data)->timer, g_source_remove);
}

void
relais_reminder_begin (RelaisSession *session)
{
  g_return_if_fail (RELAIS_IS_SESSION (session));

  if (g_object_get_data (G_OBJECT (session), "relais-reminder") != NULL)
    return;
  Reminder *reminder = g_new0 (Reminder, 1);
  const char *name = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? PORTAL : NOTIFICATIONS;
  reminder->session = session;
  reminder->watch = g_bus_watch_name (G_BUS_TYPE_SESSION, name, G_BUS_NAME_WATCHER_FLAGS_AUTO_START, appeared_cb,
                                      vanished_cb, reminder, NULL);
  g_object_set_data_full (G_OBJECT (session), "relais-reminder", reminder, (GDestroyNotify) free_reminder);
}
