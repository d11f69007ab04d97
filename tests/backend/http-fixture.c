/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

void
fixture_set_up (Fixture *self, gconstpointer options)
{
  self->backend = relais_test_backend_new ();
  if (options != NULL)
    {
      relais_test_backend_stop (self->backend);
      relais_test_backend_set_options (self->backend, options);
      relais_test_backend_start (self->backend);
    }
  relais_test_backend_add_account (self->backend, "claire", "manager");
  self->token = http_sign_in (self->backend, "claire", &self->epoch);
  self->head = http_get_head (self->backend, self->token);
}

void
fixture_tear_down (Fixture *self, gconstpointer options)
{
  relais_test_backend_free (self->backend);
  g_free (self->token);
  g_free (self->epoch);
}

char *
fixture_join (Fixture *self, const char *login, const char *role)
{
  relais_test_backend_add_account (self->backend, login, role);
  return http_sign_in (self->backend, login, NULL);
}

gint64
fixture_write (Fixture *self, const char *ops)
{
  g_autoptr(Answer) answer = NULL;
  g_autofree char *mutation = g_strdup_printf ("{'mid':%" G_GUINT64_FORMAT ",'ops':[%s]}", ++self->mid, ops);
  JsonObject *outcome = http_push (self->backend, self->token, self->epoch, CLIENT, mutation, &answer);
  g_assert_cmpstr (json_object_get_string_member (outcome, "outcome"), ==, "applied");
  return json_object_get_int_member (outcome, "seq");
}
