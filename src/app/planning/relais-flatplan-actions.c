/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-flatplan-actions.h"

#include "relais-json.h"
#include "relais-plan-moves.h"

#include <glib/gi18n.h>

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

static RelaisRecord *
move_dates (RelaisStore *store, RelaisRecord *placement, RelaisRecord *edition)
{
  RelaisPlanTarget target = { .day = edition != NULL ? get_day (edition) : NULL };

  if (edition == NULL || !follows_issue (store, placement))
    return relais_record_ref (placement);
  return relais_plan_move_dup_after (store, placement, &target, RELAIS_PLAN_DATES_KEEP_DISTANCE);
}

static char *
make_label (RelaisStore *store, RelaisRecord *placement, RelaisRecord *edition, guint page)
{
  g_autofree char *title = relais_store_dup_title (store, "subject", relais_record_get_string (placement, "subject"));
  const char *old = relais_record_get_string (placement, "edition");
  g_autofree char *issue = edition != NULL ? relais_record_dup_title (edition) : relais_store_dup_title (store, "edition", old);

  if (edition == NULL)
    return g_strdup_printf (_("Take “%s” out of “%s”"), title, issue);
  return page > 0 ? g_strdup_printf (_("Put “%s” on page %u of “%s”"), title, page, issue)
                  : g_strdup_printf (_("Put “%s” into “%s”, on no page yet"), title, issue);
}

RelaisAction *
relais_flatplan_place (RelaisStore *store, RelaisRecord *placement, RelaisRecord *edition, guint page)
{
  g_autofree char *label = make_label (store, placement, edition, page);
  RelaisAction *action = relais_action_new (label);
  const RelaisKind *kind = relais_record_get_kind (placement);
  RelaisFields *fields = relais_fields_new (kind), *seen = relais_fields_new (kind);
  g_autoptr (RelaisRecord) dated = move_dates (store, placement, edition);
  g_autoptr (RelaisFields) place = relais_fields_new (kind);

  relais_fields_set_string (place, "edition", edition != NULL ? relais_record_get_id (edition) : NULL);
  relais_fields_set (place, relais_kind_field (kind, "page"), edition != NULL && page > 0 ? g_variant_new_int64 (page) : NULL);
  g_autoptr (RelaisRecord) after = relais_record_with (dated, place);
  for (guint i = 0; i < kind->n_fields; i++)
    {
      GVariant *old = relais_record_get (placement, kind->fields[i].name), *new = relais_record_get (after, kind->fields[i].name);
      if (relais_values_equal (old, new))
        continue;
      relais_fields_set (fields, i, new);
      if (old != NULL)
        relais_fields_set (seen, i, old);
    }
  if ((fields->set | fields->unset) != 0)
    {
      relais_action_update_seen (action, relais_record_get_id (placement), seen, fields);
      return action;
    }
  relais_fields_free (fields);
  relais_fields_free (seen);
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
