/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-surveys-page.h"

#include "relais-answer-file.h"
#include "relais-file-dialog.h"
#include "relais-format.h"
#include "relais-list-pane.h"
#include "relais-report-export.h"
#include "relais-report-view.h"
#include "relais-report-words.h"
#include "relais-survey-dialog.h"
#include "relais-survey-row.h"
#include "relais-survey.h"
#include "relais-table.h"

#include <glib/gi18n.h>

/* Model chain:
 *
 *   GListStore (RelaisAnswerFile) ┐
 *   RelaisRecordList (surveys)    ┴→ GtkFlattenListModel → GtkSingleSelection → GtkListView (RelaisSurveyRow)
 *
 * What is selected is shown: a file's report at once, a survey's when the store's thread has read it.
 */

struct _RelaisSurveysPage
{
  RelaisAppPage           parent_instance;

  AdwNavigationSplitView *split_view;   /* template */
  AdwNavigationPage      *detail;
  RelaisListPane         *pane;
  GtkStack               *details;
  AdwStatusPage          *problem;
  RelaisReportView       *view;
  GtkWidget              *edit;

  GListStore             *files;        /* owned */
  RelaisRecordList       *records;      /* owned */
  GtkSingleSelection     *selection;    /* owned */
  GHashTable             *counts;       /* owned, nullable: see relais_survey_count_answers() */
  char                   *survey;       /* owned, nullable: id of what is shown */
  RelaisReport           *report;       /* owned, nullable: what is shown */
  guint64                 rev;          /* of the survey's report that is shown; 0: none */
  GCancellable           *cancellable;  /* owned: ends with the page */
  GCancellable           *loading;      /* owned, nullable: ends with the choice of something else */
  gulong                  changed_id;   /* of the store, while active */
};

G_DEFINE_FINAL_TYPE (RelaisSurveysPage, relais_surveys_page, RELAIS_TYPE_APP_PAGE)

static RelaisStore *
get_store (RelaisSurveysPage *self)
{
  return relais_app_page_get_store (RELAIS_APP_PAGE (self));
}

static RelaisSession *
get_session (RelaisSurveysPage *self)
{
  return relais_app_page_get_session (RELAIS_APP_PAGE (self));
}

/* ---- rows ---- */

static void
show_row (GtkListItem *item, gpointer user_data)
{
  RelaisSurveysPage *self = user_data;
  RelaisSurveyRow *row = RELAIS_SURVEY_ROW (gtk_list_item_get_child (item));
  GObject *object = gtk_list_item_get_item (item);
  g_autofree char *label = NULL;

  if (RELAIS_IS_ANSWER_FILE (object))
    relais_survey_row_set_file (row, RELAIS_ANSWER_FILE (object));
  else if (relais_record_item_get_record (RELAIS_RECORD_ITEM (object)))
    relais_survey_row_set_survey (row, relais_record_item_get_record (RELAIS_RECORD_ITEM (object)), self->counts);
  label = relais_survey_row_dup_label (row);
  gtk_list_item_set_accessible_label (item, label);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisSurveysPage) self = user_data;
  g_autoptr (GError) error = NULL;
  GHashTable *counts = relais_store_run_finish (RELAIS_STORE (source), result, &error);

  if (counts == NULL)
    return;
  g_clear_pointer (&self->counts, g_hash_table_unref);
  self->counts = counts;
  if (self->pane)
    relais_list_pane_refresh (self->pane);
}

static void
update_counts (RelaisSurveysPage *self)
{
  relais_store_run_async (get_store (self), relais_survey_count_answers, NULL, NULL, (GDestroyNotify) g_hash_table_unref,
                          self->cancellable, counted_cb, g_object_ref (self));
}

/* ---- what is shown ---- */

static void
set_report (RelaisSurveysPage *self, RelaisReport *report)
{
  if (report)
    relais_report_ref (report);
  g_clear_pointer (&self->report, relais_report_unref);
  self->report = report;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "surveys.copy", report != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "surveys.save", report != NULL);
}

/* Nothing is shown now; what was being read is not waited for. */
static void
leave (RelaisSurveysPage *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->survey, g_free);
  self->rev = 0;
  set_report (self, NULL);
  gtk_widget_set_visible (self->edit, FALSE);
}

static void
show_problem (RelaisSurveysPage *self, const char *icon, const char *title, const char *description)
{
  adw_status_page_set_icon_name (self->problem, icon);
  adw_status_page_set_title (self->problem, title);
  adw_status_page_set_description (self->problem, description);
  gtk_stack_set_visible_child_name (self->details, "problem");
}

static void
show_no_report (RelaisSurveysPage *self, RelaisRecord *survey)
{
  const char *state = relais_record_get_string (survey, "state");

  if (g_strcmp0 (state, "draft") == 0)
    show_problem (self, "document-edit-symbolic", _("Still a Draft"),
                  _("Nobody can answer yet. There will be a report when the survey is open and people have answered."));
  else
    show_problem (self, "relais-survey-symbolic", _("No Report Yet"),
                  _("The intranet makes the report from the answers. It comes with the next synchronisation."));
}

/* What the survey is called and when it is, which may be changed while its report is shown. */
static void
show_heading (RelaisSurveysPage *self, RelaisRecord *survey)
{
  g_autofree char *title = relais_record_dup_title (survey);
  g_autofree char *about = NULL;
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  about = relais_survey_dup_about (survey, today);
  relais_report_view_set_heading (self->view, title, about);
  adw_navigation_page_set_title (self->detail, title);
}

static void
show_survey_report (RelaisSurveysPage *self, RelaisSurveyReport *loaded)
{
  g_autoptr (RelaisRecord) survey = relais_store_lookup (get_store (self), "survey", self->survey);
  g_autofree char *notice = NULL;

  if (survey == NULL)
    return;
  show_heading (self, survey);
  if (self->report && loaded->rev == self->rev)
    return;
  if (loaded->report == NULL)
    {
      show_no_report (self, survey);
      return;
    }
  self->rev = loaded->rev;
  set_report (self, loaded->report);
  notice = relais_words_partial (loaded->report, g_strcmp0 (relais_record_get_string (survey, "state"), "closed") != 0);
  relais_report_view_set_report (self->view, loaded->report, "dialog-information-symbolic", notice);
  gtk_stack_set_visible_child_name (self->details, "report");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisSurveysPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisSurveyReport) loaded = relais_store_run_finish (RELAIS_STORE (source), result, &error);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));

  if (cancellable != self->loading || g_cancellable_is_cancelled (cancellable))
    return;
  if (loaded == NULL)
    show_problem (self, "dialog-warning-symbolic", _("The Report Cannot Be Read"), error->message);
  else
    show_survey_report (self, loaded);
}

/* Reads the report of the survey that is shown; what is there stays until then. */
static void
load_report (RelaisSurveysPage *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  relais_store_run_async (get_store (self), relais_survey_load_report, g_strdup (self->survey), g_free,
                          (GDestroyNotify) relais_survey_report_free, self->loading, loaded_cb, g_object_ref (self));
}

static void
show_survey (RelaisSurveysPage *self, const char *id)
{
  if (g_strcmp0 (self->survey, id) == 0)
    return;
  leave (self);
  self->survey = g_strdup (id);
  gtk_widget_set_visible (self->edit, TRUE);
  gtk_stack_set_visible_child_name (self->details, "loading");
  load_report (self);
}

static void
show_file (RelaisSurveysPage *self, RelaisAnswerFile *file)
{
  const char *name = relais_answer_file_get_name (file);

  leave (self);
  set_report (self, relais_answer_file_get_report (file));
  relais_report_view_set_heading (self->view, name, "");
  relais_report_view_set_report (self->view, self->report, "computer-symbolic",
                                 _("On this computer only: the file was analysed here. It is sent to nobody, and forgotten when Relais is "
                                   "closed."));
  adw_navigation_page_set_title (self->detail, name);
  gtk_stack_set_visible_child_name (self->details, "report");
}

static void
show_item (RelaisSurveysPage *self, gpointer item)
{
  if (RELAIS_IS_ANSWER_FILE (item))
    show_file (self, item);
  else if (item)
    show_survey (self, relais_record_item_get_id (item));
}

/* Wide, what is selected is shown; narrow, only what is activated, because there the pointer selects as it passes. */
static void
selected_cb (RelaisSurveysPage *self)
{
  if (!adw_navigation_split_view_get_collapsed (self->split_view))
    show_item (self, gtk_single_selection_get_selected_item (self->selection));
}

static void
activated_cb (RelaisSurveysPage *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  show_item (self, item);
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

/* A wide window begins with the newest survey instead of an empty half. */
static void
filled_cb (RelaisSurveysPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0 && !adw_navigation_split_view_get_collapsed (self->split_view)
      && g_str_equal (gtk_stack_get_visible_child_name (self->details), "none"))
    gtk_single_selection_set_selected (self->selection, 0);
}

static void
changed_cb (RelaisSurveysPage *self, RelaisChanges *changes)
{
  if (relais_changes_has_kind (changes, "report"))
    update_counts (self);
  if (self->survey && (relais_changes_has_kind (changes, "report") || relais_changes_has_record (changes, self->survey)))
    load_report (self);
}

/* ---- files of answers ---- */

static void
analysed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisSurveysPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisAnswerFile) file = relais_answer_file_analyse_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->loading == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->loading)
    return;
  if (file == NULL)
    {
      g_clear_object (&self->loading);
      show_problem (self, "dialog-warning-symbolic", _("This File Cannot Be Analysed"), error->message);
      return;
    }
  g_list_store_insert (self->files, 0, file);
  gtk_single_selection_set_selected (self->selection, 0);
  show_file (self, file);
}

static void
opened_cb (GtkWidget *parent, const char *name, GBytes *bytes, gpointer user_data)
{
  RelaisSurveysPage *self = RELAIS_SURVEYS_PAGE (parent);

  leave (self);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_stack_set_visible_child_name (self->details, "analysing");
  adw_navigation_page_set_title (self->detail, name);
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
  self->loading = g_cancellable_new ();
  relais_answer_file_analyse_async (get_store (self), name, bytes, self->loading, analysed_cb, g_object_ref (self));
}

static void
analyse_cb (RelaisSurveysPage *self)
{
  static const char * const patterns[] = { "*.csv", "*.CSV", "*.tsv", "*.txt", NULL };

  relais_file_dialog_open (get_session (self), GTK_WIDGET (self), _("Analyse a File of Answers"), _("Answers (CSV)"), patterns,
                           RELAIS_EXCHANGE_MAX_BYTES, opened_cb, NULL, NULL);
}

static void
cancel_cb (RelaisSurveysPage *self)
{
  leave (self);
  adw_navigation_split_view_set_show_content (self->split_view, FALSE);
  gtk_stack_set_visible_child_name (self->details, "none");
}

static void
analyse_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  analyse_cb (RELAIS_SURVEYS_PAGE (widget));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisSurveysPage *self = RELAIS_SURVEYS_PAGE (widget);

  relais_report_export_copy (self->report, get_session (self), widget);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisSurveysPage *self = RELAIS_SURVEYS_PAGE (widget);

  relais_report_export_save (self->report, adw_navigation_page_get_title (self->detail), get_session (self), widget);
}

static void
edit_cb (RelaisSurveysPage *self)
{
  g_autoptr (RelaisRecord) survey = self->survey ? relais_store_lookup (get_store (self), "survey", self->survey) : NULL;

  if (survey)
    adw_dialog_present (relais_survey_dialog_new (get_session (self), survey), GTK_WIDGET (self));
}

static void
search_cb (RelaisSurveysPage *self)
{
  const char *text = relais_list_pane_get_search (self->pane);
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("survey")), "opens", TRUE);

  if (*text)
    relais_query_text (query, text);
  relais_record_list_set_query (self->records, query);
}

static void
relais_surveys_page_set_active (RelaisAppPage *page, gboolean active)
{
  RelaisSurveysPage *self = RELAIS_SURVEYS_PAGE (page);

  RELAIS_APP_PAGE_CLASS (relais_surveys_page_parent_class)->set_active (page, active);
  relais_record_list_set_active (self->records, active);
  if (!active)
    {
      g_clear_signal_handler (&self->changed_id, get_store (self));
      return;
    }
  self->changed_id = g_signal_connect_swapped (get_store (self), "changed", G_CALLBACK (changed_cb), self);
  update_counts (self);
  if (self->survey)
    load_report (self);
}

static void
relais_surveys_page_open (RelaisAppPage *page, const char *kind, const char *id)
{
  RelaisSurveysPage *self = RELAIS_SURVEYS_PAGE (page);
  g_autoptr (RelaisRecord) part = NULL;
  int position;

  if (!g_str_equal (kind, "survey"))
    {
      if ((part = relais_store_lookup (get_store (self), kind, id)) == NULL)
        return;
      id = relais_record_get_string (part, "survey");
    }
  show_survey (self, id);
  position = relais_record_list_find (self->records, id);
  gtk_single_selection_set_selected (self->selection,
                                     position < 0 ? GTK_INVALID_LIST_POSITION
                                                  : position + g_list_model_get_n_items (G_LIST_MODEL (self->files)));
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void
relais_surveys_page_focus_search (RelaisAppPage *page)
{
  RelaisSurveysPage *self = RELAIS_SURVEYS_PAGE (page);

  adw_navigation_split_view_set_show_content (self->split_view, FALSE);
  relais_list_pane_focus_search (self->pane);
}

static void
build_models (RelaisSurveysPage *self)
{
  GListStore *parts = g_list_store_new (G_TYPE_LIST_MODEL);
  GtkFlattenListModel *all;

  self->records = relais_record_list_new (get_store (self), NULL);
  relais_record_list_set_active (self->records, FALSE);
  g_list_store_append (parts, self->files);
  g_list_store_append (parts, self->records);
  all = gtk_flatten_list_model_new (G_LIST_MODEL (parts));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (all));
  g_object_unref (all);
}

static void
relais_surveys_page_constructed (GObject *object)
{
  RelaisSurveysPage *self = RELAIS_SURVEYS_PAGE (object);
  static const RelaisListPaneRows rows = { relais_survey_row_new, show_row, .at_once = TRUE };

  G_OBJECT_CLASS (relais_surveys_page_parent_class)->constructed (object);

  build_models (self);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  relais_list_pane_set_model (self->pane, self->records, GTK_SELECTION_MODEL (self->selection), &rows, self);
  search_cb (self);
  leave (self);
}

static void
relais_surveys_page_dispose (GObject *object)
{
  RelaisSurveysPage *self = RELAIS_SURVEYS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->changed_id)
    g_clear_signal_handler (&self->changed_id, get_store (self));
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_SURVEYS_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->records);
  g_clear_object (&self->files);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  g_clear_pointer (&self->report, relais_report_unref);
  g_clear_pointer (&self->survey, g_free);
  G_OBJECT_CLASS (relais_surveys_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/surveys/relais-surveys-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisSurveysPage, split_view);
  gtk_widget_class_bind_template_child (widget_class, RelaisSurveysPage, detail);
  gtk_widget_class_bind_template_child (widget_class, RelaisSurveysPage, pane);
  gtk_widget_class_bind_template_child (widget_class, RelaisSurveysPage, details);
  gtk_widget_class_bind_template_child (widget_class, RelaisSurveysPage, problem);
  gtk_widget_class_bind_template_child (widget_class, RelaisSurveysPage, view);
  gtk_widget_class_bind_template_child (widget_class, RelaisSurveysPage, edit);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, filled_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, analyse_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
}

static void
relais_surveys_page_class_init (RelaisSurveysPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RelaisAppPageClass *page_class = RELAIS_APP_PAGE_CLASS (klass);

  object_class->constructed = relais_surveys_page_constructed;
  object_class->dispose = relais_surveys_page_dispose;
  page_class->set_active = relais_surveys_page_set_active;
  page_class->open = relais_surveys_page_open;
  page_class->focus_search = relais_surveys_page_focus_search;

  g_type_ensure (RELAIS_TYPE_REPORT_VIEW);
  g_type_ensure (RELAIS_TYPE_LIST_PANE);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "surveys.analyse", NULL, analyse_action);
  gtk_widget_class_install_action (widget_class, "surveys.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "surveys.save", NULL, save_action);
}

static void
relais_surveys_page_init (RelaisSurveysPage *self)
{
  self->files = g_list_store_new (RELAIS_TYPE_ANSWER_FILE);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
