/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The preview is a module of its own, loaded when the first article is shown: WebKit is large, and a window that only plans should
 * neither wait for it nor carry it. The module knows nothing of Relais: it shows HTML and asks for media.
 */

typedef struct _RelaisPreviewRequest RelaisPreviewRequest;

typedef struct {
  /* A media is wanted; answered once with RelaisPreviewModule.answer. */
  void (*fetch) (const char *hash, RelaisPreviewRequest *request, gpointer data);
  /* A link was followed: it is not opened here. */
  void (*follow) (const char *uri, gpointer data);
  /* The person clicked on what that line of the source says (from 1). */
  void (*point) (guint line, gpointer data);
} RelaisPreviewEvents;

typedef struct {
  /* @events and @data must outlive the widget. (transfer floating) */
  GtkWidget *(*create)    (const RelaisPreviewEvents *events, gpointer data);
  /* Shows a complete document; the place that is read stays in sight. */
  void       (*show)      (GtkWidget *preview, const char *html);
  void       (*show_line) (GtkWidget *preview, guint line);
  /* @path NULL: there is none. Takes @request. */
  void       (*answer)    (RelaisPreviewRequest *request, const char *path, const char *mime);
} RelaisPreviewModule;

/* The one symbol of the module. */
const RelaisPreviewModule *relais_preview_module (void);
typedef const RelaisPreviewModule *(*RelaisPreviewModuleFunc) (void);

/* Loads the module once. (nullable): NULL when it cannot be loaded, with a warning in the log. */
const RelaisPreviewModule *relais_preview_load (void);

G_END_DECLS
