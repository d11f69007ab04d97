/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-pass-view.h"

#include "relais-point-view.h"
#include "relais-verdict-panel.h"

#include "relais-app-page.h"

#include <glib/gi18n.h>

struct _RelaisPassView
{
  RelaisMeetingView    parent_instance;

  AdwHeaderBar        *header;      /* template */
  GtkWidget           *undo;        /* template */
  GtkWidget           *full;        /* template */
  AdwWindowTitle      *place;       /* template */
  GtkLabel            *short_place; /* template: in a narrow window */
  GtkProgressBar      *progress;    /* template */
  GtkScrolledWindow   *scroller;    /* template */
  RelaisPointView     *point;       /* template */
  RelaisVerdictPanel  *panel;       /* template */
  AdwWrapBox          *keys;        /* template */

  guint                index;       /* of the point in sight */
  char                *at;          /* owned, nullable: its subject, which stays in sight when the agenda changes */
  gboolean             moving_on;   /* when what was just done is stored the next point is shown */
  char                *next;        /* owned, nullable: the subject of that one; NULL: there is none */
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

G_DEFINE_FINAL_TYPE (RelaisPassView, relais_pass_view, RELAIS_TYPE_MEETING_VIEW)

static RelaisStore *
get_store (RelaisPassView *self)
{
  return relais_meeting_view_get_store (RELAIS_MEETING_VIEW (self));
}

static RelaisSession *
get_session (RelaisPassView *self)
{
  return relais_meeting_view_get_session (RELAIS_MEETING_VIEW (self));
}

/* NULL: it is gone. */
static RelaisMeeting *
get_meeting (RelaisPassView *self)
{
  return relais_meeting_view_get_meeting (RELAIS_MEETING_VIEW (self));
}

/* NULL: there is nothing to decide on now. */
static RelaisMeetingPoint *
get_point (RelaisPassView *self)
{
  RelaisMeeting *meeting = get_meeting (self);

  return meeting != NULL && !self->moving_on && self->index < meeting->points->len
           ? relais_meeting_get_point (meeting, self->index) : NULL;
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
  guint n = get_meeting (self)->points->len, open = relais_meeting_count_open (get_meeting (self));
  g_autofree char *title = relais_meeting_dup_title (get_meeting (self)->record);
  g_autofree char *at = g_strdup_printf (_("%u of %u"), self->index + 1, n);
  g_autofree char *left = g_strdup_printf (ngettext ("%u subject left", "%u subjects left", open), open);
  g_autofree char *place = g_strdup_printf ("%s · %s", at, left);

  g_autofree char *number = g_strdup_printf ("%u/%u", self->index + 1, n);

  adw_window_title_set_title (self->place, place);
  gtk_label_set_label (self->short_place, number);
  adw_window_title_set_subtitle (self->place, title);
  gtk_progress_bar_set_fraction (self->progress, n > 0 ? (double) (n - open) / n : 0);
}

static void
show_point (RelaisPassView *self)
{
  show_place (self);
  relais_point_view_show (self->point, get_meeting (self), relais_meeting_get_point (get_meeting (self), self->index));
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
  const RelaisMeetingPoint *point = relais_meeting_get_point (get_meeting (self), index);

  close_panel (self);
  self->index = index;
  g_set_str (&self->at, point->item->subject);
  show_point (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  announce (self, point);
  gtk_widget_grab_focus (self->first_key);
}

/* What was closed a moment ago and is open again: somebody undid it. */
static int
find_reopened (RelaisMeeting *before, RelaisMeeting *now)
{
  for (guint i = 0; before != NULL && i < now->points->len; i++)
    {
      int then = relais_meeting_find (before, relais_meeting_get_point (now, i)->item->subject);
      if (then >= 0 && !relais_meeting_is_open (before, (guint) then) && relais_meeting_is_open (now, i))
        return (int) i;
    }
  return -1;
}

static void
finish (RelaisPassView *self)
{
  close_panel (self);
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
go_on (RelaisPassView *self, int next)
{
  if (next >= 0)
    go_to (self, (guint) next);
  else
    finish (self);
}

/* Somebody took the subject in sight away. */
static void
leave_point (RelaisPassView *self)
{
  g_autofree char *message = g_strdup_printf (_("“%s” is not on the agenda any more."), relais_point_view_get_title (self->point));

  relais_session_notice (get_session (self), message);
  go_on (self, relais_meeting_find_open (get_meeting (self), self->index));
}

static void
decide (RelaisPassView *self, const char *outcome)
{
  const RelaisMeetingPoint *point = get_point (self);

  if (point == NULL)
    return;
  /* What was said of the last decision must not lie on the fields of this one. */
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  if (toasts != NULL)
    adw_toast_overlay_dismiss_all (ADW_TOAST_OVERLAY (toasts));
  /* On a small screen there is room for one of them. */
  gtk_widget_set_visible (GTK_WIDGET (self->keys), FALSE);
  relais_verdict_panel_open (self->panel, get_meeting (self), point, outcome);
}

/* The next open point when that in sight is closed, or put behind all others; -1: it is the last one. */
static int
find_next (RelaisPassView *self)
{
  RelaisMeeting *meeting = get_meeting (self);
  int next = relais_meeting_find_open (meeting, (self->index + 1) % meeting->points->len);

  return next != (int) self->index ? next : -1;
}

static void
await_next (RelaisPassView *self)
{
  int next = find_next (self);

  g_set_str (&self->next, next >= 0 ? relais_meeting_get_point (get_meeting (self), (guint) next)->item->subject : NULL);
}

static void
move_on (RelaisPassView *self, RelaisAction *action)
{
  self->moving_on = TRUE;
  relais_meeting_view_commit (RELAIS_MEETING_VIEW (self), action, FALSE);
}

static void
put_off (RelaisPassView *self)
{
  if (get_point (self) == NULL)
    return;
  if (!relais_meeting_is_open (get_meeting (self), self->index))
    {
      go_on (self, find_next (self));
      return;
    }
  if (find_next (self) < 0)
    {
      relais_session_notice (get_session (self), _("This is the last subject."));
      return;
    }
  await_next (self);
  move_on (self, relais_meeting_put_off (get_meeting (self), self->index));
}

static void
pass (RelaisPassView *self)
{
  if (get_point (self) == NULL)
    return;
  if (!relais_meeting_is_open (get_meeting (self), self->index))
    {
      go_on (self, find_next (self));
      return;
    }
  await_next (self);
  move_on (self, relais_meeting_pass (get_meeting (self), self->index));
}

static void
go_back (RelaisPassView *self)
{
  if (get_point (self) != NULL && self->index > 0)
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

static void
cancelled_cb (RelaisPassView *self)
{
  close_panel (self);
  gtk_widget_grab_focus (self->first_key);
}

/* Full screen is left first, then the page. */
static gboolean
escape (RelaisPassView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (relais_verdict_panel_is_open (self->panel))
    cancelled_cb (self);
  else if (GTK_IS_WINDOW (root) && gtk_window_is_fullscreen (GTK_WINDOW (root)))
    gtk_window_unfullscreen (GTK_WINDOW (root));
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
key_cb (RelaisPassView *self, guint pressed, guint code, GdkModifierType state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (pressed == GDK_KEY_Escape)
    return escape (self);
  if (relais_verdict_panel_is_open (self->panel))
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

  if (get_point (self) == NULL)
    return;
  relais_verdict_panel_get (self->panel, &verdict);
  await_next (self);
  move_on (self, relais_verdict_apply (get_store (self), get_meeting (self), self->index, &verdict));
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

/* The button says what it would undo. */
static void
undo_label_cb (RelaisPassView *self)
{
  g_autofree char *label = NULL;

  g_object_get (get_session (self), "undo-label", &label, NULL);
  g_autofree char *tooltip = label != NULL ? g_strdup_printf (_("Undo: %s"), label) : g_strdup (_("Undo"));
  gtk_widget_set_tooltip_text (self->undo, tooltip);
}

static void
fullscreened_cb (RelaisPassView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean full = GTK_IS_WINDOW (root) && gtk_window_is_fullscreen (GTK_WINDOW (root));

  gtk_button_set_icon_name (GTK_BUTTON (self->full), full ? "view-restore-symbolic" : "view-fullscreen-symbolic");
  gtk_widget_set_tooltip_text (self->full, full ? _("Leave Full Screen (F11)") : _("Full Screen (F11)"));
  adw_header_bar_set_show_start_title_buttons (self->header, !full);
  adw_header_bar_set_show_end_title_buttons (self->header, !full);
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
move_to_next (RelaisPassView *self)
{
  int next = self->next != NULL ? relais_meeting_find (get_meeting (self), self->next) : -1;

  self->moving_on = FALSE;
  if (next < 0 || !relais_meeting_is_open (get_meeting (self), (guint) next))
    next = relais_meeting_find_open (get_meeting (self), self->index);
  go_on (self, next);
}

static void
relais_pass_view_show (RelaisMeetingView *view, RelaisMeeting *before)
{
  RelaisPassView *self = RELAIS_PASS_VIEW (view);
  RelaisMeeting *meeting = get_meeting (self);
  int here = self->at != NULL ? relais_meeting_find (meeting, self->at) : -1, reopened;

  if (meeting->points->len == 0)
    {
      finish (self);
      return;
    }
  if (self->at == NULL)
    {
      /* Where everything is decided it begins anew. */
      go_to (self, (guint) MAX (relais_meeting_find_open (meeting, 0), 0));
      return;
    }
  self->index = MIN (here >= 0 ? (guint) here : self->index, meeting->points->len - 1);
  reopened = find_reopened (before, meeting);
  if (self->moving_on)
    move_to_next (self);
  else if (here < 0)
    leave_point (self);
  else if (reopened >= 0)
    go_to (self, (guint) reopened);
  else
    show_point (self);
}

static void
relais_pass_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (relais_pass_view_parent_class)->root (widget);
  if (GTK_IS_WINDOW (gtk_widget_get_root (widget)))
    g_signal_connect_object (gtk_widget_get_root (widget), "notify::fullscreened", G_CALLBACK (fullscreened_cb), widget, G_CONNECT_SWAPPED);
  fullscreened_cb (RELAIS_PASS_VIEW (widget));
}

static void
relais_pass_view_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), fullscreened_cb, widget);
  GTK_WIDGET_CLASS (relais_pass_view_parent_class)->unroot (widget);
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
  g_clear_pointer (&self->at, g_free);
  g_clear_pointer (&self->next, g_free);
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
  widget_class->root = relais_pass_view_root;
  widget_class->unroot = relais_pass_view_unroot;
  RELAIS_MEETING_VIEW_CLASS (klass)->show = relais_pass_view_show;
  g_type_ensure (RELAIS_TYPE_POINT_VIEW);
  g_type_ensure (RELAIS_TYPE_VERDICT_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/committee/relais-pass-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, header);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, undo);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, full);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, place);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, short_place);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, progress);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, scroller);
  gtk_widget_class_bind_template_child (widget_class, RelaisPassView, point);
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
  gtk_widget_init_template (GTK_WIDGET (self));
  build_keys (self);
}

AdwNavigationPage *
relais_pass_view_new (RelaisSession *session, const char *meeting)
{
  RelaisPassView *self = g_object_new (RELAIS_TYPE_PASS_VIEW, "session", session, "meeting", meeting, "tag", "pass", NULL);

  relais_verdict_panel_set_session (self->panel, session);
  g_signal_connect_object (session, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::undo-label", G_CALLBACK (undo_label_cb), self, G_CONNECT_SWAPPED);
  undo_label_cb (self);
  relais_meeting_view_read (RELAIS_MEETING_VIEW (self));
  return ADW_NAVIGATION_PAGE (self);
}
