/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record.h"

G_BEGIN_DECLS

/* Each has the stable wire code given behind it. Messages name kind, field and reason. */
typedef enum {
  RELAIS_MODEL_ERROR_JSON,        /* "bad_json": not RFC 8259, too deep, duplicate key, number out of range */
  RELAIS_MODEL_ERROR_KIND,        /* "unknown_kind" */
  RELAIS_MODEL_ERROR_FIELD,       /* "unknown_field" */
  RELAIS_MODEL_ERROR_TYPE,        /* "bad_type" */
  RELAIS_MODEL_ERROR_FORMAT,      /* "bad_format": date, identifier, hash, UTF-8 */
  RELAIS_MODEL_ERROR_RANGE,       /* "out_of_range": too long, too many, too small */
  RELAIS_MODEL_ERROR_CHOICE,      /* "bad_choice" */
  RELAIS_MODEL_ERROR_REQUIRED,    /* "required" */
  RELAIS_MODEL_ERROR_REFERENCE,   /* "bad_reference" */
  RELAIS_MODEL_ERROR_UNIQUE,      /* "not_unique" */
  RELAIS_MODEL_ERROR_FORBIDDEN,   /* "forbidden" */
  RELAIS_MODEL_ERROR_TRANSITION,  /* "bad_transition" */
} RelaisModelError;

#define RELAIS_MODEL_ERROR (relais_model_error_quark ())
GQuark relais_model_error_quark (void);

const char *relais_model_error_to_code (RelaisModelError error);

/**
 * relais_model_error_get_field:
 * @error: an error of RELAIS_MODEL_ERROR
 * @kind: (out) (optional) (nullable): the kind that it is about
 *
 * Returns: (nullable): the name of the field that it is about; static
 */
const char *relais_model_error_get_field (const GError *error, const RelaisKind **kind);
/* The reason alone, without the "kind.field: " that the message begins with; for people, who are shown labels. Lent. */
const char *relais_model_error_get_reason (const GError *error);
/* Makes the error "kind.field: reason"; @index = kind->n_fields when it is about the record as a whole. */
void        relais_model_set_error       (GError **error, RelaisModelError code, const RelaisKind *kind, guint index,
                                          const char *format, ...) G_GNUC_PRINTF (5, 6);

/**
 * relais_field_normalize:
 * @value: a value of the field's GVariant type, in any form
 *
 * Empty texts and sets stay what they are; relais_fields_set() takes them for "no value".
 *
 * Returns: (transfer full) (nullable): the value in normal form (NFC, trimmed, sorted), checked against the field's limits;
 *   or %NULL with @error
 */
GVariant *relais_field_normalize (const RelaisKind *kind, guint index, GVariant *value, GError **error);

/**
 * relais_field_parse:
 * @text: what a person wrote in a cell or on a command line; sets and lists are separated by `|`
 *
 * Dates are accepted as 2026-11-21 and 21/11/2026, booleans as yes/no, oui/non, true/false, 1/0, integers with spaces between
 * thousands, choices in any case. Inside sets and lists a backslash makes `|` and `\` ordinary characters.
 *
 * Returns: (transfer full) (nullable): the value in normal form; %NULL without @error for empty text
 */
GVariant *relais_field_parse     (const RelaisKind *kind, guint index, const char *text, GError **error);

/* The inverse of relais_field_parse(): never NULL. */
char     *relais_field_print     (const RelaisKind *kind, guint index, GVariant *value);

/* A whole state: required fields present, every value in its limits, dates in order. References are the caller's affair. */
gboolean  relais_record_validate (RelaisRecord *record, GError **error);

G_END_DECLS
