/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include "relais-json.h"
#include "relais-validate.h"

/* Words with accents, quotes, a separator, a narrow no-break space, a character beyond the basic plane. */
static const char * const words[] = {
  "réunion", "Zoom sur", "l'agora", "prix : 3 €", "a;b,c", "dit \"oui\"", "barre|oblique\\", "fête 🎉", "=somme", "œuvre", "É",
};

static char *
make_words (GRand *rand,
            guint  n,
            const char *between)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    if (i > 0)
      g_string_append (text, between);
    g_string_append (text, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
  }
  return g_string_free (text, FALSE);
}

static char *
make_id (GRand *rand)
{
  return g_strdup_printf ("%08x-%04x-7%03x-a%03x-%08x%04x", g_rand_int (rand), g_rand_int (rand) & 0xffff, g_rand_int (rand) & 0xfff,
                          g_rand_int (rand) & 0xfff, g_rand_int (rand), g_rand_int (rand) & 0xffff);
}

static GVariant *
make_items (const RelaisField *field,
            GRand             *rand)
{
  guint n = (guint) g_rand_int_range (rand, 1, 5);
  g_auto (GStrv) items = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    items[i] = field->type == RELAIS_FIELD_REFS ? make_id (rand) : make_words (rand, 1, "");
  return g_variant_new_strv ((const char * const *) items, n);
}

static char *
make_hash (GRand *rand)
{
  guint32 seed = g_rand_int (rand);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) &seed, sizeof seed);
}

static GVariant *
make_value (const RelaisField *field,
            GRand             *rand)
{
  gint64 limit = field->min != 0 || field->max != 0 ? field->max : 1000;

  switch (field->type) {
  case RELAIS_FIELD_STRING:
    if (field->flags & RELAIS_FIELD_TIME_OF_DAY)
      return g_variant_new_printf ("%02d:%02d", g_rand_int_range (rand, 0, 24), g_rand_int_range (rand, 0, 60));
    return g_variant_new_take_string (make_words (rand, field->max >= 60 ? 2 : 1, " "));
  case RELAIS_FIELD_TEXT:
    return g_variant_new_take_string (make_words (rand, (guint) g_rand_int_range (rand, 1, 30), "\n"));
  case RELAIS_FIELD_INTEGER:
    return g_variant_new_int64 (field->min + (gint64) (g_rand_double (rand) * (double) (limit - field->min)));
  case RELAIS_FIELD_BOOLEAN:
    return g_variant_new_boolean (g_rand_boolean (rand));
  case RELAIS_FIELD_DATE:
    return g_variant_new_printf ("20%02d-%02d-%02d", g_rand_int_range (rand, 0, 99), g_rand_int_range (rand, 1, 13),
                                 g_rand_int_range (rand, 1, 29));
  case RELAIS_FIELD_INSTANT:
    return g_variant_new_take_string (relais_instant_to_string (g_rand_int (rand)));
  case RELAIS_FIELD_CHOICE:
    return g_variant_new_string (field->choices[g_rand_int_range (rand, 0, (gint32) g_strv_length ((char **) field->choices))]);
  case RELAIS_FIELD_REF:
    return g_variant_new_take_string (make_id (rand));
  case RELAIS_FIELD_REFS:
  case RELAIS_FIELD_TAGS:
  case RELAIS_FIELD_LIST:
    return make_items (field, rand);
  case RELAIS_FIELD_HASH:
    return g_variant_new_take_string (make_hash (rand));
  case RELAIS_FIELD_JSON:
    return g_variant_new_printf ("{\"b\":[%u,0.5,true],\"a\":\"é\"}", g_rand_int (rand));
  }
  g_assert_not_reached ();
}

GVariant *
sample_value (const RelaisKind *kind,
              guint             index,
              GRand            *rand)
{
  g_autoptr (GError) error = NULL;
  GVariant *value = relais_field_normalize (kind, index, make_value (&kind->fields[index], rand), &error);

  g_assert_no_error (error);
  g_assert_false (g_variant_is_floating (value));
  return value;
}

RelaisRecord *
sample_record (const RelaisKind *kind,
               GRand            *rand,
               gboolean          every_field)
{
  RelaisFields *fields = relais_fields_new (kind);
  g_autofree char *id = make_id (rand);
  g_autofree char *by = make_id (rand);

  for (guint i = 0; i < kind->n_fields; i++) {
    g_autoptr (GVariant) value = sample_value (kind, i, rand);

    if (every_field || (kind->fields[i].flags & RELAIS_FIELD_REQUIRED) || g_rand_boolean (rand))
      relais_fields_set (fields, i, value);
  }
  /* Dates and numbers in order. */
  for (guint i = 0; i < kind->n_fields; i++) {
    guint first = kind->fields[i].not_before != NULL ? relais_kind_field (kind, kind->fields[i].not_before) : i;

    if (first != i && fields->values[i] != NULL && fields->values[first] != NULL)
      relais_fields_set (fields, i, fields->values[first]);
  }
  return relais_record_new (id, fields, g_rand_int (rand), g_rand_int (rand), by, g_rand_int (rand));
}
