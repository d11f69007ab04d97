/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The back end's decision, on a world in memory that answers as a database would. */

#include "decide-world.h"

#include "make-record.h"

#include <string.h>

typedef struct {
  DecideWorld    world;
  RelaisAccess  *manager;
  RelaisAccess  *correspondent;   /* of unit A */
  char          *unit_a, *unit_b, *channel;
} Fixture;

static RelaisOutcome *
push (Fixture *f, RelaisAccess *access, gboolean own, RelaisMutation *mutation)
{
  return decide_world_push (&f->world, access, own, mutation);
}

static RelaisMutation *
mutate (RelaisOp *first,
        RelaisOp *second)
{
  RelaisMutation *mutation = relais_mutation_new (0);

  g_ptr_array_add (mutation->ops, first);
  if (second)
    g_ptr_array_add (mutation->ops, second);

  return mutation;
}

static RelaisMutation *
one (RelaisOp *op)
{
  return mutate (op, NULL);
}

/* As make_fields(). */
static RelaisOp *
set_op (const char *kind,
        const char *id,
        RelaisBase  base,
        ...) G_GNUC_NULL_TERMINATED;
static RelaisOp *
set_op (const char *kind,
        const char *id,
        RelaisBase  base,
        ...)
{
  va_list args;

  va_start (args, base);
  RelaisFields *fields = make_fields_va (kind, args);
  va_end (args);

  return relais_op_new_set (id, base, fields);
}

#define APPLIED   RELAIS_OUTCOME_APPLIED
#define NOOP      RELAIS_OUTCOME_NOOP
#define REJECTED  RELAIS_OUTCOME_REJECTED
#define CONFLICT  RELAIS_OUTCOME_CONFLICT
#define CREATION  ((RelaisBase) { RELAIS_BASE_NONE })
#define AT(s)     ((RelaisBase) { RELAIS_BASE_SEQ, (s) })
#define ON(m, s)  ((RelaisBase) { RELAIS_BASE_MID, (m), (s) })
#define OWN   TRUE
#define OTHER FALSE

static void
expect (RelaisOutcome     *outcome,
        RelaisOutcomeType  type,
        const char        *code)
{
  g_assert_cmpstr (outcome->code, ==, code);
  g_assert_cmpint (outcome->type, ==, type);
  g_assert_true (type != REJECTED || outcome->detail);
  relais_outcome_free (outcome);
}

static void
expect_current (RelaisOutcome *outcome,
                guint          n)
{
  g_assert_cmpint (outcome->type, ==, CONFLICT);
  g_assert_cmpuint (outcome->current ? outcome->current->len : 0, ==, n);
  relais_outcome_free (outcome);
}

static RelaisRecord *
get (Fixture    *f,
     const char *id)
{
  return decide_world_get (&f->world, id);
}

static char *
add_unit (Fixture    *f,
          const char *name)
{
  char *id = relais_id_new ();

  expect (push (f, f->manager, OTHER, one (set_op ("unit", id, CREATION, "name", name, "type", "service", NULL))), APPLIED, NULL);

  return id;
}

static char *
add_subject (Fixture    *f,
             gboolean    own,
             const char *unit)
{
  char *id = relais_id_new ();

  expect (push (f, f->manager, own, one (set_op ("subject", id, CREATION, "title", "Vœux", "state", "proposed", "unit", unit,
                                                    NULL))), APPLIED, NULL);

  return id;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const char *units[2] = { NULL };
  g_autofree char *account = relais_id_new ();
  g_autofree char *other_account = relais_id_new ();

  decide_world_init (&f->world);
  f->manager = relais_access_new (account, RELAIS_ROLE_MANAGER, NULL, NULL);
  f->unit_a = add_unit (f, "A");
  f->unit_b = add_unit (f, "B");
  f->channel = relais_id_new ();
  expect (push (f, f->manager, OTHER, one (set_op ("channel", f->channel, CREATION, "name", "Brèves", "form", "brief", NULL))),
          APPLIED, NULL);
  units[0] = f->unit_a;
  f->correspondent = relais_access_new (other_account, RELAIS_ROLE_CORRESPONDENT, NULL, units);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  decide_world_clear (&f->world);
  relais_access_unref (f->manager);
  relais_access_unref (f->correspondent);
  g_free (f->unit_a);
  g_free (f->unit_b);
  g_free (f->channel);
}

/* ---- clashes ---- */

static void
test_fields_apart (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_subject (f, OTHER, f->unit_a);
  guint64 seen = f->world.head;

  expect (push (f, f->manager, OTHER, one (set_op ("subject", id, AT (seen), "title", "Galette", NULL))), APPLIED, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("subject", id, AT (seen), "note", "À voir", NULL))), APPLIED, NULL);
  expect_current (push (f, f->manager, OWN, one (set_op ("subject", id, AT (seen), "title", "Repas", NULL))), 1);
  expect (push (f, f->manager, OWN, one (set_op ("subject", id, AT (seen), "title", "Galette", NULL))), NOOP, NULL);
  g_assert_cmpstr (relais_record_get_string (get (f, id), "title"), ==, "Galette");
  g_assert_cmpstr (relais_record_get_string (get (f, id), "note"), ==, "À voir");
  g_assert_cmpuint (relais_record_get_rev (get (f, id)), ==, 3);
}

/* Emptying a field is a change like any other. */
static void
test_emptied (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_subject (f, OTHER, f->unit_a);
  guint64 seen = f->world.head;

  expect (push (f, f->manager, OTHER, one (set_op ("subject", id, AT (seen), "unit", NULL, NULL))), APPLIED, NULL);
  g_assert_null (relais_record_get_string (get (f, id), "unit"));
  expect_current (push (f, f->manager, OWN, one (set_op ("subject", id, AT (seen), "unit", f->unit_b, NULL))), 1);
  expect (push (f, f->manager, OWN, one (set_op ("subject", id, AT (seen), "unit", NULL, NULL))), NOOP, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("subject", id, AT (f->world.head), "title", NULL, NULL))), REJECTED, "required");
}

/* The base is an own mutation: nothing that others did unseen before it was applied may be overwritten. */
static void
test_own_base (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_subject (f, OTHER, f->unit_a);
  guint64 seen = f->world.head;

  expect (push (f, f->manager, OTHER, one (set_op ("subject", id, AT (seen), "note", "La leur", NULL))), APPLIED, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("subject", id, AT (seen), "title", "Un", NULL))), APPLIED, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("subject", id, ON (1, seen), "title", "Deux", NULL))), APPLIED, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("subject", id, ON (2, seen), "summary", "Trois", NULL))), APPLIED, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("subject", id, ON (3, seen), "title", "Quatre", NULL))), APPLIED, NULL);
  expect_current (push (f, f->manager, OWN, one (set_op ("subject", id, ON (4, seen), "note", "La mienne", NULL))), 1);
  g_assert_cmpstr (relais_record_get_string (get (f, id), "note"), ==, "La leur");
  g_assert_cmpstr (relais_record_get_string (get (f, id), "title"), ==, "Quatre");
}

static void
test_failed_base (Fixture *f, gconstpointer data)
{
  g_autofree char *id = relais_id_new ();
  g_autofree char *there = add_subject (f, OTHER, f->unit_a);

  expect (push (f, f->manager, OWN, one (set_op ("subject", id, CREATION, "state", "proposed", NULL))), REJECTED, "required");
  expect_current (push (f, f->manager, OWN, one (set_op ("subject", id, ON (1, 0), "note", "x", NULL))), 0);
  expect_current (push (f, f->manager, OWN, one (set_op ("subject", there, ON (1, f->world.head), "note", "x", NULL))), 1);
  expect (push (f, f->manager, OWN, one (set_op ("subject", there, ON (77, 0), "note", "x", NULL))), REJECTED, "bad_base");
  expect (push (f, f->manager, OWN, one (set_op ("subject", there, AT (f->world.head + 1), "note", "x", NULL))),
          REJECTED, "bad_base");
}

static void
test_creation (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_subject (f, OTHER, f->unit_a);

  expect (push (f, f->manager, OWN, one (set_op ("subject", id, CREATION, "title", "Vœux", "state", "proposed", "unit", f->unit_a,
                                                    NULL))), NOOP, NULL);
  expect_current (push (f, f->manager, OWN, one (set_op ("subject", id, CREATION, "title", "Autre", "state", "proposed", "unit",
                                                            f->unit_a, NULL))), 1);
  expect_current (push (f, f->manager, OWN, one (set_op ("subject", id, CREATION, "title", "Vœux", "state", "proposed",
          NULL))), 1);
}

/* One statement: nothing is made of halves of two, even where no field was changed by both. */
static void
test_whole (Fixture *f, gconstpointer data)
{
  g_autofree char *subject = add_subject (f, OTHER, f->unit_a), *meeting = relais_id_new (), *id = relais_id_derive (meeting, subject);

  expect (push (f, f->manager, OTHER, one (set_op ("meeting", meeting, CREATION, "on", "2026-11-23", "state", "held", NULL))), APPLIED, NULL);
  expect (push (f, f->manager, OTHER, one (set_op ("decision", id, CREATION, "meeting", meeting, "subject", subject, "outcome", "kept",
                                                   NULL))), APPLIED, NULL);
  guint64 seen = f->world.head;
  expect (push (f, f->manager, OTHER, one (set_op ("decision", id, AT (seen), "due", "2026-12-10", NULL))), APPLIED, NULL);
  expect_current (push (f, f->manager, OWN, one (set_op ("decision", id, AT (seen), "outcome", "refused", NULL))), 1);
  expect (push (f, f->manager, OWN, one (set_op ("decision", id, AT (seen), "due", "2026-12-10", NULL))), NOOP, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("decision", id, AT (seen), "outcome", "kept", NULL))), NOOP, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("decision", id, AT (f->world.head), "outcome", "refused", NULL))), APPLIED, NULL);
}

static void
test_deletion (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_subject (f, OTHER, f->unit_a);
  const RelaisKind *kind = relais_kind_lookup ("subject");
  guint64 seen = f->world.head;

  expect (push (f, f->manager, OTHER, one (set_op ("subject", id, AT (seen), "note", "La leur", NULL))), APPLIED, NULL);
  expect_current (push (f, f->manager, OWN, one (relais_op_new_remove (kind, id, AT (seen)))), 1);
  seen = f->world.head;
  expect (push (f, f->manager, OWN, one (relais_op_new_remove (kind, id, AT (seen)))), APPLIED, NULL);
  g_assert_null (get (f, id));
  expect (push (f, f->manager, OWN, one (relais_op_new_remove (kind, id, AT (seen)))), NOOP, NULL);
  expect_current (push (f, f->manager, OWN, one (set_op ("subject", id, AT (seen), "note", "x", NULL))), 0);

  /* Created again: its rev is one that the record never had. */
  expect (push (f, f->manager, OWN, one (set_op ("subject", id, CREATION, "title", "Encore", "state", "proposed", NULL))),
          APPLIED, NULL);
  g_assert_cmpuint (relais_record_get_rev (get (f, id)), >, 2);
  /* What it was before does not count: every field is newer than that, the empty ones too. */
  expect_current (push (f, f->manager, OTHER, one (set_op ("subject", id, AT (seen), "summary", "x", NULL))), 1);
}

/* ---- groups ---- */

static void
test_atomic_groups (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_subject (f, OTHER, f->unit_a);
  g_autofree char *other = add_subject (f, OTHER, f->unit_a);
  guint64 seen = f->world.head;

  expect (push (f, f->manager, OTHER, one (set_op ("subject", id, AT (seen), "title", "La leur", NULL))), APPLIED, NULL);
  expect_current (push (f, f->manager, OWN, mutate (set_op ("subject", other, AT (seen), "title", "x", NULL),
                                                    set_op ("subject", id, AT (seen), "title", "y", NULL))), 2);
  expect (push (f, f->manager, OWN, mutate (set_op ("subject", other, AT (seen), "title", "x", NULL),
                                            set_op ("subject", id, AT (f->world.head), "proposed_on", "demain", NULL))),
                                                    REJECTED, "bad_format");
  g_assert_cmpstr (relais_record_get_string (get (f, other), "title"), ==, "Vœux");
  expect (push (f, f->manager, OWN, mutate (set_op ("subject", id, AT (f->world.head), "title", "x", NULL),
                                            set_op ("subject", id, AT (f->world.head), "note", "y", NULL))),
                                                    REJECTED, "duplicate_record");
}

static void
test_referential (Fixture *f, gconstpointer data)
{
  g_autofree char *subject = relais_id_new ();
  g_autofree char *placement = relais_id_new ();
  g_autofree char *nothing = relais_id_new ();
  const RelaisKind *subjects = relais_kind_lookup ("subject");
  const RelaisKind *placements = relais_kind_lookup ("placement");

  /* The child may stand before its parent inside one mutation. */
  expect (push (f, f->manager, OWN, mutate (set_op ("placement", placement, CREATION, "subject", subject, "channel", f->channel,
                                                    "state", "idea", NULL),
                                            set_op ("subject", subject, CREATION, "title", "x", "state", "proposed", NULL))),
                                                    APPLIED, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("placement", nothing, CREATION, "subject", nothing, "channel", f->channel,
                                                    "state", "idea", NULL))), REJECTED, "bad_reference");
  expect (push (f, f->manager, OWN, one (set_op ("placement", placement, AT (f->world.head), "subject", f->unit_a, NULL))),
          REJECTED, "bad_reference");

  expect (push (f, f->manager, OWN, one (relais_op_new_remove (subjects, subject, AT (f->world.head)))), REJECTED, "referred");
  expect (push (f, f->manager, OWN, mutate (relais_op_new_remove (subjects, subject, AT (f->world.head)),
                                            set_op ("placement", placement, AT (f->world.head), "note", "x", NULL))),
                                                    REJECTED, "referred");
  expect (push (f, f->manager, OWN, mutate (relais_op_new_remove (subjects, subject, AT (f->world.head)),
                                            relais_op_new_remove (placements, placement, AT (f->world.head)))), APPLIED, NULL);
}

/* A parent is not removed under a child that the same mutation gives it. */
static void
test_removed_under_child (Fixture *f, gconstpointer data)
{
  g_autofree char *subject = add_subject (f, OTHER, NULL);
  g_autofree char *placement = relais_id_new ();

  expect (push (f, f->manager, OWN, mutate (relais_op_new_remove (relais_kind_lookup ("subject"), subject, AT (f->world.head)),
                                            set_op ("placement", placement, CREATION, "subject", subject, "channel", f->channel,
                                                    "state", "idea", NULL))), REJECTED, "referred");
}

/* What a correspondent wrote is theirs until it is approved, and again when it is given back. */
static void
test_settled (Fixture *f, gconstpointer data)
{
  const char *units[] = { f->unit_a, NULL };
  g_autofree char *account = relais_id_new ();
  g_autofree char *person = relais_id_new ();
  g_autofree char *article = relais_id_new ();
  g_autofree char *placement = relais_id_new ();
  g_autofree char *subject = add_subject (f, OTHER, NULL);
  g_autoptr (RelaisAccess) author = relais_access_new (account, RELAIS_ROLE_CORRESPONDENT, person, units);

  expect (push (f, f->manager, OWN, one (set_op ("person", person, CREATION, "last_name", "Petit", NULL))), APPLIED, NULL);
  expect (push (f, author, OTHER, one (set_op ("article", article, CREATION, "title", "T", "author", person, NULL))), APPLIED, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("placement", placement, CREATION, "subject", subject, "channel", f->channel, "state",
                                                 "review", "article", article, NULL))), APPLIED, NULL);
  expect (push (f, author, OTHER, one (set_op ("article", article, AT (f->world.head), "body", "one", NULL))), APPLIED, NULL);

  expect (push (f, f->manager, OWN, one (set_op ("placement", placement, AT (f->world.head), "state", "approved", NULL))), APPLIED, NULL);
  expect (push (f, author, OTHER, one (set_op ("article", article, AT (f->world.head), "body", "two", NULL))), REJECTED, "forbidden");
  expect (push (f, f->manager, OWN, one (set_op ("article", article, AT (f->world.head), "body", "three", NULL))), APPLIED, NULL);

  expect (push (f, f->manager, OWN, one (set_op ("placement", placement, AT (f->world.head), "state", "writing", NULL))), APPLIED, NULL);
  expect (push (f, author, OTHER, one (set_op ("article", article, AT (f->world.head), "body", "four", NULL))), APPLIED, NULL);
}

/* A correspondent's images are theirs, those of others are not. */
static void
test_media_owner (Fixture *f, gconstpointer data)
{
  const char *units[] = { f->unit_a, NULL };
  g_autofree char *account = relais_id_new ();
  g_autofree char *person = relais_id_new ();
  g_autofree char *theirs = relais_id_new ();
  g_autofree char *mine = relais_id_new ();
  g_autofree char *hash = g_strnfill (64, 'a');
  g_autoptr (RelaisAccess) author = relais_access_new (account, RELAIS_ROLE_CORRESPONDENT, person, units);

  g_hash_table_add (f->world.blobs, hash);
  expect (push (f, f->manager, OWN, one (set_op ("person", person, CREATION, "last_name", "Petit", NULL))), APPLIED, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("media", theirs, CREATION, "hash", hash, "name", "a.png", NULL))), APPLIED, NULL);
  expect (push (f, author, OTHER, one (set_op ("media", theirs, AT (f->world.head), "alternative", "x", NULL))), REJECTED, "forbidden");
  expect (push (f, author, OTHER, one (set_op ("media", theirs, AT (f->world.head), "owner", person, NULL))), REJECTED, "forbidden");
  expect (push (f, author, OTHER, one (set_op ("media", mine, CREATION, "hash", hash, "name", "b.png", NULL))), REJECTED, "forbidden");
  expect (push (f, author, OTHER, one (set_op ("media", mine, CREATION, "hash", hash, "name", "b.png", "owner", person, NULL))),
          APPLIED, NULL);
  expect (push (f, author, OTHER, one (set_op ("media", mine, AT (f->world.head), "alternative", "x", NULL))), APPLIED, NULL);
}

static void
test_unique (Fixture *f, gconstpointer data)
{
  g_autofree char *a = relais_id_new ();
  g_autofree char *b = relais_id_new ();

  expect (push (f, f->manager, OWN, mutate (set_op ("setting", a, CREATION, "key", "zone", NULL),
                                            set_op ("setting", b, CREATION, "key", "zone", NULL))), REJECTED, "not_unique");
  expect (push (f, f->manager, OWN, one (set_op ("setting", a, CREATION, "key", "zone", NULL))), APPLIED, NULL);
  expect (push (f, f->manager, OWN, one (set_op ("setting", b, CREATION, "key", "zone", NULL))), REJECTED, "not_unique");
  expect (push (f, f->manager, OWN, one (set_op ("setting", a, AT (f->world.head), "key", "zone", "value", "A", NULL))),
          APPLIED, NULL);
}

static void
test_blobs (Fixture *f, gconstpointer data)
{
  g_autofree char *id = relais_id_new ();
  g_autofree char *hash = g_strnfill (64, 'a');

  expect (push (f, f->manager, OWN, one (set_op ("media", id, CREATION, "hash", hash, "name", "a.png", NULL))),
          REJECTED, "missing_blob");
  g_hash_table_add (f->world.blobs, hash);
  expect (push (f, f->manager, OWN, one (set_op ("media", id, CREATION, "hash", hash, "name", "a.png", NULL))), APPLIED, NULL);
}

/* ---- rights ---- */

/* What an account may not see answers exactly as what does not exist. */
static void
test_isolation (Fixture *f, gconstpointer data)
{
  g_autofree char *hidden = add_subject (f, OTHER, f->unit_b);
  g_autofree char *never = relais_id_new ();
  g_autofree char *mine = add_subject (f, OTHER, f->unit_a);
  const RelaisKind *kind = relais_kind_lookup ("subject");
  g_autofree char *hidden_person = relais_id_new ();
  const char *ids[] = { hidden, never };
  const char *people[] = { hidden_person, never };

  expect (push (f, f->manager, OTHER, one (set_op ("person", hidden_person, CREATION, "last_name", "Caché", "unit", f->unit_b,
                                                      NULL))), APPLIED, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      guint64 seen = f->world.head;

      expect_current (push (f, f->correspondent, OTHER, one (set_op ("subject", ids[i], AT (1), "note", "x", NULL))), 0);
      expect (push (f, f->correspondent, OTHER, one (relais_op_new_remove (kind, ids[i], AT (1)))), NOOP, NULL);
      expect_current (push (f, f->correspondent, OTHER, mutate (set_op ("subject", mine, AT (seen), "note", "x", NULL),
                                                                set_op ("subject", ids[i], AT (seen), "note", "x", NULL))), 1);
      /* A reference does not tell either. */
      expect (push (f, f->correspondent, OTHER, one (set_op ("subject", mine, AT (seen), "proposed_by", people[i], NULL))),
              REJECTED, "bad_reference");
    }
  expect (push (f, f->correspondent, OTHER, one (set_op ("subject", hidden, CREATION, "title", "x", "state", "proposed", "unit",
                                                            f->unit_a, NULL))), REJECTED, "forbidden");
}

static void
test_rights (Fixture *f, gconstpointer data)
{
  g_autofree char *mine = add_subject (f, OTHER, f->unit_a);
  g_autofree char *proposed = relais_id_new ();
  guint64 seen = f->world.head;

  expect (push (f, f->correspondent, OTHER, one (set_op ("subject", mine, AT (seen), "state", "kept", NULL))),
          REJECTED, "bad_transition");
  /* Not out of one's own unit, and not into another's. */
  expect (push (f, f->correspondent, OTHER, one (set_op ("subject", mine, AT (seen), "unit", f->unit_b, NULL))),
          REJECTED, "forbidden");
  expect (push (f, f->correspondent, OTHER, one (set_op ("subject", proposed, CREATION, "title", "x", "state", "proposed", "unit",
                                                            f->unit_b, NULL))), REJECTED, "forbidden");
  expect (push (f, f->correspondent, OTHER, one (set_op ("subject", proposed, CREATION, "title", "x", "state", "proposed", "unit",
                                                            f->unit_a, NULL))), APPLIED, NULL);
  /* Somebody else moved it meanwhile: that is what the person is told, not that the step is not theirs. */
  expect (push (f, f->manager, OTHER, one (set_op ("subject", mine, AT (seen), "state", "refused", NULL))), APPLIED, NULL);
  expect_current (push (f, f->correspondent, OTHER, one (set_op ("subject", mine, AT (seen), "state", "kept", NULL))), 1);
}

#define ADD(path, func) g_test_add ("/decide/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("no_silent_loss/fields-apart", test_fields_apart);
  ADD ("no_silent_loss/emptied", test_emptied);
  ADD ("no_silent_loss/own-base", test_own_base);
  ADD ("per_client_order/failed-base", test_failed_base);
  ADD ("creation", test_creation);
  ADD ("whole", test_whole);
  ADD ("deletion", test_deletion);
  ADD ("atomic_groups", test_atomic_groups);
  ADD ("referential", test_referential);
  ADD ("referential/removed-under-child", test_removed_under_child);
  ADD ("unique", test_unique);
  ADD ("settled", test_settled);
  ADD ("media-owner", test_media_owner);
  ADD ("blobs", test_blobs);
  ADD ("isolation", test_isolation);
  ADD ("rights", test_rights);

  return g_test_run ();
}
