/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A small drawing surface: shapes with soft edges over a gradient. Coordinates and lengths are in pixels, colours 0xRRGGBB. */
typedef struct {
  guint   width, height;
  guint8 *pixels;   /* owned; three bytes a pixel, without padding */
} DemoCanvas;

void demo_canvas_init     (DemoCanvas *canvas, guint width, guint height, guint32 top, guint32 bottom);
void demo_canvas_clear    (DemoCanvas *canvas);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DemoCanvas, demo_canvas_clear)

void demo_canvas_circle   (DemoCanvas *canvas, double x, double y, double radius, guint32 color, double alpha);
void demo_canvas_box      (DemoCanvas *canvas, double x, double y, double width, double height, guint32 color, double alpha);
void demo_canvas_line     (DemoCanvas *canvas, double x1, double y1, double x2, double y2, double thickness, guint32 color, double alpha);
void demo_canvas_triangle (DemoCanvas *canvas, const double xy[6], guint32 color, double alpha);
/* Everything below base + amplitude × sin (…), a hill or a wave. */
void demo_canvas_wave     (DemoCanvas *canvas, double base, double amplitude, double length, double phase, guint32 color, double alpha);

/* @t 0: @a, 1: @b */
guint32 demo_mix          (guint32 a, guint32 b, double t);

G_END_DECLS
