/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisCommentsGroup: what people said about a subject and its placements, and a line to say more. "@" completes the name of
 * somebody, who finds the comment among their things to do. */
#define RELAIS_TYPE_COMMENTS_GROUP (relais_comments_group_get_type ())
G_DECLARE_FINAL_TYPE (RelaisCommentsGroup, relais_comments_group, RELAIS, COMMENTS_GROUP, AdwPreferencesGroup)

GtkWidget *relais_comments_group_new  (RelaisSession *session);
/* @subject: (nullable) */
void       relais_comments_group_show (RelaisCommentsGroup *self, const char *subject);

G_END_DECLS
