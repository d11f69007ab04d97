/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "make-record.h"
#include "relais-plan-calendar.h"

/* An array that owns the records given, up to NULL. */
GPtrArray    *plan_records (RelaisRecord *first, ...) G_GNUC_NULL_TERMINATED;

/* A calendar that is closed in the first half of August 2026 and over the end of that year, and the zone in which days begin. */
typedef struct {
  RelaisPlanCalendar *calendar;
  GTimeZone          *paris;
} PlanFixture;

void          plan_fixture_set_up    (PlanFixture *fixture, gconstpointer data);
void          plan_fixture_tear_down (PlanFixture *fixture, gconstpointer data);
#define plan_fixture_add(path, func) \
  g_test_add (path, PlanFixture, NULL, plan_fixture_set_up, func, plan_fixture_tear_down)
