/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-json.h"

G_BEGIN_DECLS

/* Values as text, for the columns of the workspace file that hold them away from the tables of their kind. */

/* {field: value}, null for a field that is emptied. */
char         *relais_encode_fields (const RelaisFields *fields);
RelaisFields *relais_decode_fields (const RelaisKind *kind, const char *text, GError **error);
/* NULL as "null" and back. */
char         *relais_encode_record (RelaisRecord *record);
RelaisRecord *relais_decode_record (const char *text);
/* NULL as NULL and back. */
char         *relais_encode_value  (const RelaisKind *kind, guint field, GVariant *value);
GVariant     *relais_decode_value  (const RelaisKind *kind, guint field, const char *text);

G_END_DECLS
