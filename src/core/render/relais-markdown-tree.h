/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cmark-gfm.h>
#include <glib.h>

G_BEGIN_DECLS

/* The parsed text, for those who write HTML or plain text from it or check it. */

/* Parses at most RELAIS_MARKDOWN_MAX_BYTES of @markdown; @cut tells whether there was more. Free with cmark_node_free(). */
cmark_node *relais_markdown_tree_parse   (const char *markdown, gboolean *cut);

/* The text inside @node, without markup; the cells and blocks of a container are separated by a space. */
char       *relais_markdown_tree_text    (cmark_node *node);

/* The source line of @node, from 1. */
guint       relais_markdown_tree_line    (cmark_node *node);

/* The smallest heading level of the document, or 0 without a heading. */
int         relais_markdown_tree_top     (cmark_node *document);

/* Node types of the extensions, which have no constant. */
gboolean    relais_markdown_tree_is      (cmark_node *node, const char *type /* "table", "table_row", "table_cell" … */);

/* "media:REFERENCE" → REFERENCE when it has the form of an identifier or of a hash; otherwise NULL. */
const char *relais_markdown_tree_media   (const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (cmark_node, cmark_node_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cmark_iter, cmark_iter_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cmark_parser, cmark_parser_free)

G_END_DECLS
