/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-output.h"

#include "relais-file-dialog.h"
#include "relais-import-dialog.h"
#include "relais-plan-file.h"
#include "relais-print-dialog.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget         *page;      /* borrowed: owns the actions, and through them this */
  RelaisSession     *session;   /* owned */
  RelaisPlanDescribe describe;
} Output;

typedef struct {
  const char      *name;        /* parameter of "output.save" */
  const char      *label;       /* N_() */
  RelaisPlanFormat format;
  RelaisPaper      paper;
} Choice;

static const Choice choices[] = {
  { "pdf-a4", N_("PDF, A4…"), RELAIS_PLAN_FILE_PDF, RELAIS_PAPER_A4_LANDSCAPE },
  { "pdf-a3", N_("PDF, A3…"), RELAIS_PLAN_FILE_PDF, RELAIS_PAPER_A3_LANDSCAPE },
  { "xlsx", N_("Workbook (XLSX)…"), RELAIS_PLAN_FILE_XLSX, 0 },
  { "csv", N_("Table (CSV)…"), RELAIS_PLAN_FILE_CSV, 0 },
  { "ics", N_("Calendar (ICS)…"), RELAIS_PLAN_FILE_ICS, 0 },
};

/* A request with all that it points to, on its way to the store's thread; then what came back. */
typedef struct {
  RelaisSession          *session;  /* owned */
  GtkWidget              *page;     /* owned */
  const Choice           *choice;   /* NULL: to be printed */
  RelaisPlanSheetRequest  request;  /* its filter, record and time are owned */
} Job;

static void
free_job (Job *job)
{
  g_object_unref (job->session);
  g_object_unref (job->page);
  g_clear_pointer ((RelaisPlanFilter **) &job->request.filter, relais_plan_filter_free);
  g_free ((char *) job->request.record);
  g_clear_pointer (&job->request.now, g_date_time_unref);
  g_free (job);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, free_job)

static void
free_output (Output *output)
{
  g_object_unref (output->session);
  g_free (output);
}

static Job *
new_job (Output *output, const Choice *choice)
{
  Job *job = g_new0 (Job, 1);
  RelaisPlanSheetRequest *request = &job->request;

  job->session = g_object_ref (output->session);
  job->page = g_object_ref (output->page);
  job->choice = choice;
  request->first = request->last = RELAIS_DAY_NONE;
  output->describe (output->page, request);
  request->filter = request->filter != NULL ? relais_plan_filter_copy (request->filter) : NULL;
  request->record = g_strdup (request->record);
  request->now = g_date_time_new_now_local ();
  return job;
}

static const Choice *
find_choice (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (g_str_equal (choices[i].name, name))
      return &choices[i];
  return NULL;
}

/* "plan-2026-11-16-2026-11-29.pdf" */
static char *
make_file_name (const Job *job)
{
  g_autofree char *first = relais_day_to_string (job->request.first), *last = relais_day_to_string (job->request.last);

  return g_strdup_printf ("%s%s%s%s%s.%s", _("plan"), first != NULL ? "-" : "", first != NULL ? first : "", last != NULL ? "-" : "",
                          last != NULL ? last : "", relais_plan_format_to_string (job->choice->format));
}

static void
tell (Job *job, const GError *error)
{
  g_autofree char *text = relais_session_describe_error (error);

  relais_session_notice (job->session, text);
}

/* ---- on the store's thread ---- */

static gpointer
make_sheet (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  return relais_plan_sheet_new (workspace, data, error);
}

static gpointer
make_file (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  Job *job = data;
  const RelaisPaper *paper = job->choice->paper == RELAIS_PAPER_A3_LANDSCAPE ? &job->choice->paper : NULL;

  return relais_plan_file_make (workspace, &job->request, job->choice->format, paper, error);
}

/* ---- and back ---- */

static void
sheet_made_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  RelaisSheet *sheet = relais_store_run_finish (RELAIS_STORE (store), result, &error);

  if (sheet != NULL)
    relais_print_dialog_run (job->session, job->page, sheet);
  else
    tell (job, error);
}

static void
file_made_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = relais_store_run_finish (RELAIS_STORE (store), result, &error);

  if (bytes != NULL)
    {
      g_autofree char *name = make_file_name (job);
      relais_file_dialog_save (job->session, job->page, _("Save What Is Shown"), name, bytes);
    }
  else
    tell (job, error);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Output *output = user_data;
  Job *job = new_job (output, NULL);

  relais_store_run_async (relais_session_get_store (output->session), make_sheet, &job->request, NULL,
                          (GDestroyNotify) relais_sheet_free, NULL, sheet_made_cb, job);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Output *output = user_data;
  const Choice *choice = find_choice (g_variant_get_string (parameter, NULL));

  if (choice != NULL)
    {
      Job *job = new_job (output, choice);
      relais_store_run_async (relais_session_get_store (output->session), make_file, job, NULL, (GDestroyNotify) g_bytes_unref, NULL,
                              file_made_cb, job);
    }
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Output *output = user_data;

  relais_import_dialog_choose_plan (output->session, output->page);
}

static void
fill_menu (GMenu *menu, gboolean table)
{
  g_autoptr (GMenu) print = g_menu_new (), save = g_menu_new ();

  g_menu_append (print, _("_Print…"), table ? "output.print" : "win.print");
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_(choices[i].label), NULL);

      if ((choices[i].format == RELAIS_PLAN_FILE_XLSX && !relais_sheet_has_xlsx ())
          || (choices[i].format == RELAIS_PLAN_FILE_ICS && table))
        continue;
      g_menu_item_set_action_and_target (item, "output.save", "s", choices[i].name);
      g_menu_append_item (save, item);
    }
  if (!table)
    g_menu_append (print, _("_Import a Plan…"), "output.import");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (print));
  /* Translators: heading of a menu: formats of files */
  g_menu_append_section (menu, _("Save as"), G_MENU_MODEL (save));
}

static void
install (GtkWidget *page, GMenu *menu, gboolean table, RelaisSession *session, RelaisPlanDescribe describe)
{
  static const GActionEntry entries[] = {
    { "print", print_cb },
    { "save", save_cb, "s" },
    { "import", import_cb },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  Output *output = g_new0 (Output, 1);

  output->page = page;
  output->session = g_object_ref (session);
  output->describe = describe;
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), output);
  g_object_set_data_full (G_OBJECT (actions), "relais-plan-output", output, (GDestroyNotify) free_output);
  gtk_widget_insert_action_group (page, "output", G_ACTION_GROUP (actions));
  fill_menu (menu, table);
}

void
relais_plan_output_install (GtkWidget *page, GMenu *menu, RelaisSession *session, RelaisPlanDescribe describe)
{
  install (page, menu, FALSE, session, describe);
}

void
relais_plan_output_install_table (GtkWidget *dialog, GMenu *menu, RelaisSession *session, RelaisPlanDescribe describe)
{
  install (dialog, menu, TRUE, session, describe);
}
