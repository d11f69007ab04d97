/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plan-fixture.h"

RelaisRecord *
plan_record (const char *kind, const char *id, ...)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup (kind));
  g_autofree char *made = id == NULL ? relais_id_new () : NULL;
  va_list args;

  va_start (args, id);
  for (const char *name = va_arg (args, const char *); name != NULL; name = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);
      RelaisFieldType type = fields->kind->fields[relais_kind_field (fields->kind, name)].type;

      if (type == RELAIS_FIELD_INTEGER)
        relais_fields_set_integer (fields, name, g_ascii_strtoll (value, NULL, 10));
      else if (type == RELAIS_FIELD_BOOLEAN)
        relais_fields_set_boolean (fields, name, g_str_equal (value, "true"));
      else
        relais_fields_set_string (fields, name, value);
    }
  va_end (args);
  fields->unset = 0;
  return relais_record_new (made != NULL ? made : id, fields, 1, 1, NULL, 0);
}

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
    plan_record ("closed_period", NULL, "starts", "2026-08-01", "ends", "2026-08-16", "reason", "Trêve estivale", NULL),
    plan_record ("closed_period", NULL, "starts", "2026-12-24", "ends", "2027-01-02", "reason", "Fêtes", NULL), NULL);

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
