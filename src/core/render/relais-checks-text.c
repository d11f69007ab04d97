/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

/* Plain language, and the rules of the channel. */

#include "relais-checks-private.h"
#include "relais-readability.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* This many words in capitals in a row are shouting, not an acronym; short words do not count. */
#define SHOUTED_WORDS 3
#define SHOUTED_LETTERS 4
#define LONGEST_SENTENCE 40   /* words on average */

/* Places that exist only for those who see the page. */
static const char * const places[] = {
  "ci-contre", "à droite", "à gauche", "colonne de droite", "colonne de gauche", "bouton rond", "bouton rouge", "bouton vert",
  "en rouge", "en vert", NULL,
};

static gboolean
is_shouted (const char *word, gsize length)
{
  guint letters = 0;

  for (const char *p = word; p < word + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_islower (c))
        return FALSE;
      letters += g_unichar_isupper (c);
    }
  return letters >= SHOUTED_LETTERS;
}

static gboolean
shouts (const char *text)
{
  guint row = 0;

  for (const char *p = text; *p != '\0';)
    {
      gsize length = strcspn (p, " \n\t");

      if (is_shouted (p, length))
        row++;
      else if (length > 3)
        row = 0;
      if (row >= SHOUTED_WORDS)
        return TRUE;
      p += length;
      p += strspn (p, " \n\t");
    }
  return FALSE;
}

static void
check_capitals (RelaisChecksRun *run)
{
  const char *title = relais_record_get_string (run->article, "title");
  guint found = 0;

  if (title != NULL && shouts (title))
    relais_checks_add (run, "style", RELAIS_CHECK_NOT, 0, _("The title is in capitals. They are harder to read."));
  for (guint i = 0; i < run->paragraphs->len + run->headings->len; i++)
    {
      cmark_node *node = i < run->paragraphs->len ? g_ptr_array_index (run->paragraphs, i)
                                                  : g_ptr_array_index (run->headings, i - run->paragraphs->len);
      g_autofree char *text = relais_markdown_tree_text (node);

      if (shouts (text) && found++ < 20)
        relais_checks_add (run, "style", RELAIS_CHECK_NOT, relais_markdown_tree_line (node),
                           _("Several words in a row are in capitals. They are harder to read."));
    }
}

/* 10.9: what a text says must not lean on place, shape or color alone. */
static void
check_places (RelaisChecksRun *run)
{
  guint found = 0;

  for (guint i = 0; i < run->paragraphs->len; i++)
    {
      cmark_node *node = g_ptr_array_index (run->paragraphs, i);
      g_autofree char *text = relais_markdown_tree_text (node);
      g_autofree char *lower = g_utf8_strdown (text, -1);

      for (guint j = 0; places[j] != NULL; j++)
        if (strstr (lower, places[j]) != NULL)
          {
            relais_checks_add (run, "RGAA 10.9", RELAIS_CHECK_PERSON, relais_markdown_tree_line (node),
                               _("Is “%s” clear for somebody who does not see the page?"), places[j]);
            found++;
            break;
          }
    }
  if (found == 0)
    relais_checks_add (run, "RGAA 10.9", RELAIS_CHECK_NA, 0, _("No place, shape or color is named in the text."));
}

static void
check_readability (RelaisChecksRun *run)
{
  const char *language = relais_record_get_string (run->article, "language");
  RelaisReadability readability;
  RelaisReadingLevel level;

  relais_readability_measure (run->text, &readability);
  level = relais_readability_level (&readability);
  if (level == RELAIS_READING_UNKNOWN || (language != NULL && !g_str_has_prefix (language, "fr")))
    return;
  if (level >= RELAIS_READING_FAIRLY_HARD)
    relais_checks_add (run, "readability", RELAIS_CHECK_OK, 0, _("Readability %.0f of 100: %s."),
                       readability.kandel_moles, relais_reading_level_label (level));
  else
    relais_checks_add (run, "readability", RELAIS_CHECK_PERSON, 0,
                       _("Readability %.0f of 100: %s. Shorter sentences and simpler words would help."),
                       readability.kandel_moles, relais_reading_level_label (level));
  if (readability.words > LONGEST_SENTENCE * readability.sentences)
    relais_checks_add (run, "style", RELAIS_CHECK_NOT, 0, _("Sentences are %u words long on average."),
                       readability.words / readability.sentences);
}

void
relais_checks_wording (RelaisChecksRun *run)
{
  check_places (run);
  check_capitals (run);
  check_readability (run);
  for (guint i = 0; i < run->raw->len; i++)
    relais_checks_add (run, "style", RELAIS_CHECK_NOT, relais_markdown_tree_line (g_ptr_array_index (run->raw, i)),
                       _("HTML is not kept. Write it in Markdown."));
  if (run->cut)
    relais_checks_add (run, "style", RELAIS_CHECK_NOT, 0, _("The text is too long; its end will not be published."));
}

static void
compare_length (RelaisChecksRun *run, guint length, gint64 min, gint64 max, const char *counted)
{
  if (max > 0 && length > max)
    relais_checks_add (run, "channel", RELAIS_CHECK_NOT, 0, _("Too long for this channel: %u of %u %s."),
                       length, (guint) max, counted);
  else if (length < min)
    relais_checks_add (run, "channel", RELAIS_CHECK_NOT, 0, _("Too short for this channel: %u %s, at least %u expected."),
                       length, counted, (guint) min);
  else
    relais_checks_add (run, "channel", RELAIS_CHECK_OK, 0, _("The length suits the channel: %u %s."), length, counted);
}

void
relais_checks_channel (RelaisChecksRun *run)
{
  RelaisReadability readability;
  const char *unit;
  gint64 min, max;

  if (run->channel == NULL)
    return;
  unit = relais_record_get_string (run->channel, "length_unit");
  min = relais_record_get_integer (run->channel, "length_min");
  max = relais_record_get_integer (run->channel, "length_max");
  relais_readability_measure (run->text, &readability);

  if (unit == NULL || (min == 0 && max == 0))
    relais_checks_add (run, "channel", RELAIS_CHECK_NA, 0, _("This channel has no rule on length."));
  else if (strcmp (unit, "words") == 0)
    compare_length (run, readability.words, min, max, _("words"));
  else if (strcmp (unit, "signs") == 0)
    compare_length (run, readability.signs, min, max, _("characters"));
  else
    /* How many signs a printed page takes depends on its layout. */
    relais_checks_add (run, "channel", RELAIS_CHECK_PERSON, 0,
                       _("This channel counts in pages: the layout decides (%u characters)."),
                       readability.signs);
}
