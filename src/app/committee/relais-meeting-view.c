/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-meeting-view.h"

typedef struct {
  RelaisSession *session;  /* owned */
  char          *id;       /* owned */
  RelaisMeeting *meeting;  /* owned, nullable */
  GQueue         waiting;  /* element-type utf8, owned: labels of what is not stored yet */
  gboolean       showing;  /* it was asked to read */
} RelaisMeetingViewPrivate;

enum { PROP_0, PROP_SESSION, PROP_MEETING, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (RelaisMeetingView, relais_meeting_view, ADW_TYPE_NAVIGATION_PAGE)

#define PRIVATE(self) ((RelaisMeetingViewPrivate *) relais_meeting_view_get_instance_private (self))

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisMeetingView *self)
{
  static const char * const kinds[] = { "meeting", "decision", "subject", "placement", "channel", "closed_period", "person", NULL };

  if (!PRIVATE (self)->showing || relais_meeting_view_is_waiting (self))
    return;
  if (relais_changes_has_any_kind (changes, kinds))
    relais_meeting_view_read (self);
}

static void
committed_cb (RelaisSession *session, const char *label, gboolean announce, RelaisMeetingView *self)
{
  GQueue *waiting = &PRIVATE (self)->waiting;

  if (g_queue_is_empty (waiting) || !g_str_equal (label, g_queue_peek_head (waiting)))
    return;
  g_free (g_queue_pop_head (waiting));
  if (g_queue_is_empty (waiting))
    relais_meeting_view_read (self);
}

/* Something was refused: nothing is waited for any more, and the meeting is as it is stored. */
static void
notice_cb (RelaisMeetingView *self)
{
  if (g_queue_is_empty (&PRIVATE (self)->waiting))
    return;
  g_queue_clear_full (&PRIVATE (self)->waiting, g_free);
  relais_meeting_view_read (self);
}

static void
relais_meeting_view_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  RelaisMeetingView *self = RELAIS_MEETING_VIEW (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      PRIVATE (self)->session = g_value_dup_object (value);
      break;
    case PROP_MEETING:
      PRIVATE (self)->id = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_meeting_view_constructed (GObject *object)
{
  RelaisMeetingView *self = RELAIS_MEETING_VIEW (object);

  G_OBJECT_CLASS (relais_meeting_view_parent_class)->constructed (object);
  g_signal_connect_object (relais_meeting_view_get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (PRIVATE (self)->session, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (PRIVATE (self)->session, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
relais_meeting_view_dispose (GObject *object)
{
  RelaisMeetingViewPrivate *private = PRIVATE (RELAIS_MEETING_VIEW (object));

  private->showing = FALSE;
  g_clear_pointer (&private->meeting, relais_meeting_free);
  G_OBJECT_CLASS (relais_meeting_view_parent_class)->dispose (object);
}

static void
relais_meeting_view_finalize (GObject *object)
{
  RelaisMeetingViewPrivate *private = PRIVATE (RELAIS_MEETING_VIEW (object));

  g_queue_clear_full (&private->waiting, g_free);
  g_clear_object (&private->session);
  g_free (private->id);
  G_OBJECT_CLASS (relais_meeting_view_parent_class)->finalize (object);
}

static void
relais_meeting_view_class_init (RelaisMeetingViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = relais_meeting_view_set_property;
  object_class->constructed = relais_meeting_view_constructed;
  object_class->dispose = relais_meeting_view_dispose;
  object_class->finalize = relais_meeting_view_finalize;
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, RELAIS_TYPE_SESSION,
                                                  G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MEETING] = g_param_spec_string ("meeting", NULL, NULL, NULL,
                                                  G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
relais_meeting_view_init (RelaisMeetingView *self)
{
}

void
relais_meeting_view_read (RelaisMeetingView *self)
{
  g_return_if_fail (RELAIS_IS_MEETING_VIEW (self));

  g_autoptr (RelaisMeeting) before = g_steal_pointer (&PRIVATE (self)->meeting);
  PRIVATE (self)->showing = TRUE;
  PRIVATE (self)->meeting = relais_meeting_read (relais_meeting_view_get_store (self), PRIVATE (self)->id);
  if (PRIVATE (self)->meeting != NULL)
    RELAIS_MEETING_VIEW_GET_CLASS (self)->show (self, before);
}

RelaisSession *
relais_meeting_view_get_session (RelaisMeetingView *self)
{
  g_return_val_if_fail (RELAIS_IS_MEETING_VIEW (self), NULL);
  return PRIVATE (self)->session;
}

RelaisStore *
relais_meeting_view_get_store (RelaisMeetingView *self)
{
  return relais_session_get_store (relais_meeting_view_get_session (self));
}

const char *
relais_meeting_view_get_id (RelaisMeetingView *self)
{
  g_return_val_if_fail (RELAIS_IS_MEETING_VIEW (self), NULL);
  return PRIVATE (self)->id;
}

RelaisMeeting *
relais_meeting_view_get_meeting (RelaisMeetingView *self)
{
  g_return_val_if_fail (RELAIS_IS_MEETING_VIEW (self), NULL);
  return PRIVATE (self)->meeting;
}

gboolean
relais_meeting_view_may_edit (RelaisMeetingView *self, const char *field)
{
  RelaisMeeting *meeting = relais_meeting_view_get_meeting (self);

  return meeting != NULL && relais_access_may_edit (relais_session_get_access (PRIVATE (self)->session), meeting->record, field);
}

void
relais_meeting_view_commit (RelaisMeetingView *self, RelaisAction *action, gboolean announce)
{
  g_return_if_fail (RELAIS_IS_MEETING_VIEW (self) && action != NULL);

  if (!relais_action_is_empty (action))
    g_queue_push_tail (&PRIVATE (self)->waiting, g_strdup (relais_action_get_label (action)));
  if (announce)
    relais_session_commit (PRIVATE (self)->session, action);
  else
    relais_session_commit_quietly (PRIVATE (self)->session, action);
}

gboolean
relais_meeting_view_is_waiting (RelaisMeetingView *self)
{
  g_return_val_if_fail (RELAIS_IS_MEETING_VIEW (self), FALSE);
  return !g_queue_is_empty (&PRIVATE (self)->waiting);
}

void
relais_meeting_view_clear (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (rows, i);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP)), row);
    }
  g_ptr_array_set_size (rows, 0);
}
