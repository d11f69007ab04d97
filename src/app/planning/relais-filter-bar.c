/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-filter-bar.h"

#include "relais-facet-menu.h"

struct _RelaisFilterBar
{
  AdwBin           parent_instance;

  GtkWidget       *box;                            /* borrowed */
  RelaisFacetMenu *menus[RELAIS_PLAN_N_FACETS];    /* borrowed */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisFilterBar, relais_filter_bar, ADW_TYPE_BIN)

static void
chosen_cb (RelaisFilterBar *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
relais_filter_bar_class_init (RelaisFilterBarClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", RELAIS_TYPE_FILTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_filter_bar_init (RelaisFilterBar *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->box, "relais-filters");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->box);
  /* What goes on beyond the edge fades there. */
  gtk_widget_add_css_class (scroller, "undershoot-start");
  gtk_widget_add_css_class (scroller, "undershoot-end");
  adw_bin_set_child (ADW_BIN (self), scroller);
}

GtkWidget *
relais_filter_bar_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisFilterBar *self = g_object_new (RELAIS_TYPE_FILTER_BAR, NULL);
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++)
    {
      GtkWidget *menu = relais_facet_menu_new (session, i);
      g_signal_connect_object (menu, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->box), menu);
      self->menus[i] = RELAIS_FACET_MENU (menu);
    }
  return GTK_WIDGET (self);
}

void
relais_filter_bar_prepend (RelaisFilterBar *self, GtkWidget *child)
{
  g_return_if_fail (RELAIS_IS_FILTER_BAR (self));
  gtk_box_prepend (GTK_BOX (self->box), child);
}

void
relais_filter_bar_show (RelaisFilterBar *self, const RelaisPlanFilter *filter)
{
  g_return_if_fail (RELAIS_IS_FILTER_BAR (self));
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++)
    relais_facet_menu_set_chosen (self->menus[i], (const char * const *) filter->chosen[i]);
}

void
relais_filter_bar_read (RelaisFilterBar *self, RelaisPlanFilter *filter)
{
  g_return_if_fail (RELAIS_IS_FILTER_BAR (self));
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++)
    relais_plan_filter_choose (filter, i, relais_facet_menu_get_chosen (self->menus[i]));
}

void
relais_filter_bar_refresh (RelaisFilterBar *self)
{
  g_return_if_fail (RELAIS_IS_FILTER_BAR (self));
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++)
    relais_facet_menu_refresh (self->menus[i]);
}
