/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-blobs"

#include "relais-blobs.h"

#include <string.h>

static const char * const image_types[] = { "image/png", "image/jpeg", "image/gif", "image/webp", NULL };

static guint
big16 (const guint8 *bytes)
{
  return bytes[0] << 8 | bytes[1];
}

static guint
big32 (const guint8 *bytes)
{
  return (guint) bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

static guint
little (const guint8 *bytes, guint n)
{
  guint value = 0;
  for (guint i = n; i > 0; i--)
    value = value << 8 | bytes[i - 1];
  return value;
}

static gboolean
starts (const guint8 *bytes, gsize length, const char *magic, gsize size)
{
  return length >= size && memcmp (bytes, magic, size) == 0;
}

/* Segments up to the frame header (ITU T.81, SOF0–SOF15 but for the three that are no frames). */
static void
measure_jpeg (const guint8 *bytes, gsize length, guint *width, guint *height)
{
  gsize at = 2;
  while (at + 9 < length && bytes[at] == 0xff)
    {
      guint8 marker = bytes[at + 1];
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        {
          *height = big16 (bytes + at + 5);
          *width = big16 (bytes + at + 7);
          return;
        }
      at += 2 + big16 (bytes + at + 2);
    }
}

static void
measure_webp (const guint8 *bytes, gsize length, guint *width, guint *height)
{
  if (length < 30)
    return;
  if (memcmp (bytes + 12, "VP8X", 4) == 0)
    {
      *width = little (bytes + 24, 3) + 1;
      *height = little (bytes + 27, 3) + 1;
    }
  else if (memcmp (bytes + 12, "VP8L", 4) == 0)
    {
      guint bits = little (bytes + 21, 4);
      *width = (bits & 0x3fff) + 1;
      *height = (bits >> 14 & 0x3fff) + 1;
    }
  else
    {
      *width = little (bytes + 26, 2) & 0x3fff;
      *height = little (bytes + 28, 2) & 0x3fff;
    }
}

const char *
relais_blob_sniff (const guint8 *bytes, gsize length, guint *width, guint *height)
{
  *width = *height = 0;
  if (starts (bytes, length, "\x89PNG\r\n\x1a\n", 8))
    {
      if (length >= 24)
        {
          *width = big32 (bytes + 16);
          *height = big32 (bytes + 20);
        }
      return "image/png";
    }
  if (starts (bytes, length, "\xff\xd8\xff", 3))
    {
      measure_jpeg (bytes, length, width, height);
      return "image/jpeg";
    }
  if (starts (bytes, length, "GIF87a", 6) || starts (bytes, length, "GIF89a", 6))
    {
      if (length >= 10)
        {
          *width = little (bytes + 6, 2);
          *height = little (bytes + 8, 2);
        }
      return "image/gif";
    }
  if (starts (bytes, length, "RIFF", 4) && length >= 16 && memcmp (bytes + 8, "WEBPVP8", 7) == 0)
    {
      measure_webp (bytes, length, width, height);
      return "image/webp";
    }
  if (starts (bytes, length, "%PDF-", 5))
    return "application/pdf";
  return "application/octet-stream";
}

gboolean
relais_blob_type_is_image (const char *type)
{
  return g_strv_contains (image_types, type);
}
