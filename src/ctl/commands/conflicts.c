/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n.h>
#include <string.h>

#include "commands.h"
#include "relais-json.h"
#include "relais-validate.h"

static char *
print_value (const RelaisConflict *conflict, GVariant *value)
{
  if (conflict->field < conflict->kind->n_fields)
    return relais_field_print (conflict->kind, conflict->field, value);
  return g_strdup (conflict->action != NULL && value != NULL ? relais_action_get_label (conflict->action) : "");
}

static const char *
name_field (const RelaisConflict *conflict)
{
  return conflict->field < conflict->kind->n_fields ? conflict->kind->fields[conflict->field].name : "";
}

static void
print_line (RelaisCtl *ctl, const RelaisConflict *conflict)
{
  g_autofree char *mine = print_value (conflict, conflict->mine);
  g_autofree char *theirs = print_value (conflict, conflict->theirs);
  g_autofree char *mine_by = relais_ctl_dup_author (ctl, conflict->mine_by);
  g_autofree char *theirs_by = relais_ctl_dup_author (ctl, conflict->theirs_by);
  g_autofree char *mine_at = relais_instant_to_string (conflict->mine_at);
  g_autofree char *theirs_at = relais_instant_to_string (conflict->theirs_at);
  const char *cells[] = {
    conflict->kind->name, conflict->record, name_field (conflict), mine, mine_by, mine_at, theirs, theirs_by, theirs_at
  };

  g_print ("%" G_GINT64_FORMAT "\t", conflict->id);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    relais_ctl_print_cell (cells[i], i + 1 == G_N_ELEMENTS (cells));
}

static void
add_side (RelaisCtl *ctl, JsonObject *object, const char *name, const RelaisConflict *conflict, GVariant *value, const char *account,
          gint64 at)
{
  JsonObject *side = json_object_new ();
  g_autofree char *author = relais_ctl_dup_author (ctl, account);
  g_autofree char *instant = relais_instant_to_string (at);

  if (value != NULL && conflict->field < conflict->kind->n_fields)
    json_object_set_member (side, "value", relais_value_to_json (conflict->kind, conflict->field, value));
  json_object_set_string_member (side, "by", author);
  json_object_set_string_member (side, "at", instant);
  json_object_set_object_member (object, name, side);
}

static void
print_json (RelaisCtl *ctl, const RelaisConflict *conflict)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), NULL);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  json_object_set_int_member (object, "conflict", conflict->id);
  json_object_set_string_member (object, "kind", conflict->kind->name);
  json_object_set_string_member (object, "id", conflict->record);
  json_object_set_string_member (object, "field", name_field (conflict));
  add_side (ctl, object, "mine", conflict, conflict->mine, conflict->mine_by, conflict->mine_at);
  add_side (ctl, object, "theirs", conflict, conflict->theirs, conflict->theirs_by, conflict->theirs_at);
  g_autofree char *text = json_to_string (node, FALSE);
  g_print ("%s", text);
}

gboolean
relais_ctl_conflicts (RelaisCtl *ctl, GStrv *args, GError **error)
{
  gboolean json = FALSE;
  const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL }, { NULL } };

  if (!relais_ctl_parse (ctl, args, options, 0, 0, error) || !relais_ctl_open (ctl, error))
    return FALSE;
  g_autoptr(GPtrArray) conflicts = relais_workspace_list_conflicts (ctl->workspace);
  if (json)
    g_print ("[");
  for (guint i = 0; i < conflicts->len; i++)
    {
      if (!json)
        {
          print_line (ctl, g_ptr_array_index (conflicts, i));
          continue;
        }
      g_print (i > 0 ? ",\n" : "\n");
      print_json (ctl, g_ptr_array_index (conflicts, i));
    }
  if (json)
    g_print ("%s]\n", conflicts->len > 0 ? "\n" : "");
  if (conflicts->len == 0)
    return TRUE;
  g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_CONFLICTS,
               g_dngettext (GETTEXT_PACKAGE, "%u conflict waits for a decision", "%u conflicts wait for a decision",
                            conflicts->len), conflicts->len);
  return FALSE;
}

static RelaisConflict *
find_conflict (GPtrArray *conflicts, const char *text, GError **error)
{
  gint64 id = g_ascii_strtoll (text, NULL, 10);

  for (guint i = 0; i < conflicts->len; i++)
    if (((RelaisConflict *) g_ptr_array_index (conflicts, i))->id == id)
      return g_ptr_array_index (conflicts, i);
  g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_NOT_FOUND, _("there is no conflict “%s”"), text);
  return NULL;
}

/* (transfer full) (nullable): what was decided; NULL without @error empties the field */
static GVariant *
read_decision (const RelaisConflict *conflict, const char *text, GError **error)
{
  if (g_str_equal (text, "mine"))
    return conflict->mine != NULL ? g_variant_ref (conflict->mine) : NULL;
  if (g_str_equal (text, "theirs"))
    return conflict->theirs != NULL ? g_variant_ref (conflict->theirs) : NULL;
  if (g_str_has_prefix (text, "value=") && conflict->field < conflict->kind->n_fields)
    return relais_field_parse (conflict->kind, conflict->field, text + strlen ("value="), error);
  g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, _("resolve: mine, theirs or value=VALUE"));
  return NULL;
}

gboolean
relais_ctl_resolve (RelaisCtl *ctl, GStrv *args, GError **error)
{
  g_autoptr(GError) failure = NULL;
  g_autoptr(RelaisChanges) changes = NULL;
  gint64 action;

  if (!relais_ctl_parse (ctl, args, NULL, 2, 2, error) || !relais_ctl_open (ctl, error))
    return FALSE;
  g_autoptr(GPtrArray) conflicts = relais_workspace_list_conflicts (ctl->workspace);
  RelaisConflict *conflict = find_conflict (conflicts, (*args)[1], error);
  if (conflict == NULL)
    return FALSE;
  g_autoptr(GVariant) value = read_decision (conflict, (*args)[2], &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return relais_workspace_resolve (ctl->workspace, ctl->access, conflict->id, value, &action, &changes, error);
}
