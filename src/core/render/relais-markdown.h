/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Markdown (GitHub's dialect: tables, strikethrough, bare addresses, footnotes) → safe HTML.
 *
 * What comes out is always well-formed and holds only elements written here: raw HTML in the source is dropped,
 * links keep http, https, mailto, tel and addresses inside the site, images come from `media:` references only.
 * Nothing in it can run a script, load from elsewhere or leave the element it is put into.
 */

/* Longer texts are cut at a character, and a visible sentence says so (FACTS: cmark-gfm). */
#define RELAIS_MARKDOWN_MAX_BYTES 262144

/* An image or a document of the workspace, as a page shows it. Strings are owned; NULL where not known. */
typedef struct {
  char     *url;          /* where the page loads it from; required */
  char     *alternative;  /* alternative text of the media record */
  char     *credit;
  guint     width;        /* pixels; 0: not known */
  guint     height;
  gboolean  decorative;   /* alternative text must stay empty */
  gboolean  document;     /* linked, never shown as an image */
} RelaisMedia;

void relais_media_clear (RelaisMedia *media);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RelaisMedia, relais_media_clear)

/**
 * RelaisMediaResolver:
 * @reference: what stands behind `media:`: the identifier of a media record, or the sha256 of a content in hex
 * @media: (out caller-allocates): zeroed; filled when found
 *
 * Returns: %TRUE when the reader of the page may see this media; otherwise a placeholder is shown
 */
typedef gboolean (*RelaisMediaResolver) (const char *reference, RelaisMedia *media, gpointer user_data);

typedef struct {
  const char          *language;         /* BCP 47; NULL: "fr". French gets its typography */
  gboolean             source_positions; /* data-sourcepos="line:column-line:column" on blocks, lines from 1 */
  guint                heading_level;    /* of the highest heading of the text; 0: 2 */
  const char          *id_prefix;        /* before the identifiers of footnotes, when a page holds several texts; NULL: "" */
  RelaisMediaResolver  resolve;          /* NULL: no media is found */
  gpointer             resolve_data;
} RelaisMarkdownOptions;

/**
 * relais_markdown_to_html:
 * @markdown: UTF-8 (what is not is replaced by U+FFFD)
 * @options: (nullable):
 *
 * Headings are shifted together so that the highest one has the level of the options, h2 unless told otherwise: the title of
 * the page is the only h1.
 * Runs in time bounded by the length, whatever the text.
 *
 * Returns: (transfer full): an HTML fragment of block elements; "" for an empty text
 */
char *relais_markdown_to_html (const char *markdown, const RelaisMarkdownOptions *options);

/**
 * relais_markdown_to_text:
 *
 * Returns: (transfer full): what a reader reads, without markup, addresses, code blocks and images; a line a block.
 *   Lengths and readability are counted on it.
 */
char *relais_markdown_to_text (const char *markdown);

/**
 * relais_markdown_typeset:
 * @text: plain text, not markup
 *
 * French typography: a narrow no-break space before ; : ! ? » % € and after «, whether a space was typed or not, and for the
 * space inside a number (3 900) or before the h of an hour (10 h); never inside an hour (10:30), an address or a word. Other languages are left as they are.
 *
 * Returns: (transfer full):
 */
char *relais_markdown_typeset (const char *text, const char *language);

G_END_DECLS
