/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-flatplan-tile.h"

#include "relais-choice.h"
#include "relais-drag.h"
#include "relais-plan-drag.h"
#include "relais-state-pill.h"

#include <glib/gi18n.h>

/* A page, and a list that may be as wide as the window where it stands below the pages. */
#define PAGE_WIDTH    150
#define WAITING_WIDTH 600

struct _RelaisFlatplanTile
{
  AdwBin      parent_instance;

  GtkWidget  *sheet;    /* borrowed: the paper */
  GtkWidget  *title;    /* borrowed */
  GtkWidget  *icon;     /* borrowed: what is wrong */
  GtkWidget  *room;     /* borrowed: signs, in words */
  GtkWidget  *bar;      /* borrowed: the same, to be seen from afar */
  GtkWidget  *list;     /* borrowed */
  GtkWidget  *nothing;  /* borrowed: placeholder of the list */
  GtkWidget  *more;     /* borrowed */
  GtkWidget  *edit;     /* borrowed, nullable: button */
  GtkWidget  *warning;  /* borrowed */
  char       *words;    /* owned */
  char       *shown;    /* owned, nullable: what the rows say */
  guint       page;
};

enum { OPEN, MENU, HOVERED, DROPPED, ROOM, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisFlatplanTile, relais_flatplan_tile, ADW_TYPE_BIN)

/* "1,200 signs" (transfer full) */
static char *
count_signs (guint signs)
{
  g_autofree char *number = g_strdup_printf ("%'u", signs);
  g_autoptr (GString) text = g_string_new (ngettext ("%s sign", "%s signs", signs));

  g_string_replace (text, "%s", number, 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_signs (const RelaisFlatplanCard *card)
{
  g_autofree char *signs = count_signs (card->signs);

  if (card->signs == 0)
    return g_strdup (_("length not known"));
  return card->written ? g_steal_pointer (&signs) : g_strdup_printf (_("%s expected"), signs);
}

static char *
describe_room (const RelaisFlatplanPage *page)
{
  g_autofree char *room = count_signs (page->room), *used = count_signs (page->used);
  g_autofree char *over = count_signs (page->used > page->room ? page->used - page->room : 0);
  g_autofree char *left = count_signs (page->room > page->used ? page->room - page->used : 0);

  if (page->room == 0)
    return page->items->len > 0 ? g_strdup (used) : g_strdup (_("empty"));
  switch (page->state)
    {
    case RELAIS_PAGE_EMPTY:
      /* Translators: of a page: "empty, room for 1,500 signs" */
      return g_strdup_printf (_("empty, room for %s"), room);
    case RELAIS_PAGE_HOLE:
      /* Translators: of a page: "1,200 signs, 300 signs to fill" */
      return g_strdup_printf (_("%s, %s to fill"), used, left);
    case RELAIS_PAGE_OVER:
      /* Translators: of a page: "1,700 signs, 200 signs too many" */
      return g_strdup_printf (_("%s, %s too many"), used, over);
    case RELAIS_PAGE_FULL:
      break;
    }
  /* Translators: of a page: "1,450 signs, full" */
  return g_strdup_printf (_("%s, full"), used);
}

static void
show_room (RelaisFlatplanTile *self, const RelaisFlatplanPage *page)
{
  g_autofree char *room = describe_room (page);
  static const char * const icons[] = {
    [RELAIS_PAGE_EMPTY] = "list-add-symbolic",
    [RELAIS_PAGE_FULL] = "object-select-symbolic",
    [RELAIS_PAGE_OVER] = "dialog-warning-symbolic",
  };
  gboolean over = page->state == RELAIS_PAGE_OVER;

  gtk_label_set_label (GTK_LABEL (self->room), room);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icons[page->state]);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), page->room > 0 ? MIN (1, (double) page->used / page->room) : 0);
  gtk_widget_set_visible (self->bar, page->room > 0);
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *widget = i == 0 ? self->room : i == 1 ? self->icon : self->bar;
      if (over)
        gtk_widget_add_css_class (widget, "error");
      else
        gtk_widget_remove_css_class (widget, "error");
    }
  g_free (self->words);
  /* Translators: a page of the journal, and how full it is */
  self->words = g_strdup_printf (_("Page %u: %s"), page->number, room);
}

static void
pressed_cb (GtkGesture *gesture, int n, double x, double y, RelaisFlatplanTile *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GdkRectangle at = { (int) x, (int) y, 1, 1 };

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[MENU], 0, row, &at);
}

static void
long_pressed_cb (GtkGesture *gesture, double x, double y, RelaisFlatplanTile *self)
{
  pressed_cb (gesture, 1, x, y, self);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, RelaisFlatplanTile *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  GPtrArray *placements = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);

  g_ptr_array_add (placements, relais_record_ref (relais_flatplan_row_get_placement (row)));
  relais_drag_set_icon (source, row, 1, 12, 12);
  return relais_plan_drag_new_content (placements, NULL);
}

static GdkDragAction
enter_cb (GtkDropTarget *target, double x, double y, RelaisFlatplanTile *self)
{
  g_autoptr (RelaisPlanDrag) drag = relais_plan_drag_dup_current (target);

  g_signal_emit (self, signals[HOVERED], 0, drag);
  return GDK_ACTION_MOVE;
}

static void
leave_cb (RelaisFlatplanTile *self)
{
  g_signal_emit (self, signals[HOVERED], 0, NULL);
}

static void
room_cb (RelaisFlatplanTile *self)
{
  g_signal_emit (self, signals[ROOM], 0);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, RelaisFlatplanTile *self)
{
  g_signal_emit (self, signals[DROPPED], 0, g_value_get_boxed (value));
  return TRUE;
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, RelaisFlatplanTile *self)
{
  RelaisRecord *placement = relais_flatplan_row_get_placement (GTK_WIDGET (row));

  if (placement != NULL)
    g_signal_emit (self, signals[OPEN], 0, relais_record_get_id (placement));
}

static void
add_controllers (RelaisFlatplanTile *self, GtkWidget *row)
{
  GtkGesture *click = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();
  GtkDragSource *source = relais_drag_source_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_pressed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (press));
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
}

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
set_placement (GtkWidget *row, const RelaisFlatplanCard *card)
{
  g_object_set_data_full (G_OBJECT (row), "placement", relais_record_ref (card->placement), (GDestroyNotify) relais_record_unref);
}

static void
add_row (RelaisFlatplanTile *self, const RelaisFlatplanCard *card)
{
  const RelaisKind *kind = relais_record_get_kind (card->placement);
  const char *state = relais_record_get_string (card->placement, "state");
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *pill = relais_state_pill_new ();
  g_autofree char *signs = describe_signs (card);
  g_autofree char *label = g_strdup_printf ("%s, %s, %s", card->title, relais_choice_label (kind, "state", state), signs);
  GtkWidget *title = new_label (card->title, NULL), *length = new_label (signs, "dimmed");

  gtk_label_set_lines (GTK_LABEL (title), 3);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (length, "caption");
  gtk_widget_add_css_class (length, "numeric");
  relais_state_pill_set (RELAIS_STATE_PILL (pill), kind, "state", state);
  gtk_widget_set_halign (pill, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), pill);
  gtk_box_append (GTK_BOX (box), length);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "relais-flatplan-card");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  set_placement (row, card);
  add_controllers (self, row);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

/* Rows are made anew only where one of them says something else. */
static void
show_cards (RelaisFlatplanTile *self, GPtrArray *cards)
{
  g_autoptr (GString) says = g_string_new (NULL);
  GtkListBoxRow *row;

  for (guint i = 0; i < cards->len; i++)
    {
      const RelaisFlatplanCard *card = g_ptr_array_index (cards, i);
      g_string_append_printf (says, "%s %s %s %u %d\n", relais_record_get_id (card->placement), card->title,
                              relais_record_get_string (card->placement, "state"), card->signs, card->written);
    }
  if (g_strcmp0 (says->str, self->shown) == 0)
    {
      for (guint i = 0; i < cards->len; i++)
        {
          row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i);
          set_placement (GTK_WIDGET (row), g_ptr_array_index (cards, i));
        }
      return;
    }
  g_set_str (&self->shown, says->str);
  /* gtk_list_box_remove_all() would take the placeholder too. */
  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  for (guint i = 0; i < cards->len; i++)
    add_row (self, g_ptr_array_index (cards, i));
}

static void
relais_flatplan_tile_finalize (GObject *object)
{
  g_free (RELAIS_FLATPLAN_TILE (object)->words);
  g_free (RELAIS_FLATPLAN_TILE (object)->shown);
  G_OBJECT_CLASS (relais_flatplan_tile_parent_class)->finalize (object);
}

static void
relais_flatplan_tile_class_init (RelaisFlatplanTileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = relais_flatplan_tile_finalize;
  signals[OPEN] = g_signal_new ("open", RELAIS_TYPE_FLATPLAN_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[MENU] = g_signal_new ("menu", RELAIS_TYPE_FLATPLAN_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, GTK_TYPE_WIDGET, GDK_TYPE_RECTANGLE);
  signals[HOVERED] = g_signal_new ("hovered", RELAIS_TYPE_FLATPLAN_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, RELAIS_TYPE_PLAN_DRAG);
  signals[ROOM] = g_signal_new ("room", RELAIS_TYPE_FLATPLAN_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DROPPED] = g_signal_new ("dropped", RELAIS_TYPE_FLATPLAN_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, RELAIS_TYPE_PLAN_DRAG);
}

static void
relais_flatplan_tile_init (RelaisFlatplanTile *self)
{
  self->words = g_strdup ("");
}

static GtkWidget *
build_header (RelaisFlatplanTile *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *title = self->page > 0 ? g_strdup_printf (_("Page %u"), self->page) : g_strdup (_("Not Placed Yet"));

  self->title = new_label (title, "heading");
  self->icon = gtk_image_new ();
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_box_append (GTK_BOX (header), self->title);
  gtk_box_append (GTK_BOX (header), self->icon);
  if (self->page == 0)
    return header;
  g_autofree char *name = g_strdup_printf (_("Room of Page %u…"), self->page);
  self->edit = gtk_button_new_from_icon_name ("document-edit-symbolic");
  gtk_widget_add_css_class (self->edit, "flat");
  gtk_widget_add_css_class (self->edit, "relais-flatplan-room");
  gtk_widget_set_tooltip_text (self->edit, name);
  g_signal_connect_object (self->edit, "clicked", G_CALLBACK (room_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (header), self->edit);
  return header;
}

static GtkWidget *
build (RelaisFlatplanTile *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->room = new_label ("", "caption");
  self->bar = g_object_new (GTK_TYPE_PROGRESS_BAR, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->list = gtk_list_box_new ();
  self->nothing = new_label ("", "dimmed");
  self->more = new_label ("", "dimmed");
  self->warning = new_label ("", "error");
  gtk_widget_add_css_class (self->warning, "caption-heading");
  gtk_widget_set_visible (self->warning, FALSE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (self->list), self->nothing);
  gtk_widget_add_css_class (self->list, "relais-flatplan-cards");
  gtk_widget_set_vexpand (self->list, TRUE);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self, G_CONNECT_DEFAULT);
  gtk_box_append (GTK_BOX (box), build_header (self));
  gtk_box_append (GTK_BOX (box), self->room);
  gtk_box_append (GTK_BOX (box), self->bar);
  gtk_box_append (GTK_BOX (box), self->warning);
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_box_append (GTK_BOX (box), self->more);
  gtk_widget_set_visible (self->room, self->page > 0);
  gtk_widget_set_visible (self->bar, self->page > 0);
  gtk_widget_add_css_class (box, self->page > 0 ? "relais-flatplan-page" : "relais-flatplan-waiting");
  return box;
}

GtkWidget *
relais_flatplan_tile_new (guint page)
{
  RelaisFlatplanTile *self = g_object_new (RELAIS_TYPE_FLATPLAN_TILE, NULL);
  GtkDropTarget *target = gtk_drop_target_new (RELAIS_TYPE_PLAN_DRAG, GDK_ACTION_MOVE);
  GtkWidget *clamp = adw_clamp_new ();

  self->page = page;
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), page > 0 ? PAGE_WIDTH : WAITING_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), PAGE_WIDTH);
  self->sheet = build (self);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->sheet);
  adw_bin_set_child (ADW_BIN (self), clamp);
  gtk_widget_set_hexpand (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (target, "enter", G_CALLBACK (enter_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (target, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->sheet, GTK_EVENT_CONTROLLER (target));
  return GTK_WIDGET (self);
}

guint
relais_flatplan_tile_get_page (RelaisFlatplanTile *self)
{
  g_return_val_if_fail (RELAIS_IS_FLATPLAN_TILE (self), 0);
  return self->page;
}

void
relais_flatplan_tile_set (RelaisFlatplanTile *self, const RelaisFlatplanPage *page, GPtrArray *cards, const char *nothing,
                          const char *more)
{
  g_return_if_fail (RELAIS_IS_FLATPLAN_TILE (self) && cards != NULL);

  if (page != NULL)
    show_room (self, page);
  else
    g_set_str (&self->words, gtk_label_get_label (GTK_LABEL (self->title)));
  gtk_label_set_label (GTK_LABEL (self->nothing), nothing);
  gtk_label_set_label (GTK_LABEL (self->more), more != NULL ? more : "");
  gtk_widget_set_visible (self->more, more != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, self->words, -1);
  show_cards (self, cards);
}

const char *
relais_flatplan_tile_get_words (RelaisFlatplanTile *self)
{
  g_return_val_if_fail (RELAIS_IS_FLATPLAN_TILE (self), NULL);
  return self->words;
}

void
relais_flatplan_tile_set_editable (RelaisFlatplanTile *self, gboolean editable)
{
  g_return_if_fail (RELAIS_IS_FLATPLAN_TILE (self));

  if (self->edit != NULL)
    gtk_widget_set_visible (self->edit, editable);
}

void
relais_flatplan_tile_warn (RelaisFlatplanTile *self, const char *words)
{
  g_return_if_fail (RELAIS_IS_FLATPLAN_TILE (self));

  gtk_label_set_label (GTK_LABEL (self->warning), words != NULL ? words : "");
  gtk_widget_set_visible (self->warning, words != NULL);
}

void
relais_flatplan_tile_set_target (RelaisFlatplanTile *self, gboolean target)
{
  g_return_if_fail (RELAIS_IS_FLATPLAN_TILE (self));

  if (target)
    gtk_widget_add_css_class (self->sheet, "relais-target");
  else
    gtk_widget_remove_css_class (self->sheet, "relais-target");
}

void
relais_flatplan_tile_choose (RelaisFlatplanTile *self, const char *placement)
{
  g_return_if_fail (RELAIS_IS_FLATPLAN_TILE (self));

  GtkWidget *chosen = placement != NULL ? relais_flatplan_tile_find_row (self, placement) : NULL;
  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (row == chosen)
      gtk_widget_add_css_class (row, "relais-chosen");
    else
      gtk_widget_remove_css_class (row, "relais-chosen");
}

GtkWidget *
relais_flatplan_tile_find_row (RelaisFlatplanTile *self, const char *placement)
{
  g_return_val_if_fail (RELAIS_IS_FLATPLAN_TILE (self), NULL);

  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      RelaisRecord *record = GTK_IS_LIST_BOX_ROW (row) ? relais_flatplan_row_get_placement (row) : NULL;
      if (record != NULL && g_str_equal (relais_record_get_id (record), placement))
        return row;
    }
  return NULL;
}

RelaisRecord *
relais_flatplan_row_get_placement (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "placement");
}
