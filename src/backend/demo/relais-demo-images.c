/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of the demonstration: flat compositions in the colours of the town, drawn by chance from a few motifs. */

#include "relais-demo-private.h"
#include "relais-demo-canvas.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>
#include <string.h>

#define WIDTH  1200
#define HEIGHT 675

typedef struct {
  const char *name;                     /* how the alternative text calls it */
  guint32     top, bottom;              /* of the sky */
  guint32     dark, middle, light, accent;
} Palette;

static const Palette palettes[] = {
  { "bleus", 0xdcecf7, 0xf7efe2, 0x1d3f5e, 0x3f7cac, 0x95bfe0, 0xf2a65a },
  { "verts", 0xe5f2e3, 0xfbf6e3, 0x22503f, 0x4f8f5b, 0xa9d19a, 0xf4c95d },
  { "ocre et terre", 0xfbe9d3, 0xfdf6ec, 0x6b3a2a, 0xc0683f, 0xeab887, 0x2f6f73 },
  { "roses et violets", 0xf4e3ee, 0xfdf1ea, 0x4a2b5b, 0x8d5a97, 0xd5a6c8, 0xf5b971 },
  { "turquoise", 0xdff3f1, 0xf9f7ec, 0x14494d, 0x2f8f8b, 0x93cfc6, 0xe9725b },
  { "gris et jaunes", 0xe8ebef, 0xf7f4ea, 0x2f3a47, 0x66788a, 0xb4c0cb, 0xf0b429 },
};

typedef void (*Draw) (DemoCanvas *canvas, GRand *rand, const Palette *palette);

static double
between (GRand *rand, double low, double high)
{
  return g_rand_double_range (rand, low, high);
}

static void
draw_hills (DemoCanvas *canvas, GRand *rand, const Palette *palette)
{
  double w = canvas->width, h = canvas->height;

  demo_canvas_circle (canvas, between (rand, 0.2, 0.8) * w, between (rand, 0.2, 0.35) * h, h * 0.13, palette->accent, 0.9);
  for (guint i = 0; i < 4; i++)
    demo_canvas_wave (canvas, h * (0.5 + 0.13 * i), h * between (rand, 0.05, 0.1), w * between (rand, 0.6, 1.3), between (rand, 0, 6),
                      demo_mix (palette->light, palette->dark, i / 3.0), 0.95);
}

static void
draw_skyline (DemoCanvas *canvas, GRand *rand, const Palette *palette)
{
  double w = canvas->width, h = canvas->height;

  demo_canvas_circle (canvas, between (rand, 0.6, 0.85) * w, h * 0.26, h * 0.12, palette->accent, 0.85);
  for (guint row = 0; row < 2; row++)
    for (double x = -20; x < w; )
      {
        double width = between (rand, 70, 150), height = h * between (rand, 0.2, row ? 0.42 : 0.6);
        guint32 color = row ? palette->dark : palette->light;

        demo_canvas_box (canvas, x, h - height, width, height, color, 1);
        for (double wy = h - height + 24; wy < h - 40; wy += 42)
          for (double wx = x + 16; wx + 14 < x + width - 8; wx += 30)
            if (g_rand_double (rand) < 0.6)
              demo_canvas_box (canvas, wx, wy, 14, 20, row ? palette->accent : palette->middle, 0.75);
        x += width + between (rand, 4, row ? 50 : 18);
      }
}

static void
draw_circles (DemoCanvas *canvas, GRand *rand, const Palette *palette)
{
  const guint32 colors[] = { palette->middle, palette->light, palette->accent, palette->dark };

  for (guint i = 0; i < 22; i++)
    demo_canvas_circle (canvas, between (rand, 0, 1) * canvas->width, between (rand, 0, 1) * canvas->height,
                        canvas->height * between (rand, 0.05, 0.24), colors[g_rand_int_range (rand, 0, 4)], 0.45);
}

static void
draw_bands (DemoCanvas *canvas, GRand *rand, const Palette *palette)
{
  double w = canvas->width, h = canvas->height, slope = between (rand, 0.15, 0.4) * h;
  const guint32 colors[] = { palette->light, palette->middle, palette->dark, palette->accent };

  for (guint i = 0; i < 7; i++)
    {
      double y = h * (0.1 + 0.15 * i);
      demo_canvas_line (canvas, -40, y + slope / 2, w + 40, y - slope / 2, h * between (rand, 0.03, 0.1),
                        colors[g_rand_int_range (rand, 0, 4)], 0.8);
    }
}

static void
draw_network (DemoCanvas *canvas, GRand *rand, const Palette *palette)
{
  double x[16], y[16];

  for (guint i = 0; i < 16; i++)
    {
      x[i] = canvas->width * (i % 4 + between (rand, 0.2, 0.8)) / 4;
      y[i] = canvas->height * (i / 4 + between (rand, 0.2, 0.8)) / 4;
    }
  for (guint i = 0; i < 16; i++)
    for (guint j = i + 1; j < 16; j++)
      if (hypot (x[i] - x[j], y[i] - y[j]) < canvas->width * 0.3)
        demo_canvas_line (canvas, x[i], y[i], x[j], y[j], 4, palette->middle, 0.6);
  for (guint i = 0; i < 16; i++)
    {
      demo_canvas_circle (canvas, x[i], y[i], between (rand, 18, 42), i % 5 ? palette->dark : palette->accent, 1);
      demo_canvas_circle (canvas, x[i], y[i], 9, 0xffffff, 0.9);
    }
}

static void
draw_road (DemoCanvas *canvas, GRand *rand, const Palette *palette)
{
  double w = canvas->width, h = canvas->height, x = between (rand, 0.35, 0.65) * w, horizon = h * 0.42;
  double road[6] = { x, horizon, w * 1.05, h, -w * 0.05, h };

  demo_canvas_circle (canvas, x, horizon, h * 0.17, palette->accent, 0.9);
  demo_canvas_wave (canvas, horizon + 20, h * 0.04, w * 0.9, between (rand, 0, 6), palette->light, 1);
  demo_canvas_wave (canvas, horizon + 60, h * 0.03, w * 1.2, between (rand, 0, 6), palette->middle, 0.9);
  demo_canvas_triangle (canvas, road, palette->dark, 1);
  for (guint i = 0; i < 6; i++)
    {
      double t = (i + 0.4) / 6, y = horizon + (h - horizon) * t * t;
      demo_canvas_box (canvas, x + (w / 2 - x) * t * t - 2 - 9 * t, y, 4 + 18 * t, 8 + 46 * t, 0xffffff, 0.85);
    }
}

static void
draw_kites (DemoCanvas *canvas, GRand *rand, const Palette *palette)
{
  const guint32 colors[] = { palette->middle, palette->light, palette->accent, palette->dark };

  for (guint i = 0; i < 7; i++)
    {
      double x = canvas->width * (0.08 + 0.14 * i), y = canvas->height * between (rand, 0.15, 0.55), size = between (rand, 50, 110);
      double left[6] = { x, y - size, x - size * 0.6, y, x, y + size * 1.2 };
      double right[6] = { x, y - size, x + size * 0.6, y, x, y + size * 1.2 };
      guint32 color = colors[g_rand_int_range (rand, 0, 4)];

      demo_canvas_line (canvas, x, y + size, x + between (rand, -90, 90), canvas->height, 3, palette->dark, 0.5);
      demo_canvas_triangle (canvas, left, color, 1);
      demo_canvas_triangle (canvas, right, demo_mix (color, 0xffffff, 0.25), 1);
    }
  demo_canvas_wave (canvas, canvas->height * 0.88, 24, canvas->width * 0.8, between (rand, 0, 6), palette->middle, 1);
}

static void
draw_steps (DemoCanvas *canvas, GRand *rand, const Palette *palette)
{
  double w = canvas->width, h = canvas->height, step = w / 9;

  for (guint i = 0; i < 9; i++)
    {
      double height = h * (0.12 + 0.075 * i) + between (rand, -14, 14);
      demo_canvas_box (canvas, i * step + 8, h - height, step - 16, height, demo_mix (palette->light, palette->dark, i / 8.0), 1);
    }
  demo_canvas_circle (canvas, 8.5 * step, h * 0.13, h * 0.07, palette->accent, 1);
}

static void
draw_arches (DemoCanvas *canvas, GRand *rand, const Palette *palette)
{
  double w = canvas->width, h = canvas->height, width = w / 4;

  demo_canvas_circle (canvas, between (rand, 0.2, 0.8) * w, h * 0.2, h * 0.11, palette->accent, 0.9);
  demo_canvas_box (canvas, 0, h * 0.36, w, h * 0.64, palette->middle, 1);
  for (guint i = 0; i < 4; i++)
    {
      double x = width * (i + 0.5);
      demo_canvas_circle (canvas, x, h * 0.68, width * 0.4, palette->light, 1);
      demo_canvas_circle (canvas, x, h * 0.68, width * 0.37, palette->dark, 1);
      demo_canvas_box (canvas, x - width * 0.4, h * 0.68, width * 0.8, h * 0.4, palette->middle, 1);
      demo_canvas_box (canvas, x - width * 0.37, h * 0.68, width * 0.74, h * 0.4, palette->dark, 1);
    }
  demo_canvas_box (canvas, 0, h * 0.36, w, 16, palette->light, 1);
  demo_canvas_wave (canvas, h * 0.93, 8, w * 0.4, between (rand, 0, 6), palette->light, 0.9);
}

static void
draw_rings (DemoCanvas *canvas, GRand *rand, const Palette *palette)
{
  double x = between (rand, 0.35, 0.65) * canvas->width, y = canvas->height * 0.5;

  for (guint i = 6; i > 0; i--)
    demo_canvas_circle (canvas, x, y, canvas->height * 0.1 * i, demo_mix (palette->accent, palette->light, i / 6.0), 0.55);
  for (guint i = 0; i < 10; i++)
    demo_canvas_circle (canvas, x + cos (i * 0.628) * canvas->height * 0.42, y + sin (i * 0.628) * canvas->height * 0.42, 26,
                        i % 3 ? palette->middle : palette->dark, 0.95);
}

static const struct {
  const char *motif;
  Draw        draw;
  const char *words;   /* what is seen; the colours follow */
} motifs[] = {
  { "hills", draw_hills, "Illustration : des collines superposées, sous un soleil rond, " },
  { "skyline", draw_skyline, "Illustration : des immeubles aux fenêtres éclairées, " },
  { "circles", draw_circles, "Illustration : des cercles transparents qui se recouvrent, " },
  { "bands", draw_bands, "Illustration : des bandes obliques qui se croisent, " },
  { "network", draw_network, "Illustration : des points reliés par des traits, " },
  { "road", draw_road, "Illustration : une route droite qui file vers le soleil levant, " },
  { "kites", draw_kites, "Illustration : sept cerfs-volants au-dessus d’une colline, " },
  { "steps", draw_steps, "Illustration : neuf marches qui montent vers un disque, " },
  { "bars", draw_steps, "Illustration : neuf barres de plus en plus hautes, " },
  { "arches", draw_arches, "Illustration : les quatre arches d’un pont, " },
  { "sun", draw_rings, "Illustration : un soleil entouré de points, " },
  { "shield", draw_rings, "Illustration : une cible de cercles concentriques, " },
  { "hands", draw_circles, "Illustration : des disques de tailles différentes qui se rejoignent, " },
};

static guint
find_motif (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (motifs); i++)
    if (strcmp (motifs[i].motif, name) == 0)
      return i;
  g_error ("The demonstration cannot draw “%s”", name);
}

static GBytes *
draw_image (GRand *rand, guint motif, guint palette, GError **error)
{
  g_auto(DemoCanvas) canvas = { 0 };
  g_autoptr(GdkPixbuf) pixbuf = NULL;
  char *bytes;
  gsize size;

  demo_canvas_init (&canvas, WIDTH, HEIGHT, palettes[palette].top, palettes[palette].bottom);
  motifs[motif].draw (&canvas, rand, &palettes[palette]);
  pixbuf = gdk_pixbuf_new_from_data (canvas.pixels, GDK_COLORSPACE_RGB, FALSE, 8, WIDTH, HEIGHT, WIDTH * 3, NULL, NULL);
  if (!gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &size, "jpeg", error, "quality", "86", NULL))
    return NULL;
  return g_bytes_new_take (bytes, size);
}

static void
add_media (DemoCity *city, DemoBundle *bundle, const char *hash, gsize size, guint n, guint motif, guint palette)
{
  RelaisFields *fields = demo_fields ("media");
  g_autofree char *name = g_strdup_printf ("%s-%02u.jpg", motifs[motif].motif, n + 1);
  g_autofree char *alternative = g_strdup_printf ("%sdans des tons %s.", motifs[motif].words, palettes[palette].name);
  g_autofree char *credit = g_strdup_printf ("%s, studio graphique", demo_person (city, DEMO_DESIGNER)->name);
  DemoImage image = { NULL, motifs[motif].motif };

  relais_fields_set_string (fields, "hash", hash);
  relais_fields_set_string (fields, "name", name);
  relais_fields_set_string (fields, "type", "image");
  relais_fields_set_string (fields, "mime", "image/jpeg");
  relais_fields_set_integer (fields, "size", size);
  relais_fields_set_integer (fields, "width", WIDTH);
  relais_fields_set_integer (fields, "height", HEIGHT);
  relais_fields_set_string (fields, "alternative", alternative);
  relais_fields_set_string (fields, "credit", credit);
  image.id = g_strdup (demo_add (city, bundle, fields, demo_person (city, DEMO_DESIGNER)->account));
  g_array_append_val (city->images, image);
}

gboolean
demo_make_images (DemoCity *city, RelaisBlobs *blobs, GError **error)
{
  DemoBundle *bundle = demo_bundle_new (city, demo_at (city, city->today - 500, 9, 0));

  for (guint i = 0; i < city->size->n_images; i++)
    {
      const DemoTheme *theme = g_ptr_array_index (city->texts->themes, i % city->texts->themes->len);
      guint motif = find_motif (theme->motif);
      guint palette = (i + i / G_N_ELEMENTS (palettes)) % G_N_ELEMENTS (palettes);
      g_autoptr(GBytes) bytes = draw_image (city->rand, motif, palette, error);
      g_autofree char *hash = NULL;

      if (!bytes || !relais_blobs_add (blobs, bytes, demo_at (city, city->today - 500, 9, 0), &hash, error))
        return FALSE;
      add_media (city, bundle, hash, g_bytes_get_size (bytes), i, motif, palette);
    }
  return TRUE;
}
