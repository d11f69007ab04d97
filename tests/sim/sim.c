/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sim"

#include "sim.h"

#define PAUSE_OPS      400                      /* people rest after so many ops, and everything is checked */
#define SETTLE_MS      (G_GINT64_CONSTANT (6) * 3600 * 1000)
#define DISTURB_MS     35000

typedef struct {
  gint64        at;
  guint64       number;
  SimEventFunc  func;
  SimClient    *client;   /* borrowed, nullable */
  gpointer      data;     /* owned */
} Event;

static void
event_free (Event *event)
{
  g_free (event->data);
  g_free (event);
}

static int
compare_events_cb (gconstpointer a,
                   gconstpointer b,
                   gpointer      data)
{
  const Event *one = a;
  const Event *two = b;

  if (one->at != two->at)
    return one->at < two->at ? -1 : 1;

  return one->number < two->number ? -1 : one->number > two->number;
}

/* FALSE: nothing is left to happen. */
static gboolean
step (Sim *sim)
{
  GSequenceIter *first = g_sequence_get_begin_iter (sim->events);
  Event event;

  if (g_sequence_iter_is_end (first))
    return FALSE;
  event = *(Event *) g_sequence_get (first);
  ((Event *) g_sequence_get (first))->data = NULL;
  g_sequence_remove (first);

  sim->now = event.at;
  sim_os_set_time (SIM_START + sim->now / 1000);
  event.func (sim, event.client, event.data);
  g_free (event.data);

  return TRUE;
}

static void
note_line (Sim        *sim,
           const char *format,
           va_list     args,
           gboolean    shape)
{
  g_autofree char *text = g_strdup_vprintf (format, args);

  g_checksum_update (sim->trace, (const guchar *) text, -1);
  g_checksum_update (sim->trace, (const guchar *) "\n", 1);
  if (shape)
    {
      g_checksum_update (sim->shape, (const guchar *) text, -1);
      g_checksum_update (sim->shape, (const guchar *) "\n", 1);
    }
  if (sim->options.verbose)
    g_printerr ("%10.3f %s\n", sim->now / 1000.0, text);
}

static void
disturb_cb (Sim       *sim,
            SimClient *client,
            gpointer   data)
{
  if (!sim->calm)
    sim_server_disturb (sim);
  sim_at (sim, 1 + sim_below (sim, 2 * DISTURB_MS), disturb_cb, NULL, NULL);
}

static gboolean
all_settled (Sim *sim)
{
  for (guint i = 0; i < sim->clients->len; i++)
    if (!sim_client_is_settled (sim, g_ptr_array_index (sim->clients, i)))
      return FALSE;

  return TRUE;
}

/* Nobody works, the network is perfect: everything must come to rest by itself, and then all must be well. */
static void
rest (Sim *sim)
{
  gint64 start = sim->now;

  sim_note (sim, "rest");
  sim->calm = TRUE;
  for (guint i = 0; i < sim->clients->len; i++)
    {
      SimClient *client = g_ptr_array_index (sim->clients, i);

      client->online = TRUE;
      client->pull_due = TRUE;
      sim_client_kick (sim, client, 1 + i);
    }
  while (!sim_has_failed (sim) && !all_settled (sim))
    {
      if (!step (sim) || sim->now - start > SETTLE_MS)
        {
          sim_fail (sim, "queue_liveness", "queues did not empty in %" G_GINT64_FORMAT " virtual minutes",
                    (sim->now - start) / 60000);
          return;
        }
    }
  if (!sim_has_failed (sim))
    sim_check (sim);
  sim_note_shape (sim, "rested after %u ops", sim->report->n_ops);
  sim->calm = FALSE;
}

static void
sim_clear (Sim *sim)
{
  g_clear_pointer (&sim->events, g_sequence_free);
  g_clear_pointer (&sim->clients, g_ptr_array_unref);
  g_clear_pointer (&sim->server, sim_server_free);
  g_clear_pointer (&sim->ledger, sim_ledger_free);
  g_clear_pointer (&sim->random, g_rand_free);
  g_clear_pointer (&sim->trace, g_checksum_free);
  g_clear_pointer (&sim->shape, g_checksum_free);
}

void
sim_at (Sim          *sim,
        gint64        delay,
        SimEventFunc  func,
        SimClient    *client,
        gpointer      data)
{
  Event *event = g_new0 (Event, 1);

  *event = (Event) { sim->now + delay, ++sim->n_events, func, client, data };
  g_sequence_insert_sorted (sim->events, event, compare_events_cb, NULL);
}

gboolean
sim_chance (Sim   *sim,
            guint  n)
{
  return sim_below (sim, n) == 0;
}

guint
sim_below (Sim   *sim,
           guint  n)
{
  return n < 2 ? 0 : (guint) g_rand_int_range (sim->random, 0, n);
}

void
sim_note (Sim        *sim,
          const char *format,
          ...)
{
  va_list args;

  va_start (args, format);
  note_line (sim, format, args, FALSE);
  va_end (args);
}

void
sim_note_shape (Sim        *sim,
                const char *format,
                ...)
{
  va_list args;

  va_start (args, format);
  note_line (sim, format, args, TRUE);
  va_end (args);
}

void
sim_fail (Sim        *sim,
          const char *name,
          const char *format,
          ...)
{
  g_autofree char *what = NULL;
  va_list args;

  if (sim->report->failure)
    return;
  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  sim->report->failure = g_strdup_printf ("%s: %s (seed %" G_GUINT64_FORMAT ", after %u ops)", name, what, sim->options.seed,
                                          sim->report->n_ops);
  sim_note (sim, "FAILED %s", sim->report->failure);
}

gboolean
sim_has_failed (Sim *sim)
{
  return sim->report->failure != NULL;
}

void
sim_run (const SimOptions *options,
         SimReport        *report)
{
  Sim sim = { .options = *options, .report = report };
  guint next_rest = PAUSE_OPS;
  guint n_clients;

  *report = (SimReport) { 0 };
  sim.random = g_rand_new_with_seed_array ((guint32[]) { options->seed, options->seed >> 32 }, 2);
  sim.events = g_sequence_new ((GDestroyNotify) event_free);
  sim.trace = g_checksum_new (G_CHECKSUM_SHA256);
  sim.shape = g_checksum_new (G_CHECKSUM_SHA256);
  sim_os_seed (options->seed);
  sim_os_set_time (SIM_START);
  sim.ledger = sim_ledger_new ();
  sim.server = sim_server_new (&sim);
  sim.clients = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_client_free);
  n_clients = 2 + options->seed % 5;
  for (guint i = 0; i < n_clients; i++)
    g_ptr_array_add (sim.clients, sim_client_new (&sim, i));
  for (guint i = 0; i < n_clients; i++)
    {
      sim_client_kick (&sim, g_ptr_array_index (sim.clients, i), 1 + i);
      sim_user_start (&sim, g_ptr_array_index (sim.clients, i));
    }
  disturb_cb (&sim, NULL, NULL);

  while (!sim_has_failed (&sim) && report->n_ops < options->n_ops && step (&sim))
    if (report->n_ops >= next_rest)
      {
        rest (&sim);
        next_rest = report->n_ops + PAUSE_OPS;
      }
  if (!sim_has_failed (&sim))
    rest (&sim);

  report->trace = g_strdup (g_checksum_get_string (sim.trace));
  report->shape = g_strdup (g_checksum_get_string (sim.shape));
  sim_clear (&sim);
}

void
sim_report_clear (SimReport *report)
{
  g_clear_pointer (&report->trace, g_free);
  g_clear_pointer (&report->shape, g_free);
  g_clear_pointer (&report->failure, g_free);
}
