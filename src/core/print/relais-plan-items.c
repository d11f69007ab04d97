/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-print"

#include "relais-plan-items.h"

#include "relais-choice-label.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Directions stand at most so deep in the tree. */
#define MAX_DEPTH 20

static void
free_item (gpointer data)
{
  RelaisPlanItem *item = data;

  g_clear_pointer (&item->placement, relais_record_unref);
  g_clear_pointer (&item->subject, relais_record_unref);
  g_clear_pointer (&item->channel, relais_record_unref);
  g_free (item->title);
  g_free (item->channel_name);
  g_free (item->author_name);
  g_free (item->unit_name);
  g_free (item->unit);
  g_free (item);
}

static const char *
get_text (RelaisRecord *record,
          const char   *field)
{
  const char *text = record != NULL ? relais_record_get_string (record, field) : NULL;

  return text != NULL ? text : "";
}

/* The direction that a unit belongs to, or the unit itself where there is none above it. */
static RelaisRecord *
find_direction (RelaisPlanItems *items,
                const char      *id)
{
  RelaisRecord *unit = relais_plan_items_get (items, "unit", id), *found = unit;

  for (guint depth = 0; unit != NULL && depth < MAX_DEPTH; depth++) {
    found = unit;
    if (strcmp (get_text (unit, "type"), "directorate") == 0)
      break;
    unit = relais_plan_items_get (items, "unit", relais_record_get_string (unit, "parent"));
  }
  return found;
}

static RelaisPlanItem *
make_item (RelaisPlanItems *items,
           RelaisRecord    *placement)
{
  RelaisPlanItem *item = g_new0 (RelaisPlanItem, 1);
  RelaisRecord *subject = relais_plan_items_get (items, "subject", relais_record_get_string (placement, "subject"));
  RelaisRecord *channel = relais_plan_items_get (items, "channel", relais_record_get_string (placement, "channel"));
  RelaisRecord *direction = find_direction (items, subject != NULL ? relais_record_get_string (subject, "unit") : NULL);

  item->placement = relais_record_ref (placement);
  item->subject = subject != NULL ? relais_record_ref (subject) : NULL;
  item->channel = channel != NULL ? relais_record_ref (channel) : NULL;
  item->title = subject != NULL ? relais_record_dup_title (subject) : g_strdup ("");
  item->channel_name = channel != NULL ? relais_record_dup_title (channel) : g_strdup ("");
  item->author = get_text (placement, "author");
  item->author_name = relais_plan_items_name (items, "person", item->author);
  item->unit = g_strdup (direction != NULL ? relais_record_get_id (direction) : "");
  item->unit_name = direction != NULL ? relais_record_dup_title (direction) : g_strdup ("");
  item->state = get_text (placement, "state");
  item->state_word = relais_choice_label (relais_record_get_kind (placement), "state", item->state);
  item->color = channel != NULL ? g_intern_string (relais_record_get_string (channel, "color")) : NULL;
  item->planned = relais_day_parse (relais_record_get_string (placement, "planned"));
  item->copy_due = relais_day_parse (relais_record_get_string (placement, "copy_due"));
  return item;
}

static gint
compare_items (gconstpointer a,
               gconstpointer b)
{
  const RelaisPlanItem *one = *(RelaisPlanItem * const *) a, *other = *(RelaisPlanItem * const *) b;
  gint64 positions[2] = { 0, 0 };

  if (one->planned != other->planned)
    return one->planned == RELAIS_DAY_NONE ? 1 : other->planned == RELAIS_DAY_NONE ? -1 : one->planned < other->planned ? -1 : 1;
  positions[0] = one->channel != NULL ? relais_record_get_integer (one->channel, "position") : G_MAXINT;
  positions[1] = other->channel != NULL ? relais_record_get_integer (other->channel, "position") : G_MAXINT;
  if (positions[0] != positions[1])
    return positions[0] < positions[1] ? -1 : 1;
  return g_utf8_collate (one->title, other->title);
}

static gboolean
read_placements (RelaisPlanItems              *items,
                 const RelaisPlanSheetRequest *request,
                 RelaisQuery                  *query,
                 GError                      **error)
{
  g_autoptr (GPtrArray) placements = relais_workspace_query (items->workspace, query, error);

  for (guint i = 0; placements != NULL && i < placements->len; i++)
    g_ptr_array_add (items->items, make_item (items, g_ptr_array_index (placements, i)));
  return placements != NULL;
}

static RelaisQuery *
make_query (const RelaisPlanSheetRequest *request)
{
  g_autoptr (RelaisPlanFilter) everything = relais_plan_filter_new ();
  RelaisQuery *query = relais_plan_filter_build (request->filter != NULL ? request->filter : everything);

  if (request->ordered)
    relais_plan_order_apply (&request->order, query);
  return query;
}

/* Placements of the period, and those without a day where they are wanted. */
static gboolean
read_items (RelaisPlanItems              *items,
            const RelaisPlanSheetRequest *request,
            GError                      **error)
{
  g_autoptr (RelaisQuery) dated = make_query (request), undated = make_query (request);
  char first[RELAIS_DAY_SIZE], last[RELAIS_DAY_SIZE];

  /* The balance counts for itself. */
  if (request->record != NULL || request->view == RELAIS_PLAN_SHEET_BALANCE)
    return TRUE;
  /* In an order of its own what has no day stands among the others. */
  if (request->undated && request->first == RELAIS_DAY_NONE && request->last == RELAIS_DAY_NONE) {
    g_autoptr (RelaisQuery) all = make_query (request);

    return read_placements (items, request, all, error);
  }
  relais_day_print (request->first, first);
  relais_day_print (request->last, last);
  relais_query_where (dated, "planned", RELAIS_MATCH_AT_LEAST, request->first != RELAIS_DAY_NONE ? first : "0001-01-01");
  relais_query_where (dated, "planned", RELAIS_MATCH_AT_MOST, request->last != RELAIS_DAY_NONE ? last : "9999-12-31");
  relais_query_where (undated, "planned", RELAIS_MATCH_EQUAL, NULL);
  if (!request->only_undated && !read_placements (items, request, dated, error))
    return FALSE;
  return !(request->undated || request->only_undated) || read_placements (items, request, undated, error);
}

static void
clear_lane (gpointer data)
{
  g_free (((RelaisPlanLane *) data)->title);
}

static gint
compare_lanes (gconstpointer a,
               gconstpointer b)
{
  const RelaisPlanLane *one = a, *other = b;

  /* What has no author or direction comes last. */
  if ((*one->key == '\0') != (*other->key == '\0'))
    return *one->key == '\0' ? 1 : -1;
  return g_utf8_collate (one->title, other->title);
}

static void
add_lane (GArray     *lanes,
          const char *key,
          char       *title,
          const char *color)
{
  RelaisPlanLane lane = { key, title, color };

  g_array_append_val (lanes, lane);
}

/* Campaigns that touch the period; none where there is no period. */
static GPtrArray *
read_campaigns (RelaisWorkspace              *workspace,
                const RelaisPlanSheetRequest *request,
                GError                      **error)
{
  if (request->first == RELAIS_DAY_NONE || request->last == RELAIS_DAY_NONE)
    return g_ptr_array_new ();
  return relais_plan_reader_campaigns (workspace, request->first, request->last, error);
}

static gboolean
is_wanted (const RelaisPlanFilter *filter,
           const char             *channel)
{
  return filter == NULL || filter->chosen[RELAIS_PLAN_CHANNEL] == NULL ||
         relais_plan_filter_has (filter, RELAIS_PLAN_CHANNEL, channel);
}

RelaisPlanItems *
relais_plan_items_read (RelaisWorkspace              *workspace,
                        const RelaisPlanSheetRequest *request,
                        GError                      **error)
{
  g_autoptr (RelaisPlanItems) items = g_new0 (RelaisPlanItems, 1);

  items->workspace = workspace;
  items->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) relais_record_unref);
  items->items = g_ptr_array_new_with_free_func (free_item);
  items->calendar = relais_plan_reader_calendar (workspace, error);
  items->campaigns = items->calendar != NULL ? read_campaigns (workspace, request, error) : NULL;
  if (items->campaigns == NULL || !read_items (items, request, error))
    return NULL;
  if (!request->ordered)
    g_ptr_array_sort (items->items, compare_items);
  return g_steal_pointer (&items);
}

void
relais_plan_items_free (RelaisPlanItems *items)
{
  if (items == NULL)
    return;
  g_clear_pointer (&items->calendar, relais_plan_calendar_unref);
  g_clear_pointer (&items->items, g_ptr_array_unref);
  g_clear_pointer (&items->campaigns, g_ptr_array_unref);
  g_clear_pointer (&items->known, g_hash_table_unref);
  g_free (items);
}

RelaisRecord *
relais_plan_items_get (RelaisPlanItems *items,
                       const char      *kind,
                       const char      *id)
{
  RelaisRecord *record;

  if (id == NULL || *id == '\0')
    return NULL;
  record = g_hash_table_lookup (items->known, id);
  if (record == NULL) {
    record = relais_workspace_lookup (items->workspace, kind, id);
    if (record != NULL)
      g_hash_table_insert (items->known, g_strdup (id), record);
  }
  return record;
}

char *
relais_plan_items_name (RelaisPlanItems *items,
                        const char      *kind,
                        const char      *id)
{
  RelaisRecord *record = relais_plan_items_get (items, kind, id);

  return record != NULL ? relais_record_dup_title (record) : g_strdup ("");
}

GPtrArray *
relais_plan_items_list (RelaisPlanItems *items,
                        const char      *kind,
                        const char      *field)
{
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup (kind)), field, FALSE);
  GPtrArray *records = relais_workspace_query (items->workspace, query, NULL);

  return records != NULL ? records : g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
}

/* "Théo Pinson" → "T. Pinson": a card is narrow, and the team knows who that is. */
static char *
shorten_name (const char *name)
{
  const char *space = strchr (name, ' ');
  g_autofree char *initial = g_utf8_substring (name, 0, *name != '\0' ? 1 : 0);

  return space != NULL ? g_strdup_printf ("%s.\302\240%s", initial, space + 1) : g_strdup (name);
}

void
relais_plan_items_add_card (const RelaisPlanItem *item,
                            RelaisSheetCell      *cell,
                            RelaisPlanBy          rows,
                            gboolean              day)
{
  RelaisSheetCard *card = relais_sheet_cell_add_card (cell, item->title, rows != RELAIS_PLAN_BY_CHANNEL ? item->channel_name : NULL,
                                                      item->state_word, item->color);
  g_autofree char *date = day && item->planned != RELAIS_DAY_NONE
                          /* TRANSLATORS: a day on a card, strftime(3): "Mon 16 Nov" */
                          ? relais_day_format (item->planned, _("%a %-d %b")) : NULL;
  g_autofree char *author = rows != RELAIS_PLAN_BY_AUTHOR ? shorten_name (item->author_name) : NULL;
  const char *parts[] = { date, author };
  g_autoptr (GString) note = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (note, "%s%s", note->len > 0 ? "\302\240· " : "", parts[i]);
  card->note = note->len > 0 ? g_strdup (note->str) : NULL;
  card->struck = strcmp (item->state, "refused") == 0;
}

const char *
relais_plan_lane_key (const RelaisPlanItem *item,
                      RelaisPlanBy          rows)
{
  switch (rows) {
  case RELAIS_PLAN_BY_NOTHING:
    return "";
  case RELAIS_PLAN_BY_CHANNEL:
    return item->channel != NULL ? relais_record_get_id (item->channel) : "";
  case RELAIS_PLAN_BY_UNIT:
    return item->unit;
  case RELAIS_PLAN_BY_AUTHOR:
    return item->author;
  }
  g_return_val_if_reached ("");
}

GArray *
relais_plan_lanes_make (RelaisPlanItems        *items,
                        RelaisPlanBy            rows,
                        const RelaisPlanFilter *filter)
{
  GArray *lanes = g_array_new (FALSE, FALSE, sizeof (RelaisPlanLane));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_array_set_clear_func (lanes, clear_lane);
  if (rows == RELAIS_PLAN_BY_CHANNEL) {
    g_autoptr (GPtrArray) channels = relais_plan_items_list (items, "channel", "position");

    for (guint i = 0; i < channels->len; i++) {
      RelaisRecord *channel = relais_plan_items_get (items, "channel", relais_record_get_id (g_ptr_array_index (channels, i)));

      if (!is_wanted (filter, relais_record_get_id (channel)))
        continue;
      g_hash_table_add (seen, (gpointer) relais_record_get_id (channel));
      add_lane (lanes, relais_record_get_id (channel), relais_record_dup_title (channel),
                g_intern_string (relais_record_get_string (channel, "color")));
    }
  }
  for (guint i = 0; i < items->items->len; i++) {
    const RelaisPlanItem *item = g_ptr_array_index (items->items, i);
    const char *key = relais_plan_lane_key (item, rows);
    const char *title = rows == RELAIS_PLAN_BY_UNIT ? item->unit_name : rows == RELAIS_PLAN_BY_AUTHOR ? item->author_name
                        : rows == RELAIS_PLAN_BY_CHANNEL ? item->channel_name : "";

    if (!g_hash_table_add (seen, (gpointer) key))
      continue;
    if (*title == '\0' && rows != RELAIS_PLAN_BY_NOTHING)
      title = rows == RELAIS_PLAN_BY_UNIT ? _("Without direction") : rows == RELAIS_PLAN_BY_AUTHOR ? _("Without author") : "—";
    add_lane (lanes, key, g_strdup (title), rows == RELAIS_PLAN_BY_CHANNEL ? item->color : NULL);
  }
  if (rows != RELAIS_PLAN_BY_CHANNEL)
    g_array_sort (lanes, compare_lanes);
  return lanes;
}

guint
relais_plan_lanes_find (GArray               *lanes,
                        const RelaisPlanItem *item,
                        RelaisPlanBy          rows)
{
  const char *key = relais_plan_lane_key (item, rows);

  for (guint i = 0; i < lanes->len; i++)
    if (strcmp (g_array_index (lanes, RelaisPlanLane, i).key, key) == 0)
      return i;
  return lanes->len - 1;
}
