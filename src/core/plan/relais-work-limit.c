/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-work-limit.h"

#define MOST 10000

char *
relais_work_limit_key (const char *state, const char *row)
{
  return g_strjoin (".", "wip", state, row, NULL);
}

guint
relais_work_limit_find (GPtrArray *settings, const char *state, const char *row)
{
  g_autofree char *key = relais_work_limit_key (state, row);
  guint64 number;

  for (guint i = 0; i < settings->len; i++)
    {
      RelaisRecord *setting = g_ptr_array_index (settings, i);
      const char *value = relais_record_get_string (setting, "value");
      if (g_strcmp0 (relais_record_get_string (setting, "key"), key) == 0 && !relais_record_get_boolean (setting, "binned"))
        return value != NULL && g_ascii_string_to_unsigned (value, 10, 0, MOST, &number, NULL) ? (guint) number : 0;
    }
  return 0;
}
