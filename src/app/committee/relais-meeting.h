/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-agenda.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* A point of the agenda with what it is about. */
typedef struct {
  RelaisAgendaItem *item;       /* borrowed from the agenda */
  RelaisRecord     *subject;    /* owned */
  RelaisRecord     *placement;  /* owned, nullable: the point is about the whole subject */
  RelaisRecord     *decision;   /* owned, nullable: of this meeting */
} RelaisMeetingPoint;

/* A meeting as it is now. Read again after each change: where the committee is follows from what was decided, so that nothing is
 * lost with the window. */
typedef struct {
  RelaisStore  *store;   /* owned */
  RelaisRecord *record;  /* owned */
  GPtrArray    *agenda;  /* owned: (element-type RelaisAgendaItem), all of it */
  GPtrArray    *points;  /* owned: (element-type RelaisMeetingPoint), as the agenda, without subjects that were thrown away undecided */
} RelaisMeeting;

/* Whether @meeting was begun and is not at its end: less to read than all of it. */
gboolean       relais_meeting_is_unfinished (RelaisStore *store, RelaisRecord *meeting);
/* NULL when there is no such meeting. Main thread, bounded by the agenda. */
RelaisMeeting *relais_meeting_read       (RelaisStore *store, const char *id);
void           relais_meeting_free       (RelaisMeeting *meeting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisMeeting, relais_meeting_free)

RelaisMeetingPoint *relais_meeting_get_point (RelaisMeeting *meeting, guint index);
/* The point about @subject; -1: there is none. */
int            relais_meeting_find       (RelaisMeeting *meeting, const char *subject);
/* Neither decided nor passed over. */
gboolean       relais_meeting_is_open    (RelaisMeeting *meeting, guint index);
/* The first open point from @from on, then from the beginning; -1: the committee has been through everything. */
int            relais_meeting_find_open  (RelaisMeeting *meeting, guint from);
guint          relais_meeting_count_open (RelaisMeeting *meeting);
/* "Comité de pilotage éditorial · 23 November 2026". (transfer full) */
char          *relais_meeting_dup_title  (RelaisRecord *meeting);

/* What a person does to the agenda, as one action each. @meeting shows it at once: who is quick does the next thing to what the last one
 * left, although that is not stored yet. Indexes are those of points. (transfer full) */
RelaisAction  *relais_meeting_set_agenda (RelaisMeeting *meeting, GPtrArray *agenda, const char *label);
/* To where the point at @to is. */
RelaisAction  *relais_meeting_move       (RelaisMeeting *meeting, guint index, guint to);
RelaisAction  *relais_meeting_leave_out  (RelaisMeeting *meeting, guint index);
/* NULL: it is on the agenda already. */
RelaisAction  *relais_meeting_add        (RelaisMeeting *meeting, const char *subject);
/* What was decided, passed or added by hand stays, in front; what the plan proposes follows. NULL: nothing changes. */
RelaisAction  *relais_meeting_accept     (RelaisMeeting *meeting, GPtrArray *proposed);
RelaisAction  *relais_meeting_pass       (RelaisMeeting *meeting, guint index);    /* nothing to decide */
RelaisAction  *relais_meeting_put_off    (RelaisMeeting *meeting, guint index);    /* to the end of this meeting */
RelaisAction  *relais_meeting_begin      (RelaisMeeting *meeting);
/* A meeting that was at its end. */
RelaisAction  *relais_meeting_resume     (RelaisMeeting *meeting);

/* ---- the agenda that the plan proposes ---- */

/* Reads the plan on the store's thread. @today: a day */
void           relais_meeting_propose_async  (RelaisStore *store, RelaisDay today, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) (element-type RelaisAgendaItem) */
GPtrArray     *relais_meeting_propose_finish (RelaisStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
