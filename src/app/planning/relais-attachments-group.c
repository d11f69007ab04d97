/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-attachments-group.h"

#include "relais-choice.h"
#include "relais-file-dialog.h"
#include "relais-record-chooser.h"

#include <glib/gi18n.h>

#define MAX_BYTES (64 * 1024 * 1024)

struct _RelaisAttachmentsGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget     *add;          /* borrowed: header suffix */
  GPtrArray     *rows;         /* owned, element-type GtkWidget (borrowed) */
  RelaisSession *session;      /* owned */
  char          *subject;      /* owned, nullable */
  GCancellable  *cancellable;  /* owned */
};

G_DEFINE_FINAL_TYPE (RelaisAttachmentsGroup, relais_attachments_group, ADW_TYPE_PREFERENCES_GROUP)

/* A file on its way. */
typedef struct {
  RelaisAttachmentsGroup *self;     /* owned */
  char                   *subject;  /* owned */
  char                   *name;     /* owned */
  GBytes                 *bytes;    /* owned */
} Upload;

static void
free_upload (Upload *upload)
{
  g_object_unref (upload->self);
  g_free (upload->subject);
  g_free (upload->name);
  g_bytes_unref (upload->bytes);
  g_free (upload);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Upload, free_upload)

static RelaisStore *
get_store (RelaisAttachmentsGroup *self)
{
  return relais_session_get_store (self->session);
}

static void
tell (RelaisAttachmentsGroup *self, const GError *error)
{
  if (self->session == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_autofree char *message = relais_session_describe_error (error);
  relais_session_notice (self->session, message);
}

/* One attachment more or less, as fields of the subject. */
static RelaisFields *
make_fields (RelaisRecord *subject, const char *more, const char *less)
{
  RelaisFields *fields = relais_fields_new (relais_record_get_kind (subject));
  g_autofree const char **old = relais_record_dup_strv (subject, "attachments");
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; old[i] != NULL; i++)
    if (g_strcmp0 (old[i], less) != 0 && g_strcmp0 (old[i], more) != 0)
      g_ptr_array_add (ids, (gpointer) old[i]);
  if (more != NULL)
    g_ptr_array_add (ids, (gpointer) more);
  g_ptr_array_add (ids, NULL);
  relais_fields_set_strv (fields, "attachments", (const char * const *) ids->pdata);
  return fields;
}

static void
attach (RelaisAttachmentsGroup *self, const char *subject, const char *name, const char *media, RelaisFields *made)
{
  g_autoptr (RelaisRecord) record = relais_store_lookup (get_store (self), "subject", subject);
  g_autofree char *label = g_strdup_printf (_("Attach “%s”"), name);
  RelaisAction *action = relais_action_new (label);

  if (made != NULL)
    media = relais_action_create (action, NULL, made);
  if (record != NULL)
    relais_action_update (action, subject, make_fields (record, media, NULL));
  relais_session_commit (self->session, action);
}

static void
chosen_cb (const char *media, gpointer user_data)
{
  RelaisAttachmentsGroup *self = user_data;

  if (media == NULL || self->subject == NULL)
    return;
  g_autofree char *name = relais_store_dup_title (get_store (self), "media", media);
  attach (self, self->subject, name, media, NULL);
}

/* In a thread of its own. */
static gpointer
upload (RelaisRemote *remote, gpointer data, GCancellable *cancellable, GError **error)
{
  Upload *upload = data;
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("relais-XXXXXX", &stream, error);
  gsize size;
  const void *bytes = g_bytes_get_data (upload->bytes, &size);

  if (file == NULL)
    return NULL;
  char *hash = NULL;
  if (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)), bytes, size, NULL, cancellable, error)
      && g_io_stream_close (G_IO_STREAM (stream), cancellable, error))
    relais_remote_put_blob (remote, file, &hash, cancellable, error);
  g_file_delete (file, NULL, NULL);
  return hash;
}

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Upload) upload = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = relais_syncer_call_finish (RELAIS_SYNCER (source), result, &error);
  RelaisAttachmentsGroup *self = upload->self;

  if (hash == NULL || self->session == NULL)
    {
      if (error != NULL)
        tell (self, error);
      return;
    }
  gsize size;
  const guchar *bytes = g_bytes_get_data (upload->bytes, &size);
  g_autofree char *type = g_content_type_guess (upload->name, bytes, size, NULL);
  g_autofree char *mime = g_content_type_get_mime_type (type);
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("media"));
  relais_fields_set_string (fields, "hash", hash);
  relais_fields_set_string (fields, "name", upload->name);
  relais_fields_set_string (fields, "type", mime != NULL && g_str_has_prefix (mime, "image/") ? "image" : "document");
  if (mime != NULL)
    relais_fields_set_string (fields, "mime", mime);
  relais_fields_set_integer (fields, "size", (gint64) size);
  if (relais_session_get_person (self->session) != NULL)
    relais_fields_set_string (fields, "owner", relais_session_get_person (self->session));
  attach (self, upload->subject, upload->name, NULL, fields);
}

static void
opened_cb (GtkWidget *parent, const char *name, GBytes *bytes, gpointer user_data)
{
  RelaisAttachmentsGroup *self = user_data;

  if (self->subject == NULL || self->session == NULL)
    return;
  Upload *file = g_new0 (Upload, 1);
  file->self = g_object_ref (self);
  file->subject = g_strdup (self->subject);
  file->name = g_strdup (name);
  file->bytes = g_bytes_ref (bytes);
  relais_session_notice (self->session, _("The file is being sent."));
  relais_syncer_call_async (relais_session_get_syncer (self->session), upload, file, NULL, g_free, self->cancellable, uploaded_cb, file);
}

static void
file_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisAttachmentsGroup *self = RELAIS_ATTACHMENTS_GROUP (widget);

  relais_file_dialog_open (self->session, widget, _("Attach a File"), NULL, NULL, MAX_BYTES, opened_cb, g_object_ref (self),
                           g_object_unref);
}

static void
choose_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisAttachmentsGroup *self = RELAIS_ATTACHMENTS_GROUP (widget);
  AdwDialog *dialog = relais_record_chooser_new (get_store (self), relais_kind_lookup ("media"), _("Attach an Image or Document"),
                                                 FALSE, chosen_cb, g_object_ref (self), g_object_unref);
  adw_dialog_present (dialog, widget);
}

static RelaisRecord *
get_media (GtkWidget *widget)
{
  GtkWidget *row = ADW_IS_ACTION_ROW (widget) ? widget : gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW);
  return g_object_get_data (G_OBJECT (row), "media");
}

static void
remove_cb (GtkWidget *button, RelaisAttachmentsGroup *self)
{
  RelaisRecord *media = get_media (button);
  g_autoptr (RelaisRecord) subject = relais_store_lookup (get_store (self), "subject", self->subject);
  g_autofree char *title = relais_record_dup_title (media);
  g_autofree char *label = g_strdup_printf (_("Take the attachment “%s” away"), title);

  if (subject == NULL)
    return;
  RelaisAction *action = relais_action_new (label);
  relais_action_update (action, self->subject, make_fields (subject, NULL, relais_record_get_id (media)));
  relais_session_commit (self->session, action);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisAttachmentsGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error)
      && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    tell (self, error);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisAttachmentsGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = relais_syncer_fetch_blob_finish (RELAIS_SYNCER (source), result, &error);

  if (path == NULL)
    {
      tell (self, error);
      return;
    }
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gtk_file_launcher_launch (launcher, root != NULL ? GTK_WINDOW (root) : NULL, self->cancellable, launched_cb, g_object_ref (self));
}

static void
activated_cb (GtkWidget *row, RelaisAttachmentsGroup *self)
{
  const char *hash = relais_record_get_string (get_media (row), "hash");

  if (hash != NULL)
    relais_syncer_fetch_blob_async (relais_session_get_syncer (self->session), hash, self->cancellable, fetched_cb,
                                    g_object_ref (self));
}

static GtkWidget *
new_row (RelaisAttachmentsGroup *self, RelaisRecord *media, gboolean editable)
{
  GtkWidget *row = adw_action_row_new (), *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  const RelaisKind *kind = relais_record_get_kind (media);
  const char *type = relais_record_get_string (media, "type");
  const char *icon = relais_choice_icon (kind, "type", type);
  g_autofree char *title = relais_record_dup_title (media), *size = g_format_size ((guint64) relais_record_get_integer (media, "size"));
  g_autofree char *tooltip = g_strdup_printf (_("Take “%s” Away"), title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (relais_record_get_integer (media, "size") > 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon != NULL ? icon : "x-office-document-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_visible (button, editable);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data_full (G_OBJECT (row), "media", relais_record_ref (media), (GDestroyNotify) relais_record_unref);
  g_signal_connect (row, "activated", G_CALLBACK (activated_cb), self);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  return row;
}

static void
load (RelaisAttachmentsGroup *self)
{
  g_autoptr (RelaisRecord) subject = relais_store_lookup (get_store (self), "subject", self->subject);
  g_autofree const char **ids = subject != NULL ? relais_record_dup_strv (subject, "attachments") : g_new0 (const char *, 1);
  gboolean editable = subject != NULL
                      && relais_access_may_edit (relais_session_get_access (self->session), subject, "attachments");

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (RelaisRecord) media = relais_store_lookup (get_store (self), "media", ids[i]);
      if (media == NULL)
        continue;
      GtkWidget *row = new_row (self, media, editable);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (self->add, editable);
  gtk_widget_set_visible (GTK_WIDGET (self), editable || self->rows->len > 0);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisAttachmentsGroup *self)
{
  if (self->subject != NULL && (relais_changes_has_record (changes, self->subject) || relais_changes_has_kind (changes, "media")))
    load (self);
}

static void
relais_attachments_group_dispose (GObject *object)
{
  RelaisAttachmentsGroup *self = RELAIS_ATTACHMENTS_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_attachments_group_parent_class)->dispose (object);
}

static void
relais_attachments_group_finalize (GObject *object)
{
  RelaisAttachmentsGroup *self = RELAIS_ATTACHMENTS_GROUP (object);

  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);
  g_free (self->subject);
  G_OBJECT_CLASS (relais_attachments_group_parent_class)->finalize (object);
}

static void
relais_attachments_group_class_init (RelaisAttachmentsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_attachments_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_attachments_group_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "attachments.file", NULL, file_action_cb);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "attachments.choose", NULL, choose_action_cb);
}

static void
relais_attachments_group_init (RelaisAttachmentsGroup *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  g_menu_append (menu, _("A _File…"), "attachments.file");
  g_menu_append (menu, _("An Image or Document of _Relais…"), "attachments.choose");
  self->add = g_object_new (GTK_TYPE_MENU_BUTTON, "icon-name", "list-add-symbolic", "tooltip-text", _("Attach"), "valign",
                            GTK_ALIGN_CENTER, "menu-model", menu, NULL);
  gtk_widget_add_css_class (self->add, "flat");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Attachments"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add);
}

GtkWidget *
relais_attachments_group_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisAttachmentsGroup *self = g_object_new (RELAIS_TYPE_ATTACHMENTS_GROUP, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return GTK_WIDGET (self);
}

void
relais_attachments_group_show (RelaisAttachmentsGroup *self, const char *subject)
{
  g_return_if_fail (RELAIS_IS_ATTACHMENTS_GROUP (self));

  g_set_str (&self->subject, subject);
  if (subject != NULL)
    load (self);
}
