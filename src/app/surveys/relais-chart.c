/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-chart.h"

#include "relais-bars.h"

#include <adwaita.h>
#include <math.h>

#define WIDE         440   /* from here on, label and bar are side by side */
#define LABEL_SHARE  0.4   /* of the width, at most, for labels */
#define GAP          12
#define ROW_GAP      10
#define LINE_GAP     4
#define BAR_HEIGHT   12
#define THIN_HEIGHT  5     /* the wave before */
#define BAR_MIN      60
#define TROUGH_ALPHA 0.10
#define BEFORE_ALPHA 0.40
#define DIM_ALPHA    0.70

/* The texts of one bar. Layouts are made anew when the font changes. */
typedef struct {
  PangoLayout *label;   /* owned */
  PangoLayout *value;   /* owned */
  PangoLayout *before;  /* owned, nullable */
} Texts;

/* Where things are at some width. */
typedef struct {
  gboolean wide;
  int      label_width;  /* that labels are wrapped to */
  int      bar_x;
  int      bar_width;
} Columns;

struct _RelaisChart
{
  GtkWidget  parent_instance;

  GPtrArray *bars;          /* owned; element-type RelaisBar */
  GArray    *texts;         /* owned; element-type Texts; one a bar */
  int        labels_width;  /* widest label on one line */
  int        values_width;  /* widest value */
};

G_DEFINE_FINAL_TYPE (RelaisChart, relais_chart, GTK_TYPE_WIDGET)

static void
clear_texts (gpointer data)
{
  Texts *texts = data;

  g_clear_object (&texts->label);
  g_clear_object (&texts->value);
  g_clear_object (&texts->before);
}

static int
get_width (PangoLayout *layout)
{
  int width = 0;

  if (layout)
    pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

static int
get_height (PangoLayout *layout)
{
  int height = 0;

  if (layout)
    pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static void
set_attribute (PangoLayout *layout, PangoAttribute *attribute)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, attribute);
  pango_layout_set_attributes (layout, attributes);
}

static void
make_texts (RelaisChart *self)
{
  g_array_set_size (self->texts, 0);
  self->labels_width = 0;
  self->values_width = 0;
  for (guint i = 0; i < self->bars->len; i++)
    {
      const RelaisBar *bar = g_ptr_array_index (self->bars, i);
      Texts texts = { NULL, };

      texts.label = gtk_widget_create_pango_layout (GTK_WIDGET (self), bar->label);
      pango_layout_set_wrap (texts.label, PANGO_WRAP_WORD_CHAR);
      texts.value = gtk_widget_create_pango_layout (GTK_WIDGET (self), bar->value);
      set_attribute (texts.value, pango_attr_font_features_new ("tnum=1"));
      if (bar->before)
        {
          texts.before = gtk_widget_create_pango_layout (GTK_WIDGET (self), bar->before);
          set_attribute (texts.before, pango_attr_scale_new (PANGO_SCALE_SMALL));
        }
      self->labels_width = MAX (self->labels_width, get_width (texts.label));
      self->values_width = MAX (self->values_width, MAX (get_width (texts.value), get_width (texts.before)));
      g_array_append_val (self->texts, texts);
    }
}

static void
find_columns (RelaisChart *self, int width, Columns *columns)
{
  int most = MAX (width * LABEL_SHARE, 1);

  columns->wide = width >= WIDE && width - MIN (self->labels_width, most) - self->values_width - 2 * GAP >= BAR_MIN;
  if (columns->wide)
    {
      columns->label_width = MIN (self->labels_width, most);
      columns->bar_x = columns->label_width + GAP;
      columns->bar_width = width - columns->bar_x - GAP - self->values_width;
    }
  else
    {
      columns->label_width = MAX (width - self->values_width - GAP, width / 3);
      columns->bar_x = 0;
      columns->bar_width = width;
    }
}

/* Wraps the label to its column; returns its height. */
static int
wrap_label (RelaisChart *self, const Texts *texts, const Columns *columns)
{
  int width = columns->label_width * PANGO_SCALE;

  if (self->labels_width <= columns->label_width)
    width = -1;
  if (pango_layout_get_width (texts->label) != width)
    pango_layout_set_width (texts->label, width);
  return get_height (texts->label);
}

static int
get_bars_height (const RelaisBar *bar)
{
  return BAR_HEIGHT + (isnan (bar->share_before) ? 0 : 2 + THIN_HEIGHT);
}

static int
get_row_height (RelaisChart *self, guint i, const Columns *columns)
{
  const RelaisBar *bar = g_ptr_array_index (self->bars, i);
  const Texts *texts = &g_array_index (self->texts, Texts, i);
  int written = MAX (wrap_label (self, texts, columns), get_height (texts->value) + get_height (texts->before));

  if (columns->wide)
    return MAX (written, get_bars_height (bar));
  return written + (isnan (bar->share) ? 0 : LINE_GAP + get_bars_height (bar));
}

static void
draw_text (GtkSnapshot *snapshot, PangoLayout *layout, int x, int y, const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* A rounded bar of @share in a trough of the full length. */
static void
draw_bar (GtkSnapshot *snapshot, int x, int y, int width, int height, double share, const GdkRGBA *color, const GdkRGBA *trough)
{
  graphene_rect_t area = GRAPHENE_RECT_INIT (x, y, width, height);
  GskRoundedRect round;

  gsk_rounded_rect_init_from_rect (&round, &area, height / 2.0);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, trough, &area);
  if (share > 0)
    {
      /* Never so short that it cannot be seen. */
      graphene_rect_t part = GRAPHENE_RECT_INIT (x, y, MAX (width * MIN (share, 1), 2), height);
      GskRoundedRect end;

      gsk_rounded_rect_init_from_rect (&end, &part, MIN (height / 2.0, part.size.width / 2));
      gtk_snapshot_push_rounded_clip (snapshot, &end);
      gtk_snapshot_append_color (snapshot, color, &part);
      gtk_snapshot_pop (snapshot);
    }
  gtk_snapshot_pop (snapshot);
}

static void
find_color (RelaisBarTone tone, GdkRGBA *color)
{
  static const AdwAccentColor accents[] = {
    [RELAIS_BAR_GOOD] = ADW_ACCENT_COLOR_GREEN,
    [RELAIS_BAR_NEUTRAL] = ADW_ACCENT_COLOR_SLATE,
    [RELAIS_BAR_BAD] = ADW_ACCENT_COLOR_RED,
  };
  AdwStyleManager *manager = adw_style_manager_get_default ();
  AdwAccentColor accent = tone == RELAIS_BAR_PLAIN ? adw_style_manager_get_accent_color (manager) : accents[tone];

  adw_accent_color_to_rgba (accent, color);
}

static void
draw_row (RelaisChart *self, GtkSnapshot *snapshot, guint i, const Columns *columns, int y, int height)
{
  const RelaisBar *bar = g_ptr_array_index (self->bars, i);
  const Texts *texts = &g_array_index (self->texts, Texts, i);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int label_height = wrap_label (self, texts, columns);
  int written = get_height (texts->value) + get_height (texts->before);
  int label_y = columns->wide ? y + (height - label_height) / 2 : y;
  int value_y = columns->wide ? y + (height - written) / 2 : y;
  int bar_y = columns->wide ? y + (height - get_bars_height (bar)) / 2 : y + height - get_bars_height (bar);
  AdwStyleManager *style = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  gboolean contrast = adw_style_manager_get_high_contrast (style);
  GdkRGBA text, dim, color, trough, before;

  gtk_widget_get_color (GTK_WIDGET (self), &text);
  dim = before = trough = text;
  dim.alpha *= contrast ? 0.9 : DIM_ALPHA;
  before.alpha *= contrast ? 0.7 : BEFORE_ALPHA;
  trough.alpha *= contrast ? 0.3 : TROUGH_ALPHA;
  find_color (bar->tone, &color);

  draw_text (snapshot, texts->label, 0, label_y, isnan (bar->share) ? &dim : &text);
  draw_text (snapshot, texts->value, width - get_width (texts->value), value_y, isnan (bar->share) ? &dim : &text);
  if (texts->before)
    draw_text (snapshot, texts->before, width - get_width (texts->before), value_y + get_height (texts->value), &dim);
  if (isnan (bar->share))
    return;
  draw_bar (snapshot, columns->bar_x, bar_y, columns->bar_width, BAR_HEIGHT, bar->share, &color, &trough);
  if (!isnan (bar->share_before))
    draw_bar (snapshot, columns->bar_x, bar_y + BAR_HEIGHT + 2, columns->bar_width, THIN_HEIGHT, bar->share_before, &before, &trough);
}

static void
relais_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RelaisChart *self = RELAIS_CHART (widget);
  Columns columns;
  int y = 0;

  find_columns (self, gtk_widget_get_width (widget), &columns);
  for (guint i = 0; i < self->bars->len; i++)
    {
      int height = get_row_height (self, i, &columns);

      draw_row (self, snapshot, i, &columns, y, height);
      y += height + ROW_GAP;
    }
}

static GtkSizeRequestMode
relais_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
relais_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  RelaisChart *self = RELAIS_CHART (widget);
  Columns columns;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->values_width + GAP + BAR_MIN;
      *natural = MAX (*minimum, WIDE);
      return;
    }
  find_columns (self, for_size < 0 ? WIDE : for_size, &columns);
  *minimum = 0;
  for (guint i = 0; i < self->bars->len; i++)
    *minimum += get_row_height (self, i, &columns) + (i > 0 ? ROW_GAP : 0);
  *natural = *minimum;
}

static void
relais_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (relais_chart_parent_class)->css_changed (widget, change);
  if (RELAIS_CHART (widget)->bars == NULL)
    return;
  make_texts (RELAIS_CHART (widget));
  gtk_widget_queue_resize (widget);
}

static void
relais_chart_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (relais_chart_parent_class)->system_setting_changed (widget, setting);
  if (RELAIS_CHART (widget)->bars == NULL)
    return;
  make_texts (RELAIS_CHART (widget));
  gtk_widget_queue_resize (widget);
}

static void
relais_chart_finalize (GObject *object)
{
  RelaisChart *self = RELAIS_CHART (object);

  g_clear_pointer (&self->bars, g_ptr_array_unref);
  g_array_unref (self->texts);
  G_OBJECT_CLASS (relais_chart_parent_class)->finalize (object);
}

static void
relais_chart_class_init (RelaisChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = relais_chart_finalize;
  widget_class->snapshot = relais_chart_snapshot;
  widget_class->get_request_mode = relais_chart_get_request_mode;
  widget_class->measure = relais_chart_measure;
  widget_class->css_changed = relais_chart_css_changed;
  widget_class->system_setting_changed = relais_chart_system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "barchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
relais_chart_init (RelaisChart *self)
{
  self->texts = g_array_new (FALSE, TRUE, sizeof (Texts));
  g_array_set_clear_func (self->texts, clear_texts);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::accent-color", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
relais_chart_new (const char *label, GPtrArray *bars)
{
  RelaisChart *self = g_object_new (RELAIS_TYPE_CHART, NULL);
  g_autofree char *description = relais_bars_describe (bars);

  self->bars = bars;
  make_texts (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  return GTK_WIDGET (self);
}
