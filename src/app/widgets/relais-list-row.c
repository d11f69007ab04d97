/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-row.h"

#include "relais-choice.h"
#include "relais-draw.h"
#include "relais-late.h"

#include <adwaita.h>

#define ICON_SIZE  16
#define DISC_SIZE  32
#define GAP        12
#define LINE_GAP   3
#define CAPTION    0.82
#define WORD       0.9
#define DIMMED     0.55
#define MIN_TITLE  80

#define LAYOUT_FRAMES 4

struct _RelaisListRow
{
  GtkWidget    parent_instance;

  RelaisDrawText title;
  RelaisDrawText subtitle;
  RelaisDrawText note;
  RelaisDrawText word;      /* of the state */
  RelaisDrawText initials;  /* of a person; instead of an icon */
  const char  *icon;        /* interned, nullable */
  const char  *style;       /* interned, nullable: of the icon or the initials */
  const char  *tone;        /* interned, nullable: of the note */
  const char  *state_icon;  /* static, nullable */
  const char  *state_style; /* static, nullable */
  gboolean     has_state;
  gboolean     drawing;
  int          end_width;   /* of note and state; -1: not measured yet. Most rows of a list view are never drawn */
};

G_DEFINE_FINAL_TYPE (RelaisListRow, relais_list_row, GTK_TYPE_WIDGET)

/* Not while it is being drawn, when a late row is filled. */
static void
redraw (RelaisListRow *self)
{
  if (!self->drawing)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update_end (RelaisListRow *self)
{
  self->end_width = -1;
  redraw (self);
}

/* Of the first word and the last. */
static char *
dup_initials (const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  GString *initials = g_string_new (NULL);
  guint n = g_strv_length (words), last = 0;

  for (guint i = 0; i < n; i++)
    if (words[i][0] != '\0')
      last = i;
  for (guint i = 0; i <= last && n > 0; i++)
    if (words[i][0] != '\0' && (initials->len == 0 || i == last))
      g_string_append_unichar (initials, g_unichar_toupper (g_utf8_get_char (words[i])));
  return g_string_free (initials, FALSE);
}

static int
measure_end (RelaisListRow *self, PangoLayout *note, PangoLayout *word)
{
  int pill = self->has_state ? relais_draw_pill_width (word, self->state_icon != NULL) : 0;

  return MAX (relais_draw_width (note), pill);
}

static void
draw (RelaisListRow *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  PangoLayout *title = relais_draw_layout (&self->title, widget), *subtitle = relais_draw_layout (&self->subtitle, widget);
  PangoLayout *note = relais_draw_layout (&self->note, widget), *word = relais_draw_layout (&self->word, widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int picture = !relais_draw_is_empty (&self->initials) ? DISC_SIZE : self->icon != NULL ? ICON_SIZE : 0;
  int x = picture > 0 ? picture + GAP : 0;
  if (self->end_width < 0)
    self->end_width = measure_end (self, note, word);
  int end_width = MIN (self->end_width, MAX (0, width - x - GAP - MIN_TITLE)), end = width - end_width;
  int text_width = end - x - (end_width > 0 ? GAP : 0);
  gboolean two = !relais_draw_is_empty (&self->subtitle);
  gboolean noted = !relais_draw_is_empty (&self->note);
  int title_height = relais_draw_height (title), pill_height = relais_draw_pill_height (relais_draw_height (word));
  int texts = title_height + (two ? LINE_GAP + relais_draw_height (subtitle) : 0);
  int ends = (noted ? relais_draw_height (note) : 0) + (noted && self->has_state ? LINE_GAP : 0)
             + (self->has_state ? pill_height : 0);
  GdkRGBA color;

  relais_draw_color (widget, self->style, &color);
  if (picture == DISC_SIZE)
    relais_draw_disc (widget, snapshot, relais_draw_layout (&self->initials, widget), 0, (height - picture) / 2, picture, &color);
  else if (picture > 0)
    relais_draw_icon (widget, snapshot, self->icon, 0, (height - picture) / 2, picture, &color);
  relais_draw_text (widget, snapshot, title, x, (height - texts) / 2, text_width, FALSE, NULL, 1);
  if (two)
    relais_draw_text (widget, snapshot, subtitle, x, (height - texts) / 2 + title_height + LINE_GAP, text_width, FALSE,
                      NULL,
                      DIMMED);
  if (noted)
    {
      relais_draw_color (widget, self->tone, &color);
      relais_draw_text (widget, snapshot, note, end, (height - ends) / 2, end_width, TRUE, &color, 1);
    }
  if (self->has_state)
    relais_draw_pill (widget, snapshot, word, self->state_icon, self->state_style,
                      width - relais_draw_pill_width (word, self->state_icon != NULL), (height + ends) / 2 - pill_height);
}

static void
relais_list_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = ICON_SIZE + 2 * GAP + MIN_TITLE;
      return;
    }
  /* The same for every row, whatever it says. */
  int caption = relais_draw_line_height (widget, CAPTION);
  int texts = relais_draw_line_height (widget, 1) + LINE_GAP + caption;
  int end = caption + LINE_GAP + relais_draw_pill_height (relais_draw_line_height (widget, WORD));
  *minimum = *natural = MAX (texts, end);
}

static void
relais_list_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RelaisListRow *self = RELAIS_LIST_ROW (widget);

  self->drawing = TRUE;
  relais_late_fill (widget);
  draw (self, snapshot);
  self->drawing = FALSE;
}

/* Another font or text size. */
static void
relais_list_row_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  RelaisListRow *self = RELAIS_LIST_ROW (widget);

  GTK_WIDGET_CLASS (relais_list_row_parent_class)->css_changed (widget, change);
  relais_draw_restyle (&self->initials);
  relais_draw_restyle (&self->title);
  relais_draw_restyle (&self->subtitle);
  relais_draw_restyle (&self->note);
  relais_draw_restyle (&self->word);
  update_end (self);
}

static void
relais_list_row_finalize (GObject *object)
{
  RelaisListRow *self = RELAIS_LIST_ROW (object);

  relais_draw_clear_text (&self->initials);
  relais_draw_clear_text (&self->title);
  relais_draw_clear_text (&self->subtitle);
  relais_draw_clear_text (&self->note);
  relais_draw_clear_text (&self->word);
  G_OBJECT_CLASS (relais_list_row_parent_class)->finalize (object);
}

static void
relais_list_row_class_init (RelaisListRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = relais_list_row_finalize;
  widget_class->measure = relais_list_row_measure;
  widget_class->snapshot = relais_list_row_snapshot;
  widget_class->css_changed = relais_list_row_css_changed;
  gtk_widget_class_set_css_name (widget_class, "listrow");
}

static void
relais_list_row_init (RelaisListRow *self)
{
  self->initials = (RelaisDrawText) { WORD, 1 };
  self->title = (RelaisDrawText) { 1, 1 };
  self->subtitle = (RelaisDrawText) { CAPTION, 1 };
  self->note = (RelaisDrawText) { CAPTION, 1 };
  self->word = (RelaisDrawText) { WORD, 1 };
}

GtkWidget *
relais_list_row_new (void)
{
  return g_object_new (RELAIS_TYPE_LIST_ROW, NULL);
}

void
relais_list_row_set_icon (RelaisListRow *self, const char *icon, const char *style, const char *tooltip)
{
  g_return_if_fail (RELAIS_IS_LIST_ROW (self));
  relais_draw_set_text (&self->initials, NULL);
  self->icon = g_intern_string (icon);
  self->style = g_intern_string (style);
  /* Whoever sets a tooltip makes GTK ask the display where the pointer is: not for each row that is scrolled in. */
  if (g_strcmp0 (tooltip, gtk_widget_get_tooltip_text (GTK_WIDGET (self))) != 0)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), tooltip);
  redraw (self);
}

void
relais_list_row_set_person (RelaisListRow *self, const char *name)
{
  static const char * const styles[] = { "relais-blue", "relais-teal", "relais-green", "relais-orange", "relais-red", "relais-pink",
                                         "relais-purple", "relais-slate" };

  g_return_if_fail (RELAIS_IS_LIST_ROW (self) && name != NULL);
  g_autofree char *initials = dup_initials (name);
  relais_draw_set_text (&self->initials, initials);
  self->style = g_intern_static_string (styles[g_str_hash (name) % G_N_ELEMENTS (styles)]);
  redraw (self);
}

void
relais_list_row_set_title (RelaisListRow *self, const char *title)
{
  g_return_if_fail (RELAIS_IS_LIST_ROW (self));
  relais_draw_set_text (&self->title, title);
  redraw (self);
}

void
relais_list_row_set_subtitle (RelaisListRow *self, const char *subtitle)
{
  g_return_if_fail (RELAIS_IS_LIST_ROW (self));
  relais_draw_set_text (&self->subtitle, subtitle);
  redraw (self);
}

void
relais_list_row_set_note (RelaisListRow *self, const char *note, const char *style)
{
  g_return_if_fail (RELAIS_IS_LIST_ROW (self));
  relais_draw_set_text (&self->note, note);
  self->tone = g_intern_string (style);
  update_end (self);
}

void
relais_list_row_set_state (RelaisListRow *self, const RelaisKind *kind, const char *field, const char *value)
{
  g_return_if_fail (RELAIS_IS_LIST_ROW (self));
  self->has_state = value != NULL;
  relais_draw_set_text (&self->word, value != NULL ? relais_choice_label (kind, field, value) : NULL);
  self->state_icon = value != NULL ? relais_choice_icon (kind, field, value) : NULL;
  self->state_style = value != NULL ? relais_choice_style (kind, field, value) : NULL;
  update_end (self);
}

char *
relais_list_row_dup_label (RelaisListRow *self)
{
  g_return_val_if_fail (RELAIS_IS_LIST_ROW (self), NULL);

  const RelaisDrawText *parts[] = { &self->title, &self->subtitle, &self->word, &self->note };
  GString *label = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!relais_draw_is_empty (parts[i]))
      g_string_append_printf (label, "%s%s", label->len > 0 ? ", " : "", parts[i]->text);
  return g_string_free (label, FALSE);
}

typedef struct {
  RelaisDescribeHeader describe;
  gpointer             user_data;
} Headers;

static void
setup_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "relais-list-header");
  gtk_list_header_set_child (header, label);
}

static void
bind_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, Headers *headers)
{
  g_autofree char *text = headers->describe (header, headers->user_data);

  gtk_label_set_label (GTK_LABEL (gtk_list_header_get_child (header)), text);
}

GtkListItemFactory *
relais_header_factory_new (RelaisDescribeHeader describe, gpointer user_data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Headers *headers = g_new0 (Headers, 1);

  headers->describe = describe;
  headers->user_data = user_data;
  g_signal_connect (factory, "setup", G_CALLBACK (setup_header_cb), NULL);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_header_cb), headers, (GClosureNotify) (void *) g_free,
                         G_CONNECT_DEFAULT);
  return factory;
}

/* The first layout places the new rows around the one that was at the top before; the next ones learn their heights. */
static gboolean
show_top_cb (GtkWidget *view, GdkFrameClock *clock, gpointer frames)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment));
  return ++*(guint *) frames < LAYOUT_FRAMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
relais_list_view_show_top (GtkWidget *view)
{
  g_return_if_fail (GTK_IS_SCROLLABLE (view));

  gtk_widget_add_tick_callback (GTK_WIDGET (view), show_top_cb, g_new0 (guint, 1), g_free);
}
