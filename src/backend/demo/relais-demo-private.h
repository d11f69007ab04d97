/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-demo.h"
#include "relais-demo-text.h"

G_BEGIN_DECLS

/* What one size of the demonstration is made of. */
typedef struct {
  guint n_units;          /* directions taken from the list, 0: all */
  guint n_copies;         /* how often the organisation is repeated (region) */
  guint n_correspondents;
  guint n_subjects;
  guint n_images;
  guint n_answers;        /* for all surveys together */
  guint n_trainings;
  guint attendance_share; /* % of the network that is invited to a training or gathering */
  guint n_campaigns;
  guint n_ideas;
  guint room;             /* how many times more the channels bear */
  gboolean busy;          /* with what templates brought forth, and weeks that are too full */
  gboolean articles;      /* placements have texts, and subjects are talked about */
  gboolean history;       /* changes of the last months are told */
} DemoSize;

typedef struct {
  char       *id;             /* owned */
  char       *name;           /* owned */
  char       *short_name;     /* owned */
  guint       directorate;    /* position of the direction in `units`; its own for a direction */
  guint       headcount;
  GArray     *correspondents; /* owned; element-type guint: positions in `people`; directions only */
} DemoUnit;

typedef struct {
  char    *id;          /* owned */
  char    *first_name;  /* owned */
  char    *name;        /* owned: first and last */
  char    *account;     /* owned, nullable */
  gboolean woman;
  guint    unit;        /* position in `units` */
  double   zeal;        /* 0 silent to 1 */
} DemoPerson;

typedef struct {
  const char *form;       /* static */
  const char *cadence;    /* static */
  char       *id;         /* owned */
  guint       per_day, per_week;
  guint       lead_days;
} DemoChannel;

typedef struct {
  char       *id;      /* owned: media record */
  const char *motif;   /* lent by the texts */
} DemoImage;

typedef struct {
  guint32 starts, ends;  /* julian days */
} DemoPeriod;

typedef enum { DEMO_MANAGER, DEMO_EDITOR, DEMO_EDITOR2, DEMO_DESIGNER, DEMO_WEBMASTER, DEMO_N_TEAM } DemoTeam;

/* Records that become one seq of the log. */
typedef struct _DemoBundle DemoBundle;

/* The city while it is made. Days are julian (g_date_get_julian). */
typedef struct {
  const DemoSize *size;
  DemoTexts      *texts;         /* owned */
  GRand          *rand;          /* owned */
  GRand          *other;         /* owned: see demo_aside() */
  GTimeZone      *zone;          /* owned */
  guint32         today;
  GPtrArray      *bundles;       /* element-type DemoBundle */
  GPtrArray      *units;         /* element-type DemoUnit */
  GPtrArray      *people;        /* element-type DemoPerson; the team first, in the order of DemoTeam */
  guint           correspondent; /* position of the person who has the account "correspondent" */
  GArray         *channels;      /* element-type DemoChannel */
  GPtrArray      *themes;        /* element-type char*: ids, in the order of the texts */
  GArray         *images;        /* element-type DemoImage */
  GArray         *periods;       /* element-type DemoPeriod */
  GArray         *campaigns;     /* element-type DemoCampaign */
  GArray         *templates;     /* element-type DemoTemplate */
  GArray         *editions;      /* element-type DemoEdition */
  GPtrArray      *answers;       /* element-type DemoAnswer */
} DemoCity;

typedef struct {
  char *survey;   /* owned */
  char *id;       /* owned */
  char *content;  /* owned: canonical JSON */
} DemoAnswer;

/* ---- chance: everything comes from the one seed ---- */
guint       demo_draw       (DemoCity *city, guint n);                     /* 0 … n − 1 */
gboolean    demo_chance     (DemoCity *city, double probability);
guint       demo_between    (DemoCity *city, guint low, guint high);       /* both included */

/* From here on, until it is called again, chance is another: what was made in between changes nothing of what comes after. */
void        demo_aside      (DemoCity *city);

/* ---- days ---- */
char       *demo_day        (guint32 day);                                  /* "2026-11-21" */
gint64      demo_at         (DemoCity *city, guint32 day, guint hour, guint minute);   /* Unix seconds of the city's wall clock */
char       *demo_instant    (DemoCity *city, guint32 day, guint hour, guint minute);
gboolean    demo_is_working (guint32 day);
guint32     demo_working_on_or_after (guint32 day);
guint32     demo_working_before      (guint32 day, guint n);               /* n working days before */
guint       demo_month      (guint32 day);

/* ---- records ---- */
/* @at: Unix seconds, never after this morning. */
DemoBundle *demo_bundle_new (DemoCity *city, gint64 at);
void        demo_bundle_free (DemoBundle *bundle);
/* A new identifier; the record is added by demo_add(). */
char       *demo_id         (DemoCity *city, gint64 at);
/* Takes @fields. @by: (nullable): account that wrote it. Returns: the id, lent by the bundle */
const char *demo_add        (DemoCity *city, DemoBundle *bundle, RelaisFields *fields, const char *by);
const char *demo_add_with_id (DemoCity *city, DemoBundle *bundle, char *id /* taken */, RelaisFields *fields, const char *by);
RelaisFields *demo_fields   (const char *kind);
void        demo_set_day    (RelaisFields *fields, const char *name, guint32 day);
/* The history of a record as if it had been written step by step; ends with @record. In the transaction that writes it. */
void        demo_tell       (DemoCity *city, RelaisTransaction *transaction, RelaisRecord *record);
/* All bundles in the order of their time, into the log. */
gboolean    demo_write      (DemoCity *city, RelaisLog *log, GError **error);

/* ---- parts of the city, in the order in which they are made ---- */
void        demo_make_units    (DemoCity *city);
void        demo_make_people   (DemoCity *city);
/* By name or short name; where the size has no such unit, the first. */
guint       demo_find_unit     (DemoCity *city, const char *name);
void        demo_make_network  (DemoCity *city);                            /* trainings, gatherings, contacts */
void        demo_make_settings (DemoCity *city);                            /* channels, themes, settings, closed periods */
gboolean    demo_make_images   (DemoCity *city, RelaisBlobs *blobs, GError **error);
void        demo_make_plan     (DemoCity *city);                            /* subjects with all that belongs to them */
void        demo_make_surveys  (DemoCity *city);

static inline DemoUnit *
demo_unit (DemoCity *city, guint i)
{
  return g_ptr_array_index (city->units, i);
}

static inline DemoPerson *
demo_person (DemoCity *city, guint i)
{
  return g_ptr_array_index (city->people, i);
}

G_END_DECLS
