/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-meeting.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisMeetingView: a page about one meeting, which it reads again after each change; not between what the person does here and
 * its storage, so that nothing jumps back for a moment. Abstract.
 *
 * Properties: "session" and "meeting" (its id), construct only. */
#define RELAIS_TYPE_MEETING_VIEW (relais_meeting_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (RelaisMeetingView, relais_meeting_view, RELAIS, MEETING_VIEW, AdwNavigationPage)

struct _RelaisMeetingViewClass
{
  AdwNavigationPageClass parent_class;

  /* The meeting was read; @before: as it was (nullable: for the first time). Not called when it is gone. */
  void (*show) (RelaisMeetingView *self, RelaisMeeting *before);
};

/* What the view is made of is there: it shows the meeting from now on. */
void           relais_meeting_view_read        (RelaisMeetingView *self);
RelaisSession *relais_meeting_view_get_session (RelaisMeetingView *self);
RelaisStore   *relais_meeting_view_get_store   (RelaisMeetingView *self);
const char    *relais_meeting_view_get_id      (RelaisMeetingView *self);
/* NULL: it is gone. */
RelaisMeeting *relais_meeting_view_get_meeting (RelaisMeetingView *self);
gboolean       relais_meeting_view_may_edit    (RelaisMeetingView *self, const char *field);

/* What the person did here; the meeting is read when all of it is stored, or refused. Takes @action. */
void           relais_meeting_view_commit      (RelaisMeetingView *self, RelaisAction *action, gboolean announce);
/* Something is not stored yet. */
gboolean       relais_meeting_view_is_waiting  (RelaisMeetingView *self);

/* Rows that a view put into groups; takes them out again. @rows: (element-type GtkWidget), borrowed widgets */
void           relais_meeting_view_clear       (GPtrArray *rows);

G_END_DECLS
