/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-app-page.h"

G_BEGIN_DECLS

/* RelaisWindow: assembles sidebar, pages, sync indicator and dialogs around one workspace file. It knows pages only through their
 * RelaisAppPageInfo.
 *
 * Actions: open(ss) kind and id · page(s) · search · find · create · undo · redo · sync · sync-now · sign-in · sign-out ·
 * conflict(x) · bin · preferences · shortcuts · about
 */
#define RELAIS_TYPE_WINDOW (relais_window_get_type ())
G_DECLARE_FINAL_TYPE (RelaisWindow, relais_window, RELAIS, WINDOW, AdwApplicationWindow)

/* @pages: ended by an entry without name; must outlive the window. @page: (nullable): the page to open on. */
RelaisWindow *relais_window_new (GtkApplication *application, const RelaisAppPageInfo *pages, const char *workspace,
                                 const char *page);

/* Signal "ready": the first view with content is shown. */

G_END_DECLS
