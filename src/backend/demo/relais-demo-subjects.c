/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which subjects there are: a story, a place, a day, somebody who proposes it, and what the committee says. */

#include "relais-demo-plan.h"

#include <string.h>

#define FIRST_DAY 455   /* days before today */
#define LAST_DAY  90    /* days after */
#define PAUSE     60    /* days between two tellings of one story, while there are others */

/* What was told already, so that titles differ and stories take turns. */
typedef struct {
  GHashTable *titles;  /* owned strings */
  GHashTable *uses;    /* DemoStory → how often */
  GHashTable *latest;  /* DemoStory → the day it was last told */
} Told;

static const char * const weekdays[] = { "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche" };
static const char * const months[] = {
  "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
};

static void
free_subject (gpointer data)
{
  DemoSubject *subject = data;

  demo_context_clear (&subject->context);
  g_free (subject->title);
  g_free (subject->standfirst);
  g_free (subject->id);
  g_free (subject);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;

  return (left > right) - (left < right);
}

static const char *
next_season (guint32 day)
{
  switch (demo_month (day))
    {
    case 12: case 1: case 2: return "le printemps";
    case 3: case 4: case 5:  return "l’été";
    case 6: case 7: case 8:  return "l’automne";
    default:                 return "l’hiver";
    }
}

static gboolean
in_season (const DemoStory *story, guint month)
{
  if (story->first_month == 0)
    return TRUE;
  if (story->first_month <= story->last_month)
    return month >= story->first_month && month <= story->last_month;
  return month >= story->first_month || month <= story->last_month;
}

/* Working days, fewer in summer and the fewer the further ahead. */
static GArray *
draw_days (DemoCity *city, guint n)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (guint32));

  while (days->len < n)
    {
      guint32 day = city->today - FIRST_DAY + demo_draw (city, FIRST_DAY + LAST_DAY);
      double weight = demo_month (day) == 8 ? 0.4 : 1;

      if (day > city->today)
        weight *= MAX (0.25, 1 - (day - city->today) / 100.0);
      if (demo_is_working (day) && demo_chance (city, weight))
        g_array_append_val (days, day);
    }
  g_array_sort (days, compare_numbers);
  return days;
}

static void
fill_context (DemoCity *city, DemoSubject *subject)
{
  static const char * const places[] = {
    "lieu", "rue", "ecole", "creche", "sport", "culture", "quartier", "salle", "nombre", "heure",
  };
  g_autofree char *day = demo_write_day (subject->event_day);
  g_autofree char *monday = demo_write_day (subject->event_day - (subject->event_day - 1) % 7);
  g_autofree char *person = g_strdup_printf ("%s %s", demo_pick (city, "women"), demo_pick (city, "last names"));
  g_autofree char *year = NULL;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, subject->event_day);
  year = g_strdup_printf ("%u", g_date_get_year (&date));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    demo_context_set (&subject->context, places[i], demo_pick (city, places[i]));
  demo_context_set (&subject->context, "jour", day);
  demo_context_set (&subject->context, "lundi", monday);
  demo_context_set (&subject->context, "annee", year);
  demo_context_set (&subject->context, "mois", months[demo_month (subject->event_day + 30) - 1]);
  demo_context_set (&subject->context, "passe", months[demo_month (subject->day - 70) - 1]);
  demo_context_set (&subject->context, "saison", next_season (subject->event_day));
  demo_context_set (&subject->context, "personne", person);
}

/* Of a few stories of the season the one that was told least. */
static void
pick_story (DemoCity *city, const Told *told, DemoSubject *subject)
{
  guint month = demo_month (subject->day), best = G_MAXUINT;
  /* around today there is much to go to: an agenda is of use when it is full */
  gboolean near = subject->day + 25 > city->today && subject->day < city->today + 25;
  gboolean appointment = near && demo_chance (city, 0.35);

  for (guint try = 0; try < 6 || best == G_MAXUINT; try++)
    {
      /* in a region there are more subjects than stories: the pause is given up at last */
      gboolean patient = try < 60;
      guint theme = demo_draw (city, city->texts->themes->len);
      GPtrArray *stories = ((DemoTheme *) g_ptr_array_index (city->texts->themes, theme))->stories;
      const DemoStory *story = g_ptr_array_index (stories, demo_draw (city, stories->len));
      guint uses = GPOINTER_TO_UINT (g_hash_table_lookup (told->uses, story));
      guint32 latest = GPOINTER_TO_UINT (g_hash_table_lookup (told->latest, story));

      if (!in_season (story, month) || uses >= best || (appointment && !story->agenda)
          || (patient && latest && subject->day - latest < PAUSE))
        continue;
      best = uses;
      subject->theme = theme;
      subject->story = story;
    }
}

/* A title that was not used before, as long as chance gives one. */
static void
draw_title (DemoCity *city, const Told *told, DemoSubject *subject)
{
  for (guint try = 0; try < 12; try++)
    {
      GPtrArray *titles;

      pick_story (city, told, subject);
      titles = subject->story->titles;
      fill_context (city, subject);
      g_free (subject->title);
      subject->title = demo_expand (&subject->context, g_ptr_array_index (titles, demo_draw (city, titles->len)));
      if (!g_hash_table_contains (told->titles, subject->title))
        break;
    }
  if (g_hash_table_contains (told->titles, subject->title))
    {
      /* told again, as one does: a reminder, the questions that came */
      g_autofree char *followed = NULL;
      demo_context_set (&subject->context, "titre", subject->title);
      followed = demo_expand (&subject->context, demo_pick (city, "followup"));
      g_set_str (&subject->title, followed);
    }
  g_hash_table_add (told->titles, g_strdup (subject->title));
  g_hash_table_insert (told->uses, (gpointer) subject->story,
                       GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (told->uses, subject->story)) + 1));
  g_hash_table_insert (told->latest, (gpointer) subject->story, GUINT_TO_POINTER (subject->day));
  subject->standfirst = demo_expand (&subject->context, subject->story->standfirst);
}

/* A direction that tells such stories, or one of its services. */
static guint
draw_unit (DemoCity *city, const DemoTheme *theme)
{
  const char *wanted = theme->units[demo_draw (city, g_strv_length (theme->units))];
  guint start = demo_draw (city, city->units->len), directorate = demo_unit (city, start)->directorate;

  for (guint i = 0; i < city->units->len; i++)
    {
      const DemoUnit *unit = demo_unit (city, (start + i) % city->units->len);
      if (unit->short_name && g_str_has_prefix (unit->short_name, wanted)
          && (unit->short_name[strlen (wanted)] == '\0' || unit->short_name[strlen (wanted)] == '-'))
        {
          directorate = (start + i) % city->units->len;
          break;
        }
    }
  if (demo_chance (city, 0.45))
    for (guint i = 0, n = demo_between (city, 1, 4); i < n; i++)
      if (directorate + n < city->units->len && demo_unit (city, directorate + n)->directorate == directorate)
        return directorate + n;
  return directorate;
}

/* A correspondent of the direction, more likely one with zeal; where there is nobody, the team finds it itself. */
static guint
draw_proposer (DemoCity *city, guint unit, guint32 day)
{
  guint directorate = demo_unit (city, unit)->directorate;
  GArray *correspondents = demo_unit (city, directorate)->correspondents;

  /* whoever signs in as "correspondent" finds something to do */
  if (demo_unit (city, demo_person (city, city->correspondent)->unit)->directorate == directorate && day + 14 > city->today
      && demo_chance (city, 0.7))
    return city->correspondent;
  for (guint try = 0; correspondents->len > 0 && try < 4; try++)
    {
      guint person = g_array_index (correspondents, guint, demo_draw (city, correspondents->len));
      if (demo_chance (city, demo_person (city, person)->zeal))
        return person;
    }
  return demo_chance (city, 0.5) ? DEMO_EDITOR : DEMO_EDITOR2;
}

static void
draw_decision (DemoCity *city, DemoSubject *subject)
{
  guint32 monday = subject->proposed_on + 7 - (subject->proposed_on - 1) % 7;
  double draw = g_rand_double (city->rand);

  monday += demo_chance (city, 0.15) ? 7 : 0;
  /* what is told in a few days was decided, if need be on the telephone */
  if (demo_working_on_or_after (monday) >= city->today && subject->day > city->today + 6)
    return;
  subject->meeting = demo_working_on_or_after (monday);
  while (subject->meeting >= city->today)
    subject->meeting = demo_working_on_or_after (subject->meeting - 7 - (subject->meeting - 1) % 7);
  subject->proposed_on = MIN (subject->proposed_on, subject->meeting - 1);
  subject->outcome = draw < 0.87 ? "kept" : draw < 0.92 ? "postponed" : draw < 0.97 ? "refused" : "other_channel";
  subject->reason = demo_pick (city, subject->outcome);
}

static DemoSubject *
draw_subject (DemoCity *city, const Told *told, guint32 day)
{
  DemoSubject *subject = g_new0 (DemoSubject, 1);
  const DemoTheme *theme;

  demo_context_init (&subject->context);
  subject->day = day;
  subject->event_day = demo_working_on_or_after (day + demo_between (city, 8, 45));
  draw_title (city, told, subject);
  theme = demo_subject_theme (city, subject);
  subject->unit = draw_unit (city, theme);
  subject->proposer = draw_proposer (city, subject->unit, day);
  subject->proposed_on = day - demo_between (city, 12, 50);
  if (subject->proposed_on >= city->today)
    subject->proposed_on = city->today - demo_between (city, 0, 22);
  while (!demo_is_working (subject->proposed_on))
    subject->proposed_on--;
  subject->id = demo_id (city, demo_at (city, subject->proposed_on, 9, 0));
  draw_decision (city, subject);
  return subject;
}

char *
demo_write_day (guint32 day)
{
  GDate date;
  guint n;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  n = g_date_get_day (&date);
  return g_strdup_printf ("%s %u%s %s", weekdays[(day - 1) % 7], n, n == 1 ? "er" : "", months[g_date_get_month (&date) - 1]);
}

const char *
demo_pick (DemoCity *city, const char *list)
{
  GPtrArray *texts = demo_texts_list (city->texts, list);

  return g_ptr_array_index (texts, demo_draw (city, texts->len));
}

GPtrArray *
demo_draw_subjects (DemoCity *city)
{
  GPtrArray *subjects = g_ptr_array_new_with_free_func (free_subject);
  g_autoptr(GArray) days = draw_days (city, city->size->n_subjects);
  Told told = {
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), g_hash_table_new (NULL, NULL),
    g_hash_table_new (NULL, NULL),
  };

  for (guint i = 0; i < days->len; i++)
    g_ptr_array_add (subjects, draw_subject (city, &told, g_array_index (days, guint32, i)));
  g_hash_table_unref (told.titles);
  g_hash_table_unref (told.uses);
  g_hash_table_unref (told.latest);
  return subjects;
}
