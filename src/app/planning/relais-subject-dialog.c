/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-subject-dialog.h"

#include "relais-back-plan.h"
#include "relais-choice.h"
#include "relais-date-row.h"
#include "relais-enter.h"
#include "relais-form.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-plan-days.h"

#include <glib/gi18n.h>

/* A channel that can be ticked. */
typedef struct {
  RelaisRecord       *channel;   /* owned */
  RelaisPlanCalendar *calendar;  /* owned: which days are worked */
  GtkWidget          *row;       /* borrowed: AdwExpanderRow with a switch */
  GtkWidget          *planned;   /* borrowed: RelaisDateRow; NULL when the person may not plan */
  GtkWidget          *copy_due;  /* borrowed: the same */
} Choice;

struct _RelaisSubjectDialog
{
  AdwDialog            parent_instance;

  AdwPreferencesGroup *subject_group;   /* template */
  AdwPreferencesGroup *channels_group;  /* template */
  GtkWidget           *create;          /* template */

  RelaisSession       *session;         /* owned */
  RelaisForm          *form;            /* owned */
  GPtrArray           *choices;         /* owned, element-type Choice */
};

G_DEFINE_FINAL_TYPE (RelaisSubjectDialog, relais_subject_dialog, ADW_TYPE_DIALOG)

static void
free_choice (Choice *choice)
{
  relais_record_unref (choice->channel);
  relais_plan_calendar_unref (choice->calendar);
  g_free (choice);
}

static gboolean
may_write (RelaisSubjectDialog *self, const RelaisKind *kind, const char *field)
{
  RelaisRoles roles = kind->fields[relais_kind_field (kind, field)].write;
  return roles == 0 || (roles & relais_access_get_role (relais_session_get_access (self->session))) != 0;
}

static void
update (RelaisSubjectDialog *self)
{
  gtk_widget_set_sensitive (self->create, relais_form_is_complete (self->form));
}

/* When the publication is planned, copy is due so many working days before, as the channel wants it. */
static void
planned_cb (RelaisDateRow *row, Choice *choice)
{
  RelaisDay planned = relais_day_parse (relais_date_row_get_value (row));
  int lead_days = (int) relais_record_get_integer (choice->channel, "lead_days");
  char due[RELAIS_DAY_SIZE];

  if (planned == RELAIS_DAY_NONE || relais_date_row_get_value (RELAIS_DATE_ROW (choice->copy_due)) != NULL)
    return;
  relais_day_print (relais_back_plan_copy_due (choice->calendar, planned, lead_days), due);
  relais_date_row_set_value (RELAIS_DATE_ROW (choice->copy_due), due);
}

static void
add_channel (RelaisSubjectDialog *self, RelaisRecord *channel, RelaisPlanCalendar *calendar)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");
  Choice *choice = g_new0 (Choice, 1);
  GtkWidget *icon = gtk_image_new_from_icon_name (relais_channel_icon (relais_record_get_string (channel, "form")));
  g_autofree char *name = relais_record_dup_title (channel);

  choice->channel = relais_record_ref (channel);
  choice->calendar = relais_plan_calendar_ref (calendar);
  choice->row = adw_expander_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (choice->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (choice->row), name);
  adw_expander_row_set_show_enable_switch (ADW_EXPANDER_ROW (choice->row), TRUE);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (choice->row), FALSE);
  gtk_widget_add_css_class (icon, "relais-dot");
  gtk_widget_add_css_class (icon, relais_color_style (relais_record_get_string (channel, "color")));
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (choice->row), icon);
  if (may_write (self, kind, "planned"))
    {
      choice->planned = relais_date_row_new (_("Planned"), FALSE);
      choice->copy_due = relais_date_row_new (_("Copy due"), FALSE);
      g_signal_connect (choice->planned, "edited", G_CALLBACK (planned_cb), choice);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (choice->row), choice->planned);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (choice->row), choice->copy_due);
    }
  relais_name_expander (ADW_EXPANDER_ROW (choice->row));
  g_ptr_array_add (self->choices, choice);
  adw_preferences_group_add (self->channels_group, choice->row);
}

static void
add_channels (RelaisSubjectDialog *self)
{
  RelaisStore *store = relais_session_get_store (self->session);
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("channel")), "position", FALSE);
  g_autoptr (GPtrArray) channels = relais_store_query (store, query);
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_days_read (store);

  for (guint i = 0; i < channels->len; i++)
    add_channel (self, g_ptr_array_index (channels, i), calendar);
  gtk_widget_set_visible (GTK_WIDGET (self->channels_group), channels->len > 0);
}

static void
add_placement (RelaisAction *action, const char *subject, const Choice *choice)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));

  relais_fields_set_string (fields, "subject", subject);
  relais_fields_set_string (fields, "channel", relais_record_get_id (choice->channel));
  relais_fields_set_string (fields, "state", "proposed");
  if (choice->planned != NULL)
    {
      relais_fields_set_string (fields, "planned", relais_date_row_get_value (RELAIS_DATE_ROW (choice->planned)));
      relais_fields_set_string (fields, "copy_due", relais_date_row_get_value (RELAIS_DATE_ROW (choice->copy_due)));
    }
  /* A creation leaves out what is empty. */
  fields->unset = 0;
  relais_action_create (action, NULL, fields);
}

static void
create_cb (RelaisSubjectDialog *self)
{
  RelaisFields *fields = relais_form_dup_fields (self->form);
  const RelaisKind *kind = fields->kind;
  char today[RELAIS_DAY_SIZE];

  if (!relais_form_is_complete (self->form))
    {
      relais_fields_free (fields);
      return;
    }
  relais_today (today);
  g_autofree char *label = g_strdup_printf (_("Create “%s”"),
                                            g_variant_get_string (fields->values[relais_kind_field (kind, "title")], NULL));
  RelaisAction *action = relais_action_new (label);
  relais_fields_set_string (fields, "state", "proposed");
  relais_fields_set_string (fields, "proposed_on", today);
  if (relais_session_get_person (self->session) != NULL)
    relais_fields_set_string (fields, "proposed_by", relais_session_get_person (self->session));
  g_autofree char *subject = g_strdup (relais_action_create (action, NULL, fields));
  for (guint i = 0; i < self->choices->len; i++)
    {
      Choice *choice = g_ptr_array_index (self->choices, i);
      if (adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (choice->row)))
        add_placement (action, subject, choice);
    }
  relais_session_commit (self->session, action);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cancel_cb (RelaisSubjectDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
relais_subject_dialog_dispose (GObject *object)
{
  RelaisSubjectDialog *self = RELAIS_SUBJECT_DIALOG (object);

  g_clear_object (&self->form);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_SUBJECT_DIALOG);
  g_ptr_array_set_size (self->choices, 0);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_subject_dialog_parent_class)->dispose (object);
}

static void
relais_subject_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (RELAIS_SUBJECT_DIALOG (object)->choices);
  G_OBJECT_CLASS (relais_subject_dialog_parent_class)->finalize (object);
}

static void
relais_subject_dialog_class_init (RelaisSubjectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_subject_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_subject_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/planning/relais-subject-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectDialog, subject_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectDialog, channels_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectDialog, create);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
relais_subject_dialog_init (RelaisSubjectDialog *self)
{
  self->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) free_choice);
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
relais_subject_dialog_new (RelaisSession *session)
{
  static const char * const fields[] = { "title", "summary", "unit", "theme", "tags" };

  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisSubjectDialog *self = g_object_new (RELAIS_TYPE_SUBJECT_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->form = relais_form_new (session, relais_kind_lookup ("subject"));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    adw_preferences_group_add (self->subject_group, relais_form_add (self->form, fields[i]));
  relais_name_group (self->subject_group, _("Subject"));
  g_signal_connect_object (self->form, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  add_channels (self);
  relais_enter_presses (GTK_WIDGET (self), self->create);
  adw_dialog_set_focus (ADW_DIALOG (self), relais_form_get_row (self->form, "title"));
  update (self);
  return ADW_DIALOG (self);
}
