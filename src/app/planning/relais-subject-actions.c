/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-subject-actions.h"

#include <glib/gi18n.h>
#include <string.h>

static RelaisFields *
new_fields (const char *kind)
{
  return relais_fields_new (relais_kind_lookup (kind));
}

/* Copies these fields where the record has them. */
static void
copy (RelaisRecord *record, RelaisFields *fields, const char * const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (relais_record_get (record, names[i]) != NULL)
      relais_fields_set (fields, relais_kind_field (fields->kind, names[i]), relais_record_get (record, names[i]));
}

/* @format: translated, with one place for the title of the subject. */
static RelaisAction *
new_action (RelaisStore *store, const char *format, const char *subject)
{
  g_autofree char *title = relais_store_dup_title (store, "subject", subject);
  g_autoptr (GString) label = g_string_new (format);

  g_string_replace (label, "%s", title, 1);
  return relais_action_new (label->str);
}

static GPtrArray *
list (RelaisStore *store, const char *kind, const char *field, const char *id)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup (kind));

  relais_query_where (query, field, RELAIS_MATCH_EQUAL, id);
  return relais_store_query (store, query);
}

static void
set_reference (RelaisAction *action, RelaisRecord *record, const char *field, const char *id)
{
  RelaisFields *fields = relais_fields_new (relais_record_get_kind (record));

  relais_fields_set_string (fields, field, id);
  relais_action_update (action, relais_record_get_id (record), fields);
}

/* The placement, and the text that was written for it. */
static void
move_placement (RelaisStore *store, RelaisAction *action, RelaisRecord *placement, const char *subject)
{
  const char *from = relais_record_get_string (placement, "subject"), *text = relais_record_get_string (placement, "article");
  g_autoptr (RelaisRecord) article = text != NULL ? relais_store_lookup (store, "article", text) : NULL;

  set_reference (action, placement, "subject", subject);
  if (article != NULL && g_strcmp0 (relais_record_get_string (article, "subject"), from) == 0)
    set_reference (action, article, "subject", subject);
}

/* Of several on one channel the one that is in hand. (transfer full) (nullable) */
static RelaisRecord *
find_placement (RelaisStore *store, const char *subject, const char *channel)
{
  g_autoptr (GPtrArray) placements = relais_subject_list_placements (store, subject, FALSE);
  RelaisRecord *found = NULL;

  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      if (g_strcmp0 (relais_record_get_string (placement, "channel"), channel) == 0
          && (found == NULL || g_str_equal (relais_record_get_string (found, "state"), "refused")))
        found = placement;
    }
  return found != NULL ? relais_record_ref (found) : NULL;
}

static RelaisAction *
new_channel_action (RelaisStore *store, const char *format, const char *subject, const char *channel)
{
  g_autofree char *name = relais_store_dup_title (store, "channel", channel);
  g_autofree char *title = relais_store_dup_title (store, "subject", subject);
  g_autoptr (GString) label = g_string_new (format);

  g_string_replace (label, "%1$s", name, 1);
  g_string_replace (label, "%2$s", title, 1);
  return relais_action_new (label->str);
}

static RelaisFields *
new_placement (const char *subject, const char *channel, const char *state)
{
  RelaisFields *fields = new_fields ("placement");

  relais_fields_set_string (fields, "subject", subject);
  relais_fields_set_string (fields, "channel", channel);
  relais_fields_set_string (fields, "state", state);
  return fields;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (relais_record_get_id (*(RelaisRecord * const *) a), relais_record_get_id (*(RelaisRecord * const *) b));
}

/* What hangs on @other hangs on @subject from now on. */
static void
move_all (RelaisStore *store, RelaisAction *action, const char *kind, const char *other, const char *subject)
{
  g_autoptr (GPtrArray) records = list (store, kind, "subject", other);

  for (guint i = 0; i < records->len; i++)
    set_reference (action, g_ptr_array_index (records, i), "subject", subject);
}

/* The sets of both. */
static void
join_sets (RelaisRecord *into, RelaisRecord *other, RelaisFields *fields, const char *field)
{
  g_autofree const char **first = relais_record_dup_strv (into, field), **second = relais_record_dup_strv (other, field);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; first[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) first[i]);
  for (guint i = 0; second[i] != NULL; i++)
    if (!g_strv_contains (first, second[i]))
      g_ptr_array_add (all, (gpointer) second[i]);
  g_ptr_array_add (all, NULL);
  if (second[0] != NULL)
    relais_fields_set_strv (fields, field, (const char * const *) all->pdata);
}

GPtrArray *
relais_subject_list_placements (RelaisStore *store, const char *subject, gboolean binned)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));

  relais_query_where (query, "subject", RELAIS_MATCH_EQUAL, subject);
  if (binned)
    relais_query_include_bin (query, FALSE);
  GPtrArray *placements = relais_store_query (store, query);
  g_ptr_array_sort (placements, compare_ids);
  return placements;
}

RelaisAction *
relais_subject_duplicate (RelaisStore *store, const char *subject, const char *title)
{
  static const char * const words[] = { "summary", "unit", "theme", "tags", "note", "campaign", "attachments", NULL };
  static const char * const kept[] = { "author", "reviewer", "note", "audience", "length", NULL };
  g_autoptr (RelaisRecord) record = relais_store_lookup (store, "subject", subject);
  g_autoptr (GPtrArray) placements = relais_subject_list_placements (store, subject, FALSE);
  RelaisAction *action = new_action (store, _("Duplicate “%s”"), subject);
  RelaisFields *fields = new_fields ("subject");

  g_return_val_if_fail (record != NULL, action);
  copy (record, fields, words);
  relais_fields_set_string (fields, "title", title);
  relais_fields_set_string (fields, "state", "proposed");
  g_autofree char *made = g_strdup (relais_action_create (action, NULL, fields));
  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      if (g_str_equal (relais_record_get_string (placement, "state"), "refused"))
        continue;
      RelaisFields *part = new_placement (made, relais_record_get_string (placement, "channel"), "idea");
      copy (placement, part, kept);
      relais_action_create (action, NULL, part);
    }
  return action;
}

RelaisAction *
relais_subject_split (RelaisStore *store, const char *subject, GPtrArray *placements, const char *title)
{
  static const char * const words[] = {
    "summary", "state", "unit", "theme", "proposed_by", "proposed_on", "tags", "note", "campaign", NULL,
  };
  g_autoptr (RelaisRecord) record = relais_store_lookup (store, "subject", subject);
  RelaisAction *action = new_action (store, _("Split “%s”"), subject);
  RelaisFields *fields = new_fields ("subject");

  g_return_val_if_fail (record != NULL, action);
  copy (record, fields, words);
  relais_fields_set_string (fields, "title", title);
  relais_fields_set_string (fields, "origin", subject);
  g_autofree char *made = g_strdup (relais_action_create (action, NULL, fields));
  for (guint i = 0; i < placements->len; i++)
    move_placement (store, action, g_ptr_array_index (placements, i), made);
  return action;
}

RelaisAction *
relais_subject_merge (RelaisStore *store, const char *subject, const char *other)
{
  g_autoptr (RelaisRecord) into = relais_store_lookup (store, "subject", subject);
  g_autoptr (RelaisRecord) from = relais_store_lookup (store, "subject", other);
  g_autofree char *title = relais_store_dup_title (store, "subject", subject);
  g_autofree char *old = relais_store_dup_title (store, "subject", other);
  g_autofree char *label = g_strdup_printf (_("Merge “%s” into “%s”"), old, title);
  RelaisAction *action = relais_action_new (label);
  RelaisFields *joined = new_fields ("subject"), *gone = new_fields ("subject");

  g_return_val_if_fail (into != NULL && from != NULL, action);
  move_all (store, action, "placement", other, subject);
  move_all (store, action, "article", other, subject);
  move_all (store, action, "comment", other, subject);
  move_all (store, action, "decision", other, subject);
  join_sets (into, from, joined, "attachments");
  join_sets (into, from, joined, "tags");
  if (joined->set != 0)
    relais_action_update (action, subject, joined);
  else
    relais_fields_free (joined);
  relais_fields_set_string (gone, "merged_into", subject);
  relais_fields_set_boolean (gone, "binned", TRUE);
  relais_action_update (action, other, gone);
  return action;
}

RelaisAction *
relais_subject_archive (RelaisStore *store, const char *subject, gboolean archived)
{
  RelaisAction *action = new_action (store, archived ? _("Archive “%s”") : _("Take “%s” out of the archive"), subject);
  RelaisFields *fields = new_fields ("subject");

  if (archived)
    relais_fields_set_boolean (fields, "archived", TRUE);
  else
    relais_fields_set (fields, relais_kind_field (fields->kind, "archived"), NULL);
  relais_action_update (action, subject, fields);
  return action;
}

RelaisAction *
relais_subject_bin (RelaisStore *store, const char *subject, gboolean binned)
{
  g_autoptr (GPtrArray) placements = relais_subject_list_placements (store, subject, !binned);
  RelaisAction *action = new_action (store, binned ? _("Throw away “%s”") : _("Restore “%s”"), subject);

  relais_action_bin (action, relais_kind_lookup ("subject"), subject, binned);
  for (guint i = 0; i < placements->len; i++)
    relais_action_bin (action, relais_kind_lookup ("placement"), relais_record_get_id (g_ptr_array_index (placements, i)), binned);
  return action;
}

RelaisAction *
relais_subject_add_channel (RelaisStore *store, const char *subject, const char *channel)
{
  g_autoptr (RelaisRecord) there = find_placement (store, subject, channel);
  /* Translators: an action: %1$s is a channel, %2$s a subject */
  RelaisAction *action = new_channel_action (store, _("Add “%1$s” to “%2$s”"), subject, channel);

  if (there == NULL || !g_str_equal (relais_record_get_string (there, "state"), "refused"))
    {
      relais_action_create (action, NULL, new_placement (subject, channel, "proposed"));
      return action;
    }
  RelaisFields *fields = new_fields ("placement");
  relais_fields_set_string (fields, "state", "proposed");
  if (relais_record_get (there, "reason") != NULL)
    relais_fields_set_string (fields, "reason", NULL);
  relais_action_update (action, relais_record_get_id (there), fields);
  return action;
}

RelaisAction *
relais_subject_refuse_channel (RelaisStore *store, const char *subject, const char *channel, const char *reason)
{
  g_autoptr (RelaisRecord) there = find_placement (store, subject, channel);
  /* Translators: an action, a decision: %1$s is a channel, %2$s a subject */
  RelaisAction *action = new_channel_action (store, _("Not on “%1$s”: “%2$s”"), subject, channel);
  RelaisFields *fields;

  if (there != NULL)
    {
      fields = new_fields ("placement");
      relais_fields_set_string (fields, "state", "refused");
      relais_fields_set_string (fields, "reason", reason);
      relais_action_update (action, relais_record_get_id (there), fields);
      return action;
    }
  fields = new_placement (subject, channel, "refused");
  if (reason != NULL && reason[0] != '\0')
    relais_fields_set_string (fields, "reason", reason);
  relais_action_create (action, NULL, fields);
  return action;
}

RelaisAction *
relais_subject_set_campaign (RelaisStore *store, const char * const *subjects, const char *campaign)
{
  g_autofree char *title = relais_store_dup_title (store, "campaign", campaign);
  g_autofree char *into = g_strdup_printf (_("Put into the campaign “%s”"), title);
  RelaisAction *action = relais_action_new (campaign != NULL ? into : _("Take out of the campaign"));

  for (guint i = 0; subjects[i] != NULL; i++)
    {
      g_autoptr (RelaisRecord) subject = relais_store_lookup (store, "subject", subjects[i]);
      if (subject == NULL || g_strcmp0 (relais_record_get_string (subject, "campaign"), campaign) == 0)
        continue;
      RelaisFields *fields = new_fields ("subject");
      relais_fields_set_string (fields, "campaign", campaign);
      relais_action_update (action, subjects[i], fields);
    }
  return action;
}
