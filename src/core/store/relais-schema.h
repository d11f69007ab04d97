/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-database.h"
#include "relais-kind.h"

G_BEGIN_DECLS

/* Numbers of schema versions never go back; each step from one to the next is in relais-schema.c and has a file in the tests. */
#define RELAIS_SCHEMA_VERSION 2
#define RELAIS_SCHEMA_APPLICATION_ID 0x526c6169   /* "Rlai", at offset 68 of the file */

/* Tables of an empty file. */
gboolean relais_schema_create  (RelaisDatabase *db, GError **error);
/* Steps from the version of the file to this one, in the caller's transaction; relais_schema_follow_model() comes after it. */
gboolean relais_schema_upgrade (RelaisDatabase *db, GError **error);
/* Tables, columns and indexes that the model has and the file has not (new kinds and fields), in the caller's transaction.
 * @missed: (out): fields were added to tables with rows, so that values of the back end are missing. */
gboolean relais_schema_follow_model (RelaisDatabase *db, gboolean *missed, GError **error);

int      relais_schema_get_version (RelaisDatabase *db);

G_END_DECLS
