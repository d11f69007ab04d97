/* SPDX-License-Identifier: GPL-3.0-or-later */

/* relaisctl export plan: the plan of a period as calendar, table, workbook or paper. */

#include "commands.h"

#include <glib/gi18n.h>
#include <string.h>

#include "relais-plan-file.h"

/* Names of values, in the order of their enumerations; NULL-terminated. */
static const char * const views[] = { "grid", "month", "list", "board", "flatplan", "decisions", "balance", NULL };
static const char * const rows[] = { "none", "channel", "unit", "author", NULL };

static gboolean
fail_usage (GError **error, const char *message)
{
  g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, message);
  return FALSE;
}

/* @name NULL: *index stays. */
static gboolean
find_name (const char * const *names, const char *option, const char *name, int *index, GError **error)
{
  g_autofree char *all = NULL;

  if (name == NULL)
    return TRUE;
  for (int i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      {
        *index = i;
        return TRUE;
      }
  all = g_strjoinv (", ", (char **) names);
  g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, _("export plan: %s is one of %s"), option, all);
  return FALSE;
}

static gboolean
read_days (RelaisPlanSheetRequest *request, const char *from, const char *to, GError **error)
{
  request->first = relais_day_parse (from);
  request->last = relais_day_parse (to);
  if (request->first == RELAIS_DAY_NONE || request->last == RELAIS_DAY_NONE)
    return fail_usage (error, _("export plan: --from and --to are days such as 2026-11-21"));
  if (request->last < request->first)
    return fail_usage (error, _("export plan: --to is before --from"));
  return TRUE;
}

/* A channel by identifier or by name. */
static gboolean
find_channel (RelaisCtl *ctl, const char *text, RelaisPlanFilter *filter, GError **error)
{
  g_autoptr(RelaisQuery) query = relais_query_new (relais_kind_lookup ("channel"));
  g_autoptr(GPtrArray) channels = relais_workspace_query (ctl->workspace, query, error);
  g_autofree char *wanted = g_utf8_casefold (text, -1);

  for (guint i = 0; channels != NULL && i < channels->len; i++)
    {
      g_autofree char *title = relais_record_dup_title (channels->pdata[i]);
      g_autofree char *folded = g_utf8_casefold (title, -1);

      if (strcmp (relais_record_get_id (channels->pdata[i]), text) == 0 || g_utf8_collate (folded, wanted) == 0)
        {
          relais_plan_filter_choose (filter, RELAIS_PLAN_CHANNEL,
                                     (const char * const []) { relais_record_get_id (channels->pdata[i]), NULL });
          return TRUE;
        }
    }
  if (channels != NULL)
    g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_NOT_FOUND, _("there is no channel “%s”"), text);
  return FALSE;
}

/* Everything but what is refused, the past included. (transfer full) */
static RelaisPlanFilter *
make_filter (void)
{
  RelaisPlanFilter *filter = relais_plan_filter_new ();
  const RelaisKind *kind = relais_kind_lookup ("placement");
  const char * const *states = kind->fields[relais_kind_field (kind, "state")].choices;
  g_autoptr(GPtrArray) shown = g_ptr_array_new ();

  for (; *states != NULL; states++)
    if (strcmp (*states, "refused") != 0)
      g_ptr_array_add (shown, (gpointer) *states);
  g_ptr_array_add (shown, NULL);
  relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, (const char * const *) shown->pdata);
  return filter;
}

gboolean
relais_ctl_export_plan (RelaisCtl *ctl, GStrv *args, GError **error)
{
  g_autofree char *from = NULL, *to = NULL, *channel = NULL, *format_name = NULL, *output = NULL, *view = NULL;
  g_autofree char *by = NULL, *paper_name = NULL, *record = NULL;
  const GOptionEntry options[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, NULL, NULL },
    { "channel", 0, 0, G_OPTION_ARG_STRING, &channel, NULL, NULL },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format_name, NULL, NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, NULL, NULL },
    { "view", 0, 0, G_OPTION_ARG_STRING, &view, NULL, NULL },
    { "rows", 0, 0, G_OPTION_ARG_STRING, &by, NULL, NULL },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &paper_name, NULL, NULL },
    { "record", 0, 0, G_OPTION_ARG_STRING, &record, NULL, NULL },
    { NULL }
  };
  g_autoptr(RelaisPlanFilter) filter = make_filter ();
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  RelaisPlanSheetRequest request = { .filter = filter, .now = now, .first = RELAIS_DAY_NONE, .last = RELAIS_DAY_NONE };
  int view_index = -1, rows_index = RELAIS_PLAN_BY_CHANNEL;
  RelaisPlanFormat format;
  RelaisPaper paper;

  if (!relais_ctl_parse (ctl, args, options, 1, 1, error))
    return FALSE;
  if (format_name == NULL || (record == NULL && (from == NULL || to == NULL)))
    return fail_usage (error, _("export plan: --from, --to and --format are needed"));
  if (!relais_plan_format_from_string (format_name, &format))
    return fail_usage (error, _("export plan: --format is ics, csv, xlsx or pdf"));
  if (!find_name (views, "--view", view, &view_index, error) || !find_name (rows, "--rows", by, &rows_index, error) ||
      !(record != NULL || read_days (&request, from, to, error)))
    return FALSE;
  if (paper_name != NULL && !relais_paper_from_string (paper_name, &paper))
    return fail_usage (error, _("export plan: --paper is a4, a4-portrait or a3"));
  /* A journal issue or a meeting in the place of a period. */
  if ((view_index == RELAIS_PLAN_SHEET_FLATPLAN || view_index == RELAIS_PLAN_SHEET_DECISIONS) != (record != NULL))
    return fail_usage (error, _("export plan: --record goes with --view flatplan or --view decisions"));
  request.record = record;
  request.rows = (RelaisPlanBy) rows_index;
  /* Paper is for the wall, tables are for programs. */
  request.view = view_index >= 0 ? (RelaisPlanSheetView) view_index
                                 : format == RELAIS_PLAN_FILE_PDF ? RELAIS_PLAN_SHEET_GRID : RELAIS_PLAN_SHEET_LIST;
  if (!relais_ctl_open (ctl, error) || (channel != NULL && !find_channel (ctl, channel, filter, error)))
    return FALSE;

  g_autoptr(GBytes) bytes = relais_plan_file_make (ctl->workspace, &request, format, paper_name != NULL ? &paper : NULL, error);
  return bytes != NULL && relais_ctl_write_output (bytes, output, error);
}
