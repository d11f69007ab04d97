/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-record.h"
#include "relais-json.h"
#include "sample.h"

#include <string.h>

static void
test_lookup (void)
{
  guint n = 0;

  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++, n++) {
    g_assert_true (relais_kind_lookup ((*kind)->name) == *kind);
    g_assert_cmpuint (relais_kind_get_rank (*kind), ==, n);
    for (guint i = 0; i < (*kind)->n_fields; i++)
      g_assert_cmpint (relais_kind_find_field (*kind, (*kind)->fields[i].name), ==, (int) i);
    g_assert_cmpint (relais_kind_find_field (*kind, "nothing_of_the_sort"), ==, -1);
  }
  g_assert_cmpuint (relais_n_kinds (), ==, n);
  g_assert_null (relais_kind_lookup ("nothing"));
  g_assert_null (relais_kind_lookup (NULL));
}

/* A kind refers to itself or to a kind before it; nothing in the tables names what is not there. */
static void
test_tables (void)
{
  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    gboolean owned = FALSE;

    g_assert_true (g_regex_match_simple ("^[a-z_]+$", (*kind)->name, 0, 0));
    g_assert_cmpuint ((*kind)->n_fields, <=, RELAIS_MAX_FIELDS);
    g_assert_cmpint (relais_kind_find_field (*kind, "binned"), >=, 0);
    for (guint i = 0; i < (*kind)->n_fields; i++) {
      const RelaisField *field = &(*kind)->fields[i];
      gboolean set = field->type == RELAIS_FIELD_REFS || field->type == RELAIS_FIELD_TAGS;

      g_assert_true (g_regex_match_simple ("^[a-z_]+$", field->name, 0, 0));
      g_assert_nonnull (field->label);
      g_assert_cmpint (field->merge == RELAIS_MERGE_SET, ==, set);
      g_assert_cmpint (field->choices != NULL, ==, field->type == RELAIS_FIELD_CHOICE);
      g_assert_cmpint (field->target != NULL, ==, field->type == RELAIS_FIELD_REF || field->type == RELAIS_FIELD_REFS);
      if (field->target != NULL)
        g_assert_cmpuint (relais_kind_get_rank (relais_kind_lookup (field->target)), <=, relais_kind_get_rank (*kind));
      if (field->flags & (RELAIS_FIELD_OWN_PERSON | RELAIS_FIELD_OWN_UNIT))
        g_assert_cmpstr (field->target, ==, field->flags & RELAIS_FIELD_OWN_PERSON ? "person" : "unit");
      if (field->flags & RELAIS_FIELD_OWNER)
        g_assert_true (field->type == RELAIS_FIELD_REF && (field->flags & (RELAIS_FIELD_OWN_PERSON | RELAIS_FIELD_OWN_UNIT)));
      if (field->not_before != NULL)
        g_assert_cmpint ((*kind)->fields[relais_kind_field (*kind, field->not_before)].type, ==, field->type);
      owned = owned || (field->flags & RELAIS_FIELD_OWNER);
    }
    g_assert_cmpint ((*kind)->write_own != 0, ==, owned);
    g_assert_cmpint ((*kind)->state_field != NULL, ==, (*kind)->transitions != NULL);
    if ((*kind)->state_field != NULL)
      g_assert_cmpint ((*kind)->fields[relais_kind_field (*kind, (*kind)->state_field)].type, ==, RELAIS_FIELD_CHOICE);
    if ((*kind)->open_field != NULL)
      g_assert_nonnull ((*kind)->open_values);
  }
}

static void
test_roles (void)
{
  for (guint bit = 0; bit < 6; bit++) {
    RelaisRole role;

    g_assert_true (relais_role_from_string (relais_role_to_string (1u << bit), &role));
    g_assert_cmpuint (role, ==, 1u << bit);
  }
  g_assert_false (relais_role_from_string ("emperor", NULL));
  g_assert_false (relais_role_from_string (NULL, NULL));
}

static void
test_fields (void)
{
  const RelaisKind *kind = relais_kind_lookup ("subject");
  g_autoptr (RelaisFields) fields = relais_fields_new (kind);
  g_autoptr (RelaisFields) copy = NULL;
  guint title = relais_kind_field (kind, "title"), tags = relais_kind_field (kind, "tags");

  relais_fields_set_string (fields, "title", "Vœux");
  relais_fields_set_strv (fields, "tags", (const char * const []) { "b", "a", "b", NULL });
  g_assert_cmpuint (fields->set, ==, (G_GUINT64_CONSTANT (1) << title) | (G_GUINT64_CONSTANT (1) << tags));
  g_assert_cmpuint (g_variant_n_children (fields->values[tags]), ==, 2);

  copy = relais_fields_copy (fields);
  g_assert_true (relais_fields_equal (fields, copy));
  relais_fields_set_string (copy, "title", "");
  g_assert_cmpuint (copy->unset, ==, G_GUINT64_CONSTANT (1) << title);
  g_assert_false (relais_fields_equal (fields, copy));
  relais_fields_clear (copy, title);
  g_assert_cmpuint (copy->unset, ==, 0);
  relais_fields_set_strv (copy, "tags", NULL);
  g_assert_cmpuint (copy->set, ==, 0);
  g_assert_cmpuint (copy->unset, ==, G_GUINT64_CONSTANT (1) << tags);
}

static void
test_record (void)
{
  const RelaisKind *kind = relais_kind_lookup ("person");
  RelaisFields *fields = relais_fields_new (kind);
  g_autoptr (RelaisFields) change = relais_fields_new (kind);
  g_autoptr (RelaisRecord) record = NULL, changed = NULL;
  g_autofree char *title = NULL, *id = relais_id_new (), *untitled = NULL;
  g_autofree const char **groups = NULL;

  relais_fields_set_string (fields, "first_name", "Marie");
  relais_fields_set_string (fields, "last_name", "Dupont");
  relais_fields_set_string (fields, "email", "marie@ville.example");
  record = relais_record_new (id, fields, 3, 9, "someone", 1000);
  title = relais_record_dup_title (record);
  g_assert_cmpstr (title, ==, "Marie Dupont");
  g_assert_cmpstr (relais_record_get_string (record, "phone"), ==, NULL);
  g_assert_false (relais_record_get_boolean (record, "binned"));
  groups = relais_record_dup_strv (record, "groups");
  g_assert_null (groups[0]);

  relais_fields_set_string (change, "last_name", NULL);
  relais_fields_set_string (change, "first_name", NULL);
  relais_fields_set_boolean (change, "binned", TRUE);
  changed = relais_record_with (record, change);
  g_assert_null (relais_record_get_string (changed, "last_name"));
  g_assert_cmpuint (relais_record_get_fields (changed)->unset, ==, 0);
  g_assert_true (relais_record_get_boolean (changed, "binned"));
  g_assert_cmpstr (relais_record_get_string (changed, "email"), ==, "marie@ville.example");
  g_assert_cmpuint (relais_record_get_rev (changed), ==, 3);
  g_assert_cmpuint (relais_record_get_seq (changed), ==, 9);
  g_assert_cmpstr (relais_record_get_by (changed), ==, "someone");
  untitled = relais_record_dup_title (changed);
  g_assert_cmpstr (untitled, ==, id + strlen (id) - 8);
  g_assert_cmpstr (relais_record_get_string (record, "last_name"), ==, "Dupont");
}

static void
test_id (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 before = g_get_real_time () / 1000;

  for (guint i = 0; i < 10000; i++) {
    char *id = relais_id_new ();
    g_autofree char *stamp = g_strdup_printf ("%.8s%.4s", id, id + 9);
    gint64 milliseconds = g_ascii_strtoll (stamp, NULL, 16);

    g_assert_true (relais_id_is_valid (id));
    g_assert_cmpint (milliseconds, >=, before);
    g_assert_cmpint (milliseconds, <=, g_get_real_time () / 1000);
    g_assert_true (g_hash_table_add (seen, id));
  }
  /* Who derives one from the same two has the same. */
  g_autofree char *a = relais_id_new (), *b = relais_id_new ();
  g_autofree char *ab = relais_id_derive (a, b), *again = relais_id_derive (a, b), *ba = relais_id_derive (b, a);
  g_assert_true (relais_id_is_valid (ab));
  g_assert_cmpstr (ab, ==, again);
  g_assert_cmpstr (ab, !=, ba);
  g_assert_cmpmem (ab, 13, a, 13);
  g_assert_false (relais_id_is_valid (NULL));
  g_assert_false (relais_id_is_valid (""));
  g_assert_false (relais_id_is_valid ("0192f0c4-1111-7abc-8abc-0123456789a"));
  g_assert_false (relais_id_is_valid ("0192f0c4-1111-7abc-8abc-0123456789abc"));
  g_assert_false (relais_id_is_valid ("0192F0C4-1111-7abc-8abc-0123456789ab"));
  g_assert_false (relais_id_is_valid ("0192f0c4-1111-4abc-8abc-0123456789ab"));
  g_assert_false (relais_id_is_valid ("0192f0c4-1111-7abc-cabc-0123456789ab"));
  g_assert_false (relais_id_is_valid ("0192f0c4x1111-7abc-8abc-0123456789ab"));
  g_assert_true (relais_id_is_valid ("0192f0c4-1111-7abc-8abc-0123456789ab"));
}

static gpointer
look_up_cb (gpointer data)
{
  for (guint round = 0; round < 1000; round++)
    for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++)
      for (guint i = 0; i < (*kind)->n_fields; i++)
        g_assert_cmpint (relais_kind_find_field (*kind, (*kind)->fields[i].name), ==, (int) i);
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("lookup", look_up_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/kinds/threads", test_threads);
  g_test_add_func ("/model/kinds/lookup", test_lookup);
  g_test_add_func ("/model/kinds/tables", test_tables);
  g_test_add_func ("/model/kinds/roles", test_roles);
  g_test_add_func ("/model/fields", test_fields);
  g_test_add_func ("/model/record", test_record);
  g_test_add_func ("/model/id", test_id);
  return g_test_run ();
}
