/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-bin-dialog.h"

#include <glib/gi18n.h>

/* Of each kind; a bin is for what was thrown away by mistake, and that is not long ago. */
#define MOST_OF_A_KIND 100

struct _RelaisBinDialog
{
  AdwDialog      parent_instance;

  GtkStack      *stack;        /* borrowed: child */
  GtkWidget     *page;         /* borrowed: of the stack; made anew with each answer */
  GtkWidget     *empty;        /* borrowed: in the header bar */
  RelaisSession *session;      /* owned */
  GPtrArray     *entries;      /* owned, nullable; element-type Entry: what is shown */
  GCancellable  *cancellable;  /* owned */
};

G_DEFINE_FINAL_TYPE (RelaisBinDialog, relais_bin_dialog, ADW_TYPE_DIALOG)

/* A thing in the bin. */
typedef struct {
  RelaisRecord *record;   /* owned */
  char         *name;     /* owned */
  gboolean      waiting;  /* not everybody has it in the bin yet */
  GPtrArray    *with;     /* owned; element-type RelaisRecord, borrowed from other entries: what comes back with it */
} Entry;

static void
free_entry (Entry *entry)
{
  relais_record_unref (entry->record);
  g_free (entry->name);
  g_ptr_array_unref (entry->with);
  g_free (entry);
}

static Entry *
new_entry (RelaisWorkspace *workspace, RelaisRecord *record)
{
  Entry *entry = g_new0 (Entry, 1);
  g_autoptr (GPtrArray) pending = relais_workspace_list_pending_of (workspace, relais_record_get_id (record));

  entry->record = relais_record_ref (record);
  entry->name = relais_workspace_dup_name (workspace, record);
  entry->waiting = pending != NULL && pending->len > 0;
  entry->with = g_ptr_array_new ();
  return entry;
}

/* @part cannot be without @whole. */
static gboolean
is_part_of (RelaisRecord *part, RelaisRecord *whole)
{
  const RelaisKind *kind = relais_record_get_kind (part);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const RelaisField *field = &kind->fields[i];
      if (field->type == RELAIS_FIELD_REF && (field->flags & RELAIS_FIELD_REQUIRED) != 0
          && g_strcmp0 (relais_record_get_string (part, field->name), relais_record_get_id (whole)) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A subject comes back with the placements that were thrown away with it; a placement never without its subject. */
static void
link_entries (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    for (guint j = 0; j < entries->len; j++)
      {
        Entry *part = g_ptr_array_index (entries, i), *whole = g_ptr_array_index (entries, j);
        if (i == j || !is_part_of (part->record, whole->record))
          continue;
        g_ptr_array_add (part->with, whole->record);
        if (part->waiting && whole->waiting)
          g_ptr_array_add (whole->with, part->record);
        else if (relais_record_get_seq (part->record) == relais_record_get_seq (whole->record))
          g_ptr_array_add (whole->with, part->record);
      }
}

/* On the store's thread: what lies in the bin, kind by kind. */
static gpointer
collect (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) free_entry);

  for (guint i = 0; i < relais_n_kinds (); i++)
    {
      g_autoptr (RelaisQuery) query = relais_query_new (relais_kinds ()[i]);

      relais_query_limit (relais_query_order_latest (relais_query_include_bin (query, TRUE)), MOST_OF_A_KIND);
      g_autoptr (GPtrArray) found = relais_workspace_query (workspace, query, error);
      if (found == NULL)
        return NULL;
      for (guint j = 0; j < found->len; j++)
        g_ptr_array_add (all, new_entry (workspace, g_ptr_array_index (found, j)));
    }
  link_entries (all);

  return g_steal_pointer (&all);
}

static void
restore (RelaisBinDialog *self, RelaisAction *action, RelaisRecord *record)
{
  if (relais_access_may_edit (relais_session_get_access (self->session), record, "binned"))
    relais_action_bin (action, relais_record_get_kind (record), relais_record_get_id (record), FALSE);
}

static void
restore_cb (GtkWidget *button, RelaisBinDialog *self)
{
  const Entry *entry = g_ptr_array_index (self->entries, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "entry")));
  /* Translators: an action, for Undo: out of the bin */
  g_autofree char *label = g_strdup_printf (_("Restore “%s”"), entry->name);
  RelaisAction *action = relais_action_new (label);

  restore (self, action, entry->record);
  for (guint i = 0; i < entry->with->len; i++)
    restore (self, action, g_ptr_array_index (entry->with, i));
  relais_session_commit (self->session, action);
}

static GtkWidget *
new_row (RelaisBinDialog *self, guint index)
{
  const Entry *entry = g_ptr_array_index (self->entries, index);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  /* Translators: what the button beside a thing in the bin does */
  g_autofree char *tooltip = g_strdup_printf (_("Restore “%s”"), entry->name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), entry->name);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_sensitive (button, relais_access_may_edit (relais_session_get_access (self->session), entry->record, "binned"));
  g_object_set_data (G_OBJECT (button), "entry", GUINT_TO_POINTER (index));
  g_signal_connect (button, "clicked", G_CALLBACK (restore_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static gboolean
may_remove (RelaisBinDialog *self, RelaisRecord *record)
{
  return relais_access_check_write (relais_session_get_access (self->session), record, NULL, NULL);
}

static void
show_records (RelaisBinDialog *self)
{
  const RelaisKind *kind = NULL;
  AdwPreferencesGroup *group = NULL;
  gboolean removable = FALSE;

  if (self->page)
    gtk_stack_remove (self->stack, self->page);
  self->page = adw_preferences_page_new ();
  gtk_stack_add_named (self->stack, self->page, "records");
  for (guint i = 0; i < self->entries->len; i++)
    {
      RelaisRecord *record = ((Entry *) g_ptr_array_index (self->entries, i))->record;

      if (relais_record_get_kind (record) != kind)
        {
          kind = relais_record_get_kind (record);
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, g_dgettext (GETTEXT_PACKAGE, kind->label_plural));
          adw_preferences_page_add (ADW_PREFERENCES_PAGE (self->page), group);
        }
      adw_preferences_group_add (group, new_row (self, i));
      removable = removable || may_remove (self, record);
    }
  gtk_stack_set_visible_child_name (self->stack, self->entries->len > 0 ? "records" : "nothing");
  gtk_widget_set_visible (self->empty, removable);
}

static void
collected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisBinDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = relais_store_run_finish (RELAIS_STORE (source), result, &error);

  if (entries == NULL)
    {
      g_autofree char *text = relais_session_describe_error (error);

      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        relais_session_notice (self->session, text);
      return;
    }
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = entries;
  show_records (self);
}

static void
refresh (RelaisBinDialog *self)
{
  relais_store_run_async (relais_session_get_store (self->session), collect, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                          self->cancellable, collected_cb, g_object_ref (self));
}

/* Children before parents, so that each deletion leaves nothing that refers to what is gone. One action a record: what somebody still
 * uses stays, the rest goes. */
static void
remove_all (RelaisBinDialog *self)
{
  for (guint i = self->entries->len; i > 0; i--)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i - 1);
      RelaisRecord *record = entry->record;
      g_autofree char *label = NULL;
      RelaisAction *action;

      if (!may_remove (self, record))
        continue;
      /* Translators: an action: out of the bin, for good */
      label = g_strdup_printf (_("Delete “%s” for good"), entry->name);
      action = relais_action_new (label);
      relais_action_remove (action, relais_record_get_kind (record), relais_record_get_id (record));
      relais_session_commit_quietly (self->session, action);
    }
}

static void
answered_cb (AdwAlertDialog *dialog, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisBinDialog) self = user_data;

  if (g_str_equal (adw_alert_dialog_choose_finish (dialog, result), "delete") && self->entries)
    remove_all (self);
}

static void
empty_cb (RelaisBinDialog *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Empty the Bin?"),
                                            _("What is in it is deleted for good, on every computer. This cannot be undone."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "delete", _("_Delete for Good"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), NULL, (GAsyncReadyCallback) answered_cb, g_object_ref (self));
}

static void
relais_bin_dialog_dispose (GObject *object)
{
  RelaisBinDialog *self = RELAIS_BIN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (relais_bin_dialog_parent_class)->dispose (object);
}

static void
relais_bin_dialog_class_init (RelaisBinDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_bin_dialog_dispose;
}

static void
relais_bin_dialog_init (RelaisBinDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *nothing = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "user-trash-symbolic", "title", _("The Bin Is Empty"),
                                     "description", _("What is thrown away waits here and can be restored."), NULL);

  self->cancellable = g_cancellable_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, adw_spinner_new (), "busy");
  gtk_stack_add_named (self->stack, nothing, "nothing");
  self->empty = gtk_button_new_with_mnemonic (_("_Empty…"));
  gtk_widget_set_visible (self->empty, FALSE);
  g_signal_connect_swapped (self->empty, "clicked", G_CALLBACK (empty_cb), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->empty);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->stack));
  adw_dialog_set_title (ADW_DIALOG (self), _("Bin"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 520);
  adw_dialog_set_content_height (ADW_DIALOG (self), 560);
  adw_dialog_set_child (ADW_DIALOG (self), view);
}

AdwDialog *
relais_bin_dialog_new (RelaisSession *session)
{
  RelaisBinDialog *self = g_object_new (RELAIS_TYPE_BIN_DIALOG, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (relais_session_get_store (session), "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);

  return ADW_DIALOG (self);
}
