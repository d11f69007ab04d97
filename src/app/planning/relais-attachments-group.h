/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisAttachmentsGroup: images and documents of a subject: open, add from a file or from those that are there, take away. A file is
 * sent to the back end before it is attached, so nobody ever sees an attachment that is not there. */
#define RELAIS_TYPE_ATTACHMENTS_GROUP (relais_attachments_group_get_type ())
G_DECLARE_FINAL_TYPE (RelaisAttachmentsGroup, relais_attachments_group, RELAIS, ATTACHMENTS_GROUP, AdwPreferencesGroup)

GtkWidget *relais_attachments_group_new  (RelaisSession *session);
/* @subject: (nullable) */
void       relais_attachments_group_show (RelaisAttachmentsGroup *self, const char *subject);

G_END_DECLS
