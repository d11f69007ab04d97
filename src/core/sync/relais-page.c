/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-mutation.h"

#include "relais-members.h"

/* In the order of RelaisOutcomeType. */
static const char * const outcome_names[] = { "applied", "noop", "conflict", "rejected" };

static JsonArray *
write_records (GPtrArray *records)
{
  JsonArray *array = json_array_sized_new (records->len);

  for (guint i = 0; i < records->len; i++)
    json_array_add_object_element (array, relais_record_to_json (g_ptr_array_index (records, i)));

  return array;
}

static gboolean
read_records (JsonArray  *array,
              GPtrArray  *records,
              GError    **error)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = relais_element_object (array, i, error);
      RelaisRecord *record = element ? relais_record_from_json (element, error) : NULL;

      if (!record)
        return FALSE;
      g_ptr_array_add (records, record);
    }

  return TRUE;
}

static gboolean
read_gone (JsonObject  *object,
           RelaisGone  *gone,
           GError     **error)
{
  static const char * const known[] = { "kind", "id", "seq", "why", NULL };
  g_autofree char *why = NULL;

  if (!relais_members_check (object, known, error) || !relais_member_record (object, &gone->kind, gone->id, error) ||
      !relais_member_count (object, "seq", TRUE, &gone->seq, error) || !relais_member_string (object, "why", TRUE, &why, error))
    return FALSE;
  gone->hidden = g_str_equal (why, "hidden");
  if (!gone->hidden && !g_str_equal (why, "deleted"))
    return relais_member_fail ("why", "is neither “deleted” nor “hidden”", error);

  return TRUE;
}

static JsonObject *
write_gone (const RelaisGone *gone)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", gone->kind->name);
  json_object_set_string_member (object, "id", gone->id);
  json_object_set_int_member (object, "seq", gone->seq);
  json_object_set_string_member (object, "why", gone->hidden ? "hidden" : "deleted");

  return object;
}

void
relais_outcome_free (RelaisOutcome *outcome)
{
  if (!outcome)
    return;
  g_free (outcome->code);
  g_free (outcome->field);
  g_free (outcome->detail);
  g_clear_pointer (&outcome->current, g_ptr_array_unref);
  g_free (outcome);
}

/**
 * relais_outcome_from_json:
 * @object: `{mid, outcome: applied|noop|conflict|rejected, seq?, code?, field?, detail?, current[]?}` (DESIGN §5)
 *
 * Returns: (transfer full) (nullable): the outcome, or %NULL with a RELAIS_MODEL_ERROR
 */
RelaisOutcome *
relais_outcome_from_json (JsonObject  *object,
                          GError     **error)
{
  static const char * const known[] = { "mid", "outcome", "seq", "code", "field", "detail", "current", NULL };
  g_autoptr (RelaisOutcome) outcome = g_new0 (RelaisOutcome, 1);
  g_autofree char *name = NULL;
  JsonArray *current = NULL;
  guint type;

  g_return_val_if_fail (object, NULL);

  if (!relais_members_check (object, known, error) || !relais_member_count (object, "mid", TRUE, &outcome->mid, error) ||
      !relais_member_string (object, "outcome", TRUE, &name, error) ||
      !relais_member_count (object, "seq", FALSE, &outcome->seq, error) ||
      !relais_member_string (object, "code", FALSE, &outcome->code, error) ||
      !relais_member_string (object, "field", FALSE, &outcome->field, error) ||
      !relais_member_string (object, "detail", FALSE, &outcome->detail, error) ||
      !relais_member_array (object, "current", FALSE, &current, error))
    return NULL;

  for (type = 0; type < G_N_ELEMENTS (outcome_names); type++)
    if (g_str_equal (name, outcome_names[type]))
      break;
  if (type == G_N_ELEMENTS (outcome_names))
    return relais_member_fail ("outcome", "is not known here", error), NULL;
  outcome->type = type;

  if (current)
    {
      outcome->current = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
      if (!read_records (current, outcome->current, error))
        return NULL;
    }

  return g_steal_pointer (&outcome);
}

JsonObject *
relais_outcome_to_json (const RelaisOutcome *outcome)
{
  JsonObject *object = json_object_new ();

  g_return_val_if_fail (outcome, NULL);

  json_object_set_int_member (object, "mid", outcome->mid);
  json_object_set_string_member (object, "outcome", outcome_names[outcome->type]);
  if (outcome->seq)
    json_object_set_int_member (object, "seq", outcome->seq);
  if (outcome->code)
    json_object_set_string_member (object, "code", outcome->code);
  if (outcome->field)
    json_object_set_string_member (object, "field", outcome->field);
  if (outcome->detail)
    json_object_set_string_member (object, "detail", outcome->detail);
  if (outcome->current)
    json_object_set_array_member (object, "current", write_records (outcome->current));

  return object;
}

RelaisPage *
relais_page_new (void)
{
  RelaisPage *page = g_new0 (RelaisPage, 1);

  page->records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  page->gone = g_array_new (FALSE, TRUE, sizeof (RelaisGone));

  return page;
}

void
relais_page_free (RelaisPage *page)
{
  if (!page)
    return;
  g_free (page->epoch);
  g_free (page->cursor);
  g_free (page->digest);
  g_ptr_array_unref (page->records);
  g_array_unref (page->gone);
  g_free (page);
}

/**
 * relais_page_from_json:
 * @object: `{epoch, cursor, head, more, records[], gone[], last_mid, digest?}` (DESIGN §5)
 *
 * Returns: (transfer full) (nullable): the page, or %NULL with a RELAIS_MODEL_ERROR
 */
RelaisPage *
relais_page_from_json (JsonObject  *object,
                       GError     **error)
{
  static const char * const known[] = { "epoch", "cursor", "head", "more", "records", "gone", "last_mid", "digest", NULL };
  g_autoptr (RelaisPage) page = relais_page_new ();
  JsonArray *records = NULL;
  JsonArray *gone = NULL;

  g_return_val_if_fail (object, NULL);

  if (!relais_members_check (object, known, error) || !relais_member_string (object, "epoch", TRUE, &page->epoch, error) ||
      !relais_member_string (object, "cursor", TRUE, &page->cursor, error) ||
      !relais_member_count (object, "head", TRUE, &page->head, error) ||
      !relais_member_boolean (object, "more", TRUE, &page->more, error) ||
      !relais_member_array (object, "records", TRUE, &records, error) ||
      !relais_member_array (object, "gone", TRUE, &gone, error) ||
      !relais_member_count (object, "last_mid", TRUE, &page->last_mid, error) ||
      !relais_member_string (object, "digest", FALSE, &page->digest, error) || !read_records (records, page->records, error))
    return NULL;

  for (guint i = 0; i < json_array_get_length (gone); i++)
    {
      JsonObject *element = relais_element_object (gone, i, error);
      RelaisGone value = { NULL };

      if (!element || !read_gone (element, &value, error))
        return NULL;
      g_array_append_val (page->gone, value);
    }

  return g_steal_pointer (&page);
}

JsonObject *
relais_page_to_json (const RelaisPage *page)
{
  JsonObject *object = json_object_new ();
  JsonArray *gone = json_array_new ();

  g_return_val_if_fail (page, NULL);

  json_object_set_string_member (object, "epoch", page->epoch);
  json_object_set_string_member (object, "cursor", page->cursor);
  json_object_set_int_member (object, "head", page->head);
  json_object_set_boolean_member (object, "more", page->more);
  json_object_set_array_member (object, "records", write_records (page->records));
  for (guint i = 0; i < page->gone->len; i++)
    json_array_add_object_element (gone, write_gone (&g_array_index (page->gone, RelaisGone, i)));
  json_object_set_array_member (object, "gone", gone);
  json_object_set_int_member (object, "last_mid", page->last_mid);
  if (page->digest)
    json_object_set_string_member (object, "digest", page->digest);

  return object;
}

RelaisPushResult *
relais_push_result_new (void)
{
  RelaisPushResult *result = g_new0 (RelaisPushResult, 1);

  result->outcomes = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_outcome_free);

  return result;
}

void
relais_push_result_free (RelaisPushResult *result)
{
  if (!result)
    return;
  g_free (result->epoch);
  g_ptr_array_unref (result->outcomes);
  g_free (result);
}

/**
 * relais_push_result_from_json:
 * @object: `{epoch, head, outcomes[], expected_mid?}` (DESIGN §5)
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL with a RELAIS_MODEL_ERROR
 */
RelaisPushResult *
relais_push_result_from_json (JsonObject  *object,
                              GError     **error)
{
  static const char * const known[] = { "epoch", "head", "outcomes", "expected_mid", NULL };
  g_autoptr (RelaisPushResult) result = relais_push_result_new ();
  JsonArray *outcomes = NULL;

  g_return_val_if_fail (object, NULL);

  if (!relais_members_check (object, known, error) || !relais_member_string (object, "epoch", TRUE, &result->epoch, error) ||
      !relais_member_count (object, "head", TRUE, &result->head, error) ||
      !relais_member_array (object, "outcomes", TRUE, &outcomes, error) ||
      !relais_member_count (object, "expected_mid", FALSE, &result->expected_mid, error))
    return NULL;

  for (guint i = 0; i < json_array_get_length (outcomes); i++)
    {
      JsonObject *element = relais_element_object (outcomes, i, error);
      RelaisOutcome *outcome = element ? relais_outcome_from_json (element, error) : NULL;

      if (!outcome)
        return NULL;
      g_ptr_array_add (result->outcomes, outcome);
    }

  return g_steal_pointer (&result);
}

JsonObject *
relais_push_result_to_json (const RelaisPushResult *result)
{
  JsonObject *object = json_object_new ();
  JsonArray *outcomes = json_array_new ();

  g_return_val_if_fail (result, NULL);

  json_object_set_string_member (object, "epoch", result->epoch);
  json_object_set_int_member (object, "head", result->head);
  for (guint i = 0; i < result->outcomes->len; i++)
    json_array_add_object_element (outcomes, relais_outcome_to_json (g_ptr_array_index (result->outcomes, i)));
  json_object_set_array_member (object, "outcomes", outcomes);
  if (result->expected_mid)
    json_object_set_int_member (object, "expected_mid", result->expected_mid);

  return object;
}
