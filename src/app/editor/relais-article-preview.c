/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-article-preview.h"

#include "relais-page.h"
#include "relais-preview.h"

#include <glib/gi18n.h>

struct _RelaisArticlePreview
{
  AdwBin                     parent_instance;

  RelaisSession             *session;   /* owned */
  const RelaisPreviewModule *module;    /* borrowed, nullable: loaded when first in sight */
  GtkWidget                 *view;      /* borrowed: child; NULL until then */
  RelaisRecord              *article;   /* owned, nullable */
  char                      *form;      /* owned, nullable */
  GTimeZone                 *zone;      /* owned: of the organisation */
  char                      *site_name; /* owned, nullable */
  GCancellable              *cancellable; /* owned: ends with the widget */
  guint                      idle;      /* a new picture is due */
};

enum { POINT, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisArticlePreview, relais_article_preview, ADW_TYPE_BIN)

/* A media on its way to the preview. */
typedef struct {
  const RelaisPreviewModule *module;
  RelaisPreviewRequest      *request;
  char                      *mime;     /* owned */
} Fetch;

static RelaisStore *
get_store (RelaisArticlePreview *self)
{
  return relais_session_get_store (self->session);
}

/* The record of a media by its identifier or by its content. (transfer full) (nullable) */
static RelaisRecord *
find_media (RelaisArticlePreview *self, const char *reference)
{
  g_autoptr (RelaisQuery) query = NULL;
  g_autoptr (GPtrArray) found = NULL;

  if (relais_id_is_valid (reference))
    return relais_store_lookup (get_store (self), "media", reference);
  query = relais_query_new (relais_kind_lookup ("media"));
  relais_query_limit (relais_query_where (query, "hash", RELAIS_MATCH_EQUAL, reference), 1);
  found = relais_store_query (get_store (self), query);

  return found->len > 0 ? relais_record_ref (g_ptr_array_index (found, 0)) : NULL;
}

static gboolean
resolve (const char *reference, RelaisMedia *media, gpointer user_data)
{
  RelaisArticlePreview *self = user_data;
  g_autoptr (RelaisRecord) record = find_media (self, reference);
  const char *hash = record ? relais_record_get_string (record, "hash") : NULL;

  if (hash == NULL)
    return FALSE;
  media->url = g_strconcat ("relais-media:", hash, NULL);
  media->alternative = g_strdup (relais_record_get_string (record, "alternative"));
  media->credit = g_strdup (relais_record_get_string (record, "credit"));
  media->width = (guint) relais_record_get_integer (record, "width");
  media->height = (guint) relais_record_get_integer (record, "height");
  media->decorative = relais_record_get_boolean (record, "decorative");
  media->document = g_strcmp0 (relais_record_get_string (record, "type"), "document") == 0;

  return TRUE;
}

static char *
render (RelaisArticlePreview *self)
{
  RelaisSite site = {
    .name = self->site_name, .zone = self->zone, .resolve = resolve, .resolve_data = self, .preview = TRUE,
    .image_source = "relais-media:",
  };
  RelaisPiece piece = { .article = self->article, .form = self->form };
  g_autofree char *theme = NULL;

  if (relais_record_get_string (self->article, "theme"))
    piece.theme = theme = relais_store_dup_title (get_store (self), "theme", relais_record_get_string (self->article, "theme"));

  return self->form ? relais_page_piece (&site, &piece) : relais_page_article (&site, &piece);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autofree char *path = relais_syncer_fetch_blob_finish (RELAIS_SYNCER (source), result, NULL);

  fetch->module->answer (fetch->request, path, fetch->mime);
  g_free (fetch->mime);
  g_free (fetch);
}

static void
fetch_cb (const char *hash, RelaisPreviewRequest *request, gpointer data)
{
  RelaisArticlePreview *self = data;
  g_autoptr (RelaisRecord) media = find_media (self, hash);
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->module = self->module;
  fetch->request = request;
  fetch->mime = g_strdup (media ? relais_record_get_string (media, "mime") : NULL);
  relais_syncer_fetch_blob_async (relais_session_get_syncer (self->session), hash, self->cancellable, fetched_cb, fetch);
}

static void
answered_cb (AdwAlertDialog *dialog, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *uri = user_data;
  g_autoptr (GtkUriLauncher) launcher = NULL;

  if (!g_str_equal (adw_alert_dialog_choose_finish (dialog, result), "open"))
    return;
  launcher = gtk_uri_launcher_new (uri);
  gtk_uri_launcher_launch (launcher, NULL, NULL, NULL, NULL);
}

/* Links are shown before they are opened, outside: what a page says a link is and where it goes are two things. */
static void
follow_cb (const char *uri, gpointer data)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Open This Link?"), uri);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "open", _("_Open in the Browser"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "open", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (data), NULL, (GAsyncReadyCallback) answered_cb, g_strdup (uri));
}

static void
point_cb (guint line, gpointer data)
{
  g_signal_emit (data, signals[POINT], 0, line);
}

static void
show_missing (RelaisArticlePreview *self)
{
  GtkWidget *page = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "dialog-warning-symbolic", "title", _("No Preview Here"),
                                  "description", _("The part of Relais that shows pages is not installed."), NULL);

  adw_bin_set_child (ADW_BIN (self), page);
}

static void
ensure_view (RelaisArticlePreview *self)
{
  static const RelaisPreviewEvents events = { fetch_cb, follow_cb, point_cb };

  if (self->view || adw_bin_get_child (ADW_BIN (self)))
    return;
  self->module = relais_preview_load ();
  if (self->module == NULL)
    {
      show_missing (self);
      return;
    }
  self->view = self->module->create (&events, self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Preview"), -1);
  adw_bin_set_child (ADW_BIN (self), self->view);
}

static gboolean
show_cb (gpointer user_data)
{
  RelaisArticlePreview *self = user_data;
  g_autofree char *html = NULL;

  self->idle = 0;
  if (self->article == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_REMOVE;
  ensure_view (self);
  if (self->view)
    {
      html = render (self);
      self->module->show (self->view, html);
    }

  return G_SOURCE_REMOVE;
}

/* Once for all keys of one turn of the main loop. */
static void
schedule (RelaisArticlePreview *self)
{
  if (self->idle || self->article == NULL)
    return;
  self->idle = g_idle_add (show_cb, self);
  g_source_set_static_name (g_main_context_find_source_by_id (NULL, self->idle), "[relais] preview");
}

static void
relais_article_preview_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (relais_article_preview_parent_class)->map (widget);
  schedule (RELAIS_ARTICLE_PREVIEW (widget));
}

static void
relais_article_preview_dispose (GObject *object)
{
  RelaisArticlePreview *self = RELAIS_ARTICLE_PREVIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->idle, g_source_remove);
  self->view = NULL;
  G_OBJECT_CLASS (relais_article_preview_parent_class)->dispose (object);
}

static void
relais_article_preview_finalize (GObject *object)
{
  RelaisArticlePreview *self = RELAIS_ARTICLE_PREVIEW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->article, relais_record_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self->form);
  g_free (self->site_name);
  G_OBJECT_CLASS (relais_article_preview_parent_class)->finalize (object);
}

static void
relais_article_preview_class_init (RelaisArticlePreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_article_preview_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_article_preview_finalize;
  GTK_WIDGET_CLASS (klass)->map = relais_article_preview_map;
  signals[POINT] = g_signal_new ("point", RELAIS_TYPE_ARTICLE_PREVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_UINT);
}

static void
relais_article_preview_init (RelaisArticlePreview *self)
{
  self->cancellable = g_cancellable_new ();
}

static char *
dup_setting (RelaisArticlePreview *self, const char *key)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("setting"));
  g_autoptr (GPtrArray) found = NULL;

  relais_query_where (query, "key", RELAIS_MATCH_EQUAL, key);
  found = relais_store_query (get_store (self), query);

  return found->len > 0 ? g_strdup (relais_record_get_string (g_ptr_array_index (found, 0), "value")) : NULL;
}

void
relais_article_preview_set_session (RelaisArticlePreview *self, RelaisSession *session)
{
  g_autofree char *zone = NULL;

  g_return_if_fail (RELAIS_IS_ARTICLE_PREVIEW (self) && self->session == NULL);

  self->session = g_object_ref (session);
  self->site_name = dup_setting (self, "intranet_name");
  zone = dup_setting (self, "zone");
  self->zone = zone ? g_time_zone_new_identifier (zone) : NULL;
}

void
relais_article_preview_show (RelaisArticlePreview *self, RelaisRecord *article, const char *form)
{
  g_return_if_fail (RELAIS_IS_ARTICLE_PREVIEW (self));

  g_clear_pointer (&self->article, relais_record_unref);
  self->article = article ? relais_record_ref (article) : NULL;
  g_set_str (&self->form, form);
  schedule (self);
}

void
relais_article_preview_show_line (RelaisArticlePreview *self, guint line)
{
  if (self->view)
    self->module->show_line (self->view, line);
}
