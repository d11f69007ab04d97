/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-saved-views.h"

#include "relais-enter.h"

#include <glib/gi18n.h>

#define PAGE "planning"

struct _RelaisSavedViews
{
  AdwBin           parent_instance;

  RelaisSession   *session;  /* owned */
  RelaisPlanState *state;    /* borrowed */
  GtkWidget       *button;   /* borrowed */
  char            *current;  /* owned, nullable: id of the view that was chosen last */
};

/* A name that is being asked for. */
typedef struct {
  RelaisSavedViews *views;    /* owned */
  GtkWidget        *entry;    /* borrowed: in the dialog */
  RelaisRecord     *renamed;  /* owned, nullable: NULL: a new view */
} Naming;

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisSavedViews, relais_saved_views, ADW_TYPE_BIN)

static void
free_naming (Naming *naming)
{
  g_object_unref (naming->views);
  g_clear_pointer (&naming->renamed, relais_record_unref);
  g_free (naming);
}

static RelaisRecord *
lookup (RelaisSavedViews *self)
{
  RelaisRecord *record = self->current != NULL ? relais_store_lookup (relais_session_get_store (self->session), "saved_view",
                                                                      self->current) : NULL;

  if (record == NULL || !relais_record_get_boolean (record, "binned"))
    return record;
  relais_record_unref (record);
  return NULL;
}

/* Nobody else's, unless they are shared. */
static gboolean
is_offered (RelaisSavedViews *self, RelaisRecord *view)
{
  const char *person = relais_session_get_person (self->session), *owner = relais_record_get_string (view, "owner");

  return owner == NULL || relais_record_get_boolean (view, "shared") || g_strcmp0 (owner, person) == 0;
}

static gboolean
may_edit (RelaisSavedViews *self, RelaisRecord *view)
{
  return relais_access_may_edit (relais_session_get_access (self->session), view, "name");
}

static GMenuModel *
build_list (RelaisSavedViews *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("saved_view")), "name", FALSE);

  relais_query_where (query, "page", RELAIS_MATCH_EQUAL, PAGE);
  g_autoptr (GPtrArray) views = relais_store_query (relais_session_get_store (self->session), query);
  for (guint i = 0; i < views->len; i++)
    {
      RelaisRecord *view = g_ptr_array_index (views, i);
      const char *name = relais_record_get_string (view, "name");
      if (!is_offered (self, view))
        continue;
      g_autofree char *label = relais_record_get_boolean (view, "shared") ? g_strdup_printf (_("%s (team)"), name) : g_strdup (name);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "saved.open", "s", relais_record_get_id (view));
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static GMenuModel *
build_menu (RelaisSavedViews *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) own = g_menu_new (), make = g_menu_new ();
  g_autoptr (GMenuModel) list = build_list (self);
  g_autoptr (RelaisRecord) view = lookup (self);

  g_menu_append (make, _("_Save This View…"), "saved.save");
  if (view != NULL && may_edit (self, view))
    {
      gboolean shared = relais_record_get_boolean (view, "shared");
      g_autofree char *title = g_strdup_printf ("“%s”", relais_record_get_string (view, "name"));
      g_menu_append (own, _("Save _Changes"), "saved.update");
      g_menu_append (own, _("_Rename…"), "saved.rename");
      g_menu_append (own, shared ? _("Keep to _Myself") : _("S_hare With the Team"), "saved.share");
      g_menu_append (own, _("_Delete"), "saved.delete");
      g_menu_append_section (menu, NULL, list);
      g_menu_append_section (menu, title, G_MENU_MODEL (own));
    }
  else
    g_menu_append_section (menu, NULL, list);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (make));
  return G_MENU_MODEL (menu);
}

static void
update_label (RelaisSavedViews *self)
{
  g_autoptr (RelaisRecord) view = lookup (self);
  const char *name = view != NULL ? relais_record_get_string (view, "name") : _("Views");
  g_autofree char *words = view != NULL ? g_strdup_printf (_("Saved view: %s"), name) : g_strdup (_("Saved views"));

  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
popup_cb (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenuModel) menu = build_menu (user_data);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *id)
{
  RelaisSavedViews *self = RELAIS_SAVED_VIEWS (widget);

  g_set_str (&self->current, g_variant_get_string (id, NULL));
  g_autoptr (RelaisRecord) view = lookup (self);
  if (view == NULL)
    return;
  relais_plan_state_read_json (self->state, relais_record_get_string (view, "filter"));
  update_label (self);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
create_view (RelaisSavedViews *self, const char *name)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("saved_view"));
  g_autofree char *label = g_strdup_printf (_("Save the view “%s”"), name);
  g_autofree char *json = relais_plan_state_to_json (self->state);
  RelaisAction *action = relais_action_new (label);

  relais_fields_set_string (fields, "name", name);
  relais_fields_set_string (fields, "page", PAGE);
  relais_fields_set_string (fields, "filter", json);
  if (relais_session_get_person (self->session) != NULL)
    relais_fields_set_string (fields, "owner", relais_session_get_person (self->session));
  g_set_str (&self->current, relais_action_create (action, NULL, fields));
  relais_session_commit (self->session, action);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Naming *naming = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (naming->entry))));

  if (g_str_equal (response, "save") && name[0] != '\0')
    {
      g_autofree char *label = g_strdup_printf (_("Rename a view to “%s”"), name);
      if (naming->renamed != NULL)
        relais_session_set_field (naming->views->session, naming->renamed, "name", g_variant_new_string (name), label);
      else
        create_view (naming->views, name);
    }
  free_naming (naming);
}

static void
ask_name (RelaisSavedViews *self, RelaisRecord *renamed)
{
  Naming *naming = g_new0 (Naming, 1);
  AdwDialog *dialog = adw_alert_dialog_new (renamed != NULL ? _("Rename the View") : _("Save This View"), NULL);
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);

  naming->views = g_object_ref (self);
  naming->renamed = renamed != NULL ? relais_record_ref (renamed) : NULL;
  naming->entry = gtk_entry_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (naming->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the view"), -1);
  if (renamed != NULL)
    gtk_editable_set_text (GTK_EDITABLE (naming->entry), relais_record_get_string (renamed, "name"));
  adw_alert_dialog_add_responses (alert, "cancel", _("_Cancel"), "save", _("_Save"), NULL);
  adw_alert_dialog_set_response_appearance (alert, "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (alert, "save");
  adw_alert_dialog_set_close_response (alert, "cancel");
  adw_alert_dialog_set_extra_child (alert, naming->entry);
  relais_enter_presses (GTK_WIDGET (dialog), NULL);
  adw_dialog_set_focus (dialog, naming->entry);
  adw_alert_dialog_choose (alert, GTK_WIDGET (self), NULL, named_cb, naming);
}

static void
save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ask_name (RELAIS_SAVED_VIEWS (widget), NULL);
}

static void
rename_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (RelaisRecord) view = lookup (RELAIS_SAVED_VIEWS (widget));

  if (view != NULL)
    ask_name (RELAIS_SAVED_VIEWS (widget), view);
}

static void
update_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisSavedViews *self = RELAIS_SAVED_VIEWS (widget);
  g_autoptr (RelaisRecord) view = lookup (self);

  if (view == NULL)
    return;
  g_autofree char *json = relais_plan_state_to_json (self->state);
  g_autofree char *label = g_strdup_printf (_("Change the view “%s”"), relais_record_get_string (view, "name"));
  relais_session_set_field (self->session, view, "filter", g_variant_new_string (json), label);
}

static void
share_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisSavedViews *self = RELAIS_SAVED_VIEWS (widget);
  g_autoptr (RelaisRecord) view = lookup (self);

  if (view == NULL)
    return;
  gboolean share = !relais_record_get_boolean (view, "shared");
  g_autofree char *label = g_strdup_printf (share ? _("Share the view “%s” with the team") : _("Keep the view “%s” to oneself"),
                                            relais_record_get_string (view, "name"));
  relais_session_set_field (self->session, view, "shared", g_variant_new_boolean (share), label);
}

static void
delete_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisSavedViews *self = RELAIS_SAVED_VIEWS (widget);
  g_autoptr (RelaisRecord) view = lookup (self);

  if (view == NULL)
    return;
  g_autofree char *label = g_strdup_printf (_("Delete the view “%s”"), relais_record_get_string (view, "name"));
  RelaisAction *action = relais_action_new (label);
  relais_action_bin (action, relais_record_get_kind (view), relais_record_get_id (view), TRUE);
  relais_session_commit (self->session, action);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisSavedViews *self)
{
  if (relais_changes_has_kind (changes, "saved_view"))
    update_label (self);
}

static void
relais_saved_views_dispose (GObject *object)
{
  RelaisSavedViews *self = RELAIS_SAVED_VIEWS (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->current, g_free);
  G_OBJECT_CLASS (relais_saved_views_parent_class)->dispose (object);
}

static void
relais_saved_views_class_init (RelaisSavedViewsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_saved_views_dispose;
  gtk_widget_class_install_action (widget_class, "saved.open", "s", open_cb);
  gtk_widget_class_install_action (widget_class, "saved.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "saved.update", NULL, update_cb);
  gtk_widget_class_install_action (widget_class, "saved.rename", NULL, rename_cb);
  gtk_widget_class_install_action (widget_class, "saved.share", NULL, share_cb);
  gtk_widget_class_install_action (widget_class, "saved.delete", NULL, delete_cb);
  signals[CHOSEN] = g_signal_new ("chosen", RELAIS_TYPE_SAVED_VIEWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_saved_views_init (RelaisSavedViews *self)
{
}

GtkWidget *
relais_saved_views_new (RelaisSession *session, RelaisPlanState *state)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && state != NULL, NULL);

  RelaisSavedViews *self = g_object_new (RELAIS_TYPE_SAVED_VIEWS, NULL);
  self->session = g_object_ref (session);
  self->state = state;
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->button), TRUE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), popup_cb, self, NULL);
  adw_bin_set_child (ADW_BIN (self), self->button);
  update_label (self);
  g_signal_connect_object (relais_session_get_store (session), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return GTK_WIDGET (self);
}
