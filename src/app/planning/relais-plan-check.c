/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-check.h"

#include "relais-move.h"
#include "relais-plan-reader.h"

/* How far the next free day is looked for. */
#define SEARCHED_DAYS 60

/* A placement before and after. */
typedef struct {
  RelaisRecord *before;  /* owned */
  RelaisRecord *after;   /* owned */
} Pair;

typedef struct {
  GArray   *pairs;   /* owned, element-type Pair */
  RelaisDay today;
  gboolean  search;  /* they all go to one day, which may be another one */
  gboolean  issue;   /* they come into an issue of the journal: however many, it is one thing for its readers */
} Question;

static void
clear_pair (gpointer data)
{
  Pair *pair = data;

  relais_record_unref (pair->before);
  relais_record_unref (pair->after);
}

static void
free_question (Question *question)
{
  g_array_unref (question->pairs);
  g_free (question);
}

static RelaisLoadItem
read_item (RelaisRecord *placement)
{
  return (RelaisLoadItem) {
    .channel = relais_record_get_string (placement, "channel"),
    .state = relais_record_get_string (placement, "state"),
    .audience = relais_record_get_string (placement, "audience"),
    .author = relais_record_get_string (placement, "author"),
    .planned = relais_day_parse (relais_record_get_string (placement, "planned")),
    .copy_due = relais_day_parse (relais_record_get_string (placement, "copy_due")),
  };
}

static void
find_range (Question *question, RelaisDay *first, RelaisDay *last)
{
  *first = G_MAXINT32;
  *last = RELAIS_DAY_NONE;
  for (guint i = 0; i < question->pairs->len; i++)
    {
      RelaisLoadItem item = read_item (g_array_index (question->pairs, Pair, i).after);
      if (item.planned == RELAIS_DAY_NONE)
        continue;
      *first = MIN (*first, relais_day_monday (item.planned));
      *last = MAX (*last, MAX (item.planned, question->today) + SEARCHED_DAYS + 7);
    }
}

/* One after the other, as if the ones before had moved already. @sentences: (nullable): gets what objects.
 * Returns: whether nothing does */
static gboolean
check_all (Question *question, RelaisPlanCalendar *calendar, RelaisLoad *load, RelaisDay day, GPtrArray *sentences)
{
  gboolean is_free = TRUE;
  guint moved;

  for (moved = 0; moved < question->pairs->len; moved++)
    {
      const Pair *pair = &g_array_index (question->pairs, Pair, moved);
      RelaisLoadItem before = read_item (pair->before), after = read_item (pair->after);
      if (day != RELAIS_DAY_NONE)
        after.planned = day;
      g_autoptr (GPtrArray) obstacles = relais_move_check (&before, &after, calendar, load, question->today);
      for (guint i = 0; i < obstacles->len; i++)
        {
          const RelaisObstacle *obstacle = g_ptr_array_index (obstacles, i);
          /* The day was good enough until now: only what comes on top counts. */
          if (before.planned == after.planned && obstacle->kind < RELAIS_OBSTACLE_CHANNEL_DAY)
            continue;
          if (question->issue && obstacle->kind >= RELAIS_OBSTACLE_CHANNEL_DAY)
            continue;
          is_free = FALSE;
          if (sentences != NULL && !g_ptr_array_find_with_equal_func (sentences, obstacle->sentence, g_str_equal, NULL))
            g_ptr_array_add (sentences, g_strdup (obstacle->sentence));
        }
      relais_load_remove (load, &before);
      relais_load_add (load, &after);
    }
  while (moved-- > 0)
    {
      const Pair *pair = &g_array_index (question->pairs, Pair, moved);
      RelaisLoadItem before = read_item (pair->before), after = read_item (pair->after);
      if (day != RELAIS_DAY_NONE)
        after.planned = day;
      relais_load_remove (load, &after);
      relais_load_add (load, &before);
    }
  return is_free;
}

static RelaisDay
find_free (Question *question, RelaisPlanCalendar *calendar, RelaisLoad *load)
{
  RelaisDay wanted = read_item (g_array_index (question->pairs, Pair, 0).after).planned;

  if (!question->search || wanted == RELAIS_DAY_NONE)
    return RELAIS_DAY_NONE;
  for (RelaisDay day = MAX (wanted + 1, question->today); day <= MAX (wanted, question->today) + SEARCHED_DAYS; day++)
    if (check_all (question, calendar, load, day, NULL))
      return day;
  return RELAIS_DAY_NONE;
}

/* Runs on the store's thread. */
static gpointer
check (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  Question *question = data;
  g_autoptr (RelaisPlanCalendar) calendar = NULL;
  g_autoptr (RelaisLoad) load = NULL;
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  RelaisDay first, last;

  find_range (question, &first, &last);
  if (last == RELAIS_DAY_NONE)
    return NULL;
  calendar = relais_plan_reader_calendar (workspace, error);
  load = calendar != NULL ? relais_plan_reader_load (workspace, first, last, error) : NULL;
  if (load == NULL || check_all (question, calendar, load, RELAIS_DAY_NONE, sentences))
    return NULL;
  RelaisPlanObjections *objections = g_new0 (RelaisPlanObjections, 1);
  objections->next_free = find_free (question, calendar, load);
  g_ptr_array_set_free_func (sentences, NULL);
  g_ptr_array_add (sentences, NULL);
  objections->sentences = (char **) g_ptr_array_free (g_steal_pointer (&sentences), FALSE);
  return objections;
}

void
relais_plan_objections_free (RelaisPlanObjections *objections)
{
  g_strfreev (objections->sentences);
  g_free (objections);
}

void
relais_plan_check_async (RelaisStore *store, GPtrArray *placements, const RelaisPlanTarget *target, RelaisPlanDates dates,
                         RelaisDay today, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (RELAIS_IS_STORE (store) && placements->len > 0 && target != NULL);

  Question *question = g_new0 (Question, 1);
  question->pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  question->today = today;
  question->issue = target->edition != NULL && target->edition[0] != '\0';
  question->search = !question->issue && target->day != NULL && g_strcmp0 (target->field != NULL ? target->field : "planned", "planned") == 0;
  g_array_set_clear_func (question->pairs, clear_pair);
  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      Pair pair = { relais_record_ref (placement), relais_plan_move_dup_after (store, placement, target, dates) };
      g_array_append_val (question->pairs, pair);
    }
  relais_store_run_async (store, check, question, (GDestroyNotify) free_question, (GDestroyNotify) relais_plan_objections_free,
                          NULL, callback, user_data);
}

RelaisPlanObjections *
relais_plan_check_finish (RelaisStore *store, GAsyncResult *result, GError **error)
{
  return relais_store_run_finish (store, result, error);
}
