/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-report-private.h"

#include <glib/gi18n-lib.h>

#define VERSION 1

/* Reading stops being of use at the first thing that is not as expected; `failed` says so at the end. */
typedef struct {
  gboolean failed;
} Reader;

/* ---- writing ---- */

static void
add_count (JsonBuilder *builder, const char *name, guint count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, count);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  if (!text)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_flag (JsonBuilder *builder, const char *name, gboolean flag)
{
  if (!flag)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, TRUE);
}

static void
add_texts (JsonBuilder *builder, const char *name, char **texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; texts[i]; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);
}

static void
add_mean (JsonBuilder *builder, const char *name, double mean)
{
  if (isnan (mean))
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, mean);
}

static void
add_figures (JsonBuilder *builder, const char *name, const RelaisFigures *figures, guint n_labels)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_count (builder, "n", figures->n);
  if (figures->counts)
    {
      json_builder_set_member_name (builder, "counts");
      json_builder_begin_array (builder);
      for (guint i = 0; i < n_labels; i++)
        json_builder_add_int_value (builder, figures->counts[i]);
      json_builder_end_array (builder);
    }
  add_mean (builder, "mean", figures->mean);
  add_mean (builder, "median", figures->median);
  add_mean (builder, "enps", figures->enps);
  json_builder_end_object (builder);
}

static void
add_group (JsonBuilder *builder, const RelaisGroupFigures *group, guint n_labels)
{
  json_builder_begin_object (builder);
  add_text (builder, "id", group->id);
  add_text (builder, "name", group->name);
  add_flag (builder, "hidden", group->hidden);
  if (!group->hidden)
    add_figures (builder, "figures", &group->figures, n_labels);
  json_builder_end_object (builder);
}

static void
add_question (JsonBuilder *builder, const RelaisQuestionReport *question)
{
  json_builder_begin_object (builder);
  add_text (builder, "id", question->id);
  add_text (builder, "text", question->text);
  add_text (builder, "type", relais_question_type_to_string (question->type));
  add_flag (builder, "hidden", question->hidden);
  add_texts (builder, "labels", question->labels);
  add_figures (builder, "total", &question->total, question->n_labels);
  if (question->previous)
    add_figures (builder, "previous", question->previous, question->n_labels);
  json_builder_set_member_name (builder, "groups");
  json_builder_begin_array (builder);
  for (guint i = 0; i < question->groups->len; i++)
    add_group (builder, g_ptr_array_index (question->groups, i), question->n_labels);
  json_builder_end_array (builder);
  add_count (builder, "hidden_groups", question->hidden_groups);
  add_count (builder, "hidden_answers", question->hidden_answers);
  add_texts (builder, "comments", question->comments);
  add_count (builder, "comments_left_out", question->comments_left_out);
  json_builder_end_object (builder);
}

static void
add_participation (JsonBuilder *builder, const RelaisParticipation *participation)
{
  json_builder_begin_object (builder);
  add_text (builder, "id", participation->id);
  add_text (builder, "name", participation->name);
  add_flag (builder, "hidden", participation->hidden);
  add_count (builder, "answers", participation->answers);
  add_count (builder, "headcount", participation->headcount);
  json_builder_end_object (builder);
}

/* ---- reading ---- */

static gboolean
holds (JsonNode *node, GType type)
{
  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static guint
to_count (Reader *reader, JsonNode *node)
{
  gint64 count = holds (node, G_TYPE_INT64) ? json_node_get_int (node) : -1;

  if (count < 0 || count > G_MAXINT32)
    {
      reader->failed = TRUE;
      return 0;
    }
  return count;
}

static guint
get_count (Reader *reader, JsonObject *object, const char *name)
{
  return to_count (reader, json_object_get_member (object, name));
}

static char *
dup_text (Reader *reader, JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node)
    return NULL;
  if (!holds (node, G_TYPE_STRING))
    {
      reader->failed = TRUE;
      return NULL;
    }
  return json_node_dup_string (node);
}

static gboolean
get_flag (Reader *reader, JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node)
    return FALSE;
  if (!holds (node, G_TYPE_BOOLEAN))
    reader->failed = TRUE;
  return json_node_get_boolean (node);
}

static double
get_mean (Reader *reader, JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node)
    return NAN;
  if (!holds (node, G_TYPE_DOUBLE) && !holds (node, G_TYPE_INT64))
    {
      reader->failed = TRUE;
      return NAN;
    }
  return json_node_get_double (node);
}

/* Never NULL: an empty array is lent, and the failure kept, when it is missing. */
static JsonArray *
get_array (Reader *reader, JsonObject *object, const char *name)
{
  static JsonArray *none;
  JsonNode *node = json_object_get_member (object, name);

  if (node && JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  reader->failed = TRUE;
  if (g_once_init_enter_pointer (&none))
    {
      JsonArray *array = json_array_new ();
      json_array_seal (array);
      g_once_init_leave_pointer (&none, array);
    }
  return none;
}

static char **
dup_texts (Reader *reader, JsonObject *object, const char *name)
{
  JsonArray *array = get_array (reader, object, name);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (holds (node, G_TYPE_STRING))
        g_strv_builder_add (builder, json_node_get_string (node));
      else
        reader->failed = TRUE;
    }
  return g_strv_builder_end (builder);
}

/* @counted: counts must be there, one for each label. */
static void
read_figures (Reader *reader, JsonObject *object, const char *name, guint n_labels, gboolean counted, RelaisFigures *figures)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonObject *inner = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  *figures = RELAIS_NO_FIGURES;
  if (!inner)
    {
      reader->failed = TRUE;
      return;
    }
  figures->n = get_count (reader, inner, "n");
  if (json_object_has_member (inner, "counts"))
    {
      JsonArray *counts = get_array (reader, inner, "counts");
      if (json_array_get_length (counts) != n_labels)
        {
          reader->failed = TRUE;
          return;
        }
      figures->counts = g_new0 (guint, n_labels + 1);
      for (guint i = 0; i < n_labels; i++)
        figures->counts[i] = to_count (reader, json_array_get_element (counts, i));
    }
  else if (counted && n_labels > 0)
    reader->failed = TRUE;
  figures->mean = get_mean (reader, inner, "mean");
  figures->median = get_mean (reader, inner, "median");
  figures->enps = get_mean (reader, inner, "enps");
}

static JsonObject *
get_object (Reader *reader, JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  reader->failed = TRUE;
  return NULL;
}

static void
read_groups (Reader *reader, JsonObject *object, RelaisQuestionReport *question)
{
  JsonArray *groups = get_array (reader, object, "groups");

  for (guint i = 0; i < json_array_get_length (groups) && !reader->failed; i++)
    {
      JsonObject *inner = get_object (reader, groups, i);
      RelaisGroupFigures *group;

      if (!inner)
        return;
      group = g_new0 (RelaisGroupFigures, 1);
      g_ptr_array_add (question->groups, group);
      group->id = dup_text (reader, inner, "id");
      group->name = dup_text (reader, inner, "name");
      group->hidden = get_flag (reader, inner, "hidden");
      group->figures = RELAIS_NO_FIGURES;
      if (!group->hidden)
        read_figures (reader, inner, "figures", question->n_labels, TRUE, &group->figures);
    }
}

static void
read_question (Reader *reader, JsonObject *object, RelaisReport *report)
{
  RelaisQuestionReport *question = relais_question_report_new ();
  g_autofree char *type = dup_text (reader, object, "type");

  g_ptr_array_add (report->questions, question);
  question->id = dup_text (reader, object, "id");
  question->text = dup_text (reader, object, "text");
  if (!question->text || !relais_question_type_from_string (type, &question->type)
      || question->type == RELAIS_QUESTION_UNIT || question->type == RELAIS_QUESTION_IGNORED)
    {
      reader->failed = TRUE;
      return;
    }
  question->hidden = get_flag (reader, object, "hidden");
  g_strfreev (question->labels);
  question->labels = dup_texts (reader, object, "labels");
  question->n_labels = g_strv_length (question->labels);
  read_figures (reader, object, "total", question->n_labels, TRUE, &question->total);
  if (json_object_has_member (object, "previous"))
    {
      question->previous = g_new0 (RelaisFigures, 1);
      read_figures (reader, object, "previous", question->n_labels, FALSE, question->previous);
    }
  read_groups (reader, object, question);
  question->hidden_groups = get_count (reader, object, "hidden_groups");
  question->hidden_answers = get_count (reader, object, "hidden_answers");
  g_strfreev (question->comments);
  question->comments = dup_texts (reader, object, "comments");
  question->comments_left_out = get_count (reader, object, "comments_left_out");
}

static void
read_participation (Reader *reader, JsonObject *object, RelaisReport *report)
{
  RelaisParticipation *participation = g_new0 (RelaisParticipation, 1);

  g_ptr_array_add (report->participation, participation);
  participation->id = dup_text (reader, object, "id");
  participation->name = dup_text (reader, object, "name");
  participation->hidden = get_flag (reader, object, "hidden");
  participation->answers = get_count (reader, object, "answers");
  participation->headcount = get_count (reader, object, "headcount");
}

static void
read_report (Reader *reader, JsonObject *object, RelaisReport *report)
{
  JsonArray *questions = get_array (reader, object, "questions");
  JsonArray *participation = get_array (reader, object, "participation");

  if (get_count (reader, object, "version") != VERSION)
    reader->failed = TRUE;
  report->smallest_group = get_count (reader, object, "smallest_group");
  report->answers = get_count (reader, object, "answers");
  report->headcount = get_count (reader, object, "headcount");
  report->partial = get_flag (reader, object, "partial");
  report->previous_wave = dup_text (reader, object, "previous_wave");
  for (guint i = 0; i < json_array_get_length (questions) && !reader->failed; i++)
    {
      JsonObject *question = get_object (reader, questions, i);
      if (question)
        read_question (reader, question, report);
    }
  for (guint i = 0; i < json_array_get_length (participation) && !reader->failed; i++)
    {
      JsonObject *row = get_object (reader, participation, i);
      if (row)
        read_participation (reader, row, report);
    }
  report->hidden_units = get_count (reader, object, "hidden_units");
  report->hidden_answers = get_count (reader, object, "hidden_answers");
}

JsonNode *
relais_report_to_json (const RelaisReport *report)
{
  g_autoptr(JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  add_count (builder, "version", VERSION);
  add_count (builder, "smallest_group", report->smallest_group);
  add_count (builder, "answers", report->answers);
  add_count (builder, "headcount", report->headcount);
  add_flag (builder, "partial", report->partial);
  add_text (builder, "previous_wave", report->previous_wave);
  json_builder_set_member_name (builder, "questions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->questions->len; i++)
    add_question (builder, g_ptr_array_index (report->questions, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "participation");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->participation->len; i++)
    add_participation (builder, g_ptr_array_index (report->participation, i));
  json_builder_end_array (builder);
  add_count (builder, "hidden_units", report->hidden_units);
  add_count (builder, "hidden_answers", report->hidden_answers);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

RelaisReport *
relais_report_from_json (JsonNode *node, GError **error)
{
  g_autoptr(RelaisReport) report = relais_report_alloc ();
  Reader reader = { FALSE };

  if (node && JSON_NODE_HOLDS_OBJECT (node))
    read_report (&reader, json_node_get_object (node), report);
  else
    reader.failed = TRUE;
  if (!reader.failed)
    return g_steal_pointer (&report);
  g_set_error (error, RELAIS_SURVEY_ERROR, RELAIS_SURVEY_ERROR_REPORT, _("This is not the content of a report."));
  return NULL;
}
