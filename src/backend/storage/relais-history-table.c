/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-storage"

#include "relais-tables.h"

void
relais_history_add (RelaisTransaction *transaction, const RelaisKind *kind, const char *id, const RelaisHistoryRow *row)
{
  relais_transaction_run (transaction, "INSERT INTO history VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", "ssiiisssis", kind->name, id,
                          (gint64) row->seq, row->at, row->begun, row->writer, row->audience, row->earlier, (gint64) row->created, row->changes);
}

void
relais_history_remove (RelaisTransaction *transaction, const RelaisKind *kind, const char *id, guint64 seq)
{
  relais_transaction_run (transaction, "DELETE FROM history WHERE kind = ?1 AND id = ?2 AND seq = ?3", "ssi", kind->name, id, (gint64) seq);
}

void
relais_history_visit (RelaisTransaction *transaction, const RelaisKind *kind, const char *id, guint64 before,
                      RelaisHistoryVisitor visit, gpointer data)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT seq, at, begun, writer, audience, earlier, created, changes FROM history WHERE kind = ?1 AND id = ?2 AND seq < ?3 ORDER BY seq DESC",
    "ssi", kind->name, id, before == 0 ? G_MAXINT64 : (gint64) before);
  while (relais_rows_next (rows))
    {
      const RelaisHistoryRow row = {
        .seq = relais_rows_get_integer (rows, 0), .at = relais_rows_get_integer (rows, 1), .begun = relais_rows_get_integer (rows, 2),
        .writer = relais_rows_get_text (rows, 3), .audience = relais_rows_get_text (rows, 4),
        .earlier = relais_rows_get_text (rows, 5), .created = relais_rows_get_integer (rows, 6) != 0,
        .changes = relais_rows_get_text (rows, 7),
      };
      if (!visit (&row, data))
        return;
    }
}

void
relais_history_forget (RelaisTransaction *transaction, const RelaisKind *kind, const char *id)
{
  relais_transaction_run (transaction, "DELETE FROM history WHERE kind = ?1 AND id = ?2", "ss", kind->name, id);
}

void
relais_history_purge (RelaisTransaction *transaction, gint64 before)
{
  relais_transaction_run (transaction, "DELETE FROM history WHERE at < ?1", "i", before);
}
