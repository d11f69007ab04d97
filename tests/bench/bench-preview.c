/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a key to the HTML of the preview, at 2,000 words (DESIGN §10: the whole way, WebKit included, has 50 ms). The floor of
 * the same run: cmark-gfm alone, from the same text to its own HTML. */

#include "relais-checks.h"
#include "relais-page.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdlib.h>

#define N_KEYS 200
#define N_WORDS 2000
#define ARTICLE_ID "018f4d2e-7c1a-7b3e-9f00-00000000a001"

static char *
write_article (void)
{
  static const char paragraph[] =
    "La réunion du **comité** se tiendra mardi : venez avec vos *idées* ! Le [règlement du télétravail](/articles/2) change "
    "dès janvier ; chaque direction recevra « le guide » et 20 % des agents seront formés. ";
  GString *out = g_string_new ("# Une nouvelle organisation\n\n");

  for (guint words = 0; words < N_WORDS; words += 30)
    {
      if (words % 300 == 0)
        g_string_append (out, "\n## Une partie\n\n- un point\n- un autre\n\n| a | b |\n|---|--:|\n| c | 1 |\n\n");
      g_string_append (out, paragraph);
      g_string_append (out, words % 90 == 0 ? "\n\n" : "");
    }
  return g_string_free_and_steal (out);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static RelaisRecord *
make_article (const char *body)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("article"));

  relais_fields_set_string (fields, "title", "Une nouvelle organisation");
  relais_fields_set_string (fields, "body", body);
  return relais_record_new (ARTICLE_ID, fields, 1, 1, NULL, 0);
}

int
main (void)
{
  g_autofree char *body = write_article ();
  RelaisSite site = { .preview = TRUE, .image_source = "relais-media:" };
  gint64 pages[N_KEYS], checks[N_KEYS], floors[N_KEYS];
  gsize length = 0;

  for (guint i = 0; i < N_KEYS; i++)
    {
      g_autofree char *typed = g_strdup_printf ("%s%u", body, i);
      g_autoptr(RelaisRecord) article = make_article (typed);
      g_autofree char *page = NULL;
      g_autofree char *html = NULL;
      g_autoptr(GPtrArray) found = NULL;
      gint64 start = g_get_monotonic_time ();

      page = relais_page_article (&site, &(RelaisPiece) { .article = article });
      pages[i] = g_get_monotonic_time () - start;
      length = strlen (page);

      start = g_get_monotonic_time ();
      found = relais_checks_run (article, NULL, NULL, NULL);
      checks[i] = g_get_monotonic_time () - start;

      start = g_get_monotonic_time ();
      html = cmark_markdown_to_html (typed, strlen (typed), CMARK_OPT_SOURCEPOS | CMARK_OPT_FOOTNOTES);
      floors[i] = g_get_monotonic_time () - start;
    }
  qsort (pages, N_KEYS, sizeof pages[0], compare_times);
  qsort (checks, N_KEYS, sizeof checks[0], compare_times);
  qsort (floors, N_KEYS, sizeof floors[0], compare_times);
  g_print ("preview of 2,000 words: p50 %.2f ms, p95 %.2f ms (%zu bytes); checks p95 %.2f ms; cmark-gfm alone p95 %.2f ms, "
           "ratio %.1f; budget p95 50 ms with WebKit\n",
           pages[N_KEYS / 2] / 1000.0, pages[N_KEYS * 95 / 100] / 1000.0, length, checks[N_KEYS * 95 / 100] / 1000.0,
           floors[N_KEYS * 95 / 100] / 1000.0, (double) pages[N_KEYS / 2] / floors[N_KEYS / 2]);
  return pages[N_KEYS * 95 / 100] <= 50000 ? EXIT_SUCCESS : EXIT_FAILURE;
}
