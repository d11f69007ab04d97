/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "relais-day-words.h"
#include "relais-file.h"
#include "relais-query-private.h"
#include "relais-rows.h"
#include "relais-schema.h"
#include "relais-search.h"

/* The log is brought into the file at leisure from the first number of pages on, at once from the second. */
#define WAL_PAGES_LEISURE 500
#define WAL_PAGES_MOST    8000

#define IS_OWNER(self) ((self)->thread == g_thread_self ())

/* It says what it is in words, not by its day alone. */
static gboolean
has_title (const RelaisKind *kind)
{
  for (guint i = 0; i < kind->n_fields; i++)
    if (kind->fields[i].flags & RELAIS_FIELD_TITLE)
      return kind->fields[i].type == RELAIS_FIELD_STRING;
  return FALSE;
}

/* What one field adds to the name of a record without title: what it is about, its day, its words. */
static void
append_part (RelaisWorkspace *self, GString *name, const RelaisField *field, GVariant *value)
{
  gboolean refers = field->type == RELAIS_FIELD_REF && (field->flags & RELAIS_FIELD_KEY);
  g_autofree char *part = NULL;

  if (value == NULL)
    return;
  if (refers && has_title (relais_kind_lookup (field->target))) {
    g_autoptr (RelaisRecord) about = relais_workspace_lookup (self, field->target, g_variant_get_string (value, NULL));

    part = about != NULL ? relais_record_dup_title (about) : NULL;
  } else if (field->flags & RELAIS_FIELD_TITLE && field->type == RELAIS_FIELD_DATE) {
    part = relais_day_format (relais_day_parse (g_variant_get_string (value, NULL)), _("%A %-d %B %Y"));
  } else if (field->flags & RELAIS_FIELD_TITLE) {
    part = g_variant_dup_string (value, NULL);
  }
  if (part != NULL)
    g_string_append_printf (name, "%s%s", name->len > 0 ? " · " : "", part);
}

static int
wal_cb (void *data, sqlite3 *handle, const char *name, int n_pages)
{
  ((RelaisWorkspace *) data)->wal_pages = n_pages;
  return SQLITE_OK;
}

static gboolean
keep_copy (RelaisWorkspace *self, int version, GError **error)
{
  g_autofree char *copy = g_strdup_printf ("%s-version-%d", self->path, version);

  if (self->lock < 0)
    return TRUE;
  g_unlink (copy);
  return relais_database_run (self->db, error, "VACUUM INTO ?", "s", copy);
}

static gboolean
follow_model (RelaisWorkspace *self, GError **error)
{
  gboolean missed = FALSE;

  if (!relais_schema_follow_model (self->db, &missed, error))
    return FALSE;
  /* What the back end has in a field that this file did not know is fetched again. */
  return !missed || relais_workspace_begin_resync (self, error);
}

static gboolean
upgrade (RelaisWorkspace *self, GError **error)
{
  int version = relais_schema_get_version (self->db);
  gboolean ok;

  if (version > RELAIS_SCHEMA_VERSION) {
    /* The log beside the file said so; it stays where it is. */
    sqlite3_db_config (relais_database_get_handle (self->db), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    g_set_error_literal (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NEWER,
                         _("The workspace file was written by a later version of Relais. It was not changed."));
    return FALSE;
  }
  if (version < RELAIS_SCHEMA_VERSION && !keep_copy (self, version, error))
    return FALSE;
  if (!relais_workspace_begin (self, error))
    return FALSE;
  ok = relais_schema_upgrade (self->db, error) && follow_model (self, error);
  if (!relais_workspace_end (self, ok, NULL, error))
    return FALSE;
  if (version < RELAIS_SCHEMA_VERSION)
    sqlite3_wal_checkpoint_v2 (relais_database_get_handle (self->db), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  return TRUE;
}

static gboolean
open_file (RelaisWorkspace *self, GError **error)
{
  self->lock = relais_file_lock (self->path, error);
  if (self->lock < 0)
    return FALSE;
  if (!g_file_test (self->path, G_FILE_TEST_EXISTS) && !relais_file_create (self->path, error))
    return FALSE;
  if (!relais_file_inspect (self->path, self->lock, error))
    return FALSE;
  self->db = relais_database_open (self->path, RELAIS_DATABASE_WRITER, error);
  return self->db != NULL;
}

static gboolean
open_memory (RelaisWorkspace *self, GError **error)
{
  g_autofree char *client = relais_id_new ();

  self->db = relais_database_open (self->path, RELAIS_DATABASE_WRITER, error);
  return self->db != NULL && relais_schema_create (self->db, error) &&
         relais_database_run (self->db, error, "INSERT INTO meta (key, value) VALUES ('client', ?)", "s", client);
}

static gboolean
load (RelaisWorkspace *self, GError **error)
{
  g_autofree char *client = NULL;

  if (!upgrade (self, error))
    return FALSE;
  client = relais_workspace_dup_meta (self, "client");
  if (client == NULL || strlen (client) >= RELAIS_ID_SIZE) {
    g_set_error_literal (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_DAMAGED, _("The workspace file is damaged."));
    return FALSE;
  }
  g_strlcpy (self->client, client, sizeof self->client);
  return TRUE;
}

RelaisWorkspace *
relais_workspace_open (const char *path, GError **error)
{
  g_autoptr (RelaisWorkspace) self = g_new0 (RelaisWorkspace, 1);
  gboolean in_memory;

  g_return_val_if_fail (path != NULL, NULL);

  in_memory = strcmp (path, ":memory:") == 0;
  self->path = g_strdup (path);
  self->lock = -1;
  self->thread = g_thread_self ();
  if (!(in_memory ? open_memory (self, error) : open_file (self, error)))
    return NULL;
  sqlite3_wal_hook (relais_database_get_handle (self->db), wal_cb, self);
  if (!load (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
relais_workspace_close (RelaisWorkspace *self)
{
  gboolean clean;

  if (self == NULL)
    return;
  g_return_if_fail (IS_OWNER (self));

  clean = self->db != NULL;
  g_clear_pointer (&self->db, relais_database_close);
  if (self->lock >= 0)
    relais_file_unlock (self->path, self->lock, clean);
  g_clear_pointer (&self->changes, relais_changes_unref);
  g_free (self->path);
  g_free (self);
}

void
relais_workspace_set_notify (RelaisWorkspace *self, void (*notify) (RelaisChanges *, gpointer), gpointer data)
{
  self->notify = notify;
  self->notify_data = data;
}

void
relais_workspace_checkpoint (RelaisWorkspace *self)
{
  if (self->wal_pages < WAL_PAGES_LEISURE)
    return;
  /* Whatever could not be brought over because somebody reads is brought over the next time. */
  if (sqlite3_wal_checkpoint_v2 (relais_database_get_handle (self->db), NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) == SQLITE_OK)
    self->wal_pages = 0;
}

gboolean
relais_workspace_begin (RelaisWorkspace *self, GError **error)
{
  g_assert (IS_OWNER (self) && self->changes == NULL);

  relais_database_forget_trouble (self->db);
  if (!relais_database_script (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  self->changes = relais_changes_new ();
  return TRUE;
}

gboolean
relais_workspace_end (RelaisWorkspace *self, gboolean ok, RelaisChanges **changes, GError **error)
{
  g_autoptr (RelaisChanges) made = g_steal_pointer (&self->changes);
  sqlite3 *handle = relais_database_get_handle (self->db);
  const GError *trouble = relais_database_get_trouble (self->db);

  /* Whatever was concluded meanwhile: it was concluded from what could not be read. */
  if (trouble != NULL) {
    ok = FALSE;
    g_clear_error (error);
    g_propagate_error (error, g_error_copy (trouble));
  }
  ok = ok && relais_database_script (self->db, "COMMIT", error);
  if (!ok) {
    /* SQLite has taken back by itself what a full disk or a broken one interrupted. */
    if (!sqlite3_get_autocommit (handle))
      relais_database_script (self->db, "ROLLBACK", NULL);
    return FALSE;
  }
  if (self->wal_pages > WAL_PAGES_MOST)
    relais_workspace_checkpoint (self);
  if (self->notify != NULL && !relais_changes_is_empty (made))
    self->notify (made, self->notify_data);
  if (changes != NULL)
    *changes = g_steal_pointer (&made);
  return TRUE;
}

gint64
relais_workspace_get_meta (RelaisWorkspace *self, const char *key)
{
  return relais_database_get_integer (self->db, 0, "SELECT value FROM meta WHERE key = ?", "s", key);
}

char *
relais_workspace_dup_meta (RelaisWorkspace *self, const char *key)
{
  return relais_database_dup_string (self->db, "SELECT value FROM meta WHERE key = ?", "s", key);
}

gboolean
relais_workspace_set_meta_text (RelaisWorkspace *self, const char *key, const char *value, GError **error)
{
  if (value == NULL)
    return relais_database_run (self->db, error, "DELETE FROM meta WHERE key = ?", "s", key);
  return relais_database_run (self->db, error, "INSERT INTO meta (key, value) VALUES (?, ?) "
                                               "ON CONFLICT (key) DO UPDATE SET value = excluded.value", "ss", key, value);
}

gboolean
relais_workspace_set_meta (RelaisWorkspace *self, const char *key, gint64 value, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return relais_workspace_set_meta_text (self, key, text, error);
}

char *
relais_workspace_dup_value (RelaisWorkspace *self, const char *key)
{
  g_return_val_if_fail (self != NULL && IS_OWNER (self) && key != NULL, NULL);
  return relais_database_dup_string (self->db, "SELECT value FROM value WHERE key = ?", "s", key);
}

gboolean
relais_workspace_set_value (RelaisWorkspace *self, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (self != NULL && IS_OWNER (self) && key != NULL, FALSE);
  if (value == NULL)
    return relais_database_run (self->db, error, "DELETE FROM value WHERE key = ?", "s", key);
  return relais_database_run (self->db, error, "INSERT INTO value (key, value) VALUES (?, ?) "
                                               "ON CONFLICT (key) DO UPDATE SET value = excluded.value", "ss", key, value);
}

const char *
relais_workspace_get_client (RelaisWorkspace *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->client;
}

RelaisRecord *
relais_workspace_lookup (RelaisWorkspace *self, const char *kind, const char *id)
{
  g_return_val_if_fail (self != NULL && IS_OWNER (self) && kind != NULL && id != NULL, NULL);
  g_return_val_if_fail (relais_kind_lookup (kind) != NULL, NULL);
  return relais_rows_lookup (self->db, relais_kind_lookup (kind), id);
}

char *
relais_workspace_dup_name (RelaisWorkspace *self, RelaisRecord *record)
{
  const RelaisKind *kind;
  g_autoptr (GString) name = g_string_new (NULL);

  g_return_val_if_fail (self != NULL && IS_OWNER (self) && record != NULL, NULL);

  kind = relais_record_get_kind (record);
  if (has_title (kind))
    return relais_record_dup_title (record);
  for (guint i = 0; i < kind->n_fields; i++)
    append_part (self, name, &kind->fields[i], relais_record_get_fields (record)->values[i]);
  return name->len > 0 ? g_string_free_and_steal (g_steal_pointer (&name)) : relais_record_dup_title (record);
}

GPtrArray *
relais_workspace_lookup_keys (RelaisWorkspace *self, const char *kind, const gint64 *keys, guint n_keys)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);

  g_return_val_if_fail (self != NULL && IS_OWNER (self) && relais_kind_lookup (kind) != NULL, records);
  for (guint i = 0; i < n_keys; i++) {
    RelaisRecord *record = relais_rows_lookup_pk (self->db, relais_kind_lookup (kind), keys[i]);

    if (record != NULL)
      g_ptr_array_add (records, record);
  }
  return records;
}

GPtrArray *
relais_workspace_query (RelaisWorkspace *self, RelaisQuery *query, GError **error)
{
  g_return_val_if_fail (self != NULL && IS_OWNER (self) && query != NULL, NULL);
  return relais_query_run (query, self->db, 0, error);
}

guint
relais_workspace_count (RelaisWorkspace *self, RelaisQuery *query)
{
  g_return_val_if_fail (self != NULL && IS_OWNER (self) && query != NULL, 0);
  return relais_query_count (query, self->db, NULL);
}

GPtrArray *
relais_workspace_search (RelaisWorkspace *self, const char *text, guint limit, GError **error)
{
  g_return_val_if_fail (self != NULL && IS_OWNER (self) && text != NULL, NULL);
  return relais_search_run (self->db, text, limit, error);
}
