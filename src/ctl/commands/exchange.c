/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n.h>
#include <stdio.h>

#include "commands.h"
#include "relais-export-records.h"
#include "relais-import.h"

/* ---- import ---- */

static GPtrArray *
list_records (gpointer data, const RelaisKind *kind)
{
  RelaisCtl *ctl = data;
  g_autoptr(RelaisQuery) query = relais_query_new (kind);
  GPtrArray *records = relais_workspace_query (ctl->workspace, query, NULL);

  return records != NULL ? records : g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
}

static const char *
name_verdict (RelaisImportVerdict verdict)
{
  switch (verdict)
    {
    case RELAIS_IMPORT_CREATE:
      return "create";
    case RELAIS_IMPORT_UPDATE:
      return "update";
    case RELAIS_IMPORT_DUPLICATE:
      return "duplicate";
    case RELAIS_IMPORT_BAD:
      return "bad";
    }
  return "";
}

static void
print_plan (RelaisImport *import)
{
  GPtrArray *rows = relais_import_get_rows (import);

  for (guint i = 0; i < rows->len; i++)
    {
      RelaisImportRow *row = g_ptr_array_index (rows, i);
      g_print ("%u\t%s\t", row->line, name_verdict (row->verdict));
      relais_ctl_print_cell (row->title, FALSE);
      relais_ctl_print_cell (row->reason, TRUE);
    }
}

static gboolean
apply_plan (RelaisCtl *ctl, RelaisImport *import, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  /* Translators: name of a file */
  g_autofree char *label = g_strdup_printf (_("Import “%s”"), name);
  g_autoptr(RelaisAction) action = relais_action_new (label);
  GPtrArray *changes = relais_import_get_changes (import);

  for (guint i = 0; i < changes->len; i++)
    {
      RelaisImportChange *change = g_ptr_array_index (changes, i);
      if (change->create)
        relais_action_create (action, change->id, relais_fields_copy (change->fields));
      else
        relais_action_update (action, change->id, relais_fields_copy (change->fields));
    }
  return relais_action_is_empty (action) || relais_ctl_commit (ctl, action, error);
}

static gboolean
write_bad_rows (RelaisImport *import, const char *path, GError **error)
{
  g_autofree char *text = relais_import_dup_bad_rows (import);
  return text == NULL || g_file_set_contents (path, text, -1, error);
}

/* (transfer full) (nullable) */
static RelaisImport *
plan_import (RelaisCtl *ctl, const char *target, const char *path, GError **error)
{
  const RelaisKind *kind = NULL;
  gboolean plan = g_str_equal (target, "plan");
  g_autofree char *contents = NULL;
  gsize length;

  if (!plan && !g_str_equal (target, "network") && (kind = relais_ctl_find_kind (target, error)) == NULL)
    return NULL;
  if (!g_file_get_contents (path, &contents, &length, error) || !relais_ctl_open (ctl, error))
    return NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  const RelaisImportWorld world = { list_records, ctl, NULL };
  return plan ? relais_import_plan_schedule (bytes, &world, error) : relais_import_plan (bytes, kind, &world, error);
}

gboolean
relais_ctl_import (RelaisCtl *ctl, GStrv *args, GError **error)
{
  gboolean dry_run = FALSE;
  g_autofree char *bad_rows = NULL;
  const GOptionEntry options[] = {
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run, NULL, NULL },
    { "bad-rows", 0, 0, G_OPTION_ARG_FILENAME, &bad_rows, NULL, NULL },
    { NULL }
  };

  if (!relais_ctl_parse (ctl, args, options, 2, 2, error))
    return FALSE;
  g_autoptr(RelaisImport) import = plan_import (ctl, (*args)[1], (*args)[2], error);
  if (import == NULL)
    return FALSE;
  print_plan (import);
  if (bad_rows != NULL && !write_bad_rows (import, bad_rows, error))
    return FALSE;
  if (!dry_run && !apply_plan (ctl, import, (*args)[2], error))
    return FALSE;

  guint bad = relais_import_count (import, RELAIS_IMPORT_BAD);
  if (bad == 0)
    return TRUE;
  g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_REFUSED,
               g_dngettext (GETTEXT_PACKAGE, "%u row was left out", "%u rows were left out", bad), bad);
  return FALSE;
}

/* ---- export ---- */

gboolean
relais_ctl_write_output (GBytes *bytes, const char *path, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (path != NULL)
    return g_file_set_contents (path, text, length, error);
  if (fwrite (text, 1, length, stdout) == length && fflush (stdout) == 0)
    return TRUE;
  g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_FAILURE, _("the output cannot be written"));
  return FALSE;
}

gboolean
relais_ctl_export (RelaisCtl *ctl, GStrv *args, GError **error)
{
  g_auto(GStrv) where = NULL;
  g_autofree char *name = NULL, *output = NULL;
  gboolean for_readers = FALSE;
  RelaisExportFormat format;
  const GOptionEntry options[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
    { "where", 'w', 0, G_OPTION_ARG_STRING_ARRAY, &where, NULL, NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, NULL, NULL },
    { "for-readers", 0, 0, G_OPTION_ARG_NONE, &for_readers, NULL, NULL },
    { NULL }
  };

  /* Not a kind: placements with their subjects, over a period. */
  if (g_strcmp0 ((*args)[1], "plan") == 0)
    return relais_ctl_export_plan (ctl, args, error);
  if (!relais_ctl_parse (ctl, args, options, 1, 1, error))
    return FALSE;
  if (name == NULL || !relais_export_format_from_string (name, &format))
    {
      g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, _("export: --format is csv, json, ics or vcf"));
      return FALSE;
    }
  const RelaisKind *kind = relais_ctl_find_kind ((*args)[1], error);
  if (kind == NULL || !relais_ctl_open (ctl, error))
    return FALSE;

  g_autoptr(RelaisQuery) query = relais_ctl_make_query (kind, where, error);
  g_autoptr(GPtrArray) records = query != NULL ? relais_workspace_query (ctl->workspace, query, error) : NULL;
  if (records == NULL)
    return FALSE;
  RelaisExportRecords all;
  RelaisExportSource source = relais_export_records (&all, ctl->workspace, records);
  source.for_readers = for_readers;
  g_autoptr(GBytes) bytes = relais_export (kind, format, &source, error);
  return bytes != NULL && relais_ctl_write_output (bytes, output, error);
}
