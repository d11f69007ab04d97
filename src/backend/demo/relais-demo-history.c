/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happened to the records before: the states that a person would have gone through, told to the history as the log tells it. */

#include "relais-demo-private.h"

#include "relais-log-private.h"
#include "relais-sync.h"

#include <string.h>

#define RECENT_DAYS 120   /* older records have a beginning only */
#define MOST_STATES 10

static const char * const ways[] = { "proposed", "accepted", "writing", "review", "approved", "scheduled", "published", "archived", NULL };

/* States of one record from the first to the last. */
typedef struct {
  RelaisFields *fields[MOST_STATES];   /* owned */
  const char   *by[MOST_STATES];       /* lent, nullable */
  guint         n;
} Steps;

static void
clear_steps (Steps *steps)
{
  for (guint i = 0; i < steps->n; i++)
    relais_fields_free (steps->fields[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Steps, clear_steps)

/* The last one was brought about by @by: what it was before is the copy that is handed out. */
static RelaisFields *
push_step (Steps *steps, const RelaisFields *fields, const char *by)
{
  steps->by[steps->n] = by;
  steps->fields[steps->n] = relais_fields_copy (fields);
  return steps->fields[steps->n++];
}

static void
clear_field (RelaisFields *fields, const char *name)
{
  relais_fields_clear (fields, relais_kind_field (fields->kind, name));
}

static void
make_subject_steps (DemoCity *city, Steps *steps, const RelaisFields *last, const char *proposer)
{
  const char *state = g_variant_get_string (last->values[relais_kind_field (last->kind, "state")], NULL);
  RelaisFields *first = push_step (steps, last, proposer);

  if (g_str_equal (state, "proposed"))
    return;
  relais_fields_set_string (first, "state", "proposed");
  clear_field (first, "campaign");
  push_step (steps, last, demo_person (city, DEMO_MANAGER)->account);
}

/* Proposed by the team, moved once or twice by the committee, then step by step by whoever writes, reviews and publishes. */
static void
make_placement_steps (DemoCity *city, Steps *steps, const RelaisFields *last, guint32 planned)
{
  static const guint who[] = { DEMO_EDITOR, DEMO_MANAGER, DEMO_EDITOR, DEMO_EDITOR, DEMO_MANAGER, DEMO_WEBMASTER, DEMO_WEBMASTER, DEMO_WEBMASTER };
  const char *state = g_variant_get_string (last->values[relais_kind_field (last->kind, "state")], NULL);
  guint end = 0;
  while (ways[end] != NULL && !g_str_equal (ways[end], state))
    end++;

  for (guint i = 0; i <= MIN (end, 7) && ways[i] != NULL && ways[end] != NULL; i++)
    {
      RelaisFields *fields = push_step (steps, last, demo_person (city, who[i])->account);
      relais_fields_set_string (fields, "state", ways[i]);
      if (i < 2)
        clear_field (fields, "article");
      if (i < 5)
        clear_field (fields, "publish_at");
      if (i == 0 && planned != 0 && demo_chance (city, 0.6))
        demo_set_day (fields, "planned", demo_working_before (planned, demo_between (city, 1, 6)));
      if (i == 0)
        clear_field (fields, "reviewer");
    }
  if (ways[end] == NULL)
    {
      RelaisFields *first = push_step (steps, last, demo_person (city, DEMO_EDITOR)->account);
      relais_fields_set_string (first, "state", "proposed");
      push_step (steps, last, demo_person (city, DEMO_MANAGER)->account);
    }
}

static guint32
get_day (const RelaisFields *fields, const char *name)
{
  GVariant *value = fields->values[relais_kind_field (fields->kind, name)];
  GDate date;

  if (value == NULL)
    return 0;
  g_date_clear (&date, 1);
  g_date_set_parse (&date, g_variant_get_string (value, NULL));
  return g_date_valid (&date) ? g_date_get_julian (&date) : 0;
}

/* When the first of the states was written. */
static gint64
find_beginning (DemoCity *city, RelaisRecord *record)
{
  const RelaisFields *fields = relais_record_get_fields (record);
  gint64 end = relais_record_get_at (record), begin = end - (gint64) demo_between (city, 6, 24) * 86400;

  if (g_str_equal (fields->kind->name, "subject") && get_day (fields, "proposed_on") != 0)
    begin = demo_at (city, get_day (fields, "proposed_on"), 9, demo_draw (city, 60));
  return MIN (begin, end - 3600);
}

/* People write on working days from half past eight to half past five: hours of the night become hours of that day. */
static gint64
move_into_office (DemoCity *city, gint64 at)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (at);
  g_autoptr(GDateTime) local = g_date_time_to_timezone (utc, city->zone);
  guint minutes = 60 * (guint) g_date_time_get_hour (local) + (guint) g_date_time_get_minute (local);
  guint office = 8 * 60 + 30 + minutes * 9 / 24;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (local), (GDateMonth) g_date_time_get_month (local),
                  (GDateYear) g_date_time_get_year (local));
  return demo_at (city, demo_working_before (g_date_get_julian (&date) + 1, 1), office / 60, office % 60);
}

static void
tell_steps (DemoCity *city, RelaisTransaction *transaction, RelaisRecord *record, Steps *steps)
{
  const char *id = relais_record_get_id (record);
  guint64 seq = relais_record_get_seq (record);
  gint64 earlier = 0;
  gint64 end = relais_record_get_at (record), begin = steps->n > 1 ? find_beginning (city, record) : end;
  g_autoptr(RelaisRecord) before = NULL;

  for (guint i = 0; i < steps->n; i++)
    {
      gboolean final = i == steps->n - 1;
      gint64 at = final ? end : MIN (end, MAX (earlier + 60, move_into_office (city, begin + (end - begin) * i / (steps->n - 1))));
      g_autoptr(RelaisRecord) after = relais_record_new (id, g_steal_pointer (&steps->fields[i]), i + 1, seq - (steps->n - 1 - i),
                                                         steps->by[i], at);
      const RelaisWrite write = { .before = before, .after = after };
      relais_log_note (transaction, &write);
      earlier = at;
      g_clear_pointer (&before, relais_record_unref);
      before = g_steal_pointer (&after);
    }
  steps->n = 0;
}

void
demo_tell (DemoCity *city, RelaisTransaction *transaction, RelaisRecord *record)
{
  const RelaisFields *fields = relais_record_get_fields (record);
  const char *kind = fields->kind->name;
  g_auto(Steps) steps = { .n = 0 };
  gboolean recent = relais_record_get_at (record) > demo_at (city, city->today - RECENT_DAYS, 0, 0)
    && relais_record_get_seq (record) > MOST_STATES;

  if (recent && g_str_equal (kind, "subject"))
    make_subject_steps (city, &steps, fields, relais_record_get_by (record));
  else if (recent && g_str_equal (kind, "placement"))
    make_placement_steps (city, &steps, fields, get_day (fields, "planned"));
  else
    push_step (&steps, fields, relais_record_get_by (record));
  tell_steps (city, transaction, record, &steps);
}
