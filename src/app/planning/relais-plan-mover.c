/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-mover.h"

#include "relais-enter.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-plan-check.h"
#include "relais-record-chooser.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What the person said about the other dates, for as long as the window is open. */
#define REMEMBERED      "relais-plan-dates"
#define REMEMBERED_AWAY "relais-plan-dates-away"

/* What is asked about the other dates; the planned one goes elsewhere, or away. */
typedef struct {
  const char *remembered, *heading, *body, *along;   /* the last three: N_() */
} DatesQuestion;

static const DatesQuestion dates_questions[] = {
  { REMEMBERED, N_("Move the Other Dates Too?"),
    N_("They can stay as many working days away as they are now, or stay where they are."), N_("_Move Them Too") },
  { REMEMBERED_AWAY, N_("And the Other Dates?"),
    N_("They were planned with that day."), N_("_Take Them Away Too") },
};

/* One move under way: each question leads to the next. */
typedef struct {
  GtkWidget       *parent;      /* owned */
  RelaisSession   *session;     /* owned */
  GPtrArray       *placements;  /* owned, element-type RelaisRecord */
  RelaisPlanTarget target;      /* its texts are owned */
  RelaisPlanDates  dates;
  char            *overruled;   /* owned, nullable */
  RelaisDay        next_free;
  GtkWidget       *remember;    /* borrowed: in the question that is open */
  GtkWidget       *reason;      /* borrowed: the same */
  RelaisPlanMoved  moved;
  gpointer         user_data;
} Move;

static void
free_move (Move *move)
{
  g_object_unref (move->parent);
  g_object_unref (move->session);
  g_ptr_array_unref (move->placements);
  relais_plan_target_clear (&move->target);
  g_free (move->overruled);
  g_free (move);
}

static Move *
new_move (GtkWidget *parent, RelaisSession *session, const RelaisPlanTarget *target, RelaisPlanMoved moved, gpointer user_data)
{
  Move *move = g_new0 (Move, 1);

  move->parent = g_object_ref (parent);
  move->session = g_object_ref (session);
  move->placements = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  relais_plan_target_copy (&move->target, target);
  move->moved = moved;
  move->user_data = user_data;
  return move;
}

/* Frees @move. */
static void
end (Move *move, RelaisPlanMoveEnd how, const char *label)
{
  if (move->moved != NULL)
    move->moved (how, label, move->user_data);
  free_move (move);
}

/* What was set aside for the day before says nothing about the new one. */
static const char *
find_overruled (Move *move)
{
  RelaisRecord *first = g_ptr_array_index (move->placements, 0);
  gboolean dated = move->target.day != NULL || move->target.shift != 0;

  if (move->overruled != NULL || !dated)
    return move->overruled;
  return relais_access_may_edit (relais_session_get_access (move->session), first, "overruled") ? "" : NULL;
}

static void
commit (Move *move)
{
  RelaisAction *action = relais_plan_move_build (relais_session_get_store (move->session), move->placements, &move->target,
                                                 move->dates, find_overruled (move));
  g_autofree char *label = g_strdup (relais_action_get_label (action));

  relais_session_commit (move->session, action);
  end (move, RELAIS_PLAN_MOVE_DONE, label);
}

static gboolean
may_overrule (Move *move)
{
  RelaisAccess *access = relais_session_get_access (move->session);

  for (guint i = 0; i < move->placements->len; i++)
    if (!relais_access_may_edit (access, g_ptr_array_index (move->placements, i), "overruled"))
      return FALSE;
  return TRUE;
}

/* Whoever writes a reason means to use it; without one the next free day is what is proposed. */
static void
reason_cb (GtkEditable *entry, AdwAlertDialog *dialog)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  const char *otherwise = adw_alert_dialog_has_response (dialog, "next") ? "next" : NULL;

  adw_alert_dialog_set_response_enabled (dialog, "overrule", reason[0] != '\0');
  adw_alert_dialog_set_default_response (dialog, reason[0] != '\0' ? "overrule" : otherwise);
}

static void
objections_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Move *move = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  if (g_str_equal (response, "next"))
    {
      g_free ((char *) move->target.day);
      move->target.day = relais_day_to_string (move->next_free);
      commit (move);
    }
  else if (g_str_equal (response, "overrule"))
    {
      move->overruled = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (move->reason))));
      commit (move);
    }
  else
    end (move, RELAIS_PLAN_MOVE_CANCELLED, "");
}

/* Overruling is for whoever answers for the plan, with a reason that stays. */
static void
add_overruling (Move *move, AdwAlertDialog *alert)
{
  GtkWidget *group = adw_preferences_group_new ();

  move->reason = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (move->reason), _("Reason to set this aside"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), move->reason);
  relais_name_group (ADW_PREFERENCES_GROUP (group), _("Reason"));
  adw_alert_dialog_set_extra_child (alert, group);
  adw_alert_dialog_add_response (alert, "overrule", _("_Move Anyway"));
  adw_alert_dialog_set_response_appearance (alert, "overrule", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_response_enabled (alert, "overrule", FALSE);
  g_signal_connect (move->reason, "changed", G_CALLBACK (reason_cb), alert);
}

static void
show_objections (Move *move, const RelaisPlanObjections *objections)
{
  g_autofree char *body = g_strjoinv ("\n", objections->sentences);
  gboolean several = move->placements->len > 1 && move->target.day == NULL;
  AdwDialog *dialog = adw_alert_dialog_new (several ? _("Some Days Are Not Free") : _("This Day Is Not Free"), body);
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);

  move->next_free = objections->next_free;
  adw_alert_dialog_add_response (alert, "cancel", _("_Cancel"));
  adw_alert_dialog_set_close_response (alert, "cancel");
  if (may_overrule (move))
    add_overruling (move, alert);
  if (objections->next_free != RELAIS_DAY_NONE)
    {
      g_autofree char *day = relais_day_to_string (objections->next_free), *date = relais_format_day_full (day);
      /* Translators: what a button does: goes to the next day when nothing speaks against it: "Tuesday 12 January 2027" */
      g_autofree char *label = g_strdup_printf (_("Take %s"), date);
      adw_alert_dialog_add_response (alert, "next", label);
      adw_alert_dialog_set_response_appearance (alert, "next", ADW_RESPONSE_SUGGESTED);
      adw_alert_dialog_set_default_response (alert, "next");
    }
  else if (move->reason != NULL)
    adw_dialog_set_focus (dialog, move->reason);
  relais_enter_presses (GTK_WIDGET (dialog), NULL);
  adw_alert_dialog_choose (alert, move->parent, NULL, objections_cb, move);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Move *move = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisPlanObjections) objections = relais_plan_check_finish (RELAIS_STORE (source), result, &error);

  if (error != NULL)
    {
      g_autofree char *message = relais_session_describe_error (error);
      relais_session_notice (move->session, message);
      end (move, RELAIS_PLAN_MOVE_CANCELLED, "");
    }
  else if (objections != NULL)
    show_objections (move, objections);
  else
    commit (move);
}

static void
check (Move *move)
{
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  relais_plan_check_async (relais_session_get_store (move->session), move->placements, &move->target, move->dates,
                           relais_day_parse (today), checked_cb, move);
}

static const DatesQuestion *
find_question (Move *move)
{
  return &dates_questions[relais_plan_move_takes_day (&move->target)];
}

static void
dates_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Move *move = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  if (g_str_equal (response, "cancel"))
    {
      end (move, RELAIS_PLAN_MOVE_CANCELLED, "");
      return;
    }
  move->dates = g_str_equal (response, "keep") ? RELAIS_PLAN_DATES_KEEP_DISTANCE : RELAIS_PLAN_DATES_ONLY_THIS;
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (move->remember)))
    g_object_set_data (G_OBJECT (move->session), find_question (move)->remembered, GINT_TO_POINTER (move->dates + 1));
  check (move);
}

/* Without a question: a channel proposes when copy is due to whoever may set that. */
static RelaisPlanDates
find_dates (Move *move)
{
  RelaisAccess *access = relais_session_get_access (move->session);

  for (guint i = 0; i < move->placements->len; i++)
    if (!relais_access_may_edit (access, g_ptr_array_index (move->placements, i), "copy_due"))
      return RELAIS_PLAN_DATES_ONLY_THIS;
  return RELAIS_PLAN_DATES_KEEP_DISTANCE;
}

static void
ask_dates (Move *move)
{
  const DatesQuestion *question = find_question (move);
  int remembered = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (move->session), question->remembered));
  gboolean asks = relais_plan_move_has_dates (relais_session_get_store (move->session), move->placements, &move->target);

  if (remembered != 0 || !asks)
    {
      move->dates = asks ? (RelaisPlanDates) (remembered - 1) : find_dates (move);
      check (move);
      return;
    }
  AdwDialog *dialog = adw_alert_dialog_new (_(question->heading), _(question->body));
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);
  adw_alert_dialog_add_responses (alert, "cancel", _("_Cancel"), "only", _("Only _This Date"), "keep", _(question->along), NULL);
  adw_alert_dialog_set_response_appearance (alert, "keep", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (alert, "keep");
  adw_alert_dialog_set_close_response (alert, "cancel");
  move->remember = gtk_check_button_new_with_mnemonic (_("_Do the same until Relais is closed"));
  adw_alert_dialog_set_extra_child (alert, move->remember);
  adw_alert_dialog_choose (alert, move->parent, NULL, dates_cb, move);
}

/* Where the chooser of a channel leads to: on, or to nothing. */
static void
channel_cb (const char *channel, gpointer user_data)
{
  Move **asking = user_data;
  Move *move = g_steal_pointer (asking);

  move->target.channel = g_strdup (channel);
  ask_dates (move);
}

static void
chooser_gone_cb (gpointer user_data)
{
  Move **asking = user_data;

  if (*asking != NULL)
    end (*asking, RELAIS_PLAN_MOVE_CANCELLED, "");
  g_free (asking);
}

/* Where it goes says on which channel, or else the person does. */
static void
ask_channel (Move *move)
{
  gboolean drafts = FALSE;

  for (guint i = 0; i < move->placements->len; i++)
    drafts = drafts || relais_plan_is_draft (g_ptr_array_index (move->placements, i));
  if (!drafts || move->target.channel != NULL)
    {
      ask_dates (move);
      return;
    }
  Move **asking = g_new (Move *, 1);
  *asking = move;
  adw_dialog_present (relais_record_chooser_new (relais_session_get_store (move->session), relais_kind_lookup ("channel"),
                                                 _("On Which Channel?"), FALSE, channel_cb, asking, chooser_gone_cb),
                      move->parent);
}

char *
relais_plan_mover_dup_refusal (RelaisSession *session, RelaisRecord *placement, const RelaisPlanTarget *target)
{
  RelaisStore *store = relais_session_get_store (session);
  g_autoptr (RelaisRecord) subject = relais_store_lookup (store, "subject", relais_record_get_string (placement, "subject"));
  g_autofree char *title = subject != NULL ? relais_record_dup_title (subject) : NULL;

  if (subject == NULL)
    return g_strdup (_("This subject is not there any more."));
  if (relais_plan_move_takes_day (target) && !relais_plan_move_may_take_day (placement))
    return g_strdup_printf (_("“%s” is published and keeps its day."), title);
  return relais_plan_move_may (session, placement, target) ? NULL : g_strdup (_("Your role does not allow this move."));
}

void
relais_plan_mover_move (GtkWidget *parent, RelaisSession *session, GPtrArray *placements, const RelaisPlanTarget *target,
                        RelaisPlanMoved moved, gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent) && RELAIS_IS_SESSION (session) && placements != NULL && target != NULL);

  Move *move = new_move (parent, session, target, moved, user_data);
  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      if (!relais_plan_target_changes (target, relais_session_get_store (session), placement))
        continue;
      g_autofree char *refusal = relais_plan_mover_dup_refusal (session, placement, target);
      if (refusal != NULL)
        {
          relais_session_notice (session, refusal);
          end (move, RELAIS_PLAN_MOVE_REFUSED, "");
          return;
        }
      g_ptr_array_add (move->placements, relais_record_ref (placement));
    }
  if (move->placements->len == 0)
    end (move, RELAIS_PLAN_MOVE_CANCELLED, "");
  else
    ask_channel (move);
}
