/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sim"

/* Edits of one field, by its type. */

#include "sim.h"

#define HOT        5    /* everybody works on the newest few */
#define MOST_WORDS 60

static char *
make_value (SimEdit *edit,
            char     kind)
{
  char *value = sim_ledger_make (edit->sim->ledger, kind);

  g_string_append_printf (edit->values, "%s%s", edit->values->len ? " " : "", value);

  return value;
}

/* Puts a word in, in place of one, or takes one out; and starts a paragraph now and then. */
static char *
edit_text (SimEdit    *edit,
           const char *text)
{
  g_auto (GStrv) words = g_strsplit (text ? text : "", " ", -1);
  guint n = g_strv_length (words);
  guint place = sim_below (edit->sim, n + 1);
  guint how = n > MOST_WORDS ? 2 : sim_below (edit->sim, 5);
  GString *result = g_string_new (NULL);

  for (guint i = 0; i <= n; i++)
    {
      if (i == place && how != 2)
        {
          g_autofree char *value = make_value (edit, 'w');

          g_string_append_printf (result, "%s%s", result->len == 0 ? "" : sim_chance (edit->sim, 6) ? "\n\n" : " ", value);
        }
      if (i == n || (i == place && (how == 1 || how == 2)))
        continue;
      g_string_append_printf (result, "%s%s", result->len ? " " : "", words[i]);
    }

  return g_string_free_and_steal (result);
}

static void
edit_set (SimEdit      *edit,
          RelaisFields *fields,
          guint         index,
          GVariant     *before)
{
  g_autoptr (GPtrArray) elements = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **old = before ? g_variant_get_strv (before, NULL) : NULL;
  const RelaisField *field = &fields->kind->fields[index];

  for (guint i = 0; old && old[i]; i++)
    g_ptr_array_add (elements, g_strdup (old[i]));
  if (elements->len > 12 || (elements->len && sim_chance (edit->sim, 3)))
    g_ptr_array_remove_index (elements, sim_below (edit->sim, elements->len));
  else if (field->type == RELAIS_FIELD_TAGS)
    g_ptr_array_add (elements, make_value (edit, 'g'));
  else if (sim_pick_id (edit->sim, relais_kind_lookup (field->target)))
    g_ptr_array_add (elements, g_strdup (sim_pick_id (edit->sim, relais_kind_lookup (field->target))));
  g_ptr_array_add (elements, NULL);
  relais_fields_set_strv (fields, field->name, (const char * const *) elements->pdata);
}

/* One line more at the end, or one less. */
static void
edit_list (SimEdit      *edit,
           RelaisFields *fields,
           guint         index,
           GVariant     *before)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **old = before ? g_variant_get_strv (before, NULL) : NULL;

  for (guint i = 0; old && old[i]; i++)
    g_ptr_array_add (lines, g_strdup (old[i]));
  if (lines->len > 8 || (lines->len && sim_chance (edit->sim, 3)))
    g_ptr_array_remove_index (lines, sim_below (edit->sim, lines->len));
  else
    g_ptr_array_add (lines, make_value (edit, 't'));
  g_ptr_array_add (lines, NULL);
  relais_fields_set_strv (fields, fields->kind->fields[index].name, (const char * const *) lines->pdata);
}

/* A title and the like; some stand for themselves. */
static void
edit_string (SimEdit      *edit,
             RelaisFields *fields,
             guint         index)
{
  const RelaisField *field = &fields->kind->fields[index];
  g_autofree char *value = NULL;

  if (g_str_equal (field->name, "key"))
    value = g_strdup_printf ("key%u", sim_below (edit->sim, 12));
  else if (field->max && field->max < 20)
    value = g_strdup ("09:30");
  else
    value = make_value (edit, 't');
  if (sim_chance (edit->sim, 12) && !(field->flags & RELAIS_FIELD_REQUIRED))
    relais_fields_set_string (fields, field->name, NULL);
  else
    relais_fields_set_string (fields, field->name, value);
}

static void
edit_hash (SimEdit      *edit,
           RelaisFields *fields,
           guint         index)
{
  GPtrArray *blobs = edit->sim->server->blobs;
  g_autofree char *missing = g_strnfill (64, '0');
  const char *hash = sim_chance (edit->sim, 6) ? missing : g_ptr_array_index (blobs, sim_below (edit->sim, blobs->len));

  relais_fields_set_string (fields, fields->kind->fields[index].name, hash);
}

void
sim_edit_field (SimEdit      *edit,
                RelaisFields *fields,
                guint         index,
                GVariant     *before)
{
  const RelaisField *field = &fields->kind->fields[index];
  g_autofree char *text = NULL;
  g_autofree char *value = NULL;
  guint n = 0;

  switch (field->type)
    {
    case RELAIS_FIELD_STRING:
      edit_string (edit, fields, index);
      break;
    case RELAIS_FIELD_TEXT:
      text = edit_text (edit, before ? g_variant_get_string (before, NULL) : NULL);
      relais_fields_set_string (fields, field->name, text);
      break;
    case RELAIS_FIELD_INTEGER:
      relais_fields_set_integer (fields, field->name, field->min + sim_below (edit->sim, 50));
      break;
    case RELAIS_FIELD_BOOLEAN:
      relais_fields_set_boolean (fields, field->name, sim_chance (edit->sim, 2));
      break;
    case RELAIS_FIELD_DATE:
      text = g_strdup_printf ("2027-%02u-%02u", 1 + sim_below (edit->sim, 12), 1 + sim_below (edit->sim, 28));
      relais_fields_set_string (fields, field->name, text);
      break;
    case RELAIS_FIELD_INSTANT:
      text = g_strdup_printf ("2027-01-01T%02u:00:00Z", sim_below (edit->sim, 24));
      relais_fields_set_string (fields, field->name, text);
      break;
    case RELAIS_FIELD_CHOICE:
      while (field->choices[n])
        n++;
      relais_fields_set_string (fields, field->name, field->choices[sim_below (edit->sim, n)]);
      break;
    case RELAIS_FIELD_REF:
      relais_fields_set_string (fields, field->name, sim_pick_id (edit->sim, relais_kind_lookup (field->target)));
      break;
    case RELAIS_FIELD_REFS:
    case RELAIS_FIELD_TAGS:
      edit_set (edit, fields, index, before);
      break;
    case RELAIS_FIELD_HASH:
      edit_hash (edit, fields, index);
      break;
    case RELAIS_FIELD_LIST:
      edit_list (edit, fields, index, before);
      break;
    case RELAIS_FIELD_JSON:
      value = make_value (edit, 't');
      text = g_strdup_printf ("{\"content\":\"%s\"}", value);
      relais_fields_set (fields, index, g_variant_new_string (text));
      break;
    }
}

const char *
sim_pick_id (Sim              *sim,
             const RelaisKind *kind)
{
  GPtrArray *ids = sim_ledger_get_ids (sim->ledger, kind);
  guint back;

  if (ids->len == 0)
    return NULL;
  back = sim_chance (sim, 3) ? sim_below (sim, ids->len) : sim_below (sim, MIN (HOT, ids->len));

  return g_ptr_array_index (ids, ids->len - 1 - back);
}
