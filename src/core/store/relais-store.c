/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "relais-query-private.h"
#include "relais-rows.h"
#include "relais-workspace-private.h"

/* What the main thread reads at once is small. */
#define MOST_AT_ONCE 500

/* The store's thread looks after the log when nothing was asked of it for so long. */
#define LEISURE (200 * G_TIME_SPAN_MILLISECOND)

/* Steps of SQLite's machine from one look at whether anybody still waits to the next: some tenths of a millisecond. */
#define LOOK_STEPS 2000

/* One thing to do on the store's thread. Made and freed by whoever asks; the store's thread only fills in the result. */
typedef struct {
  RelaisStoreFunc func;          /* NULL: stop */
  gpointer        data;          /* owned when data_free is set */
  GDestroyNotify  data_free;
  GDestroyNotify  result_free;
  gpointer        result;        /* owned until it is handed over */
  GError         *error;         /* owned */
  GTask          *task;          /* owned; NULL: somebody waits on `done` */
  gboolean        only_reads;    /* may be given up in the middle */
  gboolean        is_given_up;
  gboolean        is_done;       /* under the store's lock */
} Job;

/* A "changed" on its way to the main context. */
typedef struct {
  GWeakRef         store;
  RelaisChanges   *changes;      /* owned */
  RelaisQueueState state;
} Notice;

struct _RelaisStore {
  GObject          parent_instance;

  char            *path;         /* owned */
  char            *folder;       /* owned; of a store in memory: removed with it */
  GMainContext    *context;      /* owned; of the thread that opened it */
  GThread         *owner;        /* borrowed */
  GThread         *thread;       /* owned; NULL when closed */
  GAsyncQueue     *jobs;         /* owned; (element-type Job), borrowed */
  GMutex           lock;
  GCond            done;
  RelaisDatabase  *reader;       /* owned; the main thread's */
  RelaisWorkspace *workspace;    /* owned by the store's thread */
  RelaisAccess    *access;       /* owned, nullable */
  RelaisQueueState state;        /* last known */
};

enum { PROP_ACCESS = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisStore, relais_store, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (RelaisRecord, relais_record, relais_record_ref, relais_record_unref)
G_DEFINE_BOXED_TYPE (RelaisAccess, relais_access, relais_access_ref, relais_access_unref)
G_DEFINE_BOXED_TYPE (RelaisChanges, relais_changes, relais_changes_ref, relais_changes_unref)

static void
free_job (gpointer data)
{
  Job *job = data;

  if (job->data_free != NULL)
    job->data_free (job->data);
  if (job->result != NULL && job->result_free != NULL)
    job->result_free (job->result);
  g_clear_error (&job->error);
  g_free (job);
}

static void
free_notice (gpointer data)
{
  Notice *notice = data;

  g_weak_ref_clear (&notice->store);
  relais_changes_unref (notice->changes);
  g_free (notice);
}

static void
post (GMainContext *context, GSourceFunc func, gpointer data, GDestroyNotify data_free)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "relais-store");
  g_source_set_callback (source, func, data, data_free);
  g_source_attach (source, context);
}

static gboolean
notice_cb (gpointer data)
{
  Notice *notice = data;
  g_autoptr (RelaisStore) self = g_weak_ref_get (&notice->store);

  if (self != NULL) {
    self->state = notice->state;
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, notice->changes);
  }
  return G_SOURCE_REMOVE;
}

static void
workspace_changed_cb (RelaisChanges *changes, gpointer data)
{
  RelaisStore *self = data;
  Notice *notice = g_new0 (Notice, 1);

  g_weak_ref_init (&notice->store, self);
  notice->changes = relais_changes_ref (changes);
  relais_workspace_get_queue_state (self->workspace, &notice->state);
  post (self->context, notice_cb, notice, free_notice);
}

/* In the context of whoever asked: the last reference to the store is never dropped on the store's own thread. */
static gboolean
return_cb (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);

  if (job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&job->result), job->result_free);
  return G_SOURCE_REMOVE;
}

static void
finish_job (RelaisStore *self, Job *job)
{
  if (job->task != NULL) {
    post (g_task_get_context (job->task), return_cb, job->task, NULL);
    return;
  }
  g_mutex_lock (&self->lock);
  job->is_done = TRUE;
  g_cond_broadcast (&self->done);
  g_mutex_unlock (&self->lock);
}

/* Nonzero: SQLite stops what it is doing. */
static int
look_cb (gpointer data)
{
  Job *job = data;

  job->is_given_up = job->is_given_up || g_cancellable_is_cancelled (g_task_get_cancellable (job->task));
  return job->is_given_up;
}

/* What was read of something given up in the middle is not whole, whatever became of the error. */
static void
drop_result (Job *job)
{
  if (job->result != NULL && job->result_free != NULL)
    job->result_free (job->result);
  job->result = NULL;
  g_clear_error (&job->error);
  g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error);
}

static void
run_job (RelaisStore *self, Job *job)
{
  sqlite3 *handle = relais_database_get_handle (self->workspace->db);
  gboolean looks = job->only_reads && g_task_get_cancellable (job->task) != NULL;
  RelaisChanges *changes = NULL;

  if (looks)
    sqlite3_progress_handler (handle, LOOK_STEPS, look_cb, job);
  if (job->task == NULL || !g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error))
    job->result = job->func (self->workspace, job->data, &changes, &job->error);
  if (looks)
    sqlite3_progress_handler (handle, 0, NULL, NULL);
  if (job->is_given_up)
    drop_result (job);
  /* Every transaction was told already, by the workspace. */
  g_clear_pointer (&changes, relais_changes_unref);
  finish_job (self, job);
}

static Job *
pop_job (RelaisStore *self)
{
  Job *job = g_async_queue_timeout_pop (self->jobs, LEISURE);

  if (job == NULL) {
    relais_workspace_checkpoint (self->workspace);
    job = g_async_queue_pop (self->jobs);
  }
  return job;
}

/* The first job is to open the file, the last to close it. */
static gpointer
store_thread (gpointer data)
{
  RelaisStore *self = data;
  Job *job = g_async_queue_pop (self->jobs);

  self->workspace = relais_workspace_open (self->path, &job->error);
  if (self->workspace == NULL) {
    finish_job (self, job);
    return NULL;
  }
  relais_workspace_set_notify (self->workspace, workspace_changed_cb, self);
  relais_workspace_get_queue_state (self->workspace, &self->state);
  finish_job (self, job);
  while ((job = pop_job (self))->func != NULL)
    run_job (self, job);
  g_clear_pointer (&self->workspace, relais_workspace_close);
  finish_job (self, job);
  return NULL;
}

static void
wait_job (RelaisStore *self, Job *job)
{
  g_async_queue_push (self->jobs, job);
  g_mutex_lock (&self->lock);
  while (!job->is_done)
    g_cond_wait (&self->done, &self->lock);
  g_mutex_unlock (&self->lock);
}

/* In memory only: a second connection needs a file to look at. */
static gboolean
make_path (RelaisStore *self, const char *path, GError **error)
{
  if (strcmp (path, ":memory:") != 0) {
    self->path = g_strdup (path);
    return TRUE;
  }
  self->folder = g_dir_make_tmp ("relais-XXXXXX", error);
  if (self->folder == NULL)
    return FALSE;
  self->path = g_build_filename (self->folder, "workspace", NULL);
  return TRUE;
}

static void
remove_folder (RelaisStore *self)
{
  static const char * const suffixes[] = { "", "-wal", "-shm", "-lock" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (self->path, suffixes[i], NULL);

    g_unlink (name);
  }
  g_rmdir (self->folder);
}

static void
relais_store_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boxed (value, RELAIS_STORE (object)->access);
}

static void
relais_store_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  relais_store_set_access (RELAIS_STORE (object), g_value_get_boxed (value));
}

static void
relais_store_dispose (GObject *object)
{
  relais_store_close (RELAIS_STORE (object));
  G_OBJECT_CLASS (relais_store_parent_class)->dispose (object);
}

static void
relais_store_finalize (GObject *object)
{
  RelaisStore *self = RELAIS_STORE (object);

  g_clear_pointer (&self->access, relais_access_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->jobs, g_async_queue_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->done);
  G_OBJECT_CLASS (relais_store_parent_class)->finalize (object);
}

static void
relais_store_class_init (RelaisStoreClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = relais_store_get_property;
  object_class->set_property = relais_store_set_property;
  object_class->dispose = relais_store_dispose;
  object_class->finalize = relais_store_finalize;

  props[PROP_ACCESS] = g_param_spec_boxed ("access", NULL, NULL, RELAIS_TYPE_ACCESS,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1,
                                          RELAIS_TYPE_CHANGES | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
relais_store_init (RelaisStore *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->done);
  self->jobs = g_async_queue_new ();
  self->owner = g_thread_self ();
  self->context = g_main_context_ref_thread_default ();
}

RelaisStore *
relais_store_open (const char *path, GError **error)
{
  g_autoptr (RelaisStore) self = NULL;
  Job opening = { NULL, };

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (RELAIS_TYPE_STORE, NULL);
  if (!make_path (self, path, error))
    return NULL;
  self->thread = g_thread_new ("relais-store", store_thread, self);
  wait_job (self, &opening);
  if (opening.error != NULL) {
    g_thread_join (g_steal_pointer (&self->thread));
    g_propagate_error (error, opening.error);
    return NULL;
  }
  self->reader = relais_database_open (self->path, RELAIS_DATABASE_READER, error);
  return self->reader != NULL ? g_steal_pointer (&self) : NULL;
}

void
relais_store_close (RelaisStore *self)
{
  Job closing = { NULL, };

  g_return_if_fail (RELAIS_IS_STORE (self));

  if (self->thread == NULL)
    return;
  g_clear_pointer (&self->reader, relais_database_close);
  wait_job (self, &closing);
  g_thread_join (g_steal_pointer (&self->thread));
  if (self->folder != NULL)
    remove_folder (self);
}

void
relais_store_set_access (RelaisStore *self, RelaisAccess *access)
{
  g_return_if_fail (RELAIS_IS_STORE (self));

  if (access == self->access)
    return;
  g_clear_pointer (&self->access, relais_access_unref);
  self->access = access != NULL ? relais_access_ref (access) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACCESS]);
}

RelaisAccess *
relais_store_get_access (RelaisStore *self)
{
  g_return_val_if_fail (RELAIS_IS_STORE (self), NULL);
  return self->access;
}

const char *
relais_store_get_path (RelaisStore *self)
{
  g_return_val_if_fail (RELAIS_IS_STORE (self), NULL);
  return self->path;
}

RelaisRecord *
relais_store_lookup (RelaisStore *self, const char *kind_name, const char *id)
{
  const RelaisKind *kind = relais_kind_lookup (kind_name);

  g_return_val_if_fail (RELAIS_IS_STORE (self) && self->owner == g_thread_self (), NULL);
  g_return_val_if_fail (kind != NULL && id != NULL, NULL);
  return self->reader != NULL ? relais_rows_lookup (self->reader, kind, id) : NULL;
}

RelaisRecord *
relais_store_lookup_pk (RelaisStore *self, const RelaisKind *kind, gint64 pk)
{
  g_assert (self->owner == g_thread_self ());
  return self->reader != NULL ? relais_rows_lookup_pk (self->reader, kind, pk) : NULL;
}

gint64
relais_store_find_pk (RelaisStore *self, const char *id)
{
  gint64 pk = 0;

  g_assert (self->owner == g_thread_self ());
  if (self->reader != NULL)
    relais_rows_find_kind (self->reader, id, &pk);
  return pk;
}

char *
relais_store_dup_title (RelaisStore *self, const char *kind, const char *id)
{
  g_autoptr (RelaisRecord) record = id != NULL ? relais_store_lookup (self, kind, id) : NULL;

  return record != NULL ? relais_record_dup_title (record) : g_strdup ("");
}

void
relais_store_get_queue_state (RelaisStore *self, RelaisQueueState *state)
{
  g_return_if_fail (RELAIS_IS_STORE (self) && state != NULL);
  *state = self->state;
}

GPtrArray *
relais_store_query (RelaisStore *self, RelaisQuery *query)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (RELAIS_IS_STORE (self) && self->owner == g_thread_self () && query != NULL, NULL);

  if (self->reader != NULL)
    records = relais_query_run (query, self->reader, MOST_AT_ONCE, &error);
  relais_store_log_error ("A query failed", error);
  return records != NULL ? g_steal_pointer (&records) : g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
}

static void
push_job (RelaisStore *self, const Job *what, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_memdup2 (what, sizeof *what);

  g_task_set_source_tag (task, relais_store_run_async);
  /* What was done was done: a cancellation that comes too late is not reported as one. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, free_job);
  job->task = task;
  if (self->thread == NULL) {
    g_task_return_new_error (task, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_FAILED, _("The workspace is closed."));
    return;
  }
  g_async_queue_push (self->jobs, job);
  g_steal_pointer (&task);
}

void
relais_store_run_async (RelaisStore *self, RelaisStoreFunc func, gpointer data, GDestroyNotify data_free,
                        GDestroyNotify result_free,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Job job = { .func = func, .data = data, .data_free = data_free, .result_free = result_free };

  g_return_if_fail (RELAIS_IS_STORE (self) && func != NULL);
  push_job (self, &job, cancellable, callback, user_data);
}

void
relais_store_read_async (RelaisStore *self, RelaisStoreFunc func, gpointer data, GDestroyNotify data_free, GDestroyNotify result_free,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Job job = { .func = func, .data = data, .data_free = data_free, .result_free = result_free, .only_reads = TRUE };

  g_return_if_fail (RELAIS_IS_STORE (self) && func != NULL);
  push_job (self, &job, cancellable, callback, user_data);
}

gpointer
relais_store_run_finish (RelaisStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gpointer
relais_store_get_run_data (GAsyncResult *result)
{
  return ((Job *) g_task_get_task_data (G_TASK (result)))->data;
}

gpointer
relais_store_call (RelaisStore *self, RelaisStoreFunc func, gpointer data, GError **error)
{
  Job job = { .func = func, .data = data };

  g_return_val_if_fail (RELAIS_IS_STORE (self) && func != NULL && self->thread != NULL, NULL);
  g_return_val_if_fail (g_thread_self () != self->thread, NULL);

  wait_job (self, &job);
  if (job.error != NULL)
    g_propagate_error (error, job.error);
  return job.result;
}
