/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-point-view.h"

#include "relais-meeting-view.h"
#include "relais-point-words.h"

#include "relais-decision.h"
#include "relais-format.h"
#include "relais-state-pill.h"

#include <glib/gi18n.h>

struct _RelaisPointView
{
  GtkBox               parent_instance;

  GtkLabel            *why;         /* template */
  RelaisStatePill     *state;       /* template */
  GtkLabel            *subject;     /* template */
  GtkLabel            *origin;      /* template */
  GtkLabel            *summary;     /* template */
  GtkLabel            *warning;     /* template */
  AdwPreferencesGroup *placements;  /* template */
  AdwPreferencesGroup *decisions;   /* template */

  GPtrArray           *rows;        /* owned: of the groups (borrowed widgets) */
};

G_DEFINE_FINAL_TYPE (RelaisPointView, relais_point_view, GTK_TYPE_BOX)

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && text[0] != '\0');
}

static void
add_row (RelaisPointView *self, AdwPreferencesGroup *group, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_placements (RelaisPointView *self, RelaisStore *store, const RelaisMeetingPoint *point)
{
  g_autoptr (GPtrArray) placements = relais_point_find_placements (store, point);

  for (guint i = 0; i < placements->len; i++)
    add_row (self, self->placements, relais_point_build_placement (store, g_ptr_array_index (placements, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->placements), placements->len > 0);
}

static void
show_decisions (RelaisPointView *self, RelaisMeeting *meeting, const RelaisMeetingPoint *point)
{
  g_autoptr (GPtrArray) decisions = relais_decisions_of_subject (meeting->store, relais_record_get_id (point->subject));

  for (guint i = 0; i < decisions->len; i++)
    {
      RelaisRecord *decision = g_ptr_array_index (decisions, i);
      gboolean now = g_strcmp0 (relais_record_get_string (decision, "meeting"), relais_record_get_id (meeting->record)) == 0;
      g_autofree char *day = relais_decision_dup_day (meeting->store, decision), *date = relais_format_day_full (day);
      add_row (self, self->decisions, relais_decision_row_new (meeting->store, decision, now ? _("In this meeting") : date));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->decisions), decisions->len > 0);
}

static void
relais_point_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), RELAIS_TYPE_POINT_VIEW);
  g_clear_pointer (&RELAIS_POINT_VIEW (object)->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (relais_point_view_parent_class)->dispose (object);
}

static void
relais_point_view_class_init (RelaisPointViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_point_view_dispose;
  g_type_ensure (RELAIS_TYPE_STATE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/committee/relais-point-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisPointView, why);
  gtk_widget_class_bind_template_child (widget_class, RelaisPointView, state);
  gtk_widget_class_bind_template_child (widget_class, RelaisPointView, subject);
  gtk_widget_class_bind_template_child (widget_class, RelaisPointView, origin);
  gtk_widget_class_bind_template_child (widget_class, RelaisPointView, summary);
  gtk_widget_class_bind_template_child (widget_class, RelaisPointView, warning);
  gtk_widget_class_bind_template_child (widget_class, RelaisPointView, placements);
  gtk_widget_class_bind_template_child (widget_class, RelaisPointView, decisions);
}

static void
relais_point_view_init (RelaisPointView *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
relais_point_view_show (RelaisPointView *self, RelaisMeeting *meeting, const RelaisMeetingPoint *point)
{
  g_return_if_fail (RELAIS_IS_POINT_VIEW (self) && meeting != NULL && point != NULL);

  g_autofree char *title = relais_record_dup_title (point->subject), *origin = relais_point_say_origin (meeting->store, point);
  g_autofree char *warning = relais_point_say_warning (meeting->store, point);
  gtk_label_set_label (self->why, relais_agenda_why_get_label (point->item->why));
  gtk_widget_set_css_classes (GTK_WIDGET (self->why), (const char *[]) {
    "relais-why", "heading", relais_point_get_style (point->item->why), NULL });
  relais_state_pill_set (self->state, relais_record_get_kind (point->subject), "state",
                         relais_record_get_string (point->subject, "state"));
  set_text (self->subject, title);
  set_text (self->origin, origin);
  set_text (self->summary, relais_record_get_string (point->subject, "summary"));
  set_text (self->warning, warning);
  relais_meeting_view_clear (self->rows);
  show_placements (self, meeting->store, point);
  show_decisions (self, meeting, point);
}

const char *
relais_point_view_get_title (RelaisPointView *self)
{
  g_return_val_if_fail (RELAIS_IS_POINT_VIEW (self), NULL);
  return gtk_label_get_label (self->subject);
}
