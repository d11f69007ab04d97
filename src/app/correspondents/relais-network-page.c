/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-network-page.h"

#include "relais-coverage.h"
#include "relais-draft-dialog.h"
#include "relais-import-dialog.h"
#include "relais-list-pane.h"
#include "relais-network-export.h"
#include "relais-network-row.h"
#include "relais-person-view.h"
#include "relais-unit-view.h"

#include <glib/gi18n.h>

/* Model chain:
 *
 *   RelaisRecordList (RelaisRecordItem: directorates, or people) → GtkNoSelection → GtkListView (RelaisListRow)
 *
 * What a row says besides its record (who covers it) comes from mandates; bound rows are refreshed when those change.
 */

struct _RelaisNetworkPage
{
  RelaisAppPage          parent_instance;

  AdwNavigationSplitView *split_view;   /* template */
  AdwNavigationPage      *detail;
  AdwToggleGroup         *mode;
  RelaisListPane         *pane;
  GtkLabel               *summary;
  GtkStack               *details;
  RelaisUnitView         *unit_view;
  RelaisPersonView       *person_view;
  GtkWidget              *new_person;

  RelaisRecordList       *records;      /* owned */
  GCancellable           *cancellable;  /* owned: ends with the page */
  gulong                  changed_id;   /* of the store, while active */
};

G_DEFINE_FINAL_TYPE (RelaisNetworkPage, relais_network_page, RELAIS_TYPE_APP_PAGE)

static RelaisStore *
get_store (RelaisNetworkPage *self)
{
  return relais_app_page_get_store (RELAIS_APP_PAGE (self));
}

static gboolean
lists_people (RelaisNetworkPage *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->mode), "people") == 0;
}

static void
update_query (RelaisNetworkPage *self)
{
  const char *text = relais_list_pane_get_search (self->pane);
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup (lists_people (self) ? "person" : "unit"));

  if (lists_people (self))
    relais_query_order (query, "last_name", FALSE);
  else
    relais_query_order (relais_query_where (query, "type", RELAIS_MATCH_EQUAL, "directorate"), "name", FALSE);
  if (*text)
    relais_query_text (query, text);
  relais_record_list_set_query (self->records, query);
}

static GtkWidget *
new_row (void)
{
  GtkWidget *row = relais_list_row_new ();

  gtk_widget_set_margin_top (row, 8);
  gtk_widget_set_margin_bottom (row, 8);
  return row;
}

static void
show_row (GtkListItem *item, gpointer user_data)
{
  RelaisNetworkPage *self = user_data;
  RelaisListRow *row = RELAIS_LIST_ROW (gtk_list_item_get_child (item));

  relais_network_row_show (row, get_store (self), relais_record_item_get_record (gtk_list_item_get_item (item)));
  g_autofree char *label = relais_list_row_dup_label (row);
  gtk_list_item_set_accessible_label (item, label);
}

static void
summary_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree RelaisCoverageCount *count = relais_store_run_finish (RELAIS_STORE (source), result, &error);
  g_autoptr (RelaisNetworkPage) self = user_data;
  g_autofree char *units = NULL;
  g_autofree char *nobody = NULL;
  g_autofree char *text = NULL;

  if (count == NULL)
    return;
  units = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u directorate", "%u directorates", count->directorates),
                           count->directorates);
  nobody = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u has nobody", "%u have nobody", count->uncovered), count->uncovered);
  text = count->uncovered > 0 ? g_strdup_printf ("%s · %s", units, nobody) : g_strdup (units);
  gtk_label_set_label (self->summary, text);
}

static void
update_summary (RelaisNetworkPage *self)
{
  relais_store_run_async (get_store (self), relais_coverage_count, NULL, NULL, g_free, self->cancellable, summary_cb,
                          g_object_ref (self));
}

static void
refresh (RelaisNetworkPage *self)
{
  relais_list_pane_refresh (self->pane);
  relais_unit_view_refresh (self->unit_view);
  relais_person_view_refresh (self->person_view);
  update_summary (self);
}

static void
changed_cb (RelaisNetworkPage *self, RelaisChanges *changes)
{
  static const char * const kinds[] = { "person", "mandate", "unit", "attendance", "contact_log", NULL };

  if (relais_changes_has_any_kind (changes, kinds))
    refresh (self);
  else if (relais_changes_has_kind (changes, "subject") || relais_changes_has_kind (changes, "placement"))
    relais_unit_view_refresh (self->unit_view);
}

static void
show_detail (RelaisNetworkPage *self, const char *kind, const char *id)
{
  g_autofree char *title = relais_store_dup_title (get_store (self), kind, id);

  if (g_str_equal (kind, "unit"))
    relais_unit_view_set_unit (self->unit_view, id);
  else
    relais_person_view_set_person (self->person_view, id);
  gtk_stack_set_visible_child_name (self->details, kind);
  adw_navigation_page_set_title (self->detail, *title ? title : _("Details"));
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void
activated_cb (RelaisNetworkPage *self, guint position)
{
  g_autoptr (RelaisRecordItem) item = g_list_model_get_item (G_LIST_MODEL (self->records), position);

  if (item)
    show_detail (self, relais_record_get_kind (relais_record_item_get_record (item))->name, relais_record_item_get_id (item));
}

static void
mode_cb (RelaisNetworkPage *self)
{
  if (self->records)
    update_query (self);
}

static void
search_cb (RelaisNetworkPage *self)
{
  update_query (self);
}

static void
created_cb (RelaisNetworkPage *self, const char *id)
{
  adw_toggle_group_set_active_name (self->mode, "people");
  show_detail (self, "person", id);
}

static void
new_person_cb (RelaisNetworkPage *self)
{
  static const char * const fields[] = { "first_name", "last_name", "email", "phone", "job", "unit", NULL };
  AdwDialog *dialog = relais_draft_dialog_new (relais_app_page_get_session (RELAIS_APP_PAGE (self)), _("New Person"), fields,
                                               relais_fields_new (relais_kind_lookup ("person")));

  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
import_cb (RelaisNetworkPage *self)
{
  relais_import_dialog_choose (relais_app_page_get_session (RELAIS_APP_PAGE (self)), NULL, GTK_WIDGET (self));
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  import_cb (RELAIS_NETWORK_PAGE (widget));
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  relais_network_export (relais_app_page_get_session (RELAIS_APP_PAGE (widget)), widget);
}

static void
relais_network_page_set_active (RelaisAppPage *page, gboolean active)
{
  RelaisNetworkPage *self = RELAIS_NETWORK_PAGE (page);

  RELAIS_APP_PAGE_CLASS (relais_network_page_parent_class)->set_active (page, active);
  relais_record_list_set_active (self->records, active);
  if (active)
    {
      self->changed_id = g_signal_connect_swapped (get_store (self), "changed", G_CALLBACK (changed_cb), self);
      refresh (self);
    }
  else
    g_clear_signal_handler (&self->changed_id, get_store (self));
}

static void
relais_network_page_open (RelaisAppPage *page, const char *kind, const char *id)
{
  RelaisNetworkPage *self = RELAIS_NETWORK_PAGE (page);
  g_autoptr (RelaisRecord) mandate = NULL;

  if (!g_str_equal (kind, "mandate"))
    {
      show_detail (self, kind, id);
      return;
    }
  mandate = relais_store_lookup (get_store (self), kind, id);
  if (mandate)
    show_detail (self, "person", relais_record_get_string (mandate, "person"));
}

static void
relais_network_page_focus_search (RelaisAppPage *page)
{
  RelaisNetworkPage *self = RELAIS_NETWORK_PAGE (page);

  adw_navigation_split_view_set_show_content (self->split_view, FALSE);
  relais_list_pane_focus_search (self->pane);
}

static void
relais_network_page_create (RelaisAppPage *page)
{
  RelaisNetworkPage *self = RELAIS_NETWORK_PAGE (page);

  if (gtk_widget_get_visible (self->new_person))
    new_person_cb (self);
}

static void
show_rights (RelaisNetworkPage *self)
{
  RelaisAccess *access = relais_session_get_access (relais_app_page_get_session (RELAIS_APP_PAGE (self)));
  gboolean may_create = relais_access_may_create (access, relais_kind_lookup ("person"));

  gtk_widget_set_visible (self->new_person, may_create);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "network.import", may_create);
}

static void
relais_network_page_constructed (GObject *object)
{
  RelaisNetworkPage *self = RELAIS_NETWORK_PAGE (object);
  RelaisSession *session = relais_app_page_get_session (RELAIS_APP_PAGE (self));
  static const RelaisListPaneRows rows = { new_row, show_row };
  g_autoptr (GtkNoSelection) selection = NULL;

  G_OBJECT_CLASS (relais_network_page_parent_class)->constructed (object);

  self->records = relais_record_list_new (get_store (self), NULL);
  relais_record_list_set_active (self->records, FALSE);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->records)));
  relais_list_pane_set_model (self->pane, self->records, GTK_SELECTION_MODEL (selection), &rows, self);
  update_query (self);

  relais_unit_view_set_session (self->unit_view, session);
  relais_person_view_set_session (self->person_view, session);
  show_rights (self);
}

static void
relais_network_page_dispose (GObject *object)
{
  RelaisNetworkPage *self = RELAIS_NETWORK_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->changed_id)
    g_clear_signal_handler (&self->changed_id, get_store (self));
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_NETWORK_PAGE);
  g_clear_object (&self->records);
  G_OBJECT_CLASS (relais_network_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/correspondents/relais-network-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisNetworkPage, split_view);
  gtk_widget_class_bind_template_child (widget_class, RelaisNetworkPage, detail);
  gtk_widget_class_bind_template_child (widget_class, RelaisNetworkPage, mode);
  gtk_widget_class_bind_template_child (widget_class, RelaisNetworkPage, pane);
  gtk_widget_class_bind_template_child (widget_class, RelaisNetworkPage, summary);
  gtk_widget_class_bind_template_child (widget_class, RelaisNetworkPage, details);
  gtk_widget_class_bind_template_child (widget_class, RelaisNetworkPage, unit_view);
  gtk_widget_class_bind_template_child (widget_class, RelaisNetworkPage, person_view);
  gtk_widget_class_bind_template_child (widget_class, RelaisNetworkPage, new_person);
  gtk_widget_class_bind_template_callback (widget_class, mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_person_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
}

static void
relais_network_page_class_init (RelaisNetworkPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RelaisAppPageClass *page_class = RELAIS_APP_PAGE_CLASS (klass);

  object_class->constructed = relais_network_page_constructed;
  object_class->dispose = relais_network_page_dispose;
  page_class->set_active = relais_network_page_set_active;
  page_class->open = relais_network_page_open;
  page_class->focus_search = relais_network_page_focus_search;
  page_class->create = relais_network_page_create;

  g_type_ensure (RELAIS_TYPE_UNIT_VIEW);
  g_type_ensure (RELAIS_TYPE_PERSON_VIEW);
  g_type_ensure (RELAIS_TYPE_LIST_PANE);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "network.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "network.export", NULL, export_action);
}

static void
relais_network_page_init (RelaisNetworkPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
