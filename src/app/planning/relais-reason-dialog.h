/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A decision that is written down with its reason. */
typedef void (*RelaisReasonGiven) (const char *reason, gpointer user_data);

/* @decide: mnemonic label of the response; it stays closed until a reason was written. @given is not called when the person cancels. */
void relais_reason_dialog_show (GtkWidget *parent, const char *heading, const char *body, const char *decide,
                                RelaisReasonGiven given, gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
