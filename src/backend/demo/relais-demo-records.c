/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Chance, days and records of the demonstration. */

#include "relais-demo-private.h"

#include "relais-holidays.h"
#include "relais-json.h"
#include "relais-tables.h"
#include "relais-validate.h"

#include <string.h>

#define JULIAN_1970 719163

typedef struct {
  char         *id;      /* owned */
  char         *by;      /* owned, nullable */
  RelaisFields *fields;  /* owned until it is written */
} DemoRecord;

struct _DemoBundle {
  gint64     at;
  guint      order;    /* among those of one moment */
  GPtrArray *records;  /* element-type DemoRecord */
};

static void
free_record (gpointer data)
{
  DemoRecord *record = data;

  g_free (record->id);
  g_free (record->by);
  g_clear_pointer (&record->fields, relais_fields_free);
  g_free (record);
}

/* Days of the demonstration are julian. */
static gboolean
is_holiday (guint32 day)
{
  return relais_holiday_of ((RelaisDay) day - JULIAN_1970, FALSE) != RELAIS_HOLIDAY_NONE;
}

static int
compare_bundles (gconstpointer a, gconstpointer b)
{
  const DemoBundle *left = *(DemoBundle * const *) a, *right = *(DemoBundle * const *) b;

  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  return (left->order > right->order) - (left->order < right->order);
}

static gboolean
write_bundle (DemoCity *city, RelaisTransaction *transaction, DemoBundle *bundle, guint64 seq, GError **error)
{
  for (guint i = 0; i < bundle->records->len; i++)
    {
      DemoRecord *demo = g_ptr_array_index (bundle->records, i);
      guint64 set = demo->fields->set;
      g_autoptr(RelaisRecord) record = relais_record_new (demo->id, g_steal_pointer (&demo->fields), 1, seq, demo->by, bundle->at);

      if (!relais_record_validate (record, error))
        return FALSE;
      if (city->size->history)
        demo_tell (city, transaction, record);
      relais_record_save (transaction, record, set);
    }
  return TRUE;
}

void
demo_aside (DemoCity *city)
{
  GRand *other = city->other;

  city->other = city->rand;
  city->rand = other;
}

guint
demo_draw (DemoCity *city, guint n)
{
  return n > 1 ? g_rand_int_range (city->rand, 0, n) : 0;
}

gboolean
demo_chance (DemoCity *city, double probability)
{
  return g_rand_double (city->rand) < probability;
}

guint
demo_between (DemoCity *city, guint low, guint high)
{
  return low + demo_draw (city, high - low + 1);
}

char *
demo_day (guint32 day)
{
  GDate date;
  char text[11];

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  g_date_strftime (text, sizeof text, "%Y-%m-%d", &date);
  return g_strdup (text);
}

gint64
demo_at (DemoCity *city, guint32 day, guint hour, guint minute)
{
  GDate date;
  g_autoptr(GDateTime) time = NULL;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  time = g_date_time_new (city->zone, g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date), hour, minute, 0);
  return g_date_time_to_unix (time);
}

char *
demo_instant (DemoCity *city, guint32 day, guint hour, guint minute)
{
  return relais_instant_to_string (demo_at (city, day, hour, minute));
}

gboolean
demo_is_working (guint32 day)
{
  /* julian day 1 is a Monday */
  return (day - 1) % 7 < 5 && !is_holiday (day);
}

guint32
demo_working_on_or_after (guint32 day)
{
  while (!demo_is_working (day))
    day++;
  return day;
}

guint32
demo_working_before (guint32 day, guint n)
{
  while (n > 0)
    n -= demo_is_working (--day);
  return day;
}

guint
demo_month (guint32 day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return g_date_get_month (&date);
}

DemoBundle *
demo_bundle_new (DemoCity *city, gint64 at)
{
  DemoBundle *bundle = g_new0 (DemoBundle, 1);

  bundle->at = MIN (at, demo_at (city, city->today, 0, 0));
  bundle->order = city->bundles->len;
  bundle->records = g_ptr_array_new_with_free_func (free_record);
  g_ptr_array_add (city->bundles, bundle);
  return bundle;
}

void
demo_bundle_free (DemoBundle *bundle)
{
  g_ptr_array_unref (bundle->records);
  g_free (bundle);
}

/* UUIDv7 (RFC 9562) whose time is @at and whose chance is the city's. */
char *
demo_id (DemoCity *city, gint64 at)
{
  guint64 ms = (guint64) at * 1000 + demo_draw (city, 1000);
  guint32 a = g_rand_int (city->rand), b = g_rand_int (city->rand), c = g_rand_int (city->rand);

  return g_strdup_printf ("%08x-%04x-7%03x-%04x-%04x%08x", (guint) (ms >> 16), (guint) (ms & 0xffff), a & 0xfff,
                          0x8000 | ((a >> 12) & 0x3fff), b & 0xffff, c);
}

const char *
demo_add (DemoCity *city, DemoBundle *bundle, RelaisFields *fields, const char *by)
{
  return demo_add_with_id (city, bundle, demo_id (city, bundle->at), fields, by);
}

const char *
demo_add_with_id (DemoCity *city, DemoBundle *bundle, char *id, RelaisFields *fields, const char *by)
{
  DemoRecord *record = g_new0 (DemoRecord, 1);

  record->id = id;
  record->by = g_strdup (by);
  record->fields = fields;
  g_ptr_array_add (bundle->records, record);
  return id;
}

RelaisFields *
demo_fields (const char *kind)
{
  return relais_fields_new (relais_kind_lookup (kind));
}

void
demo_set_day (RelaisFields *fields, const char *name, guint32 day)
{
  g_autofree char *text = demo_day (day);

  relais_fields_set_string (fields, name, text);
}

/* Straight into the tables, in one transaction: the states are those that relais_log_write() would leave behind one write after the
 * other, and validated like them; a test holds the two against each other. */
gboolean
demo_write (DemoCity *city, RelaisLog *log, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (log), TRUE, error);
  guint64 head;

  if (!transaction)
    return FALSE;
  head = relais_fact_get (transaction, RELAIS_FACT_HEAD);
  g_ptr_array_sort (city->bundles, compare_bundles);
  for (guint i = 0; i < city->bundles->len && relais_transaction_is_good (transaction); i++)
    if (!write_bundle (city, transaction, g_ptr_array_index (city->bundles, i), ++head, error))
      {
        relais_transaction_rollback (transaction);
        return FALSE;
      }
  for (guint i = 0; i < city->answers->len; i++)
    {
      const DemoAnswer *answer = g_ptr_array_index (city->answers, i);
      relais_answer_save (transaction, answer->survey, answer->id, answer->content);
    }
  relais_fact_set (transaction, RELAIS_FACT_HEAD, head);
  relais_fact_set (transaction, RELAIS_FACT_RIGHTS, head);
  if (!relais_transaction_commit (transaction, error))
    return FALSE;
  relais_log_announce (log);
  return TRUE;
}
