/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-reports"

#include "relais-reports.h"

#include "relais-report.h"
#include "relais-tables.h"

#include <string.h>

/* What one refresh works on: records as they were in one read transaction. */
typedef struct {
  GPtrArray *surveys;    /* owned; element-type RelaisRecord; earlier waves before later ones */
  GPtrArray *units;      /* owned; element-type RelaisRecord */
} Organisation;

/* A report that is to be written. */
typedef struct {
  RelaisReport *report;       /* owned, nullable: there should be none */
  char         *fingerprint;  /* owned: of everything that the report depends on */
} Draft;

static void
organisation_clear (Organisation *self)
{
  g_clear_pointer (&self->surveys, g_ptr_array_unref);
  g_clear_pointer (&self->units, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Organisation, organisation_clear)

static void
draft_clear (Draft *self)
{
  g_clear_pointer (&self->report, relais_report_unref);
  g_clear_pointer (&self->fingerprint, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static int
compare_closes (gconstpointer a, gconstpointer b)
{
  RelaisRecord *left = *(RelaisRecord * const *) a, *right = *(RelaisRecord * const *) b;
  int order = g_strcmp0 (relais_record_get_string (left, "closes"), relais_record_get_string (right, "closes"));

  return order ? order : strcmp (relais_record_get_id (left), relais_record_get_id (right));
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (relais_record_get_id (*(RelaisRecord * const *) a), relais_record_get_id (*(RelaisRecord * const *) b));
}

static char *
dup_fact_name (const char *prefix, RelaisRecord *survey)
{
  return g_strconcat (prefix, ":", relais_record_get_id (survey), NULL);
}

static gboolean
is_state (RelaisRecord *survey, const char *state)
{
  return g_strcmp0 (relais_record_get_string (survey, "state"), state) == 0;
}

/* (transfer full) (nullable): the report record of @survey; the first when a race made two */
static RelaisRecord *
find_report (RelaisTransaction *transaction, RelaisRecord *survey)
{
  g_autoptr(GPtrArray) reports = relais_records_referring (transaction, relais_kind_lookup ("report"), relais_record_get_id (survey));

  g_ptr_array_sort (reports, compare_ids);
  return reports->len ? relais_record_ref (g_ptr_array_index (reports, 0)) : NULL;
}

/* (nullable) (transfer none): the closed survey of the same series that was before @survey */
static RelaisRecord *
find_previous_wave (const Organisation *organisation, RelaisRecord *survey)
{
  const char *series = relais_record_get_string (survey, "series");
  RelaisRecord *previous = NULL;

  for (guint i = 0; series && i < organisation->surveys->len; i++)
    {
      RelaisRecord *other = g_ptr_array_index (organisation->surveys, i);
      if (other == survey)
        break;
      if (is_state (other, "closed") && !relais_record_get_boolean (other, "binned")
          && g_strcmp0 (relais_record_get_string (other, "series"), series) == 0)
        previous = other;
    }
  return previous;
}

static void
add_revs (GChecksum *checksum, GPtrArray *records)
{
  g_ptr_array_sort (records, compare_ids);
  for (guint i = 0; i < records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (records, i);
      g_autofree char *line = g_strdup_printf ("%s %" G_GUINT64_FORMAT "\n", relais_record_get_id (record),
                                               relais_record_get_rev (record));
      g_checksum_update (checksum, (const guchar *) line, -1);
    }
}

static char *
make_fingerprint (RelaisTransaction *transaction, const Organisation *organisation, RelaisRecord *survey, GPtrArray *questions,
                  RelaisRecord *previous_report)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(GPtrArray) others = g_ptr_array_new ();
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT "\n",
                                            relais_answers_count (transaction, relais_record_get_id (survey)));

  g_ptr_array_add (others, survey);
  if (previous_report)
    g_ptr_array_add (others, previous_report);
  g_checksum_update (checksum, (const guchar *) count, -1);
  add_revs (checksum, questions);
  add_revs (checksum, organisation->units);
  add_revs (checksum, others);
  return g_strdup (g_checksum_get_string (checksum));
}

static void
add_answer_cb (const char *id, const char *content, gpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = relais_json_parse (content, -1, G_MAXSIZE, &error);

  if (node && JSON_NODE_HOLDS_OBJECT (node))
    relais_answers_add_json (data, json_node_get_object (node));
  else
    g_warning ("An answer cannot be read: %s", error ? error->message : "it is not an object");
}

static RelaisReport *
read_content (RelaisRecord *record)
{
  GVariant *content = record ? relais_record_get (record, "content") : NULL;
  g_autoptr(JsonNode) node = content ? relais_json_parse (g_variant_get_string (content, NULL), -1, G_MAXSIZE, NULL) : NULL;

  return node ? relais_report_from_json (node, NULL) : NULL;
}

/* Few answers came since opinions were last told (it was opened again): the difference would tell those few. */
static gboolean
tells_difference (RelaisTransaction *transaction, RelaisRecord *survey, guint n_answers, guint smallest_group)
{
  g_autofree char *name = dup_fact_name ("told", survey);
  guint told = relais_fact_get (transaction, name);

  return told > 0 && n_answers > told && n_answers - told < smallest_group;
}

static RelaisReport *
compute_report (RelaisTransaction *transaction, const Organisation *organisation, RelaisRecord *survey, GPtrArray *questions,
                RelaisRecord *previous, RelaisRecord *previous_report)
{
  g_autoptr(RelaisAnswers) answers = relais_answers_new ();
  g_autoptr(RelaisReport) before = read_content (previous_report);
  guint smallest = relais_record_get_integer (survey, "smallest_group");
  gboolean partial;

  smallest = smallest ? smallest : RELAIS_SMALLEST_GROUP;
  relais_answers_add_questions (answers, questions);
  if (relais_answers_get_group_question (answers) >= 0)
    relais_answers_add_units (answers, organisation->units);
  if (g_strcmp0 (relais_record_get_string (survey, "audience"), "everyone") != 0)
    relais_answers_forget_headcounts (answers);
  relais_answers_visit (transaction, relais_record_get_id (survey), add_answer_cb, answers);
  partial = !is_state (survey, "closed") || tells_difference (transaction, survey, relais_answers_get_n_rows (answers), smallest);
  return relais_report_new (answers, smallest, partial, before, before ? relais_record_get_string (previous, "wave") : NULL);
}

/* FALSE: nothing is to be done. */
static gboolean
make_draft (RelaisTransaction *transaction, const Organisation *organisation, RelaisRecord *survey, gboolean forced, Draft *draft)
{
  RelaisRecord *previous = find_previous_wave (organisation, survey);
  g_autoptr(RelaisRecord) previous_report = previous ? find_report (transaction, previous) : NULL;
  g_autoptr(GPtrArray) questions = relais_records_referring (transaction, relais_kind_lookup ("question"),
                                                             relais_record_get_id (survey));
  g_autofree char *name = dup_fact_name ("report", survey);
  g_autofree char *known = relais_fact_dup (transaction, name);

  draft->fingerprint = make_fingerprint (transaction, organisation, survey, questions, previous_report);
  if (!forced && g_strcmp0 (known, draft->fingerprint) == 0)
    return FALSE;
  if (!relais_record_get_boolean (survey, "binned") && !is_state (survey, "draft"))
    draft->report = compute_report (transaction, organisation, survey, questions, previous, previous_report);
  return TRUE;
}

/* The op that makes the record say what @report says; NULL when it says it already. */
static RelaisOp *
make_op (RelaisLog *log, RelaisRecord *record, RelaisRecord *survey, const RelaisReport *report)
{
  RelaisBase base = { RELAIS_BASE_NONE, 0 };
  g_autoptr(RelaisFields) fields = relais_fields_new (relais_kind_lookup ("report"));
  g_autofree char *now = relais_instant_to_string (relais_log_now (log));
  g_autofree char *id = record ? g_strdup (relais_record_get_id (record)) : relais_id_new ();
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *content = NULL;
  GVariant *old = record ? relais_record_get (record, "content") : NULL;

  if (!report)
    return record ? relais_op_new_remove (relais_kind_lookup ("report"), id, base) : NULL;
  node = relais_report_to_json (report);
  content = relais_json_canonical (node);
  if (old && strcmp (g_variant_get_string (old, NULL), content) == 0)
    return NULL;
  relais_fields_set_string (fields, "survey", relais_record_get_id (survey));
  relais_fields_set_string (fields, "computed_at", now);
  relais_fields_set_integer (fields, "answers", report->answers);
  relais_fields_set (fields, relais_kind_field (fields->kind, "content"), g_variant_new_string (content));
  return relais_op_new_set (id, base, g_steal_pointer (&fields));
}

static gboolean
write_draft (RelaisLog *log, RelaisRecord *survey, const Draft *draft, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (log), TRUE, error);
  g_autofree char *fingerprint_name = dup_fact_name ("report", survey);
  g_autofree char *told_name = dup_fact_name ("told", survey);
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_autoptr(RelaisRecord) record = NULL;
  GError *failure = NULL;
  guint64 seq = 0;
  RelaisOp *op;

  if (!transaction)
    return FALSE;
  record = find_report (transaction, survey);
  op = make_op (log, record, survey, draft->report);
  if (op)
    g_ptr_array_add (ops, op);
  if (op && !relais_log_write_in (log, transaction, ops, &seq, &failure))
    return relais_transaction_finish (transaction, failure, error);
  relais_fact_set_text (transaction, fingerprint_name, draft->fingerprint);
  if (draft->report && !draft->report->partial)
    relais_fact_set (transaction, told_name, draft->report->answers);
  if (!relais_transaction_commit (transaction, error))
    return FALSE;
  if (seq > 0)
    relais_log_announce (log);
  return TRUE;
}

static gboolean
refresh_survey (RelaisLog *log, const Organisation *organisation, RelaisRecord *survey, gboolean forced, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (log), FALSE, error);
  g_auto(Draft) draft = { 0 };
  gboolean changed;

  if (!transaction)
    return FALSE;
  changed = make_draft (transaction, organisation, survey, forced, &draft);
  if (!relais_transaction_commit (transaction, error))
    return FALSE;
  return !changed || write_draft (log, survey, &draft, error);
}

gboolean
relais_reports_refresh (RelaisLog *log, const char *answered, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (log), FALSE, error);
  g_auto(Organisation) organisation = { 0 };

  if (!transaction)
    return FALSE;
  organisation.surveys = relais_records_list (transaction, relais_kind_lookup ("survey"));
  organisation.units = relais_records_list (transaction, relais_kind_lookup ("unit"));
  if (!relais_transaction_commit (transaction, error))
    return FALSE;
  g_ptr_array_sort (organisation.surveys, compare_closes);
  for (guint i = 0; i < organisation.surveys->len; i++)
    {
      RelaisRecord *survey = g_ptr_array_index (organisation.surveys, i);
      if (!refresh_survey (log, &organisation, survey, g_strcmp0 (answered, relais_record_get_id (survey)) == 0, error))
        return FALSE;
    }
  return TRUE;
}
