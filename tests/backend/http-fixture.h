/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http-client.h"

G_BEGIN_DECLS

/* A back end of its own, empty but for the account of claire, a manager, who is signed in. */
typedef struct {
  RelaisTestBackend *backend;
  char              *token;    /* of claire */
  char              *epoch;
  guint64            head;     /* when the test began */
  guint64            mid;      /* of the last mutation that fixture_write() has sent */
} Fixture;

/* The workspace file that claire's mutations come from. */
#define CLIENT "01a00000-0000-7000-8000-00000000000a"

/* @options: of `serve`, or NULL. */
void    fixture_set_up    (Fixture *self, gconstpointer options);
void    fixture_tear_down (Fixture *self, gconstpointer options);
#define fixture_add(path, options, func) \
  g_test_add (path, Fixture, options, fixture_set_up, func, fixture_tear_down)

/* Somebody else with an account of that role. Returns (transfer full): their token */
char   *fixture_join      (Fixture *self, const char *login, const char *role);
/* Ops of claire in one mutation, with ' for ", which must be applied. Returns: their seq */
gint64  fixture_write     (Fixture *self, const char *ops);

G_END_DECLS
