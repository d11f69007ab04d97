/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-event-parser.h"

#include <string.h>

#define MAX_BYTES (64 * 1024)

struct _RelaisEventParser {
  RelaisEventFunc func;       /* borrowed */
  gpointer        user_data;  /* borrowed */
  GString        *line;       /* owned */
  GString        *event;      /* owned */
  GString        *data;       /* owned */
  gboolean        has_data;
  gboolean        too_long;   /* the event is left out */
  gboolean        after_cr;   /* a line feed now belongs to the line before */
  gboolean        started;    /* a byte order mark can no longer come */
};

static void
finish_event (RelaisEventParser *self)
{
  if (self->has_data && !self->too_long)
    self->func (self->event->len > 0 ? self->event->str : "message", self->data->str, self->user_data);
  g_string_truncate (self->event, 0);
  g_string_truncate (self->data, 0);
  self->has_data = FALSE;
  self->too_long = FALSE;
}

static void
add_data (RelaisEventParser *self, const char *value)
{
  if (self->data->len + strlen (value) > MAX_BYTES)
    {
      self->too_long = TRUE;
      return;
    }
  if (self->has_data)
    g_string_append_c (self->data, '\n');
  g_string_append (self->data, value);
  self->has_data = TRUE;
}

static void
finish_line (RelaisEventParser *self)
{
  char *line = self->line->str;

  if (!self->started && g_str_has_prefix (line, "\xEF\xBB\xBF"))
    line += 3;
  self->started = TRUE;
  if (*line == '\0')
    {
      finish_event (self);
    }
  else if (*line != ':')
    {
      char *colon = strchr (line, ':');
      const char *value = "";
      if (colon != NULL)
        {
          *colon = '\0';
          value = colon[1] == ' ' ? colon + 2 : colon + 1;
        }
      if (g_str_equal (line, "event"))
        g_string_assign (self->event, value);
      else if (g_str_equal (line, "data"))
        add_data (self, value);
    }
  g_string_truncate (self->line, 0);
}

RelaisEventParser *
relais_event_parser_new (RelaisEventFunc func, gpointer user_data)
{
  RelaisEventParser *self = g_new0 (RelaisEventParser, 1);

  self->func = func;
  self->user_data = user_data;
  self->line = g_string_new (NULL);
  self->event = g_string_new (NULL);
  self->data = g_string_new (NULL);
  return self;
}

void
relais_event_parser_free (RelaisEventParser *self)
{
  g_string_free (self->line, TRUE);
  g_string_free (self->event, TRUE);
  g_string_free (self->data, TRUE);
  g_free (self);
}

void
relais_event_parser_feed (RelaisEventParser *self, const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      char c = bytes[i];
      if (c == '\r' || (c == '\n' && !self->after_cr))
        finish_line (self);
      else if (c != '\n' && self->line->len < MAX_BYTES)
        g_string_append_c (self->line, c);
      else if (c != '\n')
        self->too_long = TRUE;
      self->after_cr = c == '\r';
    }
}
