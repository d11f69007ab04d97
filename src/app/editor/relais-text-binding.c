/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-text-binding.h"

#include "relais-sync.h"
#include "relais-validate.h"

#include <glib/gi18n.h>
#include <string.h>

/* From the first key that is not saved; a person who pulls the plug loses less than one key. */
#define SAVE_MS  50
#define RETRY_MS 5000

struct _RelaisTextBinding
{
  GObject           parent_instance;

  RelaisSession    *session;   /* owned */
  GtkTextBuffer    *buffer;    /* owned */
  const RelaisKind *kind;
  guint             field;

  char             *id;        /* owned, nullable: the record */
  char             *seen;      /* owned: stored value that the buffer's text was made from */
  char             *sent;      /* owned, nullable: on its way to the store */
  guint             number;    /* of what was sent last */
  guint             timer;
  gboolean          patching;  /* the buffer changes because of the store */
};

G_DEFINE_FINAL_TYPE (RelaisTextBinding, relais_text_binding, G_TYPE_OBJECT)

typedef struct {
  RelaisTextBinding *binding;  /* owned */
  guint              number;
} Sending;

static void
free_sending (Sending *sending)
{
  g_object_unref (sending->binding);
  g_free (sending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, free_sending)

static RelaisKeeper *
get_keeper (RelaisTextBinding *self)
{
  return relais_session_get_keeper (self->session);
}

static char *
dup_stored (RelaisTextBinding *self)
{
  g_autoptr (RelaisRecord) record = self->id ? relais_keeper_lookup (get_keeper (self), self->kind->name, self->id) : NULL;
  const char *text = record ? relais_record_get_string (record, self->kind->fields[self->field].name) : NULL;

  return g_strdup (text ? text : "");
}

static gboolean
may_be (RelaisTextBinding *self, const char *text)
{
  return *text != '\0' || !(self->kind->fields[self->field].flags & RELAIS_FIELD_REQUIRED);
}

/* Bytes that @a and @b have in common at the beginning, ending between characters. */
static gsize
count_common_start (const char *a, const char *b)
{
  gsize n = 0;

  while (a[n] && a[n] == b[n])
    n++;
  while (n > 0 && ((guchar) a[n] & 0xc0) == 0x80)
    n--;

  return n;
}

static gsize
count_common_end (const char *a, gsize a_len, const char *b, gsize b_len, gsize start)
{
  gsize n = 0;

  while (n < a_len - start && n < b_len - start && a[a_len - n - 1] == b[b_len - n - 1])
    n++;
  while (n > 0 && ((guchar) a[a_len - n] & 0xc0) == 0x80)
    n--;

  return n;
}

/* Replaces only what differs, so that the cursor and the view stay where they are. */
static void
patch (RelaisTextBinding *self, const char *text)
{
  GtkTextIter start, end;
  g_autofree char *old = NULL;
  gsize old_len, new_len = strlen (text), head, tail;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  old = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  if (g_str_equal (old, text))
    return;
  old_len = strlen (old);
  head = count_common_start (old, text);
  tail = count_common_end (old, old_len, text, new_len, head);

  self->patching = TRUE;
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, (int) g_utf8_strlen (old, head));
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, (int) g_utf8_strlen (old, old_len - tail));
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, text + head, (int) (new_len - head - tail));
  gtk_text_buffer_end_user_action (self->buffer);
  self->patching = FALSE;
}

static gboolean
timer_cb (gpointer user_data)
{
  RelaisTextBinding *self = user_data;

  self->timer = 0;
  relais_text_binding_flush (self);

  return G_SOURCE_REMOVE;
}

static void
schedule (RelaisTextBinding *self, guint ms)
{
  if (self->timer)
    return;
  self->timer = g_timeout_add (ms, timer_cb, self);
  g_source_set_static_name (g_main_context_find_source_by_id (NULL, self->timer), "[relais] save what is typed");
}

/* Takes in what the store has, around what is typed. */
static void
absorb (RelaisTextBinding *self, const char *base, const char *stored)
{
  g_autofree char *typed = relais_text_binding_dup_text (self);
  g_autofree char *merged = NULL;

  if (g_str_equal (typed, stored))
    g_set_str (&self->seen, stored);
  else if (g_str_equal (typed, base))
    {
      patch (self, stored);
      g_set_str (&self->seen, stored);
    }
  else if ((merged = relais_merge_text (base, typed, stored)))
    {
      patch (self, merged);
      g_set_str (&self->seen, stored);
      schedule (self, SAVE_MS);
    }
  else
    {
      /* the store will keep both, because it is told what was seen */
      g_set_str (&self->seen, base);
      schedule (self, SAVE_MS);
    }
}

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  RelaisTextBinding *self = sending->binding;
  g_autofree char *sent = NULL;
  g_autofree char *stored = NULL;
  g_autoptr (GError) error = NULL;
  gboolean kept = relais_keeper_commit_finish (RELAIS_KEEPER (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!kept)
    {
      g_autofree char *text = relais_session_describe_error (error);
      relais_session_notice (self->session, text);
    }
  /* meanwhile something newer is on its way, or another record is shown */
  if (sending->number != self->number)
    return;
  sent = g_steal_pointer (&self->sent);
  if (!kept)
    {
      /* what is typed stays in the window, and is tried again */
      schedule (self, RETRY_MS);
      return;
    }
  stored = dup_stored (self);
  absorb (self, sent, stored);
  relais_text_binding_flush (self);
}

static void
commit (RelaisTextBinding *self, const char *text)
{
  const char *field = self->kind->fields[self->field].name;
  const char *label = g_dgettext (GETTEXT_PACKAGE, self->kind->fields[self->field].label);
  /* Translators: an action, for Undo: the name of the field that was typed in */
  g_autofree char *action_label = g_strdup_printf (_("Typing: %s"), label);
  g_autofree char *key = g_strdup_printf ("%s/%s", self->id, field);
  g_autoptr (RelaisAction) action = relais_action_new (action_label);
  RelaisFields *seen = relais_fields_new (self->kind);
  RelaisFields *fields = relais_fields_new (self->kind);
  Sending *sending = g_new0 (Sending, 1);

  relais_fields_set_string (seen, field, self->sent ? self->sent : self->seen);
  relais_fields_set_string (fields, field, text);
  relais_action_update_seen (action, self->id, seen, fields);
  relais_action_set_merge_key (action, key);
  g_set_str (&self->sent, text);
  sending->binding = g_object_ref (self);
  sending->number = ++self->number;
  relais_keeper_commit_async (get_keeper (self), action, committed_cb, sending);
}

/* What is shown next is something else, or nothing: what was typed since the last time goes, whether that has come back or not. */
static void
leave (RelaisTextBinding *self)
{
  g_autofree char *text = self->id ? relais_text_binding_dup_text (self) : NULL;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (text && !g_str_equal (text, self->sent ? self->sent : self->seen) && may_be (self, text))
    commit (self, text);
}

static void
changed_cb (RelaisTextBinding *self)
{
  if (self->id && !self->patching)
    schedule (self, SAVE_MS);
}

static void
relais_text_binding_dispose (GObject *object)
{
  RelaisTextBinding *self = RELAIS_TEXT_BINDING (object);

  leave (self);
  G_OBJECT_CLASS (relais_text_binding_parent_class)->dispose (object);
}

static void
relais_text_binding_finalize (GObject *object)
{
  RelaisTextBinding *self = RELAIS_TEXT_BINDING (object);

  g_clear_object (&self->buffer);
  g_clear_object (&self->session);
  g_free (self->id);
  g_free (self->seen);
  g_free (self->sent);
  G_OBJECT_CLASS (relais_text_binding_parent_class)->finalize (object);
}

static void
relais_text_binding_class_init (RelaisTextBindingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_text_binding_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_text_binding_finalize;
}

static void
relais_text_binding_init (RelaisTextBinding *self)
{
  self->seen = g_strdup ("");
}

RelaisTextBinding *
relais_text_binding_new (RelaisSession *session, GtkTextBuffer *buffer, const RelaisKind *kind, const char *field)
{
  RelaisTextBinding *self = g_object_new (RELAIS_TYPE_TEXT_BINDING, NULL);

  self->session = g_object_ref (session);
  self->buffer = g_object_ref (buffer);
  self->kind = kind;
  self->field = relais_kind_field (kind, field);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

char *
relais_text_binding_dup_text (RelaisTextBinding *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_autoptr (GVariant) raw = NULL;
  g_autoptr (GVariant) normal = NULL;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  raw = g_variant_ref_sink (g_variant_new_string (text));
  normal = relais_field_normalize (self->kind, self->field, raw, NULL);

  return normal ? g_variant_dup_string (normal, NULL) : g_steal_pointer (&text);
}

void
relais_text_binding_set_record (RelaisTextBinding *self, RelaisRecord *record)
{
  leave (self);
  /* the answer to what is on its way belongs to the record before */
  self->number++;
  g_clear_pointer (&self->sent, g_free);
  g_set_str (&self->id, record ? relais_record_get_id (record) : NULL);
  g_free (self->seen);
  self->seen = dup_stored (self);

  self->patching = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, self->seen, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  self->patching = FALSE;
}

void
relais_text_binding_flush (RelaisTextBinding *self)
{
  g_autofree char *text = NULL;

  if (self->id == NULL || self->sent)
    return;
  text = relais_text_binding_dup_text (self);
  if (g_str_equal (text, self->seen))
    return;
  if (!may_be (self, text))
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  commit (self, text);
}

void
relais_text_binding_update (RelaisTextBinding *self)
{
  g_autofree char *stored = NULL;
  g_autofree char *seen = NULL;

  if (self->id == NULL || self->sent)
    return;
  stored = dup_stored (self);
  seen = g_strdup (self->seen);
  if (!g_str_equal (stored, seen))
    absorb (self, seen, stored);
}
