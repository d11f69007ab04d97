/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-chart.h"
#include "relais-report-card.h"

#include <string.h>

#define QUESTIONS 60
#define COMMENTS  1000

/* A long questionnaire: marks, and one open question. */
static RelaisReport *
new_report (void)
{
  g_autoptr (RelaisAnswers) answers = relais_answers_new ();

  for (guint i = 0; i < QUESTIONS - 1; i++)
    relais_answers_add_question (answers, NULL, RELAIS_QUESTION_SCALE, "I am well informed of what happens here.", NULL, 5);
  relais_answers_add_question (answers, NULL, RELAIS_QUESTION_COMMENT, "Anything else?", NULL, 0);
  for (guint group = 0; group < 26; group++)
    {
      g_autofree char *name = g_strdup_printf ("Directorate %u", group);
      relais_answers_add_group (answers, NULL, name, 80);
    }
  for (guint i = 0; i < COMMENTS; i++)
    {
      guint row = relais_answers_add_row (answers);
      g_autofree char *text = g_strdup_printf ("Comment %u", i);

      relais_answers_set_group (answers, row, 1 + i % 26);
      for (guint question = 0; question < QUESTIONS - 1; question++)
        relais_answers_set_cell (answers, row, question, i % 2 ? "4" : "2", NULL);
      relais_answers_set_cell (answers, row, QUESTIONS - 1, text, NULL);
    }
  return relais_report_new (answers, 5, FALSE, NULL, NULL);
}

static guint
count (GtkWidget *widget, GType type)
{
  guint n = g_type_is_a (G_OBJECT_TYPE (widget), type);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    n += count (child, type);
  return n;
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);
      if (found)
        return found;
    }
  return NULL;
}

/* The table is made when it is asked for, and once. */
static void
test_table (void)
{
  g_autoptr (RelaisReport) report = new_report ();
  GtkWidget *card = g_object_ref_sink (relais_report_card_new_question (report, 0));
  AdwToggleGroup *toggles = ADW_TOGGLE_GROUP (find (card, ADW_TYPE_TOGGLE_GROUP));

  g_assert_cmpuint (count (card, RELAIS_TYPE_CHART), ==, 1);
  g_assert_cmpuint (count (card, GTK_TYPE_COLUMN_VIEW), ==, 0);
  adw_toggle_group_set_active_name (toggles, "table");
  adw_toggle_group_set_active_name (toggles, "chart");
  adw_toggle_group_set_active_name (toggles, "table");
  g_assert_cmpuint (count (card, GTK_TYPE_COLUMN_VIEW), ==, 1);
  /* Group, answers, mean, median and the five marks; everybody and 26 directorates */
  GtkColumnView *view = GTK_COLUMN_VIEW (find (card, GTK_TYPE_COLUMN_VIEW));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_column_view_get_columns (view)), ==, 9);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view))), ==, 27);
  g_object_unref (card);
}

/* Of a thousand comments a card holds a few; the others are a press of a button away. */
static void
test_comments (void)
{
  g_autoptr (RelaisReport) report = new_report ();
  GtkWidget *card = g_object_ref_sink (relais_report_card_new_question (report, QUESTIONS - 1));
  GtkWidget *button = find (card, GTK_TYPE_BUTTON);

  g_assert_cmpuint (count (card, GTK_TYPE_LABEL), <, 12);
  g_assert_nonnull (button);
  g_assert_nonnull (strstr (gtk_button_get_label (GTK_BUTTON (button)), "1000"));
  g_object_unref (card);
}

/* A chart is as high as its rows need in the width that it gets: narrow, bars go below their labels. */
static void
test_heights (void)
{
  g_autoptr (RelaisReport) report = new_report ();
  GtkWidget *card = g_object_ref_sink (relais_report_card_new_participation (report));
  GtkWidget *chart = find (card, RELAIS_TYPE_CHART);
  int wide, narrow, least;

  gtk_widget_measure (chart, GTK_ORIENTATION_VERTICAL, 800, &wide, NULL, NULL, NULL);
  gtk_widget_measure (chart, GTK_ORIENTATION_VERTICAL, 280, &narrow, NULL, NULL, NULL);
  gtk_widget_measure (chart, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (wide, >, 26 * 12);
  g_assert_cmpint (narrow, >, wide);
  g_assert_cmpint (least, <=, 260);
  g_object_unref (card);
}

static void
test_long (void)
{
  g_autoptr (RelaisReport) report = new_report ();
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gint64 start = g_get_monotonic_time ();
  gint64 longest = 0;

  for (guint i = 0; i < QUESTIONS; i++)
    {
      gint64 before = g_get_monotonic_time ();

      gtk_box_append (GTK_BOX (box), relais_report_card_new_question (report, i));
      longest = MAX (longest, g_get_monotonic_time () - before);
    }
  g_test_message ("%d cards in %.1f ms, the slowest in %.1f ms", QUESTIONS, (g_get_monotonic_time () - start) / 1e3, longest / 1e3);
  g_assert_cmpuint (count (box, RELAIS_TYPE_REPORT_CARD), ==, QUESTIONS);
  /* Few enough widgets that a page of them all is laid out in a frame. */
  g_assert_cmpuint (count (box, GTK_TYPE_WIDGET), <, QUESTIONS * 40);
  g_object_unref (box);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/report-card/table", test_table);
  g_test_add_func ("/report-card/comments", test_comments);
  g_test_add_func ("/report-card/heights", test_heights);
  g_test_add_func ("/report-card/long", test_long);
  return g_test_run ();
}
