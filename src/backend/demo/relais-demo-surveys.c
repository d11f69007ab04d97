/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Questionnaires and what agents answered. */

#include "relais-demo-private.h"

#include "relais-json.h"

#include <math.h>
#include <string.h>

/* One question while answers are drawn. */
typedef struct {
  char      *id;       /* owned */
  char       type;     /* u s m k (mark) n (nps) x (number) c */
  char     **options;  /* owned, nullable */
  guint     *weights;  /* owned, nullable */
  guint      scale_max;
  double     mean;
  GPtrArray *pool;     /* lent, nullable: comments */
} Question;

typedef struct {
  const char *list;        /* questions in the texts */
  const char *title, *introduction, *audience, *state, *series, *wave;
  guint       wave_number;
  int         opens, closes;   /* days from today */
  guint       permille;        /* of all answers */
} Survey;

static const Survey surveys[] = {
  { "everyone", "Baromètre de la communication interne, première vague",
    "Dix minutes pour dire comment l’information circule dans votre direction. Les réponses sont anonymes : aucun résultat "
    "n’est donné pour moins de cinq personnes.",
    "everyone", "closed", "Baromètre de la communication interne", "Première vague", 0, -372, -344, 440 },
  { "everyone", "Baromètre de la communication interne, deuxième vague",
    "Un an après la première vague, les mêmes questions : qu’est-ce qui a changé ? Les réponses sont anonymes.",
    "everyone", "closed", "Baromètre de la communication interne", "Deuxième vague", 1, -44, -16, 470 },
  { "managers", "Encadrants : relayer l’information dans les équipes",
    "Ce questionnaire s’adresse aux responsables de service et d’équipe. Il est ouvert jusqu’à la fin de la semaine prochaine.",
    "managers", "open", "Encadrants", NULL, 0, -12, 9, 90 },
};

static void
free_question (gpointer data)
{
  Question *question = data;

  g_free (question->id);
  g_strfreev (question->options);
  g_free (question->weights);
  g_free (question);
}

/* "Oui=41" parts of a line behind its text */
static void
read_options (Question *question, char **parts)
{
  guint n = g_strv_length (parts);

  question->options = g_new0 (char *, n + 1);
  question->weights = g_new0 (guint, n);
  for (guint i = 0; i < n; i++)
    {
      const char *equals = strrchr (parts[i], '=');
      question->options[i] = g_strndup (parts[i], equals - parts[i]);
      question->weights[i] = strtoul (equals + 1, NULL, 10);
    }
}

/* Reads "type scale: text | …" and makes the record. */
static Question *
add_question (DemoCity *city, DemoBundle *bundle, const char *survey, const Survey *plan, guint position, const char *line)
{
  Question *question = g_new0 (Question, 1);
  const char *colon = strstr (line, ": ");
  g_autofree char *head = g_strndup (line, colon - line);
  g_auto(GStrv) words = g_strsplit (head, " ", 2);
  g_auto(GStrv) parts = g_strsplit (colon + 2, " | ", -1);
  RelaisFields *fields = demo_fields ("question");

  question->type = strcmp (words[0], "scale") == 0 ? 'k' : strcmp (words[0], "number") == 0 ? 'x' : words[0][0];
  relais_fields_set_string (fields, "survey", survey);
  relais_fields_set_integer (fields, "position", position);
  relais_fields_set_string (fields, "type", words[0]);
  relais_fields_set_string (fields, "text", parts[0]);
  if (question->type == 's' || question->type == 'm')
    {
      read_options (question, parts + 1);
      relais_fields_set_strv (fields, "options", (const char * const *) question->options);
    }
  else if (question->type == 'c')
    question->pool = demo_texts_list (city->texts, parts[1]);
  else if (question->type != 'u')
    question->mean = g_ascii_strtod (parts[1 + plan->wave_number], NULL);
  if (question->type == 'k')
    {
      question->scale_max = strtoul (words[1], NULL, 10);
      relais_fields_set_integer (fields, "scale_max", question->scale_max);
    }
  if (position <= 2)
    relais_fields_set_boolean (fields, "required", TRUE);
  question->id = g_strdup (demo_add (city, bundle, fields, demo_person (city, DEMO_EDITOR2)->account));
  return question;
}

/* Roughly normal around @mean. */
static int
draw_mark (DemoCity *city, double mean, double spread, int low, int high)
{
  double sum = 0;

  for (guint i = 0; i < 6; i++)
    sum += g_rand_double (city->rand) - 0.5;
  return CLAMP ((int) lround (mean + sum * spread * 1.41), low, high);
}

static guint
draw_weighted (DemoCity *city, const Question *question)
{
  guint sum = 0, i;

  for (i = 0; question->options[i]; i++)
    sum += question->weights[i];
  sum = demo_draw (city, sum);
  for (i = 0; sum >= question->weights[i]; i++)
    sum -= question->weights[i];
  return i;
}

static void
add_options (DemoCity *city, JsonBuilder *builder, const Question *question)
{
  json_builder_begin_array (builder);
  for (guint i = 0; question->options[i]; i++)
    if (demo_chance (city, question->weights[i] / 100.0))
      json_builder_add_string_value (builder, question->options[i]);
  json_builder_end_array (builder);
}

/* @mood: how the direction feels, added to marks. */
static void
add_value (DemoCity *city, JsonBuilder *builder, const Question *question, guint unit, double mood)
{
  json_builder_set_member_name (builder, question->id);
  switch (question->type)
    {
    case 'u': json_builder_add_string_value (builder, demo_unit (city, unit)->id); break;
    case 's': json_builder_add_string_value (builder, question->options[draw_weighted (city, question)]); break;
    case 'm': add_options (city, builder, question); break;
    case 'k': json_builder_add_int_value (builder, draw_mark (city, question->mean + mood, 1.1, 1, question->scale_max)); break;
    case 'n': json_builder_add_int_value (builder, draw_mark (city, question->mean + 2 * mood, 2.3, 0, 10)); break;
    case 'x': json_builder_add_int_value (builder, draw_mark (city, question->mean / 5, 2.6, 0, 18) * 5); break;
    default:
      json_builder_add_string_value (builder, g_ptr_array_index (question->pool, demo_draw (city, question->pool->len)));
    }
}

/* Who answers a question: nearly everybody, but few write; some do not say where they work. */
static double
answer_rate (char type)
{
  return type == 'c' ? 0.19 : type == 'u' ? 0.97 : type == 'x' ? 0.86 : 0.96;
}

static char *
draw_answer (DemoCity *city, GPtrArray *questions, guint unit)
{
  g_autoptr(JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr(JsonNode) node = NULL;
  /* by the place of the direction in the list, the same in both waves */
  double mood = sin (demo_unit (city, unit)->directorate * 1.7) * 0.45;

  json_builder_begin_object (builder);
  for (guint i = 0; i < questions->len; i++)
    {
      const Question *question = g_ptr_array_index (questions, i);
      if (demo_chance (city, answer_rate (question->type)))
        add_value (city, builder, question, unit, mood);
    }
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  return relais_json_canonical (node);
}

/* A unit by its size and by how many of its agents reach the intranet at all. */
static guint
draw_respondent_unit (DemoCity *city)
{
  while (TRUE)
    {
      guint unit = demo_draw (city, city->units->len);
      const DemoUnit *known = demo_unit (city, unit);
      double rate = 0.25 + 0.75 * fabs (cos (known->directorate * 0.9));

      if (known->directorate != unit && demo_chance (city, known->headcount / 250.0 * rate))
        return unit;
    }
}

static void
add_answers (DemoCity *city, const char *survey, GPtrArray *questions, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      DemoAnswer *answer = g_new0 (DemoAnswer, 1);

      answer->survey = g_strdup (survey);
      answer->id = demo_id (city, demo_at (city, city->today - 20, 9, 0));
      answer->content = draw_answer (city, questions, draw_respondent_unit (city));
      g_ptr_array_add (city->answers, answer);
    }
}

static void
add_survey (DemoCity *city, const Survey *plan)
{
  DemoBundle *bundle = demo_bundle_new (city, demo_at (city, city->today + MIN (plan->closes, -1), 18, 0));
  RelaisFields *fields = demo_fields ("survey");
  GPtrArray *lines = demo_texts_list (city->texts, plan->list);
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func (free_question);
  const char *id;

  relais_fields_set_string (fields, "title", plan->title);
  relais_fields_set_string (fields, "introduction", plan->introduction);
  relais_fields_set_string (fields, "audience", plan->audience);
  relais_fields_set_string (fields, "state", plan->state);
  relais_fields_set_string (fields, "series", plan->series);
  if (plan->wave)
    relais_fields_set_string (fields, "wave", plan->wave);
  demo_set_day (fields, "opens", city->today + plan->opens);
  demo_set_day (fields, "closes", city->today + plan->closes);
  relais_fields_set_integer (fields, "smallest_group", 5);
  id = demo_add (city, bundle, fields, demo_person (city, DEMO_EDITOR2)->account);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (questions, add_question (city, bundle, id, plan, i + 1, g_ptr_array_index (lines, i)));
  add_answers (city, id, questions, city->size->n_answers * plan->permille / 1000);

  /* An empty report holds the place: relais_reports_refresh() fills it, and its identifier is the seed's. */
  fields = demo_fields ("report");
  relais_fields_set_string (fields, "survey", id);
  {
    g_autofree char *instant = demo_instant (city, city->today + MIN (plan->closes, -1), 18, 0);
    relais_fields_set_string (fields, "computed_at", instant);
  }
  demo_add (city, bundle, fields, NULL);
}

void
demo_make_surveys (DemoCity *city)
{
  for (guint i = 0; i < G_N_ELEMENTS (surveys); i++)
    add_survey (city, &surveys[i]);
}
