/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

#include "relais-checks-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
collect_node (RelaisChecksRun *run, cmark_node *node)
{
  switch ((guint) cmark_node_get_type (node))
    {
    case CMARK_NODE_IMAGE:
      g_ptr_array_add (run->images, node);
      break;
    case CMARK_NODE_LINK:
      g_ptr_array_add (run->links, node);
      break;
    case CMARK_NODE_HEADING:
      g_ptr_array_add (run->headings, node);
      break;
    case CMARK_NODE_PARAGRAPH:
      g_ptr_array_add (run->paragraphs, node);
      break;
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_HTML_INLINE:
      g_ptr_array_add (run->raw, node);
      break;
    case CMARK_NODE_LIST:
      run->n_lists++;
      break;
    case CMARK_NODE_BLOCK_QUOTE:
      run->n_quotes++;
      break;
    default:
      if (relais_markdown_tree_is (node, "table"))
        g_ptr_array_add (run->tables, node);
    }
}

static void
collect (RelaisChecksRun *run, const char *body)
{
  g_autoptr(cmark_iter) iter = NULL;
  cmark_event_type event;

  run->document = relais_markdown_tree_parse (body, &run->cut);
  run->text = relais_markdown_to_text (body);
  iter = cmark_iter_new (run->document);
  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    if (event == CMARK_EVENT_ENTER)
      collect_node (run, cmark_iter_get_node (iter));
}

static void
run_init (RelaisChecksRun *run)
{
  GPtrArray **arrays[] = { &run->images, &run->links, &run->headings, &run->tables, &run->paragraphs, &run->raw };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    *arrays[i] = g_ptr_array_new ();
  run->checks = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_check_free);
}

static void
run_clear (RelaisChecksRun *run)
{
  GPtrArray *arrays[] = { run->images, run->links, run->headings, run->tables, run->paragraphs, run->raw };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_ptr_array_unref (arrays[i]);
  cmark_node_free (run->document);
  g_free (run->text);
}

void
relais_checks_add (RelaisChecksRun *run, const char *rule, RelaisCheckLevel level, guint line, const char *format, ...)
{
  RelaisCheck *check = g_new0 (RelaisCheck, 1);
  va_list args;

  check->rule = g_strdup (rule);
  check->level = level;
  check->line = line;
  va_start (args, format);
  check->sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (run->checks, check);
}

gboolean
relais_checks_failed (RelaisChecksRun *run, const char *rule)
{
  for (guint i = 0; i < run->checks->len; i++)
    {
      RelaisCheck *check = g_ptr_array_index (run->checks, i);

      if (check->level == RELAIS_CHECK_NOT && strcmp (check->rule, rule) == 0)
        return TRUE;
    }
  return FALSE;
}

void
relais_check_free (RelaisCheck *check)
{
  g_free (check->rule);
  g_free (check->sentence);
  g_free (check);
}

GPtrArray *
relais_checks_run (RelaisRecord *article, RelaisRecord *channel, RelaisMediaResolver resolve, gpointer resolve_data)
{
  RelaisChecksRun run = { .article = article, .channel = channel, .resolve = resolve, .resolve_data = resolve_data };
  const char *body;

  g_return_val_if_fail (article != NULL, NULL);

  body = relais_record_get_string (article, "body");
  run_init (&run);
  collect (&run, body != NULL ? body : "");
  relais_checks_images (&run);
  relais_checks_tables (&run);
  relais_checks_links (&run);
  relais_checks_structure (&run);
  relais_checks_wording (&run);
  relais_checks_channel (&run);
  run_clear (&run);
  return run.checks;
}

const char *
relais_check_level_label (RelaisCheckLevel level)
{
  switch (level)
    {
    case RELAIS_CHECK_OK:     return _("conform");
    case RELAIS_CHECK_NOT:    return _("not conform");
    case RELAIS_CHECK_NA:     return _("not applicable");
    case RELAIS_CHECK_PERSON: return _("a person must look");
    default:                  g_return_val_if_reached ("");
    }
}
