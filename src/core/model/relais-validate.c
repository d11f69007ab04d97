/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-model"

#include "relais-validate.h"
#include "relais-json.h"
#include "relais-kind-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define INTEGER_LIMIT     (G_GINT64_CONSTANT (1) << 53)
#define STRING_MAX_CHARS  1000
#define TEXT_MAX_CHARS    20000
#define SET_MAX_ITEMS     1000
#define ITEM_MAX_CHARS    1000
#define TAG_MAX_CHARS     100

typedef struct {
  const RelaisKind *kind;
  guint             index;
} RelaisModelErrorPrivate;

static void
relais_model_error_private_init (RelaisModelErrorPrivate *private)
{
  private->kind = NULL;
  private->index = 0;
}

static void
relais_model_error_private_copy (const RelaisModelErrorPrivate *source,
                                 RelaisModelErrorPrivate       *target)
{
  *target = *source;
}

static void
relais_model_error_private_clear (RelaisModelErrorPrivate *private)
{
}

G_DEFINE_EXTENDED_ERROR (RelaisModelError, relais_model_error)

/* Most texts are in NFC already. True when that is certain at a glance: nothing that combines and nothing that NFC replaces is
 * below U+0300, in the punctuation that French uses, or among the emoji. */
static gboolean
is_surely_nfc (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c;

    if ((guchar) *p < 0x80)
      continue;
    c = g_utf8_get_char (p);
    if (!(c < 0x300 || (c >= 0x2002 && c < 0x20d0) || (c >= 0x1f300 && c < 0x1fb00)))
      return FALSE;
  }
  return TRUE;
}

/* C0 controls (but line ends and tabs), DEL and C1: nobody types them, and terminals and XML choke on them. */
static gboolean
has_controls (const char *text)
{
  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    if ((*p < 0x20 && *p != '\n' && *p != '\r' && *p != '\t') || *p == 0x7f || (*p == 0xc2 && p[1] < 0xa0))
      return TRUE;
  return FALSE;
}

/* Nearly everything that comes is in normal form. True when that is seen at a glance, without a copy: printable ASCII and letters
 * of Latin-1 between ASCII, no white space at the ends, \n as the only line end and only where lines may be. */
static gboolean
is_plain (const char *text,
          gboolean    one_line,
          gsize       max_bytes)
{
  const guchar *p = (const guchar *) text;

  if (one_line && *p == ' ')
    return FALSE;
  for (; *p != '\0'; p++) {
    if (*p == 0xc3 && p[1] != '\0')
      p++;
    else if ((*p < 0x20 && (one_line || *p != '\n')) || *p >= 0x7f)
      return FALSE;
  }
  return (gsize) (p - (const guchar *) text) <= max_bytes && !(one_line && p != (const guchar *) text && p[-1] == ' ');
}

/* One line: line ends and tabs become spaces, white space at both ends goes. */
static char *
make_one_line (const char *text)
{
  char *line = g_strdup (text);
  char *end;

  g_strdelimit (line, "\r\n\t", ' ');
  for (end = line + strlen (line); end > line;) {
    char *last = g_utf8_prev_char (end);

    if (!g_unichar_isspace (g_utf8_get_char (last)))
      break;
    end = last;
  }
  *end = '\0';
  for (end = line; *end != '\0' && g_unichar_isspace (g_utf8_get_char (end));)
    end = g_utf8_next_char (end);
  memmove (line, end, strlen (end) + 1);
  return line;
}

/* \n line ends only. */
static char *
make_lines (const char *text)
{
  GString *lines;

  if (strchr (text, '\r') == NULL)
    return g_strdup (text);

  lines = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p++) {
    if (*p != '\r')
      g_string_append_c (lines, *p);
    else if (p[1] != '\n')
      g_string_append_c (lines, '\n');
  }
  return g_string_free (lines, FALSE);
}

static char *
normalize_text (const RelaisKind *kind,
                guint             index,
                const char       *text,
                gboolean          one_line,
                gsize             max_chars,
                GError          **error)
{
  g_autofree char *laid_out = NULL;
  g_autofree char *normal = NULL;

  if (is_plain (text, one_line, max_chars))
    return g_strdup (text);
  if (has_controls (text)) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, index, _("has control characters"));
    return NULL;
  }
  laid_out = one_line ? make_one_line (text) : make_lines (text);
  if (is_surely_nfc (laid_out))
    normal = g_steal_pointer (&laid_out);
  else
    normal = g_utf8_normalize (laid_out, -1, G_NORMALIZE_NFC);

  /* A character has at least one byte. */
  if (strlen (normal) > max_chars && (gsize) g_utf8_strlen (normal, -1) > max_chars) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_RANGE, kind, index,
                            _("longer than %u characters"), (guint) max_chars);
    return NULL;
  }
  return g_steal_pointer (&normal);
}

static gboolean
is_date (const char *text)
{
  guint year, month, day;

  if (strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (guint i = 0; i < 10; i++)
    if (i != 4 && i != 7 && !g_ascii_isdigit (text[i]))
      return FALSE;
  year = (guint) g_ascii_strtoull (text, NULL, 10);
  month = (guint) g_ascii_strtoull (text + 5, NULL, 10);
  day = (guint) g_ascii_strtoull (text + 8, NULL, 10);
  return year >= 1 && g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

static gboolean
is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static gboolean
is_time_of_day (const char *text)
{
  return strlen (text) == 5 && text[2] == ':' &&
         g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1]) && g_ascii_isdigit (text[3]) && g_ascii_isdigit (text[4]) &&
         (text[0] - '0') * 10 + (text[1] - '0') <= 23 && text[3] <= '5';
}

/* Strings with a form of their own. The value is not changed, only looked at; empty is "no value" and passes. */
static gboolean
check_form (const RelaisKind *kind,
            guint             index,
            const char       *text,
            GError          **error)
{
  const RelaisField *field = &kind->fields[index];
  gint64 seconds;

  if (*text == '\0')
    return TRUE;
  if (field->type == RELAIS_FIELD_DATE && !is_date (text))
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, index, _("“%.40s” is not a date"), text);
  else if (field->type == RELAIS_FIELD_INSTANT && !relais_instant_from_string (text, &seconds))
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, index, _("“%.40s” is not an instant in UTC"), text);
  else if (field->type == RELAIS_FIELD_REF && !relais_id_is_valid (text))
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, index, _("“%.40s” is not an identifier"), text);
  else if (field->type == RELAIS_FIELD_HASH && !is_hash (text))
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, index, _("is not a SHA-256 in hexadecimal"));
  else if ((field->flags & RELAIS_FIELD_TIME_OF_DAY) && !is_time_of_day (text))
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, index, _("“%.40s” is not a time such as 08:30"), text);
  else
    return TRUE;
  return FALSE;
}

static GVariant *
normalize_integer (const RelaisKind *kind,
                   guint             index,
                   gint64            value,
                   GError          **error)
{
  const RelaisField *field = &kind->fields[index];
  gboolean limited = field->min != 0 || field->max != 0;
  gint64 min = limited ? field->min : -INTEGER_LIMIT;
  gint64 max = limited ? field->max : INTEGER_LIMIT;

  if (value < min || value > max) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_RANGE, kind, index,
                            _("must be between %" PRId64 " and %" PRId64), min, max);
    return NULL;
  }
  return g_variant_ref_sink (g_variant_new_int64 (value));
}

static GVariant *
normalize_json (const RelaisKind *kind,
                guint             index,
                const char       *text,
                GError          **error)
{
  gsize max = kind->fields[index].max != 0 ? (gsize) kind->fields[index].max : TEXT_MAX_CHARS;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) local = NULL;

  if (*text == '\0')
    return g_variant_ref_sink (g_variant_new_string (""));
  if (strlen (text) > max) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_RANGE, kind, index, _("longer than %u characters"), (guint) max);
    return NULL;
  }
  node = relais_json_parse (text, -1, max, &local);
  if (node == NULL) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, index, "%s", local->message);
    return NULL;
  }
  if (JSON_NODE_HOLDS_VALUE (node) || JSON_NODE_HOLDS_NULL (node)) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_TYPE, kind, index, _("must be a JSON object or array"));
    return NULL;
  }
  return g_variant_ref_sink (g_variant_new_take_string (relais_json_canonical (node)));
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* Sets: sorted and unique. Lists: as they are. Empty items go. */
static GVariant *
normalize_items (const RelaisKind *kind,
                 guint             index,
                 GVariant         *value,
                 GError          **error)
{
  const RelaisField *field = &kind->fields[index];
  gsize max = field->max != 0 ? (gsize) field->max : SET_MAX_ITEMS;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  GVariantIter iter;
  const char *text;

  if (g_variant_n_children (value) > max) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_RANGE, kind, index, _("more than %u entries"), (guint) max);
    return NULL;
  }
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "&s", &text)) {
    g_autofree char *item = normalize_text (kind, index, text, TRUE,
                                            field->type == RELAIS_FIELD_LIST ? ITEM_MAX_CHARS : TAG_MAX_CHARS, error);

    if (item == NULL)
      return NULL;
    if (field->type == RELAIS_FIELD_REFS && !relais_id_is_valid (item)) {
      relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, index, _("“%.40s” is not an identifier"), item);
      return NULL;
    }
    if (*item != '\0')
      g_ptr_array_add (items, g_steal_pointer (&item));
  }
  if (field->type != RELAIS_FIELD_LIST) {
    g_ptr_array_sort (items, compare_strings);
    for (guint i = items->len; i > 1; i--)
      if (strcmp (g_ptr_array_index (items, i - 1), g_ptr_array_index (items, i - 2)) == 0)
        g_ptr_array_remove_index (items, i - 1);
  }
  return g_variant_ref_sink (g_variant_new_strv ((const char * const *) items->pdata, items->len));
}

static const GVariantType *
get_value_type (RelaisFieldType type)
{
  switch (type) {
  case RELAIS_FIELD_INTEGER:
    return G_VARIANT_TYPE_INT64;
  case RELAIS_FIELD_BOOLEAN:
    return G_VARIANT_TYPE_BOOLEAN;
  case RELAIS_FIELD_REFS:
  case RELAIS_FIELD_TAGS:
  case RELAIS_FIELD_LIST:
    return G_VARIANT_TYPE_STRING_ARRAY;
  case RELAIS_FIELD_STRING:
  case RELAIS_FIELD_TEXT:
  case RELAIS_FIELD_DATE:
  case RELAIS_FIELD_INSTANT:
  case RELAIS_FIELD_CHOICE:
  case RELAIS_FIELD_REF:
  case RELAIS_FIELD_HASH:
  case RELAIS_FIELD_JSON:
    return G_VARIANT_TYPE_STRING;
  }
  g_assert_not_reached ();
}

static GVariant *
normalize_string (const RelaisKind *kind,
                  guint             index,
                  GVariant         *value,
                  GError          **error)
{
  const RelaisField *field = &kind->fields[index];
  const char *text = g_variant_get_string (value, NULL);
  gboolean one_line = field->type != RELAIS_FIELD_TEXT;
  gsize max = field->max != 0 ? (gsize) field->max : one_line ? STRING_MAX_CHARS : TEXT_MAX_CHARS;
  g_autofree char *normal = NULL;

  if (is_plain (text, one_line, max))
    return check_form (kind, index, text, error) ? g_variant_ref (value) : NULL;
  normal = normalize_text (kind, index, text, one_line, max, error);
  if (normal == NULL || !check_form (kind, index, normal, error))
    return NULL;
  if (strcmp (normal, text) == 0)
    return g_variant_ref (value);
  return g_variant_ref_sink (g_variant_new_take_string (g_steal_pointer (&normal)));
}

static GVariant *
normalize_choice (const RelaisKind *kind,
                  guint             index,
                  GVariant         *value,
                  GError          **error)
{
  const char *text = g_variant_get_string (value, NULL);
  GVariant *choice = relais_kind_get_choice (kind, index, text);

  if (choice != NULL)
    return g_variant_ref (choice);
  if (*text == '\0')
    return g_variant_ref (value);
  relais_model_set_error (error, RELAIS_MODEL_ERROR_CHOICE, kind, index, _("“%.40s” is not one of its values"), text);
  return NULL;
}

static gboolean
check_required (const RelaisFields *fields,
                GError            **error)
{
  for (guint i = 0; i < fields->kind->n_fields; i++) {
    if ((fields->kind->fields[i].flags & RELAIS_FIELD_REQUIRED) && fields->values[i] == NULL) {
      relais_model_set_error (error, RELAIS_MODEL_ERROR_REQUIRED, fields->kind, i, _("is missing"));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_order (const RelaisFields *fields,
             GError            **error)
{
  for (guint i = 0; i < fields->kind->n_fields; i++) {
    const char *first = fields->kind->fields[i].not_before;
    GVariant *earlier, *later = fields->values[i];

    if (first == NULL || later == NULL)
      continue;
    earlier = fields->values[relais_kind_field (fields->kind, first)];
    if (earlier != NULL && g_variant_compare (earlier, later) > 0) {
      relais_model_set_error (error, RELAIS_MODEL_ERROR_RANGE, fields->kind, i, _("comes before “%s”"),
                              _(fields->kind->fields[relais_kind_field (fields->kind, first)].label));
      return FALSE;
    }
  }
  return TRUE;
}

/* A unit is not part of itself. */
static gboolean
check_self (RelaisRecord *record,
            GError      **error)
{
  const RelaisFields *fields = relais_record_get_fields (record);

  for (guint i = 0; i < fields->kind->n_fields; i++) {
    if (fields->kind->fields[i].type == RELAIS_FIELD_REF && fields->values[i] != NULL &&
        strcmp (fields->kind->fields[i].target, fields->kind->name) == 0 &&
        strcmp (g_variant_get_string (fields->values[i], NULL), relais_record_get_id (record)) == 0) {
      relais_model_set_error (error, RELAIS_MODEL_ERROR_REFERENCE, fields->kind, i, _("refers to the record itself"));
      return FALSE;
    }
  }
  return TRUE;
}

const char *
relais_model_error_to_code (RelaisModelError error)
{
  switch (error) {
  case RELAIS_MODEL_ERROR_JSON: return "bad_json";
  case RELAIS_MODEL_ERROR_KIND: return "unknown_kind";
  case RELAIS_MODEL_ERROR_FIELD: return "unknown_field";
  case RELAIS_MODEL_ERROR_TYPE: return "bad_type";
  case RELAIS_MODEL_ERROR_FORMAT: return "bad_format";
  case RELAIS_MODEL_ERROR_RANGE: return "out_of_range";
  case RELAIS_MODEL_ERROR_CHOICE: return "bad_choice";
  case RELAIS_MODEL_ERROR_REQUIRED: return "required";
  case RELAIS_MODEL_ERROR_REFERENCE: return "bad_reference";
  case RELAIS_MODEL_ERROR_UNIQUE: return "not_unique";
  case RELAIS_MODEL_ERROR_FORBIDDEN: return "forbidden";
  case RELAIS_MODEL_ERROR_TRANSITION: return "bad_transition";
  }
  g_return_val_if_reached ("forbidden");
}

const char *
relais_model_error_get_field (const GError      *error,
                              const RelaisKind **kind)
{
  const RelaisModelErrorPrivate *private;

  g_return_val_if_fail (error != NULL && error->domain == RELAIS_MODEL_ERROR, NULL);

  private = relais_model_error_get_private (error);
  if (kind != NULL)
    *kind = private->kind;
  return private->kind != NULL && private->index < private->kind->n_fields ? private->kind->fields[private->index].name : NULL;
}

const char *
relais_model_error_get_reason (const GError *error)
{
  const RelaisKind *kind;
  const char *field, *reason;

  g_return_val_if_fail (error != NULL, NULL);

  reason = error->message;
  if (error->domain != RELAIS_MODEL_ERROR)
    return reason;
  field = relais_model_error_get_field (error, &kind);
  if (kind != NULL)
    reason += strlen (kind->name) + (field != NULL ? 1 + strlen (field) : 0) + strlen (": ");
  return reason;
}

void
relais_model_set_error (GError          **error,
                        RelaisModelError  code,
                        const RelaisKind *kind,
                        guint             index,
                        const char       *format,
                        ...)
{
  g_autofree char *reason = NULL;
  RelaisModelErrorPrivate *private;
  gboolean whole = index >= kind->n_fields;
  va_list args;

  if (error == NULL)
    return;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  if (!g_utf8_validate (reason, -1, NULL)) {
    /* "%.40s" may have cut a character in two. */
    char *whole_reason = g_utf8_make_valid (reason, -1);
    g_free (reason);
    reason = whole_reason;
  }
  g_set_error (error, RELAIS_MODEL_ERROR, (int) code, "%s%s%s: %s", kind->name, whole ? "" : ".",
               whole ? "" : kind->fields[index].name, reason);
  private = relais_model_error_get_private (*error);
  private->kind = kind;
  private->index = index;
}

GVariant *
relais_field_normalize (const RelaisKind *kind,
                        guint             index,
                        GVariant         *value,
                        GError          **error)
{
  g_autoptr (GVariant) sunk = value != NULL ? g_variant_ref_sink (value) : NULL;

  g_return_val_if_fail (kind != NULL && index < kind->n_fields && value != NULL, NULL);

  if (!g_variant_is_of_type (value, get_value_type (kind->fields[index].type))) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_TYPE, kind, index, _("is not of the field's type"));
    return NULL;
  }

  switch (kind->fields[index].type) {
  case RELAIS_FIELD_INTEGER:
    return normalize_integer (kind, index, g_variant_get_int64 (value), error);
  case RELAIS_FIELD_BOOLEAN:
    return g_variant_ref (relais_shared_boolean (g_variant_get_boolean (value)));
  case RELAIS_FIELD_CHOICE:
    return normalize_choice (kind, index, value, error);
  case RELAIS_FIELD_REFS:
  case RELAIS_FIELD_TAGS:
  case RELAIS_FIELD_LIST:
    return normalize_items (kind, index, value, error);
  case RELAIS_FIELD_JSON:
    return normalize_json (kind, index, g_variant_get_string (value, NULL), error);
  case RELAIS_FIELD_STRING:
  case RELAIS_FIELD_TEXT:
  case RELAIS_FIELD_DATE:
  case RELAIS_FIELD_INSTANT:
  case RELAIS_FIELD_REF:
  case RELAIS_FIELD_HASH:
    return normalize_string (kind, index, value, error);
  }
  g_assert_not_reached ();
}

gboolean
relais_record_validate (RelaisRecord *record,
                        GError      **error)
{
  const RelaisFields *fields;

  g_return_val_if_fail (record != NULL, FALSE);

  fields = relais_record_get_fields (record);
  if (!relais_id_is_valid (relais_record_get_id (record))) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, fields->kind, fields->kind->n_fields,
                            _("“%.40s” is not an identifier"), relais_record_get_id (record));
    return FALSE;
  }
  for (guint i = 0; i < fields->kind->n_fields; i++) {
    g_autoptr (GVariant) normal = NULL;

    if (fields->values[i] == NULL)
      continue;
    normal = relais_field_normalize (fields->kind, i, fields->values[i], error);
    if (normal == NULL)
      return FALSE;
    if (!relais_values_equal (normal, fields->values[i])) {
      relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, fields->kind, i, _("is not in normal form"));
      return FALSE;
    }
  }
  return check_required (fields, error) && check_order (fields, error) && check_self (record, error);
}
