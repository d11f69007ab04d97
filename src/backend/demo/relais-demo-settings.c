/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Channels with their rules, themes, settings of the organisation, periods without publication. */

#include "relais-demo-private.h"

#define JANUARY  1
#define AUGUST   8
#define DECEMBER 12

typedef struct {
  const char *name, *form, *color, *icon, *length_unit, *cadence, *audience;
  guint       length_min, length_max, per_day, per_week, lead_days;
} Channel;

static const Channel channels[] = {
  { "Brèves de l’intranet", "brief", "blue", "view-list-bullet-symbolic", "signs", "daily", "everyone", 120, 900, 4, 14, 2 },
  { "Zoom sur", "feature", "purple", "starred-symbolic", "words", "weekly", "everyone", 100, 600, 1, 1, 5 },
  { "Agenda", "agenda", "green", "x-office-calendar-symbolic", "signs", "free", "everyone", 60, 500, 4, 12, 3 },
  { "Lettre de la semaine", "newsletter", "teal", "mail-unread-symbolic", "words", "weekly", "everyone", 25, 120, 8, 8, 2 },
  { "Journal interne « Traits d’union »", "journal", "orange", "view-dual-symbolic", "signs", "quarterly", "everyone", 700, 3500,
    24, 24, 20 },
  { "Guide pratique", "guide", "slate", "help-contents-symbolic", "words", "free", "everyone", 80, 900, 2, 5, 5 },
  { "Message flash aux encadrants", "teaser", "red", "mail-send-symbolic", "signs", "free", "managers", 80, 450, 1, 2, 1 },
  { "Événements internes", "event", "pink", "emoji-flags-symbolic", "words", "free", "everyone", 20, 250, 1, 3, 10 },
  { "Affichage sur les sites", "poster", "yellow", "view-paged-symbolic", "words", "free", "everyone", 10, 60, 2, 4, 8 },
};

static void
add_channels (DemoCity *city, DemoBundle *bundle)
{
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      const Channel *channel = &channels[i];
      RelaisFields *fields = demo_fields ("channel");
      DemoChannel made = { channel->form, channel->cadence, NULL, channel->per_day, channel->per_week, channel->lead_days };

      relais_fields_set_string (fields, "name", channel->name);
      relais_fields_set_string (fields, "form", channel->form);
      relais_fields_set_integer (fields, "position", i + 1);
      relais_fields_set_string (fields, "color", channel->color);
      relais_fields_set_string (fields, "icon", channel->icon);
      relais_fields_set_string (fields, "length_unit", channel->length_unit);
      relais_fields_set_integer (fields, "length_min", channel->length_min);
      relais_fields_set_integer (fields, "length_max", channel->length_max);
      relais_fields_set_integer (fields, "per_day", channel->per_day);
      relais_fields_set_integer (fields, "per_week", channel->per_week);
      relais_fields_set_string (fields, "cadence", channel->cadence);
      relais_fields_set_integer (fields, "lead_days", channel->lead_days);
      relais_fields_set_string (fields, "audience", channel->audience);
      made.id = g_strdup (demo_add (city, bundle, fields, demo_person (city, DEMO_WEBMASTER)->account));
      g_array_append_val (city->channels, made);
    }
}

static void
add_themes (DemoCity *city, DemoBundle *bundle)
{
  for (guint i = 0; i < city->texts->themes->len; i++)
    {
      const DemoTheme *theme = g_ptr_array_index (city->texts->themes, i);
      RelaisFields *fields = demo_fields ("theme");

      relais_fields_set_string (fields, "name", theme->name);
      relais_fields_set_string (fields, "color", theme->color);
      relais_fields_set_integer (fields, "position", i + 1);
      g_ptr_array_add (city->themes, g_strdup (demo_add (city, bundle, fields, demo_person (city, DEMO_WEBMASTER)->account)));
    }
}

static void
add_settings (DemoCity *city, DemoBundle *bundle)
{
  static const struct { const char *key, *value; } settings[] = {
    { "organisation_name", "Ville de Valmère" },
    { "intranet_name", "L’intranet de la Ville de Valmère" },
    { "language", "fr" },
    { "zone", "Europe/Paris" },
    { "load.everyone.per_day", "7" },
    { "load.everyone.per_week", "26" },
    { "load.managers.per_day", "8" },
    { "load.managers.per_week", "28" },
    { "load.person.per_week", "9" },
    { "wip.writing", "30" },
    { "wip.review", "20" },
    { "wip.writing.author", "8" },
    { "one_click_links", "Annuaire des agents | https://annuaire.valmere.example/\n"
                         "Demande d’intervention | https://interventions.valmere.example/\n"
                         "Congés et absences | https://conges.valmere.example/\n"
                         "Réserver une salle | https://salles.valmere.example/\n"
                         "Restaurant du personnel | https://restaurant.valmere.example/\n"
                         "Assistance informatique | https://assistance.valmere.example/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      RelaisFields *fields = demo_fields ("setting");

      relais_fields_set_string (fields, "key", settings[i].key);
      relais_fields_set_string (fields, "value", settings[i].value);
      demo_add (city, bundle, fields, demo_person (city, DEMO_WEBMASTER)->account);
    }
}

static void
add_period (DemoCity *city, DemoBundle *bundle, guint32 starts, guint32 ends, const char *reason)
{
  RelaisFields *fields = demo_fields ("closed_period");
  DemoPeriod period = { starts, ends };

  demo_set_day (fields, "starts", starts);
  demo_set_day (fields, "ends", ends);
  relais_fields_set_string (fields, "reason", reason);
  demo_add (city, bundle, fields, demo_person (city, DEMO_MANAGER)->account);
  g_array_append_val (city->periods, period);
}

static guint32
julian (guint day, guint month, guint year)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  return g_date_get_julian (&date);
}

static void
add_periods (DemoCity *city, DemoBundle *bundle)
{
  GDate date;
  guint year;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, city->today);
  year = g_date_get_year (&date);
  for (guint y = year - 1; y <= year; y++)
    {
      add_period (city, bundle, julian (1, AUGUST, y), julian (16, AUGUST, y), "Trêve estivale");
      add_period (city, bundle, julian (24, DECEMBER, y), julian (2, JANUARY, y + 1), "Fêtes de fin d’année");
    }
  add_period (city, bundle, city->today + 38, city->today + 52, "Réserve électorale");
}

void
demo_make_settings (DemoCity *city)
{
  DemoBundle *bundle = demo_bundle_new (city, demo_at (city, city->today - 557, 9, 0));

  add_channels (city, bundle);
  add_themes (city, bundle);
  add_settings (city, bundle);
  add_periods (city, bundle);
}
