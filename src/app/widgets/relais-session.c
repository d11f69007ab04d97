/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-session.h"

#include "relais-format.h"
#include "relais-validate.h"
#include "relais-zone.h"

#include <glib/gi18n.h>

/* Older actions stay in the store, but nobody presses Ctrl+Z further back than this. */
#define MAX_UNDO 200

typedef struct {
  gint64 id;
  char  *label;  /* owned */
} Done;

struct _RelaisSession
{
  GObject       parent_instance;

  RelaisStore  *store;        /* owned */
  RelaisSyncer *syncer;       /* owned */
  RelaisKeeper *keeper;       /* owned */
  RelaisAccess *full_access;  /* owned: for somebody who works on this computer only */
  GPtrArray    *undo;         /* owned, element-type Done */
  GPtrArray    *redo;         /* owned, element-type Done */
  GCancellable *cancellable;  /* owned */
};

enum { PROP_0, PROP_UNDO_LABEL, PROP_REDO_LABEL, N_PROPS };
enum { COMMITTED, NOTICE, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisSession, relais_session, G_TYPE_OBJECT)

typedef struct {
  RelaisSession *session;   /* owned */
  char          *label;     /* owned */
  gint64         id;        /* undo: of the action that is taken back */
  gboolean       announce;
  gboolean       redo;      /* the undo came from the redo stack */
} Running;

static void
free_done (Done *done)
{
  g_free (done->label);
  g_free (done);
}

static void
free_running (Running *running)
{
  g_object_unref (running->session);
  g_free (running->label);
  g_free (running);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Running, free_running)

static Running *
new_running (RelaisSession *self, const char *label)
{
  Running *running = g_new0 (Running, 1);
  running->session = g_object_ref (self);
  running->label = g_strdup (label);
  return running;
}

static const Done *
peek (GPtrArray *stack)
{
  return stack->len > 0 ? g_ptr_array_index (stack, stack->len - 1) : NULL;
}

static void
push (RelaisSession *self, GPtrArray *stack, gint64 id, const char *label)
{
  const Done *last = peek (stack);

  /* Actions that the store merged (typing in one field) come with the same id. */
  if (last != NULL && last->id == id)
    return;

  Done *done = g_new0 (Done, 1);
  done->id = id;
  done->label = g_strdup (label);
  g_ptr_array_add (stack, done);
  if (stack->len > MAX_UNDO)
    g_ptr_array_remove_index (stack, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[stack == self->undo ? PROP_UNDO_LABEL : PROP_REDO_LABEL]);
}

static void
clear_redo (RelaisSession *self)
{
  if (self->redo->len == 0)
    return;
  g_ptr_array_set_size (self->redo, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REDO_LABEL]);
}

static void
report (RelaisSession *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_autofree char *message = relais_session_describe_error (error);
  relais_session_notice (self, message);
}

/* Hours of publication are the organisation's. */
static void
read_zone (RelaisSession *self)
{
  g_autoptr (RelaisQuery) query = relais_query_limit (relais_query_new (relais_kind_lookup ("setting")), 1);

  relais_query_where (query, "key", RELAIS_MATCH_EQUAL, RELAIS_SETTING_ZONE);
  g_autoptr (GPtrArray) found = relais_store_query (self->store, query);
  relais_format_set_zone (found->len > 0 ? relais_record_get_string (g_ptr_array_index (found, 0), "value") : NULL);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisSession *self)
{
  if (relais_changes_has_kind (changes, "setting"))
    read_zone (self);
}

static void
commit_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Running) running = user_data;
  RelaisSession *self = running->session;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  if (!relais_keeper_commit_finish (RELAIS_KEEPER (source), result, &id, &error))
    {
      report (self, error);
      return;
    }
  clear_redo (self);
  push (self, self->undo, id, running->label);
  g_signal_emit (self, signals[COMMITTED], 0, running->label, running->announce);
}

static void
undo_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Running) running = user_data;
  RelaisSession *self = running->session;
  g_autoptr (GError) error = NULL;
  gint64 inverse = 0;

  if (!relais_store_undo_finish (RELAIS_STORE (source), result, &inverse, &error))
    {
      /* It can be taken back when there is room again. */
      if (relais_keeper_may_pass (error))
        push (self, running->redo ? self->redo : self->undo, running->id, running->label);
      report (self, error);
      return;
    }
  push (self, running->redo ? self->undo : self->redo, inverse, running->label);
  g_autofree char *message = g_strdup_printf (running->redo ? _("Done again: %s") : _("Undone: %s"), running->label);
  relais_session_notice (self, message);
}

static void
take_back (RelaisSession *self, gboolean redo)
{
  GPtrArray *stack = redo ? self->redo : self->undo;
  const Done *last = peek (stack);

  if (last == NULL)
    return;
  Running *running = new_running (self, last->label);
  running->redo = redo;
  running->id = last->id;
  g_ptr_array_set_size (stack, stack->len - 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[redo ? PROP_REDO_LABEL : PROP_UNDO_LABEL]);
  relais_store_undo_async (self->store, running->id, self->cancellable, undo_cb, running);
}

static void
commit (RelaisSession *self, RelaisAction *action, gboolean announce)
{
  if (!relais_action_is_empty (action))
    {
      Running *running = new_running (self, relais_action_get_label (action));
      running->announce = announce;
      relais_keeper_commit_async (self->keeper, action, commit_cb, running);
    }
  relais_action_unref (action);
}

static void
relais_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RelaisSession *self = RELAIS_SESSION (object);
  const Done *last = peek (prop_id == PROP_UNDO_LABEL ? self->undo : self->redo);

  switch (prop_id)
    {
    case PROP_UNDO_LABEL:
    case PROP_REDO_LABEL:
      g_value_set_string (value, last != NULL ? last->label : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_session_dispose (GObject *object)
{
  RelaisSession *self = RELAIS_SESSION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->keeper);
  g_clear_object (&self->syncer);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (relais_session_parent_class)->dispose (object);
}

static void
relais_session_finalize (GObject *object)
{
  RelaisSession *self = RELAIS_SESSION (object);

  g_clear_pointer (&self->full_access, relais_access_unref);
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (relais_session_parent_class)->finalize (object);
}

static void
relais_session_class_init (RelaisSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = relais_session_get_property;
  object_class->dispose = relais_session_dispose;
  object_class->finalize = relais_session_finalize;

  properties[PROP_UNDO_LABEL] = g_param_spec_string ("undo-label", NULL, NULL, NULL,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_REDO_LABEL] = g_param_spec_string ("redo-label", NULL, NULL, NULL,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[COMMITTED] = g_signal_new ("committed", RELAIS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[NOTICE] = g_signal_new ("notice", RELAIS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
relais_session_init (RelaisSession *self)
{
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) free_done);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) free_done);
  self->cancellable = g_cancellable_new ();
  self->full_access = relais_access_new (NULL, RELAIS_ROLE_MANAGER, NULL, NULL);
}

RelaisSession *
relais_session_new (RelaisStore *store, RelaisSyncer *syncer)
{
  g_return_val_if_fail (RELAIS_IS_STORE (store), NULL);
  g_return_val_if_fail (RELAIS_IS_SYNCER (syncer), NULL);

  RelaisSession *self = g_object_new (RELAIS_TYPE_SESSION, NULL);
  self->store = g_object_ref (store);
  self->syncer = g_object_ref (syncer);
  self->keeper = relais_keeper_new (store);
  read_zone (self);
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return self;
}

RelaisStore *
relais_session_get_store (RelaisSession *self)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (self), NULL);
  return self->store;
}

RelaisSyncer *
relais_session_get_syncer (RelaisSession *self)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (self), NULL);
  return self->syncer;
}

RelaisKeeper *
relais_session_get_keeper (RelaisSession *self)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (self), NULL);
  return self->keeper;
}

RelaisAccess *
relais_session_get_access (RelaisSession *self)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (self), NULL);
  RelaisAccess *access = relais_store_get_access (self->store);
  return access != NULL ? access : self->full_access;
}

const char *
relais_session_get_person (RelaisSession *self)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (self), NULL);
  return relais_access_get_person (relais_session_get_access (self));
}

char *
relais_session_dup_account_name (RelaisSession *self, const char *account_id)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (self), NULL);

  const char *own = relais_access_get_account (relais_session_get_access (self));
  g_autofree char *name = relais_store_dup_title (self->store, "account", account_id != NULL ? account_id : own);

  if (name[0] != '\0')
    return g_steal_pointer (&name);
  if (account_id == NULL || g_strcmp0 (account_id, own) == 0)
    return g_strdup (_("You"));
  return g_strdup (_("Somebody else"));
}

void
relais_session_commit (RelaisSession *self, RelaisAction *action)
{
  g_return_if_fail (RELAIS_IS_SESSION (self));
  commit (self, action, TRUE);
}

void
relais_session_commit_quietly (RelaisSession *self, RelaisAction *action)
{
  g_return_if_fail (RELAIS_IS_SESSION (self));
  commit (self, action, FALSE);
}

void
relais_session_set_field (RelaisSession *self, RelaisRecord *record, const char *field, GVariant *value, const char *label)
{
  g_return_if_fail (RELAIS_IS_SESSION (self));

  const RelaisKind *kind = relais_record_get_kind (record);
  RelaisFields *fields = relais_fields_new (kind);
  RelaisAction *action = relais_action_new (label);

  relais_fields_set (fields, relais_kind_field (kind, field), value);
  relais_action_update (action, relais_record_get_id (record), fields);
  relais_session_commit (self, action);
}

void
relais_session_undo (RelaisSession *self)
{
  g_return_if_fail (RELAIS_IS_SESSION (self));
  take_back (self, FALSE);
}

void
relais_session_redo (RelaisSession *self)
{
  g_return_if_fail (RELAIS_IS_SESSION (self));
  take_back (self, TRUE);
}

void
relais_session_push_action (RelaisSession *self, gint64 action_id, const char *label)
{
  g_return_if_fail (RELAIS_IS_SESSION (self));
  clear_redo (self);
  push (self, self->undo, action_id, label);
  g_signal_emit (self, signals[COMMITTED], 0, label, TRUE);
}

void
relais_session_notice (RelaisSession *self, const char *message)
{
  g_return_if_fail (RELAIS_IS_SESSION (self));
  g_signal_emit (self, signals[NOTICE], 0, message);
}

char *
relais_session_describe_error (const GError *error)
{
  if (error->domain == RELAIS_STORE_ERROR)
    switch ((RelaisStoreError) error->code)
      {
      case RELAIS_STORE_ERROR_FULL:
        return g_strdup (_("There is no space left on the disk: this was not done."));
      case RELAIS_STORE_ERROR_READ_ONLY:
        return g_strdup (_("The workspace cannot be written: this was not done."));
      case RELAIS_STORE_ERROR_UNREACHABLE:
        return g_strdup (_("The disk of the workspace does not answer: this was not done."));
      case RELAIS_STORE_ERROR_NOT_FOUND:
        return g_strdup (_("This no longer exists."));
      case RELAIS_STORE_ERROR_LOCKED:
        return g_strdup (_("The workspace is open in another program."));
      case RELAIS_STORE_ERROR_NEWER:
        return g_strdup (_("The workspace was written by a later version of Relais."));
      case RELAIS_STORE_ERROR_DAMAGED:
      case RELAIS_STORE_ERROR_FAILED:
      case RELAIS_STORE_ERROR_EPOCH:
      case RELAIS_STORE_ERROR_TOO_LARGE:
        break;
      }
  if (g_error_matches (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_FORBIDDEN))
    return g_strdup (_("Your role does not allow this."));
  if (g_error_matches (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_TRANSITION))
    return g_strdup (_("Your role does not allow this change of status."));
  return g_strdup (error->message);
}
