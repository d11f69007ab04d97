/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-agenda-view.h"

#include "relais-meeting.h"
#include "relais-point-words.h"

#include "relais-form.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-record-chooser.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RelaisAgendaView
{
  AdwNavigationPage    parent_instance;

  GtkButton           *begin;          /* template */
  AdwPreferencesGroup *meeting_group;  /* template */
  AdwPreferencesGroup *agenda_group;   /* template */
  GtkWidget           *propose;        /* template */
  GtkWidget           *add;            /* template */

  RelaisSession       *session;        /* owned */
  char                *id;             /* owned */
  RelaisMeeting       *meeting;        /* owned, nullable */
  RelaisForm          *form;           /* owned */
  AdwExpanderRow      *attendees;      /* borrowed */
  GPtrArray           *people;         /* owned: rows of the expander (borrowed widgets) */
  GPtrArray           *rows;           /* owned: rows of the agenda (borrowed widgets) */
  char                *focus;          /* owned, nullable: the subject whose row gets the focus when rows come back */
  char                *stamp;          /* owned, nullable: what the rows say */
  GCancellable        *cancellable;    /* owned */
};

enum { BEGIN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisAgendaView, relais_agenda_view, ADW_TYPE_NAVIGATION_PAGE)

static RelaisStore *
get_store (RelaisAgendaView *self)
{
  return relais_session_get_store (self->session);
}

static gboolean
may_edit (RelaisAgendaView *self)
{
  return relais_access_may_edit (relais_session_get_access (self->session), self->meeting->record, "agenda");
}

static gboolean
is_under_way (RelaisAgendaView *self)
{
  return g_strcmp0 (relais_record_get_string (self->meeting->record, "state"), "planned") != 0;
}

static GPtrArray *
copy_agenda (RelaisAgendaView *self)
{
  g_autofree char *json = relais_agenda_print (self->meeting->agenda);

  return relais_agenda_parse (json);
}

static void
set_agenda (RelaisAgendaView *self, GPtrArray *agenda, const char *label)
{
  relais_session_commit (self->session, relais_meeting_set_agenda (self->meeting, agenda, label));
}

static guint
find_index (GtkWidget *row)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "index"));
}

static void
move_row (RelaisAgendaView *self, guint index, int step)
{
  g_autoptr (GPtrArray) agenda = copy_agenda (self);
  int to = (int) index + step;

  if (index >= agenda->len || to < 0 || to >= (int) agenda->len || !may_edit (self))
    return;
  RelaisAgendaItem *item = g_ptr_array_steal_index (agenda, index);
  g_ptr_array_insert (agenda, to, item);
  g_set_str (&self->focus, item->subject);
  g_autofree char *title = relais_store_dup_title (get_store (self), "subject", item->subject);
  g_autofree char *label = step < 0 ? g_strdup_printf (_("Speak of “%s” earlier"), title)
                                    : g_strdup_printf (_("Speak of “%s” later"), title);
  relais_session_commit_quietly (self->session, relais_meeting_set_agenda (self->meeting, agenda, label));
}

static void
leave_out (RelaisAgendaView *self, guint index)
{
  g_autoptr (GPtrArray) agenda = copy_agenda (self);

  if (index >= agenda->len || !may_edit (self))
    return;
  RelaisAgendaItem *item = g_ptr_array_index (agenda, index);
  RelaisAgendaItem *neighbour = agenda->len > 1 ? g_ptr_array_index (agenda, index + 1 < agenda->len ? index + 1 : index - 1) : NULL;
  g_autofree char *title = relais_store_dup_title (get_store (self), "subject", item->subject);
  g_autofree char *label = g_strdup_printf (_("Leave “%s” out of the agenda"), title);
  g_set_str (&self->focus, neighbour != NULL ? neighbour->subject : NULL);
  g_ptr_array_remove_index (agenda, index);
  set_agenda (self, agenda, label);
}

static void
up_cb (GtkWidget *button, RelaisAgendaView *self)
{
  move_row (self, find_index (button), -1);
}

static void
down_cb (GtkWidget *button, RelaisAgendaView *self)
{
  move_row (self, find_index (button), 1);
}

static void
remove_cb (GtkWidget *button, RelaisAgendaView *self)
{
  leave_out (self, find_index (button));
}

static gboolean
row_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, RelaisAgendaView *self)
{
  guint index = find_index (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));

  if ((state & GDK_ALT_MASK) != 0 && (key == GDK_KEY_Up || key == GDK_KEY_Down))
    move_row (self, index, key == GDK_KEY_Up ? -1 : 1);
  else if (key == GDK_KEY_Delete)
    leave_out (self, index);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
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
  const RelaisMeetingPoint *point = relais_meeting_get_point (self->meeting, index);
  GtkWidget *row = adw_action_row_new (), *number;
  g_autofree char *title = relais_record_dup_title (point->subject), *subtitle = say_point (self, point);
  g_autofree char *position = g_strdup_printf ("%u", index + 1);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  number = gtk_label_new (position);
  gtk_label_set_width_chars (GTK_LABEL (number), 2);
  gtk_widget_add_css_class (number, "dim-label");
  gtk_widget_add_css_class (number, "numeric");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), number);
  g_autofree char *spoken = g_strdup_printf ("%s. %s, %s", position, title, subtitle);
  relais_name_row (row, spoken);
  if (!relais_meeting_is_open (self->meeting, index))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("object-select-symbolic"));
  else if (may_edit (self))
    {
      add_button (self, row, "go-up-symbolic", _("Earlier (Alt+Up)"), index, G_CALLBACK (up_cb));
      add_button (self, row, "go-down-symbolic", _("Later (Alt+Down)"), index, G_CALLBACK (down_cb));
      add_button (self, row, "list-remove-symbolic", _("Leave Out (Delete)"), index, G_CALLBACK (remove_cb));
    }
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (row_key_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, keys);
  g_object_set_data (G_OBJECT (row), "index", GUINT_TO_POINTER (index));
  adw_preferences_group_add (self->agenda_group, row);
  g_ptr_array_add (self->rows, row);
  if (g_strcmp0 (self->focus, point->item->subject) == 0 && !gtk_widget_grab_focus (row))
    gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

/* What the rows say: those that would say the same stay, and the keyboard with them. */
static char *
make_stamp (RelaisAgendaView *self)
{
  GString *stamp = g_string_new (may_edit (self) ? "edit" : "");

  for (guint i = 0; i < self->meeting->points->len; i++)
    {
      const RelaisMeetingPoint *point = relais_meeting_get_point (self->meeting, i);
      g_autofree char *title = point->subject != NULL ? relais_record_dup_title (point->subject) : NULL;
      g_string_append_printf (stamp, "\n%s %d %d %s", point->item->subject, point->item->why,
                              relais_meeting_is_open (self->meeting, i), title != NULL ? title : "");
    }
  return g_string_free (stamp, FALSE);
}

static void
show_rows (RelaisAgendaView *self)
{
  char *stamp = make_stamp (self);

  if (g_strcmp0 (stamp, self->stamp) == 0)
    {
      g_free (stamp);
      return;
    }
  g_free (self->stamp);
  self->stamp = stamp;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->agenda_group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->meeting->points->len; i++)
    if (relais_meeting_get_point (self->meeting, i)->subject != NULL)
      build_row (self, i);
  g_clear_pointer (&self->focus, g_free);
}

static void
show_agenda (RelaisAgendaView *self)
{
  guint n = self->meeting->points->len;
  g_autofree char *count = g_strdup_printf (ngettext ("%u subject", "%u subjects", n), n);

  show_rows (self);
  adw_preferences_group_set_description (self->agenda_group, n > 0 ? count : _("Nothing to speak of: add a subject."));
  gtk_button_set_label (self->begin, is_under_way (self) ? _("Resume") : _("Begin"));
  gtk_widget_set_visible (GTK_WIDGET (self->begin), may_edit (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->begin), relais_meeting_count_open (self->meeting) > 0);
  gtk_widget_set_visible (self->propose, may_edit (self));
  gtk_widget_set_visible (self->add, may_edit (self));
}

static void
set_attendees (RelaisAgendaView *self, const char *person, gboolean present)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("meeting"));
  const char **known = relais_record_dup_strv (self->meeting->record, "attendees");
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
  relais_action_update (action, self->id, fields);
  relais_session_commit_quietly (self->session, action);
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
  const char **people = relais_record_dup_strv (self->meeting->record, "attendees");
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
show_meeting (RelaisAgendaView *self)
{
  relais_form_set_record (self->form, self->meeting->record);
  show_attendees (self);
  show_agenda (self);
}

static void
read_meeting (RelaisAgendaView *self)
{
  g_clear_pointer (&self->meeting, relais_meeting_free);
  self->meeting = relais_meeting_read (get_store (self), self->id);
  if (self->meeting != NULL)
    show_meeting (self);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisAgendaView *self)
{
  if (relais_changes_has_record (changes, self->id) || relais_changes_has_kind (changes, "decision") ||
      relais_changes_has_kind (changes, "subject"))
    read_meeting (self);
}

static gboolean
has_subject (GPtrArray *agenda, const char *subject)
{
  for (guint i = 0; i < agenda->len; i++)
    if (g_str_equal (((RelaisAgendaItem *) g_ptr_array_index (agenda, i))->subject, subject))
      return TRUE;
  return FALSE;
}

/* What was decided, passed or added by hand stays, in front; what the plan proposes follows. */
static void
proposed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisAgendaView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) proposed = relais_meeting_propose_finish (RELAIS_STORE (source), result, &error);
  g_autoptr (GPtrArray) agenda = NULL;

  if (proposed == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("agenda: %s", error->message);
      return;
    }
  if (self->meeting == NULL || !may_edit (self))
    return;
  agenda = copy_agenda (self);
  for (guint i = agenda->len; i > 0; i--)
    {
      const RelaisAgendaItem *item = g_ptr_array_index (agenda, i - 1);
      if (relais_meeting_is_open (self->meeting, i - 1) && item->why != RELAIS_AGENDA_ADDED)
        g_ptr_array_remove_index (agenda, i - 1);
    }
  for (guint i = 0; i < proposed->len; i++)
    {
      const RelaisAgendaItem *item = g_ptr_array_index (proposed, i);
      if (!has_subject (agenda, item->subject))
        g_ptr_array_add (agenda, relais_agenda_item_new (item->subject, item->placement, item->why));
    }
  g_autofree char *old = relais_agenda_print (self->meeting->agenda), *new = relais_agenda_print (agenda);
  if (!g_str_equal (old, new))
    relais_session_commit_quietly (self->session,
                                   relais_meeting_set_agenda (self->meeting, agenda, _("Propose the agenda of the committee")));
}

static void
propose_cb (RelaisAgendaView *self)
{
  RelaisDay on = self->meeting != NULL ? relais_day_parse (relais_record_get_string (self->meeting->record, "on")) : RELAIS_DAY_NONE;

  relais_meeting_propose_async (get_store (self), on != RELAIS_DAY_NONE ? on : relais_day_today (), self->cancellable, proposed_cb,
                                g_object_ref (self));
}

static void
subject_chosen_cb (const char *id, gpointer user_data)
{
  RelaisAgendaView *self = user_data;

  if (id == NULL || self->meeting == NULL || has_subject (self->meeting->agenda, id))
    return;
  g_autoptr (GPtrArray) agenda = copy_agenda (self);
  g_autofree char *title = relais_store_dup_title (get_store (self), "subject", id);
  g_autofree char *label = g_strdup_printf (_("Add “%s” to the agenda"), title);
  g_ptr_array_add (agenda, relais_agenda_item_new (id, NULL, RELAIS_AGENDA_ADDED));
  set_agenda (self, agenda, label);
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
  if (!is_under_way (self))
    relais_session_commit_quietly (self->session, relais_meeting_begin (self->meeting, self->meeting->agenda));
  g_signal_emit (self, signals[BEGIN], 0);
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
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_AGENDA_VIEW);
  g_clear_object (&self->form);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->meeting, relais_meeting_free);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->focus, g_free);
  g_clear_pointer (&self->stamp, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_agenda_view_parent_class)->dispose (object);
}

static void
relais_agenda_view_class_init (RelaisAgendaViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_agenda_view_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = relais_agenda_view_shown;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/committee/relais-agenda-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisAgendaView, begin);
  gtk_widget_class_bind_template_child (widget_class, RelaisAgendaView, meeting_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisAgendaView, agenda_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisAgendaView, propose);
  gtk_widget_class_bind_template_child (widget_class, RelaisAgendaView, add);
  gtk_widget_class_bind_template_callback (widget_class, begin_cb);
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
  RelaisAgendaView *self = g_object_new (RELAIS_TYPE_AGENDA_VIEW, "tag", "agenda", NULL);
  GtkWidget *invite = g_object_new (ADW_TYPE_BUTTON_ROW, "title", _("Add Somebody…"), "start-icon-name", "list-add-symbolic", NULL);

  self->session = g_object_ref (session);
  self->id = g_strdup (meeting);
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
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  read_meeting (self);
  if (self->meeting != NULL && self->meeting->agenda->len == 0 && !is_under_way (self))
    propose_cb (self);
  return ADW_NAVIGATION_PAGE (self);
}
