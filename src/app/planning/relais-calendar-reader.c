/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-calendar-reader.h"

#include "relais-calendar-days.h"
#include "relais-fetch.h"
#include "relais-format.h"

#include <glib/gi18n.h>

#define DATA_KEY "relais-calendar-reader"
/* A window that has just opened has better things to do. */
#define BEGIN_SECONDS 5
#define PAUSE_SECONDS 3600
#define DAY_SECONDS   86400

typedef struct {
  RelaisSession *session;  /* borrowed: owns this */
  GHashTable    *checks;   /* owned: id → Check */
  guint          timer;
} Reader;

/* How the last reading of an address went. */
typedef struct {
  gint64 at;       /* Unix seconds */
  char  *problem;  /* owned, nullable */
} Check;

/* A reading on its way. */
typedef struct {
  RelaisSession *session;  /* owned */
  char          *id;       /* owned */
} Reading;

static void
free_check (Check *check)
{
  g_free (check->problem);
  g_free (check);
}

static void
free_reading (Reading *reading)
{
  g_object_unref (reading->session);
  g_free (reading->id);
  g_free (reading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, free_reading)

static void
free_reader (Reader *reader)
{
  g_clear_handle_id (&reader->timer, g_source_remove);
  g_hash_table_unref (reader->checks);
  g_free (reader);
}

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static RelaisRecord *
lookup (RelaisSession *session, const char *id)
{
  return relais_store_lookup (relais_session_get_store (session), "calendar", id);
}

/* NULL: these are the days that the calendar has, or an error. */
static RelaisAction *
build_action (RelaisRecord *calendar, GBytes *bytes, GError **error)
{
  guint n = 0;
  g_autofree char *days = relais_calendar_days_read (bytes, relais_day_today (), &n, error);

  if (days == NULL || g_strcmp0 (days, relais_record_get_string (calendar, "days")) == 0)
    return NULL;
  g_autofree char *now = relais_instant_to_string (get_now ());
  g_autofree char *label = g_strdup_printf (ngettext ("Read %u day of “%s”", "Read %u entries of “%s”", n), n,
                                            relais_record_get_string (calendar, "name"));
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("calendar"));
  RelaisAction *action = relais_action_new (label);
  relais_fields_set_string (fields, "days", days);
  relais_fields_set_string (fields, "read_at", now);
  relais_action_update (action, relais_record_get_id (calendar), fields);
  return action;
}

static void
note (RelaisSession *session, const char *id, const GError *error)
{
  Reader *reader = g_object_get_data (G_OBJECT (session), DATA_KEY);
  Check *check;

  if (reader == NULL)
    return;
  check = g_new0 (Check, 1);
  check->at = get_now ();
  check->problem = error != NULL ? g_strdup (error->message) : NULL;
  g_hash_table_replace (reader->checks, g_strdup (id), check);
}

/* Nobody asked for it, so nobody is told and nothing is left to undo: the dialog of the calendar says how it went. */
static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = relais_fetch_finish (result, &error);
  g_autoptr (RelaisRecord) calendar = lookup (reading->session, reading->id);
  g_autoptr (RelaisAction) action = bytes != NULL && calendar != NULL ? build_action (calendar, bytes, &error) : NULL;

  note (reading->session, reading->id, error);
  if (action != NULL)
    relais_store_commit_async (relais_session_get_store (reading->session), action, NULL, NULL, NULL);
}

static gboolean
is_due (Reader *reader, RelaisRecord *calendar)
{
  const char *url = relais_record_get_string (calendar, "url");
  Check *check = g_hash_table_lookup (reader->checks, relais_record_get_id (calendar));

  if (url == NULL || url[0] == '\0' || !relais_access_may_edit (relais_session_get_access (reader->session), calendar, "days"))
    return FALSE;
  return check == NULL || check->problem != NULL || get_now () - check->at >= DAY_SECONDS;
}

/* Whoever has not seen what a colleague read would only make a conflict of it. */
static gboolean
stands_with_others (RelaisSession *session)
{
  RelaisSyncState state = relais_syncer_get_state (relais_session_get_syncer (session));

  return state == RELAIS_SYNC_OFF || state == RELAIS_SYNC_IDLE;
}

static void
look (Reader *reader)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("calendar"));
  g_autoptr (GPtrArray) calendars = NULL;

  if (!stands_with_others (reader->session))
    return;
  calendars = relais_store_query (relais_session_get_store (reader->session), query);
  for (guint i = 0; calendars != NULL && i < calendars->len; i++)
    {
      RelaisRecord *calendar = g_ptr_array_index (calendars, i);
      if (!is_due (reader, calendar))
        continue;
      Reading *reading = g_new0 (Reading, 1);
      reading->session = g_object_ref (reader->session);
      reading->id = g_strdup (relais_record_get_id (calendar));
      relais_fetch_async (relais_record_get_string (calendar, "url"), RELAIS_CALENDAR_MAX_BYTES, NULL, fetched_cb, reading);
    }
}

static gboolean
look_cb (gpointer user_data)
{
  look (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
begin_cb (gpointer user_data)
{
  Reader *reader = user_data;

  look (reader);
  reader->timer = g_timeout_add_seconds (PAUSE_SECONDS, look_cb, reader);
  return G_SOURCE_REMOVE;
}

void
relais_calendar_reader_begin (RelaisSession *session)
{
  g_return_if_fail (RELAIS_IS_SESSION (session));

  if (g_object_get_data (G_OBJECT (session), DATA_KEY) != NULL)
    return;
  Reader *reader = g_new0 (Reader, 1);
  reader->session = session;
  reader->checks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) free_check);
  reader->timer = g_timeout_add_seconds (BEGIN_SECONDS, begin_cb, reader);
  g_object_set_data_full (G_OBJECT (session), DATA_KEY, reader, (GDestroyNotify) free_reader);
}

void
relais_calendar_reader_take (RelaisSession *session, const char *id, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisRecord) calendar = NULL;
  RelaisAction *action;

  g_return_if_fail (RELAIS_IS_SESSION (session) && id != NULL && bytes != NULL);

  calendar = lookup (session, id);
  if (calendar == NULL)
    {
      relais_session_notice (session, _("The calendar is gone."));
      return;
    }
  action = build_action (calendar, bytes, &error);
  note (session, id, error);
  if (action != NULL)
    relais_session_commit (session, action);
  else
    relais_session_notice (session, error != NULL ? error->message : _("The calendar has not changed."));
}

char *
relais_calendar_reader_describe (RelaisSession *session, RelaisRecord *calendar)
{
  Reader *reader = g_object_get_data (G_OBJECT (session), DATA_KEY);
  Check *check = reader != NULL ? g_hash_table_lookup (reader->checks, relais_record_get_id (calendar)) : NULL;
  const char *read_at = relais_record_get_string (calendar, "read_at");
  g_autofree char *when = read_at != NULL ? relais_format_instant (read_at) : NULL;
  g_autofree char *words = when != NULL ? g_strdup_printf (_("Changed %s"), when) : g_strdup (_("Not read yet"));
  g_autofree char *ago = check != NULL ? relais_format_ago (check->at, get_now ()) : NULL;

  if (check == NULL)
    return g_steal_pointer (&words);
  if (check->problem != NULL)
    /* Translators: a calendar: when it changed, when it was tried, what was wrong */
    return g_strdup_printf (_("%s · could not be read %s: %s"), words, ago, check->problem);
  /* Translators: a calendar: when it changed, when it was read last: "Changed Mon 3 Nov, 08:30 · read 5 minutes ago" */
  return g_strdup_printf (_("%s · read %s"), words, ago);
}
