/* SPDX-License-Identifier: GPL-3.0-or-later */

/* relaisctl export plan: the plan of a period as calendar, table, workbook or paper. */

#include "commands.h"

#include <glib/gi18n.h>
#include <string.h>

#include "relais-plan-feed.h"
#include "relais-plan-sheet.h"
#include "relais-print.h"

typedef struct {
  RelaisDay           first, last;
  char               *channel;   /* owned, nullable: id */
  RelaisPlanSheetView view;
  RelaisPlanRows      rows;
  RelaisPaper         paper;
  gboolean            any_paper; /* none was chosen */
} Wish;

/* Names of values, in the order of their enumerations; NULL-terminated. */
static const char * const views[] = { "grid", "month", "list", "board", "flatplan", "decisions", "balance", NULL };
static const char * const rows[] = { "none", "channel", "unit", "author", NULL };
static const char * const formats[] = { "ics", "csv", "xlsx", "pdf", NULL };

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
read_days (Wish *wish, const char *from, const char *to, GError **error)
{
  wish->first = relais_day_parse (from);
  wish->last = relais_day_parse (to);
  if (wish->first == RELAIS_DAY_NONE || wish->last == RELAIS_DAY_NONE)
    return fail_usage (error, _("export plan: --from and --to are days such as 2026-11-21"));
  if (wish->last < wish->first)
    return fail_usage (error, _("export plan: --to is before --from"));
  return TRUE;
}

/* A channel by identifier or by name. */
static gboolean
find_channel (RelaisCtl *ctl, const char *text, Wish *wish, GError **error)
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
          wish->channel = g_strdup (relais_record_get_id (channels->pdata[i]));
          return TRUE;
        }
    }
  if (channels != NULL)
    g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_NOT_FOUND, _("there is no channel “%s”"), text);
  return FALSE;
}

/* ---- calendar ---- */

typedef struct {
  RelaisCtl *ctl;         /* borrowed */
  GPtrArray *placements;  /* borrowed */
  guint      next;
} Source;

static RelaisRecord *
next_cb (gpointer data)
{
  Source *source = data;

  return source->next < source->placements->len ? relais_record_ref (source->placements->pdata[source->next++]) : NULL;
}

static RelaisRecord *
get_cb (gpointer data, const RelaisKind *kind, const char *id)
{
  return relais_workspace_lookup (((Source *) data)->ctl->workspace, kind->name, id);
}

/* What is refused or in the bin too: a calendar that has it learns that it is cancelled. */
static GBytes *
write_calendar (RelaisCtl *ctl, const Wish *wish, GError **error)
{
  g_autoptr(RelaisQuery) query = relais_query_include_bin (relais_query_new (relais_kind_lookup ("placement")), FALSE);
  char first[RELAIS_DAY_SIZE], last[RELAIS_DAY_SIZE];

  relais_day_print (wish->first, first);
  relais_day_print (wish->last, last);
  relais_query_where (query, "planned", RELAIS_MATCH_AT_LEAST, first);
  relais_query_where (query, "planned", RELAIS_MATCH_AT_MOST, last);
  if (wish->channel != NULL)
    relais_query_where (query, "channel", RELAIS_MATCH_EQUAL, wish->channel);
  relais_query_order (query, "planned", FALSE);

  g_autoptr(GPtrArray) placements = relais_workspace_query (ctl->workspace, query, error);
  Source data = { ctl, placements, 0 };
  const RelaisExportSource source = { .next = next_cb, .get = get_cb, .data = &data };
  return placements != NULL ? relais_plan_feed_write (&source, _("Editorial plan")) : NULL;
}

/* ---- sheets ---- */

/* Everything but what is refused, the past included. (transfer full) */
static RelaisPlanFilter *
make_filter (const Wish *wish)
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
  if (wish->channel != NULL)
    relais_plan_filter_choose (filter, RELAIS_PLAN_CHANNEL, (const char * const []) { wish->channel, NULL });
  return filter;
}

static GBytes *
write_sheet (RelaisCtl *ctl, const Wish *wish, const char *format, GError **error)
{
  g_autoptr(RelaisPlanFilter) filter = make_filter (wish);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  const RelaisPlanSheetRequest request = {
    .view = wish->view, .first = wish->first, .last = wish->last, .rows = wish->rows, .filter = filter, .now = now,
  };
  g_autoptr(RelaisSheet) sheet = relais_plan_sheet_new (ctl->workspace, &request, error);

  if (sheet == NULL)
    return NULL;
  /* Every status is wanted: to say so would be a line of noise. */
  if (wish->channel == NULL)
    g_clear_pointer (&sheet->subtitle, g_free);
  if (strcmp (format, "csv") == 0)
    return relais_sheet_write_csv (sheet);
  if (strcmp (format, "xlsx") == 0)
    return relais_sheet_write_xlsx (sheet, error);
  return relais_print_pdf (sheet, wish->any_paper ? relais_paper_suggest (sheet) : wish->paper);
}

gboolean
relais_ctl_export_plan (RelaisCtl *ctl, GStrv *args, GError **error)
{
  g_autofree char *from = NULL, *to = NULL, *channel = NULL, *format = NULL, *output = NULL, *view = NULL, *by = NULL, *paper = NULL;
  const GOptionEntry options[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, NULL, NULL },
    { "channel", 0, 0, G_OPTION_ARG_STRING, &channel, NULL, NULL },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, NULL, NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, NULL, NULL },
    { "view", 0, 0, G_OPTION_ARG_STRING, &view, NULL, NULL },
    { "rows", 0, 0, G_OPTION_ARG_STRING, &by, NULL, NULL },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &paper, NULL, NULL },
    { NULL }
  };
  int format_index = -1, view_index = -1, rows_index = RELAIS_PLAN_ROWS_CHANNEL;
  Wish wish = { .any_paper = TRUE };

  if (!relais_ctl_parse (ctl, args, options, 1, 1, error))
    return FALSE;
  if (format == NULL || from == NULL || to == NULL)
    return fail_usage (error, _("export plan: --from, --to and --format are needed"));
  if (!find_name (formats, "--format", format, &format_index, error) || !find_name (views, "--view", view, &view_index, error) ||
      !find_name (rows, "--rows", by, &rows_index, error) || !read_days (&wish, from, to, error))
    return FALSE;
  if (paper != NULL && !relais_paper_from_string (paper, &wish.paper))
    return fail_usage (error, _("export plan: --paper is a4, a4-portrait or a3"));
  if (view_index == RELAIS_PLAN_SHEET_FLATPLAN || view_index == RELAIS_PLAN_SHEET_DECISIONS)
    return fail_usage (error, _("export plan: this view has no period"));
  wish.any_paper = paper == NULL;
  wish.rows = (RelaisPlanRows) rows_index;
  /* Paper is for the wall, tables are for programs. */
  wish.view = view_index >= 0 ? (RelaisPlanSheetView) view_index
                              : strcmp (format, "pdf") == 0 ? RELAIS_PLAN_SHEET_GRID : RELAIS_PLAN_SHEET_LIST;
  if (!relais_ctl_open (ctl, error) || (channel != NULL && !find_channel (ctl, channel, &wish, error)))
    return FALSE;

  g_autofree char *owned = wish.channel;
  g_autoptr(GBytes) bytes = strcmp (format, "ics") == 0 ? write_calendar (ctl, &wish, error) : write_sheet (ctl, &wish, format, error);
  return bytes != NULL && relais_ctl_write_output (bytes, output, error);
}
