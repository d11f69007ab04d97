/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-sync-status.h"

#include "relais-format.h"

#include <glib/gi18n.h>

static char *
format_waiting (const RelaisQueueState *queue, gint64 now)
{
  if (queue->waiting == 0)
    return NULL;
  /* What was made this minute needs no date: it is about to go. */
  if (queue->waiting_since == 0 || now - queue->waiting_since < 60)
    return g_strdup_printf (ngettext ("%u change waiting", "%u changes waiting", queue->waiting), queue->waiting);
  g_autofree char *since = relais_format_ago (queue->waiting_since, now);
  return g_strdup_printf (ngettext ("%u change waiting, made %s", "%u changes waiting, the first made %s", queue->waiting),
                          queue->waiting, since);
}

static char *
format_success (gint64 last_success, gint64 now)
{
  if (last_success == 0)
    return g_strdup (_("Not synchronised yet"));
  g_autofree char *ago = relais_format_ago (last_success, now);
  return g_strdup_printf (_("Synchronised %s"), ago);
}

static void
describe_state (RelaisSyncStatus *status, RelaisSyncState state)
{
  switch (state)
    {
    case RELAIS_SYNC_OFF:
      status->title = g_strdup (_("On this computer only"));
      status->icon = "computer-symbolic";
      break;
    case RELAIS_SYNC_IDLE:
      status->title = g_strdup (_("Up to date"));
      status->icon = "object-select-symbolic";
      break;
    case RELAIS_SYNC_BUSY:
      status->title = g_strdup (_("Synchronising…"));
      break;
    case RELAIS_SYNC_OFFLINE:
      status->title = g_strdup (_("Offline"));
      status->icon = "network-offline-symbolic";
      break;
    case RELAIS_SYNC_SIGN_IN:
      status->title = g_strdup (_("Sign in again"));
      status->icon = "dialog-password-symbolic";
      status->style = "warning";
      break;
    case RELAIS_SYNC_PROBLEM:
      status->title = g_strdup (_("Synchronisation stopped"));
      status->icon = "dialog-warning-symbolic";
      status->style = "error";
      break;
    }
}

void
relais_sync_status_compute (RelaisSyncStatus *status, RelaisSyncState state, const char *message,
                            const RelaisQueueState *queue, gint64 last_success, gint64 now)
{
  g_return_if_fail (status != NULL && queue != NULL);

  *status = (RelaisSyncStatus) { 0 };
  describe_state (status, state);

  /* What needs a person comes before what goes by itself. */
  if (state != RELAIS_SYNC_PROBLEM && state != RELAIS_SYNC_SIGN_IN && queue->conflicts + queue->failed > 0)
    {
      g_free (status->title);
      if (queue->conflicts > 0)
        status->title = g_strdup_printf (ngettext ("%u conflict to settle", "%u conflicts to settle", queue->conflicts),
                                         queue->conflicts);
      else
        status->title = g_strdup_printf (ngettext ("%u change refused", "%u changes refused", queue->failed), queue->failed);
      status->icon = "dialog-warning-symbolic";
      status->style = "warning";
    }

  if (state != RELAIS_SYNC_OFF)
    status->detail = format_waiting (queue, now);
  if (status->detail == NULL && (state == RELAIS_SYNC_PROBLEM || state == RELAIS_SYNC_SIGN_IN))
    status->detail = g_strdup (message);
  if (status->detail == NULL && (state == RELAIS_SYNC_IDLE || state == RELAIS_SYNC_OFFLINE))
    status->detail = format_success (last_success, now);
  if (status->detail == NULL)
    status->detail = g_strdup ("");
}

void
relais_sync_status_clear (RelaisSyncStatus *status)
{
  g_clear_pointer (&status->title, g_free);
  g_clear_pointer (&status->detail, g_free);
}
