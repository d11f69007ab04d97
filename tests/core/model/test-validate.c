/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-json.h"
#include "relais-validate.h"
#include "sample.h"

#include <string.h>

static RelaisRecord *
with_value (RelaisRecord *record,
            guint         index,
            GVariant     *value)
{
  g_autoptr (RelaisFields) change = relais_fields_new (relais_record_get_kind (record));

  relais_fields_set (change, index, value);
  return relais_record_with (record, change);
}

static void
assert_refused (const RelaisKind *kind,
                guint             index,
                GVariant         *value,
                RelaisModelError  code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *prefix = g_strdup_printf ("%s.%s: ", kind->name, kind->fields[index].name);
  const RelaisKind *about;

  g_assert_null (relais_field_normalize (kind, index, value, &error));
  g_assert_error (error, RELAIS_MODEL_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, prefix));
  g_assert_cmpstr (relais_model_error_get_field (error, &about), ==, kind->fields[index].name);
  g_assert_true (about == kind);
  g_assert_cmpstr (relais_model_error_get_reason (error), ==, error->message + strlen (prefix));
}

static void
test_every_kind (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);

  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    for (guint round = 0; round < 50; round++) {
      g_autoptr (RelaisRecord) record = sample_record (*kind, rand, round == 0);
      g_autoptr (GError) error = NULL;

      relais_record_validate (record, &error);
      g_assert_no_error (error);
    }
  }
}

static void
test_required (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    g_autoptr (RelaisRecord) record = sample_record (*kind, rand, TRUE);

    for (guint i = 0; i < (*kind)->n_fields; i++) {
      g_autoptr (RelaisRecord) without = with_value (record, i, NULL);
      g_autoptr (GError) error = NULL;
      gboolean required = ((*kind)->fields[i].flags & RELAIS_FIELD_REQUIRED) != 0;

      g_assert_cmpint (relais_record_validate (without, &error), ==, !required);
      if (required) {
        g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_REQUIRED);
        g_assert_cmpstr (relais_model_error_get_field (error, NULL), ==, (*kind)->fields[i].name);
      }
    }
  }
}

/* Every field refuses what is just beyond its limits and what is of another type. */
static void
test_limits (void)
{
  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    for (guint i = 0; i < (*kind)->n_fields; i++) {
      const RelaisField *field = &(*kind)->fields[i];

      assert_refused (*kind, i, g_variant_new_byte (1), RELAIS_MODEL_ERROR_TYPE);
      if (field->type == RELAIS_FIELD_INTEGER) {
        assert_refused (*kind, i, g_variant_new_int64 (field->max + 1), RELAIS_MODEL_ERROR_RANGE);
        assert_refused (*kind, i, g_variant_new_int64 (field->min - 1), RELAIS_MODEL_ERROR_RANGE);
      } else if (field->type == RELAIS_FIELD_STRING || field->type == RELAIS_FIELD_TEXT) {
        g_autofree char *text = g_strnfill ((gsize) field->max + 1, 'a');

        assert_refused (*kind, i, g_variant_new_string (text), RELAIS_MODEL_ERROR_RANGE);
        assert_refused (*kind, i, g_variant_new_string ("a\x01z"), RELAIS_MODEL_ERROR_FORMAT);
      } else if (field->type == RELAIS_FIELD_CHOICE) {
        assert_refused (*kind, i, g_variant_new_string ("never"), RELAIS_MODEL_ERROR_CHOICE);
      } else if (field->type == RELAIS_FIELD_REFS) {
        assert_refused (*kind, i, g_variant_new_strv ((const char * const []) { "x" }, 1), RELAIS_MODEL_ERROR_FORMAT);
      } else if (field->type == RELAIS_FIELD_TAGS || field->type == RELAIS_FIELD_LIST) {
        g_autoptr (GPtrArray) items = g_ptr_array_new ();

        for (gint64 n = 0; n <= field->max; n++)
          g_ptr_array_add (items, (gpointer) "x");
        assert_refused (*kind, i, g_variant_new_strv ((const char * const *) items->pdata, items->len), RELAIS_MODEL_ERROR_RANGE);
      } else if (field->type == RELAIS_FIELD_DATE || field->type == RELAIS_FIELD_INSTANT || field->type == RELAIS_FIELD_REF ||
                 field->type == RELAIS_FIELD_HASH || field->type == RELAIS_FIELD_JSON) {
        assert_refused (*kind, i, g_variant_new_string ("2026-02-30"), RELAIS_MODEL_ERROR_FORMAT);
      }
    }
  }
}

static void
test_length_is_in_characters (void)
{
  const RelaisKind *kind = relais_kind_lookup ("subject");
  guint title = relais_kind_field (kind, "title");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GVariant) value = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append (text, "é");
  value = relais_field_normalize (kind, title, g_variant_new_string (text->str), NULL);
  g_assert_nonnull (value);
  g_string_append (text, "é");
  assert_refused (kind, title, g_variant_new_string (text->str), RELAIS_MODEL_ERROR_RANGE);
}

static void
test_normal_form (void)
{
  static const struct { const char *kind, *field, *text, *normal; } cases[] = {
    { "subject", "title", "  Vœux\tdu maire \n", "Vœux du maire" },
    { "subject", "title", "e\xcc\x81t\xc3\xa9", "été" },
    { "subject", "title", "\xe2\x84\xa6", "Ω" },
    { "subject", "title", "\xe2\x80\xafoui\xc2\xa0?\xc2\xa0", "oui\xc2\xa0?" },
    { "subject", "summary", "un\r\ndeux\rtrois\n", "un\ndeux\ntrois\n" },
    { "article", "event_time", " 08:30", "08:30" },
    { "saved_view", "filter", "{ \"b\": 1.0, \"a\": [1e2] }", "{\"a\":[100],\"b\":1}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const RelaisKind *kind = relais_kind_lookup (cases[i].kind);
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) value = relais_field_normalize (kind, relais_kind_field (kind, cases[i].field),
                                                         g_variant_new_string (cases[i].text), &error);

    g_assert_no_error (error);
    g_assert_cmpstr (g_variant_get_string (value, NULL), ==, cases[i].normal);
  }
}

static void
test_not_normal (void)
{
  const RelaisKind *kind = relais_kind_lookup ("theme");
  g_autofree char *id = relais_id_new ();
  RelaisFields *fields = relais_fields_new (kind);
  g_autoptr (RelaisRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  relais_fields_set_string (fields, "name", " Vie interne");
  record = relais_record_new (id, fields, 0, 0, NULL, 0);
  g_assert_false (relais_record_validate (record, &error));
  g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_FORMAT);
}

static void
test_order (void)
{
  const RelaisKind *kind = relais_kind_lookup ("closed_period");
  g_autofree char *id = relais_id_new ();
  RelaisFields *fields = relais_fields_new (kind);
  g_autoptr (RelaisRecord) record = NULL, mended = NULL;
  g_autoptr (GError) error = NULL;

  relais_fields_set_string (fields, "starts", "2026-12-24");
  relais_fields_set_string (fields, "ends", "2026-12-23");
  relais_fields_set_string (fields, "reason", "Fêtes");
  record = relais_record_new (id, fields, 0, 0, NULL, 0);
  g_assert_false (relais_record_validate (record, &error));
  g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_RANGE);
  g_assert_cmpstr (error->message, ==, "closed_period.ends: comes before “From”");

  mended = with_value (record, relais_kind_field (kind, "ends"), g_variant_new_string ("2026-12-24"));
  g_assert_true (relais_record_validate (mended, NULL));
}

static void
test_self_reference (void)
{
  const RelaisKind *kind = relais_kind_lookup ("unit");
  g_autofree char *id = relais_id_new ();
  RelaisFields *fields = relais_fields_new (kind);
  g_autoptr (RelaisRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  relais_fields_set_string (fields, "name", "Direction");
  relais_fields_set_string (fields, "type", "directorate");
  relais_fields_set_string (fields, "parent", id);
  record = relais_record_new (id, fields, 0, 0, NULL, 0);
  g_assert_false (relais_record_validate (record, &error));
  g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_REFERENCE);
}

static void
test_parse (void)
{
  static const struct { const char *kind, *field, *text, *printed; } cases[] = {
    { "meeting", "on", "2026-11-21", "2026-11-21" },
    { "meeting", "on", "21/11/2026", "2026-11-21" },
    { "meeting", "on", " 1.2.2026 ", "2026-02-01" },
    { "meeting", "on", "31/02/2026", NULL },
    { "meeting", "on", "21/11/26", NULL },
    { "meeting", "on", "bientôt", NULL },
    { "placement", "publish_at", "2026-11-21T08:30:00Z", "2026-11-21T08:30:00Z" },
    { "placement", "publish_at", "2026-11-21T08:30:00+01:00", "2026-11-21T07:30:00Z" },
    { "placement", "publish_at", "2026-11-21T08:30:00", NULL },
    { "unit", "headcount", "3 900", "3900" },
    { "unit", "headcount", "3\xe2\x80\xaf""900", "3900" },
    { "unit", "headcount", "trois", NULL },
    { "unit", "headcount", "-1", NULL },
    { "comment", "resolved", "Oui", "yes" },
    { "comment", "resolved", " VRAI", "yes" },
    { "comment", "resolved", "non", "no" },
    { "comment", "resolved", "0", "no" },
    { "comment", "resolved", "peut-être", NULL },
    { "decision", "outcome", "Other channel", "other_channel" },
    { "decision", "outcome", "KEPT", "kept" },
    { "decision", "outcome", "jamais", NULL },
    { "subject", "tags", "b | a|b||", "a|b" },
    { "subject", "tags", "a\\|b|c\\\\", "a\\|b|c\\\\" },
    { "question", "options", "b|a", "b|a" },
    { "subject", "unit", "0192F0C4-1111-7ABC-8ABC-0123456789AB", "0192f0c4-1111-7abc-8abc-0123456789ab" },
    { "subject", "unit", "Voirie", NULL },
    { "subject", "title", "\xff", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const RelaisKind *kind = relais_kind_lookup (cases[i].kind);
    guint index = relais_kind_field (kind, cases[i].field);
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) value = relais_field_parse (kind, index, cases[i].text, &error);
    g_autofree char *printed = value != NULL ? relais_field_print (kind, index, value) : NULL;

    g_assert_cmpstr (printed, ==, cases[i].printed);
    g_assert_cmpint (error != NULL, ==, cases[i].printed == NULL);
  }
}

static void
test_parse_empty (void)
{
  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    for (guint i = 0; i < (*kind)->n_fields; i++) {
      g_autoptr (GError) error = NULL;
      g_autofree char *printed = relais_field_print (*kind, i, NULL);

      g_assert_null (relais_field_parse (*kind, i, " \n", &error));
      g_assert_no_error (error);
      g_assert_cmpstr (printed, ==, "");
    }
  }
}

static void
test_print_and_parse (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    for (guint i = 0; i < (*kind)->n_fields; i++) {
      for (guint round = 0; round < 20; round++) {
        g_autoptr (GVariant) value = sample_value (*kind, i, rand);
        g_autofree char *printed = relais_field_print (*kind, i, value);
        g_autoptr (GError) error = NULL;
        g_autoptr (GVariant) parsed = relais_field_parse (*kind, i, printed, &error);

        g_assert_no_error (error);
        g_assert_true (relais_values_equal (parsed, value));
      }
    }
  }
}

static void
test_codes (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = RELAIS_MODEL_ERROR_JSON; code <= RELAIS_MODEL_ERROR_TRANSITION; code++)
    g_assert_true (g_hash_table_add (seen, (gpointer) relais_model_error_to_code ((RelaisModelError) code)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/validate/every_kind", test_every_kind);
  g_test_add_func ("/model/validate/required", test_required);
  g_test_add_func ("/model/validate/limits", test_limits);
  g_test_add_func ("/model/validate/length_is_in_characters", test_length_is_in_characters);
  g_test_add_func ("/model/validate/normal_form", test_normal_form);
  g_test_add_func ("/model/validate/not_normal", test_not_normal);
  g_test_add_func ("/model/validate/order", test_order);
  g_test_add_func ("/model/validate/self_reference", test_self_reference);
  g_test_add_func ("/model/validate/codes", test_codes);
  g_test_add_func ("/model/text/parse", test_parse);
  g_test_add_func ("/model/text/parse_empty", test_parse_empty);
  g_test_add_func ("/model/text/print_and_parse", test_print_and_parse);
  return g_test_run ();
}
