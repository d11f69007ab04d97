/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

/* The writer: walks the parsed text once, without recursion, and writes every element itself. cmark-gfm's own HTML is not
 * used: it would have to be corrected afterwards (headings, table headers, images, notes, typography) by searching in markup. */

#include "relais-markdown.h"
#include "relais-markdown-tree.h"
#include "relais-html.h"
#include "relais-typeset.h"
#include "relais-words.h"

#include <cmark-gfm-core-extensions.h>
#include <string.h>

/* Elements nested deeper are written without their tags: browsers flatten far beyond, and no prose needs it. */
#define MAX_DEPTH 64

typedef struct {
  GString                     *out;        /* owned by the caller */
  const RelaisMarkdownOptions *options;    /* lent */
  const RelaisWords           *words;
  GString                     *scratch;    /* owned */
  GHashTable                  *noted;      /* owned; char* number of a note that was already called */
  gboolean                     french;
  int                          shift;      /* added to each heading level */
  guint                        depth;
  guint                        notes;      /* definitions written */
  guint                        column;     /* of the table cell */
  guint                        address;    /* > 0: inside a link whose text is its address */
} Writer;

static const char *
get_prefix (Writer *self)
{
  return self->options->id_prefix != NULL ? self->options->id_prefix : "";
}

static void
write_position (Writer *self, cmark_node *node)
{
  if (self->options->source_positions && cmark_node_get_start_line (node) > 0)
    g_string_append_printf (self->out, " data-sourcepos=\"%d:%d-%d:%d\"",
                            cmark_node_get_start_line (node), cmark_node_get_start_column (node),
                            cmark_node_get_end_line (node), cmark_node_get_end_column (node));
}

static void
write_open (Writer *self, const char *element, cmark_node *node)
{
  g_string_append_printf (self->out, "<%s", element);
  write_position (self, node);
  g_string_append_c (self->out, '>');
}

static void
write_block (Writer *self, const char *element, cmark_node *node, gboolean entering)
{
  if (entering)
    write_open (self, element, node);
  else
    g_string_append_printf (self->out, "</%s>\n", element);
}

static void
write_inline (Writer *self, const char *element, gboolean entering)
{
  g_string_append_printf (self->out, entering ? "<%s>" : "</%s>", element);
}

/* What stands beside a text, as far as typography asks: some letter when it is another inline, nothing at an edge. */
static gunichar
look_beside (cmark_node *sibling)
{
  switch ((guint) (sibling != NULL ? cmark_node_get_type (sibling) : CMARK_NODE_NONE))
    {
    case CMARK_NODE_NONE:
    case CMARK_NODE_HTML_INLINE:
      return 0;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
      return '\n';
    default:
      return 'a';
    }
}

static void
write_text (Writer *self, cmark_node *node)
{
  const char *text = cmark_node_get_literal (node);

  if (self->french && self->address == 0)
    {
      g_string_truncate (self->scratch, 0);
      relais_typeset_append (self->scratch, text,
                             look_beside (cmark_node_previous (node)), look_beside (cmark_node_next (node)));
      text = self->scratch->str;
    }
  relais_html_text (self->out, text, -1);
}

static gboolean
find_media (Writer *self, const char *reference, RelaisMedia *media)
{
  return reference != NULL && self->options->resolve != NULL
         && self->options->resolve (reference, media, self->options->resolve_data)
         && media->url != NULL;
}

static void
write_placeholder (Writer *self, const char *sentence, const char *what)
{
  relais_html_print (self->out, "<span class=\"missing\">%s", sentence);
  if (*what != '\0')
    relais_html_print (self->out, self->french ? "\u202f: %s" : ": %s", what);
  relais_html_fragment (self->out, "</span>");
}

/* Writes the image of @node, or what stands for it. The credit goes to @credit when the caller shows it. */
static void
write_image (Writer *self, cmark_node *node, char **credit)
{
  g_auto(RelaisMedia) media = { NULL };
  g_autofree char *written = relais_markdown_tree_text (node);
  const char *address = cmark_node_get_url (node);
  const char *reference = relais_markdown_tree_media (address);

  if (!find_media (self, reference, &media) || media.document)
    {
      gboolean remote = relais_html_address_is_remote (address) || g_str_has_prefix (address, "//");

      write_placeholder (self, remote ? self->words->image_remote : self->words->image_missing, written);
      return;
    }
  relais_html_print (self->out, "<img src=\"%s\" alt=\"%s\"", media.url,
                     media.decorative ? "" : media.alternative != NULL ? media.alternative : written);
  if (media.width > 0 && media.height > 0)
    g_string_append_printf (self->out, " width=\"%u\" height=\"%u\"", media.width, media.height);
  relais_html_fragment (self->out, ">");
  if (credit != NULL)
    *credit = g_steal_pointer (&media.credit);
}

static gboolean
is_figure (cmark_node *paragraph)
{
  cmark_node *child = cmark_node_first_child (paragraph);

  return child != NULL && cmark_node_next (child) == NULL && cmark_node_get_type (child) == CMARK_NODE_IMAGE;
}

static void
write_figure (Writer *self, cmark_node *paragraph)
{
  g_autofree char *credit = NULL;

  write_open (self, "figure", paragraph);
  write_image (self, cmark_node_first_child (paragraph), &credit);
  if (credit != NULL && *credit != '\0')
    relais_html_print (self->out, "<figcaption>%s</figcaption>", credit);
  relais_html_fragment (self->out, "</figure>\n");
}

static gboolean
shows_address (cmark_node *link)
{
  cmark_node *child = cmark_node_first_child (link);
  const char *text = child != NULL && cmark_node_get_type (child) == CMARK_NODE_TEXT ? cmark_node_get_literal (child) : NULL;

  return text != NULL && cmark_node_next (child) == NULL && g_str_has_suffix (cmark_node_get_url (link), text);
}

static void
write_link (Writer *self, cmark_node *node, gboolean entering)
{
  g_auto(RelaisMedia) media = { NULL };
  const char *address = cmark_node_get_url (node);
  gboolean found = find_media (self, relais_markdown_tree_media (address), &media);
  gboolean bare = shows_address (node);

  if (bare)
    self->address += entering ? 1 : -1;
  if (found)
    address = media.url;
  else if (!relais_html_address_is_safe (address) || *address == '\0')
    {
      g_string_append (self->out, entering ? "<span class=\"dead\">" : "</span>");
      return;
    }
  if (entering)
    relais_html_print (self->out, "<a href=\"%s\">", address);
  else
    relais_html_fragment (self->out, "</a>");
}

static void
write_heading (Writer *self, cmark_node *node, gboolean entering)
{
  int level = CLAMP (cmark_node_get_heading_level (node) + self->shift, 1, 6);
  char element[3] = { 'h', '0' + level, '\0' };

  write_block (self, element, node, entering);
}

static void
write_list (Writer *self, cmark_node *node, gboolean entering)
{
  gboolean ordered = cmark_node_get_list_type (node) == CMARK_ORDERED_LIST;
  int start = cmark_node_get_list_start (node);

  if (!entering || !ordered || start == 1)
    {
      write_block (self, ordered ? "ol" : "ul", node, entering);
      return;
    }
  g_string_append_printf (self->out, "<ol start=\"%d\"", start);
  write_position (self, node);
  g_string_append_c (self->out, '>');
}

static void
write_code_block (Writer *self, cmark_node *node)
{
  write_open (self, "pre", node);
  relais_html_fragment (self->out, "<code>");
  relais_html_text (self->out, cmark_node_get_literal (node), -1);
  relais_html_fragment (self->out, "</code></pre>\n");
}

static void
write_back_link (Writer *self)
{
  g_string_append_printf (self->out, " <a href=\"#%sfnref-%u\">↩<span class=\"hidden\"> %s %u</span></a>",
                          get_prefix (self), self->notes, self->words->note_back, self->notes);
}

static void
write_note_call (Writer *self, cmark_node *node)
{
  const char *number = cmark_node_get_literal (node);
  const char *prefix = get_prefix (self);

  if (g_hash_table_add (self->noted, g_strdup (number)))
    relais_html_print (self->out, "<sup><a href=\"#%sfn-%s\" id=\"%sfnref-%s\">%s</a></sup>",
                       prefix, number, prefix, number, number);
  else
    relais_html_print (self->out, "<sup><a href=\"#%sfn-%s\">%s</a></sup>", prefix, number, number);
}

static void
write_note (Writer *self, cmark_node *node, gboolean entering)
{
  if (entering)
    {
      if (self->notes++ == 0)
        relais_html_fragment (self->out, "<div class=\"notes\"><ol>\n");
      relais_html_print (self->out, "<li id=\"%sfn-%u\"", get_prefix (self), self->notes);
      write_position (self, node);
      relais_html_fragment (self->out, ">");
      return;
    }
  if (cmark_node_last_child (node) == NULL || cmark_node_get_type (cmark_node_last_child (node)) != CMARK_NODE_PARAGRAPH)
    write_back_link (self);
  relais_html_fragment (self->out, "</li>\n");
  if (cmark_node_next (node) == NULL)
    relais_html_fragment (self->out, "</ol></div>\n");
}

static gboolean
is_tight (cmark_node *paragraph)
{
  cmark_node *list = cmark_node_parent (cmark_node_parent (paragraph));

  return list != NULL && cmark_node_get_type (list) == CMARK_NODE_LIST && cmark_node_get_list_tight (list);
}

static void
write_paragraph (Writer *self, cmark_node *node, gboolean entering)
{
  cmark_node *parent = cmark_node_parent (node);

  if (!entering && cmark_node_get_type (parent) == CMARK_NODE_FOOTNOTE_DEFINITION && cmark_node_next (node) == NULL)
    write_back_link (self);
  if (!is_tight (node))
    write_block (self, "p", node, entering);
  else if (!entering && cmark_node_next (node) != NULL)
    relais_html_fragment (self->out, "\n");
}

static void
write_table (Writer *self, cmark_node *node, gboolean entering)
{
  if (entering)
    {
      /* Wide tables scroll inside their own box, which the keyboard must reach. Not a region: several would have one name. */
      relais_html_print (self->out, "<div class=\"table\" role=\"group\" aria-label=\"%s\" tabindex=\"0\">", self->words->table);
      write_open (self, "table", node);
      relais_html_fragment (self->out, "\n");
    }
  else
    relais_html_fragment (self->out, "</tbody></table></div>\n");
}

static void
write_row (Writer *self, cmark_node *node, gboolean entering)
{
  gboolean header = cmark_gfm_extensions_get_table_row_is_header (node);

  self->column = 0;
  if (entering && header)
    relais_html_fragment (self->out, "<thead>");
  if (entering)
    write_open (self, "tr", node);
  else
    relais_html_fragment (self->out, header ? "</tr></thead><tbody>\n" : "</tr>\n");
}

static void
write_cell (Writer *self, cmark_node *node, gboolean entering)
{
  cmark_node *row = cmark_node_parent (node);
  cmark_node *table = cmark_node_parent (row);
  gboolean header = cmark_gfm_extensions_get_table_row_is_header (row);
  guint8 *alignments = cmark_gfm_extensions_get_table_alignments (table);
  guint8 alignment = self->column < cmark_gfm_extensions_get_table_columns (table) ? alignments[self->column] : 0;

  if (!entering)
    {
      g_string_append (self->out, header ? "</th>" : "</td>");
      self->column++;
      return;
    }
  g_string_append (self->out, header ? "<th scope=\"col\"" : "<td");
  if (alignment == 'c' || alignment == 'r')
    g_string_append (self->out, alignment == 'c' ? " class=\"center\"" : " class=\"right\"");
  g_string_append_c (self->out, '>');
}

static void
write_extension (Writer *self, cmark_node *node, gboolean entering)
{
  const char *type = cmark_node_get_type_string (node);

  if (strcmp (type, "strikethrough") == 0)
    write_inline (self, "del", entering);
  else if (strcmp (type, "table") == 0)
    write_table (self, node, entering);
  else if (strcmp (type, "table_row") == 0 || strcmp (type, "table_header") == 0)
    write_row (self, node, entering);
  else if (strcmp (type, "table_cell") == 0)
    write_cell (self, node, entering);
}

static void
write_leaf (Writer *self, cmark_node *node)
{
  switch ((guint) cmark_node_get_type (node))
    {
    case CMARK_NODE_TEXT:
      write_text (self, node);
      break;
    case CMARK_NODE_SOFTBREAK:
      g_string_append_c (self->out, '\n');
      break;
    case CMARK_NODE_LINEBREAK:
      relais_html_fragment (self->out, "<br>\n");
      break;
    case CMARK_NODE_CODE:
      relais_html_fragment (self->out, "<code>");
      relais_html_text (self->out, cmark_node_get_literal (node), -1);
      relais_html_fragment (self->out, "</code>");
      break;
    case CMARK_NODE_CODE_BLOCK:
      write_code_block (self, node);
      break;
    case CMARK_NODE_THEMATIC_BREAK:
      relais_html_fragment (self->out, "<hr>\n");
      break;
    default:
      break;  /* raw HTML is dropped */
    }
}

static void
write_container (Writer *self, cmark_node *node, gboolean entering)
{
  switch ((guint) cmark_node_get_type (node))
    {
    case CMARK_NODE_DOCUMENT:
      break;
    case CMARK_NODE_BLOCK_QUOTE:
      write_block (self, "blockquote", node, entering);
      break;
    case CMARK_NODE_LIST:
      write_list (self, node, entering);
      break;
    case CMARK_NODE_ITEM:
      write_block (self, "li", node, entering);
      break;
    case CMARK_NODE_PARAGRAPH:
      write_paragraph (self, node, entering);
      break;
    case CMARK_NODE_HEADING:
      write_heading (self, node, entering);
      break;
    case CMARK_NODE_FOOTNOTE_DEFINITION:
      write_note (self, node, entering);
      break;
    case CMARK_NODE_EMPH:
      write_inline (self, "em", entering);
      break;
    case CMARK_NODE_STRONG:
      write_inline (self, "strong", entering);
      break;
    case CMARK_NODE_LINK:
      write_link (self, node, entering);
      break;
    default:
      write_extension (self, node, entering);
    }
}

static gboolean
is_leaf (cmark_node *node)
{
  switch ((guint) cmark_node_get_type (node))
    {
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_THEMATIC_BREAK:
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_TEXT:
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_INLINE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Tables cannot nest, and half of their elements would not be a table. */
static gboolean
is_table_part (cmark_node *node)
{
  return g_str_has_prefix (cmark_node_get_type_string (node), "table");
}

/* Nodes written whole when they are entered; their insides are skipped. */
static gboolean
write_whole (Writer *self, cmark_node *node)
{
  switch ((guint) cmark_node_get_type (node))
    {
    case CMARK_NODE_PARAGRAPH:
      if (!is_figure (node) || is_tight (node) || self->depth > MAX_DEPTH)
        return FALSE;
      write_figure (self, node);
      return TRUE;
    case CMARK_NODE_IMAGE:
      write_image (self, node, NULL);
      return TRUE;
    case CMARK_NODE_FOOTNOTE_REFERENCE:
      write_note_call (self, node);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
write_document (Writer *self, cmark_node *document)
{
  g_autoptr(cmark_iter) iter = cmark_iter_new (document);
  cmark_event_type event;

  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    {
      cmark_node *node = cmark_iter_get_node (iter);

      if (is_leaf (node))
        write_leaf (self, node);
      else if (event == CMARK_EVENT_ENTER && write_whole (self, node))
        {
          /* Go on behind it; its exit is consumed here. */
          cmark_iter_reset (iter, node, CMARK_EVENT_EXIT);
        }
      else
        {
          if (event == CMARK_EVENT_EXIT)
            self->depth--;
          if (self->depth < MAX_DEPTH || is_table_part (node))
            write_container (self, node, event == CMARK_EVENT_ENTER);
          if (event == CMARK_EVENT_ENTER)
            self->depth++;
        }
    }
}

void
relais_media_clear (RelaisMedia *media)
{
  g_free (media->url);
  g_free (media->alternative);
  g_free (media->credit);
  memset (media, 0, sizeof *media);
}

char *
relais_markdown_to_html (const char *markdown, const RelaisMarkdownOptions *options)
{
  static const RelaisMarkdownOptions none = { NULL };
  g_autoptr(cmark_node) document = NULL;
  gboolean cut;
  int top;
  Writer writer = { .options = options != NULL ? options : &none };

  g_return_val_if_fail (markdown != NULL, NULL);

  document = relais_markdown_tree_parse (markdown, &cut);
  top = relais_markdown_tree_top (document);
  writer.out = g_string_sized_new (strlen (markdown) * 5 / 4 + 64);
  writer.scratch = g_string_new (NULL);
  writer.noted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  writer.french = relais_typeset_applies (writer.options->language);
  writer.words = relais_words_get (writer.options->language);
  writer.shift = (writer.options->heading_level > 0 ? (int) writer.options->heading_level : 2) - top;

  write_document (&writer, document);
  if (cut)
    relais_html_print (writer.out, "<p class=\"missing\">%s</p>\n", writer.words->cut);

  g_string_free (writer.scratch, TRUE);
  g_hash_table_unref (writer.noted);
  return g_string_free_and_steal (writer.out);
}

static gboolean
ends_line (cmark_node *node)
{
  switch ((guint) cmark_node_get_type (node))
    {
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
      return TRUE;
    default:
      return relais_markdown_tree_is (node, "table_row") || relais_markdown_tree_is (node, "table_header");
    }
}

char *
relais_markdown_to_text (const char *markdown)
{
  g_autoptr(cmark_node) document = NULL;
  g_autoptr(cmark_iter) iter = NULL;
  GString *out;
  cmark_event_type event;

  g_return_val_if_fail (markdown != NULL, NULL);

  document = relais_markdown_tree_parse (markdown, NULL);
  iter = cmark_iter_new (document);
  out = g_string_sized_new (strlen (markdown));
  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    {
      cmark_node *node = cmark_iter_get_node (iter);
      cmark_node_type type = cmark_node_get_type (node);

      if (type == CMARK_NODE_IMAGE && event == CMARK_EVENT_ENTER)
        cmark_iter_reset (iter, node, CMARK_EVENT_EXIT);
      else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
        g_string_append (out, cmark_node_get_literal (node));
      else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
        g_string_append_c (out, ' ');
      else if (event == CMARK_EVENT_EXIT && relais_markdown_tree_is (node, "table_cell") && cmark_node_next (node) != NULL)
        g_string_append_c (out, ' ');
      else if (event == CMARK_EVENT_EXIT && ends_line (node) && out->len > 0 && out->str[out->len - 1] != '\n')
        g_string_append_c (out, '\n');
    }
  if (out->len > 0 && out->str[out->len - 1] == '\n')
    g_string_truncate (out, out->len - 1);
  return g_string_free_and_steal (out);
}
