/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A strict JSON reader in one pass. json-glib's own accepts duplicate keys, comments and numbers that lose digits, and a check
 * before it would read everything twice: a first sync of 100,000 records passes through here. */

#define G_LOG_DOMAIN "relais-model"

#include "relais-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_DEPTH     32
#define MAX_NUMBER    400   /* characters */
#define INTEGER_LIMIT (G_GINT64_CONSTANT (1) << 53)

typedef struct {
  const char *start;
  const char *at;
  const char *end;
  GString    *string;   /* of the last read_string(), when it had escapes; owned */
  const char *problem;  /* first problem; static, nullable */
} Reader;

static JsonNode *read_value (Reader *reader, guint depth);

static gpointer
fail (Reader     *reader,
      const char *problem)
{
  if (reader->problem == NULL)
    reader->problem = problem;
  return NULL;
}

static void
skip_space (Reader *reader)
{
  while (reader->at < reader->end &&
         (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\r' || *reader->at == '\t'))
    reader->at++;
}

static gboolean
next_is (Reader *reader,
         char    c)
{
  if (reader->at >= reader->end || *reader->at != c)
    return FALSE;
  reader->at++;
  return TRUE;
}

static gboolean
read_hex4 (Reader   *reader,
           gunichar *unit)
{
  *unit = 0;
  if (reader->end - reader->at < 4)
    return FALSE;
  for (guint i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (*reader->at++);

    if (digit < 0)
      return FALSE;
    *unit = *unit * 16 + (gunichar) digit;
  }
  return TRUE;
}

/* After "\u": one character, of one or two UTF-16 units. */
static gboolean
read_unicode_escape (Reader *reader)
{
  gunichar unit, low;

  if (!read_hex4 (reader, &unit))
    return FALSE;
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return FALSE;
  if (unit >= 0xd800 && unit <= 0xdbff) {
    if (!next_is (reader, '\\') || !next_is (reader, 'u') || !read_hex4 (reader, &low) || low < 0xdc00 || low > 0xdfff)
      return FALSE;
    unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
  }
  if (unit == 0)
    return FALSE;
  g_string_append_unichar (reader->string, unit);
  return TRUE;
}

static gboolean
read_escape (Reader *reader)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (reader->at >= reader->end)
    return FALSE;
  if (next_is (reader, 'u'))
    return read_unicode_escape (reader);
  letter = memchr (letters, *reader->at, sizeof letters - 1);
  if (letter == NULL)
    return FALSE;
  reader->at++;
  g_string_append_c (reader->string, meanings[letter - letters]);
  return TRUE;
}

/* After the opening quote. Returns (transfer full): the text. */
static char *
read_string (Reader *reader)
{
  const char *run = reader->at;
  gboolean escaped = FALSE;

  while (reader->at < reader->end) {
    guchar c = (guchar) *reader->at;

    if (c == '"') {
      const char *end = reader->at++;

      if (!escaped)
        return g_strndup (run, (gsize) (end - run));
      g_string_append_len (reader->string, run, end - run);
      return g_strndup (reader->string->str, reader->string->len);
    }
    if (c < 0x20)
      return fail (reader, N_("a control character in a string"));
    reader->at++;
    if (c == '\\') {
      if (!escaped)
        g_string_truncate (reader->string, 0);
      escaped = TRUE;
      g_string_append_len (reader->string, run, reader->at - 1 - run);
      if (!read_escape (reader))
        return fail (reader, N_("a bad escape in a string"));
      run = reader->at;
    }
  }
  return fail (reader, N_("a string without end"));
}

static gboolean
skip_digits (Reader *reader)
{
  const char *first = reader->at;

  while (reader->at < reader->end && g_ascii_isdigit (*reader->at))
    reader->at++;
  return reader->at > first;
}

/* Moves over a number of RFC 8259, section 6. *whole: no fraction, no exponent. */
static gboolean
scan_number (Reader   *reader,
             gboolean *whole)
{
  *whole = TRUE;
  next_is (reader, '-');
  if (!next_is (reader, '0') && !skip_digits (reader))
    return FALSE;
  if (next_is (reader, '.')) {
    *whole = FALSE;
    if (!skip_digits (reader))
      return FALSE;
  }
  if (next_is (reader, 'e') || next_is (reader, 'E')) {
    *whole = FALSE;
    if (!next_is (reader, '+'))
      next_is (reader, '-');
    if (!skip_digits (reader))
      return FALSE;
  }
  return TRUE;
}

static JsonNode *
read_number (Reader *reader)
{
  const char *first = reader->at;
  char text[MAX_NUMBER + 1];
  gboolean whole;
  gsize length;
  double number;

  if (!scan_number (reader, &whole))
    return fail (reader, N_("neither a value nor a number"));
  length = (gsize) (reader->at - first);
  if (length > MAX_NUMBER)
    return fail (reader, N_("a number that is too long"));
  memcpy (text, first, length);
  text[length] = '\0';

  if (whole) {
    gint64 integer;

    if (!g_ascii_string_to_signed (text, 10, -INTEGER_LIMIT, INTEGER_LIMIT, &integer, NULL))
      return fail (reader, N_("an integer out of range"));
    return json_node_init_int (json_node_alloc (), integer);
  }
  /* Every double beyond 2^53 is an integer, so the limit of integers is the limit of all numbers. */
  number = g_ascii_strtod (text, NULL);
  if (fabs (number) > (double) INTEGER_LIMIT)
    return fail (reader, N_("a number out of range"));
  if (number == floor (number))
    return json_node_init_int (json_node_alloc (), (gint64) number);
  return json_node_init_double (json_node_alloc (), number);
}

static JsonNode *
read_literal (Reader     *reader,
              const char *literal,
              JsonNode   *node)
{
  gsize length = strlen (literal);

  if ((gsize) (reader->end - reader->at) < length || memcmp (reader->at, literal, length) != 0) {
    json_node_unref (node);
    return fail (reader, N_("an unknown word"));
  }
  reader->at += length;
  return node;
}

static JsonNode *
read_array (Reader *reader,
            guint   depth)
{
  g_autoptr (JsonArray) array = json_array_new ();

  skip_space (reader);
  if (!next_is (reader, ']')) {
    do {
      JsonNode *element = read_value (reader, depth);

      if (element == NULL)
        return NULL;
      json_array_add_element (array, element);
    } while (next_is (reader, ','));
    if (!next_is (reader, ']'))
      return fail (reader, N_("an array without end"));
  }
  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
read_member (Reader     *reader,
             guint       depth,
             JsonObject *object)
{
  g_autofree char *key = NULL;
  JsonNode *value;

  skip_space (reader);
  if (!next_is (reader, '"')) {
    fail (reader, N_("a member without a name"));
    return FALSE;
  }
  key = read_string (reader);
  if (key == NULL)
    return FALSE;
  if (json_object_has_member (object, key)) {
    fail (reader, N_("a name given twice"));
    return FALSE;
  }
  skip_space (reader);
  if (!next_is (reader, ':')) {
    fail (reader, N_("a name without a colon"));
    return FALSE;
  }
  value = read_value (reader, depth);
  if (value == NULL)
    return FALSE;
  json_object_set_member (object, key, value);
  return TRUE;
}

static JsonNode *
read_object (Reader *reader,
             guint   depth)
{
  g_autoptr (JsonObject) object = json_object_new ();

  skip_space (reader);
  if (!next_is (reader, '}')) {
    do {
      if (!read_member (reader, depth, object))
        return NULL;
    } while (next_is (reader, ','));
    if (!next_is (reader, '}'))
      return fail (reader, N_("an object without end"));
  }
  return json_node_init_object (json_node_alloc (), object);
}

/* A value with the white space around it. @depth: how many arrays and objects it is in. */
static JsonNode *
read_value (Reader *reader,
            guint   depth)
{
  JsonNode *node;

  skip_space (reader);
  if (reader->at >= reader->end)
    return fail (reader, N_("an end where a value should be"));

  switch (*reader->at) {
  case '{':
  case '[':
    if (depth >= MAX_DEPTH)
      return fail (reader, N_("nested too deeply"));
    node = *reader->at++ == '{' ? read_object (reader, depth + 1) : read_array (reader, depth + 1);
    break;
  case '"': {
    g_autofree char *text = NULL;

    reader->at++;
    text = read_string (reader);
    node = text != NULL ? json_node_init_string (json_node_alloc (), text) : NULL;
    break;
  }
  case 't':
    node = read_literal (reader, "true", json_node_init_boolean (json_node_alloc (), TRUE));
    break;
  case 'f':
    node = read_literal (reader, "false", json_node_init_boolean (json_node_alloc (), FALSE));
    break;
  case 'n':
    node = read_literal (reader, "null", json_node_init_null (json_node_alloc ()));
    break;
  default:
    node = read_number (reader);
    break;
  }
  if (node != NULL)
    skip_space (reader);
  return node;
}

JsonNode *
relais_json_parse (const char *text,
                   gssize      length,
                   gsize       max_bytes,
                   GError    **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  Reader reader = { .start = text, .at = text, .end = text + size };
  JsonNode *node;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (size > max_bytes) {
    g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_JSON, _("JSON is longer than %u bytes"), (guint) max_bytes);
    return NULL;
  }
  if (size > 0 && !g_utf8_validate_len (text, size, NULL)) {
    g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_JSON, _("JSON is not valid UTF-8"));
    return NULL;
  }

  reader.string = g_string_new (NULL);
  node = read_value (&reader, 0);
  if (node != NULL && reader.at < reader.end) {
    fail (&reader, N_("something after the end"));
    g_clear_pointer (&node, json_node_unref);
  }
  g_string_free (reader.string, TRUE);

  if (node == NULL)
    g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_JSON, _("JSON has %s at byte %u"), _(reader.problem),
                 (guint) (reader.at - reader.start));
  return node;
}
