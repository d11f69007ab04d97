/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-drag.h"

static RelaisPlanDrag *
relais_plan_drag_copy (RelaisPlanDrag *drag)
{
  RelaisPlanDrag *copy = g_new0 (RelaisPlanDrag, 1);

  copy->placements = g_ptr_array_ref (drag->placements);
  copy->key = g_strdup (drag->key);
  return copy;
}

G_DEFINE_BOXED_TYPE (RelaisPlanDrag, relais_plan_drag, relais_plan_drag_copy, relais_plan_drag_free)

GdkContentProvider *
relais_plan_drag_new_content (GPtrArray *placements, const char *key)
{
  RelaisPlanDrag drag = { placements, (char *) key };
  GdkContentProvider *content = gdk_content_provider_new_typed (RELAIS_TYPE_PLAN_DRAG, &drag);

  g_ptr_array_unref (placements);
  return content;
}

void
relais_plan_drag_free (RelaisPlanDrag *drag)
{
  g_ptr_array_unref (drag->placements);
  g_free (drag->key);
  g_free (drag);
}

RelaisPlanDrag *
relais_plan_drag_dup_current (GtkDropTarget *target)
{
  GdkDrop *drop = gtk_drop_target_get_current_drop (target);
  GdkDrag *drag = drop != NULL ? gdk_drop_get_drag (drop) : NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  if (drag == NULL)
    return NULL;
  g_value_init (&value, RELAIS_TYPE_PLAN_DRAG);
  return gdk_content_provider_get_value (gdk_drag_get_content (drag), &value, NULL) ? g_value_dup_boxed (&value) : NULL;
}
