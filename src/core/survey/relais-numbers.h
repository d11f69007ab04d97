/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers that people answered, with the group of each: put in order, cut into classes. */
typedef struct {
  double value;
  guint  group;
} RelaisNumber;

/* (transfer full) (element-type RelaisNumber): those of @numbers that are not NAN, smallest first */
GArray *relais_numbers_sort         (const double *numbers, const guint16 *groups, guint n);
/* NAN when there is none; with an even number of values the middle of the two in the middle. */
double  relais_numbers_find_median  (GArray *sorted);
/* (transfer full): the same for each of @n_groups groups */
double *relais_numbers_find_medians (GArray *sorted, guint n_groups);
/* (transfer full) (element-type double): bounds between classes: the first is below the first bound, the last from the last bound on. The outer classes
 * are open, so that no extreme value, which is somebody's, is shown. */
GArray *relais_numbers_find_bounds  (GArray *sorted);
/* (transfer full): names of the classes, which need no translation: "< 10", "10 – 19", "≥ 20"; empty without bounds */
char  **relais_numbers_dup_labels   (GArray *bounds, GArray *sorted);

G_END_DECLS
