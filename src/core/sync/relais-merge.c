/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-sync.h"

#include "relais-align.h"
#include "relais-merge-check.h"

#include <git2.h>
#include <string.h>

/* A stretch of each of the three texts. */
typedef struct { const char *text; gsize length; } Stretch;

/* libgit2 counts its users; it stays for the life of the process. */
static void
prepare_library (void)
{
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      git_libgit2_init ();
      g_once_init_leave (&ready, 1);
    }
}

static char *
normalize_breaks (const char *text)
{
  GString *result;

  if (!strchr (text, '\r'))
    return g_strdup (text);
  result = g_string_new (text);
  g_string_replace (result, "\r\n", "\n", 0);
  g_string_replace (result, "\r", "\n", 0);

  return g_string_free_and_steal (result);
}

static Stretch
get_stretch (GArray      *tokens,
             RelaisRange  range)
{
  const RelaisToken *first;
  const RelaisToken *last;

  if (range.start == range.end)
    return (Stretch) { "", 0 };
  first = &g_array_index (tokens, RelaisToken, range.start);
  last = &g_array_index (tokens, RelaisToken, range.end - 1);

  return (Stretch) { first->text, last->text + last->length - first->text };
}

/* A region's result when it has only one; FALSE where both changed it. */
static gboolean
choose (const RelaisRegion *region,
        GArray             *mine,
        GArray             *theirs,
        Stretch            *result)
{
  switch (region->type)
    {
    case RELAIS_REGION_STABLE:
    case RELAIS_REGION_MINE:
    case RELAIS_REGION_SAME:
      *result = get_stretch (mine, region->mine);
      return TRUE;
    case RELAIS_REGION_THEIRS:
      *result = get_stretch (theirs, region->theirs);
      return TRUE;
    case RELAIS_REGION_BOTH:
      return FALSE;
    }

  return FALSE;
}

static char *
merge_words (Stretch base,
             Stretch mine,
             Stretch theirs)
{
  g_autoptr (GHashTable) numbers = relais_token_numbers_new ();
  g_autoptr (GArray) base_words = relais_tokens_from_words (numbers, base.text, base.length);
  g_autoptr (GArray) mine_words = relais_tokens_from_words (numbers, mine.text, mine.length);
  g_autoptr (GArray) theirs_words = relais_tokens_from_words (numbers, theirs.text, theirs.length);
  g_autoptr (GArray) regions = relais_align (base_words, mine_words, theirs_words, TRUE);
  g_autoptr (GString) result = g_string_new (NULL);

  for (guint i = 0; regions && i < regions->len; i++)
    {
      Stretch stretch;

      if (!choose (&g_array_index (regions, RelaisRegion, i), mine_words, theirs_words, &stretch))
        return NULL;
      g_string_append_len (result, stretch.text, stretch.length);
    }

  return regions ? g_string_free_and_steal (g_steal_pointer (&result)) : NULL;
}

/* FALSE: two paragraphs would become one, because one side took the line breaks away that the other built on. */
static gboolean
append_blocks (GString    *result,
               const char *text,
               gsize       length)
{
  if (length && result->len && result->str[result->len - 1] != '\n' && text[0] != '\n')
    return FALSE;
  g_string_append_len (result, text, length);

  return TRUE;
}

static char *
merge_blocks (Stretch base,
              Stretch mine,
              Stretch theirs)
{
  g_autoptr (GHashTable) numbers = relais_token_numbers_new ();
  g_autoptr (GArray) base_blocks = relais_tokens_from_blocks (numbers, base.text, base.length);
  g_autoptr (GArray) mine_blocks = relais_tokens_from_blocks (numbers, mine.text, mine.length);
  g_autoptr (GArray) theirs_blocks = relais_tokens_from_blocks (numbers, theirs.text, theirs.length);
  g_autoptr (GArray) regions = relais_align (base_blocks, mine_blocks, theirs_blocks, FALSE);
  g_autoptr (GString) result = g_string_new (NULL);

  for (guint i = 0; regions && i < regions->len; i++)
    {
      const RelaisRegion *region = &g_array_index (regions, RelaisRegion, i);
      g_autofree char *merged = NULL;
      Stretch stretch;

      if (!choose (region, mine_blocks, theirs_blocks, &stretch))
        {
          merged = merge_words (get_stretch (base_blocks, region->base), get_stretch (mine_blocks, region->mine),
                                get_stretch (theirs_blocks, region->theirs));
          if (!merged)
            return NULL;
          stretch = (Stretch) { merged, strlen (merged) };
        }
      if (!append_blocks (result, stretch.text, stretch.length))
        return NULL;
    }

  return regions ? g_string_free_and_steal (g_steal_pointer (&result)) : NULL;
}

/* Documented in the header. Carriage returns count as line breaks. The function does not depend on who is mine and who theirs. */
char *
relais_merge_text (const char *base,
                   const char *mine,
                   const char *theirs)
{
  g_autofree char *old = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *merged = NULL;

  g_return_val_if_fail (base && mine && theirs, NULL);

  if (g_str_equal (mine, theirs) || g_str_equal (theirs, base))
    return g_strdup (mine);
  if (g_str_equal (mine, base))
    return g_strdup (theirs);

  prepare_library ();
  old = normalize_breaks (base);
  a = normalize_breaks (mine);
  b = normalize_breaks (theirs);
  merged = merge_blocks ((Stretch) { old, strlen (old) }, (Stretch) { a, strlen (a) }, (Stretch) { b, strlen (b) });
  if (!merged || !relais_merge_is_faithful (old, a, b, merged))
    return NULL;

  return g_steal_pointer (&merged);
}

static gboolean
has_element (GVariant   *set,
             const char *element)
{
  g_autofree const char **elements = set ? g_variant_get_strv (set, NULL) : NULL;

  return elements && g_strv_contains (elements, element);
}

static void
collect (GHashTable *elements,
         GVariant   *set)
{
  g_autofree const char **strings = set ? g_variant_get_strv (set, NULL) : NULL;

  for (guint i = 0; strings && strings[i]; i++)
    g_hash_table_add (elements, (char *) strings[i]);
}

static int
compare_strings_cb (gconstpointer a,
                    gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* An element stays when neither took it away, and comes when one of them added it. */
GVariant *
relais_merge_set (GVariant *base,
                  GVariant *mine,
                  GVariant *theirs)
{
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer element;

  collect (all, mine);
  collect (all, theirs);
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, &element, NULL))
    if (!has_element (base, element) || (has_element (mine, element) && has_element (theirs, element)))
      g_ptr_array_add (kept, element);
  g_ptr_array_sort (kept, compare_strings_cb);

  return g_variant_ref_sink (g_variant_new_strv ((const char * const *) kept->pdata, kept->len));
}
