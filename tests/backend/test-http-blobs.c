/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <string.h>

#define ID(n)  "01a00000-0000-7000-8000-00000000001" n
#define TUS    "Tus-Resumable: 1.0.0\r\n"
#define PIECE  "application/offset+octet-stream"

/* A PNG of 3 × 2 pixels, as far as its header goes. */
static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\3\0\0\0\2\x08\2\0\0\0";

static Answer *
create (Fixture *self, gsize length)
{
  g_autofree char *headers = g_strdup_printf (TUS "Upload-Length: %" G_GSIZE_FORMAT "\r\n", length);
  return http_call (self->backend, self->token, "POST", "/v1/uploads", headers, NULL, NULL, 0);
}

static Answer *
patch (Fixture *self, const char *path, gsize offset, const char *more, const char *bytes, gsize length)
{
  g_autofree char *headers = g_strdup_printf (TUS "Upload-Offset: %" G_GSIZE_FORMAT "\r\n%s", offset, more);
  return http_call (self->backend, self->token, "PATCH", path, headers, PIECE, bytes, length);
}

static Answer *
ask (Fixture *self, const char *token, const char *path)
{
  return http_call (self->backend, token, "HEAD", path, TUS, NULL, NULL, 0);
}

/* Uploads in one piece. Returns the hash that the back end tells. */
static char *
put (Fixture *self, const char *bytes, gsize length)
{
  g_autoptr(Answer) created = create (self, length);
  g_assert_cmpuint (created->status, ==, 201);
  g_autoptr(Answer) done = patch (self, answer_get_header (created, "location"), 0, "", bytes, length);
  g_assert_cmpuint (done->status, ==, 204);
  return g_strdup (answer_get_header (done, "relais-blob"));
}

static void
test_resume (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = g_strnfill (300000, 'a');
  g_autoptr(Answer) created = create (self, 300000);
  g_assert_cmpuint (created->status, ==, 201);
  g_assert_cmpstr (answer_get_header (created, "tus-resumable"), ==, "1.0.0");
  g_assert_nonnull (answer_get_header (created, "upload-expires"));
  const char *path = answer_get_header (created, "location");

  g_autoptr(Answer) first = patch (self, path, 0, "", bytes, 100000);
  g_assert_cmpuint (first->status, ==, 204);
  g_assert_cmpstr (answer_get_header (first, "upload-offset"), ==, "100000");
  g_autoptr(Answer) wrong = patch (self, path, 50000, "", bytes, 100000);
  g_assert_cmpuint (wrong->status, ==, 409);
  g_assert_cmpstr (answer_get_code (wrong), ==, "wrong_offset");
  g_autoptr(Answer) over = patch (self, path, 100000, "", bytes, 200001);
  g_assert_cmpuint (over->status, ==, 413);

  /* Also over a crash. */
  relais_test_backend_kill (self->backend);
  relais_test_backend_start (self->backend);
  g_autoptr(Answer) state = ask (self, self->token, path);
  g_assert_cmpuint (state->status, ==, 200);
  g_assert_cmpstr (answer_get_header (state, "upload-offset"), ==, "100000");
  g_assert_cmpstr (answer_get_header (state, "upload-length"), ==, "300000");
  g_autoptr(Answer) last = patch (self, path, 100000, "", bytes, 200000);
  g_assert_cmpuint (last->status, ==, 204);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, bytes, 300000);
  g_assert_cmpstr (answer_get_header (last, "relais-blob"), ==, hash);

  /* Whoever missed that answer asks again. */
  g_autoptr(Answer) again = ask (self, self->token, path);
  g_assert_cmpstr (answer_get_header (again, "relais-blob"), ==, hash);
  g_assert_cmpstr (answer_get_header (again, "upload-offset"), ==, "300000");
  g_autofree char *blob = g_strconcat ("/v1/blobs/", hash, NULL);
  g_autoptr(Answer) got = http_get (self->backend, self->token, blob);
  g_assert_cmpuint (got->status, ==, 200);
  g_assert_cmpmem (g_bytes_get_data (got->body, NULL), g_bytes_get_size (got->body), bytes, 300000);
}

static void
test_checksum (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) created = create (self, 5);
  const char *path = answer_get_header (created, "location");
  /* printf hello | sha256sum | xxd -r -p | base64; and of "other" */
  g_autoptr(Answer) bad = patch (self, path, 0, "Upload-Checksum: sha256 2e3ns9iAWTjPYWpPMrR21Uj5u2pEXBXJxu5B8Ur1aeU=\r\n", "hello", 5);
  g_assert_cmpuint (bad->status, ==, 460);
  g_assert_cmpstr (answer_get_code (bad), ==, "checksum_mismatch");
  g_autoptr(Answer) unknown = patch (self, path, 0, "Upload-Checksum: md5 XUFAKrxLKna5cZ2REBfFkg==\r\n", "hello", 5);
  g_assert_cmpuint (unknown->status, ==, 400);
  g_autoptr(Answer) state = ask (self, self->token, path);
  g_assert_cmpstr (answer_get_header (state, "upload-offset"), ==, "0");
  g_autoptr(Answer) good = patch (self, path, 0, "Upload-Checksum: sha256 LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=\r\n", "hello", 5);
  g_assert_cmpuint (good->status, ==, 204);
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) versionless = http_call (self->backend, self->token, "POST", "/v1/uploads", "Upload-Length: 5\r\n", NULL, NULL, 0);
  g_assert_cmpuint (versionless->status, ==, 412);
  g_assert_cmpstr (answer_get_header (versionless, "tus-version"), ==, "1.0.0");
  const char *lengths[] = { "", "Upload-Length: 0\r\n", "Upload-Length: -5\r\n", "Upload-Length: five\r\n", NULL };
  for (const char **length = lengths; *length != NULL; length++)
    {
      g_autofree char *headers = g_strconcat (TUS, *length, NULL);
      g_autoptr(Answer) answer = http_call (self->backend, self->token, "POST", "/v1/uploads", headers, NULL, NULL, 0);
      g_assert_cmpuint (answer->status, ==, 400);
      g_assert_cmpstr (answer_get_code (answer), ==, "bad_request");
    }
  g_autoptr(Answer) large = create (self, 65 * 1024 * 1024);
  g_assert_cmpuint (large->status, ==, 413);
  g_autoptr(Answer) anonymous = http_call (self->backend, NULL, "POST", "/v1/uploads", TUS "Upload-Length: 5\r\n", NULL, NULL, 0);
  g_assert_cmpuint (anonymous->status, ==, 401);

  g_autoptr(Answer) created = create (self, 5);
  const char *path = answer_get_header (created, "location");
  g_autoptr(Answer) type = http_call (self->backend, self->token, "PATCH", path, TUS "Upload-Offset: 0\r\n", "text/plain", "hello", 5);
  g_assert_cmpuint (type->status, ==, 415);
  g_autofree char *other = fixture_join (self, "paul", "editor");
  g_autoptr(Answer) theirs = ask (self, other, path);
  g_assert_cmpuint (theirs->status, ==, 404);
  g_autoptr(Answer) nothing = ask (self, self->token, "/v1/uploads/" ID ("1"));
  g_assert_cmpuint (nothing->status, ==, 404);
  g_autoptr(Answer) outside = ask (self, self->token, "/v1/uploads/..%2frelais.db");
  g_assert_cmpuint (outside->status, ==, 404);
}

static void
test_expiry (Fixture *self, gconstpointer data)
{
  /* The fixture keeps unfinished uploads no time at all. */
  g_autoptr(Answer) created = create (self, 5);
  const char *path = answer_get_header (created, "location");
  g_autoptr(Answer) late = patch (self, path, 0, "", "hello", 5);
  g_assert_cmpuint (late->status, ==, 410);
  g_assert_cmpstr (answer_get_code (late), ==, "upload_expired");
  /* The sweep at its next start takes it away. */
  relais_test_backend_stop (self->backend);
  relais_test_backend_start (self->backend);
  g_autofree char *uploads = g_build_filename (relais_test_backend_get_data (self->backend), "uploads", NULL);
  g_autoptr(GDir) directory = g_dir_open (uploads, 0, NULL);
  g_assert_null (g_dir_read_name (directory));
}

static void
test_ranges (Fixture *self, gconstpointer data)
{
  g_autofree char *hash = put (self, "0123456789", 10);
  g_autofree char *path = g_strconcat ("/v1/blobs/", hash, NULL);
  static const struct { const char *range; guint status; const char *body, *content_range; } cases[] = {
    { "bytes=0-0", 206, "0", "bytes 0-0/10" },
    { "bytes=3-5", 206, "345", "bytes 3-5/10" },
    { "bytes=7-", 206, "789", "bytes 7-9/10" },
    { "bytes=-2", 206, "89", "bytes 8-9/10" },
    { "bytes=-99", 206, "0123456789", "bytes 0-9/10" },
    { "bytes=5-99", 206, "56789", "bytes 5-9/10" },
    { "bytes=10-", 416, NULL, "bytes */10" },
    { "bytes=-0", 416, NULL, "bytes */10" },
    { "bytes=5-3", 200, "0123456789", NULL },
    { "bytes=x-", 200, "0123456789", NULL },
    { "bytes=0-1,4-5", 200, "0123456789", NULL },
    { "pages=1", 200, "0123456789", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strdup_printf ("Range: %s\r\n", cases[i].range);
      g_autoptr(Answer) answer = http_call (self->backend, self->token, "GET", path, header, NULL, NULL, 0);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpstr (answer_get_header (answer, "content-range"), ==, cases[i].content_range);
      if (cases[i].body != NULL)
        g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), cases[i].body, strlen (cases[i].body));
    }
  g_autofree char *match = g_strdup_printf ("If-None-Match: \"%s\"\r\n", hash);
  g_autoptr(Answer) same = http_call (self->backend, self->token, "GET", path, match, NULL, NULL, 0);
  g_assert_cmpuint (same->status, ==, 304);
}

/* Told by the content, whatever the name says; only images are shown, and nothing can run. */
static void
test_types (Fixture *self, gconstpointer data)
{
  const char *html = "<html><script>alert(1)</script></html>";
  g_autofree char *image = put (self, png, sizeof png);
  g_autofree char *page = put (self, html, strlen (html));
  g_autofree char *image_path = g_strconcat ("/v1/blobs/", image, NULL);
  g_autofree char *page_path = g_strconcat ("/v1/blobs/", page, NULL);
  g_autoptr(Answer) one = http_get (self->backend, self->token, image_path);
  g_autoptr(Answer) two = http_get (self->backend, self->token, page_path);
  g_assert_cmpstr (answer_get_header (one, "content-type"), ==, "image/png");
  g_assert_cmpstr (answer_get_header (one, "content-disposition"), ==, "inline");
  g_assert_cmpstr (answer_get_header (two, "content-type"), ==, "application/octet-stream");
  g_assert_cmpstr (answer_get_header (two, "content-disposition"), ==, "attachment");
  g_assert_cmpstr (answer_get_header (two, "content-security-policy"), ==, "default-src 'none'; sandbox");
  g_assert_cmpstr (answer_get_header (two, "x-content-type-options"), ==, "nosniff");

  g_autofree char *bomb = g_memdup2 (png, sizeof png);
  bomb[18] = bomb[22] = '\x7f';
  g_autoptr(Answer) created = create (self, sizeof png);
  g_autoptr(Answer) refused = patch (self, answer_get_header (created, "location"), 0, "", bomb, sizeof png);
  g_assert_cmpuint (refused->status, ==, 422);
  g_assert_cmpstr (answer_get_code (refused), ==, "too_many_pixels");
}

/* isolation: until a record that one may see refers to it, a blob is there only for whoever brought it. */
static void
test_rights (Fixture *self, gconstpointer data)
{
  g_autofree char *hash = put (self, png, sizeof png);
  g_autofree char *path = g_strconcat ("/v1/blobs/", hash, NULL);
  g_autofree char *other = fixture_join (self, "paul", "editor");
  g_autoptr(Answer) mine = http_get (self->backend, self->token, path);
  g_assert_cmpuint (mine->status, ==, 200);
  g_autoptr(Answer) theirs = http_get (self->backend, other, path);
  g_assert_cmpuint (theirs->status, ==, 404);
  g_autofree char *media = g_strdup_printf ("{'mid':1,'ops':[{'kind':'media','id':'" ID ("1") "','set':{'name':'a.png','hash':'%s'}}]}", hash);
  g_autoptr(Answer) pushed = NULL;
  JsonObject *outcome = http_push (self->backend, self->token, self->epoch, CLIENT, media, &pushed);
  g_assert_cmpstr (json_object_get_string_member (outcome, "outcome"), ==, "applied");
  g_autoptr(Answer) now = http_get (self->backend, other, path);
  g_assert_cmpuint (now->status, ==, 200);
}

/* isolation: whoever knows the hash of something cannot read it by putting the hash into a record, nor learn whether it is there. */
static void
test_claim (Fixture *self, gconstpointer data)
{
  g_autofree char *hash = put (self, png, sizeof png);
  g_autofree char *other = fixture_join (self, "paul", "editor");
  g_autoptr(Answer) claimed = NULL, guessed = NULL, used = NULL;
  g_autofree char *claim = g_strdup_printf ("{'mid':1,'ops':[{'kind':'media','id':'" ID ("1") "','set':{'name':'a.png','hash':'%s'}}]}", hash);
  g_autofree char *guess = g_strdup_printf ("{'mid':2,'ops':[{'kind':'media','id':'" ID ("2") "','set':{'name':'a.png','hash':'%064u'}}]}", 7);
  JsonObject *mine = http_push (self->backend, other, self->epoch, CLIENT, claim, &claimed);
  JsonObject *nothing = http_push (self->backend, other, self->epoch, CLIENT, guess, &guessed);
  g_assert_cmpstr (json_object_get_string_member (mine, "code"), ==, "missing_blob");
  g_assert_cmpstr (json_object_get_string_member (mine, "detail"), ==, json_object_get_string_member (nothing, "detail"));
  g_autofree char *path = g_strconcat ("/v1/blobs/", hash, NULL);
  g_autoptr(Answer) theirs = http_get (self->backend, other, path);
  g_assert_cmpuint (theirs->status, ==, 404);
  JsonObject *outcome = http_push (self->backend, self->token, self->epoch, CLIENT, claim, &used);
  g_assert_cmpstr (json_object_get_string_member (outcome, "outcome"), ==, "applied");
}

/* Places are for what is under way: whole uploads give theirs back, and nobody takes those of others. */
static void
test_places (Fixture *self, gconstpointer data)
{
  g_autofree char *other = fixture_join (self, "paul", "editor");
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *text = g_strdup_printf ("file %u", i);
      g_free (put (self, text, strlen (text)));
    }
  g_autofree char *first = NULL;
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr(Answer) created = create (self, 5);
      g_assert_cmpuint (created->status, ==, 201);
      g_set_str (&first, answer_get_header (created, "location"));
    }
  g_autoptr(Answer) full = create (self, 5);
  g_assert_cmpuint (full->status, ==, 503);
  g_assert_cmpstr (answer_get_code (full), ==, "busy");
  g_autoptr(Answer) theirs = http_call (self->backend, other, "POST", "/v1/uploads", TUS "Upload-Length: 5\r\n", NULL, NULL, 0);
  g_assert_cmpuint (theirs->status, ==, 201);
  g_autoptr(Answer) whole = patch (self, first, 0, "", "hello", 5);
  g_assert_cmpuint (whole->status, ==, 204);
  g_autoptr(Answer) again = create (self, 5);
  g_assert_cmpuint (again->status, ==, 201);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/blobs/resume", NULL, test_resume);
  fixture_add ("/blobs/checksum", NULL, test_checksum);
  fixture_add ("/blobs/refusals", NULL, test_refusals);
  fixture_add ("/blobs/expiry", "--upload-expiry 0", test_expiry);
  fixture_add ("/blobs/ranges", NULL, test_ranges);
  fixture_add ("/blobs/types", NULL, test_types);
  fixture_add ("/blobs/isolation", NULL, test_rights);
  fixture_add ("/blobs/claim", NULL, test_claim);
  fixture_add ("/blobs/places", NULL, test_places);
  return g_test_run ();
}
