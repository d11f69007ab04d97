/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-report.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* RelaisAnswerFile: a file of answers that was analysed on this computer. It is neither kept nor sent: it is gone with this object. */
#define RELAIS_TYPE_ANSWER_FILE (relais_answer_file_get_type ())
G_DECLARE_FINAL_TYPE (RelaisAnswerFile, relais_answer_file, RELAIS, ANSWER_FILE, GObject)

const char   *relais_answer_file_get_name   (RelaisAnswerFile *self);
RelaisReport *relais_answer_file_get_report (RelaisAnswerFile *self);   /* lent */

/**
 * relais_answer_file_report:
 * @bytes: a CSV file
 * @units: (nullable) (element-type RelaisRecord): the organisation, for headcounts
 *
 * The rules of disclosure are those of a survey. Any thread.
 *
 * Returns: (transfer full): or %NULL with a sentence for a person in @error
 */
RelaisReport *relais_answer_file_report     (GBytes *bytes, GPtrArray *units, GError **error);

/* The same on a thread of its own, with the organisation of @store. @name: of the file */
void              relais_answer_file_analyse_async  (RelaisStore *store, const char *name, GBytes *bytes, GCancellable *cancellable,
                                                     GAsyncReadyCallback callback, gpointer user_data);
RelaisAnswerFile *relais_answer_file_analyse_finish (GAsyncResult *result, GError **error);

G_END_DECLS
