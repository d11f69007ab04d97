/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-plan-filter.h"

#include <string.h>

#include "relais-json.h"

#define IN_HAND "idea|proposed|accepted|writing|review|approved|scheduled|published"
/* What has no day yet and can still get one. */
#define UNDATED "idea|proposed|accepted|writing|review|approved|scheduled"
#define MOST_JSON 20000

static const char * const names[RELAIS_PLAN_N_FACETS] = {
  "channel", "state", "unit", "author", "theme", "campaign", "audience",
};

static int
compare_values (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static gboolean
is_value (RelaisPlanFacet facet, const char *value)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");

  if (facet == RELAIS_PLAN_STATE || facet == RELAIS_PLAN_AUDIENCE)
    return g_strv_contains (kind->fields[relais_kind_field (kind, names[facet])].choices, value);
  return relais_id_is_valid (value);
}

static void
read_facet (RelaisPlanFilter *filter, RelaisPlanFacet facet, JsonNode *node)
{
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (json_node_get_value_type (element) == G_TYPE_STRING && is_value (facet, json_node_get_string (element)))
      g_strv_builder_add (values, json_node_get_string (element));
  }
  list = g_strv_builder_end (values);
  relais_plan_filter_choose (filter, facet, (const char * const *) list);
}

/* All but the status. */
static void
add_facets (const RelaisPlanFilter *filter, RelaisQuery *query)
{
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++) {
    g_autofree char *values = filter->chosen[i] != NULL ? g_strjoinv ("|", filter->chosen[i]) : NULL;

    if (values == NULL || i == RELAIS_PLAN_STATE)
      continue;
    if (i == RELAIS_PLAN_CHANNEL || i == RELAIS_PLAN_AUTHOR)
      relais_query_where (query, names[i], RELAIS_MATCH_ONE_OF, values);
    else if (i == RELAIS_PLAN_AUDIENCE)
      relais_query_where_or_through (query, "audience", "channel", "audience", RELAIS_MATCH_ONE_OF, values);
    else
      relais_query_where_through (query, "subject", names[i], i == RELAIS_PLAN_UNIT ? RELAIS_MATCH_WITHIN : RELAIS_MATCH_ONE_OF,
                                  values);
  }
  if (filter->text != NULL)
    relais_query_text_through (query, "subject", filter->text);
}

/* What is chosen of @states (joined by '|'); all of them where nothing is. NULL: none. */
static char *
choose_states (const RelaisPlanFilter *filter, const char *states)
{
  g_auto (GStrv) all = g_strsplit (states, "|", -1);
  g_autoptr (GString) chosen = g_string_new (NULL);

  for (char **state = all; *state != NULL; state++)
    if (filter->chosen[RELAIS_PLAN_STATE] == NULL || relais_plan_filter_has (filter, RELAIS_PLAN_STATE, *state))
      g_string_append_printf (chosen, "%s%s", chosen->len > 0 ? "|" : "", *state);
  return chosen->len > 0 ? g_string_free (g_steal_pointer (&chosen), FALSE) : NULL;
}

RelaisPlanFilter *
relais_plan_filter_new (void)
{
  return g_new0 (RelaisPlanFilter, 1);
}

RelaisPlanFilter *
relais_plan_filter_copy (const RelaisPlanFilter *filter)
{
  RelaisPlanFilter *copy = relais_plan_filter_new ();

  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++)
    copy->chosen[i] = g_strdupv (filter->chosen[i]);
  copy->text = g_strdup (filter->text);
  return copy;
}

void
relais_plan_filter_free (RelaisPlanFilter *filter)
{
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++)
    g_strfreev (filter->chosen[i]);
  g_free (filter->text);
  g_free (filter);
}

gboolean
relais_plan_filter_equal (const RelaisPlanFilter *a, const RelaisPlanFilter *b)
{
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++) {
    if ((a->chosen[i] == NULL) != (b->chosen[i] == NULL))
      return FALSE;
    if (a->chosen[i] != NULL && !g_strv_equal ((const char * const *) a->chosen[i], (const char * const *) b->chosen[i]))
      return FALSE;
  }
  return g_strcmp0 (a->text, b->text) == 0;
}

void
relais_plan_filter_choose (RelaisPlanFilter *filter, RelaisPlanFacet facet, const char * const *values)
{
  GStrv old = filter->chosen[facet];

  g_return_if_fail (facet < RELAIS_PLAN_N_FACETS);
  filter->chosen[facet] = values != NULL && values[0] != NULL ? g_strdupv ((char **) values) : NULL;
  if (filter->chosen[facet] != NULL)
    qsort (filter->chosen[facet], g_strv_length (filter->chosen[facet]), sizeof (char *), compare_values);
  g_strfreev (old);
}

void
relais_plan_filter_set_text (RelaisPlanFilter *filter, const char *text)
{
  g_set_str (&filter->text, text != NULL && text[0] != '\0' ? text : NULL);
}

gboolean
relais_plan_filter_has (const RelaisPlanFilter *filter, RelaisPlanFacet facet, const char *value)
{
  g_return_val_if_fail (facet < RELAIS_PLAN_N_FACETS, FALSE);
  return filter->chosen[facet] != NULL && g_strv_contains ((const char * const *) filter->chosen[facet], value);
}

gboolean
relais_plan_filter_is_empty (const RelaisPlanFilter *filter)
{
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++)
    if (filter->chosen[i] != NULL)
      return FALSE;
  return filter->text == NULL;
}

char *
relais_plan_filter_to_json (const RelaisPlanFilter *filter)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (root, object);
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++)
    if (filter->chosen[i] != NULL) {
      JsonArray *array = json_array_new ();

      for (char **value = filter->chosen[i]; *value != NULL; value++)
        json_array_add_string_element (array, *value);
      json_object_set_array_member (object, names[i], array);
    }
  if (filter->text != NULL)
    json_object_set_string_member (object, "text", filter->text);
  return relais_json_canonical (root);
}

RelaisPlanFilter *
relais_plan_filter_from_json (const char *json)
{
  RelaisPlanFilter *filter = relais_plan_filter_new ();
  g_autoptr (JsonNode) root = json != NULL ? relais_json_parse (json, -1, MOST_JSON, NULL) : NULL;
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  if (object == NULL)
    return filter;
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++)
    read_facet (filter, i, json_object_get_member (object, names[i]));
  relais_plan_filter_set_text (filter, json_object_get_string_member_with_default (object, "text", NULL));
  return filter;
}

RelaisQuery *
relais_plan_filter_build (const RelaisPlanFilter *filter)
{
  RelaisQuery *query = relais_query_new (relais_kind_lookup ("placement"));
  g_autofree char *states = filter->chosen[RELAIS_PLAN_STATE] != NULL ? g_strjoinv ("|", filter->chosen[RELAIS_PLAN_STATE]) : NULL;

  relais_query_where (query, "state", RELAIS_MATCH_ONE_OF, states != NULL ? states : IN_HAND);
  add_facets (filter, query);
  return query;
}

gboolean
relais_plan_state_is_in_hand (const char *state)
{
  g_auto (GStrv) states = g_strsplit (IN_HAND, "|", -1);

  return g_strv_contains ((const char * const *) states, state);
}

RelaisQuery *
relais_plan_filter_build_state (const RelaisPlanFilter *filter, const char *state)
{
  RelaisQuery *query;

  if (filter->chosen[RELAIS_PLAN_STATE] != NULL && !relais_plan_filter_has (filter, RELAIS_PLAN_STATE, state))
    return NULL;
  query = relais_query_where (relais_query_new (relais_kind_lookup ("placement")), "state", RELAIS_MATCH_EQUAL, state);
  add_facets (filter, query);
  return query;
}

RelaisQuery *
relais_plan_filter_build_undated (const RelaisPlanFilter *filter)
{
  g_autofree char *states = choose_states (filter, filter->chosen[RELAIS_PLAN_STATE] != NULL ? UNDATED "|postponed" : UNDATED);
  RelaisQuery *query;

  if (states == NULL)
    return NULL;
  query = relais_query_where (relais_query_new (relais_kind_lookup ("placement")), "planned", RELAIS_MATCH_EQUAL, NULL);
  relais_query_where (query, "state", RELAIS_MATCH_ONE_OF, states);
  relais_query_where_through (query, "subject", "archived", RELAIS_MATCH_EQUAL, NULL);
  add_facets (filter, query);
  return query;
}

RelaisQuery *
relais_plan_filter_build_unplaced (const RelaisPlanFilter *filter)
{
  static const RelaisPlanFacet own[] = { RELAIS_PLAN_UNIT, RELAIS_PLAN_THEME, RELAIS_PLAN_CAMPAIGN };
  g_autofree char *states = choose_states (filter, "idea|proposed");
  RelaisQuery *query;

  if (states == NULL || filter->chosen[RELAIS_PLAN_CHANNEL] != NULL || filter->chosen[RELAIS_PLAN_AUTHOR] != NULL
      || filter->chosen[RELAIS_PLAN_AUDIENCE] != NULL)
    return NULL;
  query = relais_query_where (relais_query_new (relais_kind_lookup ("subject")), "state", RELAIS_MATCH_ONE_OF, "proposed|kept");
  relais_query_where (query, "archived", RELAIS_MATCH_EQUAL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (own); i++) {
    g_autofree char *values = filter->chosen[own[i]] != NULL ? g_strjoinv ("|", filter->chosen[own[i]]) : NULL;

    if (values != NULL)
      relais_query_where (query, names[own[i]], own[i] == RELAIS_PLAN_UNIT ? RELAIS_MATCH_WITHIN : RELAIS_MATCH_ONE_OF, values);
  }
  if (filter->text != NULL)
    relais_query_text (query, filter->text);
  return relais_query_where_none (query, "placement", "subject");
}
