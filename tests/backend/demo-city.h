/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-demo.h"

G_BEGIN_DECLS

/* One city, made in a directory of its own. */
typedef struct {
  char           *directory;
  RelaisStorage  *storage;
  RelaisLog      *log;
  RelaisAccounts *accounts;
  RelaisBlobs    *blobs;
  GPtrArray      *records;   /* element-type RelaisRecord: everything, in log order */
} City;

/* Without any record. */
void     city_open         (City *city);
/* On 21 November 2026. */
void     city_make         (City *city, RelaisDemoSize size, guint32 seed);
/* Reads the records anew. */
void     city_read         (City *city);
void     city_clear        (City *city);

gboolean is_kind           (RelaisRecord *record, const char *kind);
/* How many records of @kind have @value in @field; @field NULL: all of them. */
guint    city_count        (const City *city, const char *kind, const char *field, const char *value);
/* SHA-256 of every record in log order. (transfer full) */
char    *city_make_digest  (const City *city);
/* Every record is valid and nothing comes before what it refers to. */
void     city_assert_sound (const City *city);

G_END_DECLS
