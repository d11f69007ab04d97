/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "relais-address.h"
#include "relais-backoff.h"
#include "relais-event-parser.h"
#include "relais-remote.h"

/* ---- addresses ---- */

static void
test_address_good (void)
{
  const char * const cases[][2] = {
    { "https://relais.ville.fr", "https://relais.ville.fr" },
    { "  https://relais.ville.fr/ ", "https://relais.ville.fr" },
    { "relais.ville.fr", "https://relais.ville.fr" },
    { "relais.ville.fr:8443/portail/", "https://relais.ville.fr:8443/portail" },
    { "HTTPS://relais.ville.fr", "https://relais.ville.fr" },
    { "http://127.0.0.1:8480", "http://127.0.0.1:8480" },
    { "127.0.0.1:8480", "http://127.0.0.1:8480" },
    { "localhost:8480", "http://localhost:8480" },
    { "http://[::1]:8480/", "http://[::1]:8480" },
    { "http://127.3.2.1", "http://127.3.2.1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *address = relais_address_normalize (cases[i][0], &error);
      g_assert_no_error (error);
      g_assert_cmpstr (address, ==, cases[i][1]);
    }
}

static void
test_address_bad (void)
{
  const char * const cases[] = {
    "", " ", "https://", "ftp://relais.ville.fr", "javascript:alert(1)", "file:///etc/passwd", "https://relais ville.fr",
    "https://marie:secret@relais.ville.fr", "https://marie@relais.ville.fr", "https://relais.ville.fr/?a=b",
    "https://relais.ville.fr/#top", "http://relais.ville.fr", "http://127.0.0.1.nip.io", "http://192.168.1.10:8480",
    "http://localhost.ville.fr", "https://relais.ville.fr:99999",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *address = relais_address_normalize (cases[i], &error);
      if (address != NULL)
        g_test_message ("taken: “%s”", cases[i]);
      g_assert_null (address);
      g_assert_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_ADDRESS);
    }
}

static void
test_address_loopback (void)
{
  g_assert_true (relais_address_is_loopback ("http://127.0.0.1:1"));
  g_assert_true (relais_address_is_loopback ("http://[::1]"));
  g_assert_true (relais_address_is_loopback ("https://localhost"));
  g_assert_false (relais_address_is_loopback ("https://relais.ville.fr"));
  g_assert_false (relais_address_is_loopback ("https://10.0.0.1"));
}

/* ---- back-off ---- */

static void
test_backoff_range (void)
{
  guint previous_most = 0;

  for (guint failures = 0; failures < 20; failures++)
    {
      guint limit = failures < 9 ? MIN (300000u, 1000u << failures) : 300000u, most = 0, least = G_MAXUINT;
      for (guint i = 0; i < 400; i++)
        {
          RelaisBackoff backoff = { failures };
          guint ms = relais_backoff_next (&backoff, 0);
          g_assert_cmpuint (ms, >=, 100);
          g_assert_cmpuint (ms, <=, limit);
          most = MAX (most, ms);
          least = MIN (least, ms);
        }
      /* Full jitter: the whole range is used. */
      g_assert_cmpuint (least, <, limit / 4 + 100);
      g_assert_cmpuint (most, >, limit / 2);
      g_assert_cmpuint (most, >=, previous_most / 2);
      previous_most = most;
    }
}

static void
test_backoff_retry_after (void)
{
  RelaisBackoff backoff = { 0 };

  for (guint i = 0; i < 30; i++)
    g_assert_cmpuint (relais_backoff_next (&backoff, 120), >=, 120000);
  relais_backoff_reset (&backoff);
  g_assert_cmpuint (relais_backoff_next (&backoff, 0), <=, 1000);
}

/* ---- event stream ---- */

static void
collect_cb (const char *event, const char *data, gpointer user_data)
{
  g_string_append_printf (user_data, "[%s|%s]", event, data);
}

/* What a stream gives, whatever portions it comes in. */
static char *
parse (const char *stream, gsize length, gsize portion)
{
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(RelaisEventParser) parser = relais_event_parser_new (collect_cb, seen);

  for (gsize i = 0; i < length; i += portion)
    relais_event_parser_feed (parser, stream + i, MIN (portion, length - i));
  return g_string_free (g_steal_pointer (&seen), FALSE);
}

static void
test_events_forms (void)
{
  const char * const cases[][2] = {
    { "event: head\ndata: {\"head\":7}\n\n", "[head|{\"head\":7}]" },
    { "event:head\r\ndata:1\r\n\r\n", "[head|1]" },
    { "event: head\rdata: 1\r\r", "[head|1]" },
    { "data: a\ndata: b\n\ndata: c\n\n", "[message|a\nb][message|c]" },
    { ": still there\n\n: still there\n\n", "" },
    { "data\n\n", "[message|]" },
    { "data:  two spaces\n\n", "[message| two spaces]" },
    { "event: x\n\ndata: 1\n\n", "[message|1]" },
    { "id: 4\nretry: 10\nunknown: x\ndata: 1\n\n", "[message|1]" },
    { "\xEF\xBB\xBF" "data: 1\n\n", "[message|1]" },
    { "data: not finished", "" },
    { "data: not finished\n", "" },
    { "\n\n\n", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize portion = 1; portion < 40; portion++)
      {
        g_autofree char *seen = parse (cases[i][0], strlen (cases[i][0]), portion);
        g_assert_cmpstr (seen, ==, cases[i][1]);
      }
}

static void
test_events_bounded (void)
{
  g_autoptr(GString) stream = g_string_new ("data: ");

  /* A line that is too long, then an event of too many lines: both are left out, what follows is not. */
  for (guint i = 0; i < 300000; i++)
    g_string_append_c (stream, 'x');
  g_string_append (stream, "\n\n");
  for (guint i = 0; i < 30000; i++)
    g_string_append (stream, "data: yyyy\n");
  g_string_append (stream, "\nevent: head\ndata: 1\n\n");
  g_autofree char *seen = parse (stream->str, stream->len, 4096);
  g_assert_cmpstr (seen, ==, "[head|1]");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote/address/good", test_address_good);
  g_test_add_func ("/remote/address/bad", test_address_bad);
  g_test_add_func ("/remote/address/loopback", test_address_loopback);
  g_test_add_func ("/remote/backoff/range", test_backoff_range);
  g_test_add_func ("/remote/backoff/retry-after", test_backoff_retry_after);
  g_test_add_func ("/remote/events/forms", test_events_forms);
  g_test_add_func ("/remote/events/bounded", test_events_bounded);
  return g_test_run ();
}
