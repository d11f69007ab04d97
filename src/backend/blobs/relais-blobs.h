/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-storage.h"

G_BEGIN_DECLS

/* Contents of images and documents: files beside the database, named by their SHA-256, never changed. */
typedef struct _RelaisBlobs RelaisBlobs;

#define RELAIS_BLOB_MAX_BYTES  (64 * 1024 * 1024)
#define RELAIS_BLOB_MAX_PIXELS (100 * 1000 * 1000)

RelaisBlobs *relais_blobs_new   (RelaisStorage *storage, const char *directory, GError **error);
void         relais_blobs_free  (RelaisBlobs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisBlobs, relais_blobs_free)

/* Moves @path (of the same file system) among the blobs; on the disk and known to the database when it returns. The type is told by
 * the content. @account: (nullable): who may read it before a record refers to it.
 * Fails with G_IO_ERROR_INVALID_DATA for images of too many pixels. @hash: (out) (optional) */
gboolean     relais_blobs_take  (RelaisBlobs *self, const char *path, const char *account, gint64 at, char **hash, GError **error);
/* The same for bytes that are made here (demonstration city). */
gboolean     relais_blobs_add   (RelaisBlobs *self, GBytes *bytes, gint64 at, char **hash, GError **error);

/* @type: (out) (optional). Where it lies; NULL without @error: there is none. Asks nothing about rights. */
char        *relais_blobs_find  (RelaisBlobs *self, const char *hash, char **type, GError **error);

/* Before a blob that nobody refers to is forgotten: whoever brought it may be on the way with the record. */
#define RELAIS_BLOB_GRACE_SECONDS  (30 * 24 * 60 * 60)
/* Before a file that no row names is deleted: a backup that was begun may still read it. */
#define RELAIS_BLOB_FILE_SECONDS   (24 * 60 * 60)

/* Forgets blobs brought before @before that no record holds, and deletes the files of those forgotten before @file_before, and whatever a
 * crash left behind (both Unix seconds). */
gboolean     relais_blobs_sweep (RelaisBlobs *self, gint64 before, gint64 file_before, GError **error);

/* "image/png" …, "application/pdf", else "application/octet-stream"; @width, @height: of images, else 0. */
const char  *relais_blob_sniff  (const guint8 *bytes, gsize length, guint *width, guint *height);
/* Types that are shown inside pages; everything else is an attachment. */
gboolean     relais_blob_type_is_image (const char *type);

G_END_DECLS
