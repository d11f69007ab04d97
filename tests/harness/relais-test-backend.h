/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* RelaisTestBackend: the real relais-backend on a free port of 127.0.0.1, with a data folder of its own. The program is the one that
 * RELAIS_BACKEND names. */
typedef struct _RelaisTestBackend RelaisTestBackend;

#define RELAIS_TEST_PASSWORD "correct horse battery staple"

/* Whether RELAIS_BACKEND names a program; tests that need it are skipped otherwise. */
gboolean           relais_test_backend_available (void);
/* An empty workspace, initialised and serving. */
RelaisTestBackend *relais_test_backend_new       (void);
/* The demonstration city of that size instead ("small", "city", "region"). Its accounts have its own passwords. */
RelaisTestBackend *relais_test_backend_new_demo  (const char *size);
/* Options of `serve` for the next starts: one string, split at spaces. */
void               relais_test_backend_set_options (RelaisTestBackend *self, const char *options);
/* Process id; 0: not running. */
int                relais_test_backend_get_pid   (RelaisTestBackend *self);
/* Stops it and removes its folder. */
void               relais_test_backend_free      (RelaisTestBackend *self);
/* With RELAIS_TEST_PASSWORD. */
void               relais_test_backend_add_account (RelaisTestBackend *self, const char *login, const char *role);
/* Runs `relais-backend ARGS… --data DIR` with @input on stdin; it must succeed. Returns: (transfer full): its stdout */
char              *relais_test_backend_run       (RelaisTestBackend *self, const char *input, ...) G_GNUC_NULL_TERMINATED;

/* Starts again, on the same port, and waits until it answers. */
void               relais_test_backend_start     (RelaisTestBackend *self);
void               relais_test_backend_stop      (RelaisTestBackend *self);  /* SIGTERM, waits */
void               relais_test_backend_kill      (RelaisTestBackend *self);  /* SIGKILL, waits */
/* While it is stopped: its workspace is now the one of that backup, in a new epoch. */
void               relais_test_backend_restore   (RelaisTestBackend *self, const char *backup);
const char        *relais_test_backend_get_address (RelaisTestBackend *self);  /* "http://127.0.0.1:PORT" */
guint16            relais_test_backend_get_port  (RelaisTestBackend *self);
const char        *relais_test_backend_get_data  (RelaisTestBackend *self);   /* its folder */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisTestBackend, relais_test_backend_free)

/* Removes a folder with all that is in it. */
void               relais_test_remove_tree       (const char *path);
/* Runs the default main context until @condition holds; fails the test after 30 s. */
typedef gboolean (*RelaisTestCondition) (gpointer data);
void               relais_test_wait_until        (RelaisTestCondition condition, gpointer data);
/* The same for that many milliseconds, when it is to be seen that nothing happens. */
void               relais_test_run_for           (guint ms);

G_END_DECLS
