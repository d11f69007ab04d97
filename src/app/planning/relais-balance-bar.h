/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* RelaisBalanceBar: how much there is, and a mark where it would be by headcount. What it shows is said in words beside it. */
#define RELAIS_TYPE_BALANCE_BAR (relais_balance_bar_get_type ())
G_DECLARE_FINAL_TYPE (RelaisBalanceBar, relais_balance_bar, RELAIS, BALANCE_BAR, GtkWidget)

/* Shares of the whole width, 0 to 1; @expected negative: no mark. */
GtkWidget *relais_balance_bar_new (double share, double expected);

G_END_DECLS
