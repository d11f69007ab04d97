/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-survey-row.h"

#include "relais-choice.h"
#include "relais-format.h"
#include "relais-report-words.h"
#include "relais-state-pill.h"
#include "relais-survey.h"

#include <glib/gi18n.h>

struct _RelaisSurveyRow
{
  GtkBox     parent_instance;

  GtkLabel  *title;   /* borrowed: children */
  GtkLabel  *detail;
  GtkWidget *pill;
  GtkWidget *local;
  const char *state;  /* translated; lent */
};

G_DEFINE_FINAL_TYPE (RelaisSurveyRow, relais_survey_row, GTK_TYPE_BOX)

static GtkLabel *
new_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  return GTK_LABEL (label);
}

/* Looks like the state of a survey, in its place. */
static GtkWidget *
new_local (void)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "css-name", "statepill", "spacing", 5, NULL);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("computer-symbolic"));
  gtk_box_append (GTK_BOX (box), gtk_label_new (_("On this computer only")));
  gtk_widget_set_halign (box, GTK_ALIGN_START);
  return box;
}

static void
show (RelaisSurveyRow *self, const char *title, const char *detail, const char *state, gboolean is_local)
{
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), *detail != '\0');
  relais_state_pill_set (RELAIS_STATE_PILL (self->pill), relais_kind_lookup ("survey"), "state", state);
  gtk_widget_set_visible (self->local, is_local);
  self->state = is_local ? _("On this computer only") : relais_choice_label (relais_kind_lookup ("survey"), "state", state);
}

static void
relais_survey_row_class_init (RelaisSurveyRowClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "surveyrow");
}

static void
relais_survey_row_init (RelaisSurveyRow *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  self->title = new_label ();
  self->detail = new_label ();
  gtk_widget_add_css_class (GTK_WIDGET (self->detail), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->detail), "dimmed");
  self->pill = relais_state_pill_new ();
  gtk_widget_set_halign (self->pill, GTK_ALIGN_START);
  self->local = new_local ();
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->detail));
  gtk_box_append (GTK_BOX (self), self->pill);
  gtk_box_append (GTK_BOX (self), self->local);
}

GtkWidget *
relais_survey_row_new (void)
{
  return g_object_new (RELAIS_TYPE_SURVEY_ROW, NULL);
}

void
relais_survey_row_set_survey (RelaisSurveyRow *self, RelaisRecord *survey, GHashTable *counts)
{
  g_return_if_fail (RELAIS_IS_SURVEY_ROW (self) && survey != NULL);

  guint count = counts ? GPOINTER_TO_UINT (g_hash_table_lookup (counts, relais_record_get_id (survey))) : 0;
  g_autofree char *title = relais_record_dup_title (survey);
  g_autofree char *answers = count > 0 ? relais_words_answers (count - 1) : g_strdup ("");
  g_autofree char *dates = NULL;
  g_autofree char *detail = NULL;
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  dates = relais_survey_dup_dates (survey, today);
  detail = g_strconcat (dates, *dates && *answers ? " · " : "", answers, NULL);
  show (self, title, detail, relais_record_get_string (survey, "state"), FALSE);
}

void
relais_survey_row_set_file (RelaisSurveyRow *self, RelaisAnswerFile *file)
{
  g_return_if_fail (RELAIS_IS_SURVEY_ROW (self) && RELAIS_IS_ANSWER_FILE (file));

  g_autofree char *answers = relais_words_answers (relais_answer_file_get_report (file)->answers);

  show (self, relais_answer_file_get_name (file), answers, NULL, TRUE);
}

char *
relais_survey_row_dup_label (RelaisSurveyRow *self)
{
  g_return_val_if_fail (RELAIS_IS_SURVEY_ROW (self), NULL);

  return g_strjoin (", ", gtk_label_get_label (self->title), gtk_label_get_label (self->detail), *self->state ? self->state : NULL, NULL);
}
