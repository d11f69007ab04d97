/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-todo-page.h"

#include "relais-format.h"
#include "relais-late.h"
#include "relais-list-row.h"
#include "relais-popover.h"
#include "relais-task-menu.h"
#include "relais-task.h"
#include "relais-week-view.h"

#include <glib/gi18n.h>
#include <string.h>

/* Model chain:
 *
 *   store's thread: relais_tasks_collect() → GListStore (RelaisTask, in order) → sections by GtkSortListModel (RelaisTask)
 *     → GtkNoSelection → GtkListView (RelaisListRow)
 */

struct _RelaisTodoPage
{
  RelaisAppPage     parent_instance;

  GtkListView      *view;         /* template */
  GtkWidget        *bin;          /* template: around the list; what its menus belong to */
  GtkStack         *stack;        /* template: loading, tasks, nothing, week */
  AdwToggleGroup   *whose;        /* template: mine, everyone, week */
  RelaisWeekView *week;         /* borrowed, nullable: built when it is first asked for */

  GListStore       *tasks;        /* owned, item type RelaisTask */
  RelaisTask       *menu_task;    /* owned, nullable: whose menu was opened last */
  GCancellable     *cancellable;  /* owned, nullable: of the collection that runs */
  gulong            changed_id;
  gulong            access_id;
  char              today[RELAIS_DAY_SIZE];
};

G_DEFINE_FINAL_TYPE (RelaisTodoPage, relais_todo_page, RELAIS_TYPE_APP_PAGE)

/* Runs on the store's thread. */
static gpointer
collect (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  return relais_tasks_collect (workspace, data);
}

static const char *
describe_section (RelaisTaskSection section)
{
  switch (section)
    {
    case RELAIS_TASK_LATE:
      return _("Late");
    case RELAIS_TASK_TODAY:
      return _("Today");
    case RELAIS_TASK_THIS_WEEK:
      return _("This Week");
    case RELAIS_TASK_LATER:
      return _("Later");
    }
  g_return_val_if_reached ("");
}

static const char *
describe_type (RelaisTask *task)
{
  RelaisRecord *record = relais_task_get_record (task);

  switch (relais_task_get_type_of (task))
    {
    case RELAIS_TASK_SETTLE:
      return _("Conflict to settle");
    case RELAIS_TASK_ANSWER:
      return _("Mentioned");
    case RELAIS_TASK_CARRY_OUT:
      return _("Decided by the committee");
    case RELAIS_TASK_WRITE:
      return _("To write");
    case RELAIS_TASK_REVIEW:
      return _("To review");
    case RELAIS_TASK_DECIDE:
      return _("To decide");
    case RELAIS_TASK_VALIDATE:
      if (g_strcmp0 (relais_record_get_string (record, "state"), "proposed") == 0)
        return _("Mandate to validate");
      return _("Sheet to be signed");
    }
  g_return_val_if_reached ("");
}

static void
show_type (RelaisListRow *row, RelaisTask *task)
{
  static const struct { const char *icon, *style; } looks[] = {
    [RELAIS_TASK_SETTLE] = { "dialog-warning-symbolic", "relais-red" },
    [RELAIS_TASK_ANSWER] = { "chat-message-new-symbolic", "relais-pink" },
    [RELAIS_TASK_CARRY_OUT] = { "task-due-symbolic", "relais-green" },
    [RELAIS_TASK_WRITE] = { "document-edit-symbolic", "relais-blue" },
    [RELAIS_TASK_REVIEW] = { "view-reveal-symbolic", "relais-orange" },
    [RELAIS_TASK_DECIDE] = { "dialog-question-symbolic", "relais-purple" },
    [RELAIS_TASK_VALIDATE] = { "checkbox-checked-symbolic", "relais-teal" },
  };
  RelaisTaskType type = relais_task_get_type_of (task);

  relais_list_row_set_icon (row, looks[type].icon, looks[type].style, NULL);
}

static char *
describe_header (GtkListHeader *header, gpointer user_data)
{
  RelaisTask *task = gtk_list_header_get_item (header);
  guint n = gtk_list_header_get_n_items (header);

  /* Translators: a section of the to-do list with the number of things in it */
  return g_strdup_printf (_("%s · %u"), describe_section (relais_task_get_section (task)), n);
}

static void
show_menu (RelaisTodoPage *self, GtkListItem *item, double x, double y)
{
  GdkRectangle at;

  g_set_object (&self->menu_task, gtk_list_item_get_item (item));
  relais_popover_get_place (gtk_list_item_get_child (item), self->bin, &at);
  /* From the keyboard: over the middle of the row. */
  at = x >= 0 ? (GdkRectangle) { at.x + (int) x, at.y + (int) y, 1, 1 }
              : (GdkRectangle) { at.x + at.width / 2, at.y + at.height / 2, 1, 1 };
  relais_task_menu_popup (self->bin, &at, relais_app_page_get_session (RELAIS_APP_PAGE (self)), self->menu_task);
}

static void
pressed_cb (GtkGesture *gesture, int n, double x, double y, GtkListItem *item)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (g_object_get_data (G_OBJECT (item), "page"), item, x, y);
}

static void
long_pressed_cb (GtkGesture *gesture, double x, double y, GtkListItem *item)
{
  pressed_cb (gesture, 1, x, y, item);
}

/* The focus is on the row's parent, which belongs to the list view. */
static gboolean
key_cb (RelaisTodoPage *self, guint key, guint code, GdkModifierType state)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  GtkListItem *item = row != NULL ? g_object_get_data (G_OBJECT (row), "item") : NULL;
  gboolean shift = (state & gtk_accelerator_get_default_mod_mask ()) == GDK_SHIFT_MASK;

  if (item == NULL || (key != GDK_KEY_Menu && !(key == GDK_KEY_F10 && shift)))
    return GDK_EVENT_PROPAGATE;
  show_menu (self, item, -1, -1);
  return GDK_EVENT_STOP;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RelaisTodoPage *self)
{
  GtkWidget *row = relais_list_row_new ();
  GtkGesture *click = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();

  g_object_set_data (G_OBJECT (item), "page", self);
  g_object_set_data (G_OBJECT (row), "item", item);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), item, G_CONNECT_DEFAULT);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_pressed_cb), item, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (press));
  gtk_list_item_set_child (item, row);
}

/* What a record of this kind stands at: its status, or what was decided; NULL: nothing to say (a comment). */
static const char *
find_choice (const RelaisKind *kind)
{
  return kind->state_field != NULL ? kind->state_field : relais_kind_find_field (kind, "outcome") >= 0 ? "outcome" : NULL;
}

static void
show_row (GtkListItem *item, gpointer user_data)
{
  RelaisTodoPage *self = user_data;
  RelaisTask *task = gtk_list_item_get_item (item);
  RelaisListRow *row = RELAIS_LIST_ROW (gtk_list_item_get_child (item));
  RelaisRecord *record = relais_task_get_record (task);
  gboolean late = relais_task_get_section (task) == RELAIS_TASK_LATE;
  g_autofree char *due = relais_format_day (relais_task_get_due (task), self->today);
  g_autofree char *subtitle = relais_task_get_detail (task)[0] != '\0'
                                ? g_strdup_printf ("%s · %s", describe_type (task), relais_task_get_detail (task))
                                : g_strdup (describe_type (task));

  show_type (row, task);
  relais_list_row_set_title (row, relais_task_get_title (task));
  relais_list_row_set_subtitle (row, subtitle);
  relais_list_row_set_note (row, due, late ? "error" : NULL);
  const char *field = record != NULL ? find_choice (relais_record_get_kind (record)) : NULL;
  if (field != NULL)
    relais_list_row_set_state (row, relais_record_get_kind (record), field, relais_record_get_string (record, field));
  else
    relais_list_row_set_state (row, NULL, NULL, NULL);
  g_autofree char *label = relais_list_row_dup_label (row);
  gtk_list_item_set_accessible_label (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RelaisTodoPage *self)
{
  relais_late_bind (item, show_row, self);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RelaisTodoPage *self)
{
  relais_late_unbind (item);
}

static int
compare_sections (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return (int) relais_task_get_section ((RelaisTask *) a) - (int) relais_task_get_section ((RelaisTask *) b);
}

static void
open_task (RelaisTodoPage *self, RelaisTask *task)
{
  RelaisRecord *record = relais_task_get_record (task);

  if (record == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.conflict", "x", relais_task_get_conflict (task));
      return;
    }
  /* Writing and reviewing happen in the text, when there is one. */
  const char *kind = relais_record_get_kind (record)->name;
  const char *article = g_str_equal (kind, "placement") ? relais_record_get_string (record, "article") : NULL;
  RelaisTaskType type = relais_task_get_type_of (task);
  if (article != NULL && (type == RELAIS_TASK_WRITE || type == RELAIS_TASK_REVIEW))
    relais_app_page_activate_open (GTK_WIDGET (self), "article", article);
  else if (type == RELAIS_TASK_ANSWER || type == RELAIS_TASK_CARRY_OUT)
    relais_app_page_activate_open (GTK_WIDGET (self), "subject", relais_task_get_subject (task));
  else
    relais_app_page_activate_open (GTK_WIDGET (self), kind, relais_record_get_id (record));
}

static void
activate_cb (RelaisTodoPage *self, guint position)
{
  g_autoptr (RelaisTask) task = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->view)), position);
  open_task (self, task);
}

static void
open_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisTodoPage *self = RELAIS_TODO_PAGE (widget);

  if (self->menu_task != NULL)
    open_task (self, self->menu_task);
}

static void
move_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisTodoPage *self = RELAIS_TODO_PAGE (widget);

  if (self->menu_task != NULL)
    relais_task_move (relais_app_page_get_session (RELAIS_APP_PAGE (self)), self->menu_task,
                      g_variant_get_string (parameter, NULL));
}

static gboolean
is_whose (RelaisTodoPage *self, const char *name)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->whose), name) == 0;
}

static void
update_stack (RelaisTodoPage *self)
{
  if (is_whose (self, "week"))
    gtk_stack_set_visible_child_name (self->stack, "week");
  else
    gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->tasks)) > 0 ? "tasks" : "nothing");
}

static void
collected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisTodoPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tasks = relais_store_run_finish (RELAIS_STORE (source), result, &error);

  if (tasks == NULL)
    {
      relais_store_log_error ("What is to be done could not be read", error);
      return;
    }
  gboolean first = g_list_model_get_n_items (G_LIST_MODEL (self->tasks)) == 0;
  g_list_store_splice (self->tasks, 0, g_list_model_get_n_items (G_LIST_MODEL (self->tasks)), tasks->pdata, tasks->len);
  update_stack (self);
  if (first)
    relais_list_view_show_top (GTK_WIDGET (self->view));
}

static void
load (RelaisTodoPage *self)
{
  RelaisSession *session = relais_app_page_get_session (RELAIS_APP_PAGE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  relais_today (self->today);
  relais_store_run_async (relais_session_get_store (session), collect,
                          relais_task_request_new (relais_session_get_access (session), self->today, is_whose (self, "everyone")),
                          (GDestroyNotify) relais_task_request_free, (GDestroyNotify) g_ptr_array_unref, self->cancellable,
                          collected_cb, g_object_ref (self));
}

static void
whose_cb (RelaisTodoPage *self)
{
  if (!relais_app_page_get_active (RELAIS_APP_PAGE (self)))
    return;
  if (is_whose (self, "week"))
    {
      if (self->week == NULL)
        {
          self->week = RELAIS_WEEK_VIEW (relais_week_view_new (relais_app_page_get_session (RELAIS_APP_PAGE (self))));
          gtk_stack_add_named (self->stack, GTK_WIDGET (self->week), "week");
        }
      relais_week_view_load (self->week);
      update_stack (self);
    }
  else
    load (self);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisTodoPage *self)
{
  static const char * const kinds[] = { "placement", "subject", "mandate", "meeting", "channel", "person", "account", "comment",
                                        "decision", NULL };

  if (relais_changes_has_any_kind (changes, kinds))
    {
      load (self);
      if (is_whose (self, "week"))
        relais_week_view_load (self->week);
    }
  else if (relais_changes_has_status (changes))
    load (self);
}

/* Somebody signed in: what is expected from them is something else. */
static void
access_cb (RelaisTodoPage *self)
{
  load (self);
}

static void
relais_todo_page_set_active (RelaisAppPage *page, gboolean active)
{
  RelaisTodoPage *self = RELAIS_TODO_PAGE (page);
  RelaisStore *store = relais_app_page_get_store (page);

  RELAIS_APP_PAGE_CLASS (relais_todo_page_parent_class)->set_active (page, active);
  if (active)
    {
      self->changed_id = g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
      self->access_id = g_signal_connect_object (store, "notify::access", G_CALLBACK (access_cb), self, G_CONNECT_SWAPPED);
      load (self);
    }
  else
    {
      g_clear_signal_handler (&self->changed_id, store);
      g_clear_signal_handler (&self->access_id, store);
    }
}

static void
relais_todo_page_dispose (GObject *object)
{
  RelaisTodoPage *self = RELAIS_TODO_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->tasks);
  g_clear_object (&self->menu_task);
  if (self->bin != NULL)
    relais_popover_unparent_all (self->bin);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_TODO_PAGE);
  G_OBJECT_CLASS (relais_todo_page_parent_class)->dispose (object);
}

static void
relais_todo_page_class_init (RelaisTodoPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_todo_page_dispose;
  RELAIS_APP_PAGE_CLASS (klass)->set_active = relais_todo_page_set_active;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/todo/relais-todo-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisTodoPage, view);
  gtk_widget_class_bind_template_child (widget_class, RelaisTodoPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisTodoPage, bin);
  gtk_widget_class_bind_template_child (widget_class, RelaisTodoPage, whose);
  gtk_widget_class_bind_template_callback (widget_class, whose_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_install_action (widget_class, "task.open", NULL, open_action_cb);
  gtk_widget_class_install_action (widget_class, "task.move", "s", move_action_cb);
}

static void
relais_todo_page_init (RelaisTodoPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->tasks = g_list_store_new (RELAIS_TYPE_TASK);
  GtkSortListModel *sections = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->tasks)), NULL);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_sections, NULL, NULL));
  gtk_sort_list_model_set_section_sorter (sections, sorter);

  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) headers = relais_header_factory_new (describe_header, NULL);
  g_signal_connect_object (rows, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (rows, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (rows, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_DEFAULT);
  gtk_list_view_set_factory (self->view, rows);
  gtk_list_view_set_header_factory (self->view, headers);

  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (sections));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
}
