/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-pass-view.h"

#include "relais-point-words.h"
#include "relais-verdict-panel.h"

#include "relais-app-page.h"
#include "relais-decision.h"
#include "relais-format.h"
#include "relais-state-pill.h"

#include <glib/gi18n.h>

struct _RelaisPassView
{
  AdwNavigationPage    parent_instance;

  AdwWindowTitle      *place;       /* template */
  GtkProgressBar      *progress;    /* template */
  GtkScrolledWindow   *scroller;    /* template */
  GtkLabel            *why;         /* template */
  RelaisStatePill     *state;       /* template */
  GtkLabel            *subject;     /* template */
  GtkLabel            *origin;      /* template */
  GtkLabel            *summary;     /* template */
  GtkLabel            *warning;     /* template */
  AdwPreferencesGroup *placements;  /* template */
  AdwPreferencesGroup *decisions;   /* template */
  RelaisVerdictPanel  *panel;       /* template */
  AdwWrapBox          *keys;        /* template */

  RelaisSession       *session;     /* owned */
  char                *id;          /* owned: of the meeting */
  RelaisMeeting       *meeting;     /* owned */
  guint                index;       /* of the point in sight */
  gboolean             moving_on;   /* what was just decided comes back from the store: then the next point is shown */
  GPtrArray           *rows;        /* owned: of the groups (borrowed widgets) */
  GtkWidget           *first_key;   /* borrowed */
};

/* One key each. "outcome" NULL: not a decision. */
typedef struct {
  const char *label;    /* N_() */
  const char *keys;     /* as shown */
  guint       key;
  const char *outcome;
  void      (*act) (RelaisPassView *self);
} Key;

enum { FINISHED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisPassView, relais_pass_view, ADW_TYPE_NAVIGATION_PAGE)

static RelaisStore *
get_store (RelaisPassView *self)
{
  return relais_session_get_store (self->session);
}

static RelaisMeetingPoint *
get_point (RelaisPassView *self)
{
  return self->meeting != NULL && self->index < self->meeting->points->len ? relais_meeting_get_point (self->meeting, self->index) : NULL;
}

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && text[0] != '\0');
}

static void
add_row (RelaisPassView *self, AdwPreferencesGroup *group, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_rows (RelaisPassView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP)), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

static void
show_placements (RelaisPassView *self, const RelaisMeetingPoint *point)
{
  g_autoptr (GPtrArray) placements = relais_point_find_placements (get_store (self), point);

  for (guint i = 0; i < placements->len; i++)
    add_row (self, self->placements, relais_point_build_placement (get_store (self), g_ptr_array_index (placements, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->placements), placements->len > 0);
}

static void
show_decisions (RelaisPassView *self, const RelaisMeetingPoint *point)
{
  g_autoptr (GPtrArray) decisions = relais_decisions_of_subject (get_store (self), relais_record_get_id (point->subject));

  for (guint i = 0; i < decisions->len; i++)
    {
      RelaisRecord *decision = g_ptr_array_index (decisions, i);
      gboolean now = g_strcmp0 (relais_record_get_string (decision, "meeting"), self->id) == 0;
      g_autofree char *day = relais_decision_dup_day (get_store (self), decision), *date = relais_format_day_full (day);
      add_row (self, self->decisions, relais_decision_row_new (get_store (self), decision, now ? _("In this meeting") : date));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->decisions), decisions->len > 0);
}

static void
announce (RelaisPassView *self, const RelaisMeetingPoint *point)
{
  g_autofree char *title = relais_record_dup_title (point->subject);
  g_autofree char *spoken = g_strdup_printf ("%s. %s", title, relais_agenda_why_get_label (point->item->why));

  gtk_accessible_announce (GTK_ACCESSIBLE (self), spoken, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
show_place (RelaisPassView *self)
{
  guint n = self->meeting->points->len, open = relais_meeting_count_open (self->meeting);
  g_autofree char *title = relais_meeting_dup_title (self->meeting->record);
  g_autofree char *at = g_strdup_printf (_("%u of %u"), self->index + 1, n);
  g_autofree char *left = g_strdup_printf (ngettext ("%u subject left", "%u subjects left", open), open);
  g_autofree char *place = g_strdup_printf ("%s · %s", at, left);

  adw_window_title_set_title (self->place, place);
  adw_window_title_set_subtitle (self->place, title);
  gtk_progress_bar_set_fraction (self->progress, n > 0 ? (double) (n - open) / n : 0);
}

static void
show_point (RelaisPassView *self)
{
  const RelaisMeetingPoint *point = get_point (self);

  clear_rows (self);
  if (point == NULL || point->subject == NULL)
    return;
  show_place (self);
  g_autofree char *title = relais_record_dup_title (point->subject), *origin = relais_point_say_origin (get_store (self), point);
  g_autofree char *warning = relais_point_say_warning (get_store (self), point);
  gtk_label_set_label (self->why, relais_agenda_why_get_label (point->item->why));
  gtk_widget_set_css_classes (GTK_WIDGET (self->why), (const char *[]) {
    "relais-why", "heading", relais_point_get_style (point->item->why), NULL });
  relais_state_pill_set (self->state, relais_record_get_kind (point->subject), "state",
                         relais_record_get_string (point->subject, "state"));
  set_text (self->subject, title);
  set_text (self->origin, origin);
  set_text (self->summary, relais_record_get_string (point->subject, "summary"));
  set_text (self->warning, warning);
  show_placements (self, point);
  show_decisions (self, point);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
close_panel (RelaisPassView *self)
{
  relais_verdict_panel_close (self->panel);
  gtk_widget_set_visible (GTK_WIDGET (self->keys), TRUE);
}

static void
go_to (RelaisPassView *self, guint index)
{
  close_panel (self);
  self->index = index;
  show_point (self);
  if (get_point (self) != NULL && get_point (self)->subject != NULL)
    announce (self, get_point (self));
  gtk_widget_grab_focus (self->first_key);
}

/* What was closed a moment ago and is open again: somebody undid it. */
static int
find_reopened (RelaisMeeting *before, RelaisMeeting *now)
{
  for (guint i = 0; before != NULL && i < now->points->len; i++)
    for (guint j = 0; j < before->points->len && relais_meeting_is_open (now, i); j++)
      if (g_str_equal (relais_meeting_get_point (before, j)->item->subject, relais_meeting_get_point (now, i)->item->subject) &&
          !relais_meeting_is_open (before, j))
        return (int) i;
  return -1;
}

static void
finish (RelaisPassView *self)
{
  close_panel (self);
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
read_meeting (RelaisPassView *self)
{
  g_autoptr (RelaisMeeting) before = g_steal_pointer (&self->meeting);
  int reopened;

  self->meeting = relais_meeting_read (get_store (self), self->id);
  if (self->meeting == NULL || self->meeting->points->len == 0)
    {
      finish (self);
      return;
    }
  self->index = MIN (self->index, self->meeting->points->len - 1);
  reopened = find_reopened (before, self->meeting);
  if (self->moving_on || before == NULL)
    {
      int next = relais_meeting_find_open (self->meeting, self->index);
      self->moving_on = FALSE;
      if (next < 0)
        finish (self);
      else
        go_to (self, (guint) next);
    }
  else if (reopened >= 0)
    go_to (self, (guint) reopened);
  else
    show_point (self);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisPassView *self)
{
  static const char * const kinds[] = { "meeting", "decision", "subject", "placement", "channel", "closed_period" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (relais_changes_has_kind (changes, kinds[i]))
      {
        read_meeting (self);
        return;
      }
}

static void
decide (RelaisPassView *self, const char *outcome)
{
  const RelaisMeetingPoint *point = get_point (self);

  if (point != NULL && point->subject != NULL && !self->moving_on)
    {
      /* On a small screen there is room for one of them. */
      gtk_widget_set_visible (GTK_WIDGET (self->keys), FALSE);
      relais_verdict_panel_open (self->panel, self->meeting, point, outcome);
    }
}

static void
move_on (RelaisPassView *self, RelaisAction *action)
{
  self->moving_on = TRUE;
  relais_session_commit_quietly (self->session, action);
}

static void
put_off (RelaisPassView *self)
{
  const RelaisMeetingPoint *point = get_point (self);

  if (point == NULL || self->moving_on)
    return;
  if (relais_meeting_is_open (self->meeting, self->index))
    move_on (self, relais_meeting_put_off (self->meeting, self->index));
  else if (relais_meeting_find_open (self->meeting, self->index) >= 0)
    go_to (self, (guint) relais_meeting_find_open (self->meeting, self->index));
  else
    finish (self);
}

static void
pass (RelaisPassView *self)
{
  if (get_point (self) == NULL || self->moving_on)
    return;
  if (relais_meeting_is_open (self->meeting, self->index))
    move_on (self, relais_meeting_pass (self->meeting, self->index));
  else
    put_off (self);
}

static void
go_back (RelaisPassView *self)
{
  if (!self->moving_on && self->index > 0)
    go_to (self, self->index - 1);
}

static const Key keys[] = {
  { N_("Keep"), "K", GDK_KEY_k, "kept" },
  { N_("Postpone to…"), "P", GDK_KEY_p, "postponed" },
  { N_("Refuse"), "R", GDK_KEY_r, "refused" },
  { N_("Other Channel…"), "C", GDK_KEY_c, "other_channel" },
  { N_("Nothing to Decide"), "N", GDK_KEY_n, NULL, pass },
  { N_("Later"), "S", GDK_KEY_s, NULL, put_off },
  { N_("Previous"), "⌫", GDK_KEY_BackSpace, NULL, go_back },
};

static void
press (RelaisPassView *self, const Key *key)
{
  if (key->outcome != NULL)
    decide (self, key->outcome);
  else
    key->act (self);
}

static void
button_cb (GtkWidget *button, RelaisPassView *self)
{
  press (self, g_object_get_data (G_OBJECT (button), "key"));
}

static gboolean
key_cb (RelaisPassView *self, guint pressed, guint code, GdkModifierType state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || relais_verdict_panel_is_open (self->panel))
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (gdk_keyval_to_lower (pressed) == keys[i].key)
      {
        press (self, &keys[i]);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

static void
confirmed_cb (RelaisPassView *self)
{
  RelaisVerdict verdict;

  if (get_point (self) == NULL || self->moving_on)
    return;
  relais_verdict_panel_get (self->panel, &verdict);
  RelaisAction *action = relais_verdict_apply (get_store (self), self->meeting, self->index, &verdict);
  move_on (self, action);
}

static void
cancelled_cb (RelaisPassView *self)
{
  close_panel (self);
  gtk_widget_grab_focus (self->first_key);
}

static void
finish_cb (RelaisPassView *self)
{
  finish (self);
}

/* What could not be written stays in sight; the keeper says why. */
static void
notice_cb (RelaisPassView *self)
{
  self->moving_on = FALSE;
}

static void
build_keys (RelaisPassView *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
      GtkWidget *label = gtk_label_new (_(keys[i].label)), *key = gtk_label_new (keys[i].keys);
      gtk_widget_add_css_class (key, "relais-keys");
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), key);
      gtk_button_set_child (GTK_BUTTON (button), box);
      gtk_widget_add_css_class (button, "relais-verdict");
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _(keys[i].label),
                                      GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, keys[i].keys, -1);
      g_object_set_data (G_OBJECT (button), "key", (gpointer) &keys[i]);
      g_signal_connect_object (button, "clicked", G_CALLBACK (button_cb), self, G_CONNECT_DEFAULT);
      adw_wrap_box_append (self->keys, button);
      if (i == 0)
        self->first_key = button;
    }
}

static void
relais_pass_view_showing (AdwNavigationPage *page)
{
  RelaisPassView *self = RELAIS_PASS_VIEW (page);
  GtkWidget *around = gtk_widget_get_ancestor (GTK_WIDGET (self), RELAIS_TYPE_APP_PAGE);

  ADW_NAVIGATION_PAGE_CLASS (relais_pass_view_parent_class)->showing (page);
  if (around != NULL)
    relais_app_page_set_immersive (RELAIS_APP_PAGE (around), TRUE);
  /* No key of the meeting may go to the agenda behind it. */
  gtk_widget_grab_focus (self->first_key);
}

static void
relais_pass_view_shown (AdwNavigationPage *page)
{
  ADW_NAVIGATION_PAGE_CLASS (relais_pass_view_parent_class)->shown (page);
  /* Who is quick has begun to decide already. */
  if (!relais_verdict_panel_is_open (RELAIS_PASS_VIEW (page)->panel))
    gtk_widget_grab_focus (RELAIS_PASS_VIEW (page)->first_key);
}

static void
relais_pass_view_hiding (AdwNavigationPage *page)
{
  GtkWidget *around = gtk_widget_get_ancestor (GTK_WIDGET (page), RELAIS_TYPE_APP_PAGE);

  ADW_NAVIGATION_PAGE_CLASS (relais_pass_view_parent_class)->hiding (page);
  if (around != NULL)
    relais_app_page_set_immersive (RELAIS_APP_PAGE (around), FALSE);
}

static void
relais_pass_view_dispose (GObject *object)
{
  RelaisPassView *self = RELAIS_PASS_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_PASS_VIEW);
  g_clear_pointer (&self->meeting, relais_meeting_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_pass_view_parent_class)->dispose (object);
}

static void
relais_pass_view_class_init (RelaisPassViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_pass_view_dispose;
  page_class->showing = relais_pass_view_showing;
  page_class->shown = relais_pass_view_shown;
  page_class->hiding = relais_pass_view_hiding;
  g_type_ensure (RELAIS_TYPE_STATE_PILL);
  g_type_ensure (RELAIS_TYPE_VERDICT_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/committee/relais-pass-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, place);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, progress);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, scroller);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, why);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, state);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, subject);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, origin);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, summary);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, warning);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, placements);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, decisions);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, panel);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, keys);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirmed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, finish_cb);
  signals[FINISHED] = g_signal_new ("finished", RELAIS_TYPE_PASS_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_pass_view_init (RelaisPassView *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  build_keys (self);
}

AdwNavigationPage *
relais_pass_view_new (RelaisSession *session, const char *meeting)
{
  RelaisPassView *self = g_object_new (RELAIS_TYPE_PASS_VIEW, "tag", "pass", NULL);

  self->session = g_object_ref (session);
  self->id = g_strdup (meeting);
  relais_verdict_panel_set_session (self->panel, session);
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (session, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  read_meeting (self);
  return ADW_NAVIGATION_PAGE (self);
}
