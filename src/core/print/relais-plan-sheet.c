/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-print"

#include "relais-plan-items.h"

#include "relais-choice-label.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A grid of more days than this has a column a week. */
#define MAX_DAY_COLUMNS 35

static void
append_part (GString    *text,
             const char *separator,
             const char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", part);
}

/* What is chosen of one facet, in words: "Channel: Briefs, Agenda". (transfer full) */
static char *
describe_facet (RelaisPlanItems        *items,
                const RelaisPlanFilter *filter,
                RelaisPlanFacet         facet)
{
  static const struct { const char *label, *kind, *choice; } facets[] = {
    [RELAIS_PLAN_CHANNEL] = { N_("Channel"), "channel", NULL }, [RELAIS_PLAN_STATE] = { N_("Status"), NULL, "state" },
    [RELAIS_PLAN_UNIT] = { N_("Direction"), "unit", NULL }, [RELAIS_PLAN_AUTHOR] = { N_("Author"), "person", NULL },
    [RELAIS_PLAN_THEME] = { N_("Theme"), "theme", NULL }, [RELAIS_PLAN_CAMPAIGN] = { N_("Campaign"), "campaign", NULL },
    [RELAIS_PLAN_AUDIENCE] = { N_("Audience"), NULL, "audience" },
  };
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; filter->chosen[facet][i] != NULL; i++) {
    const char *value = filter->chosen[facet][i];
    const RelaisKind *kind = relais_kind_lookup (facet == RELAIS_PLAN_AUDIENCE ? "channel" : "placement");
    g_autofree char *name = facets[facet].kind != NULL ? relais_plan_items_name (items, facets[facet].kind, value)
                                                       : g_strdup (relais_choice_label (kind, facets[facet].choice, value));

    if (*name != '\0')
      append_part (names, ", ", name);
  }
  /* TRANSLATORS: what is chosen: "Channel: Briefs, Agenda" */
  return g_strdup_printf (_("%s: %s"), _(facets[facet].label), names->str);
}

/* Most of them: to name each would be a line of noise. */
static gboolean
is_nearly_all (const RelaisPlanFilter *filter,
               RelaisPlanFacet         facet)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");

  return facet == RELAIS_PLAN_STATE && g_strv_length (filter->chosen[facet]) + 1 >=
         g_strv_length ((char **) kind->fields[relais_kind_field (kind, "state")].choices);
}

/* (transfer full) (nullable) */
static char *
describe_filter (RelaisPlanItems        *items,
                 const RelaisPlanFilter *filter)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; filter != NULL && i < RELAIS_PLAN_N_FACETS; i++) {
    g_autofree char *words = filter->chosen[i] != NULL && !is_nearly_all (filter, i) ? describe_facet (items, filter, i) : NULL;

    if (words != NULL)
      append_part (text, " · ", words);
  }
  if (filter != NULL && filter->text != NULL) {
    g_autofree char *words = g_strdup_printf (_("With the words “%s”"), filter->text);

    append_part (text, " · ", words);
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static const char *
get_name (RelaisPlanSheetView view)
{
  switch (view) {
  case RELAIS_PLAN_SHEET_GRID:
  case RELAIS_PLAN_SHEET_MONTHS:
  case RELAIS_PLAN_SHEET_LIST:
    return _("Editorial plan");
  case RELAIS_PLAN_SHEET_BOARD:
    return _("Work in hand");
  case RELAIS_PLAN_SHEET_FLATPLAN:
    return _("Flatplan");
  case RELAIS_PLAN_SHEET_DECISIONS:
    return _("Record of decisions");
  case RELAIS_PLAN_SHEET_BALANCE:
    return _("Subjects by direction");
  }
  g_return_val_if_reached ("");
}

static char *
make_title (const RelaisPlanSheetRequest *request,
            RelaisRecord                 *record)
{
  g_autofree char *rest = NULL;

  if (request->view == RELAIS_PLAN_SHEET_DECISIONS)
    rest = relais_day_format (relais_day_parse (relais_record_get_string (record, "on")), _("%A %-d %B %Y"));
  else if (record != NULL)
    rest = relais_record_dup_title (record);
  else if (request->first != RELAIS_DAY_NONE && request->last != RELAIS_DAY_NONE)
    rest = relais_day_format_period (request->first, request->last);
  return rest != NULL ? g_strdup_printf ("%s · %s", get_name (request->view), rest) : g_strdup (get_name (request->view));
}

/* Whole months, and a width of columns that suits the period. */
static RelaisPlanSheetRequest
complete_request (const RelaisPlanSheetRequest *asked)
{
  RelaisPlanSheetRequest request = *asked;

  if (request.view == RELAIS_PLAN_SHEET_MONTHS) {
    request.first = relais_day_month_first (request.first);
    request.last = relais_day_month_last (request.last);
  }
  if (request.view == RELAIS_PLAN_SHEET_GRID && request.days != 1 && request.days != 7)
    request.days = request.last - request.first < MAX_DAY_COLUMNS ? 1 : 7;
  return request;
}

static gboolean
fill (RelaisSheet                  *sheet,
      RelaisPlanItems              *items,
      const RelaisPlanSheetRequest *request,
      RelaisRecord                 *record,
      GError                      **error)
{
  g_autoptr (RelaisLoad) load = NULL;

  switch (request->view) {
  case RELAIS_PLAN_SHEET_GRID:
    if (request->days == 1) {
      load = relais_plan_reader_load (items->workspace, request->first, request->last, error);
      if (load == NULL)
        return FALSE;
    }
    relais_plan_sheet_fill_grid (sheet, items, request, load);
    break;
  case RELAIS_PLAN_SHEET_MONTHS:
    relais_plan_sheet_fill_months (sheet, items, request);
    break;
  case RELAIS_PLAN_SHEET_LIST:
    relais_plan_sheet_fill_list (sheet, items, request);
    break;
  case RELAIS_PLAN_SHEET_BOARD:
    relais_plan_sheet_fill_board (sheet, items, request);
    break;
  case RELAIS_PLAN_SHEET_FLATPLAN:
    relais_plan_sheet_fill_flatplan (sheet, items, record);
    break;
  case RELAIS_PLAN_SHEET_DECISIONS:
    relais_plan_sheet_fill_decisions (sheet, items, record, request->with_text);
    break;
  case RELAIS_PLAN_SHEET_BALANCE:
    return relais_plan_sheet_fill_balance (sheet, items, request, error);
  }
  return TRUE;
}

static gboolean
is_list (RelaisPlanSheetView view)
{
  return view == RELAIS_PLAN_SHEET_LIST || view == RELAIS_PLAN_SHEET_DECISIONS || view == RELAIS_PLAN_SHEET_BALANCE;
}

RelaisSheet *
relais_plan_sheet_new (RelaisWorkspace              *workspace,
                       const RelaisPlanSheetRequest *asked,
                       GError                      **error)
{
  RelaisPlanSheetRequest request;
  g_autoptr (RelaisPlanItems) items = NULL;
  g_autoptr (RelaisSheet) sheet = NULL;
  RelaisRecord *record = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (workspace != NULL && asked != NULL, NULL);
  g_return_val_if_fail ((asked->first != RELAIS_DAY_NONE && asked->last >= asked->first) || asked->record != NULL ||
                        asked->view == RELAIS_PLAN_SHEET_LIST || asked->view == RELAIS_PLAN_SHEET_BOARD, NULL);

  request = complete_request (asked);
  items = relais_plan_items_read (workspace, &request, error);
  if (items == NULL)
    return NULL;
  if (request.record != NULL) {
    record = relais_plan_items_get (items, request.view == RELAIS_PLAN_SHEET_FLATPLAN ? "edition" : "meeting", request.record);
    if (record == NULL) {
      g_set_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NOT_FOUND, _("There is no record “%s”."), request.record);
      return NULL;
    }
  }
  title = make_title (&request, record);
  sheet = relais_sheet_new (is_list (request.view) ? RELAIS_SHEET_LIST : RELAIS_SHEET_PLAN, title);
  sheet->subtitle = describe_filter (items, request.filter);
  sheet->empty = g_strdup (_("There is nothing here."));
  if (request.now != NULL)
    /* TRANSLATORS: at the foot of a printed page, strftime(3) */
    sheet->dated = g_date_time_format (request.now, _("Printed on %-d %B %Y at %H:%M"));
  if (!fill (sheet, items, &request, record, error))
    return NULL;
  return g_steal_pointer (&sheet);
}
