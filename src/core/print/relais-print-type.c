/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-print"

#include "relais-print-private.h"

#include <string.h>

#define FAMILIES "Adwaita Sans, Cantarell, DejaVu Sans, sans-serif"

static const struct {
  double      size;     /* points, on A4 */
  PangoWeight weight;
} styles[] = {
  [RELAIS_TYPE_TITLE] = { 15, PANGO_WEIGHT_BOLD },
  [RELAIS_TYPE_SUBTITLE] = { 9, PANGO_WEIGHT_NORMAL },
  [RELAIS_TYPE_FOOT] = { 7.5, PANGO_WEIGHT_NORMAL },
  [RELAIS_TYPE_HEADING] = { 9, PANGO_WEIGHT_BOLD },
  [RELAIS_TYPE_CARD] = { 8.5, PANGO_WEIGHT_SEMIBOLD },
  [RELAIS_TYPE_STRUCK] = { 8.5, PANGO_WEIGHT_NORMAL },
  [RELAIS_TYPE_TEXT] = { 8.5, PANGO_WEIGHT_NORMAL },
  [RELAIS_TYPE_SMALL] = { 7, PANGO_WEIGHT_NORMAL },
};

/* Steps by which words shrink. */
static const double smaller[] = { 1, 0.9, 0.82 };

static void
add_attribute (PangoAttrList  *list,
               PangoAttribute *attribute,
               gsize           start,
               gsize           end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (list, attribute);
}

static void
add_style (PangoAttrList  *list,
           RelaisTypeStyle style,
           double          scale,
           gsize           start,
           gsize           end)
{
  add_attribute (list, pango_attr_size_new_absolute ((int) (styles[style].size * scale * PANGO_SCALE)), start, end);
  add_attribute (list, pango_attr_weight_new (styles[style].weight), start, end);
  if (style == RELAIS_TYPE_STRUCK)
    add_attribute (list, pango_attr_strikethrough_new (TRUE), start, end);
}

static PangoLayout *
set_words (const RelaisType *type,
           RelaisTypeStyle   style,
           double            scale,
           const char       *text,
           gsize             middle,
           double            width)
{
  PangoLayout *layout = pango_layout_new (type->context);
  PangoAttrList *list = pango_attr_list_new ();
  PangoFontDescription *font = pango_font_description_from_string (FAMILIES);

  pango_font_description_set_absolute_size (font, styles[style].size * scale * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  add_style (list, style, scale, 0, middle);
  add_style (list, RELAIS_TYPE_SMALL, scale, middle, strlen (text));
  pango_layout_set_attributes (layout, list);
  if (width >= 0) {
    pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  }
  pango_attr_list_unref (list);
  pango_font_description_free (font);
  return layout;
}

static gboolean
is_card (RelaisTypeStyle style)
{
  return style == RELAIS_TYPE_CARD || style == RELAIS_TYPE_STRUCK;
}

/* In a narrow column words are set a little smaller before they are broken; cards all alike. */
PangoLayout *
relais_type_set (const RelaisType *type,
                 RelaisTypeStyle   style,
                 const char       *first,
                 const char       *separator,
                 const char       *second,
                 double            width)
{
  g_autofree char *text = second != NULL ? g_strconcat (first != NULL ? first : "", separator, second, NULL)
                                         : g_strdup (first != NULL ? first : "");
  gsize middle = first != NULL ? strlen (first) : 0;
  PangoLayout *layout = NULL;

  for (guint i = 0; i < (is_card (style) ? 1 : G_N_ELEMENTS (smaller)); i++) {
    g_clear_object (&layout);
    layout = set_words (type, style, type->scale * (is_card (style) ? type->card_scale : smaller[i]), text, middle, width);
    if (width < 0 || relais_type_width (layout) <= width + 0.1)
      return layout;
  }
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  return layout;
}

double
relais_type_fit_cards (RelaisType *type,
                       GHashTable *words,
                       double      width)
{
  GHashTableIter iter;
  gpointer word;
  double longest = 0;

  type->card_scale = 1;
  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &word, NULL)) {
    g_autoptr (PangoLayout) layout = relais_type_set (type, RELAIS_TYPE_CARD, word, NULL, NULL, -1);

    longest = MAX (longest, relais_type_width (layout));
  }
  return longest > width ? CLAMP (width / longest, smaller[G_N_ELEMENTS (smaller) - 1], 1) : 1;
}

double
relais_type_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

double
relais_type_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

void
relais_color_parse (const char *name,
                    double      rgb[3])
{
  static const struct { const char *name; guint32 rgb; } colors[] = {
    { "blue", 0x1c71d8 }, { "teal", 0x00888f }, { "green", 0x26864b }, { "yellow", 0xb58500 }, { "orange", 0xd05a00 },
    { "red", 0xc01c28 }, { "pink", 0xc2408f }, { "purple", 0x813d9c },
  };
  guint32 found = 0x5e6a7a;

  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    if (g_strcmp0 (colors[i].name, name) == 0)
      found = colors[i].rgb;
  for (guint i = 0; i < 3; i++)
    rgb[i] = ((found >> (16 - 8 * i)) & 0xff) / 255.0;
}
