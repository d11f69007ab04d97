/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-verdict-panel.h"

#include "relais-date-row.h"
#include "relais-plan-days.h"
#include "relais-record-row.h"

#include <glib/gi18n.h>

/* "Postponed" proposes the next meeting but one that is worked: most committees meet every week. */
#define DAYS_TO_NEXT_MEETING 7

struct _RelaisVerdictPanel
{
  AdwBin           parent_instance;

  GtkRevealer     *revealer;     /* template */
  GtkLabel        *heading;      /* template */
  GtkListBox      *answer;       /* template */
  GtkListBox      *charge;       /* template */
  AdwEntryRow     *reason;       /* template */

  AdwComboRow     *channel;      /* borrowed: in the list */
  GtkWidget       *until;        /* borrowed: RelaisDateRow */
  GtkWidget       *responsible;  /* borrowed: RelaisRecordRow */
  GtkWidget       *due;          /* borrowed: RelaisDateRow */
  GStrv            channels;     /* owned: ids, as the rows of the combo */
  const char      *outcome;      /* static */
  RelaisSession   *session;      /* owned */
};

enum { CONFIRMED, CANCELLED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisVerdictPanel, relais_verdict_panel, ADW_TYPE_BIN)

static const char *
name_outcome (const char *outcome)
{
  if (g_str_equal (outcome, "postponed"))
    return _("Postpone to…");
  if (g_str_equal (outcome, "refused"))
    return _("Refuse");
  return g_str_equal (outcome, "other_channel") ? _("Other Channel…") : _("Keep");
}

static gboolean
is_outcome (RelaisVerdictPanel *self, const char *outcome)
{
  return g_strcmp0 (self->outcome, outcome) == 0;
}

static gboolean
has_placement_on (GPtrArray *placements, const char *channel)
{
  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      if (g_strcmp0 (relais_record_get_string (placement, "channel"), channel) == 0 &&
          g_strcmp0 (relais_record_get_string (placement, "state"), "refused") != 0)
        return TRUE;
    }
  return FALSE;
}

/* Channels that the subject is not on, and the one that was named already. */
static void
fill_channels (RelaisVerdictPanel *self, const RelaisMeetingPoint *point)
{
  const char *named = point->decision != NULL ? relais_record_get_string (point->decision, "channel") : NULL;
  guint selected = 0;
  RelaisStore *store = relais_session_get_store (self->session);
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("channel")), "position", FALSE);
  g_autoptr (RelaisQuery) of_subject = relais_query_new (relais_kind_lookup ("placement"));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  relais_query_where (of_subject, "subject", RELAIS_MATCH_EQUAL, relais_record_get_id (point->subject));
  g_autoptr (GPtrArray) placements = relais_store_query (store, of_subject);
  g_autoptr (GPtrArray) channels = relais_store_query (store, query);
  for (guint i = 0; i < channels->len; i++)
    {
      RelaisRecord *channel = g_ptr_array_index (channels, i);
      gboolean is_named = g_strcmp0 (relais_record_get_id (channel), named) == 0;
      if (!is_named && has_placement_on (placements, relais_record_get_id (channel)))
        continue;
      if (is_named)
        selected = g_list_model_get_n_items (G_LIST_MODEL (names));
      g_autofree char *title = relais_record_dup_title (channel);
      gtk_string_list_append (names, title);
      g_strv_builder_add (ids, relais_record_get_id (channel));
    }
  g_strfreev (self->channels);
  self->channels = g_strv_builder_end (ids);
  adw_combo_row_set_model (self->channel, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->channel, selected);
}

static void
propose_until (RelaisVerdictPanel *self, RelaisMeeting *meeting, const char *known)
{
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_days_read (relais_session_get_store (self->session));
  RelaisDay on = relais_day_parse (relais_record_get_string (meeting->record, "on"));
  char day[RELAIS_DAY_SIZE] = "";

  if (known == NULL && on != RELAIS_DAY_NONE)
    relais_day_print (relais_plan_calendar_next_working_day (calendar, on + DAYS_TO_NEXT_MEETING), day);
  relais_date_row_set_value (RELAIS_DATE_ROW (self->until), known != NULL ? known : day);
}

static void
confirm_cb (RelaisVerdictPanel *self)
{
  if (is_outcome (self, "other_channel") && self->channels[0] == NULL)
    return;
  g_signal_emit (self, signals[CONFIRMED], 0);
}

static void
cancel_cb (RelaisVerdictPanel *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static gboolean
key_cb (RelaisVerdictPanel *self, guint key, guint code, GdkModifierType state)
{
  if (!relais_verdict_panel_is_open (self))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Escape)
    {
      cancel_cb (self);
      return GDK_EVENT_STOP;
    }
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && (state & GDK_CONTROL_MASK) != 0)
    {
      confirm_cb (self);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
relais_verdict_panel_dispose (GObject *object)
{
  RelaisVerdictPanel *self = RELAIS_VERDICT_PANEL (object);

  /* Disposing of the template unparents children that are bound to it; the bin must not be left with one of them. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_VERDICT_PANEL);
  g_clear_object (&self->session);
  g_clear_pointer (&self->channels, g_strfreev);
  G_OBJECT_CLASS (relais_verdict_panel_parent_class)->dispose (object);
}

static void
relais_verdict_panel_class_init (RelaisVerdictPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_verdict_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/committee/relais-verdict-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisVerdictPanel, revealer);
  gtk_widget_class_bind_template_child (widget_class, RelaisVerdictPanel, heading);
  gtk_widget_class_bind_template_child (widget_class, RelaisVerdictPanel, answer);
  gtk_widget_class_bind_template_child (widget_class, RelaisVerdictPanel, charge);
  gtk_widget_class_bind_template_child (widget_class, RelaisVerdictPanel, reason);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  signals[CONFIRMED] = g_signal_new ("confirmed", RELAIS_TYPE_VERDICT_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CANCELLED] = g_signal_new ("cancelled", RELAIS_TYPE_VERDICT_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_verdict_panel_init (RelaisVerdictPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
relais_verdict_panel_set_session (RelaisVerdictPanel *self, RelaisSession *session)
{
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->channel = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->channel), _("Channel"));
  self->until = relais_date_row_new (_("Postponed to"), FALSE);
  self->responsible = relais_record_row_new (relais_session_get_store (session), relais_kind_lookup ("person"), _("In charge"), TRUE);
  self->due = relais_date_row_new (_("By when"), FALSE);
  gtk_list_box_prepend (self->answer, self->until);
  gtk_list_box_prepend (self->answer, GTK_WIDGET (self->channel));
  gtk_list_box_append (self->charge, self->responsible);
  gtk_list_box_append (self->charge, self->due);
}

void
relais_verdict_panel_open (RelaisVerdictPanel *self, RelaisMeeting *meeting, const RelaisMeetingPoint *point, const char *outcome)
{
  RelaisRecord *known = point->decision;
  const char *author = point->placement != NULL ? relais_record_get_string (point->placement, "author") : NULL;
  const char *reason = known != NULL ? relais_record_get_string (known, "reason") : NULL;

  self->outcome = g_intern_string (outcome);
  gtk_label_set_label (self->heading, name_outcome (outcome));
  gtk_editable_set_text (GTK_EDITABLE (self->reason), reason != NULL ? reason : "");
  relais_record_row_set_value (RELAIS_RECORD_ROW (self->responsible),
                               known != NULL ? relais_record_get_string (known, "responsible") : author);
  relais_date_row_set_value (RELAIS_DATE_ROW (self->due), known != NULL ? relais_record_get_string (known, "due") : NULL);
  gtk_widget_set_visible (self->until, is_outcome (self, "postponed"));
  gtk_widget_set_visible (GTK_WIDGET (self->channel), is_outcome (self, "other_channel"));
  if (is_outcome (self, "postponed"))
    propose_until (self, meeting, known != NULL ? relais_record_get_string (known, "until") : NULL);
  if (is_outcome (self, "other_channel"))
    fill_channels (self, point);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_grab_focus (is_outcome (self, "other_channel") ? GTK_WIDGET (self->channel) : GTK_WIDGET (self->reason));
}

void
relais_verdict_panel_close (RelaisVerdictPanel *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

gboolean
relais_verdict_panel_is_open (RelaisVerdictPanel *self)
{
  return gtk_revealer_get_reveal_child (self->revealer);
}

void
relais_verdict_panel_get (RelaisVerdictPanel *self, RelaisVerdict *verdict)
{
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (self->reason));
  guint channel = adw_combo_row_get_selected (self->channel);

  *verdict = (RelaisVerdict) {
    .outcome = self->outcome,
    .reason = reason[0] != '\0' ? reason : NULL,
    .responsible = relais_record_row_get_value (RELAIS_RECORD_ROW (self->responsible)),
    .due = relais_date_row_get_value (RELAIS_DATE_ROW (self->due)),
    .until = is_outcome (self, "postponed") ? relais_date_row_get_value (RELAIS_DATE_ROW (self->until)) : NULL,
    .channel = is_outcome (self, "other_channel") && channel != GTK_INVALID_LIST_POSITION ? self->channels[channel] : NULL,
  };
}
