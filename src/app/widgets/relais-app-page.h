/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisAppPage: one of the panes of the window. Pages talk to the session, never to the window and never to each other: to
 * show a record of another page they activate `win.open` with (kind, id), see relais_app_page_activate_open().
 *
 * (RelaisPage is a page of the sync protocol.)
 *
 * Properties: "session" (construct only), "active": whether it is in sight, "immersive": it wants the whole screen to itself. A page is built on first visit and listens only while
 * it is active.
 */
#define RELAIS_TYPE_APP_PAGE (relais_app_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (RelaisAppPage, relais_app_page, RELAIS, APP_PAGE, AdwNavigationPage)

struct _RelaisAppPageClass
{
  AdwNavigationPageClass parent_class;

  /* The page comes into sight or goes out of it. Chain up. */
  void (*set_active)   (RelaisAppPage *self, gboolean active);
  /* Shows this record: one of the kinds in the page's RelaisAppPageInfo. */
  void (*open)         (RelaisAppPage *self, const char *kind, const char *id);
  /* Ctrl+F. */
  void (*focus_search) (RelaisAppPage *self);
  /* Ctrl+N: makes the page's main kind of record. */
  void (*create)       (RelaisAppPage *self);
  /* Ctrl+P: puts what is shown on paper. */
  void (*print)        (RelaisAppPage *self);

  gpointer padding[7];
};

/* How main.c tells the shell which pages there are. */
typedef struct {
  const char         *name;      /* "planning": for --page and the kept window state */
  const char         *title;     /* N_() */
  const char         *icon;
  const char * const *kinds;     /* what `win.open` shows here, NULL-terminated; "plan": what is told of a unit */
  GType             (*get_type) (void);
  void              (*begin)    (RelaisSession *session);   /* nullable: what goes on whether or not the page is ever visited;
                                                             * called when the pages of a window are shown, perhaps again */
} RelaisAppPageInfo;

RelaisSession *relais_app_page_get_session  (RelaisAppPage *self);
RelaisStore   *relais_app_page_get_store    (RelaisAppPage *self);
gboolean       relais_app_page_get_active   (RelaisAppPage *self);
void           relais_app_page_set_active   (RelaisAppPage *self, gboolean active);
gboolean       relais_app_page_get_immersive (RelaisAppPage *self);
/* The window goes full screen, without its sidebar, until it is told otherwise or the page goes out of sight. */
void           relais_app_page_set_immersive (RelaisAppPage *self, gboolean immersive);
void           relais_app_page_open         (RelaisAppPage *self, const char *kind, const char *id);
void           relais_app_page_focus_search (RelaisAppPage *self);
void           relais_app_page_create       (RelaisAppPage *self);
void           relais_app_page_print        (RelaisAppPage *self);

/* From any widget inside a window: show that record on the page that it belongs to. */
void           relais_app_page_activate_open (GtkWidget *widget, const char *kind, const char *id);

G_END_DECLS
