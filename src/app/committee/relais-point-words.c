/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-point-words.h"

#include "relais-choice.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-plan-days.h"
#include "relais-state-pill.h"

#include <glib/gi18n.h>

static void
add_part (GStrvBuilder *parts, char *text)
{
  if (text != NULL && text[0] != '\0')
    g_strv_builder_take (parts, text);
  else
    g_free (text);
}

static char *
join (GStrvBuilder *builder)
{
  g_auto (GStrv) parts = g_strv_builder_end (builder);

  return g_strjoinv (" · ", parts);
}

/* Only a full sentence says what is wrong. */
static char *
say_closed (RelaisStore *store, RelaisDay day)
{
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_days_read (store);
  const char *words;

  switch (relais_plan_calendar_why_closed (calendar, day, &words))
    {
    case RELAIS_CLOSED_PERIOD:
      return g_strdup_printf (_("Planned in a closed period: %s."), words);
    case RELAIS_CLOSED_HOLIDAY:
      return g_strdup_printf (_("Planned on a public holiday: %s."), words);
    case RELAIS_CLOSED_WEEKEND:
      return g_strdup (_("Planned on a weekend."));
    case RELAIS_OPEN:
    default:
      return g_strdup (_("There is more on that day, or in that week, than the channel and its readers bear."));
    }
}

static char *
say_late (RelaisRecord *placement)
{
  const char *copy_due = relais_record_get_string (placement, "copy_due"), *planned = relais_record_get_string (placement, "planned");
  RelaisDay today = relais_day_today ();

  if (relais_day_parse (planned) != RELAIS_DAY_NONE && relais_day_parse (planned) < today)
    {
      g_autofree char *day = relais_format_date (planned);
      return g_strdup_printf (_("It was planned for %s and is not out."), day);
    }
  if (relais_day_parse (copy_due) == RELAIS_DAY_NONE || relais_day_parse (copy_due) >= today)
    return NULL;
  g_autofree char *day = relais_format_date (copy_due);
  return g_strdup_printf (_("Copy was due on %s and is not in."), day);
}

char *
relais_point_say_origin (RelaisStore *store, const RelaisMeetingPoint *point)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  const char *on = relais_record_get_string (point->subject, "proposed_on");
  g_autofree char *by = relais_store_dup_title (store, "person", relais_record_get_string (point->subject, "proposed_by"));
  g_autofree char *day = on != NULL ? relais_format_date (on) : NULL;

  add_part (parts, relais_store_dup_title (store, "unit", relais_record_get_string (point->subject, "unit")));
  if (by[0] != '\0')
    add_part (parts, day != NULL ? g_strdup_printf (_("proposed by %s on %s"), by, day) : g_strdup_printf (_("proposed by %s"), by));
  return join (parts);
}

char *
relais_point_say_warning (RelaisStore *store, const RelaisMeetingPoint *point)
{
  RelaisDay planned = relais_day_parse (point->placement != NULL ? relais_record_get_string (point->placement, "planned") : NULL);

  if (point->placement != NULL && point->item->why == RELAIS_AGENDA_LATE)
    return say_late (point->placement);
  if (planned != RELAIS_DAY_NONE && point->item->why == RELAIS_AGENDA_CLASH)
    return say_closed (store, planned);
  return NULL;
}

const char *
relais_point_get_style (RelaisAgendaWhy why)
{
  static const char * const styles[] = { "relais-purple", "relais-red", "relais-orange", "relais-blue", "relais-slate" };

  return styles[MIN (why, G_N_ELEMENTS (styles) - 1)];
}

GPtrArray *
relais_point_find_placements (RelaisStore *store, const RelaisMeetingPoint *point)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));

  relais_query_where (query, "subject", RELAIS_MATCH_EQUAL, relais_record_get_id (point->subject));
  relais_query_order (query, "planned", FALSE);
  return relais_store_query (store, query);
}

GtkWidget *
relais_point_build_placement (RelaisStore *store, RelaisRecord *placement)
{
  const char *id = relais_record_get_string (placement, "channel"), *planned = relais_record_get_string (placement, "planned");
  const char *copy_due = relais_record_get_string (placement, "copy_due"), *author = relais_record_get_string (placement, "author");
  g_autoptr (RelaisRecord) channel = id != NULL ? relais_store_lookup (store, "channel", id) : NULL;
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  GtkWidget *row = adw_action_row_new (), *pill = relais_state_pill_new ();
  g_autofree char *name = relais_store_dup_title (store, "channel", id);
  g_autofree char *day = planned != NULL ? relais_format_day_full (planned) : NULL;
  g_autofree char *due = copy_due != NULL ? relais_format_date (copy_due) : NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  add_part (parts, g_strdup (day != NULL ? day : _("No date")));
  if (due != NULL)
    add_part (parts, g_strdup_printf (_("copy due %s"), due));
  if (author != NULL)
    add_part (parts, relais_store_dup_title (store, "person", author));
  g_autofree char *subtitle = join (parts);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (channel != NULL)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name (relais_channel_icon (relais_record_get_string (channel, "form")));
      gtk_widget_add_css_class (icon, "relais-dot");
      gtk_widget_add_css_class (icon, relais_color_style (relais_record_get_string (channel, "color")));
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
    }
  relais_state_pill_set (RELAIS_STATE_PILL (pill), relais_record_get_kind (placement), "state",
                         relais_record_get_string (placement, "state"));
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", name, relais_choice_label (relais_record_get_kind (placement), "state",
                                                                                      relais_record_get_string (placement, "state")),
                                             subtitle);
  relais_name_row (row, spoken);
  return row;
}
