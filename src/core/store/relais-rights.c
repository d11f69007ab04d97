/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-rights.h"

static gboolean
is_settled (RelaisStore *self, RelaisRecord *record)
{
  const RelaisKind *kind = relais_record_get_kind (record), *holding = relais_kind_lookup (kind->settled_by);
  g_autofree char *states = g_strjoinv ("|", (char **) kind->settled_states);
  g_autoptr (RelaisQuery) query = relais_query_new (holding);
  g_autoptr (GPtrArray) holders = NULL;

  relais_query_where (query, kind->settled_field, RELAIS_MATCH_EQUAL, relais_record_get_id (record));
  relais_query_where (query, holding->state_field, RELAIS_MATCH_ONE_OF, states);
  relais_query_limit (query, 1);
  holders = relais_store_query (self, query);
  return holders->len > 0;
}

gboolean
relais_store_may_edit (RelaisStore *self, RelaisAccess *access, RelaisRecord *record, const char *field)
{
  const RelaisKind *kind = relais_record_get_kind (record);

  return relais_access_may_edit (access, record, field) &&
         (kind->settled_by == NULL || relais_access_writes_all (access, kind) || !is_settled (self, record));
}
