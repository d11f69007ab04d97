/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-idea.h"

#include "relais-format.h"

#include <glib/gi18n.h>

/* An idea in the making. */
typedef struct {
  RelaisSession          *session;  /* borrowed */
  const RelaisPlanFilter *filter;   /* borrowed */
  gboolean                taken[RELAIS_PLAN_N_FACETS];  /* what is chosen is true of the idea */
} Idea;

/* What the person may write themselves. */
static gboolean
may_write (Idea *idea, const RelaisKind *kind, const char *field)
{
  RelaisRoles roles = kind->fields[relais_kind_field (kind, field)].write;

  return roles == 0 || (roles & relais_access_get_role (relais_session_get_access (idea->session))) != 0;
}

/* The one value that is chosen, into @field. */
static void
guess (Idea *idea, RelaisPlanFacet facet, RelaisFields *fields, const char *field)
{
  GStrv chosen = idea->filter->chosen[facet];

  if (chosen == NULL || chosen[1] != NULL || !may_write (idea, fields->kind, field))
    return;
  relais_fields_set_string (fields, field, chosen[0]);
  idea->taken[facet] = TRUE;
}

/* Of the units that somebody may write for, their own. (transfer full) (nullable) */
static char *
dup_own_unit (RelaisSession *session)
{
  const char * const *units = relais_access_get_units (relais_session_get_access (session));
  const char *person = relais_session_get_person (session);
  g_autoptr (RelaisRecord) record = person != NULL ? relais_store_lookup (relais_session_get_store (session), "person", person) : NULL;
  const char *unit = record != NULL ? relais_record_get_string (record, "unit") : NULL;

  return g_strdup (unit != NULL && g_strv_contains (units, unit) ? unit : units[0]);
}

static void
set_unit (Idea *idea, RelaisFields *fields)
{
  gboolean all = relais_access_writes_all (relais_session_get_access (idea->session), fields->kind);
  g_autofree char *own = !all ? dup_own_unit (idea->session) : NULL;

  if (all)
    guess (idea, RELAIS_PLAN_UNIT, fields, "unit");
  else if (own != NULL)
    relais_fields_set_string (fields, "unit", own);
  if (own != NULL && relais_plan_filter_has (idea->filter, RELAIS_PLAN_UNIT, own))
    idea->taken[RELAIS_PLAN_UNIT] = TRUE;
}

static RelaisFields *
make_subject (Idea *idea, const char *title)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  relais_fields_set_string (fields, "title", title);
  relais_fields_set_string (fields, "state", "proposed");
  relais_fields_set_string (fields, "proposed_on", today);
  if (relais_session_get_person (idea->session) != NULL)
    relais_fields_set_string (fields, "proposed_by", relais_session_get_person (idea->session));
  set_unit (idea, fields);
  guess (idea, RELAIS_PLAN_THEME, fields, "theme");
  guess (idea, RELAIS_PLAN_CAMPAIGN, fields, "campaign");
  return fields;
}

/* (transfer full) (nullable): nothing says on which channel, or the person may not put it there */
static RelaisFields *
make_placement (Idea *idea, const char *subject)
{
  RelaisAccess *access = relais_session_get_access (idea->session);
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));

  relais_fields_set_string (fields, "subject", subject);
  relais_fields_set_string (fields, "state", "idea");
  guess (idea, RELAIS_PLAN_CHANNEL, fields, "channel");
  guess (idea, RELAIS_PLAN_AUTHOR, fields, "author");
  guess (idea, RELAIS_PLAN_AUDIENCE, fields, "audience");
  if (!relais_access_writes_all (access, fields->kind))
    relais_fields_set_string (fields, "author", relais_session_get_person (idea->session));
  fields->unset = 0;
  g_autoptr (RelaisRecord) placement = relais_record_new (subject, relais_fields_copy (fields), 0, 0, NULL, 0);
  if (idea->taken[RELAIS_PLAN_CHANNEL] && relais_access_check_write (access, NULL, placement, NULL))
    {
      idea->taken[RELAIS_PLAN_STATE] = relais_plan_filter_has (idea->filter, RELAIS_PLAN_STATE, "idea");
      return fields;
    }
  relais_fields_free (fields);
  idea->taken[RELAIS_PLAN_CHANNEL] = idea->taken[RELAIS_PLAN_AUTHOR] = idea->taken[RELAIS_PLAN_AUDIENCE] = FALSE;
  idea->taken[RELAIS_PLAN_STATE] = relais_plan_filter_has (idea->filter, RELAIS_PLAN_STATE, "idea")
                                   || relais_plan_filter_has (idea->filter, RELAIS_PLAN_STATE, "proposed");
  return NULL;
}

static gboolean
is_hidden (Idea *idea, const char *title)
{
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++)
    if (idea->filter->chosen[i] != NULL && !idea->taken[i])
      return TRUE;
  return idea->filter->text != NULL && !g_str_match_string (idea->filter->text, title, TRUE);
}

RelaisAction *
relais_idea_build (RelaisSession *session, const char *title, const RelaisPlanFilter *filter, gboolean *hidden)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && title != NULL && filter != NULL && hidden != NULL, NULL);

  Idea idea = { session, filter, { FALSE, } };
  g_autofree char *label = g_strdup_printf (_("Add the idea “%s”"), title);
  RelaisAction *action = relais_action_new (label);
  g_autofree char *subject = g_strdup (relais_action_create (action, NULL, make_subject (&idea, title)));
  RelaisFields *placement = make_placement (&idea, subject);

  if (placement != NULL)
    relais_action_create (action, NULL, placement);
  *hidden = is_hidden (&idea, title);
  return action;
}
