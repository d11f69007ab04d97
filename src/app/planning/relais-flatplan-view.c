/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-flatplan-view.h"

#include "relais-edition-dialog.h"
#include "relais-edition-header.h"
#include "relais-flatplan-actions.h"
#include "relais-flatplan-sheet.h"
#include "relais-format.h"
#include "relais-plan-pace.h"
#include "relais-record-chooser.h"

#include <glib/gi18n.h>

struct _RelaisFlatplanView
{
  AdwBin                 parent_instance;

  GtkStack              *stack;        /* borrowed: flatplan, nothing */
  RelaisEditionHeader   *header;       /* borrowed */
  GtkWidget             *edit;         /* borrowed: button */
  GPtrArray             *create;       /* owned, element-type GtkWidget (borrowed): buttons for what only those who make issues do */
  RelaisFlatplanSheet   *sheet;        /* borrowed */

  RelaisSession         *session;      /* owned */
  char                  *edition;      /* owned, nullable: id of the issue that was chosen */
  RelaisFlatplanReading *reading;      /* owned, nullable: what is shown */
  RelaisPlanPace         pace;
};

static void relais_flatplan_view_view_init (RelaisPlanViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RelaisFlatplanView, relais_flatplan_view, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (RELAIS_TYPE_PLAN_VIEW, relais_flatplan_view_view_init))

static RelaisStore *
get_store (RelaisFlatplanView *self)
{
  return relais_session_get_store (self->session);
}

static void
show (RelaisFlatplanView *self)
{
  gtk_stack_set_visible_child_name (self->stack, self->reading->edition != NULL ? "flatplan" : "nothing");
  if (self->reading->edition != NULL)
    relais_edition_header_set (self->header, get_store (self), self->reading, relais_day_today ());
  relais_flatplan_sheet_set (self->sheet, self->reading);
}

static void
open_cb (RelaisFlatplanSheet *sheet, const char *subject, const char *placement, RelaisFlatplanView *self)
{
  relais_plan_view_emit_open (RELAIS_PLAN_VIEW (self), subject, placement);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisFlatplanView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisFlatplanReading) reading = relais_flatplan_reading_finish (RELAIS_STORE (source), result, &error);
  g_autoptr (RelaisFlatplanReading) before = NULL;  /* what is shown borrows from it until something else is */

  if (self->session == NULL)
    return;
  gboolean wanted = relais_plan_pace_end (&self->pace);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *message = relais_session_describe_error (error);
      relais_session_notice (self->session, message);
    }
  if (reading == NULL || !wanted)
    return;
  before = g_steal_pointer (&self->reading);
  self->reading = g_steal_pointer (&reading);
  show (self);
}

static void
start_reading (RelaisPlanView *view)
{
  RelaisFlatplanView *self = RELAIS_FLATPLAN_VIEW (view);

  relais_flatplan_reading_start (self->pace.store, self->edition, self->pace.filter, relais_day_today (), self->pace.reading, read_cb,
                                 g_object_ref (self));
}

static void
choose_edition (RelaisFlatplanView *self, const char *id)
{
  g_set_str (&self->edition, id);
  relais_plan_pace_ask (&self->pace);
  relais_plan_view_emit_changed (RELAIS_PLAN_VIEW (self));
}

static void
chosen_cb (GtkWidget *header, const char *id, RelaisFlatplanView *self)
{
  choose_edition (self, id);
}

static void
create_cb (RelaisFlatplanView *self)
{
  RelaisRecord *before = self->reading != NULL ? self->reading->edition : NULL;
  AdwDialog *dialog = relais_new_edition_dialog_new (self->session, before);

  g_signal_connect_object (dialog, "created", G_CALLBACK (chosen_cb), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
edit_cb (RelaisFlatplanView *self)
{
  if (self->reading != NULL && self->reading->edition != NULL)
    adw_dialog_present (relais_edition_dialog_new (self->session, self->reading->edition), GTK_WIDGET (self));
}

static void
subject_cb (const char *id, gpointer user_data)
{
  RelaisFlatplanView *self = user_data;
  g_autoptr (RelaisRecord) subject = id != NULL ? relais_store_lookup (get_store (self), "subject", id) : NULL;

  if (subject == NULL || self->reading == NULL || self->reading->edition == NULL)
    return;
  g_autoptr (RelaisRecord) placement = relais_flatplan_find (get_store (self), subject, self->reading->edition);
  relais_flatplan_sheet_add (self->sheet, placement);
}

static void
add_cb (RelaisFlatplanView *self)
{
  adw_dialog_present (relais_record_chooser_new (get_store (self), relais_kind_lookup ("subject"), _("Add a Subject"), FALSE, subject_cb,
                                                 g_object_ref (self), g_object_unref), GTK_WIDGET (self));
}

static void
access_cb (RelaisFlatplanView *self)
{
  gboolean may = relais_access_may_create (relais_session_get_access (self->session), relais_kind_lookup ("edition"));

  for (guint i = 0; i < self->create->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->create, i), may);
}

static void
relais_flatplan_view_set_filter (RelaisPlanView *view, const RelaisPlanFilter *filter)
{
  relais_plan_pace_set_filter (&RELAIS_FLATPLAN_VIEW (view)->pace, filter);
}

static void
relais_flatplan_view_set_active (RelaisPlanView *view, gboolean active)
{
  RelaisFlatplanView *self = RELAIS_FLATPLAN_VIEW (view);

  access_cb (self);
  relais_plan_pace_set_active (&self->pace, active);
}

static void
relais_flatplan_view_choose (RelaisPlanView *view, const char *placement)
{
  relais_flatplan_sheet_choose (RELAIS_FLATPLAN_VIEW (view)->sheet, placement);
}

static JsonObject *
relais_flatplan_view_dup_options (RelaisPlanView *view)
{
  JsonObject *options = json_object_new ();

  if (RELAIS_FLATPLAN_VIEW (view)->edition != NULL)
    json_object_set_string_member (options, "edition", RELAIS_FLATPLAN_VIEW (view)->edition);
  return options;
}

static void
relais_flatplan_view_set_options (RelaisPlanView *view, JsonObject *options)
{
  RelaisFlatplanView *self = RELAIS_FLATPLAN_VIEW (view);
  JsonNode *node = json_object_get_member (options, "edition");

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return;
  g_set_str (&self->edition, json_node_get_string (node));
  relais_plan_pace_ask (&self->pace);
}

static void
relais_flatplan_view_describe (RelaisPlanView *view, RelaisPlanSheetRequest *request)
{
  RelaisFlatplanView *self = RELAIS_FLATPLAN_VIEW (view);

  if (self->reading == NULL || self->reading->edition == NULL)
    return;
  request->view = RELAIS_PLAN_SHEET_FLATPLAN;
  request->record = relais_record_get_id (self->reading->edition);
}

static void
relais_flatplan_view_view_init (RelaisPlanViewInterface *iface)
{
  iface->set_filter = relais_flatplan_view_set_filter;
  iface->set_active = relais_flatplan_view_set_active;
  iface->choose = relais_flatplan_view_choose;
  iface->dup_options = relais_flatplan_view_dup_options;
  iface->set_options = relais_flatplan_view_set_options;
  iface->describe = relais_flatplan_view_describe;
}

static void
relais_flatplan_view_dispose (GObject *object)
{
  RelaisFlatplanView *self = RELAIS_FLATPLAN_VIEW (object);

  relais_plan_pace_clear (&self->pace);
  g_ptr_array_set_size (self->create, 0);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_pointer (&self->reading, relais_flatplan_reading_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_flatplan_view_parent_class)->dispose (object);
}

static void
relais_flatplan_view_finalize (GObject *object)
{
  RelaisFlatplanView *self = RELAIS_FLATPLAN_VIEW (object);

  g_ptr_array_unref (self->create);
  g_free (self->edition);
  G_OBJECT_CLASS (relais_flatplan_view_parent_class)->finalize (object);
}

static void
relais_flatplan_view_class_init (RelaisFlatplanViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_flatplan_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_flatplan_view_finalize;
}

static void
relais_flatplan_view_init (RelaisFlatplanView *self)
{
  self->create = g_ptr_array_new ();
}

static GtkWidget *
new_create_button (RelaisFlatplanView *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("New _Issue…"));

  g_signal_connect_object (button, "clicked", G_CALLBACK (create_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->create, button);
  return button;
}

static GtkWidget *
build_nothing (RelaisFlatplanView *self)
{
  GtkWidget *page = adw_status_page_new (), *button = new_create_button (self);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "relais-flatplan-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("No Issue Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   _("An issue of the journal has pages that subjects are put on, and a day on which it goes to "
                                     "the printer."));
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static GtkWidget *
build_header (RelaisFlatplanView *self)
{
  GtkWidget *tools = adw_wrap_box_new ();

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (tools), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (tools), 6);
  self->edit = gtk_button_new_from_icon_name ("document-edit-symbolic");
  gtk_widget_set_tooltip_text (self->edit, _("Pages, Dates and Steps of the Issue"));
  g_signal_connect_object (self->edit, "clicked", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (ADW_WRAP_BOX (tools), self->edit);
  GtkWidget *add = gtk_button_new_with_mnemonic (_("Add a _Subject…"));
  g_signal_connect_object (add, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->create, add);
  adw_wrap_box_append (ADW_WRAP_BOX (tools), add);
  adw_wrap_box_append (ADW_WRAP_BOX (tools), new_create_button (self));
  GtkWidget *header = relais_edition_header_new (tools);
  self->header = RELAIS_EDITION_HEADER (header);
  g_signal_connect_object (header, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_DEFAULT);
  return header;
}

GtkWidget *
relais_flatplan_view_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  static const char * const kinds[] = { "edition", "placement", "subject", "article", "closed_period", "calendar", NULL };
  RelaisFlatplanView *self = g_object_new (RELAIS_TYPE_FLATPLAN_VIEW, NULL);
  GtkWidget *stack = gtk_stack_new (), *sheet;

  self->session = g_object_ref (session);
  relais_plan_pace_init (&self->pace, RELAIS_PLAN_VIEW (self), relais_session_get_store (session), kinds, start_reading);
  self->stack = GTK_STACK (stack);
  sheet = relais_flatplan_sheet_new (session, build_header (self));
  self->sheet = RELAIS_FLATPLAN_SHEET (sheet);
  g_signal_connect_object (sheet, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  gtk_stack_add_named (self->stack, sheet, "flatplan");
  gtk_stack_add_named (self->stack, build_nothing (self), "nothing");
  adw_bin_set_child (ADW_BIN (self), stack);
  return GTK_WIDGET (self);
}
