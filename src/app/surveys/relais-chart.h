/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* RelaisChart: horizontal bars, each with its label and its figures written, from an array of RelaisBar. Wide, a bar is one line: label,
 * bar, figures; narrow, the bar is below its label. To a screen reader it is a picture whose description says every figure. */
#define RELAIS_TYPE_CHART (relais_chart_get_type ())
G_DECLARE_FINAL_TYPE (RelaisChart, relais_chart, RELAIS, CHART, GtkWidget)

/* Takes @bars (element-type RelaisBar). @label: what the chart is called, for a screen reader */
GtkWidget *relais_chart_new (const char *label, GPtrArray *bars);

G_END_DECLS
