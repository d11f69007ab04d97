/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The texts of the demonstration, read from data/demo. All strings are lent by the DemoTexts. */

typedef struct {
  GPtrArray  *titles;       /* element-type const char* */
  const char *standfirst;
  GPtrArray  *paragraphs;   /* element-type const char* */
  gboolean    agenda;       /* it has a day and a place */
  gboolean    guide;        /* it stays useful */
  guint       first_month, last_month;   /* the season it is told in; 0: any */
} DemoStory;

typedef struct {
  const char *name;
  const char *color;
  const char *motif;
  char      **units;        /* short names of the directions that tell its stories */
  GPtrArray  *stories;      /* element-type DemoStory */
  GPtrArray  *contexts, *points, *quotes, *questions;   /* element-type const char* */
} DemoTheme;

typedef struct {
  GPtrArray  *storage;      /* owned: the file contents that everything points into */
  GPtrArray  *themes;       /* element-type DemoTheme */
  GHashTable *lists;        /* name → GPtrArray of const char*: people.txt, places.txt, office.txt, surveys.txt by section */
  GPtrArray  *units;        /* element-type const char*: lines of units.txt */
} DemoTexts;

DemoTexts *demo_texts_new  (void);
void       demo_texts_free (DemoTexts *texts);
/* Never NULL and never empty: it is a programming error to ask for a list that is not there. */
GPtrArray *demo_texts_list (DemoTexts *texts, const char *name);

/* What stands for the braces of one story: the same in its title and in its text. */
typedef struct {
  GHashTable *values;       /* owned: name → owned value */
} DemoContext;

void       demo_context_init  (DemoContext *context);
void       demo_context_clear (DemoContext *context);
void       demo_context_set   (DemoContext *context, const char *name, const char *value);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DemoContext, demo_context_clear)

/**
 * demo_expand:
 *
 * {lieu} is the value; {du lieu} and {au lieu} join it with its preposition ("du centre", "de la rue", "à l’école", "au parc");
 * {de mois} elides ("d’avril"); {Lieu} begins a sentence.
 *
 * Returns: (transfer full): the text
 */
char      *demo_expand        (const DemoContext *context, const char *text);

G_END_DECLS
