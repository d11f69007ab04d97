/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sim"

/* A real workspace, and in place of RelaisSyncer the same conversation (core/remote/relais-pass.c) in virtual time: one thing a
 * turn, send what waits, otherwise take the next page, until neither is left. */

#include "sim.h"

#include <string.h>

#include "relais-identity.h"
#include "relais-json.h"

#define PAGE_LIMIT   25
#define BATCH_OPS    60
#define BATCH_BYTES  (256 * 1024)
#define TIMEOUT_MS   20000
#define MOST_RETRY_MS 60000
#define MAX_ANSWER   (64 * 1024 * 1024)
#define MOST_STALLS  20

/* A text on its way. */
typedef struct {
  guint64 request;
  char    text[];
} Message;

static Message *
make_message (guint64     request,
              const char *text)
{
  gsize length = strlen (text) + 1;
  Message *message = g_malloc (sizeof (Message) + length);

  message->request = request;
  memcpy (message->text, text, length);

  return message;
}

/* ---- network ---- */

static gint64
make_delay (Sim *sim)
{
  if (sim->calm || !sim_chance (sim, 15))
    return 5 + sim_below (sim, 200);
  sim->report->n_faults++;

  /* Late: now and then later than the client waits, so that it meets the next try or even the one after. */
  return sim_below (sim, 3 * TIMEOUT_MS);
}

/* Perhaps once, perhaps never, perhaps twice, perhaps only the beginning of it. */
static void
transmit (Sim          *sim,
          SimClient    *client,
          guint64       request,
          const char   *text,
          SimEventFunc  arrive)
{
  Message *message = make_message (request, text);

  sim->report->n_messages++;
  if (sim->calm)
    {
      sim_at (sim, make_delay (sim), arrive, client, message);
      return;
    }
  if (sim_chance (sim, 30))
    {
      message->text[sim_below (sim, strlen (text))] = '\0';
      sim->report->n_faults++;
    }
  if (sim_chance (sim, 20))
    {
      sim_at (sim, make_delay (sim), arrive, client, make_message (request, text));
      sim->report->n_faults++;
    }
  if (!client->online || sim_chance (sim, 20))
    {
      sim->report->n_faults++;
      g_free (message);
      return;
    }
  sim_at (sim, make_delay (sim), arrive, client, message);
}

static void answer_cb (Sim *sim, SimClient *client, gpointer data);

static void
request_cb (Sim       *sim,
            SimClient *client,
            gpointer   data)
{
  const Message *message = data;
  g_autofree char *answer = sim_server_answer (sim, message->text);

  transmit (sim, client, message->request, answer, answer_cb);
}

/* ---- the conversation ---- */

static void
retry_later (Sim       *sim,
             SimClient *client)
{
  guint most = MIN (MOST_RETRY_MS, 1000u << MIN (client->failures, 6));

  client->request = 0;
  client->failures++;
  sim_client_kick (sim, client, 1 + (sim->calm ? sim_below (sim, 1000) : sim_below (sim, most)));
}

static void
timeout_cb (Sim       *sim,
            SimClient *client,
            gpointer   data)
{
  if (client->request != *(guint64 *) data)
    return;
  sim_note (sim, "client %u gives up waiting", client->index);
  retry_later (sim, client);
}

static void
send_request (Sim        *sim,
              SimClient  *client,
              JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_object_set_int_member (object, "account", client->account);
  json_object_set_string_member (object, "client", relais_workspace_get_client (client->workspace));
  json_node_take_object (node, object);
  text = json_to_string (node, FALSE);
  client->request = ++sim->n_events;
  client->is_push = json_object_has_member (object, "mutations");
  sim_note (sim, "client %u %s %" G_GSIZE_FORMAT " bytes", client->index, client->is_push ? "pushes" : "pulls", strlen (text));
  sim_at (sim, TIMEOUT_MS, timeout_cb, client, g_memdup2 (&client->request, sizeof (guint64)));
  transmit (sim, client, client->request, text, request_cb);
}

static void
send_push (Sim        *sim,
           SimClient  *client,
           const char *epoch,
           GPtrArray  *batch)
{
  JsonObject *object = json_object_new ();
  JsonArray *mutations = json_array_new ();

  for (guint i = 0; i < batch->len; i++)
    json_array_add_object_element (mutations, relais_mutation_to_json (g_ptr_array_index (batch, i)));
  json_object_set_string_member (object, "epoch", epoch);
  json_object_set_array_member (object, "mutations", mutations);
  send_request (sim, client, object);
}

static void
send_pull (Sim        *sim,
           SimClient  *client,
           const char *cursor)
{
  JsonObject *object = json_object_new ();

  if (cursor)
    json_object_set_string_member (object, "cursor", cursor);
  json_object_set_int_member (object, "limit", 1 + sim_below (sim, PAGE_LIMIT));
  json_object_set_boolean_member (object, "digest", sim->calm || sim_chance (sim, 3));
  send_request (sim, client, object);
}

static void
converse_cb (Sim       *sim,
             SimClient *client,
             gpointer   data)
{
  g_autofree char *epoch = NULL;
  g_autofree char *cursor = NULL;
  g_autoptr (GPtrArray) batch = NULL;
  g_autoptr (GError) error = NULL;

  if (client->request)
    return;
  sim_client_enter (sim, client);
  epoch = relais_workspace_dup_epoch (client->workspace);
  cursor = relais_workspace_dup_cursor (client->workspace);
  if (!cursor)
    client->whole = client->pull_due = TRUE;
  if (!client->whole && epoch && cursor)
    batch = relais_workspace_take_outbox (client->workspace, BATCH_OPS, BATCH_BYTES, &error);
  g_assert_no_error (error);

  if (batch && batch->len)
    send_push (sim, client, epoch, batch);
  else if (client->pull_due)
    send_pull (sim, client, cursor);
}

static void
start_resync (Sim       *sim,
              SimClient *client)
{
  g_autoptr (GError) error = NULL;

  sim->report->n_resyncs++;
  client->whole = client->pull_due = TRUE;
  client->page_seq = 0;
  relais_workspace_begin_resync (client->workspace, &error);
  g_assert_no_error (error);
  sim_client_kick (sim, client, 1);
}

static void
watch_order (Sim        *sim,
             SimClient  *client,
             RelaisPage *page)
{
  guint64 last = client->page_seq;

  for (guint i = 0; i < page->records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (page->records, i);
      guint64 seq = relais_record_get_seq (record);

      if (seq <= client->page_seq)
        sim_fail (sim, "no_half_page", "seq %" G_GUINT64_FORMAT " goes on in the next page", seq);
      if (seq < last)
        sim_fail (sim, "gap_free_cursor", "a page is not in order");
      last = seq;
      g_hash_table_add (client->shown, g_strdup (relais_record_get_id (record)));
    }
  client->page_seq = last;
}

/* Whatever of mine waits: what I know of the back end is what was there when the reading ended, nothing was passed over. */
static void
check_reading (Sim        *sim,
               SimClient  *client,
               RelaisPage *page)
{
  g_autofree char *digest = NULL;

  if (!page->digest || page->more)
    return;
  digest = relais_workspace_dup_digest (client->workspace);
  if (!g_str_equal (digest, page->digest))
    sim_fail (sim, "gap_free_cursor", "client %u read to %" G_GUINT64_FORMAT " and lacks something", client->index, page->head);
}

/* As RelaisSyncLoop does when a pass ends. Not sooner: a job that changes after everything is asked for and before the first page
 * is made changes what comes, and no 410 tells of it. */
static void
follow_rights (Sim        *sim,
               SimClient  *client,
               const char *identity)
{
  g_autoptr (RelaisAccess) access = relais_identity_parse (identity);

  if (g_str_equal (relais_access_get_hash (access), relais_access_get_hash (client->access)))
    return;
  sim_note_shape (sim, "client %u is a %s", client->index, relais_role_to_string (relais_access_get_role (access)));
  relais_access_unref (client->access);
  client->access = g_steal_pointer (&access);
}

static void
take_page (Sim        *sim,
           SimClient  *client,
           JsonObject *body,
           const char *identity)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisPage) page = relais_page_from_json (body, &error);
  gboolean digest_matches = TRUE;

  g_assert_no_error (error);
  watch_order (sim, client, page);
  if (!relais_workspace_apply_page (client->workspace, page, &digest_matches, NULL, &error))
    {
      sim_note (sim, "client %u: %s", client->index, error->message);
      if (!g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_EPOCH))
        sim_fail (sim, "queue_liveness", "client %u cannot take a page: %s", client->index, error->message);
      start_resync (sim, client);
      return;
    }
  sim_note_shape (sim, "client %u takes %u and %u to %" G_GUINT64_FORMAT "%s", client->index, page->records->len, page->gone->len,
                  page->head, page->more ? ", more" : "");
  if (!digest_matches)
    {
      sim_fail (sim, "digest", "client %u differs at head %" G_GUINT64_FORMAT, client->index, page->head);
      return;
    }
  check_reading (sim, client, page);
  client->pull_due = page->more;
  client->has_news = client->has_news || page->records->len || page->gone->len;
  if (!page->more)
    {
      client->whole = client->is_new = FALSE;
      client->page_seq = 0;
      client->head = page->head;
      follow_rights (sim, client, identity);
      if (client->has_news)
        sim_ledger_check_groups (sim, client);
      client->has_news = FALSE;
    }
  sim_client_kick (sim, client, 1);
}

static void
take_push_result (Sim        *sim,
                  SimClient  *client,
                  JsonObject *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisPushResult) result = relais_push_result_from_json (body, &error);

  g_assert_no_error (error);
  client->pull_due = TRUE;
  client->stalls = result->outcomes->len ? 0 : client->stalls + 1;
  if (client->stalls > MOST_STALLS)
    sim_fail (sim, "queue_liveness", "client %u pushes what is never answered, expected %" G_GUINT64_FORMAT, client->index,
              result->expected_mid);
  if (relais_workspace_apply_push (client->workspace, result, NULL, &error))
    sim_client_kick (sim, client, 1);
  else if (g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_EPOCH))
    start_resync (sim, client);
  else
    sim_fail (sim, "queue_liveness", "client %u cannot take outcomes: %s", client->index, error->message);
}

static void
answer_cb (Sim       *sim,
           SimClient *client,
           gpointer   data)
{
  const Message *message = data;
  g_autoptr (JsonNode) node = relais_json_parse (message->text, -1, MAX_ANSWER, NULL);
  JsonObject *object = node ? json_node_get_object (node) : NULL;
  int status = object ? json_object_get_int_member (object, "status") : 0;

  /* Doubled, or later than the client waited. */
  if (client->request != message->request)
    return;
  sim_client_enter (sim, client);
  sim_note (sim, "client %u is answered %d", client->index, status);
  if (status == 422)
    sim_fail (sim, "idempotent_push", "client %u sent other content under a used mid", client->index);
  if (status != 200 && status != 410)
    {
      retry_later (sim, client);
      return;
    }
  client->request = 0;
  client->failures = 0;
  if (status == 410)
    start_resync (sim, client);
  else if (client->is_push)
    take_push_result (sim, client, json_object_get_object_member (object, "body"));
  else
    take_page (sim, client, json_object_get_object_member (object, "body"), json_object_get_string_member (object, "access"));
}

/* A look now and then, as the live stream's hint would make it. */
static void
look_cb (Sim       *sim,
         SimClient *client,
         gpointer   data)
{
  client->pull_due = TRUE;
  if (!sim->calm)
    client->online = client->online ? !sim_chance (sim, 12) : sim_chance (sim, 3);
  sim_client_kick (sim, client, 1);
  sim_at (sim, 1000 + sim_below (sim, 20000), look_cb, client, NULL);
}

void
sim_client_kick (Sim       *sim,
                 SimClient *client,
                 gint64     delay)
{
  sim_at (sim, delay, converse_cb, client, NULL);
}

void
sim_client_enter (Sim       *sim,
                  SimClient *client)
{
  sim_os_set_time (SIM_START + sim->now / 1000 + client->skew);
}

gboolean
sim_client_is_settled (Sim       *sim,
                       SimClient *client)
{
  RelaisQueueState state;
  g_autofree char *epoch = NULL;
  g_autofree char *own_epoch = NULL;
  guint64 head = 0;

  if (client->request || client->pull_due)
    return FALSE;
  own_epoch = relais_workspace_dup_epoch (client->workspace);
  relais_workspace_get_queue_state (client->workspace, &state);
  relais_log_get_state (sim->server->log, &epoch, &head, NULL);

  return state.waiting == 0 && client->head == head && g_strcmp0 (epoch, own_epoch) == 0;
}

/* As after a digest that did not match, or by hand. */
void
sim_client_resync (Sim       *sim,
                   SimClient *client)
{
  if (client->request)
    return;
  sim_client_enter (sim, client);
  start_resync (sim, client);
}

SimClient *
sim_client_new (Sim   *sim,
                guint  index)
{
  SimClient *client = g_new0 (SimClient, 1);
  g_autoptr (GError) error = NULL;

  client->index = index;
  /* In some runs everybody has two computers. */
  client->account = (sim->options.seed % 4 == 1 ? index / 2 : index) % sim->server->accounts->len;
  client->online = TRUE;
  /* From weeks late to weeks early. */
  client->skew = sim_below (sim, 5000000);
  client->skew = sim->options.true_clocks ? 0 : client->skew - 2500000;
  client->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  client->actions = g_array_new (FALSE, FALSE, sizeof (gint64));
  client->undone_ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  client->access = sim_server_get_access (sim->server, client->account);
  sim_client_enter (sim, client);
  client->path = index == 0 && sim->options.seed % 3 == 1 ? sim_make_path (sim, "workspace") : NULL;
  client->workspace = relais_workspace_open (client->path ? client->path : ":memory:", &error);
  g_assert_no_error (error);
  sim_at (sim, 1000, look_cb, client, NULL);

  return client;
}

void
sim_client_free (SimClient *client)
{
  relais_workspace_close (client->workspace);
  relais_access_unref (client->access);
  g_hash_table_unref (client->shown);
  g_array_unref (client->actions);
  g_ptr_array_unref (client->undone_ids);
  g_clear_pointer (&client->form, sim_form_free);
  g_free (client->path);
  g_free (client);
}
