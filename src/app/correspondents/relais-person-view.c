/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-person-view.h"

#include "relais-choice.h"
#include "relais-coverage.h"
#include "relais-draft-dialog.h"
#include "relais-form.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-state-pill.h"

#include <glib/gi18n.h>

#define MOST_EVENTS 12

/* One mandate: an expander with its form. */
typedef struct {
  RelaisForm *form;  /* owned */
  GtkWidget  *row;   /* borrowed: in the group */
  GtkWidget  *pill;  /* borrowed: on the row */
} MandateRow;

struct _RelaisPersonView
{
  AdwBin               parent_instance;

  AdwAvatar           *avatar;       /* template */
  GtkLabel            *name;
  GtkLabel            *covers;
  AdwPreferencesGroup *mandates;
  AdwPreferencesGroup *details;
  AdwPreferencesGroup *life;
  GtkWidget           *add_mandate;
  GtkWidget           *add_contact;
  GtkWidget           *bin;

  RelaisSession       *session;      /* owned */
  char                *person;       /* owned, nullable */
  RelaisForm          *form;         /* owned: of the person */
  GPtrArray           *mandate_rows; /* owned; element-type MandateRow */
  GPtrArray           *life_rows;    /* owned; element-type GtkWidget, borrowed */
};

G_DEFINE_FINAL_TYPE (RelaisPersonView, relais_person_view, ADW_TYPE_BIN)

static const char * const person_fields[] = { "first_name", "last_name", "job", "email", "phone", "mobile", "office", "unit", "groups",
                                              "note" };
static const char * const mandate_fields[] = { "unit", "function", "state", "starts", "ends", "sheet_state", "validated_by",
                                               "validated_on", "mission_sheet" };

static void
free_mandate_row (MandateRow *row)
{
  relais_form_flush (row->form);
  g_object_unref (row->form);
  g_free (row);
}

static RelaisStore *
get_store (RelaisPersonView *self)
{
  return relais_session_get_store (self->session);
}

static void
show_mandate (RelaisPersonView *self, MandateRow *row, RelaisRecord *mandate)
{
  g_autofree char *unit = relais_store_dup_title (get_store (self), "unit", relais_record_get_string (mandate, "unit"));
  const RelaisKind *kind = relais_record_get_kind (mandate);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), unit);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row->row),
                                 relais_choice_label (kind, "function", relais_record_get_string (mandate, "function")));
  relais_state_pill_set (RELAIS_STATE_PILL (row->pill), kind, "state", relais_record_get_string (mandate, "state"));
  relais_form_set_title (row->form, unit);
  relais_form_set_record (row->form, mandate);
}

static MandateRow *
add_mandate_row (RelaisPersonView *self)
{
  MandateRow *row = g_new0 (MandateRow, 1);

  row->form = relais_form_new (self->session, relais_kind_lookup ("mandate"));
  row->row = adw_expander_row_new ();
  row->pill = relais_state_pill_new ();
  gtk_widget_set_valign (row->pill, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row->row), row->pill);
  for (guint i = 0; i < G_N_ELEMENTS (mandate_fields); i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row->row), relais_form_add (row->form, mandate_fields[i]));
  relais_name_expander (ADW_EXPANDER_ROW (row->row));
  adw_preferences_group_add (self->mandates, row->row);
  g_ptr_array_add (self->mandate_rows, row);

  return row;
}

static void
drop_mandate_rows (RelaisPersonView *self, guint keep)
{
  while (self->mandate_rows->len > keep)
    {
      MandateRow *row = g_ptr_array_index (self->mandate_rows, self->mandate_rows->len - 1);
      GtkWidget *widget = row->row;

      g_ptr_array_set_size (self->mandate_rows, self->mandate_rows->len - 1);
      adw_preferences_group_remove (self->mandates, widget);
    }
}

/* Rows are kept in place, so that an edit from elsewhere does not close what somebody is reading. */
static void
show_mandates (RelaisPersonView *self)
{
  g_autoptr (GPtrArray) mandates = relais_mandates_of_person (get_store (self), self->person);

  drop_mandate_rows (self, mandates->len);
  while (self->mandate_rows->len < mandates->len)
    add_mandate_row (self);
  for (guint i = 0; i < mandates->len; i++)
    show_mandate (self, g_ptr_array_index (self->mandate_rows, i), g_ptr_array_index (mandates, i));
  adw_preferences_group_set_description (self->mandates, mandates->len > 0 ? NULL : _("This person is not a correspondent."));
}

static void
add_life_row (RelaisPersonView *self, const char *title, const char *subtitle, GtkWidget *suffix)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle ? subtitle : "");
  if (suffix)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), suffix);
  adw_preferences_group_add (self->life, row);
  g_ptr_array_add (self->life_rows, row);
}

static void
show_attendance (RelaisPersonView *self, RelaisRecord *attendance)
{
  const char *what = relais_record_get_string (attendance, "gathering") ? "gathering" : "training";
  const char *id = relais_record_get_string (attendance, what);
  g_autoptr (RelaisRecord) event = id ? relais_store_lookup (get_store (self), what, id) : NULL;
  GtkWidget *pill = relais_state_pill_new ();

  if (event == NULL)
    {
      g_object_unref (g_object_ref_sink (pill));
      return;
    }
  g_autofree char *title = relais_record_dup_title (event);
  g_autofree char *day = relais_format_day_full (relais_record_get_string (event, "on"));

  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  relais_state_pill_set (RELAIS_STATE_PILL (pill), relais_record_get_kind (attendance), "presence",
                         relais_record_get_string (attendance, "presence"));
  add_life_row (self, title, day, pill);
}

static void
show_contact (RelaisPersonView *self, RelaisRecord *contact)
{
  g_autofree char *day = relais_format_day_full (relais_record_get_string (contact, "on"));
  const char *summary = relais_record_get_string (contact, "summary");
  const char *way = relais_choice_label (relais_record_get_kind (contact), "way", relais_record_get_string (contact, "way"));
  g_autofree char *subtitle = *way ? g_strdup_printf ("%s · %s", day, way) : g_strdup (day);

  add_life_row (self, summary ? summary : _("Contact"), subtitle, NULL);
}

static GPtrArray *
query_of_person (RelaisPersonView *self, const char *kind, const char *order)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup (kind));

  relais_query_where (query, "person", RELAIS_MATCH_EQUAL, self->person);
  if (order)
    relais_query_order (query, order, TRUE);
  relais_query_limit (query, MOST_EVENTS);

  return relais_store_query (get_store (self), query);
}

static void
show_life (RelaisPersonView *self)
{
  g_autoptr (GPtrArray) contacts = query_of_person (self, "contact_log", "on");
  g_autoptr (GPtrArray) attendances = query_of_person (self, "attendance", NULL);
  g_autofree char *last = relais_coverage_dup_last_seen (get_store (self), self->person);
  g_autofree char *day = relais_format_day_full (last);
  /* Translators: the last day on which somebody of the team met or heard a correspondent */
  g_autofree char *seen = last ? g_strdup_printf (_("Last seen: %s"), day) : g_strdup (_("Nobody has noted a contact yet."));

  for (guint i = 0; i < self->life_rows->len; i++)
    adw_preferences_group_remove (self->life, g_ptr_array_index (self->life_rows, i));
  g_ptr_array_set_size (self->life_rows, 0);
  adw_preferences_group_set_description (self->life, seen);
  for (guint i = 0; i < contacts->len; i++)
    show_contact (self, g_ptr_array_index (contacts, i));
  for (guint i = 0; i < attendances->len; i++)
    show_attendance (self, g_ptr_array_index (attendances, i));
}

static void
show_rights (RelaisPersonView *self, RelaisRecord *person)
{
  RelaisAccess *access = relais_session_get_access (self->session);

  gtk_widget_set_visible (self->add_mandate, relais_access_may_create (access, relais_kind_lookup ("mandate")));
  gtk_widget_set_visible (self->add_contact, relais_access_may_create (access, relais_kind_lookup ("contact_log")));
  gtk_widget_set_visible (self->bin, relais_access_may_edit (access, person, "binned"));
}

/* A draft of @kind about this person, filled in by @fields. */
static void
draft (RelaisPersonView *self, const char *kind, const char *title, const char * const *fields, const char *day_field,
       const char *state_field, const char *state)
{
  RelaisFields *start = relais_fields_new (relais_kind_lookup (kind));
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  relais_fields_set_string (start, "person", self->person);
  relais_fields_set_string (start, day_field, today);
  if (state_field)
    relais_fields_set_string (start, state_field, state);
  adw_dialog_present (relais_draft_dialog_new (self->session, title, fields, start), GTK_WIDGET (self));
}

static void
add_mandate_cb (RelaisPersonView *self)
{
  static const char * const fields[] = { "unit", "function", "starts", NULL };

  draft (self, "mandate", _("New Mandate"), fields, "starts", "state", "proposed");
}

static void
add_contact_cb (RelaisPersonView *self)
{
  static const char * const fields[] = { "on", "way", "summary", NULL };

  draft (self, "contact_log", _("New Contact"), fields, "on", NULL, NULL);
}

static void
bin_cb (RelaisPersonView *self)
{
  g_autoptr (RelaisRecord) person = relais_store_lookup (get_store (self), "person", self->person);
  g_autofree char *name = person ? relais_record_dup_title (person) : NULL;
  g_autofree char *label = NULL;
  RelaisAction *action;

  if (person == NULL)
    return;
  /* Translators: an action, for Undo */
  label = g_strdup_printf (_("Throw away “%s”"), name);
  action = relais_action_new (label);
  relais_action_bin (action, relais_record_get_kind (person), self->person, TRUE);
  relais_session_commit (self->session, action);
}

static void
relais_person_view_dispose (GObject *object)
{
  RelaisPersonView *self = RELAIS_PERSON_VIEW (object);

  if (self->form)
    relais_form_flush (self->form);
  g_clear_pointer (&self->mandate_rows, g_ptr_array_unref);
  g_clear_pointer (&self->life_rows, g_ptr_array_unref);
  g_clear_object (&self->form);
  g_clear_object (&self->session);
  g_clear_pointer (&self->person, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_PERSON_VIEW);
  G_OBJECT_CLASS (relais_person_view_parent_class)->dispose (object);
}

static void
relais_person_view_class_init (RelaisPersonViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_person_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/correspondents/relais-person-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisPersonView, avatar);
  gtk_widget_class_bind_template_child (widget_class, RelaisPersonView, name);
  gtk_widget_class_bind_template_child (widget_class, RelaisPersonView, covers);
  gtk_widget_class_bind_template_child (widget_class, RelaisPersonView, mandates);
  gtk_widget_class_bind_template_child (widget_class, RelaisPersonView, details);
  gtk_widget_class_bind_template_child (widget_class, RelaisPersonView, life);
  gtk_widget_class_bind_template_child (widget_class, RelaisPersonView, add_mandate);
  gtk_widget_class_bind_template_child (widget_class, RelaisPersonView, add_contact);
  gtk_widget_class_bind_template_child (widget_class, RelaisPersonView, bin);
  gtk_widget_class_bind_template_callback (widget_class, add_mandate_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_contact_cb);
  gtk_widget_class_bind_template_callback (widget_class, bin_cb);
}

static void
relais_person_view_init (RelaisPersonView *self)
{
  self->mandate_rows = g_ptr_array_new_with_free_func ((GDestroyNotify) free_mandate_row);
  self->life_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
relais_person_view_set_session (RelaisPersonView *self, RelaisSession *session)
{
  g_return_if_fail (RELAIS_IS_PERSON_VIEW (self) && self->session == NULL);

  self->session = g_object_ref (session);
  self->form = relais_form_new (session, relais_kind_lookup ("person"));
  for (guint i = 0; i < G_N_ELEMENTS (person_fields); i++)
    adw_preferences_group_add (self->details, relais_form_add (self->form, person_fields[i]));
}

void
relais_person_view_set_person (RelaisPersonView *self, const char *id)
{
  g_return_if_fail (RELAIS_IS_PERSON_VIEW (self));

  if (g_set_str (&self->person, id))
    drop_mandate_rows (self, 0);
  relais_person_view_refresh (self);
}

void
relais_person_view_refresh (RelaisPersonView *self)
{
  g_autoptr (RelaisRecord) person = NULL;
  g_autoptr (GPtrArray) mandates = NULL;
  g_autofree char *name = NULL;
  g_autofree char *covers = NULL;

  if (self->person == NULL || (person = relais_store_lookup (get_store (self), "person", self->person)) == NULL)
    return;
  name = relais_record_dup_title (person);
  mandates = relais_coverage_of_person (get_store (self), self->person);
  covers = relais_coverage_dup_units (get_store (self), mandates);
  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->covers, covers);
  gtk_widget_set_visible (GTK_WIDGET (self->covers), *covers != '\0');
  relais_form_set_record (self->form, person);
  show_mandates (self);
  show_life (self);
  show_rights (self, person);
}
