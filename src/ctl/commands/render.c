/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>

#include "commands.h"
#include "relais-markdown.h"

gboolean
relais_ctl_render (RelaisCtl *ctl, GStrv *args, GError **error)
{
  gboolean text = FALSE;
  const GOptionEntry options[] = { { "text", 0, 0, G_OPTION_ARG_NONE, &text, NULL, NULL }, { NULL } };
  g_autofree char *source = NULL;

  if (!relais_ctl_parse (ctl, args, options, 1, 1, error) || !g_file_get_contents ((*args)[1], &source, NULL, error))
    return FALSE;
  g_autofree char *out = text ? relais_markdown_to_text (source) : relais_markdown_to_html (source, NULL);
  fputs (out, stdout);
  return TRUE;
}
