/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-placement-length.h"
#include "make-record.h"

static void
test_read (void)
{
  static const struct { const char *typed; guint length; } fine[] = {
    { "", 0 },           { "0", 0 },           { "1500", 1500 },      { " 1500 ", 1500 },  { "1 500", 1500 },
    { "1,500", 1500 },   { "1.500", 1500 },    { "1 500", 1500 },     { "1 500", 1500 },   { "1’500", 1500 },
    { "1 500 signes", 1500 }, { "2 pages", 2 }, { "300mots", 300 },   { "1000000", 1000000 },
  };
  static const char * const wrong[] = { "1,5", "1.5 pages", "-3", "long", "12 34", "1000001", "99999999999999999999", "3 + 4" };

  for (guint i = 0; i < G_N_ELEMENTS (fine); i++)
    {
      g_autofree char *why = NULL;
      guint length = 7;
      g_test_message ("“%s”", fine[i].typed);
      g_assert_true (relais_placement_length_read (fine[i].typed, &length, &why));
      g_assert_cmpuint (length, ==, fine[i].length);
      g_assert_null (why);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *why = NULL;
      guint length;
      g_test_message ("“%s”", wrong[i]);
      g_assert_false (relais_placement_length_read (wrong[i], &length, &why));
      g_assert_true (g_str_has_prefix (why, "A length is "));
    }
}

/* Said before the text is written: at the limit it fits. */
static void
test_allowed (void)
{
  g_autoptr (RelaisRecord) channel = make_record ("channel", NULL, "name", "Brèves", "form", "brief", "length_unit", "signs",
                                                  "length_max", "1200", NULL);
  g_autofree char *fits = relais_placement_length_describe_allowed (channel, 1200);
  g_autofree char *long_one = relais_placement_length_describe_allowed (channel, 1201);
  g_autofree char *free = relais_placement_length_describe_allowed (NULL, 9);

  g_assert_cmpstr (fits, ==, "1200 signs");
  g_assert_cmpstr (long_one, ==, "1201 signs: too long, at most 1200 signs");
  g_assert_cmpstr (free, ==, "9 signs");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/planning/length/read", test_read);
  g_test_add_func ("/planning/length/allowed", test_allowed);
  return g_test_run ();
}
