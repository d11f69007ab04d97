/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-plan-days.h"

RelaisPlanCalendar *
relais_plan_days_read (RelaisStore *store)
{
  static const char * const kinds[] = { "closed_period", "calendar", "setting" };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);

  g_return_val_if_fail (RELAIS_IS_STORE (store), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup (kinds[i]));
    g_ptr_array_extend_and_steal (records, relais_store_query (store, query));
  }
  return relais_plan_calendar_new (records);
}
