/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-backend"

#include "relais-commands.h"
#include "relais-house.h"

#include "relais-json.h"

#include <stdio.h>
#include <string.h>

#define USAGE "add LOGIN --role ROLE [--name NAME] [--person ID] | list | disable LOGIN | enable LOGIN | password LOGIN" \
              " | sessions LOGIN | revoke LOGIN [SESSION]"

typedef struct {
  char *role, *name, *person;
} Options;

/* The first line of standard input. */
static char *
read_password (GError **error)
{
  char line[RELAIS_PASSWORD_MAX_BYTES + 2];
  if (fgets (line, sizeof line, stdin) == NULL)
    {
      g_set_error_literal (error, RELAIS_ACCOUNTS_ERROR, RELAIS_ACCOUNTS_ERROR_PASSWORD, "Give the password on standard input");
      return NULL;
    }
  line[strcspn (line, "\r\n")] = '\0';
  return g_strdup (line);
}

static gboolean
add (RelaisHouse *house, const char *login, const Options *options, GError **error)
{
  RelaisRole role;
  if (options->role == NULL || !relais_role_from_string (options->role, &role))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           "--role is one of manager, editor, designer, webmaster, correspondent, reader");
      return FALSE;
    }
  g_autofree char *password = read_password (error);
  return password != NULL
    && relais_accounts_add (house->accounts, login, role, options->name, options->person, password, NULL, error);
}

static gboolean
set_password (RelaisHouse *house, const char *login, GError **error)
{
  g_autofree char *password = read_password (error);
  return password != NULL && relais_accounts_set_password (house->accounts, login, password, error);
}

static gboolean
list (RelaisHouse *house, GError **error)
{
  g_autoptr(GPtrArray) accounts = relais_accounts_list (house->accounts, error);
  if (accounts == NULL)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++)
    {
      RelaisRecord *account = accounts->pdata[i];
      g_print ("%s\t%s\t%s\t%s\n", relais_record_get_string (account, "login"), relais_record_get_string (account, "role"),
               relais_record_get_boolean (account, "disabled") ? "disabled" : "active", relais_record_get_string (account, "name"));
    }
  return TRUE;
}

static gboolean
list_sessions (RelaisHouse *house, const char *login, GError **error)
{
  g_autoptr(GPtrArray) tokens = relais_accounts_list_tokens (house->accounts, login, error);
  if (tokens == NULL)
    return FALSE;
  for (guint i = 0; i < tokens->len; i++)
    {
      RelaisToken *token = tokens->pdata[i];
      g_autofree char *made = relais_instant_to_string (token->made_at);
      g_autofree char *used = relais_instant_to_string (token->used_at);
      g_print ("%s\t%s\t%s\t%s\n", token->id, made, used, token->device);
    }
  return TRUE;
}

static gboolean
dispatch (RelaisHouse *house, int argc, char **argv, const Options *options, gboolean *known, GError **error)
{
  const char *verb = argc > 1 ? argv[1] : "", *login = argc > 2 ? argv[2] : NULL;
  *known = TRUE;
  if (g_str_equal (verb, "list") && argc == 2)
    return list (house, error);
  if (login != NULL && argc == 3)
    {
      if (g_str_equal (verb, "add"))
        return add (house, login, options, error);
      if (g_str_equal (verb, "password"))
        return set_password (house, login, error);
      if (g_str_equal (verb, "disable") || g_str_equal (verb, "enable"))
        return relais_accounts_set_disabled (house->accounts, login, g_str_equal (verb, "disable"), error);
      if (g_str_equal (verb, "sessions"))
        return list_sessions (house, login, error);
    }
  if (g_str_equal (verb, "revoke") && (argc == 3 || argc == 4))
    return relais_accounts_revoke (house->accounts, login, argc == 4 ? argv[3] : NULL, error);
  *known = FALSE;
  return FALSE;
}

int
relais_command_account (int argc, char **argv)
{
  g_autofree char *data = NULL;
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING, &options.role, "manager, editor, designer, webmaster, correspondent or reader", "ROLE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options.name, "Name of the person", "NAME" },
    { "person", 0, 0, G_OPTION_ARG_STRING, &options.person, "Identifier of the person's record", "ID" },
    { NULL }
  };
  g_autoptr(GError) error = NULL;
  gboolean known = TRUE, done = FALSE;

  if (!relais_command_parse (&argc, &argv, "account " USAGE, entries, &data))
    return 2;
  g_autoptr(RelaisHouse) house = relais_house_open (data, FALSE, &error);
  if (house != NULL)
    done = dispatch (house, argc, argv, &options, &known, &error);
  g_free (options.role);
  g_free (options.name);
  g_free (options.person);
  if (!known)
    {
      g_printerr ("relais-backend account: " USAGE "\n");
      return 2;
    }
  return done ? 0 : relais_command_fail (error);
}
