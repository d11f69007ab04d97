/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-flatplan-sheet.h"

#include "relais-flatplan-actions.h"
#include "relais-flatplan-tile.h"
#include "relais-plan-drag.h"
#include "relais-plan-mover.h"
#include "relais-popover.h"
#include "relais-room-dialog.h"

#include <glib/gi18n.h>

struct _RelaisFlatplanSheet
{
  AdwBin                       parent_instance;

  GtkWidget                   *spreads;  /* borrowed: AdwWrapBox */
  GPtrArray                   *tiles;    /* owned, element-type RelaisFlatplanTile (borrowed): what waits, then the pages */

  RelaisSession               *session;  /* owned */
  const RelaisFlatplanReading *reading;  /* borrowed, nullable: what is shown */
  char                        *chosen;   /* owned, nullable: id of the placement that is open beside the view */
  char                        *menu;     /* owned, nullable: id of the placement whose menu is open */
  char                        *carried;  /* owned, nullable: id of the placement picked up with the keyboard */
  char                        *moved;    /* owned, nullable: id of the placement that was moved last */
  char                        *focused;  /* owned, nullable: id of the placement that gets the focus when it is shown */
  guint                        target;   /* where it would be dropped: index into tiles */
};

enum { OPEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisFlatplanSheet, relais_flatplan_sheet, ADW_TYPE_BIN)

static RelaisStore *
get_store (RelaisFlatplanSheet *self)
{
  return relais_session_get_store (self->session);
}

static void
announce (RelaisFlatplanSheet *self, const char *words)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static RelaisFlatplanTile *
get_tile (RelaisFlatplanSheet *self, guint index)
{
  return g_ptr_array_index (self->tiles, index);
}

/* (nullable) */
static GtkWidget *
find_row (RelaisFlatplanSheet *self, const char *placement)
{
  GtkWidget *row = NULL;

  for (guint i = 0; i < self->tiles->len && row == NULL; i++)
    row = relais_flatplan_tile_find_row (get_tile (self, i), placement);
  return row;
}

/* The row that has the focus, or NULL. */
static GtkWidget *
find_focused (RelaisFlatplanSheet *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return NULL;
  return relais_flatplan_row_get_placement (focus) != NULL ? focus : NULL;
}

static void
focus_row (RelaisFlatplanSheet *self, const char *placement)
{
  GtkWidget *row = placement != NULL ? find_row (self, placement) : NULL;

  if (row != NULL)
    gtk_widget_grab_focus (row);
}

static void
moved_cb (RelaisPlanMoveEnd how, const char *label, gpointer user_data)
{
  g_autoptr (RelaisFlatplanSheet) self = user_data;

  if (how == RELAIS_PLAN_MOVE_DONE)
    announce (self, label);
  else
    g_clear_pointer (&self->focused, g_free);
  if (how == RELAIS_PLAN_MOVE_CANCELLED)
    announce (self, _("Nothing was moved"));
  /* A question may have had the focus; the row it comes back to is shown when the plan is read again. */
  focus_row (self, self->moved);
}

static void
place (RelaisFlatplanSheet *self, RelaisRecord *placement, RelaisRecord *edition, guint page)
{
  g_autoptr (GPtrArray) placements = g_ptr_array_new ();
  RelaisPlanTarget target;

  g_ptr_array_add (placements, placement);
  relais_flatplan_aim (get_store (self), placement, edition, page, &target);
  g_set_str (&self->focused, relais_record_get_id (placement));
  g_set_str (&self->moved, relais_record_get_id (placement));
  relais_plan_mover_move (GTK_WIDGET (self), self->session, placements, &target, moved_cb, g_object_ref (self));
}

static void
warn (RelaisFlatplanSheet *self, guint index, const char *words)
{
  for (guint i = 0; i < self->tiles->len; i++)
    relais_flatplan_tile_warn (get_tile (self, i), i == index ? words : NULL);
}

/* Out of its page: what came from the list goes back there, whole. */
static void
put (RelaisFlatplanSheet *self, RelaisRecord *placement, guint index)
{
  guint page = relais_flatplan_tile_get_page (get_tile (self, index));

  if (page == 0 && relais_record_get_string (placement, "edition") == NULL)
    announce (self, _("Nothing was moved"));
  else
    place (self, placement, self->reading->edition, page);
}

static void
set_target (RelaisFlatplanSheet *self, int index)
{
  for (guint i = 0; i < self->tiles->len; i++)
    relais_flatplan_tile_set_target (get_tile (self, i), (int) i == index);
}

/* Also when one turns to something else. */
static void
put_down (RelaisFlatplanSheet *self)
{
  if (self->carried == NULL)
    return;
  g_clear_pointer (&self->carried, g_free);
  set_target (self, -1);
  warn (self, 0, NULL);
}

static void
pick_up (RelaisFlatplanSheet *self, GtkWidget *row)
{
  RelaisRecord *placement = relais_flatplan_row_get_placement (row);
  GtkWidget *tile = gtk_widget_get_ancestor (row, RELAIS_TYPE_FLATPLAN_TILE);
  RelaisFlatplanCard *card = g_hash_table_lookup (self->reading->cards, relais_record_get_id (placement));

  g_set_str (&self->carried, relais_record_get_id (placement));
  self->target = relais_flatplan_tile_get_page (RELAIS_FLATPLAN_TILE (tile));
  set_target (self, (int) self->target);
  g_autofree char *words = g_strdup_printf (_("Picked up %s. Arrows choose the place, Enter drops, Escape cancels."),
                                            card != NULL ? card->title : "");
  announce (self, words);
}

static void
aim (RelaisFlatplanSheet *self, int by)
{
  int target = CLAMP ((int) self->target + by, 0, (int) self->tiles->len - 1);
  GtkWidget *tile = GTK_WIDGET (get_tile (self, (guint) target));
  GtkWidget *viewport = gtk_widget_get_ancestor (tile, GTK_TYPE_VIEWPORT);

  self->target = (guint) target;
  set_target (self, target);
  if (viewport != NULL)
    gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), tile, NULL);
  g_autofree char *warning = relais_flatplan_reading_warn (self->reading, (guint) target, self->carried);
  warn (self, (guint) target, warning);
  g_autofree char *words = g_strjoin (", ", relais_flatplan_tile_get_words (get_tile (self, (guint) target)), warning, NULL);
  announce (self, words);
}

static void
drop (RelaisFlatplanSheet *self)
{
  g_autofree char *id = g_strdup (self->carried);
  RelaisFlatplanCard *card = g_hash_table_lookup (self->reading->cards, id);

  put_down (self);
  if (card != NULL)
    put (self, card->placement, self->target);
}

static gboolean
carry_key (RelaisFlatplanSheet *self, guint key)
{
  if (key == GDK_KEY_Left || key == GDK_KEY_Right)
    aim (self, key == GDK_KEY_Left ? -1 : 1);
  else if (key == GDK_KEY_Up || key == GDK_KEY_Down)
    aim (self, key == GDK_KEY_Up ? -2 : 2);
  else if (key == GDK_KEY_Home || key == GDK_KEY_End)
    aim (self, key == GDK_KEY_Home ? -(int) self->tiles->len : (int) self->tiles->len);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_space)
    drop (self);
  else if (key == GDK_KEY_Escape)
    {
      g_autofree char *id = g_strdup (self->carried);
      put_down (self);
      focus_row (self, id);
      announce (self, _("Put back"));
    }
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static GMenuModel *
build_pages_menu (RelaisFlatplanSheet *self)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 1; i < self->tiles->len; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (relais_flatplan_tile_get_words (get_tile (self, i)), NULL);
      g_menu_item_set_action_and_target (item, "flatplan.put", "u", i);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static void
show_menu (RelaisFlatplanSheet *self, GtkWidget *row, const GdkRectangle *in_row)
{
  RelaisRecord *placement = relais_flatplan_row_get_placement (row);
  g_autoptr (GMenu) menu = g_menu_new (), change = g_menu_new ();
  g_autoptr (GMenuModel) pages = build_pages_menu (self);
  GdkRectangle at;

  g_set_str (&self->menu, relais_record_get_id (placement));
  g_menu_append (menu, _("_Open"), "flatplan.open");
  if (relais_flatplan_may_place (self->session, placement))
    {
      g_menu_append_submenu (change, _("_Put on Page"), pages);
      if (relais_record_get (placement, "page") != NULL)
        g_menu_append (change, _("Take off the Page"), "flatplan.put(uint32 0)");
      if (relais_record_get_string (placement, "edition") != NULL)
        g_menu_append (change, _("Take out of This _Issue"), "flatplan.take-out");
      g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
    }
  relais_popover_get_place (row, GTK_WIDGET (self), &at);
  if (in_row != NULL)
    at = (GdkRectangle) { at.x + in_row->x, at.y + in_row->y, 1, 1 };
  GtkWidget *popover = gtk_popover_menu_new_from_model_full (G_MENU_MODEL (menu), GTK_POPOVER_MENU_NESTED);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  relais_popover_show (popover, GTK_WIDGET (self), &(GdkRectangle) { at.x + at.width / 2, at.y + at.height / 2, 1, 1 });
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, RelaisFlatplanSheet *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  GtkWidget *row = find_focused (self);

  if (row == NULL || self->reading == NULL)
    return GDK_EVENT_PROPAGATE;
  if (self->carried != NULL && modifiers == 0)
    return carry_key (self, key);
  if (key == GDK_KEY_space && modifiers == 0)
    pick_up (self, row);
  else if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    show_menu (self, row, NULL);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
open (RelaisFlatplanSheet *self, const char *id)
{
  RelaisFlatplanCard *card = id != NULL && self->reading != NULL ? g_hash_table_lookup (self->reading->cards, id) : NULL;

  if (card != NULL)
    g_signal_emit (self, signals[OPEN], 0, relais_record_get_string (card->placement, "subject"), id);
}

static void
open_cb (RelaisFlatplanTile *tile, const char *placement, RelaisFlatplanSheet *self)
{
  open (self, placement);
}

static void
menu_cb (RelaisFlatplanTile *tile, GtkWidget *row, GdkRectangle *at, RelaisFlatplanSheet *self)
{
  gtk_widget_grab_focus (row);
  show_menu (self, row, at);
}

/* What of this subject can stand in the issue: (transfer full) (nullable) */
static RelaisRecord *
dup_journal (RelaisFlatplanSheet *self, RelaisRecord *placement)
{
  const char *channel = relais_record_get_string (self->reading->edition, "channel");

  if (g_strcmp0 (relais_record_get_string (placement, "channel"), channel) == 0)
    return relais_record_ref (placement);
  g_autoptr (RelaisRecord) subject = relais_store_lookup (get_store (self), "subject", relais_record_get_string (placement, "subject"));
  return subject != NULL ? relais_flatplan_find (get_store (self), subject, self->reading->edition) : NULL;
}

static void
hovered_cb (RelaisFlatplanTile *tile, RelaisPlanDrag *drag, RelaisFlatplanSheet *self)
{
  RelaisRecord *placement = drag != NULL && drag->placements->len > 0 ? g_ptr_array_index (drag->placements, 0) : NULL;
  guint page = relais_flatplan_tile_get_page (tile);
  g_autofree char *words = placement != NULL && self->reading != NULL && self->reading->edition != NULL
                             ? relais_flatplan_reading_warn (self->reading, page, relais_record_get_id (placement)) : NULL;

  warn (self, page, words);
}

static void
dropped_cb (RelaisFlatplanTile *tile, RelaisPlanDrag *drag, RelaisFlatplanSheet *self)
{
  warn (self, 0, NULL);
  if (drag->placements->len == 0 || self->reading == NULL || self->reading->edition == NULL)
    return;
  g_autoptr (RelaisRecord) placement = dup_journal (self, g_ptr_array_index (drag->placements, 0));
  if (placement != NULL)
    put (self, placement, relais_flatplan_tile_get_page (tile));
}

static void
room_cb (RelaisFlatplanTile *tile, RelaisFlatplanSheet *self)
{
  if (self->reading != NULL && self->reading->edition != NULL)
    relais_room_dialog_show (GTK_WIDGET (self), self->session, self->reading->edition, relais_flatplan_tile_get_page (tile));
}

static RelaisRecord *
get_menu_placement (RelaisFlatplanSheet *self)
{
  RelaisFlatplanCard *card = self->menu != NULL && self->reading != NULL ? g_hash_table_lookup (self->reading->cards, self->menu)
                                                                         : NULL;
  return card != NULL ? card->placement : NULL;
}

static void
open_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open (RELAIS_FLATPLAN_SHEET (widget), RELAIS_FLATPLAN_SHEET (widget)->menu);
}

static void
put_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisFlatplanSheet *self = RELAIS_FLATPLAN_SHEET (widget);
  RelaisRecord *placement = get_menu_placement (self);

  if (placement != NULL && g_variant_get_uint32 (parameter) < self->tiles->len)
    put (self, placement, g_variant_get_uint32 (parameter));
}

static void
take_out_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisFlatplanSheet *self = RELAIS_FLATPLAN_SHEET (widget);
  RelaisRecord *placement = get_menu_placement (self);

  if (placement != NULL)
    place (self, placement, NULL, 0);
}

static GtkWidget *
new_tile (RelaisFlatplanSheet *self, guint page)
{
  GtkWidget *tile = relais_flatplan_tile_new (page);

  g_signal_connect_object (tile, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (tile, "menu", G_CALLBACK (menu_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (tile, "hovered", G_CALLBACK (hovered_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (tile, "dropped", G_CALLBACK (dropped_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (tile, "room", G_CALLBACK (room_cb), self, G_CONNECT_DEFAULT);
  g_ptr_array_add (self->tiles, tile);
  return tile;
}

/* Page 1 lies alone on the right; then what the reader has before them at once. */
static void
make_pages (RelaisFlatplanSheet *self, guint n_pages)
{
  GtkWidget *child, *spread = NULL;

  if (self->tiles->len == n_pages + 1)
    return;
  while ((child = gtk_widget_get_first_child (self->spreads)) != NULL)
    adw_wrap_box_remove (ADW_WRAP_BOX (self->spreads), child);
  g_ptr_array_set_size (self->tiles, 1);
  for (guint page = 1; page <= n_pages; page++)
    {
      if (page == 1 || page % 2 == 0)
        {
          spread = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
          gtk_box_set_homogeneous (GTK_BOX (spread), TRUE);
          /* The page that the first and the last one lie against is none of this issue's. */
          if (page == 1)
            gtk_box_append (GTK_BOX (spread), adw_bin_new ());
          adw_wrap_box_append (ADW_WRAP_BOX (self->spreads), spread);
        }
      gtk_box_append (GTK_BOX (spread), new_tile (self, page));
    }
  if (n_pages > 0 && n_pages % 2 == 0)
    gtk_box_append (GTK_BOX (spread), adw_bin_new ());
}

static void
show_page (RelaisFlatplanSheet *self, const RelaisFlatplanPage *page)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();

  for (guint i = 0; i < page->items->len; i++)
    {
      RelaisFlatplanItem *item = g_ptr_array_index (page->items, i);
      g_ptr_array_add (cards, g_hash_table_lookup (self->reading->cards, item->id));
    }
  relais_flatplan_tile_set (get_tile (self, page->number), page, cards, "", NULL);
}

static void
show_tiles (RelaisFlatplanSheet *self)
{
  const RelaisFlatplanReading *reading = self->reading;
  gboolean editable = relais_access_may_edit (relais_session_get_access (self->session), reading->edition, "rooms");

  make_pages (self, reading->plan->pages->len);
  relais_flatplan_tile_set (get_tile (self, 0), NULL, reading->waiting, _("Everything has its page."),
                            reading->more ? _("There is more: choose by direction, status or words.") : NULL);
  for (guint i = 0; i < reading->plan->pages->len; i++)
    {
      show_page (self, g_ptr_array_index (reading->plan->pages, i));
      relais_flatplan_tile_set_editable (get_tile (self, i + 1), editable);
    }
}

static void
relais_flatplan_sheet_dispose (GObject *object)
{
  RelaisFlatplanSheet *self = RELAIS_FLATPLAN_SHEET (object);

  self->reading = NULL;
  relais_popover_unparent_all (GTK_WIDGET (self));
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_ptr_array_set_size (self->tiles, 0);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_flatplan_sheet_parent_class)->dispose (object);
}

static void
relais_flatplan_sheet_finalize (GObject *object)
{
  RelaisFlatplanSheet *self = RELAIS_FLATPLAN_SHEET (object);

  g_ptr_array_unref (self->tiles);
  g_free (self->chosen);
  g_free (self->menu);
  g_free (self->carried);
  g_free (self->focused);
  g_free (self->moved);
  G_OBJECT_CLASS (relais_flatplan_sheet_parent_class)->finalize (object);
}

static void
relais_flatplan_sheet_class_init (RelaisFlatplanSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_flatplan_sheet_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_flatplan_sheet_finalize;
  gtk_widget_class_install_action (widget_class, "flatplan.open", NULL, open_action_cb);
  gtk_widget_class_install_action (widget_class, "flatplan.put", "u", put_action_cb);
  gtk_widget_class_install_action (widget_class, "flatplan.take-out", NULL, take_out_action_cb);
  signals[OPEN] = g_signal_new ("open", RELAIS_TYPE_FLATPLAN_SHEET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
relais_flatplan_sheet_init (RelaisFlatplanSheet *self)
{
  self->tiles = g_ptr_array_new ();
}

static GtkWidget *
new_scroller (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  return scroller;
}

/* What waits stands beside the pages, or above them in a narrow window, where it can still be dragged from. */
static GtkWidget *
build (RelaisFlatplanSheet *self, GtkWidget *header)
{
  GtkWidget *bin = adw_breakpoint_bin_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *pages = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *waiting = new_scroller (new_tile (self, 0)), *scroller;
  AdwBreakpoint *breakpoint = adw_breakpoint_new (adw_breakpoint_condition_parse ("max-width: 620sp"));

  self->spreads = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->spreads), 16);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->spreads), 16);
  gtk_widget_add_css_class (self->spreads, "relais-flatplan");
  gtk_box_append (GTK_BOX (pages), header);
  gtk_box_append (GTK_BOX (pages), self->spreads);
  scroller = new_scroller (pages);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_size_request (waiting, 230, 170);
  gtk_widget_set_hexpand (waiting, FALSE);
  gtk_widget_set_vexpand (waiting, FALSE);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (box), waiting);
  adw_breakpoint_add_setters (breakpoint, G_OBJECT (box), "orientation", GTK_ORIENTATION_VERTICAL, NULL);
  adw_breakpoint_bin_add_breakpoint (ADW_BREAKPOINT_BIN (bin), breakpoint);
  gtk_widget_set_size_request (bin, 320, 200);
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (bin), box);
  return bin;
}

GtkWidget *
relais_flatplan_sheet_new (RelaisSession *session, GtkWidget *header)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && GTK_IS_WIDGET (header), NULL);

  RelaisFlatplanSheet *self = g_object_new (RELAIS_TYPE_FLATPLAN_SHEET, NULL);
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();

  self->session = g_object_ref (session);
  adw_bin_set_child (ADW_BIN (self), build (self, header));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (focus, "leave", G_CALLBACK (put_down), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  return GTK_WIDGET (self);
}

void
relais_flatplan_sheet_set (RelaisFlatplanSheet *self, const RelaisFlatplanReading *reading)
{
  g_return_if_fail (RELAIS_IS_FLATPLAN_SHEET (self));

  GtkWidget *focus = find_focused (self);
  g_autofree char *focused = g_strdup (focus != NULL ? relais_record_get_id (relais_flatplan_row_get_placement (focus)) : NULL);
  g_autofree char *wanted = g_steal_pointer (&self->focused);
  self->reading = reading;
  if (reading == NULL || reading->edition == NULL)
    return;
  show_tiles (self);
  relais_flatplan_sheet_choose (self, self->chosen);
  GtkWidget *row = wanted != NULL ? find_row (self, wanted) : focused != NULL ? find_row (self, focused) : NULL;
  if (row != NULL)
    gtk_widget_grab_focus (row);
}

void
relais_flatplan_sheet_choose (RelaisFlatplanSheet *self, const char *placement)
{
  g_return_if_fail (RELAIS_IS_FLATPLAN_SHEET (self));

  if (placement != self->chosen)
    g_set_str (&self->chosen, placement);
  for (guint i = 0; i < self->tiles->len; i++)
    relais_flatplan_tile_choose (get_tile (self, i), placement);
}

void
relais_flatplan_sheet_add (RelaisFlatplanSheet *self, RelaisRecord *placement)
{
  g_return_if_fail (RELAIS_IS_FLATPLAN_SHEET (self) && placement != NULL);

  if (self->reading != NULL && self->reading->edition != NULL)
    place (self, placement, self->reading->edition, 0);
}
