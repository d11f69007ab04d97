/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-action.h"

#include <string.h>

struct _RelaisAction {
  gatomicrefcount ref_count;
  char           *label;      /* owned */
  char           *merge_key;  /* owned, nullable */
  GPtrArray      *ops;        /* owned; (element-type RelaisOp) */
  GHashTable     *seen;       /* owned, nullable; id (owned) → RelaisFields (owned) */
};

/* An action says whether it makes a record or changes one; on which state is found out when it is committed. */
static const RelaisBase makes = { RELAIS_BASE_NONE, 0, 0 };
static const RelaisBase changes = { RELAIS_BASE_SEQ, 0, 0 };

RelaisAction *
relais_action_new (const char *label)
{
  RelaisAction *action = g_new0 (RelaisAction, 1);

  g_atomic_ref_count_init (&action->ref_count);
  action->label = g_strdup (label != NULL ? label : "");
  action->ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  return action;
}

RelaisAction *
relais_action_ref (RelaisAction *action)
{
  g_atomic_ref_count_inc (&action->ref_count);
  return action;
}

void
relais_action_unref (RelaisAction *action)
{
  if (!g_atomic_ref_count_dec (&action->ref_count))
    return;
  g_ptr_array_unref (action->ops);
  g_clear_pointer (&action->seen, g_hash_table_unref);
  g_free (action->merge_key);
  g_free (action->label);
  g_free (action);
}

const char *
relais_action_get_label (RelaisAction *action)
{
  g_return_val_if_fail (action != NULL, NULL);
  return action->label;
}

gboolean
relais_action_is_empty (RelaisAction *action)
{
  g_return_val_if_fail (action != NULL, TRUE);
  return action->ops->len == 0;
}

GPtrArray *
relais_action_get_ops (RelaisAction *action)
{
  g_return_val_if_fail (action != NULL, NULL);
  return action->ops;
}

void
relais_action_set_merge_key (RelaisAction *action, const char *key)
{
  g_return_if_fail (action != NULL);
  g_set_str (&action->merge_key, key);
}

const char *
relais_action_get_merge_key (RelaisAction *action)
{
  g_return_val_if_fail (action != NULL, NULL);
  return action->merge_key;
}

const char *
relais_action_create (RelaisAction *action, const char *id, RelaisFields *fields)
{
  g_autofree char *made = id == NULL ? relais_id_new () : NULL;
  RelaisOp *op;

  g_return_val_if_fail (action != NULL && fields != NULL, NULL);

  op = relais_op_new_set (id != NULL ? id : made, makes, fields);
  g_ptr_array_add (action->ops, op);
  return op->id;
}

void
relais_action_update (RelaisAction *action, const char *id, RelaisFields *fields)
{
  g_return_if_fail (action != NULL && id != NULL && fields != NULL);
  g_ptr_array_add (action->ops, relais_op_new_set (id, changes, fields));
}

void
relais_action_update_seen (RelaisAction *action, const char *id, RelaisFields *seen, RelaisFields *fields)
{
  g_return_if_fail (seen != NULL && fields != NULL && seen->kind == fields->kind);

  if (action->seen == NULL)
    action->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) relais_fields_free);
  g_hash_table_insert (action->seen, g_strdup (id), seen);
  relais_action_update (action, id, fields);
}

const RelaisFields *
relais_action_get_seen (RelaisAction *action, const char *id)
{
  g_return_val_if_fail (action != NULL && id != NULL, NULL);
  return action->seen != NULL ? g_hash_table_lookup (action->seen, id) : NULL;
}

void
relais_action_bin (RelaisAction *action, const RelaisKind *kind, const char *id, gboolean binned)
{
  RelaisFields *fields = relais_fields_new (kind);

  if (binned)
    relais_fields_set_boolean (fields, "binned", TRUE);
  else
    relais_fields_set (fields, relais_kind_field (kind, "binned"), NULL);
  relais_action_update (action, id, fields);
}

void
relais_action_remove (RelaisAction *action, const RelaisKind *kind, const char *id)
{
  g_return_if_fail (action != NULL && kind != NULL && id != NULL);
  g_ptr_array_add (action->ops, relais_op_new_remove (kind, id, changes));
}
