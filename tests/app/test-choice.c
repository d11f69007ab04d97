/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-choice.h"

/* What the interface shows raw: these fields are only read by code. */
static gboolean
is_internal (const RelaisKind *kind, const RelaisField *field)
{
  static const char * const internal[] = {
    "channel.color", "theme.color", "calendar.color", "channel.length_unit", "channel.cadence", "question.type", NULL,
  };
  g_autofree char *name = g_strdup_printf ("%s.%s", kind->name, field->name);
  return g_strv_contains (internal, name);
}

/* A new choice in the description needs a word for people. */
static void
test_every_choice_has_a_word (void)
{
  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++)
    for (guint i = 0; i < (*kind)->n_fields; i++)
      {
        const RelaisField *field = &(*kind)->fields[i];
        if (field->type != RELAIS_FIELD_CHOICE || is_internal (*kind, field))
          continue;
        for (const char * const *choice = field->choices; *choice != NULL; choice++)
          {
            const char *label = relais_choice_label (*kind, field->name, *choice);
            g_test_message ("%s.%s: %s", (*kind)->name, field->name, *choice);
            g_assert_cmpstr (label, !=, *choice);
          }
      }
}

/* Colour never stands alone. */
static void
test_states_have_icon_and_colour (void)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");
  const RelaisField *state = &kind->fields[relais_kind_field (kind, "state")];

  for (const char * const *choice = state->choices; *choice != NULL; choice++)
    {
      g_assert_nonnull (relais_choice_icon (kind, "state", *choice));
      g_assert_nonnull (relais_choice_style (kind, "state", *choice));
    }
}

static void
test_colours (void)
{
  g_assert_cmpstr (relais_color_style ("blue"), ==, "relais-blue");
  g_assert_cmpstr (relais_color_style ("slate"), ==, "relais-slate");
  g_assert_cmpstr (relais_color_style (NULL), ==, "relais-slate");
  g_assert_cmpstr (relais_color_style ("mauve"), ==, "relais-slate");
  g_assert_nonnull (relais_channel_icon (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/choice/words", test_every_choice_has_a_word);
  g_test_add_func ("/app/choice/icon-and-colour", test_states_have_icon_and_colour);
  g_test_add_func ("/app/choice/colours", test_colours);
  return g_test_run ();
}
