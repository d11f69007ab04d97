/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-word-diff.h"

#include <string.h>

/* Words and spaces; the table of lengths is the square of this. */
#define MAX_PIECES 2000
#define OPEN  "<span weight=\"bold\" underline=\"single\">"
#define CLOSE "</span>"

/* A word, or the white space between two words. */
typedef struct {
  const char *start;
  gsize       length;
} Piece;

static GArray *
split (const char *text)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));

  for (const char *p = text; *p != '\0';)
    {
      const char *start = p;
      gboolean space = g_unichar_isspace (g_utf8_get_char (p));
      while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)) == space)
        p = g_utf8_next_char (p);
      g_array_append_vals (pieces, &(Piece) { start, (gsize) (p - start) }, 1);
    }
  return pieces;
}

static gboolean
same (const Piece *a, const Piece *b)
{
  return a->length == b->length && memcmp (a->start, b->start, a->length) == 0;
}

static char *
mark (GArray *pieces, const gboolean *common)
{
  GString *markup = g_string_new (NULL);
  gboolean open = FALSE;

  for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);
      if (common[i] == open)
        {
          g_string_append (markup, open ? CLOSE : OPEN);
          open = !open;
        }
      g_autofree char *escaped = g_markup_escape_text (piece->start, (gssize) piece->length);
      g_string_append (markup, escaped);
    }
  if (open)
    g_string_append (markup, CLOSE);
  return g_string_free (markup, FALSE);
}

/* Marks what belongs to the longest common sequence of a[start…) and b[start…), up to @a_end and @b_end. */
static void
find_common (GArray *a, GArray *b, guint start, guint a_end, guint b_end, gboolean *in_a, gboolean *in_b)
{
  gsize width = b_end - start + 1;
  g_autofree guint16 *length = g_new0 (guint16, (a_end - start + 1) * width);
#define AT(i, j) length[((i) - start) * width + (j) - start]

  for (guint i = a_end; i-- > start;)
    for (guint j = b_end; j-- > start;)
      AT (i, j) = same (&g_array_index (a, Piece, i), &g_array_index (b, Piece, j))
                    ? (guint16) (AT (i + 1, j + 1) + 1) : MAX (AT (i + 1, j), AT (i, j + 1));

  for (guint i = start, j = start; i < a_end && j < b_end;)
    if (same (&g_array_index (a, Piece, i), &g_array_index (b, Piece, j)))
      in_a[i++] = in_b[j++] = TRUE;
    else if (AT (i + 1, j) >= AT (i, j + 1))
      i++;
    else
      j++;
#undef AT
}

void
relais_word_diff (const char *mine, const char *theirs, char **mine_markup, char **theirs_markup)
{
  g_return_if_fail (mine != NULL && theirs != NULL);

  g_autoptr (GArray) a = split (mine);
  g_autoptr (GArray) b = split (theirs);
  g_autofree gboolean *in_a = g_new0 (gboolean, a->len + 1);
  g_autofree gboolean *in_b = g_new0 (gboolean, b->len + 1);
  guint start = 0, a_end = a->len, b_end = b->len;

  while (start < a_end && start < b_end && same (&g_array_index (a, Piece, start), &g_array_index (b, Piece, start)))
    {
      in_a[start] = in_b[start] = TRUE;
      start++;
    }
  while (a_end > start && b_end > start && same (&g_array_index (a, Piece, a_end - 1), &g_array_index (b, Piece, b_end - 1)))
    in_a[--a_end] = in_b[--b_end] = TRUE;
  if (a_end - start <= MAX_PIECES && b_end - start <= MAX_PIECES)
    find_common (a, b, start, a_end, b_end, in_a, in_b);

  *mine_markup = mark (a, in_a);
  *theirs_markup = mark (b, in_b);
}
