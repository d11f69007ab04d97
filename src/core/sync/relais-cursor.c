/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-sync.h"

/* "1.EPOCH.SEQ.HASH": opaque to clients, readable in a log, safe in a query string. The first part is the form's version. */
#define FORM "1"
#define MAX_LENGTH 200

static gboolean
is_plain (const char *text)
{
  for (const char *p = text; *p; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_')
      return FALSE;

  return *text != '\0';
}

/* @epoch and @access_hash consist of letters, digits, `-` and `_`. */
char *
relais_cursor_encode (const char *epoch,
                      guint64     seq,
                      const char *access_hash)
{
  g_return_val_if_fail (epoch && is_plain (epoch), NULL);
  g_return_val_if_fail (access_hash && is_plain (access_hash), NULL);

  return g_strdup_printf (FORM ".%s.%" G_GUINT64_FORMAT ".%s", epoch, seq, access_hash);
}

/**
 * relais_cursor_decode:
 * @cursor: (nullable): what a client sent, anything
 * @epoch: (out), @access_hash: (out): to be freed; set when it is a cursor
 *
 * Returns: %FALSE when it is no cursor
 */
gboolean
relais_cursor_decode (const char  *cursor,
                      char       **epoch,
                      guint64     *seq,
                      char       **access_hash)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (epoch && seq && access_hash, FALSE);

  if (!cursor || strnlen (cursor, MAX_LENGTH + 1) > MAX_LENGTH)
    return FALSE;
  parts = g_strsplit (cursor, ".", 5);
  if (g_strv_length (parts) != 4 || !g_str_equal (parts[0], FORM) || !is_plain (parts[1]) || !is_plain (parts[3]) ||
      !g_ascii_string_to_unsigned (parts[2], 10, 0, G_MAXINT64, seq, NULL))
    return FALSE;
  *epoch = g_strdup (parts[1]);
  *access_hash = g_strdup (parts[3]);

  return TRUE;
}
