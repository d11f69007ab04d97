/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n.h>

#include "commands.h"

gboolean
relais_ctl_add (RelaisCtl *ctl, GStrv *args, GError **error)
{
  if (!relais_ctl_parse (ctl, args, NULL, 2, -1, error))
    return FALSE;
  const RelaisKind *kind = relais_ctl_find_kind ((*args)[1], error);
  g_autoptr(RelaisFields) fields = kind != NULL ? relais_ctl_read_fields (kind, *args + 2, error) : NULL;
  if (fields == NULL || !relais_ctl_open (ctl, error))
    return FALSE;

  g_autoptr(RelaisAction) action = relais_action_new (_("Add from the terminal"));
  g_autofree char *id = g_strdup (relais_action_create (action, NULL, g_steal_pointer (&fields)));
  if (!relais_ctl_commit (ctl, action, error))
    return FALSE;
  g_print ("%s\n", id);
  return TRUE;
}

gboolean
relais_ctl_set (RelaisCtl *ctl, GStrv *args, GError **error)
{
  if (!relais_ctl_parse (ctl, args, NULL, 3, -1, error))
    return FALSE;
  const RelaisKind *kind = relais_ctl_find_kind ((*args)[1], error);
  g_autoptr(RelaisFields) fields = kind != NULL ? relais_ctl_read_fields (kind, *args + 3, error) : NULL;
  if (fields == NULL || !relais_ctl_open (ctl, error))
    return FALSE;
  g_autoptr(RelaisRecord) record = relais_ctl_find_record (ctl, kind->name, (*args)[2], error);
  if (record == NULL)
    return FALSE;

  g_autoptr(RelaisAction) action = relais_action_new (_("Change from the terminal"));
  relais_action_update (action, relais_record_get_id (record), g_steal_pointer (&fields));
  return relais_ctl_commit (ctl, action, error);
}

static gboolean
set_binned (RelaisCtl *ctl, GStrv *args, gboolean binned, GError **error)
{
  if (!relais_ctl_parse (ctl, args, NULL, 2, 2, error) || !relais_ctl_open (ctl, error))
    return FALSE;
  g_autoptr(RelaisRecord) record = relais_ctl_find_record (ctl, (*args)[1], (*args)[2], error);
  if (record == NULL)
    return FALSE;

  g_autoptr(RelaisAction) action = relais_action_new (binned ? _("Throw away from the terminal") : _("Restore from the terminal"));
  relais_action_bin (action, relais_record_get_kind (record), relais_record_get_id (record), binned);
  return relais_ctl_commit (ctl, action, error);
}

gboolean
relais_ctl_bin (RelaisCtl *ctl, GStrv *args, GError **error)
{
  return set_binned (ctl, args, TRUE, error);
}

gboolean
relais_ctl_restore (RelaisCtl *ctl, GStrv *args, GError **error)
{
  return set_binned (ctl, args, FALSE, error);
}

gboolean
relais_ctl_undo (RelaisCtl *ctl, GStrv *args, GError **error)
{
  if (!relais_ctl_parse (ctl, args, NULL, 0, 0, error) || !relais_ctl_open (ctl, error))
    return FALSE;
  gint64 action = relais_ctl_get_last_action (ctl), inverse;
  g_autoptr(RelaisChanges) changes = NULL;
  if (action == 0)
    {
      g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_NOT_FOUND, _("there is nothing to undo"));
      return FALSE;
    }
  return relais_workspace_undo (ctl->workspace, ctl->access, action, &inverse, &changes, error)
         && relais_ctl_set_last_action (ctl, 0, error);
}
