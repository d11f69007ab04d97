/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Life of the network: trainings, meetings of the network, who came, who was called. */

#include "relais-demo-private.h"

#include <string.h>

/* The team and the reader come before the correspondents; those whose mandate has ended come after. */
#define FIRST_CORRESPONDENT (DEMO_N_TEAM + 1)

static const char *
draw_presence (DemoCity *city, guint32 day, const DemoPerson *person)
{
  if (day > city->today)
    return "invited";
  if (demo_chance (city, 0.15 + 0.8 * person->zeal))
    return "present";
  return demo_chance (city, 0.4) ? "excused" : "absent";
}

static void
add_attendances (DemoCity *city, DemoBundle *bundle, const char *field, const char *event, guint32 day, double share)
{
  for (guint i = 0; i < city->size->n_correspondents; i++)
    {
      const DemoPerson *person = demo_person (city, FIRST_CORRESPONDENT + i);
      RelaisFields *fields;

      if (!demo_chance (city, share))
        continue;
      fields = demo_fields ("attendance");
      relais_fields_set_string (fields, "person", person->id);
      relais_fields_set_string (fields, field, event);
      relais_fields_set_string (fields, "presence", draw_presence (city, day, person));
      demo_add (city, bundle, fields, demo_person (city, DEMO_WEBMASTER)->account);
    }
}

static void
add_training (DemoCity *city, guint n, guint32 day)
{
  GPtrArray *list = demo_texts_list (city->texts, "trainings");
  GPtrArray *rooms = demo_texts_list (city->texts, "salle");
  g_auto(GStrv) parts = g_strsplit (g_ptr_array_index (list, n % list->len), " | ", 2);
  DemoBundle *bundle = demo_bundle_new (city, demo_at (city, day, 18, 0));
  RelaisFields *fields = demo_fields ("training");
  const char *id;

  relais_fields_set_string (fields, "title", parts[0]);
  demo_set_day (fields, "on", day);
  relais_fields_set_integer (fields, "hours", strtoul (parts[1], NULL, 10));
  relais_fields_set_string (fields, "trainer", demo_person (city, n % 2 ? DEMO_WEBMASTER : DEMO_EDITOR2)->name);
  relais_fields_set_string (fields, "place", g_ptr_array_index (rooms, demo_draw (city, rooms->len)));
  id = demo_add (city, bundle, fields, demo_person (city, DEMO_WEBMASTER)->account);
  add_attendances (city, bundle, "training", id, day, city->size->attendance_share / 500.0);
}

static void
add_gathering (DemoCity *city, const char *title, guint32 day, const char *note)
{
  DemoBundle *bundle = demo_bundle_new (city, demo_at (city, day, 18, 0));
  RelaisFields *fields = demo_fields ("gathering");
  const char *id;

  relais_fields_set_string (fields, "title", title);
  demo_set_day (fields, "on", day);
  relais_fields_set_string (fields, "place", "l’auditorium de la médiathèque");
  relais_fields_set_string (fields, "note", note);
  id = demo_add (city, bundle, fields, demo_person (city, DEMO_WEBMASTER)->account);
  add_attendances (city, bundle, "gathering", id, day, city->size->attendance_share / 100.0);
}

/* The zealous are in touch every few weeks; with the silent the last contact is more than half a year ago. */
static void
add_contacts (DemoCity *city, const DemoPerson *person)
{
  static const char * const ways[] = { "phone", "phone", "email", "email", "visit", "message" };
  GPtrArray *summaries = demo_texts_list (city->texts, "contact");
  guint n = person->zeal < 0.1 ? demo_draw (city, 2) : 1 + demo_draw (city, 2 + 4 * person->zeal);
  guint latest = person->zeal < 0.1 ? 200 : 3;

  for (guint i = 0; i < n; i++)
    {
      guint32 day = demo_working_before (city->today - latest - demo_draw (city, 420 - latest), 1);
      DemoBundle *bundle = demo_bundle_new (city, demo_at (city, day, demo_between (city, 9, 17), demo_draw (city, 60)));
      RelaisFields *fields = demo_fields ("contact_log");

      relais_fields_set_string (fields, "person", person->id);
      demo_set_day (fields, "on", day);
      relais_fields_set_string (fields, "way", ways[demo_draw (city, G_N_ELEMENTS (ways))]);
      relais_fields_set_string (fields, "summary", g_ptr_array_index (summaries, demo_draw (city, summaries->len)));
      demo_add (city, bundle, fields, demo_person (city, demo_chance (city, 0.7) ? DEMO_WEBMASTER : DEMO_MANAGER)->account);
    }
}

void
demo_make_network (DemoCity *city)
{
  static const struct { const char *title, *note; int days; } gatherings[] = {
    { "Rencontre du réseau : bilan de l’année et projets", "Présentation de la nouvelle page d’accueil, puis ateliers.", -395 },
    { "Rencontre du réseau : écrire pour être lu", "Trois correspondantes racontent comment elles s’organisent.", -210 },
    { "Rencontre du réseau : informer sans ordinateur", "Affiches, réunions d’équipe, écrans : ce qui marche.", -62 },
    { "Rencontre du réseau : préparer la saison", "Ordre du jour à compléter avec les propositions reçues.", 24 },
  };
  guint n_trainings = city->size->n_trainings;

  for (guint i = 0; i < n_trainings; i++)
    {
      int days = (int) (i + 1) * 450 / (int) n_trainings - 430;
      add_training (city, i, demo_working_on_or_after (city->today + days));
    }
  for (guint i = 0; i < G_N_ELEMENTS (gatherings); i++)
    add_gathering (city, gatherings[i].title, demo_working_on_or_after (city->today + gatherings[i].days), gatherings[i].note);
  for (guint i = 0; i < city->size->n_correspondents; i++)
    add_contacts (city, demo_person (city, FIRST_CORRESPONDENT + i));
}
