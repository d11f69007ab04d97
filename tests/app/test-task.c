/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-task.h"

#define TODAY "2026-11-21"   /* a Saturday */
#define ME    "01890000-0000-7000-8000-000000000001"
#define OTHER "01890000-0000-7000-8000-000000000002"

static RelaisRecord *
new_record (const char *kind, ...)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup (kind));
  g_autofree char *id = relais_id_new ();
  va_list args;

  va_start (args, kind);
  for (const char *name = va_arg (args, const char *); name != NULL; name = va_arg (args, const char *))
    relais_fields_set_string (fields, name, va_arg (args, const char *));
  va_end (args);
  fields->unset = 0;
  return relais_record_new (id, fields, 1, 1, NULL, 0);
}

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
  g_autoptr (RelaisRecord) mine = new_record ("placement", "state", "writing", "author", ME, "copy_due", "2026-11-24",
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

  g_assert_true (classify (new_record ("placement", "state", "review", "reviewer", ME, NULL), RELAIS_ROLE_EDITOR, ME, &type,
                           &due));
  g_assert_cmpint (type, ==, RELAIS_TASK_REVIEW);
  g_assert_false (classify (new_record ("placement", "state", "review", "reviewer", OTHER, NULL), RELAIS_ROLE_MANAGER, ME, &type,
                            &due));
  /* Nobody was named: the manager's. */
  g_assert_true (classify (new_record ("placement", "state", "review", NULL), RELAIS_ROLE_MANAGER, ME, &type, &due));
  g_assert_false (classify (new_record ("placement", "state", "review", NULL), RELAIS_ROLE_EDITOR, ME, &type, &due));
}

static void
test_decide (void)
{
  RelaisTaskType type;
  const char *due;

  g_assert_true (classify (new_record ("subject", "title", "x", "state", "proposed", NULL), RELAIS_ROLE_MANAGER, ME, &type,
                           &due));
  g_assert_cmpint (type, ==, RELAIS_TASK_DECIDE);
  g_assert_false (classify (new_record ("subject", "title", "x", "state", "kept", NULL), RELAIS_ROLE_MANAGER, ME, &type, &due));
  g_assert_false (classify (new_record ("subject", "title", "x", "state", "proposed", NULL), RELAIS_ROLE_EDITOR, ME, &type,
                            &due));
  g_assert_true (classify (new_record ("placement", "state", "proposed", NULL), RELAIS_ROLE_MANAGER, ME, &type, &due));
  g_assert_false (classify (new_record ("placement", "state", "published", NULL), RELAIS_ROLE_MANAGER, ME, &type, &due));
}

static void
test_validate (void)
{
  RelaisTaskType type;
  const char *due;

  g_assert_true (classify (new_record ("mandate", "state", "proposed", NULL), RELAIS_ROLE_WEBMASTER, ME, &type, &due));
  g_assert_cmpint (type, ==, RELAIS_TASK_VALIDATE);
  g_assert_false (classify (new_record ("mandate", "state", "proposed", NULL), RELAIS_ROLE_EDITOR, ME, &type, &due));
  g_assert_true (classify (new_record ("mandate", "state", "active", "sheet_state", "sent", NULL), RELAIS_ROLE_MANAGER, ME,
                           &type, &due));
  g_assert_false (classify (new_record ("mandate", "state", "active", "sheet_state", "signed", NULL), RELAIS_ROLE_MANAGER, ME,
                            &type, &due));
  /* A correspondent signs their own sheet and nobody else's. */
  g_assert_true (classify (new_record ("mandate", "state", "active", "sheet_state", "sent", "person", ME, NULL),
                           RELAIS_ROLE_CORRESPONDENT, ME, &type, &due));
  g_assert_false (classify (new_record ("mandate", "state", "active", "sheet_state", "sent", "person", OTHER, NULL),
                            RELAIS_ROLE_CORRESPONDENT, ME, &type, &due));
}

static void
test_bin (void)
{
  RelaisTaskType type;
  const char *due;
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));

  relais_fields_set_string (fields, "state", "proposed");
  relais_fields_set_boolean (fields, "binned", TRUE);
  g_assert_false (classify (relais_record_new (ME, fields, 1, 1, NULL, 0), RELAIS_ROLE_MANAGER, NULL, &type, &due));
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

static const char *
add (RelaisAction *action, const char *kind, RelaisRecord *record)
{
  const char *id = relais_action_create (action, NULL, relais_fields_copy (relais_record_get_fields (record)));
  relais_record_unref (record);
  return id;
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
  const char *channel = add (action, "channel", new_record ("channel", "name", "Zoom sur", "form", "feature", NULL));
  const char *subject = add (action, "subject", new_record ("subject", "title", "Vœux", "state", "kept", NULL));
  const char *proposed = add (action, "subject", new_record ("subject", "title", "Piscine", "state", "proposed", NULL));
  /* Decided with its subject: not a task of its own. */
  add (action, "placement", new_record ("placement", "subject", proposed, "channel", channel, "state", "proposed", NULL));
  add (action, "meeting", new_record ("meeting", "on", "2026-11-23", "state", "planned", NULL));
  add (action, "placement", new_record ("placement", "subject", subject, "channel", channel, "state", "writing",
                                        "copy_due", "2026-11-19", NULL));
  add (action, "placement", new_record ("placement", "subject", subject, "channel", channel, "state", "review",
                                        "planned", "2026-11-21", NULL));
  g_assert_true (relais_workspace_commit (workspace, access, action, NULL, NULL, &error));
  g_assert_no_error (error);

  g_autoptr (GPtrArray) tasks = relais_tasks_collect (workspace, access, TODAY);
  g_assert_cmpuint (tasks->len, ==, 3);
  RelaisTask *late = tasks->pdata[0], *today = tasks->pdata[1], *later = tasks->pdata[2];
  g_assert_cmpint (relais_task_get_section (late), ==, RELAIS_TASK_LATE);
  g_assert_cmpstr (relais_task_get_title (late), ==, "Vœux");
  g_assert_cmpstr (relais_task_get_detail (late), ==, "Zoom sur");
  g_assert_cmpint (relais_task_get_type_of (today), ==, RELAIS_TASK_REVIEW);
  g_assert_cmpstr (relais_task_get_title (later), ==, "Piscine");
  g_assert_cmpstr (relais_task_get_due (later), ==, "2026-11-23");
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
  return g_test_run ();
}
