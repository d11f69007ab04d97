/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-test-backend.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#define START_TRIES    600
#define START_PAUSE_MS 20
#define WAIT_S         30
#define TICK_MS        5

struct _RelaisTestBackend {
  GSubprocess *process;  /* owned, nullable: not running */
  char        *data;     /* owned */
  char        *address;  /* owned */
  char        *options;  /* owned, nullable */
  guint16      port;
};

/* A test stops its back end and starts it again at the same address. Ports that the system hands out by itself (from 32768 up) would be
 * taken meanwhile by some connection of another test. */
static guint16
find_free_port (void)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

  for (guint i = 0; i < 200; i++)
    {
      guint16 port = g_random_int_range (20000, 32000);
      g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
      g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, port);
      if (g_socket_bind (socket, address, TRUE, NULL))
        return port;
    }
  g_assert_not_reached ();
}

/* Whether something there answers a request for /v1/health. */
static gboolean
is_healthy (guint16 port)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  g_autoptr(GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  const char request[] = "GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nRelais-Protocol: 1\r\nConnection: close\r\n\r\n";
  char answer[64] = "";

  if (connection == NULL)
    return FALSE;
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  gsize length = 0;
  return g_output_stream_write_all (out, request, strlen (request), NULL, NULL, NULL)
         && g_input_stream_read_all (in, answer, sizeof answer - 1, &length, NULL, NULL)
         && g_str_has_prefix (answer, "HTTP/1.1 200");
}

/* In the child. A test that fails must not leave a back end behind that holds its output open. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static RelaisTestBackend *
make_backend (void)
{
  RelaisTestBackend *self = g_new0 (RelaisTestBackend, 1);
  GError *error = NULL;

  self->data = g_dir_make_tmp ("relais-backend-XXXXXX", &error);
  g_assert_no_error (error);
  self->port = find_free_port ();
  self->address = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  return self;
}

static int
remove_cb (const char *path, const struct stat *info, int type, struct FTW *walk)
{
  return remove (path);
}

static gboolean
elapsed_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

gboolean
relais_test_backend_available (void)
{
  const char *program = g_getenv ("RELAIS_BACKEND");
  return program != NULL && g_file_test (program, G_FILE_TEST_IS_EXECUTABLE);
}

RelaisTestBackend *
relais_test_backend_new (void)
{
  RelaisTestBackend *self = make_backend ();

  g_free (relais_test_backend_run (self, NULL, "init", NULL));
  relais_test_backend_start (self);
  return self;
}

RelaisTestBackend *
relais_test_backend_new_demo (const char *size)
{
  RelaisTestBackend *self = make_backend ();

  g_free (relais_test_backend_run (self, NULL, "demo", "--size", size, NULL));
  relais_test_backend_start (self);
  return self;
}

void
relais_test_backend_free (RelaisTestBackend *self)
{
  relais_test_backend_kill (self);
  relais_test_remove_tree (self->data);
  g_free (self->data);
  g_free (self->address);
  g_free (self->options);
  g_free (self);
}

void
relais_test_backend_set_options (RelaisTestBackend *self, const char *options)
{
  g_set_str (&self->options, options);
}

int
relais_test_backend_get_pid (RelaisTestBackend *self)
{
  const char *text = self->process != NULL ? g_subprocess_get_identifier (self->process) : NULL;
  return text != NULL ? atoi (text) : 0;
}

void
relais_test_backend_add_account (RelaisTestBackend *self, const char *login, const char *role)
{
  g_free (relais_test_backend_run (self, RELAIS_TEST_PASSWORD "\n", "account", "add", login, "--role", role, NULL));
}

char *
relais_test_backend_run (RelaisTestBackend *self, const char *input, ...)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GError *error = NULL;
  char *out = NULL;
  va_list args;

  g_strv_builder_add (builder, g_getenv ("RELAIS_BACKEND"));
  va_start (args, input);
  for (const char *arg; (arg = va_arg (args, const char *)) != NULL; )
    g_strv_builder_add (builder, arg);
  va_end (args);
  g_strv_builder_add_many (builder, "--data", self->data, NULL);
  g_auto(GStrv) argv = g_strv_builder_end (builder);

  g_autoptr(GSubprocess) process = g_subprocess_newv ((const char * const *) argv,
                                                      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input != NULL ? input : "", NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return out;
}

void
relais_test_backend_start (RelaisTestBackend *self)
{
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", self->port);
  GError *error = NULL;

  g_auto(GStrv) options = g_strsplit (self->options != NULL ? self->options : "", " ", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_strv_builder_add_many (builder, g_getenv ("RELAIS_BACKEND"), "serve", "--data", self->data, "--listen", listen, NULL);
  g_strv_builder_addv (builder, (const char **) options);
  g_auto(GStrv) argv = g_strv_builder_end (builder);

  g_assert_null (self->process);
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char * const *) argv, &error);
  g_assert_no_error (error);
  for (guint i = 0; !is_healthy (self->port); i++)
    {
      g_assert_cmpuint (i, <, START_TRIES);
      g_usleep (START_PAUSE_MS * 1000);
    }
}

void
relais_test_backend_stop (RelaisTestBackend *self)
{
  if (self->process == NULL)
    return;
  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->process);
}

void
relais_test_backend_kill (RelaisTestBackend *self)
{
  if (self->process == NULL)
    return;
  g_subprocess_force_exit (self->process);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->process);
}

void
relais_test_backend_restore (RelaisTestBackend *self, const char *backup)
{
  g_assert_null (self->process);
  relais_test_remove_tree (self->data);
  g_free (relais_test_backend_run (self, NULL, "restore", backup, NULL));
}

const char *
relais_test_backend_get_address (RelaisTestBackend *self)
{
  return self->address;
}

guint16
relais_test_backend_get_port (RelaisTestBackend *self)
{
  return self->port;
}

const char *
relais_test_backend_get_data (RelaisTestBackend *self)
{
  return self->data;
}

void
relais_test_remove_tree (const char *path)
{
  nftw (path, remove_cb, 16, FTW_DEPTH | FTW_PHYS);
}

void
relais_test_wait_until (RelaisTestCondition condition, gpointer data)
{
  gboolean elapsed = FALSE;
  guint timeout = g_timeout_add_seconds (WAIT_S, elapsed_cb, &elapsed);
  guint tick = g_timeout_add (TICK_MS, tick_cb, NULL);  /* what changes in another thread wakes nobody here */

  while (!condition (data))
    {
      g_assert_false (elapsed);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (timeout);
  g_source_remove (tick);
}

void
relais_test_run_for (guint ms)
{
  gboolean elapsed = FALSE;

  g_timeout_add (ms, elapsed_cb, &elapsed);
  while (!elapsed)
    g_main_context_iteration (NULL, TRUE);
}
