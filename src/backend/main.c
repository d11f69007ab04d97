/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-backend"

#include "relais-commands.h"
#include "relais-config.h"

#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <sys/stat.h>

static const struct {
  const char   *name;
  RelaisCommand run;
  const char   *purpose;
} commands[] = {
  { "serve",   relais_command_serve,   "answer clients and agents" },
  { "init",    relais_command_init,    "make an empty workspace" },
  { "demo",    relais_command_demo,    "make the demonstration city" },
  { "account", relais_command_account, "add, list, disable accounts; passwords and sessions" },
  { "audit",   relais_command_audit,   "verify the audit log" },
  { "backup",  relais_command_backup,  "copy everything into one file, also beside a running server" },
  { "restore", relais_command_restore, "make a workspace from such a file" },
};

static void
print_help (void)
{
  g_print ("relais-backend COMMAND --data DIR …\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-8s  %s\n", commands[i].name, commands[i].purpose);
  g_print ("\nrelais-backend COMMAND --help tells more, --version the version.\n");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  /* Programs and administrators are spoken to in English, whatever the locale: problem documents are. Feeds speak to people. */
  setlocale (LC_MESSAGES, "C");
  bindtextdomain (GETTEXT_PACKAGE, RELAIS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  signal (SIGPIPE, SIG_IGN);
  /* A file that may not grow any more is an error like a full disk. */
  signal (SIGXFSZ, SIG_IGN);
  /* Passwords' hashes, drafts and backups of both are for nobody else on this computer, whatever folder they are put into. */
  umask (0077);

  const char *name = argc > 1 ? argv[1] : "--help";
  if (g_str_equal (name, "--version"))
    {
      g_print ("relais-backend %s\n", RELAIS_VERSION);
      return 0;
    }
  if (g_str_equal (name, "--help") || g_str_equal (name, "-h"))
    {
      print_help ();
      return argc > 1 ? 0 : 2;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (name, commands[i].name))
      return commands[i].run (argc - 1, argv + 1);
  g_printerr ("relais-backend: there is no command “%s”; see relais-backend --help\n", name);
  return 2;
}
