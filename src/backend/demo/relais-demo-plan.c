/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The plan as records: subjects, their placements and articles, what was decided and said about them, the committee's meetings. */

#include "relais-demo-board.h"

#include "relais-agenda.h"

#include <string.h>

enum { BRIEF, FEATURE, AGENDA, NEWSLETTER, JOURNAL, GUIDE, TEASER, EVENT, POSTER };   /* positions of the channels */

#define RECENT     80    /* days that the agendas of meetings are kept */
#define MOST_ITEMS 120

/* What was planned for a day; chance of each status, in percent. */
typedef struct {
  int         until;     /* days from today */
  struct { const char *state; guint percent; } chances[6];
} Stage;

static const Stage stages[] = {
  { -180, { { "archived", 55 }, { "published", 45 } } },
  { -15,  { { "published", 100 } } },
  { -1,   { { "published", 88 }, { "writing", 4 }, { "review", 4 }, { "accepted", 2 }, { "approved", 2 } } },
  { 3,    { { "scheduled", 55 }, { "approved", 25 }, { "review", 15 }, { "writing", 5 } } },
  { 10,   { { "scheduled", 22 }, { "approved", 20 }, { "review", 25 }, { "writing", 28 }, { "accepted", 5 } } },
  { 25,   { { "writing", 42 }, { "accepted", 34 }, { "review", 14 }, { "approved", 10 } } },
  { G_MAXINT, { { "accepted", 70 }, { "writing", 15 }, { "proposed", 10 }, { "idea", 5 } } },
};

static const char *
draw_state (DemoCity *city, const DemoSubject *subject, guint32 planned)
{
  int ahead = (int) planned - (int) city->today;
  guint stage = 0, draw = demo_draw (city, 100), i;

  if (!subject->outcome)
    return demo_chance (city, 0.75) ? "proposed" : "idea";
  if (strcmp (subject->outcome, "refused") == 0 || strcmp (subject->outcome, "postponed") == 0)
    return subject->outcome;
  while (ahead > stages[stage].until)
    stage++;
  for (i = 0; draw >= stages[stage].chances[i].percent; i++)
    draw -= stages[stage].chances[i].percent;
  return stages[stage].chances[i].state;
}

static gboolean
is_closed (DemoCity *city, guint32 day)
{
  for (guint i = 0; i < city->periods->len; i++)
    {
      const DemoPeriod *period = &g_array_index (city->periods, DemoPeriod, i);
      if (day >= period->starts && day <= period->ends)
        return TRUE;
    }
  return FALSE;
}

static gpointer
taken_key (guint channel, guint32 day)
{
  return GUINT_TO_POINTER (channel * 10000000u + day);
}

/* Day of a placement: where there is room and publication is allowed; now and then nobody looked. */
static guint32
find_day (DemoPlan *plan, guint position, guint32 day)
{
  const DemoChannel *channel = &g_array_index (plan->city->channels, DemoChannel, position);
  gboolean careless = demo_chance (plan->city, 0.03);
  guint32 latest = day + 60;

  day = demo_next_issue (channel, day);
  while (!careless && day < latest)
    {
      if (demo_plan_taken (plan, position, day) < channel->per_day * plan->city->size->room && !is_closed (plan->city, day))
        break;
      day = demo_next_issue (channel, day + 1);
    }
  demo_plan_take (plan, position, day);
  return day;
}

static guint
draw_author (DemoCity *city, const DemoSubject *subject, guint channel)
{
  if (channel == POSTER && demo_chance (city, 0.7))
    return DEMO_DESIGNER;
  if (channel == GUIDE && demo_chance (city, 0.4))
    return DEMO_WEBMASTER;
  if (subject->proposer >= DEMO_N_TEAM && demo_chance (city, subject->proposer == city->correspondent ? 0.8 : 0.35))
    return subject->proposer;
  return demo_chance (city, 0.5) ? DEMO_EDITOR : DEMO_EDITOR2;
}

static gboolean
has_text (const char *state)
{
  static const char * const states[] = { "writing", "review", "approved", "scheduled", "published", "archived", NULL };

  return g_strv_contains (states, state);
}

static gboolean
has_instant (const char *state)
{
  return strcmp (state, "scheduled") == 0 || strcmp (state, "published") == 0 || strcmp (state, "archived") == 0;
}

static void
add_placement (DemoPlan *plan, DemoBundle *bundle, const DemoSubject *subject, guint position, guint32 day)
{
  DemoCity *city = plan->city;
  const DemoChannel *channel = &g_array_index (city->channels, DemoChannel, position);
  RelaisFields *fields = demo_fields ("placement");
  guint32 planned = find_day (plan, position, day);
  const char *state = draw_state (city, subject, planned);
  guint author = draw_author (city, subject, position);
  guint reviewer = demo_chance (city, 0.6) ? DEMO_MANAGER : author == DEMO_EDITOR ? DEMO_EDITOR2 : DEMO_EDITOR;

  relais_fields_set_string (fields, "subject", subject->id);
  relais_fields_set_string (fields, "channel", channel->id);
  relais_fields_set_string (fields, "state", state);
  if (strcmp (state, "postponed") != 0 && strcmp (state, "idea") != 0)
    demo_set_day (fields, "planned", planned);
  if (subject->outcome && !g_str_equal (state, "refused") && !g_str_equal (state, "postponed"))
    {
      demo_set_day (fields, "copy_due", demo_working_before (planned, channel->lead_days));
      relais_fields_set_string (fields, "author", demo_person (city, author)->id);
      relais_fields_set_string (fields, "reviewer", demo_person (city, reviewer)->id);
    }
  if (has_instant (state))
    {
      g_autofree char *publish_at = demo_instant (city, planned, position == NEWSLETTER ? 11 : 8, demo_draw (city, 4) * 15);
      relais_fields_set_string (fields, "publish_at", publish_at);
    }
  if (position == JOURNAL && strcmp (state, "postponed") != 0 && strcmp (state, "idea") != 0)
    demo_set_page (city, fields, planned);
  if (city->size->articles && has_text (state))
    relais_fields_set_string (fields, "article", demo_add_article (city, bundle, subject, channel->form, author,
                                                                   strcmp (state, "writing") != 0));
  if (demo_chance (city, 0.08))
    relais_fields_set_string (fields, "note", demo_pick (city, "note"));
  demo_add (city, bundle, fields, demo_person (city, subject->outcome ? DEMO_EDITOR : subject->proposer)->account);
}

/* Two or three channels for most subjects; what has a day gets into the agenda, what stays useful into the guide. */
static void
add_placements (DemoPlan *plan, DemoBundle *bundle, const DemoSubject *subject)
{
  DemoCity *city = plan->city;
  const DemoStory *story = subject->story;
  gboolean any = FALSE;
  const struct { double chance; guint32 day; } wishes[] = {
    [BRIEF] = { 0.82, subject->day },
    [FEATURE] = { city->size->n_subjects < 50 ? 0.4 : 0.12, subject->day },
    [AGENDA] = { story->agenda ? 0.92 : 0, subject->day },
    [NEWSLETTER] = { 0.52, subject->day + 1 },
    [JOURNAL] = { 0.14, subject->day },
    [GUIDE] = { story->guide ? 0.62 : 0, subject->day + 1 },
    [TEASER] = { 0.12, subject->day - 1 },
    [EVENT] = { story->agenda ? 0.38 : 0, demo_working_before (subject->event_day, 3) },
    [POSTER] = { 0.2, subject->day - 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    if (demo_chance (city, wishes[i].chance) || (i == POSTER && !any))
      {
        /* nobody plans five pieces about one thing that was refused */
        if (any && subject->outcome && strcmp (subject->outcome, "refused") == 0)
          break;
        add_placement (plan, bundle, subject, i, wishes[i].day);
        any = TRUE;
      }
}

static void
add_decision (DemoPlan *plan, DemoBundle *bundle, const DemoSubject *subject)
{
  DemoCity *city = plan->city;
  RelaisFields *fields = demo_fields ("decision");

  relais_fields_set_string (fields, "meeting", g_hash_table_lookup (plan->meetings, GUINT_TO_POINTER (subject->meeting)));
  relais_fields_set_string (fields, "subject", subject->id);
  relais_fields_set_string (fields, "outcome", subject->outcome);
  relais_fields_set_string (fields, "reason", subject->reason);
  if (strcmp (subject->outcome, "refused") != 0)
    relais_fields_set_string (fields, "responsible", demo_person (city, demo_between (city, DEMO_EDITOR, DEMO_WEBMASTER))->id);
  if (strcmp (subject->outcome, "kept") == 0)
    demo_set_day (fields, "due", demo_working_before (subject->day, 3));
  demo_aside (city);
  if (strcmp (subject->outcome, "postponed") == 0)
    demo_set_day (fields, "until", demo_working_on_or_after (subject->meeting + demo_between (city, 20, 70)));
  if (strcmp (subject->outcome, "other_channel") == 0)
    relais_fields_set_string (fields, "channel", g_array_index (city->channels, DemoChannel, demo_chance (city, 0.5) ? GUIDE : JOURNAL).id);
  demo_aside (city);
  demo_add (city, bundle, fields, demo_person (city, DEMO_MANAGER)->account);
}

/* Of what is still to come, every second comment speaks to somebody. */
static void
set_text (DemoCity *city, RelaisFields *fields, guint author, gboolean coming)
{
  const char *text = demo_pick (city, "comment");
  guint other;

  demo_aside (city);
  other = demo_draw (city, DEMO_N_TEAM);
  if (coming && other != author && demo_chance (city, 0.6))
    {
      const char *mentions[] = { demo_person (city, other)->id, NULL };
      g_autofree char *spoken = g_strdup_printf ("@%s %s", demo_person (city, other)->name, text);
      relais_fields_set_string (fields, "text", spoken);
      relais_fields_set_strv (fields, "mentions", mentions);
    }
  else
    relais_fields_set_string (fields, "text", text);
  demo_aside (city);
}

static void
add_comments (DemoCity *city, DemoBundle *bundle, const DemoSubject *subject)
{
  guint n = demo_chance (city, subject->day + 30 > city->today ? 0.4 : 0.12) ? 1 + demo_draw (city, 3) : 0;

  for (guint i = 0; i < n; i++)
    {
      guint author = demo_chance (city, 0.3) ? subject->proposer : demo_draw (city, DEMO_N_TEAM);
      RelaisFields *fields = demo_fields ("comment");

      relais_fields_set_string (fields, "subject", subject->id);
      relais_fields_set_string (fields, "author", demo_person (city, author)->id);
      set_text (city, fields, author, subject->day + 10 > city->today);
      if (subject->day < city->today && demo_chance (city, 0.8))
        relais_fields_set_boolean (fields, "resolved", TRUE);
      demo_add (city, bundle, fields, demo_person (city, author)->account);
    }
}

static const char *
subject_state (const DemoSubject *subject)
{
  if (!subject->outcome)
    return "proposed";
  return strcmp (subject->outcome, "other_channel") == 0 ? "kept" : subject->outcome;
}

static void
add_subject (DemoPlan *plan, const DemoSubject *subject)
{
  DemoCity *city = plan->city;
  guint32 last = subject->meeting ? MAX (subject->meeting, subject->day) : subject->proposed_on;
  DemoBundle *bundle = demo_bundle_new (city, demo_at (city, MIN (last, city->today - 1), 17, demo_draw (city, 60)));
  RelaisFields *fields = demo_fields ("subject");
  const char *tags[2] = { subject->story->agenda ? "rendez-vous" : subject->story->guide ? "pratique" : NULL, NULL };

  relais_fields_set_string (fields, "title", subject->title);
  relais_fields_set_string (fields, "summary", subject->standfirst);
  relais_fields_set_string (fields, "state", subject_state (subject));
  relais_fields_set_string (fields, "unit", demo_unit (city, subject->unit)->id);
  relais_fields_set_string (fields, "theme", g_ptr_array_index (city->themes, subject->theme));
  relais_fields_set_string (fields, "proposed_by", demo_person (city, subject->proposer)->id);
  demo_set_day (fields, "proposed_on", subject->proposed_on);
  if (tags[0])
    relais_fields_set_strv (fields, "tags", tags);
  if (demo_chance (city, 0.2))
    relais_fields_set_string (fields, "note", demo_pick (city, "note"));
  demo_add_with_id (city, bundle, g_strdup (subject->id), fields, demo_person (city, subject->proposer)->account);
  add_placements (plan, bundle, subject);
  if (subject->outcome)
    add_decision (plan, bundle, subject);
  if (city->size->articles)
    add_comments (city, bundle, subject);
}

/* The record of decisions, as it is sent round the same day. */
static char *
write_record (DemoCity *city, GPtrArray *subjects, guint32 day)
{
  static const struct { const char *outcome, *words; } outcomes[] = {
    { "kept", "retenu" }, { "postponed", "reporté" }, { "refused", "non retenu" }, { "other_channel", "autre support" },
  };
  GString *record = g_string_new (NULL);

  for (guint i = 0; i < subjects->len && record->len < 12000; i++)
    {
      const DemoSubject *subject = g_ptr_array_index (subjects, i);
      if (subject->meeting != day)
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (outcomes); j++)
        if (strcmp (subject->outcome, outcomes[j].outcome) == 0)
          g_string_append_printf (record, "%s- **%s** : %s. %s", record->len ? "\n" : "", subject->title, outcomes[j].words,
                                  subject->reason);
    }
  if (record->len == 0)
    g_string_append (record, "Pas de nouveau sujet ; le point a porté sur les sujets en cours.");
  return g_string_free (record, FALSE);
}

/* What the committee had before it: of the last meetings what they decided, of the next one what waits. (transfer full) (nullable) */
static char *
write_agenda (DemoCity *city, GPtrArray *subjects, guint32 day)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_agenda_item_free);
  gboolean held = day < city->today;

  if (day + RECENT < city->today)
    return NULL;
  for (guint i = 0; i < subjects->len && items->len < MOST_ITEMS; i++)
    {
      const DemoSubject *subject = g_ptr_array_index (subjects, i);
      if (held ? subject->meeting == day : subject->outcome == NULL)
        g_ptr_array_add (items, relais_agenda_item_new (subject->id, NULL, RELAIS_AGENDA_PROPOSAL));
    }
  return relais_agenda_print (items);
}

static void
add_meeting (DemoPlan *plan, GPtrArray *subjects, guint32 day)
{
  DemoCity *city = plan->city;
  gboolean held = day < city->today;
  guint32 known = held ? day : city->today - 6;
  DemoBundle *bundle = demo_bundle_new (city, demo_at (city, known, 16, 0));
  RelaisFields *fields = demo_fields ("meeting");
  const char *attendees[DEMO_N_TEAM + 1] = { NULL };
  guint n = 0;

  for (guint i = 0; i < DEMO_N_TEAM; i++)
    if (!held || i == DEMO_MANAGER || demo_chance (city, 0.85))
      attendees[n++] = demo_person (city, i)->id;
  demo_set_day (fields, "on", day);
  relais_fields_set_string (fields, "title", "Comité de pilotage éditorial");
  relais_fields_set_string (fields, "state", !held ? "planned" : day + 8 > city->today ? "held" : "recorded");
  relais_fields_set_strv (fields, "attendees", attendees);
  g_autofree char *agenda = write_agenda (city, subjects, day);
  if (agenda != NULL)
    relais_fields_set_string (fields, "agenda", agenda);
  if (held)
    {
      g_autofree char *record = write_record (city, subjects, day);
      relais_fields_set_string (fields, "record", record);
    }
  g_hash_table_insert (plan->meetings, GUINT_TO_POINTER (day),
                       g_strdup (demo_add (city, bundle, fields, demo_person (city, DEMO_MANAGER)->account)));
}

/* Every Monday on which something was decided, and the next one. */
static void
add_meetings (DemoPlan *plan, GPtrArray *subjects)
{
  guint32 next = plan->city->today + (7 - (plan->city->today - 1) % 7) % 7;

  for (guint i = 0; i < subjects->len; i++)
    {
      guint32 day = ((DemoSubject *) g_ptr_array_index (subjects, i))->meeting;
      if (day && !g_hash_table_contains (plan->meetings, GUINT_TO_POINTER (day)))
        add_meeting (plan, subjects, day);
    }
  add_meeting (plan, subjects, demo_working_on_or_after (next));
}

guint32
demo_next_issue (const DemoChannel *channel, guint32 day)
{
  if (strcmp (channel->form, "feature") == 0)
    return demo_working_on_or_after (day + (7 - (day - 1) % 7) % 7);
  if (strcmp (channel->form, "newsletter") == 0)
    return demo_working_on_or_after (day + (7 + 3 - (day - 1) % 7) % 7);
  if (strcmp (channel->form, "journal") == 0)
    {
      GDate date;

      g_date_clear (&date, 1);
      g_date_set_julian (&date, day);
      do
        {
          g_date_add_months (&date, 1);
          g_date_set_day (&date, 1);
        }
      while (g_date_get_month (&date) % 3 != 0);
      return demo_working_on_or_after (g_date_get_julian (&date));
    }
  return demo_working_on_or_after (day);
}

guint
demo_plan_taken (DemoPlan *plan, guint channel, guint32 day)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (plan->taken, taken_key (channel, day)));
}

void
demo_plan_take (DemoPlan *plan, guint channel, guint32 day)
{
  g_hash_table_insert (plan->taken, taken_key (channel, day), GUINT_TO_POINTER (demo_plan_taken (plan, channel, day) + 1));
}

void
demo_make_plan (DemoCity *city)
{
  g_autoptr(GPtrArray) subjects = demo_draw_subjects (city);
  DemoPlan plan = { city, g_hash_table_new (NULL, NULL), g_hash_table_new_full (NULL, NULL, NULL, g_free) };

  add_meetings (&plan, subjects);
  for (guint i = 0; i < subjects->len; i++)
    add_subject (&plan, g_ptr_array_index (subjects, i));
  demo_make_board (&plan, subjects);
  g_hash_table_unref (plan.taken);
  g_hash_table_unref (plan.meetings);
}
