/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sim"

/* People at work: they edit what they see, at any time, whatever the others do. */

#include "sim.h"

#include <string.h>

#define THINK_MS    1000
#define MOST_UNDO   10

static const char * const edited_kinds[] = {
  "subject", "subject", "placement", "placement", "article", "article", "article",
  "comment", "person", "theme", "media", "setting", "meeting",
};
static const char * const removed_kinds[] = { "comment", "placement", "setting", "media", "subject", "article" };

/* An action while it is put together. */
typedef struct {
  Sim          *sim;
  SimClient    *client;
  SimEdit       edit;
  RelaisAction *action;   /* owned */
  GPtrArray    *ids;      /* owned; element-type utf8: what it touches */
  GPtrArray    *kinds;    /* owned; borrowed RelaisKind, beside `ids` */
  GPtrArray    *fields;   /* owned; element-type RelaisFields, NULL for a removal; beside `ids` */
} Work;

static void
state_free_cb (gpointer record)
{
  if (record)
    relais_record_unref (record);
}

static void
fields_free_cb (gpointer fields)
{
  if (fields)
    relais_fields_free (fields);
}

static RelaisRecord *
pick_record (Sim              *sim,
             SimClient        *client,
             const RelaisKind *kind)
{
  for (guint i = 0; i < 4; i++)
    {
      const char *id = sim_pick_id (sim, kind);
      RelaisRecord *record = id ? relais_workspace_lookup (client->workspace, kind->name, id) : NULL;

      if (record)
        return record;
    }

  return NULL;
}

static void
touch (Work             *work,
       const RelaisKind *kind,
       const char       *id,
       RelaisFields     *fields)
{
  g_ptr_array_add (work->ids, g_strdup (id));
  g_ptr_array_add (work->kinds, (gpointer) kind);
  g_ptr_array_add (work->fields, fields);
}

static gboolean
has_touched (Work       *work,
             const char *id)
{
  return g_ptr_array_find_with_equal_func (work->ids, id, g_str_equal, NULL);
}

static void
plan_edit (Work       *work,
           const char *kind_name)
{
  const RelaisKind *kind = relais_kind_lookup (kind_name);
  g_autoptr (RelaisRecord) record = pick_record (work->sim, work->client, kind);
  RelaisFields *fields;
  guint n = 1 + sim_below (work->sim, 3);

  if (!record || has_touched (work, relais_record_get_id (record)))
    return;
  fields = relais_fields_new (kind);
  for (guint i = 0; i < n; i++)
    {
      guint index = sim_below (work->sim, kind->n_fields);

      /* The bin is used less often than it is random. */
      if ((g_str_equal (kind->fields[index].name, "binned") && !sim_chance (work->sim, 4)) ||
          ((fields->set | fields->unset) >> index & 1))
        continue;
      sim_edit_field (&work->edit, fields, index, relais_record_get_fields (record)->values[index]);
    }
  touch (work, kind, relais_record_get_id (record), fields);
}

/* Returns (lent): the new record's identifier */
static const char *
plan_creation (Work       *work,
               const char *kind_name,
               const char *parent_field,
               const char *parent)
{
  const RelaisKind *kind = relais_kind_lookup (kind_name);
  RelaisFields *fields = relais_fields_new (kind);
  g_autofree char *id = relais_id_new ();

  for (guint i = 0; i < kind->n_fields; i++)
    if ((kind->fields[i].flags & RELAIS_FIELD_REQUIRED) ||
        (sim_chance (work->sim, 4) && !g_str_equal (kind->fields[i].name, "binned")))
      sim_edit_field (&work->edit, fields, i, NULL);
  if (kind->state_field)
    relais_fields_set_string (fields, kind->state_field, kind->transitions[0].to);
  if (parent_field)
    relais_fields_set_string (fields, parent_field, parent);
  touch (work, kind, id, fields);

  return g_ptr_array_index (work->ids, work->ids->len - 1);
}

static void
plan_removal (Work *work)
{
  const RelaisKind *kind = relais_kind_lookup (removed_kinds[sim_below (work->sim, G_N_ELEMENTS (removed_kinds))]);
  const RelaisKind *placement = relais_kind_lookup ("placement");
  g_autoptr (RelaisRecord) record = pick_record (work->sim, work->client, kind);
  g_autoptr (RelaisQuery) query = NULL;
  g_autoptr (GPtrArray) children = NULL;

  if (!record)
    return;
  touch (work, kind, relais_record_get_id (record), NULL);
  if (!g_str_equal (kind->name, "subject") || sim_chance (work->sim, 3))
    return;
  /* With the children that are known here. */
  query = relais_query_where (relais_query_new (placement), "subject", RELAIS_MATCH_EQUAL, relais_record_get_id (record));
  children = relais_workspace_query (work->client->workspace, relais_query_include_bin (query, FALSE), NULL);
  for (guint i = 0; children && i < children->len; i++)
    touch (work, placement, relais_record_get_id (g_ptr_array_index (children, i)), NULL);
}

/* Now and then one of all there are. */
static const char *
pick_kind (Work *work)
{
  if (sim_chance (work->sim, 8))
    return relais_kinds ()[sim_below (work->sim, relais_n_kinds ())]->name;
  return edited_kinds[sim_below (work->sim, G_N_ELEMENTS (edited_kinds))];
}

static void
plan (Work *work)
{
  guint what = sim_below (work->sim, 100);
  const char *parent;
  guint n = 1;

  if (what < 60)
    plan_edit (work, pick_kind (work));
  else if (what < 68)
    for (guint i = 0; i < 3; i++)
      plan_edit (work, pick_kind (work));
  else if (what < 78)
    {
      parent = plan_creation (work, "subject", NULL, NULL);
      n = 1 + sim_below (work->sim, 3);
      for (guint i = 0; i < n; i++)
        plan_creation (work, "placement", "subject", parent);
    }
  else if (what < 84)
    plan_creation (work, "article", NULL, NULL);
  else if (what < 87)
    plan_creation (work, relais_kinds ()[sim_below (work->sim, relais_n_kinds ())]->name, NULL, NULL);
  else if (what < 90)
    plan_creation (work, edited_kinds[7 + sim_below (work->sim, G_N_ELEMENTS (edited_kinds) - 7)], NULL, NULL);
  else if (what < 91)
    for (n = sim_chance (work->sim, 4) ? 20 + sim_below (work->sim, 60) : 2; n > 0; n--)
      plan_creation (work, "person", NULL, NULL);
  else
    plan_removal (work);
}

static void
add_to_action (Work *work)
{
  for (guint i = 0; i < work->ids->len; i++)
    {
      const RelaisKind *kind = g_ptr_array_index (work->kinds, i);
      const char *id = g_ptr_array_index (work->ids, i);
      RelaisFields *fields = g_ptr_array_index (work->fields, i);
      g_autoptr (RelaisRecord) record = relais_workspace_lookup (work->client->workspace, kind->name, id);

      if (!fields)
        relais_action_remove (work->action, kind, id);
      else if (record)
        relais_action_update (work->action, id, relais_fields_copy (fields));
      else
        relais_action_create (work->action, id, relais_fields_copy (fields));
    }
}

/* (element-type RelaisRecord): NULL where there is none */
static GPtrArray *
look_up_all (SimClient *client,
             GPtrArray *kinds,
             GPtrArray *ids)
{
  GPtrArray *states = g_ptr_array_new_with_free_func (state_free_cb);

  for (guint i = 0; i < ids->len; i++)
    {
      const RelaisKind *kind = g_ptr_array_index (kinds, i);

      g_ptr_array_add (states, relais_workspace_lookup (client->workspace, kind->name, g_ptr_array_index (ids, i)));
    }

  return states;
}

static void
note_change (Work      *work,
             gboolean   undoes,
             GPtrArray *before,
             GPtrArray *after)
{
  Sim *sim = work->sim;
  gboolean grouped = work->ids->len > 1 && work->ids->len < 6;

  for (guint i = 0; i < work->ids->len; i++)
    {
      const char *id = g_ptr_array_index (work->ids, i);
      RelaisRecord *old_state = g_ptr_array_index (before, i);
      RelaisRecord *new_state = g_ptr_array_index (after, i);

      sim_note (sim, "    %s %s %s", old_state ? new_state ? "changes" : "removes" : "creates",
                ((const RelaisKind *) g_ptr_array_index (work->kinds, i))->name, id);
      if (undoes)
        sim_ledger_undo (sim, work->client, old_state, new_state);
      else
        sim_ledger_change (sim->ledger, work->client, old_state, new_state);
      if (!old_state && new_state)
        sim_ledger_add_id (sim->ledger, g_ptr_array_index (work->kinds, i), id);
      if (!new_state)
        sim_ledger_break_group (sim->ledger, id);
      grouped = grouped && !old_state && new_state;
    }
  if (grouped && relais_access_get_role (work->client->access) &
                 (RELAIS_ROLE_MANAGER | RELAIS_ROLE_EDITOR | RELAIS_ROLE_WEBMASTER))
    sim_ledger_add_group (sim->ledger, work->ids, work->kinds);
}

/* @touched is taken: kind, id, kind, id, … */
static void
push_undo (SimClient *client,
           gint64     action,
           GPtrArray *touched)
{
  g_array_append_val (client->actions, action);
  g_ptr_array_add (client->undone_ids, touched);
  if (client->actions->len > MOST_UNDO)
    {
      g_array_remove_index (client->actions, 0);
      g_ptr_array_remove_index (client->undone_ids, 0);
    }
}

static void
remember_undo (SimClient *client,
               gint64     action,
               Work      *work)
{
  GPtrArray *touched = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < work->ids->len; i++)
    {
      g_ptr_array_add (touched, g_strdup (((const RelaisKind *) g_ptr_array_index (work->kinds, i))->name));
      g_ptr_array_add (touched, g_strdup (g_ptr_array_index (work->ids, i)));
    }
  push_undo (client, action, touched);
}

static void
work_clear (Work *work)
{
  if (!work->sim)
    return;
  g_ptr_array_unref (work->fields);
  g_ptr_array_unref (work->ids);
  g_ptr_array_unref (work->kinds);
  g_string_free (work->edit.values, TRUE);
  g_clear_pointer (&work->action, relais_action_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static void
work_init (Work      *work,
           Sim       *sim,
           SimClient *client)
{
  *work = (Work) { .sim = sim, .client = client };
  work->ids = g_ptr_array_new_with_free_func (g_free);
  work->kinds = g_ptr_array_new ();
  work->fields = g_ptr_array_new_with_free_func (fields_free_cb);
  work->edit = (SimEdit) { sim, g_string_new (NULL) };
}

static void
act (Sim       *sim,
     SimClient *client)
{
  g_auto (Work) work = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  gint64 action_id = 0;
  /* Now and then somebody's rights were not known when they acted: then the back end has to refuse. */
  RelaisAccess *access = sim_chance (sim, 15) ? NULL : client->access;

  work_init (&work, sim, client);
  plan (&work);
  if (work.ids->len == 0)
    return;
  work.action = relais_action_new (work.edit.values->len ? work.edit.values->str : "act");
  add_to_action (&work);
  before = look_up_all (client, work.kinds, work.ids);
  if (relais_workspace_commit (client->workspace, access, work.action, &action_id, NULL, &error))
    {
      after = look_up_all (client, work.kinds, work.ids);
      note_change (&work, FALSE, before, after);
      remember_undo (client, action_id, &work);
      sim->report->n_ops++;
      sim_note_shape (sim, "client %u acts on %u records, %s", client->index, work.ids->len, work.edit.values->str);
      sim_client_kick (sim, client, 1 + sim_below (sim, 100));
    }
  else
    sim_note (sim, "client %u may not: %s", client->index, error->message);
}

/* The records of something that is done once more, or not. */
static void
touch_all (Work         *work,
           RelaisAction *action)
{
  GPtrArray *ops = action ? relais_action_get_ops (action) : NULL;

  for (guint i = 0; ops && i < ops->len; i++)
    {
      const RelaisOp *op = g_ptr_array_index (ops, i);

      if (!has_touched (work, op->id))
        touch (work, op->kind, op->id, NULL);
    }
}

/* What it is about, without identifiers. */
static char *
print_conflict (const RelaisConflict *conflict)
{
  gboolean refers = conflict->field == conflict->kind->n_fields || conflict->kind->fields[conflict->field].target;
  g_autofree char *mine = conflict->mine && !refers ? g_variant_print (conflict->mine, FALSE) : g_strdup ("");
  g_autofree char *theirs = conflict->theirs && !refers ? g_variant_print (conflict->theirs, FALSE) : g_strdup ("");

  return g_strdup_printf ("%s %u %" G_GINT64_FORMAT " %s %s", conflict->kind->name, conflict->field, conflict->theirs_at, mine,
                          theirs);
}

/* Conflicts come in the order in which records came, and those of one mutation in the order of their identifiers, which have the
 * clock of a client in them. What people do must not depend on that. */
static int
compare_conflicts_cb (gconstpointer a,
                      gconstpointer b)
{
  g_autofree char *one = print_conflict (*(const RelaisConflict * const *) a);
  g_autofree char *two = print_conflict (*(const RelaisConflict * const *) b);

  return strcmp (one, two);
}

static void
resolve (Sim       *sim,
         SimClient *client)
{
  g_autoptr (GPtrArray) conflicts = relais_workspace_list_conflicts (client->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (Work) work = { 0 };
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const RelaisConflict *conflict;

  if (conflicts->len == 0)
    return;
  g_ptr_array_sort (conflicts, compare_conflicts_cb);
  conflict = g_ptr_array_index (conflicts, sim_below (sim, conflicts->len));
  sim_collect_conflict (seen, conflict);
  work_init (&work, sim, client);
  touch (&work, conflict->kind, conflict->record, NULL);
  touch_all (&work, conflict->action);
  before = look_up_all (client, work.kinds, work.ids);
  if (relais_workspace_resolve (client->workspace, client->access, conflict->id,
                                sim_chance (sim, 2) ? conflict->mine : conflict->theirs, NULL, NULL, &error))
    {
      after = look_up_all (client, work.kinds, work.ids);
      /* The person saw both values and chose. */
      sim_ledger_release (sim->ledger, seen);
      note_change (&work, FALSE, before, after);
      sim_note_shape (sim, "client %u decides a conflict", client->index);
      sim_client_kick (sim, client, 1);
    }
  else
    sim_note (sim, "client %u cannot decide: %s", client->index, error->message);
}

/* Forget it, or try it again on what is there now. Either way the person saw what it holds; what is tried again may be refused
 * again. */
static void
face_refusal (Sim       *sim,
              SimClient *client)
{
  g_autoptr (GPtrArray) refusals = relais_workspace_list_refusals (client->workspace);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (Work) work = { 0 };
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const RelaisRefusal *refusal;
  gboolean again = sim_chance (sim, 3);

  if (refusals->len == 0)
    return;
  refusal = g_ptr_array_index (refusals, sim_below (sim, refusals->len));
  sim_collect_action (seen, refusal->action);
  sim_ledger_release (sim->ledger, seen);
  work_init (&work, sim, client);
  touch_all (&work, refusal->action);
  before = look_up_all (client, work.kinds, work.ids);
  if (again)
    relais_workspace_retry_refusal (client->workspace, refusal->id, NULL, NULL);
  else
    relais_workspace_drop_refusal (client->workspace, refusal->id, NULL, NULL);
  after = look_up_all (client, work.kinds, work.ids);
  note_change (&work, FALSE, before, after);
  sim_note_shape (sim, "client %u faces a refusal%s", client->index, again ? ", again" : "");
  sim_client_kick (sim, client, 1);
}

static void
work_cb (Sim       *sim,
         SimClient *client,
         gpointer   data)
{
  guint what = sim_below (sim, 100);

  /* Bursts and pauses, as people work. */
  sim_at (sim, sim_chance (sim, 10) ? 20 * THINK_MS : 1 + sim_below (sim, THINK_MS), work_cb, client, NULL);
  if (sim->calm)
    return;
  sim_client_enter (sim, client);
  if (what < 72)
    act (sim, client);
  else if (what < 78)
    sim_form_open (sim, client);
  else if (what < 88)
    sim_user_undo (sim, client);
  else if (what < 96)
    resolve (sim, client);
  else
    face_refusal (sim, client);
}

void
sim_user_start (Sim       *sim,
                SimClient *client)
{
  sim_at (sim, 3000 + sim_below (sim, THINK_MS), work_cb, client, NULL);
}

void
sim_user_remember (SimClient        *client,
                   gint64            action,
                   const RelaisKind *kind,
                   const char       *id)
{
  GPtrArray *touched;

  if (client->actions->len && g_array_index (client->actions, gint64, client->actions->len - 1) == action)
    return;
  touched = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (touched, g_strdup (kind->name));
  g_ptr_array_add (touched, g_strdup (id));
  push_undo (client, action, touched);
}

void
sim_user_undo (Sim       *sim,
               SimClient *client)
{
  g_auto (Work) work = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) touched = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  gint64 action;
  gint64 inverse = 0;

  if (client->actions->len == 0)
    return;
  action = g_array_index (client->actions, gint64, client->actions->len - 1);
  g_array_set_size (client->actions, client->actions->len - 1);
  touched = g_ptr_array_steal_index (client->undone_ids, client->undone_ids->len - 1);

  work_init (&work, sim, client);
  for (guint i = 0; i < touched->len; i += 2)
    touch (&work, relais_kind_lookup (g_ptr_array_index (touched, i)), g_ptr_array_index (touched, i + 1), NULL);
  before = look_up_all (client, work.kinds, work.ids);
  if (relais_workspace_undo (client->workspace, client->access, action, &inverse, NULL, &error))
    {
      after = look_up_all (client, work.kinds, work.ids);
      note_change (&work, TRUE, before, after);
      /* What was undone can be undone: redo. */
      if (inverse && sim_chance (sim, 2))
        remember_undo (client, inverse, &work);
      sim->report->n_ops++;
      sim_note_shape (sim, "client %u undoes", client->index);
      sim_client_kick (sim, client, 1 + sim_below (sim, 100));
    }
  else
    sim_note (sim, "client %u cannot undo: %s", client->index, error->message);
}
