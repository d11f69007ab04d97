/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* Files that a person opens and saves, through the portal in a sandbox. Errors are told once, as a notice of the session. */

/* @name: of the file, for people */
typedef void (*RelaisFileOpened) (GtkWidget *parent, const char *name, GBytes *bytes, gpointer user_data);

/* @patterns: globs of what is offered first, or NULL; @max_bytes: larger files are refused */
void relais_file_dialog_open (RelaisSession *session, GtkWidget *parent, const char *title, const char *filter_name,
                              const char * const *patterns, gsize max_bytes, RelaisFileOpened opened, gpointer user_data,
                              GDestroyNotify destroy);
/* @name: proposed */
void relais_file_dialog_save (RelaisSession *session, GtkWidget *parent, const char *title, const char *name, GBytes *bytes);

G_END_DECLS
