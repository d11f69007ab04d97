/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-state.h"

#include "relais-config.h"
#include "relais-json.h"

#define MOST_JSON 50000

struct _RelaisPlanState
{
  GSettings        *settings;   /* owned */
  char             *workspace;  /* owned: path; identifiers mean nothing in another one */
  RelaisPlanFilter *filter;     /* owned */
  char             *view;       /* owned, nullable */
  JsonObject       *options;    /* owned: by name of the view */
  gboolean          ideas;      /* they are beside the plan */
};

static JsonObject *
get_object (JsonObject *parent, const char *name)
{
  JsonNode *node = json_object_get_member (parent, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static char *
print (RelaisPlanState *state, JsonObject *options /* taken */, const char *workspace)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *filter = relais_plan_filter_to_json (state->filter);
  JsonObject *object = json_object_new ();

  json_node_take_object (root, object);
  json_object_set_member (object, "filter", relais_json_parse (filter, -1, MOST_JSON, NULL));
  json_object_set_object_member (object, "options", options);
  if (state->view != NULL)
    json_object_set_string_member (object, "view", state->view);
  if (workspace != NULL)
    {
      json_object_set_string_member (object, "workspace", workspace);
      json_object_set_boolean_member (object, "ideas", state->ideas);
    }
  return relais_json_canonical (root);
}

static void
read_options (JsonObject *options, const char *name, JsonNode *node, gpointer user_data)
{
  RelaisPlanState *state = user_data;

  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_set_object_member (state->options, name, json_node_dup_object (node));
}

static void
read_filter (RelaisPlanState *state, JsonNode *node)
{
  g_autofree char *text = node != NULL ? relais_json_canonical (node) : NULL;

  relais_plan_filter_free (state->filter);
  state->filter = relais_plan_filter_from_json (text);
}

RelaisPlanState *
relais_plan_state_new (RelaisStore *store)
{
  RelaisPlanState *state = g_new0 (RelaisPlanState, 1);

  state->settings = g_settings_new (RELAIS_APP_ID);
  state->workspace = g_strdup (relais_store_get_path (store));
  state->filter = relais_plan_filter_new ();
  state->options = json_object_new ();

  g_autofree char *kept = g_settings_get_string (state->settings, "planning");
  g_autoptr (JsonNode) root = relais_json_parse (kept, -1, MOST_JSON, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (object != NULL
      && g_strcmp0 (json_object_get_string_member_with_default (object, "workspace", NULL), state->workspace) == 0)
    {
      relais_plan_state_read_json (state, kept);
      state->ideas = json_object_get_boolean_member_with_default (object, "ideas", FALSE);
    }
  return state;
}

void
relais_plan_state_free (RelaisPlanState *state)
{
  g_object_unref (state->settings);
  g_free (state->workspace);
  relais_plan_filter_free (state->filter);
  g_free (state->view);
  json_object_unref (state->options);
  g_free (state);
}

void
relais_plan_state_save (RelaisPlanState *state)
{
  g_autofree char *json = print (state, json_object_ref (state->options), state->workspace);

  g_settings_set_string (state->settings, "planning", json);
}

const RelaisPlanFilter *
relais_plan_state_get_filter (RelaisPlanState *state)
{
  return state->filter;
}

void
relais_plan_state_set_filter (RelaisPlanState *state, const RelaisPlanFilter *filter)
{
  RelaisPlanFilter *old = state->filter;

  state->filter = relais_plan_filter_copy (filter);
  relais_plan_filter_free (old);
}

const char *
relais_plan_state_get_view (RelaisPlanState *state)
{
  return state->view;
}

void
relais_plan_state_set_view (RelaisPlanState *state, const char *name)
{
  g_set_str (&state->view, name);
}

gboolean
relais_plan_state_get_ideas (RelaisPlanState *state)
{
  return state->ideas;
}

void
relais_plan_state_set_ideas (RelaisPlanState *state, gboolean shown)
{
  state->ideas = shown;
}

void
relais_plan_state_remember_view (RelaisPlanState *state, RelaisPlanView *view)
{
  g_return_if_fail (state->view != NULL);
  json_object_set_object_member (state->options, state->view, relais_plan_view_dup_options (view));
}

void
relais_plan_state_show_view (RelaisPlanState *state, const char *name, RelaisPlanView *view)
{
  JsonObject *options = get_object (state->options, name);

  if (options != NULL)
    relais_plan_view_set_options (view, options);
}

char *
relais_plan_state_to_json (RelaisPlanState *state)
{
  JsonObject *options = json_object_new ();
  JsonObject *own = state->view != NULL ? get_object (state->options, state->view) : NULL;

  if (own != NULL)
    json_object_set_object_member (options, state->view, json_object_ref (own));
  return print (state, options, NULL);
}

void
relais_plan_state_read_json (RelaisPlanState *state, const char *json)
{
  g_autoptr (JsonNode) root = json != NULL ? relais_json_parse (json, -1, MOST_JSON, NULL) : NULL;
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  if (object == NULL)
    return;
  read_filter (state, json_object_get_member (object, "filter"));
  g_set_str (&state->view, json_object_get_string_member_with_default (object, "view", state->view));
  if (get_object (object, "options") != NULL)
    json_object_foreach_member (get_object (object, "options"), read_options, state);
}
