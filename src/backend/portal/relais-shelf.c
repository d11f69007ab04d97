/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-portal"

#include "relais-shelf.h"

#include <string.h>

struct _RelaisShelf {
  char       *epoch;       /* nullable: nothing read yet */
  char       *name;        /* nullable */
  guint64     head;
  gboolean    moved;       /* something published may look different since relais_shelf_follow() began */
  GHashTable *placed;      /* id of an article → number of its entries in placements */
  GHashTable *placements;  /* id → RelaisShelfPlacement: published ones */
  GHashTable *articles;    /* id → RelaisShelfArticle */
  GHashTable *subjects;    /* set of ids: those that are there and not in the bin */
  GHashTable *forms;       /* id of a channel for everyone → form */
  GHashTable *themes;      /* id → name */
  GHashTable *media;       /* id → RelaisShelfMedia */
  GHashTable *settings;    /* id → char *[2]: key, value */
  GHashTable *surveys;     /* id → RelaisShelfSurvey: open ones for everyone */
};

/* How each kind is put on the shelf; what the function returns NULL for is taken off. */
typedef struct {
  const char *kind;
  gsize       offset;      /* of the table in RelaisShelf */
  gpointer  (*read) (RelaisRecord *record);
  void      (*free) (gpointer value);
} Drawer;

static char *
dup_string (RelaisRecord *record, const char *field)
{
  const char *value = relais_record_get_string (record, field);

  return value != NULL && *value != '\0' ? g_strdup (value) : NULL;
}

static gboolean
has_value (RelaisRecord *record, const char *field, const char *value)
{
  return g_strcmp0 (relais_record_get_string (record, field), value) == 0;
}

/* ---- placements ---- */

static void
free_placement (gpointer data)
{
  RelaisShelfPlacement *placement = data;

  g_free (placement->id);
  g_free (placement->article);
  g_free (placement->channel);
  g_free (placement->subject);
  g_free (placement->at);
  g_free (placement);
}

static gpointer
read_placement (RelaisRecord *record)
{
  RelaisShelfPlacement *placement;

  if (!has_value (record, "state", "published") || relais_record_get_string (record, "article") == NULL)
    return NULL;
  placement = g_new0 (RelaisShelfPlacement, 1);
  placement->id = g_strdup (relais_record_get_id (record));
  placement->article = dup_string (record, "article");
  placement->channel = dup_string (record, "channel");
  placement->subject = dup_string (record, "subject");
  placement->at = dup_string (record, "publish_at");
  if (placement->at == NULL)
    placement->at = dup_string (record, "planned");
  return placement;
}

/* ---- articles ---- */

static void
free_article (gpointer data)
{
  RelaisShelfArticle *article = data;

  g_strfreev (article->media);
  g_free (article->theme);
  g_free (article->first_day);
  g_free (article->last_day);
  g_free (article->hour);
  g_free (article);
}

/* What stands behind each "media:" of a text. More than the text shows is possible (inside code) and harmless: writers may see
 * it. */
static void
collect_references (const char *text, GPtrArray *references)
{
  for (const char *p = text; (p = strstr (p, "media:")) != NULL;)
    {
      gsize length;

      p += strlen ("media:");
      length = strspn (p, "0123456789abcdef-");
      if (length == 36 || length == 64)
        g_ptr_array_add (references, g_strndup (p, length));
    }
}

static char **
read_references (RelaisRecord *record)
{
  g_autoptr(GPtrArray) references = g_ptr_array_new ();
  g_autofree const char **images = relais_record_dup_strv (record, "images");
  const char *lead = relais_record_get_string (record, "lead_image");
  const char *body = relais_record_get_string (record, "body");

  if (lead != NULL)
    g_ptr_array_add (references, g_strdup (lead));
  for (guint i = 0; images[i] != NULL; i++)
    g_ptr_array_add (references, g_strdup (images[i]));
  if (body != NULL)
    collect_references (body, references);
  if (references->len == 0)
    return NULL;
  g_ptr_array_add (references, NULL);
  return (char **) g_ptr_array_steal (references, NULL);
}

static gpointer
read_article (RelaisRecord *record)
{
  RelaisShelfArticle *article = g_new0 (RelaisShelfArticle, 1);

  article->media = read_references (record);
  article->theme = dup_string (record, "theme");
  article->first_day = dup_string (record, "event_day");
  article->last_day = dup_string (record, "event_last_day");
  if (article->last_day == NULL)
    article->last_day = g_strdup (article->first_day);
  article->hour = dup_string (record, "event_time");
  return article;
}

/* ---- the small ones ---- */

static gpointer
read_subject (RelaisRecord *record)
{
  return g_strdup ("");
}

/* What is written for managers is not for a portal that knows nobody's name. */
static gpointer
read_channel (RelaisRecord *record)
{
  return has_value (record, "audience", "managers") ? NULL : dup_string (record, "form");
}

static gpointer
read_theme (RelaisRecord *record)
{
  return dup_string (record, "name");
}

static void
free_media (gpointer data)
{
  RelaisShelfMedia *media = data;

  g_free (media->hash);
  g_free (media->alternative);
  g_free (media->credit);
  g_free (media);
}

static gpointer
read_media (RelaisRecord *record)
{
  RelaisShelfMedia *media;

  if (relais_record_get_string (record, "hash") == NULL)
    return NULL;
  media = g_new0 (RelaisShelfMedia, 1);
  media->hash = dup_string (record, "hash");
  media->alternative = dup_string (record, "alternative");
  media->credit = dup_string (record, "credit");
  media->decorative = relais_record_get_boolean (record, "decorative");
  media->document = has_value (record, "type", "document");
  media->width = relais_record_get_integer (record, "width");
  media->height = relais_record_get_integer (record, "height");
  return media;
}

static gpointer
read_setting (RelaisRecord *record)
{
  char **pair;

  if (relais_record_get_string (record, "key") == NULL)
    return NULL;
  pair = g_new0 (char *, 3);
  pair[0] = dup_string (record, "key");
  pair[1] = dup_string (record, "value");
  return pair;
}

static void
free_setting (gpointer pair)
{
  g_strfreev (pair);
}

static gpointer
read_survey (RelaisRecord *record)
{
  RelaisShelfSurvey *survey;

  if (!has_value (record, "state", "open") || !has_value (record, "audience", "everyone"))
    return NULL;
  survey = g_new0 (RelaisShelfSurvey, 1);
  survey->title = dup_string (record, "title");
  survey->opens = dup_string (record, "opens");
  survey->closes = dup_string (record, "closes");
  return survey;
}

static void
free_survey (gpointer data)
{
  RelaisShelfSurvey *survey = data;

  g_free (survey->title);
  g_free (survey->opens);
  g_free (survey->closes);
  g_free (survey);
}

static const Drawer drawers[] = {
  { "placement", G_STRUCT_OFFSET (RelaisShelf, placements), read_placement, free_placement },
  { "article", G_STRUCT_OFFSET (RelaisShelf, articles), read_article, free_article },
  { "subject", G_STRUCT_OFFSET (RelaisShelf, subjects), read_subject, g_free },
  { "channel", G_STRUCT_OFFSET (RelaisShelf, forms), read_channel, g_free },
  { "theme", G_STRUCT_OFFSET (RelaisShelf, themes), read_theme, g_free },
  { "media", G_STRUCT_OFFSET (RelaisShelf, media), read_media, free_media },
  { "setting", G_STRUCT_OFFSET (RelaisShelf, settings), read_setting, free_setting },
  { "survey", G_STRUCT_OFFSET (RelaisShelf, surveys), read_survey, free_survey },
};

static GHashTable **
get_table (RelaisShelf *self, const Drawer *drawer)
{
  return G_STRUCT_MEMBER_P (self, drawer->offset);
}

static void
make_tables (RelaisShelf *self)
{
  self->placed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (drawers); i++)
    *get_table (self, &drawers[i]) = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, drawers[i].free);
}

static void
clear_tables (RelaisShelf *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (drawers); i++)
    g_clear_pointer (get_table (self, &drawers[i]), g_hash_table_unref);
  g_clear_pointer (&self->placed, g_hash_table_unref);
}

static void
count_placed (RelaisShelf *self, const RelaisShelfPlacement *placement, int change)
{
  int count;

  if (placement == NULL)
    return;
  count = GPOINTER_TO_INT (g_hash_table_lookup (self->placed, placement->article)) + change;
  if (count > 0)
    g_hash_table_replace (self->placed, g_strdup (placement->article), GINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->placed, placement->article);
}

/* Whether putting @value in the place of @before (both nullable) can change what is published. */
static gboolean
matters (RelaisShelf *self, GHashTable *table, const char *id, gpointer before, gpointer value)
{
  if (table == self->articles)
    return g_hash_table_contains (self->placed, id);
  if (table == self->subjects)
    return (before == NULL) != (value == NULL);
  return before != NULL || value != NULL;
}

static void
put (RelaisShelf *self, const Drawer *drawer, RelaisStored *stored)
{
  GHashTable *table = *get_table (self, drawer);
  gpointer before = g_hash_table_lookup (table, stored->id);
  gpointer value = NULL;

  if (stored->record != NULL && !relais_record_get_boolean (stored->record, "binned"))
    value = drawer->read (stored->record);
  self->moved |= matters (self, table, stored->id, before, value);
  if (table == self->placements)
    {
      count_placed (self, before, -1);
      count_placed (self, value, 1);
    }
  if (value != NULL)
    g_hash_table_replace (table, g_strdup (stored->id), value);
  else
    g_hash_table_remove (table, stored->id);
}

static gboolean
visit_cb (RelaisStored *stored, gpointer data)
{
  RelaisShelf *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (drawers); i++)
    if (strcmp (stored->kind->name, drawers[i].kind) == 0)
      put (self, &drawers[i], stored);
  return TRUE;
}

RelaisShelf *
relais_shelf_new (void)
{
  RelaisShelf *self = g_new0 (RelaisShelf, 1);

  make_tables (self);
  return self;
}

void
relais_shelf_free (RelaisShelf *self)
{
  clear_tables (self);
  g_free (self->epoch);
  g_free (self->name);
  g_free (self);
}

gboolean
relais_shelf_follow (RelaisShelf *self, RelaisTransaction *transaction)
{
  g_autofree char *epoch = relais_fact_dup (transaction, RELAIS_FACT_EPOCH);
  g_autofree char *name = relais_fact_dup (transaction, RELAIS_FACT_NAME);
  guint64 head = relais_fact_get (transaction, RELAIS_FACT_HEAD);
  guint64 purged = relais_fact_get (transaction, RELAIS_FACT_PURGED);

  if (epoch != NULL && relais_shelf_is_at (self, epoch, head))
    return FALSE;
  self->moved = g_set_str (&self->name, name);
  /* After a purge beyond what was read, deletions cannot be seen any more. */
  if (g_strcmp0 (epoch, self->epoch) != 0 || head < self->head || purged > self->head)
    {
      clear_tables (self);
      make_tables (self);
      self->head = 0;
      self->moved = TRUE;
    }
  relais_log_visit (transaction, self->head, visit_cb, self);
  self->head = head;
  /* What was read after a failure is not everything: read it again next time. */
  self->moved |= !relais_transaction_is_good (transaction);
  g_set_str (&self->epoch, relais_transaction_is_good (transaction) ? epoch : NULL);
  return self->moved;
}

gboolean
relais_shelf_is_at (RelaisShelf *self, const char *epoch, guint64 head)
{
  return g_strcmp0 (self->epoch, epoch) == 0 && self->head == head;
}

GPtrArray *
relais_shelf_list_published (RelaisShelf *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  RelaisShelfPlacement *placement;

  g_hash_table_iter_init (&iter, self->placements);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &placement))
    if (g_hash_table_contains (self->articles, placement->article)
        && placement->channel != NULL && g_hash_table_contains (self->forms, placement->channel)
        && placement->subject != NULL && g_hash_table_contains (self->subjects, placement->subject))
      g_ptr_array_add (list, placement);
  return list;
}

GPtrArray *
relais_shelf_list_surveys (RelaisShelf *self)
{
  return g_hash_table_get_values_as_ptr_array (self->surveys);
}

const RelaisShelfArticle *
relais_shelf_get_article (RelaisShelf *self, const char *id)
{
  return g_hash_table_lookup (self->articles, id);
}

const RelaisShelfMedia *
relais_shelf_get_media (RelaisShelf *self, const char *reference)
{
  GHashTableIter iter;
  RelaisShelfMedia *media;

  if (strlen (reference) < 64)
    return g_hash_table_lookup (self->media, reference);
  /* Several records can have the same content. */
  g_hash_table_iter_init (&iter, self->media);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &media))
    if (strcmp (media->hash, reference) == 0)
      return media;
  return NULL;
}

const char *
relais_shelf_get_form (RelaisShelf *self, const char *channel)
{
  return g_hash_table_lookup (self->forms, channel);
}

const char *
relais_shelf_get_theme (RelaisShelf *self, const char *theme)
{
  return theme != NULL ? g_hash_table_lookup (self->themes, theme) : NULL;
}

const char *
relais_shelf_get_setting (RelaisShelf *self, const char *key)
{
  GHashTableIter iter;
  char **pair;

  g_hash_table_iter_init (&iter, self->settings);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &pair))
    if (strcmp (pair[0], key) == 0)
      return pair[1];
  return NULL;
}

const char *
relais_shelf_get_name (RelaisShelf *self)
{
  return self->name;
}
