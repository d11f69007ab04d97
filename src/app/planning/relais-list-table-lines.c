/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-table-private.h"

#include "relais-choice.h"
#include "relais-draw.h"
#include "relais-format.h"

#include <glib/gi18n.h>

static void
show_record (RelaisListTable *self, RelaisListSeen *seen)
{
  RelaisRecord *record = relais_record_item_get_record (seen->item);

  if (record == NULL)
    return;
  relais_list_line_show (RELAIS_LIST_LINE (seen->line), relais_session_get_store (self->session), record, self->today);
  relais_list_line_set_open (RELAIS_LIST_LINE (seen->line), g_strcmp0 (self->open, relais_record_get_id (record)) == 0);
}

void
relais_list_table_follow_columns (RelaisListTable *self, gboolean others)
{
  for (guint i = 0; i < self->seen->len; i++)
    {
      RelaisListSeen *seen = g_ptr_array_index (self->seen, i);
      if (others)
        show_record (self, seen);
      relais_list_line_update (RELAIS_LIST_LINE (seen->line));
    }
}

void
relais_list_seen_free (gpointer data)
{
  RelaisListSeen *seen = data;

  g_clear_signal_handler (&seen->handler, seen->item);
  g_object_unref (seen->item);
  g_clear_pointer (&seen->line, gtk_widget_unparent);
  g_free (seen);
}

static void
record_cb (RelaisRecordItem *item, GParamSpec *pspec, RelaisListTable *self)
{
  for (guint i = 0; i < self->seen->len; i++)
    {
      RelaisListSeen *seen = g_ptr_array_index (self->seen, i);
      if (seen->item == item)
        show_record (self, seen);
    }
}

static gboolean
has_focus (RelaisListTable *self, GtkWidget *line)
{
  return line == gtk_widget_get_focus_child (GTK_WIDGET (self));
}

static RelaisListSeen *
see (RelaisListTable *self, gint64 key, guint row)
{
  RelaisListSeen *seen = relais_list_table_get_seen (self, key);

  if (seen != NULL)
    return seen;
  seen = g_new0 (RelaisListSeen, 1);
  seen->key = key;
  seen->item = g_list_model_get_item (G_LIST_MODEL (self->list), row);
  if (self->spare->len > 0 && !has_focus (self, g_ptr_array_index (self->spare, self->spare->len - 1)))
    {
      seen->line = g_ptr_array_steal_index (self->spare, self->spare->len - 1);
      gtk_widget_set_child_visible (seen->line, TRUE);
    }
  else
    {
      seen->line = relais_list_line_new (&self->columns);
      gtk_widget_set_parent (seen->line, GTK_WIDGET (self));
    }
  seen->handler = g_signal_connect (seen->item, "notify::record", G_CALLBACK (record_cb), self);
  relais_list_line_set_selected (RELAIS_LIST_LINE (seen->line), gtk_bitset_contains (self->selected, (guint) key));
  show_record (self, seen);
  relais_list_line_update (RELAIS_LIST_LINE (seen->line));
  g_ptr_array_add (self->seen, seen);
  return seen;
}

static void
place (RelaisListTable *self, guint row)
{
  gint64 key = relais_record_list_get_key (self->list, row);
  int y = self->header_height + relais_list_table_get_top (self, row) - (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL);
  RelaisListSeen *seen = see (self, key, row);

  gtk_accessible_update_relation (GTK_ACCESSIBLE (seen->line), GTK_ACCESSIBLE_RELATION_ROW_INDEX, (int) row + 1, -1);
  gtk_widget_measure (seen->line, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (seen->line, &(GtkAllocation) { 0, y, gtk_widget_get_width (GTK_WIDGET (self)), self->line_height }, -1);
}

/* Spare lines may still be mapped: one that shows another record at once costs no unmapping, mapping and styling. The one with the focus
 * is the last to be taken: as the line of another record it would keep the focus, and a screen reader would not be told of that. */
static void
spare_line (RelaisListTable *self, guint index)
{
  RelaisListSeen *seen = g_ptr_array_index (self->seen, index);

  g_ptr_array_insert (self->spare, has_focus (self, seen->line) ? 0 : -1, seen->line);
  seen->line = NULL;
  g_ptr_array_remove_index_fast (self->seen, index);
}

static void
hide_spare (RelaisListTable *self)
{
  for (guint i = 0; i < self->spare->len; i++)
    gtk_widget_set_child_visible (self->spare->pdata[i], FALSE);
}

static char *
describe_group (RelaisListTable *self, const char *key)
{
  static const struct { const char *kind, *none; } groups[RELAIS_PLAN_N_GROUPS] = {
    [RELAIS_PLAN_GROUP_CHANNEL] = { "channel", N_("Without channel") },
    [RELAIS_PLAN_GROUP_UNIT] = { "unit", N_("Without direction") },
    [RELAIS_PLAN_GROUP_AUTHOR] = { "person", N_("Without author") },
    [RELAIS_PLAN_GROUP_CAMPAIGN] = { "campaign", N_("Without campaign") },
  };

  if (self->order.group == RELAIS_PLAN_GROUP_WEEK)
    return relais_format_week (key, self->today);
  if (self->order.group == RELAIS_PLAN_GROUP_STATE)
    return g_strdup (relais_choice_label (relais_kind_lookup ("placement"), "state", key));
  if (key[0] == '\0')
    return g_strdup (_(groups[self->order.group].none));
  return relais_store_dup_title (relais_session_get_store (self->session), groups[self->order.group].kind, key);
}

static GtkWidget *
get_heading (RelaisListTable *self, guint index)
{
  if (index < self->headings->len)
    return g_ptr_array_index (self->headings, index);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ROW_HEADER, "xalign", 0.0,
                                   "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "relais-list-group");
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  g_ptr_array_add (self->headings, label);
  return label;
}

static void
place_heading (RelaisListTable *self, guint index, guint section)
{
  guint start = g_array_index (self->sections, guint, section), end, from;
  int y = self->header_height + relais_list_table_get_top (self, start) - self->section_height
          - (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL);
  GtkWidget *label = get_heading (self, index);
  const char *key;

  relais_record_list_get_section (self->list, start, &from, &end, &key);
  g_autofree char *name = describe_group (self, key);
  guint count = relais_record_list_count_section (self->list, start);
  /* Translators: heading of a group of the list, and how many it has: "Intranet brief · 12" */
  g_autofree char *words = count > 0 ? g_strdup_printf (_("%s · %u"), name, count) : g_strdup (name);
  gtk_label_set_label (GTK_LABEL (label), words);
  gtk_widget_set_child_visible (label, TRUE);
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (label, &(GtkAllocation) { 0, y, gtk_widget_get_width (GTK_WIDGET (self)), self->section_height }, -1);
}

static void
see_headings (RelaisListTable *self)
{
  int scroll = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL), height = relais_list_table_get_body_height (self);
  guint used = 0, low = 0, high = self->sections->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (relais_list_table_get_top (self, g_array_index (self->sections, guint, middle)) <= scroll)
        low = middle + 1;
      else
        high = middle;
    }
  for (guint i = low; i < self->sections->len; i++)
    {
      if (relais_list_table_get_top (self, g_array_index (self->sections, guint, i)) - self->section_height >= scroll + height)
        break;
      place_heading (self, used++, i);
    }
  for (guint i = used; i < self->headings->len; i++)
    gtk_widget_set_child_visible (self->headings->pdata[i], FALSE);
}

static void
keep (RelaisListTable *self, gint64 key)
{
  RelaisListSeen *seen = relais_list_table_get_seen (self, key);

  if (seen != NULL)
    seen->used = TRUE;
}

void
relais_list_table_see_all (RelaisListTable *self)
{
  int scroll = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL), height = relais_list_table_get_body_height (self);

  guint first = relais_list_table_get_first_row (self, scroll), end = first;
  gint64 cursor = self->cursor != 0 && self->row < self->n_rows ? relais_record_list_get_key (self->list, self->row) : 0;

  for (guint i = 0; i < self->seen->len; i++)
    ((RelaisListSeen *) self->seen->pdata[i])->used = FALSE;
  for (; end < self->n_rows && relais_list_table_get_top (self, end) < scroll + height; end++)
    keep (self, relais_record_list_get_key (self->list, end));
  keep (self, cursor);
  for (guint i = self->seen->len; i-- > 0;)
    if (!((RelaisListSeen *) self->seen->pdata[i])->used)
      spare_line (self, i);
  /* The line that one is on stays, wherever it is: it may have the focus. */
  if (cursor != 0)
    place (self, self->row);
  for (guint row = first; row < end; row++)
    if (row != self->row || cursor == 0)
      place (self, row);
  hide_spare (self);
  see_headings (self);
}

RelaisListSeen *
relais_list_table_get_seen (RelaisListTable *self, gint64 key)
{
  for (guint i = 0; i < self->seen->len; i++)
    if (((RelaisListSeen *) self->seen->pdata[i])->key == key)
      return self->seen->pdata[i];
  return NULL;
}

void
relais_list_table_show_selected (RelaisListTable *self)
{
  for (guint i = 0; i < self->seen->len; i++)
    {
      RelaisListSeen *seen = g_ptr_array_index (self->seen, i);
      RelaisRecord *record = relais_record_item_get_record (seen->item);
      relais_list_line_set_selected (RELAIS_LIST_LINE (seen->line), gtk_bitset_contains (self->selected, (guint) seen->key));
      relais_list_line_set_open (RELAIS_LIST_LINE (seen->line), record != NULL && g_strcmp0 (self->open, relais_record_get_id (record)) == 0);
    }
}
