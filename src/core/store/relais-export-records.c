/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-export-records.h"

static RelaisRecord *
next_cb (gpointer data)
{
  RelaisExportRecords *self = data;

  return self->next < self->records->len ? relais_record_ref (g_ptr_array_index (self->records, self->next++)) : NULL;
}

static RelaisRecord *
get_cb (gpointer          data,
        const RelaisKind *kind,
        const char       *id)
{
  return relais_workspace_lookup (((RelaisExportRecords *) data)->workspace, kind->name, id);
}

RelaisExportSource
relais_export_records (RelaisExportRecords *self,
                       RelaisWorkspace     *workspace,
                       GPtrArray           *records)
{
  *self = (RelaisExportRecords) { .workspace = workspace, .records = records };
  return (RelaisExportSource) { .next = next_cb, .get = get_cb, .data = self };
}
