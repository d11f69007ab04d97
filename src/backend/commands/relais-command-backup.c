/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-backend"

#include "relais-archive.h"
#include "relais-commands.h"

/* The one FILE behind the command's name. */
static const char *
get_file (int argc, char **argv)
{
  if (argc == 2)
    return argv[1];
  g_printerr ("relais-backend %s: name one file\n", argv[0]);
  return NULL;
}

int
relais_command_backup (int argc, char **argv)
{
  g_autofree char *data = NULL;
  g_autoptr(GError) error = NULL;
  const char *file;

  if (!relais_command_parse (&argc, &argv, "backup FILE", NULL, &data) || (file = get_file (argc, argv)) == NULL)
    return 2;
  g_autoptr(RelaisHouse) house = relais_house_open (data, FALSE, &error);
  return house != NULL && relais_archive_write (house, file, &error) ? 0 : relais_command_fail (error);
}

int
relais_command_restore (int argc, char **argv)
{
  g_autofree char *data = NULL;
  g_autoptr(GError) error = NULL;
  const char *file;

  if (!relais_command_parse (&argc, &argv, "restore FILE", NULL, &data) || (file = get_file (argc, argv)) == NULL)
    return 2;
  return relais_archive_restore (file, data, &error) ? 0 : relais_command_fail (error);
}
