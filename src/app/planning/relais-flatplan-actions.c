/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-flatplan-actions.h"

#include "relais-json.h"

#include <glib/gi18n.h>

#define MOST_ROOMS 100000

/* Working days before the print date, where no issue says otherwise. */
static const struct {
  const char *name;
  int         days;
} usual_steps[] = {
  { N_("Contents settled"), 30 },
  { N_("Copy in"), 20 },
  { N_("Layout"), 12 },
  { N_("Proofreading"), 6 },
  { N_("Ready for press"), 2 },
};

static const char *
get_day (RelaisRecord *edition)
{
  const char *out = relais_record_get_string (edition, "out_on");
  return out != NULL ? out : relais_record_get_string (edition, "print_on");
}

/* The day that the placement has only because of the issue it is in. */
static gboolean
follows_issue (RelaisStore *store, RelaisRecord *placement)
{
  const char *planned = relais_record_get_string (placement, "planned"), *id = relais_record_get_string (placement, "edition");
  g_autoptr (RelaisRecord) old = id != NULL ? relais_store_lookup (store, "edition", id) : NULL;

  return planned == NULL || (old != NULL && g_strcmp0 (planned, get_day (old)) == 0);
}

void
relais_flatplan_aim (RelaisStore *store, RelaisRecord *placement, RelaisRecord *edition, guint page, RelaisPlanTarget *target)
{
  *target = (RelaisPlanTarget) {
    .edition = edition != NULL ? relais_record_get_id (edition) : "",
    .page = edition != NULL ? page : 0,
    .day = edition != NULL && follows_issue (store, placement) ? get_day (edition) : NULL,
  };
  if (edition == NULL || !relais_plan_is_draft (placement))
    return;
  /* What is put on a page has been accepted. */
  target->channel = relais_record_get_string (edition, "channel");
  target->state = "accepted";
}

/* It could still be printed, and is not going to be elsewhere. */
static gboolean
is_loose (RelaisRecord *placement)
{
  static const char * const gone[] = { "published", "archived", "refused", "postponed", NULL };

  return relais_record_get_string (placement, "edition") == NULL
         && !g_strv_contains (gone, relais_record_get_string (placement, "state"));
}

RelaisRecord *
relais_flatplan_find (RelaisStore *store, RelaisRecord *subject, RelaisRecord *edition)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));

  relais_query_where (query, "subject", RELAIS_MATCH_EQUAL, relais_record_get_id (subject));
  relais_query_where (query, "channel", RELAIS_MATCH_EQUAL, relais_record_get_string (edition, "channel"));
  g_autoptr (GPtrArray) placements = relais_store_query (store, query);
  for (guint i = 0; i < placements->len; i++)
    if (is_loose (placements->pdata[i]))
      return relais_record_ref (placements->pdata[i]);
  return relais_plan_draft_new (subject);
}

RelaisAction *
relais_flatplan_set_room (RelaisRecord *edition, guint page, int signs)
{
  const char *text = relais_record_get_string (edition, "rooms");
  g_autoptr (JsonNode) node = text != NULL ? relais_json_parse (text, -1, MOST_ROOMS, NULL) : NULL;
  g_autoptr (JsonObject) rooms = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : json_object_new ();
  g_autoptr (JsonNode) changed = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *title = relais_record_dup_title (edition), *name = g_strdup_printf ("%u", page), *printed = NULL;
  g_autofree char *label = g_strdup_printf (_("Room of page %u of “%s”"), page, title);
  RelaisFields *fields = relais_fields_new (relais_record_get_kind (edition));
  RelaisFields *seen = relais_fields_new (relais_record_get_kind (edition));
  RelaisAction *action = relais_action_new (label);

  if (json_object_has_member (rooms, name))
    json_object_remove_member (rooms, name);
  if (signs >= 0)
    json_object_set_int_member (rooms, name, signs);
  json_node_set_object (changed, rooms);
  printed = json_object_get_size (rooms) > 0 ? relais_json_canonical (changed) : NULL;
  relais_fields_set_string (fields, "rooms", printed);
  if (text != NULL)
    relais_fields_set_string (seen, "rooms", text);
  relais_action_update_seen (action, relais_record_get_id (edition), seen, fields);
  return action;
}

gboolean
relais_flatplan_may_place (RelaisSession *session, RelaisRecord *placement)
{
  RelaisAccess *access = relais_session_get_access (session);

  return relais_access_may_edit (access, placement, "edition") && relais_access_may_edit (access, placement, "page")
         && relais_access_may_edit (access, placement, "planned");
}

char *
relais_flatplan_dup_steps (RelaisRecord *before)
{
  const char *steps = before != NULL ? relais_record_get_string (before, "steps") : NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  if (steps != NULL)
    {
      json_array_unref (array);
      return g_strdup (steps);
    }
  for (guint i = 0; i < G_N_ELEMENTS (usual_steps); i++)
    {
      JsonArray *step = json_array_new ();
      json_array_add_string_element (step, _(usual_steps[i].name));
      json_array_add_int_element (step, usual_steps[i].days);
      json_array_add_array_element (array, step);
    }
  json_node_take_array (node, array);
  return relais_json_canonical (node);
}
