/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-portal"

#include "relais-edition.h"

#include <string.h>

#define N_BRIEFS   6
#define N_FEATURES 1
#define N_AGENDA   6
#define N_LATEST   10
#define MAX_LINKS  50
/* Beyond, article pages are forgotten and made again when asked for: half a millisecond each. */
#define MAX_PAGES  500
#define ETAG_DIGITS 24
#define DEFAULT_ZONE "Europe/Paris"

struct _RelaisEdition {
  RelaisShelf *shelf;     /* borrowed */
  RelaisSite   site;      /* strings lent by the shelf; zone owned */
  char        *policy;    /* owned */
  char        *today;     /* owned; in the site's zone */
  gint64       expires;   /* Unix seconds */
  GPtrArray   *visible;   /* owned; RelaisShelfPlacement*, lent by the shelf; the latest first */
  GHashTable  *articles;  /* owned; id → its latest RelaisShelfPlacement, both lent */
  GHashTable  *media;     /* owned; set of hashes, lent */
  GHashTable  *pages;     /* owned; id of an article, "" for the home page → RelaisEditionPage */
  RelaisEditionPage *missing;  /* owned, nullable: not made yet */
};

/* The pieces of one page, and the records they lend from. */
typedef struct {
  RelaisPiece  pieces[N_LATEST];
  guint        n;
} Module;

static void
free_page (gpointer data)
{
  RelaisEditionPage *page = data;

  g_bytes_unref (page->bytes);
  g_free (page->etag);
  g_free (page);
}

static RelaisEditionPage *
make_page (char *html)
{
  RelaisEditionPage *page = g_new0 (RelaisEditionPage, 1);
  g_autofree char *hash = NULL;

  page->bytes = g_bytes_new_take (html, strlen (html));
  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, page->bytes);
  page->etag = g_strdup_printf ("\"%.*s\"", ETAG_DIGITS, hash);
  return page;
}

static gboolean
resolve_cb (const char *reference, RelaisMedia *out, gpointer user_data)
{
  RelaisEdition *self = user_data;
  const RelaisShelfMedia *media = relais_shelf_get_media (self->shelf, reference);

  if (media == NULL)
    return FALSE;
  out->url = g_strconcat ("/media/", media->hash, NULL);
  out->alternative = g_strdup (media->alternative);
  out->credit = g_strdup (media->credit);
  out->decorative = media->decorative;
  out->document = media->document;
  out->width = media->width;
  out->height = media->height;
  return TRUE;
}

static void
init_site (RelaisEdition *self)
{
  const char *zone = relais_shelf_get_setting (self->shelf, "zone");
  const char *name = relais_shelf_get_setting (self->shelf, "intranet_name");

  self->site.name = name != NULL ? name : relais_shelf_get_name (self->shelf);
  self->site.language = relais_shelf_get_setting (self->shelf, "language");
  self->site.zone = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;
  if (self->site.zone == NULL)
    self->site.zone = g_time_zone_new_identifier (DEFAULT_ZONE);
  if (self->site.zone == NULL)
    self->site.zone = g_time_zone_new_utc ();
  self->site.resolve = resolve_cb;
  self->site.resolve_data = self;
  self->policy = relais_page_dup_policy (&self->site);
}

/* Sets the day, and the edition's end at the next midnight of the organisation. */
static void
init_day (RelaisEdition *self, gint64 now)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (now);
  g_autoptr(GDateTime) local = g_date_time_to_timezone (utc, self->site.zone);
  g_autoptr(GDateTime) tomorrow = g_date_time_add_days (local, 1);
  g_autoptr(GDateTime) midnight = g_date_time_new (self->site.zone, g_date_time_get_year (tomorrow),
                                                   g_date_time_get_month (tomorrow), g_date_time_get_day_of_month (tomorrow),
                                                   0, 0, 0);

  self->today = g_date_time_format (local, "%Y-%m-%d");
  self->expires = midnight != NULL ? g_date_time_to_unix (midnight) : now + 60 * 60;
}

/* Unix seconds of an instant; a day only is always past: it was planned, and somebody published it. */
static gint64
read_hour (const char *at)
{
  g_autoptr(GDateTime) instant = at != NULL && strlen (at) > 10 ? g_date_time_new_from_iso8601 (at, NULL) : NULL;

  return instant != NULL ? g_date_time_to_unix (instant) : G_MININT64;
}

static int
compare_placements (gconstpointer a, gconstpointer b)
{
  const RelaisShelfPlacement *x = *(RelaisShelfPlacement * const *) a;
  const RelaisShelfPlacement *y = *(RelaisShelfPlacement * const *) b;
  int order = g_strcmp0 (y->at, x->at);

  return order != 0 ? order : strcmp (x->id, y->id);
}

static void
add_media (RelaisEdition *self, const RelaisShelfArticle *article)
{
  for (guint i = 0; article->media != NULL && article->media[i] != NULL; i++)
    {
      const RelaisShelfMedia *media = relais_shelf_get_media (self->shelf, article->media[i]);

      if (media != NULL)
        g_hash_table_add (self->media, media->hash);
    }
}

static void
init_visible (RelaisEdition *self, gint64 now)
{
  g_autoptr(GPtrArray) published = relais_shelf_list_published (self->shelf);

  for (guint i = 0; i < published->len; i++)
    {
      RelaisShelfPlacement *placement = g_ptr_array_index (published, i);
      gint64 hour = read_hour (placement->at);

      if (hour > now)
        self->expires = MIN (self->expires, hour);
      else
        g_ptr_array_add (self->visible, placement);
    }
  g_ptr_array_sort (self->visible, compare_placements);
  for (guint i = 0; i < self->visible->len; i++)
    {
      RelaisShelfPlacement *placement = g_ptr_array_index (self->visible, i);

      if (g_hash_table_contains (self->articles, placement->article))
        continue;
      g_hash_table_insert (self->articles, placement->article, placement);
      add_media (self, relais_shelf_get_article (self->shelf, placement->article));
    }
}

/* ---- the home page ---- */

static gboolean
load_piece (RelaisEdition *self, RelaisTransaction *transaction, const RelaisShelfPlacement *placement, RelaisPiece *piece)
{
  const RelaisShelfArticle *article = relais_shelf_get_article (self->shelf, placement->article);

  piece->article = relais_record_find (transaction, relais_kind_lookup ("article"), placement->article);
  piece->form = relais_shelf_get_form (self->shelf, placement->channel);
  piece->published_at = placement->at;
  piece->theme = relais_shelf_get_theme (self->shelf, article->theme);
  return piece->article != NULL;
}

static void
clear_module (Module *module)
{
  for (guint i = 0; i < module->n; i++)
    relais_record_unref (module->pieces[i].article);
  module->n = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Module, clear_module)

/* The subject's name for readers: pieces of one subject that are called the same are one to them. */
static char *
make_key (const RelaisShelfPlacement *placement, RelaisRecord *article)
{
  return g_strconcat (placement->subject, "\n", relais_record_get_string (article, "title"), NULL);
}

/* The first @max pieces of @placements on channels of @form (NULL: any), each subject and title once. */
static void
fill_module (RelaisEdition *self, RelaisTransaction *transaction, GPtrArray *placements, const char *form, guint max,
             Module *module)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < placements->len && module->n < max; i++)
    {
      const RelaisShelfPlacement *placement = g_ptr_array_index (placements, i);
      RelaisPiece piece;

      if (form != NULL && g_strcmp0 (relais_shelf_get_form (self->shelf, placement->channel), form) != 0)
        continue;
      if (!load_piece (self, transaction, placement, &piece))
        continue;
      if (g_hash_table_add (seen, make_key (placement, piece.article)))
        module->pieces[module->n++] = piece;
      else
        relais_record_unref (piece.article);
    }
}

static int
compare_events (gconstpointer a, gconstpointer b, gpointer user_data)
{
  RelaisEdition *self = user_data;
  const RelaisShelfArticle *x = relais_shelf_get_article (self->shelf, (*(RelaisShelfPlacement * const *) a)->article);
  const RelaisShelfArticle *y = relais_shelf_get_article (self->shelf, (*(RelaisShelfPlacement * const *) b)->article);

  int order = g_strcmp0 (x->first_day, y->first_day);

  return order != 0 ? order : g_strcmp0 (x->hour, y->hour);
}

/* What is still to come or going on, the next first. */
static GPtrArray *
list_events (RelaisEdition *self)
{
  GPtrArray *events = g_ptr_array_new ();

  for (guint i = 0; i < self->visible->len; i++)
    {
      RelaisShelfPlacement *placement = g_ptr_array_index (self->visible, i);
      const RelaisShelfArticle *article = relais_shelf_get_article (self->shelf, placement->article);
      const char *form = relais_shelf_get_form (self->shelf, placement->channel);

      if ((g_strcmp0 (form, "agenda") == 0 || g_strcmp0 (form, "event") == 0)
          && article->first_day != NULL && strcmp (article->last_day, self->today) >= 0)
        g_ptr_array_add (events, placement);
    }
  g_ptr_array_sort_with_data (events, compare_events, self);
  return events;
}

/* "label|url", a line each. @lines is cut up, and lends. */
static guint
read_links (char **lines, RelaisLink *links)
{
  guint n = 0;

  for (guint i = 0; lines[i] != NULL && n < MAX_LINKS; i++)
    {
      char *bar = strchr (lines[i], '|');

      if (bar == NULL)
        continue;
      *bar = '\0';
      links[n].label = g_strstrip (lines[i]);
      links[n].url = g_strstrip (bar + 1);
      if (*links[n].label != '\0' && *links[n].url != '\0')
        n++;
    }
  return n;
}

static int
compare_surveys (gconstpointer a, gconstpointer b)
{
  const RelaisShelfSurvey *x = *(RelaisShelfSurvey * const *) a;
  const RelaisShelfSurvey *y = *(RelaisShelfSurvey * const *) b;
  int order = g_strcmp0 (x->closes, y->closes);

  return order != 0 ? order : g_strcmp0 (x->title, y->title);
}

static GArray *
list_surveys (RelaisEdition *self)
{
  g_autoptr(GPtrArray) open = relais_shelf_list_surveys (self->shelf);
  GArray *surveys = g_array_new (FALSE, FALSE, sizeof (RelaisOpenSurvey));

  g_ptr_array_sort (open, compare_surveys);
  for (guint i = 0; i < open->len; i++)
    {
      RelaisShelfSurvey *survey = g_ptr_array_index (open, i);
      RelaisOpenSurvey shown = { .title = survey->title, .closes = survey->closes };

      if ((survey->opens == NULL || strcmp (survey->opens, self->today) <= 0)
          && (survey->closes == NULL || strcmp (survey->closes, self->today) >= 0))
        g_array_append_val (surveys, shown);
    }
  return surveys;
}

static char *
write_home (RelaisEdition *self, RelaisTransaction *transaction)
{
  const char *setting = relais_shelf_get_setting (self->shelf, "one_click_links");
  g_auto(GStrv) lines = g_strsplit (setting != NULL ? setting : "", "\n", -1);
  g_autoptr(GPtrArray) events = list_events (self);
  g_autoptr(GArray) surveys = list_surveys (self);
  RelaisLink links[MAX_LINKS];
  g_auto(Module) briefs = { .n = 0 }, features = { .n = 0 }, agenda = { .n = 0 }, latest = { .n = 0 };

  fill_module (self, transaction, self->visible, "brief", N_BRIEFS, &briefs);
  fill_module (self, transaction, self->visible, "feature", N_FEATURES, &features);
  fill_module (self, transaction, events, NULL, N_AGENDA, &agenda);
  fill_module (self, transaction, self->visible, NULL, N_LATEST, &latest);

  RelaisHome home = {
    .links = links, .n_links = read_links (lines, links),
    .briefs = briefs.pieces, .n_briefs = briefs.n,
    .features = features.pieces, .n_features = features.n,
    .agenda = agenda.pieces, .n_agenda = agenda.n,
    .latest = latest.pieces, .n_latest = latest.n,
    .surveys = (RelaisOpenSurvey *) surveys->data, .n_surveys = surveys->len,
  };
  return relais_page_home (&self->site, &home);
}

static char *
write_article (RelaisEdition *self, RelaisTransaction *transaction, const char *id)
{
  const RelaisShelfPlacement *placement = g_hash_table_lookup (self->articles, id);
  g_auto(Module) module = { .n = 0 };

  if (placement == NULL || !load_piece (self, transaction, placement, &module.pieces[0]))
    return NULL;
  module.n = 1;
  return relais_page_article (&self->site, &module.pieces[0]);
}

RelaisEdition *
relais_edition_new (RelaisShelf *shelf, gint64 now)
{
  RelaisEdition *self = g_new0 (RelaisEdition, 1);

  self->shelf = shelf;
  self->visible = g_ptr_array_new ();
  self->articles = g_hash_table_new (g_str_hash, g_str_equal);
  self->media = g_hash_table_new (g_str_hash, g_str_equal);
  self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_page);
  init_site (self);
  init_day (self, now);
  init_visible (self, now);
  return self;
}

void
relais_edition_free (RelaisEdition *self)
{
  g_ptr_array_unref (self->visible);
  g_hash_table_unref (self->articles);
  g_hash_table_unref (self->media);
  g_hash_table_unref (self->pages);
  g_clear_pointer (&self->missing, free_page);
  g_time_zone_unref (self->site.zone);
  g_free (self->policy);
  g_free (self->today);
  g_free (self);
}

gboolean
relais_edition_is_current (RelaisEdition *self, gint64 now)
{
  return now < self->expires;
}

const RelaisEditionPage *
relais_edition_get_page (RelaisEdition *self, const char *article, RelaisTransaction *transaction)
{
  RelaisEditionPage *page = g_hash_table_lookup (self->pages, article != NULL ? article : "");
  char *html;

  if (page != NULL || transaction == NULL)
    return page;
  html = article != NULL ? write_article (self, transaction, article) : write_home (self, transaction);
  /* What was read after a failure is not everything. */
  if (html == NULL || !relais_transaction_is_good (transaction))
    {
      g_free (html);
      return NULL;
    }
  if (g_hash_table_size (self->pages) >= MAX_PAGES)
    g_hash_table_remove_all (self->pages);
  page = make_page (html);
  g_hash_table_insert (self->pages, g_strdup (article != NULL ? article : ""), page);
  return page;
}

const RelaisEditionPage *
relais_edition_get_missing (RelaisEdition *self)
{
  if (self->missing == NULL)
    self->missing = make_page (relais_page_status (&self->site, 404));
  return self->missing;
}

gboolean
relais_edition_has_media (RelaisEdition *self, const char *hash)
{
  return g_hash_table_contains (self->media, hash);
}

const char *
relais_edition_get_policy (RelaisEdition *self)
{
  return self->policy;
}
