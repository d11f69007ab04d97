/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-demo"

#include "relais-demo-board.h"

#include "relais-reports.h"

#include <string.h>

static const struct {
  const char *name;
  DemoSize    size;
} sizes[] = {
  [RELAIS_DEMO_SMALL] = { "small", { 3, 1, 6, 12, 4, 60, 1, 50, 2, 3, 1, FALSE, TRUE, TRUE } },
  [RELAIS_DEMO_CITY] = { "city", { 0, 1, 112, 600, 36, 1800, 6, 90, 5, 12, 1, TRUE, TRUE, TRUE } },
  [RELAIS_DEMO_REGION] = { "region", { 0, 12, 2400, 12800, 36, 9000, 6, 60, 5, 12, 1, TRUE, TRUE, FALSE } },
  [RELAIS_DEMO_PLAN] = { "plan", { 0, 1, 112, 42300, 36, 300, 6, 90, 5, 12, 60, TRUE, FALSE, FALSE } },
};

static const char * const logins[] = { "manager", "editor", "editor2", "designer", "webmaster", "correspondent", "reader" };

static void
free_unit (gpointer data)
{
  DemoUnit *unit = data;

  g_free (unit->id);
  g_free (unit->name);
  g_free (unit->short_name);
  g_array_unref (unit->correspondents);
  g_free (unit);
}

static void
free_person (gpointer data)
{
  DemoPerson *person = data;

  g_free (person->id);
  g_free (person->first_name);
  g_free (person->name);
  g_free (person->account);
  g_free (person);
}

static void
free_answer (gpointer data)
{
  DemoAnswer *answer = data;

  g_free (answer->survey);
  g_free (answer->id);
  g_free (answer->content);
  g_free (answer);
}

static void
clear_channel (gpointer data)
{
  g_free (((DemoChannel *) data)->id);
}

static void
clear_image (gpointer data)
{
  g_free (((DemoImage *) data)->id);
}

static void
city_init (DemoCity *city, RelaisDemoSize size, guint32 seed, const GDate *today)
{
  GDate now;

  g_date_clear (&now, 1);
  if (!today)
    g_date_set_time_t (&now, g_get_real_time () / G_USEC_PER_SEC);
  memset (city, 0, sizeof *city);
  city->size = &sizes[size].size;
  city->texts = demo_texts_new ();
  city->rand = g_rand_new_with_seed (seed);
  city->other = g_rand_new_with_seed (seed + 1);
  city->zone = g_time_zone_new_identifier ("Europe/Paris");
  city->zone = city->zone ? city->zone : g_time_zone_new_utc ();
  city->today = g_date_get_julian (today ? today : &now);
  city->bundles = g_ptr_array_new_with_free_func ((GDestroyNotify) demo_bundle_free);
  city->units = g_ptr_array_new_with_free_func (free_unit);
  city->people = g_ptr_array_new_with_free_func (free_person);
  city->channels = g_array_new (FALSE, FALSE, sizeof (DemoChannel));
  g_array_set_clear_func (city->channels, clear_channel);
  city->themes = g_ptr_array_new_with_free_func (g_free);
  city->images = g_array_new (FALSE, FALSE, sizeof (DemoImage));
  g_array_set_clear_func (city->images, clear_image);
  city->periods = g_array_new (FALSE, FALSE, sizeof (DemoPeriod));
  city->campaigns = g_array_new (FALSE, FALSE, sizeof (DemoCampaign));
  city->templates = g_array_new (FALSE, FALSE, sizeof (DemoTemplate));
  city->editions = g_array_new (FALSE, FALSE, sizeof (DemoEdition));
  city->answers = g_ptr_array_new_with_free_func (free_answer);
}

static void
city_clear (DemoCity *city)
{
  demo_texts_free (city->texts);
  g_rand_free (city->rand);
  g_rand_free (city->other);
  g_time_zone_unref (city->zone);
  g_ptr_array_unref (city->bundles);
  g_ptr_array_unref (city->units);
  g_ptr_array_unref (city->people);
  g_array_unref (city->channels);
  g_ptr_array_unref (city->themes);
  g_array_unref (city->images);
  g_array_unref (city->periods);
  g_array_unref (city->campaigns);
  g_array_unref (city->templates);
  g_array_unref (city->editions);
  g_ptr_array_unref (city->answers);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DemoCity, city_clear)

static gboolean
set_passwords (RelaisAccounts *accounts, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    if (!relais_accounts_set_password (accounts, logins[i], RELAIS_DEMO_PASSWORD, error))
      return FALSE;
  return TRUE;
}

static gint64
demo_clock_cb (gpointer data)
{
  DemoCity *city = data;

  return demo_at (city, city->today, 0, 0);
}

gboolean
relais_demo_size_from_string (const char *name, RelaisDemoSize *size)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (strcmp (name, sizes[i].name) == 0)
      {
        *size = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
relais_demo_create (RelaisLog *log, RelaisBlobs *blobs, RelaisAccounts *accounts, RelaisDemoSize size, guint32 seed,
                    const GDate *today, GError **error)
{
  g_auto(DemoCity) city;
  gboolean done;

  city_init (&city, size, seed, today);
  demo_make_units (&city);
  demo_make_people (&city);
  demo_make_settings (&city);
  if (!demo_make_images (&city, blobs, error))
    return FALSE;
  demo_make_network (&city);
  demo_make_frame (&city);
  demo_make_plan (&city);
  demo_make_surveys (&city);
  relais_log_set_clock (log, demo_clock_cb, &city);
  done = demo_write (&city, log, error) && relais_reports_refresh (log, NULL, error) && set_passwords (accounts, error);
  relais_log_set_clock (log, NULL, NULL);
  return done;
}
