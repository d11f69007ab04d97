/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-demo-text.h"

#include "relais-demo-resources.h"

#include <string.h>

#define RESOURCES "/fr/relais/demo/"

/* Places that one is in, not at. */
static const char * const inside[] = { "la salle", "la grande salle", "le quartier" };

static void
free_story (gpointer data)
{
  DemoStory *story = data;

  g_ptr_array_unref (story->titles);
  g_ptr_array_unref (story->paragraphs);
  g_free (story);
}

static void
free_theme (gpointer data)
{
  DemoTheme *theme = data;

  g_strfreev (theme->units);
  g_ptr_array_unref (theme->stories);
  g_ptr_array_unref (theme->contexts);
  g_ptr_array_unref (theme->points);
  g_ptr_array_unref (theme->quotes);
  g_ptr_array_unref (theme->questions);
  g_free (theme);
}

/* Lines of a text that is part of the program, without comments; kept as long as @texts. (transfer container) */
static GPtrArray *
read_lines (DemoTexts *texts, const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr(GBytes) bytes = g_resource_lookup_data (relais_demo_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GPtrArray *lines = g_ptr_array_new ();
  g_autofree char *text = NULL;
  char **split;

  g_assert (bytes);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  split = g_strsplit (text, "\n", -1);
  g_ptr_array_add (texts->storage, split);
  for (guint i = 0; split[i]; i++)
    if (*split[i] && *split[i] != '#')
      g_ptr_array_add (lines, g_strstrip (split[i]));
  return lines;
}

/* Cuts @line at the next " | ", strips both parts; NULL when there is no more. */
static const char *
cut_part (char **line)
{
  char *part = *line, *bar;

  if (!part)
    return NULL;
  bar = strchr (part, '|');
  if (bar)
    *bar = '\0';
  *line = bar ? g_strchug (bar + 1) : NULL;
  return g_strstrip (part);
}

static DemoTheme *
add_theme (DemoTexts *texts, char *line)
{
  DemoTheme *theme = g_new0 (DemoTheme, 1);
  char *rest = line + 1;

  line[strlen (line) - 1] = '\0';
  theme->name = cut_part (&rest);
  theme->color = cut_part (&rest);
  theme->motif = cut_part (&rest);
  theme->stories = g_ptr_array_new_with_free_func (free_story);
  theme->contexts = g_ptr_array_new ();
  theme->points = g_ptr_array_new ();
  theme->quotes = g_ptr_array_new ();
  theme->questions = g_ptr_array_new ();
  g_ptr_array_add (texts->themes, theme);
  return theme;
}

static DemoStory *
add_story (DemoTheme *theme, char *line)
{
  DemoStory *story = g_new0 (DemoStory, 1);
  char *flags = line + 2;
  const char *season;

  story->titles = g_ptr_array_new ();
  g_ptr_array_add (story->titles, (gpointer) cut_part (&flags));
  story->paragraphs = g_ptr_array_new ();
  story->agenda = flags && strstr (flags, "agenda");
  story->guide = flags && strstr (flags, "guide");
  season = flags ? strstr (flags, "mois ") : NULL;
  if (season)
    {
      story->first_month = strtoul (season + strlen ("mois "), NULL, 10);
      story->last_month = strtoul (strchr (season, '-') + 1, NULL, 10);
    }
  g_ptr_array_add (theme->stories, story);
  return story;
}

/* Lines of a theme that may follow any of its stories; FALSE for another line. */
static gboolean
add_shared_line (DemoTheme *theme, char *line)
{
  const struct { const char *prefix; GPtrArray *list; } shared[] = {
    { "context: ", theme->contexts }, { "point: ", theme->points }, { "quote: ", theme->quotes }, { "question: ", theme->questions },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shared); i++)
    if (g_str_has_prefix (line, shared[i].prefix))
      {
        g_ptr_array_add (shared[i].list, line + strlen (shared[i].prefix));
        return TRUE;
      }
  return FALSE;
}

static void
read_stories (DemoTexts *texts)
{
  g_autoptr(GPtrArray) lines = read_lines (texts, "stories.txt");
  DemoTheme *theme = NULL;
  DemoStory *story = NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      char *line = g_ptr_array_index (lines, i);

      if (*line == '[')
        theme = add_theme (texts, line);
      else if (g_str_has_prefix (line, "unit: "))
        theme->units = g_strsplit (line + strlen ("unit: "), ", ", -1);
      else if (g_str_has_prefix (line, "= "))
        story = add_story (theme, line);
      else if (g_str_has_prefix (line, "~ "))
        g_ptr_array_add (story->titles, line + 2);
      else if (g_str_has_prefix (line, "> "))
        story->standfirst = line + 2;
      else if (!add_shared_line (theme, line))
        g_ptr_array_add (story->paragraphs, line);
    }
}

/* Sections of lists: one text a line, or several with @separator. */
static void
read_sections (DemoTexts *texts, const char *name, char separator)
{
  g_autoptr(GPtrArray) lines = read_lines (texts, name);
  GPtrArray *list = NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      char *line = g_ptr_array_index (lines, i);

      if (*line == '[')
        {
          line[strlen (line) - 1] = '\0';
          list = g_ptr_array_new ();
          g_hash_table_insert (texts->lists, line + 1, list);
          continue;
        }
      while (line)
        {
          char *next = separator ? strchr (line, separator) : NULL;
          if (next)
            *next++ = '\0';
          g_ptr_array_add (list, g_strstrip (line));
          line = next;
        }
    }
}

/* "le parc" → "du parc", "au parc"; @preposition is "de" or "à". (transfer full) */
static char *
join_preposition (const char *preposition, const char *value)
{
  gboolean of = *preposition == 'd';

  for (guint i = 0; i < G_N_ELEMENTS (inside) && !of; i++)
    if (g_str_has_prefix (value, inside[i]))
      return g_strconcat ("dans ", value, NULL);
  if (g_str_has_prefix (value, "le "))
    return g_strconcat (of ? "du " : "au ", value + 3, NULL);
  if (g_str_has_prefix (value, "les "))
    return g_strconcat (of ? "des " : "aux ", value + 4, NULL);
  return g_strconcat (of ? "de " : "à ", value, NULL);
}

static char *
elide (const char *value)
{
  gunichar first = g_unichar_tolower (g_utf8_get_char (value));

  return g_strconcat (g_utf8_strchr ("aeiouyéèêhâîô", -1, first) ? "d’" : "de ", value, NULL);
}

static char *
capitalize (const char *value)
{
  g_autofree char *first = g_utf8_substring (value, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, g_utf8_next_char (value), NULL);
}

/* (transfer full): what stands for the braces around @name */
static char *
find_value (const DemoContext *context, const char *name)
{
  g_autofree char *lower = g_utf8_strdown (name, -1);
  const char *space = strchr (lower, ' ');
  const char *value = g_hash_table_lookup (context->values, space ? space + 1 : lower);

  if (!value)
    g_error ("The demonstration has no {%s}", name);
  if (g_str_has_prefix (lower, "du "))
    return join_preposition ("de", value);
  if (g_str_has_prefix (lower, "au "))
    return join_preposition ("à", value);
  if (g_str_has_prefix (lower, "de "))
    return elide (value);
  return g_ascii_isupper (*name) ? capitalize (value) : g_strdup (value);
}

DemoTexts *
demo_texts_new (void)
{
  DemoTexts *texts = g_new0 (DemoTexts, 1);

  texts->storage = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  texts->themes = g_ptr_array_new_with_free_func (free_theme);
  texts->lists = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  texts->units = read_lines (texts, "units.txt");
  read_stories (texts);
  read_sections (texts, "people.txt", ',');
  read_sections (texts, "places.txt", '|');
  read_sections (texts, "office.txt", '\0');
  read_sections (texts, "surveys.txt", '\0');
  read_sections (texts, "board.txt", '\0');
  return texts;
}

void
demo_texts_free (DemoTexts *texts)
{
  g_ptr_array_unref (texts->themes);
  g_hash_table_unref (texts->lists);
  g_ptr_array_unref (texts->units);
  g_ptr_array_unref (texts->storage);
  g_free (texts);
}

GPtrArray *
demo_texts_list (DemoTexts *texts, const char *name)
{
  GPtrArray *list = g_hash_table_lookup (texts->lists, name);

  g_assert (list && list->len > 0);
  return list;
}

void
demo_context_init (DemoContext *context)
{
  context->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
demo_context_clear (DemoContext *context)
{
  g_clear_pointer (&context->values, g_hash_table_unref);
}

void
demo_context_set (DemoContext *context, const char *name, const char *value)
{
  g_hash_table_insert (context->values, g_strdup (name), g_strdup (value));
}

char *
demo_expand (const DemoContext *context, const char *text)
{
  GString *out = g_string_new (NULL);
  const char *open;

  while ((open = strchr (text, '{')))
    {
      const char *close = strchr (open, '}');
      g_autofree char *name = g_strndup (open + 1, close - open - 1);
      g_autofree char *value = find_value (context, name);

      g_string_append_len (out, text, open - text);
      g_string_append (out, value);
      text = close + 1;
    }
  g_string_append (out, text);
  return g_string_free (out, FALSE);
}
