/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "make-record.h"
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
