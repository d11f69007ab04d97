/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-moves.h"

#include "relais-back-plan.h"
#include "relais-choice.h"
#include "relais-format.h"
#include "relais-plan-days.h"

#include <glib/gi18n.h>
#include <string.h>

static const char * const dates[] = { "planned", "copy_due", "publish_at" };

/* The three dates of one placement, as days; publish at has its hour besides. */
typedef struct {
  char day[G_N_ELEMENTS (dates)][RELAIS_DAY_SIZE];   /* "": none */
  char hour[6];
} Dates;

static guint
find_date (const RelaisPlanTarget *target)
{
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    if (g_strcmp0 (target->field, dates[i]) == 0)
      return i;
  return 0;
}

static void
read_dates (RelaisRecord *placement, Dates *result)
{
  memset (result, 0, sizeof *result);
  for (guint i = 0; i < 2; i++)
    if (relais_record_get_string (placement, dates[i]) != NULL)
      g_strlcpy (result->day[i], relais_record_get_string (placement, dates[i]), RELAIS_DAY_SIZE);
  relais_instant_split (relais_record_get_string (placement, "publish_at"), result->day[2], result->hour);
}

/* Where the target puts the date that it speaks of: FALSE when that stays. */
static gboolean
find_new_day (const RelaisPlanTarget *target, const Dates *old, guint which, Dates *result)
{
  *result = *old;
  if (target->day != NULL && which == 2)
    {
      if (!relais_instant_split (target->day, result->day[2], result->hour))
        result->day[2][0] = '\0';
    }
  else if (target->day != NULL)
    g_strlcpy (result->day[which], target->day, RELAIS_DAY_SIZE);
  else if (target->shift != 0 && old->day[which][0] != '\0')
    relais_day_print (relais_day_parse (old->day[which]) + target->shift, result->day[which]);
  return !g_str_equal (old->day[which], result->day[which]) || !g_str_equal (old->hour, result->hour);
}

/* As many working days from @to as @day is from @from, written into @result. */
static void
keep_distance (RelaisPlanCalendar *calendar, const char *from, const char *day, const char *to, char result[RELAIS_DAY_SIZE])
{
  int distance = relais_plan_calendar_count_working_days (calendar, relais_day_parse (from), relais_day_parse (day));

  relais_day_print (relais_plan_calendar_add_working_days (calendar, relais_day_parse (to), distance), result);
}

/* Read when it is first wanted, and once for all that moves together. */
static RelaisPlanCalendar *
need_calendar (RelaisStore *store, RelaisPlanCalendar **calendar)
{
  if (*calendar == NULL)
    *calendar = relais_plan_days_read (store);
  return *calendar;
}

/* The other dates, after the one that moved: they go with it, also where it goes away. */
static void
follow (RelaisStore *store, RelaisPlanCalendar **calendar, guint which, const Dates *old, Dates *new, RelaisPlanDates policy)
{
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    if (i == which || old->day[i][0] == '\0')
      continue;
    else if (new->day[which][0] == '\0' && which == 0)
      g_strlcpy (new->day[i], policy == RELAIS_PLAN_DATES_KEEP_DISTANCE ? "" : old->day[i], RELAIS_DAY_SIZE);
    else if (policy == RELAIS_PLAN_DATES_KEEP_DISTANCE && new->day[which][0] != '\0' && old->day[which][0] != '\0')
      keep_distance (need_calendar (store, calendar), old->day[which], old->day[i], new->day[which], new->day[i]);
}

/* When copy is due for a publication on @planned, as the channel wants it; "" where it wants nothing. */
static void
find_copy_due (RelaisStore *store, RelaisPlanCalendar **calendar, const char *channel, const char *planned,
               char result[RELAIS_DAY_SIZE])
{
  g_autoptr (RelaisRecord) record = channel != NULL ? relais_store_lookup (store, "channel", channel) : NULL;

  result[0] = '\0';
  if (record != NULL && planned[0] != '\0' && relais_record_get (record, "lead_days") != NULL)
    relais_day_print (relais_back_plan_copy_due (need_calendar (store, calendar), relais_day_parse (planned),
                                                 (int) relais_record_get_integer (record, "lead_days")), result);
}

/* On another channel copy is due when that one wants it, unless somebody chose another day. */
static void
follow_channel (RelaisStore *store, RelaisPlanCalendar **calendar, const Dates *old, Dates *new, RelaisPlanDates policy,
                const char *from, const char *to)
{
  char wanted[RELAIS_DAY_SIZE];

  if (old->day[1][0] == '\0' || policy == RELAIS_PLAN_DATES_ONLY_THIS || g_strcmp0 (from, to) == 0)
    return;
  find_copy_due (store, calendar, from, old->day[0], wanted);
  if (!g_str_equal (wanted, old->day[1]))
    return;
  find_copy_due (store, calendar, to, new->day[0], wanted);
  if (wanted[0] != '\0')
    g_strlcpy (new->day[1], wanted, RELAIS_DAY_SIZE);
}

static void
set_if_changed (RelaisRecord *record, RelaisFields *fields, const char *name, const char *value)
{
  const char *old = relais_record_get_string (record, name);

  if (g_strcmp0 (old != NULL ? old : "", value != NULL ? value : "") != 0)
    relais_fields_set_string (fields, name, value);
}

static void
set_dates (RelaisRecord *placement, RelaisFields *fields, const Dates *old, const Dates *new)
{
  for (guint i = 0; i < 2; i++)
    set_if_changed (placement, fields, dates[i], new->day[i]);
  if (g_str_equal (old->day[2], new->day[2]) && g_str_equal (old->hour, new->hour))
    return;
  g_autofree char *instant = relais_instant_join (new->day[2], new->hour);
  set_if_changed (placement, fields, "publish_at", instant);
}

/* A page belongs to an issue of one channel, and a length is counted as the channel counts. */
static void
set_channel (RelaisStore *store, RelaisRecord *placement, RelaisFields *fields, const char *channel)
{
  const char *before = relais_record_get_string (placement, "channel");

  if (g_strcmp0 (before, channel) == 0)
    return;
  g_autoptr (RelaisRecord) old = before != NULL ? relais_store_lookup (store, "channel", before) : NULL;
  g_autoptr (RelaisRecord) new = relais_store_lookup (store, "channel", channel);
  relais_fields_set_string (fields, "channel", channel);
  for (guint i = 0; i < 2; i++)
    if (relais_record_get (placement, i == 0 ? "edition" : "page") != NULL)
      relais_fields_set (fields, relais_kind_field (fields->kind, i == 0 ? "edition" : "page"), NULL);
  if (relais_record_get (placement, "length") != NULL
      && (old == NULL || new == NULL || g_strcmp0 (relais_record_get_string (old, "length_unit"),
                                                   relais_record_get_string (new, "length_unit")) != 0))
    relais_fields_set (fields, relais_kind_field (fields->kind, "length"), NULL);
}

static void
set_page (RelaisRecord *placement, RelaisFields *fields, const char *edition, guint page)
{
  guint place = (guint) relais_kind_field (fields->kind, "page");

  set_if_changed (placement, fields, "edition", edition[0] != '\0' ? edition : NULL);
  if (relais_record_get_integer (placement, "page") != (gint64) page)
    relais_fields_set (fields, place, page > 0 ? g_variant_new_int64 (page) : NULL);
}

/* (transfer full): what changes in the placement itself. */
static RelaisFields *
make_fields (RelaisStore *store, RelaisRecord *placement, const RelaisPlanTarget *target, RelaisPlanDates policy,
             RelaisPlanCalendar **calendar)
{
  RelaisFields *fields = relais_fields_new (relais_record_get_kind (placement));
  guint which = find_date (target);
  const char *before = relais_record_get_string (placement, "channel");
  const char *channel = target->channel != NULL ? target->channel : before;
  gboolean moves;
  Dates old, new;

  read_dates (placement, &old);
  moves = find_new_day (target, &old, which, &new);
  if (moves)
    follow (store, calendar, which, &old, &new, policy);
  if (which == 0)
    follow_channel (store, calendar, &old, &new, policy, before, channel);
  /* What is planned without one gets it. */
  if (which == 0 && new.day[1][0] == '\0'
      && (moves || (policy == RELAIS_PLAN_DATES_KEEP_DISTANCE && g_strcmp0 (before, channel) != 0)))
    find_copy_due (store, calendar, channel, new.day[0], new.day[1]);
  set_dates (placement, fields, &old, &new);
  if (target->channel != NULL)
    set_channel (store, placement, fields, target->channel);
  if (target->state != NULL)
    set_if_changed (placement, fields, "state", target->state);
  else if (which == 0 && old.day[0][0] == '\0' && new.day[0][0] != '\0'
           && g_strcmp0 (relais_record_get_string (placement, "state"), "idea") == 0)
    relais_fields_set_string (fields, "state", "proposed");   /* what has a day takes room */
  if (target->author != NULL)
    set_if_changed (placement, fields, "author", target->author);
  if (target->edition != NULL)
    set_page (placement, fields, target->edition, target->page);
  if (target->reviewer != NULL)
    set_if_changed (placement, fields, "reviewer", target->reviewer);
  return fields;
}

static gboolean
is_empty (const RelaisFields *fields)
{
  return fields->set == 0 && fields->unset == 0;
}

/* Takes the place of a record: what nothing is stored of yet is made. */
static void
create (RelaisAction *action, RelaisRecord *draft, const RelaisFields *fields)
{
  g_autoptr (RelaisRecord) made = relais_record_with (draft, fields);

  relais_action_create (action, relais_record_get_id (made), relais_fields_copy (relais_record_get_fields (made)));
}

/* What the person had before their eyes in the fields that change: what came in meanwhile is not overwritten unseen. */
static RelaisFields *
dup_seen (RelaisRecord *record, const RelaisFields *fields)
{
  RelaisFields *seen = relais_fields_new (fields->kind);

  for (guint i = 0; i < fields->kind->n_fields; i++)
    {
      GVariant *value = relais_record_get (record, fields->kind->fields[i].name);
      if (((fields->set | fields->unset) >> i & 1) && value != NULL)
        relais_fields_set (seen, i, value);
    }
  return seen;
}

/* (transfer full): what changes in the subject. */
static RelaisFields *
make_subject_fields (RelaisRecord *subject, const RelaisPlanTarget *target)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));

  if (subject != NULL && target->unit != NULL)
    set_if_changed (subject, fields, "unit", target->unit);
  if (subject != NULL && target->campaign != NULL)
    set_if_changed (subject, fields, "campaign", target->campaign);
  return fields;
}

/* Several placements of one subject change it once. */
static void
update_subject (RelaisStore *store, RelaisAction *action, GHashTable *done, RelaisRecord *placement,
                const RelaisPlanTarget *target)
{
  const char *id = relais_record_get_string (placement, "subject");
  g_autoptr (RelaisRecord) subject = relais_store_lookup (store, "subject", id);
  g_autoptr (RelaisFields) fields = make_subject_fields (subject, target);

  if (is_empty (fields) || !g_hash_table_add (done, g_strdup (id)))
    return;
  RelaisFields *seen = dup_seen (subject, fields);
  relais_action_update_seen (action, id, seen, g_steal_pointer (&fields));
}

static void
add_name (GPtrArray *words, RelaisStore *store, const char *kind, const char *id, const char *none)
{
  if (id != NULL)
    g_ptr_array_add (words, id[0] != '\0' ? relais_store_dup_title (store, kind, id) : g_strdup (none));
}

static char *
describe_other (RelaisStore *store, const RelaisPlanTarget *target, gboolean day)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (day && target->day != NULL && target->day[0] != '\0')
    g_ptr_array_add (words, relais_format_date (target->day));
  if (target->channel != NULL)
    g_ptr_array_add (words, relais_store_dup_title (store, "channel", target->channel));
  if (target->state != NULL)
    g_ptr_array_add (words, g_strdup (relais_choice_label (relais_kind_lookup ("placement"), "state", target->state)));
  add_name (words, store, "person", target->author, _("nobody"));
  add_name (words, store, "person", target->reviewer, _("nobody"));
  add_name (words, store, "campaign", target->campaign, _("no campaign"));
  add_name (words, store, "unit", target->unit, _("no direction"));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **) words->pdata);
}

/* Who does it and what it belongs to is no move: "Reviewer of “Cérémonie des vœux”: Marie Dupont". (nullable) */
static char *
make_field_label (const RelaisPlanTarget *target, const char *title, guint n, const char *value)
{
  const struct { const char *value, *label; } fields[] = {
    { target->author, N_("Author") }, { target->reviewer, N_("Reviewer") }, { target->campaign, N_("Campaign") },
    { target->unit, N_("Direction") },
  };
  const char *label = NULL;

  if (target->day != NULL || target->shift != 0 || target->channel != NULL || target->state != NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].value != NULL)
      label = label == NULL ? fields[i].label : "";
  if (label == NULL || label[0] == '\0')
    return NULL;
  if (n == 1)
    /* Translators: a field of a subject, and its new value: "Reviewer of “Cérémonie des vœux”: Marie Dupont" */
    return g_strdup_printf (_("%s of “%s”: %s"), _(label), title, value);
  return g_strdup_printf (ngettext ("%s of %u placement: %s", "%s of %u placements: %s", n), _(label), n, value);
}

static char *
make_page_label (RelaisStore *store, RelaisRecord *placement, const char *title, const RelaisPlanTarget *target)
{
  const char *id = target->edition[0] != '\0' ? target->edition : relais_record_get_string (placement, "edition");
  g_autofree char *issue = relais_store_dup_title (store, "edition", id);

  if (target->edition[0] == '\0')
    return g_strdup_printf (_("Take “%s” out of “%s”"), title, issue);
  return target->page > 0 ? g_strdup_printf (_("Put “%s” on page %u of “%s”"), title, target->page, issue)
                          : g_strdup_printf (_("Put “%s” into “%s”, on no page yet"), title, issue);
}

static char *
make_label (RelaisStore *store, GPtrArray *placements, const RelaisPlanTarget *target)
{
  g_autofree char *title = relais_store_dup_title (store, "subject",
                                                   relais_record_get_string (g_ptr_array_index (placements, 0), "subject"));
  g_autofree char *other = describe_other (store, target, FALSE), *all = describe_other (store, target, TRUE);
  gboolean has_day = target->day != NULL && target->day[0] != '\0', several = placements->len > 1;
  const char *field = _(relais_kind_lookup ("placement")->fields[relais_kind_field (relais_kind_lookup ("placement"),
                                                                                   dates[find_date (target)])].label);

  if (target->edition != NULL)
    return make_page_label (store, g_ptr_array_index (placements, 0), title, target);
  char *changed = make_field_label (target, title, placements->len, other);
  if (changed != NULL)
    return changed;
  if (other[0] != '\0' && several)
    return g_strdup_printf (ngettext ("Move %u placement to: %s", "Move %u placements to: %s", placements->len),
                            placements->len, all);
  if (other[0] != '\0')
    return g_strdup_printf (_("Move “%s” to: %s"), title, all);
  if (find_date (target) != 0)
    return g_strdup_printf (_("%s of “%s”"), field, title);
  /* Translators: to a day: "12 January" */
  if (has_day)
    return several ? g_strdup_printf (ngettext ("Move %u placement to %s", "Move %u placements to %s", placements->len),
                                      placements->len, all)
                   : g_strdup_printf (_("Move “%s” to %s"), title, all);
  if (target->day != NULL)
    return several ? g_strdup_printf (ngettext ("Move %u placement to the ideas", "Move %u placements to the ideas",
                                                placements->len), placements->len)
                   : g_strdup_printf (_("Move “%s” to the ideas"), title);
  return several ? g_strdup_printf (ngettext ("Move %u placement", "Move %u placements", placements->len), placements->len)
                 : g_strdup_printf (_("Move “%s”"), title);
}

static gboolean
is_settled (RelaisRecord *placement)
{
  const char *state = relais_record_get_string (placement, "state");

  return g_strcmp0 (state, "published") == 0 || g_strcmp0 (state, "archived") == 0;
}

RelaisRecord *
relais_plan_draft_new (RelaisRecord *subject)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));
  g_autofree char *id = relais_id_new ();

  relais_fields_set_string (fields, "subject", relais_record_get_id (subject));
  relais_fields_set_string (fields, "state", "proposed");
  return relais_record_new (id, fields, 0, 0, NULL, 0);
}

gboolean
relais_plan_is_draft (RelaisRecord *placement)
{
  return relais_record_get (placement, "channel") == NULL;
}

void
relais_plan_target_copy (RelaisPlanTarget *target, const RelaisPlanTarget *from)
{
  *target = (RelaisPlanTarget) {
    .field = g_strdup (from->field),
    .day = g_strdup (from->day),
    .shift = from->shift,
    .channel = g_strdup (from->channel),
    .state = g_strdup (from->state),
    .author = g_strdup (from->author),
    .reviewer = g_strdup (from->reviewer),
    .campaign = g_strdup (from->campaign),
    .unit = g_strdup (from->unit),
    .edition = g_strdup (from->edition),
    .page = from->page,
  };
}

void
relais_plan_target_clear (RelaisPlanTarget *target)
{
  g_free ((char *) target->field);
  g_free ((char *) target->day);
  g_free ((char *) target->channel);
  g_free ((char *) target->state);
  g_free ((char *) target->author);
  g_free ((char *) target->reviewer);
  g_free ((char *) target->campaign);
  g_free ((char *) target->unit);
  g_free ((char *) target->edition);
  *target = (RelaisPlanTarget) { NULL, };
}

gboolean
relais_plan_target_changes (const RelaisPlanTarget *target, RelaisStore *store, RelaisRecord *placement)
{
  g_autoptr (RelaisPlanCalendar) calendar = NULL;
  g_autoptr (RelaisFields) fields = make_fields (store, placement, target, RELAIS_PLAN_DATES_ONLY_THIS, &calendar);
  g_autoptr (RelaisRecord) subject = relais_store_lookup (store, "subject", relais_record_get_string (placement, "subject"));

  g_autoptr (RelaisFields) more = make_subject_fields (subject, target);

  if (relais_plan_is_draft (placement))
    return !relais_plan_move_takes_day (target);
  return !is_empty (fields) || !is_empty (more);
}

gboolean
relais_plan_move_may (RelaisSession *session, RelaisRecord *placement, const RelaisPlanTarget *target)
{
  RelaisAccess *access = relais_session_get_access (session);
  const RelaisKind *kind = relais_record_get_kind (placement);
  g_autoptr (RelaisPlanCalendar) calendar = NULL;
  g_autoptr (RelaisFields) fields = make_fields (relais_session_get_store (session), placement, target, RELAIS_PLAN_DATES_ONLY_THIS,
                                                 &calendar);
  g_autoptr (RelaisRecord) subject = relais_store_lookup (relais_session_get_store (session), "subject",
                                                          relais_record_get_string (placement, "subject"));
  guint state = relais_kind_field (kind, "state");

  if (relais_plan_is_draft (placement))
    return relais_access_may_create (access, kind) && relais_access_may_edit (access, placement, "planned");
  for (guint i = 0; i < kind->n_fields; i++)
    if (((fields->set | fields->unset) >> i & 1) && !relais_access_may_edit (access, placement, kind->fields[i].name))
      return FALSE;
  if (fields->set >> state & 1)
    {
      g_autofree const char **states = relais_access_dup_next_states (access, placement);
      if (!g_strv_contains (states, g_variant_get_string (fields->values[state], NULL)))
        return FALSE;
    }
  g_autoptr (RelaisFields) more = make_subject_fields (subject, target);
  for (guint i = 0; i < more->kind->n_fields; i++)
    if (((more->set | more->unset) >> i & 1) && !relais_access_may_edit (access, subject, more->kind->fields[i].name))
      return FALSE;
  return TRUE;
}

gboolean
relais_plan_move_takes_day (const RelaisPlanTarget *target)
{
  return target->day != NULL && target->day[0] == '\0' && find_date (target) == 0;
}

gboolean
relais_plan_move_may_take_day (RelaisRecord *placement)
{
  return !is_settled (placement);
}

gboolean
relais_plan_move_has_dates (RelaisStore *store, GPtrArray *placements, const RelaisPlanTarget *target)
{
  guint which = find_date (target);

  for (guint i = 0; i < placements->len; i++)
    {
      Dates old, new;
      read_dates (g_ptr_array_index (placements, i), &old);
      if (!find_new_day (target, &old, which, &new) || old.day[which][0] == '\0'
          || (new.day[which][0] == '\0' && which != 0))
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (dates); j++)
        if (j != which && old.day[j][0] != '\0')
          return TRUE;
    }
  return FALSE;
}

RelaisRecord *
relais_plan_move_dup_after (RelaisStore *store, RelaisRecord *placement, const RelaisPlanTarget *target, RelaisPlanDates policy)
{
  g_autoptr (RelaisPlanCalendar) calendar = NULL;
  g_autoptr (RelaisFields) fields = make_fields (store, placement, target, policy, &calendar);

  return relais_record_with (placement, fields);
}

RelaisAction *
relais_plan_move_build (RelaisStore *store, GPtrArray *placements, const RelaisPlanTarget *target, RelaisPlanDates policy,
                        const char *overruled)
{
  g_return_val_if_fail (RELAIS_IS_STORE (store) && placements->len > 0 && target != NULL, NULL);

  g_autofree char *label = make_label (store, placements, target);
  g_autoptr (GHashTable) subjects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (RelaisPlanCalendar) calendar = NULL;
  RelaisAction *action = relais_action_new (label);

  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      RelaisFields *fields = make_fields (store, placement, target, policy, &calendar);
      if (overruled != NULL && !is_empty (fields))
        set_if_changed (placement, fields, "overruled", overruled);
      if (relais_plan_is_draft (placement))
        create (action, placement, fields);
      if (is_empty (fields) || relais_plan_is_draft (placement))
        relais_fields_free (fields);
      else
        relais_action_update_seen (action, relais_record_get_id (placement), dup_seen (placement, fields), fields);
      update_subject (store, action, subjects, placement, target);
    }
  return action;
}
