/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-scroll-area.h"

enum { PROP_0, PROP_HADJUSTMENT, PROP_VADJUSTMENT, PROP_HSCROLL_POLICY, PROP_VSCROLL_POLICY };

typedef struct
{
  GtkAdjustment      *adjustments[2];  /* owned, nullable; by GtkOrientation */
  GtkScrollablePolicy policies[2];
} RelaisScrollAreaPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (RelaisScrollArea, relais_scroll_area, GTK_TYPE_WIDGET,
                                  G_ADD_PRIVATE (RelaisScrollArea)
                                  G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static GtkAdjustment *
get_adjustment (RelaisScrollArea *self, GtkOrientation orientation)
{
  RelaisScrollAreaPrivate *priv = relais_scroll_area_get_instance_private (self);

  return priv->adjustments[orientation];
}

static void
scrolled_cb (RelaisScrollArea *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (RelaisScrollArea *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  RelaisScrollAreaPrivate *priv = relais_scroll_area_get_instance_private (self);

  if (priv->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_func (priv->adjustments[orientation], scrolled_cb, self);
  g_clear_object (&priv->adjustments[orientation]);
  if (adjustment == NULL)
    return;
  priv->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
relais_scroll_area_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RelaisScrollArea *self = RELAIS_SCROLL_AREA (object);
  RelaisScrollAreaPrivate *priv = relais_scroll_area_get_instance_private (self);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, priv->adjustments[id - PROP_HADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, (int) priv->policies[id - PROP_HSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
relais_scroll_area_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RelaisScrollArea *self = RELAIS_SCROLL_AREA (object);
  RelaisScrollAreaPrivate *priv = relais_scroll_area_get_instance_private (self);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      set_adjustment (self, id - PROP_HADJUSTMENT, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      priv->policies[id - PROP_HSCROLL_POLICY] = (GtkScrollablePolicy) g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
relais_scroll_area_dispose (GObject *object)
{
  set_adjustment (RELAIS_SCROLL_AREA (object), GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (RELAIS_SCROLL_AREA (object), GTK_ORIENTATION_VERTICAL, NULL);
  G_OBJECT_CLASS (relais_scroll_area_parent_class)->dispose (object);
}

static void
relais_scroll_area_class_init (RelaisScrollAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = relais_scroll_area_get_property;
  object_class->set_property = relais_scroll_area_set_property;
  object_class->dispose = relais_scroll_area_dispose;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
relais_scroll_area_init (RelaisScrollArea *self)
{
}

double
relais_scroll_area_get_value (RelaisScrollArea *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = get_adjustment (self, orientation);

  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;
}

void
relais_scroll_area_set_value (RelaisScrollArea *self, GtkOrientation orientation, double value)
{
  GtkAdjustment *adjustment = get_adjustment (self, orientation);

  if (adjustment != NULL)
    gtk_adjustment_set_value (adjustment, value);
}

void
relais_scroll_area_reveal (RelaisScrollArea *self, GtkOrientation orientation, double start, double end)
{
  GtkAdjustment *adjustment = get_adjustment (self, orientation);

  if (adjustment != NULL)
    gtk_adjustment_clamp_page (adjustment, start, end);
}

void
relais_scroll_area_configure (RelaisScrollArea *self, GtkOrientation orientation, int whole, int page, int step)
{
  GtkAdjustment *adjustment = get_adjustment (self, orientation);

  if (adjustment != NULL)
    gtk_adjustment_configure (adjustment, CLAMP (gtk_adjustment_get_value (adjustment), 0, MAX (whole - page, 0)), 0,
                              MAX (whole, page), step, page * 0.9, page);
}
