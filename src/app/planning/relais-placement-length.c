/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-placement-length.h"

#include "relais-markdown.h"
#include "relais-readability.h"

#include <glib/gi18n.h>

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
relais_placement_length_describe_expected (RelaisStore *store, RelaisRecord *placement)
{
  guint expected = (guint) relais_record_get_integer (placement, "length");

  if (expected == 0)
    return g_strdup ("");
  g_autoptr (RelaisRecord) channel = relais_store_lookup (store, "channel", relais_record_get_string (placement, "channel"));
  g_autofree char *number = g_strdup_printf ("%'u", expected);
  return count (channel != NULL ? relais_record_get_string (channel, "length_unit") : NULL, expected, number);
}
