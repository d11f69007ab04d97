/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

#include "relais-html.h"

#include <string.h>

static const char * const safe_schemes[] = { "http", "https", "mailto", "tel", NULL };

static gboolean
scheme_equals (const char *address, gsize length, const char *scheme)
{
  return strlen (scheme) == length && g_ascii_strncasecmp (address, scheme, length) == 0;
}

void
relais_html_print (GString *out, const char *format, ...)
{
  va_list args;
  g_autofree char *markup = NULL;

  va_start (args, format);
  markup = g_markup_vprintf_escaped (format, args);
  va_end (args);
  g_string_append (out, markup);
}

void
relais_html_text (GString *out, const char *text, gssize length)
{
  const char *end = length < 0 ? text + strlen (text) : text + length;
  const char *start = text;

  for (const char *p = text; p < end; p++)
    {
      const char *entity = NULL;

      switch (*p)
        {
        case '&': entity = "&amp;"; break;
        case '<': entity = "&lt;"; break;
        case '>': entity = "&gt;"; break;
        case '"': entity = "&quot;"; break;
        case '\'': entity = "&#39;"; break;
        case '\t': case '\n': continue;
        default:
          if ((guchar) *p >= 0x20 && *p != 0x7f)
            continue;
          entity = "";
        }
      g_string_append_len (out, start, p - start);
      g_string_append (out, entity);
      start = p + 1;
    }
  g_string_append_len (out, start, end - start);
}

void
relais_html_fragment (GString *out, const char *html)
{
  g_string_append (out, html);
}

gboolean
relais_html_address_is_safe (const char *address)
{
  gsize length = strcspn (address, ":/?#");

  /* Also refused: "//host" is another site under the name of an address inside this one, and "\" is read as "/". */
  if (strchr (address, '\\') != NULL || g_str_has_prefix (address, "//"))
    return FALSE;
  for (const char *p = address; *p != '\0'; p++)
    if ((guchar) *p < 0x20 || *p == 0x7f)
      return FALSE;
  if (address[length] != ':')
    return address[0] != ' ';
  for (guint i = 0; safe_schemes[i] != NULL; i++)
    if (scheme_equals (address, length, safe_schemes[i]))
      return TRUE;
  return FALSE;
}

gboolean
relais_html_address_is_remote (const char *address)
{
  gsize length = strcspn (address, ":/?#");

  return address[length] == ':' && (scheme_equals (address, length, "http") || scheme_equals (address, length, "https"));
}

gboolean
relais_html_language_is_valid (const char *language)
{
  if (language == NULL || !g_ascii_isalpha (language[0]) || strlen (language) > 35)
    return FALSE;
  for (const char *p = language; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-')
      return FALSE;
  return TRUE;
}
