/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-history-dialog.h"

#include "relais-format.h"
#include "relais-subject-actions.h"
#include "relais-value-text.h"

#include <glib/gi18n.h>

/* More changes than this are read by nobody at once. */
#define MAX_SHOWN 200

/* Whose history is asked for. */
typedef struct {
  const RelaisKind *kind;
  char             *id;    /* owned */
  char             *name;  /* owned: "" for the subject itself, the channel for a placement */
} Source;

/* An entry, and of what it tells. */
typedef struct {
  const Source       *source;  /* borrowed: the dialog's */
  RelaisHistoryEntry *entry;   /* owned */
} Told;

struct _RelaisHistoryDialog
{
  AdwDialog      parent_instance;

  GtkStack      *stack;        /* borrowed */
  GtkWidget     *page;         /* borrowed: what is shown */
  RelaisSession *session;      /* owned */
  GPtrArray     *sources;      /* owned, element-type Source */
  GPtrArray     *pending;      /* owned, element-type RelaisPending */
  GCancellable  *cancellable;  /* owned */
};

G_DEFINE_FINAL_TYPE (RelaisHistoryDialog, relais_history_dialog, ADW_TYPE_DIALOG)

static void
free_source (Source *source)
{
  g_free (source->id);
  g_free (source->name);
  g_free (source);
}

static void
free_told (Told *told)
{
  relais_history_entry_free (told->entry);
  g_free (told);
}

static void
add_source (RelaisHistoryDialog *self, const char *kind, const char *id, char *name)
{
  Source *source = g_new0 (Source, 1);

  source->kind = relais_kind_lookup (kind);
  source->id = g_strdup (id);
  source->name = name;
  g_ptr_array_add (self->sources, source);
}

static int
compare_told (gconstpointer a, gconstpointer b)
{
  const Told *first = *(Told * const *) a, *second = *(Told * const *) b;

  if (first->entry->at != second->entry->at)
    return first->entry->at > second->entry->at ? -1 : 1;
  return first->entry->seq > second->entry->seq ? -1 : first->entry->seq < second->entry->seq;
}

/* In a thread of its own. The array of sources does not change any more. */
static gpointer
ask (RelaisRemote *remote, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *sources = data;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) free_told);

  for (guint i = 0; i < sources->len; i++)
    {
      const Source *source = g_ptr_array_index (sources, i);
      gboolean more;
      g_autoptr (GError) failure = NULL;
      g_autoptr (GPtrArray) entries = relais_remote_history (remote, source->kind, source->id, 0, MAX_SHOWN, &more, cancellable, &failure);
      /* What was made on this computer and not sent yet has no history. */
      if (entries == NULL && g_error_matches (failure, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_NOT_FOUND))
        continue;
      if (entries == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      g_ptr_array_set_free_func (entries, NULL);
      for (guint j = 0; j < entries->len; j++)
        {
          Told *told = g_new0 (Told, 1);
          told->source = source;
          told->entry = g_ptr_array_index (entries, j);
          g_ptr_array_add (all, told);
        }
    }
  g_ptr_array_sort (all, compare_told);
  return g_steal_pointer (&all);
}

static char *
describe_value (RelaisHistoryDialog *self, const RelaisKind *kind, guint field, GVariant *value, gint64 length)
{
  if (length > 0)
    return g_strdup_printf (ngettext ("a text of %u character", "a text of %u characters", (gulong) length), (guint) length);
  /* A switch that was never touched is off. */
  g_autoptr (GVariant) off = value == NULL && kind->fields[field].type == RELAIS_FIELD_BOOLEAN
                               ? g_variant_ref_sink (g_variant_new_boolean (FALSE)) : NULL;
  g_autofree char *text = relais_value_to_text (relais_session_get_store (self->session), kind, field, off != NULL ? off : value);
  return text[0] != '\0' ? g_steal_pointer (&text) : g_strdup (_("nothing"));
}

static char *
describe_change (RelaisHistoryDialog *self, const RelaisKind *kind, const RelaisHistoryChange *change)
{
  const char *label = g_dgettext (GETTEXT_PACKAGE, kind->fields[change->field].label);
  g_autofree char *from = describe_value (self, kind, change->field, change->from, change->from_length);
  g_autofree char *to = describe_value (self, kind, change->field, change->to, change->to_length);

  /* Translators: a field, its value before and after: "Planned: from 12 January to 14 January" */
  return g_strdup_printf (_("%s: from %s to %s"), label, from, to);
}

static char *
describe_entry (RelaisHistoryDialog *self, const Told *told)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  if (told->entry->created)
    g_ptr_array_add (lines, g_strdup (_("Created")));
  for (guint i = 0; i < told->entry->changes->len; i++)
    g_ptr_array_add (lines, describe_change (self, told->source->kind,
                                             &g_array_index (told->entry->changes, RelaisHistoryChange, i)));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static GtkWidget *
new_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_focusable (row, TRUE);
  return row;
}

static GtkWidget *
new_entry_row (RelaisHistoryDialog *self, const Told *told)
{
  g_autofree char *what = describe_entry (self, told), *when = relais_format_unix (told->entry->at);
  const char *who = told->entry->name != NULL ? told->entry->name : _("Relais");
  g_autofree char *where = told->source->name[0] != '\0' ? g_strdup_printf ("%s · ", told->source->name) : g_strdup ("");
  g_autofree char *title = g_strdup_printf ("%s%s · %s", where, who, when);

  return new_row (title, what);
}

static void
add_group (RelaisHistoryDialog *self, const char *title, GtkWidget **group)
{
  *group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (*group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self->page), ADW_PREFERENCES_GROUP (*group));
}

static void
show (RelaisHistoryDialog *self, GPtrArray *told, const char *problem)
{
  GtkWidget *group;

  if (self->pending != NULL && self->pending->len > 0)
    {
      add_group (self, _("Waiting to Be Sent"), &group);
      for (guint i = 0; i < self->pending->len; i++)
        {
          const RelaisPending *pending = g_ptr_array_index (self->pending, i);
          g_autofree char *since = relais_format_unix (pending->since);
          adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_row (pending->label, since));
        }
    }
  add_group (self, _("Changes"), &group);
  if (problem != NULL)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_row (_("The history is kept by the back end."), problem));
  for (guint i = 0; told != NULL && i < MIN (told->len, MAX_SHOWN); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_entry_row (self, g_ptr_array_index (told, i)));
  if (told != NULL && told->len == 0)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_row (_("Nothing was changed since it was made."), ""));
  gtk_stack_set_visible_child_name (self->stack, "history");
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisHistoryDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) told = relais_syncer_call_finish (RELAIS_SYNCER (source), result, &error);

  if (self->session == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_autofree char *problem = told == NULL ? relais_session_describe_error (error) : NULL;
  show (self, told, problem);
}

/* Runs on the store's thread. */
static gpointer
collect_pending (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  GPtrArray *sources = data, *pending = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_pending_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GPtrArray) of = relais_workspace_list_pending_of (workspace, ((Source *) g_ptr_array_index (sources, i))->id);
      g_ptr_array_set_free_func (of, NULL);
      for (guint j = 0; j < of->len; j++)
        {
          RelaisPending *one = g_ptr_array_index (of, j);
          /* One action may be about several of them. */
          if (g_hash_table_add (seen, one->label))
            g_ptr_array_add (pending, one);
          else
            relais_pending_free (one);
        }
    }
  return pending;
}

static void
pending_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisHistoryDialog) self = user_data;
  GPtrArray *pending = relais_store_run_finish (RELAIS_STORE (source), result, NULL);

  if (pending == NULL || self->session == NULL)
    return;
  self->pending = pending;
  relais_syncer_call_async (relais_session_get_syncer (self->session), ask, g_ptr_array_ref (self->sources),
                           (GDestroyNotify) g_ptr_array_unref, (GDestroyNotify) g_ptr_array_unref, self->cancellable, asked_cb,
                           g_object_ref (self));
}

static void
relais_history_dialog_dispose (GObject *object)
{
  RelaisHistoryDialog *self = RELAIS_HISTORY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_history_dialog_parent_class)->dispose (object);
}

static void
relais_history_dialog_finalize (GObject *object)
{
  RelaisHistoryDialog *self = RELAIS_HISTORY_DIALOG (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->sources);
  g_clear_pointer (&self->pending, g_ptr_array_unref);
  G_OBJECT_CLASS (relais_history_dialog_parent_class)->finalize (object);
}

static void
relais_history_dialog_class_init (RelaisHistoryDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_history_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_history_dialog_finalize;
}

static void
relais_history_dialog_init (RelaisHistoryDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();

  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) free_source);
  self->cancellable = g_cancellable_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  self->page = adw_preferences_page_new ();
  gtk_stack_add_named (self->stack, adw_spinner_new (), "busy");
  gtk_stack_add_named (self->stack, self->page, "history");
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->stack));
  adw_dialog_set_title (ADW_DIALOG (self), _("History"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 560);
  adw_dialog_set_content_height (ADW_DIALOG (self), 620);
  adw_dialog_set_child (ADW_DIALOG (self), view);
}

AdwDialog *
relais_history_dialog_new (RelaisSession *session, const char *subject)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && subject != NULL, NULL);

  RelaisHistoryDialog *self = g_object_new (RELAIS_TYPE_HISTORY_DIALOG, NULL);
  RelaisStore *store = relais_session_get_store (session);
  g_autoptr (GPtrArray) placements = relais_subject_list_placements (store, subject, TRUE);

  self->session = g_object_ref (session);
  add_source (self, "subject", subject, g_strdup (""));
  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      add_source (self, "placement", relais_record_get_id (placement),
                  relais_store_dup_title (store, "channel", relais_record_get_string (placement, "channel")));
    }
  relais_store_run_async (store, collect_pending, g_ptr_array_ref (self->sources), (GDestroyNotify) g_ptr_array_unref,
                          (GDestroyNotify) g_ptr_array_unref, self->cancellable, pending_cb, g_object_ref (self));
  return ADW_DIALOG (self);
}
