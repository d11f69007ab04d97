/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-edition-dialog.h"

#include "relais-back-plan.h"
#include "relais-draft-dialog.h"
#include "relais-flatplan-actions.h"
#include "relais-form.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-plan-days.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#define USUAL_PAGES 12
#define USUAL_SIGNS 1500
#define MOST_DAYS   200

/* One step: its name, and after it how many working days before printing. */
typedef struct {
  RelaisEditionDialog *dialog;  /* borrowed */
  GtkWidget           *row;     /* borrowed: AdwEntryRow */
  GtkWidget           *days;    /* borrowed: GtkSpinButton */
} Step;

struct _RelaisEditionDialog
{
  AdwDialog            parent_instance;

  AdwPreferencesGroup *steps;    /* borrowed */
  GPtrArray           *rows;     /* owned, element-type Step */
  GtkWidget           *add;      /* borrowed: button that adds a step */
  RelaisSession       *session;  /* owned */
  RelaisForm          *form;     /* owned */
  GPtrArray           *written;  /* owned, element-type char: `steps` as the rows had them since they were last made anew; the store tells
                                  * each later than it was typed */
  gboolean             showing;
};

G_DEFINE_FINAL_TYPE (RelaisEditionDialog, relais_edition_dialog, ADW_TYPE_DIALOG)

static RelaisStore *
get_store (RelaisEditionDialog *self)
{
  return relais_session_get_store (self->session);
}

/* The steps as the rows have them, in their order. (transfer full) */
static char *
print_steps (RelaisEditionDialog *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      Step *row = g_ptr_array_index (self->rows, i);
      JsonArray *step = json_array_new ();
      json_array_add_string_element (step, gtk_editable_get_text (GTK_EDITABLE (row->row)));
      json_array_add_int_element (step, gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (row->days)));
      json_array_add_array_element (array, step);
    }
  json_node_take_array (node, array);
  return json_to_string (node, FALSE);
}

/* Each name has its day above it. */
static void
show_days (RelaisEditionDialog *self)
{
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_days_read (get_store (self));
  RelaisDay print = relais_day_parse (relais_record_get_string (relais_form_get_record (self->form), "print_on"));
  char day[RELAIS_DAY_SIZE];

  for (guint i = 0; i < self->rows->len; i++)
    {
      Step *step = g_ptr_array_index (self->rows, i);
      int before = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (step->days));
      g_autofree char *name = g_strdup_printf (_("Working days before: %s"), gtk_editable_get_text (GTK_EDITABLE (step->row)));
      relais_day_print (relais_back_plan_copy_due (calendar, print, before), day);
      g_autofree char *date = relais_format_day_full (day);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (step->row), date);
      gtk_accessible_update_property (GTK_ACCESSIBLE (step->days), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

static void
edited_cb (RelaisEditionDialog *self)
{
  RelaisRecord *edition = relais_form_get_record (self->form);
  g_autofree char *title = relais_record_dup_title (edition);
  g_autofree char *label = g_strdup_printf (_("Change the steps of “%s”"), title);

  if (self->showing)
    return;
  show_days (self);
  g_autofree char *steps = print_steps (self);
  g_ptr_array_add (self->written, g_strdup (steps));
  RelaisFields *fields = relais_fields_new (relais_record_get_kind (edition));
  RelaisAction *action = relais_action_new (label);
  relais_fields_set_string (fields, "steps", steps);
  relais_action_update (action, relais_record_get_id (edition), fields);
  /* Every press of the button is one edit, all of them one undo. */
  relais_action_set_merge_key (action, relais_record_get_id (edition));
  relais_session_commit_quietly (self->session, action);
}

static void
remove_cb (Step *step)
{
  RelaisEditionDialog *self = step->dialog;
  guint index;

  if (!g_ptr_array_find (self->rows, step, &index))
    return;
  adw_preferences_group_remove (self->steps, step->row);
  g_ptr_array_remove_index (self->rows, index);
  edited_cb (self);
  gtk_widget_grab_focus (index < self->rows->len ? ((Step *) self->rows->pdata[index])->row : self->add);
}

static Step *
add_step (RelaisEditionDialog *self, const char *name, int days, gboolean editable)
{
  Step *step = g_new0 (Step, 1);
  GtkWidget *remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");

  step->dialog = self;
  step->row = adw_entry_row_new ();
  step->days = gtk_spin_button_new_with_range (0, MOST_DAYS, 1);
  gtk_editable_set_text (GTK_EDITABLE (step->row), name);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (step->days), days);
  gtk_widget_set_valign (step->days, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, _("Remove the Step"));
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (step->days, _("Working days before the issue goes to the printer"));
  gtk_widget_set_sensitive (step->row, editable);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (step->row), step->days);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (step->row), remove);
  g_signal_connect_object (step->row, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (step->days, "notify::value", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_cb), step);
  /* The button that adds one stays the last. */
  g_autoptr (GtkWidget) add = g_object_ref (self->add);
  adw_preferences_group_remove (self->steps, add);
  adw_preferences_group_add (self->steps, step->row);
  adw_preferences_group_add (self->steps, add);
  g_ptr_array_add (self->rows, step);
  return step;
}

static void
add_cb (RelaisEditionDialog *self)
{
  Step *last = self->rows->len > 0 ? g_ptr_array_index (self->rows, self->rows->len - 1) : NULL;
  int days = last != NULL ? gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (last->days)) / 2 : 10;
  gboolean was = self->showing;

  self->showing = TRUE;
  Step *step = add_step (self, _("New step"), days, TRUE);
  self->showing = was;
  edited_cb (self);
  gtk_widget_grab_focus (step->row);
  gtk_editable_select_region (GTK_EDITABLE (step->row), 0, -1);
}

static gboolean
is_own (RelaisEditionDialog *self, const char *steps)
{
  guint index;

  if (!g_ptr_array_find_with_equal_func (self->written, steps, g_str_equal, &index))
    return FALSE;
  g_ptr_array_remove_range (self->written, 0, index);
  return TRUE;
}

/* The rows keep their order while they are edited; what comes from elsewhere makes them anew. */
static void
show_steps (RelaisEditionDialog *self, RelaisRecord *edition)
{
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_days_read (get_store (self));
  g_autoptr (GPtrArray) steps = relais_back_plan_steps (calendar, edition);
  const char *text = relais_record_get_string (edition, "steps");
  gboolean editable = relais_access_may_edit (relais_session_get_access (self->session), edition, "steps");

  self->showing = TRUE;
  if (!is_own (self, text != NULL ? text : ""))
    {
      for (guint i = 0; i < self->rows->len; i++)
        adw_preferences_group_remove (self->steps, ((Step *) g_ptr_array_index (self->rows, i))->row);
      g_ptr_array_set_size (self->rows, 0);
      for (guint i = 0; i < steps->len; i++)
        {
          RelaisPlanStep *step = g_ptr_array_index (steps, i);
          add_step (self, step->name, step->days_before, editable);
        }
      g_ptr_array_set_size (self->written, 0);
      g_ptr_array_add (self->written, g_strdup (text != NULL ? text : ""));
    }
  show_days (self);
  gtk_widget_set_visible (self->add, editable);
  gtk_widget_set_visible (GTK_WIDGET (self->steps), steps->len > 0 || editable);
  self->showing = FALSE;
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisEditionDialog *self)
{
  const char *id = relais_record_get_id (relais_form_get_record (self->form));

  if (!relais_changes_has_record (changes, id))
    return;
  g_autoptr (RelaisRecord) edition = relais_store_lookup (store, "edition", id);
  if (edition == NULL)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }
  relais_form_set_record (self->form, edition);
  show_steps (self, edition);
}

static void
relais_edition_dialog_dispose (GObject *object)
{
  RelaisEditionDialog *self = RELAIS_EDITION_DIALOG (object);

  if (self->form != NULL)
    relais_form_flush (self->form);
  g_clear_object (&self->form);
  g_clear_object (&self->session);
  g_clear_pointer (&self->written, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (relais_edition_dialog_parent_class)->dispose (object);
}

static void
relais_edition_dialog_class_init (RelaisEditionDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_edition_dialog_dispose;
}

static void
relais_edition_dialog_init (RelaisEditionDialog *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->written = g_ptr_array_new_with_free_func (g_free);
}

AdwDialog *
relais_new_edition_dialog_new (RelaisSession *session, RelaisRecord *before)
{
  static const char * const fields[] = { "title", "channel", "pages", "page_signs", "print_on", "out_on", NULL };
  static const char * const kept[] = { "channel", "pages", "page_signs", "rooms" };

  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  const RelaisKind *kind = relais_kind_lookup ("edition");
  RelaisFields *start = relais_fields_new (kind);
  g_autofree char *steps = relais_flatplan_dup_steps (before);
  relais_fields_set_string (start, "state", "planned");
  relais_fields_set_string (start, "steps", steps);
  relais_fields_set_integer (start, "pages", USUAL_PAGES);
  relais_fields_set_integer (start, "page_signs", USUAL_SIGNS);
  for (guint i = 0; before != NULL && i < G_N_ELEMENTS (kept); i++)
    if (relais_record_get (before, kept[i]) != NULL)
      relais_fields_set (start, (guint) relais_kind_field (kind, kept[i]), relais_record_get (before, kept[i]));
  return relais_draft_dialog_new (session, _("New Issue"), fields, start);
}

AdwDialog *
relais_edition_dialog_new (RelaisSession *session, RelaisRecord *edition)
{
  static const char * const fields[] = { "title", "pages", "page_signs", "print_on", "out_on", "note" };

  g_return_val_if_fail (RELAIS_IS_SESSION (session) && edition != NULL, NULL);

  RelaisEditionDialog *self = g_object_new (RELAIS_TYPE_EDITION_DIALOG, NULL);
  GtkWidget *view = adw_toolbar_view_new (), *page = adw_preferences_page_new (), *group = adw_preferences_group_new ();
  self->session = g_object_ref (session);
  self->form = relais_form_new (session, relais_kind_lookup ("edition"));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), relais_form_add (self->form, fields[i]));
  relais_name_group (ADW_PREFERENCES_GROUP (group), _("Issue"));
  self->steps = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->add = adw_button_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->add), _("Add a Step"));
  adw_button_row_set_start_icon_name (ADW_BUTTON_ROW (self->add), "list-add-symbolic");
  g_signal_connect_object (self->add, "activated", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->steps, self->add);
  adw_preferences_group_set_title (self->steps, _("Steps"));
  adw_preferences_group_set_description (self->steps, _("Working days before the issue goes to the printer"));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->steps);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_title (ADW_DIALOG (self), _("Issue"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 460);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  relais_form_set_record (self->form, edition);
  show_steps (self, edition);
  g_signal_connect_object (relais_session_get_store (session), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return ADW_DIALOG (self);
}
