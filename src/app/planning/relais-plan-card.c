/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-card.h"

#include "relais-choice.h"
#include "relais-draw.h"
#include "relais-format.h"

#include <glib/gi18n.h>

#define ICON    14
#define GAP     5
#define PADDING 6
#define VERTICAL 4
#define CAPTION 0.82
#define FLAT    0.9

struct _RelaisPlanCard
{
  GtkWidget          parent_instance;

  RelaisDrawText     title;
  RelaisDrawText     caption;       /* the status in words, or that copy is late */
  RelaisPlanCardSize size;
  const char        *channel_icon;  /* static, nullable */
  const char        *channel_style; /* static */
  const char        *state_icon;    /* static, nullable */
  const char        *state_style;   /* static */
  gboolean           words_only;
  gboolean           heading;
};

G_DEFINE_FINAL_TYPE (RelaisPlanCard, relais_plan_card, GTK_TYPE_WIDGET)

static gboolean
is_late (const RelaisPlanEntry *entry, RelaisDay today)
{
  return entry->copy_due != RELAIS_DAY_NONE && entry->copy_due < today
         && (g_str_equal (entry->state, "accepted") || g_str_equal (entry->state, "writing"));
}

static void
draw_icon (RelaisPlanCard *self, GtkSnapshot *snapshot, const char *icon, const char *style, int x, int y)
{
  GdkRGBA color;

  relais_draw_color (GTK_WIDGET (self), style, &color);
  relais_draw_icon (GTK_WIDGET (self), snapshot, icon, x, y, ICON, &color);
}

static void
draw_flat (RelaisPlanCard *self, GtkSnapshot *snapshot, int width, int height)
{
  PangoLayout *title = relais_draw_layout (&self->title, GTK_WIDGET (self));
  int x = PADDING, end = width - PADDING;

  if (self->channel_icon != NULL)
    {
      draw_icon (self, snapshot, self->channel_icon, self->channel_style, x, (height - ICON) / 2);
      x += ICON + GAP;
    }
  if (self->state_icon != NULL && width > 110)
    {
      end -= ICON;
      draw_icon (self, snapshot, self->state_icon, self->state_style, end, (height - ICON) / 2);
      end -= GAP;
    }
  relais_draw_text (GTK_WIDGET (self), snapshot, title, x, (height - relais_draw_height (title)) / 2, end - x, FALSE, NULL, 1);
}

static void
draw_tall (RelaisPlanCard *self, GtkSnapshot *snapshot, int width, int height)
{
  PangoLayout *title = relais_draw_layout (&self->title, GTK_WIDGET (self));
  PangoLayout *caption = relais_draw_layout (&self->caption, GTK_WIDGET (self));
  int line = MAX (ICON, relais_draw_height (caption)), x = PADDING, y = height - VERTICAL - line;
  GdkRGBA color;

  relais_draw_text (GTK_WIDGET (self), snapshot, title, PADDING, VERTICAL, width - 2 * PADDING, FALSE, NULL, 1);
  if (self->channel_icon != NULL)
    {
      draw_icon (self, snapshot, self->channel_icon, self->channel_style, x, y + (line - ICON) / 2);
      x += ICON + GAP;
    }
  if (self->state_icon != NULL)
    {
      draw_icon (self, snapshot, self->state_icon, self->state_style, x, y + (line - ICON) / 2);
      x += ICON + GAP;
    }
  relais_draw_color (GTK_WIDGET (self), self->state_style, &color);
  relais_draw_text (GTK_WIDGET (self), snapshot, caption, x, y + (line - relais_draw_height (caption)) / 2, width - PADDING - x,
                    FALSE, &color, 1);
}

static void
draw_heading (RelaisPlanCard *self, GtkSnapshot *snapshot, int width, int height)
{
  PangoLayout *title = relais_draw_layout (&self->title, GTK_WIDGET (self));
  PangoLayout *caption = relais_draw_layout (&self->caption, GTK_WIDGET (self));
  int x = PADDING + ICON + GAP, line = relais_draw_line_height (GTK_WIDGET (self), FLAT);

  draw_icon (self, snapshot, self->state_icon, NULL, PADDING, VERTICAL + (line - ICON) / 2);
  relais_draw_text (GTK_WIDGET (self), snapshot, title, x, VERTICAL, width - PADDING - x, FALSE, NULL, 1);
  relais_draw_text (GTK_WIDGET (self), snapshot, caption, x, VERTICAL + relais_draw_height (title) + 1, width - PADDING - x, FALSE,
                    NULL, 0.75);
}

static void
relais_plan_card_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RelaisPlanCard *self = RELAIS_PLAN_CARD (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (relais_draw_is_empty (&self->title))
    return;
  if (self->heading)
    draw_heading (self, snapshot, width, height);
  else if (self->size == RELAIS_PLAN_CARD_TALL && !self->words_only)
    draw_tall (self, snapshot, width, height);
  else
    draw_flat (self, snapshot, width, height);
}

static void
relais_plan_card_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  RelaisPlanCard *self = RELAIS_PLAN_CARD (widget);

  GTK_WIDGET_CLASS (relais_plan_card_parent_class)->css_changed (widget, change);
  relais_draw_restyle (&self->title);
  relais_draw_restyle (&self->caption);
}

static void
relais_plan_card_finalize (GObject *object)
{
  RelaisPlanCard *self = RELAIS_PLAN_CARD (object);

  relais_draw_clear_text (&self->title);
  relais_draw_clear_text (&self->caption);
  G_OBJECT_CLASS (relais_plan_card_parent_class)->finalize (object);
}

static void
relais_plan_card_class_init (RelaisPlanCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = relais_plan_card_finalize;
  widget_class->snapshot = relais_plan_card_snapshot;
  widget_class->css_changed = relais_plan_card_css_changed;
  gtk_widget_class_set_css_name (widget_class, "plancard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
relais_plan_card_init (RelaisPlanCard *self)
{
  self->caption = (RelaisDrawText) { .scale = CAPTION, .lines = 1 };
  self->title = (RelaisDrawText) { .scale = FLAT, .lines = 1 };
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

GtkWidget *
relais_plan_card_new (void)
{
  return g_object_new (RELAIS_TYPE_PLAN_CARD, NULL);
}

static void
set_size (RelaisPlanCard *self, RelaisPlanCardSize size)
{
  self->size = size;
  self->title.scale = FLAT;
  self->title.lines = size == RELAIS_PLAN_CARD_TALL ? 2 : 1;
  relais_draw_restyle (&self->title);
}

/* The day, and who writes; (transfer full) */
static char *
describe_work (const RelaisPlanEntry *entry, gboolean author, RelaisDay today)
{
  char day[RELAIS_DAY_SIZE], now[RELAIS_DAY_SIZE];
  g_autofree char *date = NULL;

  relais_day_print (today, now);
  if (entry->planned != RELAIS_DAY_NONE)
    {
      relais_day_print (entry->planned, day);
      date = relais_format_day_short (day, now);
    }
  if (!author || entry->author_name[0] == '\0')
    return date != NULL ? g_steal_pointer (&date) : g_strdup (_("No date"));
  return date != NULL ? g_strdup_printf ("%s · %s", date, entry->author_name) : g_strdup (entry->author_name);
}

void
relais_plan_card_set (RelaisPlanCard *self, const RelaisPlanEntry *entry, RelaisPlanCardSize size, RelaisPlanCardSays says,
                      RelaisDay today)
{
  g_return_if_fail (RELAIS_IS_PLAN_CARD (self) && entry != NULL);

  const RelaisKind *kind = relais_kind_lookup ("placement");
  gboolean late = is_late (entry, today), state = (says & RELAIS_PLAN_CARD_SAYS_STATE) != 0;
  g_autofree char *name = relais_plan_entry_describe (entry, today);
  g_autofree char *work = state ? NULL : describe_work (entry, (says & RELAIS_PLAN_CARD_SAYS_AUTHOR) != 0, today);

  if (self->size != size || self->words_only)
    set_size (self, size);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "relais-plan-words");
  gtk_widget_add_css_class (GTK_WIDGET (self), "relais-plan-entry");
  self->words_only = FALSE;
  self->channel_icon = says & RELAIS_PLAN_CARD_SAYS_CHANNEL ? relais_channel_icon (entry->channel_form) : NULL;
  self->channel_style = relais_color_style (entry->channel_color);
  self->state_icon = late ? "dialog-warning-symbolic" : state ? relais_choice_icon (kind, "state", entry->state) : NULL;
  self->state_style = late ? "error" : state ? relais_choice_style (kind, "state", entry->state) : NULL;
  relais_draw_set_text (&self->title, entry->title);
  relais_draw_set_text (&self->caption, late ? _("Copy is late") : state ? relais_choice_label (kind, "state", entry->state) : work);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
relais_plan_card_has_title (RelaisPlanCard *self, const char *title)
{
  g_return_val_if_fail (RELAIS_IS_PLAN_CARD (self), FALSE);

  return g_strcmp0 (self->title.text, title) == 0;
}

void
relais_plan_card_set_words (RelaisPlanCard *self, const char *words, const char *name)
{
  g_return_if_fail (RELAIS_IS_PLAN_CARD (self));

  set_size (self, RELAIS_PLAN_CARD_FLAT);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "relais-plan-entry");
  gtk_widget_add_css_class (GTK_WIDGET (self), "relais-plan-words");
  self->words_only = TRUE;
  self->channel_icon = self->state_icon = NULL;
  relais_draw_set_text (&self->title, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  relais_plan_card_set_selected (self, FALSE);
  relais_plan_card_set_open (self, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
relais_plan_card_set_heading (RelaisPlanCard *self, const char *words, const char *caption, const char *name, gboolean folded)
{
  g_return_if_fail (RELAIS_IS_PLAN_CARD (self));

  self->heading = TRUE;
  self->title.lines = 2;
  self->state_icon = folded ? "pan-end-symbolic" : "pan-down-symbolic";
  gtk_widget_add_css_class (GTK_WIDGET (self), "relais-plan-words");
  gtk_widget_add_css_class (GTK_WIDGET (self), "relais-plan-heading");
  relais_draw_set_text (&self->title, words);
  relais_draw_set_text (&self->caption, caption);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, !folded, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
relais_plan_card_set_selected (RelaisPlanCard *self, gboolean selected)
{
  g_return_if_fail (RELAIS_IS_PLAN_CARD (self));

  gboolean was = (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_SELECTED) != 0;
  if (was == selected)
    return;
  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}

void
relais_plan_card_set_open (RelaisPlanCard *self, gboolean open)
{
  g_return_if_fail (RELAIS_IS_PLAN_CARD (self));

  if (open)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_CHECKED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_CHECKED);
}

int
relais_plan_card_get_height (GtkWidget *widget, RelaisPlanCardSize size)
{
  int line = relais_draw_line_height (widget, FLAT);

  if (size == RELAIS_PLAN_CARD_FLAT)
    return MAX (line, ICON) + VERTICAL;
  return 2 * line + MAX (ICON, relais_draw_line_height (widget, CAPTION)) + 2 * VERTICAL + 2;
}

int
relais_plan_card_get_heading_height (GtkWidget *widget)
{
  return 2 * relais_draw_line_height (widget, FLAT) + relais_draw_line_height (widget, CAPTION) + 2 * VERTICAL + 2;
}

char *
relais_plan_entry_describe (const RelaisPlanEntry *entry, RelaisDay today)
{
  char day[RELAIS_DAY_SIZE];

  relais_day_print (entry->planned, day);
  g_autofree char *date = entry->planned != RELAIS_DAY_NONE ? relais_format_day_full (day) : g_strdup (_("No date"));
  const char *late = is_late (entry, today) ? _("Copy is late") : NULL;
  return g_strjoin (", ", entry->title, entry->channel_name, relais_choice_label (relais_kind_lookup ("placement"), "state",
                                                                                  entry->state), date, late, NULL);
}
