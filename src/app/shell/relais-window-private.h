/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-sign-in.h"
#include "relais-sync-indicator.h"
#include "relais-window.h"

G_BEGIN_DECLS

struct _RelaisWindow
{
  AdwApplicationWindow    parent_instance;

  AdwToastOverlay        *toasts;          /* template */
  GtkStack               *stack;           /* template: loading, problem, welcome, main */
  AdwStatusPage          *problem;         /* template */
  GtkButton              *recover;         /* template */
  RelaisSignIn           *sign_in;         /* template */
  AdwNavigationSplitView *split_view;      /* template */
  GtkListBox             *sidebar;         /* template */
  AdwNavigationPage      *content;         /* template */
  GtkStack               *page_stack;      /* template: the visited pages, by name */
  RelaisSyncIndicator    *indicator;       /* template */
  AdwBanner              *obstacle;        /* template: why nothing can be written */
  GMenu                  *undo_section;    /* template: of the main menu */

  const RelaisAppPageInfo   *infos;           /* borrowed */
  RelaisAppPage             *page;            /* borrowed: the one in sight, nullable */
  char                   *workspace;       /* owned: path */
  char                   *first_page;      /* owned */
  RelaisSession          *session;         /* owned, nullable: until a workspace is open */
  GSettings              *settings;        /* owned */
  GCancellable           *cancellable;     /* owned */
  AdwToast               *toast;           /* borrowed: the last one with Undo, nullable */
  gboolean                immersive;       /* the page in sight has the whole screen */
  gboolean                was_fullscreen;  /* before that */
  gboolean                visible_page;    /* the window is not minimised */
};

/* relais-window-workspace.c: opening, first start, damage */
void        relais_window_open_workspace  (RelaisWindow *self);
void        relais_window_recover_workspace (RelaisWindow *self);
void        relais_window_work_locally    (RelaisWindow *self);
void        relais_window_present_sign_in (RelaisWindow *self);
void        relais_window_sign_out        (RelaisWindow *self);
/* Shows the pages of the open workspace. */
void        relais_window_show_pages      (RelaisWindow *self);

/* relais-window-actions.c */
void        relais_window_class_install_actions (GtkWidgetClass *widget_class);
void        relais_window_update_actions  (RelaisWindow *self);

/* relais-window.c */
gboolean    relais_window_show_page       (RelaisWindow *self, const char *name);
void        relais_window_open_record     (RelaisWindow *self, const char *kind, const char *id);
void        relais_window_add_toast       (RelaisWindow *self, const char *title, gboolean undoable);
void        relais_window_set_session     (RelaisWindow *self, RelaisSession *session);

G_END_DECLS
