/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-export.h"
#include "relais-workspace.h"

G_BEGIN_DECLS

/* Records that a workspace has given, on their way into a file. */
typedef struct {
  RelaisWorkspace *workspace;  /* borrowed */
  GPtrArray       *records;    /* borrowed; element-type RelaisRecord */
  guint            next;
} RelaisExportRecords;

/* Fills @self. Returns: a source, which uses @self, of @records in their order; what they refer to is looked up in @workspace */
RelaisExportSource relais_export_records (RelaisExportRecords *self, RelaisWorkspace *workspace, GPtrArray *records);

G_END_DECLS
