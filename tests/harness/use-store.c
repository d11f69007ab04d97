/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "use-store.h"

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

RelaisStore *
store_open (void)
{
  g_autoptr(GError) error = NULL;
  RelaisStore *store = relais_store_open (":memory:", &error);

  g_assert_no_error (error);
  return store;
}

void
store_close (RelaisStore *store)
{
  relais_store_close (store);
  g_object_unref (store);
}

gint64
store_commit (RelaisStore *store, RelaisAction *action)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id = 0;

  relais_store_commit_async (store, action, NULL, done_cb, &result);
  relais_action_unref (action);
  wait_for (&result);
  relais_store_commit_finish (store, result, &id, &error);
  g_assert_no_error (error);
  return id;
}

void
store_undo (RelaisStore *store, gint64 action)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 inverse = 0;

  relais_store_undo_async (store, action, NULL, done_cb, &result);
  wait_for (&result);
  relais_store_undo_finish (store, result, &inverse, &error);
  g_assert_no_error (error);
}

void
store_check (RelaisStore *store, const char *kind, const char *id, const char *field, const char *expected)
{
  g_autoptr(RelaisRecord) record = relais_store_lookup (store, kind, id);

  g_assert_nonnull (record);
  g_assert_cmpstr (relais_record_get_string (record, field), ==, expected);
}

char *
action_add (RelaisAction *action, const char *kind, ...)
{
  va_list args;

  va_start (args, kind);
  RelaisFields *fields = make_fields_va (kind, args);
  va_end (args);
  return g_strdup (relais_action_create (action, NULL, fields));
}

char *
store_add (RelaisStore *store, const char *kind, ...)
{
  RelaisAction *action = relais_action_new ("add");
  va_list args;

  va_start (args, kind);
  char *id = g_strdup (relais_action_create (action, NULL, make_fields_va (kind, args)));
  va_end (args);
  store_commit (store, action);
  return id;
}

RelaisAction *
action_change (const char *kind, const char *id, ...)
{
  RelaisAction *action = relais_action_new ("change");
  va_list args;

  va_start (args, id);
  relais_action_update (action, id, make_fields_va (kind, args));
  va_end (args);
  return action;
}
