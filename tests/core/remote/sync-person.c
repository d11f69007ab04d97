/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-person.h"

#include "relais-syncer-private.h"
#include "relais-test-backend.h"

void
sync_answer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((SyncAnswer *) user_data)->result = g_object_ref (result);
}

gboolean
sync_has_answer (gpointer data)
{
  return ((SyncAnswer *) data)->result != NULL;
}

void
sync_person_open (SyncPerson *person, const char *folder, const char *name)
{
  const RelaisSyncPauses pauses = { .watchdog = 1000, .poll = 1000, .digest = 60000 };
  g_autofree char *file = g_strconcat (name, ".relais", NULL);
  GError *error = NULL;

  person->path = g_build_filename (folder, file, NULL);
  person->store = relais_store_open (person->path, &error);
  g_assert_no_error (error);
  person->syncer = relais_syncer_new (person->store);
  relais_syncer_set_pauses (person->syncer, &pauses);
}

void
sync_person_close (SyncPerson *person)
{
  relais_syncer_stop (person->syncer);
  g_assert_finalize_object (person->syncer);
  relais_store_close (person->store);
  g_clear_object (&person->store);
  g_clear_pointer (&person->path, g_free);
}

gboolean
sync_person_sign_in (SyncPerson *person, const char *address, const char *login, const char *password, GError **error)
{
  SyncAnswer answer = { NULL };

  relais_syncer_sign_in_async (person->syncer, address, login, password, NULL, sync_answer_cb, &answer);
  relais_test_wait_until (sync_has_answer, &answer);
  gboolean ok = relais_syncer_sign_in_finish (person->syncer, answer.result, error);
  g_object_unref (answer.result);
  return ok;
}

gboolean
sync_person_is_idle (gpointer data)
{
  return relais_syncer_get_state (((SyncPerson *) data)->syncer) == RELAIS_SYNC_IDLE;
}

gboolean
sync_person_is_offline (gpointer data)
{
  return relais_syncer_get_state (((SyncPerson *) data)->syncer) == RELAIS_SYNC_OFFLINE;
}

gboolean
sync_person_is_problem (gpointer data)
{
  return relais_syncer_get_state (((SyncPerson *) data)->syncer) == RELAIS_SYNC_PROBLEM;
}

gboolean
sync_person_wants_sign_in (gpointer data)
{
  return relais_syncer_get_state (((SyncPerson *) data)->syncer) == RELAIS_SYNC_SIGN_IN;
}

guint
sync_person_count_waiting (SyncPerson *person)
{
  RelaisQueueState state;

  relais_store_get_queue_state (person->store, &state);
  return state.waiting;
}

gboolean
sync_person_is_sent (gpointer data)
{
  return sync_person_count_waiting (data) == 0;
}

void
sync_person_commit (SyncPerson *person, RelaisAction *action)
{
  SyncAnswer answer = { NULL };
  g_autoptr(GError) error = NULL;

  relais_store_commit_async (person->store, action, NULL, sync_answer_cb, &answer);
  relais_test_wait_until (sync_has_answer, &answer);
  relais_store_commit_finish (person->store, answer.result, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (answer.result);
}

char *
sync_person_add_theme (SyncPerson *person, const char *name)
{
  g_autoptr(RelaisAction) action = relais_action_new ("test");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("theme"));

  relais_fields_set_string (fields, "name", name);
  char *id = g_strdup (relais_action_create (action, NULL, fields));
  sync_person_commit (person, action);
  return id;
}

void
sync_person_rename_theme (SyncPerson *person, const char *id, const char *name)
{
  g_autoptr(RelaisAction) action = relais_action_new ("test");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("theme"));

  relais_fields_set_string (fields, "name", name);
  relais_action_update (action, id, fields);
  sync_person_commit (person, action);
}

/* Whether a person sees that name. */
typedef struct {
  SyncPerson     *person;
  const char *id;
  const char *name;
} Sight;

static gboolean
sees_name (gpointer data)
{
  Sight *sight = data;

  return sync_person_sees (sight->person, sight->id, sight->name);
}

gboolean
sync_person_sees (SyncPerson *person, const char *id, const char *name)
{
  g_autoptr(RelaisRecord) record = relais_store_lookup (person->store, "theme", id);

  return record != NULL && g_strcmp0 (relais_record_get_string (record, "name"), name) == 0;
}

void
sync_person_wait_to_see (SyncPerson *person, const char *id, const char *name)
{
  Sight sight = { person, id, name };
  relais_test_wait_until (sees_name, &sight);
}
