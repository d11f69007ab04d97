/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "commands.h"
#include "relais-config.h"

static const RelaisCtlCommand commands[] = {
  { "connect", "URL --login LOGIN", N_("Sign in; the password is read from standard input"), relais_ctl_connect },
  { "disconnect", "", N_("Sign out; the workspace stays"), relais_ctl_disconnect },
  { "sync", "", N_("Send what waits and read what is new"), relais_ctl_sync },
  { "status", "", N_("What waits, what was refused, what conflicts"), relais_ctl_status },
  { "list", "KIND [--where FIELD=VALUE]… [--fields FIELD,…] [--order FIELD] [--limit N] [--bin] [--json]", N_("List records"),
    relais_ctl_list },
  { "get", "[KIND] ID [--json]", N_("Show a record"), relais_ctl_get },
  { "add", "KIND FIELD=VALUE…", N_("Make a record; prints its identifier"), relais_ctl_add },
  { "set", "KIND ID FIELD=VALUE…", N_("Change a record; an empty value empties the field"), relais_ctl_set },
  { "bin", "KIND ID", N_("Throw a record away"), relais_ctl_bin },
  { "restore", "KIND ID", N_("Take a record out of the bin"), relais_ctl_restore },
  { "undo", "", N_("Undo the last change that relaisctl made"), relais_ctl_undo },
  { "import", "KIND|network|plan FILE [--dry-run] [--bad-rows FILE]", N_("Read a table, vCards or a calendar"), relais_ctl_import },
  { "export", "KIND --format csv|json|ics|vcf [--where FIELD=VALUE]… [--output FILE] [--for-readers]", N_("Write records"),
    relais_ctl_export },
  { "export plan", "--from DATE --to DATE --format ics|csv|xlsx|pdf [--channel CHANNEL] [--view VIEW] [--rows ROWS] [--paper PAPER]"
    " [--output FILE]", N_("Write the plan of a period"), relais_ctl_export_plan },
  { "search", "WORDS… [--limit N] [--json]", N_("Search everything"), relais_ctl_search },
  { "render", "FILE.md [--text]", N_("Show Markdown as the portal shows it"), relais_ctl_render },
  { "verify", "[--online]", N_("Check the file, the search index and, online, the digest"), relais_ctl_verify },
  { "conflicts", "[--json]", N_("List conflicts: both values, both names, both times"), relais_ctl_conflicts },
  { "resolve", "CONFLICT mine|theirs|value=VALUE", N_("Decide a conflict"), relais_ctl_resolve },
};

static void
print_help (void)
{
  g_print ("%s\n\n", _("Usage: relaisctl [--workspace FILE] [--token-file FILE] COMMAND …"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %s %s\n      %s\n", commands[i].name, commands[i].arguments, _(commands[i].summary));
  g_print ("\n%s", _("Kinds:"));
  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++)
    g_print (" %s", (*kind)->name);
  g_print ("\n\n%s\n", _(
"Exit codes: 0 done; 1 failure; 2 wrong usage; 3 not found; 4 refused or not valid; 5 the back end cannot be reached;\n"
"6 conflicts wait for a decision; 7 the workspace file is busy, damaged, full or of a later version; 8 please sign in."));
}

/* Options that stand before the command. Returns: the command and what follows; NULL: there is none */
static GStrv
skip_shared_options (RelaisCtl *ctl, char **args)
{
  while (*args != NULL && g_str_has_prefix (*args, "--"))
    {
      char **target = g_str_has_prefix (*args, "--workspace") ? &ctl->path
                    : g_str_has_prefix (*args, "--token-file") ? &ctl->token_file : NULL;
      const char *equals = strchr (*args, '=');
      if (target == NULL || (equals == NULL && args[1] == NULL))
        return NULL;
      g_set_str (target, equals != NULL ? equals + 1 : args[1]);
      args += equals != NULL ? 1 : 2;
    }
  return *args != NULL ? g_strdupv (args) : NULL;
}

static gboolean
run (RelaisCtl *ctl, char **argv, GError **error)
{
  g_auto(GStrv) args = skip_shared_options (ctl, argv);

  for (guint i = 0; args != NULL && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (args[0], commands[i].name))
      return commands[i].run (ctl, &args, error);
  if (args == NULL && g_strv_contains ((const char * const *) argv, "--help"))
    {
      print_help ();
      return TRUE;
    }
  if (args == NULL)
    g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, _("which command? See relaisctl --help"));
  else
    g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, _("there is no command “%s”; see relaisctl --help"), args[0]);
  return FALSE;
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, RELAIS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  RelaisCtl ctl = { NULL };
  g_autoptr(GError) error = NULL;
  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help")))
    print_help ();
  else if (argc > 1 && g_str_equal (argv[1], "--version"))
    g_print ("relaisctl %s\n", RELAIS_VERSION);
  else if (!run (&ctl, argv + 1, &error))
    {
      g_autofree char *line = g_strdup (error->message);
      g_printerr ("relaisctl: %s\n", g_strdelimit (line, "\r\n", ' '));
    }
  relais_ctl_clear (&ctl);
  return relais_ctl_get_exit (error);
}
