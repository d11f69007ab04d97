/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* All comments on one question, however many, with a search. */
AdwDialog *relais_comments_dialog_new (const char *question, const char * const *comments);

/* One comment, to be read and copied from. */
GtkWidget *relais_comment_new         (const char *text);

G_END_DECLS
