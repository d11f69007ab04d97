/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-plan-order.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct {
  const char *name;
  const char *field;
  const char *label;
} columns[RELAIS_PLAN_N_COLUMNS] = {
  [RELAIS_PLAN_COLUMN_SUBJECT] = { "subject", "title", N_("Subject") },
  [RELAIS_PLAN_COLUMN_CHANNEL] = { "channel", "channel", N_("Channel") },
  [RELAIS_PLAN_COLUMN_STATE] = { "state", "state", N_("Status") },
  [RELAIS_PLAN_COLUMN_PLANNED] = { "planned", "planned", N_("Planned") },
  [RELAIS_PLAN_COLUMN_COPY_DUE] = { "copy_due", "copy_due", N_("Copy due") },
  [RELAIS_PLAN_COLUMN_PUBLISH_AT] = { "publish_at", "publish_at", N_("Publish at") },
  [RELAIS_PLAN_COLUMN_AUTHOR] = { "author", "author", N_("Author") },
  [RELAIS_PLAN_COLUMN_REVIEWER] = { "reviewer", "reviewer", N_("Reviewer") },
  [RELAIS_PLAN_COLUMN_UNIT] = { "unit", "unit", N_("Direction") },
  [RELAIS_PLAN_COLUMN_LENGTH] = { "length", "length", N_("Length") },
};

static const struct {
  const char *name;
  const char *label;
} groups[RELAIS_PLAN_N_GROUPS] = {
  [RELAIS_PLAN_GROUP_NONE] = { "none", N_("No Groups") },
  [RELAIS_PLAN_GROUP_WEEK] = { "week", N_("By Week") },
  [RELAIS_PLAN_GROUP_CHANNEL] = { "channel", N_("By Channel") },
  [RELAIS_PLAN_GROUP_STATE] = { "state", N_("By Status") },
  [RELAIS_PLAN_GROUP_UNIT] = { "unit", N_("By Direction") },
  [RELAIS_PLAN_GROUP_AUTHOR] = { "author", N_("By Author") },
  [RELAIS_PLAN_GROUP_CAMPAIGN] = { "campaign", N_("By Campaign") },
};

static int
find_column (const char *name)
{
  for (int i = 0; i < RELAIS_PLAN_N_COLUMNS; i++)
    if (g_strcmp0 (columns[i].name, name) == 0)
      return i;
  return -1;
}

static guint
read_columns (JsonArray *array)
{
  guint shown = 0;

  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);
    int column = json_node_get_value_type (element) == G_TYPE_STRING ? find_column (json_node_get_string (element)) : -1;

    if (column >= 0)
      shown |= 1u << column;
  }
  return shown;
}

static void
read_widths (JsonObject *object, guint widths[RELAIS_PLAN_N_COLUMNS])
{
  for (guint i = 0; i < RELAIS_PLAN_N_COLUMNS; i++) {
    gint64 width = json_object_get_int_member_with_default (object, columns[i].name, 0);

    widths[i] = width > 0 ? (guint) CLAMP (width, RELAIS_PLAN_LEAST_WIDTH, RELAIS_PLAN_MOST_WIDTH) : 0;
  }
}

static void
apply_group (RelaisPlanGroup group, RelaisQuery *query)
{
  switch (group) {
  case RELAIS_PLAN_GROUP_WEEK:
    relais_query_group (query, "planned", TRUE);
    break;
  case RELAIS_PLAN_GROUP_CHANNEL:
  case RELAIS_PLAN_GROUP_STATE:
  case RELAIS_PLAN_GROUP_AUTHOR:
    relais_query_group (query, groups[group].name, FALSE);
    break;
  case RELAIS_PLAN_GROUP_UNIT:
    relais_query_group_direction (query, "subject", "unit");
    break;
  case RELAIS_PLAN_GROUP_CAMPAIGN:
    relais_query_group_through (query, "subject", "campaign");
    break;
  case RELAIS_PLAN_GROUP_NONE:
  case RELAIS_PLAN_N_GROUPS:
    break;
  }
}

void
relais_plan_order_init (RelaisPlanOrder *order)
{
  static const RelaisPlanField usual[] = {
    RELAIS_PLAN_COLUMN_SUBJECT, RELAIS_PLAN_COLUMN_CHANNEL, RELAIS_PLAN_COLUMN_STATE, RELAIS_PLAN_COLUMN_PLANNED,
    RELAIS_PLAN_COLUMN_COPY_DUE, RELAIS_PLAN_COLUMN_AUTHOR, RELAIS_PLAN_COLUMN_UNIT,
  };

  *order = (RelaisPlanOrder) { .sort = RELAIS_PLAN_COLUMN_PLANNED, .group = RELAIS_PLAN_GROUP_WEEK };
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    order->shown |= 1u << usual[i];
}

gboolean
relais_plan_order_equal (const RelaisPlanOrder *a, const RelaisPlanOrder *b)
{
  return a->sort == b->sort && a->descending == b->descending && a->group == b->group && a->shown == b->shown
         && memcmp (a->widths, b->widths, sizeof a->widths) == 0;
}

gboolean
relais_plan_order_shows (const RelaisPlanOrder *order, RelaisPlanField column)
{
  return column == RELAIS_PLAN_COLUMN_SUBJECT || (order->shown & 1u << column) != 0;
}

void
relais_plan_order_apply (const RelaisPlanOrder *order, RelaisQuery *query)
{
  if (order->sort == RELAIS_PLAN_COLUMN_SUBJECT)
    relais_query_order_through (query, "subject", "title", order->descending);
  else if (order->sort == RELAIS_PLAN_COLUMN_UNIT)
    relais_query_order_direction (query, "subject", "unit", order->descending);
  else
    relais_query_order (query, columns[order->sort].field, order->descending);
  if (order->sort != RELAIS_PLAN_COLUMN_PLANNED)
    relais_query_order (query, "planned", FALSE);
  else
    relais_query_order (query, "channel", FALSE);
  apply_group (order->group, query);
}

const char *
relais_plan_column_field (RelaisPlanField column)
{
  g_return_val_if_fail (column < RELAIS_PLAN_N_COLUMNS, NULL);
  return columns[column].field;
}

const char *
relais_plan_column_label (RelaisPlanField column)
{
  g_return_val_if_fail (column < RELAIS_PLAN_N_COLUMNS, NULL);
  return columns[column].label;
}

const char *
relais_plan_group_label (RelaisPlanGroup group)
{
  g_return_val_if_fail (group < RELAIS_PLAN_N_GROUPS, NULL);
  return groups[group].label;
}

void
relais_plan_order_write (const RelaisPlanOrder *order, JsonObject *object)
{
  JsonArray *shown = json_array_new ();
  JsonObject *widths = json_object_new ();

  for (guint i = 0; i < RELAIS_PLAN_N_COLUMNS; i++) {
    if (relais_plan_order_shows (order, i))
      json_array_add_string_element (shown, columns[i].name);
    if (order->widths[i] > 0)
      json_object_set_int_member (widths, columns[i].name, order->widths[i]);
  }
  json_object_set_string_member (object, "sort", columns[order->sort].name);
  json_object_set_boolean_member (object, "descending", order->descending);
  json_object_set_string_member (object, "group", groups[order->group].name);
  json_object_set_array_member (object, "columns", shown);
  json_object_set_object_member (object, "widths", widths);
}

void
relais_plan_order_read (RelaisPlanOrder *order, JsonObject *object)
{
  int sort = find_column (json_object_get_string_member_with_default (object, "sort", NULL));
  const char *group = json_object_get_string_member_with_default (object, "group", NULL);
  JsonNode *shown = json_object_get_member (object, "columns"), *widths = json_object_get_member (object, "widths");

  if (sort >= 0)
    order->sort = (RelaisPlanField) sort;
  order->descending = json_object_get_boolean_member_with_default (object, "descending", order->descending);
  for (guint i = 0; i < RELAIS_PLAN_N_GROUPS; i++)
    if (g_strcmp0 (groups[i].name, group) == 0)
      order->group = i;
  if (shown != NULL && JSON_NODE_HOLDS_ARRAY (shown) && read_columns (json_node_get_array (shown)) != 0)
    order->shown = read_columns (json_node_get_array (shown));
  if (widths != NULL && JSON_NODE_HOLDS_OBJECT (widths))
    read_widths (json_node_get_object (widths), order->widths);
}
