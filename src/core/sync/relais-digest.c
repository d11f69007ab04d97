/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-sync.h"

/* The first 16 bytes of SHA-256 over "kind/id/rev". */
static void
hash_record (const RelaisKind *kind,
             const char       *id,
             guint64           rev,
             guint8            bytes[32])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *text = g_strdup_printf ("%s/%s/%" G_GUINT64_FORMAT, kind->name, id, rev);
  gsize length = 32;

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, bytes, &length);
}

void
relais_digest_add (RelaisDigest     *digest,
                   const RelaisKind *kind,
                   const char       *id,
                   guint64           rev)
{
  guint8 bytes[32];
  guint carry = 0;

  g_return_if_fail (digest && kind && id);

  hash_record (kind, id, rev, bytes);
  for (int i = 15; i >= 0; i--)
    {
      guint sum = digest->bytes[i] + bytes[i] + carry;

      digest->bytes[i] = sum & 0xff;
      carry = sum >> 8;
    }
}

void
relais_digest_remove (RelaisDigest     *digest,
                      const RelaisKind *kind,
                      const char       *id,
                      guint64           rev)
{
  guint8 bytes[32];
  int borrow = 0;

  g_return_if_fail (digest && kind && id);

  hash_record (kind, id, rev, bytes);
  for (int i = 15; i >= 0; i--)
    {
      int difference = digest->bytes[i] - bytes[i] - borrow;

      digest->bytes[i] = difference & 0xff;
      borrow = difference < 0;
    }
}

/* Returns: (transfer full): 32 hex digits */
char *
relais_digest_to_string (const RelaisDigest *digest)
{
  GString *text = g_string_sized_new (32);

  g_return_val_if_fail (digest, NULL);

  for (guint i = 0; i < sizeof digest->bytes; i++)
    g_string_append_printf (text, "%02x", digest->bytes[i]);

  return g_string_free_and_steal (text);
}
