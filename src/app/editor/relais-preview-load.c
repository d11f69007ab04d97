/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-preview.h"

#include "relais-config.h"

#include <gmodule.h>

#define MODULE_NAME "relais-preview." G_MODULE_SUFFIX

/* Where the module is installed; or beside the program in a build folder. (transfer full) */
static char *
find_module (void)
{
  g_autofree char *installed = g_build_filename (RELAIS_LIBDIR, "relais", MODULE_NAME, NULL);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program ? g_path_get_dirname (program) : g_strdup (".");
  g_autofree char *built = g_build_filename (folder, "editor", MODULE_NAME, NULL);

  return g_file_test (built, G_FILE_TEST_EXISTS) ? g_steal_pointer (&built) : g_steal_pointer (&installed);
}

const RelaisPreviewModule *
relais_preview_load (void)
{
  static const RelaisPreviewModule *loaded;
  static gboolean tried;
  g_autofree char *path = NULL;
  GModule *module;
  gpointer symbol = NULL;

  if (tried)
    return loaded;
  tried = TRUE;
  path = find_module ();
  module = g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  if (module == NULL || !g_module_symbol (module, "relais_preview_module", &symbol))
    {
      g_warning ("The preview cannot be loaded: %s", g_module_error ());
      return NULL;
    }
  /* its types cannot be unregistered */
  g_module_make_resident (module);
  loaded = ((RelaisPreviewModuleFunc) symbol) ();

  return loaded;
}
