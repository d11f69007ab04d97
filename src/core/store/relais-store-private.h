/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-store.h"

G_BEGIN_DECLS

/* Rows by the key that lists hold; on the main thread. */
RelaisRecord *relais_store_lookup_pk (RelaisStore *self, const RelaisKind *kind, gint64 pk);   /* (transfer full) (nullable) */
/* 0 when there is no such record. */
gint64        relais_store_find_pk   (RelaisStore *self, const char *id);

/* What relais_store_run_async() was given as data. */
gpointer      relais_store_get_run_data (GAsyncResult *result);

G_END_DECLS
