/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record.h"

G_BEGIN_DECLS

/* Values of a record of @kind from field, value, …, NULL: strings as they are, in normal form or not; the others as somebody writes
 * them in a cell (relais_field_parse()). A value of NULL empties. */
RelaisFields *make_fields    (const char *kind, ...) G_GNUC_NULL_TERMINATED;
RelaisFields *make_fields_va (const char *kind, va_list args);
/* A record with these values, as if a back end had sent it; @id NULL: a new one. */
RelaisRecord *make_record    (const char *kind, const char *id, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
