/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-cell-choices.h"

#include "relais-choice.h"
#include "relais-plan-moves.h"

#include <glib/gi18n.h>

/* Of people and units; more are found by typing. */
#define MOST_CHOICES 8

static const struct {
  const char *kind;  /* of the records to choose from; NULL: the statuses */
  const char *none;  /* N_() */
  gboolean    may_be_empty;
} columns[RELAIS_PLAN_N_COLUMNS] = {
  [RELAIS_PLAN_COLUMN_STATE] = { NULL, N_("There is no status “%s” that you may choose here."), FALSE },
  [RELAIS_PLAN_COLUMN_CHANNEL] = { "channel", N_("There is no channel “%s” that you may choose here."), FALSE },
  [RELAIS_PLAN_COLUMN_AUTHOR] = { "person", N_("Nobody is called “%s”."), TRUE },
  [RELAIS_PLAN_COLUMN_REVIEWER] = { "person", N_("Nobody is called “%s”."), TRUE },
  [RELAIS_PLAN_COLUMN_UNIT] = { "unit", N_("No direction or service is called “%s”."), TRUE },
};

static void
add_choice (GPtrArray *choices, const char *value, const char *label, const char *icon)
{
  RelaisCellChoice *choice = g_new0 (RelaisCellChoice, 1);

  choice->value = g_strdup (value);
  choice->label = g_strdup (label);
  choice->icon = icon;
  g_ptr_array_add (choices, choice);
}

static gboolean
fits (const char *label, const char *text)
{
  return text[0] == '\0' || g_str_match_string (text, label, TRUE);
}

static void
find_states (GPtrArray *choices, RelaisSession *session, RelaisRecord *placement, const char *text)
{
  const RelaisKind *kind = relais_record_get_kind (placement);
  g_autofree const char **states = relais_access_dup_next_states (relais_session_get_access (session), placement);

  for (guint i = 0; states != NULL && states[i] != NULL; i++)
    {
      const char *label = relais_choice_label (kind, "state", states[i]);
      if (fits (label, text))
        add_choice (choices, states[i], label, relais_choice_icon (kind, "state", states[i]));
    }
}

/* Few, and each may be refused. */
static void
find_channels (GPtrArray *choices, RelaisSession *session, RelaisRecord *placement, const char *text)
{
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("channel")), "position", FALSE);
  g_autoptr (GPtrArray) channels = relais_store_query (relais_session_get_store (session), query);

  for (guint i = 0; i < channels->len; i++)
    {
      RelaisRecord *channel = g_ptr_array_index (channels, i);
      const char *id = relais_record_get_id (channel);
      g_autofree char *label = relais_record_dup_title (channel);
      if (fits (label, text) && relais_plan_move_may (session, placement, &(RelaisPlanTarget) { .channel = id }))
        add_choice (choices, id, label, relais_channel_icon (relais_record_get_string (channel, "form")));
    }
}

/* Directions first; services are found by their names. */
static void
find_records (GPtrArray *choices, RelaisSession *session, const char *kind, const char *text)
{
  gboolean units = g_str_equal (kind, "unit");
  g_autoptr (RelaisQuery) query = relais_query_limit (relais_query_new (relais_kind_lookup (kind)), MOST_CHOICES);

  relais_query_order (query, units ? "name" : "last_name", FALSE);
  if (text[0] != '\0')
    relais_query_text (query, text);
  else if (units)
    relais_query_where (query, "type", RELAIS_MATCH_EQUAL, "directorate");
  g_autoptr (GPtrArray) records = relais_store_query (relais_session_get_store (session), query);
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *label = relais_record_dup_title (g_ptr_array_index (records, i));
      add_choice (choices, relais_record_get_id (g_ptr_array_index (records, i)), label, NULL);
    }
}

void
relais_cell_choice_free (RelaisCellChoice *choice)
{
  g_free (choice->value);
  g_free (choice->label);
  g_free (choice);
}

gboolean
relais_cell_has_choices (RelaisPlanField column)
{
  g_return_val_if_fail (column < RELAIS_PLAN_N_COLUMNS, FALSE);
  return columns[column].none != NULL;
}

gboolean
relais_cell_may_be_empty (RelaisPlanField column)
{
  g_return_val_if_fail (column < RELAIS_PLAN_N_COLUMNS, FALSE);
  return columns[column].may_be_empty;
}

GPtrArray *
relais_cell_choices_find (RelaisSession *session, RelaisRecord *placement, RelaisPlanField column, const char *text)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && relais_cell_has_choices (column), NULL);

  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_cell_choice_free);
  if (column == RELAIS_PLAN_COLUMN_STATE)
    find_states (choices, session, placement, text);
  else if (column == RELAIS_PLAN_COLUMN_CHANNEL)
    find_channels (choices, session, placement, text);
  else
    find_records (choices, session, columns[column].kind, text);
  return choices;
}

char *
relais_cell_choices_describe_none (RelaisPlanField column, const char *text)
{
  g_return_val_if_fail (relais_cell_has_choices (column), NULL);

  GString *sentence = g_string_new (_(columns[column].none));
  g_string_replace (sentence, "%s", text, 1);
  return g_string_free (sentence, FALSE);
}
