/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-flatplan.h"

#include "relais-json.h"

#define MAX_ROOMS_BYTES 100000
#define MAX_PAGES       500

/* A page is full from here on, in tenths of its room: no layout fills to the last sign. */
#define FULL_FROM 9

static void
free_page (gpointer data)
{
  RelaisFlatplanPage *page = data;

  g_ptr_array_unref (page->items);
  g_free (page);
}

static JsonNode *
read_rooms (RelaisRecord *edition)
{
  const char *text = relais_record_get_string (edition, "rooms");
  JsonNode *node = text != NULL ? relais_json_parse (text, -1, MAX_ROOMS_BYTES, NULL) : NULL;

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    g_clear_pointer (&node, json_node_unref);
  return node;
}

static guint
find_room (JsonNode *rooms, RelaisRecord *edition, guint page)
{
  char name[16];
  g_snprintf (name, sizeof name, "%u", page);
  JsonNode *own = rooms != NULL ? json_object_get_member (json_node_get_object (rooms), name) : NULL;

  if (own != NULL && json_node_get_value_type (own) == G_TYPE_INT64)
    return (guint) CLAMP (json_node_get_int (own), 0, 1000000);
  return (guint) relais_record_get_integer (edition, "page_signs");
}

static RelaisPageState
find_state (const RelaisFlatplanPage *page)
{
  if (page->items->len == 0)
    return RELAIS_PAGE_EMPTY;
  if (page->room > 0 && page->used > page->room)
    return RELAIS_PAGE_OVER;
  return page->room > 0 && (guint64) page->used * 10 < (guint64) page->room * FULL_FROM ? RELAIS_PAGE_HOLE : RELAIS_PAGE_FULL;
}

RelaisFlatplan *
relais_flatplan_new (RelaisRecord *edition, GPtrArray *items)
{
  RelaisFlatplan *plan = g_new0 (RelaisFlatplan, 1);
  g_autoptr (JsonNode) rooms = read_rooms (edition);
  guint n_pages = (guint) CLAMP (relais_record_get_integer (edition, "pages"), 0, MAX_PAGES);

  plan->items = items;
  plan->pages = g_ptr_array_new_with_free_func (free_page);
  plan->waiting = g_ptr_array_new ();
  for (guint i = 1; i <= n_pages; i++)
    {
      RelaisFlatplanPage *page = g_new0 (RelaisFlatplanPage, 1);
      page->number = i;
      page->room = find_room (rooms, edition, i);
      page->items = g_ptr_array_new ();
      g_ptr_array_add (plan->pages, page);
    }
  for (guint i = 0; i < items->len; i++)
    {
      RelaisFlatplanItem *item = g_ptr_array_index (items, i);
      RelaisFlatplanPage *page = item->page >= 1 && item->page <= n_pages ? g_ptr_array_index (plan->pages, item->page - 1) : NULL;
      g_ptr_array_add (page != NULL ? page->items : plan->waiting, item);
      if (page != NULL)
        page->used += item->signs;
    }
  for (guint i = 0; i < n_pages; i++)
    {
      RelaisFlatplanPage *page = g_ptr_array_index (plan->pages, i);
      page->state = find_state (page);
      plan->room += page->room;
      plan->used += page->used;
      plan->n_empty += page->state == RELAIS_PAGE_EMPTY;
      plan->n_over += page->state == RELAIS_PAGE_OVER;
    }
  return plan;
}

void
relais_flatplan_free (RelaisFlatplan *plan)
{
  g_ptr_array_unref (plan->pages);
  g_ptr_array_unref (plan->waiting);
  g_ptr_array_unref (plan->items);
  g_free (plan);
}

guint
relais_flatplan_get_room (RelaisRecord *edition, guint page)
{
  g_autoptr (JsonNode) rooms = read_rooms (edition);

  return find_room (rooms, edition, page);
}

RelaisFlatplanItem *
relais_flatplan_item_new (const char *id, guint page, guint signs)
{
  RelaisFlatplanItem *item = g_new (RelaisFlatplanItem, 1);

  item->id = g_strdup (id);
  item->page = page;
  item->signs = signs;
  return item;
}

void
relais_flatplan_item_free (RelaisFlatplanItem *item)
{
  g_free (item->id);
  g_free (item);
}
