/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-section-model.h"

struct _RelaisSectionModel
{
  GObject           parent_instance;
  RelaisRecordList *list;  /* owned */
};

static void list_model_init (GListModelInterface *iface);
static void section_model_init (GtkSectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RelaisSectionModel, relais_section_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL, section_model_init))

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, RelaisSectionModel *self)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static GType
get_item_type (GListModel *model)
{
  return RELAIS_TYPE_RECORD_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (RELAIS_SECTION_MODEL (model)->list));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (RELAIS_SECTION_MODEL (model)->list), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
get_section (GtkSectionModel *model, guint position, guint *start, guint *end)
{
  RelaisSectionModel *self = RELAIS_SECTION_MODEL (model);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  /* GtkSectionModel: a position past the end belongs to a section that reaches to the end of numbers. */
  if (position >= n)
    {
      *start = n;
      *end = G_MAXUINT;
      return;
    }
  relais_record_list_get_section (self->list, position, start, end, NULL);
}

static void
section_model_init (GtkSectionModelInterface *iface)
{
  iface->get_section = get_section;
}

static void
relais_section_model_dispose (GObject *object)
{
  g_clear_object (&RELAIS_SECTION_MODEL (object)->list);
  G_OBJECT_CLASS (relais_section_model_parent_class)->dispose (object);
}

static void
relais_section_model_class_init (RelaisSectionModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_section_model_dispose;
}

static void
relais_section_model_init (RelaisSectionModel *self)
{
}

RelaisSectionModel *
relais_section_model_new (RelaisRecordList *list)
{
  g_return_val_if_fail (RELAIS_IS_RECORD_LIST (list), NULL);

  RelaisSectionModel *self = g_object_new (RELAIS_TYPE_SECTION_MODEL, NULL);
  self->list = list;
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_DEFAULT);
  return self;
}

RelaisRecordList *
relais_section_model_get_list (RelaisSectionModel *self)
{
  g_return_val_if_fail (RELAIS_IS_SECTION_MODEL (self), NULL);
  return self->list;
}

const char *
relais_section_model_get_key (RelaisSectionModel *self, GtkListHeader *header)
{
  g_return_val_if_fail (RELAIS_IS_SECTION_MODEL (self), NULL);

  guint position = gtk_list_header_get_start (header), start, end;
  const char *key = "";
  if (position < g_list_model_get_n_items (G_LIST_MODEL (self->list)))
    relais_record_list_get_section (self->list, position, &start, &end, &key);
  return key;
}
