/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-backend"

#include "relais-publisher.h"

#include "relais-json.h"
#include "relais-tables.h"

struct _RelaisPublisher {
  RelaisLog *log;        /* owned */
  gboolean   looked;     /* `seen` and `next` are known */
  guint64    seen;       /* head when `next` was found */
  gint64     next;       /* Unix seconds: the next hour of publication; G_MAXINT64: none is set */
};

/* When it is to be published; FALSE: it is not scheduled. */
static gboolean
is_scheduled (RelaisRecord *placement, gint64 *at)
{
  const char *text = relais_record_get_string (placement, "publish_at");
  return g_strcmp0 (relais_record_get_string (placement, "state"), "scheduled") == 0
    && !relais_record_get_boolean (placement, "binned") && text != NULL && relais_instant_from_string (text, at);
}

/* The ids of placements that are due; finds also when the first of the others will be. */
static gboolean
find_due (RelaisPublisher *self, gint64 now, GStrvBuilder *due, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, error);
  if (transaction == NULL)
    return FALSE;
  g_autoptr(GPtrArray) scheduled = relais_records_with_choice (transaction, relais_kind_lookup ("placement"), "state", "scheduled");
  self->seen = relais_fact_get (transaction, RELAIS_FACT_HEAD);
  self->next = G_MAXINT64;
  for (guint i = 0; i < scheduled->len; i++)
    {
      gint64 at;
      if (!is_scheduled (scheduled->pdata[i], &at))
        continue;
      if (at <= now)
        g_strv_builder_add (due, relais_record_get_id (scheduled->pdata[i]));
      else
        self->next = MIN (self->next, at);
    }
  return relais_transaction_commit (transaction, error);
}

/* Looks again under the lock: somebody may have taken it back meanwhile. */
static gboolean
publish (RelaisPublisher *self, const char *id, gint64 now, GError **error)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");
  gint64 at;
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, error);
  if (transaction == NULL)
    return FALSE;
  g_autoptr(RelaisRecord) placement = relais_record_find (transaction, kind, id);
  if (placement != NULL && is_scheduled (placement, &at) && at <= now)
    {
      g_autoptr(GError) refusal = NULL;
      g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
      RelaisFields *fields = relais_fields_new (kind);
      relais_fields_set_string (fields, "state", "published");
      g_ptr_array_add (ops, relais_op_new_set (id, (RelaisBase) { RELAIS_BASE_NONE }, fields));
      if (!relais_log_write_in (self->log, transaction, ops, NULL, &refusal))
        g_warning ("Placement %s cannot be published: %s", id, refusal->message);
    }
  return relais_transaction_commit (transaction, error);
}

RelaisPublisher *
relais_publisher_new (RelaisLog *log)
{
  RelaisPublisher *self = g_new0 (RelaisPublisher, 1);
  self->log = relais_log_ref (log);
  return self;
}

void
relais_publisher_free (RelaisPublisher *self)
{
  relais_log_unref (self->log);
  g_free (self);
}

gboolean
relais_publisher_run (RelaisPublisher *self, GError **error)
{
  gint64 now = relais_log_now (self->log);
  guint64 head;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  /* Nothing has changed and nothing is due: no need to look at the plan. */
  if (!relais_log_get_state (self->log, NULL, &head, error))
    return FALSE;
  if (self->looked && head == self->seen && now < self->next)
    return TRUE;
  if (!find_due (self, now, builder, error))
    return FALSE;
  self->looked = TRUE;

  g_auto(GStrv) due = g_strv_builder_end (builder);
  for (char **id = due; *id != NULL; id++)
    if (!publish (self, *id, now, error))
      return FALSE;
  if (due[0] != NULL)
    relais_log_announce (self->log);
  return TRUE;
}
