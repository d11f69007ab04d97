/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-demo-board.h"

#include "relais-recurrence.h"

#include <string.h>

#define JULIAN_1970 719163

/* A subject that no story tells. */
typedef struct {
  const char   *title, *summary, *forms;   /* lent */
  guint         unit, theme;
  guint32       day;
  guint32       proposed_on;
  const char   *campaign, *template;       /* nullable: ids, lent */
  guint32       occurrence;                /* 0: none */
  gboolean      idea;
} Extra;

static const char *
state_for (guint32 day, guint32 today)
{
  int ahead = (int) day - (int) today;
  if (ahead < -1)
    return "published";
  return ahead <= 3 ? "scheduled" : ahead <= 10 ? "review" : ahead <= 25 ? "writing" : "accepted";
}

static const char *
add_article (DemoCity *city, DemoBundle *bundle, const Extra *extra, const char *subject, guint author)
{
  RelaisFields *fields = demo_fields ("article");
  g_autofree char *body = g_strconcat (extra->summary, "\n\n", demo_pick (city, "plain"), NULL);

  relais_fields_set_string (fields, "title", extra->title);
  relais_fields_set_string (fields, "standfirst", extra->summary);
  relais_fields_set_string (fields, "body", body);
  relais_fields_set_string (fields, "author", demo_person (city, author)->id);
  relais_fields_set_string (fields, "subject", subject);
  relais_fields_set_string (fields, "theme", g_ptr_array_index (city->themes, extra->theme));
  relais_fields_set_string (fields, "signature", demo_unit (city, extra->unit)->name);
  relais_fields_set_string (fields, "language", "fr");
  return demo_add (city, bundle, fields, demo_person (city, author)->account);
}

static void
add_placement (DemoCity *city, DemoBundle *bundle, const Extra *extra, const char *subject, const char *form)
{
  const DemoChannel *channel = &g_array_index (city->channels, DemoChannel, demo_find_channel (city, form));
  RelaisFields *fields = demo_fields ("placement");
  guint author = demo_chance (city, 0.5) ? DEMO_EDITOR : DEMO_EDITOR2;
  const char *state = extra->idea ? "idea" : state_for (extra->day, city->today);

  relais_fields_set_string (fields, "subject", subject);
  relais_fields_set_string (fields, "channel", channel->id);
  relais_fields_set_string (fields, "state", state);
  if (!extra->idea)
    {
      demo_set_day (fields, "planned", extra->day);
      demo_set_day (fields, "copy_due", demo_working_before (extra->day, channel->lead_days));
      relais_fields_set_string (fields, "author", demo_person (city, author)->id);
      relais_fields_set_string (fields, "reviewer", demo_person (city, DEMO_MANAGER)->id);
      if (!g_str_equal (state, "accepted"))
        relais_fields_set_string (fields, "article", add_article (city, bundle, extra, subject, author));
    }
  if (g_str_equal (state, "published") || g_str_equal (state, "scheduled"))
    {
      g_autofree char *publish_at = demo_instant (city, extra->day, 9, 0);
      relais_fields_set_string (fields, "publish_at", publish_at);
    }
  demo_add (city, bundle, fields, demo_person (city, DEMO_EDITOR)->account);
}

static void
add_extra (DemoCity *city, const Extra *extra)
{
  guint32 last = extra->idea ? extra->proposed_on : MAX (extra->proposed_on, MIN (extra->day, city->today - 1));
  DemoBundle *bundle = demo_bundle_new (city, demo_at (city, last, 16, demo_draw (city, 60)));
  RelaisFields *fields = demo_fields ("subject");
  g_auto(GStrv) forms = g_strsplit (extra->forms, " ", -1);
  guint proposer = extra->idea && city->people->len > DEMO_N_TEAM ? DEMO_N_TEAM + demo_draw (city, city->people->len - DEMO_N_TEAM)
                                                                  : DEMO_EDITOR;
  const char *id;

  relais_fields_set_string (fields, "title", extra->title);
  relais_fields_set_string (fields, "summary", extra->summary);
  relais_fields_set_string (fields, "state", extra->idea ? "proposed" : "kept");
  relais_fields_set_string (fields, "unit", demo_unit (city, extra->unit)->id);
  relais_fields_set_string (fields, "theme", g_ptr_array_index (city->themes, extra->theme));
  relais_fields_set_string (fields, "proposed_by", demo_person (city, proposer)->id);
  demo_set_day (fields, "proposed_on", extra->proposed_on);
  relais_fields_set_string (fields, "campaign", extra->campaign);
  relais_fields_set_string (fields, "template", extra->template);
  if (extra->occurrence != 0)
    demo_set_day (fields, "occurrence", extra->occurrence);
  id = demo_add (city, bundle, fields, demo_person (city, proposer)->account);
  for (guint i = 0; forms[i] != NULL; i++)
    add_placement (city, bundle, extra, id, forms[i]);
}

static void
add_campaign_subjects (DemoCity *city)
{
  GPtrArray *lines = demo_texts_list (city->texts, "campaign subjects");

  for (guint i = 0; i < lines->len; i++)
    {
      g_auto(GStrv) parts = g_strsplit (lines->pdata[i], " | ", 5);
      guint number = (guint) g_ascii_strtoull (parts[0], NULL, 10) - 1;
      if (number >= city->campaigns->len)
        continue;
      const DemoCampaign *campaign = &g_array_index (city->campaigns, DemoCampaign, number);
      guint32 day = demo_working_on_or_after (campaign->starts + (guint32) g_ascii_strtoull (parts[1], NULL, 10));
      const Extra extra = {
        .title = parts[3], .summary = parts[4], .forms = parts[2], .unit = campaign->unit, .theme = campaign->theme, .day = day,
        .proposed_on = MIN (demo_working_before (campaign->starts, 20), city->today - 2), .campaign = campaign->id,
      };
      add_extra (city, &extra);
    }
}

/* From eight weeks ago to five weeks ahead, what each rule brings forth. */
static void
add_occurrences (DemoCity *city)
{
  GPtrArray *lines = demo_texts_list (city->texts, "templates");
  g_autoptr(RelaisPlanCalendar) calendar = relais_plan_calendar_new (NULL);
  RelaisDay today = (RelaisDay) city->today - JULIAN_1970;

  for (guint i = 0; i < city->templates->len; i++)
    {
      const DemoTemplate *template = &g_array_index (city->templates, DemoTemplate, i);
      g_auto(GStrv) parts = g_strsplit (lines->pdata[i], "|", 9);
      RelaisRule rule;
      if (!relais_rule_parse (g_strstrip (parts[1]), &rule, NULL))
        continue;
      g_autoptr(GArray) days = relais_rule_occurrences (&rule, (RelaisDay) template->starts - JULIAN_1970, RELAIS_DAY_NONE,
                                                        relais_on_closed_parse (g_strstrip (parts[2])), calendar, today - 56, today + 35);
      for (guint j = 0; j < days->len; j++)
        {
          const RelaisOccurrence *occurrence = &g_array_index (days, RelaisOccurrence, j);
          guint32 planned = (guint32) (occurrence->planned + JULIAN_1970);
          g_autofree char *day = demo_write_day (planned), *title = g_strdup_printf ("%s %s", g_strstrip (parts[7]), day);
          const Extra extra = {
            .title = title, .summary = g_strstrip (parts[8]), .forms = g_strstrip (parts[3]), .unit = template->unit,
            .theme = template->theme, .day = planned, .proposed_on = MIN (demo_working_before (planned, 25), city->today - 2),
            .template = template->id, .occurrence = (guint32) (occurrence->day + JULIAN_1970),
          };
          add_extra (city, &extra);
        }
    }
}

static void
add_ideas (DemoCity *city)
{
  GPtrArray *lines = demo_texts_list (city->texts, "ideas");

  for (guint i = 0; i < MIN (lines->len, city->size->n_ideas); i++)
    {
      g_auto(GStrv) parts = g_strsplit (lines->pdata[i], " | ", 5);
      const Extra extra = {
        .title = parts[3], .summary = parts[4], .forms = parts[0], .unit = demo_find_unit (city, parts[1]),
        .theme = demo_find_theme (city, parts[2]), .idea = TRUE, .proposed_on = demo_working_before (city->today, demo_between (city, 2, 30)),
      };
      add_extra (city, &extra);
    }
}

static guint
count_taken (DemoPlan *plan, guint channel, guint32 from, guint32 to)
{
  guint n = 0;
  for (guint32 day = from; day <= to; day++)
    n += demo_plan_taken (plan, channel, day);
  return n;
}

/* Told again: one more placement of a subject of those days. FALSE: there is none (any more). */
static gboolean
remind (DemoPlan *plan, GPtrArray *subjects, guint *next, guint channel, guint32 day)
{
  DemoCity *city = plan->city;

  for (; *next < subjects->len; (*next)++)
    {
      const DemoSubject *subject = g_ptr_array_index (subjects, *next);
      if (subject->day + 12 < day || subject->day > day + 12 || g_strcmp0 (subject->outcome, "kept") != 0)
        continue;
      DemoBundle *bundle = demo_bundle_new (city, demo_at (city, city->today - 1, 18, 0));
      const DemoChannel *wanted = &g_array_index (city->channels, DemoChannel, channel);
      RelaisFields *fields = demo_fields ("placement");
      relais_fields_set_string (fields, "subject", subject->id);
      relais_fields_set_string (fields, "channel", wanted->id);
      relais_fields_set_string (fields, "state", "accepted");
      demo_set_day (fields, "planned", day);
      demo_set_day (fields, "copy_due", demo_working_before (day, wanted->lead_days));
      relais_fields_set_string (fields, "author", demo_person (city, DEMO_EDITOR)->id);
      relais_fields_set_string (fields, "reviewer", demo_person (city, DEMO_MANAGER)->id);
      relais_fields_set_string (fields, "note", demo_pick (city, "reminders"));
      demo_add (city, bundle, fields, demo_person (city, DEMO_EDITOR)->account);
      demo_plan_take (plan, channel, day);
      (*next)++;
      return TRUE;
    }
  return FALSE;
}

/* The week after next has more briefs than it bears; two weeks later one day has too many entries of the agenda. */
static void
add_overload (DemoPlan *plan, GPtrArray *subjects)
{
  DemoCity *city = plan->city;
  guint32 monday = city->today + 14 - (city->today - 1) % 7, later = monday + 14;
  guint briefs = demo_find_channel (city, "brief"), agenda = demo_find_channel (city, "agenda"), next = 0;

  for (guint i = 0; i < 40 && count_taken (plan, briefs, monday, monday + 6)
       <= g_array_index (city->channels, DemoChannel, briefs).per_week + 4; i++)
    if (!remind (plan, subjects, &next, briefs, demo_working_on_or_after (monday + i % 4)))
      next = 0;
  next = 0;
  while (demo_plan_taken (plan, agenda, demo_working_on_or_after (later + 2))
         <= g_array_index (city->channels, DemoChannel, agenda).per_day)
    if (!remind (plan, subjects, &next, agenda, demo_working_on_or_after (later + 2)))
      break;
}

void
demo_set_page (DemoCity *city, RelaisFields *placement, guint32 planned)
{
  gboolean next = TRUE;

  for (guint i = 0; i < city->editions->len; i++)
    {
      DemoEdition *edition = &g_array_index (city->editions, DemoEdition, i);
      gboolean open = edition->print_on >= city->today, first = open && next;
      guint page = edition->placed % edition->pages + 1;
      if (open)
        next = FALSE;
      if (edition->out_on != planned)
        continue;
      edition->placed++;
      relais_fields_set_string (placement, "edition", edition->id);
      demo_aside (city);
      relais_fields_set_integer (placement, "length", 100 * demo_between (city, 7, 26));
      demo_aside (city);
      if (first && page == 9)
        page = 5;
      if (!open || (first && edition->placed + 2 <= edition->pages) || edition->placed <= 3)
        relais_fields_set_integer (placement, "page", page);
      return;
    }
}

void
demo_make_board (DemoPlan *plan, GPtrArray *subjects)
{
  DemoCity *city = plan->city;

  demo_aside (city);
  add_campaign_subjects (city);
  add_ideas (city);
  if (city->size->busy)
    {
      add_occurrences (city);
      add_overload (plan, subjects);
    }
  demo_aside (city);
}
