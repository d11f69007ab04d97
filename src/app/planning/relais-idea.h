/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-filter.h"
#include "relais-session.h"

G_BEGIN_DECLS

/**
 * relais_idea_build:
 * @title: what could be told one day
 * @filter: what is shown: where only one direction, theme, campaign or channel (with its author and audience) is chosen, the idea is
 *   for that one
 * @hidden: (out): the filter does not show it all the same
 *
 * A subject that is proposed today by whoever works here; with a channel it has a placement there, without a day. A correspondent
 * proposes for their own unit.
 *
 * Returns: (transfer full): one action
 */
RelaisAction *relais_idea_build (RelaisSession *session, const char *title, const RelaisPlanFilter *filter, gboolean *hidden);

G_END_DECLS
