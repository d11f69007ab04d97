/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-log.h"

G_BEGIN_DECLS

/* RelaisPublisher: at its hour a scheduled placement becomes published, whoever is at work or not (DESIGN §4: "publish at"). */
typedef struct _RelaisPublisher RelaisPublisher;

RelaisPublisher *relais_publisher_new  (RelaisLog *log);
void             relais_publisher_free (RelaisPublisher *self);
/* Publishes whatever is due by the log's clock. */
gboolean         relais_publisher_run  (RelaisPublisher *self, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPublisher, relais_publisher_free)

G_END_DECLS
