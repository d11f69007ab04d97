/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-survey-dialog.h"

#include "relais-choice.h"
#include "relais-form.h"
#include "relais-names.h"

#include <glib/gi18n.h>

struct _RelaisSurveyDialog
{
  AdwPreferencesDialog  parent_instance;

  RelaisForm           *form;  /* owned */
};

G_DEFINE_FINAL_TYPE (RelaisSurveyDialog, relais_survey_dialog, ADW_TYPE_PREFERENCES_DIALOG)

static const char * const survey_fields[] = { "title", "introduction", "state", "wave", "opens", "closes", "smallest_group" };

static GtkWidget *
new_details (RelaisSurveyDialog *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  for (guint i = 0; i < G_N_ELEMENTS (survey_fields); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), relais_form_add (self->form, survey_fields[i]));
  relais_name_group (ADW_PREFERENCES_GROUP (group), _("Survey"));
  return group;
}

/* "Several choices · Intranet, Newsletter, Posters" */
static char *
dup_subtitle (RelaisRecord *question)
{
  const RelaisKind *kind = relais_record_get_kind (question);
  const char *type = relais_choice_label (kind, "type", relais_record_get_string (question, "type"));
  g_autofree const char **options = relais_record_dup_strv (question, "options");
  g_autofree char *list = g_strjoinv (", ", (char **) options);

  return *list ? g_strdup_printf ("%s · %s", type, list) : g_strdup (type);
}

static GtkWidget *
new_question (RelaisRecord *question, guint position)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = dup_subtitle (question);
  g_autofree char *number = g_strdup_printf ("%u", position);
  GtkWidget *label = gtk_label_new (number);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), relais_record_get_string (question, "text"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_label_set_width_chars (GTK_LABEL (label), 2);
  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), label);
  return row;
}

static GtkWidget *
new_questions (RelaisStore *store, RelaisRecord *survey)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("question"));
  g_autoptr (GPtrArray) questions = NULL;
  GtkWidget *group = adw_preferences_group_new ();

  relais_query_where (query, "survey", RELAIS_MATCH_EQUAL, relais_record_get_id (survey));
  questions = relais_store_query (store, relais_query_order (query, "position", FALSE));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Questions"));
  for (guint i = 0; i < questions->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_question (g_ptr_array_index (questions, i), i + 1));
  gtk_widget_set_visible (group, questions->len > 0);
  return group;
}

static void
relais_survey_dialog_dispose (GObject *object)
{
  RelaisSurveyDialog *self = RELAIS_SURVEY_DIALOG (object);

  if (self->form)
    relais_form_flush (self->form);
  g_clear_object (&self->form);
  G_OBJECT_CLASS (relais_survey_dialog_parent_class)->dispose (object);
}

static void
relais_survey_dialog_class_init (RelaisSurveyDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_survey_dialog_dispose;
}

static void
relais_survey_dialog_init (RelaisSurveyDialog *self)
{
}

AdwDialog *
relais_survey_dialog_new (RelaisSession *session, RelaisRecord *survey)
{
  RelaisSurveyDialog *self = g_object_new (RELAIS_TYPE_SURVEY_DIALOG, "title", _("Survey Details"), NULL);
  GtkWidget *page = adw_preferences_page_new ();

  self->form = relais_form_new (session, relais_kind_lookup ("survey"));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (new_details (self)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (new_questions (relais_session_get_store (session), survey)));
  relais_form_set_record (self->form, survey);
  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (self), ADW_PREFERENCES_PAGE (page));
  return ADW_DIALOG (self);
}
