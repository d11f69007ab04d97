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

void
relais_plan_sheet_fill_list (RelaisSheet                  *sheet,
                             RelaisPlanItems              *items,
                             const RelaisPlanSheetRequest *request)
{
  RelaisDay week = G_MAXINT32;

  relais_sheet_add_column (sheet, _("Planned"), 1.15);
  relais_sheet_add_column (sheet, _("Subject"), 3.2);
  relais_sheet_add_column (sheet, _("Channel"), 1.5);
  relais_sheet_add_column (sheet, _("Status"), 1.2);
  relais_sheet_add_column (sheet, _("Author"), 1.5);
  relais_sheet_add_column (sheet, _("Direction"), 1.8);
  relais_sheet_add_column (sheet, _("Copy due"), 1.15);
  for (guint i = 0; i < items->items->len; i++) {
    const RelaisPlanItem *item = g_ptr_array_index (items->items, i);
    RelaisDay monday = item->planned != RELAIS_DAY_NONE ? relais_day_monday (item->planned) : RELAIS_DAY_NONE;
    RelaisSheetRow *row;

    if (monday != week)
      add_week (sheet, monday);
    week = monday;
    row = relais_sheet_add_row (sheet, RELAIS_ROW_BODY, NULL);
    /* The year stands in the heading of the week. */
    set_day (sheet, row, 0, item->planned, _("%a %-d %b"));
    set_text (sheet, row, 1, item->title);
    set_text (sheet, row, 2, item->channel_name);
    set_text (sheet, row, 3, item->state_word);
    set_text (sheet, row, 4, item->author_name);
    set_text (sheet, row, 5, item->unit_name);
    set_day (sheet, row, 6, item->copy_due, _("%a %-d %b"));
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
      relais_plan_items_add_card (item, cell, request->rows != RELAIS_PLAN_BY_CHANNEL, TRUE);
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
