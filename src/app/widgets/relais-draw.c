/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-draw.h"

#include <adwaita.h>
#include <string.h>

#define PILL_ICON     14
#define PILL_GAP      5
#define PILL_PADDING  9
#define PILL_VERTICAL 2

static int
mirror (GtkWidget *widget, int x, int width)
{
  return gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? gtk_widget_get_width (widget) - x - width : x;
}

PangoLayout *
relais_draw_layout (GtkWidget *widget, double scale, int lines)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, NULL);

  if (scale != 1)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
      pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
      pango_layout_set_attributes (layout, attributes);
    }
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (layout, -lines);
  return layout;
}

void
relais_draw_set_text (PangoLayout *layout, const char *text)
{
  pango_layout_set_text (layout, text != NULL ? text : "", -1);
}

int
relais_draw_width (PangoLayout *layout)
{
  int width;

  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

int
relais_draw_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

int
relais_draw_line_height (GtkWidget *widget, double scale)
{
  static GHashTable *heights = NULL;
  PangoContext *context = gtk_widget_get_pango_context (widget);
  g_autofree char *font = pango_font_description_to_string (pango_context_get_font_description (context));
  g_autofree char *key = g_strdup_printf ("%s %g %g", font, pango_cairo_context_get_resolution (context), scale);
  gpointer height;

  if (heights == NULL)
    heights = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_lookup_extended (heights, key, NULL, &height))
    {
      g_autoptr (PangoLayout) layout = relais_draw_layout (widget, scale, 1);
      relais_draw_set_text (layout, "x");
      height = GINT_TO_POINTER (relais_draw_height (layout));
      g_hash_table_insert (heights, g_steal_pointer (&key), height);
    }
  return GPOINTER_TO_INT (height);
}

void
relais_draw_text (GtkWidget *widget, GtkSnapshot *snapshot, PangoLayout *layout, int x, int y, int width, gboolean at_end,
                  const GdkRGBA *color, double alpha)
{
  GdkRGBA ink;

  if (color != NULL)
    ink = *color;
  else
    gtk_widget_get_color (widget, &ink);
  /* High contrast leaves next to nothing of the dimming, as libadwaita does. */
  if (adw_style_manager_get_high_contrast (adw_style_manager_get_for_display (gtk_widget_get_display (widget))))
    alpha = MAX (alpha, 0.9);
  ink.alpha *= (float) alpha;
  pango_layout_set_width (layout, MAX (width, 0) * PANGO_SCALE);
  /* Pango turns the alignment around by itself where the text runs from right to left. */
  pango_layout_set_alignment (layout, at_end ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) mirror (widget, x, width), (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
  gtk_snapshot_restore (snapshot);
}

void
relais_draw_icon (GtkWidget *widget, GtkSnapshot *snapshot, const char *icon, int x, int y, int size, const GdkRGBA *color)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) paintable = gtk_icon_theme_lookup_icon (theme, icon, NULL, size,
                                                                       gtk_widget_get_scale_factor (widget),
                                                                       gtk_widget_get_direction (widget),
                                                                       GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  GdkRGBA colors[4] = { *color, *color, *color, *color };

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) mirror (widget, x, size), (float) y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (paintable), snapshot, size, size, colors,
                                            G_N_ELEMENTS (colors));
  gtk_snapshot_restore (snapshot);
}

void
relais_draw_color (GtkWidget *widget, const char *style, GdkRGBA *color)
{
  static const struct { const char *style; AdwAccentColor accent; } colors[] = {
    { "relais-blue", ADW_ACCENT_COLOR_BLUE },
    { "relais-teal", ADW_ACCENT_COLOR_TEAL },
    { "relais-green", ADW_ACCENT_COLOR_GREEN },
    { "relais-yellow", ADW_ACCENT_COLOR_YELLOW },
    { "relais-orange", ADW_ACCENT_COLOR_ORANGE },
    { "relais-red", ADW_ACCENT_COLOR_RED },
    { "relais-pink", ADW_ACCENT_COLOR_PINK },
    { "relais-purple", ADW_ACCENT_COLOR_PURPLE },
    { "relais-slate", ADW_ACCENT_COLOR_SLATE },
    { "error", ADW_ACCENT_COLOR_RED },
    { "warning", ADW_ACCENT_COLOR_ORANGE },
  };

  for (guint i = 0; style != NULL && i < G_N_ELEMENTS (colors); i++)
    if (g_str_equal (colors[i].style, style))
      {
        gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_for_display (gtk_widget_get_display (widget)));
        adw_accent_color_to_standalone_rgba (colors[i].accent, dark, color);
        return;
      }
  gtk_widget_get_color (widget, color);
}

int
relais_draw_pill_width (PangoLayout *word, gboolean icon)
{
  return relais_draw_width (word) + 2 * PILL_PADDING + (icon ? PILL_ICON + PILL_GAP : 0);
}

int
relais_draw_pill_height (int line_height)
{
  return MAX (line_height, PILL_ICON) + 2 * PILL_VERTICAL;
}

void
relais_draw_pill (GtkWidget *widget, GtkSnapshot *snapshot, PangoLayout *word, const char *icon, const char *style, int x, int y)
{
  int width = relais_draw_pill_width (word, icon != NULL), height = relais_draw_pill_height (relais_draw_height (word));
  int text_x = x + PILL_PADDING + (icon != NULL ? PILL_ICON + PILL_GAP : 0);
  GskRoundedRect outline;
  GdkRGBA color, ground;

  relais_draw_color (widget, style, &color);
  ground = color;
  ground.alpha *= 0.16f;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT ((float) mirror (widget, x, width), (float) y, (float) width,
                                                                  (float) height), (float) height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ground, &outline.bounds);
  gtk_snapshot_pop (snapshot);
  if (adw_style_manager_get_high_contrast (adw_style_manager_get_for_display (gtk_widget_get_display (widget))))
    gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 }, (GdkRGBA[4]) { color, color, color, color });
  if (icon != NULL)
    relais_draw_icon (widget, snapshot, icon, x + PILL_PADDING - 1, y + (height - PILL_ICON) / 2, PILL_ICON, &color);
  relais_draw_text (widget, snapshot, word, text_x, y + (height - relais_draw_height (word)) / 2,
                    x + width - PILL_PADDING - text_x + 1, FALSE, NULL, 1);
}
