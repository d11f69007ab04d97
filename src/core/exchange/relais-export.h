/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record.h"
#include "relais-table.h"

G_BEGIN_DECLS

typedef enum {
  RELAIS_EXPORT_CSV,   /* any kind; references by title; imports again unchanged */
  RELAIS_EXPORT_JSON,  /* any kind; an array of records in wire form */
  RELAIS_EXPORT_VCF,   /* person */
  RELAIS_EXPORT_ICS,   /* placement (planned day), article (days of the event) */
} RelaisExportFormat;

/* Where the records come from. */
typedef struct {
  RelaisRecord *(*next) (gpointer data);   /* (transfer full) (nullable): NULL ends */
  /* A record that another refers to. (transfer full) (nullable) */
  RelaisRecord *(*get)  (gpointer data, const RelaisKind *kind, const char *id);
  gpointer      data;
  GTimeZone    *zone;          /* the organisation's; NULL: the computer's */
  gboolean      for_readers;   /* PRIVATE fields stay out */
  gboolean      labels;        /* CSV: headings as people call the fields, in their language, instead of their names */
} RelaisExportSource;

/* "csv", "json", "vcf", "ics" */
gboolean    relais_export_format_from_string (const char *name, RelaisExportFormat *format);
gboolean    relais_export_supports           (const RelaisKind *kind, RelaisExportFormat format);

/* Returns: (transfer full) (nullable): the file, or %NULL with FORMAT when the kind has no such format */
GBytes     *relais_export                    (const RelaisKind *kind, RelaisExportFormat format, const RelaisExportSource *source,
                                              GError **error);

G_END_DECLS
