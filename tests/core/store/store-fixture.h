/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>

#include "relais-workspace.h"

G_BEGIN_DECLS

/* A directory of the test's own and a workspace file in it. */
typedef struct {
  char            *folder;
  char            *path;
  RelaisWorkspace *workspace;
} Fixture;

void          fixture_set_up     (Fixture *fixture, gconstpointer data);
void          fixture_tear_down  (Fixture *fixture, gconstpointer data);
void          fixture_reopen     (Fixture *fixture);
/* No problem is found in the file. */
void          fixture_assert_sound (Fixture *fixture);
#define fixture_add(path, func) \
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

/* Actions with one op. */
char         *make_subject       (RelaisWorkspace *workspace, const char *title);   /* returns the id */
gint64        set_field          (RelaisWorkspace *workspace, const char *kind, const char *id, const char *field,
                                  const char *value);
char         *dup_field          (RelaisWorkspace *workspace, const char *kind, const char *id, const char *field);
#define assert_field(workspace, kind, id, field, value) G_STMT_START { \
  g_autofree char *field_value_ = dup_field (workspace, kind, id, field); \
  g_assert_cmpstr (field_value_, ==, value); } G_STMT_END

/* What a back end would say. */
#define THEIR_ACCOUNT "0190a000-0000-7000-8000-0000000000aa"
RelaisRecord *make_state         (const char *kind, const char *id, guint64 seq, guint64 rev, ...) G_GNUC_NULL_TERMINATED;   /* as make_fields() */
RelaisPage   *make_page          (guint64 head, gboolean more, guint64 last_mid);
void          page_add           (RelaisPage *page, RelaisRecord *record /* taken */);
void          page_add_gone      (RelaisPage *page, const char *kind, const char *id, guint64 seq, gboolean hidden);
void          apply_page         (RelaisWorkspace *workspace, RelaisPage *page /* taken */);
/* A subject that the back end has, "One" with the tag "a": seq 1, rev 1. Returns (transfer full): its id */
char         *pull_subject       (RelaisWorkspace *workspace);
/* The same subject, at @seq with another value in @field. */
void          pull_state         (RelaisWorkspace *workspace, const char *id, guint64 seq, guint64 last_mid, const char *field,
                                  const char *value);
void          apply_outcome      (RelaisWorkspace *workspace, guint64 mid, RelaisOutcomeType type, guint64 seq, guint64 head);
GPtrArray    *take               (RelaisWorkspace *workspace);
RelaisMutation *get_mutation     (GPtrArray *mutations, guint i);
RelaisOp     *get_op             (GPtrArray *mutations, guint mutation, guint op);
void          assert_base        (RelaisOp *op, RelaisBaseType type, guint64 value, guint64 seen);
RelaisQueueState get_queue_state (RelaisWorkspace *workspace);

G_END_DECLS
