/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-http"

#include "relais-http-private.h"

#include <string.h>

typedef struct {
  const RelaisRoute *route;    /* lent for ever */
  gpointer           data;
  char             **parts;    /* owned: the pattern between slashes */
} Entry;

struct _RelaisRouter {
  GPtrArray *entries;   /* (element-type Entry), in the order they were added */
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;
  g_strfreev (entry->parts);
  g_free (entry);
}

static gboolean
is_rest (const char *part)
{
  return part[0] == '{' && g_str_has_suffix (part, "*}");
}

/* The names of @parts take their values from @segments. */
static gboolean
match_path (char **parts, char **segments, GHashTable *values)
{
  guint i = 0;
  for (; parts[i] != NULL; i++)
    {
      if (is_rest (parts[i]))
        {
          if (segments[i] == NULL)
            return FALSE;
          g_hash_table_insert (values, g_strndup (parts[i] + 1, strlen (parts[i]) - 3), g_strjoinv ("/", segments + i));
          return TRUE;
        }
      if (segments[i] == NULL)
        return FALSE;
      if (parts[i][0] != '{')
        {
          if (!g_str_equal (parts[i], segments[i]))
            return FALSE;
        }
      else if (segments[i][0] == '\0')
        return FALSE;
      else
        g_hash_table_insert (values, g_strndup (parts[i] + 1, strlen (parts[i]) - 2), g_strdup (segments[i]));
    }
  return segments[i] == NULL;
}

RelaisRouter *
relais_router_new (void)
{
  RelaisRouter *self = g_new0 (RelaisRouter, 1);
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  return self;
}

void
relais_router_free (RelaisRouter *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

void
relais_router_add (RelaisRouter *self, const RelaisRoute *routes, gpointer data)
{
  for (; routes->method != NULL; routes++)
    {
      Entry *entry = g_new0 (Entry, 1);
      entry->route = routes;
      entry->data = data;
      entry->parts = g_strsplit (routes->pattern, "/", -1);
      g_ptr_array_add (self->entries, entry);
    }
}

gboolean
relais_router_match (RelaisRouter *self, const char *method, const char *path, RelaisMatch *match, char **allowed)
{
  g_auto(GStrv) segments = g_strsplit (path, "/", -1);
  g_autoptr(GString) methods = g_string_new (NULL);
  Entry *get = NULL;
  g_autoptr(GHashTable) get_values = NULL;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];
      g_autoptr(GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      if (!match_path (entry->parts, segments, values))
        continue;
      if (g_str_equal (entry->route->method, method))
        {
          *match = (RelaisMatch) { entry->route, entry->data, g_steal_pointer (&values) };
          return TRUE;
        }
      if (g_str_equal (entry->route->method, "GET") && get == NULL)
        {
          get = entry;
          get_values = g_steal_pointer (&values);
        }
      g_string_append_printf (methods, "%s%s", methods->len > 0 ? ", " : "", entry->route->method);
    }

  if (get != NULL && g_str_equal (method, "HEAD"))
    {
      *match = (RelaisMatch) { get->route, get->data, g_steal_pointer (&get_values) };
      return TRUE;
    }
  *allowed = methods->len > 0 ? g_string_free (g_steal_pointer (&methods), FALSE) : NULL;
  return FALSE;
}
