/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-record-item.h"

#include "relais-store-private.h"

/* A list view binds hundreds of rows that nobody sees: the record is read when it is first asked for. */
struct _RelaisRecordItem {
  GObject           parent_instance;
  RelaisStore      *store;    /* owned, until the record is read */
  const RelaisKind *kind;
  gint64            pk;
  RelaisRecord     *record;   /* owned, nullable: not read yet */
};

enum { PROP_RECORD = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (RelaisRecordItem, relais_record_item, G_TYPE_OBJECT)

static void
relais_record_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boxed (value, relais_record_item_get_record (RELAIS_RECORD_ITEM (object)));
}

static void
relais_record_item_finalize (GObject *object)
{
  RelaisRecordItem *self = RELAIS_RECORD_ITEM (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->record, relais_record_unref);
  G_OBJECT_CLASS (relais_record_item_parent_class)->finalize (object);
}

static void
relais_record_item_class_init (RelaisRecordItemClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = relais_record_item_get_property;
  object_class->finalize = relais_record_item_finalize;
  props[PROP_RECORD] = g_param_spec_boxed ("record", NULL, NULL, RELAIS_TYPE_RECORD,
                                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
relais_record_item_init (RelaisRecordItem *self)
{
}

RelaisRecordItem *
relais_record_item_new (RelaisStore *store, const RelaisKind *kind, gint64 pk)
{
  RelaisRecordItem *self = g_object_new (RELAIS_TYPE_RECORD_ITEM, NULL);

  self->store = g_object_ref (store);
  self->kind = kind;
  self->pk = pk;
  return self;
}

gboolean
relais_record_item_is_read (RelaisRecordItem *self)
{
  return self->record != NULL;
}

void
relais_record_item_update (RelaisRecordItem *self, RelaisRecord *record)
{
  if (self->record != NULL && relais_record_get_seq (record) == relais_record_get_seq (self->record) &&
      relais_fields_equal (relais_record_get_fields (record), relais_record_get_fields (self->record)))
    return;
  g_clear_pointer (&self->record, relais_record_unref);
  self->record = relais_record_ref (record);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RECORD]);
}

RelaisRecord *
relais_record_item_get_record (RelaisRecordItem *self)
{
  g_return_val_if_fail (RELAIS_IS_RECORD_ITEM (self), NULL);

  if (self->record == NULL)
    self->record = relais_store_lookup_pk (self->store, self->kind, self->pk);
  /* It was deleted a moment ago, and the next answer takes the row away. */
  if (self->record == NULL)
    self->record = relais_record_new ("", relais_fields_new (self->kind), 0, 0, NULL, 0);
  g_clear_object (&self->store);
  return self->record;
}

const char *
relais_record_item_get_id (RelaisRecordItem *self)
{
  g_return_val_if_fail (RELAIS_IS_RECORD_ITEM (self), NULL);
  return relais_record_get_id (relais_record_item_get_record (self));
}
