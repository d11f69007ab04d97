/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "relais-record.h"
#include "relais-validate.h"

G_BEGIN_DECLS

/**
 * relais_json_parse:
 * @max_bytes: refuse more than this
 *
 * Strictly RFC 8259: UTF-8, depth ≤ 32, no duplicate keys, integers within ±2^53, nothing after the value. Also refused: U+0000
 * in strings (C strings cannot hold it) and lone surrogates. A number that is an integer comes out as one,
 * however it is written (1.0, 1e2). @length -1: up to the NUL.
 * For everything that comes from outside; json-glib alone lets too much through (FACTS).
 */
JsonNode     *relais_json_parse            (const char *text, gssize length, gsize max_bytes, GError **error);

/* Canonical text (RFC 8785): keys sorted by UTF-16 code unit, no white space, shortest escapes, shortest numbers. What is hashed
 * is hashed in this form. */
char         *relais_json_canonical        (JsonNode *node);

/* {name: value, …}; unknown fields and wrong types are errors; values come out in normal form. JSON null empties the field. */
RelaisFields *relais_fields_from_json      (const RelaisKind *kind, JsonObject *object, GError **error);
/* The `set` part only. */
JsonObject   *relais_fields_to_json        (const RelaisFields *fields);
JsonNode     *relais_value_to_json         (const RelaisKind *kind, guint index, GVariant *value);
GVariant     *relais_value_from_json       (const RelaisKind *kind, guint index, JsonNode *node, GError **error);

/* Wire form of a record (DESIGN §5). */
RelaisRecord *relais_record_from_json      (JsonObject *object, GError **error);
JsonObject   *relais_record_to_json        (RelaisRecord *record);

/* "2026-11-21T08:30:00Z" from and to Unix seconds. */
char         *relais_instant_to_string     (gint64 unix_seconds);
gboolean      relais_instant_from_string   (const char *text, gint64 *unix_seconds);

G_END_DECLS
