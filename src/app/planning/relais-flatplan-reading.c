/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-flatplan-reading.h"

#include "relais-markdown.h"
#include "relais-readability.h"

#include <glib/gi18n.h>

#define PAST_DAYS    366
#define MOST_ISSUES  200
#define MOST_PLACED  1000
#define MOST_WAITING 200

typedef struct {
  char             *edition;  /* owned, nullable */
  RelaisPlanFilter *filter;   /* owned */
  RelaisDay         today;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->edition);
  relais_plan_filter_free (request->filter);
  g_free (request);
}

static void
free_card (gpointer data)
{
  RelaisFlatplanCard *card = data;

  relais_record_unref (card->placement);
  g_free (card->title);
  g_free (card);
}

static void
read_signs (RelaisWorkspace *workspace, RelaisFlatplanCard *card)
{
  const char *id = relais_record_get_string (card->placement, "article");
  g_autoptr (RelaisRecord) article = id != NULL ? relais_workspace_lookup (workspace, "article", id) : NULL;
  const char *body = article != NULL ? relais_record_get_string (article, "body") : NULL;

  card->written = body != NULL && body[0] != '\0';
  card->signs = (guint) relais_record_get_integer (card->placement, "length");
  if (!card->written)
    return;
  g_autofree char *text = relais_markdown_to_text (body);
  RelaisReadability readability;
  relais_readability_measure (text, &readability);
  card->signs = readability.signs;
}

static RelaisFlatplanCard *
add_card (RelaisWorkspace *workspace, RelaisFlatplanReading *reading, RelaisRecord *placement)
{
  RelaisFlatplanCard *card = g_new0 (RelaisFlatplanCard, 1);
  const char *id = relais_record_get_string (placement, "subject");
  g_autoptr (RelaisRecord) subject = relais_workspace_lookup (workspace, "subject", id);

  card->placement = relais_record_ref (placement);
  card->title = subject != NULL ? relais_record_dup_title (subject) : g_strdup ("");
  read_signs (workspace, card);
  g_hash_table_insert (reading->cards, (char *) relais_record_get_id (placement), card);
  return card;
}

static gboolean
read_editions (RelaisWorkspace *workspace, RelaisFlatplanReading *reading, const Request *request, GError **error)
{
  char since[RELAIS_DAY_SIZE], today[RELAIS_DAY_SIZE];
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("edition"));

  relais_day_print (request->today, today);
  relais_day_print (request->today - PAST_DAYS, since);
  relais_query_where (query, "print_on", RELAIS_MATCH_AT_LEAST, since);
  relais_query_limit (relais_query_order (query, "print_on", FALSE), MOST_ISSUES);
  reading->editions = relais_workspace_query (workspace, query, error);
  if (reading->editions == NULL)
    return FALSE;
  RelaisRecord *found = NULL, *next = NULL, *last = NULL;
  for (guint i = 0; i < reading->editions->len; i++)
    {
      last = g_ptr_array_index (reading->editions, i);
      if (g_strcmp0 (relais_record_get_id (last), request->edition) == 0)
        found = last;
      if (next == NULL && g_strcmp0 (relais_record_get_string (last, "print_on"), today) >= 0)
        next = last;
    }
  found = found != NULL ? found : next != NULL ? next : last;
  reading->edition = found != NULL ? relais_record_ref (found) : NULL;
  return TRUE;
}

/* Everything that takes room in the issue: what the committee refused or put off does not. */
static gboolean
read_placed (RelaisWorkspace *workspace, RelaisFlatplanReading *reading, GError **error)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));

  relais_query_where (query, "edition", RELAIS_MATCH_EQUAL, relais_record_get_id (reading->edition));
  relais_query_where (query, "state", RELAIS_MATCH_NOT_EQUAL, "refused");
  relais_query_where (query, "state", RELAIS_MATCH_NOT_EQUAL, "postponed");
  g_autoptr (GPtrArray) placements = relais_workspace_query (workspace, relais_query_limit (query, MOST_PLACED), error);
  if (placements == NULL)
    return FALSE;
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_flatplan_item_free);
  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      RelaisFlatplanCard *card = add_card (workspace, reading, placement);
      g_ptr_array_add (items, relais_flatplan_item_new (relais_record_get_id (placement),
                                                        (guint) relais_record_get_integer (placement, "page"), card->signs));
    }
  reading->plan = relais_flatplan_new (reading->edition, items);
  for (guint i = 0; i < reading->plan->waiting->len; i++)
    {
      RelaisFlatplanItem *item = g_ptr_array_index (reading->plan->waiting, i);
      g_ptr_array_add (reading->waiting, g_hash_table_lookup (reading->cards, item->id));
    }
  return TRUE;
}

static gboolean
read_loose (RelaisWorkspace *workspace, RelaisFlatplanReading *reading, const Request *request, GError **error)
{
  g_autoptr (RelaisQuery) query = relais_plan_filter_build (request->filter);

  relais_query_where (query, "channel", RELAIS_MATCH_EQUAL, relais_record_get_string (reading->edition, "channel"));
  relais_query_where (query, "edition", RELAIS_MATCH_EQUAL, NULL);
  relais_query_where (query, "state", RELAIS_MATCH_NOT_EQUAL, "published");
  relais_query_limit (relais_query_order (query, "planned", TRUE), MOST_WAITING + 1);
  g_autoptr (GPtrArray) placements = relais_workspace_query (workspace, query, error);
  if (placements == NULL)
    return FALSE;
  reading->more = placements->len > MOST_WAITING;
  for (guint i = 0; i < MIN (placements->len, MOST_WAITING); i++)
    g_ptr_array_add (reading->waiting, add_card (workspace, reading, g_ptr_array_index (placements, i)));
  return TRUE;
}

static gpointer
read_all (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  g_autoptr (RelaisFlatplanReading) reading = g_new0 (RelaisFlatplanReading, 1);

  reading->cards = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_card);
  reading->waiting = g_ptr_array_new ();
  if (!read_editions (workspace, reading, data, error))
    return NULL;
  if (reading->edition != NULL
      && (!read_placed (workspace, reading, error) || !read_loose (workspace, reading, data, error)))
    return NULL;
  return g_steal_pointer (&reading);
}

void
relais_flatplan_reading_start (RelaisStore *store, const char *edition, const RelaisPlanFilter *filter, RelaisDay today,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->edition = g_strdup (edition);
  request->filter = relais_plan_filter_copy (filter);
  request->today = today;
  relais_store_read_async (store, read_all, request, free_request, (GDestroyNotify) relais_flatplan_reading_free, cancellable,
                           callback, user_data);
}

RelaisFlatplanReading *
relais_flatplan_reading_finish (RelaisStore *store, GAsyncResult *result, GError **error)
{
  return relais_store_run_finish (store, result, error);
}

char *
relais_flatplan_reading_warn (const RelaisFlatplanReading *reading, guint number, const char *placement)
{
  RelaisFlatplanCard *card = g_hash_table_lookup (reading->cards, placement);
  RelaisFlatplanPage *page = number > 0 && number <= reading->plan->pages->len ? g_ptr_array_index (reading->plan->pages, number - 1)
                                                                              : NULL;

  if (card == NULL || page == NULL || page->room == 0 || page->used + card->signs <= page->room)
    return NULL;
  for (guint i = 0; i < page->items->len; i++)
    if (g_str_equal (((RelaisFlatplanItem *) g_ptr_array_index (page->items, i))->id, placement))
      return NULL;
  guint over = page->used + card->signs - page->room;
  g_autofree char *signs = g_strdup_printf ("%'u", over);
  /* Translators: of a page of the journal, if a text were put on it */
  return g_strdup_printf (ngettext ("would be %s sign too many", "would be %s signs too many", over), signs);
}

void
relais_flatplan_reading_free (RelaisFlatplanReading *reading)
{
  g_clear_pointer (&reading->plan, relais_flatplan_free);
  g_clear_pointer (&reading->editions, g_ptr_array_unref);
  g_clear_pointer (&reading->edition, relais_record_unref);
  g_clear_pointer (&reading->waiting, g_ptr_array_unref);
  g_clear_pointer (&reading->cards, g_hash_table_unref);
  g_free (reading);
}
