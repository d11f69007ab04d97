/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "log-fixture.h"

#include <string.h>

static gint64
clock_cb (gpointer data)
{
  return ((LogFixture *) data)->now;
}

static void
head_cb (const char *epoch, guint64 head, gpointer data)
{
  LogFixture *self = data;
  g_assert_cmpstr (epoch, ==, self->epoch);
  self->heard = head;
}

void
log_fixture_init (LogFixture *self)
{
  GError *error = NULL;
  self->now = 1800000000;
  self->storage = relais_sqlite_storage_new (":memory:", &error);
  g_assert_no_error (error);
  self->log = relais_log_new (self->storage);
  relais_log_set_clock (self->log, clock_cb, self);
  relais_log_set_listener (self->log, head_cb, self);
  g_assert_true (relais_log_get_state (self->log, &self->epoch, NULL, &error));
}

void
log_fixture_clear (LogFixture *self)
{
  relais_log_unref (self->log);
  g_assert_finalize_object (self->storage);
  g_free (self->epoch);
}

char *
make_id (guint number)
{
  return g_strdup_printf ("01a00000-0000-7000-8000-%012u", number);
}

RelaisAccess *
make_access (RelaisRole role, const char *unit)
{
  g_autofree char *account = g_strdup_printf ("01a00000-0000-7000-9000-%012u", role);
  g_autofree char *person = g_strdup_printf ("01a00000-0000-7000-a000-%012u", role);
  const char *units[] = { unit, NULL };
  return relais_access_new (account, role, person, units);
}

RelaisPushResult *
push (LogFixture *self, RelaisAccess *access, const char *client, const char *mutations, GError **error)
{
  g_autofree char *text = g_strdelimit (g_strdup (mutations), "'", '"');
  g_autoptr(JsonNode) node = relais_json_parse (text, -1, G_MAXSIZE, error);
  g_assert_nonnull (node);
  return relais_log_push_json (self->log, access, self->epoch, client, json_node_get_array (node), error);
}

RelaisOutcome *
push_one (LogFixture *self, RelaisAccess *access, const char *client, const char *mutation)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *mutations = g_strconcat ("[", mutation, "]", NULL);
  g_autoptr(RelaisPushResult) result = push (self, access, client, mutations, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->outcomes->len, ==, 1);
  return g_ptr_array_steal_index (result->outcomes, 0);
}

RelaisPage *
pull (LogFixture *self, RelaisAccess *access, const char *cursor, guint limit)
{
  g_autoptr(GError) error = NULL;
  RelaisPage *page = relais_log_pull (self->log, access, NULL, cursor, limit, TRUE, &error);
  g_assert_no_error (error);
  return page;
}
