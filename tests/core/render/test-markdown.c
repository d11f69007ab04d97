/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-html.h"
#include "relais-markdown.h"

#include <locale.h>
#include <string.h>
#include <time.h>

#define ID   "018f4d2e-7c1a-7b3e-9f00-0123456789ab"
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define NNBSP "\u202f"

static gboolean
resolve (const char *reference, RelaisMedia *media, gpointer user_data)
{
  if (strcmp (reference, ID) != 0 && strcmp (reference, HASH) != 0)
    return FALSE;
  media->url = g_strdup ("/media/" HASH);
  media->alternative = g_strdup ("La place & \"le marché\"");
  media->credit = g_strdup ("<Marie>");
  media->width = 800;
  media->height = 600;
  media->document = user_data != NULL;
  return TRUE;
}

static void
assert_html (const char *markdown, const char *expected)
{
  RelaisMarkdownOptions options = { .resolve = resolve };
  g_autofree char *html = relais_markdown_to_html (markdown, &options);

  g_assert_cmpstr (html, ==, expected);
}

/* What must hold for any input: only our elements and attributes, every one closed in order. */
static void
assert_safe (const char *html)
{
  static const char * const allowed[] = {
    "a", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img",
    "li", "ol", "p", "pre", "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul", NULL,
  };
  static const char * const attributes[] = {
    "alt", "aria-label", "class", "data-sourcepos", "height", "href", "id", "role", "scope", "src", "start", "tabindex",
    "width", NULL,
  };
  g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (g_utf8_validate (html, -1, NULL));
  for (const char *p = html; (p = strchr (p, '<')) != NULL;)
    {
      gboolean closing = p[1] == '/';
      const char *name = p + (closing ? 2 : 1);
      gsize length = strcspn (name, " >");
      g_autofree char *element = g_strndup (name, length);

      g_assert_true (g_strv_contains (allowed, element));
      p = name + length;
      while (*p == ' ')
        {
          gsize n = strcspn (p + 1, "=");
          g_autofree char *attribute = g_strndup (p + 1, n);

          g_assert_true (g_strv_contains (attributes, attribute));
          p += 1 + n + 1;
          g_assert_cmpint (*p, ==, '"');
          p = strchr (p + 1, '"') + 1;
        }
      g_assert_cmpint (*p, ==, '>');
      if (closing)
        {
          g_assert_cmpuint (open->len, >, 0);
          g_assert_cmpstr (element, ==, g_ptr_array_index (open, open->len - 1));
          g_ptr_array_remove_index (open, open->len - 1);
        }
      else if (strcmp (element, "br") != 0 && strcmp (element, "hr") != 0 && strcmp (element, "img") != 0)
        g_ptr_array_add (open, g_steal_pointer (&element));
    }
  g_assert_cmpuint (open->len, ==, 0);
}

static void
test_blocks (void)
{
  assert_html ("", "");
  assert_html ("Un *mot* **gras** ~~barré~~ `code`",
               "<p>Un <em>mot</em> <strong>gras</strong> <del>barré</del> <code>code</code></p>\n");
  assert_html ("- un\n- deux", "<ul><li>un</li>\n<li>deux</li>\n</ul>\n");
  assert_html ("3. un\n\n4. deux", "<ol start=\"3\"><li><p>un</p>\n</li>\n<li><p>deux</p>\n</li>\n</ol>\n");
  assert_html ("> cité", "<blockquote><p>cité</p>\n</blockquote>\n");
  assert_html ("a\\\nb\n\n---", "<p>a<br>\nb</p>\n<hr>\n");
  assert_html ("```\n<b> : !\n```", "<pre><code>&lt;b&gt; : !\n</code></pre>\n");
}

static void
test_headings (void)
{
  assert_html ("# A\n## B", "<h2>A</h2>\n<h3>B</h3>\n");
  assert_html ("## A\n### B", "<h2>A</h2>\n<h3>B</h3>\n");
  assert_html ("### B\n# A\n###### C", "<h4>B</h4>\n<h2>A</h2>\n<h6>C</h6>\n");

  RelaisMarkdownOptions options = { .heading_level = 4 };
  g_autofree char *html = relais_markdown_to_html ("# A\n#### B", &options);
  g_assert_cmpstr (html, ==, "<h4>A</h4>\n<h6>B</h6>\n");
}

static void
test_table (void)
{
  assert_html ("| a | b |\n|---|--:|\n| c | d |",
               "<div class=\"table\" role=\"group\" aria-label=\"Tableau\" tabindex=\"0\"><table>\n"
               "<thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"right\">b</th></tr></thead><tbody>\n"
               "<tr><td>c</td><td class=\"right\">d</td></tr>\n</tbody></table></div>\n");
}

static void
test_footnotes (void)
{
  RelaisMarkdownOptions options = { .id_prefix = "x-" };
  g_autofree char *html = relais_markdown_to_html ("a[^n] b[^n]\n\n[^n]: La note.", &options);

  g_assert_cmpstr (html, ==,
                   "<p>a<sup><a href=\"#x-fn-1\" id=\"x-fnref-1\">1</a></sup> b<sup><a href=\"#x-fn-1\">1</a></sup></p>\n"
                   "<div class=\"notes\"><ol>\n<li id=\"x-fn-1\"><p>La note."
                   " <a href=\"#x-fnref-1\">↩<span class=\"hidden\"> Retour à l’appel de note 1</span></a></p>\n"
                   "</li>\n</ol></div>\n");
}

static void
test_source_positions (void)
{
  RelaisMarkdownOptions options = { .source_positions = TRUE, .resolve = resolve };
  g_autofree char *html = relais_markdown_to_html ("# T\n\nun\ndeux\n\n![](media:" ID ")", &options);

  g_assert_nonnull (strstr (html, "<h2 data-sourcepos=\"1:1-1:3\">"));
  g_assert_nonnull (strstr (html, "<p data-sourcepos=\"3:1-4:4\">"));
  g_assert_nonnull (strstr (html, "<figure data-sourcepos=\"6:1-"));
}

static void
test_media (void)
{
  assert_html ("![ignoré](media:" ID ")",
               "<figure><img src=\"/media/" HASH "\" alt=\"La place &amp; &quot;le marché&quot;\" width=\"800\" height=\"600\">"
               "<figcaption>&lt;Marie&gt;</figcaption></figure>\n");
  assert_html ("x ![](media:" HASH ")",
               "<p>x <img src=\"/media/" HASH "\" alt=\"La place &amp; &quot;le marché&quot;\""
               " width=\"800\" height=\"600\"></p>\n");
  assert_html ("![un plan](media:" ID "0)",
               "<figure><span class=\"missing\">Image introuvable" NNBSP ": un plan</span></figure>\n");
  assert_html ("![](media:../../etc)", "<figure><span class=\"missing\">Image introuvable</span></figure>\n");
  assert_html ("![x](https://ailleurs.example/p.png)",
               "<figure><span class=\"missing\">Image d’un autre site, non affichée" NNBSP ": x</span></figure>\n");
  assert_html ("![x](//ailleurs.example/p.png)",
               "<figure><span class=\"missing\">Image d’un autre site, non affichée" NNBSP ": x</span></figure>\n");
  assert_html ("[plan](media:" HASH ")", "<p><a href=\"/media/" HASH "\">plan</a></p>\n");
}

static void
test_document_is_no_image (void)
{
  RelaisMarkdownOptions options = { .resolve = resolve, .resolve_data = (gpointer) "document" };
  g_autofree char *html = relais_markdown_to_html ("![x](media:" ID ")", &options);

  g_assert_null (strstr (html, "<img"));
}

static void
test_links (void)
{
  assert_html ("[x](https://a.example/?a=1&b=2 \"titre\")", "<p><a href=\"https://a.example/?a=1&amp;b=2\">x</a></p>\n");
  assert_html ("[x](/articles/1)", "<p><a href=\"/articles/1\">x</a></p>\n");
  assert_html ("[x](mailto:a@b.fr)", "<p><a href=\"mailto:a@b.fr\">x</a></p>\n");
  assert_html ("https://a.example/?x:!y", "<p><a href=\"https://a.example/?x:!y\">https://a.example/?x:!y</a></p>\n");
  assert_html ("[x](javascript:alert(1))", "<p><span class=\"dead\">x</span></p>\n");
  assert_html ("[x]()", "<p><span class=\"dead\">x</span></p>\n");
}

static void
test_dangerous_addresses (void)
{
  static const char * const addresses[] = {
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
    "\001javascript:alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd", "blob:x",
    "//evil.example", "\\\\evil.example", "/\\evil.example", "https:\\\\evil.example", "ftp://x", "relais:x", "media:x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    g_assert_false (relais_html_address_is_safe (addresses[i]));
  g_assert_true (relais_html_address_is_safe ("/articles/1:2"));
  g_assert_true (relais_html_address_is_safe ("HTTPS://a.example"));
  g_assert_true (relais_html_address_is_safe ("#note"));
}

static void
test_attacks (void)
{
  static const char * const attacks[] = {
    "<script>alert(1)</script>", "a <script>alert(1)</script> b", "<img src=x onerror=alert(1)>", "a <b onclick=x>b</b>",
    "<iframe src=//evil.example></iframe>", "<svg/onload=alert(1)>", "<!-- --><script>x</script>",
    "<![CDATA[<script>x</script>]]>",
    "[x](<javascript:alert(1)>)", "[x](&#106;avascript:alert(1))", "[x](javascript&colon;alert(1))", "![x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x]: javascript:alert(1)\n\n[x]", "<javascript:alert(1)>",
    "![\"><script>x</script>](media:" ID ")", "![\"onload=\"x](https://e.example/x.png)",
    "[\"><script>x](https://e.example/\"><script>)",
    "```\"><script>alert(1)</script>\nx\n```", "[^\"><script>]\n\n[^\"><script>]: x",
    "| <script> |\n|---|\n| <img src=x onerror=y> |",
    "# <script>alert(1)</script>", "`<script>`", "&lt;script&gt;", "\\<script>", "<a href='javascript:x'>y</a>",
    "[![x](javascript:y)](javascript:z)", "[a](//evil.example)", "<https://a.example/\"onclick=x>",
    "www.a.example/\"onclick=\"x", "mailto:a@b.c\"onclick=x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      RelaisMarkdownOptions options = { .resolve = resolve, .source_positions = TRUE };
      g_autofree char *html = relais_markdown_to_html (attacks[i], &options);
      g_autofree char *lower = g_ascii_strdown (html, -1);

      assert_safe (html);
      g_assert_null (strstr (lower, "<script"));
      g_assert_null (strstr (lower, "href=\"javascript"));
      g_assert_null (strstr (lower, "href=\"data"));
      g_assert_null (strstr (lower, "href=\"//"));
      g_assert_null (strstr (lower, "src=\"http"));
    }
}

static char *
repeat (const char *part, gsize times)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < times; i++)
    g_string_append (out, part);
  return g_string_free_and_steal (out);
}

static void
test_hostile (void)
{
  static const char * const parts[] = {
    "![[]()", "[", "![", "]", "*a ", "**a **b ", "_a*b_", "> ", "- ", "* 1. ", "`", "``a`", "<", "<a ", "<!--", "&", "\\", "~~a~",
    "[^a]", "[^a]: x\n\n", "|a", "|", "a|b\n-|-\n", "#\n", "http://a.b/(", "www.a", "a@b.c ", "\n- a\n  ", "[a](<b", "«", " »",
    " : ",
    "\xe2\x80\xaf", "e\xcc\x81", "\xf0\x9f\x8e\x89", "![a](media:" ID ")", "\n>\n", "[a]: b\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      RelaisMarkdownOptions options = { .resolve = resolve, .source_positions = TRUE };
      g_autofree char *markdown = repeat (parts[i], RELAIS_MARKDOWN_MAX_BYTES / strlen (parts[i]));
      g_autofree char *html = NULL;
      g_autofree char *text = NULL;
      clock_t start = clock ();   /* of the processor: the machine may be busy with other things */

      html = relais_markdown_to_html (markdown, &options);
      text = relais_markdown_to_text (markdown);
      /* Far above what any of them takes, far below what quadratic time would. */
      g_assert_cmpint (clock () - start, <, 10 * CLOCKS_PER_SEC);
      g_test_message ("%-12.12s × %zu: %" G_GINT64_FORMAT " ms", parts[i], RELAIS_MARKDOWN_MAX_BYTES / strlen (parts[i]),
                      (gint64) (clock () - start) * 1000 / CLOCKS_PER_SEC);
      assert_safe (html);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

/* Texts put together by chance from everything that means something, the same ones each time. */
static void
test_random (void)
{
  static const char * const parts[] = {
    "# ", "## ", "> ", "- ", "1. ", "* ", "**", "*", "_", "~~", "`", "```\n", "\n", "\n\n", "    ", "\t", " ", "[", "]", "(",
    ")", "!", "![",
    "<", ">", "</", "<b>", "<!--", "-->", "<script>", "|", "|---|\n", ":", ";", "?", "«", "»", "&", "&lt;", "&#x3c;", "\\",
    "\"", "'",
    "http://a.example", "www.a.example", "javascript:", "media:", "media:" ID, "media:" HASH, "[^1]", "[^1]: ", "a", "é", "mot",
    "\xf0\x9f\x8e\x89", "\xff", "\xe2\x80", "\001", "10:30", "3 900", "---\n", "[a]: /b\n",
  };
  g_autoptr(GRand) rand = g_rand_new_with_seed (20261121);

  for (guint i = 0; i < 5000; i++)
    {
      RelaisMarkdownOptions options = { .resolve = resolve, .source_positions = i % 2, .heading_level = i % 7 };
      g_autoptr(GString) markdown = g_string_new (NULL);
      g_autofree char *html = NULL;
      g_autofree char *text = NULL;
      guint length = g_rand_int_range (rand, 1, 60);

      for (guint j = 0; j < length; j++)
        g_string_append (markdown, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
      html = relais_markdown_to_html (markdown->str, &options);
      text = relais_markdown_to_text (markdown->str);
      assert_safe (html);
      g_assert_null (strstr (html, "href=\"javascript"));
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static void
test_too_long (void)
{
  g_autofree char *markdown = repeat ("![[]()", 100000);
  g_autofree char *accents = repeat ("é", RELAIS_MARKDOWN_MAX_BYTES / 2 + 1);
  g_autofree char *odd = g_strconcat ("a", accents, NULL);
  g_autofree char *html = relais_markdown_to_html (markdown, NULL);
  g_autofree char *cut = relais_markdown_to_html (odd, NULL);

  assert_safe (html);
  g_assert_nonnull (strstr (html, "trop longue"));
  /* Never inside a character. */
  assert_safe (cut);
  g_assert_null (strstr (cut, "\xef\xbf\xbd"));
}

static void
test_encoding (void)
{
  assert_html ("a\xff" "b", "<p>a\xef\xbf\xbd" "b</p>\n");
  assert_html ("\xc3", "<p>\xef\xbf\xbd</p>\n");
  assert_html ("\xed\xa0\x80", "<p>\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd</p>\n");
  assert_html ("a\001b", "<p>ab</p>\n");
  assert_html ("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb", "<p>\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb</p>\n");
}

static void
test_depth (void)
{
  g_autofree char *quotes = repeat ("> ", 1000);
  g_autofree char *markdown = g_strconcat (quotes, "fond\n\n", quotes, "| a |\n", quotes, "|---|\n", quotes, "| b |", NULL);
  g_autofree char *html = relais_markdown_to_html (markdown, NULL);

  assert_safe (html);
  g_assert_nonnull (strstr (html, "fond"));
}

static void
test_typography (void)
{
  static const struct { const char *source, *expected; } cases[] = {
    { "Prêt ?", "Prêt" NNBSP "?" },
    { "Prêt?", "Prêt" NNBSP "?" },
    { "Quoi ?!", "Quoi" NNBSP "?!" },
    { "Bravo !!!", "Bravo" NNBSP "!!!" },
    { "« mot »", "«" NNBSP "mot" NNBSP "»" },
    { "«mot»", "«" NNBSP "mot" NNBSP "»" },
    { "«\u00a0mot\u00a0»\u00a0!", "«" NNBSP "mot" NNBSP "»" NNBSP "!" },
    { "Horaires : 10:30 ; fin", "Horaires" NNBSP ": 10:30" NNBSP "; fin" },
    { "Le plan: lundi", "Le plan" NNBSP ": lundi" },
    { "25 % et 10 €", "25" NNBSP "% et 10" NNBSP "€" },
    { "a:b c:\\d x.fr/?y=1", "a:b c:\\d x.fr/?y=1" },
    { "(sic!) [sic !]", "(sic" NNBSP "!) [sic" NNBSP "!]" },
    { "3 900 agents, 1 234 567 €", "3" NNBSP "900 agents, 1" NNBSP "234" NNBSP "567" NNBSP "€" },
    { "en 2026 300 agents, 02 41 05 40", "en 2026 300 agents, 02 41 05 40" },
    { "à 10 h ou 16 h 30, 3 histoires", "à 10" NNBSP "h ou 16" NNBSP "h 30, 3 histoires" },
    { "! début", "! début" },
    { " :-) ", " :-) " },
    { "deux  espaces", "deux  espaces" },
    { "", "" },
    { "  ", "  " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = relais_markdown_typeset (cases[i].source, "fr");
      g_autofree char *again = relais_markdown_typeset (out, "fr-FR");
      g_autofree char *english = relais_markdown_typeset (cases[i].source, "en");

      g_assert_cmpstr (out, ==, cases[i].expected);
      g_assert_cmpstr (again, ==, out);
      g_assert_cmpstr (english, ==, cases[i].source);
    }
}

static void
test_typography_in_markup (void)
{
  assert_html ("**Bravo** !", "<p><strong>Bravo</strong>" NNBSP "!</p>\n");
  assert_html ("**Bravo**!", "<p><strong>Bravo</strong>" NNBSP "!</p>\n");
  assert_html ("« *mot* »", "<p>«" NNBSP "<em>mot</em>" NNBSP "»</p>\n");
  assert_html ("`a ? b` ; `c:d`", "<p><code>a ? b</code>" NNBSP "; <code>c:d</code></p>\n");
  assert_html ("[Prêt ?](/a?b=c ;)", "<p>[Prêt" NNBSP "?](/a?b=c" NNBSP ";)</p>\n");
  assert_html ("[Prêt ?](/a?b=c)", "<p><a href=\"/a?b=c\">Prêt" NNBSP "?</a></p>\n");

  RelaisMarkdownOptions options = { .language = "en" };
  g_autofree char *html = relais_markdown_to_html ("Ready ?", &options);
  g_assert_cmpstr (html, ==, "<p>Ready ?</p>\n");
}

static void
test_text (void)
{
  static const struct { const char *markdown, *text; } cases[] = {
    { "", "" },
    { "# Titre\n\nUn *mot* [lié](https://a.example).", "Titre\nUn mot lié." },
    { "- un\n- deux\n\n```\ncode\n```\n\n![alt](media:x)", "un\ndeux" },
    { "| a | b |\n|---|---|\n| c | d |", "a b\nc d" },
    { "a\nb  \nc", "a b c" },
    { "<b>x</b> y", "x y" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = relais_markdown_to_text (cases[i].markdown);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static gpointer
render_in_thread (gpointer data)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *html = relais_markdown_to_html ("~~a~~ http://b.example | c", NULL);

      if (strcmp (html, data) != 0)
        return GINT_TO_POINTER (1);
    }
  return NULL;
}

/* cmark-gfm keeps the special characters of extensions in a table of the process. */
static void
test_threads (void)
{
  g_autofree char *expected = relais_markdown_to_html ("~~a~~ http://b.example | c", NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("render", render_in_thread, expected);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_null (g_thread_join (threads[i]));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/markdown/blocks", test_blocks);
  g_test_add_func ("/render/markdown/headings", test_headings);
  g_test_add_func ("/render/markdown/table", test_table);
  g_test_add_func ("/render/markdown/footnotes", test_footnotes);
  g_test_add_func ("/render/markdown/source-positions", test_source_positions);
  g_test_add_func ("/render/markdown/media", test_media);
  g_test_add_func ("/render/markdown/document-is-no-image", test_document_is_no_image);
  g_test_add_func ("/render/markdown/links", test_links);
  g_test_add_func ("/render/markdown/dangerous-addresses", test_dangerous_addresses);
  g_test_add_func ("/render/markdown/attacks", test_attacks);
  g_test_add_func ("/render/markdown/hostile", test_hostile);
  g_test_add_func ("/render/markdown/random", test_random);
  g_test_add_func ("/render/markdown/too-long", test_too_long);
  g_test_add_func ("/render/markdown/encoding", test_encoding);
  g_test_add_func ("/render/markdown/depth", test_depth);
  g_test_add_func ("/render/markdown/typography", test_typography);
  g_test_add_func ("/render/markdown/typography-in-markup", test_typography_in_markup);
  g_test_add_func ("/render/markdown/text", test_text);
  g_test_add_func ("/render/markdown/threads", test_threads);
  return g_test_run ();
}
