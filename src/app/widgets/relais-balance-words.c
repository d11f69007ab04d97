/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-balance-words.h"

#include "relais-format.h"

#include <glib/gi18n.h>
#include <math.h>

static char *
format_day (RelaisDay day)
{
  char text[RELAIS_DAY_SIZE];

  relais_day_print (day, text);
  return relais_format_date (text);
}

char *
relais_balance_describe (const RelaisBalanceRow *row)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  guint expected = (guint) lround (row->expected);
  g_autofree char *last = row->last != RELAIS_DAY_NONE ? format_day (row->last) : NULL;
  g_autofree char *next = row->next != RELAIS_DAY_NONE ? format_day (row->next) : NULL;

  if (row->headcount > 0)
    {
      g_autofree char *agents = g_strdup_printf (ngettext ("%'u agent", "%'u agents", row->headcount), row->headcount);
      /* Translators: what a direction's share of the headcount would be in subjects: "412 agents, worth 5 subjects" */
      g_ptr_array_add (words, g_strdup_printf (ngettext ("%s, worth %'u subject", "%s, worth %'u subjects", expected), agents, expected));
    }
  g_ptr_array_add (words, last != NULL ? g_strdup_printf (_("last on %s"), last) : g_strdup (_("never spoken of")));
  if (next != NULL)
    g_ptr_array_add (words, g_strdup_printf (_("next on %s"), next));
  if (row->ideas > 0)
    g_ptr_array_add (words, g_strdup_printf (ngettext ("%u idea", "%u ideas", row->ideas), row->ideas));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}
