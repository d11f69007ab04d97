/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-markdown.h"
#include "relais-record.h"

#include <string.h>

#define IMAGE_ID   "018f4d2e-7c1a-7b3e-9f00-0123456789ab"
#define MUTE_ID    "018f4d2e-7c1a-7b3e-9f00-0123456789ac"
#define DECOR_ID   "018f4d2e-7c1a-7b3e-9f00-0123456789ad"
#define PAPER_ID   "018f4d2e-7c1a-7b3e-9f00-0123456789ae"
#define ARTICLE_ID "018f4d2e-7c1a-7b3e-9f00-00000000a001"
#define HASH       "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* An image with everything, one without alternative text, a decorative one, and a document. */
static inline gboolean
resolve_media (const char *reference, RelaisMedia *media, gpointer user_data)
{
  if (strcmp (reference, IMAGE_ID) != 0 && strcmp (reference, MUTE_ID) != 0
      && strcmp (reference, DECOR_ID) != 0 && strcmp (reference, PAPER_ID) != 0)
    return FALSE;
  media->url = g_strdup ("/media/" HASH);
  media->alternative = strcmp (reference, IMAGE_ID) == 0 ? g_strdup ("La place du marché & ses étals") : NULL;
  media->credit = strcmp (reference, IMAGE_ID) == 0 ? g_strdup ("Photo <Marie>") : NULL;
  media->decorative = strcmp (reference, DECOR_ID) == 0;
  media->document = strcmp (reference, PAPER_ID) == 0;
  media->width = 800;
  media->height = 600;
  return TRUE;
}

/* A record of @kind from pairs of field name and value, ended by NULL. */
static inline RelaisRecord *
make_record (const char *kind, const char *id, ...)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup (kind));
  const char *name;
  va_list args;

  va_start (args, id);
  while ((name = va_arg (args, const char *)) != NULL)
    relais_fields_set_string (fields, name, va_arg (args, const char *));
  va_end (args);
  fields->unset = 0;
  return relais_record_new (id, fields, 1, 1, NULL, 0);
}
