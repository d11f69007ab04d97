/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers from a file that somebody exported from another survey tool: what each column is, found from its values.
 *
 * Rows are read once. Each column is kept as numbers into its own list of distinct values, so a million repeated answers cost four
 * bytes each, and the type is judged on the distinct values.
 */

#include "relais-answers-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_CELLS            (64 * 1024 * 1024)
#define CHOICE_MAX_CHARS     150   /* longer values are sentences that people wrote */
#define CHOICE_MAX_DISTINCT  40
#define UNRANKED             G_MAXINT

typedef struct {
  const char *name;      /* lent: the header */
  GArray     *cells;     /* element-type guint32: 0 is empty, else position in `values` + 1 */
  GPtrArray  *values;    /* element-type char*; owned: distinct, trimmed */
  GHashTable *index;     /* value (lent by `values`) → position + 1 */
  GArray     *uses;      /* element-type guint: how often each value occurs */
  guint       n_given;   /* cells that are not empty */
} RawColumn;

typedef struct {
  const char *text;   /* lent */
  int         rank;
  guint       uses;
} Option;

/* Words of a header, folded, that announce a column which tells who answered. */
static const char * const identifying[] = {
  "id", "identifiant", "token", "jeton", "e mail", "email", "mail", "courriel", "adresse mail", "adresse e mail",
  "adresse electronique", "nom", "prenom", "nom prenom", "nom et prenom", "name", "first name", "last name", "login", "matricule",
  "ip", "adresse ip", "telephone", "phone", "horodateur", "timestamp", "date de soumission", "submitdate", "startdate", "datestamp",
  "heure de debut", "heure de fin", "start time", "completion time", "lastpage", "startlanguage", "seed", "id de la reponse",
  "response id", "n", "numero", NULL
};
static const char * const group_words[] = {
  "direction", "directorate", "service", "unite", "unit", "pole", "entite", "departement", "department", NULL
};
/* Beginnings of answers on an ordinal ladder, folded, best first; the longer of two beginnings comes first in its place. */
static const struct { const char *start; int rank; } ladder[] = {
  { "tout a fait", 0 }, { "tres", 0 }, { "toujours", 0 }, { "excellent", 0 }, { "tous les jours", 0 },
  { "plutot pas", 3 }, { "plutot non", 3 }, { "plutot mauvais", 3 }, { "plutot insatisf", 3 },
  { "plutot", 1 }, { "assez", 1 }, { "souvent", 1 }, { "bon", 1 }, { "satisfai", 1 }, { "plusieurs fois par semaine", 1 },
  { "ni ", 2 }, { "moyen", 2 }, { "parfois", 2 }, { "neutre", 2 }, { "une fois par semaine", 2 },
  { "peu", 3 }, { "rarement", 3 }, { "mauvais", 3 }, { "insatisfai", 3 }, { "pas vraiment", 3 },
  { "pas du tout", 4 }, { "jamais", 4 }, { "tres mauvais", 4 }, { "oui", 0 }, { "non", 1 },
  { "sans opinion", 9 }, { "sans avis", 9 }, { "ne se prononce pas", 9 }, { "ne sait pas", 9 }, { "je ne sais pas", 9 },
};

static void
free_raw_column (gpointer data)
{
  RawColumn *raw = data;

  g_array_unref (raw->cells);
  g_ptr_array_unref (raw->values);
  g_hash_table_unref (raw->index);
  g_array_unref (raw->uses);
  g_free (raw);
}

static RawColumn *
new_raw_column (const char *name)
{
  RawColumn *raw = g_new0 (RawColumn, 1);

  raw->name = name;
  raw->cells = g_array_new (FALSE, FALSE, sizeof (guint32));
  raw->values = g_ptr_array_new_with_free_func (g_free);
  raw->index = g_hash_table_new (g_str_hash, g_str_equal);
  raw->uses = g_array_new (FALSE, FALSE, sizeof (guint));
  return raw;
}

static guint32
add_value (RawColumn *raw, const char *text)
{
  guint none = 0;
  char *value = g_strdup (text);

  g_ptr_array_add (raw->values, value);
  g_array_append_val (raw->uses, none);
  g_hash_table_insert (raw->index, value, GUINT_TO_POINTER (raw->values->len));
  return raw->values->len;
}

static void
add_cell (RawColumn *raw, const char *text)
{
  g_autofree char *trimmed = NULL;
  guint32 code = 0;

  text = text ? text : "";
  if (*text && (g_ascii_isspace (*text) || g_ascii_isspace (text[strlen (text) - 1])))
    text = trimmed = g_strstrip (g_strdup (text));
  if (*text)
    {
      code = GPOINTER_TO_UINT (g_hash_table_lookup (raw->index, text));
      if (code == 0)
        code = add_value (raw, text);
      g_array_index (raw->uses, guint, code - 1)++;
      raw->n_given++;
    }
  g_array_append_val (raw->cells, code);
}

static GPtrArray *
read_columns (const char * const *header, RelaisRowFunc next, gpointer data, GError **error)
{
  g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func (free_raw_column);
  const char * const *cells;
  g_autoptr(GError) failure = NULL;
  guint n_cells;
  gsize n_rows = 0;

  for (guint i = 0; header[i]; i++)
    g_ptr_array_add (columns, new_raw_column (header[i]));
  while (next (data, &cells, &n_cells, &failure))
    {
      gboolean blank = TRUE;

      for (guint i = 0; i < n_cells && blank; i++)
        blank = cells[i] == NULL || *cells[i] == '\0';
      if (blank)
        continue;
      if (++n_rows > RELAIS_ANSWERS_MAX_ROWS || columns->len > RELAIS_ANSWERS_MAX_QUESTIONS
          || n_rows * columns->len > MAX_CELLS)
        {
          g_set_error (error, RELAIS_SURVEY_ERROR, RELAIS_SURVEY_ERROR_TOO_MANY,
                       _("There are too many answers in this file to analyse at once."));
          return NULL;
        }
      for (guint i = 0; i < columns->len; i++)
        add_cell (g_ptr_array_index (columns, i), i < n_cells ? cells[i] : NULL);
    }
  if (failure)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (n_rows == 0 || columns->len == 0)
    {
      g_set_error (error, RELAIS_SURVEY_ERROR, RELAIS_SURVEY_ERROR_EMPTY, _("There are no answers in this file."));
      return NULL;
    }
  return g_steal_pointer (&columns);
}

/* A name, an address or a moment; also when only the values say so. */
static gboolean
tells_who (const RawColumn *raw)
{
  g_autofree char *folded = relais_survey_fold (raw->name);
  guint addresses = 0;

  if (g_strv_contains (identifying, folded))
    return TRUE;
  for (guint i = 0; i < raw->values->len; i++)
    {
      const char *value = g_ptr_array_index (raw->values, i);
      const char *at = strchr (value, '@');
      if (at && strchr (at, '.') && !strchr (value, ' '))
        addresses++;
    }
  return addresses > 0 && addresses * 2 >= raw->values->len;
}

/* All values whole numbers of at most two digits: their range. */
static gboolean
find_range (const RawColumn *raw, guint *lowest, guint *highest)
{
  *lowest = G_MAXUINT;
  *highest = 0;
  for (guint i = 0; i < raw->values->len; i++)
    {
      guint64 mark;
      if (!g_ascii_string_to_unsigned (g_ptr_array_index (raw->values, i), 10, 0, 99, &mark, NULL))
        return FALSE;
      *lowest = MIN (*lowest, mark);
      *highest = MAX (*highest, mark);
    }
  return raw->values->len > 0;
}

static gboolean
all_numbers (const RawColumn *raw)
{
  double number;

  for (guint i = 0; i < raw->values->len; i++)
    if (!relais_survey_parse_number (g_ptr_array_index (raw->values, i), &number))
      return FALSE;
  return raw->values->len > 0;
}

/* Distinct parts of values that hold several answers; NULL when the column does not look like that. Uses are added up. */
static GHashTable *
split_options (const RawColumn *raw)
{
  g_autoptr(GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean several = FALSE;

  for (guint i = 0; i < raw->values->len; i++)
    {
      g_auto(GStrv) split = g_strsplit_set (g_ptr_array_index (raw->values, i), "|;", -1);

      several |= split[0] && split[1];
      for (guint j = 0; split[j]; j++)
        {
          const char *part = g_strstrip (split[j]);
          guint uses = g_array_index (raw->uses, guint, i);

          if (*part == '\0')
            continue;
          if (g_utf8_strlen (part, -1) > CHOICE_MAX_CHARS)
            return NULL;
          uses += GPOINTER_TO_UINT (g_hash_table_lookup (parts, part));
          g_hash_table_insert (parts, g_strdup (part), GUINT_TO_POINTER (uses));
          if (g_hash_table_size (parts) > RELAIS_ANSWERS_MAX_OPTIONS)
            return NULL;
        }
    }
  /* Sentences hold semicolons too; options come again and again. */
  if (!several || g_hash_table_size (parts) * 2 > raw->n_given + 4)
    return NULL;
  return g_steal_pointer (&parts);
}

static gboolean
looks_like_choice (const RawColumn *raw, guint max_distinct)
{
  if (raw->values->len == 0 || raw->values->len > max_distinct)
    return FALSE;
  if (raw->values->len > 3 && raw->values->len * 2 > raw->n_given)
    return FALSE;
  for (guint i = 0; i < raw->values->len; i++)
    if (g_utf8_strlen (g_ptr_array_index (raw->values, i), -1) > CHOICE_MAX_CHARS)
      return FALSE;
  return TRUE;
}

static gboolean
looks_like_group (const RawColumn *raw)
{
  g_autofree char *folded = relais_survey_fold (raw->name);
  g_auto(GStrv) words = g_strsplit (folded, " ", -1);
  guint lowest, highest;

  /* "How do you rate the service of …" holds the word too, but its answers are marks. */
  if (!looks_like_choice (raw, 300) || find_range (raw, &lowest, &highest))
    return FALSE;
  for (guint i = 0; words[i] && i < 6; i++)
    if (g_strv_contains (group_words, words[i]))
      return TRUE;
  return FALSE;
}

static RelaisQuestionType
judge (const RawColumn *raw, guint *scale_max)
{
  g_autofree char *folded = relais_survey_fold (raw->name);
  g_autoptr(GHashTable) parts = NULL;
  guint lowest, highest;

  if (tells_who (raw) || raw->n_given == 0)
    return RELAIS_QUESTION_IGNORED;
  if (find_range (raw, &lowest, &highest) && highest <= 10)
    {
      if (strstr (folded, "recommand") || strstr (folded, "recommend"))
        return RELAIS_QUESTION_NPS;
      *scale_max = highest <= 4 ? 4 : highest <= 7 ? highest : 10;
      return RELAIS_QUESTION_SCALE;
    }
  if (all_numbers (raw))
    return RELAIS_QUESTION_NUMBER;
  parts = split_options (raw);
  if (parts)
    return RELAIS_QUESTION_MULTIPLE;
  return looks_like_choice (raw, CHOICE_MAX_DISTINCT) ? RELAIS_QUESTION_SINGLE : RELAIS_QUESTION_COMMENT;
}

/* Place of an option among the others: on an ordinal ladder, or by the number that it begins with ("30 à 39 ans"). */
static int
rank_option (const char *text)
{
  g_autofree char *folded = relais_survey_fold (text);

  for (guint i = 0; i < G_N_ELEMENTS (ladder); i++)
    if (g_str_has_prefix (folded, ladder[i].start))
      return ladder[i].rank;
  if (g_str_has_prefix (folded, "moins d"))
    return 100;
  if (g_str_has_prefix (folded, "plus d"))
    return 100000;
  if (g_ascii_isdigit (*folded))
    return 101 + MIN (atoi (folded), 90000);
  return UNRANKED;
}

static int
compare_options (gconstpointer a, gconstpointer b)
{
  const Option *left = a, *right = b;

  if (left->rank != right->rank)
    return left->rank < right->rank ? -1 : 1;
  if (left->uses != right->uses)
    return left->uses > right->uses ? -1 : 1;
  return strcmp (left->text, right->text);
}

/* Ladders in their order when every option is on one; otherwise the most frequent first. (transfer container) */
static const char **
sort_options (GArray *options)
{
  const char **sorted = g_new0 (const char *, options->len + 1);
  gboolean ranked = TRUE;

  for (guint i = 0; i < options->len && ranked; i++)
    ranked = g_array_index (options, Option, i).rank != UNRANKED;
  for (guint i = 0; i < options->len && !ranked; i++)
    g_array_index (options, Option, i).rank = UNRANKED;
  g_array_sort (options, compare_options);
  for (guint i = 0; i < options->len; i++)
    sorted[i] = g_array_index (options, Option, i).text;
  return sorted;
}

static void
add_question (RelaisAnswers *answers, const RawColumn *raw, RelaisQuestionType type, guint scale_max)
{
  g_autoptr(GArray) options = g_array_new (FALSE, FALSE, sizeof (Option));
  g_autoptr(GHashTable) parts = type == RELAIS_QUESTION_MULTIPLE ? split_options (raw) : NULL;
  g_autofree const char **sorted = NULL;

  if (parts)
    {
      GHashTableIter iter;
      gpointer key, uses;
      g_hash_table_iter_init (&iter, parts);
      while (g_hash_table_iter_next (&iter, &key, &uses))
        {
          Option option = { key, rank_option (key), GPOINTER_TO_UINT (uses) };
          g_array_append_val (options, option);
        }
    }
  else if (type == RELAIS_QUESTION_SINGLE)
    for (guint i = 0; i < raw->values->len; i++)
      {
        Option option = { g_ptr_array_index (raw->values, i), 0, g_array_index (raw->uses, guint, i) };
        option.rank = rank_option (option.text);
        g_array_append_val (options, option);
      }
  sorted = sort_options (options);
  relais_answers_add_question (answers, NULL, type, raw->name, sorted, scale_max);
}

static void
add_groups (RelaisAnswers *answers, const RawColumn *raw)
{
  g_autoptr(GPtrArray) names = g_ptr_array_copy (raw->values, NULL, NULL);

  g_ptr_array_set_free_func (names, NULL);
  g_ptr_array_sort_values (names, (GCompareFunc) g_utf8_collate);
  for (guint i = 0; i < names->len; i++)
    relais_answers_add_group (answers, NULL, g_ptr_array_index (names, i), 0);
}

/* Each distinct value is read once, for the first who gave it; the others get the same. */
static void
fill_column (RelaisAnswers *answers, const RawColumn *raw, guint question)
{
  g_autofree guint *first = g_new0 (guint, raw->values->len + 1);   /* row + 1 by code; 0: not read yet */

  if (relais_answers_get_question_type (answers, question) == RELAIS_QUESTION_IGNORED)
    return;
  for (guint row = 0; row < raw->cells->len; row++)
    {
      guint code = g_array_index (raw->cells, guint32, row);

      if (code && first[code])
        relais_answers_copy_cell (answers, question, first[code] - 1, row);
      else if (code)
        {
          relais_answers_set_cell (answers, row, question, g_ptr_array_index (raw->values, code - 1), NULL);
          first[code] = row + 1;
        }
    }
}

/* Position of the column that tells the direction, or -1. */
static int
find_group_column (GPtrArray *columns, const char *name)
{
  for (guint i = 0; i < columns->len; i++)
    {
      const RawColumn *raw = g_ptr_array_index (columns, i);
      if (name ? strcmp (raw->name, name) == 0 && raw->values->len <= RELAIS_ANSWERS_MAX_GROUPS : looks_like_group (raw))
        return i;
    }
  return -1;
}

RelaisAnswers *
relais_answers_from_rows (const char * const *header, RelaisRowFunc next, gpointer data, const char *group_column, GError **error)
{
  g_autoptr(GPtrArray) columns = read_columns (header, next, data, error);
  g_autoptr(RelaisAnswers) answers = NULL;
  gboolean any = FALSE;
  int group;

  if (!columns)
    return NULL;

  answers = relais_answers_new ();
  group = find_group_column (columns, group_column);
  for (guint i = 0; i < columns->len; i++)
    {
      const RawColumn *raw = g_ptr_array_index (columns, i);
      guint scale_max = 0;
      RelaisQuestionType type = (int) i == group ? RELAIS_QUESTION_UNIT : judge (raw, &scale_max);

      add_question (answers, raw, type, scale_max);
      any |= type != RELAIS_QUESTION_IGNORED && type != RELAIS_QUESTION_UNIT;
    }
  if (!any)
    {
      g_set_error (error, RELAIS_SURVEY_ERROR, RELAIS_SURVEY_ERROR_EMPTY, _("No column of this file looks like a question."));
      return NULL;
    }
  if (group >= 0)
    add_groups (answers, g_ptr_array_index (columns, group));
  for (guint row = 0; row < ((RawColumn *) g_ptr_array_index (columns, 0))->cells->len; row++)
    relais_answers_add_row (answers);
  for (guint i = 0; i < columns->len; i++)
    fill_column (answers, g_ptr_array_index (columns, i), i);
  return g_steal_pointer (&answers);
}
