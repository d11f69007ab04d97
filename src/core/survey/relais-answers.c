/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-survey"

#include "relais-answers-private.h"

#include <math.h>
#include <string.h>

#define COMMENT_MAX_CHARS 4000

static const char * const type_names[] = {
  [RELAIS_QUESTION_SINGLE] = "single", [RELAIS_QUESTION_MULTIPLE] = "multiple", [RELAIS_QUESTION_SCALE] = "scale",
  [RELAIS_QUESTION_NPS] = "nps", [RELAIS_QUESTION_NUMBER] = "number", [RELAIS_QUESTION_COMMENT] = "comment",
  [RELAIS_QUESTION_UNIT] = "unit", [RELAIS_QUESTION_IGNORED] = "ignored",
};

G_DEFINE_QUARK (relais-survey-error-quark, relais_survey_error)

static void
free_column (gpointer data)
{
  RelaisColumn *column = data;

  g_free (column->id);
  g_free (column->text);
  g_clear_pointer (&column->option_index, g_hash_table_unref);
  g_clear_pointer (&column->options, g_ptr_array_unref);
  g_free (column->codes);
  g_free (column->masks);
  g_free (column->numbers);
  g_free (column->comments);
  g_free (column);
}

static void
clear_group (gpointer data)
{
  RelaisGroup *group = data;

  g_free (group->id);
  g_free (group->name);
}

/* Room for rows @from to @to of the one array that the column's type uses, all without answer. */
static void
grow_column (RelaisColumn *column, guint from, guint to)
{
  switch (column->type)
    {
    case RELAIS_QUESTION_SINGLE:
    case RELAIS_QUESTION_SCALE:
    case RELAIS_QUESTION_NPS:
      column->codes = g_renew (guint8, column->codes, to);
      memset (column->codes + from, 0, to - from);
      break;
    case RELAIS_QUESTION_MULTIPLE:
      column->masks = g_renew (guint64, column->masks, to);
      memset (column->masks + from, 0, (to - from) * sizeof (guint64));
      break;
    case RELAIS_QUESTION_NUMBER:
      column->numbers = g_renew (double, column->numbers, to);
      for (guint i = from; i < to; i++)
        column->numbers[i] = NAN;
      break;
    case RELAIS_QUESTION_COMMENT:
      column->comments = g_renew (const char *, column->comments, to);
      memset (column->comments + from, 0, (to - from) * sizeof (char *));
      break;
    case RELAIS_QUESTION_UNIT:     /* kept once for all questions, in row_groups */
    case RELAIS_QUESTION_IGNORED:
      break;
    }
}

static void
grow (RelaisAnswers *answers, guint capacity)
{
  for (guint i = 0; i < answers->columns->len; i++)
    grow_column (g_ptr_array_index (answers->columns, i), answers->capacity, capacity);
  answers->row_groups = g_renew (guint16, answers->row_groups, capacity);
  memset (answers->row_groups + answers->capacity, 0, (capacity - answers->capacity) * sizeof (guint16));
  answers->capacity = capacity;
}

static gboolean
find_option (const RelaisColumn *column, const char *text, guint *position)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (column->option_index, text));

  if (found == 0)
    return FALSE;
  *position = found - 1;
  return TRUE;
}

static gboolean
set_single (RelaisColumn *column, guint row, const char *text)
{
  guint position;

  if (!find_option (column, text, &position))
    return FALSE;
  column->codes[row] = position + 1;
  return TRUE;
}

/* Known options among those given are kept, also when one is not known. */
static gboolean
set_multiple (RelaisColumn *column, guint row, const char *text)
{
  g_auto(GStrv) parts = g_strsplit_set (text, "|;", -1);
  gboolean all_known = TRUE;

  for (guint i = 0; parts[i]; i++)
    {
      const char *part = g_strstrip (parts[i]);
      guint position;

      if (*part == '\0')
        continue;
      if (find_option (column, part, &position))
        column->masks[row] |= G_GUINT64_CONSTANT (1) << position;
      else
        all_known = FALSE;
    }
  return all_known;
}

static gboolean
set_mark (RelaisColumn *column, guint row, const char *text)
{
  guint64 max = column->type == RELAIS_QUESTION_NPS ? 10 : column->scale_max;
  guint64 mark;

  if (!g_ascii_string_to_unsigned (text, 10, 0, max, &mark, NULL))
    return FALSE;
  column->codes[row] = mark + 1;
  if (mark == 0)
    column->has_zero = TRUE;
  return TRUE;
}

static gboolean
set_number (RelaisColumn *column, guint row, const char *text)
{
  double number;

  if (!relais_survey_parse_number (text, &number))
    return FALSE;
  column->numbers[row] = number;
  return TRUE;
}

static gboolean
set_comment (RelaisAnswers *answers, RelaisColumn *column, guint row, const char *text)
{
  if (g_utf8_strlen (text, -1) <= COMMENT_MAX_CHARS)
    {
      column->comments[row] = g_string_chunk_insert (answers->texts, text);
      return TRUE;
    }

  g_autofree char *cut = g_utf8_substring (text, 0, COMMENT_MAX_CHARS - 1);
  g_autofree char *marked = g_strconcat (cut, "…", NULL);
  column->comments[row] = g_string_chunk_insert (answers->texts, marked);
  return TRUE;
}

static gboolean
set_group_by_name (RelaisAnswers *answers, guint row, const char *text)
{
  guint group = GPOINTER_TO_UINT (g_hash_table_lookup (answers->group_index, text));

  if (group == 0)
    return FALSE;
  answers->row_groups[row] = group;
  return TRUE;
}

static gboolean
set_text (RelaisAnswers *answers, guint row, RelaisColumn *column, const char *text)
{
  switch (column->type)
    {
    case RELAIS_QUESTION_SINGLE:   return set_single (column, row, text);
    case RELAIS_QUESTION_MULTIPLE: return set_multiple (column, row, text);
    case RELAIS_QUESTION_SCALE:
    case RELAIS_QUESTION_NPS:      return set_mark (column, row, text);
    case RELAIS_QUESTION_NUMBER:   return set_number (column, row, text);
    case RELAIS_QUESTION_COMMENT:  return set_comment (answers, column, row, text);
    case RELAIS_QUESTION_UNIT:     return set_group_by_name (answers, row, text);
    case RELAIS_QUESTION_IGNORED:  return TRUE;
    }
  g_assert_not_reached ();
}

static RelaisColumn *
find_column (const RelaisAnswers *answers, const char *id)
{
  for (guint i = 0; i < answers->columns->len; i++)
    {
      RelaisColumn *column = g_ptr_array_index (answers->columns, i);
      if (g_strcmp0 (column->id, id) == 0)
        return column;
    }
  return NULL;
}

/* The text of a cell for a JSON value that is not an array; (transfer full), NULL when it is of no use. */
static char *
json_to_cell (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strstrip (json_node_dup_string (node));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return g_strdup_printf ("%.15g", json_node_get_double (node));
  return NULL;
}

/* Options are not joined into a cell: one may hold the separator. */
static void
set_json_options (RelaisColumn *column, guint row, JsonArray *options)
{
  for (guint i = 0; i < json_array_get_length (options); i++)
    {
      JsonNode *node = json_array_get_element (options, i);
      g_autofree char *option = json_to_cell (node);
      guint position;

      if (option && find_option (column, option, &position))
        column->masks[row] |= G_GUINT64_CONSTANT (1) << position;
    }
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  gint64 left = relais_record_get_integer (*(RelaisRecord * const *) a, "position");
  gint64 right = relais_record_get_integer (*(RelaisRecord * const *) b, "position");

  if (left != right)
    return left < right ? -1 : 1;
  return strcmp (relais_record_get_id (*(RelaisRecord * const *) a), relais_record_get_id (*(RelaisRecord * const *) b));
}

const char *
relais_question_type_to_string (RelaisQuestionType type)
{
  return type_names[type];
}

gboolean
relais_question_type_from_string (const char *name, RelaisQuestionType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (g_strcmp0 (name, type_names[i]) == 0)
      {
        *type = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
relais_survey_parse_number (const char *text, double *number)
{
  g_autoptr(GString) plain = g_string_new (NULL);
  char *end;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c == ',')
        g_string_append_c (plain, '.');
      else if (!g_unichar_isspace (c) && c != 0x202f && c != 0xa0)
        g_string_append_unichar (plain, c);
    }
  *number = g_ascii_strtod (plain->str, &end);
  return plain->len > 0 && *end == '\0' && isfinite (*number) && strpbrk (plain->str, "xXpPnN") == NULL;
}

RelaisAnswers *
relais_answers_new (void)
{
  RelaisAnswers *answers = g_new0 (RelaisAnswers, 1);

  answers->columns = g_ptr_array_new_with_free_func (free_column);
  answers->groups = g_array_new (FALSE, TRUE, sizeof (RelaisGroup));
  g_array_set_clear_func (answers->groups, clear_group);
  answers->group_index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  answers->group_question = -1;
  answers->texts = g_string_chunk_new (64 * 1024);
  return answers;
}

void
relais_answers_free (RelaisAnswers *answers)
{
  g_ptr_array_unref (answers->columns);
  g_array_unref (answers->groups);
  g_hash_table_unref (answers->group_index);
  g_string_chunk_free (answers->texts);
  g_free (answers->row_groups);
  g_free (answers);
}

guint
relais_answers_add_question (RelaisAnswers *answers, const char *id, RelaisQuestionType type, const char *text,
                             const char * const *options, guint scale_max)
{
  RelaisColumn *column = g_new0 (RelaisColumn, 1);

  g_return_val_if_fail (answers->n_rows == 0, 0);

  column->id = g_strdup (id);
  column->type = type;
  column->text = g_strdup (text);
  column->scale_max = scale_max ? MIN (scale_max, 10) : 5;
  column->options = g_ptr_array_new_with_free_func (g_free);
  column->option_index = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; options && options[i] && column->options->len < RELAIS_ANSWERS_MAX_OPTIONS; i++)
    {
      char *option = g_strstrip (g_strdup (options[i]));
      g_ptr_array_add (column->options, option);
      g_hash_table_insert (column->option_index, option, GUINT_TO_POINTER (column->options->len));
    }
  g_ptr_array_add (answers->columns, column);
  if (type == RELAIS_QUESTION_UNIT && answers->group_question < 0)
    answers->group_question = answers->columns->len - 1;
  return answers->columns->len - 1;
}

void
relais_answers_add_questions (RelaisAnswers *answers, GPtrArray *questions)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_copy (questions, NULL, NULL);

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_positions);
  for (guint i = 0; i < sorted->len; i++)
    {
      RelaisRecord *question = g_ptr_array_index (sorted, i);
      g_autofree const char **options = relais_record_dup_strv (question, "options");
      RelaisQuestionType type;

      if (relais_record_get_boolean (question, "binned")
          || !relais_question_type_from_string (relais_record_get_string (question, "type"), &type))
        continue;
      relais_answers_add_question (answers, relais_record_get_id (question), type, relais_record_get_string (question, "text"),
                                   options, relais_record_get_integer (question, "scale_max"));
    }
}

guint
relais_answers_add_group (RelaisAnswers *answers, const char *id, const char *name, guint headcount)
{
  RelaisGroup group = { g_strdup (id), g_strdup (name), headcount };
  guint position;

  g_return_val_if_fail (answers->groups->len < RELAIS_ANSWERS_MAX_GROUPS, 0);

  g_array_append_val (answers->groups, group);
  position = answers->groups->len;
  relais_answers_add_alias (answers, name, position);
  if (id)
    relais_answers_add_alias (answers, id, position);
  return position;
}

void
relais_answers_add_alias (RelaisAnswers *answers, const char *id, guint group)
{
  g_hash_table_insert (answers->group_index, g_strdup (id), GUINT_TO_POINTER (group));
}

guint
relais_answers_add_row (RelaisAnswers *answers)
{
  if (answers->n_rows == answers->capacity)
    grow (answers, MAX (256, answers->capacity * 2));
  return answers->n_rows++;
}

void
relais_answers_set_group (RelaisAnswers *answers, guint row, guint group)
{
  g_return_if_fail (row < answers->n_rows && group <= answers->groups->len);
  answers->row_groups[row] = group;
}

gboolean
relais_answers_set_cell (RelaisAnswers *answers, guint row, guint question, const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  RelaisColumn *column;

  g_return_val_if_fail (row < answers->n_rows && question < answers->columns->len, FALSE);

  column = g_ptr_array_index (answers->columns, question);
  if (*trimmed == '\0' || set_text (answers, row, column, trimmed))
    return TRUE;
  g_set_error (error, RELAIS_SURVEY_ERROR, RELAIS_SURVEY_ERROR_ANSWER, "“%s” is not an answer to “%s”", trimmed, column->text);
  return FALSE;
}

void
relais_answers_copy_cell (RelaisAnswers *answers, guint question, guint from, guint to)
{
  RelaisColumn *column = g_ptr_array_index (answers->columns, question);

  if (column->codes)
    column->codes[to] = column->codes[from];
  else if (column->masks)
    column->masks[to] = column->masks[from];
  else if (column->numbers)
    column->numbers[to] = column->numbers[from];
  else if (column->comments)
    column->comments[to] = column->comments[from];
  else if (column->type == RELAIS_QUESTION_UNIT)
    answers->row_groups[to] = answers->row_groups[from];
}

void
relais_answers_add_json (RelaisAnswers *answers, JsonObject *values)
{
  guint row = relais_answers_add_row (answers);
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  json_object_iter_init (&iter, values);
  while (json_object_iter_next (&iter, &id, &node))
    {
      RelaisColumn *column = find_column (answers, id);
      g_autofree char *cell = json_to_cell (node);

      if (column && cell && *cell)
        set_text (answers, row, column, cell);
      else if (column && column->type == RELAIS_QUESTION_MULTIPLE && JSON_NODE_HOLDS_ARRAY (node))
        set_json_options (column, row, json_node_get_array (node));
    }
}

guint
relais_answers_get_n_rows (const RelaisAnswers *answers)
{
  return answers->n_rows;
}

guint
relais_answers_get_n_questions (const RelaisAnswers *answers)
{
  return answers->columns->len;
}

const char *
relais_answers_get_question_text (const RelaisAnswers *answers, guint question)
{
  return relais_answers_get_column (answers, question)->text;
}

const char *
relais_answers_get_question_id (const RelaisAnswers *answers, guint question)
{
  return relais_answers_get_column (answers, question)->id;
}

RelaisQuestionType
relais_answers_get_question_type (const RelaisAnswers *answers, guint question)
{
  return relais_answers_get_column (answers, question)->type;
}

int
relais_answers_get_group_question (const RelaisAnswers *answers)
{
  return answers->group_question;
}
