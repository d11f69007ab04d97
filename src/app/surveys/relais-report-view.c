/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-report-view.h"

#include "relais-key-figures.h"
#include "relais-report-card.h"
#include "relais-report-words.h"

#include <glib/gi18n.h>

/* Microseconds of a frame that building cards may take. */
#define BUILD_TIME 6000

struct _RelaisReportView
{
  AdwBin             parent_instance;

  GtkScrolledWindow *window;         /* template */
  GtkLabel          *title;
  GtkLabel          *about;
  GtkWidget         *notice;
  GtkImage          *notice_icon;
  GtkLabel          *notice_text;
  AdwBin            *figures;
  GtkLabel          *privacy;
  GtkBox            *cards;

  RelaisReport      *report;         /* owned, nullable */
  guint              next;           /* question that has no card yet */
  guint              build_id;       /* idle source, while there are such */
};

G_DEFINE_FINAL_TYPE (RelaisReportView, relais_report_view, ADW_TYPE_BIN)

static void
clear_cards (RelaisReportView *self)
{
  GtkWidget *card;

  g_clear_handle_id (&self->build_id, g_source_remove);
  while ((card = gtk_widget_get_first_child (GTK_WIDGET (self->cards))))
    gtk_box_remove (self->cards, card);
}

static gboolean
build_cb (gpointer user_data)
{
  RelaisReportView *self = user_data;
  gint64 end = g_get_monotonic_time () + BUILD_TIME;

  while (self->next < self->report->questions->len && g_get_monotonic_time () < end)
    gtk_box_append (self->cards, relais_report_card_new_question (self->report, self->next++));
  if (self->next < self->report->questions->len)
    return G_SOURCE_CONTINUE;
  self->build_id = 0;
  return G_SOURCE_REMOVE;
}

static void
relais_report_view_dispose (GObject *object)
{
  RelaisReportView *self = RELAIS_REPORT_VIEW (object);

  g_clear_handle_id (&self->build_id, g_source_remove);
  g_clear_pointer (&self->report, relais_report_unref);
  /* Disposing of the template unparents children that are bound to it; the bin must not be left with one of them. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_REPORT_VIEW);
  G_OBJECT_CLASS (relais_report_view_parent_class)->dispose (object);
}

static void
relais_report_view_class_init (RelaisReportViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_report_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/surveys/relais-report-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisReportView, window);
  gtk_widget_class_bind_template_child (widget_class, RelaisReportView, title);
  gtk_widget_class_bind_template_child (widget_class, RelaisReportView, about);
  gtk_widget_class_bind_template_child (widget_class, RelaisReportView, notice);
  gtk_widget_class_bind_template_child (widget_class, RelaisReportView, notice_icon);
  gtk_widget_class_bind_template_child (widget_class, RelaisReportView, notice_text);
  gtk_widget_class_bind_template_child (widget_class, RelaisReportView, figures);
  gtk_widget_class_bind_template_child (widget_class, RelaisReportView, privacy);
  gtk_widget_class_bind_template_child (widget_class, RelaisReportView, cards);
}

static void
relais_report_view_init (RelaisReportView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
relais_report_view_set_heading (RelaisReportView *self, const char *title, const char *about)
{
  g_return_if_fail (RELAIS_IS_REPORT_VIEW (self));

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->about, about);
  gtk_widget_set_visible (GTK_WIDGET (self->about), *about != '\0');
}

void
relais_report_view_set_report (RelaisReportView *self, RelaisReport *report, const char *icon, const char *notice)
{
  g_autofree char *privacy = NULL;

  g_return_if_fail (RELAIS_IS_REPORT_VIEW (self) && report != NULL);

  clear_cards (self);
  relais_report_ref (report);
  g_clear_pointer (&self->report, relais_report_unref);
  self->report = report;
  privacy = relais_words_privacy (report);
  gtk_image_set_from_icon_name (self->notice_icon, icon);
  gtk_label_set_label (self->notice_text, notice ? notice : "");
  gtk_widget_set_visible (self->notice, notice != NULL);
  adw_bin_set_child (self->figures, relais_key_figures_new (relais_words_report_figures (report), "title-1"));
  gtk_label_set_label (self->privacy, privacy);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->window), 0);

  if (report->participation->len > 0)
    gtk_box_append (self->cards, relais_report_card_new_participation (report));
  /* Each question of a partial report would only say that it is not shown: the notice says it once. */
  self->next = report->partial ? report->questions->len : 0;
  if (self->next < report->questions->len)
    self->build_id = g_idle_add (build_cb, self);
}
