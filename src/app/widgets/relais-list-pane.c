/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-pane.h"

struct _RelaisListPane
{
  AdwBin                    parent_instance;

  GtkBox                   *bar;           /* template */
  GtkSearchEntry           *search;        /* template */
  GtkStack                 *results;       /* template: list, none, empty */
  GtkListView              *list;          /* template */
  AdwStatusPage            *nothing;       /* template */
  AdwBin                   *empty;         /* template */

  RelaisRecordList         *records;       /* owned, nullable */
  const RelaisListPaneRows *rows;          /* static */
  gpointer                  user_data;
  GHashTable               *bound;         /* owned: set of GtkListItem, borrowed */
  gboolean                  single_click;
};

enum { PROP_0, PROP_PLACEHOLDER, PROP_SEARCH_LABEL, PROP_LIST_LABEL, PROP_NOTHING_FOUND, PROP_ABOVE, PROP_BELOW, PROP_EMPTY,
       PROP_SINGLE_CLICK, N_PROPS };
enum { SEARCHED, ACTIVATED, FILLED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisListPane, relais_list_pane, ADW_TYPE_BIN)

static void
name (GtkWidget *widget, const GValue *value)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, g_value_get_string (value), -1);
}

static void
show_row (RelaisListPane *self, GtkListItem *item)
{
  relais_late_bind (item, self->rows->show, self->user_data);
  if (self->rows->at_once)
    relais_late_fill (gtk_list_item_get_child (item));
}

static void
filled_cb (RelaisListPane *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (self->list)));

  if (n > 0 || relais_record_list_get_loading (self->records))
    gtk_stack_set_visible_child_name (self->results, "list");
  else
    gtk_stack_set_visible_child_name (self->results, *relais_list_pane_get_search (self) ? "none" : "empty");
  g_signal_emit (self, signals[FILLED], 0);
}

static void
search_cb (RelaisListPane *self)
{
  g_signal_emit (self, signals[SEARCHED], 0);
}

static void
stop_search_cb (RelaisListPane *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
activated_cb (RelaisListPane *self, guint position)
{
  g_signal_emit (self, signals[ACTIVATED], 0, position);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RelaisListPane *self)
{
  g_object_set_data (G_OBJECT (item), "relais-pane", self);
  gtk_list_item_set_child (item, self->rows->create ());
}

static void
record_cb (GObject *record_item, GParamSpec *pspec, GtkListItem *item)
{
  show_row (g_object_get_data (G_OBJECT (item), "relais-pane"), item);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RelaisListPane *self)
{
  GObject *object = gtk_list_item_get_item (item);

  g_hash_table_add (self->bound, item);
  if (RELAIS_IS_RECORD_ITEM (object))
    g_signal_connect (object, "notify::record", G_CALLBACK (record_cb), item);
  show_row (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RelaisListPane *self)
{
  relais_late_unbind (item);
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), record_cb, item);
  g_hash_table_remove (self->bound, item);
}

static void
relais_list_pane_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SINGLE_CLICK:
      g_value_set_boolean (value, RELAIS_LIST_PANE (object)->single_click);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_list_pane_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  RelaisListPane *self = RELAIS_LIST_PANE (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      gtk_search_entry_set_placeholder_text (self->search, g_value_get_string (value));
      break;
    case PROP_SEARCH_LABEL:
      name (GTK_WIDGET (self->search), value);
      break;
    case PROP_LIST_LABEL:
      name (GTK_WIDGET (self->list), value);
      break;
    case PROP_NOTHING_FOUND:
      adw_status_page_set_description (self->nothing, g_value_get_string (value));
      break;
    case PROP_ABOVE:
      gtk_box_prepend (self->bar, g_value_get_object (value));
      break;
    case PROP_BELOW:
      gtk_box_append (self->bar, g_value_get_object (value));
      break;
    case PROP_EMPTY:
      adw_bin_set_child (self->empty, g_value_get_object (value));
      break;
    case PROP_SINGLE_CLICK:
      if (self->single_click == g_value_get_boolean (value))
        break;
      self->single_click = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_list_pane_dispose (GObject *object)
{
  RelaisListPane *self = RELAIS_LIST_PANE (object);

  /* Rows are unbound while the pane is whole. */
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_LIST_PANE);
  g_clear_object (&self->records);
  G_OBJECT_CLASS (relais_list_pane_parent_class)->dispose (object);
}

static void
relais_list_pane_finalize (GObject *object)
{
  g_hash_table_unref (RELAIS_LIST_PANE (object)->bound);
  G_OBJECT_CLASS (relais_list_pane_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  properties[PROP_SEARCH_LABEL] = g_param_spec_string ("search-label", NULL, NULL, NULL, flags);
  properties[PROP_LIST_LABEL] = g_param_spec_string ("list-label", NULL, NULL, NULL, flags);
  properties[PROP_NOTHING_FOUND] = g_param_spec_string ("nothing-found", NULL, NULL, NULL, flags);
  properties[PROP_ABOVE] = g_param_spec_object ("above", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_BELOW] = g_param_spec_object ("below", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_EMPTY] = g_param_spec_object ("empty", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_SINGLE_CLICK] = g_param_spec_boolean ("single-click", NULL, NULL, TRUE,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
relais_list_pane_class_init (RelaisListPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = relais_list_pane_get_property;
  object_class->set_property = relais_list_pane_set_property;
  object_class->dispose = relais_list_pane_dispose;
  object_class->finalize = relais_list_pane_finalize;
  install_properties (object_class);
  signals[SEARCHED] = g_signal_new ("searched", RELAIS_TYPE_LIST_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", RELAIS_TYPE_LIST_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                     G_TYPE_UINT);
  signals[FILLED] = g_signal_new ("filled", RELAIS_TYPE_LIST_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/widgets/relais-list-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisListPane, bar);
  gtk_widget_class_bind_template_child (widget_class, RelaisListPane, search);
  gtk_widget_class_bind_template_child (widget_class, RelaisListPane, results);
  gtk_widget_class_bind_template_child (widget_class, RelaisListPane, list);
  gtk_widget_class_bind_template_child (widget_class, RelaisListPane, nothing);
  gtk_widget_class_bind_template_child (widget_class, RelaisListPane, empty);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
relais_list_pane_init (RelaisListPane *self)
{
  self->bound = g_hash_table_new (NULL, NULL);
  self->single_click = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
relais_list_pane_set_model (RelaisListPane *self, RelaisRecordList *records, GtkSelectionModel *model,
                            const RelaisListPaneRows *rows, gpointer user_data)
{
  g_return_if_fail (RELAIS_IS_LIST_PANE (self) && self->records == NULL);
  g_return_if_fail (RELAIS_IS_RECORD_LIST (records) && GTK_IS_SELECTION_MODEL (model) && rows != NULL);

  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  self->records = g_object_ref (records);
  self->rows = rows;
  self->user_data = user_data;
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_DEFAULT);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (filled_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (records, "notify::loading", G_CALLBACK (filled_cb), self, G_CONNECT_SWAPPED);
}

void
relais_list_pane_refresh (RelaisListPane *self)
{
  GHashTableIter iter;
  gpointer item;

  g_return_if_fail (RELAIS_IS_LIST_PANE (self));

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    show_row (self, item);
}

const char *
relais_list_pane_get_search (RelaisListPane *self)
{
  g_return_val_if_fail (RELAIS_IS_LIST_PANE (self), "");
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

void
relais_list_pane_focus_search (RelaisListPane *self)
{
  g_return_if_fail (RELAIS_IS_LIST_PANE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
