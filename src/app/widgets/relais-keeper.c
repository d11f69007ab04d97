/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-keeper.h"

#include <glib/gi18n.h>

#define RETRY_SECONDS 2

/* An action and those who wait for it. */
typedef struct {
  RelaisAction *action;  /* owned */
  GPtrArray    *tasks;   /* owned, element-type GTask */
} Kept;

struct _RelaisKeeper
{
  GObject      parent_instance;

  RelaisStore *store;     /* owned */
  GQueue       kept;      /* element-type Kept, owned; in the order they were done */
  gboolean     trying;    /* the head is on its way to the store: one at a time, since the next was made on what it leaves */
  guint        timer;
  char        *obstacle;  /* owned, nullable */
};

enum { PROP_0, PROP_WAITING, PROP_OBSTACLE, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RelaisKeeper, relais_keeper, G_TYPE_OBJECT)

static void
free_kept (Kept *kept)
{
  relais_action_unref (kept->action);
  g_ptr_array_unref (kept->tasks);
  g_free (kept);
}

static const char *
describe (const GError *error)
{
  switch ((RelaisStoreError) error->code)
    {
    case RELAIS_STORE_ERROR_FULL:
      return _("There is no space left on the disk.");
    case RELAIS_STORE_ERROR_READ_ONLY:
      return _("The workspace cannot be written at the moment.");
    case RELAIS_STORE_ERROR_UNREACHABLE:
      return _("The disk of the workspace does not answer.");
    case RELAIS_STORE_ERROR_LOCKED:
      return _("Another program holds the workspace.");
    case RELAIS_STORE_ERROR_NEWER:
    case RELAIS_STORE_ERROR_DAMAGED:
    case RELAIS_STORE_ERROR_NOT_FOUND:
    case RELAIS_STORE_ERROR_EPOCH:
    case RELAIS_STORE_ERROR_TOO_LARGE:
    case RELAIS_STORE_ERROR_FAILED:
    default:
      return error->message;
    }
}

static void
set_obstacle (RelaisKeeper *self, const char *sentence)
{
  if (g_set_str (&self->obstacle, sentence))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OBSTACLE]);
}

static void
complete (Kept *kept, gint64 id, const GError *error)
{
  for (guint i = 0; i < kept->tasks->len; i++)
    {
      GTask *task = kept->tasks->pdata[i];

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_pointer (task, g_memdup2 (&id, sizeof id), g_free);
    }
  free_kept (kept);
}

/* Both are typing in one and the same field: @later, made on what @first left, becomes one change with it. */
static gboolean
grow (Kept *first, RelaisAction *later)
{
  const char *key = relais_action_get_merge_key (later);
  GPtrArray *ops = relais_action_get_ops (first->action), *more = relais_action_get_ops (later);

  if (key == NULL || g_strcmp0 (relais_action_get_merge_key (first->action), key) != 0 || ops->len != 1 || more->len != 1)
    return FALSE;
  const RelaisOp *op = ops->pdata[0], *last = more->pdata[0];
  const RelaisFields *seen = relais_action_get_seen (first->action, op->id);
  if (seen == NULL || op->fields == NULL || last->fields == NULL)
    return FALSE;

  RelaisAction *grown = relais_action_new (relais_action_get_label (later));
  relais_action_update_seen (grown, op->id, relais_fields_copy (seen), relais_fields_copy (last->fields));
  relais_action_set_merge_key (grown, key);
  relais_action_unref (first->action);
  first->action = grown;
  return TRUE;
}

static void
keep (RelaisKeeper *self, Kept *kept)
{
  Kept *last = g_queue_peek_tail (&self->kept);
  gboolean last_is_away = self->trying && g_queue_get_length (&self->kept) == 1;

  if (last != NULL && !last_is_away && grow (last, kept->action))
    {
      g_ptr_array_extend_and_steal (last->tasks, g_steal_pointer (&kept->tasks));
      kept->tasks = g_ptr_array_new ();
      free_kept (kept);
      return;
    }
  g_queue_push_tail (&self->kept, kept);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

static gboolean
timer_cb (gpointer user_data)
{
  RelaisKeeper *self = user_data;

  self->timer = 0;
  relais_keeper_try_again (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (RelaisKeeper *self)
{
  if (self->timer != 0)
    return;
  self->timer = g_timeout_add_seconds (RETRY_SECONDS, timer_cb, self);
  g_source_set_static_name (g_main_context_find_source_by_id (NULL, self->timer), "[relais] save what is kept");
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisKeeper) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;
  gboolean stored = relais_store_commit_finish (RELAIS_STORE (source), result, &id, &error);

  self->trying = FALSE;
  if (!stored && relais_keeper_may_pass (error))
    {
      set_obstacle (self, describe (error));
      schedule (self);
      return;
    }
  complete (g_queue_pop_head (&self->kept), id, error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
  if (g_queue_is_empty (&self->kept))
    set_obstacle (self, NULL);
  else
    relais_keeper_try_again (self);
}

/* The store is about to be closed: it writes what it has been given. */
static void
handed_over_cb (GObject *source, GAsyncResult *result, gpointer kept)
{
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  relais_store_commit_finish (RELAIS_STORE (source), result, &id, &error);
  complete (kept, id, error);
}

static void
relais_keeper_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RelaisKeeper *self = RELAIS_KEEPER (object);

  switch (prop_id)
    {
    case PROP_WAITING:
      g_value_set_uint (value, relais_keeper_get_waiting (self));
      break;
    case PROP_OBSTACLE:
      g_value_set_string (value, self->obstacle);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_keeper_dispose (GObject *object)
{
  RelaisKeeper *self = RELAIS_KEEPER (object);

  relais_keeper_close (self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (relais_keeper_parent_class)->dispose (object);
}

static void
relais_keeper_finalize (GObject *object)
{
  g_free (RELAIS_KEEPER (object)->obstacle);
  G_OBJECT_CLASS (relais_keeper_parent_class)->finalize (object);
}

static void
relais_keeper_class_init (RelaisKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = relais_keeper_get_property;
  object_class->dispose = relais_keeper_dispose;
  object_class->finalize = relais_keeper_finalize;

  properties[PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_OBSTACLE] = g_param_spec_string ("obstacle", NULL, NULL, NULL,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
relais_keeper_init (RelaisKeeper *self)
{
  g_queue_init (&self->kept);
}

RelaisKeeper *
relais_keeper_new (RelaisStore *store)
{
  g_return_val_if_fail (RELAIS_IS_STORE (store), NULL);

  RelaisKeeper *self = g_object_new (RELAIS_TYPE_KEEPER, NULL);
  self->store = g_object_ref (store);
  return self;
}

void
relais_keeper_commit_async (RelaisKeeper *self, RelaisAction *action, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (RELAIS_IS_KEEPER (self) && action != NULL);

  Kept *kept = g_new0 (Kept, 1);
  kept->action = relais_action_ref (action);
  kept->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (kept->tasks, g_task_new (self, NULL, callback, user_data));
  keep (self, kept);
  if (self->obstacle == NULL)
    relais_keeper_try_again (self);
}

gboolean
relais_keeper_commit_finish (RelaisKeeper *self, GAsyncResult *result, gint64 *action_id, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_autofree gint64 *id = g_task_propagate_pointer (G_TASK (result), error);
  if (id != NULL && action_id != NULL)
    *action_id = *id;
  return id != NULL;
}

RelaisRecord *
relais_keeper_lookup (RelaisKeeper *self, const char *kind, const char *id)
{
  g_return_val_if_fail (RELAIS_IS_KEEPER (self), NULL);

  RelaisRecord *record = relais_store_lookup (self->store, kind, id);
  for (GList *link = self->obstacle != NULL ? self->kept.head : NULL; record != NULL && link != NULL; link = link->next)
    {
      GPtrArray *ops = relais_action_get_ops (((Kept *) link->data)->action);

      for (guint i = 0; i < ops->len; i++)
        {
          const RelaisOp *op = ops->pdata[i];
          if (op->fields == NULL || !g_str_equal (op->id, id))
            continue;
          g_autoptr (RelaisRecord) before = record;
          record = relais_record_with (before, op->fields);
        }
    }
  return record;
}

void
relais_keeper_try_again (RelaisKeeper *self)
{
  g_return_if_fail (RELAIS_IS_KEEPER (self));

  if (self->trying || g_queue_is_empty (&self->kept))
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  self->trying = TRUE;
  relais_store_commit_async (self->store, ((Kept *) g_queue_peek_head (&self->kept))->action, NULL, tried_cb, g_object_ref (self));
}

guint
relais_keeper_get_waiting (RelaisKeeper *self)
{
  g_return_val_if_fail (RELAIS_IS_KEEPER (self), 0);
  return g_queue_get_length (&self->kept);
}

const char *
relais_keeper_get_obstacle (RelaisKeeper *self)
{
  g_return_val_if_fail (RELAIS_IS_KEEPER (self), NULL);
  return self->obstacle;
}

void
relais_keeper_close (RelaisKeeper *self)
{
  g_return_if_fail (RELAIS_IS_KEEPER (self));
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the window was closed");
  Kept *away = self->trying ? g_queue_pop_head (&self->kept) : NULL;

  g_clear_handle_id (&self->timer, g_source_remove);
  while (!g_queue_is_empty (&self->kept))
    {
      Kept *kept = g_queue_pop_head (&self->kept);

      if (self->obstacle != NULL)
        complete (kept, 0, error);
      else
        relais_store_commit_async (self->store, kept->action, NULL, handed_over_cb, kept);
    }
  /* What is on its way comes back by itself. */
  if (away != NULL)
    g_queue_push_head (&self->kept, away);
}

gboolean
relais_keeper_may_pass (const GError *error)
{
  return g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_FULL)
         || g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_READ_ONLY)
         || g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_UNREACHABLE)
         || g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_LOCKED);
}
