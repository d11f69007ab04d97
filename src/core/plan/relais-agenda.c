/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-agenda.h"

#include "relais-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_AGENDA_BYTES 1000000

static const char * const why_words[] = { "proposal", "late", "clash", "coming", "added" };
static const char * const why_labels[] = { N_("New proposal"), N_("Late"), N_("Clash"), N_("Coming up"), N_("Added") };

/* An entry with what it is sorted by. */
typedef struct {
  RelaisRecord   *subject;    /* borrowed */
  const char     *placement;  /* borrowed, nullable */
  RelaisAgendaWhy why;
  RelaisDay       day;
} Entry;

typedef struct {
  RelaisPlanCalendar *calendar;
  RelaisLoad         *load;
  RelaisDay           today;
  GHashTable         *entries;  /* subject id → Entry */
} Agenda;

static RelaisDay
get_day (RelaisRecord *record, const char *field)
{
  return relais_day_parse (relais_record_get_string (record, field));
}

static gboolean
is_one_of (const char *state, const char * const *states)
{
  return state != NULL && g_strv_contains (states, state);
}

static void
put (Agenda *agenda, RelaisRecord *subject, const char *placement, RelaisAgendaWhy why, RelaisDay day)
{
  Entry *known = g_hash_table_lookup (agenda->entries, relais_record_get_id (subject));

  if (known != NULL && (known->why < why || (known->why == why && known->day <= day)))
    return;
  Entry *entry = g_new (Entry, 1);
  *entry = (Entry) { subject, placement, why, day };
  g_hash_table_replace (agenda->entries, (gpointer) relais_record_get_id (subject), entry);
}

static void
consider_subject (Agenda *agenda, RelaisRecord *subject, GHashTable *postponed)
{
  const char *state = relais_record_get_string (subject, "state"), *id = relais_record_get_id (subject);

  if (g_strcmp0 (state, "proposed") == 0)
    put (agenda, subject, NULL, RELAIS_AGENDA_PROPOSAL, get_day (subject, "proposed_on"));
  else if (g_strcmp0 (state, "postponed") == 0)
    {
      RelaisDay until = relais_day_parse (postponed != NULL ? g_hash_table_lookup (postponed, id) : NULL);
      RelaisDay proposed = get_day (subject, "proposed_on");
      if (until == RELAIS_DAY_NONE ? proposed >= agenda->today - RELAIS_AGENDA_PATIENCE : until <= agenda->today)
        put (agenda, subject, NULL, RELAIS_AGENDA_PROPOSAL, until != RELAIS_DAY_NONE ? until : proposed);
    }
}

/* Copy that should be there and is not, or a day that went by without publication. */
static RelaisDay
find_late (Agenda *agenda, RelaisRecord *placement)
{
  static const char * const waiting_for_copy[] = { "accepted", "writing", NULL };
  static const char * const settled[] = { "published", "archived", "refused", "postponed", "idea", NULL };
  const char *state = relais_record_get_string (placement, "state");
  RelaisDay copy_due = get_day (placement, "copy_due"), planned = get_day (placement, "planned");

  if (is_one_of (state, waiting_for_copy) && copy_due != RELAIS_DAY_NONE && copy_due < agenda->today)
    return copy_due;
  return planned != RELAIS_DAY_NONE && planned < agenda->today && !is_one_of (state, settled) ? planned : RELAIS_DAY_NONE;
}

static gboolean
clashes (Agenda *agenda, RelaisRecord *placement, RelaisDay planned)
{
  RelaisLoadItem item = {
    .channel = relais_record_get_string (placement, "channel"),
    .audience = relais_record_get_string (placement, "audience"),
  };
  const char *audience = relais_load_get_audience (agenda->load, &item);

  if (relais_record_get_string (placement, "overruled") != NULL)
    return FALSE;
  return !relais_plan_calendar_is_working_day (agenda->calendar, planned) ||
         relais_load_get_level (agenda->load, RELAIS_LOAD_CHANNEL_DAY, item.channel, planned) == RELAIS_LOAD_OVER ||
         relais_load_get_level (agenda->load, RELAIS_LOAD_CHANNEL_WEEK, item.channel, planned) == RELAIS_LOAD_OVER ||
         relais_load_get_level (agenda->load, RELAIS_LOAD_AUDIENCE_DAY, audience, planned) == RELAIS_LOAD_OVER ||
         relais_load_get_level (agenda->load, RELAIS_LOAD_AUDIENCE_WEEK, audience, planned) == RELAIS_LOAD_OVER;
}

static void
consider_placement (Agenda *agenda, RelaisRecord *placement, GHashTable *subjects)
{
  static const char * const away[] = { "published", "archived", "refused", "postponed", "idea", NULL };
  const char *id = relais_record_get_id (placement), *state = relais_record_get_string (placement, "state");
  const char *of = relais_record_get_string (placement, "subject");
  RelaisRecord *subject = of != NULL ? g_hash_table_lookup (subjects, of) : NULL;
  RelaisDay planned = get_day (placement, "planned"), late = find_late (agenda, placement);

  if (subject == NULL || g_strcmp0 (relais_record_get_string (subject, "state"), "refused") == 0 ||
      relais_record_get_boolean (placement, "binned"))
    return;
  if (g_strcmp0 (state, "proposed") == 0 && g_strcmp0 (relais_record_get_string (subject, "state"), "kept") == 0)
    put (agenda, subject, id, RELAIS_AGENDA_PROPOSAL, planned);
  if (late != RELAIS_DAY_NONE)
    put (agenda, subject, id, RELAIS_AGENDA_LATE, late);
  if (planned == RELAIS_DAY_NONE || planned < agenda->today || planned >= agenda->today + RELAIS_AGENDA_DAYS || is_one_of (state, away))
    return;
  put (agenda, subject, id, clashes (agenda, placement, planned) ? RELAIS_AGENDA_CLASH : RELAIS_AGENDA_COMING, planned);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *left = a, *right = b;

  if (left->why != right->why)
    return (int) left->why - (int) right->why;
  if (left->day != right->day)
    return left->day < right->day ? -1 : 1;
  g_autofree char *one = relais_record_dup_title (left->subject), *other = relais_record_dup_title (right->subject);
  int order = g_utf8_collate (one, other);
  return order != 0 ? order : strcmp (relais_record_get_id (left->subject), relais_record_get_id (right->subject));
}

/* Text of a member, NULL when it is something else. */
static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static RelaisAgendaItem *
read_item (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL || get_text (object, "subject") == NULL)
    return NULL;
  RelaisAgendaItem *item = relais_agenda_item_new (get_text (object, "subject"), get_text (object, "placement"),
                                                   RELAIS_AGENDA_ADDED);
  JsonNode *passed = json_object_get_member (object, "passed");
  for (guint i = 0; i < G_N_ELEMENTS (why_words); i++)
    if (g_strcmp0 (get_text (object, "why"), why_words[i]) == 0)
      item->why = (RelaisAgendaWhy) i;
  item->passed = passed != NULL && json_node_get_value_type (passed) == G_TYPE_BOOLEAN && json_node_get_boolean (passed);
  return item;
}

GPtrArray *
relais_agenda_compute (GPtrArray *subjects, GPtrArray *placements, GHashTable *postponed, RelaisPlanCalendar *calendar,
                       RelaisLoad *load, RelaisDay today)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_agenda_item_free);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  Agenda agenda = { calendar, load, today, entries };

  for (guint i = 0; i < subjects->len; i++)
    {
      RelaisRecord *subject = g_ptr_array_index (subjects, i);
      if (relais_record_get_boolean (subject, "binned") || relais_record_get_boolean (subject, "archived"))
        continue;
      g_hash_table_insert (known, (gpointer) relais_record_get_id (subject), subject);
      consider_subject (&agenda, subject, postponed);
    }
  for (guint i = 0; i < placements->len; i++)
    consider_placement (&agenda, g_ptr_array_index (placements, i), known);
  g_autoptr (GPtrArray) sorted = g_hash_table_get_values_as_ptr_array (entries);
  g_ptr_array_sort_values (sorted, compare_entries);
  for (guint i = 0; i < sorted->len; i++)
    {
      const Entry *entry = g_ptr_array_index (sorted, i);
      g_ptr_array_add (items, relais_agenda_item_new (relais_record_get_id (entry->subject), entry->placement, entry->why));
    }
  return items;
}

RelaisAgendaItem *
relais_agenda_item_new (const char *subject, const char *placement, RelaisAgendaWhy why)
{
  RelaisAgendaItem *item = g_new0 (RelaisAgendaItem, 1);

  item->subject = g_strdup (subject);
  item->placement = g_strdup (placement);
  item->why = why;
  return item;
}

void
relais_agenda_item_free (RelaisAgendaItem *item)
{
  g_free (item->subject);
  g_free (item->placement);
  g_free (item);
}

GPtrArray *
relais_agenda_parse (const char *json)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_agenda_item_free);
  g_autoptr (JsonNode) node = json != NULL ? relais_json_parse (json, -1, MAX_AGENDA_BYTES, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return items;
  JsonArray *entries = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      RelaisAgendaItem *item = read_item (json_array_get_element (entries, i));
      if (item != NULL)
        g_ptr_array_add (items, item);
    }
  return items;
}

char *
relais_agenda_print (GPtrArray *items)
{
  JsonArray *entries = json_array_sized_new (items->len);
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), entries);

  json_array_unref (entries);
  for (guint i = 0; i < items->len; i++)
    {
      const RelaisAgendaItem *item = g_ptr_array_index (items, i);
      JsonObject *object = json_object_new ();
      json_object_set_string_member (object, "subject", item->subject);
      if (item->placement != NULL)
        json_object_set_string_member (object, "placement", item->placement);
      json_object_set_string_member (object, "why", why_words[item->why]);
      if (item->passed)
        json_object_set_boolean_member (object, "passed", TRUE);
      json_array_add_object_element (entries, object);
    }
  return relais_json_canonical (node);
}

const char *
relais_agenda_why_get_label (RelaisAgendaWhy why)
{
  g_return_val_if_fail (why < G_N_ELEMENTS (why_labels), "");

  return _(why_labels[why]);
}
