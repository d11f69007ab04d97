/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-network-export.h"

#include "relais-export-records.h"
#include "relais-file-dialog.h"

#include <glib/gi18n.h>

typedef struct {
  RelaisSession *session;  /* owned */
  GtkWidget     *parent;   /* owned */
} Target;

static gpointer
export (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  const RelaisKind *kind = relais_kind_lookup ("person");
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (kind), "last_name", FALSE);
  g_autoptr (GPtrArray) people = relais_workspace_query (workspace, query, error);
  RelaisExportRecords records;
  RelaisExportSource source = relais_export_records (&records, workspace, people);

  source.labels = TRUE;
  return people ? relais_export (kind, RELAIS_EXPORT_VCF, &source, error) : NULL;
}

static void
exported_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Target *target = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = relais_store_run_finish (RELAIS_STORE (store), result, &error);

  if (bytes)
    relais_file_dialog_save (target->session, target->parent, _("Save the Correspondents"), _("correspondents.vcf"), bytes);
  else
    {
      g_autofree char *text = relais_session_describe_error (error);

      relais_session_notice (target->session, text);
    }
  g_object_unref (target->session);
  g_object_unref (target->parent);
  g_free (target);
}

void
relais_network_export (RelaisSession *session, GtkWidget *parent)
{
  Target *target = g_new0 (Target, 1);

  target->session = g_object_ref (session);
  target->parent = g_object_ref (parent);
  relais_store_run_async (relais_session_get_store (session), export, NULL, NULL, (GDestroyNotify) g_bytes_unref, NULL, exported_cb,
                          target);
}
