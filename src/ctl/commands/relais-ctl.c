/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-ctl.h"

#include <glib/gi18n.h>
#include <string.h>

#include "relais-identity.h"
#include "relais-json.h"
#include "relais-remote.h"
#include "relais-table.h"
#include "relais-validate.h"

#define VALUE_LAST_ACTION "ctl-last-action"

G_DEFINE_QUARK (relais-ctl-error-quark, relais_ctl_error)

static RelaisCtlExit
get_remote_exit (int code)
{
  switch ((RelaisRemoteError) code)
    {
    case RELAIS_REMOTE_ERROR_ADDRESS:
      return RELAIS_CTL_USAGE;
    case RELAIS_REMOTE_ERROR_UNREACHABLE:
    case RELAIS_REMOTE_ERROR_CERTIFICATE:
    case RELAIS_REMOTE_ERROR_NOT_RELAIS:
    case RELAIS_REMOTE_ERROR_THROTTLED:
    case RELAIS_REMOTE_ERROR_SERVER:
    case RELAIS_REMOTE_ERROR_BAD_ANSWER:
      return RELAIS_CTL_UNREACHABLE;
    case RELAIS_REMOTE_ERROR_SIGN_IN:
      return RELAIS_CTL_SIGN_IN;
    case RELAIS_REMOTE_ERROR_FORBIDDEN:
    case RELAIS_REMOTE_ERROR_REFUSED:
      return RELAIS_CTL_REFUSED;
    case RELAIS_REMOTE_ERROR_NOT_FOUND:
      return RELAIS_CTL_NOT_FOUND;
    case RELAIS_REMOTE_ERROR_RESYNC:
      return RELAIS_CTL_FAILURE;
    }
  return RELAIS_CTL_FAILURE;
}

static RelaisCtlExit
get_store_exit (int code)
{
  switch ((RelaisStoreError) code)
    {
    case RELAIS_STORE_ERROR_NOT_FOUND:
      return RELAIS_CTL_NOT_FOUND;
    case RELAIS_STORE_ERROR_NEWER:
    case RELAIS_STORE_ERROR_DAMAGED:
    case RELAIS_STORE_ERROR_LOCKED:
    case RELAIS_STORE_ERROR_FULL:
    case RELAIS_STORE_ERROR_READ_ONLY:
    case RELAIS_STORE_ERROR_UNREACHABLE:
      return RELAIS_CTL_WORKSPACE;
    case RELAIS_STORE_ERROR_FAILED:
    case RELAIS_STORE_ERROR_EPOCH:
    case RELAIS_STORE_ERROR_TOO_LARGE:
      return RELAIS_CTL_FAILURE;
    }
  return RELAIS_CTL_FAILURE;
}

gboolean
relais_ctl_parse (RelaisCtl *ctl, GStrv *args, const GOptionEntry *options, int least, int most, GError **error)
{
  const GOptionEntry shared[] = {
    { "workspace", 0, 0, G_OPTION_ARG_FILENAME, &ctl->path, N_("Workspace file"), N_("FILE") },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &ctl->token_file, N_("Keep the session in this file"), N_("FILE") },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) failure = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, shared, GETTEXT_PACKAGE);
  if (options != NULL)
    g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, args, &failure))
    {
      g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, failure->message);
      return FALSE;
    }

  /* What stands behind "--" is left with it. */
  int n = (int) g_strv_length (*args) - 1;
  if (n > 0 && g_str_equal ((*args)[1], "--"))
    {
      g_free ((*args)[1]);
      memmove (*args + 1, *args + 2, sizeof (char *) * n);
      n--;
    }
  if (n >= least && (most < 0 || n <= most))
    return TRUE;
  g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, n < least ? _("%s: arguments are missing") : _("%s: too many arguments"),
               (*args)[0]);
  return FALSE;
}

gboolean
relais_ctl_open (RelaisCtl *ctl, GError **error)
{
  if (ctl->workspace != NULL)
    return TRUE;
  if (ctl->path == NULL)
    ctl->path = relais_workspace_default_path ();
  ctl->workspace = relais_workspace_open (ctl->path, error);
  if (ctl->workspace == NULL)
    return FALSE;

  g_autofree char *account = relais_workspace_dup_value (ctl->workspace, RELAIS_VALUE_ACCOUNT);
  g_autofree char *access = account != NULL ? relais_workspace_dup_value (ctl->workspace, RELAIS_VALUE_ACCESS) : NULL;
  ctl->access = access != NULL ? relais_identity_parse (access) : NULL;
  return TRUE;
}

void
relais_ctl_clear (RelaisCtl *ctl)
{
  g_clear_pointer (&ctl->access, relais_access_unref);
  g_clear_pointer (&ctl->workspace, relais_workspace_close);
  g_clear_pointer (&ctl->path, g_free);
  g_clear_pointer (&ctl->token_file, g_free);
}

RelaisCtlExit
relais_ctl_get_exit (const GError *error)
{
  if (error == NULL)
    return RELAIS_CTL_OK;
  if (error->domain == RELAIS_CTL_ERROR)
    return error->code;
  if (error->domain == RELAIS_REMOTE_ERROR)
    return get_remote_exit (error->code);
  if (error->domain == RELAIS_STORE_ERROR)
    return get_store_exit (error->code);
  if (error->domain == RELAIS_MODEL_ERROR || error->domain == RELAIS_EXCHANGE_ERROR)
    return RELAIS_CTL_REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return RELAIS_CTL_NOT_FOUND;
  return RELAIS_CTL_FAILURE;
}

const RelaisKind *
relais_ctl_find_kind (const char *name, GError **error)
{
  const RelaisKind *kind = relais_kind_lookup (name);

  if (kind == NULL)
    g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_NOT_FOUND, _("there is no kind “%s”; see relaisctl --help"), name);
  return kind;
}

RelaisRecord *
relais_ctl_find_record (RelaisCtl *ctl, const char *kind, const char *id, GError **error)
{
  RelaisRecord *record = NULL;

  if (kind != NULL && relais_ctl_find_kind (kind, error) == NULL)
    return NULL;
  if (kind != NULL)
    record = relais_workspace_lookup (ctl->workspace, kind, id);
  for (const RelaisKind * const *k = relais_kinds (); kind == NULL && record == NULL && *k != NULL; k++)
    record = relais_workspace_lookup (ctl->workspace, (*k)->name, id);
  if (record == NULL)
    g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_NOT_FOUND, _("there is no record “%s”"), id);
  return record;
}

gboolean
relais_ctl_split (const RelaisKind *kind, const char *text, guint *field, const char **value, GError **error)
{
  const char *equals = strchr (text, '=');

  if (equals == NULL)
    {
      g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, _("“%s” is not of the form FIELD=VALUE"), text);
      return FALSE;
    }
  g_autofree char *name = g_strndup (text, equals - text);
  int index = relais_kind_find_field (kind, name);
  if (index < 0)
    {
      g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_NOT_FOUND, _("kind “%s” has no field “%s”"), kind->name, name);
      return FALSE;
    }
  *field = index;
  *value = equals + 1;
  return TRUE;
}

RelaisFields *
relais_ctl_read_fields (const RelaisKind *kind, char **texts, GError **error)
{
  g_autoptr(RelaisFields) fields = relais_fields_new (kind);

  for (; *texts != NULL; texts++)
    {
      g_autoptr(GError) failure = NULL;
      const char *text;
      guint field;
      if (!relais_ctl_split (kind, *texts, &field, &text, error))
        return NULL;
      g_autoptr(GVariant) value = relais_field_parse (kind, field, text, &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      relais_fields_set (fields, field, value);
    }
  return g_steal_pointer (&fields);
}

gboolean
relais_ctl_commit (RelaisCtl *ctl, RelaisAction *action, GError **error)
{
  g_autoptr(RelaisChanges) changes = NULL;
  gint64 id;

  if (!relais_workspace_commit (ctl->workspace, ctl->access, action, &id, &changes, error))
    return FALSE;
  return relais_ctl_set_last_action (ctl, id, error);
}

gint64
relais_ctl_get_last_action (RelaisCtl *ctl)
{
  g_autofree char *text = relais_workspace_dup_value (ctl->workspace, VALUE_LAST_ACTION);
  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

gboolean
relais_ctl_set_last_action (RelaisCtl *ctl, gint64 action, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, action);
  return relais_workspace_set_value (ctl->workspace, VALUE_LAST_ACTION, text, error);
}

void
relais_ctl_print_cell (const char *text, gboolean last)
{
  g_autofree char *cell = g_strdup (text != NULL ? text : "");

  g_print ("%s%c", g_strdelimit (cell, "\t\r\n", ' '), last ? '\n' : '\t');
}

void
relais_ctl_print_json (RelaisRecord *record)
{
  g_autoptr(JsonNode) node = json_node_alloc ();
  json_node_init_object (node, NULL);
  json_node_take_object (node, relais_record_to_json (record));
  g_autofree char *text = json_to_string (node, FALSE);
  g_print ("%s", text);
}

char *
relais_ctl_dup_author (RelaisCtl *ctl, const char *account)
{
  g_autoptr(RelaisRecord) record = account != NULL ? relais_workspace_lookup (ctl->workspace, "account", account) : NULL;

  return record != NULL ? relais_record_dup_title (record) : g_strdup (account != NULL ? account : "");
}
