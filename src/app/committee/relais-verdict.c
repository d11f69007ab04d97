/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-verdict.h"

#include "relais-back-plan.h"
#include "relais-json.h"
#include "relais-plan-days.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a verdict is applied to. */
typedef struct {
  RelaisStore              *store;
  const RelaisVerdict      *verdict;
  const RelaisMeetingPoint *point;
  RelaisAction             *action;
  GPtrArray                *placements;  /* owned: those that the point is about */
  RelaisRecord             *made;        /* owned, nullable: on the channel that this meeting had named before, nothing done about it yet */
  RelaisPlanCalendar       *calendar;    /* owned */
} Case;

static gboolean
is_outcome (const RelaisVerdict *verdict, const char *outcome)
{
  return g_strcmp0 (verdict->outcome, outcome) == 0;
}

static gboolean
is_one_of (const char *state, const char * const *states)
{
  return state != NULL && g_strv_contains (states, state);
}

/* The placement of the point, or all of the subject that are not out yet. */
static GPtrArray *
list_placements (RelaisStore *store, const RelaisMeetingPoint *point)
{
  static const char * const out[] = { "published", "archived", NULL };
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));

  if (point->placement != NULL)
    {
      g_ptr_array_add (found, relais_record_ref (point->placement));
      return found;
    }
  relais_query_where (query, "subject", RELAIS_MATCH_EQUAL, relais_record_get_id (point->subject));
  relais_query_order (query, "planned", FALSE);
  g_autoptr (GPtrArray) all = relais_store_query (store, query);
  for (guint i = 0; i < all->len; i++)
    if (!is_one_of (relais_record_get_string (g_ptr_array_index (all, i), "state"), out))
      g_ptr_array_add (found, relais_record_ref (g_ptr_array_index (all, i)));
  return found;
}

/* What the earlier decision of this meeting put into the plan. */
static RelaisRecord *
find_made (RelaisStore *store, const RelaisMeetingPoint *point)
{
  const char *channel = point->decision != NULL ? relais_record_get_string (point->decision, "channel") : NULL;
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));

  if (channel == NULL)
    return NULL;
  relais_query_where (query, "subject", RELAIS_MATCH_EQUAL, relais_record_get_id (point->subject));
  relais_query_where (query, "channel", RELAIS_MATCH_EQUAL, channel);
  relais_query_where (query, "state", RELAIS_MATCH_EQUAL, "accepted");
  g_autoptr (GPtrArray) found = relais_store_query (store, query);
  for (guint i = 0; i < found->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (found, i);
      if (relais_record_get_string (placement, "article") == NULL)
        return relais_record_ref (placement);
    }
  return NULL;
}

/* The placement of the point, or all of the subject that are not out yet; not what is taken back. */
static GPtrArray *
find_placements (RelaisStore *store, const RelaisMeetingPoint *point, RelaisRecord *made)
{
  GPtrArray *all = list_placements (store, point);

  for (guint i = all->len; made != NULL && i > 0; i--)
    if (g_str_equal (relais_record_get_id (g_ptr_array_index (all, i - 1)), relais_record_get_id (made)))
      g_ptr_array_remove_index (all, i - 1);
  return all;
}

static void
set_subject_state (Case *self, const char *state)
{
  if (g_strcmp0 (relais_record_get_string (self->point->subject, "state"), state) == 0)
    return;
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));
  relais_fields_set_string (fields, "state", state);
  relais_action_update (self->action, relais_record_get_id (self->point->subject), fields);
}

static void
update (Case *self, RelaisRecord *placement, RelaisFields *fields)
{
  if (fields->set != 0 || fields->unset != 0)
    relais_action_update (self->action, relais_record_get_id (placement), fields);
  else
    relais_fields_free (fields);
}

/* An empty reason clears the one of an earlier decision. */
static void
set_reason (Case *self, RelaisRecord *placement, RelaisFields *fields, const char *reason)
{
  if (g_strcmp0 (relais_record_get_string (placement, "reason"), reason) != 0)
    relais_fields_set_string (fields, "reason", reason);
}

static void
keep (Case *self)
{
  /* What this meeting said before about the same point is taken back with it. */
  static const char * const waiting[] = { "proposed", "postponed", NULL };
  static const char * const said_no[] = { "proposed", "postponed", "refused", NULL };
  const char * const *reopened = self->point->decision != NULL || self->point->placement != NULL ? said_no : waiting;

  set_subject_state (self, "kept");
  for (guint i = 0; i < self->placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (self->placements, i);
      RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));
      if (is_one_of (relais_record_get_string (placement, "state"), reopened))
        {
          relais_fields_set_string (fields, "state", "accepted");
          set_reason (self, placement, fields, NULL);
        }
      if (self->verdict->responsible != NULL && relais_record_get_string (placement, "author") == NULL)
        relais_fields_set_string (fields, "author", self->verdict->responsible);
      if (self->verdict->due != NULL && relais_record_get_string (placement, "copy_due") == NULL)
        relais_fields_set_string (fields, "copy_due", self->verdict->due);
      update (self, placement, fields);
    }
}

static gint64
get_instant (RelaisRecord *record, const char *field)
{
  const char *text = relais_record_get_string (record, field);
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : RELAIS_INSTANT_NONE;
}

static int
get_lead (Case *self, const char *channel)
{
  g_autoptr (RelaisRecord) record = channel != NULL ? relais_store_lookup (self->store, "channel", channel) : NULL;

  return record != NULL ? (int) relais_record_get_integer (record, "lead_days") : 0;
}

/* To another day, with the other two dates as far away as they were. */
static void
move (Case *self, RelaisRecord *placement)
{
  static const char * const stopped[] = { "refused", "postponed", NULL };
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));
  RelaisThreeDates before = {
    .planned = relais_day_parse (relais_record_get_string (placement, "planned")),
    .copy_due = relais_day_parse (relais_record_get_string (placement, "copy_due")),
    .publish_at = get_instant (placement, "publish_at"),
  };
  RelaisThreeDates after = before;

  after.planned = relais_day_parse (self->verdict->until);
  after = relais_back_plan_follow (self->calendar, &before, RELAIS_DATE_PLANNED, &after,
                                   get_lead (self, relais_record_get_string (placement, "channel")), relais_plan_calendar_get_zone (self->calendar));
  g_autofree char *planned = relais_day_to_string (after.planned), *copy_due = relais_day_to_string (after.copy_due);
  relais_fields_set_string (fields, "planned", planned);
  if (after.copy_due != before.copy_due)
    relais_fields_set_string (fields, "copy_due", copy_due);
  if (after.publish_at != before.publish_at)
    {
      g_autofree char *instant = relais_instant_to_string (after.publish_at);
      relais_fields_set_string (fields, "publish_at", instant);
    }
  if (is_one_of (relais_record_get_string (placement, "state"), stopped))
    relais_fields_set_string (fields, "state", "accepted");
  set_reason (self, placement, fields, self->verdict->reason);
  update (self, placement, fields);
}

/* Out of the plan for now, or for good. */
static void
stop_placements (Case *self, const char *state)
{
  for (guint i = 0; i < self->placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (self->placements, i);
      RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));
      if (g_strcmp0 (relais_record_get_string (placement, "state"), state) != 0)
        relais_fields_set_string (fields, "state", state);
      set_reason (self, placement, fields, self->verdict->reason);
      update (self, placement, fields);
    }
}

static void
postpone (Case *self)
{
  if (self->point->placement != NULL && self->verdict->until != NULL)
    {
      move (self, self->point->placement);
      return;
    }
  if (self->point->placement == NULL)
    set_subject_state (self, "postponed");
  stop_placements (self, "postponed");
}

static void
refuse (Case *self)
{
  if (self->point->placement == NULL)
    set_subject_state (self, "refused");
  stop_placements (self, "refused");
}

/* "Not on this channel" is a decision too: the placement there stays, refused, with the reason. */
static void
change_channel (Case *self)
{
  RelaisRecord *first = self->placements->len > 0 ? g_ptr_array_index (self->placements, 0) : NULL;
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));
  RelaisDay planned = relais_day_parse (first != NULL ? relais_record_get_string (first, "planned") : NULL);
  g_autofree char *planned_text = relais_day_to_string (planned);
  g_autofree char *copy_due = relais_day_to_string (relais_back_plan_copy_due (self->calendar, planned,
                                                                               get_lead (self, self->verdict->channel)));

  set_subject_state (self, "kept");
  stop_placements (self, "refused");
  relais_fields_set_string (fields, "subject", relais_record_get_id (self->point->subject));
  relais_fields_set_string (fields, "channel", self->verdict->channel);
  relais_fields_set_string (fields, "state", "accepted");
  relais_fields_set_string (fields, "planned", planned_text);
  relais_fields_set_string (fields, "copy_due", self->verdict->due != NULL ? self->verdict->due : copy_due);
  relais_fields_set_string (fields, "author", self->verdict->responsible != NULL || first == NULL
                                                ? self->verdict->responsible : relais_record_get_string (first, "author"));
  if (self->made != NULL)
    {
      relais_action_update (self->action, relais_record_get_id (self->made), fields);
      return;
    }
  fields->unset = 0;   /* a creation leaves out what is empty */
  relais_action_create (self->action, NULL, fields);
}

static void
write_decision (Case *self, RelaisMeeting *meeting)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("decision"));
  const RelaisVerdict *verdict = self->verdict;

  relais_fields_set_string (fields, "meeting", relais_record_get_id (meeting->record));
  relais_fields_set_string (fields, "subject", relais_record_get_id (self->point->subject));
  relais_fields_set_string (fields, "placement", self->point->placement != NULL ? relais_record_get_id (self->point->placement) : NULL);
  relais_fields_set_string (fields, "outcome", verdict->outcome);
  relais_fields_set_string (fields, "reason", verdict->reason);
  relais_fields_set_string (fields, "responsible", verdict->responsible);
  relais_fields_set_string (fields, "due", verdict->due);
  relais_fields_set_string (fields, "until", is_outcome (verdict, "postponed") ? verdict->until : NULL);
  relais_fields_set_string (fields, "channel", is_outcome (verdict, "other_channel") ? verdict->channel : NULL);
  /* One decision a subject and meeting, whoever takes it: of two that are taken at the same time one stands. */
  g_autofree char *once = relais_id_derive (relais_record_get_id (meeting->record), relais_record_get_id (self->point->subject));
  const char *id = self->point->decision != NULL ? relais_record_get_id (self->point->decision) : once;
  g_autoptr (RelaisRecord) known = relais_store_lookup (self->store, "decision", id);
  if (known != NULL)
    {
      relais_fields_set (fields, relais_kind_field (fields->kind, "binned"), NULL);
      relais_action_update (self->action, id, fields);
      return;
    }
  fields->unset = 0;
  relais_action_create (self->action, id, fields);
}

static char *
name_action (const RelaisVerdict *verdict, RelaisRecord *subject)
{
  g_autofree char *title = relais_record_dup_title (subject);

  if (is_outcome (verdict, "postponed"))
    return g_strdup_printf (_("Postpone “%s”"), title);
  if (is_outcome (verdict, "refused"))
    return g_strdup_printf (_("Refuse “%s”"), title);
  if (is_outcome (verdict, "other_channel"))
    return g_strdup_printf (_("Put “%s” on another channel"), title);
  return g_strdup_printf (_("Keep “%s”"), title);
}

RelaisAction *
relais_verdict_apply (RelaisStore *store, RelaisMeeting *meeting, guint index, const RelaisVerdict *verdict)
{
  const RelaisMeetingPoint *point = relais_meeting_get_point (meeting, index);

  g_return_val_if_fail (point != NULL && verdict->outcome != NULL, NULL);
  g_return_val_if_fail (!is_outcome (verdict, "other_channel") || verdict->channel != NULL, NULL);

  g_autofree char *label = name_action (verdict, point->subject);
  g_autoptr (RelaisRecord) made = find_made (store, point);
  g_autoptr (GPtrArray) placements = find_placements (store, point, made);
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_days_read (store);
  Case self = { store, verdict, point, relais_action_new (label), placements, made, calendar };
  write_decision (&self, meeting);
  if (made != NULL && !is_outcome (verdict, "other_channel"))
    relais_action_bin (self.action, relais_record_get_kind (made), relais_record_get_id (made), TRUE);
  if (is_outcome (verdict, "postponed"))
    postpone (&self);
  else if (is_outcome (verdict, "refused"))
    refuse (&self);
  else if (is_outcome (verdict, "other_channel"))
    change_channel (&self);
  else
    keep (&self);
  return self.action;
}
