/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-agenda-view.h"

#include "relais-meeting.h"
#include "relais-point-words.h"

#include "relais-app-page.h"
#include "relais-drag.h"
#include "relais-form.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-record-chooser.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RelaisAgendaView
{
  RelaisMeetingView    parent_instance;

  GtkButton           *begin;          /* template */
  AdwPreferencesGroup *meeting_group;  /* template */
  AdwPreferencesGroup *agenda_group;   /* template */
  GtkWidget           *more;           /* template */
  GtkWidget           *propose;        /* template */
  GtkWidget           *add;            /* template */

  RelaisForm          *form;           /* owned */
  AdwExpanderRow      *attendees;      /* borrowed */
  GPtrArray           *people;         /* owned: rows of the expander (borrowed widgets) */
  GPtrArray           *rows;           /* owned: rows of the agenda (borrowed widgets) */
  char                *focus;          /* owned, nullable: the subject whose row gets the focus when rows come back */
  char                *stamp;          /* owned, nullable: what the rows say */
  gboolean             dragging;       /* rows stay until the hand is empty */
  guint                dropped, at;    /* places of the row that was dropped and of the one below it */
  guint                drop;           /* source */
  GCancellable        *cancellable;    /* owned */
};

enum { BEGIN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisAgendaView, relais_agenda_view, RELAIS_TYPE_MEETING_VIEW)

static RelaisStore *
get_store (RelaisAgendaView *self)
{
  return relais_meeting_view_get_store (RELAIS_MEETING_VIEW (self));
}

static RelaisSession *
get_session (RelaisAgendaView *self)
{
  return relais_meeting_view_get_session (RELAIS_MEETING_VIEW (self));
}

/* NULL: it is gone. */
static RelaisMeeting *
get_meeting (RelaisAgendaView *self)
{
  return relais_meeting_view_get_meeting (RELAIS_MEETING_VIEW (self));
}

static gboolean
may_edit (RelaisAgendaView *self)
{
  return relais_meeting_view_may_edit (RELAIS_MEETING_VIEW (self), "agenda");
}

static gboolean
is_narrow (RelaisAgendaView *self)
{
  GtkWidget *bin = adw_navigation_page_get_child (ADW_NAVIGATION_PAGE (self));

  return adw_breakpoint_bin_get_current_breakpoint (ADW_BREAKPOINT_BIN (bin)) != NULL;
}

static gboolean
is_under_way (RelaisAgendaView *self)
{
  return g_strcmp0 (relais_record_get_string (get_meeting (self)->record, "state"), "planned") != 0;
}

static void
commit (RelaisAgendaView *self, RelaisAction *action, gboolean announce)
{
  relais_meeting_view_commit (RELAIS_MEETING_VIEW (self), action, announce);
}

static void show_agenda (RelaisAgendaView *self);

static guint
find_index (GtkWidget *row)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "index"));
}

/* The rows may be a moment older than the agenda. */
static gboolean
may_touch (RelaisAgendaView *self, guint index)
{
  return may_edit (self) && index < get_meeting (self)->points->len && relais_meeting_is_open (get_meeting (self), index);
}

static void
move_row (RelaisAgendaView *self, guint index, guint to)
{
  RelaisMeeting *meeting = get_meeting (self);

  if (!may_touch (self, index) || to >= meeting->points->len || to == index)
    return;
  g_set_str (&self->focus, relais_meeting_get_point (meeting, index)->item->subject);
  commit (self, relais_meeting_move (meeting, index, to), FALSE);
  show_agenda (self);
  g_autofree char *title = relais_record_dup_title (relais_meeting_get_point (meeting, to)->subject);
  /* Translators: spoken after a move: subject, place, number of subjects */
  g_autofree char *spoken = g_strdup_printf (_("%s: %u of %u"), title, to + 1, meeting->points->len);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), spoken, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
leave_out (RelaisAgendaView *self, guint index)
{
  RelaisMeeting *meeting = get_meeting (self);

  if (!may_touch (self, index))
    return;
  commit (self, relais_meeting_leave_out (meeting, index), TRUE);
  if (meeting->points->len > 0)
    g_set_str (&self->focus, relais_meeting_get_point (meeting, MIN (index, meeting->points->len - 1))->item->subject);
  show_agenda (self);
}

static void
up_cb (GtkWidget *button, RelaisAgendaView *self)
{
  move_row (self, find_index (button), find_index (button) - 1);
}

static void
down_cb (GtkWidget *button, RelaisAgendaView *self)
{
  move_row (self, find_index (button), find_index (button) + 1);
}

static void
remove_cb (GtkWidget *button, RelaisAgendaView *self)
{
  leave_out (self, find_index (button));
}

static void
open_cb (GtkWidget *row, RelaisAgendaView *self)
{
  relais_app_page_activate_open (GTK_WIDGET (self), "subject", g_object_get_data (G_OBJECT (row), "subject"));
}

static gboolean
row_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, RelaisAgendaView *self)
{
  guint index = find_index (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));

  if ((state & GDK_ALT_MASK) != 0 && (key == GDK_KEY_Up || key == GDK_KEY_Down))
    move_row (self, index, key == GDK_KEY_Up ? index - 1 : index + 1);
  else if (key == GDK_KEY_Delete)
    leave_out (self, index);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, RelaisAgendaView *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));

  return gdk_content_provider_new_typed (ADW_TYPE_ACTION_ROW, row);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, RelaisAgendaView *self)
{
  relais_drag_set_icon (source, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)), 1, 24, 24);
  self->dragging = TRUE;
}

static void
drag_end_cb (GtkDragSource *source, GdkDrag *drag, gboolean delete, RelaisAgendaView *self)
{
  self->dragging = FALSE;
  show_agenda (self);
}

static gboolean
dropped_cb (gpointer data)
{
  RelaisAgendaView *self = data;

  self->drop = 0;
  move_row (self, self->dropped, self->at);
  return G_SOURCE_REMOVE;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, RelaisAgendaView *self)
{
  GtkWidget *row = g_value_get_object (value), *at = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));

  /* Rows of another window are no rows of ours. */
  if (!g_ptr_array_find (self->rows, row, NULL))
    return FALSE;
  self->dropped = find_index (row);
  self->at = find_index (at);
  /* Not at once: the row below goes away with its target when rows are made again. */
  if (self->drop == 0)
    self->drop = g_idle_add (dropped_cb, self);
  return TRUE;
}

static void
add_button (RelaisAgendaView *self, GtkWidget *row, const char *icon, const char *tooltip, guint index, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
make_movable (RelaisAgendaView *self, GtkWidget *row, guint index)
{
  GtkDragSource *source = relais_drag_source_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (source, "prepare", G_CALLBACK (drag_prepare_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (source, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (row_key_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, keys);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "icon-name", "list-drag-handle-symbolic",
    "css-classes", (const char *[]) { "dimmed", NULL }, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  /* In a narrow window the title needs their room: there one drags, or presses Alt with an arrow. */
  if (!is_narrow (self))
    {
      add_button (self, row, "go-up-symbolic", _("Earlier (Alt+Up)"), index, G_CALLBACK (up_cb));
      add_button (self, row, "go-down-symbolic", _("Later (Alt+Down)"), index, G_CALLBACK (down_cb));
    }
  add_button (self, row, "list-remove-symbolic", _("Leave Out (Delete)"), index, G_CALLBACK (remove_cb));
}

static char *
say_point (RelaisAgendaView *self, const RelaisMeetingPoint *point)
{
  g_autofree char *origin = relais_point_say_origin (get_store (self), point);
  const char *why = relais_agenda_why_get_label (point->item->why);

  return origin[0] != '\0' ? g_strdup_printf ("%s · %s", why, origin) : g_strdup (why);
}

static void
build_row (RelaisAgendaView *self, guint index)
{
  const RelaisMeetingPoint *point = relais_meeting_get_point (get_meeting (self), index);
  GtkDropTarget *target = gtk_drop_target_new (ADW_TYPE_ACTION_ROW, GDK_ACTION_MOVE);
  GtkWidget *row = adw_action_row_new (), *number;
  g_autofree char *title = relais_record_dup_title (point->subject), *subtitle = say_point (self, point);
  g_autofree char *position = g_strdup_printf ("%u", index + 1), *spoken = g_strdup_printf ("%s. %s, %s", position, title, subtitle);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  number = gtk_label_new (position);
  gtk_label_set_width_chars (GTK_LABEL (number), 2);
  gtk_widget_add_css_class (number, "dimmed");
  gtk_widget_add_css_class (number, "numeric");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), number);
  relais_name_row (row, spoken);
  g_object_set_data (G_OBJECT (row), "index", GUINT_TO_POINTER (index));
  g_object_set_data_full (G_OBJECT (row), "subject", g_strdup (point->item->subject), g_free);
  if (!relais_meeting_is_open (get_meeting (self), index))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("object-select-symbolic"));
  else if (may_edit (self))
    make_movable (self, row, index);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  adw_preferences_group_add (self->agenda_group, row);
  g_ptr_array_add (self->rows, row);
  if (g_strcmp0 (self->focus, point->item->subject) == 0)
    gtk_widget_grab_focus (row);
}

/* What the rows say: those that would say the same stay, and the keyboard with them. */
static char *
make_stamp (RelaisAgendaView *self)
{
  GString *stamp = g_string_new (!may_edit (self) ? "" : is_narrow (self) ? "narrow" : "edit");

  for (guint i = 0; i < get_meeting (self)->points->len; i++)
    {
      const RelaisMeetingPoint *point = relais_meeting_get_point (get_meeting (self), i);
      g_autofree char *title = relais_record_dup_title (point->subject), *said = say_point (self, point);
      g_string_append_printf (stamp, "\n%s %d %s %s", point->item->subject, relais_meeting_is_open (get_meeting (self), i), title, said);
    }
  return g_string_free (stamp, FALSE);
}

/* The keyboard stays with the subject that it is on. */
static void
remember_focus (RelaisAgendaView *self)
{
  for (guint i = 0; i < self->rows->len && self->focus == NULL; i++)
    if (gtk_widget_get_state_flags (g_ptr_array_index (self->rows, i)) & GTK_STATE_FLAG_FOCUS_WITHIN)
      self->focus = g_strdup (g_object_get_data (g_ptr_array_index (self->rows, i), "subject"));
}

static void
show_rows (RelaisAgendaView *self)
{
  g_autofree char *stamp = make_stamp (self);

  if (self->dragging || !g_set_str (&self->stamp, stamp))
    return;
  remember_focus (self);
  relais_meeting_view_clear (self->rows);
  for (guint i = 0; i < get_meeting (self)->points->len; i++)
    build_row (self, i);
  g_clear_pointer (&self->focus, g_free);
}

static void
show_agenda (RelaisAgendaView *self)
{
  guint n = get_meeting (self)->points->len;
  g_autofree char *count = g_strdup_printf (ngettext ("%u subject", "%u subjects", n), n);

  show_rows (self);
  adw_preferences_group_set_description (self->agenda_group, n > 0 ? count : _("Nothing to speak of: add a subject."));
  gtk_button_set_label (self->begin, is_under_way (self) ? _("Resume") : _("Begin"));
  gtk_widget_set_visible (GTK_WIDGET (self->begin), may_edit (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->begin), relais_meeting_count_open (get_meeting (self)) > 0);
  gtk_widget_set_visible (self->propose, may_edit (self));
  gtk_widget_set_visible (self->add, may_edit (self));
}

static void
narrow_cb (RelaisAgendaView *self)
{
  /* Also told when the page goes away. */
  if (get_meeting (self) != NULL && !g_cancellable_is_cancelled (self->cancellable))
    show_agenda (self);
}

static void
set_attendees (RelaisAgendaView *self, const char *person, gboolean present)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("meeting"));
  const char **known = relais_record_dup_strv (get_meeting (self)->record, "attendees");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *name = relais_store_dup_title (get_store (self), "person", person);
  g_autofree char *label = present ? g_strdup_printf (_("Add %s to the meeting"), name)
                                   : g_strdup_printf (_("Take %s off the meeting"), name);

  for (guint i = 0; known[i] != NULL; i++)
    if (!g_str_equal (known[i], person))
      g_strv_builder_add (builder, known[i]);
  if (present)
    g_strv_builder_add (builder, person);
  g_free (known);
  g_auto (GStrv) all = g_strv_builder_end (builder);
  relais_fields_set_strv (fields, "attendees", (const char * const *) all);
  RelaisAction *action = relais_action_new (label);
  relais_action_update (action, relais_meeting_view_get_id (RELAIS_MEETING_VIEW (self)), fields);
  commit (self, action, FALSE);
}

static void
absent_cb (GtkWidget *button, RelaisAgendaView *self)
{
  set_attendees (self, g_object_get_data (G_OBJECT (button), "person"), FALSE);
}

static void
attendee_chosen_cb (const char *id, gpointer user_data)
{
  if (id != NULL)
    set_attendees (user_data, id, TRUE);
}

static void
invite_cb (RelaisAgendaView *self)
{
  AdwDialog *dialog = relais_record_chooser_new (get_store (self), relais_kind_lookup ("person"), _("Add Somebody"), FALSE,
                                                 attendee_chosen_cb, g_object_ref (self), g_object_unref);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
add_person (RelaisAgendaView *self, const char *person)
{
  g_autofree char *name = relais_store_dup_title (get_store (self), "person", person);
  GtkWidget *row = adw_action_row_new (), *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  gtk_widget_set_tooltip_text (button, _("Does Not Come"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "person", g_strdup (person), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (absent_cb), self, G_CONNECT_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_expander_row_add_row (self->attendees, row);
  g_ptr_array_add (self->people, row);
}

static void
show_attendees (RelaisAgendaView *self)
{
  const char **people = relais_record_dup_strv (get_meeting (self)->record, "attendees");
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->people->len; i++)
    adw_expander_row_remove (self->attendees, g_ptr_array_index (self->people, i));
  g_ptr_array_set_size (self->people, 0);
  for (guint i = 0; people[i] != NULL; i++)
    {
      add_person (self, people[i]);
      g_strv_builder_take (names, relais_store_dup_title (get_store (self), "person", people[i]));
    }
  g_free (people);
  g_auto (GStrv) all = g_strv_builder_end (names);
  g_autofree char *joined = g_strjoinv (", ", all);
  adw_expander_row_set_subtitle (self->attendees, joined);
}

static void
proposed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisAgendaView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) proposed = relais_meeting_propose_finish (RELAIS_STORE (source), result, &error);

  if (proposed == NULL)
    relais_store_log_error ("The agenda could not be read", error);
  if (proposed == NULL || g_cancellable_is_cancelled (self->cancellable) || !may_edit (self))
    return;
  RelaisAction *action = relais_meeting_accept (get_meeting (self), proposed);
  if (action != NULL)
    commit (self, action, FALSE);
  show_agenda (self);
}

static void
propose_cb (RelaisAgendaView *self)
{
  if (get_meeting (self) == NULL)
    return;
  RelaisDay on = relais_day_parse (relais_record_get_string (get_meeting (self)->record, "on"));
  relais_meeting_propose_async (get_store (self), on != RELAIS_DAY_NONE ? on : relais_day_today (), self->cancellable, proposed_cb,
                                g_object_ref (self));
}

static void
subject_chosen_cb (const char *id, gpointer user_data)
{
  RelaisAgendaView *self = user_data;
  RelaisAction *action = id != NULL && may_edit (self) ? relais_meeting_add (get_meeting (self), id) : NULL;

  if (id == NULL || get_meeting (self) == NULL)
    return;
  if (action != NULL)
    commit (self, action, TRUE);
  else
    relais_session_notice (get_session (self), _("This subject is on the agenda already."));
  g_set_str (&self->focus, id);
  show_agenda (self);
}

static void
add_cb (RelaisAgendaView *self)
{
  AdwDialog *dialog = relais_record_chooser_new (get_store (self), relais_kind_lookup ("subject"), _("Add a Subject"), FALSE,
                                                 subject_chosen_cb, g_object_ref (self), g_object_unref);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
begin_cb (RelaisAgendaView *self)
{
  relais_form_flush (self->form);
  if (get_meeting (self) == NULL)
    return;
  if (!is_under_way (self))
    commit (self, relais_meeting_begin (get_meeting (self)), FALSE);
  g_signal_emit (self, signals[BEGIN], 0);
}

static void
relais_agenda_view_show (RelaisMeetingView *view, RelaisMeeting *before)
{
  RelaisAgendaView *self = RELAIS_AGENDA_VIEW (view);

  gtk_widget_set_visible (self->more, relais_meeting_view_may_edit (view, "binned"));
  relais_form_set_record (self->form, get_meeting (self)->record);
  show_attendees (self);
  show_agenda (self);
}

static void
relais_agenda_view_shown (AdwNavigationPage *page)
{
  ADW_NAVIGATION_PAGE_CLASS (relais_agenda_view_parent_class)->shown (page);
  gtk_widget_grab_focus (GTK_WIDGET (RELAIS_AGENDA_VIEW (page)->begin));
}

static void
relais_agenda_view_dispose (GObject *object)
{
  RelaisAgendaView *self = RELAIS_AGENDA_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->drop, g_source_remove);
  /* Disposing of the template unparents children that are bound to it; the page must not be left with one of them. */
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_AGENDA_VIEW);
  g_clear_object (&self->form);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->focus, g_free);
  g_clear_pointer (&self->stamp, g_free);
  G_OBJECT_CLASS (relais_agenda_view_parent_class)->dispose (object);
}

static void
relais_agenda_view_class_init (RelaisAgendaViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_agenda_view_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = relais_agenda_view_shown;
  RELAIS_MEETING_VIEW_CLASS (klass)->show = relais_agenda_view_show;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/committee/relais-agenda-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisAgendaView, begin);
  gtk_widget_class_bind_template_child (widget_class, RelaisAgendaView, meeting_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisAgendaView, agenda_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisAgendaView, more);
  gtk_widget_class_bind_template_child (widget_class, RelaisAgendaView, propose);
  gtk_widget_class_bind_template_child (widget_class, RelaisAgendaView, add);
  gtk_widget_class_bind_template_callback (widget_class, begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, propose_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  signals[BEGIN] = g_signal_new ("begin", RELAIS_TYPE_AGENDA_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_agenda_view_init (RelaisAgendaView *self)
{
  self->people = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
relais_agenda_view_new (RelaisSession *session, const char *meeting)
{
  RelaisAgendaView *self = g_object_new (RELAIS_TYPE_AGENDA_VIEW, "session", session, "meeting", meeting, "tag", "agenda", NULL);
  GtkWidget *invite = g_object_new (ADW_TYPE_BUTTON_ROW, "title", _("Add Somebody…"), "start-icon-name", "list-add-symbolic", NULL);

  self->form = relais_form_new (session, relais_kind_lookup ("meeting"));
  adw_preferences_group_add (self->meeting_group, relais_form_add (self->form, "title"));
  adw_preferences_group_add (self->meeting_group, relais_form_add (self->form, "on"));
  self->attendees = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->attendees), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->attendees), _("Present"));
  adw_expander_row_add_row (self->attendees, invite);
  g_signal_connect_object (invite, "activated", G_CALLBACK (invite_cb), self, G_CONNECT_SWAPPED);
  relais_name_expander (self->attendees);
  adw_preferences_group_add (self->meeting_group, GTK_WIDGET (self->attendees));
  relais_meeting_view_read (RELAIS_MEETING_VIEW (self));
  if (get_meeting (self) != NULL && get_meeting (self)->agenda->len == 0 && !is_under_way (self))
    propose_cb (self);
  return ADW_NAVIGATION_PAGE (self);
}
