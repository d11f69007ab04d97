/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-meeting.h"

#include "relais-format.h"

#include <glib/gi18n.h>
#include <string.h>

static void
free_point (gpointer data)
{
  RelaisMeetingPoint *point = data;

  g_clear_pointer (&point->subject, relais_record_unref);
  g_clear_pointer (&point->placement, relais_record_unref);
  g_clear_pointer (&point->decision, relais_record_unref);
  g_free (point);
}

static RelaisRecord *
look_up (RelaisStore *store, const char *kind, const char *id)
{
  g_autoptr (RelaisRecord) record = id != NULL ? relais_store_lookup (store, kind, id) : NULL;

  return record != NULL && !relais_record_get_boolean (record, "binned") ? g_steal_pointer (&record) : NULL;
}

static RelaisRecord *
find_decision (GPtrArray *decisions, const char *subject)
{
  for (guint i = 0; i < decisions->len; i++)
    {
      RelaisRecord *decision = g_ptr_array_index (decisions, i);
      if (g_strcmp0 (relais_record_get_string (decision, "subject"), subject) == 0)
        return relais_record_ref (decision);
    }
  return NULL;
}

/* A subject that is thrown away after it was decided stays in the record. */
static void
read_points (RelaisMeeting *meeting)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("decision"));

  relais_query_where (query, "meeting", RELAIS_MATCH_EQUAL, relais_record_get_id (meeting->record));
  g_autoptr (GPtrArray) decisions = relais_store_query (meeting->store, query);
  g_clear_pointer (&meeting->points, g_ptr_array_unref);
  meeting->points = g_ptr_array_new_with_free_func (free_point);
  for (guint i = 0; i < meeting->agenda->len; i++)
    {
      RelaisAgendaItem *item = g_ptr_array_index (meeting->agenda, i);
      g_autoptr (RelaisRecord) subject = relais_store_lookup (meeting->store, "subject", item->subject);
      g_autoptr (RelaisRecord) decision = find_decision (decisions, item->subject);
      if (subject == NULL || (decision == NULL && relais_record_get_boolean (subject, "binned")))
        continue;
      RelaisMeetingPoint *point = g_new0 (RelaisMeetingPoint, 1);
      point->item = item;
      point->subject = g_steal_pointer (&subject);
      point->decision = g_steal_pointer (&decision);
      point->placement = look_up (meeting->store, "placement", item->placement);
      g_ptr_array_add (meeting->points, point);
    }
}

static guint
find_item (RelaisMeeting *meeting, guint index)
{
  guint place = 0;

  g_ptr_array_find (meeting->agenda, relais_meeting_get_point (meeting, index)->item, &place);
  return place;
}

static gboolean
has_subject (GPtrArray *agenda, const char *subject)
{
  for (guint i = 0; i < agenda->len; i++)
    if (g_str_equal (((RelaisAgendaItem *) g_ptr_array_index (agenda, i))->subject, subject))
      return TRUE;
  return FALSE;
}

static RelaisFields *
make_fields (RelaisMeeting *meeting)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("meeting"));
  g_autofree char *json = relais_agenda_print (meeting->agenda);

  relais_fields_set_string (fields, "agenda", json);
  return fields;
}

/* @label: takes it. */
static RelaisAction *
change_agenda (RelaisMeeting *meeting, char *label)
{
  RelaisAction *action = relais_action_new (label);

  g_free (label);
  relais_action_update (action, relais_record_get_id (meeting->record), make_fields (meeting));
  read_points (meeting);
  return action;
}

static char *
dup_subject_title (RelaisMeeting *meeting, guint index)
{
  return relais_record_dup_title (relais_meeting_get_point (meeting, index)->subject);
}

static RelaisAction *
hold (RelaisMeeting *meeting, const char *label)
{
  RelaisAction *action = relais_action_new (label);
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("meeting"));

  relais_fields_set_string (fields, "state", "held");
  relais_action_update (action, relais_record_get_id (meeting->record), fields);
  return action;
}

/* ---- the agenda that the plan proposes: on the store's thread ---- */

static GPtrArray *
read_all (RelaisWorkspace *workspace, const char *kind, const char *field, RelaisMatch match, const char *value, GError **error)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup (kind));

  if (field != NULL)
    relais_query_where (query, field, match, value);
  return relais_workspace_query (workspace, query, error);
}

static gboolean
collect (RelaisWorkspace *workspace, GPtrArray *into, const char *kind, const char *field, RelaisMatch match, const char *value,
         GError **error)
{
  GPtrArray *found = read_all (workspace, kind, field, match, value, error);

  if (found == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (into, found);
  return TRUE;
}

/* The subjects of @placements that are not there yet. */
static void
collect_subjects (RelaisWorkspace *workspace, GPtrArray *placements, GPtrArray *subjects)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < subjects->len; i++)
    g_hash_table_add (known, (gpointer) relais_record_get_id (g_ptr_array_index (subjects, i)));
  for (guint i = 0; i < placements->len; i++)
    {
      const char *id = relais_record_get_string (g_ptr_array_index (placements, i), "subject");
      RelaisRecord *subject = id != NULL && !g_hash_table_contains (known, id) ? relais_workspace_lookup (workspace, "subject", id) : NULL;
      if (subject == NULL)
        continue;
      g_ptr_array_add (subjects, subject);
      g_hash_table_add (known, (gpointer) relais_record_get_id (subject));
    }
}

static RelaisLoad *
weigh (GPtrArray *world, GPtrArray *placements)
{
  RelaisLoad *load = relais_load_new (world);

  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      RelaisLoadItem item = {
        .channel = relais_record_get_string (placement, "channel"), .state = relais_record_get_string (placement, "state"),
        .audience = relais_record_get_string (placement, "audience"), .author = relais_record_get_string (placement, "author"),
        .planned = relais_day_parse (relais_record_get_string (placement, "planned")),
        .copy_due = relais_day_parse (relais_record_get_string (placement, "copy_due")),
      };
      relais_load_add (load, &item);
    }
  return load;
}

/* Subject → the day that the last decision postponed it to. */
static GHashTable *
find_postponed (GPtrArray *decisions)
{
  GHashTable *postponed = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < decisions->len; i++)
    {
      RelaisRecord *decision = g_ptr_array_index (decisions, i);
      const char *subject = relais_record_get_string (decision, "subject"), *until = relais_record_get_string (decision, "until");
      const char *known = subject != NULL ? g_hash_table_lookup (postponed, subject) : NULL;
      if (subject != NULL && until != NULL && (known == NULL || strcmp (known, until) < 0))
        g_hash_table_insert (postponed, (gpointer) subject, (gpointer) until);
    }
  return postponed;
}

static gpointer
propose (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  static const char open[] = "proposed|accepted|writing|review|approved|scheduled";
  RelaisDay today = GPOINTER_TO_INT (data);
  g_autoptr (GPtrArray) world = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_autoptr (GPtrArray) subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_autoptr (GPtrArray) decisions = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));
  char last[RELAIS_DAY_SIZE];

  /* a week's load counts whole weeks */
  relais_day_print (relais_day_monday (today + RELAIS_AGENDA_DAYS) + 6, last);
  relais_query_where (query, "state", RELAIS_MATCH_ONE_OF, open);
  relais_query_where (query, "planned", RELAIS_MATCH_AT_MOST, last);
  g_autoptr (GPtrArray) placements = relais_workspace_query (workspace, query, error);
  if (placements == NULL || !collect (workspace, world, "channel", NULL, RELAIS_MATCH_EQUAL, NULL, error) ||
      !collect (workspace, world, "setting", NULL, RELAIS_MATCH_EQUAL, NULL, error) ||
      !collect (workspace, world, "closed_period", NULL, RELAIS_MATCH_EQUAL, NULL, error) ||
      !collect (workspace, subjects, "subject", "state", RELAIS_MATCH_ONE_OF, "proposed|postponed", error) ||
      !collect (workspace, decisions, "decision", "outcome", RELAIS_MATCH_EQUAL, "postponed", error))
    return NULL;
  collect_subjects (workspace, placements, subjects);
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_calendar_new (world);
  g_autoptr (RelaisLoad) load = weigh (world, placements);
  g_autoptr (GHashTable) postponed = find_postponed (decisions);
  return relais_agenda_compute (subjects, placements, postponed, calendar, load, today);
}

gboolean
relais_meeting_is_unfinished (RelaisStore *store, RelaisRecord *meeting)
{
  if (g_strcmp0 (relais_record_get_string (meeting, "state"), "held") != 0)
    return FALSE;
  g_autoptr (GPtrArray) agenda = relais_agenda_parse (relais_record_get_string (meeting, "agenda"));
  for (guint i = 0; i < agenda->len; i++)
    {
      const RelaisAgendaItem *item = g_ptr_array_index (agenda, i);
      g_autoptr (RelaisQuery) query = relais_query_limit (relais_query_new (relais_kind_lookup ("decision")), 1);
      relais_query_where (query, "meeting", RELAIS_MATCH_EQUAL, relais_record_get_id (meeting));
      relais_query_where (query, "subject", RELAIS_MATCH_EQUAL, item->subject);
      g_autoptr (GPtrArray) decisions = item->passed ? NULL : relais_store_query (store, query);
      g_autoptr (RelaisRecord) subject = decisions != NULL && decisions->len == 0 ? look_up (store, "subject", item->subject) : NULL;
      if (subject != NULL)
        return TRUE;
    }
  return FALSE;
}

RelaisMeeting *
relais_meeting_read (RelaisStore *store, const char *id)
{
  g_autoptr (RelaisRecord) record = look_up (store, "meeting", id);

  if (record == NULL)
    return NULL;
  RelaisMeeting *meeting = g_new0 (RelaisMeeting, 1);
  meeting->store = g_object_ref (store);
  meeting->record = g_steal_pointer (&record);
  meeting->agenda = relais_agenda_parse (relais_record_get_string (meeting->record, "agenda"));
  read_points (meeting);
  return meeting;
}

void
relais_meeting_free (RelaisMeeting *meeting)
{
  g_ptr_array_unref (meeting->points);
  g_ptr_array_unref (meeting->agenda);
  relais_record_unref (meeting->record);
  g_object_unref (meeting->store);
  g_free (meeting);
}

RelaisMeetingPoint *
relais_meeting_get_point (RelaisMeeting *meeting, guint index)
{
  g_return_val_if_fail (index < meeting->points->len, NULL);

  return g_ptr_array_index (meeting->points, index);
}

int
relais_meeting_find (RelaisMeeting *meeting, const char *subject)
{
  for (guint i = 0; i < meeting->points->len; i++)
    if (g_strcmp0 (relais_meeting_get_point (meeting, i)->item->subject, subject) == 0)
      return (int) i;
  return -1;
}

gboolean
relais_meeting_is_open (RelaisMeeting *meeting, guint index)
{
  const RelaisMeetingPoint *point = relais_meeting_get_point (meeting, index);

  return point->decision == NULL && !point->item->passed;
}

int
relais_meeting_find_open (RelaisMeeting *meeting, guint from)
{
  guint n = meeting->points->len;

  for (guint i = 0; i < n; i++)
    if (relais_meeting_is_open (meeting, (from + i) % n))
      return (int) ((from + i) % n);
  return -1;
}

guint
relais_meeting_count_open (RelaisMeeting *meeting)
{
  guint count = 0;

  for (guint i = 0; i < meeting->points->len; i++)
    count += relais_meeting_is_open (meeting, i);
  return count;
}

char *
relais_meeting_dup_title (RelaisRecord *meeting)
{
  const char *title = relais_record_get_string (meeting, "title");
  g_autofree char *day = relais_format_day_full (relais_record_get_string (meeting, "on"));

  return g_strdup_printf ("%s · %s", title != NULL ? title : _("Committee"), day);
}

RelaisAction *
relais_meeting_set_agenda (RelaisMeeting *meeting, GPtrArray *agenda, const char *label)
{
  g_autofree char *json = relais_agenda_print (agenda);

  g_ptr_array_unref (meeting->agenda);
  meeting->agenda = relais_agenda_parse (json);
  return change_agenda (meeting, g_strdup (label));
}

RelaisAction *
relais_meeting_move (RelaisMeeting *meeting, guint index, guint to)
{
  g_autofree char *title = dup_subject_title (meeting, index);
  guint place = find_item (meeting, to);

  g_ptr_array_insert (meeting->agenda, (int) place, g_ptr_array_steal_index (meeting->agenda, find_item (meeting, index)));
  return change_agenda (meeting, g_strdup_printf (to < index ? _("Speak of “%s” earlier") : _("Speak of “%s” later"), title));
}

RelaisAction *
relais_meeting_leave_out (RelaisMeeting *meeting, guint index)
{
  g_autofree char *title = dup_subject_title (meeting, index);

  g_ptr_array_remove_index (meeting->agenda, find_item (meeting, index));
  return change_agenda (meeting, g_strdup_printf (_("Leave “%s” out of the agenda"), title));
}

RelaisAction *
relais_meeting_add (RelaisMeeting *meeting, const char *subject)
{
  g_autofree char *title = relais_store_dup_title (meeting->store, "subject", subject);

  if (has_subject (meeting->agenda, subject))
    return NULL;
  g_ptr_array_add (meeting->agenda, relais_agenda_item_new (subject, NULL, RELAIS_AGENDA_ADDED));
  return change_agenda (meeting, g_strdup_printf (_("Add “%s” to the agenda"), title));
}

RelaisAction *
relais_meeting_accept (RelaisMeeting *meeting, GPtrArray *proposed)
{
  g_autofree char *before = relais_agenda_print (meeting->agenda);

  for (guint i = meeting->points->len; i > 0; i--)
    if (relais_meeting_is_open (meeting, i - 1) && relais_meeting_get_point (meeting, i - 1)->item->why != RELAIS_AGENDA_ADDED)
      g_ptr_array_remove_index (meeting->agenda, find_item (meeting, i - 1));
  for (guint i = 0; i < proposed->len; i++)
    {
      const RelaisAgendaItem *item = g_ptr_array_index (proposed, i);
      if (!has_subject (meeting->agenda, item->subject))
        g_ptr_array_add (meeting->agenda, relais_agenda_item_new (item->subject, item->placement, item->why));
    }
  RelaisAction *action = change_agenda (meeting, g_strdup (_("Propose the agenda of the committee")));
  g_autofree char *after = relais_agenda_print (meeting->agenda);
  if (g_str_equal (before, after))
    g_clear_pointer (&action, relais_action_unref);
  return action;
}

RelaisAction *
relais_meeting_pass (RelaisMeeting *meeting, guint index)
{
  g_autofree char *title = dup_subject_title (meeting, index);

  relais_meeting_get_point (meeting, index)->item->passed = TRUE;
  return change_agenda (meeting, g_strdup_printf (_("Nothing to decide on “%s”"), title));
}

RelaisAction *
relais_meeting_put_off (RelaisMeeting *meeting, guint index)
{
  g_autofree char *title = dup_subject_title (meeting, index);

  g_ptr_array_add (meeting->agenda, g_ptr_array_steal_index (meeting->agenda, find_item (meeting, index)));
  return change_agenda (meeting, g_strdup_printf (_("Come back to “%s” later"), title));
}

RelaisAction *
relais_meeting_begin (RelaisMeeting *meeting)
{
  return hold (meeting, _("Begin the committee meeting"));
}

RelaisAction *
relais_meeting_resume (RelaisMeeting *meeting)
{
  return hold (meeting, _("Go on with the committee meeting"));
}

void
relais_meeting_propose_async (RelaisStore *store, RelaisDay today, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  relais_store_run_async (store, propose, GINT_TO_POINTER (today), NULL, (GDestroyNotify) g_ptr_array_unref, cancellable, callback,
                          user_data);
}

GPtrArray *
relais_meeting_propose_finish (RelaisStore *store, GAsyncResult *result, GError **error)
{
  return relais_store_run_finish (store, result, error);
}
