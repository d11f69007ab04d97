/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-days-view.h"

#include "relais-campaign-dialog.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-plan-cell-dialog.h"
#include "relais-plan-pace.h"
#include "relais-plan-reading.h"
#include "relais-plan-table.h"

#include <glib/gi18n.h>

/* A title with its week does not fit beside the other tools below this. */
#define NARROW "max-width: 620sp"

typedef struct {
  RelaisPlanScale scale;
  const char     *name;    /* in what is kept */
  const char     *title;   /* N_() */
} Scale;

static const Scale scales[] = {
  { RELAIS_PLAN_GRID_WEEK, "week", N_("Week") },
  { RELAIS_PLAN_GRID_FORTNIGHT, "fortnight", N_("Two Weeks") },
  { RELAIS_PLAN_GRID_MONTH, "four-weeks", N_("Four Weeks") },
  { RELAIS_PLAN_GRID_QUARTER, "quarter", N_("Quarter by Week") },
  { RELAIS_PLAN_CALENDAR_MONTH, "month", N_("Month") },
  { RELAIS_PLAN_CALENDAR_WEEK, "calendar-week", N_("Week") },
};

static const char * const row_names[] = { "channel", "unit", "author" };
static const RelaisPlanBy row_bys[] = { RELAIS_PLAN_BY_CHANNEL, RELAIS_PLAN_BY_UNIT, RELAIS_PLAN_BY_AUTHOR };

/* What changes of these kinds is seen here. */
static const char * const shown_kinds[] = {
  "placement", "subject", "channel", "person", "unit", "campaign", "closed_period", "calendar", "setting", NULL,
};

struct _RelaisPlanDaysView
{
  GtkWidget         parent_instance;

  GtkWidget        *bin;        /* owned: child, an AdwBreakpointBin */
  RelaisSession    *session;    /* owned */
  RelaisPlanTable  *table;      /* borrowed */
  GtkWidget        *title;      /* borrowed: menu button */
  GtkDropDown      *scale;      /* borrowed */
  GtkDropDown      *rows;       /* borrowed, nullable: a grid's */
  guint             first_scale, n_scales;
  RelaisDay         anchor;
  RelaisPlanPace    pace;
  gboolean          choosing;   /* menus are being set */
};

static void relais_plan_days_view_view_init (RelaisPlanViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RelaisPlanDaysView, relais_plan_days_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RELAIS_TYPE_PLAN_VIEW, relais_plan_days_view_view_init))

static RelaisStore *
get_store (RelaisPlanDaysView *self)
{
  return relais_session_get_store (self->session);
}

static const Scale *
get_scale (RelaisPlanDaysView *self)
{
  return &scales[self->first_scale + gtk_drop_down_get_selected (self->scale)];
}

static RelaisPlanBy
get_by (RelaisPlanDaysView *self)
{
  return self->rows != NULL ? row_bys[gtk_drop_down_get_selected (self->rows)] : RELAIS_PLAN_BY_NOTHING;
}

static RelaisPlanShape
make_shape (RelaisPlanDaysView *self)
{
  return relais_plan_shape_make (get_scale (self)->scale, self->anchor);
}

static RelaisDay
get_today (void)
{
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  return relais_day_parse (today);
}

static void
update_title (RelaisPlanDaysView *self)
{
  RelaisPlanShape shape = make_shape (self);
  gboolean narrow = adw_breakpoint_bin_get_current_breakpoint (ADW_BREAKPOINT_BIN (self->bin)) != NULL;
  g_autofree char *title = relais_plan_shape_describe (&shape, narrow);
  g_autofree char *name = g_strdup_printf (_("Jump to a date: %s"), title);

  gtk_label_set_label (GTK_LABEL (gtk_menu_button_get_child (GTK_MENU_BUTTON (self->title))), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->title), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisPlanDaysView) self = user_data;
  g_autoptr (GError) error = NULL;
  RelaisPlanFrame *frame = relais_plan_reading_finish (RELAIS_STORE (source), result, &error);

  if (self->session == NULL)
    {
      g_clear_pointer (&frame, relais_plan_frame_free);
      return;
    }
  gboolean wanted = relais_plan_pace_end (&self->pace);
  relais_store_log_error ("The plan could not be read", error);
  if (frame != NULL && wanted)
    relais_plan_table_set_frame (self->table, g_steal_pointer (&frame));
  g_clear_pointer (&frame, relais_plan_frame_free);
}

static void
start_reading (RelaisPlanView *view)
{
  RelaisPlanDaysView *self = RELAIS_PLAN_DAYS_VIEW (view);
  RelaisPlanShape shape = make_shape (self);

  update_title (self);
  relais_plan_reading_start (self->pace.store, &shape, self->pace.filter, get_by (self), relais_plan_table_get_most (shape.scale),
                             self->pace.reading, read_cb, g_object_ref (self));
}

static void
look_at (RelaisPlanDaysView *self, RelaisDay day)
{
  if (day == self->anchor)
    return;
  self->anchor = day;
  relais_plan_pace_ask (&self->pace);
  update_title (self);
}

static void
step (RelaisPlanDaysView *self, int by)
{
  RelaisPlanShape shape = make_shape (self);

  look_at (self, by == 0 ? get_today () : relais_plan_shape_step (&shape, by));
}

static void
step_cb (RelaisPlanTable *table, int by, RelaisPlanDaysView *self)
{
  step (self, by);
}

static void
today_cb (RelaisPlanDaysView *self)
{
  step (self, 0);
}

static void
previous_cb (RelaisPlanDaysView *self)
{
  step (self, -1);
}

static void
next_cb (RelaisPlanDaysView *self)
{
  step (self, 1);
}

static void
chosen_cb (RelaisPlanDaysView *self)
{
  if (self->choosing)
    return;
  relais_plan_pace_ask (&self->pace);
  update_title (self);
  relais_plan_view_emit_changed (RELAIS_PLAN_VIEW (self));
}

static void
jump_cb (GtkCalendar *calendar, RelaisPlanDaysView *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (calendar);

  if (self->choosing)
    return;
  look_at (self, relais_day_from_ymd (g_date_time_get_year (date), g_date_time_get_month (date), g_date_time_get_day_of_month (date)));
}

static void
popup_cb (GtkWidget *popover, RelaisPlanDaysView *self)
{
  int year, month, mday;

  relais_day_to_ymd (self->anchor, &year, &month, &mday);
  g_autoptr (GDateTime) date = g_date_time_new_local (year, month, mday, 12, 0, 0);
  self->choosing = TRUE;
  gtk_calendar_select_day (GTK_CALENDAR (gtk_popover_get_child (GTK_POPOVER (popover))), date);
  self->choosing = FALSE;
}

static void
open_cb (GtkWidget *from, const char *subject, const char *placement, RelaisPlanDaysView *self)
{
  relais_plan_view_emit_open (RELAIS_PLAN_VIEW (self), subject, placement);
}

static void
campaign_cb (RelaisPlanTable *table, const char *id, RelaisPlanDaysView *self)
{
  g_autoptr (RelaisRecord) campaign = relais_store_lookup (get_store (self), "campaign", id);

  if (campaign != NULL)
    adw_dialog_present (relais_campaign_dialog_new (self->session, campaign), GTK_WIDGET (self));
}

static void
more_cb (RelaisPlanTable *table, guint row, guint column, RelaisPlanDaysView *self)
{
  relais_plan_cell_dialog_show (RELAIS_PLAN_VIEW (self), self->session, relais_plan_table_get_frame (table), self->pace.filter,
                                row, column);
}

static void
relais_plan_days_view_set_filter (RelaisPlanView *view, const RelaisPlanFilter *filter)
{
  relais_plan_pace_set_filter (&RELAIS_PLAN_DAYS_VIEW (view)->pace, filter);
}

static void
relais_plan_days_view_set_active (RelaisPlanView *view, gboolean active)
{
  relais_plan_pace_set_active (&RELAIS_PLAN_DAYS_VIEW (view)->pace, active);
}

static void
relais_plan_days_view_choose (RelaisPlanView *view, const char *placement)
{
  relais_plan_table_choose (RELAIS_PLAN_DAYS_VIEW (view)->table, placement);
}

static void
relais_plan_days_view_go_to (RelaisPlanView *view, RelaisDay day)
{
  look_at (RELAIS_PLAN_DAYS_VIEW (view), day);
}

static gboolean
relais_plan_days_view_carry (RelaisPlanView *view, GPtrArray *placements, GtkWidget *from)
{
  return relais_plan_table_carry (RELAIS_PLAN_DAYS_VIEW (view)->table, placements, from);
}

static RelaisDay
relais_plan_days_view_get_day (RelaisPlanView *view)
{
  RelaisPlanDaysView *self = RELAIS_PLAN_DAYS_VIEW (view);
  RelaisDay day = relais_plan_table_get_day (self->table);

  return day != RELAIS_DAY_NONE ? day : self->anchor;
}

static gboolean
relais_plan_days_view_get_period (RelaisPlanView *view, RelaisDay *first, RelaisDay *last)
{
  RelaisPlanShape shape = make_shape (RELAIS_PLAN_DAYS_VIEW (view));

  *first = shape.first;
  *last = relais_plan_shape_get_last (&shape);
  return TRUE;
}

/* A week of the calendar is printed as a grid without rows of its own. */
static void
relais_plan_days_view_describe (RelaisPlanView *view, RelaisPlanSheetRequest *request)
{
  static const RelaisPlanBy rows[] = { RELAIS_PLAN_BY_CHANNEL, RELAIS_PLAN_BY_UNIT, RELAIS_PLAN_BY_AUTHOR };
  RelaisPlanDaysView *self = RELAIS_PLAN_DAYS_VIEW (view);
  RelaisPlanShape shape = make_shape (self);

  request->view = shape.scale == RELAIS_PLAN_CALENDAR_MONTH ? RELAIS_PLAN_SHEET_MONTHS : RELAIS_PLAN_SHEET_GRID;
  request->rows = self->rows != NULL ? rows[gtk_drop_down_get_selected (self->rows)] : RELAIS_PLAN_BY_NOTHING;
  request->days = shape.days;
  request->first = shape.scale == RELAIS_PLAN_CALENDAR_MONTH ? relais_day_month_first (shape.anchor) : shape.first;
  request->last = shape.scale == RELAIS_PLAN_CALENDAR_MONTH ? relais_day_month_last (shape.anchor) : relais_plan_shape_get_last (&shape);
}

static JsonObject *
relais_plan_days_view_dup_options (RelaisPlanView *view)
{
  RelaisPlanDaysView *self = RELAIS_PLAN_DAYS_VIEW (view);
  JsonObject *options = json_object_new ();

  json_object_set_string_member (options, "scale", get_scale (self)->name);
  if (self->rows != NULL)
    json_object_set_string_member (options, "rows", row_names[gtk_drop_down_get_selected (self->rows)]);
  return options;
}

static void
relais_plan_days_view_set_options (RelaisPlanView *view, JsonObject *options)
{
  RelaisPlanDaysView *self = RELAIS_PLAN_DAYS_VIEW (view);
  const char *scale = json_object_get_string_member_with_default (options, "scale", "");
  const char *rows = json_object_get_string_member_with_default (options, "rows", "");

  self->choosing = TRUE;
  for (guint i = 0; i < self->n_scales; i++)
    if (g_strcmp0 (scales[self->first_scale + i].name, scale) == 0)
      gtk_drop_down_set_selected (self->scale, i);
  for (guint i = 0; self->rows != NULL && i < G_N_ELEMENTS (row_names); i++)
    if (g_strcmp0 (row_names[i], rows) == 0)
      gtk_drop_down_set_selected (self->rows, i);
  self->choosing = FALSE;
  relais_plan_pace_ask (&self->pace);
}

static gboolean
relais_plan_days_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (RELAIS_PLAN_DAYS_VIEW (widget)->table));
}

static void
relais_plan_days_view_dispose (GObject *object)
{
  RelaisPlanDaysView *self = RELAIS_PLAN_DAYS_VIEW (object);

  relais_plan_pace_clear (&self->pace);
  g_clear_pointer (&self->bin, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_plan_days_view_parent_class)->dispose (object);
}

static void
relais_plan_days_view_view_init (RelaisPlanViewInterface *iface)
{
  iface->set_filter = relais_plan_days_view_set_filter;
  iface->set_active = relais_plan_days_view_set_active;
  iface->choose = relais_plan_days_view_choose;
  iface->go_to = relais_plan_days_view_go_to;
  iface->carry = relais_plan_days_view_carry;
  iface->get_day = relais_plan_days_view_get_day;
  iface->get_period = relais_plan_days_view_get_period;
  iface->describe = relais_plan_days_view_describe;
  iface->dup_options = relais_plan_days_view_dup_options;
  iface->set_options = relais_plan_days_view_set_options;
}

static void
relais_plan_days_view_class_init (RelaisPlanDaysViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_plan_days_view_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = relais_plan_days_view_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
relais_plan_days_view_init (RelaisPlanDaysView *self)
{
  self->anchor = get_today ();
}

static GtkWidget *
build_step (RelaisPlanDaysView *self, const char *icon, const char *tooltip, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
build_title (RelaisPlanDaysView *self)
{
  GtkWidget *calendar = gtk_calendar_new (), *popover = gtk_popover_new ();

  GtkWidget *label = gtk_label_new (NULL);

  self->title = gtk_menu_button_new ();
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->title), label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->title), TRUE);
  gtk_widget_add_css_class (self->title, "flat");
  gtk_widget_add_css_class (self->title, "relais-plan-title");
  g_signal_connect_object (calendar, "day-selected", G_CALLBACK (jump_cb), self, G_CONNECT_DEFAULT);
  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  g_signal_connect_object (popover, "map", G_CALLBACK (popup_cb), self, G_CONNECT_DEFAULT);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->title), popover);
  return self->title;
}

static GtkDropDown *
build_choice (RelaisPlanDaysView *self, const char * const *labels, const char *name)
{
  GtkWidget *menu = gtk_drop_down_new_from_strings (labels);

  relais_name_drop_down (GTK_DROP_DOWN (menu), name);
  g_signal_connect_object (menu, "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  return GTK_DROP_DOWN (menu);
}

static GtkWidget *
build_tools (RelaisPlanDaysView *self, gboolean grid)
{
  GtkWidget *tools = adw_wrap_box_new (), *today = gtk_button_new_with_label (_("Today"));
  const char *labels[G_N_ELEMENTS (scales) + 1] = { NULL, };
  const char *rows[] = { _("By Channel"), _("By Direction"), _("By Author"), NULL };

  for (guint i = 0; i < self->n_scales; i++)
    labels[i] = _(scales[self->first_scale + i].title);
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (tools), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (tools), 6);
  gtk_widget_add_css_class (tools, "relais-plan-tools");
  g_signal_connect_object (today, "clicked", G_CALLBACK (today_cb), self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (ADW_WRAP_BOX (tools), today);
  adw_wrap_box_append (ADW_WRAP_BOX (tools), build_step (self, "go-previous-symbolic", _("Previous"), G_CALLBACK (previous_cb)));
  adw_wrap_box_append (ADW_WRAP_BOX (tools), build_step (self, "go-next-symbolic", _("Next"), G_CALLBACK (next_cb)));
  adw_wrap_box_append (ADW_WRAP_BOX (tools), build_title (self));
  self->scale = build_choice (self, labels, _("Scale"));
  adw_wrap_box_append (ADW_WRAP_BOX (tools), GTK_WIDGET (self->scale));
  if (grid)
    {
      self->rows = build_choice (self, rows, _("Rows"));
      adw_wrap_box_append (ADW_WRAP_BOX (tools), GTK_WIDGET (self->rows));
    }
  return tools;
}

/* A window may be narrow from the first. */
static void
add_breakpoint (RelaisPlanDaysView *self)
{
  AdwBreakpoint *breakpoint = adw_breakpoint_new (adw_breakpoint_condition_parse (NARROW));

  adw_breakpoint_bin_add_breakpoint (ADW_BREAKPOINT_BIN (self->bin), breakpoint);
  gtk_widget_set_size_request (self->bin, 320, 200);
  g_signal_connect_object (self->bin, "notify::current-breakpoint", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
build (RelaisSession *session, guint first_scale, guint n_scales, const char *name)
{
  RelaisPlanDaysView *self = g_object_new (RELAIS_TYPE_PLAN_DAYS_VIEW, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new (), *table = relais_plan_table_new (session);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->session = g_object_ref (session);
  relais_plan_pace_init (&self->pace, RELAIS_PLAN_VIEW (self), relais_session_get_store (session), shown_kinds, start_reading);
  self->first_scale = first_scale;
  self->n_scales = n_scales;
  self->table = RELAIS_PLAN_TABLE (table);
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (table, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (table, "more", G_CALLBACK (more_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (table, "step", G_CALLBACK (step_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (table, "campaign", G_CALLBACK (campaign_cb), self, G_CONNECT_DEFAULT);
  gtk_box_append (GTK_BOX (box), build_tools (self, relais_plan_scale_is_grid (scales[first_scale].scale)));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), table);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), scroller);
  self->bin = adw_breakpoint_bin_new ();
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (self->bin), box);
  add_breakpoint (self);
  gtk_widget_set_parent (self->bin, GTK_WIDGET (self));
  update_title (self);
  return GTK_WIDGET (self);
}

GtkWidget *
relais_plan_grid_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);
  return build (session, 0, 4, _("Grid"));
}

GtkWidget *
relais_plan_calendar_view_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);
  return build (session, 4, 2, _("Calendar"));
}
