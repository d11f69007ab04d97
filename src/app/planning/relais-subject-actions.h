/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-store.h"

G_BEGIN_DECLS

/* What is done to a subject as a whole, each as one named action that Undo takes back. They ask nobody; @subject and the other ids
 * are of records that exist. (transfer full) everywhere. */

/* A new subject with the same words and channels, without dates, texts and decisions: these were the other one's. */
RelaisAction *relais_subject_duplicate      (RelaisStore *store, const char *subject, const char *title);
/* A new subject called @title, made from this one, takes these placements with their texts. (element-type RelaisRecord) */
RelaisAction *relais_subject_split          (RelaisStore *store, const char *subject, GPtrArray *placements, const char *title);
/* Everything of @other (placements, texts, comments, decisions, attachments) goes to @subject; @other goes to the bin and says where
 * to. */
RelaisAction *relais_subject_merge          (RelaisStore *store, const char *subject, const char *other);
RelaisAction *relais_subject_archive        (RelaisStore *store, const char *subject, gboolean archived);
/* With its placements, or back. */
RelaisAction *relais_subject_bin            (RelaisStore *store, const char *subject, gboolean binned);
/* A proposed placement; one that was refused on that channel is proposed again. */
RelaisAction *relais_subject_add_channel    (RelaisStore *store, const char *subject, const char *channel);
/* "Not on this channel" is a decision, with its @reason: a refused placement. */
RelaisAction *relais_subject_refuse_channel (RelaisStore *store, const char *subject, const char *channel, const char *reason);
/* The subjects that are there and are not in it yet come into the campaign; @campaign %NULL: out of theirs. */
RelaisAction *relais_subject_set_campaign   (RelaisStore *store, const char * const *subjects, const char *campaign);

/* All placements of a subject, in the order of making; those in the bin too when @binned. (element-type RelaisRecord) */
GPtrArray    *relais_subject_list_placements (RelaisStore *store, const char *subject, gboolean binned);

G_END_DECLS
