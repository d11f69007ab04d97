/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "make-record.h"
#include "relais-access.h"
#include "relais-validate.h"
#include "sample.h"

#include <string.h>

#define ME       "0192f0c4-0001-7abc-8abc-000000000001"
#define COLLEAGUE "0192f0c4-0001-7abc-8abc-000000000002"
#define MY_UNIT  "0192f0c4-0002-7abc-8abc-000000000001"
#define OTHER_UNIT "0192f0c4-0002-7abc-8abc-000000000002"
#define SOMETHING "0192f0c4-0003-7abc-8abc-000000000001"
#define ACCOUNT  "0192f0c4-0004-7abc-8abc-000000000001"

#define M RELAIS_ROLE_MANAGER
#define E RELAIS_ROLE_EDITOR
#define D RELAIS_ROLE_DESIGNER
#define W RELAIS_ROLE_WEBMASTER
#define C RELAIS_ROLE_CORRESPONDENT
#define R RELAIS_ROLE_READER

static RelaisAccess *
make_access (RelaisRole role)
{
  return relais_access_new (ACCOUNT, role, ME, (const char * const []) { MY_UNIT, NULL });
}

/* As make_record(), always the same record. */
static RelaisRecord *
something (const char *kind,
           ...)
{
  va_list args;

  va_start (args, kind);
  RelaisFields *fields = make_fields_va (kind, args);
  va_end (args);
  return relais_record_new (SOMETHING, fields, 1, 1, NULL, 0);
}

static void
assert_write (RelaisRole    role,
              RelaisRecord *before,
              RelaisRecord *after,
              int           code)
{
  g_autoptr (RelaisAccess) access = make_access (role);
  g_autoptr (GError) error = NULL;
  gboolean allowed = relais_access_check_write (access, before, after, &error);

  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, RELAIS_MODEL_ERROR, code);
  g_assert_cmpint (allowed, ==, code < 0);
}

/* Who creates, changes (the bin) and deletes records that are nobody's own: DESIGN, "Roles". */
static void
test_matrix (void)
{
  static const struct { const char *kind; RelaisRoles read, write, remove; } rows[] = {
    { "unit", M | E | D | W | C | R, M | W, M | W },
    { "person", M | E | D | W, M | E | W, M | W },
    { "mandate", M | E | D | W, M | E | W, M | W },
    { "channel", M | E | D | W | C | R, M | W, M },
    { "theme", M | E | D | W | C | R, M | E | W, M },
    { "account", M | E | D | W, M | W, M },
    { "setting", M | E | D | W | C | R, M | W, M },
    { "saved_view", M | E | D | W, M | E | D | W, M | E | D | W },
    { "training", M | E | D | W | C, M | E | W, M | W },
    { "gathering", M | E | D | W | C, M | E | W, M | W },
    { "attendance", M | E | D | W, M | E | W, M | W },
    { "contact_log", M | E | W, M | E | W, M | W },
    { "campaign", M | E | D | W | C | R, M | E, M },
    { "template", M | E | D | W, M | E, M },
    { "edition", M | E | D | W | C | R, M | E | D, M },
    { "media", M | E | D | W | C | R, M | E | D | W, M | D | W },
    { "subject", M | E | D | W, M | E, M },
    { "article", M | E | D | W, M | E | W, M },
    { "placement", M | E | D | W, M | E | W, M },
    { "revision", M | E | D | W, M | E | D | W, M },
    { "comment", M | E | D | W, M | E | D | W, M },
    { "meeting", M | E | D | W, M | E, M },
    { "decision", M | E | D | W, M | E, M },
    { "closed_period", M | E | D | W | C | R, M | W, M },
    { "calendar", M | E | D | W | C | R, M | E | W, M },
    { "survey", M | E | D | W, M | E, M },
    { "question", M | E | D | W, M | E, M },
    { "report", M | E | D | W, 0, 0 },
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  g_assert_cmpuint (G_N_ELEMENTS (rows), ==, relais_n_kinds ());
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const RelaisKind *kind = relais_kind_lookup (rows[i].kind);
    g_autoptr (RelaisRecord) sample = sample_record (kind, rand, TRUE);
    g_autoptr (RelaisFields) change = relais_fields_new (kind);
    g_autoptr (RelaisRecord) before = NULL, after = NULL;

    /* In a state that is open to nobody: the first of the choices. */
    if (kind->state_field != NULL)
      relais_fields_set_string (change, kind->state_field, kind->fields[relais_kind_field (kind, kind->state_field)].choices[0]);
    if (kind->open_field != NULL)
      relais_fields_set_string (change, kind->open_field, kind->fields[relais_kind_field (kind, kind->open_field)].choices[0]);
    relais_fields_set_boolean (change, "binned", FALSE);
    before = relais_record_with (sample, change);
    relais_fields_set_boolean (change, "binned", TRUE);
    after = relais_record_with (sample, change);

    for (guint bit = 0; bit < 6; bit++) {
      RelaisRole role = 1u << bit;
      g_autoptr (RelaisAccess) access = make_access (role);

      g_test_message ("%s, %s", kind->name, relais_role_to_string (role));
      g_assert_cmpint (relais_access_can_read (access, before), ==, (rows[i].read & role) != 0);
      g_assert_cmpint (relais_access_check_write (access, before, after, NULL), ==, (rows[i].write & role) != 0);
      g_assert_cmpint (relais_access_may_edit (access, before, "binned"), ==, (rows[i].write & role) != 0);
      g_assert_cmpint (relais_access_check_write (access, before, NULL, NULL), ==, (rows[i].remove & role) != 0);
      if (kind->write_own == 0)
        g_assert_cmpint (relais_access_may_create (access, kind), ==, (rows[i].write & role) != 0);
    }
  }
}

static void
test_no_account (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (RelaisAccess) access = relais_access_new (NULL, R, NULL, NULL);
  g_autoptr (RelaisAccess) reader = relais_access_new (ACCOUNT, R, NULL, NULL);

  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    g_autoptr (RelaisRecord) record = sample_record (*kind, rand, TRUE);

    g_assert_true (relais_access_can_read (access, record));
    g_assert_true (relais_access_check_write (access, NULL, record, NULL));
    g_assert_true (relais_access_check_write (access, record, NULL, NULL));
    g_assert_true (relais_access_may_create (access, *kind));
    g_assert_true (relais_access_may_edit (access, record, (*kind)->fields[0].name));
  }
  g_assert_cmpstr (relais_access_get_hash (access), !=, relais_access_get_hash (reader));
}

static void
test_tags (void)
{
  g_autoptr (RelaisAccess) access = make_access (C);
  g_autoptr (RelaisAccess) same = make_access (C);
  g_autoptr (RelaisAccess) editor = make_access (E);
  const char * const *tags = relais_access_get_tags (access);

  g_assert_cmpstr (tags[0], ==, "person:correspondent:" ME);
  g_assert_cmpstr (tags[1], ==, "role:correspondent");
  g_assert_cmpstr (tags[2], ==, "unit:correspondent:" MY_UNIT);
  g_assert_null (tags[3]);
  g_assert_cmpstr (relais_access_get_units (access)[0], ==, MY_UNIT);
  g_assert_null (relais_access_get_units (access)[1]);
  g_assert_cmpuint (strlen (relais_access_get_hash (access)), ==, 16);
  g_assert_cmpstr (relais_access_get_hash (access), ==, relais_access_get_hash (same));
  g_assert_cmpstr (relais_access_get_hash (access), !=, relais_access_get_hash (editor));
  g_assert_cmpstr (relais_access_get_person (access), ==, ME);
  g_assert_cmpstr (relais_access_get_account (access), ==, ACCOUNT);
}

/* The audience says exactly who may read. */
static void
test_audience (void)
{
  g_autoptr (RelaisRecord) proposed = something ("subject", "title", "t", "state", "proposed", "unit", MY_UNIT, NULL);
  g_autoptr (RelaisRecord) elsewhere = something ("subject", "title", "t", "state", "proposed", "unit", OTHER_UNIT, NULL);
  g_autoptr (RelaisRecord) kept = something ("subject", "title", "t", "state", "kept", "unit", OTHER_UNIT, NULL);
  g_autoptr (RelaisRecord) article = something ("article", "title", "t", "author", ME, NULL);
  g_autoptr (RelaisRecord) mentioned = something ("comment", "text", "t", "author", COLLEAGUE, "mentions", ME "|" COLLEAGUE, NULL);
  g_autoptr (RelaisAccess) correspondent = make_access (C);
  g_autoptr (RelaisAccess) reader = make_access (R);
  g_auto (GStrv) audience = relais_record_dup_audience (proposed);
  g_autofree char *joined = g_strjoinv (" ", audience);

  g_assert_cmpstr (joined, ==, "role:designer role:editor role:manager role:webmaster unit:correspondent:" MY_UNIT);
  g_assert_true (relais_access_can_read (correspondent, proposed));
  g_assert_false (relais_access_can_read (correspondent, elsewhere));
  g_assert_true (relais_access_can_read (correspondent, kept));
  g_assert_true (relais_access_can_read (correspondent, article));
  g_assert_true (relais_access_can_read (correspondent, mentioned));
  g_assert_false (relais_access_can_read (reader, proposed));
  g_assert_true (relais_access_can_read (reader, kept));
  /* The person of a reader is no correspondent. */
  g_assert_false (relais_access_can_read (reader, article));
}

static void
test_own_sheet (void)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("person"));
  g_autoptr (RelaisAccess) access = make_access (C);
  g_autoptr (RelaisRecord) myself = NULL;

  relais_fields_set_string (fields, "last_name", "Moi");
  myself = relais_record_new (ME, fields, 1, 1, NULL, 0);
  g_assert_true (relais_access_can_read (access, myself));
  g_assert_false (relais_access_may_edit (access, myself, "phone"));
}

static void
test_correspondent_proposes (void)
{
  g_autoptr (RelaisAccess) access = make_access (C);
  g_autoptr (RelaisAccess) nobody = relais_access_new (ACCOUNT, C, NULL, NULL);
  g_autoptr (RelaisRecord) mine = something ("subject", "title", "t", "state", "proposed", "unit", MY_UNIT, "proposed_by", ME, NULL);
  g_autoptr (RelaisRecord) edited = something ("subject", "title", "u", "state", "proposed", "unit", MY_UNIT, "proposed_by", ME, NULL);
  g_autoptr (RelaisRecord) foreign = something ("subject", "title", "t", "state", "proposed", "unit", OTHER_UNIT, "proposed_by", ME,
                                                  NULL);
  g_autoptr (RelaisRecord) kept = something ("subject", "title", "t", "state", "kept", "unit", MY_UNIT, "proposed_by", ME, NULL);
  g_autoptr (RelaisRecord) kept_edited = something ("subject", "title", "u", "state", "kept", "unit", MY_UNIT, NULL);
  g_autoptr (RelaisRecord) refused = something ("subject", "title", "t", "state", "refused", "unit", MY_UNIT, NULL);
  g_autoptr (RelaisRecord) again = something ("subject", "title", "t", "state", "proposed", "unit", MY_UNIT, NULL);

  g_assert_true (relais_access_may_create (access, relais_kind_lookup ("subject")));
  g_assert_false (relais_access_may_create (nobody, relais_kind_lookup ("subject")));
  assert_write (C, NULL, mine, -1);
  assert_write (C, mine, edited, -1);
  assert_write (C, NULL, foreign, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, mine, foreign, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, foreign, mine, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, NULL, kept, RELAIS_MODEL_ERROR_TRANSITION);
  assert_write (C, mine, kept, RELAIS_MODEL_ERROR_TRANSITION);
  assert_write (C, kept, kept_edited, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, refused, again, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (E, mine, kept, -1);
  assert_write (E, refused, again, -1);
  assert_write (R, NULL, mine, RELAIS_MODEL_ERROR_FORBIDDEN);
}

static void
test_correspondent_writes (void)
{
  g_autoptr (RelaisRecord) draft = something ("article", "title", "t", "body", "b", "author", ME, NULL);
  g_autoptr (RelaisRecord) written = something ("article", "title", "t", "body", "bb", "author", ME, "event_day", "2026-12-01", NULL);
  g_autoptr (RelaisRecord) given = something ("article", "title", "t", "body", "b", "author", COLLEAGUE, NULL);
  g_autoptr (RelaisRecord) taken = something ("article", "title", "t", "body", "bb", "author", COLLEAGUE, NULL);
  g_autoptr (RelaisRecord) image = something ("article", "title", "t", "body", "b", "author", ME, "lead_image", SOMETHING, NULL);

  assert_write (C, NULL, draft, -1);
  assert_write (C, draft, written, -1);
  assert_write (C, draft, given, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, given, draft, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, given, taken, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (E, draft, given, -1);
  assert_write (D, draft, image, -1);
  assert_write (D, draft, written, RELAIS_MODEL_ERROR_FORBIDDEN);
}

static void
test_correspondent_sheet (void)
{
  g_autoptr (RelaisRecord) mine = something ("mandate", "person", ME, "unit", MY_UNIT, "function", "holder", "state", "active", NULL);
  g_autoptr (RelaisRecord) written = something ("mandate", "person", ME, "unit", MY_UNIT, "function", "holder", "state", "active",
                                                  "mission_sheet", "Relayer", NULL);
  g_autoptr (RelaisRecord) ended = something ("mandate", "person", ME, "unit", MY_UNIT, "function", "holder", "state", "ended", NULL);
  g_autoptr (RelaisRecord) deputy = something ("mandate", "person", ME, "unit", MY_UNIT, "function", "deputy", "state", "active",
                                                 NULL);
  g_autoptr (RelaisRecord) theirs = something ("mandate", "person", COLLEAGUE, "unit", MY_UNIT, "function", "holder", "state",
                                                 "active", NULL);
  g_autoptr (RelaisRecord) theirs_written = something ("mandate", "person", COLLEAGUE, "unit", MY_UNIT, "function", "holder",
                                                         "state", "active", "mission_sheet", "Rien", NULL);
  g_autoptr (RelaisAccess) access = make_access (C);

  assert_write (C, mine, written, -1);
  assert_write (C, mine, ended, RELAIS_MODEL_ERROR_TRANSITION);
  assert_write (C, mine, deputy, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, NULL, mine, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, theirs, theirs_written, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (W, mine, ended, -1);
  g_assert_true (relais_access_can_read (access, theirs));
  g_assert_true (relais_access_may_edit (access, mine, "mission_sheet"));
  g_assert_false (relais_access_may_edit (access, mine, "state"));
  g_assert_false (relais_access_may_edit (access, mine, "binned"));
  g_assert_false (relais_access_may_edit (access, theirs, "mission_sheet"));
  g_assert_false (relais_access_may_create (access, relais_kind_lookup ("mandate")));
}

static void
test_correspondent_comments (void)
{
  g_autoptr (RelaisRecord) mine = something ("comment", "article", SOMETHING, "author", ME, "text", "t", NULL);
  g_autoptr (RelaisRecord) moved = something ("comment", "article", MY_UNIT, "author", ME, "text", "t", NULL);
  g_autoptr (RelaisRecord) forged = something ("comment", "article", SOMETHING, "author", COLLEAGUE, "text", "t", NULL);
  g_autoptr (RelaisRecord) mentions = something ("comment", "author", COLLEAGUE, "text", "t", "mentions", ME, NULL);
  g_autoptr (RelaisRecord) rewritten = something ("comment", "author", COLLEAGUE, "text", "u", "mentions", ME, NULL);

  assert_write (C, NULL, mine, -1);
  assert_write (C, mine, moved, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, NULL, forged, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, mentions, rewritten, RELAIS_MODEL_ERROR_FORBIDDEN);
}

static void
assert_next (RelaisRole    role,
             RelaisRecord *record,
             const char   *expected)
{
  g_autoptr (RelaisAccess) access = make_access (role);
  g_autofree const char **states = relais_access_dup_next_states (access, record);
  g_autofree char *joined = g_strjoinv (" ", (char **) states);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_placements (void)
{
  g_autoptr (RelaisRecord) proposed = something ("placement", "subject", SOMETHING, "channel", SOMETHING, "state", "proposed",
                                                   "author", ME, NULL);
  g_autoptr (RelaisRecord) other = something ("placement", "subject", SOMETHING, "channel", MY_UNIT, "state", "proposed",
                                                "author", ME, NULL);
  g_autoptr (RelaisRecord) dated = something ("placement", "subject", SOMETHING, "channel", SOMETHING, "state", "proposed",
                                                "author", ME, "planned", "2026-12-01", NULL);
  g_autoptr (RelaisRecord) writing = something ("placement", "subject", SOMETHING, "channel", SOMETHING, "state", "writing",
                                                  "author", ME, NULL);
  g_autoptr (RelaisRecord) approved = something ("placement", "subject", SOMETHING, "channel", SOMETHING, "state", "approved",
                                                   "author", ME, NULL);
  g_autoptr (RelaisRecord) published = something ("placement", "subject", SOMETHING, "channel", SOMETHING, "state", "published",
                                                    "author", ME, NULL);
  g_autoptr (RelaisAccess) correspondent = make_access (C);

  assert_write (C, NULL, proposed, -1);
  assert_write (C, NULL, dated, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, proposed, other, RELAIS_MODEL_ERROR_FORBIDDEN);
  assert_write (C, proposed, writing, RELAIS_MODEL_ERROR_TRANSITION);
  assert_write (W, approved, published, -1);
  assert_write (E, proposed, published, RELAIS_MODEL_ERROR_TRANSITION);
  assert_write (M, proposed, published, -1);
  assert_next (C, writing, "review");
  assert_next (C, proposed, "");
  assert_next (C, approved, "");
  assert_next (R, writing, "");
  assert_next (W, approved, "scheduled published");
  assert_next (W, proposed, "");
  assert_next (E, writing, "idea proposed accepted review approved refused postponed");
  assert_next (M, published, "idea proposed accepted writing review approved scheduled archived refused postponed");
  g_assert_true (relais_access_may_edit (correspondent, writing, "state"));
  g_assert_false (relais_access_may_edit (correspondent, approved, "note"));
  g_assert_false (relais_access_may_edit (correspondent, writing, "planned"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/access/matrix", test_matrix);
  g_test_add_func ("/model/access/no_account", test_no_account);
  g_test_add_func ("/model/access/tags", test_tags);
  g_test_add_func ("/model/access/audience", test_audience);
  g_test_add_func ("/model/access/own_sheet", test_own_sheet);
  g_test_add_func ("/model/access/correspondent_proposes", test_correspondent_proposes);
  g_test_add_func ("/model/access/correspondent_writes", test_correspondent_writes);
  g_test_add_func ("/model/access/correspondent_sheet", test_correspondent_sheet);
  g_test_add_func ("/model/access/correspondent_comments", test_correspondent_comments);
  g_test_add_func ("/model/access/placements", test_placements);
  return g_test_run ();
}
