/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-days-dialog.h"

#include "relais-calendar.h"
#include "relais-fetch.h"
#include "relais-file-dialog.h"
#include "relais-form.h"
#include "relais-format.h"
#include "relais-json.h"
#include "relais-names.h"

#include <glib/gi18n.h>

#define MOST_BYTES (4 * 1024 * 1024)
/* What a calendar record holds (calendar.days). */
#define MOST_DAYS  3000

struct _RelaisDaysDialog
{
  AdwDialog      parent_instance;

  RelaisSession *session;  /* owned */
  RelaisForm    *form;     /* owned */
  GtkWidget     *reading;  /* borrowed, nullable: row of a calendar: says what was read */
  GtkWidget     *fetch;    /* borrowed, nullable: button */
};

G_DEFINE_FINAL_TYPE (RelaisDaysDialog, relais_days_dialog, ADW_TYPE_DIALOG)

static const char *
get_id (RelaisDaysDialog *self)
{
  return relais_record_get_id (relais_form_get_record (self->form));
}

static RelaisRecord *
lookup (RelaisDaysDialog *self)
{
  return relais_store_lookup (relais_session_get_store (self->session), "calendar", get_id (self));
}

/* [[first day, last day, words], …] */
static char *
print_days (GPtrArray *events, guint *n)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  JsonArray *days = json_array_new ();

  json_node_take_array (root, days);
  for (guint i = 0; i < events->len && json_array_get_length (days) < MOST_DAYS; i++)
    {
      RelaisEvent *event = g_ptr_array_index (events, i);
      JsonArray *entry = json_array_new ();
      g_autofree char *words = g_utf8_substring (event->title, 0, MIN (g_utf8_strlen (event->title, -1), 100));
      json_array_add_string_element (entry, event->day);
      json_array_add_string_element (entry, event->last_day != NULL ? event->last_day : event->day);
      json_array_add_string_element (entry, words);
      if (event->cancelled)
        json_array_unref (entry);
      else
        json_array_add_array_element (days, entry);
    }
  *n = json_array_get_length (days);
  return relais_json_canonical (root);
}

static void
update_reading (RelaisDaysDialog *self)
{
  g_autoptr (RelaisRecord) calendar = self->reading != NULL ? lookup (self) : NULL;
  const char *read_at = calendar != NULL ? relais_record_get_string (calendar, "read_at") : NULL;
  g_autofree char *when = read_at != NULL ? relais_format_instant (read_at) : NULL;
  g_autofree char *words = when != NULL ? g_strdup_printf (_("Read %s"), when) : g_strdup (_("Not read yet"));

  if (self->reading != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->reading), words);
}

static void
take (RelaisDaysDialog *self, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = relais_calendar_read (bytes, NULL, &error);
  g_autoptr (RelaisRecord) calendar = lookup (self);
  guint n = 0;

  if (events == NULL || calendar == NULL)
    {
      relais_session_notice (self->session, error != NULL ? error->message : _("The calendar is gone."));
      return;
    }
  g_autofree char *days = print_days (events, &n);
  g_autofree char *now = relais_instant_to_string (g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *label = g_strdup_printf (ngettext ("Read %u day of “%s”", "Read %u entries of “%s”", n), n,
                                            relais_record_get_string (calendar, "name"));
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("calendar"));
  RelaisAction *action = relais_action_new (label);
  relais_fields_set_string (fields, "days", days);
  relais_fields_set_string (fields, "read_at", now);
  relais_action_update (action, get_id (self), fields);
  relais_session_commit (self->session, action);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisDaysDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = relais_fetch_finish (result, &error);

  if (self->session == NULL)
    return;
  gtk_widget_set_sensitive (self->fetch, TRUE);
  if (bytes != NULL)
    take (self, bytes);
  else
    relais_session_notice (self->session, error->message);
}

static void
fetch_cb (RelaisDaysDialog *self)
{
  relais_form_flush (self->form);
  g_autoptr (RelaisRecord) calendar = relais_record_ref (relais_form_get_record (self->form));
  GtkWidget *row = relais_form_get_row (self->form, "url");
  const char *url = GTK_IS_EDITABLE (row) ? gtk_editable_get_text (GTK_EDITABLE (row)) : relais_record_get_string (calendar, "url");

  if (url == NULL || url[0] == '\0')
    {
      relais_session_notice (self->session, _("Give the address of the calendar first."));
      return;
    }
  gtk_widget_set_sensitive (self->fetch, FALSE);
  relais_fetch_async (url, MOST_BYTES, NULL, fetched_cb, g_object_ref (self));
}

static void
opened_cb (GtkWidget *parent, const char *name, GBytes *bytes, gpointer user_data)
{
  RelaisDaysDialog *self = user_data;

  if (self->session != NULL)
    take (self, bytes);
}

static void
file_cb (RelaisDaysDialog *self)
{
  relais_file_dialog_open (self->session, GTK_WIDGET (self), _("Calendar File"), _("Calendars"),
                           (const char * const[]) { "*.ics", NULL }, MOST_BYTES, opened_cb, g_object_ref (self), g_object_unref);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisDaysDialog *self)
{
  if (relais_changes_has_record (changes, get_id (self)))
    update_reading (self);
}

static void
relais_days_dialog_dispose (GObject *object)
{
  RelaisDaysDialog *self = RELAIS_DAYS_DIALOG (object);

  g_clear_object (&self->form);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_days_dialog_parent_class)->dispose (object);
}

static void
relais_days_dialog_class_init (RelaisDaysDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_days_dialog_dispose;
}

static void
relais_days_dialog_init (RelaisDaysDialog *self)
{
  adw_dialog_set_content_width (ADW_DIALOG (self), 500);
}

static GtkWidget *
build_button (RelaisDaysDialog *self, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_reading (RelaisDaysDialog *self, AdwPreferencesGroup *group)
{
  self->reading = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reading), _("Days"));
  self->fetch = build_button (self, _("_Read Now"), G_CALLBACK (fetch_cb));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->reading), build_button (self, _("From a _File…"), G_CALLBACK (file_cb)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->reading), self->fetch);
  adw_preferences_group_add (group, self->reading);
  update_reading (self);
}

AdwDialog *
relais_days_dialog_new (RelaisSession *session, RelaisRecord *record)
{
  static const char * const calendar_fields[] = { "name", "url", "color", NULL };
  static const char * const period_fields[] = { "reason", "starts", "ends", NULL };

  g_return_val_if_fail (RELAIS_IS_SESSION (session) && record != NULL, NULL);

  RelaisDaysDialog *self = g_object_new (RELAIS_TYPE_DAYS_DIALOG, NULL);
  GtkWidget *view = adw_toolbar_view_new (), *page = adw_preferences_page_new (), *group = adw_preferences_group_new ();
  gboolean calendar = g_str_equal (relais_record_get_kind (record)->name, "calendar");

  self->session = g_object_ref (session);
  self->form = relais_form_new (session, relais_record_get_kind (record));
  for (const char * const *field = calendar ? calendar_fields : period_fields; *field != NULL; field++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), relais_form_add (self->form, *field));
  relais_form_set_record (self->form, record);
  adw_dialog_set_title (ADW_DIALOG (self), calendar ? _("Calendar of Others") : _("Closed Period"));
  relais_name_group (ADW_PREFERENCES_GROUP (group), adw_dialog_get_title (ADW_DIALOG (self)));
  if (calendar && relais_access_may_edit (relais_session_get_access (session), record, "days"))
    add_reading (self, ADW_PREFERENCES_GROUP (group));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  g_signal_connect_object (relais_session_get_store (session), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return ADW_DIALOG (self);
}
