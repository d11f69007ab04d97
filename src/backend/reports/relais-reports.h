/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-log.h"

G_BEGIN_DECLS

/**
 * relais_reports_refresh:
 * @answered: (nullable): survey whose answers changed; its report is computed in any case
 *
 * Brings the `report` records up to date: one for each survey that is open or closed, computed under the disclosure rule from the
 * answers, which never leave the back end; none for one that is in the bin. Surveys whose settings, questions, answers and organisation
 * are as they were when their report was made are passed over, so that it may be called after any change.
 *
 * Returns: %FALSE with a storage error; what was written before it stays
 */
gboolean relais_reports_refresh (RelaisLog *log, const char *answered, GError **error);

/* RelaisReporter: refreshes on its own thread, a moment after it was woken. */
typedef struct _RelaisReporter RelaisReporter;
RelaisReporter *relais_reporter_new  (RelaisLog *log);
/* Waits for the refresh that is under way. */
void            relais_reporter_free (RelaisReporter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisReporter, relais_reporter_free)
/* Something changed (any thread; call it from the log's listener and after an answer was saved). @answered as above. */
void            relais_reporter_wake (RelaisReporter *self, const char *answered);

G_END_DECLS
