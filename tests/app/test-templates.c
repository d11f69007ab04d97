/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-template-actions.h"
#include "use-store.h"

/* Two computers, one template: whoever makes its subjects makes the same records. */
static const char * const channel = "01890000-0000-7000-8000-000000000001";
static const char * const template = "01890000-0000-7000-8000-000000000002";

/* A newsletter on every Thursday from 7 January 2027 on, copy due two working days before. */
static RelaisStore *
make_store (const char *on_closed)
{
  RelaisStore *store = store_open ();
  RelaisAction *action = relais_action_new ("seed");

  relais_action_create (action, channel, make_fields ("channel", "name", "Lettre interne", "form", "newsletter", "lead_days", "2",
                                                      NULL));
  relais_action_create (action, template, make_fields ("template", "title", "Lettre de la semaine", "starts", "2027-01-07", "rule",
                                                       "FREQ=WEEKLY", "on_closed", on_closed, "channels", channel, NULL));
  store_commit (store, action);
  return store;
}

static guint
make (RelaisStore *store, const char *from, int months)
{
  g_autoptr (RelaisRecord) record = relais_store_lookup (store, "template", template);
  g_autoptr (GArray) occurrences = relais_template_list_occurrences (store, record, relais_day_parse (from), months);
  RelaisAction *action = relais_template_make (store, record, occurrences);
  guint ops = relais_action_get_ops (action)->len;

  if (ops > 0)
    store_commit (store, action);
  else
    relais_action_unref (action);
  return ops;
}

static GPtrArray *
list (RelaisStore *store, const char *kind)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup (kind));
  return relais_store_query (store, query);
}

/* Thursdays 7, 14, 21, 28 January: four subjects with a placement each; a second time nothing, a month later only what is new. */
static void
test_once (void)
{
  RelaisStore *store = make_store ("keep");

  g_assert_cmpuint (make (store, "2027-01-01", 1), ==, 10);   /* to 6 February: one month from the first day of the template */
  g_assert_cmpuint (make (store, "2027-01-01", 1), ==, 0);
  g_assert_cmpuint (make (store, "2027-01-20", 1), ==, 4);    /* 11 and 18 February */
  g_autoptr (GPtrArray) subjects = list (store, "subject"), placements = list (store, "placement");
  g_assert_cmpuint (subjects->len, ==, 7);
  g_assert_cmpuint (placements->len, ==, 7);
  store_close (store);
}

/* What was thrown away does not come back by itself. */
static void
test_bin (void)
{
  RelaisStore *store = make_store ("keep");
  RelaisAction *action = relais_action_new ("bin");

  make (store, "2027-01-01", 1);
  g_autoptr (GPtrArray) subjects = list (store, "subject");
  relais_action_bin (action, relais_kind_lookup ("subject"), relais_record_get_id (g_ptr_array_index (subjects, 0)), TRUE);
  store_commit (store, action);
  g_assert_cmpuint (make (store, "2027-01-01", 1), ==, 0);
  store_close (store);
}

static void
test_same_records (void)
{
  RelaisStore *first = make_store ("keep"), *second = make_store ("keep");

  make (first, "2027-01-01", 2);
  make (second, "2027-01-01", 1);
  g_autoptr (GPtrArray) made = list (second, "placement");
  g_assert_cmpuint (made->len, >, 0);
  for (guint i = 0; i < made->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (made, i);
      g_autoptr (RelaisRecord) same = relais_store_lookup (first, "placement", relais_record_get_id (record));
      g_assert_nonnull (same);
      g_assert_true (relais_id_is_valid (relais_record_get_id (record)));
      g_assert_true (relais_fields_equal (relais_record_get_fields (record), relais_record_get_fields (same)));
    }
  store_close (first);
  store_close (second);
}

/* Ascension Day, Thursday 6 May 2027: the letter goes out on the day before, and its copy is due two working days before that; the
 * occurrence is still the one of the Thursday. */
static void
test_closed (void)
{
  RelaisStore *store = make_store ("previous");
  g_autoptr (RelaisRecord) record = relais_store_lookup (store, "template", template);
  g_autofree char *subject = relais_template_dup_id (record, relais_day_parse ("2027-05-06"), NULL);
  g_autofree char *placement = relais_template_dup_id (record, relais_day_parse ("2027-05-06"), channel);

  make (store, "2027-05-03", 1);
  g_autoptr (RelaisRecord) made = relais_store_lookup (store, "subject", subject);
  g_autoptr (RelaisRecord) part = relais_store_lookup (store, "placement", placement);
  g_assert_cmpstr (relais_record_get_string (made, "occurrence"), ==, "2027-05-06");
  g_assert_cmpstr (relais_record_get_string (made, "title"), ==, "Lettre de la semaine · 5 May 2027");
  g_assert_cmpstr (relais_record_get_string (part, "planned"), ==, "2027-05-05");
  g_assert_cmpstr (relais_record_get_string (part, "copy_due"), ==, "2027-05-03");
  store_close (store);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/templates/once", test_once);
  g_test_add_func ("/app/templates/bin", test_bin);
  g_test_add_func ("/app/templates/same-records", test_same_records);
  g_test_add_func ("/app/templates/closed", test_closed);
  return g_test_run ();
}
