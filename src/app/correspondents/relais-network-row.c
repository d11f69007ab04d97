/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-network-row.h"

#include "relais-coverage.h"

#include <glib/gi18n.h>

static void
show_unit (RelaisListRow *row, RelaisStore *store, RelaisRecord *unit)
{
  g_autoptr (GPtrArray) mandates = relais_coverage_of_unit (store, relais_record_get_id (unit));
  g_autofree char *names = relais_coverage_dup_names (store, mandates);

  relais_list_row_set_icon (row, "relais-unit-symbolic", NULL, NULL);
  relais_list_row_set_subtitle (row, names);
  relais_list_row_set_note (row, mandates->len == 0 ? _("Nobody") : NULL, "warning");
}

static void
show_person (RelaisListRow *row, RelaisStore *store, RelaisRecord *person, const char *name)
{
  g_autoptr (GPtrArray) mandates = relais_coverage_of_person (store, relais_record_get_id (person));
  g_autofree char *units = relais_coverage_dup_units (store, mandates);
  const char *job = relais_record_get_string (person, "job");

  relais_list_row_set_person (row, name);
  relais_list_row_set_subtitle (row, *units ? units : job);
  relais_list_row_set_note (row, NULL, NULL);
}

void
relais_network_row_show (RelaisListRow *row, RelaisStore *store, RelaisRecord *record)
{
  g_return_if_fail (RELAIS_IS_LIST_ROW (row) && record != NULL);

  g_autofree char *name = relais_record_dup_title (record);
  relais_list_row_set_title (row, name);
  if (g_str_equal (relais_record_get_kind (record)->name, "unit"))
    show_unit (row, store, record);
  else
    show_person (row, store, record, name);
}
