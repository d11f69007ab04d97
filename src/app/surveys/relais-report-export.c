/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-report-export.h"

#include "relais-file-dialog.h"
#include "relais-table.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
is_number (const char *cell)
{
  char *end;

  g_ascii_strtod (cell, &end);
  return end > cell && *end == '\0';
}

/* What somebody wrote must not become a formula where it is pasted; a negative figure is none. */
static void
append_cell (GString *text, const char *cell)
{
  if (*cell && strchr ("=+-@", *cell) && !is_number (cell))
    g_string_append_c (text, '\'');
  for (; *cell; cell++)
    g_string_append_c (text, strchr ("\t\r\n", *cell) ? ' ' : *cell);
}

GBytes *
relais_report_export_csv (const RelaisReport *report)
{
  g_autoptr (GPtrArray) rows = relais_report_dup_table (report);
  GString *text = g_string_new (RELAIS_TABLE_START);

  for (guint i = 0; i < rows->len; i++)
    relais_table_append_row (text, g_ptr_array_index (rows, i));
  return g_string_free_to_bytes (text);
}

char *
relais_report_export_tabs (const RelaisReport *report)
{
  g_autoptr (GPtrArray) rows = relais_report_dup_table (report);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      for (guint j = 0; row[j]; j++)
        {
          if (j > 0)
            g_string_append_c (text, '\t');
          append_cell (text, row[j]);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

void
relais_report_export_save (const RelaisReport *report, const char *title, RelaisSession *session, GtkWidget *parent)
{
  g_autoptr (GBytes) bytes = relais_report_export_csv (report);
  g_autofree char *stem = g_str_has_suffix (title, ".csv") ? g_strndup (title, strlen (title) - strlen (".csv")) : g_strdup (title);
  /* Translators: a file's name; %s is the survey's title */
  g_autofree char *name = g_strdup_printf (_("%s, report.csv"), g_strdelimit (stem, "/\\:*?\"<>|", '-'));

  relais_file_dialog_save (session, parent, _("Save the Report"), name, bytes);
}

void
relais_report_export_copy (const RelaisReport *report, RelaisSession *session, GtkWidget *parent)
{
  g_autofree char *text = relais_report_export_tabs (report);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (parent), text);
  relais_session_notice (session, _("The table was copied."));
}
