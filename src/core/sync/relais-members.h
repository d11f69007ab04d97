/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-json.h"

G_BEGIN_DECLS

/* Strict reading of JSON objects of the wire: the type must be right, nothing may be there that is not known. For this
 * folder only. All return %FALSE (or %NULL) with RELAIS_MODEL_ERROR_TYPE; an absent member that is not @required leaves *@value alone. */
gboolean    relais_member_fail     (const char *name, const char *reason, GError **error);   /* always FALSE */
gboolean    relais_members_check   (JsonObject *object, const char * const *known, GError **error);
gboolean    relais_member_count    (JsonObject *object, const char *name, gboolean required, guint64 *value, GError **error);
gboolean    relais_member_boolean  (JsonObject *object, const char *name, gboolean required, gboolean *value, GError **error);
gboolean    relais_member_string   (JsonObject *object, const char *name, gboolean required, char **value, GError **error);
gboolean    relais_member_array    (JsonObject *object, const char *name, gboolean required, JsonArray **value, GError **error);
gboolean    relais_member_object   (JsonObject *object, const char *name, JsonObject **value, GError **error);
JsonObject *relais_element_object  (JsonArray *array, guint index, GError **error);
/* "kind" and "id" */
gboolean    relais_member_record   (JsonObject *object, const RelaisKind **kind, char id[RELAIS_ID_SIZE], GError **error);

G_END_DECLS
