/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-export.h"
#include "relais-import.h"

/* A workspace in memory: imports change it, exports read it. */
typedef struct {
  GPtrArray         *records;  /* element-type RelaisRecord */
  GTimeZone         *zone;     /* Europe/Paris */
  RelaisImportWorld  import;
  RelaisExportSource source;
  const RelaisKind  *kind;     /* of the export that is going on */
  guint              next;
} World;

World        *world_new    (void);
void          world_free   (World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

void          world_add    (World *world, RelaisRecord *record);            /* takes it */
/* As make_fields(). Lent. */
RelaisRecord *world_make   (World *world, const char *kind, ...) G_GNUC_NULL_TERMINATED;
RelaisRecord *world_find   (World *world, const char *kind, const char *title);   /* lent, nullable */
guint         world_count  (World *world, const char *kind);
void          world_apply  (World *world, RelaisImport *import);

/* A file beside the tests; fails the test when it is not there. */
GBytes       *world_load   (const char *name);
GBytes       *world_bytes  (const char *text);
RelaisImport *world_plan   (World *world, GBytes *bytes, const char *kind);      /* takes @bytes; kind NULL: the network */
char         *world_export (World *world, const char *kind, RelaisExportFormat format);
/* "CREATE UPDATE …": the verdicts in the order of the file. (transfer full) */
char         *world_verdicts (RelaisImport *import);
