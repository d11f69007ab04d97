/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n.h>
#include <string.h>

#include "commands.h"
#include "relais-validate.h"

static char *
print_field (RelaisRecord *record, guint field)
{
  const RelaisFields *fields = relais_record_get_fields (record);
  return relais_field_print (fields->kind, field, fields->values[field]);
}

/* "planned<=2026-12-31" is split at its operator. */
static gboolean
add_condition (RelaisQuery *query, const RelaisKind *kind, const char *text, GError **error)
{
  const struct { const char *sign; RelaisMatch match; } operators[] = {
    { "!=", RELAIS_MATCH_NOT_EQUAL }, { ">=", RELAIS_MATCH_AT_LEAST }, { "<=", RELAIS_MATCH_AT_MOST }, { "~=", RELAIS_MATCH_CONTAINS },
    { "=", RELAIS_MATCH_EQUAL },
  };
  const char *equals = strchr (text, '=');

  for (guint i = 0; equals != NULL && i < G_N_ELEMENTS (operators); i++)
    {
      const char *at = equals + 1 - strlen (operators[i].sign);
      if (at <= text || !g_str_has_prefix (at, operators[i].sign))
        continue;
      g_autofree char *name = g_strndup (text, at - text);
      int field = relais_kind_find_field (kind, name);
      if (field < 0)
        {
          g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_NOT_FOUND, _("kind “%s” has no field “%s”"), kind->name, name);
          return FALSE;
        }
      relais_query_where (query, name, operators[i].match, equals[1] != '\0' ? equals + 1 : NULL);
      return TRUE;
    }
  g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, _("“%s” is not of the form FIELD=VALUE"), text);
  return FALSE;
}

RelaisQuery *
relais_ctl_make_query (const RelaisKind *kind, char **where, GError **error)
{
  g_autoptr(RelaisQuery) query = relais_query_new (kind);

  for (; where != NULL && *where != NULL; where++)
    if (!add_condition (query, kind, *where, error))
      return NULL;
  return g_steal_pointer (&query);
}

static void
print_records (GPtrArray *records, char **columns, gboolean json)
{
  if (json)
    g_print ("[");
  for (guint i = 0; i < records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (records, i);
      if (json)
        {
          g_print (i > 0 ? ",\n" : "\n");
          relais_ctl_print_json (record);
          continue;
        }
      relais_ctl_print_cell (relais_record_get_id (record), FALSE);
      if (columns == NULL)
        {
          g_autofree char *title = relais_record_dup_title (record);
          relais_ctl_print_cell (title, TRUE);
          continue;
        }
      for (guint c = 0; columns[c] != NULL; c++)
        {
          g_autofree char *cell = print_field (record, relais_kind_field (relais_record_get_kind (record), columns[c]));
          relais_ctl_print_cell (cell, columns[c + 1] == NULL);
        }
    }
  if (json)
    g_print ("%s]\n", records->len > 0 ? "\n" : "");
}

static gboolean
check_fields (const RelaisKind *kind, char **names, GError **error)
{
  for (; names != NULL && *names != NULL; names++)
    if (relais_kind_find_field (kind, *names) < 0)
      {
        g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_NOT_FOUND, _("kind “%s” has no field “%s”"), kind->name, *names);
        return FALSE;
      }
  return TRUE;
}

gboolean
relais_ctl_list (RelaisCtl *ctl, GStrv *args, GError **error)
{
  g_auto(GStrv) where = NULL;
  g_autofree char *fields = NULL, *order = NULL;
  gboolean json = FALSE, bin = FALSE;
  int limit = 0;
  const GOptionEntry options[] = {
    { "where", 'w', 0, G_OPTION_ARG_STRING_ARRAY, &where, NULL, NULL },
    { "fields", 0, 0, G_OPTION_ARG_STRING, &fields, NULL, NULL },
    { "order", 0, 0, G_OPTION_ARG_STRING, &order, NULL, NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, NULL, NULL },
    { "bin", 0, 0, G_OPTION_ARG_NONE, &bin, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
    { NULL }
  };

  if (!relais_ctl_parse (ctl, args, options, 1, 1, error))
    return FALSE;
  const RelaisKind *kind = relais_ctl_find_kind ((*args)[1], error);
  g_auto(GStrv) columns = fields != NULL && *fields != '\0' ? g_strsplit (fields, ",", -1) : NULL;
  char *orders[] = { order, NULL };
  if (kind == NULL || !check_fields (kind, columns, error) || !check_fields (kind, orders, error) || !relais_ctl_open (ctl, error))
    return FALSE;

  g_autoptr(RelaisQuery) query = relais_ctl_make_query (kind, where, error);
  if (query == NULL)
    return FALSE;
  if (order != NULL)
    relais_query_order (query, order, FALSE);
  if (bin)
    relais_query_include_bin (query, TRUE);
  if (limit > 0)
    relais_query_limit (query, limit);
  g_autoptr(GPtrArray) records = relais_workspace_query (ctl->workspace, query, error);
  if (records == NULL)
    return FALSE;
  print_records (records, columns, json);
  return TRUE;
}

gboolean
relais_ctl_get (RelaisCtl *ctl, GStrv *args, GError **error)
{
  gboolean json = FALSE;
  const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL }, { NULL } };

  if (!relais_ctl_parse (ctl, args, options, 1, 2, error) || !relais_ctl_open (ctl, error))
    return FALSE;
  gboolean with_kind = (*args)[2] != NULL;
  g_autoptr(RelaisRecord) record = relais_ctl_find_record (ctl, with_kind ? (*args)[1] : NULL, (*args)[with_kind ? 2 : 1], error);
  if (record == NULL)
    return FALSE;
  if (json)
    {
      relais_ctl_print_json (record);
      g_print ("\n");
      return TRUE;
    }

  const RelaisKind *kind = relais_record_get_kind (record);
  g_print ("kind\t%s\nid\t%s\n", kind->name, relais_record_get_id (record));
  for (guint i = 0; i < kind->n_fields; i++)
    {
      g_autofree char *value = print_field (record, i);
      if (*value == '\0')
        continue;
      /* Further lines of a text are set in, so that each line says whose it is. */
      g_auto(GStrv) lines = g_strsplit (value, "\n", -1);
      g_autofree char *text = g_strjoinv ("\n\t", lines);
      g_print ("%s\t%s\n", kind->fields[i].name, text);
    }
  return TRUE;
}

gboolean
relais_ctl_search (RelaisCtl *ctl, GStrv *args, GError **error)
{
  gboolean json = FALSE;
  int limit = 50;
  const GOptionEntry options[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, NULL, NULL }, { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL }, { NULL }
  };

  if (!relais_ctl_parse (ctl, args, options, 1, -1, error) || !relais_ctl_open (ctl, error))
    return FALSE;
  g_autofree char *text = g_strjoinv (" ", *args + 1);
  g_autoptr(GPtrArray) hits = relais_workspace_search (ctl->workspace, text, MAX (limit, 1), error);
  if (hits == NULL)
    return FALSE;
  if (json)
    g_print ("[");
  for (guint i = 0; i < hits->len; i++)
    {
      RelaisHit *hit = g_ptr_array_index (hits, i);
      if (json)
        {
          g_print (i > 0 ? ",\n" : "\n");
          relais_ctl_print_json (hit->record);
          continue;
        }
      g_autofree char *title = relais_record_dup_title (hit->record);
      relais_ctl_print_cell (relais_record_get_kind (hit->record)->name, FALSE);
      relais_ctl_print_cell (relais_record_get_id (hit->record), FALSE);
      relais_ctl_print_cell (title, TRUE);
    }
  if (json)
    g_print ("%s]\n", hits->len > 0 ? "\n" : "");
  return TRUE;
}
