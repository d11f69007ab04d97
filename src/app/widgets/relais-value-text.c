/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-value-text.h"

#include "relais-choice.h"
#include "relais-format.h"
#include "relais-validate.h"

#include <glib/gi18n.h>

/* More titles than this are not looked up for one line of text. */
#define MAX_TITLES 100

static char *
join_titles (RelaisStore *store, const char *kind, GVariant *value)
{
  g_autofree const char **ids = g_variant_get_strv (value, NULL);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; ids[i] != NULL && i < MAX_TITLES; i++)
    g_ptr_array_add (titles, relais_store_dup_title (store, kind, ids[i]));
  g_ptr_array_add (titles, NULL);
  return g_strjoinv (", ", (char **) titles->pdata);
}

static char *
join (GVariant *value)
{
  g_autofree const char **items = g_variant_get_strv (value, NULL);
  return g_strjoinv (", ", (char **) items);
}

char *
relais_value_to_text (RelaisStore *store, const RelaisKind *kind, guint field, GVariant *value)
{
  g_return_val_if_fail (kind != NULL && field < kind->n_fields, NULL);

  const RelaisField *info = &kind->fields[field];

  if (value == NULL)
    return g_strdup ("");
  switch (info->type)
    {
    case RELAIS_FIELD_STRING:
    case RELAIS_FIELD_TEXT:
      return g_variant_dup_string (value, NULL);
    case RELAIS_FIELD_BOOLEAN:
      return g_strdup (g_variant_get_boolean (value) ? _("Yes") : _("No"));
    case RELAIS_FIELD_DATE:
      return relais_format_day_full (g_variant_get_string (value, NULL));
    case RELAIS_FIELD_INSTANT:
      return relais_format_instant (g_variant_get_string (value, NULL));
    case RELAIS_FIELD_CHOICE:
      return g_strdup (relais_choice_label (kind, info->name, g_variant_get_string (value, NULL)));
    case RELAIS_FIELD_REF:
      return relais_store_dup_title (store, info->target, g_variant_get_string (value, NULL));
    case RELAIS_FIELD_REFS:
      return join_titles (store, info->target, value);
    case RELAIS_FIELD_TAGS:
    case RELAIS_FIELD_LIST:
      return join (value);
    case RELAIS_FIELD_INTEGER:
      return g_strdup_printf ("%'" G_GINT64_FORMAT, g_variant_get_int64 (value));
    case RELAIS_FIELD_HASH:
    case RELAIS_FIELD_JSON:
      return relais_field_print (kind, field, value);
    }
  g_return_val_if_reached (NULL);
}
