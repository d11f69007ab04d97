/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

/* Rules of recurrence as RFC 5545 writes them. */

#include "relais-recurrence.h"

#include "relais-recurrence-private.h"

#include <stdlib.h>
#include <string.h>

#define MAX_INTERVAL  1000
#define MAX_COUNT     10000

static const char * const frequencies[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
static const char * const weekdays[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

typedef gboolean (*ReadPart) (const char *value, RelaisRule *rule);

G_DEFINE_QUARK (relais-recurrence-error-quark, relais_recurrence_error)

static int
find_word (const char * const *words, guint n, const char *word)
{
  for (guint i = 0; i < n; i++)
    if (g_ascii_strcasecmp (words[i], word) == 0)
      return (int) i;
  return -1;
}

/* A whole number and nothing else. */
static gboolean
read_number (const char *text, int min, int max, int *number)
{
  gint64 value;

  /* g_ascii_string_to_signed() takes no "+", RFC 5545 does. */
  if (*text == '+')
    text++;
  if (!g_ascii_string_to_signed (text, 10, min, max, &value, NULL))
    return FALSE;
  *number = (int) value;
  return TRUE;
}

static gboolean
read_frequency (const char *value, RelaisRule *rule)
{
  int found = find_word (frequencies, G_N_ELEMENTS (frequencies), value);

  rule->frequency = (RelaisFrequency) MAX (found, 0);
  return found >= 0;
}

static gboolean
read_interval (const char *value, RelaisRule *rule)
{
  return read_number (value, 1, MAX_INTERVAL, &rule->interval);
}

static gboolean
read_count (const char *value, RelaisRule *rule)
{
  return read_number (value, 1, MAX_COUNT, &rule->count);
}

/* "20271231", with an hour after it or not: plans have no hours. */
static gboolean
read_until (const char *value, RelaisRule *rule)
{
  int date;

  g_autofree char *digits = g_strndup (value, 8);
  if (strlen (digits) != 8 || (value[8] != '\0' && value[8] != 'T') || !read_number (digits, 10101, 99991231, &date))
    return FALSE;
  rule->until = relais_day_from_ymd (date / 10000, date / 100 % 100, date % 100);
  return rule->until != RELAIS_DAY_NONE;
}

static int
compare_days (const void *a, const void *b)
{
  const RelaisRuleDay *left = a, *right = b;

  return left->ordinal != right->ordinal ? left->ordinal - right->ordinal : left->weekday - right->weekday;
}

static gboolean
read_days (const char *value, RelaisRule *rule)
{
  g_auto (GStrv) parts = g_strsplit (value, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      RelaisRuleDay day = { 0 };
      gsize length = strlen (parts[i]);
      if (length < 2)
        return FALSE;
      day.weekday = find_word (weekdays, 7, parts[i] + length - 2) + 1;
      parts[i][length - 2] = '\0';
      if (day.weekday == 0 || rule->n_days == RELAIS_RULE_MAX ||
          (length > 2 && (!read_number (parts[i], -53, 53, &day.ordinal) || day.ordinal == 0)))
        return FALSE;
      gboolean known = FALSE;
      for (guint j = 0; j < rule->n_days; j++)
        known = known || compare_days (&rule->days[j], &day) == 0;
      if (!known)
        rule->days[rule->n_days++] = day;
    }
  qsort (rule->days, rule->n_days, sizeof *rule->days, compare_days);
  return rule->n_days > 0;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* Numbers up to ±@max without 0, sorted and each once. (nullable): NULL when it is something else */
static GArray *
read_numbers (const char *value, int min, int max)
{
  g_auto (GStrv) parts = g_strsplit (value, ",", -1);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; parts[i] != NULL; i++)
    {
      int number;
      if (!read_number (parts[i], min, max, &number) || number == 0)
        return NULL;
      g_array_append_val (numbers, number);
    }
  g_array_sort (numbers, compare_numbers);
  for (guint i = numbers->len; i > 1; i--)
    if (g_array_index (numbers, int, i - 1) == g_array_index (numbers, int, i - 2))
      g_array_remove_index (numbers, i - 1);
  return numbers->len > 0 && numbers->len <= RELAIS_RULE_MAX ? g_steal_pointer (&numbers) : NULL;
}

static gboolean
read_month_days (const char *value, RelaisRule *rule)
{
  g_autoptr (GArray) numbers = read_numbers (value, -31, 31);

  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    rule->month_days[rule->n_month_days++] = (gint8) g_array_index (numbers, int, i);
  return numbers != NULL;
}

static gboolean
read_positions (const char *value, RelaisRule *rule)
{
  g_autoptr (GArray) numbers = read_numbers (value, -366, 366);

  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    rule->positions[rule->n_positions++] = (gint16) g_array_index (numbers, int, i);
  return numbers != NULL;
}

static gboolean
read_months (const char *value, RelaisRule *rule)
{
  g_autoptr (GArray) numbers = read_numbers (value, 1, 12);

  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    rule->months |= (guint16) (1 << g_array_index (numbers, int, i));
  return numbers != NULL;
}

/* Intervals of weeks are counted from Mondays here. */
static gboolean
read_week_start (const char *value, RelaisRule *rule)
{
  return g_ascii_strcasecmp (value, "MO") == 0;
}

static const struct { const char *name; ReadPart read; } parts_known[] = {
  { "FREQ", read_frequency }, { "INTERVAL", read_interval }, { "COUNT", read_count }, { "UNTIL", read_until },
  { "BYDAY", read_days }, { "BYMONTHDAY", read_month_days }, { "BYMONTH", read_months }, { "BYSETPOS", read_positions },
  { "WKST", read_week_start },
};

static gboolean
fail (GError **error, RelaisRecurrenceError code, const char *text)
{
  g_set_error (error, RELAIS_RECURRENCE_ERROR, (int) code, "%s: not a rule of recurrence that plans know", text);
  return FALSE;
}

static gboolean
read_part (const char *part, RelaisRule *rule, guint *seen, GError **error)
{
  static const char * const hours_and_such[] = { "BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO" };
  const char *equal = strchr (part, '=');
  g_autofree char *name = g_strndup (part, equal != NULL ? (gsize) (equal - part) : 0);

  for (guint i = 0; i < G_N_ELEMENTS (parts_known); i++)
    if (g_ascii_strcasecmp (name, parts_known[i].name) == 0)
      {
        if ((*seen & 1u << i) != 0 || !parts_known[i].read (equal + 1, rule))
          return fail (error, parts_known[i].read == read_week_start ? RELAIS_RECURRENCE_ERROR_UNSUPPORTED
                                                                      : RELAIS_RECURRENCE_ERROR_MALFORMED, part);
        *seen |= 1u << i;
        return TRUE;
      }
  return fail (error, find_word (hours_and_such, G_N_ELEMENTS (hours_and_such), name) >= 0
                        ? RELAIS_RECURRENCE_ERROR_UNSUPPORTED : RELAIS_RECURRENCE_ERROR_MALFORMED, part);
}

/* What RFC 5545 forbids together. */
static gboolean
is_coherent (const RelaisRule *rule)
{
  gboolean ordinals = FALSE;

  for (guint i = 0; i < rule->n_days; i++)
    ordinals = ordinals || rule->days[i].ordinal != 0;
  if (rule->count > 0 && rule->until != RELAIS_DAY_NONE)
    return FALSE;
  if (ordinals && rule->frequency < RELAIS_MONTHLY)
    return FALSE;
  if (rule->n_month_days > 0 && rule->frequency == RELAIS_WEEKLY)
    return FALSE;
  return rule->n_positions == 0 || rule->n_days > 0 || rule->n_month_days > 0 || rule->months != 0;
}

static void
print_days (GString *text, const RelaisRule *rule)
{
  for (guint i = 0; i < rule->n_days; i++)
    {
      g_string_append (text, i == 0 ? ";BYDAY=" : ",");
      if (rule->days[i].ordinal != 0)
        g_string_append_printf (text, "%d", rule->days[i].ordinal);
      g_string_append (text, weekdays[rule->days[i].weekday - 1]);
    }
}

gboolean
relais_rule_means_working_days (const RelaisRule *rule)
{
  if (rule->n_positions == 0 || rule->n_days != 5)
    return FALSE;
  for (guint i = 0; i < 5; i++)
    if (rule->days[i].ordinal != 0 || rule->days[i].weekday != (int) i + 1)
      return FALSE;
  return TRUE;
}

gboolean
relais_rule_parse (const char *text, RelaisRule *rule, GError **error)
{
  RelaisRule read = { .interval = 1, .until = RELAIS_DAY_NONE };
  guint seen = 0;

  g_return_val_if_fail (text != NULL && rule != NULL, FALSE);

  if (g_ascii_strncasecmp (text, "RRULE:", 6) == 0)
    text += 6;
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (!read_part (g_strstrip (parts[i]), &read, &seen, error))
      return FALSE;
  if ((seen & 1) == 0 || !is_coherent (&read))
    return fail (error, RELAIS_RECURRENCE_ERROR_MALFORMED, text);
  *rule = read;
  return TRUE;
}

char *
relais_rule_print (const RelaisRule *rule)
{
  GString *text = g_string_new (NULL);
  const char *separator = ";BYMONTH=";

  g_string_printf (text, "FREQ=%s", frequencies[rule->frequency]);
  if (rule->interval > 1)
    g_string_append_printf (text, ";INTERVAL=%d", rule->interval);
  for (int month = 1; month <= 12; month++)
    if ((rule->months & 1 << month) != 0)
      {
        g_string_append_printf (text, "%s%d", separator, month);
        separator = ",";
      }
  for (guint i = 0; i < rule->n_month_days; i++)
    g_string_append_printf (text, "%s%d", i == 0 ? ";BYMONTHDAY=" : ",", rule->month_days[i]);
  print_days (text, rule);
  for (guint i = 0; i < rule->n_positions; i++)
    g_string_append_printf (text, "%s%d", i == 0 ? ";BYSETPOS=" : ",", rule->positions[i]);
  if (rule->count > 0)
    g_string_append_printf (text, ";COUNT=%d", rule->count);
  if (rule->until != RELAIS_DAY_NONE)
    {
      int year, month, mday;
      relais_day_to_ymd (rule->until, &year, &month, &mday);
      g_string_append_printf (text, ";UNTIL=%04d%02d%02d", year, month, mday);
    }
  return g_string_free (text, FALSE);
}
