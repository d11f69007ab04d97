/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-numbers.h"

#include <math.h>

#define MAX_BOUNDS 8

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
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
    if (g_array_index (sorted, double, i) != floor (g_array_index (sorted, double, i)))
      return FALSE;
  return TRUE;
}

GArray *
relais_numbers_sort (const double *numbers, guint n)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (double), n);

  for (guint i = 0; i < n; i++)
    if (!isnan (numbers[i]))
      g_array_append_val (sorted, numbers[i]);
  relais_numbers_sort_values (sorted);
  return sorted;
}

void
relais_numbers_sort_values (GArray *numbers)
{
  g_array_sort (numbers, compare_doubles);
}

double
relais_numbers_find_median (GArray *sorted)
{
  guint n = sorted->len;

  if (n == 0)
    return NAN;
  return (g_array_index (sorted, double, (n - 1) / 2) + g_array_index (sorted, double, n / 2)) / 2;
}

GArray *
relais_numbers_find_bounds (GArray *sorted)
{
  GArray *bounds = g_array_new (FALSE, FALSE, sizeof (double));
  double low, high, step, first;

  if (sorted->len == 0)
    return bounds;
  /* Nine tenths of the values decide: one person's slip of the pen does not flatten the chart. */
  low = g_array_index (sorted, double, sorted->len / 20);
  high = g_array_index (sorted, double, sorted->len - 1 - sorted->len / 20);
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
