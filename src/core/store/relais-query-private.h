/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-database.h"
#include "relais-query.h"

G_BEGIN_DECLS

typedef struct {
  int         ref;     /* REF field that is followed first; -1: none */
  guint       field;
  RelaisMatch match;
  char       *value;   /* owned, nullable */
  int         or_ref;  /* where the field is empty: `or_field` of what this REF field points to; -1: none */
  guint       or_field;
  gboolean    by_row;  /* with `ref`: looked up for each row, instead of finding all that meet it first */
} RelaisCondition;

typedef struct {
  int   ref;
  char *text;          /* owned */
} RelaisQueryWords;

/* Nothing of `kind` points here with `ref`. */
typedef struct {
  const RelaisKind *kind;
  guint             ref;
} RelaisQueryNone;

typedef struct {
  int      ref;
  guint    field;
  gboolean descending;
  gboolean top;        /* of a tree: by the direction that the unit is part of */
} RelaisQueryOrder;

typedef enum { RELAIS_BIN_OUT, RELAIS_BIN_TOO, RELAIS_BIN_ONLY } RelaisQueryBin;

struct _RelaisQuery {
  gatomicrefcount   ref_count;
  const RelaisKind *kind;
  GArray           *conditions;  /* (element-type RelaisCondition) */
  GArray           *nones;       /* (element-type RelaisQueryNone) */
  GArray           *words;       /* (element-type RelaisQueryWords) */
  GArray           *orders;      /* (element-type RelaisQueryOrder) */
  char             *except;      /* owned, nullable: id of a record that is left out */
  int               group;       /* field, or -1 */
  int               group_ref;   /* REF field that is followed to it; -1: none */
  gboolean          group_top;
  gboolean          by_week;
  RelaisQueryBin    bin;
  guint             limit;       /* 0: none */
  gboolean          latest;      /* what changed last comes first, after the other orders */
};

/* A statement in the making, with what its parameters stand for. */
typedef struct {
  GString   *sql;
  GPtrArray *values;  /* (element-type GVariant) */
  gboolean   by_choice;  /* the index of a status may lead: nothing else is asked */
} RelaisStatement;

void          relais_statement_clear   (RelaisStatement *statement);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RelaisStatement, relais_statement_clear)
/* @select: "SELECT … FROM k_KIND t …", to which the conditions (on `t`) and, when @ordered, the order are added. */
gboolean      relais_query_compile     (RelaisQuery *query, const char *select, gboolean ordered, RelaisStatement *statement,
                                        GError **error);
sqlite3_stmt *relais_statement_prepare (RelaisDatabase *db, RelaisStatement *statement, GError **error);
/* What the rows are grouped by, as SQL on `t`; NULL without group. (transfer full) */
char         *relais_query_build_group (RelaisQuery *query);
/* What rows are put in order by, one after the other: first the group. (transfer full) (element-type RelaisQueryOrder) */
GArray       *relais_query_dup_levels  (RelaisQuery *query);
/* Within its week a row stands by its day: then days alone put the weeks in order. */
gboolean      relais_query_is_by_day   (RelaisQuery *query);
/* The chosen records of a tree and all that is part of them, both as values of RELAIS_MATCH_ONE_OF. (transfer full) (nullable) */
char         *relais_query_list_parts  (RelaisDatabase *db, const RelaisKind *kind, guint field, const char *chosen, GError **error);
/* Appends what @kind's @field is put in order by, as SQL: @column holds its value. */
void          relais_query_append_sort_key (GString *sql, const RelaisKind *kind, guint field, const char *column);
/* The same for a record of @kind under @alias: what it is called. */
void          relais_query_append_name     (GString *sql, const RelaisKind *kind, const char *alias);
/* The record that @ref points to is of this kind; @ref -1: the query's own. */
const RelaisKind *relais_query_get_target (const RelaisKind *kind, int ref);

/* One row of the answer by key: what lists hold. */
typedef struct {
  gint64 pk;
  guint  group;   /* index into the groups */
} RelaisRowKey;

/* @most: stop after so many rows; 0: all. (transfer full) (element-type RelaisRecord) */
GPtrArray *relais_query_run   (RelaisQuery *query, RelaisDatabase *db, guint most, GError **error);
guint      relais_query_count (RelaisQuery *query, RelaisDatabase *db, GError **error);
/* @groups: (out): values of the group in the order in which they first appear; one "" without group. (element-type utf8)
 * Returns: (transfer full) (element-type RelaisRowKey) */
GArray    *relais_query_run_keys (RelaisQuery *query, RelaisDatabase *db, GPtrArray **groups, GError **error);
/* The first rows of the same answer, @most or somewhat more, found by walking along indexes in the order that is asked for, without
 * looking at all rows; NULL without @error when no index leads there, or when all are found as soon. @few: so many rows are rather
 * sorted than walked through. @last: (out): how many rows
 * the group of the last row has in the whole answer; 0: not known. (nullable) */
GArray    *relais_query_run_head (RelaisQuery *query, RelaisDatabase *db, guint most, guint few, GPtrArray **groups, guint *last,
                                  GError **error);
/* Gathers keys with their groups: rows of one group are neighbours. */
typedef struct {
  RelaisQuery *query;       /* borrowed */
  GArray      *keys;        /* owned; (element-type RelaisRowKey) */
  GPtrArray   *groups;      /* owned; (element-type utf8) */
  GString     *last_value;  /* owned */
} RelaisKeyReader;
void       relais_key_reader_init  (RelaisKeyReader *reader, RelaisQuery *query);
void       relais_key_reader_clear (RelaisKeyReader *reader);
/* @group: (nullable): its value */
void       relais_key_reader_take  (RelaisKeyReader *reader, gint64 pk, const char *group);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RelaisKeyReader, relais_key_reader_clear)
/* A change of this kind can change the answer: its own kind, and those that it follows references to, or must not be pointed to by. */
gboolean   relais_query_depends_on (RelaisQuery *query, const RelaisKind *kind);
gboolean   relais_query_is_grouped (RelaisQuery *query);

G_END_DECLS
