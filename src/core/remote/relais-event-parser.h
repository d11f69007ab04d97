/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RelaisEventParser: a text/event-stream (WHATWG HTML, "server-sent events") cut into events. Knows `event` and `data`; `id` and
 * `retry` mean nothing here. Takes bytes in any portions; keeps at most one line and one event of 64 KB, more is left out. */
typedef struct _RelaisEventParser RelaisEventParser;

/* @event: "message" when the stream did not say. @data: lines joined by "\n". Both lent. */
typedef void (*RelaisEventFunc) (const char *event, const char *data, gpointer user_data);

RelaisEventParser *relais_event_parser_new  (RelaisEventFunc func, gpointer user_data);
void               relais_event_parser_free (RelaisEventParser *self);
void               relais_event_parser_feed (RelaisEventParser *self, const char *bytes, gsize length);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisEventParser, relais_event_parser_free)

G_END_DECLS
