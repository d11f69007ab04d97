/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <json-glib/json-glib.h>

#include "relais-day.h"
#include "relais-plan-filter.h"
#include "relais-plan-sheet.h"

G_BEGIN_DECLS

/* RelaisPlanView: one way to look at the plan. The page owns what all views share: the filter, the day one looks at, and the
 * placement that is open beside the view; it shows one view at a time.
 *
 *   page ── set_filter, go_to, choose ──→ view ── "open", "changed" ──→ page
 *
 * Signals:
 *   "open" (const char *subject, const char *placement): to be shown beside the view
 *   "changed": get_day() or dup_options() give something else now: worth remembering
 */
#define RELAIS_TYPE_PLAN_VIEW (relais_plan_view_get_type ())
G_DECLARE_INTERFACE (RelaisPlanView, relais_plan_view, RELAIS, PLAN_VIEW, GtkWidget)

struct _RelaisPlanViewInterface
{
  GTypeInterface parent;

  void        (*set_filter)  (RelaisPlanView *self, const RelaisPlanFilter *filter);
  void        (*set_active)  (RelaisPlanView *self, gboolean active);
  void        (*choose)      (RelaisPlanView *self, const char *placement);
  void        (*go_to)       (RelaisPlanView *self, RelaisDay day);
  gboolean    (*carry)       (RelaisPlanView *self, GPtrArray *placements, GtkWidget *from);
  RelaisDay   (*get_day)     (RelaisPlanView *self);
  gboolean    (*get_period)  (RelaisPlanView *self, RelaisDay *first, RelaisDay *last);
  void        (*describe)    (RelaisPlanView *self, RelaisPlanSheetRequest *request);
  JsonObject *(*dup_options) (RelaisPlanView *self);
  void        (*set_options) (RelaisPlanView *self, JsonObject *options);
};

void        relais_plan_view_set_filter  (RelaisPlanView *self, const RelaisPlanFilter *filter);
/* A view that is not in sight does not follow changes; it catches up when it comes back. */
void        relais_plan_view_set_active  (RelaisPlanView *self, gboolean active);
/* Highlights the placement that is open beside the view; NULL: none. */
void        relais_plan_view_choose      (RelaisPlanView *self, const char *placement);
/* Brings @day into sight; views without days stay as they are. */
void        relais_plan_view_go_to       (RelaisPlanView *self, RelaisDay day);
/* Placements that were picked up elsewhere with the keyboard are carried on in the view, to be dropped on a day. FALSE: the view has no
 * days. @from: where the focus goes back to on Escape. */
gboolean    relais_plan_view_carry       (RelaisPlanView *self, GPtrArray *placements, GtkWidget *from);
/* The day one looks at, for the view that comes next; RELAIS_DAY_NONE where there is none. */
RelaisDay   relais_plan_view_get_day     (RelaisPlanView *self);
/* First and last day shown, for printing and exporting what is seen; FALSE where the view has no period. */
gboolean    relais_plan_view_get_period  (RelaisPlanView *self, RelaisDay *first, RelaisDay *last);
/* What is shown, as paper and files are to show it: view, rows, days, record, and a period that is not get_period(); not the filter.
 * Views that do not say are lists of their period. What is borrowed lasts until the view changes. */
void        relais_plan_view_describe    (RelaisPlanView *self, RelaisPlanSheetRequest *request);
/* What was chosen in the view itself (scale, rows …), as window state and saved views keep it. (transfer full), never NULL */
JsonObject *relais_plan_view_dup_options (RelaisPlanView *self);
/* What is not understood is passed over. */
void        relais_plan_view_set_options (RelaisPlanView *self, JsonObject *options);

/* For implementations. */
void        relais_plan_view_emit_open    (RelaisPlanView *self, const char *subject, const char *placement);
void        relais_plan_view_emit_changed (RelaisPlanView *self);

G_END_DECLS
