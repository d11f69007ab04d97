/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-row-keys.h"

#include "relais-workspace.h"

#include <string.h>

#define PK_BITS 40
#define PK_MASK ((G_GUINT64_CONSTANT (1) << PK_BITS) - 1)

/* Beyond this many edits one large one is cheaper for whoever shows the list. */
#define MOST_EDITS 64

/* Rows that are read and sorted in some tens of milliseconds. */
#define FEW 15000

/* Two lists without what they have in common at both ends, walked side by side. */
typedef struct {
  const guint64 *old_keys, *new_keys;   /* borrowed */
  guint          n_old, n_new;
  GHashTable    *old_places;            /* owned; key → place + 1 */
  GHashTable    *new_places;            /* owned */
  GHashTable    *moved;                 /* owned; keys that were handled at one of their two places */
  guint          prefix;
  GArray        *edits;                 /* owned; (element-type RelaisRowEdit) */
  gboolean       is_open;               /* the last edit goes on */
} Comparison;

static guint64
get_key (RelaisRowKeys *rows, guint position)
{
  return g_array_index (rows->keys, guint64, position);
}

static void
clear_comparison (Comparison *comparison)
{
  g_clear_pointer (&comparison->old_places, g_hash_table_unref);
  g_clear_pointer (&comparison->new_places, g_hash_table_unref);
  g_clear_pointer (&comparison->moved, g_hash_table_unref);
  g_clear_pointer (&comparison->edits, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comparison, clear_comparison)

static GHashTable *
index_places (const guint64 *keys, guint n)
{
  GHashTable *places = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < n; i++)
    g_hash_table_insert (places, (gpointer) &keys[i], GUINT_TO_POINTER (i + 1));
  return places;
}

static guint
find_place (GHashTable *places, const guint64 *key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (places, key));
}

static RelaisRowEdit *
open_edit (Comparison *comparison, guint i, guint j)
{
  if (!comparison->is_open) {
    RelaisRowEdit edit = { comparison->prefix + j, comparison->prefix + i, 0, 0 };

    g_array_append_val (comparison->edits, edit);
    comparison->is_open = TRUE;
  }
  return &g_array_index (comparison->edits, RelaisRowEdit, comparison->edits->len - 1);
}

/* Where two rows changed places, the one that went further has moved; the others stayed. */
static void
mark_moved (Comparison *comparison, guint i, guint j)
{
  guint down = find_place (comparison->new_places, &comparison->old_keys[i]) - j;
  guint up = find_place (comparison->old_places, &comparison->new_keys[j]) - i;

  g_hash_table_add (comparison->moved, (gpointer) (down >= up ? &comparison->old_keys[i] : &comparison->new_keys[j]));
}

static gboolean
leaves (Comparison *comparison, guint i)
{
  const guint64 *key = &comparison->old_keys[i];

  return find_place (comparison->new_places, key) == 0 || g_hash_table_contains (comparison->moved, key);
}

static gboolean
comes (Comparison *comparison, guint j)
{
  const guint64 *key = &comparison->new_keys[j];

  return find_place (comparison->old_places, key) == 0 || g_hash_table_contains (comparison->moved, key);
}

static void
walk (Comparison *comparison)
{
  guint i = 0, j = 0;

  while ((i < comparison->n_old || j < comparison->n_new) && comparison->edits->len <= MOST_EDITS) {
    if (i < comparison->n_old && leaves (comparison, i)) {
      open_edit (comparison, i, j)->removed++;
      i++;
    } else if (j < comparison->n_new && comes (comparison, j)) {
      open_edit (comparison, i, j)->added++;
      j++;
    } else if (comparison->old_keys[i] == comparison->new_keys[j]) {
      comparison->is_open = FALSE;
      i++;
      j++;
    } else {
      mark_moved (comparison, i, j);
    }
  }
}

RelaisRowKeys *
relais_row_keys_new (void)
{
  RelaisRowKeys *rows = g_new0 (RelaisRowKeys, 1);

  g_atomic_ref_count_init (&rows->ref_count);
  rows->keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  rows->groups = g_ptr_array_new_with_free_func (g_free);
  return rows;
}

RelaisRowKeys *
relais_row_keys_ref (RelaisRowKeys *rows)
{
  g_atomic_ref_count_inc (&rows->ref_count);
  return rows;
}

void
relais_row_keys_unref (RelaisRowKeys *rows)
{
  if (!g_atomic_ref_count_dec (&rows->ref_count))
    return;
  g_array_unref (rows->keys);
  g_ptr_array_unref (rows->groups);
  g_free (rows);
}

RelaisRowKeys *
relais_row_keys_query (RelaisQuery *query, RelaisDatabase *db, RelaisRowKeys *before, guint most, GError **error)
{
  g_autoptr (RelaisRowKeys) rows = relais_row_keys_new ();
  g_autoptr (GHashTable) indexes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (GArray) keys = most > 0 ? relais_query_run_head (query, db, most, FEW, &groups, &rows->last, &local) : NULL;
  g_autofree guint64 *index_of = NULL;

  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  relais_store_log_error ("The first rows could not be read", local);
  rows->partial = keys != NULL;
  if (keys == NULL)
    keys = relais_query_run_keys (query, db, &groups, error);
  if (keys == NULL)
    return NULL;
  for (guint i = 0; i < before->groups->len; i++) {
    g_ptr_array_add (rows->groups, g_strdup (g_ptr_array_index (before->groups, i)));
    g_hash_table_insert (indexes, g_ptr_array_index (rows->groups, i), GUINT_TO_POINTER (i + 1));
  }
  index_of = g_new (guint64, groups->len + 1);
  for (guint i = 0; i < groups->len; i++) {
    const char *name = g_ptr_array_index (groups, i);

    if (!g_hash_table_contains (indexes, name)) {
      g_ptr_array_add (rows->groups, g_strdup (name));
      g_hash_table_insert (indexes, g_ptr_array_index (rows->groups, rows->groups->len - 1),
                           GUINT_TO_POINTER (rows->groups->len));
    }
    index_of[i] = GPOINTER_TO_UINT (g_hash_table_lookup (indexes, name)) - 1;
  }
  g_array_set_size (rows->keys, keys->len);
  for (guint i = 0; i < keys->len; i++) {
    RelaisRowKey *key = &g_array_index (keys, RelaisRowKey, i);

    g_array_index (rows->keys, guint64, i) = index_of[key->group] << PK_BITS | ((guint64) key->pk & PK_MASK);
  }
  return g_steal_pointer (&rows);
}

guint
relais_row_keys_get_length (RelaisRowKeys *rows)
{
  return rows->keys->len;
}

gint64
relais_row_keys_get_pk (RelaisRowKeys *rows, guint position)
{
  return (gint64) (get_key (rows, position) & PK_MASK);
}

int
relais_row_keys_find (RelaisRowKeys *rows, gint64 pk)
{
  /* 100,000 keys are 800 KB, read once in a row: some 50 µs, and no second table to keep. */
  for (guint i = 0; i < rows->keys->len; i++)
    if (relais_row_keys_get_pk (rows, i) == pk)
      return (int) i;
  return -1;
}

const char *
relais_row_keys_get_section (RelaisRowKeys *rows, guint position, guint *start, guint *end)
{
  guint64 group = get_key (rows, position) >> PK_BITS;
  guint low, high, step;

  /* Step back, then on, twice as far each time, until another group; then halve. */
  for (step = 1, low = position; low > 0 && get_key (rows, low - MIN (step, low)) >> PK_BITS == group; step *= 2)
    low -= MIN (step, low);
  for (high = low, low = low > step ? low - step : 0; low < high;) {
    guint middle = low + (high - low) / 2;

    if (get_key (rows, middle) >> PK_BITS == group)
      high = middle;
    else
      low = middle + 1;
  }
  *start = high;
  for (step = 1, low = position; low + step < rows->keys->len && get_key (rows, low + step) >> PK_BITS == group; step *= 2)
    low += step;
  for (high = MIN (low + step, rows->keys->len), low++; low < high;) {
    guint middle = low + (high - low) / 2;

    if (get_key (rows, middle) >> PK_BITS == group)
      low = middle + 1;
    else
      high = middle;
  }
  *end = low;
  return g_ptr_array_index (rows->groups, group);
}

guint
relais_row_keys_count_section (RelaisRowKeys *rows, guint position)
{
  guint start, end;

  relais_row_keys_get_section (rows, position, &start, &end);
  return rows->partial && end == rows->keys->len ? rows->last : end - start;
}

GArray *
relais_row_keys_compare (RelaisRowKeys *before, RelaisRowKeys *after)
{
  g_auto (Comparison) comparison = { NULL, };
  guint n_old = before->keys->len, n_new = after->keys->len, prefix = 0;

  while (prefix < n_old && prefix < n_new && get_key (before, prefix) == get_key (after, prefix))
    prefix++;
  while (n_old > prefix && n_new > prefix && get_key (before, n_old - 1) == get_key (after, n_new - 1)) {
    n_old--;
    n_new--;
  }
  comparison.edits = g_array_new (FALSE, FALSE, sizeof (RelaisRowEdit));
  comparison.prefix = prefix;
  comparison.n_old = n_old - prefix;
  comparison.n_new = n_new - prefix;
  if (comparison.n_old > 0 && comparison.n_new > 0) {
    comparison.old_keys = &g_array_index (before->keys, guint64, prefix);
    comparison.new_keys = &g_array_index (after->keys, guint64, prefix);
    comparison.old_places = index_places (comparison.old_keys, comparison.n_old);
    comparison.new_places = index_places (comparison.new_keys, comparison.n_new);
    comparison.moved = g_hash_table_new (g_int64_hash, g_int64_equal);
    walk (&comparison);
    if (comparison.edits->len <= MOST_EDITS)
      return g_steal_pointer (&comparison.edits);
    g_array_set_size (comparison.edits, 0);
  }
  if (comparison.n_old > 0 || comparison.n_new > 0) {
    RelaisRowEdit all = { prefix, prefix, comparison.n_old, comparison.n_new };

    g_array_append_val (comparison.edits, all);
  }
  return g_steal_pointer (&comparison.edits);
}
