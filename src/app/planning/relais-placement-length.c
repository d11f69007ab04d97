/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-placement-length.h"

#include "relais-markdown.h"
#include "relais-readability.h"

#include <glib/gi18n.h>

/* "1500", "1 500 signs", "1,500": thousands may stand apart, and the unit may follow. */
#define LENGTH "^\\s*([0-9]+|[0-9]{1,3}([ \\x{a0}\\x{2009}\\x{202f}.,'’][0-9]{3})+)\\s*\\p{L}*\\s*$"

/* Of the channel and of the placement. */
typedef struct {
  guint    used;     /* 0: nothing is known */
  guint    max;      /* 0: no rule */
  gboolean written;
} Length;

static guint
measure (RelaisRecord *article, const char *unit)
{
  const char *body = relais_record_get_string (article, "body");
  g_autofree char *text = relais_markdown_to_text (body != NULL ? body : "");
  RelaisReadability readability;

  relais_readability_measure (text, &readability);
  return g_strcmp0 (unit, "words") == 0 ? readability.words : readability.signs;
}

static void
read_length (Length *length, RelaisStore *store, RelaisRecord *channel, RelaisRecord *placement)
{
  const char *id = relais_record_get_string (placement, "article");
  g_autoptr (RelaisRecord) article = id != NULL ? relais_store_lookup (store, "article", id) : NULL;
  const char *unit = channel != NULL ? relais_record_get_string (channel, "length_unit") : NULL;

  length->max = channel != NULL ? (guint) relais_record_get_integer (channel, "length_max") : 0;
  /* Pages are laid out, not counted. */
  length->written = article != NULL && g_strcmp0 (unit, "pages") != 0;
  length->used = length->written ? measure (article, unit) : (guint) relais_record_get_integer (placement, "length");
}

/* "1,500 signs", "2 pages" */
static char *
count (const char *unit, guint number, const char *text)
{
  const char *format;

  if (g_strcmp0 (unit, "words") == 0)
    format = ngettext ("%s word", "%s words", number);
  else if (g_strcmp0 (unit, "pages") == 0)
    format = ngettext ("%s page", "%s pages", number);
  else
    format = ngettext ("%s sign", "%s signs", number);
  g_autoptr (GString) result = g_string_new (format);
  g_string_replace (result, "%s", text, 1);
  return g_string_free (g_steal_pointer (&result), FALSE);
}

static char *
describe_count (RelaisRecord *channel, guint length)
{
  g_autofree char *number = g_strdup_printf ("%'u", length);

  return count (channel != NULL ? relais_record_get_string (channel, "length_unit") : NULL, length, number);
}

static gboolean
exceeds (RelaisRecord *channel, guint length)
{
  gint64 most = channel != NULL ? relais_record_get_integer (channel, "length_max") : 0;

  return most > 0 && length > most;
}

char *
relais_placement_length_describe (RelaisStore *store, RelaisRecord *placement, gboolean *too_long)
{
  g_autoptr (RelaisRecord) channel = relais_store_lookup (store, "channel", relais_record_get_string (placement, "channel"));
  const char *unit = channel != NULL ? relais_record_get_string (channel, "length_unit") : NULL;
  Length length;

  read_length (&length, store, channel, placement);
  *too_long = length.max > 0 && length.used > length.max;
  g_autofree char *used = g_strdup_printf ("%'u", length.used), *most = g_strdup_printf ("%'u", length.max);
  g_autofree char *used_text = count (unit, length.used, used), *most_text = count (unit, length.max, most);
  if (length.max > 0 && length.used > 0)
    /* Translators: a length used, of the length allowed: "1,230 of 1,500 signs" */
    return g_strdup_printf (length.written ? _("%s of %s") : _("%s of %s expected"), used, most_text);
  if (length.max > 0)
    /* Translators: a length: "at most 1,500 signs" */
    return g_strdup_printf (_("at most %s"), most_text);
  return length.used > 0 ? g_steal_pointer (&used_text) : g_strdup ("");
}

char *
relais_placement_length_describe_expected (RelaisStore *store, RelaisRecord *placement, gboolean *too_long)
{
  guint expected = (guint) relais_record_get_integer (placement, "length");

  *too_long = FALSE;
  if (expected == 0)
    return g_strdup ("");
  g_autoptr (RelaisRecord) channel = relais_store_lookup (store, "channel", relais_record_get_string (placement, "channel"));
  *too_long = exceeds (channel, expected);
  return describe_count (channel, expected);
}

char *
relais_placement_length_describe_allowed (RelaisRecord *channel, guint length)
{
  g_autofree char *words = describe_count (channel, length);

  if (!exceeds (channel, length))
    return g_steal_pointer (&words);
  g_autofree char *most = describe_count (channel, (guint) relais_record_get_integer (channel, "length_max"));
  /* Translators: a length, and the one allowed: "1,500 signs: too long, at most 1,200 signs" */
  return g_strdup_printf (_("%s: too long, at most %s"), words, most);
}

gboolean
relais_placement_length_read (const char *text, guint *length, char **why)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");
  gint64 most = kind->fields[relais_kind_field (kind, "length")].max;
  g_autoptr (GRegex) form = g_regex_new (LENGTH, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr (GString) digits = g_string_new (NULL);

  g_return_val_if_fail (text != NULL && length != NULL && why != NULL, FALSE);

  if (text[0] != '\0' && !g_regex_match (form, text, G_REGEX_MATCH_DEFAULT, NULL))
    {
      *why = g_strdup (_("A length is a number of signs, words or pages."));
      return FALSE;
    }
  for (; *text != '\0'; text++)
    if (g_ascii_isdigit (*text))
      g_string_append_c (digits, *text);
  gint64 number = g_ascii_strtoll (digits->str, NULL, 10);
  if (number > most)
    {
      *why = g_strdup_printf (_("A length is at most %'u."), (guint) most);
      return FALSE;
    }
  *length = (guint) number;
  return TRUE;
}
