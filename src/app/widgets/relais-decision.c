/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-decision.h"

#include "relais-choice.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-state-pill.h"

#include <glib/gi18n.h>
#include <string.h>

static int
compare_days (gconstpointer a, gconstpointer b)
{
  /* last first */
  return strcmp (*(char * const *) b, *(char * const *) a);
}

char *
relais_decision_say (RelaisStore *store, RelaisRecord *decision)
{
  const char *outcome = relais_record_get_string (decision, "outcome"), *until = relais_record_get_string (decision, "until");

  if (g_strcmp0 (outcome, "postponed") == 0 && until != NULL)
    {
      g_autofree char *day = relais_format_date (until);
      return g_strdup_printf (_("Postponed to %s"), day);
    }
  if (g_strcmp0 (outcome, "other_channel") == 0 && relais_record_get_string (decision, "channel") != NULL)
    {
      g_autofree char *channel = relais_store_dup_title (store, "channel", relais_record_get_string (decision, "channel"));
      return g_strdup_printf (_("On another channel: %s"), channel);
    }
  return g_strdup (relais_choice_label (relais_record_get_kind (decision), "outcome", outcome));
}

char *
relais_decision_say_more (RelaisStore *store, RelaisRecord *decision)
{
  const char *reason = relais_record_get_string (decision, "reason"), *due = relais_record_get_string (decision, "due");
  const char *responsible = relais_record_get_string (decision, "responsible");
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();

  if (reason != NULL)
    g_strv_builder_add (parts, reason);
  if (responsible != NULL)
    {
      g_autofree char *name = relais_store_dup_title (store, "person", responsible);
      g_strv_builder_take (parts, g_strdup_printf (_("in charge: %s"), name));
    }
  if (due != NULL)
    {
      g_autofree char *day = relais_format_date (due);
      g_strv_builder_take (parts, g_strdup_printf (_("by %s"), day));
    }
  g_auto (GStrv) said = g_strv_builder_end (parts);
  return g_strjoinv (" · ", said);
}

GtkWidget *
relais_decision_row_new (RelaisStore *store, RelaisRecord *decision, const char *title)
{
  GtkWidget *row = adw_action_row_new (), *pill = relais_state_pill_new ();
  g_autofree char *said = relais_decision_say (store, decision), *more = relais_decision_say_more (store, decision);
  const char *outcome = relais_choice_label (relais_record_get_kind (decision), "outcome", relais_record_get_string (decision, "outcome"));
  g_autofree char *all = more[0] != '\0' ? g_strdup_printf ("%s · %s", said, more) : g_strdup (said);
  /* What the pill says is not said twice. */
  const char *subtitle = g_str_equal (said, outcome) ? more : all;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  relais_state_pill_set (RELAIS_STATE_PILL (pill), relais_record_get_kind (decision), "outcome",
                         relais_record_get_string (decision, "outcome"));
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", title, all);
  relais_name_row (row, spoken);
  return row;
}

GPtrArray *
relais_decisions_of_subject (RelaisStore *store, const char *subject)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("decision"));
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  relais_query_where (query, "subject", RELAIS_MATCH_EQUAL, subject);
  g_autoptr (GPtrArray) found = relais_store_query (store, query);
  for (guint i = 0; i < found->len; i++)
    {
      RelaisRecord *decision = g_ptr_array_index (found, i);
      g_autofree char *day = relais_decision_dup_day (store, decision);
      char *key = g_strconcat (day, relais_record_get_id (decision), NULL);
      g_hash_table_insert (by_key, key, decision);
      g_ptr_array_add (keys, key);
    }
  g_ptr_array_sort (keys, compare_days);
  for (guint i = 0; i < keys->len; i++)
    g_ptr_array_add (sorted, relais_record_ref (g_hash_table_lookup (by_key, g_ptr_array_index (keys, i))));
  return sorted;
}

char *
relais_decision_dup_day (RelaisStore *store, RelaisRecord *decision)
{
  const char *id = relais_record_get_string (decision, "meeting");
  g_autoptr (RelaisRecord) meeting = id != NULL ? relais_store_lookup (store, "meeting", id) : NULL;
  const char *day = meeting != NULL ? relais_record_get_string (meeting, "on") : NULL;

  return g_strdup (day != NULL ? day : "");
}
