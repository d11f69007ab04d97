/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-demo-private.h"

G_BEGIN_DECLS

/* A subject before it becomes records. */
typedef struct {
  guint            theme;        /* position in the texts' themes */
  const DemoStory *story;        /* lent */
  DemoContext      context;
  char            *title;        /* owned */
  char            *standfirst;   /* owned */
  char            *id;           /* owned */
  guint            unit;         /* position in `units` */
  guint            proposer;     /* position in `people` */
  guint32          day;          /* around which it is told */
  guint32          event_day;
  guint32          proposed_on;
  guint32          meeting;      /* day of the committee that decides; 0: not decided yet */
  const char      *outcome;      /* kept, postponed, refused, other_channel; NULL: not decided yet */
  const char      *reason;       /* lent; of the decision */
} DemoSubject;

/* How full the channels are, and which meetings there are. */
typedef struct {
  DemoCity   *city;
  GHashTable *taken;      /* channel × day → placements */
  GHashTable *meetings;   /* day → id (owned) of the meeting */
} DemoPlan;
guint       demo_plan_taken    (DemoPlan *plan, guint channel, guint32 day);
void        demo_plan_take     (DemoPlan *plan, guint channel, guint32 day);
/* The next day on which the channel comes out: features on Mondays, the newsletter on Thursdays, the journal on the first working day
 * of a quarter, the rest on any working day. */
guint32     demo_next_issue    (const DemoChannel *channel, guint32 day);

static inline const DemoTheme *
demo_subject_theme (DemoCity *city, const DemoSubject *subject)
{
  return g_ptr_array_index (city->texts->themes, subject->theme);
}

/* (transfer full) (element-type DemoSubject): what the size asks for, by day */
GPtrArray  *demo_draw_subjects (DemoCity *city);

/* (transfer full): what an article of the subject says in a channel of this form; Markdown */
char       *demo_write_body    (DemoCity *city, const DemoSubject *subject, const char *form);
/* @author: (nullable): account. @finished FALSE: it is still being written. Returns: its id, lent by the bundle */
const char *demo_add_article   (DemoCity *city, DemoBundle *bundle, const DemoSubject *subject, const char *form, guint author,
                                gboolean finished);

/* "mardi 14 avril", "vendredi 1er mai" (transfer full) */
char       *demo_write_day     (guint32 day);
const char *demo_pick          (DemoCity *city, const char *list);

G_END_DECLS
