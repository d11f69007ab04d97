/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-record-item.h"

struct _RelaisRecordItem {
  GObject       parent_instance;
  RelaisRecord *record;   /* owned */
};

enum { PROP_RECORD = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (RelaisRecordItem, relais_record_item, G_TYPE_OBJECT)

static void
relais_record_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boxed (value, RELAIS_RECORD_ITEM (object)->record);
}

static void
relais_record_item_finalize (GObject *object)
{
  RelaisRecordItem *self = RELAIS_RECORD_ITEM (object);

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
relais_record_item_new (RelaisRecord *record)
{
  RelaisRecordItem *self = g_object_new (RELAIS_TYPE_RECORD_ITEM, NULL);

  self->record = relais_record_ref (record);
  return self;
}

void
relais_record_item_update (RelaisRecordItem *self, RelaisRecord *record)
{
  if (relais_record_get_seq (record) == relais_record_get_seq (self->record) &&
      relais_fields_equal (relais_record_get_fields (record), relais_record_get_fields (self->record)))
    return;
  relais_record_unref (self->record);
  self->record = relais_record_ref (record);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RECORD]);
}

RelaisRecord *
relais_record_item_get_record (RelaisRecordItem *self)
{
  g_return_val_if_fail (RELAIS_IS_RECORD_ITEM (self), NULL);
  return self->record;
}

const char *
relais_record_item_get_id (RelaisRecordItem *self)
{
  g_return_val_if_fail (RELAIS_IS_RECORD_ITEM (self), NULL);
  return relais_record_get_id (self->record);
}
