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

static RelaisAgendaItem *
copy_item (const RelaisAgendaItem *item)
{
  RelaisAgendaItem *copy = relais_agenda_item_new (item->subject, item->placement, item->why);

  copy->passed = item->passed;
  return copy;
}

static GPtrArray *
copy_agenda (GPtrArray *agenda)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_agenda_item_free);

  for (guint i = 0; i < agenda->len; i++)
    g_ptr_array_add (copy, copy_item (g_ptr_array_index (agenda, i)));
  return copy;
}

static RelaisFields *
make_fields (GPtrArray *agenda)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("meeting"));
  g_autofree char *json = relais_agenda_print (agenda);

  relais_fields_set_string (fields, "agenda", json);
  return fields;
}

static char *
dup_subject_title (RelaisMeeting *meeting, guint index)
{
  RelaisMeetingPoint *point = relais_meeting_get_point (meeting, index);

  return point->subject != NULL ? relais_record_dup_title (point->subject) : g_strdup ("");
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

RelaisMeeting *
relais_meeting_read (RelaisStore *store, const char *id)
{
  g_autoptr (RelaisRecord) record = look_up (store, "meeting", id);
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("decision"));

  if (record == NULL)
    return NULL;
  relais_query_where (query, "meeting", RELAIS_MATCH_EQUAL, id);
  g_autoptr (GPtrArray) decisions = relais_store_query (store, query);
  RelaisMeeting *meeting = g_new0 (RelaisMeeting, 1);
  meeting->record = g_steal_pointer (&record);
  meeting->agenda = relais_agenda_parse (relais_record_get_string (meeting->record, "agenda"));
  meeting->points = g_ptr_array_new_with_free_func (free_point);
  for (guint i = 0; i < meeting->agenda->len; i++)
    {
      RelaisMeetingPoint *point = g_new0 (RelaisMeetingPoint, 1);
      point->item = g_ptr_array_index (meeting->agenda, i);
      point->subject = look_up (store, "subject", point->item->subject);
      point->placement = look_up (store, "placement", point->item->placement);
      point->decision = find_decision (decisions, point->item->subject);
      g_ptr_array_add (meeting->points, point);
    }
  return meeting;
}

void
relais_meeting_free (RelaisMeeting *meeting)
{
  g_ptr_array_unref (meeting->points);
  g_ptr_array_unref (meeting->agenda);
  relais_record_unref (meeting->record);
  g_free (meeting);
}

RelaisMeetingPoint *
relais_meeting_get_point (RelaisMeeting *meeting, guint index)
{
  g_return_val_if_fail (index < meeting->points->len, NULL);

  return g_ptr_array_index (meeting->points, index);
}

gboolean
relais_meeting_is_open (RelaisMeeting *meeting, guint index)
{
  const RelaisMeetingPoint *point = relais_meeting_get_point (meeting, index);

  return point->subject != NULL && point->decision == NULL && !point->item->passed;
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
  RelaisAction *action = relais_action_new (label);

  relais_action_update (action, relais_record_get_id (meeting->record), make_fields (agenda));
  return action;
}

RelaisAction *
relais_meeting_pass (RelaisMeeting *meeting, guint index)
{
  g_autoptr (GPtrArray) agenda = copy_agenda (meeting->agenda);
  g_autofree char *title = dup_subject_title (meeting, index);
  g_autofree char *label = g_strdup_printf (_("Nothing to decide on “%s”"), title);

  ((RelaisAgendaItem *) g_ptr_array_index (agenda, index))->passed = TRUE;
  return relais_meeting_set_agenda (meeting, agenda, label);
}

RelaisAction *
relais_meeting_put_off (RelaisMeeting *meeting, guint index)
{
  g_autoptr (GPtrArray) agenda = copy_agenda (meeting->agenda);
  g_autofree char *title = dup_subject_title (meeting, index);
  g_autofree char *label = g_strdup_printf (_("Come back to “%s” later"), title);
  RelaisAgendaItem *item = g_ptr_array_steal_index (agenda, index);

  item->passed = FALSE;
  g_ptr_array_add (agenda, item);
  return relais_meeting_set_agenda (meeting, agenda, label);
}

RelaisAction *
relais_meeting_begin (RelaisMeeting *meeting, GPtrArray *agenda)
{
  RelaisAction *action = relais_action_new (_("Begin the committee meeting"));
  RelaisFields *fields = make_fields (agenda);

  relais_fields_set_string (fields, "state", "held");
  relais_action_update (action, relais_record_get_id (meeting->record), fields);
  return action;
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
