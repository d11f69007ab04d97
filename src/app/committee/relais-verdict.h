/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-meeting.h"

G_BEGIN_DECLS

/* What the committee says of one point; borrowed strings, NULL where nothing was said. */
typedef struct {
  const char *outcome;      /* of the description: kept, postponed, refused, other_channel */
  const char *reason;
  const char *responsible;  /* who is in charge: id of a person */
  const char *due;          /* by when: a day */
  const char *until;        /* postponed: to which day */
  const char *channel;      /* other_channel: its id */
} RelaisVerdict;

/**
 * relais_verdict_apply:
 * @index: of the point
 *
 * The decision and what follows from it, as one action:
 * kept: the subject is kept, its placements that waited for it are accepted, whoever is in charge writes those without author, and
 *   copy is due by that day where no day was set.
 * postponed: a point about a placement moves that one, with its other dates; one about the subject waits until that day.
 * refused: the placement, or the subject with all its placements that are not out yet.
 * other_channel: the same for what it was on, and a placement on the other channel, for the same day.
 * A point that was decided already in this meeting is decided anew: the decision is replaced, and what the earlier one put on another
 *   channel is taken back, or moved to the channel that is named now.
 *
 * Returns: (transfer full)
 */
RelaisAction *relais_verdict_apply (RelaisStore *store, RelaisMeeting *meeting, guint index, const RelaisVerdict *verdict);

G_END_DECLS
