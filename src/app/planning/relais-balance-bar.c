/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-balance-bar.h"

#include <adwaita.h>

#define WIDTH  140
#define BAR    8
#define MARK   2
#define HEIGHT 18

struct _RelaisBalanceBar
{
  GtkWidget parent_instance;

  double    share;
  double    expected;  /* negative: no mark */
};

G_DEFINE_FINAL_TYPE (RelaisBalanceBar, relais_balance_bar, GTK_TYPE_WIDGET)

static void
relais_balance_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  /* All of one length: they are compared. */
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
draw_box (GtkSnapshot *snapshot, double x, double y, double width, double height, const GdkRGBA *color, float alpha)
{
  GdkRGBA faint = *color;
  GskRoundedRect box;

  faint.alpha *= alpha;
  gsk_rounded_rect_init_from_rect (&box, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height),
                                   (float) MIN (width, height) / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, &faint, &box.bounds);
  gtk_snapshot_pop (snapshot);
}

/* The trough, what there is, and the mark on both, from the side where one begins to read. */
static void
relais_balance_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RelaisBalanceBar *self = RELAIS_BALANCE_BAR (widget);
  double width = gtk_widget_get_width (widget), y = (gtk_widget_get_height (widget) - BAR) / 2.0;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double filled = self->share > 0 ? MAX (self->share * width, BAR) : 0, mark = self->expected * (width - MARK);
  gboolean contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_for_display (gtk_widget_get_display (widget)));
  GdkRGBA color;

  gtk_widget_get_color (widget, &color);
  draw_box (snapshot, 0, y, width, BAR, &color, contrast ? 0.3f : 0.12f);
  if (filled > 0)
    draw_box (snapshot, mirrored ? width - filled : 0, y, filled, BAR, &color, contrast ? 0.9f : 0.65f);
  if (self->expected >= 0)
    draw_box (snapshot, mirrored ? width - MARK - mark : mark, y - 4, MARK, BAR + 8, &color, 1);
}

static void
relais_balance_bar_class_init (RelaisBalanceBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = relais_balance_bar_measure;
  widget_class->snapshot = relais_balance_bar_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
relais_balance_bar_init (RelaisBalanceBar *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
relais_balance_bar_new (double share, double expected)
{
  RelaisBalanceBar *self = g_object_new (RELAIS_TYPE_BALANCE_BAR, NULL);

  self->share = CLAMP (share, 0, 1);
  self->expected = MIN (expected, 1);
  return GTK_WIDGET (self);
}
