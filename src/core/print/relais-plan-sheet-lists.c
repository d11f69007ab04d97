/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Views without days across: list, board, balance. */

#define G_LOG_DOMAIN "relais-print"

#include "relais-plan-items.h"

#include "relais-choice-label.h"
#include "relais-work-limit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
set_text (RelaisSheet    *sheet,
          RelaisSheetRow *row,
          guint           column,
          const char     *text)
{
  relais_sheet_get_cell (sheet, row, column)->text = *text != '\0' ? g_strdup (text) : NULL;
}

/* As people read it on paper, as programs sort it in a table. */
static void
set_day (RelaisSheet    *sheet,
         RelaisSheetRow *row,
         guint           column,
         RelaisDay       day,
         const char     *format)
{
  RelaisSheetCell *cell = relais_sheet_get_cell (sheet, row, column);

  if (day == RELAIS_DAY_NONE)
    return;
  cell->text = relais_day_format (day, format);
  cell->value = relais_day_to_string (day);
}

static void
add_week (RelaisSheet *sheet,
          RelaisDay    monday)
{
  g_autofree char *period = monday != RELAIS_DAY_NONE ? relais_day_format_period (monday, monday + 6) : NULL;
  g_autofree char *title = monday != RELAIS_DAY_NONE ? g_strdup_printf (_("Week %d"), relais_day_get_week (monday, NULL))
                                                     : g_strdup (_("Without date"));

  relais_sheet_add_row (sheet, RELAIS_ROW_SECTION, title)->remark = g_steal_pointer (&period);
}

static RelaisDay
get_monday (const RelaisPlanItem *item)
{
  return item->planned != RELAIS_DAY_NONE ? relais_day_monday (item->planned) : RELAIS_DAY_NONE;
}

/* What keeps @item in its group: (transfer full) */
static char *
get_group (const RelaisPlanItem *item,
           RelaisPlanGroup       group)
{
  const char *campaign = item->subject != NULL ? relais_record_get_string (item->subject, "campaign") : NULL;

  switch (group) {
  case RELAIS_PLAN_GROUP_WEEK:
    return relais_day_to_string (get_monday (item));
  case RELAIS_PLAN_GROUP_CHANNEL:
    return g_strdup (relais_record_get_string (item->placement, "channel"));
  case RELAIS_PLAN_GROUP_STATE:
    return g_strdup (item->state);
  case RELAIS_PLAN_GROUP_UNIT:
    return g_strdup (item->unit);
  case RELAIS_PLAN_GROUP_AUTHOR:
    return g_strdup (item->author);
  case RELAIS_PLAN_GROUP_CAMPAIGN:
    return g_strdup (campaign);
  case RELAIS_PLAN_GROUP_NONE:
  case RELAIS_PLAN_N_GROUPS:
    break;
  }
  return NULL;
}

static void
add_group (RelaisSheet          *sheet,
           RelaisPlanItems      *items,
           const RelaisPlanItem *item,
           RelaisPlanGroup       group)
{
  g_autofree char *campaign = NULL;
  const char *name = "", *none = "";

  switch (group) {
  case RELAIS_PLAN_GROUP_WEEK:
    add_week (sheet, get_monday (item));
    return;
  case RELAIS_PLAN_GROUP_CHANNEL:
    name = item->channel_name;
    none = _("Without channel");
    break;
  case RELAIS_PLAN_GROUP_STATE:
    name = item->state_word;
    break;
  case RELAIS_PLAN_GROUP_UNIT:
    name = item->unit_name;
    none = _("Without direction");
    break;
  case RELAIS_PLAN_GROUP_AUTHOR:
    name = item->author_name;
    none = _("Without author");
    break;
  case RELAIS_PLAN_GROUP_CAMPAIGN:
    name = campaign = relais_plan_items_name (items, "campaign",
                                              item->subject != NULL ? relais_record_get_string (item->subject, "campaign") : NULL);
    none = _("Without campaign");
    break;
  case RELAIS_PLAN_GROUP_NONE:
  case RELAIS_PLAN_N_GROUPS:
    return;
  }
  relais_sheet_add_row (sheet, RELAIS_ROW_SECTION, *name != '\0' ? name : none);
}

static void
set_instant (RelaisSheet     *sheet,
             RelaisPlanItems *items,
             RelaisSheetRow  *row,
             guint            column,
             const char      *instant)
{
  g_autoptr (GDateTime) time = instant != NULL ? g_date_time_new_from_iso8601 (instant, NULL) : NULL;
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_timezone (time, relais_plan_calendar_get_zone (items->calendar)) : NULL;
  RelaisSheetCell *cell = relais_sheet_get_cell (sheet, row, column);

  if (local == NULL)
    return;
  cell->text = relais_day_format_time (local, _("%-d %b %Y, %H:%M"));
  cell->value = g_date_time_format (local, "%Y-%m-%d %H:%M");
}

static void
fill_cell (RelaisSheet          *sheet,
           RelaisPlanItems      *items,
           const RelaisPlanItem *item,
           RelaisSheetRow       *row,
           guint                 at,
           RelaisPlanField      column,
           const char           *day_format)
{
  g_autofree char *text = NULL;

  switch (column) {
  case RELAIS_PLAN_COLUMN_SUBJECT:
    set_text (sheet, row, at, item->title);
    break;
  case RELAIS_PLAN_COLUMN_CHANNEL:
    set_text (sheet, row, at, item->channel_name);
    break;
  case RELAIS_PLAN_COLUMN_STATE:
    set_text (sheet, row, at, item->state_word);
    break;
  case RELAIS_PLAN_COLUMN_PLANNED:
    set_day (sheet, row, at, item->planned, day_format);
    break;
  case RELAIS_PLAN_COLUMN_COPY_DUE:
    set_day (sheet, row, at, item->copy_due, day_format);
    break;
  case RELAIS_PLAN_COLUMN_PUBLISH_AT:
    set_instant (sheet, items, row, at, relais_record_get_string (item->placement, "publish_at"));
    break;
  case RELAIS_PLAN_COLUMN_AUTHOR:
    set_text (sheet, row, at, item->author_name);
    break;
  case RELAIS_PLAN_COLUMN_REVIEWER:
    text = relais_plan_items_name (items, "person", relais_record_get_string (item->placement, "reviewer"));
    set_text (sheet, row, at, text);
    break;
  case RELAIS_PLAN_COLUMN_UNIT:
    set_text (sheet, row, at, item->unit_name);
    break;
  case RELAIS_PLAN_COLUMN_LENGTH:
    if (relais_record_get (item->placement, "length") != NULL)
      text = g_strdup_printf ("%" G_GINT64_FORMAT, relais_record_get_integer (item->placement, "length"));
    set_text (sheet, row, at, text != NULL ? text : "");
    break;
  case RELAIS_PLAN_N_COLUMNS:
    break;
  }
}

/* As it is pinned on a wall, or as somebody laid it out on the screen. */
static guint
choose_columns (const RelaisPlanSheetRequest *request,
                RelaisPlanField              columns[RELAIS_PLAN_N_COLUMNS])
{
  static const RelaisPlanField usual[] = {
    RELAIS_PLAN_COLUMN_PLANNED, RELAIS_PLAN_COLUMN_SUBJECT, RELAIS_PLAN_COLUMN_CHANNEL, RELAIS_PLAN_COLUMN_STATE,
    RELAIS_PLAN_COLUMN_AUTHOR, RELAIS_PLAN_COLUMN_UNIT, RELAIS_PLAN_COLUMN_COPY_DUE,
  };
  guint n = 0;

  for (guint i = 0; request->ordered && i < RELAIS_PLAN_N_COLUMNS; i++)
    if (relais_plan_order_shows (&request->order, i))
      columns[n++] = i;
  for (guint i = 0; !request->ordered && i < G_N_ELEMENTS (usual); i++)
    columns[n++] = usual[i];
  return n;
}

void
relais_plan_sheet_fill_list (RelaisSheet                  *sheet,
                             RelaisPlanItems              *items,
                             const RelaisPlanSheetRequest *request)
{
  static const double widths[RELAIS_PLAN_N_COLUMNS] = {
    [RELAIS_PLAN_COLUMN_SUBJECT] = 3.2,    [RELAIS_PLAN_COLUMN_CHANNEL] = 1.5,  [RELAIS_PLAN_COLUMN_STATE] = 1.2,
    [RELAIS_PLAN_COLUMN_PLANNED] = 1.15,   [RELAIS_PLAN_COLUMN_COPY_DUE] = 1.15, [RELAIS_PLAN_COLUMN_PUBLISH_AT] = 1.5,
    [RELAIS_PLAN_COLUMN_AUTHOR] = 1.5,     [RELAIS_PLAN_COLUMN_REVIEWER] = 1.5, [RELAIS_PLAN_COLUMN_UNIT] = 1.8,
    [RELAIS_PLAN_COLUMN_LENGTH] = 1,
  };
  RelaisPlanGroup group = request->ordered ? request->order.group : RELAIS_PLAN_GROUP_WEEK;
  /* The year stands in the heading of the week. */
  const char *day_format = group == RELAIS_PLAN_GROUP_WEEK ? _("%a %-d %b") : _("%-d %b %Y");
  RelaisPlanField columns[RELAIS_PLAN_N_COLUMNS];
  guint n = choose_columns (request, columns);
  g_autofree char *last = NULL;

  for (guint i = 0; i < n; i++)
    relais_sheet_add_column (sheet, _(relais_plan_column_label (columns[i])), widths[columns[i]]);
  for (guint i = 0; i < items->items->len; i++) {
    const RelaisPlanItem *item = g_ptr_array_index (items->items, i);
    g_autofree char *key = get_group (item, group);
    RelaisSheetRow *row;

    if (i == 0 || g_strcmp0 (key, last) != 0)
      add_group (sheet, items, item, group);
    g_free (last);
    last = g_steal_pointer (&key);
    row = relais_sheet_add_row (sheet, RELAIS_ROW_BODY, NULL);
    for (guint k = 0; k < n; k++)
      fill_cell (sheet, items, item, row, k, columns[k], day_format);
  }
}

/* ---- board ---- */

static void
add_state_columns (RelaisSheet     *sheet,
                   RelaisPlanItems *items,
                   GPtrArray       *states)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");
  const char * const *choices = kind->fields[relais_kind_field (kind, "state")].choices;
  g_autoptr (GPtrArray) settings = relais_plan_items_list (items, "setting", "key");

  for (guint i = 0; choices[i] != NULL; i++) {
    guint count = 0, limit = relais_work_limit_find (settings, choices[i], NULL);
    RelaisSheetColumn *column;

    for (guint k = 0; k < items->items->len; k++)
      count += strcmp (((RelaisPlanItem *) g_ptr_array_index (items->items, k))->state, choices[i]) == 0;
    /* The columns of work in hand are always there; the others when something stands in them. */
    if (count == 0 && (strcmp (choices[i], "archived") == 0 || strcmp (choices[i], "refused") == 0 ||
                       strcmp (choices[i], "postponed") == 0 || strcmp (choices[i], "idea") == 0))
      continue;
    column = relais_sheet_add_column (sheet, relais_choice_label (kind, "state", choices[i]), count == 0 ? 0.6 : 1);
    column->remark = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u placement", "%u placements", count), count);
    if (limit > 0) {
      g_autofree char *words = g_steal_pointer (&column->remark);
      g_autofree char *most = g_strdup_printf (_("%u at most"), limit);

      column->remark = g_strjoin (", ", words, most, NULL);
    }
    g_ptr_array_add (states, (gpointer) choices[i]);
  }
}

void
relais_plan_sheet_fill_board (RelaisSheet                  *sheet,
                              RelaisPlanItems              *items,
                              const RelaisPlanSheetRequest *request)
{
  g_autoptr (GArray) lanes = relais_plan_lanes_make (items, request->rows, request->filter);
  g_autoptr (GPtrArray) states = g_ptr_array_new ();
  g_autofree guint *counts = NULL;

  if (request->rows != RELAIS_PLAN_BY_NOTHING)
    sheet->rows_label = g_strdup (request->rows == RELAIS_PLAN_BY_CHANNEL ? _("Channel")
                                  : request->rows == RELAIS_PLAN_BY_UNIT ? _("Direction") : _("Author"));
  add_state_columns (sheet, items, states);
  counts = g_new0 (guint, lanes->len + 1);
  for (guint i = 0; i < lanes->len; i++)
    relais_sheet_add_row (sheet, RELAIS_ROW_BODY, g_array_index (lanes, RelaisPlanLane, i).title)->color =
      g_array_index (lanes, RelaisPlanLane, i).color;
  for (guint i = 0; i < items->items->len; i++) {
    const RelaisPlanItem *item = g_ptr_array_index (items->items, i);
    guint lane = relais_plan_lanes_find (lanes, item, request->rows);

    for (guint s = 0; s < states->len; s++) {
      RelaisSheetCell *cell;

      if (strcmp (item->state, g_ptr_array_index (states, s)) != 0)
        continue;
      cell = relais_sheet_get_cell (sheet, g_ptr_array_index (sheet->rows, lane), s);
      relais_plan_items_add_card (item, cell, request->rows, TRUE);
      /* The column says it. */
      g_clear_pointer (&((RelaisSheetCard *) g_ptr_array_index (cell->cards, cell->cards->len - 1))->status, g_free);
    }
    counts[lane]++;
  }
  for (guint i = 0; i < lanes->len && sheet->rows_label != NULL; i++)
    ((RelaisSheetRow *) g_ptr_array_index (sheet->rows, i))->remark =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u placement", "%u placements", counts[i]), counts[i]);
}

/* ---- balance ---- */

gboolean
relais_plan_sheet_fill_balance (RelaisSheet                  *sheet,
                                RelaisPlanItems              *items,
                                const RelaisPlanSheetRequest *request,
                                GError                      **error)
{
  g_autoptr (RelaisPlanFilter) everything = relais_plan_filter_new ();
  g_autoptr (GPtrArray) rows = relais_plan_reader_balance (items->workspace, request->filter != NULL ? request->filter : everything,
                                                           request->first, request->last, error);
  double most = 1;

  if (rows == NULL)
    return FALSE;

  relais_sheet_add_column (sheet, _("Direction"), 3);
  relais_sheet_add_column (sheet, _("Headcount"), 1)->numeric = TRUE;
  relais_sheet_add_column (sheet, _("Subjects"), 1.4)->numeric = TRUE;
  relais_sheet_add_column (sheet, _("By headcount"), 1)->numeric = TRUE;
  relais_sheet_add_column (sheet, _("Last spoken of"), 1.5);
  relais_sheet_add_column (sheet, _("Planned next"), 1.5);
  for (guint i = 0; i < rows->len; i++)
    most = MAX (most, ((RelaisBalanceRow *) g_ptr_array_index (rows, i))->subjects);
  for (guint i = 0; i < rows->len; i++) {
    const RelaisBalanceRow *balance = g_ptr_array_index (rows, i);
    RelaisSheetRow *row = relais_sheet_add_row (sheet, RELAIS_ROW_BODY, NULL);
    RelaisSheetCell *cell;

    set_text (sheet, row, 0, balance->name);
    if (balance->headcount > 0)
      relais_sheet_get_cell (sheet, row, 1)->text = g_strdup_printf ("%u", balance->headcount);
    cell = relais_sheet_get_cell (sheet, row, 2);
    cell->text = g_strdup_printf ("%u", balance->subjects);
    cell->share = balance->subjects / most;
    if (balance->expected > 0)
      relais_sheet_get_cell (sheet, row, 3)->text = g_strdup_printf ("%.0f", balance->expected);
    /* TRANSLATORS: a day in a list, strftime(3): "Mon 16 Nov 2026" */
    set_day (sheet, row, 4, balance->last, _("%a %-d %b %Y"));
    if (balance->last == RELAIS_DAY_NONE)
      set_text (sheet, row, 4, _("never"));
    set_day (sheet, row, 5, balance->next, _("%a %-d %b %Y"));
  }
  return TRUE;
}
