/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The fixed words of published pages. They follow the language of the page, not the locale of the process (the back end
 * has none, and the preview must show what the portal shows): that is why they are not gettext's. */
typedef struct {
  const char *language;
  const char *intranet;          /* name of a site that has none */
  const char *skip;              /* skip link */
  const char *home;
  const char *back_home;
  const char *one_click;
  const char *briefs;
  const char *features;
  const char *agenda;
  const char *latest;
  const char *surveys;
  const char *until;             /* before the day a survey closes */
  const char *nothing;           /* in a module */
  const char *read;              /* link to the whole article, followed by its title for those who hear it */
  const char *from;              /* "from Monday", for events of several days */
  const char *to;
  const char *hours;             /* "from 9 to 16:30", its two words with their no-break spaces */
  const char *hours_to;
  const char *when;
  const char *where;
  const char *image_remote;
  const char *image_missing;
  const char *cut;
  const char *note_back;
  const char *table;
  const char *not_found_title;
  const char *not_found;
  const char *error_title;
  const char *error;
  const char *weekdays[7];       /* from Monday */
  const char *months[12];
} RelaisWords;

/* @language: BCP 47, nullable. French when there is no better. */
const RelaisWords *relais_words_get (const char *language);

/* "samedi 21 novembre 2026"; %NULL when @date is not a date (2026-11-21) or not in the calendar. */
char              *relais_words_date (const RelaisWords *words, const char *date);

/* "14 h 30" for "14:30"; what is not written so is given back as it is ("midi"). */
char              *relais_words_time (const RelaisWords *words, const char *time);

G_END_DECLS
