/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-action.h"

G_BEGIN_DECLS

/* What a person did, as text: what was refused or gave way is kept like this, to be done once more. */

/* @ops: (element-type RelaisOp). (transfer full) */
char         *relais_ops_print        (GPtrArray *ops);
/* What makes a record of a kind that is one statement empties its other fields, should there be another statement by then. NULL: it is
 * not what was printed. (transfer full) (nullable) */
RelaisAction *relais_ops_parse        (const char *label, const char *text);

/* The same with the label: {"label", "ops"}. */
char         *relais_ops_print_action (const char *label, GPtrArray *ops);
RelaisAction *relais_ops_parse_action (const char *text /* nullable */);

G_END_DECLS
