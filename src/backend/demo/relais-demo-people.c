/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Organisation, people and the mandates of the correspondents. */

#include "relais-demo-private.h"

#include <string.h>

/* Directions that have no correspondent, by their place in the list. */
static const guint uncovered[] = { 11, 20, 25 };

static void
add_unit (DemoCity *city, DemoBundle *bundle, const char *name, const char *short_name, guint directorate, guint headcount,
          guint share)
{
  DemoUnit *unit = g_new0 (DemoUnit, 1);
  RelaisFields *fields = demo_fields ("unit");
  guint position = city->units->len;

  unit->name = g_strdup (name);
  unit->short_name = g_strdup (short_name);
  unit->directorate = directorate;
  unit->headcount = headcount;
  unit->correspondents = g_array_new (FALSE, FALSE, sizeof (guint));
  unit->id = demo_id (city, demo_at (city, city->today - 560, 9, 0));
  g_ptr_array_add (city->units, unit);

  relais_fields_set_string (fields, "name", name);
  relais_fields_set_string (fields, "short_name", short_name);
  relais_fields_set_string (fields, "type", directorate == position ? "directorate" : "service");
  if (directorate != position)
    relais_fields_set_string (fields, "parent", demo_unit (city, directorate)->id);
  relais_fields_set_integer (fields, "headcount", headcount);
  relais_fields_set_integer (fields, "intranet_share", share);
  demo_add_with_id (city, bundle, g_strdup (unit->id), fields, NULL);
}

/* Staff of the direction with its services: the lines up to the next direction. */
static guint
sum_headcount (GPtrArray *lines, guint first)
{
  guint sum = 0;

  for (guint i = first; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      g_auto(GStrv) parts = g_strsplit (line, " | ", -1);

      if (i > first && !g_str_has_prefix (line, "- "))
        break;
      sum += strtoul (parts[i > first ? 1 : 2], NULL, 10);
    }
  return sum;
}

/* One organisation; copies of it (region) carry the number of the municipality in their names. */
static void
add_organisation (DemoCity *city, DemoBundle *bundle, guint copy)
{
  GPtrArray *lines = city->texts->units;
  guint directorate = 0, n_directorates = 0, share = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      gboolean service = g_str_has_prefix (line, "- ");
      g_auto(GStrv) parts = g_strsplit (service ? line + 2 : line, " | ", -1);
      g_autofree char *name = copy ? g_strdup_printf ("%s – secteur %u", parts[0], copy + 1) : g_strdup (parts[0]);
      g_autofree char *short_name = copy && !service ? g_strdup_printf ("%s-%u", parts[1], copy + 1)
                                    : g_strdup (service ? NULL : parts[1]);

      if (service)
        {
          add_unit (city, bundle, name, NULL, directorate, strtoul (parts[1], NULL, 10), share);
          continue;
        }
      if (city->size->n_units && n_directorates++ == city->size->n_units)
        return;
      directorate = city->units->len;
      share = strtoul (parts[3], NULL, 10);
      add_unit (city, bundle, name, short_name, directorate, sum_headcount (lines, i), share);
    }
}

/* "Marie-Ève N’Diaye" → "marie-eve.ndiaye" */
static char *
make_login (const char *first_name, const char *last_name)
{
  g_autofree char *whole = g_strconcat (first_name, ".", last_name, NULL);
  g_autofree char *plain = g_str_to_ascii (whole, "C");
  g_autofree char *lower = g_ascii_strdown (plain, -1);
  GString *login = g_string_new (NULL);

  for (const char *p = lower; *p; p++)
    if (g_ascii_isalnum (*p) || *p == '-' || *p == '.')
      g_string_append_c (login, *p);
  return g_string_free (login, FALSE);
}

static const char *
pick_job (DemoCity *city, gboolean woman)
{
  GPtrArray *jobs = demo_texts_list (city->texts, "jobs");

  return g_ptr_array_index (jobs, demo_draw (city, jobs->len / 2) * 2 + !woman);
}

/* Nobody has the name of somebody else, as long as there are names. */
static void
pick_name (DemoCity *city, GHashTable *taken, DemoPerson *person, char **last_name)
{
  GPtrArray *last_names = demo_texts_list (city->texts, "last names");
  GPtrArray *first_names = demo_texts_list (city->texts, person->woman ? "women" : "men");

  for (guint try = 0; try < 20; try++)
    {
      g_free (person->first_name);
      g_free (person->name);
      person->first_name = g_strdup (g_ptr_array_index (first_names, demo_draw (city, first_names->len)));
      g_set_str (last_name, g_ptr_array_index (last_names, demo_draw (city, last_names->len)));
      person->name = g_strconcat (person->first_name, " ", *last_name, NULL);
      if (g_hash_table_add (taken, g_strdup (person->name)))
        return;
    }
}

/* Returns: the position in `people` */
static guint
add_person (DemoCity *city, DemoBundle *bundle, GHashTable *taken, guint unit, gboolean woman, const char *job)
{
  DemoPerson *person = g_new0 (DemoPerson, 1);
  RelaisFields *fields = demo_fields ("person");
  g_autofree char *last_name = NULL, *login = NULL, *email = NULL, *phone = NULL, *mobile = NULL, *number = NULL;

  person->woman = woman;
  person->unit = unit;
  person->id = demo_id (city, demo_at (city, city->today - 560, 9, 0));
  /* Most do what they can, some a great deal, some have gone silent. */
  person->zeal = g_rand_double (city->rand);
  pick_name (city, taken, person, &last_name);
  g_ptr_array_add (city->people, person);

  login = make_login (person->first_name, last_name);
  email = g_strdup_printf ("%s@valmere.example", login);
  phone = g_strdup_printf ("03 53 01 %02u %02u", demo_draw (city, 100), demo_draw (city, 100));
  number = g_strdup_printf ("A%05u", 10000 + city->people->len * 7);
  relais_fields_set_string (fields, "first_name", person->first_name);
  relais_fields_set_string (fields, "last_name", last_name);
  relais_fields_set_string (fields, "email", email);
  relais_fields_set_string (fields, "phone", phone);
  if (demo_chance (city, 0.35))
    mobile = g_strdup_printf ("06 39 98 %02u %02u", demo_draw (city, 100), demo_draw (city, 100));
  relais_fields_set_string (fields, "mobile", mobile);
  relais_fields_set_string (fields, "job", job);
  relais_fields_set_string (fields, "unit", demo_unit (city, unit)->id);
  relais_fields_set_string (fields, "external_id", number);
  demo_add_with_id (city, bundle, g_strdup (person->id), fields, NULL);
  return city->people->len - 1;
}

/* Accounts are made with the people, so that later records can say who wrote them. */
static void
add_account (DemoCity *city, DemoBundle *bundle, const char *login, const char *role, guint i)
{
  DemoPerson *person = demo_person (city, i);
  RelaisFields *fields = demo_fields ("account");

  relais_fields_set_string (fields, "login", login);
  relais_fields_set_string (fields, "name", person->name);
  relais_fields_set_string (fields, "role", role);
  relais_fields_set_string (fields, "person", person->id);
  person->account = g_strdup (demo_add (city, bundle, fields, NULL));
}

static void
add_team (DemoCity *city, DemoBundle *people, DemoBundle *accounts, GHashTable *taken)
{
  static const struct { const char *login, *role, *job; gboolean woman; } team[DEMO_N_TEAM] = {
    [DEMO_MANAGER] = { "manager", "manager", "Responsable de la communication interne", TRUE },
    [DEMO_EDITOR] = { "editor", "editor", "Chargé de communication interne", FALSE },
    [DEMO_EDITOR2] = { "editor2", "editor", "Chargée de communication interne", TRUE },
    [DEMO_DESIGNER] = { "designer", "designer", "Infographiste", FALSE },
    [DEMO_WEBMASTER] = { "webmaster", "webmaster", "Webmestre de l’intranet", TRUE },
  };
  guint unit = demo_find_unit (city, "Communication interne");

  for (guint i = 0; i < DEMO_N_TEAM; i++)
    {
      guint person = add_person (city, people, taken, unit, team[i].woman, team[i].job);
      demo_person (city, person)->zeal = 1;
      add_account (city, accounts, team[i].login, team[i].role, person);
    }
}

static void
add_mandate (DemoCity *city, DemoBundle *bundle, guint person, guint unit, gboolean deputy, const char *state, guint32 starts)
{
  static const char * const sheets[] = { "signed", "signed", "signed", "signed", "sent", "missing" };
  GPtrArray *missions = demo_texts_list (city->texts, "mission");
  RelaisFields *fields = demo_fields ("mandate");
  gboolean running = strcmp (state, "active") == 0 || strcmp (state, "suspended") == 0 || strcmp (state, "ended") == 0;
  const char *sheet = strcmp (state, "proposed") == 0 ? "missing" : sheets[demo_draw (city, G_N_ELEMENTS (sheets))];

  relais_fields_set_string (fields, "person", demo_person (city, person)->id);
  relais_fields_set_string (fields, "unit", demo_unit (city, unit)->id);
  relais_fields_set_string (fields, "function", deputy ? "deputy" : "holder");
  relais_fields_set_string (fields, "state", state);
  relais_fields_set_string (fields, "sheet_state", sheet);
  demo_set_day (fields, "starts", starts);
  if (strcmp (state, "ended") == 0)
    demo_set_day (fields, "ends", city->today - demo_between (city, 20, 300));
  if (strcmp (sheet, "missing") != 0)
    relais_fields_set_string (fields, "mission_sheet", g_ptr_array_index (missions, demo_draw (city, missions->len)));
  if (running && strcmp (sheet, "signed") == 0)
    {
      g_autofree char *validator = g_strdup_printf ("%s, %s", demo_chance (city, 0.5) ? "La directrice" : "Le directeur",
                                                    demo_unit (city, demo_unit (city, unit)->directorate)->short_name);
      relais_fields_set_string (fields, "validated_by", validator);
      demo_set_day (fields, "validated_on", demo_working_on_or_after (starts - demo_between (city, 5, 40)));
    }
  demo_add (city, bundle, fields, demo_person (city, DEMO_WEBMASTER)->account);
}

/* Directions and services that correspondents are found for: each direction twice (holder and deputy), then large services. */
static GArray *
list_posts (DemoCity *city)
{
  GArray *posts = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint round = 0; round < 3; round++)
    {
      guint directorate = 0;

      for (guint i = 0; i < city->units->len; i++)
        {
          const DemoUnit *unit = demo_unit (city, i);
          gboolean skipped = FALSE;

          directorate += unit->directorate == i;
          for (guint j = 0; j < G_N_ELEMENTS (uncovered); j++)
            skipped |= city->size->n_units == 0 && (directorate - 1) % 26 == uncovered[j];
          if (!skipped && (round == 2 ? unit->directorate != i : unit->directorate == i))
            g_array_append_val (posts, i);
        }
    }
  return posts;
}

static void
add_correspondent (DemoCity *city, DemoBundle *people, DemoBundle *mandates, GHashTable *taken, guint post, guint n)
{
  guint unit = demo_unit (city, post)->directorate == post ? post : demo_unit (city, post)->directorate;
  gboolean woman = demo_chance (city, 0.64);
  guint person = add_person (city, people, taken, post, woman, pick_job (city, woman));
  gboolean deputy = post == unit && demo_unit (city, unit)->correspondents->len > 0;
  guint32 starts = city->today - demo_between (city, 60, 1500);
  const char *state = n % 28 == 27 ? "proposed" : n % 23 == 22 ? "validated" : n % 37 == 36 ? "suspended" : "active";

  if (strcmp (state, "proposed") == 0 || strcmp (state, "validated") == 0)
    starts = city->today + demo_between (city, 10, 40);
  /* One in nine has gone silent. */
  demo_person (city, person)->zeal *= n % 9 == 8 ? 0.05 : 1;
  add_mandate (city, mandates, person, post, deputy, state, demo_working_on_or_after (starts));
  g_array_append_val (demo_unit (city, unit)->correspondents, person);
}

void
demo_make_units (DemoCity *city)
{
  DemoBundle *bundle = demo_bundle_new (city, demo_at (city, city->today - 560, 9, 0));

  for (guint copy = 0; copy < city->size->n_copies; copy++)
    add_organisation (city, bundle, copy);
}

void
demo_make_people (DemoCity *city)
{
  DemoBundle *people = demo_bundle_new (city, demo_at (city, city->today - 559, 9, 0));
  DemoBundle *accounts = demo_bundle_new (city, demo_at (city, city->today - 559, 10, 0));
  DemoBundle *mandates = demo_bundle_new (city, demo_at (city, city->today - 558, 9, 0));
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GArray) posts = NULL;
  guint reader;

  add_team (city, people, accounts, taken);
  reader = add_person (city, people, taken, demo_find_unit (city, "Secrétariat général"), FALSE, "Directeur de cabinet adjoint");
  add_account (city, accounts, "reader", "reader", reader);

  posts = list_posts (city);
  for (guint i = 0; i < city->size->n_correspondents; i++)
    add_correspondent (city, people, mandates, taken, g_array_index (posts, guint, i % posts->len), i);
  for (guint i = 0; i < city->size->n_correspondents / 11; i++)
    {
      gboolean woman = demo_chance (city, 0.5);
      guint post = g_array_index (posts, guint, demo_draw (city, posts->len));
      guint person = add_person (city, people, taken, post, woman, pick_job (city, woman));
      add_mandate (city, mandates, person, post, FALSE, "ended", city->today - demo_between (city, 700, 1400));
    }

  /* the account "correspondent": the one of human resources, who has much to do */
  city->correspondent = g_array_index (demo_unit (city, demo_find_unit (city, "DRH"))->correspondents, guint, 0);
  demo_person (city, city->correspondent)->zeal = 0.95;
  add_account (city, accounts, "correspondent", "correspondent", city->correspondent);
}

guint
demo_find_unit (DemoCity *city, const char *name)
{
  for (guint i = 0; i < city->units->len; i++)
    if (strcmp (demo_unit (city, i)->name, name) == 0 || g_strcmp0 (demo_unit (city, i)->short_name, name) == 0)
      return i;
  return 0;
}
