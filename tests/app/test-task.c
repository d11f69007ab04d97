/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "make-record.h"
#include "relais-task.h"
#include "relais-week.h"

#define TODAY "2026-11-21"   /* a Saturday */
#define ME    "01890000-0000-7000-8000-000000000001"
#define OTHER "01890000-0000-7000-8000-000000000002"

static gboolean
classify (RelaisRecord *record, RelaisRole role, const char *person, RelaisTaskType *type, const char **due)
{
  gboolean expected = relais_task_classify (record, role, person, type, due);
  relais_record_unref (record);
  return expected;
}

static void
test_writing (void)
{
  RelaisTaskType type;
  const char *due;
  g_autoptr (RelaisRecord) mine = make_record ("placement", NULL, "state", "writing", "author", ME, "copy_due", "2026-11-24",
                                               "planned", "2026-11-27", NULL);

  g_assert_true (relais_task_classify (mine, RELAIS_ROLE_EDITOR, ME, &type, &due));
  g_assert_cmpint (type, ==, RELAIS_TASK_WRITE);
  g_assert_cmpstr (due, ==, "2026-11-24");
  g_assert_false (relais_task_classify (mine, RELAIS_ROLE_EDITOR, OTHER, &type, &due));
  /* On this computer only, everything is mine. */
  g_assert_true (relais_task_classify (mine, RELAIS_ROLE_MANAGER, NULL, &type, &due));
}

static void
test_review (void)
{
  RelaisTaskType type;
  const char *due;

  g_assert_true (classify (make_record ("placement", NULL, "state", "review", "reviewer", ME, NULL), RELAIS_ROLE_EDITOR, ME,
                           &type, &due));
  g_assert_cmpint (type, ==, RELAIS_TASK_REVIEW);
  g_assert_false (classify (make_record ("placement", NULL, "state", "review", "reviewer", OTHER, NULL), RELAIS_ROLE_MANAGER, ME,
                            &type, &due));
  /* Nobody was named: the manager's. */
  g_assert_true (classify (make_record ("placement", NULL, "state", "review", NULL), RELAIS_ROLE_MANAGER, ME, &type, &due));
  g_assert_false (classify (make_record ("placement", NULL, "state", "review", NULL), RELAIS_ROLE_EDITOR, ME, &type, &due));
}

static void
test_decide (void)
{
  RelaisTaskType type;
  const char *due;

  g_assert_true (classify (make_record ("subject", NULL, "title", "x", "state", "proposed", NULL), RELAIS_ROLE_MANAGER, ME, &type,
                           &due));
  g_assert_cmpint (type, ==, RELAIS_TASK_DECIDE);
  g_assert_false (classify (make_record ("subject", NULL, "title", "x", "state", "kept", NULL), RELAIS_ROLE_MANAGER, ME, &type,
                            &due));
  g_assert_false (classify (make_record ("subject", NULL, "title", "x", "state", "proposed", NULL), RELAIS_ROLE_EDITOR, ME, &type,
                            &due));
  g_assert_true (classify (make_record ("placement", NULL, "state", "proposed", NULL), RELAIS_ROLE_MANAGER, ME, &type, &due));
  g_assert_false (classify (make_record ("placement", NULL, "state", "published", NULL), RELAIS_ROLE_MANAGER, ME, &type, &due));
}

static void
test_validate (void)
{
  RelaisTaskType type;
  const char *due;

  g_assert_true (classify (make_record ("mandate", NULL, "state", "proposed", NULL), RELAIS_ROLE_WEBMASTER, ME, &type, &due));
  g_assert_cmpint (type, ==, RELAIS_TASK_VALIDATE);
  g_assert_false (classify (make_record ("mandate", NULL, "state", "proposed", NULL), RELAIS_ROLE_EDITOR, ME, &type, &due));
  g_assert_true (classify (make_record ("mandate", NULL, "state", "active", "sheet_state", "sent", NULL), RELAIS_ROLE_MANAGER, ME,
                           &type, &due));
  g_assert_false (classify (make_record ("mandate", NULL, "state", "active", "sheet_state", "signed", NULL), RELAIS_ROLE_MANAGER,
                            ME, &type, &due));
  /* A correspondent signs their own sheet and nobody else's. */
  g_assert_true (classify (make_record ("mandate", NULL, "state", "active", "sheet_state", "sent", "person", ME, NULL),
                           RELAIS_ROLE_CORRESPONDENT, ME, &type, &due));
  g_assert_false (classify (make_record ("mandate", NULL, "state", "active", "sheet_state", "sent", "person", OTHER, NULL),
                            RELAIS_ROLE_CORRESPONDENT, ME, &type, &due));
}

static void
test_bin (void)
{
  RelaisTaskType type;
  const char *due;

  g_assert_false (classify (make_record ("placement", NULL, "state", "proposed", "binned", "true", NULL), RELAIS_ROLE_MANAGER,
                            NULL, &type, &due));
}

static void
test_sections (void)
{
  g_assert_cmpint (relais_task_find_section ("2026-11-20", TODAY), ==, RELAIS_TASK_LATE);
  g_assert_cmpint (relais_task_find_section ("2026-11-21", TODAY), ==, RELAIS_TASK_TODAY);
  g_assert_cmpint (relais_task_find_section ("2026-11-22", TODAY), ==, RELAIS_TASK_THIS_WEEK);
  g_assert_cmpint (relais_task_find_section ("2026-11-23", TODAY), ==, RELAIS_TASK_LATER);
  g_assert_cmpint (relais_task_find_section (NULL, TODAY), ==, RELAIS_TASK_LATER);
}

/* As make_fields(). Returns: the id, which the action holds */
static const char *
add (RelaisAction *action, const char *kind, ...)
{
  va_list args;

  va_start (args, kind);
  RelaisFields *fields = make_fields_va (kind, args);
  va_end (args);
  return relais_action_create (action, NULL, fields);
}

/* The whole list, from a workspace: in order, with titles from the subject and the next committee as the date of decisions. */
static void
test_collect (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisWorkspace) workspace = relais_workspace_open (":memory:", &error);
  g_autoptr (RelaisAction) action = relais_action_new ("seed");
  g_autoptr (RelaisAccess) access = relais_access_new (NULL, RELAIS_ROLE_MANAGER, NULL, NULL);

  g_assert_no_error (error);
  const char *channel = add (action, "channel", "name", "Zoom sur", "form", "feature", NULL);
  const char *subject = add (action, "subject", "title", "Vœux", "state", "kept", NULL);
  const char *proposed = add (action, "subject", "title", "Piscine", "state", "proposed", NULL);
  /* Decided with its subject: not a task of its own. */
  add (action, "placement", "subject", proposed, "channel", channel, "state", "proposed", NULL);
  add (action, "meeting", "on", "2026-11-23", "state", "planned", NULL);
  add (action, "placement", "subject", subject, "channel", channel, "state", "writing", "copy_due", "2026-11-19", NULL);
  add (action, "placement", "subject", subject, "channel", channel, "state", "review", "planned", "2026-11-21", NULL);
  g_assert_true (relais_workspace_commit (workspace, access, action, NULL, NULL, &error));
  g_assert_no_error (error);

  g_autoptr (RelaisTaskRequest) request = relais_task_request_new (access, TODAY, FALSE);
  g_autoptr (GPtrArray) tasks = relais_tasks_collect (workspace, request);
  g_assert_cmpuint (tasks->len, ==, 3);
  RelaisTask *late = tasks->pdata[0], *today = tasks->pdata[1], *later = tasks->pdata[2];
  g_assert_cmpint (relais_task_get_section (late), ==, RELAIS_TASK_LATE);
  g_assert_cmpstr (relais_task_get_title (late), ==, "Vœux");
  g_assert_cmpstr (relais_task_get_detail (late), ==, "Zoom sur");
  g_assert_cmpint (relais_task_get_type_of (today), ==, RELAIS_TASK_REVIEW);
  g_assert_cmpstr (relais_task_get_title (later), ==, "Piscine");
  g_assert_cmpstr (relais_task_get_due (later), ==, "2026-11-23");
}

/* What somebody is asked in a comment is theirs until it is settled. */
static void
test_mention (void)
{
  RelaisTaskType type;
  const char *due;
  g_autoptr (RelaisRecord) comment = make_record ("comment", NULL, "text", "@Marie avec photo ?", "mentions", ME, NULL);
  g_autoptr (RelaisFields) settled = make_fields ("comment", "resolved", "true", NULL);

  g_assert_true (relais_task_classify (comment, RELAIS_ROLE_EDITOR, ME, &type, &due));
  g_assert_cmpint (type, ==, RELAIS_TASK_ANSWER);
  g_assert_null (due);
  g_assert_false (relais_task_classify (comment, RELAIS_ROLE_EDITOR, OTHER, &type, &due));
  g_assert_false (classify (relais_record_with (comment, settled), RELAIS_ROLE_EDITOR, ME, &type, &due));
}

static void
test_decision (void)
{
  RelaisTaskType type;
  const char *due;
  g_autoptr (RelaisRecord) decision = make_record ("decision", NULL, "responsible", ME, "due", "2026-11-27", "outcome", "kept",
                                                   NULL);

  g_assert_true (relais_task_classify (decision, RELAIS_ROLE_EDITOR, ME, &type, &due));
  g_assert_cmpint (type, ==, RELAIS_TASK_CARRY_OUT);
  g_assert_cmpstr (due, ==, "2026-11-27");
  g_assert_false (relais_task_classify (decision, RELAIS_ROLE_MANAGER, OTHER, &type, &due));
}

static void
add_placement (RelaisAction *action, const char *subject, const char *channel, const char *state, const char *planned,
               const char *due)
{
  add (action, "placement", "subject", subject, "channel", channel, "state", state, "planned", planned, "copy_due", due, NULL);
}

/* The week in a page: seven days back, seven ahead. */
static void
test_week (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisWorkspace) workspace = relais_workspace_open (":memory:", &error);
  g_autoptr (RelaisAction) action = relais_action_new ("seed");

  g_assert_no_error (error);
  const char *channel = add (action, "channel", "name", "Zoom sur", "form", "feature", NULL);
  const char *subject = add (action, "subject", "title", "Vœux", "state", "kept", NULL);
  const char *meeting = add (action, "meeting", "on", "2026-11-16", "state", "held", NULL);
  add (action, "subject", "title", "Piscine", "state", "proposed", "proposed_on", "2026-11-18", NULL);
  add (action, "subject", "title", "Ancien", "state", "proposed", "proposed_on", "2026-10-18", NULL);
  add (action, "decision", "meeting", meeting, "subject", subject, "outcome", "kept", NULL);
  add_placement (action, subject, channel, "published", "2026-11-17", NULL);
  add_placement (action, subject, channel, "published", "2026-11-10", NULL);
  add_placement (action, subject, channel, "approved", "2026-11-27", NULL);
  add_placement (action, subject, channel, "approved", "2026-11-28", NULL);
  add_placement (action, subject, channel, "writing", "2026-12-20", "2026-11-20");
  g_assert_true (relais_workspace_commit (workspace, NULL, action, NULL, NULL, &error));
  g_assert_no_error (error);

  g_autoptr (RelaisWeek) week = relais_week_collect (workspace, TODAY);
  for (guint i = 0; i < RELAIS_N_WEEK_PARTS; i++)
    g_assert_cmpuint (week->parts[i]->len, ==, 1);
  const RelaisWeekLine *late = g_ptr_array_index (week->parts[RELAIS_WEEK_LATE], 0);
  g_assert_cmpstr (late->title, ==, "Vœux");
  g_assert_cmpstr (late->detail, ==, "Zoom sur");
  g_assert_cmpstr (late->day, ==, "2026-11-20");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/task/writing", test_writing);
  g_test_add_func ("/app/task/review", test_review);
  g_test_add_func ("/app/task/decide", test_decide);
  g_test_add_func ("/app/task/validate", test_validate);
  g_test_add_func ("/app/task/bin", test_bin);
  g_test_add_func ("/app/task/sections", test_sections);
  g_test_add_func ("/app/task/collect", test_collect);
  g_test_add_func ("/app/task/mention", test_mention);
  g_test_add_func ("/app/task/decision", test_decision);
  g_test_add_func ("/app/task/week", test_week);
  return g_test_run ();
}
