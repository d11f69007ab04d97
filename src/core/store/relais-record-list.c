/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-record-list.h"

#include "relais-record-item.h"
#include "relais-row-keys.h"
#include "relais-store-private.h"
#include "relais-workspace-private.h"

/* Items that stay alive although nobody holds them: a few screens, so that scrolling to and fro reads nothing twice. */
#define N_RECENT 256

/* A question to the store's thread, and its answer. */
typedef struct {
  RelaisQuery   *query;    /* owned */
  guint          first;    /* nothing of its answer is shown: so many rows will do; 0: all */
  RelaisRowKeys *before;   /* owned: what is shown */
  RelaisRowKeys *after;    /* owned: the answer */
  GArray        *edits;    /* owned; (element-type RelaisRowEdit) */
} Question;

/* Where an item that goes is to be forgotten. First what it is looked up by. */
typedef struct {
  gint64      pk;
  GHashTable *items;   /* borrowed: where the key is */
} ItemKey;

struct _RelaisRecordList {
  GObject           parent_instance;

  RelaisStore      *store;            /* owned */
  gulong            changed_id;
  RelaisQuery      *query;            /* owned, nullable: what is asked for */
  const RelaisKind *kind;             /* of the rows that are shown */
  GCancellable     *cancellable;      /* owned; of the question on its way */
  gboolean          is_asking;
  gboolean          is_stale;         /* ask (again) as soon as possible */
  gboolean          is_active;
  gboolean          is_loading;
  gboolean          is_new;           /* nothing of the query's answer is shown yet */
  guint             first_rows;       /* are shown as soon as they are found; 0: wait for all */

  /* While an answer is told edit by edit, the list is the first n_new rows of `after` and those of `rows` from n_old on. */
  RelaisRowKeys    *rows;             /* owned */
  RelaisRowKeys    *after;            /* owned; NULL except while edits are told */
  guint             n_new, n_old;

  GHashTable       *items;            /* ItemKey, owned → RelaisRecordItem, borrowed: those that are alive */
  RelaisRecordItem *recent[N_RECENT]; /* owned, a ring */
  guint             next_recent;
};

enum { PROP_LOADING = 1, PROP_ACTIVE, PROP_N_ITEMS, N_PROPS };
static GParamSpec *props[N_PROPS];

static void relais_record_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RelaisRecordList, relais_record_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, relais_record_list_model_init))

static void ask (RelaisRecordList *self);

static void
free_question (gpointer data)
{
  Question *question = data;

  relais_query_unref (question->query);
  relais_row_keys_unref (question->before);
  g_clear_pointer (&question->after, relais_row_keys_unref);
  g_clear_pointer (&question->edits, g_array_unref);
  g_free (question);
}

static guint
count_rows (RelaisRecordList *self)
{
  guint n = relais_row_keys_get_length (self->rows);

  return self->after != NULL ? self->n_new + n - self->n_old : n;
}

static RelaisRowKeys *
find_row (RelaisRecordList *self, guint *position)
{
  if (self->after == NULL)
    return self->rows;
  if (*position < self->n_new)
    return self->after;
  *position = *position - self->n_new + self->n_old;
  return self->rows;
}

static void
set_loading (RelaisRecordList *self, gboolean loading)
{
  if (self->is_loading == loading)
    return;
  self->is_loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

static void
item_gone_cb (gpointer data, GObject *where_the_object_was)
{
  ItemKey *key = data;

  g_hash_table_remove (key->items, key);
}

static void
forget_items (RelaisRecordList *self)
{
  GHashTableIter iter;
  gpointer key, item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, &item)) {
    g_object_weak_unref (item, item_gone_cb, key);
    g_hash_table_iter_remove (&iter);
  }
  for (guint i = 0; i < N_RECENT; i++)
    g_clear_object (&self->recent[i]);
}

static RelaisRecordItem *
make_item (RelaisRecordList *self, gint64 pk)
{
  RelaisRecordItem *item = relais_record_item_new (self->store, self->kind, pk);
  ItemKey *key = g_new (ItemKey, 1);

  *key = (ItemKey) { pk, self->items };
  g_hash_table_insert (self->items, key, item);
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, key);
  return item;
}

/* Everything alive that may have changed shows its new state; rows come and go with the next answer. */
static void
refresh_items (RelaisRecordList *self, RelaisChanges *changes)
{
  g_autoptr (GPtrArray) alive = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (relais_record_item_is_read (item))
      g_ptr_array_add (alive, g_object_ref (item));
  for (guint i = 0; i < alive->len; i++) {
    const char *id = relais_record_item_get_id (g_ptr_array_index (alive, i));
    g_autoptr (RelaisRecord) record = NULL;

    if (*id == '\0' || (changes != NULL && !relais_changes_has_record (changes, id)))
      continue;
    record = relais_store_lookup (self->store, self->kind->name, id);
    if (record != NULL)
      relais_record_item_update (g_ptr_array_index (alive, i), record);
  }
}

static gboolean
concerns (RelaisRecordList *self, RelaisChanges *changes)
{
  for (guint k = 0; k < relais_n_kinds (); k++)
    if (relais_changes_has_kind (changes, relais_kinds ()[k]->name) && relais_query_depends_on (self->query, relais_kinds ()[k]))
      return TRUE;
  return FALSE;
}

static void
show_answer (RelaisRecordList *self, Question *question)
{
  guint n_before = count_rows (self);

  self->after = relais_row_keys_ref (question->after);
  self->n_new = self->n_old = 0;
  for (guint i = 0; i < question->edits->len; i++) {
    RelaisRowEdit *edit = &g_array_index (question->edits, RelaisRowEdit, i);

    self->n_new = edit->position + edit->added;
    self->n_old = edit->old_position + edit->removed;
    g_list_model_items_changed (G_LIST_MODEL (self), edit->position, edit->removed, edit->added);
    /* Whoever was told asked for something else at once. */
    if (self->after != question->after)
      return;
  }
  relais_row_keys_unref (self->rows);
  self->rows = g_steal_pointer (&self->after);
  if (count_rows (self) != n_before)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ITEMS]);
}

static void
clear (RelaisRecordList *self)
{
  guint n = count_rows (self);

  g_clear_pointer (&self->after, relais_row_keys_unref);
  relais_row_keys_unref (self->rows);
  self->rows = relais_row_keys_new ();
  if (n == 0)
    return;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ITEMS]);
}

static gpointer
answer_func (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  Question *question = data;

  question->after = relais_row_keys_query (question->query, workspace->db, question->before, question->first, error);
  /* What was shown has nothing to do with it. */
  if (question->after != NULL && question->after->partial) {
    RelaisRowEdit all = { 0, 0, relais_row_keys_get_length (question->before), relais_row_keys_get_length (question->after) };

    question->edits = g_array_new (FALSE, FALSE, sizeof all);
    g_array_append_val (question->edits, all);
  } else if (question->after != NULL)
    question->edits = relais_row_keys_compare (question->before, question->after);
  return question->after;
}

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (RelaisRecordList) self = data;
  g_autoptr (GError) error = NULL;
  Question *question = relais_store_get_run_data (result);
  gboolean ok = relais_store_run_finish (RELAIS_STORE (source), result, &error) != NULL;

  self->is_asking = FALSE;
  g_clear_object (&self->cancellable);
  if (self->store == NULL)
    return;
  relais_store_log_error ("A list could not be read", error);
  /* An answer to what nobody asks any more is not shown. */
  if (ok && question->query == self->query) {
    self->is_new = FALSE;
    self->is_stale |= question->after->partial;
    show_answer (self, question);
  }
  if (self->is_stale)
    ask (self);
  else
    set_loading (self, FALSE);
}

static void
ask (RelaisRecordList *self)
{
  Question *question;

  self->is_stale = TRUE;
  if (self->is_asking || self->query == NULL || !self->is_active)
    return;
  self->is_stale = FALSE;
  self->is_asking = TRUE;
  question = g_new0 (Question, 1);
  question->query = relais_query_ref (self->query);
  question->first = self->is_new ? self->first_rows : 0;
  question->before = relais_row_keys_ref (self->rows);
  self->cancellable = g_cancellable_new ();
  relais_store_read_async (self->store, answer_func, question, free_question, NULL, self->cancellable, answer_cb,
                           g_object_ref (self));
}

static void
store_changed_cb (RelaisStore *store, RelaisChanges *changes, gpointer data)
{
  RelaisRecordList *self = data;

  if (self->query == NULL || !concerns (self, changes))
    return;
  if (self->is_active)
    refresh_items (self, changes);
  ask (self);
}

static GType
relais_record_list_get_item_type (GListModel *model)
{
  return RELAIS_TYPE_RECORD_ITEM;
}

static guint
relais_record_list_get_n_items (GListModel *model)
{
  return count_rows (RELAIS_RECORD_LIST (model));
}

static gpointer
relais_record_list_get_item (GListModel *model, guint position)
{
  RelaisRecordList *self = RELAIS_RECORD_LIST (model);
  RelaisRecordItem *item;
  RelaisRowKeys *rows;
  gint64 pk;

  if (position >= count_rows (self))
    return NULL;
  /* Kept apart: arguments are evaluated in any order, and find_row() changes the position. */
  rows = find_row (self, &position);
  pk = relais_row_keys_get_pk (rows, position);
  item = g_hash_table_lookup (self->items, &pk);
  if (item != NULL)
    return g_object_ref (item);
  item = make_item (self, pk);
  g_set_object (&self->recent[self->next_recent++ % N_RECENT], item);
  return item;
}

static void
relais_record_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RelaisRecordList *self = RELAIS_RECORD_LIST (object);

  switch (id) {
  case PROP_LOADING:
    g_value_set_boolean (value, self->is_loading);
    break;
  case PROP_ACTIVE:
    g_value_set_boolean (value, self->is_active);
    break;
  case PROP_N_ITEMS:
    g_value_set_uint (value, count_rows (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
relais_record_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  relais_record_list_set_active (RELAIS_RECORD_LIST (object), g_value_get_boolean (value));
}

static void
relais_record_list_dispose (GObject *object)
{
  RelaisRecordList *self = RELAIS_RECORD_LIST (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->store != NULL)
    g_clear_signal_handler (&self->changed_id, self->store);
  forget_items (self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (relais_record_list_parent_class)->dispose (object);
}

static void
relais_record_list_finalize (GObject *object)
{
  RelaisRecordList *self = RELAIS_RECORD_LIST (object);

  g_clear_pointer (&self->query, relais_query_unref);
  g_clear_pointer (&self->rows, relais_row_keys_unref);
  g_clear_pointer (&self->after, relais_row_keys_unref);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (relais_record_list_parent_class)->finalize (object);
}

static void
relais_record_list_class_init (RelaisRecordListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = relais_record_list_get_property;
  object_class->set_property = relais_record_list_set_property;
  object_class->dispose = relais_record_list_dispose;
  object_class->finalize = relais_record_list_finalize;

  props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, TRUE,
                                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
relais_record_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = relais_record_list_get_item_type;
  iface->get_n_items = relais_record_list_get_n_items;
  iface->get_item = relais_record_list_get_item;
}

static void
relais_record_list_init (RelaisRecordList *self)
{
  self->is_active = TRUE;
  self->rows = relais_row_keys_new ();
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

RelaisRecordList *
relais_record_list_new (RelaisStore *store, RelaisQuery *query)
{
  RelaisRecordList *self;

  g_return_val_if_fail (RELAIS_IS_STORE (store), NULL);

  self = g_object_new (RELAIS_TYPE_RECORD_LIST, NULL);
  self->store = g_object_ref (store);
  self->changed_id = g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), self);
  relais_record_list_set_query (self, query);
  return self;
}

void
relais_record_list_set_query (RelaisRecordList *self, RelaisQuery *query)
{
  g_return_if_fail (RELAIS_IS_RECORD_LIST (self));

  if (query == self->query)
    return;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->query, relais_query_unref);
  self->query = query != NULL ? relais_query_ref (query) : NULL;
  /* Rows of the last question stay until the answer to this one is there, unless they are of another kind. */
  if (query == NULL || relais_query_get_kind (query) != self->kind) {
    clear (self);
    forget_items (self);
  }
  self->kind = query != NULL ? relais_query_get_kind (query) : NULL;
  self->is_new = TRUE;
  set_loading (self, query != NULL);
  ask (self);
}

void
relais_record_list_set_active (RelaisRecordList *self, gboolean active)
{
  g_return_if_fail (RELAIS_IS_RECORD_LIST (self));

  if (self->is_active == active)
    return;
  self->is_active = active;
  /* What is not seen is not waited for: what is seen instead comes first. */
  if (!active && self->cancellable != NULL) {
    g_cancellable_cancel (self->cancellable);
    self->is_stale = TRUE;
  }
  if (active && self->is_stale && self->query != NULL) {
    refresh_items (self, NULL);
    ask (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVE]);
}

void
relais_record_list_show_first (RelaisRecordList *self, guint rows)
{
  g_return_if_fail (RELAIS_IS_RECORD_LIST (self));
  self->first_rows = rows;
}

gboolean
relais_record_list_get_loading (RelaisRecordList *self)
{
  g_return_val_if_fail (RELAIS_IS_RECORD_LIST (self), FALSE);
  return self->is_loading;
}

void
relais_record_list_get_section (RelaisRecordList *self, guint position, guint *start, guint *end, const char **key)
{
  RelaisRowKeys *rows;
  guint place = position;
  const char *name = "";

  g_return_if_fail (RELAIS_IS_RECORD_LIST (self) && start != NULL && end != NULL);

  *start = 0;
  *end = count_rows (self);
  if (position < *end && self->query != NULL && relais_query_is_grouped (self->query)) {
    rows = find_row (self, &place);
    name = relais_row_keys_get_section (rows, place, start, end);
    /* Between two edits only one side of the seam is looked at. */
    if (rows == self->rows && self->after != NULL) {
      *start = MAX (*start, self->n_old) - self->n_old + self->n_new;
      *end = *end - self->n_old + self->n_new;
    } else if (self->after != NULL) {
      *end = MIN (*end, self->n_new);
    }
  }
  if (key != NULL)
    *key = name;
}

guint
relais_record_list_count_section (RelaisRecordList *self, guint position)
{
  RelaisRowKeys *rows;

  g_return_val_if_fail (RELAIS_IS_RECORD_LIST (self) && position < count_rows (self), 0);

  rows = find_row (self, &position);
  return relais_row_keys_count_section (rows, position);
}

gint64
relais_record_list_get_key (RelaisRecordList *self, guint position)
{
  g_return_val_if_fail (RELAIS_IS_RECORD_LIST (self), 0);

  if (position >= count_rows (self))
    return 0;
  return relais_row_keys_get_pk (find_row (self, &position), position);
}

int
relais_record_list_find_key (RelaisRecordList *self, gint64 key)
{
  g_return_val_if_fail (RELAIS_IS_RECORD_LIST (self), -1);
  return relais_row_keys_find (self->rows, key);
}

int
relais_record_list_find (RelaisRecordList *self, const char *id)
{
  gint64 pk;

  g_return_val_if_fail (RELAIS_IS_RECORD_LIST (self) && id != NULL, -1);

  pk = relais_store_find_pk (self->store, id);
  return pk != 0 ? relais_row_keys_find (self->rows, pk) : -1;
}
