/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record.h"

G_BEGIN_DECLS

/* Which records of one kind, in which order: a value, built once and then only read. Conditions are joined by AND. */
typedef struct _RelaisQuery RelaisQuery;

typedef enum {
  RELAIS_MATCH_EQUAL,       /* value NULL: the field is empty */
  RELAIS_MATCH_NOT_EQUAL,
  RELAIS_MATCH_AT_LEAST,    /* dates, instants, integers */
  RELAIS_MATCH_AT_MOST,
  RELAIS_MATCH_ONE_OF,      /* value: values joined by '|' */
  RELAIS_MATCH_CONTAINS,    /* sets: has this element */
  RELAIS_MATCH_WITHIN,      /* references into a tree (units): one of the values joined by '|', or part of it */
} RelaisMatch;

/* Records in the bin are left out unless relais_query_include_bin(). */
RelaisQuery *relais_query_new         (const RelaisKind *kind);
RelaisQuery *relais_query_ref         (RelaisQuery *query);
void         relais_query_unref       (RelaisQuery *query);
/* @value as in relais_field_print(); returns @query for chaining */
RelaisQuery *relais_query_where       (RelaisQuery *query, const char *field, RelaisMatch match, const char *value);
/* Full text: every word as a prefix, accents and case folded. */
RelaisQuery *relais_query_text        (RelaisQuery *query, const char *text);
RelaisQuery *relais_query_order       (RelaisQuery *query, const char *field, gboolean descending);
/* A condition on, or the words of, the record that @ref points to: placements ("subject") whose subject is of a unit. */
RelaisQuery *relais_query_where_through (RelaisQuery *query, const char *ref, const char *field, RelaisMatch match,
                                         const char *value);
/* What a record may leave to the one that @ref points to (the audience of a placement: its channel's): @field, or where it is empty
 * @ref_field of that record. */
RelaisQuery *relais_query_where_or_through (RelaisQuery *query, const char *field, const char *ref, const char *ref_field,
                                            RelaisMatch match, const char *value);
/* No record of @kind points to it with @ref; those in the bin do not count. Subjects that no placement is of: ("placement", "subject"). */
RelaisQuery *relais_query_where_none    (RelaisQuery *query, const char *kind, const char *ref);
/* All but this record. @id: (nullable): leaves out none */
RelaisQuery *relais_query_except        (RelaisQuery *query, const char *id);
RelaisQuery *relais_query_text_through  (RelaisQuery *query, const char *ref, const char *text);
/* Order by a field of the record that @ref points to ("subject" → "title"). */
RelaisQuery *relais_query_order_through (RelaisQuery *query, const char *ref, const char *field, gboolean descending);
/* What changed last comes first. */
RelaisQuery *relais_query_order_latest (RelaisQuery *query);
/* Sections of the list model: rows with the same group are neighbours, groups come first in the order; backwards, where the first
 * order is by the same field and descends. @by_week: a DATE field is grouped by ISO week. */
RelaisQuery *relais_query_group       (RelaisQuery *query, const char *field, gboolean by_week);
/* The same by a field of the record that @ref points to ("subject" → "campaign"). */
RelaisQuery *relais_query_group_through (RelaisQuery *query, const char *ref, const char *field);
/* By the direction that the unit in @field of the record that @ref points to is part of: in order, and as group. A unit that is part of
 * none counts as none. */
RelaisQuery *relais_query_order_direction (RelaisQuery *query, const char *ref, const char *field, gboolean descending);
RelaisQuery *relais_query_group_direction (RelaisQuery *query, const char *ref, const char *field);
RelaisQuery *relais_query_include_bin (RelaisQuery *query, gboolean only);
RelaisQuery *relais_query_limit       (RelaisQuery *query, guint limit);
const RelaisKind *relais_query_get_kind (RelaisQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisQuery, relais_query_unref)

G_END_DECLS
