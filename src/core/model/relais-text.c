/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values as people write them, in a cell or on a command line, and back. */

#define G_LOG_DOMAIN "relais-model"

#include "relais-kind-private.h"
#include "relais-json.h"
#include "relais-validate.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Case, accents and white space at the ends do not count: "Validé " and "valide" are the same word. */
static char *
fold_word (const char *text)
{
  g_autofree char *ascii = g_str_to_ascii (text, "C");
  char *folded = g_ascii_strdown (ascii, -1);

  return g_strstrip (folded);
}

static GVariant *
parse_boolean (const RelaisKind *kind,
               guint             index,
               const char       *text,
               GError          **error)
{
  static const char * const yes[] = { "yes", "y", "oui", "o", "true", "vrai", "1", "x", NULL };
  static const char * const no[] = { "no", "n", "non", "false", "faux", "0", NULL };
  g_autofree char *word = fold_word (text);

  if (g_strv_contains (yes, word))
    return g_variant_ref (relais_shared_boolean (TRUE));
  if (g_strv_contains (no, word))
    return g_variant_ref (relais_shared_boolean (FALSE));
  relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, index, _("“%.40s” is neither yes nor no"), text);
  return NULL;
}

static GVariant *
parse_integer (const RelaisKind *kind,
               guint             index,
               const char       *text,
               GError          **error)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gint64 number;

  /* Thousands are set apart by a space, a no-break space or a narrow one. */
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_len (digits, p, g_utf8_next_char (p) - p);

  if (!g_ascii_string_to_signed (digits->str, 10, G_MININT64, G_MAXINT64, &number, NULL)) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, index, _("“%.40s” is not a whole number"), text);
    return NULL;
  }
  return g_variant_new_int64 (number);
}

/* 21/11/2026, 1.2.2026 or 21-11-2026, day first; anything else is returned as it is, for the check of the form. */
static GVariant *
parse_date (const char *text)
{
  guint parts[3] = { 0, 0, 0 };
  guint part = 0, digits = 0;

  for (const char *p = text; *p != '\0'; p++) {
    if (g_ascii_isdigit (*p) && digits < 4) {
      parts[part] = parts[part] * 10 + (guint) (*p - '0');
      digits++;
    } else if (strchr ("/.-", *p) != NULL && part < 2 && digits >= 1 && digits <= 2) {
      part++;
      digits = 0;
    } else {
      return g_variant_new_string (text);
    }
  }
  if (part != 2 || digits != 4)
    return g_variant_new_string (text);
  return g_variant_new_printf ("%04u-%02u-%02u", parts[2], parts[1], parts[0]);
}

/* With a zone or an offset; without one it would mean another instant on every computer. */
static GVariant *
parse_instant (const char *text)
{
  g_autoptr (GDateTime) instant = g_date_time_new_from_iso8601 (text, NULL);

  return instant != NULL ? g_variant_new_take_string (relais_instant_to_string (g_date_time_to_unix (instant)))
                         : g_variant_new_string (text);
}

static GVariant *
parse_choice (const RelaisField *field,
              const char        *text)
{
  g_autofree char *word = fold_word (text);

  g_strdelimit (word, " -", '_');
  return g_variant_new_string (g_strv_contains (field->choices, word) ? word : text);
}

/* Items between bars; a backslash takes the next character as it is. */
static GVariant *
parse_items (const char *text)
{
  g_autoptr (GStrvBuilder) items = g_strv_builder_new ();
  g_autoptr (GString) item = g_string_new (NULL);
  g_auto (GStrv) strv = NULL;

  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '|') {
      g_strv_builder_add (items, item->str);
      g_string_truncate (item, 0);
    } else {
      if (*p == '\\' && (p[1] == '|' || p[1] == '\\'))
        p++;
      g_string_append_c (item, *p);
    }
  }
  g_strv_builder_add (items, item->str);
  strv = g_strv_builder_end (items);
  return g_variant_new_strv ((const char * const *) strv, -1);
}

static char *
print_items (GVariant *value)
{
  GString *text = g_string_new (NULL);
  GVariantIter iter;
  const char *item;

  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "&s", &item)) {
    if (text->len > 0)
      g_string_append_c (text, '|');
    for (const char *p = item; *p != '\0'; p++) {
      if (*p == '|' || *p == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *p);
    }
  }
  return g_string_free (text, FALSE);
}

static GVariant *
parse_value (const RelaisKind *kind,
             guint             index,
             const char       *text,
             GError          **error)
{
  const RelaisField *field = &kind->fields[index];
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  switch (field->type) {
  case RELAIS_FIELD_BOOLEAN:
    return parse_boolean (kind, index, trimmed, error);
  case RELAIS_FIELD_INTEGER:
    return parse_integer (kind, index, trimmed, error);
  case RELAIS_FIELD_DATE:
    return parse_date (trimmed);
  case RELAIS_FIELD_INSTANT:
    return parse_instant (trimmed);
  case RELAIS_FIELD_CHOICE:
    return parse_choice (field, trimmed);
  case RELAIS_FIELD_REFS:
  case RELAIS_FIELD_TAGS:
  case RELAIS_FIELD_LIST:
    return parse_items (trimmed);
  case RELAIS_FIELD_REF:
  case RELAIS_FIELD_HASH:
    return g_variant_new_take_string (g_ascii_strdown (trimmed, -1));
  case RELAIS_FIELD_STRING:
  case RELAIS_FIELD_TEXT:
  case RELAIS_FIELD_JSON:
    return g_variant_new_string (text);
  }
  g_assert_not_reached ();
}

GVariant *
relais_field_parse (const RelaisKind *kind,
                    guint             index,
                    const char       *text,
                    GError          **error)
{
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (kind != NULL && index < kind->n_fields && text != NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL)) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, index, _("is not valid UTF-8"));
    return NULL;
  }
  if (text[strspn (text, " \t\r\n")] == '\0')
    return NULL;
  value = parse_value (kind, index, text, error);
  if (value == NULL)
    return NULL;
  g_variant_take_ref (value);
  return relais_field_normalize (kind, index, value, error);
}

char *
relais_field_print (const RelaisKind *kind,
                    guint             index,
                    GVariant         *value)
{
  g_return_val_if_fail (kind != NULL && index < kind->n_fields, NULL);

  if (value == NULL)
    return g_strdup ("");
  switch (kind->fields[index].type) {
  case RELAIS_FIELD_BOOLEAN:
    return g_strdup (g_variant_get_boolean (value) ? "yes" : "no");
  case RELAIS_FIELD_INTEGER:
    return g_strdup_printf ("%" G_GINT64_FORMAT, g_variant_get_int64 (value));
  case RELAIS_FIELD_REFS:
  case RELAIS_FIELD_TAGS:
  case RELAIS_FIELD_LIST:
    return print_items (value);
  case RELAIS_FIELD_STRING:
  case RELAIS_FIELD_TEXT:
  case RELAIS_FIELD_DATE:
  case RELAIS_FIELD_INSTANT:
  case RELAIS_FIELD_CHOICE:
  case RELAIS_FIELD_REF:
  case RELAIS_FIELD_HASH:
  case RELAIS_FIELD_JSON:
    return g_variant_dup_string (value, NULL);
  }
  g_assert_not_reached ();
}
