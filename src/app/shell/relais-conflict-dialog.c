/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-conflict-dialog.h"

#include "relais-decision.h"
#include "relais-format.h"
#include "relais-validate.h"
#include "relais-value-text.h"
#include "relais-word-diff.h"

#include <glib/gi18n.h>

struct _RelaisConflictDialog
{
  AdwDialog       parent_instance;

  AdwWindowTitle *title;         /* template */
  GtkLabel       *intro;         /* template */
  GtkLabel       *mine;          /* template */
  GtkLabel       *mine_who;      /* template */
  GtkLabel       *theirs;        /* template */
  GtkLabel       *theirs_who;    /* template */
  GtkWidget      *combine;       /* template: the group, for texts only */
  GtkTextView    *combination;   /* template */
  GtkWidget      *keep_mine;     /* template */
  GtkStack       *stack;         /* template: loading, conflict, settled */

  RelaisSession  *session;       /* owned */
  gint64          id;
  GPtrArray      *conflicts;     /* owned, nullable until loaded; element-type RelaisConflict: the one, then what goes with it */
  RelaisConflict *conflict;      /* borrowed: the one */
  GCancellable   *cancellable;   /* owned */
};

G_DEFINE_FINAL_TYPE (RelaisConflictDialog, relais_conflict_dialog, ADW_TYPE_DIALOG)

typedef enum { KEEP_MINE, KEEP_THEIRS, KEEP_VALUE } Choice;

typedef struct {
  gint64        id;
  RelaisAccess *access;  /* owned */
  Choice        choice;
  GVariant     *value;   /* owned, nullable: KEEP_VALUE */
} Decision;

typedef struct {
  GPtrArray      *conflicts; /* owned */
  RelaisRecord   *record;    /* owned, nullable: as it is now */
  char           *name;      /* owned */
} Loaded;

static void
free_decision (Decision *decision)
{
  relais_access_unref (decision->access);
  g_clear_pointer (&decision->value, g_variant_unref);
  g_free (decision);
}

static void
free_loaded (Loaded *loaded)
{
  g_clear_pointer (&loaded->conflicts, g_ptr_array_unref);
  g_clear_pointer (&loaded->record, relais_record_unref);
  g_free (loaded->name);
  g_free (loaded);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, free_loaded)

static RelaisConflict *
find_conflict (GPtrArray *conflicts, gint64 id)
{
  for (guint i = 0; i < conflicts->len; i++)
    if (((RelaisConflict *) g_ptr_array_index (conflicts, i))->id == id)
      return g_ptr_array_index (conflicts, i);
  return NULL;
}

/* Runs on the store's thread. NULL: settled meanwhile. */
static gpointer
read_conflict (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  g_autoptr (GPtrArray) all = relais_workspace_list_conflicts (workspace);
  const RelaisConflict *asked = find_conflict (all, *(gint64 *) data);

  if (asked == NULL)
    return NULL;
  Loaded *loaded = g_new0 (Loaded, 1);
  loaded->record = relais_workspace_lookup (workspace, asked->kind->name, asked->record);
  loaded->name = loaded->record != NULL ? relais_workspace_dup_name (workspace, loaded->record) : g_strdup ("");
  loaded->conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_conflict_free);
  for (guint i = all->len; i > 0; i--)
    if (relais_conflict_goes_with (g_ptr_array_index (all, i - 1), asked))
      {
        g_ptr_array_set_free_func (all, NULL);
        RelaisConflict *conflict = g_ptr_array_steal_index (all, i - 1);
        g_ptr_array_set_free_func (all, (GDestroyNotify) relais_conflict_free);
        g_ptr_array_insert (loaded->conflicts, 0, conflict);
      }
  return loaded;
}

/* Runs on the store's thread. Returns the action's id. */
static gpointer
settle_conflict (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  const Decision *decision = data;
  gint64 action = 0;

  gboolean ok = decision->choice == KEEP_VALUE
                  ? relais_workspace_resolve (workspace, decision->access, decision->id, decision->value, &action, changes, error)
                  : relais_workspace_resolve_all (workspace, decision->access, decision->id, decision->choice == KEEP_MINE, &action, changes,
                                                  error);
  if (!ok)
    return NULL;
  return g_memdup2 (&action, sizeof action);
}

static gboolean
is_whole_record (const RelaisConflict *conflict)
{
  return conflict->field >= conflict->kind->n_fields;
}

/* What I made of the record; NULL: I took it away. */
static RelaisRecord *
find_mine (const RelaisConflict *conflict)
{
  GPtrArray *ops = relais_action_get_ops (conflict->action);

  for (guint i = 0; i < ops->len; i++)
    {
      const RelaisOp *op = g_ptr_array_index (ops, i);
      if (g_str_equal (op->id, conflict->record) && !op->remove)
        return relais_sync_project (NULL, op);
    }
  return NULL;
}

static char *
print_statement (RelaisConflictDialog *self, RelaisRecord *record)
{
  RelaisStore *store = relais_session_get_store (self->session);

  if (record == NULL || relais_record_get_boolean (record, "binned"))
    return g_strdup (_("Taken back"));
  g_autofree char *said = relais_decision_say (store, record), *more = relais_decision_say_more (store, record);
  return more[0] != '\0' ? g_strdup_printf ("%s · %s", said, more) : g_steal_pointer (&said);
}

static const char *
name_field (const RelaisConflict *conflict)
{
  return g_dgettext (GETTEXT_PACKAGE, is_whole_record (conflict) ? conflict->kind->label : conflict->kind->fields[conflict->field].label);
}

static char *
print_field (RelaisConflictDialog *self, const RelaisConflict *conflict, GVariant *value)
{
  if (value == NULL)
    return g_strdup (_("(empty)"));
  return relais_value_to_text (relais_session_get_store (self->session), conflict->kind, conflict->field, value);
}

/* Of several fields each on its line, with its name. @record: (nullable): as it is now */
static char *
print_side (RelaisConflictDialog *self, gboolean is_mine, RelaisRecord *record)
{
  const RelaisConflict *conflict = self->conflict;

  if (conflict->action != NULL)
    {
      g_autoptr (RelaisRecord) mine = find_mine (conflict);
      return print_statement (self, is_mine ? mine : record);
    }
  if (is_whole_record (conflict))
    return g_strdup (is_mine ? _("Deleted") : _("Kept"));
  if (self->conflicts->len == 1)
    return print_field (self, conflict, is_mine ? conflict->mine : conflict->theirs);
  GString *lines = g_string_new (NULL);
  for (guint i = 0; i < self->conflicts->len; i++)
    {
      const RelaisConflict *one = g_ptr_array_index (self->conflicts, i);
      g_autofree char *value = print_field (self, one, is_mine ? one->mine : one->theirs);
      /* Translators: a field and its value */
      if (i > 0)
        g_string_append_c (lines, '\n');
      g_string_append_printf (lines, _("%s: %s"), name_field (one), value);
    }
  return g_string_free (lines, FALSE);
}

static void
show_author (RelaisConflictDialog *self, GtkLabel *label, const char *account, gint64 at)
{
  g_autofree char *name = relais_session_dup_account_name (self->session, account);
  g_autofree char *when = relais_format_unix (at);
  g_autofree char *text = g_strdup_printf ("%s · %s", name, when);

  gtk_label_set_label (label, text);
}

static void
show (RelaisConflictDialog *self, RelaisRecord *record, const char *name)
{
  const RelaisConflict *conflict = self->conflict;
  g_autofree char *mine = print_side (self, TRUE, record), *theirs = print_side (self, FALSE, record);
  g_autofree char *fields = relais_conflict_dup_fields (self->conflicts, 0);
  g_autofree char *mine_markup = NULL, *theirs_markup = NULL;

  relais_word_diff (mine, theirs, &mine_markup, &theirs_markup);
  gtk_label_set_markup (self->mine, mine_markup);
  gtk_label_set_markup (self->theirs, theirs_markup);
  show_author (self, self->mine_who, conflict->mine_by, conflict->mine_at);
  show_author (self, self->theirs_who, conflict->theirs_by, conflict->theirs_at);
  adw_window_title_set_title (self->title, fields);
  adw_window_title_set_subtitle (self->title, name);

  if (conflict->action != NULL)
    gtk_label_set_label (self->intro, _("You and somebody else decided this at the same time. Theirs stands. If you keep yours, it takes its "
                                        "place with everything that follows from it."));

  RelaisFieldType type = is_whole_record (conflict) ? RELAIS_FIELD_BOOLEAN : conflict->kind->fields[conflict->field].type;
  gboolean text = type == RELAIS_FIELD_STRING || type == RELAIS_FIELD_TEXT;
  gtk_widget_set_visible (self->combine, text);
  if (text)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->combination), conflict->mine != NULL ? mine : "", -1);
  gtk_stack_set_visible_child_name (self->stack, "conflict");
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->keep_mine);
  gtk_widget_grab_focus (self->keep_mine);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisConflictDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Loaded) loaded = relais_store_run_finish (RELAIS_STORE (source), result, &error);

  if (self->session == NULL)
    return;
  if (loaded == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "settled");
      return;
    }
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  self->conflicts = g_steal_pointer (&loaded->conflicts);
  self->conflict = find_conflict (self->conflicts, self->id);
  show (self, loaded->record, loaded->name);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisConflictDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *action = relais_store_run_finish (RELAIS_STORE (source), result, &error);

  if (self->session == NULL)
    return;
  if (error != NULL)
    {
      g_autofree char *message = relais_session_describe_error (error);
      relais_session_notice (self->session, message);
      return;
    }
  if (action != NULL && *action != 0)
    relais_session_push_action (self->session, *action, self->conflict->action != NULL ? relais_action_get_label (self->conflict->action)
                                                                                       : _("Settle the conflict"));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
settle (RelaisConflictDialog *self, Choice choice, GVariant *value)
{
  Decision *decision = g_new0 (Decision, 1);

  decision->id = self->id;
  decision->access = relais_access_ref (relais_session_get_access (self->session));
  decision->choice = choice;
  decision->value = value != NULL ? g_variant_ref (value) : NULL;
  relais_store_run_async (relais_session_get_store (self->session), settle_conflict, decision, (GDestroyNotify) free_decision,
                          g_free, self->cancellable, settled_cb, g_object_ref (self));
}

static void
mine_cb (RelaisConflictDialog *self)
{
  settle (self, KEEP_MINE, NULL);
}

static void
theirs_cb (RelaisConflictDialog *self)
{
  settle (self, KEEP_THEIRS, NULL);
}

static void
combine_cb (RelaisConflictDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->combination);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GVariant) value = NULL;

  g_object_get (buffer, "text", &text, NULL);
  if (text[0] != '\0')
    {
      g_autoptr (GVariant) raw = g_variant_ref_sink (g_variant_new_string (text));
      value = relais_field_normalize (self->conflict->kind, self->conflict->field, raw, &error);
    }
  if (error != NULL)
    relais_session_notice (self->session, error->message);
  else
    settle (self, KEEP_VALUE, value);
}

static void
relais_conflict_dialog_dispose (GObject *object)
{
  RelaisConflictDialog *self = RELAIS_CONFLICT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  self->conflict = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_CONFLICT_DIALOG);
  G_OBJECT_CLASS (relais_conflict_dialog_parent_class)->dispose (object);
}

static void
relais_conflict_dialog_finalize (GObject *object)
{
  g_clear_object (&RELAIS_CONFLICT_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (relais_conflict_dialog_parent_class)->finalize (object);
}

static void
relais_conflict_dialog_class_init (RelaisConflictDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_conflict_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_conflict_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/shell/relais-conflict-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisConflictDialog, title);
  gtk_widget_class_bind_template_child (widget_class, RelaisConflictDialog, intro);
  gtk_widget_class_bind_template_child (widget_class, RelaisConflictDialog, mine);
  gtk_widget_class_bind_template_child (widget_class, RelaisConflictDialog, mine_who);
  gtk_widget_class_bind_template_child (widget_class, RelaisConflictDialog, theirs);
  gtk_widget_class_bind_template_child (widget_class, RelaisConflictDialog, theirs_who);
  gtk_widget_class_bind_template_child (widget_class, RelaisConflictDialog, combine);
  gtk_widget_class_bind_template_child (widget_class, RelaisConflictDialog, combination);
  gtk_widget_class_bind_template_child (widget_class, RelaisConflictDialog, keep_mine);
  gtk_widget_class_bind_template_child (widget_class, RelaisConflictDialog, stack);
  gtk_widget_class_bind_template_callback (widget_class, mine_cb);
  gtk_widget_class_bind_template_callback (widget_class, theirs_cb);
  gtk_widget_class_bind_template_callback (widget_class, combine_cb);
}

static void
relais_conflict_dialog_init (RelaisConflictDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
relais_conflict_dialog_new (RelaisSession *session, gint64 conflict)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisConflictDialog *self = g_object_new (RELAIS_TYPE_CONFLICT_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->id = conflict;
  relais_store_run_async (relais_session_get_store (session), read_conflict, g_memdup2 (&conflict, sizeof conflict), g_free,
                          (GDestroyNotify) free_loaded, self->cancellable, loaded_cb, g_object_ref (self));
  return ADW_DIALOG (self);
}
