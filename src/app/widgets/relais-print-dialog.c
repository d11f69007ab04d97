/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-print-dialog.h"

#include "relais-print.h"

#include <glib/gi18n.h>

/* What is printed. Shared with the thread that lays it out, which may outlive a dialog that was cancelled. */
typedef struct {
  RelaisSheet *sheet;      /* owned */
  RelaisPages *pages;      /* owned, nullable: laid out */
  double       width, height;
} Layout;

typedef struct {
  RelaisSession *session;  /* owned */
  Layout        *layout;   /* owned */
  gboolean       ready;
} Job;

static void
clear_layout (gpointer data)
{
  Layout *layout = data;

  g_clear_pointer (&layout->pages, relais_pages_free);
  g_clear_pointer (&layout->sheet, relais_sheet_free);
}

static void
release_layout (gpointer layout)
{
  g_atomic_rc_box_release_full (layout, clear_layout);
}

static void
free_job (gpointer data, GClosure *closure)
{
  Job *job = data;

  g_object_unref (job->session);
  release_layout (job->layout);
  g_free (job);
}

static void
lay_out (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Layout *layout = data;

  layout->pages = relais_pages_new (layout->sheet, layout->width, layout->height);
  g_task_return_boolean (task, TRUE);
}

static void
laid_out_cb (GObject *operation, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_object_get_data (operation, "relais-job");

  if (job != NULL)
    job->ready = g_task_propagate_boolean (G_TASK (result), NULL);
}

/* Thousands of cards take a second: the window stays alive meanwhile. */
static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, Job *job)
{
  g_autoptr (GTask) task = g_task_new (operation, NULL, laid_out_cb, NULL);

  g_clear_pointer (&job->layout->pages, relais_pages_free);
  job->ready = FALSE;
  job->layout->width = gtk_print_context_get_width (context);
  job->layout->height = gtk_print_context_get_height (context);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (job->layout), release_layout);
  g_task_run_in_thread (task, lay_out);
}

/* Asked again and again until it is TRUE. */
static gboolean
paginate_cb (GtkPrintOperation *operation, GtkPrintContext *context, Job *job)
{
  if (job->ready)
    gtk_print_operation_set_n_pages (operation, (int) relais_pages_get_n (job->layout->pages));
  return job->ready;
}

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Job *job)
{
  relais_pages_draw (job->layout->pages, (guint) page, gtk_print_context_get_cairo_context (context));
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, Job *job)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  g_autofree char *text = g_strdup_printf (_("This cannot be printed: %s"), error != NULL ? error->message : "");
  relais_session_notice (job->session, text);
}

static GtkPageSetup *
make_setup (const RelaisSheet *sheet)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  GtkPaperSize *size = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size_and_default_margins (setup, size);
  gtk_page_setup_set_orientation (setup, relais_paper_suggest (sheet) == RELAIS_PAPER_A4_PORTRAIT ? GTK_PAGE_ORIENTATION_PORTRAIT
                                                                                                  : GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_paper_size_free (size);
  return setup;
}

void
relais_print_dialog_run (RelaisSession *session, GtkWidget *parent, RelaisSheet *sheet)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = make_setup (sheet);
  GtkRoot *window = gtk_widget_get_root (parent);
  Job *job = g_new0 (Job, 1);

  job->session = g_object_ref (session);
  job->layout = g_atomic_rc_box_new0 (Layout);
  job->layout->sheet = sheet;
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);   /* the pages keep their own margins */
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_job_name (operation, sheet->title);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_object_set_data (G_OBJECT (operation), "relais-job", job);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), job);
  g_signal_connect (operation, "paginate", G_CALLBACK (paginate_cb), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), job);
  g_signal_connect_data (operation, "done", G_CALLBACK (done_cb), job, free_job, G_CONNECT_DEFAULT);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_IS_WINDOW (window) ? GTK_WINDOW (window) : NULL,
                           NULL);
}
