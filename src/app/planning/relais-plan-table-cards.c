/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-table-private.h"

#include <glib/gi18n.h>

/* Narrower cells have no room for words: they say how many. */
#define ROOM_FOR_CARDS 64

/* What the table read anew is mostly what it showed before: a card that has these words already need not lay them out again. */
static guint
find_spare (RelaisPlanTable *self, const RelaisPlanEntry *entry)
{
  for (guint i = self->spare->len; entry != NULL && i-- > 0;)
    if (relais_plan_card_has_title (self->spare->pdata[i], entry->title))
      return i;
  return self->spare->len - 1;
}

static GtkWidget *
take_card (RelaisPlanTable *self, const RelaisPlanEntry *entry)
{
  GtkWidget *card;

  if (self->spare->len > 0)
    {
      card = g_ptr_array_steal_index_fast (self->spare, find_spare (self, entry));
      gtk_widget_set_child_visible (card, TRUE);
      return card;
    }
  card = relais_plan_card_new ();
  gtk_widget_set_parent (card, GTK_WIDGET (self));
  return card;
}

/* What the place of a card does not say. */
static RelaisPlanCardSays
find_words (RelaisPlanTable *self)
{
  gboolean board = relais_plan_frame_is_board (self->frame);
  RelaisPlanCardSays says = board ? 0 : RELAIS_PLAN_CARD_SAYS_STATE;

  if (!relais_plan_table_is_grid (self) || self->frame->matrix->by != RELAIS_PLAN_BY_CHANNEL)
    says |= RELAIS_PLAN_CARD_SAYS_CHANNEL;
  if (board && self->frame->matrix->by != RELAIS_PLAN_BY_AUTHOR)
    says |= RELAIS_PLAN_CARD_SAYS_AUTHOR;
  return says;
}

static void
show_seen (RelaisPlanTable *self, RelaisPlanSeen *seen)
{
  RelaisPlanSlot *slot = relais_plan_table_get_slot (self, &seen->spot);
  RelaisPlanCard *card = RELAIS_PLAN_CARD (seen->widget);

  if (seen->entry != NULL)
    {
      relais_plan_card_set (card, seen->entry, relais_plan_table_get_size (self), find_words (self), self->frame->today);
      relais_plan_card_set_selected (card, g_hash_table_contains (self->selected, seen->entry->id));
      relais_plan_card_set_open (card, g_strcmp0 (self->open, seen->entry->id) == 0);
      return;
    }
  guint shown = relais_plan_table_count_shown (self, seen->spot.row, seen->spot.column);
  guint more = slot->cell->count - shown;
  g_autofree char *words = shown > 0 ? g_strdup_printf (ngettext ("+%u more", "+%u more", more), more)
                                     : g_strdup_printf ("%u", slot->cell->count);
  g_autofree char *cell = relais_plan_frame_describe (self->frame, (guint) seen->spot.row, (guint) seen->spot.column);
  g_autofree char *name = g_strdup_printf (_("Show all: %s"), cell);
  relais_plan_card_set_words (card, words, name);
}

/* What leaves sight is kept for what comes; but never what has the focus. */
static void
spare_unused (RelaisPlanTable *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint i = self->seen->len; i-- > 0;)
    {
      RelaisPlanSeen *seen = g_ptr_array_index (self->seen, i);
      if (seen->used || seen->widget == focus)
        continue;
      gtk_widget_set_child_visible (seen->widget, FALSE);
      g_ptr_array_add (self->spare, seen->widget);
      g_free (g_ptr_array_steal_index_fast (self->seen, i));
    }
}

void
relais_plan_table_get_extent (RelaisPlanTable *self, const RelaisPlanSpot *spot, int *top, int *bottom)
{
  int shown = (int) relais_plan_table_count_shown (self, spot->row, spot->column);
  RelaisPlanCardSize size = relais_plan_table_get_size (self);
  int step = relais_plan_card_get_height (GTK_WIDGET (self), size) + RELAIS_PLAN_TABLE_GAP;

  *top = relais_plan_table_get_top (self, spot->row) + RELAIS_PLAN_TABLE_PADDING + relais_plan_table_get_cell_heading_height (self)
         + MIN (spot->index, shown) * step;
  *bottom = *top + relais_plan_card_get_height (GTK_WIDGET (self), spot->index < shown ? size : RELAIS_PLAN_CARD_FLAT);
}

static void
place (RelaisPlanTable *self, RelaisPlanSeen *seen)
{
  int start, end, top;
  GdkRectangle area;

  relais_plan_table_get_cell_area (self, seen->spot.row, seen->spot.column, &area);
  relais_plan_table_get_extent (self, &seen->spot, &start, &end);
  top = area.y + start - relais_plan_table_get_top (self, seen->spot.row);
  gtk_widget_measure (seen->widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (seen->widget, &(GtkAllocation) { area.x + RELAIS_PLAN_TABLE_PADDING, top,
                                                             MAX (area.width - 2 * RELAIS_PLAN_TABLE_PADDING, 8), end - start }, -1);
}

/* Spots in sight are looked up by their place in the table, so that scrolling by a row costs a row. */
static void
see (RelaisPlanTable *self, GHashTable *known, int row, int column, int index, RelaisPlanEntry *entry)
{
  gint64 key = ((gint64) row << 40) | ((gint64) column << 16) | (gint64) index;
  RelaisPlanSeen *seen = g_hash_table_lookup (known, &key);

  if (seen == NULL)
    {
      seen = g_new0 (RelaisPlanSeen, 1);
      seen->spot = (RelaisPlanSpot) { row, column, index };
      seen->entry = entry;
      seen->widget = take_card (self, entry);
      g_ptr_array_add (self->seen, seen);
      show_seen (self, seen);
    }
  else if (seen->entry != entry)
    {
      /* Where there was a card there is now the "+3 more", or the other way round. */
      seen->entry = entry;
      show_seen (self, seen);
    }
  seen->used = TRUE;
}

/* The cards of a cell that lie between @from and @to, from the top of the body. */
static void
see_cell (RelaisPlanTable *self, GHashTable *known, int row, int column, int from, int to)
{
  RelaisPlanSlot *slot = relais_plan_frame_get_slot (self->frame, (guint) row, (guint) column);
  int shown = (int) relais_plan_table_count_shown (self, row, column), stops = shown + ((guint) shown < slot->cell->count);

  for (int i = 0; i < stops; i++)
    {
      int top, bottom;
      relais_plan_table_get_extent (self, &(RelaisPlanSpot) { row, column, i }, &top, &bottom);
      if (bottom > from && top < to)
        see (self, known, row, column, i, i < shown ? g_ptr_array_index (slot->cell->entries, i) : NULL);
    }
}

static GHashTable *
index_seen (RelaisPlanTable *self)
{
  GHashTable *known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < self->seen->len; i++)
    {
      RelaisPlanSeen *seen = g_ptr_array_index (self->seen, i);
      gint64 *key = g_new (gint64, 1);
      *key = ((gint64) seen->spot.row << 40) | ((gint64) seen->spot.column << 16) | (gint64) seen->spot.index;
      seen->used = FALSE;
      g_hash_table_insert (known, key, seen);
    }
  return known;
}

static void
campaign_cb (GtkWidget *button, RelaisPlanTable *self)
{
  g_signal_emit_by_name (self, "campaign", g_object_get_data (G_OBJECT (button), "campaign"));
}

void
relais_plan_table_see_all (RelaisPlanTable *self)
{
  g_autoptr (GHashTable) known = index_seen (self);
  int x = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_HORIZONTAL), y = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL);
  int width = gtk_widget_get_width (GTK_WIDGET (self)) - self->heading_width, bottom = y + relais_plan_table_get_body_height (self);
  int first = x / self->column_width, last = MIN ((x + width) / self->column_width, (int) self->frame->n_columns - 1);

  for (int row = 0; row < (int) relais_plan_frame_get_n_rows (self->frame); row++)
    if (relais_plan_table_get_top (self, row + 1) > y && relais_plan_table_get_top (self, row) < bottom)
      for (int column = first; column <= last; column++)
        see_cell (self, known, row, column, y, bottom);
  spare_unused (self);
  for (guint i = 0; i < self->seen->len; i++)
    place (self, self->seen->pdata[i]);
}

void
relais_plan_table_place_bars (RelaisPlanTable *self)
{
  guint n = 0;
  int scroll = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_HORIZONTAL);

  for (guint lane = 0; lane < self->frame->bars->len; lane++)
    {
      RelaisSheetRow *row = g_ptr_array_index (self->frame->bars, lane);
      for (guint i = 0; row->bars != NULL && i < row->bars->len; i++, n++)
        {
          RelaisSheetBar *bar = g_ptr_array_index (row->bars, i);
          GtkWidget *button = g_ptr_array_index (self->bars, n);
          int left = MAX (self->heading_width + (int) bar->first * self->column_width - scroll, self->heading_width);
          int right = self->heading_width + (int) (bar->last + 1) * self->column_width - scroll;
          gtk_widget_set_child_visible (button, right > left + 12);
          if (right <= left + 12)
            continue;
          gtk_widget_measure (button, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
          gtk_widget_size_allocate (button, &(GtkAllocation) { left + 2, self->heading_height + (int) lane * self->bar_height + 2,
                                                               right - left - 4, self->bar_height - 4 }, -1);
        }
    }
}

/* One button a bar: the frame has the campaigns in the order in which it found them a lane. */
void
relais_plan_table_build_bars (RelaisPlanTable *self)
{
  g_ptr_array_set_size (self->bars, 0);
  for (guint lane = 0; lane < self->frame->bars->len; lane++)
    {
      RelaisSheetRow *row = g_ptr_array_index (self->frame->bars, lane);
      for (guint i = 0; row->bars != NULL && i < row->bars->len; i++)
        {
          RelaisSheetBar *bar = g_ptr_array_index (row->bars, i);
          GtkWidget *button = gtk_button_new (), *label = gtk_label_new (bar->title);
          g_autofree char *style = g_strdup_printf ("relais-%s", bar->color);
          g_autofree char *name = g_strdup_printf (_("Campaign: %s"), bar->title);
          gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
          gtk_label_set_xalign (GTK_LABEL (label), 0);
          gtk_button_set_child (GTK_BUTTON (button), label);
          gtk_widget_add_css_class (button, "relais-campaign");
          gtk_widget_add_css_class (button, style);
          gtk_widget_set_tooltip_text (button, bar->title);
          gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
          g_object_set_data_full (G_OBJECT (button), "campaign", g_strdup (relais_plan_frame_get_campaign (self->frame, bar)), g_free);
          g_signal_connect_object (button, "clicked", G_CALLBACK (campaign_cb), self, G_CONNECT_DEFAULT);
          gtk_widget_set_parent (button, GTK_WIDGET (self));
          g_ptr_array_add (self->bars, button);
        }
    }
}

RelaisPlanSeen *
relais_plan_table_get_seen (RelaisPlanTable *self, const RelaisPlanSpot *spot)
{
  for (guint i = 0; i < self->seen->len; i++)
    {
      RelaisPlanSeen *seen = g_ptr_array_index (self->seen, i);
      if (seen->spot.row == spot->row && seen->spot.column == spot->column && seen->spot.index == spot->index)
        return seen;
    }
  return NULL;
}

guint
relais_plan_table_count_shown (RelaisPlanTable *self, int row, int column)
{
  RelaisPlanSlot *slot = relais_plan_frame_get_slot (self->frame, (guint) row, (guint) column);
  guint room = (guint) g_array_index (self->row_cards, int, row);
  guint known = slot->cell->entries != NULL ? slot->cell->entries->len : 0;

  if (self->column_width < ROOM_FOR_CARDS || relais_plan_table_is_folded (self, row))
    return 0;
  if (slot->cell->count <= room && slot->cell->count <= known)
    return slot->cell->count;
  /* A row of the grid has room for "+3 more" under its cards; in a calendar it takes the place of one. */
  return MIN (relais_plan_table_is_grid (self) || room == 0 ? room : room - 1, known);
}
