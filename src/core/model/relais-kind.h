/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one description of the data (DESIGN §4).
 *
 * Every record kind is a RelaisKind, every field a RelaisField; both are constant tables in relais-kinds.c.
 * Local tables, the wire form, validation, permissions, merge, import/export columns and search derive from
 * them, so nothing else in the program may hold a list of fields.
 */

/* A kind has at most this many fields: sets of fields are one guint64. */
#define RELAIS_MAX_FIELDS 64

typedef enum {
  RELAIS_ROLE_MANAGER       = 1 << 0,
  RELAIS_ROLE_EDITOR        = 1 << 1,
  RELAIS_ROLE_DESIGNER      = 1 << 2,
  RELAIS_ROLE_WEBMASTER     = 1 << 3,
  RELAIS_ROLE_CORRESPONDENT = 1 << 4,
  RELAIS_ROLE_READER        = 1 << 5,
} RelaisRole;
typedef guint RelaisRoles;      /* a set of RelaisRole */

/* Values of fields are GVariants, floating references sunk, always in the form given here ("normal form"): */
typedef enum {
  RELAIS_FIELD_STRING,   /* s   one line, NFC, trimmed */
  RELAIS_FIELD_TEXT,     /* s   several lines, NFC, \n line ends */
  RELAIS_FIELD_INTEGER,  /* x   within ±2^53 */
  RELAIS_FIELD_BOOLEAN,  /* b */
  RELAIS_FIELD_DATE,     /* s   2026-11-21: a day, without zone */
  RELAIS_FIELD_INSTANT,  /* s   2026-11-21T08:30:00Z: UTC, whole seconds */
  RELAIS_FIELD_CHOICE,   /* s   one of `choices` */
  RELAIS_FIELD_REF,      /* s   identifier of a record of kind `target` */
  RELAIS_FIELD_REFS,     /* as  set of identifiers: sorted, unique */
  RELAIS_FIELD_TAGS,     /* as  set of strings: sorted, unique */
  RELAIS_FIELD_LIST,     /* as  ordered strings */
  RELAIS_FIELD_HASH,     /* s   sha256 of a blob, 64 lower-case hex digits */
  RELAIS_FIELD_JSON,     /* s   canonical JSON text of an object or array; nested JSON on the wire */
} RelaisFieldType;

/* What happens when two people changed the same field. */
typedef enum {
  RELAIS_MERGE_REGISTER, /* different values: a conflict */
  RELAIS_MERGE_SET,      /* three-way union (TAGS, REFS) */
  RELAIS_MERGE_TEXT,     /* three-way merge of paragraphs, then words; a conflict where both changed the same words */
  RELAIS_MERGE_SERVER,   /* only the back end writes it */
} RelaisMergeRule;

typedef enum {
  RELAIS_FIELD_REQUIRED  = 1 << 0, /* a record without it is not valid */
  RELAIS_FIELD_SEARCHED  = 1 << 1, /* its words are in the search index */
  RELAIS_FIELD_TITLE     = 1 << 2, /* (part of) what a list calls the record; implies SEARCHED */
  RELAIS_FIELD_INDEXED   = 1 << 3, /* lists filter or sort by it: the local table has an index */
  RELAIS_FIELD_UNIQUE    = 1 << 4, /* no two records of the kind share it (back end refuses, code "not_unique") */
  RELAIS_FIELD_OWN_UNIT  = 1 << 5, /* REF to unit: correspondents of that unit are concerned by the record */
  RELAIS_FIELD_OWN_PERSON = 1 << 6, /* REF, REFS to person: those people are concerned by the record */
  RELAIS_FIELD_PRIVATE   = 1 << 7, /* never in exports made for readers (phones, notes on people) */
  RELAIS_FIELD_OWNER     = 1 << 8, /* whoever is concerned through this field may also change the record (`write_own`) */
  RELAIS_FIELD_FIXED     = 1 << 9, /* whoever writes by `write_own` alone gives it at the creation and never after */
  RELAIS_FIELD_TIME_OF_DAY = 1 << 10, /* STRING: 08:30 */
  RELAIS_FIELD_SORTED    = 1 << 12, /* STRING: long lists of what refers to the record are sorted by its words: they have an index */
  RELAIS_FIELD_KEY       = 1 << 11, /* imports take a record with the same values in all KEY fields for the same record */
} RelaisFieldFlags;

typedef struct {
  const char         *name;     /* wire, column and CLI name, [a-z_]+ */
  const char         *label;    /* N_(): how conflicts, history and imports call it */
  RelaisFieldType     type;
  RelaisMergeRule     merge;
  RelaisFieldFlags    flags;
  gint64              min;      /* INTEGER: smallest value */
  gint64              max;      /* STRING, TEXT: characters; INTEGER: greatest value; sets and lists: items. 0: the type's default */
  const char * const *choices;  /* CHOICE: NULL-terminated */
  const char         *target;   /* REF, REFS: name of the kind */
  const char         *not_before; /* DATE, INSTANT, INTEGER: field of the same type whose value may not be greater than this one's */
  RelaisRoles         write;    /* who may write it; 0: whoever may write the record */
} RelaisField;

/* Who may move a CHOICE field from where to where; `from` NULL: from anything, also on creation; `from` "": on creation only. */
typedef struct {
  const char *from;
  const char *to;
  RelaisRoles roles;
} RelaisTransition;

typedef struct {
  const char             *name;         /* "subject" */
  const char             *label;        /* N_("Subject") */
  const char             *label_plural; /* N_("Subjects") */
  const RelaisField      *fields;
  guint                   n_fields;
  RelaisRoles             read;         /* sees every record */
  RelaisRoles             read_own;     /* sees records that concern the account (OWN_UNIT, OWN_PERSON) */
  RelaisFieldFlags        own_id;       /* OWN_PERSON, OWN_UNIT: a record is itself the person or unit that it concerns */
  RelaisRoles             read_open;    /* these see records whose `open_field` is one of `open_values` */
  const char             *open_field;
  const char * const     *open_values;
  RelaisRoles             write;        /* creates and changes every record; the bin is a change */
  RelaisRoles             write_own;    /* creates and changes records that the account owns (OWNER), before and after */
  const char * const     *own_states;   /* … while `state_field` is one of these before; NULL: always */
  const char             *settled_by;   /* … and while no record of this kind refers to it by its REF `settled_field` in one of */
  const char             *settled_field; /*  `settled_states`: what was approved is published as it was approved */
  const char * const     *settled_states;
  RelaisRoles             remove;       /* empties the bin (tombstone) */
  gboolean                whole;        /* one statement: of two made at the same time one stands, as it was made. The other goes back
                                         * to its author, with all that its mutation did. It has a bin */
  const char             *state_field;  /* CHOICE field ruled by `transitions`, or NULL */
  const RelaisTransition *transitions;  /* ended by an entry whose `to` is NULL */
} RelaisKind;

/* All kinds, parents before children: a kind refers only to itself or to earlier kinds, except where a field says
 * otherwise in relais-kinds.c. The position is the kind's rank in pages of the log. NULL-terminated. */
const RelaisKind * const *relais_kinds (void);
guint                     relais_n_kinds (void);

/**
 * relais_kind_lookup:
 * @name: (nullable): a kind's name
 *
 * Returns: (nullable): the kind of that name, or %NULL
 */
const RelaisKind  *relais_kind_lookup       (const char *name);
guint              relais_kind_get_rank     (const RelaisKind *kind);

/**
 * relais_kind_find_field:
 * Returns: index of the field called @name, or -1
 */
int                relais_kind_find_field   (const RelaisKind *kind, const char *name);

/* The same for code that names a field itself: it is a programming error when there is none. */
guint              relais_kind_field        (const RelaisKind *kind, const char *name);

const char        *relais_role_to_string    (RelaisRole role);
gboolean           relais_role_from_string  (const char *name, RelaisRole *role);

G_END_DECLS
