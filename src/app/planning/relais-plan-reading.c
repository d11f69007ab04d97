/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-reading.h"

#include "relais-format.h"

typedef struct {
  RelaisPlanShape   shape;
  RelaisPlanFilter *filter;  /* owned */
  RelaisPlanBy      by;
  guint             most;
  RelaisDay         today;
} Request;

static void
free_request (gpointer data)
{
  relais_plan_filter_free (((Request *) data)->filter);
  g_free (data);
}

/* On the store's thread: a frame is a value, and making it takes as long as drawing it. */
static gpointer
read_func (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  Request *request = data;
  const RelaisPlanShape *shape = &request->shape;
  gboolean grid = relais_plan_scale_is_grid (shape->scale);
  RelaisDay last = relais_plan_shape_get_last (shape);
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_reader_calendar (workspace, error);
  g_autoptr (RelaisLoad) load = calendar != NULL && grid ? relais_plan_reader_load (workspace, shape->first, last, error) : NULL;
  g_autoptr (GPtrArray) campaigns = calendar != NULL && (!grid || load != NULL)
                                      ? relais_plan_reader_campaigns (workspace, shape->first, last, error) : NULL;
  RelaisPlanMatrix *matrix;

  if (campaigns == NULL)
    return NULL;
  matrix = relais_plan_reader_matrix (workspace, request->filter, request->by, shape->first, shape->n_columns, shape->days,
                                      request->most, error);
  if (matrix == NULL)
    return NULL;
  return relais_plan_frame_new (shape, request->today, matrix, calendar, load, g_steal_pointer (&campaigns), request->most == 0);
}

static gpointer
read_board_func (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  Request *request = data;
  RelaisPlanMatrix *matrix = relais_plan_reader_board (workspace, request->filter, request->by, request->most, error);

  return matrix != NULL ? relais_plan_frame_new_board (request->today, matrix) : NULL;
}

static Request *
new_request (const RelaisPlanFilter *filter, RelaisPlanBy by, guint most)
{
  Request *request = g_new0 (Request, 1);
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  request->filter = relais_plan_filter_copy (filter);
  request->by = by;
  request->most = most;
  request->today = relais_day_parse (today);
  return request;
}

void
relais_plan_reading_start (RelaisStore *store, const RelaisPlanShape *shape, const RelaisPlanFilter *filter, RelaisPlanBy by,
                           guint most, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Request *request = new_request (filter, relais_plan_scale_is_grid (shape->scale) ? by : RELAIS_PLAN_BY_NOTHING, most);

  request->shape = *shape;
  relais_store_read_async (store, read_func, request, free_request, (GDestroyNotify) relais_plan_frame_free, cancellable, callback,
                           user_data);
}

void
relais_plan_reading_start_board (RelaisStore *store, const RelaisPlanFilter *filter, RelaisPlanBy by, guint most,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  relais_store_read_async (store, read_board_func, new_request (filter, by, most), free_request,
                           (GDestroyNotify) relais_plan_frame_free, cancellable, callback, user_data);
}

RelaisPlanFrame *
relais_plan_reading_finish (RelaisStore *store, GAsyncResult *result, GError **error)
{
  return relais_store_run_finish (store, result, error);
}
