/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"
#include "relais-workspace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is expected from somebody. */
typedef enum {
  RELAIS_TASK_SETTLE,    /* a conflict */
  RELAIS_TASK_ANSWER,    /* a comment mentions them */
  RELAIS_TASK_CARRY_OUT, /* the committee put them in charge */
  RELAIS_TASK_WRITE,     /* copy due */
  RELAIS_TASK_REVIEW,
  RELAIS_TASK_DECIDE,    /* proposed, for the committee */
  RELAIS_TASK_VALIDATE,  /* a mandate or its sheet */
} RelaisTaskType;

/* Sections of the page, in their order. */
typedef enum { RELAIS_TASK_LATE, RELAIS_TASK_TODAY, RELAIS_TASK_THIS_WEEK, RELAIS_TASK_LATER } RelaisTaskSection;

/* RelaisTask: made on the store's thread, then never changes. */
#define RELAIS_TYPE_TASK (relais_task_get_type ())
G_DECLARE_FINAL_TYPE (RelaisTask, relais_task, RELAIS, TASK, GObject)

RelaisTaskType    relais_task_get_type_of  (RelaisTask *self);
RelaisTaskSection relais_task_get_section  (RelaisTask *self);
const char       *relais_task_get_due      (RelaisTask *self);   /* nullable */
const char       *relais_task_get_title    (RelaisTask *self);
const char       *relais_task_get_detail   (RelaisTask *self);   /* channel, unit…; "" */
RelaisRecord     *relais_task_get_record   (RelaisTask *self);   /* nullable for conflicts */
const char       *relais_task_get_subject  (RelaisTask *self);   /* nullable: what it is about */
gint64            relais_task_get_conflict (RelaisTask *self);   /* 0: not one */

/**
 * relais_task_classify:
 * @record: a placement, subject, mandate, comment or decision
 * @role: whose to-do list it is
 * @person: (nullable): the person of the account; %NULL: everything concerns them (this computer only, or an account without a
 * person)
 * @due: (out): a day, lent by @record; %NULL when it has none
 *
 * Returns: whether something is expected from them, with @type and @due
 */
gboolean          relais_task_classify     (RelaisRecord *record, RelaisRole role, const char *person, RelaisTaskType *type,
                                            const char **due);
/* @due: nullable */
RelaisTaskSection relais_task_find_section (const char *due, const char *today);

/* Whose list, on which day: made on the main thread, read on the workspace's. */
typedef struct {
  RelaisAccess *access;                  /* owned */
  char          today[RELAIS_DAY_SIZE];
  gboolean      everyone;                /* what is expected from anybody, and then the detail says from whom */
} RelaisTaskRequest;

RelaisTaskRequest *relais_task_request_new (RelaisAccess *access, const char *today, gboolean everyone);
void              relais_task_request_free (RelaisTaskRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisTaskRequest, relais_task_request_free)

/* Everything expected, in order. On the workspace's thread. (element-type RelaisTask) */
GPtrArray        *relais_tasks_collect     (RelaisWorkspace *workspace, const RelaisTaskRequest *request);

/* The subject that a placement, comment or decision is about. (transfer full) (nullable) */
char             *relais_task_dup_subject  (RelaisWorkspace *workspace, RelaisRecord *record);

G_END_DECLS
