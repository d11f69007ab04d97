/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-numbers.h"

#include <math.h>

#define MAX_BOUNDS 8

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  double left = ((const RelaisNumber *) a)->value, right = ((const RelaisNumber *) b)->value;

  return (left > right) - (left < right);
}

static double
value_at (GArray *sorted, guint i)
{
  return g_array_index (sorted, RelaisNumber, i).value;
}

/* 1, 2 or 5 times a power of ten, at least @width (with a little grace for rounding). */
static double
find_step (double width)
{
  static const double steps[] = { 1, 2, 5 };
  double power = pow (10, floor (log10 (width)));

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (power * steps[i] >= width * 0.999)
      return power * steps[i];
  return power * 10;
}

static gboolean
all_whole (GArray *sorted)
{
  for (guint i = 0; i < sorted->len; i++)
    if (value_at (sorted, i) != floor (value_at (sorted, i)))
      return FALSE;
  return TRUE;
}

GArray *
relais_numbers_sort (const double *numbers, const guint16 *groups, guint n)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (RelaisNumber), n);

  for (guint i = 0; i < n; i++)
    if (!isnan (numbers[i]))
      {
        RelaisNumber number = { numbers[i], groups[i] };
        g_array_append_val (sorted, number);
      }
  g_array_sort (sorted, compare_numbers);
  return sorted;
}

double
relais_numbers_find_median (GArray *sorted)
{
  guint n = sorted->len;

  return n > 0 ? (value_at (sorted, (n - 1) / 2) + value_at (sorted, n / 2)) / 2 : NAN;
}

double *
relais_numbers_find_medians (GArray *sorted, guint n_groups)
{
  g_autofree guint *counts = g_new0 (guint, n_groups), *seen = g_new0 (guint, n_groups);
  double *medians = g_new (double, n_groups);

  for (guint group = 0; group < n_groups; group++)
    medians[group] = NAN;
  for (guint i = 0; i < sorted->len; i++)
    counts[g_array_index (sorted, RelaisNumber, i).group]++;
  for (guint i = 0; i < sorted->len; i++)
    {
      const RelaisNumber *number = &g_array_index (sorted, RelaisNumber, i);
      guint n = counts[number->group], place = seen[number->group]++;

      if (place == (n - 1) / 2)
        medians[number->group] = number->value;
      if (place == n / 2)
        medians[number->group] = (medians[number->group] + number->value) / 2;
    }
  return medians;
}

GArray *
relais_numbers_find_bounds (GArray *sorted)
{
  GArray *bounds = g_array_new (FALSE, FALSE, sizeof (double));
  double low, high, step, first;

  if (sorted->len == 0)
    return bounds;
  /* Nine tenths of the values decide: one person's slip of the pen does not flatten the chart. */
  low = value_at (sorted, sorted->len / 20);
  high = value_at (sorted, sorted->len - 1 - sorted->len / 20);
  step = find_step (high > low ? (high - low) / (MAX_BOUNDS - 2) : MAX (fabs (high), 1));
  if (all_whole (sorted))
    step = MAX (step, 1);
  first = (floor (low / step) + 1) * step;
  for (guint i = 0; i < MAX_BOUNDS && (i == 0 || first + i * step <= high); i++)
    {
      double bound = first + i * step;
      g_array_append_val (bounds, bound);
    }
  return bounds;
}

char **
relais_numbers_dup_labels (GArray *bounds, GArray *sorted)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  gboolean whole = all_whole (sorted);

  for (guint i = 0; i <= bounds->len && bounds->len > 0; i++)
    {
      double from = i > 0 ? g_array_index (bounds, double, i - 1) : 0;
      double to = i < bounds->len ? g_array_index (bounds, double, i) : 0;

      if (i == 0)
        g_strv_builder_take (builder, g_strdup_printf ("< %.10g", to));
      else if (i == bounds->len)
        g_strv_builder_take (builder, g_strdup_printf ("≥ %.10g", from));
      else if (whole && to - from == 1)
        g_strv_builder_take (builder, g_strdup_printf ("%.10g", from));
      else
        g_strv_builder_take (builder, g_strdup_printf ("%.10g – %.10g", from, whole ? to - 1 : to));
    }
  return g_strv_builder_end (builder);
}
