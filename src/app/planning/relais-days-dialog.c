/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-days-dialog.h"

#include "relais-calendar-days.h"
#include "relais-calendar-reader.h"
#include "relais-fetch.h"
#include "relais-file-dialog.h"
#include "relais-form-text-row.h"
#include "relais-form.h"
#include "relais-names.h"

#include <glib/gi18n.h>

/* The State's, by zone (data.gouv.fr, "Le calendrier scolaire"): the last part of the address. */
#define SCHOOL_ADDRESS "https://fr.ftp.opendatasoft.com/openscol/fr-en-calendrier-scolaire/%s.ics"

typedef struct {
  const char *file;
  const char *name;   /* N_() */
} School;

static const School schools[] = {
  { "Zone-A", N_("School holidays, zone A") },
  { "Zone-B", N_("School holidays, zone B") },
  { "Zone-C", N_("School holidays, zone C") },
  { "Corse", N_("School holidays, Corsica") },
  { "Guadeloupe", N_("School holidays, Guadeloupe") },
  { "Guyane", N_("School holidays, French Guiana") },
  { "Martinique", N_("School holidays, Martinique") },
  { "Mayotte", N_("School holidays, Mayotte") },
  { "Reunion", N_("School holidays, Réunion") },
};

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

static void
update_reading (RelaisDaysDialog *self)
{
  g_autoptr (RelaisRecord) calendar = self->reading != NULL ? lookup (self) : NULL;

  if (calendar == NULL)
    return;
  g_autofree char *words = relais_calendar_reader_describe (self->session, calendar);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->reading), words);
}

static void
take (RelaisDaysDialog *self, GBytes *bytes)
{
  relais_calendar_reader_take (self->session, get_id (self), bytes);
  update_reading (self);
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
fetch (RelaisDaysDialog *self, const char *url)
{
  gtk_widget_set_sensitive (self->fetch, FALSE);
  relais_fetch_async (url, RELAIS_CALENDAR_MAX_BYTES, NULL, fetched_cb, g_object_ref (self));
}

static void
fetch_cb (RelaisDaysDialog *self)
{
  /* What was typed last may not be in the record yet. */
  g_autofree char *url = relais_form_text_row_dup_text (RELAIS_FORM_TEXT_ROW (relais_form_get_row (self->form, "url")));

  relais_form_flush (self->form);
  if (g_strstrip (url)[0] == '\0')
    relais_session_notice (self->session, _("Give the address of the calendar first."));
  else
    fetch (self, url);
}

/* The name and the address, then its days: what a person would do by hand. */
static void
school_cb (RelaisDaysDialog *self, GParamSpec *pspec, GtkDropDown *menu)
{
  guint chosen = gtk_drop_down_get_selected (menu);

  if (chosen == 0 || chosen > G_N_ELEMENTS (schools))
    return;
  const School *school = &schools[chosen - 1];
  g_autofree char *url = g_strdup_printf (SCHOOL_ADDRESS, school->file);
  g_autofree char *label = g_strdup_printf (_("Follow “%s”"), _(school->name));
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("calendar"));
  RelaisAction *action = relais_action_new (label);
  relais_fields_set_string (fields, "name", _(school->name));
  relais_fields_set_string (fields, "url", url);
  relais_action_update (action, get_id (self), fields);
  relais_session_commit_quietly (self->session, action);
  fetch (self, url);
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
                           (const char * const[]) { "*.ics", NULL }, RELAIS_CALENDAR_MAX_BYTES, opened_cb, g_object_ref (self), g_object_unref);
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

/* Addresses that nobody knows by heart. */
static void
add_schools (RelaisDaysDialog *self, AdwPreferencesGroup *group)
{
  const char *names[G_N_ELEMENTS (schools) + 2] = { _("Choose…"), };
  GtkWidget *row = adw_action_row_new (), *menu;

  for (guint i = 0; i < G_N_ELEMENTS (schools); i++)
    names[i + 1] = _(schools[i].name);
  menu = gtk_drop_down_new_from_strings (names);
  gtk_widget_set_valign (menu, GTK_ALIGN_CENTER);
  relais_name_drop_down (GTK_DROP_DOWN (menu), _("School Holidays"));
  g_signal_connect_object (menu, "notify::selected", G_CALLBACK (school_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("School Holidays"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Fills in the address of the official calendar"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), menu);
  adw_preferences_group_add (group, row);
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
    {
      add_reading (self, ADW_PREFERENCES_GROUP (group));
      add_schools (self, ADW_PREFERENCES_GROUP (group));
    }
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  g_signal_connect_object (relais_session_get_store (session), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return ADW_DIALOG (self);
}
