/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

#include "relais-markdown-tree.h"
#include "relais-markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <string.h>

#define OPTIONS (CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE)

static const char * const extensions[] = { "table", "strikethrough", "autolink", NULL };

/* While cmark-gfm parses inlines, the special characters of its extensions stand in a table of the process:
 * two parsers at once would see each other's. Parsing a page takes about a millisecond. */
static GMutex parse_mutex;

static gsize
find_cut (const char *text, gsize length)
{
  const char *end = text + RELAIS_MARKDOWN_MAX_BYTES;

  if (length <= RELAIS_MARKDOWN_MAX_BYTES)
    return length;
  for (guint i = 0; i < 3 && ((guchar) *end & 0xc0) == 0x80; i++)
    end--;
  return end - text;
}

static gboolean
is_block (cmark_node *node)
{
  return (cmark_node_get_type (node) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
}

cmark_node *
relais_markdown_tree_parse (const char *markdown, gboolean *cut)
{
  static gsize registered;
  g_autoptr(cmark_parser) parser = NULL;
  g_autofree char *valid = NULL;
  gsize length = strlen (markdown);
  gsize kept = find_cut (markdown, length);

  if (g_once_init_enter (&registered))
    {
      cmark_gfm_core_extensions_ensure_registered ();
      g_once_init_leave (&registered, 1);
    }
  if (cut != NULL)
    *cut = kept < length;
  if (!g_utf8_validate_len (markdown, kept, NULL))
    valid = g_utf8_make_valid (markdown, kept);

  parser = cmark_parser_new (OPTIONS);
  for (guint i = 0; extensions[i] != NULL; i++)
    cmark_parser_attach_syntax_extension (parser, cmark_find_syntax_extension (extensions[i]));

  g_mutex_lock (&parse_mutex);
  cmark_parser_feed (parser, valid != NULL ? valid : markdown, valid != NULL ? strlen (valid) : kept);
  cmark_node *document = cmark_parser_finish (parser);
  g_mutex_unlock (&parse_mutex);

  /* Brackets, stars and the like split a text into several nodes; typography looks at its neighbours. */
  cmark_consolidate_text_nodes (document);
  return document;
}

char *
relais_markdown_tree_text (cmark_node *node)
{
  g_autoptr(cmark_iter) iter = cmark_iter_new (node);
  GString *out = g_string_new (NULL);
  cmark_event_type event;

  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    {
      cmark_node *here = cmark_iter_get_node (iter);
      cmark_node_type type = cmark_node_get_type (here);

      if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
        g_string_append (out, cmark_node_get_literal (here));
      else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK
               || (event == CMARK_EVENT_EXIT && here != node && is_block (here)))
        g_string_append_c (out, ' ');
    }
  g_strstrip (out->str);
  return g_string_free_and_steal (out);
}

guint
relais_markdown_tree_line (cmark_node *node)
{
  for (; node != NULL; node = cmark_node_parent (node))
    {
      int line = cmark_node_get_start_line (node);

      if (line > 0)
        return line;
    }
  return 0;
}

int
relais_markdown_tree_top (cmark_node *document)
{
  g_autoptr(cmark_iter) iter = cmark_iter_new (document);
  int top = 0;

  while (cmark_iter_next (iter) != CMARK_EVENT_DONE)
    {
      cmark_node *node = cmark_iter_get_node (iter);
      int level;

      if (cmark_node_get_type (node) != CMARK_NODE_HEADING)
        continue;
      level = cmark_node_get_heading_level (node);
      top = top == 0 ? level : MIN (top, level);
    }
  return top;
}

gboolean
relais_markdown_tree_is (cmark_node *node, const char *type)
{
  return node != NULL && strcmp (cmark_node_get_type_string (node), type) == 0;
}

const char *
relais_markdown_tree_media (const char *address)
{
  const char *reference;
  gsize length;

  if (address == NULL || !g_str_has_prefix (address, "media:"))
    return NULL;
  reference = address + strlen ("media:");
  length = strspn (reference, "0123456789abcdef-");
  return reference[length] == '\0' && (length == 36 || length == 64) ? reference : NULL;
}
