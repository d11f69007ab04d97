/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record.h"
#include "relais-table.h"

G_BEGIN_DECLS

/* vCard 3.0 (RFC 2426) and 4.0 (RFC 6350) in, what 2.1 left behind tolerated (quoted-printable, bare types); 3.0 out, which Outlook
 * reads. Our own, because the library that knows it (libebook-contacts) brings the whole data server, its mail store and NSS into
 * the Flatpak, for a format of lines. */
typedef struct {
  guint  line;        /* where it begins */
  char  *first_name;  /* all of these owned, nullable, trimmed */
  char  *last_name;
  char  *email;       /* the preferred one, or the first */
  char  *phone;
  char  *mobile;
  char  *job;
  char  *office;
  char  *unit;        /* innermost part of ORG */
  char  *note;
  char **groups;      /* owned, never NULL */
} RelaisCard;

void       relais_card_free     (RelaisCard *card);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisCard, relais_card_free)

/* Returns: (transfer full) (nullable) (element-type RelaisCard): the cards, or %NULL with a RELAIS_EXCHANGE_ERROR */
GPtrArray *relais_vcard_read    (GBytes *bytes, GError **error);
/* @unit: (nullable): name of the person's unit. @private: with phones and note. */
void       relais_vcard_append  (GString *text, RelaisRecord *person, const char *unit, gboolean private);

G_END_DECLS
