/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-sync-status.h"

#define NOW 1700000000

static void
check (RelaisSyncState state, RelaisQueueState queue, const char *message, gint64 last, const char *title, const char *detail,
       const char *style)
{
  g_auto (RelaisSyncStatus) status = { 0 };

  relais_sync_status_compute (&status, state, message, &queue, last, NOW);
  g_assert_cmpstr (status.title, ==, title);
  g_assert_cmpstr (status.detail, ==, detail);
  g_assert_cmpstr (status.style, ==, style);
}

static void
test_calm (void)
{
  RelaisQueueState empty = { 0 };

  check (RELAIS_SYNC_OFF, empty, NULL, 0, "On this computer only", "", NULL);
  check (RELAIS_SYNC_IDLE, empty, NULL, NOW - 5, "Up to date", "Synchronised just now", NULL);
  check (RELAIS_SYNC_IDLE, empty, NULL, 0, "Up to date", "Not synchronised yet", NULL);
  check (RELAIS_SYNC_OFFLINE, empty, NULL, NOW - 3600, "Offline", "Synchronised 1 hour ago", NULL);
}

static void
test_waiting (void)
{
  RelaisQueueState one = { .waiting = 1, .waiting_since = NOW - 10 };
  RelaisQueueState many = { .waiting = 12, .waiting_since = NOW - 7200 };

  check (RELAIS_SYNC_BUSY, one, NULL, NOW, "Synchronising…", "1 change waiting", NULL);
  check (RELAIS_SYNC_OFFLINE, many, NULL, NOW, "Offline", "12 changes waiting, the first made 2 hours ago", NULL);
  /* On this computer only nothing waits for anybody. */
  check (RELAIS_SYNC_OFF, many, NULL, 0, "On this computer only", "", NULL);
}

/* What needs a person comes first, and what stops everything before that. */
static void
test_needs_a_person (void)
{
  RelaisQueueState both = { .conflicts = 2, .failed = 1 };
  RelaisQueueState refused = { .failed = 1 };

  check (RELAIS_SYNC_IDLE, both, NULL, NOW, "2 conflicts to settle", "Synchronised just now", "warning");
  check (RELAIS_SYNC_IDLE, refused, NULL, NOW, "1 change refused", "Synchronised just now", "warning");
  check (RELAIS_SYNC_PROBLEM, both, "The certificate is not trusted.", NOW, "Synchronisation stopped",
         "The certificate is not trusted.", "error");
  check (RELAIS_SYNC_SIGN_IN, both, NULL, NOW, "Sign in again", "", "warning");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/sync-status/calm", test_calm);
  g_test_add_func ("/app/sync-status/waiting", test_waiting);
  g_test_add_func ("/app/sync-status/needs-a-person", test_needs_a_person);
  return g_test_run ();
}
