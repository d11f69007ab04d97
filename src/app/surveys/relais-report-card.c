/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-report-card.h"

#include "relais-bars.h"
#include "relais-chart.h"
#include "relais-comments-dialog.h"
#include "relais-grid-view.h"
#include "relais-key-figures.h"
#include "relais-report-grid.h"
#include "relais-report-words.h"

#include <glib/gi18n.h>

#define COMMENTS_AT_ONCE 5

struct _RelaisReportCard
{
  AdwBin                      parent_instance;

  GtkBox                     *box;       /* borrowed: child */
  GtkBox                     *header;    /* borrowed: title, and the choice of chart or table */
  GtkStack                   *views;     /* borrowed, nullable */
  RelaisReport               *report;    /* owned */
  const RelaisQuestionReport *question;  /* borrowed from `report`; NULL: participation */
};

G_DEFINE_FINAL_TYPE (RelaisReportCard, relais_report_card, ADW_TYPE_BIN)

static const char *
get_title (RelaisReportCard *self)
{
  return self->question ? self->question->text : _("Participation by directorate");
}

static void
add_title (RelaisReportCard *self)
{
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "label", get_title (self), NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_valign (title, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (title, "heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (title), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
  self->header = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  gtk_box_append (self->header, title);
  gtk_box_append (self->box, GTK_WIDGET (self->header));
}

static void
add_note (GtkBox *box, const char *text)
{
  GtkWidget *note = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name ("view-conceal-symbolic");
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (note, "dimmed");
  gtk_box_append (GTK_BOX (note), icon);
  gtk_box_append (GTK_BOX (note), label);
  gtk_box_append (box, note);
}

/* With the reason why groups are missing, which a chart of everybody does not need. */
static GtkWidget *
new_table (RelaisReportCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GPtrArray *grid = self->question ? relais_grid_of_question (self->report, self->question)
                                   : relais_grid_of_participation (self->report);
  g_autofree char *note = self->question ? relais_words_question_note (self->report, self->question) : NULL;

  gtk_box_append (GTK_BOX (box), relais_grid_view_new (get_title (self), grid));
  if (note)
    add_note (GTK_BOX (box), note);
  return box;
}

static void
view_cb (RelaisReportCard *self, GParamSpec *pspec, AdwToggleGroup *toggles)
{
  const char *name = adw_toggle_group_get_active_name (toggles);

  if (g_strcmp0 (name, "table") == 0 && gtk_stack_get_child_by_name (self->views, "table") == NULL)
    gtk_stack_add_named (self->views, new_table (self), "table");
  gtk_stack_set_visible_child_name (self->views, name);
}

static void
add_toggle (AdwToggleGroup *toggles, const char *name, const char *icon, const char *label)
{
  AdwToggle *toggle = adw_toggle_new ();

  adw_toggle_set_name (toggle, name);
  adw_toggle_set_icon_name (toggle, icon);
  adw_toggle_set_tooltip (toggle, label);
  adw_toggle_group_add (toggles, toggle);
}

/* Takes @bars. */
static void
add_views (RelaisReportCard *self, GPtrArray *bars)
{
  GtkWidget *toggles = adw_toggle_group_new ();

  self->views = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->views, FALSE);
  gtk_stack_set_hhomogeneous (self->views, FALSE);
  gtk_stack_add_named (self->views, relais_chart_new (get_title (self), bars), "chart");
  gtk_box_append (self->box, GTK_WIDGET (self->views));

  add_toggle (ADW_TOGGLE_GROUP (toggles), "chart", "relais-chart-symbolic", _("Chart"));
  add_toggle (ADW_TOGGLE_GROUP (toggles), "table", "relais-table-symbolic", _("Table"));
  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (toggles), "chart");
  gtk_widget_set_valign (toggles, GTK_ALIGN_START);
  gtk_widget_add_css_class (toggles, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggles), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Chart or table"), -1);
  g_signal_connect_swapped (toggles, "notify::active-name", G_CALLBACK (view_cb), self);
  gtk_box_append (self->header, toggles);
}

static void
all_comments_cb (RelaisReportCard *self)
{
  adw_dialog_present (relais_comments_dialog_new (self->question->text, (const char * const *) self->question->comments),
                      GTK_WIDGET (self));
}

static void
add_comments (RelaisReportCard *self)
{
  char **comments = self->question->comments;
  guint n = g_strv_length (comments);
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (list, "relais-comments");
  for (guint i = 0; i < MIN (n, COMMENTS_AT_ONCE); i++)
    gtk_box_append (GTK_BOX (list), relais_comment_new (comments[i]));
  gtk_box_append (self->box, list);
  if (n > COMMENTS_AT_ONCE)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("Show the %'u Comment…", "Show All %'u Comments…", n), n);
      GtkWidget *button = gtk_button_new_with_label (text);

      gtk_widget_set_halign (button, GTK_ALIGN_START);
      gtk_button_set_can_shrink (GTK_BUTTON (button), TRUE);
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (all_comments_cb), self);
      gtk_box_append (self->box, button);
    }
}

static void
fill_question (RelaisReportCard *self)
{
  g_autofree char *note = relais_words_question_note (self->report, self->question);
  guint left_out = self->question->comments_left_out;
  GPtrArray *figures = relais_words_question_figures (self->report, self->question);

  if (figures->len > 0)
    gtk_box_append (self->box, relais_key_figures_new (figures, "title-3"));
  else
    g_ptr_array_unref (figures);
  if (self->question->type == RELAIS_QUESTION_COMMENT && !self->question->hidden)
    add_comments (self);
  else if (!self->question->hidden)
    add_views (self, relais_bars_of_question (self->question, self->report->previous_wave));
  if (note && self->question->hidden)
    add_note (self->box, note);
  if (left_out > 0)
    {
      g_autofree char *rest = g_strdup_printf (ngettext ("%'u more comment is too long for this report.",
                                                         "%'u more comments do not fit into this report.", left_out), left_out);
      add_note (self->box, rest);
    }
}

static void
relais_report_card_finalize (GObject *object)
{
  g_clear_pointer (&RELAIS_REPORT_CARD (object)->report, relais_report_unref);
  G_OBJECT_CLASS (relais_report_card_parent_class)->finalize (object);
}

static void
relais_report_card_class_init (RelaisReportCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = relais_report_card_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
relais_report_card_init (RelaisReportCard *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "relais-report-card");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

static RelaisReportCard *
new_card (RelaisReport *report, const RelaisQuestionReport *question)
{
  RelaisReportCard *self = g_object_new (RELAIS_TYPE_REPORT_CARD, NULL);

  self->report = relais_report_ref (report);
  self->question = question;
  add_title (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, get_title (self), -1);
  return self;
}

GtkWidget *
relais_report_card_new_question (RelaisReport *report, guint question)
{
  RelaisReportCard *self = new_card (report, g_ptr_array_index (report->questions, question));

  fill_question (self);
  return GTK_WIDGET (self);
}

GtkWidget *
relais_report_card_new_participation (RelaisReport *report)
{
  RelaisReportCard *self = new_card (report, NULL);

  add_views (self, relais_bars_of_participation (report));
  return GTK_WIDGET (self);
}
