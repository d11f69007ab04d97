/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-file-dialog.h"

#include <glib/gi18n.h>

typedef struct {
  RelaisSession    *session;    /* owned */
  GtkWidget        *parent;     /* owned */
  GFile            *file;       /* owned, nullable */
  gsize             max_bytes;
  RelaisFileOpened  opened;
  gpointer          user_data;  /* owned, by destroy */
  GDestroyNotify    destroy;
  GBytes           *bytes;      /* owned: what is saved */
} Transfer;

static void
free_transfer (Transfer *transfer)
{
  if (transfer->destroy)
    transfer->destroy (transfer->user_data);
  g_object_unref (transfer->session);
  g_object_unref (transfer->parent);
  g_clear_object (&transfer->file);
  g_clear_pointer (&transfer->bytes, g_bytes_unref);
  g_free (transfer);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transfer, free_transfer)

static Transfer *
new_transfer (RelaisSession *session, GtkWidget *parent)
{
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->session = g_object_ref (session);
  transfer->parent = g_object_ref (parent);

  return transfer;
}

static GtkWindow *
get_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static gboolean
is_dismissed (const GError *error)
{
  return g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) ||
         g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED);
}

static void
tell (Transfer *transfer, const GError *error)
{
  g_autofree char *name = transfer->file ? g_file_get_basename (transfer->file) : g_strdup ("");
  g_autofree char *text = transfer->bytes ? g_strdup_printf (_("“%s” cannot be saved: %s"), name, error->message)
                                          : g_strdup_printf (_("“%s” cannot be read: %s"), name, error->message);

  relais_session_notice (transfer->session, text);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Transfer) transfer = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);
  g_autofree char *name = g_file_get_basename (G_FILE (source));

  if (bytes)
    transfer->opened (transfer->parent, name, bytes, transfer->user_data);
  else
    tell (transfer, error);
}

/* Asked before reading, so that a wrong choice (a video) is not loaded into memory. */
static void
sized_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Transfer) transfer = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info && g_file_info_get_size (info) > (goffset) transfer->max_bytes)
    {
      g_autofree char *most = g_format_size (transfer->max_bytes);
      g_autofree char *text = g_strdup_printf (_("This file is too large: at most %s can be imported."), most);

      relais_session_notice (transfer->session, text);
    }
  else if (info)
    g_file_load_bytes_async (G_FILE (source), NULL, loaded_cb, g_steal_pointer (&transfer));
  else
    tell (transfer, error);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Transfer) transfer = user_data;
  g_autoptr (GError) error = NULL;

  /* Kept apart: arguments are evaluated in any order, and g_steal_pointer() empties `transfer`. */
  GFile *file = transfer->file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, &error);
  if (file)
    g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL, sized_cb,
                             g_steal_pointer (&transfer));
  else if (!is_dismissed (error))
    tell (transfer, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Transfer) transfer = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_autofree char *name = g_file_get_basename (G_FILE (source));
      g_autofree char *text = g_strdup_printf (_("“%s” was saved."), name);

      relais_session_notice (transfer->session, text);
    }
  else
    tell (transfer, error);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Transfer) transfer = user_data;
  g_autoptr (GError) error = NULL;

  /* Kept apart, as above. */
  GFile *file = transfer->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);
  GBytes *bytes = transfer->bytes;
  if (file)
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, saved_cb,
                                         g_steal_pointer (&transfer));
  else if (!is_dismissed (error))
    tell (transfer, error);
}

void
relais_file_dialog_open (RelaisSession *session, GtkWidget *parent, const char *title, const char *filter_name,
                         const char * const *patterns, gsize max_bytes, RelaisFileOpened opened, gpointer user_data,
                         GDestroyNotify destroy)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) first = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  Transfer *transfer = new_transfer (session, parent);

  transfer->max_bytes = max_bytes;
  transfer->opened = opened;
  transfer->user_data = user_data;
  transfer->destroy = destroy;
  gtk_file_filter_set_name (first, filter_name);
  for (guint i = 0; patterns && patterns[i]; i++)
    gtk_file_filter_add_pattern (first, patterns[i]);
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  if (patterns)
    g_list_store_append (filters, first);
  g_list_store_append (filters, all);
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, get_window (parent), NULL, chosen_cb, transfer);
}

void
relais_file_dialog_save (RelaisSession *session, GtkWidget *parent, const char *title, const char *name, GBytes *bytes)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  Transfer *transfer = new_transfer (session, parent);

  transfer->bytes = g_bytes_ref (bytes);
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, get_window (parent), NULL, named_cb, transfer);
}
