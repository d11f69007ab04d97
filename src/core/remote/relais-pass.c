/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-sync"

#include "relais-pass.h"

#include <glib/gi18n-lib.h>

#include "relais-read-ahead.h"

#define PAGE_RECORDS    2000
#define BATCH_OPS       500
#define BATCH_BYTES     (512 * 1024)
/* More than this in one pass is a back end or a file that contradicts itself: wait, and tell. */
#define MOST_RESYNCS    3
#define MOST_STALLS     3

/* Where the workspace stands, read in one go. */
typedef struct {
  char      *epoch;      /* owned, nullable */
  char      *cursor;     /* owned, nullable */
  char      *client;     /* owned */
  GPtrArray *batch;      /* owned: element-type RelaisMutation; NULL: nothing may be sent now */
  gboolean   may_send;
} Position;

typedef struct {
  RelaisPage *page;      /* borrowed */
  gboolean    digest_matches;
} Arrival;

static void
clear_position (Position *position)
{
  g_clear_pointer (&position->epoch, g_free);
  g_clear_pointer (&position->cursor, g_free);
  g_clear_pointer (&position->client, g_free);
  g_clear_pointer (&position->batch, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Position, clear_position)

/* ---- in the thread of the workspace ---- */

static gpointer
read_position (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  Position *position = data;

  position->epoch = relais_workspace_dup_epoch (workspace);
  position->cursor = relais_workspace_dup_cursor (workspace);
  position->client = g_strdup (relais_workspace_get_client (workspace));
  if (position->may_send && position->epoch != NULL && position->cursor != NULL)
    position->batch = relais_workspace_take_outbox (workspace, BATCH_OPS, BATCH_BYTES, error);
  return NULL;
}

static gpointer
apply_push (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  relais_workspace_apply_push (workspace, data, changes, error);
  return NULL;
}

static gpointer
apply_page (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  Arrival *arrival = data;

  relais_workspace_apply_page (workspace, arrival->page, &arrival->digest_matches, changes, error);
  return NULL;
}

static gpointer
begin_resync (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  relais_workspace_begin_resync (workspace, error);
  return NULL;
}

/* ---- in the thread that syncs ---- */

static gboolean
run (RelaisPass *pass, RelaisStoreFunc func, gpointer data, GError **error)
{
  g_autoptr(GError) failure = NULL;

  pass->run (pass->target, func, data, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
remember_head (RelaisPass *pass, const char *epoch, guint64 head)
{
  g_set_str (&pass->epoch, epoch);
  pass->head = head;
}

static gboolean
push (RelaisPass *pass, Position *position, guint *stalls, GError **error)
{
  g_autoptr(RelaisPushResult) result = relais_remote_push (pass->remote, position->epoch, position->client, position->batch,
                                                           pass->cancellable, error);
  if (result == NULL || !run (pass, apply_push, result, error))
    return FALSE;

  remember_head (pass, result->epoch, result->head);
  pass->sent += result->outcomes->len;
  *stalls = result->outcomes->len > 0 ? 0 : *stalls + 1;
  if (*stalls <= MOST_STALLS)
    return TRUE;
  g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_BAD_ANSWER,
               _("%s does not take the waiting changes. They are kept."), relais_remote_get_server (pass->remote));
  return FALSE;
}

static void
report_progress (RelaisPass *pass, RelaisPage *page)
{
  if (pass->progress == NULL || page->head == 0 || page->records->len == 0)
    return;
  guint64 seq = relais_record_get_seq (g_ptr_array_index (page->records, page->records->len - 1));
  pass->progress (MIN (1.0, (double) seq / page->head), pass->user_data);
}

/* The page where the workspace stands. While everything is read, the one after it is asked for at once. */
static RelaisPage *
fetch_page (RelaisPass *pass, Position *position, gboolean whole, RelaisReadAhead **ahead, GError **error)
{
  gboolean digest = pass->digest_due && position->batch != NULL;
  RelaisPage *page = *ahead != NULL ? relais_read_ahead_take (*ahead, position->cursor) : NULL;

  if (page == NULL)
    page = relais_remote_pull (pass->remote, position->client, position->cursor, PAGE_RECORDS, digest, pass->cancellable, error);
  if (page != NULL && page->more && whole)
    {
      if (*ahead == NULL)
        *ahead = relais_read_ahead_new (pass->remote, position->client, PAGE_RECORDS, pass->cancellable);
      relais_read_ahead_start (*ahead, page->cursor);
    }
  return page;
}

/* @more: (out): pages remain */
static gboolean
pull (RelaisPass *pass, Position *position, gboolean whole, RelaisReadAhead **ahead, gboolean *more, GError **error)
{
  g_autoptr(RelaisPage) page = fetch_page (pass, position, whole, ahead, error);
  Arrival arrival = { page, TRUE };

  if (page == NULL || !run (pass, apply_page, &arrival, error))
    return FALSE;
  remember_head (pass, page->epoch, page->head);
  pass->received += page->records->len + page->gone->len;
  if (page->more)
    report_progress (pass, page);
  if (page->digest != NULL)
    pass->digest_due = FALSE;
  *more = page->more;
  if (arrival.digest_matches)
    return TRUE;
  g_message ("%s and this workspace differ: everything is read again", relais_remote_get_server (pass->remote));
  g_set_error_literal (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_RESYNC, "digest");
  return FALSE;
}

/* One thing a turn, so that an edit never waits for a long read: send what waits; otherwise take the next page; until neither is left.
 * Nothing is sent while everything is read from the start: only then is it known what fits. */
static gboolean
run_until_resync (RelaisPass *pass, gboolean resyncing, GError **error)
{
  gboolean whole = resyncing, pull_due = pass->pull || resyncing;
  g_autoptr(RelaisReadAhead) ahead = NULL;
  guint stalls = 0;

  for (;;)
    {
      g_auto(Position) position = { .may_send = !whole };
      if (!run (pass, read_position, &position, error))
        return FALSE;
      if (position.cursor == NULL)
        whole = pull_due = TRUE;

      if (position.batch != NULL && position.batch->len > 0)
        {
          if (!push (pass, &position, &stalls, error))
            return FALSE;
          pull_due = TRUE;
        }
      else if (pull_due)
        {
          if (!pull (pass, &position, whole, &ahead, &pull_due, error))
            return FALSE;
          whole = whole && pull_due;
        }
      else
        return TRUE;
    }
}

static gboolean
wants_resync (const GError *error)
{
  return g_error_matches (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_RESYNC)
         || g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_EPOCH);
}

void
relais_pass_clear (RelaisPass *pass)
{
  g_clear_pointer (&pass->epoch, g_free);
}

gboolean
relais_pass_run (RelaisPass *pass, GError **error)
{
  g_return_val_if_fail (pass != NULL && pass->remote != NULL && pass->run != NULL, FALSE);

  for (guint resyncs = 0; ; resyncs++)
    {
      g_autoptr(GError) failure = NULL;
      if (run_until_resync (pass, resyncs > 0, &failure))
        return TRUE;
      if (!wants_resync (failure) || resyncs == MOST_RESYNCS)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      pass->resyncs++;
      if (!run (pass, begin_resync, NULL, error))
        return FALSE;
    }
}

gpointer
relais_pass_run_in_workspace (gpointer workspace, RelaisStoreFunc func, gpointer data, GError **error)
{
  g_autoptr(RelaisChanges) changes = NULL;

  return func (workspace, data, &changes, error);
}
