/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-model"

#include "relais-access.h"
#include "relais-validate.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _RelaisAccess {
  gatomicrefcount ref_count;
  char           *account;   /* owned, nullable: the back end itself, or this computer only */
  RelaisRole      role;
  char           *person;    /* owned, nullable */
  char          **units;     /* owned */
  char          **tags;      /* owned, sorted */
  char            hash[17];
};

static const RelaisRole roles[] = {
  RELAIS_ROLE_MANAGER, RELAIS_ROLE_EDITOR, RELAIS_ROLE_DESIGNER, RELAIS_ROLE_WEBMASTER, RELAIS_ROLE_CORRESPONDENT,
  RELAIS_ROLE_READER,
};

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* "person:correspondent:0192…": what concerns a person is for the roles that the kind names, so the role is part of the tag. */
static char *
make_own_tag (RelaisFieldFlags  whose,
              RelaisRole        role,
              const char       *id)
{
  return g_strdup_printf ("%s:%s:%s", whose == RELAIS_FIELD_OWN_PERSON ? "person" : "unit", relais_role_to_string (role), id);
}

/* Sorted, each once, as a vector. Takes @tags. */
static char **
finish_tags (GPtrArray *tags)
{
  g_ptr_array_sort (tags, compare_strings);
  for (guint i = tags->len; i > 1; i--)
    if (strcmp (g_ptr_array_index (tags, i - 1), g_ptr_array_index (tags, i - 2)) == 0)
      g_free (g_ptr_array_steal_index (tags, i - 1));
  g_ptr_array_add (tags, NULL);
  return (char **) g_ptr_array_free (tags, FALSE);
}

static char **
make_tags (RelaisRole          role,
           const char         *person,
           const char * const *units)
{
  GPtrArray *tags = g_ptr_array_new ();

  g_ptr_array_add (tags, g_strdup_printf ("role:%s", relais_role_to_string (role)));
  if (person != NULL)
    g_ptr_array_add (tags, make_own_tag (RELAIS_FIELD_OWN_PERSON, role, person));
  for (guint i = 0; units != NULL && units[i] != NULL; i++)
    g_ptr_array_add (tags, make_own_tag (RELAIS_FIELD_OWN_UNIT, role, units[i]));
  return finish_tags (tags);
}

static gboolean
has_tag (RelaisAccess     *access,
         RelaisFieldFlags  whose,
         const char       *id)
{
  g_autofree char *tag = make_own_tag (whose, access->role, id);

  return g_strv_contains ((const char * const *) access->tags, tag);
}

static void
add_own_tags (GPtrArray        *tags,
              RelaisRoles       readers,
              RelaisFieldFlags  whose,
              const char       *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (readers & roles[i])
      g_ptr_array_add (tags, make_own_tag (whose, roles[i], id));
}

/* Whom this field concerns. */
static void
add_field_tags (GPtrArray         *tags,
                RelaisRoles        readers,
                const RelaisField *field,
                GVariant          *value)
{
  RelaisFieldFlags whose = field->flags & (RELAIS_FIELD_OWN_PERSON | RELAIS_FIELD_OWN_UNIT);
  GVariantIter iter;
  const char *id;

  if (whose == 0 || value == NULL)
    return;
  if (field->type == RELAIS_FIELD_REF) {
    add_own_tags (tags, readers, whose, g_variant_get_string (value, NULL));
  } else {
    g_variant_iter_init (&iter, value);
    while (g_variant_iter_next (&iter, "&s", &id))
      add_own_tags (tags, readers, whose, id);
  }
}

static const char *
get_string (const RelaisFields *fields,
            const char         *name)
{
  GVariant *value = fields->values[relais_kind_field (fields->kind, name)];

  return value != NULL ? g_variant_get_string (value, NULL) : NULL;
}

static gboolean
is_open (const RelaisFields *fields)
{
  const char *value = fields->kind->open_field != NULL ? get_string (fields, fields->kind->open_field) : NULL;

  return value != NULL && g_strv_contains (fields->kind->open_values, value);
}

/* One of the fields that name an owner names the account's person or one of its units. */
static gboolean
owns (RelaisAccess *access,
      RelaisRecord *record)
{
  const RelaisFields *fields = relais_record_get_fields (record);

  for (guint i = 0; i < fields->kind->n_fields; i++) {
    const RelaisField *field = &fields->kind->fields[i];

    if ((field->flags & RELAIS_FIELD_OWNER) && fields->values[i] != NULL &&
        has_tag (access, field->flags & (RELAIS_FIELD_OWN_PERSON | RELAIS_FIELD_OWN_UNIT),
                 g_variant_get_string (fields->values[i], NULL)))
      return TRUE;
  }
  return FALSE;
}

/* The account owns the record, and the record is still in a state where that counts. */
static gboolean
may_write_own (RelaisAccess *access,
               RelaisRecord *before)
{
  const RelaisKind *kind = relais_record_get_kind (before);
  const char *state;

  if (!owns (access, before))
    return FALSE;
  if (kind->own_states == NULL)
    return TRUE;
  state = get_string (relais_record_get_fields (before), kind->state_field);
  return state != NULL && g_strv_contains (kind->own_states, state);
}

/* @from: NULL on creation. */
static gboolean
may_move (RelaisAccess     *access,
          const RelaisKind *kind,
          const char       *from,
          const char       *to)
{
  for (const RelaisTransition *entry = kind->transitions; entry->to != NULL; entry++)
    if ((entry->roles & access->role) && strcmp (entry->to, to) == 0 &&
        (entry->from == NULL || strcmp (entry->from, from != NULL ? from : "") == 0))
      return TRUE;
  return FALSE;
}

/* @full: by the role alone, not only because the record is one's own. */
static gboolean
may_write_field (RelaisAccess      *access,
                 const RelaisField *field,
                 gboolean           full,
                 gboolean           creation)
{
  if (field->merge == RELAIS_MERGE_SERVER)
    return FALSE;
  if (field->write != 0 && !(field->write & access->role))
    return FALSE;
  return full || creation || !(field->flags & RELAIS_FIELD_FIXED);
}

static gboolean
check_record (RelaisAccess     *access,
              const RelaisKind *kind,
              RelaisRecord     *before,
              RelaisRecord     *after,
              GError          **error)
{
  if (kind->write & access->role)
    return TRUE;
  if ((kind->write_own & access->role) && (before == NULL || may_write_own (access, before)) && owns (access, after))
    return TRUE;
  relais_model_set_error (error, RELAIS_MODEL_ERROR_FORBIDDEN, kind, kind->n_fields, _("this account may not write it"));
  return FALSE;
}

static gboolean
check_state (RelaisAccess       *access,
             const RelaisFields *before,
             const RelaisFields *after,
             GError            **error)
{
  const RelaisKind *kind = after->kind;
  const char *from, *to;

  if (kind->state_field == NULL)
    return TRUE;
  from = before != NULL ? get_string (before, kind->state_field) : NULL;
  to = get_string (after, kind->state_field);
  if (g_strcmp0 (from, to) == 0 || (to != NULL && may_move (access, kind, from, to)))
    return TRUE;
  relais_model_set_error (error, RELAIS_MODEL_ERROR_TRANSITION, kind, relais_kind_field (kind, kind->state_field),
                          _("this account may not move it from “%s” to “%s”"), from != NULL ? from : "", to != NULL ? to : "");
  return FALSE;
}

RelaisAccess *
relais_access_new (const char         *account_id,
                   RelaisRole          role,
                   const char         *person_id,
                   const char * const *units)
{
  RelaisAccess *access = g_new0 (RelaisAccess, 1);
  g_autofree char *joined = NULL;
  g_autofree char *hash = NULL;

  g_atomic_ref_count_init (&access->ref_count);
  access->account = g_strdup (account_id);
  access->role = role;
  access->person = g_strdup (person_id);
  access->units = units != NULL ? g_strdupv ((char **) units) : g_new0 (char *, 1);
  access->tags = make_tags (role, person_id, units);

  /* Who sees everything sees other things than a manager when roles are about to change: another hash. */
  joined = g_strjoinv ("\n", access->tags);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, account_id != NULL ? joined : "*", -1);
  g_strlcpy (access->hash, hash, sizeof access->hash);
  return access;
}

RelaisAccess *
relais_access_ref (RelaisAccess *access)
{
  g_return_val_if_fail (access != NULL, NULL);

  g_atomic_ref_count_inc (&access->ref_count);
  return access;
}

void
relais_access_unref (RelaisAccess *access)
{
  g_return_if_fail (access != NULL);

  if (!g_atomic_ref_count_dec (&access->ref_count))
    return;
  g_free (access->account);
  g_free (access->person);
  g_strfreev (access->units);
  g_strfreev (access->tags);
  g_free (access);
}

RelaisRole
relais_access_get_role (RelaisAccess *access)
{
  return access->role;
}

const char *
relais_access_get_account (RelaisAccess *access)
{
  return access->account;
}

const char *
relais_access_get_person (RelaisAccess *access)
{
  return access->person;
}

const char * const *
relais_access_get_units (RelaisAccess *access)
{
  return (const char * const *) access->units;
}

const char * const *
relais_access_get_tags (RelaisAccess *access)
{
  return (const char * const *) access->tags;
}

const char *
relais_access_get_hash (RelaisAccess *access)
{
  return access->hash;
}

char **
relais_record_dup_audience (RelaisRecord *record)
{
  const RelaisFields *fields;
  const RelaisKind *kind;
  GPtrArray *tags;
  RelaisRoles everything, own;

  g_return_val_if_fail (record != NULL, NULL);

  fields = relais_record_get_fields (record);
  kind = fields->kind;
  tags = g_ptr_array_new ();
  everything = kind->read | (is_open (fields) ? kind->read_open : 0);
  own = kind->read_own & ~everything;

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (everything & roles[i])
      g_ptr_array_add (tags, g_strdup_printf ("role:%s", relais_role_to_string (roles[i])));
  if (kind->own_id != 0)
    add_own_tags (tags, own, kind->own_id, relais_record_get_id (record));
  for (guint i = 0; i < kind->n_fields; i++)
    add_field_tags (tags, own, &kind->fields[i], fields->values[i]);
  return finish_tags (tags);
}

gboolean
relais_access_can_read (RelaisAccess *access,
                        RelaisRecord *record)
{
  const RelaisFields *fields;
  g_auto (GStrv) audience = NULL;

  g_return_val_if_fail (access != NULL && record != NULL, FALSE);

  fields = relais_record_get_fields (record);
  if (access->account == NULL || (fields->kind->read & access->role))
    return TRUE;

  audience = relais_record_dup_audience (record);
  for (guint i = 0; access->tags[i] != NULL; i++)
    if (g_strv_contains ((const char * const *) audience, access->tags[i]))
      return TRUE;
  return FALSE;
}

gboolean
relais_access_check_write (RelaisAccess *access,
                           RelaisRecord *before,
                           RelaisRecord *after,
                           GError      **error)
{
  const RelaisFields *old = before != NULL ? relais_record_get_fields (before) : NULL;
  const RelaisFields *new = after != NULL ? relais_record_get_fields (after) : NULL;
  const RelaisKind *kind;
  gboolean full;

  g_return_val_if_fail (access != NULL && (old != NULL || new != NULL), FALSE);
  g_return_val_if_fail (old == NULL || new == NULL || old->kind == new->kind, FALSE);

  kind = old != NULL ? old->kind : new->kind;
  if (access->account == NULL)
    return TRUE;
  if (new == NULL) {
    if (kind->remove & access->role)
      return TRUE;
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORBIDDEN, kind, kind->n_fields, _("this account may not delete it"));
    return FALSE;
  }

  if (!check_record (access, kind, before, after, error))
    return FALSE;
  full = (kind->write & access->role) != 0;
  for (guint i = 0; i < kind->n_fields; i++) {
    if (relais_values_equal (old != NULL ? old->values[i] : NULL, new->values[i]) ||
        may_write_field (access, &kind->fields[i], full, old == NULL))
      continue;
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORBIDDEN, kind, i, _("this account may not write it"));
    return FALSE;
  }
  return check_state (access, old, new, error);
}

gboolean
relais_access_writes_all (RelaisAccess     *access,
                          const RelaisKind *kind)
{
  g_return_val_if_fail (access != NULL && kind != NULL, FALSE);

  return access->account == NULL || (kind->write & access->role) != 0;
}

gboolean
relais_record_settles (RelaisRecord     *holder,
                       const RelaisKind *kind,
                       const char       *id)
{
  const RelaisKind *holding;
  const char *state;

  g_return_val_if_fail (holder != NULL && kind != NULL && id != NULL, FALSE);

  holding = relais_record_get_kind (holder);
  if (g_strcmp0 (kind->settled_by, holding->name) != 0 || relais_record_get_boolean (holder, "binned") ||
      g_strcmp0 (relais_record_get_string (holder, kind->settled_field), id) != 0)
    return FALSE;
  state = relais_record_get_string (holder, holding->state_field);
  return state != NULL && g_strv_contains (kind->settled_states, state);
}

gboolean
relais_access_may_create (RelaisAccess     *access,
                          const RelaisKind *kind)
{
  gboolean full;

  g_return_val_if_fail (access != NULL && kind != NULL, FALSE);

  if (access->account == NULL)
    return TRUE;
  full = (kind->write & access->role) != 0;
  if (!full && !(kind->write_own & access->role))
    return FALSE;
  /* A record of one's own needs somebody to own it. */
  if (!full && access->tags[1] == NULL)
    return FALSE;
  for (guint i = 0; i < kind->n_fields; i++)
    if ((kind->fields[i].flags & RELAIS_FIELD_REQUIRED) && !may_write_field (access, &kind->fields[i], full, TRUE))
      return FALSE;
  return TRUE;
}

gboolean
relais_access_may_edit (RelaisAccess *access,
                        RelaisRecord *record,
                        const char   *field)
{
  const RelaisKind *kind;
  gboolean full;

  g_return_val_if_fail (access != NULL && record != NULL && field != NULL, FALSE);

  kind = relais_record_get_kind (record);
  if (access->account == NULL)
    return TRUE;
  full = (kind->write & access->role) != 0;
  if (!full && !((kind->write_own & access->role) && may_write_own (access, record)))
    return FALSE;
  if (!may_write_field (access, &kind->fields[relais_kind_field (kind, field)], full, FALSE))
    return FALSE;
  if (g_strcmp0 (kind->state_field, field) == 0) {
    g_autofree const char **states = relais_access_dup_next_states (access, record);

    return states[0] != NULL;
  }
  return TRUE;
}

const char **
relais_access_dup_next_states (RelaisAccess *access,
                               RelaisRecord *record)
{
  const RelaisKind *kind;
  const RelaisField *field;
  const char *from;
  GPtrArray *states;

  g_return_val_if_fail (access != NULL && record != NULL, NULL);

  kind = relais_record_get_kind (record);
  states = g_ptr_array_new ();
  if (kind->state_field != NULL &&
      (access->account == NULL || (kind->write & access->role) ||
       ((kind->write_own & access->role) && may_write_own (access, record)))) {
    field = &kind->fields[relais_kind_field (kind, kind->state_field)];
    from = relais_record_get_string (record, kind->state_field);
    for (guint i = 0; field->choices[i] != NULL; i++)
      if (g_strcmp0 (field->choices[i], from) != 0 &&
          (access->account == NULL || may_move (access, kind, from != NULL ? from : "", field->choices[i])))
        g_ptr_array_add (states, (gpointer) field->choices[i]);
  }
  g_ptr_array_add (states, NULL);
  return (const char **) g_ptr_array_free (states, FALSE);
}
