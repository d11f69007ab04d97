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

static PangoLayout *
new_layout (GtkWidget *widget, double scale, int lines, const char *words)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, words);

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
relais_draw_set_text (RelaisDrawText *text, const char *words)
{
  if (g_set_str (&text->text, words))
    g_clear_object (&text->layout);
}

gboolean
relais_draw_is_empty (const RelaisDrawText *text)
{
  return text->text == NULL || text->text[0] == '\0';
}

PangoLayout *
relais_draw_layout (RelaisDrawText *text, GtkWidget *widget)
{
  if (text->layout == NULL)
    text->layout = new_layout (widget, text->scale, text->lines, text->text != NULL ? text->text : "");
  return text->layout;
}

void
relais_draw_restyle (RelaisDrawText *text)
{
  g_clear_object (&text->layout);
}

void
relais_draw_clear_text (RelaisDrawText *text)
{
  g_clear_object (&text->layout);
  g_clear_pointer (&text->text, g_free);
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
  static struct { PangoFontDescription *font; double resolution, scale; int height; } known[8];
  static guint next;
  GtkWidget *list = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BASE);
  PangoContext *context = gtk_widget_get_pango_context (list != NULL ? list : widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double resolution = pango_cairo_context_get_resolution (context);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i].scale == scale && known[i].resolution == resolution && pango_font_description_equal (known[i].font, font))
      return known[i].height;
  g_autoptr (PangoLayout) layout = new_layout (list != NULL ? list : widget, scale, 1, "x");
  guint at = next++ % G_N_ELEMENTS (known);
  g_clear_pointer (&known[at].font, pango_font_description_free);
  known[at].font = pango_font_description_copy (font);
  known[at].resolution = resolution;
  known[at].scale = scale;
  known[at].height = relais_draw_height (layout);
  return known[at].height;
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
relais_draw_disc (GtkWidget *widget, GtkSnapshot *snapshot, PangoLayout *initials, int x, int y, int size, const GdkRGBA *color)
{
  graphene_rect_t box = GRAPHENE_RECT_INIT ((float) mirror (widget, x, size), (float) y, (float) size, (float) size);
  int width = relais_draw_width (initials), height = relais_draw_height (initials);
  float fit = MIN (1, 0.72f * (float) size / (float) MAX (width, 1));
  GskRoundedRect outline;
  GdkRGBA ground = *color;

  ground.alpha *= 0.16f;
  gsk_rounded_rect_init_from_rect (&outline, &box, (float) size / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ground, &box);
  gtk_snapshot_pop (snapshot);
  /* Large text stays inside. */
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (box.origin.x + (float) (size - width * fit) / 2,
                                                          box.origin.y + (float) (size - height * fit) / 2));
  gtk_snapshot_scale (snapshot, fit, fit);
  gtk_snapshot_append_layout (snapshot, initials, color);
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
