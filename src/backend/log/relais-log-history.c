/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-log"

#include "relais-log-private.h"

#include "relais-json.h"
#include "relais-tables.h"

#include <string.h>

/* A value of more than this, as JSON, is told by its length only: long texts have revisions. */
#define VALUE_BYTES     1000
/* What one person types into the same texts within this time is one change, as it was for them. */
#define TYPING_SECONDS  600
#define DEFAULT_LIMIT   50

/* The newest row of a record, kept after its query. */
typedef struct {
  gboolean found;
  guint64  seq;
  gint64   begun;
  char    *writer;
  char    *audience;
  char    *earlier;
  gboolean created;
  char    *changes;
} Last;

typedef struct {
  RelaisTransaction  *transaction;
  RelaisAccess       *access;
  const char * const *tags;      /* NULL: sees everything */
  GHashTable         *names;     /* owned; account → its name, "" when this account may not know it */
  GString            *text;
  guint               limit, n;
  gboolean            more;
} Reading;

static void
clear_last (Last *last)
{
  g_free (last->writer);
  g_free (last->audience);
  g_free (last->earlier);
  g_free (last->changes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Last, clear_last)

/* ---- writing ---- */

static gboolean
is_kept (const RelaisField *field)
{
  return !(field->flags & RELAIS_FIELD_PRIVATE);
}

static gboolean
is_text (const RelaisField *field)
{
  return field->type == RELAIS_FIELD_STRING || field->type == RELAIS_FIELD_TEXT;
}

static GVariant *
value_of (RelaisRecord *record, guint field)
{
  return relais_record_get_fields (record)->values[field];
}

static char *
make_audience (RelaisRecord *record)
{
  g_auto(GStrv) tags = relais_record_dup_audience (record);
  return relais_tags_to_text ((const char * const *) tags);
}

/* "from": value, or "from_length": characters; nothing when there was no value. */
static void
add_value (JsonObject *change, const char *name, const RelaisKind *kind, guint field, GVariant *value)
{
  if (value == NULL)
    return;
  g_autoptr(JsonNode) node = relais_value_to_json (kind, field, value);
  g_autofree char *text = relais_json_canonical (node);
  if (strlen (text) <= VALUE_BYTES)
    {
      json_object_set_member (change, name, g_steal_pointer (&node));
      return;
    }
  g_autofree char *length = g_strconcat (name, "_length", NULL);
  json_object_set_int_member (change, length, is_text (&kind->fields[field]) ? g_utf8_strlen (g_variant_get_string (value, NULL), -1)
                                                                             : (gint64) strlen (text));
}

/* (transfer full) (nullable): NULL when nothing changed that is kept. @typed: only texts changed. */
static JsonArray *
make_changes (const RelaisWrite *write, gboolean *typed)
{
  const RelaisKind *kind = relais_record_get_kind (write->after);
  g_autoptr(JsonArray) changes = json_array_new ();

  *typed = TRUE;
  for (guint i = 0; i < kind->n_fields; i++)
    {
      GVariant *from = value_of (write->before, i), *to = value_of (write->after, i);
      if (!is_kept (&kind->fields[i]) || relais_values_equal (from, to))
        continue;
      JsonObject *change = json_object_new ();
      json_object_set_string_member (change, "field", kind->fields[i].name);
      add_value (change, "from", kind, i, from);
      add_value (change, "to", kind, i, to);
      json_array_add_object_element (changes, change);
      *typed = *typed && is_text (&kind->fields[i]);
    }
  return json_array_get_length (changes) > 0 ? g_steal_pointer (&changes) : NULL;
}

static char *
print_changes (JsonArray *changes)
{
  g_autoptr(JsonNode) node = json_node_init_array (json_node_alloc (), changes);
  return relais_json_canonical (node);
}

static gboolean
last_cb (const RelaisHistoryRow *row, gpointer data)
{
  *(Last *) data = (Last) {
    .found = TRUE, .seq = row->seq, .begun = row->begun, .writer = g_strdup (row->writer), .audience = g_strdup (row->audience),
    .earlier = g_strdup (row->earlier), .created = row->created, .changes = g_strdup (row->changes),
  };
  return FALSE;
}

static void
copy_member (JsonObject *from, JsonObject *to, const char *name)
{
  JsonNode *node = json_object_get_member (from, name);
  json_object_remove_member (to, name);
  if (node != NULL)
    json_object_set_member (to, name, json_node_copy (node));
}

static gboolean
members_equal (JsonObject *change, const char *one, const char *two)
{
  JsonNode *a = json_object_get_member (change, one), *b = json_object_get_member (change, two);
  return a == NULL || b == NULL ? a == b : json_node_equal (a, b);
}

/* Puts the start of @earlier under the end of @changes. FALSE: they are not of the same fields. */
static gboolean
join_changes (JsonArray *earlier, JsonArray *changes)
{
  guint n = json_array_get_length (changes);
  if (json_array_get_length (earlier) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (json_object_get_string_member (json_array_get_object_element (earlier, i), "field"),
                      json_object_get_string_member (json_array_get_object_element (changes, i), "field")))
      return FALSE;
  for (guint i = 0; i < n; i++)
    {
      copy_member (json_array_get_object_element (earlier, i), json_array_get_object_element (changes, i), "from");
      copy_member (json_array_get_object_element (earlier, i), json_array_get_object_element (changes, i), "from_length");
    }
  return TRUE;
}

/* Typed and taken back: nothing happened. Of two long texts that is not known. */
static gboolean
come_to_nothing (JsonArray *changes)
{
  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);
      if (json_object_has_member (change, "from_length") || json_object_has_member (change, "to_length")
          || !members_equal (change, "from", "to"))
        return FALSE;
    }
  return TRUE;
}

/* When @row goes on with what the same person was typing, takes the earlier row away and begins where it began. */
static void
join_typing (RelaisTransaction *transaction, const RelaisKind *kind, const char *id, RelaisHistoryRow *row, JsonArray *changes)
{
  g_auto(Last) last = { 0 };
  relais_history_visit (transaction, kind, id, 0, last_cb, &last);
  if (!last.found || last.created || row->writer == NULL || g_strcmp0 (last.writer, row->writer) != 0
      || row->at - last.begun > TYPING_SECONDS || row->at < last.begun || !g_str_equal (last.audience, row->earlier)
      || !g_str_equal (last.earlier, row->audience))
    return;
  g_autoptr(JsonNode) earlier = relais_json_parse (last.changes, -1, G_MAXSIZE, NULL);
  if (earlier == NULL || !join_changes (json_node_get_array (earlier), changes))
    return;
  relais_history_remove (transaction, kind, id, last.seq);
  row->begun = last.begun;
}

void
relais_log_note (RelaisTransaction *transaction, const RelaisWrite *write)
{
  RelaisRecord *state = write->after != NULL ? write->after : write->before;
  const RelaisKind *kind = relais_record_get_kind (state);
  const char *id = relais_record_get_id (state);

  /* What nobody writes (reports) has no history that a person would ask for. */
  if (kind->write == 0 && kind->write_own == 0)
    return;
  if (write->after == NULL)
    {
      relais_history_forget (transaction, kind, id);
      return;
    }
  gint64 at = relais_record_get_at (write->after);
  g_autofree char *audience = make_audience (write->after);
  g_autofree char *earlier = write->before != NULL ? make_audience (write->before) : NULL;
  RelaisHistoryRow row = {
    .seq = relais_record_get_seq (write->after), .at = at, .begun = at, .writer = relais_record_get_by (write->after),
    .audience = audience, .earlier = earlier != NULL ? earlier : audience, .created = write->before == NULL, .changes = "[]",
  };
  if (row.created)
    {
      relais_history_add (transaction, kind, id, &row);
      return;
    }
  gboolean typed;
  g_autoptr(JsonArray) changes = make_changes (write, &typed);
  if (changes == NULL)
    return;
  if (typed)
    join_typing (transaction, kind, id, &row, changes);
  if (come_to_nothing (changes))
    return;
  g_autofree char *text = print_changes (changes);
  row.changes = text;
  relais_history_add (transaction, kind, id, &row);
}

/* ---- reading ---- */

/* Of an account, as the reader may know it. Lent. */
static const char *
find_name (Reading *reading, const char *account)
{
  const char *known = g_hash_table_lookup (reading->names, account);
  if (known != NULL)
    return known;
  g_autoptr(RelaisRecord) record = relais_record_find (reading->transaction, relais_kind_lookup ("account"), account);
  const char *name = record != NULL && relais_access_can_read (reading->access, record) ? relais_record_get_string (record, "name") : NULL;
  char *copy = g_strdup (name != NULL ? name : "");
  g_hash_table_insert (reading->names, g_strdup (account), copy);
  return copy;
}

static void
append_string (GString *text, const char *name, const char *value)
{
  g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), value);
  g_autofree char *json = relais_json_canonical (node);
  g_string_append_printf (text, ",\"%s\":%s", name, json);
}

static gboolean
read_cb (const RelaisHistoryRow *row, gpointer data)
{
  Reading *reading = data;

  if (reading->tags != NULL
      && !(relais_tags_meet_text (reading->tags, row->audience) && relais_tags_meet_text (reading->tags, row->earlier)))
    return TRUE;
  if (reading->n == reading->limit || (reading->n > 0 && reading->text->len > RELAIS_LOG_HISTORY_BYTES))
    {
      reading->more = TRUE;
      return FALSE;
    }
  g_autofree char *at = relais_instant_to_string (row->at);
  g_string_append_printf (reading->text, "%s{\"seq\":%" G_GUINT64_FORMAT ",\"at\":\"%s\"", reading->n > 0 ? "," : "", row->seq, at);
  if (row->writer != NULL)
    {
      const char *name = find_name (reading, row->writer);
      append_string (reading->text, "by", row->writer);
      if (*name != '\0')
        append_string (reading->text, "name", name);
    }
  g_string_append_printf (reading->text, ",\"created\":%s,\"changes\":%s}", row->created ? "true" : "false", row->changes);
  reading->n++;
  return TRUE;
}

static char *
write_history (RelaisTransaction *transaction, RelaisAccess *access, const RelaisKind *kind, const char *id, guint64 before,
               guint limit, GError **error)
{
  const char * const *tags = relais_access_get_account (access) != NULL ? relais_access_get_tags (access) : NULL;
  g_autoptr(RelaisStored) stored = relais_record_load (transaction, kind, id);
  if (stored == NULL || stored->record == NULL
      || (tags != NULL && !relais_tags_meet (tags, (const char * const *) stored->audience)))
    {
      g_set_error_literal (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_NOT_FOUND, "There is no such record.");
      return NULL;
    }
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GString) text = g_string_new ("{\"entries\":[");
  Reading reading = { .transaction = transaction, .access = access, .tags = tags, .names = names, .text = text, .limit = limit };
  relais_history_visit (transaction, kind, id, before, read_cb, &reading);
  g_string_append_printf (text, "],\"more\":%s}", reading.more ? "true" : "false");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
relais_log_history_text (RelaisLog *self, RelaisAccess *claimed, const RelaisKind *kind, const char *id, guint64 before, guint limit,
                         GError **error)
{
  g_return_val_if_fail (kind != NULL && id != NULL, NULL);
  g_autoptr(GError) failure = NULL;
  g_autofree char *text = NULL;

  RelaisTransaction *transaction = relais_storage_begin (self->storage, FALSE, error);
  if (transaction == NULL)
    return NULL;
  g_autoptr(RelaisAccess) access = relais_log_authorize (self, transaction, claimed, &failure);
  if (access != NULL)
    text = write_history (transaction, access, kind, id, before, limit == 0 ? DEFAULT_LIMIT : MIN (limit, RELAIS_LOG_HISTORY_LIMIT),
                          &failure);
  return relais_transaction_finish (transaction, g_steal_pointer (&failure), error) ? g_steal_pointer (&text) : NULL;
}
