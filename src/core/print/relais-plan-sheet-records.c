/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sheets of one record: the flatplan of a journal issue, the record of decisions of a meeting. */

#define G_LOG_DOMAIN "relais-print"

#include "relais-plan-items.h"

#include "relais-agenda.h"
#include "relais-back-plan.h"
#include "relais-choice-label.h"
#include "relais-flatplan.h"
#include "relais-markdown.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PAGES_ACROSS     6   /* of the issue, on a page of paper: three spreads */
#define MAX_NOTE_CHARS 1500  /* of a note: a fraction of a page */

static GPtrArray *
query_equal (RelaisPlanItems *items,
             const char      *kind,
             const char      *field,
             const char      *value)
{
  g_autoptr (RelaisQuery) query = relais_query_where (relais_query_new (relais_kind_lookup (kind)), field, RELAIS_MATCH_EQUAL, value);
  GPtrArray *records = relais_workspace_query (items->workspace, query, NULL);

  return records != NULL ? records : g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
}

static void
append_part (GString    *text,
             const char *separator,
             const char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", part);
}

/* ---- flatplan ---- */

/* Signs of a placement: of its article, where there is one, else what is expected. */
static guint
count_signs (RelaisPlanItems *items,
             RelaisRecord    *placement)
{
  RelaisRecord *article = relais_plan_items_get (items, "article", relais_record_get_string (placement, "article"));
  const char *body = article != NULL ? relais_record_get_string (article, "body") : NULL;

  return body != NULL ? (guint) g_utf8_strlen (body, -1) : (guint) relais_record_get_integer (placement, "length");
}

static void
add_item_card (RelaisPlanItems          *items,
               const RelaisFlatplanItem *item,
               RelaisSheetCell          *cell)
{
  RelaisRecord *placement = relais_plan_items_get (items, "placement", item->id);
  g_autofree char *title = placement != NULL
                           ? relais_plan_items_name (items, "subject", relais_record_get_string (placement, "subject")) : g_strdup ("");
  const char *state = placement != NULL ? relais_record_get_string (placement, "state") : NULL;
  RelaisSheetCard *card = relais_sheet_cell_add_card (cell, title, NULL,
                                                      relais_choice_label (relais_kind_lookup ("placement"), "state", state), "blue");

  if (item->signs > 0)
    card->note = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u sign", "%'u signs", item->signs), item->signs);
}

static char *
describe_page (const RelaisFlatplanPage *page)
{
  if (page->room == 0)
    return page->used > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u sign", "%'u signs", page->used), page->used) : NULL;
  switch (page->state) {
  case RELAIS_PAGE_EMPTY:
    return g_strdup_printf (_("empty, room for %'u signs"), page->room);
  case RELAIS_PAGE_HOLE:
    return g_strdup_printf (_("%'u of %'u signs, %'u to fill"), page->used, page->room, page->room - page->used);
  case RELAIS_PAGE_FULL:
    return g_strdup_printf (_("%'u of %'u signs"), page->used, page->room);
  case RELAIS_PAGE_OVER:
    return g_strdup_printf (_("%'u of %'u signs, %'u too many"), page->used, page->room, page->used - page->room);
  }
  g_return_val_if_reached (NULL);
}

static RelaisFlatplan *
make_flatplan (RelaisPlanItems *items,
               RelaisRecord    *edition)
{
  g_autoptr (GPtrArray) placements = query_equal (items, "placement", "edition", relais_record_get_id (edition));
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_flatplan_item_free);

  for (guint i = 0; i < placements->len; i++) {
    RelaisRecord *placement = g_ptr_array_index (placements, i);

    if (g_strcmp0 (relais_record_get_string (placement, "state"), "refused") != 0)
      g_ptr_array_add (found, relais_flatplan_item_new (relais_record_get_id (placement),
                                                        (guint) relais_record_get_integer (placement, "page"),
                                                        count_signs (items, placement)));
  }
  return relais_flatplan_new (edition, found);
}

/* "To the printer on …", then the steps before it. */
static char *
describe_edition (RelaisPlanItems *items,
                  RelaisRecord    *edition,
                  RelaisFlatplan  *plan)
{
  g_autoptr (GPtrArray) steps = relais_back_plan_steps (items->calendar, edition);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *print = relais_day_format (relais_day_parse (relais_record_get_string (edition, "print_on")),
                                                  _("%A %-d %B %Y"));

  for (guint i = 0; i < steps->len; i++) {
    const RelaisPlanStep *step = g_ptr_array_index (steps, i);
    g_autofree char *day = step->day != RELAIS_DAY_NONE ? relais_day_format (step->day, _("%a %-d %b")) : g_strdup ("—");
    /* TRANSLATORS: a step of the journal's making and its day: "Proofs: Mon 16 Nov" */
    g_autofree char *words = g_strdup_printf (_("%s: %s"), step->name, day);

    append_part (text, " · ", words);
  }
  {
    g_autofree char *words = g_strdup_printf (_("To the printer: %s"), print);
    g_autofree char *signs = plan->room > 0 ? g_strdup_printf (_("%'u of %'u signs"), plan->used, plan->room) : NULL;

    append_part (text, " · ", words);
    if (signs != NULL)
      append_part (text, " · ", signs);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
relais_plan_sheet_fill_flatplan (RelaisSheet     *sheet,
                                 RelaisPlanItems *items,
                                 RelaisRecord    *edition)
{
  g_autoptr (RelaisFlatplan) plan = make_flatplan (items, edition);
  RelaisSheetRow *row = NULL;

  sheet->subtitle = describe_edition (items, edition, plan);
  for (guint i = 0; i < PAGES_ACROSS; i++)
    relais_sheet_add_column (sheet, "", 1)->begins = i % 2 == 0;
  /* The first page is a right-hand one. */
  for (guint i = 0; i < plan->pages->len; i++) {
    const RelaisFlatplanPage *page = g_ptr_array_index (plan->pages, i);
    guint place = i + 1;
    RelaisSheetCell *cell;

    if (row == NULL || place % PAGES_ACROSS == 0)
      row = relais_sheet_add_row (sheet, RELAIS_ROW_BODY, NULL);
    cell = relais_sheet_get_cell (sheet, row, place % PAGES_ACROSS);
    cell->heading = g_strdup_printf (_("Page %u"), page->number);
    cell->remark = describe_page (page);
    cell->share = page->room > 0 ? (double) page->used / page->room : -1;
    for (guint k = 0; k < page->items->len; k++)
      add_item_card (items, g_ptr_array_index (page->items, k), cell);
  }
  if (plan->waiting->len == 0)
    return;
  relais_sheet_add_row (sheet, RELAIS_ROW_SECTION, _("On no page yet"));
  row = relais_sheet_add_row (sheet, RELAIS_ROW_TOTAL, NULL);
  for (guint i = 0; i < plan->waiting->len; i++)
    add_item_card (items, g_ptr_array_index (plan->waiting, i), relais_sheet_get_cell (sheet, row, i % PAGES_ACROSS));
}

/* ---- record of decisions ---- */

static void
add_notes (RelaisSheet *sheet,
           const char  *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++) {
    const char *rest = g_strstrip (paragraphs[i]);

    while (*rest != '\0') {
      gsize length = strlen (rest);
      const char *end = g_utf8_strlen (rest, -1) > MAX_NOTE_CHARS ? g_utf8_offset_to_pointer (rest, MAX_NOTE_CHARS) : rest + length;
      const char *space = *end != '\0' ? g_strrstr_len (rest, end - rest, " ") : NULL;
      g_autofree char *part = NULL;

      if (space != NULL && space > rest)
        end = space + 1;
      part = g_strndup (rest, (gsize) (end - rest));
      relais_sheet_add_row (sheet, RELAIS_ROW_NOTE, part);
      rest = end;
    }
  }
}

static char *
describe_outcome (RelaisPlanItems *items,
                  RelaisRecord    *decision)
{
  const char *outcome = relais_record_get_string (decision, "outcome");
  const char *word = relais_choice_label (relais_record_get_kind (decision), "outcome", outcome);
  RelaisDay until = relais_day_parse (relais_record_get_string (decision, "until"));
  g_autofree char *channel = relais_plan_items_name (items, "channel", relais_record_get_string (decision, "channel"));

  if (until != RELAIS_DAY_NONE) {
    g_autofree char *day = relais_day_format (until, _("%a %-d %b %Y"));

    /* TRANSLATORS: a decision and the day that it names: "Postponed, to Mon 16 Nov 2026" */
    return g_strdup_printf (_("%s, to %s"), word, day);
  }
  return *channel != '\0' ? g_strdup_printf (_("%s: %s"), word, channel) : g_strdup (word);
}

static void
add_decision (RelaisSheet     *sheet,
              RelaisPlanItems *items,
              RelaisRecord    *decision)
{
  RelaisSheetRow *row = relais_sheet_add_row (sheet, RELAIS_ROW_BODY, NULL);
  RelaisRecord *placement = relais_plan_items_get (items, "placement", relais_record_get_string (decision, "placement"));
  g_autofree char *subject = relais_plan_items_name (items, "subject", relais_record_get_string (decision, "subject"));
  g_autofree char *channel = relais_plan_items_name (items, "channel",
                                                     placement != NULL ? relais_record_get_string (placement, "channel") : NULL);
  RelaisDay due = relais_day_parse (relais_record_get_string (decision, "due"));
  RelaisSheetCell *by_when = relais_sheet_get_cell (sheet, row, 4);

  relais_sheet_get_cell (sheet, row, 0)->text = *channel != '\0' ? g_strdup_printf ("%s — %s", subject, channel)
                                                                  : g_steal_pointer (&subject);
  relais_sheet_get_cell (sheet, row, 1)->text = describe_outcome (items, decision);
  relais_sheet_get_cell (sheet, row, 2)->text = g_strdup (relais_record_get_string (decision, "reason"));
  relais_sheet_get_cell (sheet, row, 3)->text = relais_plan_items_name (items, "person",
                                                                        relais_record_get_string (decision, "responsible"));
  if (due != RELAIS_DAY_NONE) {
    by_when->text = relais_day_format (due, _("%a %-d %b %Y"));
    by_when->value = relais_day_to_string (due);
  }
}

/* As the committee spoke of them; those that are not on the agenda follow. */
static GPtrArray *
find_decisions (RelaisPlanItems *items,
                RelaisRecord    *meeting)
{
  g_autoptr (GPtrArray) agenda = relais_agenda_parse (relais_record_get_string (meeting, "agenda"));
  g_autoptr (GPtrArray) found = query_equal (items, "decision", "meeting", relais_record_get_id (meeting));
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);

  for (guint i = 0; i < agenda->len; i++) {
    const char *subject = ((RelaisAgendaItem *) g_ptr_array_index (agenda, i))->subject;

    for (guint j = found->len; j > 0; j--)
      if (g_strcmp0 (relais_record_get_string (g_ptr_array_index (found, j - 1), "subject"), subject) == 0)
        g_ptr_array_add (sorted, g_ptr_array_steal_index (found, j - 1));
  }
  g_ptr_array_extend_and_steal (sorted, g_steal_pointer (&found));
  return sorted;
}

static char *
list_attendees (RelaisPlanItems *items,
                RelaisRecord    *meeting)
{
  g_autofree const char **ids = relais_record_dup_strv (meeting, "attendees");
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++) {
    g_autofree char *name = relais_plan_items_name (items, "person", ids[i]);

    if (*name != '\0')
      append_part (names, ", ", name);
  }
  return names->len > 0 ? g_strdup_printf (_("Present: %s"), names->str) : NULL;
}

void
relais_plan_sheet_fill_decisions (RelaisSheet     *sheet,
                                  RelaisPlanItems *items,
                                  RelaisRecord    *meeting,
                                  gboolean         with_text)
{
  g_autoptr (GPtrArray) decisions = find_decisions (items, meeting);
  const char *record = relais_record_get_string (meeting, "record");

  sheet->subtitle = list_attendees (items, meeting);
  relais_sheet_add_column (sheet, _("Subject"), 2.6);
  relais_sheet_add_column (sheet, _("Decision"), 1.5);
  relais_sheet_add_column (sheet, _("Reason"), 2.4);
  relais_sheet_add_column (sheet, _("In charge"), 1.4);
  relais_sheet_add_column (sheet, _("Due"), 1.2);
  for (guint i = 0; i < decisions->len; i++)
    add_decision (sheet, items, g_ptr_array_index (decisions, i));
  /* The text says the decisions again; it stands for them where there are none, in what was written by hand. */
  if (record != NULL && (with_text || decisions->len == 0)) {
    g_autofree char *text = relais_markdown_to_text (record);

    relais_sheet_add_row (sheet, RELAIS_ROW_SECTION, _("Record"));
    add_notes (sheet, text);
  }
}
