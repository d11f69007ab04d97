/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-model"

#include "relais-kind-private.h"

#include <string.h>

/* Fields are found by name for every row that a list shows and every record that a sync brings: one open-addressing table
 * over all fields of all kinds, filled once, read without a lock. At most a quarter full, so that a miss ends soon. */
#define N_SLOTS 2048

typedef struct {
  const RelaisKind *kind;     /* NULL: free */
  guint             index;
  GVariant        **choices;  /* CHOICE: one value for each choice; owned by the process */
} Slot;

typedef struct {
  Slot        slots[N_SLOTS];
  GHashTable *kinds;          /* name → RelaisKind */
  GVariant   *booleans[2];
} Index;

static const struct {
  RelaisRole  role;
  const char *name;
} role_names[] = {
  { RELAIS_ROLE_MANAGER, "manager" },
  { RELAIS_ROLE_EDITOR, "editor" },
  { RELAIS_ROLE_DESIGNER, "designer" },
  { RELAIS_ROLE_WEBMASTER, "webmaster" },
  { RELAIS_ROLE_CORRESPONDENT, "correspondent" },
  { RELAIS_ROLE_READER, "reader" },
};

static guint
hash_field (const RelaisKind *kind,
            const char       *name)
{
  guint hash = 2166136261u ^ (guint) ((guintptr) kind >> 5);

  for (const char *p = name; *p != '\0'; p++)
    hash = (hash ^ (guchar) *p) * 16777619u;
  return (hash ^ (hash >> 15)) % N_SLOTS;
}

/* The slot of that field, or the free slot where it belongs. */
static Slot *
find_slot (Index            *index,
           const RelaisKind *kind,
           const char       *name)
{
  guint i = hash_field (kind, name);

  while (index->slots[i].kind != NULL &&
         (index->slots[i].kind != kind || strcmp (kind->fields[index->slots[i].index].name, name) != 0))
    i = (i + 1) % N_SLOTS;
  return &index->slots[i];
}

static GVariant **
make_choices (const RelaisField *field)
{
  guint n = g_strv_length ((char **) field->choices);
  GVariant **values = g_new (GVariant *, n + 1);

  for (guint i = 0; i < n; i++)
    values[i] = g_variant_ref_sink (g_variant_new_string (field->choices[i]));
  values[n] = NULL;
  return values;
}

static Index *
make_index (void)
{
  Index *index = g_new0 (Index, 1);

  index->kinds = g_hash_table_new (g_str_hash, g_str_equal);
  index->booleans[0] = g_variant_ref_sink (g_variant_new_boolean (FALSE));
  index->booleans[1] = g_variant_ref_sink (g_variant_new_boolean (TRUE));

  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    if (!g_hash_table_insert (index->kinds, (gpointer) (*kind)->name, (gpointer) *kind))
      g_error ("two kinds are called %s", (*kind)->name);
    g_assert ((*kind)->n_fields <= RELAIS_MAX_FIELDS);

    for (guint i = 0; i < (*kind)->n_fields; i++) {
      const RelaisField *field = &(*kind)->fields[i];
      Slot *slot = find_slot (index, *kind, field->name);

      if (slot->kind != NULL)
        g_error ("%s has two fields %s", (*kind)->name, field->name);
      slot->kind = *kind;
      slot->index = i;
      slot->choices = field->type == RELAIS_FIELD_CHOICE ? make_choices (field) : NULL;
    }
  }
  return index;
}

static Index *
get_index (void)
{
  static Index *the_index;

  if (g_once_init_enter_pointer (&the_index))
    g_once_init_leave_pointer (&the_index, make_index ());
  return the_index;
}

guint
relais_n_kinds (void)
{
  return g_hash_table_size (get_index ()->kinds);
}

const RelaisKind *
relais_kind_lookup (const char *name)
{
  return name != NULL ? g_hash_table_lookup (get_index ()->kinds, name) : NULL;
}

guint
relais_kind_get_rank (const RelaisKind *kind)
{
  const RelaisKind * const *kinds = relais_kinds ();
  guint rank = 0;

  while (kinds[rank] != kind) {
    g_assert (kinds[rank] != NULL);
    rank++;
  }
  return rank;
}

int
relais_kind_find_field (const RelaisKind *kind,
                        const char       *name)
{
  const Slot *slot;

  g_return_val_if_fail (kind != NULL && name != NULL, -1);

  slot = find_slot (get_index (), kind, name);
  return slot->kind != NULL ? (int) slot->index : -1;
}

guint
relais_kind_field (const RelaisKind *kind,
                   const char       *name)
{
  int index = relais_kind_find_field (kind, name);

  if (index < 0)
    g_error ("%s has no field %s", kind->name, name);
  return (guint) index;
}

GVariant *
relais_kind_get_choice (const RelaisKind *kind,
                        guint             index,
                        const char       *text)
{
  const RelaisField *field = &kind->fields[index];
  const Slot *slot = find_slot (get_index (), kind, field->name);

  g_return_val_if_fail (field->type == RELAIS_FIELD_CHOICE, NULL);

  for (guint i = 0; field->choices[i] != NULL; i++)
    if (strcmp (field->choices[i], text) == 0)
      return slot->choices[i];
  return NULL;
}

GVariant *
relais_shared_boolean (gboolean value)
{
  return get_index ()->booleans[value ? 1 : 0];
}

const char *
relais_role_to_string (RelaisRole role)
{
  for (guint i = 0; i < G_N_ELEMENTS (role_names); i++)
    if (role_names[i].role == role)
      return role_names[i].name;
  g_return_val_if_reached (NULL);
}

gboolean
relais_role_from_string (const char *name,
                         RelaisRole *role)
{
  for (guint i = 0; i < G_N_ELEMENTS (role_names); i++) {
    if (g_strcmp0 (role_names[i].name, name) == 0) {
      if (role != NULL)
        *role = role_names[i].role;
      return TRUE;
    }
  }
  return FALSE;
}
