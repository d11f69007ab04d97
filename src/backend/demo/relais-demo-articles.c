/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an article says, by the form of its channel. */

#include "relais-demo-plan.h"

#include <string.h>

static const char *
pick_text (DemoCity *city, GPtrArray *texts)
{
  return g_ptr_array_index (texts, demo_draw (city, texts->len));
}

static void
add_paragraph (GString *body, const DemoSubject *subject, const char *text)
{
  g_autofree char *expanded = demo_expand (&subject->context, text);

  g_string_append_printf (body, "%s%s", body->len ? "\n\n" : "", expanded);
}

static void
add_story (GString *body, const DemoSubject *subject)
{
  for (guint i = 0; i < subject->story->paragraphs->len; i++)
    add_paragraph (body, subject, g_ptr_array_index (subject->story->paragraphs, i));
}

/* @n different ones of @texts, beginning anywhere. */
static void
add_points (DemoCity *city, GString *body, const DemoSubject *subject, GPtrArray *texts, guint n)
{
  guint start = demo_draw (city, texts->len);

  g_string_append_c (body, '\n');
  for (guint i = 0; i < MIN (n, texts->len); i++)
    {
      g_autofree char *text = demo_expand (&subject->context, g_ptr_array_index (texts, (start + i) % texts->len));
      g_string_append_printf (body, "\n- %s", text);
    }
}

static void
add_quote (DemoCity *city, GString *body, const DemoSubject *subject, const char *quote)
{
  gboolean woman = demo_chance (city, 0.55);
  const char *first_name = demo_pick (city, woman ? "women" : "men");

  g_string_append_printf (body, "\n\n> « %s »\n>\n> %s %s, %s", quote, first_name,
                          demo_pick (city, "last names"), demo_unit (city, subject->unit)->name);
}

static void
add_questions (DemoCity *city, GString *body, const DemoSubject *subject)
{
  const DemoTheme *theme = demo_subject_theme (city, subject);

  g_string_append (body, "\n\n## Questions fréquentes");
  for (guint i = 0; i < theme->questions->len; i++)
    {
      g_auto(GStrv) parts = g_strsplit (g_ptr_array_index (theme->questions, i), " | ", 2);
      g_string_append_printf (body, "\n\n### %s\n\n%s", parts[0], parts[1]);
    }
}

/* @pages: for the printed journal, where there is room to explain */
static void
write_long (DemoCity *city, GString *body, const DemoSubject *subject, gboolean pages)
{
  const DemoTheme *theme = demo_subject_theme (city, subject);
  guint context = demo_draw (city, theme->contexts->len), quote = demo_draw (city, theme->quotes->len);

  add_story (body, subject);
  add_paragraph (body, subject, g_ptr_array_index (theme->contexts, context));
  add_quote (city, body, subject, g_ptr_array_index (theme->quotes, quote));
  if (pages)
    {
      g_string_append (body, "\n\n## Dans les services");
      add_paragraph (body, subject, g_ptr_array_index (theme->contexts, (context + 1) % theme->contexts->len));
      add_quote (city, body, subject, g_ptr_array_index (theme->quotes, (quote + 1) % theme->quotes->len));
      add_paragraph (body, subject, g_ptr_array_index (theme->contexts, (context + 2) % theme->contexts->len));
    }
  g_string_append (body, "\n\n## Ce qu’il faut retenir");
  add_points (city, body, subject, theme->points, 3);
  if (pages || demo_chance (city, 0.5))
    add_questions (city, body, subject);
}

static void
write_guide (DemoCity *city, GString *body, const DemoSubject *subject)
{
  const DemoTheme *theme = demo_subject_theme (city, subject);

  g_string_append (body, "## L’essentiel\n\n");
  g_string_append (body, subject->standfirst);
  add_story (body, subject);
  g_string_append (body, "\n\n## En pratique");
  add_points (city, body, subject, theme->points, 4);
  add_questions (city, body, subject);
}

/* "9 h 30" → "09:30" */
static char *
read_hour (const DemoSubject *subject)
{
  const char *hour = g_hash_table_lookup (subject->context.values, "heure");
  char *rest;
  gulong hours = strtoul (hour, &rest, 10);
  const char *digits = strpbrk (rest, "0123456789");

  return g_strdup_printf ("%02lu:%02lu", hours, digits ? strtoul (digits, NULL, 10) : 0);
}

static void
set_event (DemoCity *city, RelaisFields *fields, const DemoSubject *subject)
{
  g_autofree char *hour = read_hour (subject);
  /* the place that the text names: a room if it speaks of one */
  gboolean room = strstr (subject->story->standfirst, "salle}") != NULL;
  const char *place = g_hash_table_lookup (subject->context.values, room ? "salle" : "lieu");
  g_autofree char *first = g_utf8_substring (place, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);
  g_autofree char *capital = g_strconcat (upper, g_utf8_next_char (place), NULL);

  demo_set_day (fields, "event_day", subject->event_day);
  relais_fields_set_string (fields, "event_time", hour);
  relais_fields_set_string (fields, "event_place", capital);
}

/* One that goes with the theme, if there is one. */
static const char *
pick_image (DemoCity *city, const DemoSubject *subject)
{
  const DemoTheme *theme = demo_subject_theme (city, subject);
  guint start = demo_draw (city, city->images->len);

  if (city->images->len == 0)
    return NULL;
  for (guint i = 0; i < city->images->len; i++)
    {
      const DemoImage *image = &g_array_index (city->images, DemoImage, (start + i) % city->images->len);
      if (strcmp (image->motif, theme->motif) == 0)
        return image->id;
    }
  return g_array_index (city->images, DemoImage, start).id;
}

static double
image_share (const char *form)
{
  if (strcmp (form, "feature") == 0 || strcmp (form, "journal") == 0)
    return 1;
  return strcmp (form, "event") == 0 || strcmp (form, "poster") == 0 ? 0.8 : strcmp (form, "brief") == 0 ? 0.35 : 0;
}

/* Earlier states of a finished text: without its last paragraph. */
static void
add_revision (DemoCity *city, DemoBundle *bundle, const DemoSubject *subject, const char *article, guint author, const char *body)
{
  const char *cut = g_strrstr (body, "\n\n");
  RelaisFields *fields = demo_fields ("revision");
  g_autofree char *earlier = g_strndup (body, cut ? (gsize) (cut - body) : strlen (body));
  g_autofree char *made_at = demo_instant (city, MIN (subject->day - 4, city->today - 1), 11, demo_draw (city, 60));

  relais_fields_set_string (fields, "article", article);
  relais_fields_set_string (fields, "author", demo_person (city, author)->id);
  relais_fields_set_string (fields, "made_at", made_at);
  relais_fields_set_string (fields, "reason", demo_pick (city, "reason"));
  relais_fields_set_string (fields, "title", subject->title);
  relais_fields_set_string (fields, "standfirst", subject->standfirst);
  relais_fields_set_string (fields, "body", earlier);
  demo_add (city, bundle, fields, demo_person (city, author)->account);
}

char *
demo_write_body (DemoCity *city, const DemoSubject *subject, const char *form)
{
  const DemoTheme *theme = demo_subject_theme (city, subject);
  GString *body = g_string_new (NULL);

  if (strcmp (form, "feature") == 0 || strcmp (form, "journal") == 0)
    write_long (city, body, subject, strcmp (form, "journal") == 0);
  else if (strcmp (form, "guide") == 0)
    write_guide (city, body, subject);
  else if (strcmp (form, "brief") == 0)
    {
      add_story (body, subject);
      if (demo_chance (city, 0.3))
        add_paragraph (body, subject, pick_text (city, theme->points));
    }
  else if (strcmp (form, "event") == 0)
    {
      add_story (body, subject);
      add_points (city, body, subject, theme->points, 2);
    }
  else if (strcmp (form, "poster") == 0)
    add_paragraph (body, subject, subject->story->standfirst);
  else
    {
      add_paragraph (body, subject, subject->story->standfirst);
      if (strcmp (form, "agenda") != 0)
        add_paragraph (body, subject, g_ptr_array_index (subject->story->paragraphs, 0));
    }
  return g_string_free (body, FALSE);
}

const char *
demo_add_article (DemoCity *city, DemoBundle *bundle, const DemoSubject *subject, const char *form, guint author, gboolean finished)
{
  RelaisFields *fields = demo_fields ("article");
  g_autofree char *body = demo_write_body (city, subject, form);
  const char *image = demo_chance (city, image_share (form)) ? pick_image (city, subject) : NULL;
  const char *id;

  if (!finished)
    {
      char *cut = strstr (body, "\n\n");
      if (cut)
        *cut = '\0';
    }
  relais_fields_set_string (fields, "title", subject->title);
  if (strcmp (form, "brief") == 0 || strcmp (form, "feature") == 0 || strcmp (form, "journal") == 0 || strcmp (form, "event") == 0)
    relais_fields_set_string (fields, "standfirst", subject->standfirst);
  relais_fields_set_string (fields, "body", body);
  if (image)
    relais_fields_set_string (fields, "lead_image", image);
  relais_fields_set_string (fields, "author", demo_person (city, author)->id);
  relais_fields_set_string (fields, "subject", subject->id);
  relais_fields_set_string (fields, "theme", g_ptr_array_index (city->themes, subject->theme));
  relais_fields_set_string (fields, "signature", demo_unit (city, demo_unit (city, subject->unit)->directorate)->name);
  relais_fields_set_string (fields, "language", "fr");
  if (subject->story->agenda && (strcmp (form, "agenda") == 0 || strcmp (form, "event") == 0))
    set_event (city, fields, subject);
  id = demo_add (city, bundle, fields, demo_person (city, author)->account);
  if (finished && demo_chance (city, 0.06))
    add_revision (city, bundle, subject, id, author, body);
  return id;
}
