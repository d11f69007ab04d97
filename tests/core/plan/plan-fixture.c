/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plan-fixture.h"

GPtrArray *
plan_records (RelaisRecord *first, ...)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  va_list args;

  va_start (args, first);
  for (RelaisRecord *record = first; record != NULL; record = va_arg (args, RelaisRecord *))
    g_ptr_array_add (records, record);
  va_end (args);
  return records;
}

void
plan_fixture_set_up (PlanFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) records = plan_records (
    make_record ("closed_period", NULL, "starts", "2026-08-01", "ends", "2026-08-16", "reason", "Trêve estivale", NULL),
    make_record ("closed_period", NULL, "starts", "2026-12-24", "ends", "2027-01-02", "reason", "Fêtes", NULL), NULL);

  fixture->calendar = relais_plan_calendar_new (records);
  fixture->paris = g_time_zone_new_identifier ("Europe/Paris");
  g_assert_nonnull (fixture->paris);
}

void
plan_fixture_tear_down (PlanFixture *fixture, gconstpointer data)
{
  relais_plan_calendar_unref (fixture->calendar);
  g_time_zone_unref (fixture->paris);
}
