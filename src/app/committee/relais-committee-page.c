/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-committee-page.h"

#include "relais-agenda-view.h"
#include "relais-meeting.h"
#include "relais-minutes-view.h"
#include "relais-pass-view.h"

#include "relais-choice-label.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-popover.h"
#include "relais-state-pill.h"

#include <glib/gi18n.h>

/* Two years of weekly meetings; older ones are found by the search. */
#define MAX_MEETINGS 104
/* What was left is gone on with soon; of an older one the record says that it was not finished. */
#define MAX_UNFINISHED 6
/* Rows that are made at once: the rest comes when there is time for it. */
#define SOME_ROWS 6

struct _RelaisCommitteePage
{
  RelaisAppPage        parent_instance;

  AdwNavigationView   *views;   /* template */
  GtkStack            *stack;   /* template: meetings, nothing */
  GtkWidget           *list;    /* template: around the rows, which come and go; menus belong to it */
  AdwPreferencesGroup *coming;  /* template */
  AdwPreferencesGroup *held;    /* template */
  GtkWidget           *create;  /* template */
  GtkWidget           *first;   /* template */

  GPtrArray           *rows;    /* owned (borrowed widgets) */
  char                *shown;   /* owned, nullable: what the rows say */
  GPtrArray           *waiting; /* owned, element-type RelaisRecord: held ones that have no row yet */
  guint                fill_id;
  char                *meeting; /* owned, nullable: the one that is open */
  gulong               changed_id;
};

G_DEFINE_FINAL_TYPE (RelaisCommitteePage, relais_committee_page, RELAIS_TYPE_APP_PAGE)

static RelaisStore *
get_store (RelaisCommitteePage *self)
{
  return relais_app_page_get_store (RELAIS_APP_PAGE (self));
}

static RelaisSession *
get_session (RelaisCommitteePage *self)
{
  return relais_app_page_get_session (RELAIS_APP_PAGE (self));
}

static gboolean
may_create (RelaisCommitteePage *self)
{
  return relais_access_may_create (relais_session_get_access (get_session (self)), relais_kind_lookup ("meeting"));
}

/* To be held, or begun and not at its end. */
static gboolean
is_open (RelaisCommitteePage *self, RelaisRecord *record)
{
  return g_strcmp0 (relais_record_get_string (record, "state"), "planned") == 0 || relais_meeting_is_unfinished (get_store (self), record);
}

/* ---- one meeting ---- */

static void begin_cb (RelaisCommitteePage *self);

static AdwNavigationPage *
build_minutes (RelaisCommitteePage *self)
{
  AdwNavigationPage *minutes = relais_minutes_view_new (get_session (self), self->meeting);

  g_signal_connect_object (minutes, "resume", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  return minutes;
}

/* The record takes the place of what led to it: back is the list of meetings. */
static void
show_minutes (gpointer data)
{
  g_autoptr (RelaisCommitteePage) self = data;

  if (self->views == NULL || self->meeting == NULL)
    return;
  AdwNavigationPage *pages[] = { adw_navigation_view_find_page (self->views, "meetings"), build_minutes (self) };
  adw_navigation_view_replace (self->views, pages, G_N_ELEMENTS (pages));
}

/* Not at once: the button that was pressed goes away with its page. */
static void
finished_cb (RelaisCommitteePage *self)
{
  g_idle_add_once (show_minutes, g_object_ref (self));
}

static void
begin_cb (RelaisCommitteePage *self)
{
  AdwNavigationPage *pass = relais_pass_view_new (get_session (self), self->meeting);

  g_signal_connect_object (pass, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->views, pass);
}

static void
open_meeting (RelaisCommitteePage *self, RelaisRecord *meeting)
{
  g_set_str (&self->meeting, relais_record_get_id (meeting));
  adw_navigation_view_pop_to_tag (self->views, "meetings");
  if (!is_open (self, meeting))
    {
      adw_navigation_view_push (self->views, build_minutes (self));
      return;
    }
  AdwNavigationPage *agenda = relais_agenda_view_new (get_session (self), self->meeting);
  g_signal_connect_object (agenda, "begin", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->views, agenda);
}

static void
row_cb (GtkWidget *row, RelaisCommitteePage *self)
{
  g_autoptr (RelaisRecord) meeting = relais_store_lookup (get_store (self), "meeting", g_object_get_data (G_OBJECT (row), "id"));

  if (meeting != NULL)
    open_meeting (self, meeting);
}

/* ---- thrown away ---- */

static gboolean
may_throw_away (RelaisCommitteePage *self, RelaisRecord *meeting)
{
  return relais_access_may_edit (relais_session_get_access (get_session (self)), meeting, "binned");
}

/* What was decided stays with its subjects. @id: "": the meeting that is open */
static void
throw_away_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisCommitteePage *self = RELAIS_COMMITTEE_PAGE (widget);
  const char *given = g_variant_get_string (parameter, NULL), *id = given[0] != '\0' ? given : self->meeting;
  g_autoptr (RelaisRecord) meeting = id != NULL ? relais_store_lookup (get_store (self), "meeting", id) : NULL;

  if (meeting == NULL || !may_throw_away (self, meeting))
    return;
  g_autofree char *title = relais_meeting_dup_title (meeting), *label = g_strdup_printf (_("Throw away “%s”"), title);
  RelaisAction *action = relais_action_new (label);
  relais_action_bin (action, relais_record_get_kind (meeting), relais_record_get_id (meeting), TRUE);
  adw_navigation_view_pop_to_tag (self->views, "meetings");
  relais_session_commit (get_session (self), action);
}

static void
show_menu (RelaisCommitteePage *self, GtkWidget *row)
{
  const char *id = g_object_get_data (G_OBJECT (row), "id");
  g_autoptr (RelaisRecord) meeting = relais_store_lookup (get_store (self), "meeting", id);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *action = g_strdup_printf ("committee.throw-away('%s')", id);
  GdkRectangle place;

  if (meeting == NULL || !may_throw_away (self, meeting))
    return;
  g_menu_append (menu, _("_Throw Away"), action);
  GtkWidget *popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  relais_popover_get_place (row, self->list, &place);
  relais_popover_show (popover, self->list, &(GdkRectangle) { place.x + place.width / 2, place.y + place.height / 2, 1, 1 });
}

static void
secondary_cb (GtkGestureClick *gesture, int n_press, double x, double y, RelaisCommitteePage *self)
{
  show_menu (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));
}

/* The row of a meeting that has the focus; NULL: none. */
static GtkWidget *
find_focused (RelaisCommitteePage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_widget_has_focus (g_ptr_array_index (self->rows, i)))
      return g_ptr_array_index (self->rows, i);
  return NULL;
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GtkWidget *row = find_focused (RELAIS_COMMITTEE_PAGE (widget));

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;
  show_menu (RELAIS_COMMITTEE_PAGE (widget), row);
  return GDK_EVENT_STOP;
}

static gboolean
delete_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GtkWidget *row = find_focused (RELAIS_COMMITTEE_PAGE (widget));

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (widget, "committee.throw-away", "s", g_object_get_data (G_OBJECT (row), "id"));
  return GDK_EVENT_STOP;
}

/* ---- the list ---- */

static void
add_row (RelaisCommitteePage *self, RelaisRecord *meeting, AdwPreferencesGroup *group)
{
  GtkWidget *row = adw_action_row_new (), *pill = relais_state_pill_new ();
  g_autofree char *day = relais_format_day_full (relais_record_get_string (meeting, "on"));
  const char *title = relais_record_get_string (meeting, "title");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), day);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), title != NULL ? title : "");
  relais_state_pill_set (RELAIS_STATE_PILL (pill), relais_record_get_kind (meeting), "state",
                         relais_record_get_string (meeting, "state"));
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", day, title != NULL ? title : _("Committee"),
    relais_choice_label (relais_record_get_kind (meeting), "state", relais_record_get_string (meeting, "state")));
  relais_name_row (row, spoken);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (relais_record_get_id (meeting)), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_cb), self, G_CONNECT_DEFAULT);
  GtkGesture *secondary = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (secondary, "pressed", G_CALLBACK (secondary_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (secondary));
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

static gboolean
add_some_cb (gpointer user_data)
{
  RelaisCommitteePage *self = user_data;

  for (guint i = 0; i < SOME_ROWS && self->waiting->len > 0; i++)
    {
      g_autoptr (RelaisRecord) meeting = g_ptr_array_steal_index (self->waiting, 0);
      add_row (self, meeting, self->held);
    }
  if (self->waiting->len > 0)
    return G_SOURCE_CONTINUE;
  self->fill_id = 0;
  return G_SOURCE_REMOVE;
}

static void
clear_rows (RelaisCommitteePage *self)
{
  g_clear_handle_id (&self->fill_id, g_source_remove);
  g_ptr_array_set_size (self->waiting, 0);
  relais_meeting_view_clear (self->rows);
}

/* Ids of the ones that are to be held or gone on with. @meetings: the last one first */
static GHashTable *
find_open (RelaisCommitteePage *self, GPtrArray *meetings)
{
  GHashTable *open = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_held = 0;

  for (guint i = 0; i < meetings->len; i++)
    {
      RelaisRecord *meeting = g_ptr_array_index (meetings, i);
      gboolean held = g_strcmp0 (relais_record_get_string (meeting, "state"), "held") == 0;
      if ((!held || n_held++ < MAX_UNFINISHED) && is_open (self, meeting))
        g_hash_table_add (open, (gpointer) relais_record_get_id (meeting));
    }
  return open;
}

/* All that the rows would say, in one text. */
static char *
describe (GPtrArray *meetings, GHashTable *open)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < meetings->len; i++)
    {
      RelaisRecord *meeting = g_ptr_array_index (meetings, i);
      const char *title = relais_record_get_string (meeting, "title");
      g_string_append_printf (text, "%s %s %s %d %s\n", relais_record_get_id (meeting), relais_record_get_string (meeting, "on"),
                              relais_record_get_string (meeting, "state"), g_hash_table_contains (open, relais_record_get_id (meeting)),
                              title != NULL ? title : "");
    }
  return g_string_free (text, FALSE);
}

static void
show_meetings (RelaisCommitteePage *self)
{
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("meeting")), "on", TRUE);

  relais_query_limit (query, MAX_MEETINGS);
  g_autoptr (GPtrArray) meetings = relais_store_query (get_store (self), query);
  g_autoptr (GHashTable) open = find_open (self, meetings);
  g_autofree char *text = describe (meetings, open);
  gtk_widget_set_visible (self->create, may_create (self));
  gtk_widget_set_visible (self->first, may_create (self));
  if (!g_set_str (&self->shown, text))
    return;
  clear_rows (self);
  /* The next one first; of those held, the last one. */
  for (guint i = meetings->len; i > 0; i--)
    if (g_hash_table_contains (open, relais_record_get_id (g_ptr_array_index (meetings, i - 1))))
      add_row (self, g_ptr_array_index (meetings, i - 1), self->coming);
  for (guint i = 0; i < meetings->len; i++)
    if (!g_hash_table_contains (open, relais_record_get_id (g_ptr_array_index (meetings, i))))
      g_ptr_array_add (self->waiting, relais_record_ref (g_ptr_array_index (meetings, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->coming), self->rows->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->held), self->waiting->len > 0);
  if (add_some_cb (self) == G_SOURCE_CONTINUE)
    self->fill_id = g_idle_add_full (G_PRIORITY_LOW, add_some_cb, self, NULL);
  gtk_stack_set_visible_child_name (self->stack, meetings->len > 0 ? "meetings" : "nothing");
}

static gboolean
is_in_list (RelaisCommitteePage *self)
{
  return g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->views), "meetings") == 0;
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisCommitteePage *self)
{
  if (!relais_changes_has_kind (changes, "meeting"))
    return;
  show_meetings (self);
  if (self->meeting == NULL || !relais_changes_has_record (changes, self->meeting))
    return;
  g_autoptr (RelaisRecord) meeting = relais_store_lookup (store, "meeting", self->meeting);
  gboolean there = meeting != NULL && !relais_record_get_boolean (meeting, "binned");
  /* One that was just made is opened when it is there; one that somebody else throws away is left. */
  if (there && is_in_list (self))
    open_meeting (self, meeting);
  else if (!there && !is_in_list (self))
    {
      adw_navigation_view_pop_to_tag (self->views, "meetings");
      relais_session_notice (get_session (self), _("Somebody threw this meeting away. It is in the bin."));
    }
}

static void
create_cb (RelaisCommitteePage *self)
{
  relais_app_page_create (RELAIS_APP_PAGE (self));
}

static void
popped_cb (RelaisCommitteePage *self)
{
  if (is_in_list (self))
    g_clear_pointer (&self->meeting, g_free);
}

/* As the last one: title and who comes; today. */
static void
relais_committee_page_create (RelaisAppPage *page)
{
  RelaisCommitteePage *self = RELAIS_COMMITTEE_PAGE (page);
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("meeting")), "on", TRUE);
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("meeting"));
  char today[RELAIS_DAY_SIZE];

  if (!may_create (self))
    {
      relais_fields_free (fields);
      return;
    }
  relais_query_limit (query, 1);
  g_autoptr (GPtrArray) last = relais_store_query (get_store (self), query);
  RelaisAction *action = relais_action_new (_("New committee meeting"));
  relais_today (today);
  relais_fields_set_string (fields, "on", today);
  relais_fields_set_string (fields, "state", "planned");
  relais_fields_set_string (fields, "title", _("Editorial committee"));
  if (last->len > 0)
    {
      const char **attendees = relais_record_dup_strv (g_ptr_array_index (last, 0), "attendees");
      const char *title = relais_record_get_string (g_ptr_array_index (last, 0), "title");
      if (title != NULL)
        relais_fields_set_string (fields, "title", title);
      relais_fields_set_strv (fields, "attendees", attendees);
      g_free (attendees);
    }
  fields->unset = 0;
  adw_navigation_view_pop_to_tag (self->views, "meetings");
  g_set_str (&self->meeting, relais_action_create (action, NULL, fields));
  relais_session_commit (get_session (self), action);
}

static void
relais_committee_page_set_active (RelaisAppPage *page, gboolean active)
{
  RelaisCommitteePage *self = RELAIS_COMMITTEE_PAGE (page);

  RELAIS_APP_PAGE_CLASS (relais_committee_page_parent_class)->set_active (page, active);
  if (active)
    {
      show_meetings (self);
      self->changed_id = g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
    }
  else
    g_clear_signal_handler (&self->changed_id, get_store (self));
}

static void
relais_committee_page_open (RelaisAppPage *page, const char *kind, const char *id)
{
  g_autoptr (RelaisRecord) meeting = relais_store_lookup (relais_app_page_get_store (page), kind, id);

  if (meeting != NULL)
    open_meeting (RELAIS_COMMITTEE_PAGE (page), meeting);
}

static void
relais_committee_page_dispose (GObject *object)
{
  RelaisCommitteePage *self = RELAIS_COMMITTEE_PAGE (object);

  if (self->list != NULL)
    relais_popover_unparent_all (self->list);
  /* Disposing of the template unparents children that are bound to it; the page must not be left with one of them. */
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_COMMITTEE_PAGE);
  g_clear_handle_id (&self->fill_id, g_source_remove);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->meeting, g_free);
  G_OBJECT_CLASS (relais_committee_page_parent_class)->dispose (object);
}

static void
relais_committee_page_class_init (RelaisCommitteePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RelaisAppPageClass *page_class = RELAIS_APP_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_committee_page_dispose;
  page_class->set_active = relais_committee_page_set_active;
  page_class->open = relais_committee_page_open;
  page_class->create = relais_committee_page_create;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/committee/relais-committee-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisCommitteePage, views);
  gtk_widget_class_bind_template_child (widget_class, RelaisCommitteePage, stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisCommitteePage, list);
  gtk_widget_class_bind_template_child (widget_class, RelaisCommitteePage, coming);
  gtk_widget_class_bind_template_child (widget_class, RelaisCommitteePage, held);
  gtk_widget_class_bind_template_child (widget_class, RelaisCommitteePage, create);
  gtk_widget_class_bind_template_child (widget_class, RelaisCommitteePage, first);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, popped_cb);
  gtk_widget_class_install_action (widget_class, "committee.throw-away", "s", throw_away_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, delete_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
}

static void
relais_committee_page_init (RelaisCommitteePage *self)
{
  self->rows = g_ptr_array_new ();
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}
