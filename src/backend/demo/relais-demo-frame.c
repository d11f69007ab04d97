/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What subjects are put into: campaigns, templates, issues of the journal; and the days that the city gives a name to. */

#include "relais-demo-board.h"

#include "relais-json.h"
#include "relais-recurrence.h"

#include <string.h>

#define JULIAN_1970  719163
#define JOURNAL_FORM "journal"
#define FIRST_ISSUE_YEAR 2011
#define PAGES        12
#define PAGE_SIGNS   2600
#define KNOWN_BEFORE 60   /* days before it begins that a campaign is on the plan */

static void
clear_campaign (gpointer data)
{
  DemoCampaign *campaign = data;
  g_free (campaign->id);
}

static void
clear_template (gpointer data)
{
  DemoTemplate *template = data;
  g_free (template->id);
}

static void
clear_edition (gpointer data)
{
  DemoEdition *edition = data;
  g_free (edition->id);
}

/* The fields of a line, as many as there are, the others "". (transfer full) */
static char **
split_line (const char *line, guint n)
{
  g_auto(GStrv) parts = g_strsplit (line, "|", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0, given = g_strv_length (parts); i < n; i++)
    g_strv_builder_take (builder, g_strdup (i < given ? g_strstrip (parts[i]) : ""));
  return g_strv_builder_end (builder);
}

static guint32
parse_day (DemoCity *city, const char *text)
{
  return (guint32) ((gint64) city->today + g_ascii_strtoll (text, NULL, 10));
}

/* A record that was on the plan before anything refers to it. */
static const char *
add_early (DemoCity *city, RelaisFields *fields, guint32 day, guint who)
{
  DemoBundle *bundle = demo_bundle_new (city, demo_at (city, MIN (day, city->today - 1), 8, 30));
  return demo_add (city, bundle, fields, demo_person (city, who)->account);
}

static void
add_campaigns (DemoCity *city)
{
  GPtrArray *lines = demo_texts_list (city->texts, "campaigns");

  for (guint i = 0; i < MIN (lines->len, city->size->n_campaigns); i++)
    {
      g_auto(GStrv) parts = split_line (lines->pdata[i], 7);
      RelaisFields *fields = demo_fields ("campaign");
      DemoCampaign campaign = {
        .unit = demo_find_unit (city, parts[2]), .theme = demo_find_theme (city, parts[3]),
        .starts = parse_day (city, parts[4]), .ends = parse_day (city, parts[5]),
      };

      relais_fields_set_string (fields, "title", parts[0]);
      relais_fields_set_string (fields, "color", parts[1]);
      relais_fields_set_string (fields, "unit", demo_unit (city, campaign.unit)->id);
      relais_fields_set_string (fields, "note", parts[6]);
      demo_set_day (fields, "starts", campaign.starts);
      demo_set_day (fields, "ends", campaign.ends);
      campaign.id = g_strdup (add_early (city, fields, campaign.starts - KNOWN_BEFORE, DEMO_MANAGER));
      g_array_append_val (city->campaigns, campaign);
    }
}

static void
set_channels (DemoCity *city, RelaisFields *fields, const char *forms)
{
  g_auto(GStrv) names = g_strsplit (forms, " ", -1);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (ids, g_array_index (city->channels, DemoChannel, demo_find_channel (city, names[i])).id);
  g_ptr_array_add (ids, NULL);
  relais_fields_set_strv (fields, "channels", (const char * const *) ids->pdata);
}

static void
add_templates (DemoCity *city)
{
  GPtrArray *lines = demo_texts_list (city->texts, "templates");

  for (guint i = 0; i < lines->len; i++)
    {
      g_auto(GStrv) parts = split_line (lines->pdata[i], 9);
      RelaisFields *fields = demo_fields ("template");
      DemoTemplate template = {
        .unit = demo_find_unit (city, parts[4]), .theme = demo_find_theme (city, parts[5]), .starts = parse_day (city, parts[6]),
      };

      relais_fields_set_string (fields, "title", parts[0]);
      relais_fields_set_string (fields, "rule", parts[1]);
      relais_fields_set_string (fields, "on_closed", parts[2]);
      set_channels (city, fields, parts[3]);
      relais_fields_set_string (fields, "unit", demo_unit (city, template.unit)->id);
      relais_fields_set_string (fields, "theme", g_ptr_array_index (city->themes, template.theme));
      relais_fields_set_string (fields, "author", demo_person (city, DEMO_EDITOR)->id);
      relais_fields_set_string (fields, "reviewer", demo_person (city, DEMO_MANAGER)->id);
      relais_fields_set_string (fields, "summary", parts[8]);
      if (*parts[1] != '\0')
        demo_set_day (fields, "starts", template.starts);
      template.id = g_strdup (add_early (city, fields, city->today - 510, DEMO_MANAGER));
      g_array_append_val (city->templates, template);
    }
}

static char *
print_json (const char *text)
{
  g_autoptr(JsonNode) node = relais_json_parse (text, -1, G_MAXSIZE, NULL);
  return relais_json_canonical (node);
}

static void
add_edition (DemoCity *city, guint32 out_on)
{
  RelaisFields *fields = demo_fields ("edition");
  DemoEdition edition = { .out_on = out_on, .print_on = demo_working_before (out_on, 5), .pages = PAGES };
  g_autofree char *steps = print_json ("[[\"Sommaire arrêté\",30],[\"Textes rendus\",20],[\"Maquette\",12],[\"Relecture\",6],"
                                       "[\"Bon à tirer\",2]]");
  g_autofree char *rooms = print_json ("{\"1\":900,\"12\":1200}");
  g_autofree char *title = NULL;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, out_on);
  title = g_strdup_printf ("Traits d’union n° %u", (g_date_get_year (&date) - FIRST_ISSUE_YEAR) * 4 + g_date_get_month (&date) / 3);
  relais_fields_set_string (fields, "channel", g_array_index (city->channels, DemoChannel, demo_find_channel (city, JOURNAL_FORM)).id);
  relais_fields_set_string (fields, "title", title);
  relais_fields_set_string (fields, "state", edition.print_on < city->today ? "closed" : "planned");
  relais_fields_set_integer (fields, "pages", PAGES);
  relais_fields_set_integer (fields, "page_signs", PAGE_SIGNS);
  demo_set_day (fields, "print_on", edition.print_on);
  demo_set_day (fields, "out_on", edition.out_on);
  relais_fields_set_string (fields, "steps", steps);
  relais_fields_set_string (fields, "rooms", rooms);
  edition.id = g_strdup (add_early (city, fields, city->today - 505, DEMO_MANAGER));
  g_array_append_val (city->editions, edition);
}

/* Every quarter that something may be planned for. */
static void
add_editions (DemoCity *city)
{
  const DemoChannel *journal = &g_array_index (city->channels, DemoChannel, demo_find_channel (city, JOURNAL_FORM));

  for (guint32 day = demo_next_issue (journal, city->today - 500); day < city->today + 260; day = demo_next_issue (journal, day))
    add_edition (city, day);
}

static void
add_named_days (JsonArray *days, const char *line, RelaisDay today)
{
  g_auto(GStrv) parts = split_line (line, 3);
  g_autoptr(RelaisPlanCalendar) calendar = relais_plan_calendar_new (NULL);
  RelaisDay from = relais_day_add_months (relais_day_month_first (today), -12);
  int length = (int) g_ascii_strtoll (parts[1], NULL, 10);
  RelaisRule rule;

  if (!relais_rule_parse (parts[0], &rule, NULL))
    g_error ("The demonstration's rule “%s” is none", parts[0]);
  g_autoptr(GArray) occurrences = relais_rule_occurrences (&rule, from, RELAIS_DAY_NONE, RELAIS_ON_CLOSED_KEEP, calendar, from,
                                                           relais_day_add_months (today, 15));
  for (guint i = 0; i < occurrences->len; i++)
    {
      RelaisDay first = g_array_index (occurrences, RelaisOccurrence, i).day;
      g_autofree char *begins = relais_day_to_string (first), *ends = relais_day_to_string (first + length - 1);
      JsonArray *one = json_array_new ();
      json_array_add_string_element (one, begins);
      json_array_add_string_element (one, ends);
      json_array_add_string_element (one, parts[2]);
      json_array_add_array_element (days, one);
    }
}

static void
add_calendar (DemoCity *city)
{
  GPtrArray *lines = demo_texts_list (city->texts, "city events");
  g_autoptr(JsonArray) days = json_array_new ();
  RelaisFields *fields = demo_fields ("calendar");
  g_autofree char *text = NULL;

  for (guint i = 0; i < lines->len; i++)
    add_named_days (days, lines->pdata[i], (RelaisDay) city->today - JULIAN_1970);
  g_autoptr(JsonNode) node = json_node_init_array (json_node_alloc (), days);
  text = relais_json_canonical (node);
  relais_fields_set_string (fields, "name", "Rendez-vous de la ville");
  relais_fields_set_string (fields, "color", "pink");
  relais_fields_set_string (fields, "days", text);
  add_early (city, fields, city->today - 500, DEMO_WEBMASTER);
}

guint
demo_find_theme (DemoCity *city, const char *name)
{
  for (guint i = 0; i < city->texts->themes->len; i++)
    if (g_str_equal (((DemoTheme *) city->texts->themes->pdata[i])->name, name))
      return i;
  return 0;
}

guint
demo_find_channel (DemoCity *city, const char *form)
{
  for (guint i = 0; i < city->channels->len; i++)
    if (g_str_equal (g_array_index (city->channels, DemoChannel, i).form, form))
      return i;
  g_assert_not_reached ();
}

void
demo_make_frame (DemoCity *city)
{
  demo_aside (city);
  g_array_set_clear_func (city->campaigns, clear_campaign);
  g_array_set_clear_func (city->templates, clear_template);
  g_array_set_clear_func (city->editions, clear_edition);
  add_campaigns (city);
  add_templates (city);
  add_editions (city);
  add_calendar (city);
  demo_aside (city);
}
