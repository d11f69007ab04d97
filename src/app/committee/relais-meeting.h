/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-agenda.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* A point of the agenda with what it is about. */
typedef struct {
  RelaisAgendaItem *item;       /* borrowed from the agenda */
  RelaisRecord     *subject;    /* owned, nullable: thrown away since */
  RelaisRecord     *placement;  /* owned, nullable: the point is about the whole subject */
  RelaisRecord     *decision;   /* owned, nullable: of this meeting */
} RelaisMeetingPoint;

/* A meeting as it is now. Read again after each change: where the committee is follows from what was decided, so that nothing is
 * lost with the window. */
typedef struct {
  RelaisRecord *record;  /* owned */
  GPtrArray    *agenda;  /* owned: (element-type RelaisAgendaItem) */
  GPtrArray    *points;  /* owned: (element-type RelaisMeetingPoint), as the agenda */
} RelaisMeeting;

/* NULL when there is no such meeting. Main thread, bounded by the agenda. */
RelaisMeeting *relais_meeting_read       (RelaisStore *store, const char *id);
void           relais_meeting_free       (RelaisMeeting *meeting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisMeeting, relais_meeting_free)

RelaisMeetingPoint *relais_meeting_get_point (RelaisMeeting *meeting, guint index);
/* Neither decided, nor passed over, nor without a subject. */
gboolean       relais_meeting_is_open    (RelaisMeeting *meeting, guint index);
/* The first open point from @from on, then from the beginning; -1: the committee has been through everything. */
int            relais_meeting_find_open  (RelaisMeeting *meeting, guint from);
guint          relais_meeting_count_open (RelaisMeeting *meeting);
/* "Comité de pilotage éditorial · 23 November 2026". (transfer full) */
char          *relais_meeting_dup_title  (RelaisRecord *meeting);

/* What a person did to the agenda, as one action each. (transfer full) */
RelaisAction  *relais_meeting_set_agenda (RelaisMeeting *meeting, GPtrArray *agenda, const char *label);
RelaisAction  *relais_meeting_pass       (RelaisMeeting *meeting, guint index);    /* nothing to decide */
RelaisAction  *relais_meeting_put_off    (RelaisMeeting *meeting, guint index);    /* to the end of this meeting */
RelaisAction  *relais_meeting_begin      (RelaisMeeting *meeting, GPtrArray *agenda);

/* ---- the agenda that the plan proposes ---- */

/* Reads the plan on the store's thread. @today: a day */
void           relais_meeting_propose_async  (RelaisStore *store, RelaisDay today, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) (element-type RelaisAgendaItem) */
GPtrArray     *relais_meeting_propose_finish (RelaisStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
