/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-task.h"

#include "relais-format.h"

#include <string.h>

/* More than a person can do; what is left shows when these are done. */
#define MAX_OF_A_KIND 300

struct _RelaisTask
{
  GObject           parent_instance;

  RelaisTaskType    type;
  RelaisTaskSection section;
  char             *due;       /* owned, nullable */
  char             *title;     /* owned */
  char             *detail;    /* owned */
  char             *subject;   /* owned, nullable */
  RelaisRecord     *record;    /* owned, nullable */
  gint64            conflict;
};

G_DEFINE_FINAL_TYPE (RelaisTask, relais_task, G_TYPE_OBJECT)

typedef struct {
  RelaisWorkspace *workspace;
  RelaisRole       role;
  const char      *person;    /* nullable */
  const char      *today;
  const char      *meeting;   /* nullable: day of the next committee */
  gboolean         everyone;
  GPtrArray       *tasks;     /* element-type RelaisTask */
} Collection;

static char *
dup_title_of (RelaisWorkspace *workspace, const char *kind, const char *id)
{
  g_autoptr (RelaisRecord) record = id != NULL ? relais_workspace_lookup (workspace, kind, id) : NULL;
  return record != NULL ? relais_record_dup_title (record) : g_strdup ("");
}

static gboolean
is_mine (RelaisRecord *record, const char *field, const char *person)
{
  return person == NULL || g_strcmp0 (relais_record_get_string (record, field), person) == 0;
}

static gboolean
classify_placement (RelaisRecord *record, RelaisRole role, const char *person, RelaisTaskType *type, const char **due)
{
  const char *state = relais_record_get_string (record, "state");

  if (g_str_equal (state, "accepted") || g_str_equal (state, "writing"))
    {
      *type = RELAIS_TASK_WRITE;
      *due = relais_record_get_string (record, "copy_due");
      if (*due == NULL)
        *due = relais_record_get_string (record, "planned");
      return is_mine (record, "author", person);
    }
  if (g_str_equal (state, "review"))
    {
      *type = RELAIS_TASK_REVIEW;
      *due = relais_record_get_string (record, "planned");
      /* A text that nobody was named to review is the manager's affair. */
      return is_mine (record, "reviewer", person)
             || (role == RELAIS_ROLE_MANAGER && relais_record_get_string (record, "reviewer") == NULL);
    }
  *type = RELAIS_TASK_DECIDE;
  *due = relais_record_get_string (record, "planned");
  return role == RELAIS_ROLE_MANAGER && g_str_equal (state, "proposed");
}

/* Somebody is asked something: until it is settled. */
static gboolean
classify_comment (RelaisRecord *record, const char *person, RelaisTaskType *type)
{
  g_autofree const char **people = relais_record_dup_strv (record, "mentions");

  *type = RELAIS_TASK_ANSWER;
  return people[0] != NULL && !relais_record_get_boolean (record, "resolved") && (person == NULL || g_strv_contains (people, person));
}

static gboolean
classify_decision (RelaisRecord *record, const char *person, RelaisTaskType *type, const char **due)
{
  *type = RELAIS_TASK_CARRY_OUT;
  *due = relais_record_get_string (record, "due");
  return relais_record_get_string (record, "responsible") != NULL && *due != NULL && is_mine (record, "responsible", person);
}

static gboolean
classify_mandate (RelaisRecord *record, RelaisRole role, const char *person, RelaisTaskType *type, const char **due)
{
  gboolean proposed = g_strcmp0 (relais_record_get_string (record, "state"), "proposed") == 0;
  gboolean sheet = g_strcmp0 (relais_record_get_string (record, "sheet_state"), "sent") == 0;

  *type = RELAIS_TASK_VALIDATE;
  *due = proposed ? relais_record_get_string (record, "starts") : NULL;
  if (role == RELAIS_ROLE_CORRESPONDENT)
    return sheet && person != NULL && is_mine (record, "person", person);
  return (role == RELAIS_ROLE_MANAGER || role == RELAIS_ROLE_WEBMASTER) && (proposed || sheet);
}

/* From whom it is expected, when the list is everybody's. */
static char *
dup_who (Collection *collection, RelaisRecord *record, RelaisTaskType type)
{
  const char *field = type == RELAIS_TASK_WRITE ? "author" : type == RELAIS_TASK_REVIEW ? "reviewer"
                                                           : type == RELAIS_TASK_CARRY_OUT ? "responsible" : NULL;

  if (type == RELAIS_TASK_ANSWER)
    {
      g_autofree const char **people = relais_record_dup_strv (record, "mentions");
      return dup_title_of (collection->workspace, "person", people[0]);
    }
  return field != NULL ? dup_title_of (collection->workspace, "person", relais_record_get_string (record, field)) : g_strdup ("");
}

/* What more there is to say of it. */
static char *
dup_what (Collection *collection, RelaisRecord *record)
{
  const char *kind = relais_record_get_kind (record)->name;

  if (g_str_equal (kind, "placement"))
    return dup_title_of (collection->workspace, "channel", relais_record_get_string (record, "channel"));
  if (g_str_equal (kind, "comment"))
    {
      g_autofree char *author = dup_title_of (collection->workspace, "person", relais_record_get_string (record, "author"));
      g_autofree char *line = g_strdelimit (g_strdup (relais_record_get_string (record, "text")), "\n", ' ');
      return author[0] != '\0' ? g_strdup_printf ("%s: %s", author, line) : g_steal_pointer (&line);
    }
  if (g_str_equal (kind, "decision"))
    return g_strdup (relais_record_get_string (record, "reason") != NULL ? relais_record_get_string (record, "reason") : "");
  return dup_title_of (collection->workspace, "unit", relais_record_get_string (record, "unit"));
}

static char *
dup_detail (Collection *collection, RelaisRecord *record, RelaisTaskType type)
{
  g_autofree char *what = dup_what (collection, record);
  g_autofree char *who = collection->everyone ? dup_who (collection, record, type) : g_strdup ("");

  if (what[0] == '\0' || who[0] == '\0')
    return g_strconcat (who, what, NULL);
  return g_strdup_printf ("%s · %s", who, what);
}

/* A comment is about a subject, or about one of its placements. */
static char *
dup_subject_title (Collection *collection, RelaisRecord *record)
{
  g_autofree char *subject = relais_task_dup_subject (collection->workspace, record);
  return dup_title_of (collection->workspace, "subject", subject);
}

static char *
dup_title (Collection *collection, RelaisRecord *record)
{
  const char *kind = relais_record_get_kind (record)->name;

  if (g_str_equal (kind, "placement") || g_str_equal (kind, "comment") || g_str_equal (kind, "decision"))
    return dup_subject_title (collection, record);
  if (g_str_equal (kind, "mandate"))
    return dup_title_of (collection->workspace, "person", relais_record_get_string (record, "person"));
  return relais_record_dup_title (record);
}

/* A proposed subject is decided with all its placements: they are not listed one by one. */
static gboolean
is_decided_with_subject (Collection *collection, RelaisRecord *record)
{
  if (!g_str_equal (relais_record_get_kind (record)->name, "placement"))
    return FALSE;
  g_autoptr (RelaisRecord) subject = relais_workspace_lookup (collection->workspace, "subject",
                                                              relais_record_get_string (record, "subject"));
  return subject != NULL && g_strcmp0 (relais_record_get_string (subject, "state"), "proposed") == 0;
}

static void
add (Collection *collection, RelaisRecord *record)
{
  RelaisTaskType type;
  const char *due = NULL;

  if (!relais_task_classify (record, collection->role, collection->person, &type, &due)
      || (type == RELAIS_TASK_DECIDE && is_decided_with_subject (collection, record)))
    return;
  /* What is proposed is decided in the next committee, unless it is wanted earlier. */
  if (type == RELAIS_TASK_DECIDE && collection->meeting != NULL && (due == NULL || g_strcmp0 (collection->meeting, due) < 0))
    due = collection->meeting;

  RelaisTask *task = g_object_new (RELAIS_TYPE_TASK, NULL);
  task->type = type;
  task->due = g_strdup (due);
  /* A question has no day: it is for now. */
  task->section = type == RELAIS_TASK_ANSWER ? RELAIS_TASK_TODAY : relais_task_find_section (due, collection->today);
  task->title = dup_title (collection, record);
  task->detail = dup_detail (collection, record, type);
  task->subject = relais_task_dup_subject (collection->workspace, record);
  task->record = relais_record_ref (record);
  g_ptr_array_add (collection->tasks, task);
}

/* Takes @query. */
static void
add_query (Collection *collection, RelaisQuery *query)
{
  g_autoptr (RelaisQuery) limited = relais_query_limit (query, MAX_OF_A_KIND);
  g_autoptr (GPtrArray) records = relais_workspace_query (collection->workspace, limited, NULL);

  for (guint i = 0; records != NULL && i < records->len; i++)
    add (collection, g_ptr_array_index (records, i));
}

static RelaisQuery *
query_state (const char *kind, const char *field, const char *states)
{
  return relais_query_where (relais_query_new (relais_kind_lookup (kind)), field, RELAIS_MATCH_ONE_OF, states);
}

static void
add_placements (Collection *collection)
{
  RelaisQuery *writing = query_state ("placement", "state", "accepted|writing");
  RelaisQuery *review = query_state ("placement", "state", "review");

  if (collection->person != NULL)
    relais_query_where (writing, "author", RELAIS_MATCH_EQUAL, collection->person);
  if (collection->person != NULL && collection->role != RELAIS_ROLE_MANAGER)
    relais_query_where (review, "reviewer", RELAIS_MATCH_EQUAL, collection->person);
  add_query (collection, relais_query_order (writing, "copy_due", FALSE));
  add_query (collection, relais_query_order (review, "planned", FALSE));
}

/* What was said in the last months, and decisions until a week after their day: nothing tells that they were carried out. */
static void
add_said (Collection *collection)
{
  char since[RELAIS_DAY_SIZE];
  RelaisQuery *comments = relais_query_new (relais_kind_lookup ("comment"));
  RelaisQuery *decisions = relais_query_new (relais_kind_lookup ("decision"));

  if (collection->person != NULL)
    {
      relais_query_where (comments, "mentions", RELAIS_MATCH_CONTAINS, collection->person);
      relais_query_where (decisions, "responsible", RELAIS_MATCH_EQUAL, collection->person);
    }
  relais_day_print (relais_day_parse (collection->today) - 7, since);
  relais_query_where (decisions, "due", RELAIS_MATCH_AT_LEAST, since);
  add_query (collection, relais_query_order_latest (comments));
  add_query (collection, relais_query_order (decisions, "due", FALSE));
}

static void
add_conflicts (Collection *collection)
{
  g_autoptr (GPtrArray) conflicts = relais_workspace_list_conflicts (collection->workspace);

  for (guint i = 0; i < conflicts->len; i++)
    {
      const RelaisConflict *conflict = g_ptr_array_index (conflicts, i);
      g_autofree char *fields = relais_conflict_dup_fields (conflicts, i);
      if (fields == NULL)
        continue;
      g_autoptr (RelaisRecord) record = relais_workspace_lookup (collection->workspace, conflict->kind->name, conflict->record);
      RelaisTask *task = g_object_new (RELAIS_TYPE_TASK, NULL);
      task->type = RELAIS_TASK_SETTLE;
      task->section = RELAIS_TASK_TODAY;
      task->due = g_strdup (collection->today);
      task->title = record != NULL ? relais_workspace_dup_name (collection->workspace, record) : g_strdup ("");
      task->detail = g_steal_pointer (&fields);
      task->conflict = conflict->id;
      g_ptr_array_add (collection->tasks, task);
    }
}

static char *
find_meeting (RelaisWorkspace *workspace, const char *today)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("meeting"));

  relais_query_where (query, "on", RELAIS_MATCH_AT_LEAST, today);
  relais_query_limit (relais_query_order (query, "on", FALSE), 1);
  g_autoptr (GPtrArray) meetings = relais_workspace_query (workspace, query, NULL);
  if (meetings == NULL || meetings->len == 0)
    return NULL;
  return g_strdup (relais_record_get_string (g_ptr_array_index (meetings, 0), "on"));
}

/* By section, then day (those without one last), then kind of work, then title. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const RelaisTask *first = *(RelaisTask * const *) a, *second = *(RelaisTask * const *) b;

  if (first->section != second->section)
    return (int) first->section - (int) second->section;
  int by_day = g_strcmp0 (first->due != NULL ? first->due : "9999", second->due != NULL ? second->due : "9999");
  if (by_day != 0)
    return by_day;
  if (first->type != second->type)
    return (int) first->type - (int) second->type;
  return g_strcmp0 (first->title, second->title);
}

static void
relais_task_finalize (GObject *object)
{
  RelaisTask *self = RELAIS_TASK (object);

  g_free (self->due);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->subject);
  g_clear_pointer (&self->record, relais_record_unref);
  G_OBJECT_CLASS (relais_task_parent_class)->finalize (object);
}

static void
relais_task_class_init (RelaisTaskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = relais_task_finalize;
}

static void
relais_task_init (RelaisTask *self)
{
}

RelaisTaskType
relais_task_get_type_of (RelaisTask *self)
{
  return self->type;
}

RelaisTaskSection
relais_task_get_section (RelaisTask *self)
{
  return self->section;
}

const char *
relais_task_get_due (RelaisTask *self)
{
  return self->due;
}

const char *
relais_task_get_title (RelaisTask *self)
{
  return self->title;
}

const char *
relais_task_get_detail (RelaisTask *self)
{
  return self->detail;
}

RelaisRecord *
relais_task_get_record (RelaisTask *self)
{
  return self->record;
}

gint64
relais_task_get_conflict (RelaisTask *self)
{
  return self->conflict;
}

gboolean
relais_task_classify (RelaisRecord *record, RelaisRole role, const char *person, RelaisTaskType *type, const char **due)
{
  g_return_val_if_fail (record != NULL && type != NULL && due != NULL, FALSE);

  const RelaisKind *kind = relais_record_get_kind (record);

  *due = NULL;
  if (relais_record_get_boolean (record, "binned"))
    return FALSE;
  if (g_str_equal (kind->name, "placement"))
    return classify_placement (record, role, person, type, due);
  if (g_str_equal (kind->name, "mandate"))
    return classify_mandate (record, role, person, type, due);
  if (g_str_equal (kind->name, "comment"))
    return classify_comment (record, person, type);
  if (g_str_equal (kind->name, "decision"))
    return classify_decision (record, person, type, due);
  *type = RELAIS_TASK_DECIDE;
  return role == RELAIS_ROLE_MANAGER && g_str_equal (kind->name, "subject")
         && g_strcmp0 (relais_record_get_string (record, "state"), "proposed") == 0;
}

RelaisTaskSection
relais_task_find_section (const char *due, const char *today)
{
  char sunday[RELAIS_DAY_SIZE];

  if (due == NULL)
    return RELAIS_TASK_LATER;
  if (strcmp (due, today) < 0)
    return RELAIS_TASK_LATE;
  if (strcmp (due, today) == 0)
    return RELAIS_TASK_TODAY;
  relais_day_print (relais_day_monday (relais_day_parse (today)) + 6, sunday);
  return strcmp (due, sunday) <= 0 ? RELAIS_TASK_THIS_WEEK : RELAIS_TASK_LATER;
}

char *
relais_task_dup_subject (RelaisWorkspace *workspace, RelaisRecord *record)
{
  const RelaisKind *kind = relais_record_get_kind (record);

  if (g_str_equal (kind->name, "subject"))
    return g_strdup (relais_record_get_id (record));
  if (relais_kind_find_field (kind, "subject") >= 0 && relais_record_get_string (record, "subject") != NULL)
    return g_strdup (relais_record_get_string (record, "subject"));
  if (relais_kind_find_field (kind, "placement") < 0 || relais_record_get_string (record, "placement") == NULL)
    return NULL;
  g_autoptr (RelaisRecord) placement = relais_workspace_lookup (workspace, "placement", relais_record_get_string (record, "placement"));
  return placement != NULL ? g_strdup (relais_record_get_string (placement, "subject")) : NULL;
}

const char *
relais_task_get_subject (RelaisTask *self)
{
  return self->subject;
}

RelaisTaskRequest *
relais_task_request_new (RelaisAccess *access, const char *today, gboolean everyone)
{
  RelaisTaskRequest *self = g_new0 (RelaisTaskRequest, 1);

  self->access = relais_access_ref (access);
  g_strlcpy (self->today, today, sizeof self->today);
  self->everyone = everyone;
  return self;
}

void
relais_task_request_free (RelaisTaskRequest *self)
{
  relais_access_unref (self->access);
  g_free (self);
}

GPtrArray *
relais_tasks_collect (RelaisWorkspace *workspace, const RelaisTaskRequest *request)
{
  g_autofree char *meeting = find_meeting (workspace, request->today);
  Collection collection = {
    .workspace = workspace,
    .role = relais_access_get_role (request->access),
    .person = request->everyone ? NULL : relais_access_get_person (request->access),
    .everyone = request->everyone,
    .today = request->today,
    .meeting = meeting,
    .tasks = g_ptr_array_new_with_free_func (g_object_unref),
  };
  gboolean manager = collection.role == RELAIS_ROLE_MANAGER;

  add_conflicts (&collection);
  add_said (&collection);
  add_placements (&collection);
  if (manager)
    {
      add_query (&collection, relais_query_order (query_state ("placement", "state", "proposed"), "planned", FALSE));
      add_query (&collection, relais_query_order (query_state ("subject", "state", "proposed"), "proposed_on", FALSE));
    }
  if (manager || collection.role == RELAIS_ROLE_WEBMASTER)
    {
      add_query (&collection, query_state ("mandate", "state", "proposed"));
      add_query (&collection, relais_query_where (query_state ("mandate", "sheet_state", "sent"), "state", RELAIS_MATCH_NOT_EQUAL,
                                                  "proposed"));
    }
  else if (collection.role == RELAIS_ROLE_CORRESPONDENT)
    add_query (&collection, query_state ("mandate", "sheet_state", "sent"));
  g_ptr_array_sort (collection.tasks, compare);
  return collection.tasks;
}
