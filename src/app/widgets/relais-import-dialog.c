/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-import-dialog.h"

#include "relais-file-dialog.h"
#include "relais-import.h"
#include "relais-list-row.h"

#include <glib/gi18n.h>
#include <string.h>

/* Model chain:
 *
 *   RelaisImport (rows) → GListStore (RelaisImportLine) → GtkNoSelection → GtkListView (RelaisListRow)
 */

struct _RelaisImportDialog
{
  AdwDialog         parent_instance;

  GtkWidget        *import_button;   /* template */
  GtkStack         *stack;
  AdwStatusPage    *problem;
  GtkLabel         *summary;
  GtkLabel         *columns;
  GtkListView      *rows;
  GtkWidget        *bad_bar;

  RelaisSession    *session;         /* owned */
  char             *name;            /* owned: of the file */
  RelaisImport     *import;          /* owned, nullable */
  GCancellable     *cancellable;     /* owned */
};

G_DEFINE_FINAL_TYPE (RelaisImportDialog, relais_import_dialog, ADW_TYPE_DIALOG)

/* A line of the file, for the list: the position of its row. */
#define RELAIS_TYPE_IMPORT_LINE (relais_import_line_get_type ())
G_DECLARE_FINAL_TYPE (RelaisImportLine, relais_import_line, RELAIS, IMPORT_LINE, GObject)
struct _RelaisImportLine
{
  GObject                parent_instance;

  const RelaisImportRow *row;   /* borrowed: of the dialog's import, which outlives the list */
};
G_DEFINE_FINAL_TYPE (RelaisImportLine, relais_import_line, G_TYPE_OBJECT)

static void
relais_import_line_class_init (RelaisImportLineClass *klass)
{
}

static void
relais_import_line_init (RelaisImportLine *self)
{
}

typedef struct {
  GBytes           *bytes;     /* owned */
  const RelaisKind *kind;      /* NULL: the network */
  gboolean          schedule;  /* the editorial plan */
} PlanRequest;

static void
free_request (PlanRequest *request)
{
  g_bytes_unref (request->bytes);
  g_free (request);
}

static GPtrArray *
list_records (gpointer data, const RelaisKind *kind)
{
  g_autoptr (RelaisQuery) query = relais_query_new (kind);
  GPtrArray *records = relais_workspace_query (data, query, NULL);

  return records ? records : g_ptr_array_new ();
}

/* On the store's thread: a file may be large, and planning reads every record of the kind. */
static gpointer
plan (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  PlanRequest *request = data;
  RelaisImportWorld world = { list_records, workspace, NULL };

  return request->schedule ? relais_import_plan_schedule (request->bytes, &world, error)
                           : relais_import_plan (request->bytes, request->kind, &world, error);
}

static void
show_problem (RelaisImportDialog *self, const GError *error)
{
  g_autofree char *text = relais_session_describe_error (error);

  adw_status_page_set_description (self->problem, text);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
append_count (GString *text, guint n, const char *counted)
{
  g_autofree char *owned = (char *) counted;

  if (n == 0)
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, owned);
}

static void
show_summary (RelaisImportDialog *self)
{
  guint new = relais_import_count (self->import, RELAIS_IMPORT_CREATE);
  guint changed = relais_import_count (self->import, RELAIS_IMPORT_UPDATE);
  guint there = relais_import_count (self->import, RELAIS_IMPORT_DUPLICATE);
  guint bad = relais_import_count (self->import, RELAIS_IMPORT_BAD);
  g_autoptr (GString) text = g_string_new (NULL);

  append_count (text, new, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u new", "%u new", new), new));
  append_count (text, changed, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u changed", "%u changed", changed), changed));
  append_count (text, there, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u already there", "%u already there", there), there));
  append_count (text, bad, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u left out", "%u left out", bad), bad));
  gtk_label_set_label (self->summary, text->len > 0 ? text->str : _("There is nothing in this file."));
  gtk_widget_set_sensitive (self->import_button, new + changed > 0);
  gtk_widget_set_visible (self->bad_bar, bad > 0 && relais_import_get_columns (self->import)->len > 0);
}

static void
show_columns (RelaisImportDialog *self)
{
  GPtrArray *columns = relais_import_get_columns (self->import);
  g_autoptr (GString) unused = g_string_new (NULL);

  for (guint i = 0; i < columns->len; i++)
    {
      RelaisImportColumn *column = g_ptr_array_index (columns, i);

      if (column->label == NULL)
        g_string_append_printf (unused, "%s%s", unused->len > 0 ? ", " : "", column->heading);
    }
  /* Translators: headings of a table that Relais has no use for */
  g_autofree char *text = unused->len > 0 ? g_strdup_printf (_("Columns that are not used: %s"), unused->str) : NULL;

  gtk_label_set_label (self->columns, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->columns), text != NULL);
}

static void
show_plan (RelaisImportDialog *self)
{
  GPtrArray *rows = relais_import_get_rows (self->import);
  g_autoptr (GListStore) lines = g_list_store_new (RELAIS_TYPE_IMPORT_LINE);
  g_autoptr (GPtrArray) items = g_ptr_array_new_full (rows->len, g_object_unref);
  g_autoptr (GtkNoSelection) selection = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      RelaisImportLine *line = g_object_new (RELAIS_TYPE_IMPORT_LINE, NULL);

      line->row = g_ptr_array_index (rows, i);
      g_ptr_array_add (items, line);
    }
  g_list_store_splice (lines, 0, 0, items->pdata, items->len);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&lines)));
  gtk_list_view_set_model (self->rows, GTK_SELECTION_MODEL (selection));
  show_summary (self);
  show_columns (self);
  gtk_stack_set_visible_child_name (self->stack, "plan");
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  self->import = relais_store_run_finish (RELAIS_STORE (source), result, &error);
  if (self->import)
    show_plan (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_problem (self, error);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, relais_list_row_new ());
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  static const struct { const char *icon, *style, *word; } looks[] = {
    [RELAIS_IMPORT_CREATE] = { "list-add-symbolic", "relais-green", N_("New") },
    [RELAIS_IMPORT_UPDATE] = { "document-edit-symbolic", "relais-blue", N_("Changed") },
    [RELAIS_IMPORT_DUPLICATE] = { "object-select-symbolic", "relais-slate", N_("Already there") },
    [RELAIS_IMPORT_BAD] = { "dialog-warning-symbolic", "relais-orange", N_("Left out") },
  };
  RelaisListRow *row = RELAIS_LIST_ROW (gtk_list_item_get_child (item));
  const RelaisImportRow *line = RELAIS_IMPORT_LINE (gtk_list_item_get_item (item))->row;
  g_autofree char *number = g_strdup_printf (_("Line %u"), line->line);
  const char *word = _(looks[line->verdict].word);

  relais_list_row_set_icon (row, looks[line->verdict].icon, looks[line->verdict].style, word);
  relais_list_row_set_title (row, line->title ? line->title : number);
  relais_list_row_set_subtitle (row, line->reason ? line->reason : word);
  relais_list_row_set_note (row, number, NULL);
  g_autofree char *label = relais_list_row_dup_label (row);
  gtk_list_item_set_accessible_label (item, label);
}

static void
cancel_cb (RelaisImportDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
import_cb (RelaisImportDialog *self)
{
  GPtrArray *changes = relais_import_get_changes (self->import);
  /* Translators: an action, for Undo; %s is a file's name */
  g_autofree char *label = g_strdup_printf (_("Import “%s”"), self->name);
  RelaisAction *action = relais_action_new (label);

  for (guint i = 0; i < changes->len; i++)
    {
      RelaisImportChange *change = g_ptr_array_index (changes, i);

      if (change->create)
        relais_action_create (action, change->id, relais_fields_copy (change->fields));
      else
        relais_action_update (action, change->id, relais_fields_copy (change->fields));
    }
  relais_session_commit (self->session, action);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
save_bad_cb (RelaisImportDialog *self)
{
  g_autofree char *text = relais_import_dup_bad_rows (self->import);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  relais_file_dialog_save (self->session, GTK_WIDGET (self), _("Save the Lines Left Out"), _("left-out.csv"), bytes);
}

static void
relais_import_dialog_dispose (GObject *object)
{
  RelaisImportDialog *self = RELAIS_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_IMPORT_DIALOG);
  g_clear_pointer (&self->import, relais_import_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_import_dialog_parent_class)->dispose (object);
}

static void
relais_import_dialog_class_init (RelaisImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_import_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/widgets/relais-import-dialog.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "import", FALSE, G_STRUCT_OFFSET (RelaisImportDialog, import_button));
  gtk_widget_class_bind_template_child (widget_class, RelaisImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisImportDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, RelaisImportDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, RelaisImportDialog, columns);
  gtk_widget_class_bind_template_child (widget_class, RelaisImportDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, RelaisImportDialog, bad_bar);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_bad_cb);
}

static void
relais_import_dialog_init (RelaisImportDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->rows, factory);
}

/* What the person chose, on its way to the dialog. */
typedef struct {
  RelaisSession    *session;   /* owned */
  const RelaisKind *kind;
  gboolean          schedule;
} Choice;

static void
free_choice (Choice *choice)
{
  g_object_unref (choice->session);
  g_free (choice);
}

static void
opened_cb (GtkWidget *parent, const char *name, GBytes *bytes, gpointer user_data)
{
  Choice *choice = user_data;
  RelaisImportDialog *self = g_object_new (RELAIS_TYPE_IMPORT_DIALOG, NULL);
  PlanRequest *request = g_new0 (PlanRequest, 1);

  self->session = g_object_ref (choice->session);
  self->name = g_strdup (name);
  request->bytes = g_bytes_ref (bytes);
  request->kind = choice->kind;
  request->schedule = choice->schedule;
  adw_dialog_set_title (ADW_DIALOG (self), name);
  adw_dialog_present (ADW_DIALOG (self), parent);
  relais_store_run_async (relais_session_get_store (self->session), plan, request, (GDestroyNotify) free_request,
                          (GDestroyNotify) relais_import_unref, self->cancellable, planned_cb, g_object_ref (self));
}

static void
choose (RelaisSession *session, const RelaisKind *kind, gboolean schedule, GtkWidget *parent)
{
  static const char * const patterns[] = { "*.csv", "*.tsv", "*.txt", "*.vcf", "*.ics", NULL };
  Choice *choice = g_new0 (Choice, 1);

  choice->session = g_object_ref (session);
  choice->kind = kind;
  choice->schedule = schedule;
  relais_file_dialog_open (session, parent, _("Choose a File to Import"), _("Tables, vCards and calendars"), patterns,
                           RELAIS_EXCHANGE_MAX_BYTES, opened_cb, choice, (GDestroyNotify) free_choice);
}

void
relais_import_dialog_choose (RelaisSession *session, const RelaisKind *kind, GtkWidget *parent)
{
  choose (session, kind, FALSE, parent);
}

void
relais_import_dialog_choose_plan (RelaisSession *session, GtkWidget *parent)
{
  choose (session, NULL, TRUE, parent);
}
