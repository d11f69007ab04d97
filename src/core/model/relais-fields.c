/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-model"

#include "relais-kind-private.h"
#include "relais-record.h"

#include <string.h>

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* An empty text and an empty set are the same as no value, so that there is one way to say "nothing". */
static gboolean
is_empty (const RelaisField *field,
          GVariant          *value)
{
  switch (field->type) {
  case RELAIS_FIELD_INTEGER:
  case RELAIS_FIELD_BOOLEAN:
    return FALSE;
  case RELAIS_FIELD_REFS:
  case RELAIS_FIELD_TAGS:
  case RELAIS_FIELD_LIST:
    return g_variant_n_children (value) == 0;
  case RELAIS_FIELD_STRING:
  case RELAIS_FIELD_TEXT:
  case RELAIS_FIELD_DATE:
  case RELAIS_FIELD_INSTANT:
  case RELAIS_FIELD_CHOICE:
  case RELAIS_FIELD_REF:
  case RELAIS_FIELD_HASH:
  case RELAIS_FIELD_JSON:
    return *g_variant_get_string (value, NULL) == '\0';
  }
  g_assert_not_reached ();
}

RelaisFields *
relais_fields_new (const RelaisKind *kind)
{
  RelaisFields *fields;

  g_return_val_if_fail (kind != NULL, NULL);

  /* The values stand behind the struct: one allocation. */
  fields = g_malloc0 (sizeof (RelaisFields) + kind->n_fields * sizeof (GVariant *));
  fields->kind = kind;
  fields->values = (GVariant **) (fields + 1);
  return fields;
}

RelaisFields *
relais_fields_copy (const RelaisFields *fields)
{
  RelaisFields *copy;

  g_return_val_if_fail (fields != NULL, NULL);

  copy = relais_fields_new (fields->kind);
  copy->set = fields->set;
  copy->unset = fields->unset;
  for (guint i = 0; i < fields->kind->n_fields; i++)
    if (fields->values[i] != NULL)
      copy->values[i] = g_variant_ref (fields->values[i]);
  return copy;
}

void
relais_fields_free (RelaisFields *fields)
{
  if (fields == NULL)
    return;
  for (guint i = 0; i < fields->kind->n_fields; i++)
    g_clear_pointer (&fields->values[i], g_variant_unref);
  g_free (fields);
}

void
relais_fields_set (RelaisFields *fields,
                   guint         index,
                   GVariant     *value)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << index;
  g_autoptr (GVariant) sunk = value != NULL ? g_variant_ref_sink (value) : NULL;

  g_return_if_fail (fields != NULL && index < fields->kind->n_fields);

  g_clear_pointer (&fields->values[index], g_variant_unref);
  if (sunk == NULL || is_empty (&fields->kind->fields[index], sunk)) {
    fields->set &= ~bit;
    fields->unset |= bit;
  } else {
    fields->set |= bit;
    fields->unset &= ~bit;
    fields->values[index] = g_steal_pointer (&sunk);
  }
}

void
relais_fields_clear (RelaisFields *fields,
                     guint         index)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << index;

  g_return_if_fail (fields != NULL && index < fields->kind->n_fields);

  g_clear_pointer (&fields->values[index], g_variant_unref);
  fields->set &= ~bit;
  fields->unset &= ~bit;
}

void
relais_fields_set_string (RelaisFields *fields,
                          const char   *name,
                          const char   *value)
{
  guint index = relais_kind_field (fields->kind, name);
  GVariant *choice = NULL;

  if (value != NULL && fields->kind->fields[index].type == RELAIS_FIELD_CHOICE)
    choice = relais_kind_get_choice (fields->kind, index, value);
  if (choice != NULL)
    relais_fields_set (fields, index, choice);
  else
    relais_fields_set (fields, index, value != NULL ? g_variant_new_string (value) : NULL);
}

void
relais_fields_set_integer (RelaisFields *fields,
                           const char   *name,
                           gint64        value)
{
  relais_fields_set (fields, relais_kind_field (fields->kind, name), g_variant_new_int64 (value));
}

void
relais_fields_set_boolean (RelaisFields *fields,
                           const char   *name,
                           gboolean      value)
{
  relais_fields_set (fields, relais_kind_field (fields->kind, name), relais_shared_boolean (value));
}

void
relais_fields_set_strv (RelaisFields       *fields,
                        const char         *name,
                        const char * const *value)
{
  guint index = relais_kind_field (fields->kind, name);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  for (guint i = 0; value != NULL && value[i] != NULL; i++)
    g_ptr_array_add (items, (gpointer) value[i]);

  if (fields->kind->fields[index].type != RELAIS_FIELD_LIST) {
    g_ptr_array_sort (items, compare_strings);
    for (guint i = 1; i < items->len;) {
      if (strcmp (g_ptr_array_index (items, i - 1), g_ptr_array_index (items, i)) == 0)
        g_ptr_array_remove_index (items, i);
      else
        i++;
    }
  }
  relais_fields_set (fields, index, g_variant_new_strv ((const char * const *) items->pdata, items->len));
}

gboolean
relais_fields_equal (const RelaisFields *a,
                     const RelaisFields *b)
{
  if (a->kind != b->kind || a->set != b->set || a->unset != b->unset)
    return FALSE;
  for (guint i = 0; i < a->kind->n_fields; i++)
    if (!relais_values_equal (a->values[i], b->values[i]))
      return FALSE;
  return TRUE;
}

gboolean
relais_values_equal (GVariant *a,
                     GVariant *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a == b || g_variant_equal (a, b);
}
