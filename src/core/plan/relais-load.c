/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-load.h"

#include <string.h>

typedef struct {
  char *name;       /* owned, nullable */
  char *audience;   /* owned, nullable */
  guint per_day, per_week;
} Channel;

typedef struct {
  RelaisLoadMeasure measure;
  RelaisDay         day;    /* Monday for measures by week */
  char             *key;    /* owned by the table's keys; borrowed while looking up */
} Cell;

struct _RelaisLoad {
  gatomicrefcount references;
  GHashTable     *channels;  /* id → Channel */
  GHashTable     *ceilings;  /* setting key → number */
  GHashTable     *counts;    /* Cell → number */
};

static void
free_channel (gpointer data)
{
  Channel *channel = data;

  g_free (channel->name);
  g_free (channel->audience);
  g_free (channel);
}

static guint
hash_cell (gconstpointer data)
{
  const Cell *cell = data;

  return g_str_hash (cell->key) * 31 + (guint) cell->day * 5 + cell->measure;
}

static gboolean
equal_cells (gconstpointer a, gconstpointer b)
{
  const Cell *left = a, *right = b;

  return left->measure == right->measure && left->day == right->day && g_str_equal (left->key, right->key);
}

static void
free_cell (gpointer data)
{
  Cell *cell = data;

  g_free (cell->key);
  g_free (cell);
}

static gboolean
is_weekly (RelaisLoadMeasure measure)
{
  return measure != RELAIS_LOAD_CHANNEL_DAY && measure != RELAIS_LOAD_AUDIENCE_DAY;
}

static Cell
make_cell (RelaisLoadMeasure measure, const char *key, RelaisDay day)
{
  return (Cell) { measure, is_weekly (measure) ? relais_day_monday (day) : day, (char *) key };
}

static void
count (RelaisLoad *self, RelaisLoadMeasure measure, const char *key, RelaisDay day, int change)
{
  if (key == NULL || *key == '\0' || day == RELAIS_DAY_NONE)
    return;
  Cell cell = make_cell (measure, key, day);
  int n = GPOINTER_TO_INT (g_hash_table_lookup (self->counts, &cell)) + change;
  if (n <= 0)
    {
      g_hash_table_remove (self->counts, &cell);
      return;
    }
  Cell *kept = g_new (Cell, 1);
  *kept = cell;
  kept->key = g_strdup (key);
  g_hash_table_replace (self->counts, kept, GINT_TO_POINTER (n));
}

static void
weigh (RelaisLoad *self, const RelaisLoadItem *item, int change)
{
  const char *audience = relais_load_get_audience (self, item);

  if (!relais_load_state_counts (item->state))
    return;
  count (self, RELAIS_LOAD_CHANNEL_DAY, item->channel, item->planned, change);
  count (self, RELAIS_LOAD_CHANNEL_WEEK, item->channel, item->planned, change);
  count (self, RELAIS_LOAD_AUDIENCE_DAY, audience, item->planned, change);
  count (self, RELAIS_LOAD_AUDIENCE_WEEK, audience, item->planned, change);
  if (g_strcmp0 (audience, "everyone") == 0)
    {
      count (self, RELAIS_LOAD_AUDIENCE_DAY, "managers", item->planned, change);
      count (self, RELAIS_LOAD_AUDIENCE_WEEK, "managers", item->planned, change);
    }
  count (self, RELAIS_LOAD_PERSON_WEEK, item->author,
         item->copy_due != RELAIS_DAY_NONE ? item->copy_due : item->planned, change);
}

static void
add_record (RelaisLoad *self, RelaisRecord *record)
{
  const char *kind = relais_record_get_kind (record)->name;
  const char *key, *value;
  guint64 number;

  if (relais_record_get_boolean (record, "binned"))
    return;
  if (g_str_equal (kind, "channel"))
    {
      Channel *channel = g_new0 (Channel, 1);
      channel->name = g_strdup (relais_record_get_string (record, "name"));
      channel->audience = g_strdup (relais_record_get_string (record, "audience"));
      channel->per_day = (guint) relais_record_get_integer (record, "per_day");
      channel->per_week = (guint) relais_record_get_integer (record, "per_week");
      g_hash_table_replace (self->channels, g_strdup (relais_record_get_id (record)), channel);
    }
  else if (g_str_equal (kind, "setting"))
    {
      key = relais_record_get_string (record, "key");
      value = relais_record_get_string (record, "value");
      if (key != NULL && g_str_has_prefix (key, "load.") && value != NULL &&
          g_ascii_string_to_unsigned (value, 10, 0, 100000, &number, NULL))
        g_hash_table_replace (self->ceilings, g_strdup (key), GUINT_TO_POINTER ((guint) number));
    }
}

static guint
find_setting (RelaisLoad *self, const char *key, const char *period)
{
  g_autofree char *name = g_strdup_printf ("load.%s.%s", key, period);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->ceilings, name));
}

RelaisLoad *
relais_load_new (GPtrArray *records)
{
  RelaisLoad *self = g_new0 (RelaisLoad, 1);

  g_atomic_ref_count_init (&self->references);
  self->channels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_channel);
  self->ceilings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->counts = g_hash_table_new_full (hash_cell, equal_cells, free_cell, NULL);
  for (guint i = 0; records != NULL && i < records->len; i++)
    add_record (self, g_ptr_array_index (records, i));
  return self;
}

RelaisLoad *
relais_load_ref (RelaisLoad *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
relais_load_unref (RelaisLoad *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->channels);
  g_hash_table_unref (self->ceilings);
  g_hash_table_unref (self->counts);
  g_free (self);
}

gboolean
relais_load_state_counts (const char *state)
{
  static const char * const without[] = { "idea", "refused", "postponed", NULL };

  return state != NULL && !g_strv_contains (without, state);
}

void
relais_load_add (RelaisLoad *self, const RelaisLoadItem *item)
{
  weigh (self, item, 1);
}

void
relais_load_remove (RelaisLoad *self, const RelaisLoadItem *item)
{
  weigh (self, item, -1);
}

const char *
relais_load_get_audience (RelaisLoad *self, const RelaisLoadItem *item)
{
  if (item->audience != NULL && *item->audience != '\0')
    return item->audience;
  const Channel *channel = item->channel != NULL ? g_hash_table_lookup (self->channels, item->channel) : NULL;
  return channel != NULL ? channel->audience : NULL;
}

guint
relais_load_get_count (RelaisLoad *self, RelaisLoadMeasure measure, const char *key, RelaisDay day)
{
  g_return_val_if_fail (day != RELAIS_DAY_NONE, 0);

  if (key == NULL)
    return 0;
  Cell cell = make_cell (measure, key, day);
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, &cell));
}

guint
relais_load_get_ceiling (RelaisLoad *self, RelaisLoadMeasure measure, const char *key)
{
  const Channel *channel;

  if (key == NULL)
    return 0;
  switch (measure)
    {
    case RELAIS_LOAD_CHANNEL_DAY:
    case RELAIS_LOAD_CHANNEL_WEEK:
      channel = g_hash_table_lookup (self->channels, key);
      return channel == NULL ? 0 : measure == RELAIS_LOAD_CHANNEL_DAY ? channel->per_day : channel->per_week;
    case RELAIS_LOAD_AUDIENCE_DAY:
      return find_setting (self, key, "per_day");
    case RELAIS_LOAD_AUDIENCE_WEEK:
      return find_setting (self, key, "per_week");
    case RELAIS_LOAD_PERSON_WEEK:
      return find_setting (self, "person", "per_week");
    default:
      g_return_val_if_reached (0);
    }
}

RelaisLoadLevel
relais_load_get_level (RelaisLoad *self, RelaisLoadMeasure measure, const char *key, RelaisDay day)
{
  guint ceiling = relais_load_get_ceiling (self, measure, key), n = relais_load_get_count (self, measure, key, day);

  if (ceiling == 0 || n < ceiling)
    return RELAIS_LOAD_UNDER;
  return n == ceiling ? RELAIS_LOAD_FULL : RELAIS_LOAD_OVER;
}

const char *
relais_load_get_channel_name (RelaisLoad *self, const char *channel)
{
  const Channel *found = channel != NULL ? g_hash_table_lookup (self->channels, channel) : NULL;

  return found != NULL ? found->name : NULL;
}
