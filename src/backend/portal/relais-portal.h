/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-blobs.h"
#include "relais-http.h"
#include "relais-log.h"

G_BEGIN_DECLS

/* RelaisPortal: the pages that agents read in a browser, without an account.
 *
 *   GET /               the home page
 *   GET /articles/{id}  an article
 *   GET /media/{hash}   an image or a document of something that is visible
 *   GET /style-….css    the style sheet; its name changes with its content
 *
 * Visible is what is published, from its hour on, on a channel for everyone, and neither itself, its article nor its subject in
 * the bin; nothing else exists here. Settings: `one_click_links` (lines "label|url"), `intranet_name`, `language`, `zone`.
 * Pages are made once and kept until the log moves.
 */
typedef struct _RelaisPortal RelaisPortal;

/* Both borrowed, and outlive it. */
RelaisPortal *relais_portal_new        (RelaisLog *log, RelaisBlobs *blobs);
/* Once relais_http_free() has returned. */
void          relais_portal_free       (RelaisPortal *self);
/* After every other route: unknown addresses of one segment get its "page not found". */
void          relais_portal_add_routes (RelaisPortal *self, RelaisHttp *http);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPortal, relais_portal_free)

G_END_DECLS
