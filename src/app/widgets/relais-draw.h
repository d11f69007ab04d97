/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-kind.h"

G_BEGIN_DECLS

/* Rows and cards of long lists draw themselves: a list view keeps two hundred of them alive, and ten child widgets in each
 * would make every change of page and every jump cost several frames of styling. What is drawn here is placed from the left;
 * it is mirrored where text runs from right to left. */

/* A text of one line (or @lines, wrapped), ended by an ellipsis. Laid out when it is first drawn: most rows of a list never are. */
typedef struct {
  double       scale;   /* of the widget's font */
  int          lines;
  char        *text;    /* owned, nullable: "" */
  PangoLayout *layout;  /* owned, nullable: not laid out */
} RelaisDrawText;

void         relais_draw_set_text   (RelaisDrawText *text, const char *words);
gboolean     relais_draw_is_empty   (const RelaisDrawText *text);
/* (transfer none) */
PangoLayout *relais_draw_layout     (RelaisDrawText *text, GtkWidget *widget);
/* Another font or text size. */
void         relais_draw_restyle    (RelaisDrawText *text);
void         relais_draw_clear_text (RelaisDrawText *text);
/* Width in pixels that the whole text would take. */
int          relais_draw_width    (PangoLayout *layout);
int          relais_draw_height   (PangoLayout *layout);
/* Height in pixels of one line, whatever it says: what rows of long lists are measured by. Laid out once for a font. The font is
 * that of the list that @widget is a row of, where it is one: to ask each row costs. */
int          relais_draw_line_height (GtkWidget *widget, double scale);
/* Draws @layout into the box at @x, @y that is @width wide; @color NULL: the widget's own; @alpha: 1, or less for what matters
 * less. */
void         relais_draw_text     (GtkWidget *widget, GtkSnapshot *snapshot, PangoLayout *layout, int x, int y, int width,
                                   gboolean at_end, const GdkRGBA *color, double alpha);
/* A symbolic icon in @color. */
void         relais_draw_icon     (GtkWidget *widget, GtkSnapshot *snapshot, const char *icon, int x, int y, int size,
                                   const GdkRGBA *color);
/* A disc @size wide with the @initials of somebody in it. */
void         relais_draw_disc     (GtkWidget *widget, GtkSnapshot *snapshot, PangoLayout *initials, int x, int y, int size,
                                   const GdkRGBA *color);
/* The colour of a style class ("relais-blue"), readable on the style's background; the widget's own for NULL. "error" and
 * "warning" too. */
void         relais_draw_color    (GtkWidget *widget, const char *style, GdkRGBA *color);

/* A state as icon, word and colour (what RelaisStatePill is as a widget). */
int          relais_draw_pill_width  (PangoLayout *word, gboolean icon);
/* @line_height: of its word */
int          relais_draw_pill_height (int line_height);
void         relais_draw_pill     (GtkWidget *widget, GtkSnapshot *snapshot, PangoLayout *word, const char *icon,
                                   const char *style,
                                   int x, int y);

G_END_DECLS
