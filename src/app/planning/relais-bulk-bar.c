/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-bulk-bar.h"

#include "relais-bulk-change.h"
#include "relais-choice.h"
#include "relais-date-row.h"
#include "relais-enter.h"
#include "relais-names.h"
#include "relais-number-row.h"
#include "relais-placement-menu.h"
#include "relais-popover.h"
#include "relais-record-chooser.h"

#include <glib/gi18n.h>

#define MOST_DAYS 730

struct _RelaisBulkBar
{
  AdwBin         parent_instance;

  RelaisSession *session;   /* owned */
  GActionGroup  *actions;   /* owned */
  GtkBitset     *selected;  /* owned: keys */
  GtkWidget     *revealer;  /* borrowed */
  GtkWidget     *count;     /* borrowed: label */
  GtkWidget     *move;      /* borrowed: button of the dates */
};

/* A choice of a record for all of them. */
typedef struct {
  RelaisBulkBar *bar;    /* owned */
  const char    *field;  /* static */
} Choosing;

/* How far all of them move. */
typedef struct {
  RelaisBulkBar *bar;   /* owned */
  GtkWidget     *days;  /* borrowed: number */
} Shifting;

enum { UNSELECT, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisBulkBar, relais_bulk_bar, ADW_TYPE_BIN)

static void
change (RelaisBulkBar *self, const RelaisPlanTarget *target)
{
  relais_bulk_change_run (GTK_WIDGET (self), self->session, self->selected, target);
}

static void
state_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  change (user_data, &(RelaisPlanTarget) { .state = g_variant_get_string (parameter, NULL) });
}

static void
free_choosing (gpointer data)
{
  g_object_unref (((Choosing *) data)->bar);
  g_free (data);
}

static void
chosen_cb (const char *id, gpointer user_data)
{
  Choosing *choosing = user_data;
  RelaisPlanTarget target = { NULL, };
  const char *value = id != NULL ? id : "";

  if (g_str_equal (choosing->field, "author"))
    target.author = value;
  else if (g_str_equal (choosing->field, "reviewer"))
    target.reviewer = value;
  else if (g_str_equal (choosing->field, "campaign"))
    target.campaign = value;
  else if (g_str_equal (choosing->field, "unit"))
    target.unit = value;
  else
    target.channel = value;
  change (choosing->bar, &target);
}

static void
assign_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const struct { const char *field, *kind, *title; } fields[] = {
    { "author", "person", N_("Author") }, { "reviewer", "person", N_("Reviewer") }, { "channel", "channel", N_("Channel") },
    { "campaign", "campaign", N_("Campaign") }, { "unit", "unit", N_("Direction") },
  };
  RelaisBulkBar *self = user_data;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].field, g_variant_get_string (parameter, NULL)))
      {
        Choosing *choosing = g_new0 (Choosing, 1);
        choosing->bar = g_object_ref (self);
        choosing->field = fields[i].field;
        adw_dialog_present (relais_record_chooser_new (relais_session_get_store (self->session), relais_kind_lookup (fields[i].kind),
                                                       _(fields[i].title), !g_str_equal (fields[i].field, "channel"), chosen_cb,
                                                       choosing, free_choosing), GTK_WIDGET (self));
      }
}

static void
day_cb (const char *day, gpointer user_data)
{
  change (user_data, &(RelaisPlanTarget) { .day = day != NULL ? day : "" });
}

static void
move_to_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RelaisBulkBar *self = user_data;
  GdkRectangle at;

  relais_popover_get_place (self->move, GTK_WIDGET (self), &at);
  relais_day_popover_show (GTK_WIDGET (self), &at, NULL, day_cb, g_object_ref (self), g_object_unref);
}

static void
shifted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Shifting *shifting = user_data;

  gtk_spin_button_update (GTK_SPIN_BUTTON (shifting->days));
  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "move"))
    change (shifting->bar, &(RelaisPlanTarget) { .shift = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (shifting->days)) });
  g_object_unref (shifting->bar);
  g_free (shifting);
}

static void
move_by_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWidget *widget = user_data;
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Move by Days"), _("Each from its own day; fewer than none: earlier.")));
  GtkWidget *group = adw_preferences_group_new ();
  Shifting *shifting = g_new0 (Shifting, 1);

  shifting->bar = g_object_ref (RELAIS_BULK_BAR (widget));
  shifting->days = relais_number_row_add (ADW_PREFERENCES_GROUP (group), _("Days"), 7, MOST_DAYS);
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (shifting->days), -MOST_DAYS, MOST_DAYS);
  relais_name_group (ADW_PREFERENCES_GROUP (group), _("Days"));
  adw_alert_dialog_set_extra_child (alert, group);
  adw_alert_dialog_add_responses (alert, "cancel", _("_Cancel"), "move", _("_Move"), NULL);
  adw_alert_dialog_set_response_appearance (alert, "move", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (alert, "move");
  adw_alert_dialog_set_close_response (alert, "cancel");
  relais_enter_presses (GTK_WIDGET (alert), NULL);
  adw_dialog_set_focus (ADW_DIALOG (alert), shifting->days);
  adw_alert_dialog_choose (alert, widget, NULL, shifted_cb, shifting);
}

static void
to_ideas_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  change (user_data, &(RelaisPlanTarget) { .day = "" });
}

static void
bin_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  change (user_data, NULL);
}

static void
close_cb (RelaisBulkBar *self)
{
  g_signal_emit (self, signals[UNSELECT], 0);
}

static void
relais_bulk_bar_dispose (GObject *object)
{
  RelaisBulkBar *self = RELAIS_BULK_BAR (object);

  relais_popover_unparent_all (GTK_WIDGET (self));
  g_clear_pointer (&self->selected, gtk_bitset_unref);
  g_clear_object (&self->actions);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_bulk_bar_parent_class)->dispose (object);
}

static void
relais_bulk_bar_class_init (RelaisBulkBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_bulk_bar_dispose;
  signals[UNSELECT] = g_signal_new ("unselect", RELAIS_TYPE_BULK_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_bulk_bar_init (RelaisBulkBar *self)
{
  static const GActionEntry entries[] = {
    { "state", state_cb, "s" },     { "assign", assign_cb, "s" }, { "move-to", move_to_cb },
    { "move-by", move_by_cb },      { "to-ideas", to_ideas_cb },  { "throw-away", bin_cb },
  };

  self->selected = gtk_bitset_new_empty ();
  self->actions = G_ACTION_GROUP (g_simple_action_group_new ());
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

static void
append (GMenu *menu, const char *label, const char *action, const char *parameter)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, parameter != NULL ? g_variant_new_string (parameter) : NULL);
  g_menu_append_item (menu, item);
}

/* Takes @menu. */
static GtkWidget *
build_menu_button (const char *label, GMenuModel *owned)
{
  g_autoptr (GMenuModel) menu = owned;
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), label);
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  return button;
}

static GMenuModel *
build_states (void)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");
  const char * const *states = kind->fields[relais_kind_field (kind, "state")].choices;
  GMenu *menu = g_menu_new ();

  for (; *states != NULL; states++)
    append (menu, relais_choice_label (kind, "state", *states), "bulk.state", *states);
  return G_MENU_MODEL (menu);
}

static GMenuModel *
build_assign (void)
{
  GMenu *menu = g_menu_new ();

  append (menu, _("_Author…"), "bulk.assign", "author");
  append (menu, _("_Reviewer…"), "bulk.assign", "reviewer");
  append (menu, _("C_hannel…"), "bulk.assign", "channel");
  append (menu, _("_Campaign…"), "bulk.assign", "campaign");
  append (menu, _("_Direction…"), "bulk.assign", "unit");
  return G_MENU_MODEL (menu);
}

static GMenuModel *
build_move (void)
{
  GMenu *menu = g_menu_new ();

  append (menu, _("To a _Day…"), "bulk.move-to", NULL);
  append (menu, _("_By Days…"), "bulk.move-by", NULL);
  append (menu, _("To the _Ideas"), "bulk.to-ideas", NULL);
  return G_MENU_MODEL (menu);
}

static GtkWidget *
build_button (const char *label, const char *action, const char *parameter)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  if (parameter != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", parameter);
  return button;
}

GtkWidget *
relais_bulk_bar_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisBulkBar *self = g_object_new (RELAIS_TYPE_BULK_BAR, NULL);
  GtkWidget *box = adw_wrap_box_new (), *close = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->session = g_object_ref (session);
  self->revealer = gtk_revealer_new ();
  self->count = gtk_label_new (NULL);
  self->move = build_menu_button (_("_Move"), build_move ());
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 6);
  gtk_widget_add_css_class (self->count, "heading");
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_add_css_class (box, "relais-bulk");
  gtk_widget_set_tooltip_text (close, _("Select None"));
  g_signal_connect_object (close, "clicked", G_CALLBACK (close_cb), self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (ADW_WRAP_BOX (box), close);
  adw_wrap_box_append (ADW_WRAP_BOX (box), self->count);
  adw_wrap_box_append (ADW_WRAP_BOX (box), build_menu_button (_("_Status"), build_states ()));
  adw_wrap_box_append (ADW_WRAP_BOX (box), self->move);
  adw_wrap_box_append (ADW_WRAP_BOX (box), build_menu_button (_("A_ssign"), build_assign ()));
  adw_wrap_box_append (ADW_WRAP_BOX (box), build_button (_("Ar_chive"), "bulk.state", "archived"));
  adw_wrap_box_append (ADW_WRAP_BOX (box), build_button (_("_Throw Away"), "bulk.throw-away", NULL));
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer), GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), box);
  adw_bin_set_child (ADW_BIN (self), self->revealer);
  return GTK_WIDGET (self);
}

void
relais_bulk_bar_set_selected (RelaisBulkBar *self, GtkBitset *keys)
{
  g_return_if_fail (RELAIS_IS_BULK_BAR (self) && keys != NULL);

  guint n = (guint) gtk_bitset_get_size (keys);
  g_autofree char *words = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);
  g_clear_pointer (&self->selected, gtk_bitset_unref);
  self->selected = gtk_bitset_copy (keys);
  gtk_label_set_label (GTK_LABEL (self->count), words);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), n > 1);
}

GActionGroup *
relais_bulk_bar_get_actions (RelaisBulkBar *self)
{
  g_return_val_if_fail (RELAIS_IS_BULK_BAR (self), NULL);
  return self->actions;
}

void
relais_bulk_menu_popup (GtkWidget *parent, const GdkRectangle *at, guint n)
{
  g_autoptr (GMenu) menu = g_menu_new (), all = g_menu_new (), bin = g_menu_new ();
  g_autoptr (GMenuModel) states = build_states (), move = build_move (), assign = build_assign ();
  g_autofree char *words = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

  g_return_if_fail (GTK_IS_WIDGET (parent) && at != NULL);

  g_menu_append_submenu (all, _("_Status"), states);
  g_menu_append_submenu (all, _("_Move"), move);
  g_menu_append_submenu (all, _("A_ssign"), assign);
  append (bin, _("Ar_chive"), "bulk.state", "archived");
  append (bin, _("_Throw Away"), "bulk.throw-away", NULL);
  g_menu_append_section (menu, words, G_MENU_MODEL (all));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (bin));
  GtkWidget *popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  relais_popover_show (popover, parent, &(GdkRectangle) { at->x + at->width / 2, at->y + at->height / 2, 1, 1 });
  gtk_accessible_announce (GTK_ACCESSIBLE (parent), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}
