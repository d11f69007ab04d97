/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-balance-dialog.h"

#include "relais-balance-bar.h"
#include "relais-balance-words.h"
#include "relais-format.h"
#include "relais-idea.h"
#include "relais-names.h"
#include "relais-plan-output.h"
#include "relais-plan-reader.h"
#include "relais-popover.h"

#include <glib/gi18n.h>

typedef enum { ORDER_BEHIND, ORDER_NAME, ORDER_HEADCOUNT, ORDER_SUBJECTS, ORDER_LAST } Order;

static const int months[] = { 3, 6, 12 };

/* A question to the store's thread. */
typedef struct {
  RelaisDay from, to;
} Period;

struct _RelaisBalanceDialog
{
  AdwDialog            parent_instance;

  GMenu               *output;    /* template */
  GtkStack            *stack;     /* template */
  GtkWidget           *content;   /* template: below it are the rows, which come and go; popovers belong to it */
  AdwToggleGroup      *period;    /* template */
  GtkDropDown         *order;     /* template */
  GtkLabel            *summary;   /* template */
  AdwPreferencesGroup *silent;    /* template */
  AdwPreferencesGroup *spoken;    /* template */

  RelaisSession       *session;   /* owned */
  GPtrArray           *rows;      /* owned, nullable, element-type RelaisBalanceRow: as they were read */
  GPtrArray           *widgets;   /* owned, element-type GtkWidget (borrowed): in both groups, in order */
  char                *noted;     /* owned, nullable: unit that an idea is being noted for */
  gboolean             narrow;    /* no room for bars: the numbers say it */
  gboolean             reading;
  gboolean             stale;     /* read again as soon as the answer is there */
};

enum { DIRECTION, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisBalanceDialog, relais_balance_dialog, ADW_TYPE_DIALOG)

static int
get_months (RelaisBalanceDialog *self)
{
  return months[MIN (adw_toggle_group_get_active (self->period), 2)];
}

static Period
get_period (RelaisBalanceDialog *self)
{
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  RelaisDay to = relais_day_parse (today);
  return (Period) { relais_day_add_months (to, -get_months (self)) + 1, to };
}

static char *
format_day (RelaisDay day)
{
  char text[RELAIS_DAY_SIZE];

  relais_day_print (day, text);
  return relais_format_date (text);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RelaisBalanceRow *left = *(RelaisBalanceRow * const *) a, *right = *(RelaisBalanceRow * const *) b;

  switch ((Order) GPOINTER_TO_INT (user_data))
    {
    case ORDER_HEADCOUNT:
      if (left->headcount != right->headcount)
        return left->headcount > right->headcount ? -1 : 1;
      break;
    case ORDER_SUBJECTS:
      if (left->subjects != right->subjects)
        return left->subjects > right->subjects ? -1 : 1;
      break;
    case ORDER_LAST:
      if (left->last != right->last)
        return left->last < right->last ? -1 : 1;
      break;
    case ORDER_BEHIND:
      if (left->subjects - left->expected != right->subjects - right->expected)
        return left->subjects - left->expected < right->subjects - right->expected ? -1 : 1;
      break;
    case ORDER_NAME:
      break;
    }
  return g_utf8_collate (left->name, right->name);
}

static void
note_cb (GtkEntry *entry, RelaisBalanceDialog *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
  const char *units[] = { self->noted, NULL };
  gboolean hidden;

  if (title[0] == '\0' || self->noted == NULL)
    return;
  relais_plan_filter_choose (filter, RELAIS_PLAN_UNIT, units);
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (entry), GTK_TYPE_POPOVER)));
  relais_session_commit (self->session, relais_idea_build (self->session, title, filter, &hidden));
}

/* A title and Enter, as beside the plan. */
static void
idea_cb (GtkWidget *button, RelaisBalanceDialog *self)
{
  GtkWidget *popover = gtk_popover_new (), *entry = gtk_entry_new ();
  GdkRectangle place;

  g_set_str (&self->noted, g_object_get_data (G_OBJECT (button), "unit"));
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("New idea"));
  gtk_entry_set_max_length (GTK_ENTRY (entry), 200);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 28);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("New idea"), -1);
  g_signal_connect_object (entry, "activate", G_CALLBACK (note_cb), self, G_CONNECT_DEFAULT);
  gtk_popover_set_child (GTK_POPOVER (popover), entry);
  relais_popover_get_place (button, self->content, &place);
  relais_popover_show (popover, self->content, &place);
  gtk_widget_grab_focus (entry);
}

static void
chosen_cb (GtkWidget *row, RelaisBalanceDialog *self)
{
  g_autofree char *unit = g_strdup (g_object_get_data (G_OBJECT (row), "unit"));
  int n_months = get_months (self);

  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[DIRECTION], 0, unit, n_months);
}

static GtkWidget *
build_idea_button (RelaisBalanceDialog *self, const RelaisBalanceRow *row)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("relais-idea-symbolic");
  g_autofree char *name = g_strdup_printf (_("Add an idea for “%s”"), row->name);

  gtk_widget_set_tooltip_text (button, _("Add an Idea"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "unit", g_strdup (row->unit), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (idea_cb), self, G_CONNECT_DEFAULT);
  return button;
}

/* @most: what the whole width of a bar is */
static GtkWidget *
build_row (RelaisBalanceDialog *self, const RelaisBalanceRow *row, double most)
{
  GtkWidget *widget = adw_action_row_new (), *count = gtk_label_new (NULL);
  g_autofree char *words = g_strdup_printf (ngettext ("%'u subject", "%'u subjects", row->subjects), row->subjects);
  g_autofree char *more = relais_balance_describe (row), *name = g_strdup_printf ("%s, %s, %s", row->name, words, more);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), row->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), more);
  gtk_label_set_label (GTK_LABEL (count), words);
  gtk_label_set_width_chars (GTK_LABEL (count), 9);
  gtk_label_set_xalign (GTK_LABEL (count), 1);
  gtk_widget_add_css_class (count, "numeric");
  if (!self->narrow)
    adw_action_row_add_suffix (ADW_ACTION_ROW (widget),
                               relais_balance_bar_new (row->subjects / most, row->headcount > 0 ? row->expected / most : -1));
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), count);
  if (relais_access_may_create (relais_session_get_access (self->session), relais_kind_lookup ("subject")))
    adw_action_row_add_suffix (ADW_ACTION_ROW (widget), build_idea_button (self, row));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);
  relais_name_row (widget, name);
  g_object_set_data_full (G_OBJECT (widget), "unit", g_strdup (row->unit), g_free);
  g_signal_connect_object (widget, "activated", G_CALLBACK (chosen_cb), self, G_CONNECT_DEFAULT);
  return widget;
}

/* Unit whose row has the focus, or something in it. (transfer full) (nullable) */
static char *
dup_focused (RelaisBalanceDialog *self)
{
  for (guint i = 0; i < self->widgets->len; i++)
    {
      GtkWidget *widget = g_ptr_array_index (self->widgets, i);
      if ((gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
        return g_strdup (g_object_get_data (G_OBJECT (widget), "unit"));
    }
  return NULL;
}

static void
clear_rows (RelaisBalanceDialog *self)
{
  for (guint i = 0; i < self->widgets->len; i++)
    {
      GtkWidget *widget = g_ptr_array_index (self->widgets, i);
      gboolean silent = gtk_widget_is_ancestor (widget, GTK_WIDGET (self->silent));
      adw_preferences_group_remove (silent ? self->silent : self->spoken, widget);
    }
  g_ptr_array_set_size (self->widgets, 0);
}

static void
show_summary (RelaisBalanceDialog *self, guint subjects, guint silent)
{
  g_autofree char *since = format_day (get_period (self).from);
  /* Translators: %s is a day */
  g_autofree char *told = g_strdup_printf (ngettext ("%'u subject since %s.", "%'u subjects since %s.", subjects), subjects, since);
  g_autofree char *none = g_strdup_printf (ngettext ("Nobody spoke of %u of %u directions.", "Nobody spoke of %u of %u directions.", silent),
                                           silent, self->rows->len);
  g_autofree char *words = g_strdup_printf ("%s %s", told, silent > 0 ? none : _("Every direction was spoken of."));

  gtk_label_set_label (self->summary, words);
}

static void
show (RelaisBalanceDialog *self)
{
  g_autofree char *focused = dup_focused (self);
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (self->rows, NULL, NULL);
  guint subjects = 0, silent = 0;
  double most = 1;

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort_with_data (sorted, compare, GINT_TO_POINTER (gtk_drop_down_get_selected (self->order)));
  clear_rows (self);
  for (guint i = 0; i < sorted->len; i++)
    {
      const RelaisBalanceRow *row = g_ptr_array_index (sorted, i);
      most = MAX (most, MAX (row->subjects, row->expected));
      subjects += row->subjects;
      silent += row->subjects == 0;
    }
  for (guint i = 0; i < sorted->len; i++)
    {
      const RelaisBalanceRow *row = g_ptr_array_index (sorted, i);
      GtkWidget *widget = build_row (self, row, most);
      adw_preferences_group_add (row->subjects == 0 ? self->silent : self->spoken, widget);
      g_ptr_array_add (self->widgets, widget);
      if (g_strcmp0 (focused, row->unit) == 0)
        gtk_widget_grab_focus (widget);
    }
  show_summary (self, subjects, silent);
  gtk_widget_set_visible (GTK_WIDGET (self->silent), silent > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->spoken), silent < sorted->len);
  gtk_stack_set_visible_child_name (self->stack, sorted->len > 0 ? "balance" : "nothing");
}

static gpointer
read_func (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  const Period *period = data;
  g_autoptr (RelaisPlanFilter) everything = relais_plan_filter_new ();

  return relais_plan_reader_balance (workspace, everything, period->from, period->to, error);
}

static void reload (RelaisBalanceDialog *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisBalanceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = relais_store_run_finish (RELAIS_STORE (source), result, &error);

  self->reading = FALSE;
  relais_store_log_error ("The balance could not be read", error);
  if (rows != NULL && self->session != NULL)
    {
      g_clear_pointer (&self->rows, g_ptr_array_unref);
      self->rows = g_ptr_array_ref (rows);
      show (self);
    }
  g_clear_pointer (&rows, g_ptr_array_unref);
  if (self->stale && self->session != NULL)
    reload (self);
}

/* One reading at a time. */
static void
reload (RelaisBalanceDialog *self)
{
  self->stale = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  Period *period = g_new (Period, 1);
  *period = get_period (self);
  relais_store_run_async (relais_session_get_store (self->session), read_func, period, g_free, (GDestroyNotify) g_ptr_array_unref,
                          NULL, read_cb, g_object_ref (self));
}

static void
period_cb (RelaisBalanceDialog *self)
{
  if (self->session != NULL)
    reload (self);
}

static void
order_cb (RelaisBalanceDialog *self)
{
  if (self->rows != NULL)
    show (self);
}

static void
set_narrow (RelaisBalanceDialog *self, gboolean narrow)
{
  self->narrow = narrow;
  if (self->rows != NULL)
    show (self);
}

static void
narrow_cb (RelaisBalanceDialog *self)
{
  set_narrow (self, TRUE);
}

static void
wide_cb (RelaisBalanceDialog *self)
{
  set_narrow (self, FALSE);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisBalanceDialog *self)
{
  if (relais_changes_has_kind (changes, "subject") || relais_changes_has_kind (changes, "placement")
      || relais_changes_has_kind (changes, "unit"))
    reload (self);
}

static void
describe_sheet (GtkWidget *dialog, RelaisPlanSheetRequest *request)
{
  Period period = get_period (RELAIS_BALANCE_DIALOG (dialog));

  request->view = RELAIS_PLAN_SHEET_BALANCE;
  request->first = period.from;
  request->last = period.to;
}

static void
relais_balance_dialog_dispose (GObject *object)
{
  RelaisBalanceDialog *self = RELAIS_BALANCE_DIALOG (object);

  if (self->content != NULL)
    relais_popover_unparent_all (self->content);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_BALANCE_DIALOG);
  g_clear_object (&self->session);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->widgets, g_ptr_array_unref);
  g_clear_pointer (&self->noted, g_free);
  G_OBJECT_CLASS (relais_balance_dialog_parent_class)->dispose (object);
}

static void
relais_balance_dialog_class_init (RelaisBalanceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_balance_dialog_dispose;
  signals[DIRECTION] = g_signal_new ("direction", RELAIS_TYPE_BALANCE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                     G_TYPE_STRING, G_TYPE_INT);
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/planning/relais-balance-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisBalanceDialog, output);
  gtk_widget_class_bind_template_child (widget_class, RelaisBalanceDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisBalanceDialog, content);
  gtk_widget_class_bind_template_child (widget_class, RelaisBalanceDialog, period);
  gtk_widget_class_bind_template_child (widget_class, RelaisBalanceDialog, order);
  gtk_widget_class_bind_template_child (widget_class, RelaisBalanceDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, RelaisBalanceDialog, silent);
  gtk_widget_class_bind_template_child (widget_class, RelaisBalanceDialog, spoken);
  gtk_widget_class_bind_template_callback (widget_class, period_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, wide_cb);
}

static void
relais_balance_dialog_init (RelaisBalanceDialog *self)
{
  self->widgets = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_toggle_group_set_active (self->period, 1);
  relais_name_drop_down (self->order, _("Order"));
}

AdwDialog *
relais_balance_dialog_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisBalanceDialog *self = g_object_new (RELAIS_TYPE_BALANCE_DIALOG, NULL);
  self->session = g_object_ref (session);
  relais_plan_output_install_table (GTK_WIDGET (self), self->output, session, describe_sheet);
  g_signal_connect_object (relais_session_get_store (session), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  reload (self);
  return ADW_DIALOG (self);
}
