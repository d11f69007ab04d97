/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The canonical form of RFC 8785. */

#define G_LOG_DOMAIN "relais-model"

#include "relais-json.h"

#include <math.h>
#include <string.h>

static void append_node (GString *text, JsonNode *node);

static void
append_string (GString    *text,
               const char *string)
{
  g_string_append_c (text, '"');
  for (const char *p = string; *p != '\0'; p++) {
    switch (*p) {
    case '"': g_string_append (text, "\\\""); break;
    case '\\': g_string_append (text, "\\\\"); break;
    case '\b': g_string_append (text, "\\b"); break;
    case '\f': g_string_append (text, "\\f"); break;
    case '\n': g_string_append (text, "\\n"); break;
    case '\r': g_string_append (text, "\\r"); break;
    case '\t': g_string_append (text, "\\t"); break;
    default:
      if ((guchar) *p < 0x20)
        g_string_append_printf (text, "\\u%04x", (guint) *p);
      else
        g_string_append_c (text, *p);
    }
  }
  g_string_append_c (text, '"');
}

/* Number::toString of ECMAScript, 7.1.12.1 (RFC 8785, 3.2.2.3): the fewest digits that read back as the same double. */
static void
append_double (GString *text,
               double   number)
{
  char scientific[40], digits[20];
  guint n_digits = 0;
  int exponent;

  if (number == 0) {
    g_string_append_c (text, '0');
    return;
  }
  if (number < 0)
    g_string_append_c (text, '-');
  number = fabs (number);

  for (int precision = 0; precision < 17; precision++) {
    char format[8];

    g_snprintf (format, sizeof format, "%%.%de", precision);
    g_ascii_formatd (scientific, sizeof scientific, format, number);
    if (g_ascii_strtod (scientific, NULL) == number)
      break;
  }
  for (const char *p = scientific; *p != 'e'; p++)
    if (g_ascii_isdigit (*p))
      digits[n_digits++] = *p;
  digits[n_digits] = '\0';
  exponent = (int) g_ascii_strtoll (strchr (scientific, 'e') + 1, NULL, 10) + 1;   /* 0.digits × 10^exponent */

  if ((int) n_digits <= exponent && exponent <= 21) {
    g_string_append (text, digits);
    for (int i = (int) n_digits; i < exponent; i++)
      g_string_append_c (text, '0');
  } else if (exponent > 0 && exponent <= 21) {
    g_string_append_len (text, digits, exponent);
    g_string_append_printf (text, ".%s", digits + exponent);
  } else if (exponent > -6 && exponent <= 0) {
    g_string_append (text, "0.");
    for (int i = exponent; i < 0; i++)
      g_string_append_c (text, '0');
    g_string_append (text, digits);
  } else {
    g_string_append_c (text, digits[0]);
    if (n_digits > 1)
      g_string_append_printf (text, ".%s", digits + 1);
    g_string_append_printf (text, "e%+d", exponent - 1);
  }
}

/* By UTF-16 code unit. That is the order of UTF-8, but that characters above U+FFFF (surrogates in UTF-16) come before
 * U+E000 … U+FFFF. */
static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  const guchar *p = *(const guchar * const *) a;
  const guchar *q = *(const guchar * const *) b;

  while (*p == *q && *p != '\0') {
    p++;
    q++;
  }
  if (*p >= 0xf0 && (*q == 0xee || *q == 0xef))
    return -1;
  if (*q >= 0xf0 && (*p == 0xee || *p == 0xef))
    return 1;
  return (int) *p - (int) *q;
}

static void
append_object (GString    *text,
               JsonObject *object)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_sized_new (json_object_get_size (object));
  JsonObjectIter iter;
  const char *key;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, (gpointer) key);
  g_ptr_array_sort (keys, compare_keys);

  g_string_append_c (text, '{');
  for (guint i = 0; i < keys->len; i++) {
    key = g_ptr_array_index (keys, i);
    if (i > 0)
      g_string_append_c (text, ',');
    append_string (text, key);
    g_string_append_c (text, ':');
    append_node (text, json_object_get_member (object, key));
  }
  g_string_append_c (text, '}');
}

static void
append_array (GString   *text,
              JsonArray *array)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < json_array_get_length (array); i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    append_node (text, json_array_get_element (array, i));
  }
  g_string_append_c (text, ']');
}

static void
append_node (GString  *text,
             JsonNode *node)
{
  switch (json_node_get_node_type (node)) {
  case JSON_NODE_OBJECT:
    append_object (text, json_node_get_object (node));
    break;
  case JSON_NODE_ARRAY:
    append_array (text, json_node_get_array (node));
    break;
  case JSON_NODE_NULL:
    g_string_append (text, "null");
    break;
  case JSON_NODE_VALUE:
    if (json_node_get_value_type (node) == G_TYPE_STRING)
      append_string (text, json_node_get_string (node));
    else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
      g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
    else if (json_node_get_value_type (node) == G_TYPE_INT64)
      g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (node));
    else
      append_double (text, json_node_get_double (node));
    break;
  }
}

char *
relais_json_canonical (JsonNode *node)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (node != NULL, NULL);

  append_node (text, node);
  return g_string_free (text, FALSE);
}
