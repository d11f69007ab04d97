/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-demo-canvas.h"

#include <math.h>

static void
blend (DemoCanvas *canvas, guint x, guint y, guint32 color, double alpha)
{
  guint8 *pixel = canvas->pixels + ((gsize) y * canvas->width + x) * 3;

  for (guint i = 0; i < 3; i++)
    pixel[i] += lrint (((int) ((color >> (16 - 8 * i)) & 0xff) - pixel[i]) * alpha);
}

/* Rows or columns that a span touches, kept inside. */
static guint
clamp_low (double value)
{
  return value > 0 ? (guint) value : 0;
}

static guint
clamp_high (double value, guint limit)
{
  return value < 0 ? 0 : value + 1 < limit ? (guint) value + 1 : limit;
}

/* How much of a pixel is inside, from the distance to the edge (positive inside): one pixel of soft edge. */
static double
cover (double distance)
{
  return CLAMP (distance + 0.5, 0, 1);
}

void
demo_canvas_init (DemoCanvas *canvas, guint width, guint height, guint32 top, guint32 bottom)
{
  canvas->width = width;
  canvas->height = height;
  canvas->pixels = g_new (guint8, (gsize) width * height * 3);
  for (guint y = 0; y < height; y++)
    {
      guint32 color = demo_mix (top, bottom, (double) y / height);
      guint8 *row = canvas->pixels + (gsize) y * width * 3;
      for (guint x = 0; x < width; x++)
        {
          row[3 * x] = color >> 16;
          row[3 * x + 1] = color >> 8;
          row[3 * x + 2] = color;
        }
    }
}

void
demo_canvas_clear (DemoCanvas *canvas)
{
  g_clear_pointer (&canvas->pixels, g_free);
}

void
demo_canvas_circle (DemoCanvas *canvas, double x, double y, double radius, guint32 color, double alpha)
{
  guint right = clamp_high (x + radius + 1, canvas->width), bottom = clamp_high (y + radius + 1, canvas->height);

  for (guint py = clamp_low (y - radius - 1); py < bottom; py++)
    for (guint px = clamp_low (x - radius - 1); px < right; px++)
      {
        double inside = cover (radius - hypot (px - x, py - y));
        if (inside > 0)
          blend (canvas, px, py, color, inside * alpha);
      }
}

void
demo_canvas_box (DemoCanvas *canvas, double x, double y, double width, double height, guint32 color, double alpha)
{
  guint right = clamp_high (x + width, canvas->width), bottom = clamp_high (y + height, canvas->height);

  for (guint py = clamp_low (y); py < bottom; py++)
    for (guint px = clamp_low (x); px < right; px++)
      {
        double inside = cover (MIN (MIN (px - x, x + width - px), MIN (py - y, y + height - py)));
        blend (canvas, px, py, color, inside * alpha);
      }
}

void
demo_canvas_line (DemoCanvas *canvas, double x1, double y1, double x2, double y2, double thickness, guint32 color, double alpha)
{
  double length = MAX (hypot (x2 - x1, y2 - y1), 1e-6), dx = (x2 - x1) / length, dy = (y2 - y1) / length;
  guint right = clamp_high (MAX (x1, x2) + thickness, canvas->width), bottom = clamp_high (MAX (y1, y2) + thickness, canvas->height);

  for (guint py = clamp_low (MIN (y1, y2) - thickness); py < bottom; py++)
    for (guint px = clamp_low (MIN (x1, x2) - thickness); px < right; px++)
      {
        double along = CLAMP ((px - x1) * dx + (py - y1) * dy, 0, length);
        double inside = cover (thickness / 2 - hypot (px - x1 - along * dx, py - y1 - along * dy));
        if (inside > 0)
          blend (canvas, px, py, color, inside * alpha);
      }
}

void
demo_canvas_triangle (DemoCanvas *canvas, const double xy[6], guint32 color, double alpha)
{
  double area = (xy[2] - xy[0]) * (xy[5] - xy[1]) - (xy[4] - xy[0]) * (xy[3] - xy[1]);
  guint right = clamp_high (MAX (MAX (xy[0], xy[2]), xy[4]) + 1, canvas->width);
  guint bottom = clamp_high (MAX (MAX (xy[1], xy[3]), xy[5]) + 1, canvas->height);

  for (guint py = clamp_low (MIN (MIN (xy[1], xy[3]), xy[5]) - 1); py < bottom; py++)
    for (guint px = clamp_low (MIN (MIN (xy[0], xy[2]), xy[4]) - 1); px < right; px++)
      {
        double inside = 1;
        for (guint i = 0; i < 3; i++)
          {
            const double *a = xy + 2 * i, *b = xy + 2 * ((i + 1) % 3);
            double side = (b[0] - a[0]) * (py - a[1]) - (px - a[0]) * (b[1] - a[1]);
            inside = MIN (inside, cover ((area < 0 ? -side : side) / MAX (hypot (b[0] - a[0], b[1] - a[1]), 1e-6)));
          }
        if (inside > 0)
          blend (canvas, px, py, color, inside * alpha);
      }
}

void
demo_canvas_wave (DemoCanvas *canvas, double base, double amplitude, double length, double phase, guint32 color, double alpha)
{
  for (guint x = 0; x < canvas->width; x++)
    {
      double t = x / length * 2 * G_PI + phase;
      double edge = base - amplitude * (sin (t) + 0.35 * sin (2.3 * t + 1));

      for (guint y = clamp_low (edge - 1); y < canvas->height; y++)
        blend (canvas, x, y, color, cover (y - edge) * alpha);
    }
}

guint32
demo_mix (guint32 a, guint32 b, double t)
{
  guint32 mixed = 0;

  for (guint shift = 0; shift <= 16; shift += 8)
    {
      double from = (a >> shift) & 0xff, to = (b >> shift) & 0xff;
      mixed |= (guint32) lrint (from + (to - from) * t) << shift;
    }
  return mixed;
}
