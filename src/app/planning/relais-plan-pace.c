/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-pace.h"

void
relais_plan_pace_init (RelaisPlanPace *pace, RelaisPlanView *view, RelaisStore *store, const char * const *kinds,
                       void (*read) (RelaisPlanView *view))
{
  *pace = (RelaisPlanPace) { .view = view, .store = store, .kinds = kinds, .read = read, .filter = relais_plan_filter_new () };
}

void
relais_plan_pace_clear (RelaisPlanPace *pace)
{
  g_cancellable_cancel (pace->reading);
  g_clear_object (&pace->reading);
  g_clear_signal_handler (&pace->changed_id, pace->store);
  g_clear_pointer (&pace->filter, relais_plan_filter_free);
  pace->active = FALSE;
}

void
relais_plan_pace_ask (RelaisPlanPace *pace)
{
  pace->stale = TRUE;
  g_cancellable_cancel (pace->reading);
  if (!pace->active || pace->reading != NULL)
    return;
  pace->stale = FALSE;
  pace->reading = g_cancellable_new ();
  pace->read (pace->view);
}

gboolean
relais_plan_pace_end (RelaisPlanPace *pace)
{
  g_clear_object (&pace->reading);
  if (!pace->stale)
    return TRUE;
  relais_plan_pace_ask (pace);
  return FALSE;
}

void
relais_plan_pace_set_filter (RelaisPlanPace *pace, const RelaisPlanFilter *filter)
{
  if (relais_plan_filter_equal (filter, pace->filter))
    return;
  relais_plan_filter_free (pace->filter);
  pace->filter = relais_plan_filter_copy (filter);
  relais_plan_pace_ask (pace);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisPlanPace *pace)
{
  if (relais_changes_has_any_kind (changes, pace->kinds))
    relais_plan_pace_ask (pace);
}

void
relais_plan_pace_set_active (RelaisPlanPace *pace, gboolean active)
{
  if (pace->active == active)
    return;
  pace->active = active;
  if (active)
    {
      pace->changed_id = g_signal_connect (pace->store, "changed", G_CALLBACK (changed_cb), pace);
      relais_plan_pace_ask (pace);
    }
  else
    g_clear_signal_handler (&pace->changed_id, pace->store);
}
