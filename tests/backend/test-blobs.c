/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Blobs that nobody needs are deleted; never one that a record holds or that was just brought. */

#include "log-fixture.h"

#include "relais-blobs.h"
#include "relais-test-backend.h"

#include <string.h>
#include <glib/gstdio.h>

#include <utime.h>

#define MEDIA  "01a00000-0000-7000-8000-000000000101"
#define BINNED "01a00000-0000-7000-8000-000000000102"
#define DAY    86400

typedef struct {
  LogFixture    base;
  char         *directory;
  RelaisBlobs  *blobs;
  RelaisAccess *manager;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  log_fixture_init (&self->base);
  self->directory = g_dir_make_tmp ("relais-blobs-XXXXXX", &error);
  self->blobs = relais_blobs_new (self->base.storage, self->directory, &error);
  g_assert_no_error (error);
  self->manager = make_access (RELAIS_ROLE_MANAGER, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  relais_blobs_free (self->blobs);
  relais_access_unref (self->manager);
  relais_test_remove_tree (self->directory);
  g_free (self->directory);
  log_fixture_clear (&self->base);
}

static char *
add (Fixture *self, const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  char *hash = NULL;
  relais_blobs_add (self->blobs, bytes, self->base.now, &hash, &error);
  g_assert_no_error (error);
  return hash;
}

static char *
build_path (Fixture *self, const char *hash)
{
  char first[] = { hash[0], hash[1], '\0' };
  return g_build_filename (self->directory, first, hash, NULL);
}

static void
assert_blob (Fixture *self, const char *hash, gboolean row, gboolean file)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *found = relais_blobs_find (self->blobs, hash, NULL, &error), *path = build_path (self, hash);
  g_assert_no_error (error);
  g_assert_cmpint (found != NULL, ==, row);
  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, file);
}

/* The file was forgotten so long ago. */
static void
age (Fixture *self, const char *hash, gint64 seconds)
{
  g_autofree char *path = build_path (self, hash);
  gint64 then = g_get_real_time () / G_USEC_PER_SEC - seconds;
  struct utimbuf times = { then, then };
  g_assert_cmpint (g_utime (path, &times), ==, 0);
}

static void
sweep (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  relais_blobs_sweep (self->blobs, self->base.now - 30 * DAY, g_get_real_time () / G_USEC_PER_SEC - DAY, &error);
  g_assert_no_error (error);
}

static void
hold (Fixture *self, const char *id, const char *hash, guint mid, const char *more)
{
  g_autofree char *mutation = g_strdup_printf ("{'mid':%u,'ops':[{'kind':'media','id':'%s','set':{'hash':'%s','name':'a.txt'%s}}]}",
                                               mid, id, hash, more);
  g_autoptr(RelaisOutcome) outcome = push_one (&self->base, self->manager, CLIENT_A, mutation);
  g_assert_cmpint (outcome->type, ==, RELAIS_OUTCOME_APPLIED);
}

/* The manager brought it, so that they may name it. */
static char *
bring (Fixture *self, const char *text)
{
  g_autoptr(GError) error = NULL;
  char *hash = add (self, text);
  RelaisTransaction *transaction = relais_storage_begin (self->base.storage, TRUE, &error);
  relais_blob_own (transaction, hash, relais_access_get_account (self->manager));
  g_assert_true (relais_transaction_commit (transaction, &error));
  return hash;
}

static void
test_unused (Fixture *self, gconstpointer data)
{
  g_autofree char *unused = add (self, "unused"), *held = bring (self, "held"), *binned = bring (self, "binned");
  hold (self, MEDIA, held, 1, "");
  hold (self, BINNED, binned, 2, ",'binned':true");

  /* Whoever brought it may still be on the way with the record. */
  self->base.now += 29 * DAY;
  sweep (self);
  assert_blob (self, unused, TRUE, TRUE);
  self->base.now += 2 * DAY;
  g_autofree char *fresh = add (self, "fresh");
  age (self, unused, 40 * DAY);
  sweep (self);
  /* Nobody finds it any more, but a backup that was begun may still read it. */
  assert_blob (self, unused, FALSE, TRUE);
  assert_blob (self, held, TRUE, TRUE);
  assert_blob (self, binned, TRUE, TRUE);
  assert_blob (self, fresh, TRUE, TRUE);
  sweep (self);
  assert_blob (self, unused, FALSE, TRUE);
  age (self, unused, 2 * DAY);
  age (self, held, 2 * DAY);
  sweep (self);
  assert_blob (self, unused, FALSE, FALSE);
  assert_blob (self, held, TRUE, TRUE);
  assert_blob (self, fresh, TRUE, TRUE);
}

/* The record went for good: so does what it held. */
static void
test_released (Fixture *self, gconstpointer data)
{
  g_autofree char *held = bring (self, "held");
  hold (self, MEDIA, held, 1, "");
  self->base.now += 100 * DAY;
  sweep (self);
  assert_blob (self, held, TRUE, TRUE);
  g_autoptr(RelaisOutcome) outcome = push_one (&self->base, self->manager, CLIENT_A,
    "{'mid':2,'ops':[{'kind':'media','id':'" MEDIA "','base':{'mid':1},'delete':true}]}");
  g_assert_cmpint (outcome->type, ==, RELAIS_OUTCOME_APPLIED);
  sweep (self);
  assert_blob (self, held, FALSE, TRUE);
}

/* Brought once more, it is as if it had been brought now; also when its file was waiting to be deleted. */
static void
test_brought_again (Fixture *self, gconstpointer data)
{
  g_autofree char *hash = add (self, "twice");
  self->base.now += 29 * DAY;
  g_free (add (self, "twice"));
  self->base.now += 5 * DAY;
  sweep (self);
  assert_blob (self, hash, TRUE, TRUE);
  self->base.now += 30 * DAY;
  sweep (self);
  assert_blob (self, hash, FALSE, TRUE);
  age (self, hash, 2 * DAY);
  g_free (add (self, "twice"));
  sweep (self);
  assert_blob (self, hash, TRUE, TRUE);
}

/* What a crash left: a file without a row, a piece without a name. */
static void
test_orphans (Fixture *self, gconstpointer data)
{
  g_autofree char *piece = g_build_filename (self->directory, "new-ABCDEF", NULL);
  struct utimbuf times = { 1000, 1000 };
  g_assert_true (g_file_set_contents (piece, "x", 1, NULL));
  sweep (self);
  g_assert_true (g_file_test (piece, G_FILE_TEST_EXISTS));
  g_utime (piece, &times);
  sweep (self);
  g_assert_false (g_file_test (piece, G_FILE_TEST_EXISTS));
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/blobs/unused", test_unused);
  ADD ("/blobs/released", test_released);
  ADD ("/blobs/brought-again", test_brought_again);
  ADD ("/blobs/orphans", test_orphans);
  return g_test_run ();
}
