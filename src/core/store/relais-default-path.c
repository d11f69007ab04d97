/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-workspace.h"

#include <gio/gio.h>

char *
relais_workspace_default_path (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "relais", NULL);

  /* When it cannot be made, opening says why. */
  g_mkdir_with_parents (folder, 0700);
  return g_build_filename (folder, "workspace.relais", NULL);
}
