/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-backend"

#include "relais-commands.h"
#include "relais-house.h"
#include "relais-tables.h"

gboolean
relais_command_parse (int *argc, char ***argv, const char *usage, const GOptionEntry *entries, char **data)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;
  const GOptionEntry common[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, data, "Directory of the workspace", "DIR" },
    { NULL }
  };

  g_option_context_set_summary (context, usage);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, common, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    g_printerr ("relais-backend: %s\n", error->message);
  else if (*data == NULL)
    g_printerr ("relais-backend: --data DIR is missing\n");
  else
    return TRUE;
  return FALSE;
}

int
relais_command_fail (const GError *error)
{
  g_printerr ("relais-backend: %s\n", error->message);
  return 1;
}

static gboolean
name_workspace (RelaisHouse *house, const char *name, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (house->storage, TRUE, error);
  if (transaction == NULL)
    return FALSE;
  relais_fact_set_text (transaction, RELAIS_FACT_NAME, name);
  return relais_transaction_commit (transaction, error);
}

int
relais_command_init (int argc, char **argv)
{
  g_autofree char *data = NULL, *name = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, "Name of the workspace, as people see it", "NAME" },
    { NULL }
  };

  if (!relais_command_parse (&argc, &argv, "init", entries, &data))
    return 2;
  g_autofree char *database = g_build_filename (data, RELAIS_HOUSE_DATABASE, NULL);
  if (g_file_test (database, G_FILE_TEST_EXISTS))
    {
      g_printerr ("relais-backend: %s holds a workspace already; nothing was changed\n", data);
      return 1;
    }
  g_autoptr(RelaisHouse) house = relais_house_open (data, TRUE, &error);
  if (house == NULL || (name != NULL && !name_workspace (house, name, &error)))
    return relais_command_fail (error);
  return 0;
}

int
relais_command_audit (int argc, char **argv)
{
  g_autofree char *data = NULL;
  g_autoptr(GError) error = NULL;
  gint64 broken = 0;

  if (!relais_command_parse (&argc, &argv, "audit verify", NULL, &data))
    return 2;
  if (argc != 2 || !g_str_equal (argv[1], "verify"))
    {
      g_printerr ("relais-backend audit: verify\n");
      return 2;
    }
  g_autoptr(RelaisHouse) house = relais_house_open (data, FALSE, &error);
  RelaisTransaction *transaction = house != NULL ? relais_storage_begin (house->storage, FALSE, &error) : NULL;
  if (transaction == NULL)
    return relais_command_fail (error);
  gint64 entries = relais_audit_verify (transaction, &broken);
  if (!relais_transaction_commit (transaction, &error))
    return relais_command_fail (error);
  if (entries < 0)
    {
      g_printerr ("relais-backend: the audit log was changed at entry %" G_GINT64_FORMAT "\n", broken);
      return 1;
    }
  g_print ("%" G_GINT64_FORMAT " entries, unbroken\n", entries);
  return 0;
}
