/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record.h"

/* A record of @kind from field, value, …, NULL; values as strings, in normal form; integers and booleans by what they say. */
RelaisRecord *plan_record (const char *kind, const char *id, ...) G_GNUC_NULL_TERMINATED;
/* An array that owns the records given, up to NULL. */
GPtrArray    *plan_records (RelaisRecord *first, ...) G_GNUC_NULL_TERMINATED;
