/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The keeper on a real store, whose file may not grow: a limit of this process, which the store takes for a full disk. */

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>

#include "relais-keeper.h"
#include "use-store.h"

typedef struct {
  char         *folder;   /* owned */
  RelaisStore  *store;    /* owned */
  RelaisKeeper *keeper;   /* owned */
  char         *subject;  /* owned: id */
  guint         stored;   /* actions that came back so */
  guint         refused;
  guint         cancelled;
} Fixture;

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  if (relais_keeper_commit_finish (RELAIS_KEEPER (source), result, &id, &error))
    {
      g_assert_cmpint (id, >, 0);
      fixture->stored++;
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fixture->cancelled++;
  else
    fixture->refused++;
}

static void
commit (Fixture *fixture, RelaisAction *action)
{
  relais_keeper_commit_async (fixture->keeper, action, committed_cb, fixture);
  relais_action_unref (action);
}

/* What somebody types after what is there already. */
static void
type (Fixture *fixture, const char *seen, const char *text)
{
  RelaisAction *action = relais_action_new ("typing");

  relais_action_update_seen (action, fixture->subject, make_fields ("subject", "summary", seen, NULL),
                             make_fields ("subject", "summary", text, NULL));
  relais_action_set_merge_key (action, "summary");
  commit (fixture, action);
}

static void
set_title (Fixture *fixture, const char *id, const char *title)
{
  commit (fixture, action_change ("subject", id, "title", title, NULL));
}

static void
assert_says (RelaisRecord *taken, const char *title, const char *summary)
{
  g_autoptr (RelaisRecord) record = taken;

  g_assert_cmpstr (relais_record_get_string (record, "title"), ==, title);
  g_assert_cmpstr (relais_record_get_string (record, "summary"), ==, summary);
}

static RelaisRecord *
kept (Fixture *fixture)
{
  return relais_keeper_lookup (fixture->keeper, "subject", fixture->subject);
}

static RelaisRecord *
stored (Fixture *fixture)
{
  return relais_store_lookup (fixture->store, "subject", fixture->subject);
}

static void
set_limit (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  RelaisAction *action = relais_action_new ("seed");

  fixture->folder = g_dir_make_tmp ("relais-keeper-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *path = g_build_filename (fixture->folder, "workspace.relais", NULL);
  fixture->store = relais_store_open (path, &error);
  g_assert_no_error (error);
  fixture->keeper = relais_keeper_new (fixture->store);
  fixture->subject = action_add (action, "subject", "title", "Vœux", "state", "proposed", NULL);
  commit (fixture, action);
  while (fixture->stored == 0)
    g_main_context_iteration (NULL, TRUE);
  fixture->stored = 0;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;

  set_limit (RLIM_INFINITY);
  relais_store_close (fixture->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->keeper);
  g_object_unref (fixture->store);
  dir = g_dir_open (fixture->folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->subject);
}

/* Nothing can be written: typing becomes one change, what comes after it waits behind it. */
static void
fill (Fixture *fixture)
{
  set_limit (1);
  type (fixture, NULL, "B");
  type (fixture, "B", "Bo");
  while (relais_keeper_get_obstacle (fixture->keeper) == NULL)
    g_main_context_iteration (NULL, TRUE);
  type (fixture, "Bo", "Bonne année");
  set_title (fixture, fixture->subject, "Vœux du maire");
}

static void
test_waits_in_order (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  /* what was on its way first, the typing that followed, the title */
  g_assert_cmpuint (relais_keeper_get_waiting (fixture->keeper), ==, 3);
  g_assert_cmpuint (fixture->stored + fixture->refused, ==, 0);
  assert_says (stored (fixture), "Vœux", NULL);
  assert_says (kept (fixture), "Vœux du maire", "Bonne année");

  set_limit (RLIM_INFINITY);
  relais_keeper_try_again (fixture->keeper);
  while (fixture->stored < 4)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (relais_keeper_get_waiting (fixture->keeper), ==, 0);
  g_assert_null (relais_keeper_get_obstacle (fixture->keeper));
  assert_says (stored (fixture), "Vœux du maire", "Bonne année");
}

static void
test_tries_by_itself (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  set_limit (RLIM_INFINITY);
  while (fixture->stored < 4)
    g_main_context_iteration (NULL, TRUE);
  assert_says (stored (fixture), "Vœux du maire", "Bonne année");
}

/* A change that is wrong does not hold up those behind it. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nobody = relais_id_new ();

  set_title (fixture, nobody, "Rien");
  while (fixture->refused == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (relais_keeper_get_obstacle (fixture->keeper));

  set_limit (1);
  set_title (fixture, fixture->subject, "Vœux du maire");
  while (relais_keeper_get_obstacle (fixture->keeper) == NULL)
    g_main_context_iteration (NULL, TRUE);
  set_title (fixture, nobody, "Rien");
  type (fixture, NULL, "Bonne année");
  set_limit (RLIM_INFINITY);
  relais_keeper_try_again (fixture->keeper);
  while (relais_keeper_get_waiting (fixture->keeper) > 0)
    g_main_context_iteration (NULL, TRUE);
  while (fixture->stored < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->refused, ==, 2);
  assert_says (stored (fixture), "Vœux du maire", "Bonne année");
}

static void
test_gives_up (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  relais_keeper_close (fixture->keeper);
  while (fixture->cancelled < 4)
    g_main_context_iteration (NULL, TRUE);
  assert_says (kept (fixture), "Vœux", NULL);
}

/* The store is given what has not had its turn when the window is closed. */
static void
test_closes (Fixture *fixture, gconstpointer data)
{
  type (fixture, NULL, "Bonne année");
  set_title (fixture, fixture->subject, "Vœux du maire");
  set_title (fixture, fixture->subject, "Vœux");
  relais_keeper_close (fixture->keeper);
  while (fixture->stored < 3)
    g_main_context_iteration (NULL, TRUE);
  assert_says (stored (fixture), "Vœux", "Bonne année");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGXFSZ, SIG_IGN);
#define ADD(path, func) g_test_add ("/keeper/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("waits-in-order", test_waits_in_order);
  ADD ("tries-by-itself", test_tries_by_itself);
  ADD ("refused", test_refused);
  ADD ("gives-up", test_gives_up);
  ADD ("closes", test_closes);
  return g_test_run ();
}
