/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

/* Criteria of RGAA 4.1.2 that the text of an article decides. The number of the criterion stands at each one. */

#include "relais-checks-private.h"
#include "relais-html.h"

#include <cmark-gfm-core-extensions.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Link texts that say nothing out of their context, folded. */
static const char * const vague_texts[] = {
  "cliquez ici", "cliquer ici", "clic ici", "ici", "ce lien", "lien", "suivez ce lien", "lire la suite", "la suite", "suite",
  "en savoir plus", "plus d'infos", "plus d'informations", "voir", "voir plus", "plus", "site", "site web", "telecharger",
  "click here", "here", "link", "this link", "read more", "more", "learn more", "download", NULL,
};

static const char * const image_words[] = { "image", "photo", "illustration", "visuel", "logo", "picture", NULL };
static const char * const image_suffixes[] = { ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".tif", ".bmp", NULL };
static const char * const document_suffixes[] = { ".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".ppt", ".pptx",
                                                 NULL };
static const char * const film_hosts[] = { "youtube.", "youtu.be", "dailymotion.", "vimeo.", "peertube", ".mp4", ".webm",
                                          ".mp3", NULL };

/* Lower case without accents and marks at both ends; typographic apostrophes made plain. */
static char *
fold (const char *text)
{
  g_autofree char *ascii = g_str_to_ascii (text, "fr");
  g_autofree char *lower = g_ascii_strdown (ascii, -1);
  char *start = lower;
  gsize length;

  while (*start != '\0' && !g_ascii_isalnum (*start))
    start++;
  length = strlen (start);
  while (length > 0 && !g_ascii_isalnum (start[length - 1]))
    length--;
  return g_strndup (start, length);
}

static gboolean
has_any_suffix (const char *text, const char * const *suffixes)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; suffixes[i] != NULL; i++)
    if (g_str_has_suffix (lower, suffixes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
contains_any (const char *text, const char * const *parts)
{
  for (guint i = 0; parts[i] != NULL; i++)
    if (strstr (text, parts[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
find_media (RelaisChecksRun *run, const char *reference, RelaisMedia *media)
{
  return reference != NULL && run->resolve != NULL && run->resolve (reference, media, run->resolve_data);
}

/* 1.1 an alternative text, 1.3 one that means something. Returns whether the image carries information. */
static gboolean
check_alternative (RelaisChecksRun *run, const RelaisMedia *media, const char *written, guint line)
{
  const char *text = media->alternative != NULL ? media->alternative : written;
  g_autofree char *folded = NULL;

  if (media->decorative)
    return FALSE;
  if (text == NULL || *text == '\0')
    {
      relais_checks_add (run, "RGAA 1.1", RELAIS_CHECK_NOT, line,
                         _("This image has no alternative text. Say in a sentence what it shows, or mark it as decorative."));
      return TRUE;
    }
  folded = fold (text);
  if (has_any_suffix (text, image_suffixes) || g_strv_contains (image_words, folded))
    relais_checks_add (run, "RGAA 1.3", RELAIS_CHECK_NOT, line,
                       _("“%s” does not tell what the image shows."), text);
  return TRUE;
}

static gboolean
check_image (RelaisChecksRun *run, cmark_node *node)
{
  g_auto(RelaisMedia) media = { NULL };
  g_autofree char *written = relais_markdown_tree_text (node);
  const char *address = cmark_node_get_url (node);
  const char *reference = relais_markdown_tree_media (address);
  guint line = relais_markdown_tree_line (node);

  if (reference == NULL)
    {
      relais_checks_add (run, "media", RELAIS_CHECK_NOT, line,
                         _("This image is not in the image library and will not be shown. Add it to the library."));
      return FALSE;
    }
  if (run->resolve != NULL && !find_media (run, reference, &media))
    {
      relais_checks_add (run, "media", RELAIS_CHECK_NOT, line, _("This image is not in the image library any more."));
      return FALSE;
    }
  return check_alternative (run, &media, written, line);
}

void
relais_checks_images (RelaisChecksRun *run)
{
  g_auto(RelaisMedia) lead = { NULL };
  const char *reference = relais_record_get_string (run->article, "lead_image");
  guint shown = 0, informative = 0;

  if (find_media (run, reference, &lead))
    {
      shown++;
      informative += check_alternative (run, &lead, NULL, 0);
    }
  for (guint i = 0; i < run->images->len; i++)
    {
      shown++;
      informative += check_image (run, g_ptr_array_index (run->images, i));
    }
  if (shown == 0)
    {
      relais_checks_add (run, "RGAA 1.1", RELAIS_CHECK_NA, 0, _("There is no image."));
      return;
    }
  if (!relais_checks_failed (run, "RGAA 1.1") && informative > 0)
    relais_checks_add (run, "RGAA 1.1", RELAIS_CHECK_OK, 0, _("Every image that carries information has an alternative text."));
  if (shown > informative && !relais_checks_failed (run, "media"))
    relais_checks_add (run, "RGAA 1.2", RELAIS_CHECK_PERSON, 0,
                       _("Some images are marked as decorative. Does the text say everything that they say?"));
  if (informative > 0)
    {
      relais_checks_add (run, "RGAA 1.3", RELAIS_CHECK_PERSON, 0, _("Do the alternative texts say what the images say?"));
      relais_checks_add (run, "RGAA 1.6", RELAIS_CHECK_PERSON, 0,
                         _("Does an image such as a chart or a plan need a longer description in the text?"));
      relais_checks_add (run, "RGAA 1.8", RELAIS_CHECK_PERSON, 0, _("Is there text inside an image that could be real text?"));
      relais_checks_add (run, "RGAA 3.1", RELAIS_CHECK_PERSON, 0, _("Does an image tell something by color alone?"));
    }
}

/* The first cell of the header row may be empty: it stands above the row titles. */
static void
check_table (RelaisChecksRun *run, cmark_node *table)
{
  cmark_node *row = cmark_node_first_child (table);
  cmark_node *first = row != NULL ? cmark_node_first_child (row) : NULL;
  guint empty = 0;

  for (cmark_node *cell = first; cell != NULL; cell = cmark_node_next (cell))
    {
      g_autofree char *text = relais_markdown_tree_text (cell);

      if (*text == '\0' && (cell != first || cmark_node_next (cell) == NULL))
        empty++;
    }
  if (empty > 0)
    relais_checks_add (run, "RGAA 5.6", RELAIS_CHECK_NOT, relais_markdown_tree_line (table),
                       ngettext ("A column of this table has no title.", "%u columns of this table have no title.", empty),
                       empty);
}

void
relais_checks_tables (RelaisChecksRun *run)
{
  if (run->tables->len == 0)
    {
      relais_checks_add (run, "RGAA 5.6", RELAIS_CHECK_NA, 0, _("There is no table."));
      return;
    }
  relais_checks_add (run, "RGAA 5.1", RELAIS_CHECK_PERSON, 0, _("Does a table need an explanation to be understood?"));
  relais_checks_add (run, "RGAA 5.4", RELAIS_CHECK_PERSON, 0, _("Does the text before each table say what the table holds?"));
  for (guint i = 0; i < run->tables->len; i++)
    check_table (run, g_ptr_array_index (run->tables, i));
  if (!relais_checks_failed (run, "RGAA 5.6"))
    relais_checks_add (run, "RGAA 5.6", RELAIS_CHECK_OK, 0, _("Every column has a title."));
  /* 5.7: the page gives each title its scope. */
  relais_checks_add (run, "RGAA 5.7", RELAIS_CHECK_OK, 0, _("Column titles are tied to their columns."));
}

static gboolean
holds_image (cmark_node *link)
{
  g_autoptr(cmark_iter) iter = cmark_iter_new (link);

  while (cmark_iter_next (iter) != CMARK_EVENT_DONE)
    if (cmark_node_get_type (cmark_iter_get_node (iter)) == CMARK_NODE_IMAGE)
      return TRUE;
  return FALSE;
}

static void
check_link (RelaisChecksRun *run, cmark_node *node)
{
  g_autofree char *text = relais_markdown_tree_text (node);
  g_autofree char *folded = fold (text);
  const char *address = cmark_node_get_url (node);
  const char *reference = relais_markdown_tree_media (address);
  guint line = relais_markdown_tree_line (node);
  g_auto(RelaisMedia) media = { NULL };

  if (reference != NULL && run->resolve != NULL && !find_media (run, reference, &media))
    relais_checks_add (run, "link", RELAIS_CHECK_NOT, line,
                       _("This link leads nowhere: what it opens is not in the image library any more."));
  if (*address == '\0' || (reference == NULL && !relais_html_address_is_safe (address)))
    relais_checks_add (run, "link", RELAIS_CHECK_NOT, line,
                       _("This link leads nowhere: its address is empty or not allowed in a page."));
  if (*text == '\0' && !holds_image (node))
    relais_checks_add (run, "RGAA 6.2", RELAIS_CHECK_NOT, line, _("This link has no text."));
  else if (g_strv_contains (vague_texts, folded))
    relais_checks_add (run, "RGAA 6.1", RELAIS_CHECK_NOT, line,
                       _("“%s” does not say where the link leads. Use the title of what it opens."), text);
  else if (relais_html_address_is_remote (text) || g_str_has_prefix (text, "www."))
    relais_checks_add (run, "RGAA 6.1", RELAIS_CHECK_NOT, line,
                       _("An address is spelled out letter by letter by a screen reader. Use the title of what it opens."));
}

/* 4.1 and 13.3 ask what only somebody who opened the document or the film can tell. */
static void
check_targets (RelaisChecksRun *run)
{
  for (guint i = 0; i < run->links->len; i++)
    {
      g_auto(RelaisMedia) media = { NULL };
      cmark_node *node = g_ptr_array_index (run->links, i);
      const char *address = cmark_node_get_url (node);

      if (contains_any (address, film_hosts))
        relais_checks_add (run, "RGAA 4.1", RELAIS_CHECK_PERSON, relais_markdown_tree_line (node),
                           _("Has this film or recording subtitles and a transcript?"));
      else if (has_any_suffix (address, document_suffixes)
               || (find_media (run, relais_markdown_tree_media (address), &media) && media.document))
        relais_checks_add (run, "RGAA 13.3", RELAIS_CHECK_PERSON, relais_markdown_tree_line (node),
                           _("Is this document accessible, or is there an accessible version of it?"));
    }
}

void
relais_checks_links (RelaisChecksRun *run)
{
  if (run->links->len == 0)
    {
      relais_checks_add (run, "RGAA 6.1", RELAIS_CHECK_NA, 0, _("There is no link."));
      return;
    }
  for (guint i = 0; i < run->links->len; i++)
    check_link (run, g_ptr_array_index (run->links, i));
  if (!relais_checks_failed (run, "RGAA 6.1"))
    relais_checks_add (run, "RGAA 6.1", RELAIS_CHECK_PERSON, 0, _("Does the text of each link say where it leads?"));
  if (!relais_checks_failed (run, "RGAA 6.2"))
    relais_checks_add (run, "RGAA 6.2", RELAIS_CHECK_OK, 0, _("Every link has a text."));
  check_targets (run);
}

static void
check_headings (RelaisChecksRun *run)
{
  int before = relais_markdown_tree_top (run->document) - 1;

  for (guint i = 0; i < run->headings->len; i++)
    {
      cmark_node *node = g_ptr_array_index (run->headings, i);
      g_autofree char *text = relais_markdown_tree_text (node);
      int level = cmark_node_get_heading_level (node);

      if (*text == '\0')
        relais_checks_add (run, "RGAA 9.1", RELAIS_CHECK_NOT, relais_markdown_tree_line (node), _("This heading is empty."));
      if (level > before + 1)
        relais_checks_add (run, "RGAA 9.1", RELAIS_CHECK_NOT, relais_markdown_tree_line (node),
                           _("A heading level is skipped before “%s”."), text);
      before = level;
    }
  if (run->headings->len == 0)
    relais_checks_add (run, "RGAA 9.1", RELAIS_CHECK_NA, 0, _("There is no heading in the text."));
  else if (!relais_checks_failed (run, "RGAA 9.1"))
    relais_checks_add (run, "RGAA 9.1", RELAIS_CHECK_OK, 0, _("Headings follow one another without a gap."));
}

/* A paragraph that is bold from end to end looks like a heading and is none for those who listen. */
static void
check_false_headings (RelaisChecksRun *run)
{
  for (guint i = 0; i < run->paragraphs->len; i++)
    {
      cmark_node *node = g_ptr_array_index (run->paragraphs, i);
      cmark_node *child = cmark_node_first_child (node);

      if (child != NULL && cmark_node_next (child) == NULL && cmark_node_get_type (child) == CMARK_NODE_STRONG
          && cmark_node_get_type (cmark_node_parent (node)) == CMARK_NODE_DOCUMENT)
        relais_checks_add (run, "RGAA 9.1", RELAIS_CHECK_PERSON, relais_markdown_tree_line (node),
                           _("This paragraph is bold as a whole. If it is a heading, write it as one."));
    }
}

static gboolean
begins_like_item (const char *text)
{
  gunichar c = g_utf8_get_char (text);

  return (c == 0x2022 /* • */ || c == 0x2013 /* – */ || c == 0x2014 /* — */ || c == 0xb7 /* · */ || c == 0x25cf /* ● */)
         && g_unichar_isspace (g_utf8_get_char (g_utf8_next_char (text)));
}

static void
check_lists (RelaisChecksRun *run)
{
  for (guint i = 0; i < run->paragraphs->len; i++)
    {
      cmark_node *node = g_ptr_array_index (run->paragraphs, i);
      g_autofree char *text = relais_markdown_tree_text (node);

      if (begins_like_item (text))
        relais_checks_add (run, "RGAA 9.3", RELAIS_CHECK_NOT, relais_markdown_tree_line (node),
                           _("This looks like an item of a list. Begin it with a hyphen and a space."));
    }
  if (relais_checks_failed (run, "RGAA 9.3"))
    return;
  if (run->n_lists == 0)
    relais_checks_add (run, "RGAA 9.3", RELAIS_CHECK_NA, 0, _("There is no list."));
  else
    relais_checks_add (run, "RGAA 9.3", RELAIS_CHECK_OK, 0, _("Lists are written as lists."));
}

static void
check_language (RelaisChecksRun *run)
{
  const char *language = relais_record_get_string (run->article, "language");

  relais_checks_add (run, "RGAA 8.7", RELAIS_CHECK_PERSON, 0, _("Is the article written in one language from end to end?"));
  if (language == NULL)
    relais_checks_add (run, "RGAA 8.8", RELAIS_CHECK_NA, 0, _("The article is in the language of the site."));
  else if (relais_html_language_is_valid (language))
    relais_checks_add (run, "RGAA 8.8", RELAIS_CHECK_OK, 0, _("The language of the article is given."));
  else
    relais_checks_add (run, "RGAA 8.8", RELAIS_CHECK_NOT, 0, _("“%s” is not the code of a language."), language);
}

void
relais_checks_structure (RelaisChecksRun *run)
{
  const char *title = relais_record_get_string (run->article, "title");

  if (title == NULL || *title == '\0')
    relais_checks_add (run, "RGAA 8.5", RELAIS_CHECK_NOT, 0, _("The article has no title."));
  else
    {
      relais_checks_add (run, "RGAA 8.5", RELAIS_CHECK_OK, 0, _("The article has a title."));
      relais_checks_add (run, "RGAA 8.6", RELAIS_CHECK_PERSON, 0, _("Does the title say what the article is about?"));
    }
  check_language (run);
  check_headings (run);
  check_false_headings (run);
  check_lists (run);
  if (run->n_quotes > 0 || strstr (run->text, "«") != NULL)
    relais_checks_add (run, "RGAA 9.4", RELAIS_CHECK_PERSON, 0, _("Are long quotations written as quotations?"));
  else
    relais_checks_add (run, "RGAA 9.4", RELAIS_CHECK_NA, 0, _("There is no quotation."));
}
