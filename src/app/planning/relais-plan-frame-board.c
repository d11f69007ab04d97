/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-frame-private.h"

#include "relais-choice.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
get_row_title (const RelaisPlanFrame *frame, const RelaisPlanRow *row)
{
  if (frame->matrix->by == RELAIS_PLAN_BY_NOTHING)
    return NULL;
  return row->key[0] != '\0' ? row->title : _("Nobody");
}

static void
add_columns (RelaisPlanFrame *frame)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");

  for (guint i = 0; i < frame->n_columns; i++)
    relais_sheet_add_column (frame->sheet, relais_choice_label (kind, "state", relais_plan_frame_get_column (frame, i)->state), 1);
}

/* "3", "3 of 5": (transfer full) */
static char *
count (guint n, guint limit)
{
  if (limit == 0)
    return g_strdup_printf ("%u", n);
  /* Translators: how many there are of how many there should be at most: "3 of 5" */
  return g_strdup_printf (_("%u of %u"), n, limit);
}

static void
add_row (RelaisPlanFrame *frame, guint r)
{
  RelaisPlanRow *from = g_ptr_array_index (frame->matrix->rows, r);
  RelaisSheetRow *row = relais_sheet_add_row (frame->sheet, RELAIS_ROW_BODY, get_row_title (frame, from));

  row->color = from->color != NULL ? relais_color_style (from->color) + strlen ("relais-") : NULL;
  row->remark = g_strdup_printf (ngettext ("%u placement", "%u placements", from->count), from->count);
  g_ptr_array_add (frame->body, row);
  for (guint c = 0; c < frame->n_columns; c++)
    {
      const RelaisPlanColumn *column = relais_plan_frame_get_column (frame, c);
      RelaisPlanSlot *slot = relais_plan_frame_get_slot (frame, r, c);
      *slot = (RelaisPlanSlot) { .day = RELAIS_DAY_NONE, .state = column->state, .cell = &from->cells[c], .key = from->key };
      if (relais_plan_frame_has_headings (frame) && slot->cell->count > 0)
        row->cells[c].heading = count (slot->cell->count, column->row_limit);
    }
}

RelaisPlanFrame *
relais_plan_frame_new_board (RelaisDay today, RelaisPlanMatrix *matrix)
{
  RelaisPlanFrame *frame = g_new0 (RelaisPlanFrame, 1);

  frame->shape = (RelaisPlanShape) { RELAIS_PLAN_BOARD, RELAIS_DAY_NONE, RELAIS_DAY_NONE, matrix->n_columns, 0 };
  frame->today = today;
  frame->matrix = matrix;
  frame->campaigns = g_ptr_array_new ();
  frame->n_columns = matrix->n_columns;
  frame->sheet = relais_sheet_new (RELAIS_SHEET_PLAN, "");
  frame->bars = g_ptr_array_new ();
  frame->body = g_ptr_array_new ();
  frame->totals = g_ptr_array_new ();
  frame->bar_of = g_hash_table_new (NULL, NULL);
  frame->slots = g_new0 (RelaisPlanSlot, MAX (matrix->rows->len, 1) * frame->n_columns);
  add_columns (frame);
  for (guint r = 0; r < matrix->rows->len; r++)
    add_row (frame, r);
  return frame;
}

gboolean
relais_plan_frame_is_board (const RelaisPlanFrame *frame)
{
  return frame->shape.scale == RELAIS_PLAN_BOARD;
}

gboolean
relais_plan_frame_has_headings (const RelaisPlanFrame *frame)
{
  return relais_plan_frame_is_board (frame) && frame->matrix->by != RELAIS_PLAN_BY_NOTHING;
}

const RelaisPlanColumn *
relais_plan_frame_get_column (const RelaisPlanFrame *frame, guint column)
{
  return frame->matrix->columns != NULL ? &g_array_index (frame->matrix->columns, RelaisPlanColumn, column) : NULL;
}

char *
relais_plan_frame_describe_board (const RelaisPlanFrame *frame, guint row, guint column)
{
  RelaisPlanSlot *slot = relais_plan_frame_get_slot (frame, row, column);
  const char *title = get_row_title (frame, g_ptr_array_index (frame->matrix->rows, row));
  guint limit = relais_plan_frame_get_column (frame, column)->row_limit, n = slot->cell->count;
  const char *state = relais_choice_label (relais_kind_lookup ("placement"), "state", slot->state);
  g_autofree char *words = g_strdup_printf (ngettext ("%u placement", "%u placements", n), n);
  g_autofree char *most = limit > 0 ? g_strdup_printf (_("%u at most"), limit) : NULL;
  g_autofree char *rest = most != NULL ? g_strjoin (", ", state, words, most, NULL) : g_strjoin (", ", state, words, NULL);

  return title != NULL ? g_strjoin (", ", title, rest, NULL) : g_steal_pointer (&rest);
}

/* How many of these do not stand in this status yet, or (@key) not in this cell. */
static guint
count_new (const RelaisPlanFrame *frame, const RelaisPlanSlot *slot, GPtrArray *placements, gboolean in_row)
{
  const char *field = frame->matrix->by == RELAIS_PLAN_BY_CHANNEL ? "channel" : "author";
  guint n = 0;

  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      const char *key = relais_record_get_string (placement, field);
      gboolean here = g_strcmp0 (relais_record_get_string (placement, "state"), slot->state) == 0;
      n += !here || (in_row && g_strcmp0 (key != NULL ? key : "", slot->key) != 0);
    }
  return n;
}

char *
relais_plan_frame_warn (const RelaisPlanFrame *frame, guint row, guint column, GPtrArray *placements)
{
  const RelaisPlanColumn *place = relais_plan_frame_get_column (frame, column);
  RelaisPlanSlot *slot = relais_plan_frame_get_slot (frame, row, column);

  if (place == NULL)
    return NULL;
  const char *state = relais_choice_label (relais_kind_lookup ("placement"), "state", slot->state);
  const char *title = get_row_title (frame, g_ptr_array_index (frame->matrix->rows, row));
  guint here = count_new (frame, slot, placements, TRUE), all = count_new (frame, slot, placements, FALSE);
  if (title != NULL && place->row_limit > 0 && here > 0 && slot->cell->count + here > place->row_limit)
    /* Translators: what would be in one status if it were let go here: "Brèves, Writing: 4 of 3 at most" */
    return g_strdup_printf (_("%s, %s: %u of %u at most"), title, state, slot->cell->count + here, place->row_limit);
  if (place->limit > 0 && all > 0 && place->total + all > place->limit)
    /* Translators: what would be in one status if it were let go here: "Writing: 9 of 8 at most" */
    return g_strdup_printf (_("%s: %u of %u at most"), state, place->total + all, place->limit);
  return NULL;
}
