/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-unit-view.h"

#include "relais-app-page.h"
#include "relais-choice.h"
#include "relais-coverage.h"
#include "relais-draft-dialog.h"
#include "relais-form.h"
#include "relais-format.h"
#include "relais-state-pill.h"
#include "relais-unit-told.h"

#include <glib/gi18n.h>

struct _RelaisUnitView
{
  AdwBin               parent_instance;

  GtkLabel            *name;         /* template */
  GtkLabel            *figures;
  AdwBanner           *nobody;
  AdwPreferencesGroup *people;
  AdwPreferencesGroup *told;
  AdwPreferencesGroup *services;
  AdwPreferencesGroup *details;
  GtkWidget           *add_correspondent;

  RelaisSession       *session;      /* owned */
  char                *unit;         /* owned, nullable */
  RelaisForm          *form;         /* owned */
  GCancellable        *cancellable;  /* owned, nullable: what was said is being read */
  GPtrArray           *told_rows;    /* owned; element-type GtkWidget, borrowed */
  GPtrArray           *people_rows;  /* owned; element-type GtkWidget, borrowed */
  GPtrArray           *service_rows; /* owned; element-type GtkWidget, borrowed */
};

G_DEFINE_FINAL_TYPE (RelaisUnitView, relais_unit_view, ADW_TYPE_BIN)

static const char * const unit_fields[] = { "name", "short_name", "type", "parent", "headcount", "intranet_share" };

static RelaisStore *
get_store (RelaisUnitView *self)
{
  return relais_session_get_store (self->session);
}

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
row_activated_cb (GtkWidget *row, gpointer user_data)
{
  relais_app_page_activate_open (row, g_object_get_data (G_OBJECT (row), "kind"), g_object_get_data (G_OBJECT (row), "id"));
}

/* A row that leads to another record of the page. */
static GtkWidget *
add_row (AdwPreferencesGroup *group, GPtrArray *rows, const char *title, const char *subtitle, const char *kind, const char *id)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "kind", (gpointer) g_intern_string (kind));
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (id), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (row_activated_cb), NULL);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);

  return row;
}

static void
show_people (RelaisUnitView *self)
{
  g_autoptr (GPtrArray) mandates = relais_coverage_of_unit (get_store (self), self->unit);

  clear_rows (self->people, self->people_rows);
  for (guint i = 0; i < mandates->len; i++)
    {
      RelaisRecord *mandate = g_ptr_array_index (mandates, i);
      const RelaisKind *kind = relais_record_get_kind (mandate);
      const char *person = relais_record_get_string (mandate, "person");
      g_autofree char *name = relais_store_dup_title (get_store (self), "person", person);
      g_autofree char *unit = relais_store_dup_title (get_store (self), "unit", relais_record_get_string (mandate, "unit"));
      const char *function = relais_choice_label (kind, "function", relais_record_get_string (mandate, "function"));
      gboolean elsewhere = g_strcmp0 (relais_record_get_string (mandate, "unit"), self->unit) != 0;
      g_autofree char *subtitle = elsewhere ? g_strdup_printf ("%s · %s", function, unit) : g_strdup (function);
      GtkWidget *row = add_row (self->people, self->people_rows, name, subtitle, "person", person);
      GtkWidget *avatar = adw_avatar_new (32, name, TRUE);
      GtkWidget *pill = relais_state_pill_new ();

      relais_state_pill_set (RELAIS_STATE_PILL (pill), kind, "state", relais_record_get_string (mandate, "state"));
      gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->people), mandates->len > 0);
  adw_banner_set_revealed (self->nobody, mandates->len == 0);
}

static void
show_services (RelaisUnitView *self)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("unit"));
  g_autoptr (GPtrArray) units = NULL;

  relais_query_order (relais_query_where (query, "parent", RELAIS_MATCH_EQUAL, self->unit), "name", FALSE);
  units = relais_store_query (get_store (self), query);
  clear_rows (self->services, self->service_rows);
  for (guint i = 0; i < units->len; i++)
    {
      RelaisRecord *unit = g_ptr_array_index (units, i);
      g_autoptr (GPtrArray) mandates = relais_coverage_of_unit (get_store (self), relais_record_get_id (unit));
      g_autofree char *names = relais_coverage_dup_names (get_store (self), mandates);

      add_row (self->services, self->service_rows, relais_record_get_string (unit, "name"), names, "unit",
               relais_record_get_id (unit));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->services), units->len > 0);
}

static void
add_told (RelaisUnitView *self, const GPtrArray *subjects, gboolean coming)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      const RelaisToldSubject *subject = g_ptr_array_index (subjects, i);
      g_autofree char *day = relais_format_date (subject->day);
      /* Translators: of a subject in the plan; %s is a day */
      g_autofree char *on = coming ? g_strdup_printf (_("next on %s"), day) : g_strdup (day);
      g_autofree char *words = subject->channel[0] != '\0' ? g_strdup_printf ("%s · %s", on, subject->channel) : g_strdup (on);
      add_row (self->told, self->told_rows, subject->title, words, "subject", subject->id);
    }
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisUnitView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisUnitTold) told = relais_unit_told_read_finish (RELAIS_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->session == NULL)
    return;
  relais_store_log_error ("What was said of a direction could not be read", error);
  if (told == NULL)
    return;
  clear_rows (self->told, self->told_rows);
  adw_preferences_group_set_description (self->told, told->summary != NULL ? told->summary
                                                     : told->told->len == 0 ? _("Nothing yet.") : NULL);
  add_told (self, told->coming, TRUE);
  add_told (self, told->told, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->told), TRUE);
}

/* Also when the plan changes. */
static void
read_told (RelaisUnitView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  relais_unit_told_read_async (get_store (self), self->unit, self->cancellable, told_cb, g_object_ref (self));
}

static void
show_plan_cb (RelaisUnitView *self)
{
  relais_app_page_activate_open (GTK_WIDGET (self), "plan", self->unit);
}

static void
show_figures (RelaisUnitView *self, RelaisRecord *unit)
{
  gint64 headcount = relais_record_get_integer (unit, "headcount");
  gint64 share = relais_record_get_integer (unit, "intranet_share");
  g_autofree char *agents = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d agent", "%d agents", (gulong) headcount), (int) headcount);
  /* Translators: share of agents who can read the intranet */
  g_autofree char *reached = g_strdup_printf (_("%d %% have intranet access"), (int) share);
  g_autofree char *text = g_strdup_printf ("%s · %s", agents, reached);

  gtk_label_set_label (self->figures, text);
  gtk_widget_set_visible (GTK_WIDGET (self->figures), headcount > 0);
}

static void
add_correspondent_cb (RelaisUnitView *self)
{
  static const char * const fields[] = { "person", "unit", "function", "starts", NULL };
  RelaisFields *start = relais_fields_new (relais_kind_lookup ("mandate"));
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  relais_fields_set_string (start, "unit", self->unit);
  relais_fields_set_string (start, "function", "holder");
  relais_fields_set_string (start, "state", "proposed");
  relais_fields_set_string (start, "starts", today);
  adw_dialog_present (relais_draft_dialog_new (self->session, _("New Correspondent"), fields, start), GTK_WIDGET (self));
}

static void
relais_unit_view_dispose (GObject *object)
{
  RelaisUnitView *self = RELAIS_UNIT_VIEW (object);

  if (self->form)
    relais_form_flush (self->form);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->form);
  g_clear_object (&self->session);
  g_clear_pointer (&self->unit, g_free);
  g_clear_pointer (&self->told_rows, g_ptr_array_unref);
  g_clear_pointer (&self->people_rows, g_ptr_array_unref);
  g_clear_pointer (&self->service_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_UNIT_VIEW);
  G_OBJECT_CLASS (relais_unit_view_parent_class)->dispose (object);
}

static void
relais_unit_view_class_init (RelaisUnitViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_unit_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/correspondents/relais-unit-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisUnitView, name);
  gtk_widget_class_bind_template_child (widget_class, RelaisUnitView, figures);
  gtk_widget_class_bind_template_child (widget_class, RelaisUnitView, nobody);
  gtk_widget_class_bind_template_child (widget_class, RelaisUnitView, people);
  gtk_widget_class_bind_template_child (widget_class, RelaisUnitView, told);
  gtk_widget_class_bind_template_child (widget_class, RelaisUnitView, services);
  gtk_widget_class_bind_template_child (widget_class, RelaisUnitView, details);
  gtk_widget_class_bind_template_child (widget_class, RelaisUnitView, add_correspondent);
  gtk_widget_class_bind_template_callback (widget_class, add_correspondent_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_plan_cb);
}

static void
relais_unit_view_init (RelaisUnitView *self)
{
  self->told_rows = g_ptr_array_new ();
  self->people_rows = g_ptr_array_new ();
  self->service_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
relais_unit_view_set_session (RelaisUnitView *self, RelaisSession *session)
{
  g_return_if_fail (RELAIS_IS_UNIT_VIEW (self) && self->session == NULL);

  self->session = g_object_ref (session);
  self->form = relais_form_new (session, relais_kind_lookup ("unit"));
  for (guint i = 0; i < G_N_ELEMENTS (unit_fields); i++)
    adw_preferences_group_add (self->details, relais_form_add (self->form, unit_fields[i]));
}

void
relais_unit_view_set_unit (RelaisUnitView *self, const char *id)
{
  g_return_if_fail (RELAIS_IS_UNIT_VIEW (self));

  if (g_set_str (&self->unit, id))
    gtk_widget_set_visible (GTK_WIDGET (self->told), FALSE);
  relais_unit_view_refresh (self);
}

void
relais_unit_view_refresh (RelaisUnitView *self)
{
  g_autoptr (RelaisRecord) unit = NULL;
  gboolean may_add;

  if (self->unit == NULL || (unit = relais_store_lookup (get_store (self), "unit", self->unit)) == NULL)
    return;
  gtk_label_set_label (self->name, relais_record_get_string (unit, "name"));
  show_figures (self, unit);
  relais_form_set_record (self->form, unit);
  show_people (self);
  show_services (self);
  read_told (self);
  may_add = relais_access_may_create (relais_session_get_access (self->session), relais_kind_lookup ("mandate"));
  gtk_widget_set_visible (self->add_correspondent, may_add);
  adw_banner_set_button_label (self->nobody, may_add ? _("_Add…") : NULL);
}
