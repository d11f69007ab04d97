/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-minutes.h"

#include "relais-decision.h"

#include <glib/gi18n.h>
#include <string.h>

/* Characters of a subject in one encoded word, so that its line stays under 76 (RFC 2047 §2). */
#define WORD_BYTES 42

/* Bytes of text in a line of base64. */
#define LINE_BYTES 57

static void
add_others (GString *text, RelaisMeeting *meeting, gboolean passed, const char *heading)
{
  gboolean any = FALSE;

  for (guint i = 0; i < meeting->points->len; i++)
    {
      const RelaisMeetingPoint *point = relais_meeting_get_point (meeting, i);
      if (point->decision != NULL || point->item->passed != passed)
        continue;
      g_autofree char *title = relais_record_dup_title (point->subject);
      if (!any)
        g_string_append_printf (text, "%s%s\n", text->len > 0 ? "\n\n" : "", heading);
      g_string_append_printf (text, "\n- %s", title);
      any = TRUE;
    }
}

static char *
get_address (RelaisStore *store, const char *person)
{
  g_autoptr (RelaisRecord) record = person != NULL ? relais_store_lookup (store, "person", person) : NULL;

  return record != NULL ? g_strdup (relais_record_get_string (record, "email")) : NULL;
}

/* A header that is not ASCII, in encoded words that break between characters. */
static void
append_subject (GString *message, const char *subject)
{
  g_string_append (message, "Subject:");
  for (const char *at = subject; *at != '\0';)
    {
      const char *end = at;
      while (*end != '\0' && g_utf8_next_char (end) - at <= WORD_BYTES)
        end = g_utf8_next_char (end);
      g_autofree char *word = g_base64_encode ((const guchar *) at, (gsize) (end - at));
      g_string_append_printf (message, " =?UTF-8?B?%s?=\r\n", word);
      at = end;
    }
}

static void
append_addresses (GString *message, const char *header, const char * const *addresses)
{
  if (addresses == NULL || addresses[0] == NULL)
    return;
  g_autofree char *joined = g_strjoinv (",\r\n ", (char **) addresses);
  g_string_append_printf (message, "%s: %s\r\n", header, joined);
}

/* Lines end with CR LF in messages. */
static char *
end_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strjoinv ("\r\n", lines);
}

char *
relais_minutes_write (RelaisStore *store, RelaisMeeting *meeting)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < meeting->points->len; i++)
    {
      const RelaisMeetingPoint *point = relais_meeting_get_point (meeting, i);
      if (point->decision == NULL)
        continue;
      g_autofree char *title = relais_record_dup_title (point->subject);
      g_autofree char *said = relais_decision_say (store, point->decision), *more = relais_decision_say_more (store, point->decision);
      /* Translators: a line of the record: subject, decision */
      g_string_append_printf (text, _("%s- %s: %s"), text->len > 0 ? "\n" : "", title, said);
      if (more[0] != '\0')
        g_string_append_printf (text, " · %s", more);
    }
  if (text->len == 0)
    g_string_append (text, _("No decision was taken."));
  add_others (text, meeting, TRUE, _("Also spoken of:"));
  add_others (text, meeting, FALSE, _("Not reached:"));
  return g_string_free (text, FALSE);
}

GStrv
relais_minutes_find_attendees (RelaisStore *store, RelaisMeeting *meeting)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();
  const char **attendees = relais_record_dup_strv (meeting->record, "attendees");

  for (guint i = 0; attendees[i] != NULL; i++)
    {
      char *address = get_address (store, attendees[i]);
      if (address != NULL)
        g_strv_builder_take (addresses, address);
    }
  g_free (attendees);
  return g_strv_builder_end (addresses);
}

GStrv
relais_minutes_find_correspondents (RelaisStore *store)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("mandate"));
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  relais_query_where (query, "state", RELAIS_MATCH_EQUAL, "active");
  g_autoptr (GPtrArray) mandates = relais_store_query (store, query);
  for (guint i = 0; i < mandates->len; i++)
    {
      char *address = get_address (store, relais_record_get_string (g_ptr_array_index (mandates, i), "person"));
      if (address != NULL && g_hash_table_add (known, address))
        g_strv_builder_add (addresses, address);
    }
  return g_strv_builder_end (addresses);
}

char *
relais_minutes_write_message (const char *subject, const char *text, const char * const *to, const char * const *bcc)
{
  GString *message = g_string_new ("MIME-Version: 1.0\r\nX-Unsent: 1\r\n");
  g_autofree char *body = end_lines (text);
  gsize length = strlen (body);

  append_subject (message, subject);
  append_addresses (message, "To", to);
  append_addresses (message, "Bcc", bcc);
  g_string_append (message, "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
  for (gsize at = 0; at < length; at += LINE_BYTES)
    {
      g_autofree char *line = g_base64_encode ((const guchar *) body + at, MIN (LINE_BYTES, length - at));
      g_string_append_printf (message, "%s\r\n", line);
    }
  return g_string_free (message, FALSE);
}

char *
relais_minutes_write_mailto (const char *subject, const char *text, const char * const *to, const char * const *bcc)
{
  g_autofree char *receivers = to != NULL ? g_strjoinv (",", (char **) to) : g_strdup ("");
  g_autofree char *hidden = bcc != NULL ? g_strjoinv (",", (char **) bcc) : g_strdup ("");
  g_autofree char *body = end_lines (text);
  g_autofree char *escaped_to = g_uri_escape_string (receivers, ",@", FALSE), *escaped_bcc = g_uri_escape_string (hidden, ",@", FALSE);
  g_autofree char *escaped_subject = g_uri_escape_string (subject, NULL, FALSE), *escaped_body = g_uri_escape_string (body, NULL, FALSE);

  return g_strdup_printf ("mailto:%s?bcc=%s&subject=%s&body=%s", escaped_to, escaped_bcc, escaped_subject, escaped_body);
}
