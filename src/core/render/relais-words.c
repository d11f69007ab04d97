/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

#include "relais-words.h"

#include <string.h>

#include "relais-day.h"

static const RelaisWords french = {
  .language = "fr",
  .intranet = "Intranet",
  .skip = "Aller au contenu",
  .home = "Accueil",
  .back_home = "Retour à l’accueil",
  .one_click = "En 1 clic",
  .briefs = "Brèves",
  .features = "Zoom sur",
  .agenda = "Agenda",
  .latest = "Flux d’info",
  .surveys = "Questionnaires ouverts",
  .until = "jusqu’au",
  .nothing = "Rien à afficher pour le moment.",
  .read = "Lire la suite",
  .from = "du",
  .to = "au",
  .hours = "de\u00a0",
  .hours_to = "\u00a0à\u00a0",
  .when = "Date",
  .where = "Lieu",
  .image_remote = "Image d’un autre site, non affichée",
  .image_missing = "Image introuvable",
  .cut = "La suite du texte, trop longue, n’est pas affichée.",
  .note_back = "Retour à l’appel de note",
  .table = "Tableau",
  .not_found_title = "Page introuvable",
  .not_found = "Cette page n’existe pas, ou n’est plus publiée.",
  .error_title = "Page indisponible",
  .error = "Cette page ne peut pas être affichée pour le moment. Réessayez dans quelques minutes.",
  .weekdays = { "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche" },
  .months = { "janvier", "février", "mars", "avril", "mai", "juin",
              "juillet", "août", "septembre", "octobre", "novembre", "décembre" },
};

static const RelaisWords english = {
  .language = "en",
  .intranet = "Intranet",
  .skip = "Skip to content",
  .home = "Home",
  .back_home = "Back to the home page",
  .one_click = "One click away",
  .briefs = "In brief",
  .features = "In focus",
  .agenda = "Calendar",
  .latest = "Latest news",
  .surveys = "Open surveys",
  .until = "until",
  .nothing = "Nothing to show for now.",
  .read = "Read more",
  .from = "from",
  .to = "to",
  .hours = "",
  .hours_to = "–",
  .when = "Date",
  .where = "Place",
  .image_remote = "Image from another site, not shown",
  .image_missing = "Image not found",
  .cut = "The rest of the text is too long and is not shown.",
  .note_back = "Back to note call",
  .table = "Table",
  .not_found_title = "Page not found",
  .not_found = "This page does not exist, or is no longer published.",
  .error_title = "Page not available",
  .error = "This page cannot be shown for now. Try again in a few minutes.",
  .weekdays = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" },
  .months = { "January", "February", "March", "April", "May", "June",
              "July", "August", "September", "October", "November", "December" },
};

static gboolean
read_digits (const char *text, gsize length, guint *value)
{
  *value = 0;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *value = *value * 10 + (text[i] - '0');
    }
  return TRUE;
}

const RelaisWords *
relais_words_get (const char *language)
{
  if (language != NULL && g_ascii_strncasecmp (language, "en", 2) == 0 && !g_ascii_isalpha (language[2]))
    return &english;
  return &french;
}

char *
relais_words_date (const RelaisWords *words, const char *date)
{
  RelaisDay value = relais_day_parse (date);
  int year, month, day;

  if (value == RELAIS_DAY_NONE)
    return NULL;
  relais_day_to_ymd (value, &year, &month, &day);
  /* The first of a month is an ordinal in French. */
  return g_strdup_printf ("%s %d%s %s %d", words->weekdays[relais_day_get_weekday (value) - 1], day,
                          words == &french && day == 1 ? "er" : "", words->months[month - 1], year);
}

char *
relais_words_time (const RelaisWords *words, const char *time)
{
  guint hour, minute;

  if (strlen (time) != 5 || time[2] != ':' || !read_digits (time, 2, &hour) || !read_digits (time + 3, 2, &minute)
      || hour > 23 || minute > 59 || words != &french)
    return g_strdup (time);
  /* No-break spaces: an hour is never cut at the end of a line. */
  return minute == 0 ? g_strdup_printf ("%u\u00a0h", hour) : g_strdup_printf ("%u\u00a0h\u00a0%02u", hour, minute);
}
