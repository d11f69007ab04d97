/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

#include "relais-typeset.h"
#include "relais-markdown.h"

#include <string.h>

#define NARROW_NO_BREAK_SPACE 0x202f

static gboolean
is_space (gunichar c)
{
  return c == ' ' || c == 0xa0 || c == NARROW_NO_BREAK_SPACE;
}

static gboolean
is_high_mark (gunichar c)
{
  return c == ';' || c == ':' || c == '!' || c == '?';
}

static gboolean
is_unit (gunichar c)
{
  return c == '%' || c == 0x20ac /* € */;
}

/* What can end a word that a high mark follows. A mark or a bracket that opens cannot: "?!" and "(!)" stay whole. */
static gboolean
ends_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || is_unit (c)
         || c == ')' || c == ']' || c == 0xbb /* » */ || c == '"' || c == '\'' || c == 0x2019 || c == 0x2026 /* … */;
}

/* Whether a mark before @c is punctuation, and not part of an hour, an address or a smiley. */
static gboolean
closes (gunichar c)
{
  return c == 0 || g_unichar_isspace (c) || is_high_mark (c)
         || c == ')' || c == ']' || c == 0xbb || c == '"' || c == '.' || c == ',' || c == 0x2026;
}

/* Whether @mark between @before (spaces left out) and @next takes a narrow no-break space before it. */
static gboolean
takes_space (gunichar mark, gunichar before, gunichar next, gboolean space_typed)
{
  if (before == 0 || g_unichar_isspace (before))
    return FALSE;
  if (mark == 0xbb)
    return before != 0xab;
  if (is_unit (mark))
    return g_unichar_isdigit (before) && !g_unichar_isalnum (next);
  if (mark == 'h')                                                /* 10 h, never cut at the end of a line */
    return space_typed && g_unichar_isdigit (before) && !g_unichar_isalpha (next);
  if (is_high_mark (mark))
    return closes (next) && (space_typed || ends_word (before));
  return FALSE;
}

/* Whether a space between @before digits and @text stands inside a number: 3 900, but not 02 41 05 or "in 2026 300 agents". */
static gboolean
groups_digits (guint before, const char *text)
{
  gsize after = strspn (text, "0123456789");

  return before >= 1 && before <= 3 && after == 3;
}

gboolean
relais_typeset_applies (const char *language)
{
  return language == NULL || g_ascii_strcasecmp (language, "fr") == 0 || g_ascii_strncasecmp (language, "fr-", 3) == 0;
}

void
relais_typeset_append (GString *out, const char *text, gunichar before, gunichar after)
{
  const char *p = text;
  guint digits = 0;   /* in a row before p */

  while (*p != '\0')
    {
      const char *mark = p;
      const char *rest;
      gunichar c, next;
      gboolean spaced;

      while (is_space (g_utf8_get_char (mark)))
        mark = g_utf8_next_char (mark);
      if (*mark == '\0')
        break;
      c = g_utf8_get_char (mark);
      rest = g_utf8_next_char (mark);
      next = *rest != '\0' ? g_utf8_get_char (rest) : after;
      spaced = mark != p;

      if (takes_space (c, before, next, spaced) || (spaced && groups_digits (digits, mark)))
        g_string_append_unichar (out, NARROW_NO_BREAK_SPACE);
      else
        g_string_append_len (out, p, mark - p);
      g_string_append_len (out, mark, rest - mark);
      p = rest;

      if (c == 0xab && next != 0)
        {
          while (is_space (g_utf8_get_char (p)))
            p = g_utf8_next_char (p);
          g_string_append_unichar (out, NARROW_NO_BREAK_SPACE);
        }
      digits = !g_ascii_isdigit (c) ? 0 : spaced ? 1 : digits + 1;
      before = c;
    }
  g_string_append (out, p);
}

char *
relais_markdown_typeset (const char *text, const char *language)
{
  GString *out;

  g_return_val_if_fail (text != NULL && g_utf8_validate (text, -1, NULL), NULL);

  if (!relais_typeset_applies (language))
    return g_strdup (text);
  out = g_string_sized_new (strlen (text) + 16);
  relais_typeset_append (out, text, 0, 0);
  return g_string_free_and_steal (out);
}
