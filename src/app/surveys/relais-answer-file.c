/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-answer-file.h"

#include "relais-table.h"

struct _RelaisAnswerFile
{
  GObject       parent_instance;

  char         *name;    /* owned */
  RelaisReport *report;  /* owned */
};

G_DEFINE_FINAL_TYPE (RelaisAnswerFile, relais_answer_file, G_TYPE_OBJECT)

typedef struct {
  char      *name;   /* owned */
  GBytes    *bytes;  /* owned */
  GPtrArray *units;  /* owned; element-type RelaisRecord */
} Job;

/* The rows of a table, one after the other. */
typedef struct {
  RelaisTable  *table;  /* borrowed */
  const char  **cells;  /* owned; one a column */
  guint         next;
} Rows;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->name);
  g_bytes_unref (job->bytes);
  g_ptr_array_unref (job->units);
  g_free (job);
}

static gboolean
next_row (gpointer data, const char * const **cells, guint *n_cells, GError **error)
{
  Rows *rows = data;
  guint n_columns = relais_table_get_n_columns (rows->table);

  if (rows->next == relais_table_get_n_rows (rows->table))
    return FALSE;
  for (guint i = 0; i < n_columns; i++)
    rows->cells[i] = relais_table_get_cell (rows->table, rows->next, i);
  rows->next++;
  *cells = rows->cells;
  *n_cells = n_columns;
  return TRUE;
}

/* What is in the file, as questions and answers. */
static RelaisAnswers *
read_answers (RelaisTable *table, GError **error)
{
  guint n_columns = relais_table_get_n_columns (table);
  g_autofree const char **header = g_new0 (const char *, n_columns + 1);
  g_autofree const char **cells = g_new0 (const char *, n_columns + 1);

  for (guint i = 0; i < n_columns; i++)
    header[i] = relais_table_get_heading (table, i);
  return relais_answers_from_rows (header, next_row, &(Rows) { table, cells, 0 }, NULL, error);
}

static gboolean
is_present (GHashTable *present, const char *name)
{
  return name == NULL || g_hash_table_contains (present, name);
}

/* A file tells who answered, not who was asked: directorates of which it says nothing are left out, and there is a headcount only
 * when that of all others is known. Nobody else has the report yet. */
static void
leave_out_absent (RelaisReport *report)
{
  g_autoptr (GHashTable) present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean all_known = TRUE;

  report->headcount = 0;
  for (guint i = report->participation->len; i > 0; i--)
    {
      const RelaisParticipation *row = g_ptr_array_index (report->participation, i - 1);

      if (row->answers == 0 && !row->hidden)
        {
          g_ptr_array_remove_index (report->participation, i - 1);
          continue;
        }
      report->headcount += row->headcount;
      all_known = all_known && (row->name == NULL || row->headcount > 0);
      if (row->name)
        g_hash_table_add (present, g_strdup (row->name));
    }
  if (!all_known)
    report->headcount = 0;
  for (guint i = 0; i < report->questions->len; i++)
    {
      const RelaisQuestionReport *question = g_ptr_array_index (report->questions, i);

      for (guint j = question->groups->len; j > 0; j--)
        if (!is_present (present, ((RelaisGroupFigures *) g_ptr_array_index (question->groups, j - 1))->name))
          g_ptr_array_remove_index (question->groups, j - 1);
    }
}

static void
analyse (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisReport) report = relais_answer_file_report (job->bytes, job->units, &error);
  RelaisAnswerFile *file;

  if (report == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  file = g_object_new (RELAIS_TYPE_ANSWER_FILE, NULL);
  file->name = g_strdup (job->name);
  file->report = g_steal_pointer (&report);
  g_task_return_pointer (task, file, g_object_unref);
}

static void
relais_answer_file_finalize (GObject *object)
{
  RelaisAnswerFile *self = RELAIS_ANSWER_FILE (object);

  g_free (self->name);
  g_clear_pointer (&self->report, relais_report_unref);
  G_OBJECT_CLASS (relais_answer_file_parent_class)->finalize (object);
}

static void
relais_answer_file_class_init (RelaisAnswerFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = relais_answer_file_finalize;
}

static void
relais_answer_file_init (RelaisAnswerFile *self)
{
}

const char *
relais_answer_file_get_name (RelaisAnswerFile *self)
{
  g_return_val_if_fail (RELAIS_IS_ANSWER_FILE (self), NULL);
  return self->name;
}

RelaisReport *
relais_answer_file_get_report (RelaisAnswerFile *self)
{
  g_return_val_if_fail (RELAIS_IS_ANSWER_FILE (self), NULL);
  return self->report;
}

RelaisReport *
relais_answer_file_report (GBytes *bytes, GPtrArray *units, GError **error)
{
  g_autoptr (RelaisTable) table = relais_table_read (bytes, error);
  g_autoptr (RelaisAnswers) answers = table ? read_answers (table, error) : NULL;
  RelaisReport *report;

  if (answers == NULL)
    return NULL;
  if (units && relais_answers_get_group_question (answers) >= 0)
    relais_answers_add_units (answers, units);
  report = relais_report_new (answers, 0, FALSE, NULL, NULL);
  leave_out_absent (report);
  return report;
}

void
relais_answer_file_analyse_async (RelaisStore *store, const char *name, GBytes *bytes, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, user_data);
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("unit"));
  Job *job = g_new0 (Job, 1);

  job->units = relais_store_query (store, query);
  job->name = g_strdup (name);
  job->bytes = g_bytes_ref (bytes);
  g_task_set_source_tag (task, relais_answer_file_analyse_async);
  g_task_set_task_data (task, job, free_job);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, analyse);
}

RelaisAnswerFile *
relais_answer_file_analyse_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
