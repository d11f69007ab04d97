/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sim"

/* Somebody types in a field that stays open, as the forms and the editor of the application let them: what is typed is saved
 * after each key over what they had before their eyes, which may be older than what has come in since. */

#include "sim.h"

#include "relais-validate.h"

#define KEY_MS   400
#define MOST_KEYS 8

struct _SimForm {
  const RelaisKind *kind;
  guint             field;
  char              id[RELAIS_ID_SIZE];
  GVariant         *seen;     /* owned, nullable: stored value that the text was made from */
  GVariant         *typed;    /* owned, nullable */
  guint             n_keys;   /* still to come */
};

static const char * const typed_fields[][2] = {
  { "article", "body" }, { "article", "body" }, { "article", "title" }, { "subject", "summary" }, { "subject", "title" },
  { "comment", "text" }, { "placement", "note" },
};

static void
set_value (GVariant **place,
           GVariant  *value)
{
  if (value)
    g_variant_ref (value);
  g_clear_pointer (place, g_variant_unref);
  *place = value;
}

static const char *
get_text (GVariant *value)
{
  return value ? g_variant_get_string (value, NULL) : "";
}

static GVariant *
get_stored (const SimForm *form,
            RelaisRecord  *record)
{
  return relais_record_get_fields (record)->values[form->field];
}

/* (transfer full) (nullable) */
static GVariant *
merge (const SimForm *form,
       GVariant      *base,
       GVariant      *stored)
{
  g_autofree char *text = relais_merge_text (get_text (base), get_text (form->typed), get_text (stored));
  g_autoptr (GVariant) raw = text ? g_variant_ref_sink (g_variant_new_string (text)) : NULL;

  return raw ? relais_field_normalize (form->kind, form->field, raw, NULL) : NULL;
}

/* Takes in what the store has, around what is typed. Where it does not fit, the store will keep both, because it is told what was
 * seen. */
static void
absorb (SimForm  *form,
        GVariant *base,
        GVariant *stored)
{
  g_autoptr (GVariant) merged = NULL;

  if (relais_values_equal (form->typed, base))
    set_value (&form->typed, stored);
  if (relais_values_equal (form->typed, stored))
    set_value (&form->seen, stored);
  else if ((merged = merge (form, base, stored)))
    {
      set_value (&form->typed, merged);
      set_value (&form->seen, stored);
    }
  else
    set_value (&form->seen, base);
}

static void
press_key (Sim     *sim,
           SimForm *form)
{
  g_autoptr (RelaisFields) fields = relais_fields_new (form->kind);
  g_autoptr (GString) values = g_string_new (NULL);
  g_autoptr (GVariant) normal = NULL;
  SimEdit edit = { sim, values };

  sim_edit_field (&edit, fields, form->field, form->typed);
  if (fields->values[form->field])
    normal = relais_field_normalize (form->kind, form->field, fields->values[form->field], NULL);
  /* Nobody leaves these empty, and what is too long cannot be typed. */
  if (normal && *get_text (normal))
    set_value (&form->typed, normal);
}

/* @record with another value in the field, (transfer full) */
static RelaisRecord *
imagine (const SimForm *form,
         RelaisRecord  *record,
         GVariant      *value)
{
  g_autoptr (RelaisFields) fields = relais_fields_new (form->kind);

  relais_fields_set (fields, form->field, value);

  return relais_record_with (record, fields);
}

static RelaisAction *
make_action (const SimForm *form)
{
  RelaisAction *action = relais_action_new ("typing");
  RelaisFields *seen = relais_fields_new (form->kind);
  RelaisFields *fields = relais_fields_new (form->kind);
  g_autofree char *key = g_strdup_printf ("%s/%s", form->id, form->kind->fields[form->field].name);

  relais_fields_set (seen, form->field, form->seen);
  relais_fields_set (fields, form->field, form->typed);
  relais_action_update_seen (action, form->id, seen, fields);
  relais_action_set_merge_key (action, key);

  return action;
}

/* FALSE: the form closes. */
static gboolean
save (Sim       *sim,
      SimClient *client,
      SimForm   *form)
{
  g_autoptr (RelaisRecord) record = relais_workspace_lookup (client->workspace, form->kind->name, form->id);
  g_autoptr (RelaisRecord) stored = NULL;
  g_autoptr (RelaisRecord) before = NULL;
  g_autoptr (RelaisRecord) after = NULL;
  g_autoptr (RelaisAction) action = make_action (form);
  g_autoptr (GVariant) sent = form->typed ? g_variant_ref (form->typed) : NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  if (!record)
    return FALSE;
  if (relais_values_equal (form->typed, form->seen))
    return TRUE;
  if (!relais_workspace_commit (client->workspace, client->access, action, &id, NULL, &error))
    {
      sim_note (sim, "client %u may not type: %s", client->index, error->message);
      return FALSE;
    }
  before = imagine (form, record, form->seen);
  after = imagine (form, record, form->typed);
  sim_ledger_change (sim->ledger, client, before, after);
  if (id)
    sim_user_remember (client, id, form->kind, form->id);
  sim->report->n_ops++;
  sim_note_shape (sim, "client %u types", client->index);
  sim_note (sim, "    %s %s: %s", form->kind->name, form->id, get_text (form->typed));
  sim_client_kick (sim, client, 1 + sim_below (sim, 100));
  /* More keys while it is on its way to the store. */
  if (sim_chance (sim, 3))
    press_key (sim, form);
  stored = relais_workspace_lookup (client->workspace, form->kind->name, form->id);
  absorb (form, sent, get_stored (form, stored));

  return TRUE;
}

static void
type_cb (Sim       *sim,
         SimClient *client,
         gpointer   data)
{
  SimForm *form = client->form;
  g_autoptr (RelaisRecord) record = NULL;
  g_autoptr (GVariant) seen = NULL;

  /* It went with the program that had it open. */
  if (!form)
    return;
  sim_client_enter (sim, client);
  record = relais_workspace_lookup (client->workspace, form->kind->name, form->id);
  /* The window shows what came in, or the key was quicker. */
  if (record && sim_chance (sim, 2) && !relais_values_equal (get_stored (form, record), form->seen))
    {
      seen = form->seen ? g_variant_ref (form->seen) : NULL;
      absorb (form, seen, get_stored (form, record));
    }
  if (!sim->calm && form->n_keys > 0)
    press_key (sim, form);
  if (save (sim, client, form) && !sim->calm && form->n_keys-- > 0)
    {
      sim_at (sim, 1 + sim_below (sim, KEY_MS), type_cb, client, NULL);
      return;
    }
  g_clear_pointer (&client->form, sim_form_free);
  if (!sim->calm && sim_chance (sim, 4))
    sim_user_undo (sim, client);
}

void
sim_form_free (SimForm *form)
{
  g_clear_pointer (&form->seen, g_variant_unref);
  g_clear_pointer (&form->typed, g_variant_unref);
  g_free (form);
}

void
sim_form_open (Sim       *sim,
               SimClient *client)
{
  guint what = sim_below (sim, G_N_ELEMENTS (typed_fields));
  const RelaisKind *kind = relais_kind_lookup (typed_fields[what][0]);
  const char *id = sim_pick_id (sim, kind);
  g_autoptr (RelaisRecord) record = id ? relais_workspace_lookup (client->workspace, kind->name, id) : NULL;
  SimForm *form;

  if (!record || client->form)
    return;
  form = client->form = g_new0 (SimForm, 1);
  form->kind = kind;
  form->field = relais_kind_field (kind, typed_fields[what][1]);
  g_strlcpy (form->id, id, sizeof form->id);
  form->n_keys = 1 + sim_below (sim, MOST_KEYS);
  set_value (&form->seen, get_stored (form, record));
  set_value (&form->typed, form->seen);
  sim_at (sim, 1 + sim_below (sim, KEY_MS), type_cb, client, NULL);
}
