/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-form.h"

#include "relais-choice.h"
#include "relais-date-row.h"
#include "relais-form-text-row.h"
#include "relais-record-row.h"
#include "relais-rights.h"
#include "relais-validate.h"

#include <glib/gi18n.h>

typedef struct {
  RelaisForm        *form;    /* borrowed: owns the slot */
  guint              field;
  const RelaisField *info;
  GtkWidget         *row;     /* weak */
  char             **values;  /* CHOICE: owned, what the combo row offers; "" for none */
  char              *proposal; /* text: owned, nullable */
} Slot;

struct _RelaisForm
{
  GObject           parent_instance;

  RelaisSession    *session;  /* owned */
  const RelaisKind *kind;
  RelaisRecord     *record;   /* owned, nullable */
  RelaisFields     *draft;    /* owned */
  GPtrArray        *slots;    /* owned, element-type Slot */
  char             *title;    /* owned, nullable */
  gboolean          showing;  /* the rows are being filled: their signals are not edits */
  RelaisFormTaken   taken;    /* nullable */
  gpointer          taken_data;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisForm, relais_form, G_TYPE_OBJECT)

static void
free_slot (Slot *slot)
{
  if (slot->row != NULL)
    g_signal_handlers_disconnect_by_data (slot->row, slot);
  g_clear_weak_pointer (&slot->row);
  g_strfreev (slot->values);
  g_free (slot->proposal);
  g_free (slot);
}

/* As the person left it, stored or not. (transfer full) (nullable) */
static RelaisRecord *
lookup (RelaisForm *self, const char *id)
{
  return relais_keeper_lookup (relais_session_get_keeper (self->session), self->kind->name, id);
}

static GVariant *
get_value (RelaisForm *self, guint field)
{
  const RelaisFields *fields = self->record != NULL ? relais_record_get_fields (self->record) : self->draft;

  return fields->set & (G_GUINT64_CONSTANT (1) << field) ? fields->values[field] : NULL;
}

static char *
dup_label (RelaisForm *self, const RelaisField *info)
{
  g_autofree char *own = self->title == NULL ? relais_record_dup_title (self->record) : NULL;

  /* Translators: an action, for Undo: the record's title, then the field that was changed */
  return g_strdup_printf (_("Change “%s”: %s"), self->title != NULL ? self->title : own,
                          g_dgettext (GETTEXT_PACKAGE, info->label));
}

static gboolean
is_typed (const RelaisField *info)
{
  return info->type == RELAIS_FIELD_STRING || info->type == RELAIS_FIELD_TEXT || info->type == RELAIS_FIELD_TAGS;
}

/* @seen: (nullable): what the person typed over; what came in since is not overwritten unseen. */
static void
commit (RelaisForm *self, const Slot *slot, GVariant *seen, GVariant *value)
{
  g_autofree char *label = dup_label (self, slot->info);
  RelaisFields *fields = relais_fields_new (self->kind);
  RelaisAction *action = relais_action_new (label);

  relais_fields_set (fields, slot->field, value);
  if (!is_typed (slot->info))
    {
      relais_action_update (action, relais_record_get_id (self->record), fields);
      relais_session_commit (self->session, action);
      return;
    }
  RelaisFields *old = relais_fields_new (self->kind);
  relais_fields_set (old, slot->field, seen);
  relais_action_update_seen (action, relais_record_get_id (self->record), old, fields);
  g_autofree char *key = g_strdup_printf ("%s/%s", relais_record_get_id (self->record), slot->info->name);
  relais_action_set_merge_key (action, key);
  relais_session_commit_quietly (self->session, action);
}

/* Takes @raw, floating or not; NULL is empty. (transfer full) (nullable): also NULL with @error */
static GVariant *
normalize (const Slot *slot, GVariant *raw, GError **error)
{
  g_autoptr (GVariant) sunk = raw != NULL ? g_variant_ref_sink (raw) : NULL;
  g_autoptr (GVariant) value = sunk != NULL ? relais_field_normalize (slot->form->kind, slot->field, sunk, error) : NULL;

  /* What is nothing but spaces is nothing. */
  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) && g_variant_get_string (value, NULL)[0] == '\0')
    return NULL;
  return g_steal_pointer (&value);
}

/* @seen: what the person changed. @raw: what they made of it, in any form, floating or not; NULL empties. */
static void
edit (Slot *slot, GVariant *seen, GVariant *raw)
{
  RelaisForm *self = slot->form;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = normalize (slot, raw, &error);

  if (self->showing)
    return;
  if (error != NULL)
    {
      gtk_widget_add_css_class (slot->row, "error");
      relais_session_notice (self->session, error->message);
      return;
    }
  gtk_widget_remove_css_class (slot->row, "error");
  if (relais_values_equal (value, seen))
    return;
  if (value == NULL && slot->info->flags & RELAIS_FIELD_REQUIRED && self->record != NULL)
    {
      gtk_widget_add_css_class (slot->row, "error");
      return;
    }
  if (self->record != NULL)
    {
      if (self->taken == NULL || !self->taken (self, slot->info->name, value, self->taken_data))
        commit (self, slot, seen, value);
      return;
    }
  if (value != NULL)
    relais_fields_set (self->draft, slot->field, value);
  else
    relais_fields_clear (self->draft, slot->field);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GVariant *
new_string (const char *text)
{
  return text != NULL && text[0] != '\0' ? g_variant_new_string (text) : NULL;
}

/* Tags are separated by commas, as people write them. (nullable) */
static GVariant *
parse_text (const Slot *slot, const char *text)
{
  if (slot->info->type != RELAIS_FIELD_TAGS)
    return new_string (text);
  g_auto (GStrv) tags = g_strsplit (text, ",", -1);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  for (guint i = 0; tags[i] != NULL; i++)
    if (*g_strstrip (tags[i]) != '\0')
      g_ptr_array_add (items, tags[i]);
  return items->len > 0 ? g_variant_new_strv ((const char * const *) items->pdata, (gssize) items->len) : NULL;
}

static void
text_edited_cb (RelaisFormTextRow *row, const char *seen, Slot *slot)
{
  g_autofree char *text = relais_form_text_row_dup_text (row);
  gboolean proposed = get_value (slot->form, slot->field) == NULL && g_strcmp0 (slot->proposal, seen) == 0;
  g_autoptr (GVariant) old = proposed ? NULL : normalize (slot, parse_text (slot, seen), NULL);

  edit (slot, old, parse_text (slot, text));
}

/* What is chosen at once is chosen over what is there now. */
static void
choose (Slot *slot, GVariant *value)
{
  edit (slot, get_value (slot->form, slot->field), value);
}

static void
date_edited_cb (RelaisDateRow *row, Slot *slot)
{
  choose (slot, new_string (relais_date_row_get_value (row)));
}

static void
record_edited_cb (RelaisRecordRow *row, Slot *slot)
{
  choose (slot, new_string (relais_record_row_get_value (row)));
}

static void
selected_cb (GObject *row, GParamSpec *pspec, Slot *slot)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));

  if (slot->values != NULL && selected < g_strv_length (slot->values))
    choose (slot, new_string (slot->values[selected]));
}

static void
active_cb (GObject *row, GParamSpec *pspec, Slot *slot)
{
  choose (slot, g_variant_new_boolean (adw_switch_row_get_active (ADW_SWITCH_ROW (row))));
}

static void
spin_cb (GObject *row, GParamSpec *pspec, Slot *slot)
{
  choose (slot, g_variant_new_int64 ((gint64) adw_spin_row_get_value (ADW_SPIN_ROW (row))));
}

static GtkWidget *
build_row (Slot *slot)
{
  const RelaisField *info = slot->info;
  const char *title = g_dgettext (GETTEXT_PACKAGE, info->label);
  gboolean required = (info->flags & RELAIS_FIELD_REQUIRED) != 0;
  RelaisStore *store = relais_session_get_store (slot->form->session);
  GtkWidget *row = NULL;

  switch (info->type)
    {
    case RELAIS_FIELD_STRING:
    case RELAIS_FIELD_TEXT:
    case RELAIS_FIELD_TAGS:
      row = relais_form_text_row_new (title, info->type == RELAIS_FIELD_TEXT);
      g_signal_connect (row, "edited", G_CALLBACK (text_edited_cb), slot);
      break;
    case RELAIS_FIELD_DATE:
    case RELAIS_FIELD_INSTANT:
      row = relais_date_row_new (title, info->type == RELAIS_FIELD_INSTANT);
      g_signal_connect (row, "edited", G_CALLBACK (date_edited_cb), slot);
      break;
    case RELAIS_FIELD_REF:
      row = relais_record_row_new (store, relais_kind_lookup (info->target), title, !required);
      g_signal_connect (row, "edited", G_CALLBACK (record_edited_cb), slot);
      break;
    case RELAIS_FIELD_CHOICE:
      row = g_object_new (ADW_TYPE_COMBO_ROW, "title", title, NULL);
      g_signal_connect (row, "notify::selected", G_CALLBACK (selected_cb), slot);
      break;
    case RELAIS_FIELD_BOOLEAN:
      row = g_object_new (ADW_TYPE_SWITCH_ROW, "title", title, NULL);
      g_signal_connect (row, "notify::active", G_CALLBACK (active_cb), slot);
      break;
    case RELAIS_FIELD_INTEGER:
      row = adw_spin_row_new_with_range ((double) info->min, (double) info->max, 1);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      g_signal_connect (row, "notify::value", G_CALLBACK (spin_cb), slot);
      break;
    case RELAIS_FIELD_REFS:
    case RELAIS_FIELD_LIST:
    case RELAIS_FIELD_HASH:
    case RELAIS_FIELD_JSON:
      g_return_val_if_reached (NULL);
    }
  return row;
}

/* A field ruled by transitions offers what the person may do from here, the others every choice. */
static void
fill_choices (Slot *slot, const char *value)
{
  RelaisForm *self = slot->form;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  gboolean ruled = self->record != NULL && g_strcmp0 (self->kind->state_field, slot->info->name) == 0;
  RelaisAccess *access = relais_session_get_access (self->session);
  g_autofree const char **next = ruled ? relais_access_dup_next_states (access, self->record) : NULL;
  guint selected = GTK_INVALID_LIST_POSITION;

  if (!(slot->info->flags & RELAIS_FIELD_REQUIRED) || value == NULL)
    {
      g_strv_builder_add (values, "");
      gtk_string_list_append (labels, _("None"));
      selected = value == NULL ? 0 : selected;
    }
  for (guint i = 0; slot->info->choices[i] != NULL; i++)
    {
      const char *choice = slot->info->choices[i];
      gboolean current = g_strcmp0 (choice, value) == 0;
      if (next != NULL && !current && !g_strv_contains (next, choice))
        continue;
      if (current)
        selected = g_list_model_get_n_items (G_LIST_MODEL (labels));
      g_strv_builder_add (values, choice);
      gtk_string_list_append (labels, relais_choice_label (self->kind, slot->info->name, choice));
    }
  g_strfreev (slot->values);
  slot->values = g_strv_builder_end (values);
  adw_combo_row_set_model (ADW_COMBO_ROW (slot->row), G_LIST_MODEL (labels));
  adw_combo_row_set_selected (ADW_COMBO_ROW (slot->row), selected);
}

static void
show_text (Slot *slot, GVariant *value)
{
  g_autofree char *text = NULL;

  if (value == NULL)
    text = g_strdup (slot->proposal != NULL ? slot->proposal : "");
  else if (slot->info->type == RELAIS_FIELD_TAGS)
    {
      g_autofree const char **tags = g_variant_get_strv (value, NULL);
      text = g_strjoinv (", ", (char **) tags);
    }
  else
    text = g_variant_dup_string (value, NULL);
  relais_form_text_row_set_text (RELAIS_FORM_TEXT_ROW (slot->row), text);
}

static void
show_slot (Slot *slot)
{
  RelaisForm *self = slot->form;
  GVariant *value = get_value (self, slot->field);
  gboolean editable = self->record == NULL
                      || relais_store_may_edit (relais_session_get_store (self->session), relais_session_get_access (self->session),
                                                self->record, slot->info->name);
  gboolean is_text = value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING);
  const char *text = is_text ? g_variant_get_string (value, NULL) : NULL;

  if (RELAIS_IS_FORM_TEXT_ROW (slot->row))
    {
      show_text (slot, value);
      relais_form_text_row_set_editable (RELAIS_FORM_TEXT_ROW (slot->row), editable);
    }
  else if (RELAIS_IS_DATE_ROW (slot->row))
    {
      relais_date_row_set_value (RELAIS_DATE_ROW (slot->row), text);
      relais_date_row_set_editable (RELAIS_DATE_ROW (slot->row), editable);
    }
  else if (RELAIS_IS_RECORD_ROW (slot->row))
    {
      relais_record_row_set_value (RELAIS_RECORD_ROW (slot->row), text);
      if (self->record != NULL && g_str_equal (slot->info->target, self->kind->name))
        relais_record_row_leave_out (RELAIS_RECORD_ROW (slot->row), relais_record_get_id (self->record));
      relais_record_row_set_editable (RELAIS_RECORD_ROW (slot->row), editable);
    }
  else
    {
      if (ADW_IS_COMBO_ROW (slot->row))
        fill_choices (slot, text);
      else if (ADW_IS_SWITCH_ROW (slot->row))
        adw_switch_row_set_active (ADW_SWITCH_ROW (slot->row), value != NULL && g_variant_get_boolean (value));
      else
        adw_spin_row_set_value (ADW_SPIN_ROW (slot->row), value != NULL ? (double) g_variant_get_int64 (value) : 0);
      gtk_widget_set_sensitive (slot->row, editable);
    }
}

static void
show (RelaisForm *self)
{
  self->showing = TRUE;
  for (guint i = 0; i < self->slots->len; i++)
    if (((Slot *) g_ptr_array_index (self->slots, i))->row != NULL)
      show_slot (g_ptr_array_index (self->slots, i));
  self->showing = FALSE;
}

/* What is shown next is something else. */
static void
leave (RelaisForm *self)
{
  relais_form_flush (self);
  for (guint i = 0; i < self->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (self->slots, i);
      if (slot->row != NULL && RELAIS_IS_FORM_TEXT_ROW (slot->row))
        relais_form_text_row_forget (RELAIS_FORM_TEXT_ROW (slot->row));
    }
}

static void
refresh (RelaisForm *self)
{
  g_autoptr (RelaisRecord) record = self->record != NULL ? lookup (self, relais_record_get_id (self->record)) : NULL;

  if (record == NULL)
    return;
  relais_record_unref (self->record);
  self->record = g_steal_pointer (&record);
  show (self);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisForm *self)
{
  if (self->record != NULL && relais_changes_has_record (changes, relais_record_get_id (self->record)))
    refresh (self);
}

static void
relais_form_dispose (GObject *object)
{
  RelaisForm *self = RELAIS_FORM (object);

  if (self->session != NULL)
    relais_form_flush (self);
  g_ptr_array_set_size (self->slots, 0);
  g_clear_pointer (&self->record, relais_record_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_form_parent_class)->dispose (object);
}

static void
relais_form_finalize (GObject *object)
{
  RelaisForm *self = RELAIS_FORM (object);

  g_ptr_array_unref (self->slots);
  g_clear_pointer (&self->draft, relais_fields_free);
  g_free (self->title);
  G_OBJECT_CLASS (relais_form_parent_class)->finalize (object);
}

static void
relais_form_class_init (RelaisFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_form_finalize;
  signals[CHANGED] = g_signal_new ("changed", RELAIS_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_form_init (RelaisForm *self)
{
  self->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) free_slot);
}

RelaisForm *
relais_form_new (RelaisSession *session, const RelaisKind *kind)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && kind != NULL, NULL);

  RelaisForm *self = g_object_new (RELAIS_TYPE_FORM, NULL);
  self->session = g_object_ref (session);
  self->kind = kind;
  self->draft = relais_fields_new (kind);
  g_signal_connect_object (relais_session_get_store (session), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (relais_session_get_keeper (session), "notify::obstacle", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  return self;
}

GtkWidget *
relais_form_add (RelaisForm *self, const char *field)
{
  g_return_val_if_fail (RELAIS_IS_FORM (self), NULL);

  Slot *slot = g_new0 (Slot, 1);
  slot->form = self;
  slot->field = relais_kind_field (self->kind, field);
  slot->info = &self->kind->fields[slot->field];
  g_set_weak_pointer (&slot->row, build_row (slot));
  gtk_widget_set_name (slot->row, field);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (slot->row), FALSE);
  g_ptr_array_add (self->slots, slot);
  self->showing = TRUE;
  show_slot (slot);
  self->showing = FALSE;
  return slot->row;
}

GtkWidget *
relais_form_get_row (RelaisForm *self, const char *field)
{
  g_return_val_if_fail (RELAIS_IS_FORM (self), NULL);

  for (guint i = 0; i < self->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (self->slots, i);
      if (g_str_equal (slot->info->name, field))
        return slot->row;
    }
  return NULL;
}

void
relais_form_flush (RelaisForm *self)
{
  g_return_if_fail (RELAIS_IS_FORM (self));

  for (guint i = 0; i < self->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (self->slots, i);
      if (slot->row != NULL && RELAIS_IS_FORM_TEXT_ROW (slot->row))
        relais_form_text_row_flush (RELAIS_FORM_TEXT_ROW (slot->row));
    }
}

void
relais_form_set_record (RelaisForm *self, RelaisRecord *record)
{
  g_return_if_fail (RELAIS_IS_FORM (self));

  gboolean other = self->record == NULL || record == NULL
                   || !g_str_equal (relais_record_get_id (self->record), relais_record_get_id (record));
  if (other)
    leave (self);
  g_autoptr (RelaisRecord) made = record != NULL ? lookup (self, relais_record_get_id (record)) : NULL;
  g_clear_pointer (&self->record, relais_record_unref);
  self->record = made != NULL ? g_steal_pointer (&made) : record != NULL ? relais_record_ref (record) : NULL;
  show (self);
}

RelaisRecord *
relais_form_get_record (RelaisForm *self)
{
  g_return_val_if_fail (RELAIS_IS_FORM (self), NULL);
  return self->record;
}

void
relais_form_set_taken (RelaisForm *self, RelaisFormTaken taken, gpointer user_data)
{
  g_return_if_fail (RELAIS_IS_FORM (self));
  self->taken = taken;
  self->taken_data = user_data;
}

void
relais_form_set_title (RelaisForm *self, const char *title)
{
  g_return_if_fail (RELAIS_IS_FORM (self));
  g_set_str (&self->title, title);
}

RelaisFields *
relais_form_dup_fields (RelaisForm *self)
{
  g_return_val_if_fail (RELAIS_IS_FORM (self), NULL);
  relais_form_flush (self);
  return relais_fields_copy (self->draft);
}

gboolean
relais_form_is_complete (RelaisForm *self)
{
  g_return_val_if_fail (RELAIS_IS_FORM (self), FALSE);

  for (guint i = 0; i < self->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (self->slots, i);
      if (slot->info->flags & RELAIS_FIELD_REQUIRED && get_value (self, slot->field) == NULL)
        return FALSE;
    }
  return TRUE;
}

void
relais_form_start (RelaisForm *self, const RelaisFields *fields)
{
  g_return_if_fail (RELAIS_IS_FORM (self) && self->record == NULL && fields->kind == self->kind);

  leave (self);
  relais_fields_free (self->draft);
  self->draft = relais_fields_copy (fields);
  show (self);
}

void
relais_form_propose (RelaisForm *self, const char *field, const char *text)
{
  g_return_if_fail (RELAIS_IS_FORM (self));

  for (guint i = 0; i < self->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (self->slots, i);
      if (g_str_equal (slot->info->name, field))
        g_set_str (&slot->proposal, text);
    }
}
