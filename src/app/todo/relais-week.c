/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-week.h"

#include "relais-day.h"

#define MAX_LINES 100
#define DAYS      7

static void
free_line (RelaisWeekLine *line)
{
  g_free (line->subject);
  g_free (line->title);
  g_free (line->detail);
  g_free (line->who);
  g_free (line->day);
  relais_record_unref (line->record);
  g_free (line);
}

static char *
dup_title (RelaisWorkspace *workspace, const char *kind, const char *id)
{
  g_autoptr (RelaisRecord) record = id != NULL ? relais_workspace_lookup (workspace, kind, id) : NULL;
  return record != NULL ? relais_record_dup_title (record) : g_strdup ("");
}

static RelaisWeekLine *
add_line (GPtrArray *lines, RelaisWorkspace *workspace, RelaisRecord *record, const char *subject, const char *day)
{
  RelaisWeekLine *line = g_new0 (RelaisWeekLine, 1);

  line->record = relais_record_ref (record);
  line->subject = g_strdup (subject);
  line->title = dup_title (workspace, "subject", subject);
  line->day = g_strdup (day);
  g_ptr_array_add (lines, line);
  return line;
}

/* Placements with @field in these days and one of these states. */
static void
add_placements (GPtrArray *lines, RelaisWorkspace *workspace, const char *states, const char *field, const char *from, const char *to)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));

  relais_query_where (query, "state", RELAIS_MATCH_ONE_OF, states);
  if (from != NULL)
    relais_query_where (query, field, RELAIS_MATCH_AT_LEAST, from);
  relais_query_where (query, field, RELAIS_MATCH_AT_MOST, to);
  relais_query_limit (relais_query_order (query, field, FALSE), MAX_LINES);
  g_autoptr (GPtrArray) records = relais_workspace_query (workspace, query, NULL);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (records, i);
      RelaisWeekLine *line = add_line (lines, workspace, record, relais_record_get_string (record, "subject"),
                                         relais_record_get_string (record, field));
      line->detail = dup_title (workspace, "channel", relais_record_get_string (record, "channel"));
      line->who = dup_title (workspace, "person", relais_record_get_string (record, "author"));
    }
}

static void
add_proposals (GPtrArray *lines, RelaisWorkspace *workspace, const char *from)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("subject"));

  relais_query_where (query, "state", RELAIS_MATCH_EQUAL, "proposed");
  relais_query_where (query, "proposed_on", RELAIS_MATCH_AT_LEAST, from);
  relais_query_limit (relais_query_order (query, "proposed_on", FALSE), MAX_LINES);
  g_autoptr (GPtrArray) records = relais_workspace_query (workspace, query, NULL);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (records, i);
      RelaisWeekLine *line = add_line (lines, workspace, record, relais_record_get_id (record),
                                         relais_record_get_string (record, "proposed_on"));
      line->detail = dup_title (workspace, "unit", relais_record_get_string (record, "unit"));
      line->who = dup_title (workspace, "person", relais_record_get_string (record, "proposed_by"));
    }
}

static void
add_decisions (GPtrArray *lines, RelaisWorkspace *workspace, RelaisRecord *meeting)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("decision"));

  relais_query_limit (relais_query_where (query, "meeting", RELAIS_MATCH_EQUAL, relais_record_get_id (meeting)), MAX_LINES);
  g_autoptr (GPtrArray) records = relais_workspace_query (workspace, query, NULL);
  for (guint i = 0; records != NULL && i < records->len && lines->len < MAX_LINES; i++)
    {
      RelaisRecord *record = g_ptr_array_index (records, i);
      const char *reason = relais_record_get_string (record, "reason");
      RelaisWeekLine *line = add_line (lines, workspace, record, relais_record_get_string (record, "subject"),
                                         relais_record_get_string (meeting, "on"));
      line->detail = g_strdup (reason != NULL ? reason : "");
      line->who = dup_title (workspace, "person", relais_record_get_string (record, "responsible"));
    }
}

static void
add_meetings (GPtrArray *lines, RelaisWorkspace *workspace, const char *from, const char *to)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("meeting"));

  relais_query_where (query, "on", RELAIS_MATCH_AT_LEAST, from);
  relais_query_where (query, "on", RELAIS_MATCH_AT_MOST, to);
  relais_query_order (query, "on", FALSE);
  g_autoptr (GPtrArray) meetings = relais_workspace_query (workspace, query, NULL);
  for (guint i = 0; meetings != NULL && i < meetings->len; i++)
    add_decisions (lines, workspace, g_ptr_array_index (meetings, i));
}

void
relais_week_free (RelaisWeek *week)
{
  for (guint i = 0; i < RELAIS_N_WEEK_PARTS; i++)
    g_ptr_array_unref (week->parts[i]);
  g_free (week);
}

RelaisWeek *
relais_week_collect (RelaisWorkspace *workspace, const char *today)
{
  RelaisWeek *week = g_new0 (RelaisWeek, 1);
  RelaisDay day = relais_day_parse (today);
  char ago[RELAIS_DAY_SIZE], yesterday[RELAIS_DAY_SIZE], ahead[RELAIS_DAY_SIZE];

  for (guint i = 0; i < RELAIS_N_WEEK_PARTS; i++)
    week->parts[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) free_line);
  relais_day_print (day - DAYS, ago);
  relais_day_print (day - 1, yesterday);
  relais_day_print (day + DAYS - 1, ahead);
  add_placements (week->parts[RELAIS_WEEK_PUBLISHED], workspace, "published|archived", "planned", ago, today);
  add_placements (week->parts[RELAIS_WEEK_COMING], workspace, "accepted|writing|review|approved|scheduled", "planned", today, ahead);
  add_placements (week->parts[RELAIS_WEEK_LATE], workspace, "accepted|writing", "copy_due", NULL, yesterday);
  add_proposals (week->parts[RELAIS_WEEK_PROPOSED], workspace, ago);
  add_meetings (week->parts[RELAIS_WEEK_DECIDED], workspace, ago, today);
  return week;
}
