/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-model"

#include "relais-record.h"

#include <sys/random.h>

/* RFC 9562, 5.7: 48 bits of Unix milliseconds, version 7, variant 10; the rest of @bytes is whatever was put there. */
static char *
print_id (guint8 *bytes)
{
  static const char hex[] = "0123456789abcdef";
  char *id = g_malloc (RELAIS_ID_SIZE);
  guint at = 0;

  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  for (guint i = 0; i < 16; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      id[at++] = '-';
    id[at++] = hex[bytes[i] >> 4];
    id[at++] = hex[bytes[i] & 15];
  }
  id[at] = '\0';
  return id;
}

char *
relais_id_new (void)
{
  guint64 milliseconds = (guint64) g_get_real_time () / 1000;
  guint8 bytes[16];

  /* At most 256 bytes are never cut short nor interrupted once the kernel's pool is ready. */
  while (getrandom (bytes + 6, 10, 0) != 10)
    ;

  for (guint i = 0; i < 6; i++)
    bytes[i] = (guint8) (milliseconds >> (8 * (5 - i)));
  return print_id (bytes);
}

char *
relais_id_derive (const char *first, const char *second)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 hash[32];
  gsize length = sizeof hash;

  g_return_val_if_fail (relais_id_is_valid (first) && relais_id_is_valid (second), NULL);

  g_checksum_update (checksum, (const guchar *) first, -1);
  g_checksum_update (checksum, (const guchar *) second, -1);
  g_checksum_get_digest (checksum, hash, &length);
  for (guint i = 0, at = 0; i < 6; i++, at += 2 + (first[at + 2] == '-'))
    hash[i] = (guint8) (g_ascii_xdigit_value (first[at]) << 4 | g_ascii_xdigit_value (first[at + 1]));
  return print_id (hash);
}

gboolean
relais_id_is_valid (const char *id)
{
  if (id == NULL)
    return FALSE;
  for (guint i = 0; i < RELAIS_ID_SIZE - 1; i++) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (id[i] != '-')
        return FALSE;
    } else if (!g_ascii_isdigit (id[i]) && !(id[i] >= 'a' && id[i] <= 'f')) {
      return FALSE;
    }
  }
  return id[14] == '7' && (id[19] == '8' || id[19] == '9' || id[19] == 'a' || id[19] == 'b') && id[RELAIS_ID_SIZE - 1] == '\0';
}
