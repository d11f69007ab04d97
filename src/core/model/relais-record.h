/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-kind.h"

G_BEGIN_DECLS

/* A UUID as text, with its final NUL. */
#define RELAIS_ID_SIZE 37

/* RelaisFields: some fields of one kind with their values. A bit in `set` says that values[i] is given,
 * a bit in `unset` that the field is emptied; never both. As the contents of a record `unset` is 0. */
typedef struct {
  const RelaisKind *kind;
  guint64           set;
  guint64           unset;
  GVariant        **values;  /* owned; kind->n_fields entries, NULL where the bit is not in `set` */
} RelaisFields;

RelaisFields *relais_fields_new       (const RelaisKind *kind);
RelaisFields *relais_fields_copy      (const RelaisFields *fields);
void          relais_fields_free      (RelaisFields *fields);
/* Takes a floating @value; NULL empties the field (sets the bit in `unset`). @value must be in normal form. */
void          relais_fields_set       (RelaisFields *fields, guint index, GVariant *value);
/* Forgets the field: neither given nor emptied. */
void          relais_fields_clear     (RelaisFields *fields, guint index);
void          relais_fields_set_string (RelaisFields *fields, const char *name, const char *value /* NULL or "": empties */);
void          relais_fields_set_integer(RelaisFields *fields, const char *name, gint64 value);
void          relais_fields_set_boolean(RelaisFields *fields, const char *name, gboolean value);
void          relais_fields_set_strv  (RelaisFields *fields, const char *name, const char * const *value /* sorted here for sets */);
gboolean      relais_fields_equal     (const RelaisFields *a, const RelaisFields *b);
gboolean      relais_values_equal     (GVariant *a, GVariant *b);   /* NULL equals NULL only */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisFields, relais_fields_free)

/* RelaisRecord: one state of one record. Reference-counted and thread-safe, because it never changes after it was made. */
typedef struct _RelaisRecord RelaisRecord;

/* Takes ownership of @fields (whose `unset` must be 0). @by may be NULL; @at is Unix time in seconds. */
RelaisRecord       *relais_record_new        (const char *id, RelaisFields *fields, guint64 rev, guint64 seq,
                                              const char *by, gint64 at);
RelaisRecord       *relais_record_ref        (RelaisRecord *record);
void                relais_record_unref      (RelaisRecord *record);
const RelaisKind   *relais_record_get_kind   (RelaisRecord *record);
const char         *relais_record_get_id     (RelaisRecord *record);
guint64             relais_record_get_rev    (RelaisRecord *record);  /* 0: never seen by the back end */
guint64             relais_record_get_seq    (RelaisRecord *record);
const char         *relais_record_get_by     (RelaisRecord *record);  /* nullable: account id of the last writer */
gint64              relais_record_get_at     (RelaisRecord *record);  /* Unix seconds, the back end's clock */
const RelaisFields *relais_record_get_fields (RelaisRecord *record);

/* Field access; the name must be a field of the kind (programming error otherwise). All returned memory is lent. */
GVariant           *relais_record_get         (RelaisRecord *record, const char *name);  /* nullable */
const char         *relais_record_get_string  (RelaisRecord *record, const char *name);  /* nullable */
gint64              relais_record_get_integer (RelaisRecord *record, const char *name);  /* 0 when absent */
gboolean            relais_record_get_boolean (RelaisRecord *record, const char *name);
const char        **relais_record_dup_strv    (RelaisRecord *record, const char *name);  /* container: g_free(); never NULL */
/* What a list calls it: its TITLE fields joined by a space ("Marie Dupont"), or the id's last characters. */
char               *relais_record_dup_title   (RelaisRecord *record);
/* A new state: the same record with @fields laid over it. */
RelaisRecord       *relais_record_with        (RelaisRecord *record, const RelaisFields *fields);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisRecord, relais_record_unref)

/* UUIDv7 (RFC 9562), lower case. They identify and never order. */
char    *relais_id_new      (void);
/* The same identifier wherever it is made: of what there is once for @first and @second (identifiers). It has the time of @first and,
 * where others have chance, a hash of both. (transfer full) */
char    *relais_id_derive   (const char *first, const char *second);
gboolean relais_id_is_valid (const char *id);

G_END_DECLS
