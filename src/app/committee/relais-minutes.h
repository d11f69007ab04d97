/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-meeting.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* The record of decisions of a meeting, in its forms. */

/* What is proposed as the record's text when the meeting ends: a line for each decision, then what was only spoken of and what was
 * not reached. (transfer full) */
char *relais_minutes_write (RelaisStore *store, RelaisMeeting *meeting);
/* E-mail addresses: of those who attended, and of the correspondents at work. (transfer full) */
GStrv relais_minutes_find_attendees      (RelaisStore *store, RelaisMeeting *meeting);
GStrv relais_minutes_find_correspondents (RelaisStore *store);

/**
 * relais_minutes_write_message:
 * @to: (nullable): addresses that everybody sees
 * @bcc: (nullable): addresses that nobody sees
 *
 * A message ready to be sent (RFC 5322; `X-Unsent` opens it in the window where one writes). (transfer full)
 */
char *relais_minutes_write_message (const char *subject, const char *text, const char * const *to, const char * const *bcc);
/* The same as an address that opens the mail program (RFC 6068). (transfer full) */
char *relais_minutes_write_mailto  (const char *subject, const char *text, const char * const *to, const char * const *bcc);

G_END_DECLS
