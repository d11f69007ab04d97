/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-portal"

#include "relais-portal.h"

#include "relais-edition.h"

#include <string.h>

#define HTML "text/html; charset=utf-8"
#define CSS  "text/css; charset=utf-8"
/* A page is asked for again each time, and answered by 304 when it is the same; a medium may stop being visible. */
#define CACHE_PAGE  "no-cache"
#define CACHE_MEDIA "private, max-age=3600"
#define CACHE_STYLE "public, max-age=31536000, immutable"

struct _RelaisPortal {
  RelaisLog     *log;      /* borrowed */
  RelaisBlobs   *blobs;    /* borrowed */
  GMutex         mutex;    /* over what follows */
  RelaisShelf   *shelf;    /* owned */
  RelaisEdition *edition;  /* owned, nullable; of the shelf as it is */
};

/* What a handler takes out of the edition, to reply outside the lock. */
typedef struct {
  GBytes *bytes;
  char   *etag;
  char   *policy;
} Copy;

static void
clear_copy (Copy *copy)
{
  g_clear_pointer (&copy->bytes, g_bytes_unref);
  g_clear_pointer (&copy->etag, g_free);
  g_clear_pointer (&copy->policy, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copy, clear_copy)

static gboolean
edition_is_current (RelaisPortal *self, const char *epoch, guint64 head)
{
  return self->edition != NULL && relais_shelf_is_at (self->shelf, epoch, head)
         && relais_edition_is_current (self->edition, relais_log_now (self->log));
}

/* Moves shelf and edition to what @transaction sees. */
static void
refresh (RelaisPortal *self, RelaisTransaction *transaction)
{
  gint64 now = relais_log_now (self->log);

  if (relais_shelf_follow (self->shelf, transaction)
      || (self->edition != NULL && !relais_edition_is_current (self->edition, now)))
    g_clear_pointer (&self->edition, relais_edition_free);
  if (self->edition == NULL)
    self->edition = relais_edition_new (self->shelf, now);
}

static void
copy_page (RelaisPortal *self, const RelaisEditionPage *page, Copy *copy)
{
  copy->bytes = g_bytes_ref (page->bytes);
  copy->etag = g_strdup (page->etag);
  copy->policy = g_strdup (relais_edition_get_policy (self->edition));
}

/* Runs with the mutex held and the edition at the state that @transaction sees. */
typedef void (*Reader) (RelaisPortal *self, RelaisTransaction *transaction, gpointer data);

/* Calls @read with an edition that is current, in a transaction of the same state. FALSE: the storage cannot be read. */
static gboolean
read_current (RelaisPortal *self, Reader read, gpointer data)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr(GError) error = NULL;
  /* Begun under the lock, so that the shelf is never asked to go back. */
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, &error);

  if (transaction != NULL)
    {
      refresh (self, transaction);
      read (self, transaction, data);
      if (relais_transaction_commit (transaction, &error))
        return TRUE;
    }
  g_warning ("The portal cannot read: %s", error->message);
  return FALSE;
}

typedef struct {
  const char *article;  /* nullable: the home page */
  gboolean    found;
  Copy       *copy;
} PageQuery;

static void
read_page_cb (RelaisPortal *self, RelaisTransaction *transaction, gpointer data)
{
  PageQuery *query = data;
  const RelaisEditionPage *page = relais_edition_get_page (self->edition, query->article, transaction);

  query->found = page != NULL;
  copy_page (self, page != NULL ? page : relais_edition_get_missing (self->edition), query->copy);
}

/* The usual case: nothing has moved and the page is there. Costs one small read. */
static gboolean
find_made_page (RelaisPortal *self, const char *article, Copy *copy)
{
  g_autofree char *epoch = NULL;
  const RelaisEditionPage *page = NULL;
  guint64 head;

  if (!relais_log_get_state (self->log, &epoch, &head, NULL))
    return FALSE;
  g_mutex_lock (&self->mutex);
  if (edition_is_current (self, epoch, head))
    page = relais_edition_get_page (self->edition, article, NULL);
  if (page != NULL)
    copy_page (self, page, copy);
  g_mutex_unlock (&self->mutex);
  return page != NULL;
}

static void
reply_page (RelaisRequest *request, guint status, const Copy *copy)
{
  g_autofree char *policy = g_strconcat (copy->policy, "; frame-ancestors 'none'", NULL);
  gboolean same = status == 200 && g_strcmp0 (relais_request_get_header (request, "If-None-Match"), copy->etag) == 0;

  relais_request_reply (request, same ? 304 : status, same ? NULL : HTML, same ? NULL : g_bytes_ref (copy->bytes));
  if (status == 200)
    relais_request_add_header (request, "ETag", copy->etag);
  relais_request_add_header (request, "Cache-Control", CACHE_PAGE);
  relais_request_add_header (request, "Content-Security-Policy", policy);
  relais_request_add_header (request, "Referrer-Policy", "same-origin");
}

/* When the data cannot be read, neither can the site's name and language: the page is the plain one. */
static void
reply_unavailable (RelaisRequest *request)
{
  RelaisSite site = { .name = NULL };
  g_auto(Copy) copy = { .policy = relais_page_dup_policy (&site) };
  char *html = relais_page_status (&site, 503);

  copy.bytes = g_bytes_new_take (html, strlen (html));
  reply_page (request, 503, &copy);
  relais_request_add_header (request, "Retry-After", "5");
}

static void
answer_page (RelaisPortal *self, RelaisRequest *request, const char *article)
{
  g_auto(Copy) copy = { NULL };
  PageQuery query = { .article = article, .copy = &copy };

  if (find_made_page (self, article, &copy))
    reply_page (request, 200, &copy);
  else if (read_current (self, read_page_cb, &query))
    reply_page (request, query.found ? 200 : 404, &copy);
  else
    reply_unavailable (request);
}

static void
home_cb (RelaisRequest *request, gpointer data)
{
  answer_page (data, request, NULL);
}

static void
article_cb (RelaisRequest *request, gpointer data)
{
  answer_page (data, request, relais_request_get_segment (request, "id"));
}

typedef struct {
  const char *hash;
  gboolean    found;
  Copy       *copy;
} MediaQuery;

static void
read_media_cb (RelaisPortal *self, RelaisTransaction *transaction, gpointer data)
{
  MediaQuery *query = data;

  query->found = relais_edition_has_media (self->edition, query->hash);
  copy_page (self, relais_edition_get_missing (self->edition), query->copy);
}

static void
reply_media (RelaisRequest *request, const char *hash, const char *path, const char *type)
{
  g_autofree char *etag = g_strdup_printf ("\"%s\"", hash);

  if (g_strcmp0 (relais_request_get_header (request, "If-None-Match"), etag) == 0)
    relais_request_reply (request, 304, NULL, NULL);
  else
    relais_request_reply_file (request, type, path);
  relais_request_add_header (request, "ETag", etag);
  relais_request_add_header (request, "Cache-Control", CACHE_MEDIA);
  relais_request_add_header (request, "Content-Security-Policy", "default-src 'none'; sandbox");
  relais_request_add_header (request, "Cross-Origin-Resource-Policy", "same-origin");
  /* Told by the content: whatever a record says, what is no image is never opened inside the site. */
  relais_request_add_header (request, "Content-Disposition", relais_blob_type_is_image (type) ? "inline" : "attachment");
}

static void
media_cb (RelaisRequest *request, gpointer data)
{
  RelaisPortal *self = data;
  g_auto(Copy) copy = { NULL };
  MediaQuery query = { .hash = relais_request_get_segment (request, "hash"), .copy = &copy };
  g_autoptr(GError) error = NULL;
  g_autofree char *type = NULL;
  g_autofree char *path = NULL;

  if (!read_current (self, read_media_cb, &query))
    {
      reply_unavailable (request);
      return;
    }
  if (query.found)
    path = relais_blobs_find (self->blobs, query.hash, &type, &error);
  if (path != NULL)
    reply_media (request, query.hash, path, type);
  else if (error != NULL)
    reply_unavailable (request);
  else
    reply_page (request, 404, &copy);
}

static void
other_cb (RelaisRequest *request, gpointer data)
{
  if (strcmp (relais_request_get_path (request), relais_page_get_style_url ()) != 0)
    {
      /* No article is called so. */
      answer_page (data, request, "-");
      return;
    }
  relais_request_reply (request, 200, CSS, g_bytes_ref (relais_page_get_style ()));
  relais_request_add_header (request, "Cache-Control", CACHE_STYLE);
}

static const RelaisRoute routes[] = {
  { "GET", "/", 0, 0, NULL, home_cb },
  { "GET", "/articles/{id}", 0, 0, NULL, article_cb },
  { "GET", "/media/{hash}", 0, 0, NULL, media_cb },
  { "GET", "/{page}", 0, 0, NULL, other_cb },
  { NULL }
};

RelaisPortal *
relais_portal_new (RelaisLog *log, RelaisBlobs *blobs)
{
  RelaisPortal *self = g_new0 (RelaisPortal, 1);

  self->log = log;
  self->blobs = blobs;
  self->shelf = relais_shelf_new ();
  g_mutex_init (&self->mutex);
  return self;
}

void
relais_portal_free (RelaisPortal *self)
{
  g_clear_pointer (&self->edition, relais_edition_free);
  relais_shelf_free (self->shelf);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
relais_portal_add_routes (RelaisPortal *self, RelaisHttp *http)
{
  relais_http_add_routes (http, routes, self);
}
