/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-backend"

#include "relais-commands.h"
#include "relais-demo.h"
#include "relais-house.h"

#include <stdio.h>

/* FALSE: said already. */
static gboolean
read_options (const char *size_name, const char *day, RelaisDemoSize *size, GDate *today)
{
  *size = RELAIS_DEMO_CITY;
  if (size_name != NULL && !relais_demo_size_from_string (size_name, size))
    {
      g_printerr ("relais-backend: --size is small, city, region or plan, not “%s”\n", size_name);
      return FALSE;
    }
  if (day != NULL)
    {
      guint year, month, day_of_month;
      if (sscanf (day, "%4u-%2u-%2u", &year, &month, &day_of_month) != 3 || !g_date_valid_dmy (day_of_month, month, year))
        {
          g_printerr ("relais-backend: --today is a day such as 2026-11-21, not “%s”\n", day);
          return FALSE;
        }
      g_date_set_dmy (today, day_of_month, month, year);
    }
  return TRUE;
}

int
relais_command_demo (int argc, char **argv)
{
  g_autofree char *data = NULL, *size_name = NULL, *day = NULL;
  int seed = RELAIS_DEMO_SEED;
  RelaisDemoSize size;
  GDate today;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "size", 0, 0, G_OPTION_ARG_STRING, &size_name, "How much of it", "small|city|region|plan" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Another city from the same texts", "N" },
    { "today", 0, 0, G_OPTION_ARG_STRING, &day, "The day that everything is dated from", "DAY" },
    { NULL }
  };

  g_date_clear (&today, 1);
  if (!relais_command_parse (&argc, &argv, "demo", entries, &data) || !read_options (size_name, day, &size, &today))
    return 2;
  g_autofree char *database = g_build_filename (data, RELAIS_HOUSE_DATABASE, NULL);
  if (g_file_test (database, G_FILE_TEST_EXISTS))
    {
      g_printerr ("relais-backend: %s holds a workspace already; nothing was changed\n", data);
      return 1;
    }
  g_autoptr(RelaisHouse) house = relais_house_open (data, TRUE, &error);
  if (house == NULL || !relais_demo_create (house->log, house->blobs, house->accounts, size, seed,
                                            day != NULL ? &today : NULL, &error))
    return relais_command_fail (error);
  g_print ("Sign in as manager, editor, editor2, designer, webmaster, correspondent or reader, password “%s”.\n",
           RELAIS_DEMO_PASSWORD);
  return 0;
}
