/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-collection-dialog.h"

#include "relais-campaign-dialog.h"
#include "relais-days-dialog.h"
#include "relais-draft-dialog.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-recurrence.h"
#include "relais-template-dialog.h"

#include <glib/gi18n.h>

/* What a campaign and a template have of their own. */
typedef struct {
  const char         *kind;
  const char         *order;
  const char         *title;        /* N_() */
  const char         *new_title;    /* N_() */
  const char         *nothing;      /* N_() */
  const char         *explanation;  /* N_() */
  const char * const *fields;       /* of a new one */
  AdwDialog       *(*open)     (RelaisSession *session, RelaisRecord *record);
  char            *(*describe) (RelaisRecord *record);
} Collection;

struct _RelaisCollectionDialog
{
  AdwDialog         parent_instance;

  GtkStack         *stack;       /* borrowed */
  GtkWidget        *group;       /* borrowed */
  GtkWidget        *create;      /* borrowed */
  GPtrArray        *rows;        /* owned, element-type GtkWidget (borrowed) */
  RelaisSession    *session;     /* owned */
  const Collection *collection;
  char             *awaited;     /* owned, nullable: opened as soon as it is stored */
};

G_DEFINE_FINAL_TYPE (RelaisCollectionDialog, relais_collection_dialog, ADW_TYPE_DIALOG)

static char *
describe_campaign (RelaisRecord *campaign)
{
  g_autofree char *starts = relais_format_date_full (relais_record_get_string (campaign, "starts"));
  g_autofree char *ends = relais_format_date_full (relais_record_get_string (campaign, "ends"));

  return g_strdup_printf (_("%s – %s"), starts, ends);
}

static char *
describe_template (RelaisRecord *template)
{
  const char *text = relais_record_get_string (template, "rule");
  RelaisRule rule;

  return text != NULL && relais_rule_parse (text, &rule, NULL) ? relais_rule_describe (&rule) : g_strdup (_("By hand"));
}

static char *
describe_calendar (RelaisRecord *calendar)
{
  const char *read_at = relais_record_get_string (calendar, "read_at");
  g_autofree char *when = read_at != NULL ? relais_format_instant (read_at) : NULL;

  return when != NULL ? g_strdup_printf (_("Changed %s"), when) : g_strdup (_("Not read yet"));
}

static const Collection campaigns = {
  "campaign", "starts", N_("Campaigns"), N_("New Campaign"), N_("No Campaign Yet"),
  N_("A campaign groups subjects and has a line of its own on the grid."),
  (const char * const[]) { "title", "starts", "ends", "color", NULL }, relais_campaign_dialog_new, describe_campaign,
};

static const Collection templates = {
  "template", "title", N_("Templates"), N_("New Template"), N_("No Template Yet"),
  N_("A template makes subjects that come again: the weekly newsletter, the monthly issue, the yearly campaign."),
  (const char * const[]) { "title", "starts", NULL }, relais_template_dialog_new, describe_template,
};

static const Collection closed_periods = {
  "closed_period", "starts", N_("Closed Periods"), N_("New Closed Period"), N_("No Closed Period"),
  N_("Nothing is published while a closed period lasts; the plan says why."),
  (const char * const[]) { "reason", "starts", "ends", NULL }, relais_days_dialog_new, describe_campaign,
};

static const Collection calendars = {
  "calendar", "name", N_("Calendars"), N_("New Calendar"), N_("No Calendar Yet"),
  N_("School holidays, events of the city: calendars that others publish are shown in the plan."),
  (const char * const[]) { "name", "url", "color", NULL }, relais_days_dialog_new, describe_calendar,
};

static RelaisStore *
get_store (RelaisCollectionDialog *self)
{
  return relais_session_get_store (self->session);
}

static RelaisRecord *
get_record (GtkWidget *widget)
{
  GtkWidget *row = ADW_IS_ACTION_ROW (widget) ? widget : gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW);
  return g_object_get_data (G_OBJECT (row), "record");
}

static void
open_cb (GtkWidget *row, RelaisCollectionDialog *self)
{
  adw_dialog_present (self->collection->open (self->session, get_record (row)), GTK_WIDGET (self));
}

static void
bin_cb (GtkWidget *button, RelaisCollectionDialog *self)
{
  RelaisRecord *record = get_record (button);
  g_autofree char *title = relais_record_dup_title (record);
  g_autofree char *label = g_strdup_printf (_("Throw away “%s”"), title);
  RelaisAction *action = relais_action_new (label);

  relais_action_bin (action, relais_record_get_kind (record), relais_record_get_id (record), TRUE);
  relais_session_commit (self->session, action);
}

static GtkWidget *
new_row (RelaisCollectionDialog *self, RelaisRecord *record)
{
  GtkWidget *row = adw_action_row_new (), *bin = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *title = relais_record_dup_title (record), *subtitle = self->collection->describe (record);
  g_autofree char *tooltip = g_strdup_printf (_("Throw Away “%s”"), title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (bin, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (bin, "flat");
  gtk_widget_set_tooltip_text (bin, tooltip);
  gtk_widget_set_visible (bin, relais_access_may_edit (relais_session_get_access (self->session), record, "binned"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), bin);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "record", relais_record_ref (record), (GDestroyNotify) relais_record_unref);
  g_signal_connect (row, "activated", G_CALLBACK (open_cb), self);
  g_signal_connect (bin, "clicked", G_CALLBACK (bin_cb), self);
  return row;
}

static void
load (RelaisCollectionDialog *self)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup (self->collection->kind));

  relais_query_order (query, self->collection->order, FALSE);
  g_autoptr (GPtrArray) records = relais_store_query (get_store (self), query);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->group), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < records->len; i++)
    {
      GtkWidget *row = new_row (self, g_ptr_array_index (records, i));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_stack_set_visible_child_name (self->stack, records->len > 0 ? "records" : "nothing");
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisCollectionDialog *self)
{
  if (!relais_changes_has_kind (changes, self->collection->kind))
    return;
  load (self);
  if (self->awaited != NULL && relais_changes_has_record (changes, self->awaited))
    {
      g_autofree char *id = g_steal_pointer (&self->awaited);
      g_autoptr (RelaisRecord) record = relais_store_lookup (store, self->collection->kind, id);
      if (record != NULL)
        adw_dialog_present (self->collection->open (self->session, record), GTK_WIDGET (self));
    }
}

static void
created_cb (AdwDialog *dialog, const char *id, RelaisCollectionDialog *self)
{
  g_set_str (&self->awaited, id);
}

static void
create_cb (RelaisCollectionDialog *self)
{
  RelaisFields *start = relais_fields_new (relais_kind_lookup (self->collection->kind));
  AdwDialog *dialog = relais_draft_dialog_new (self->session, _(self->collection->new_title), self->collection->fields, start);

  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
relais_collection_dialog_dispose (GObject *object)
{
  RelaisCollectionDialog *self = RELAIS_COLLECTION_DIALOG (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_collection_dialog_parent_class)->dispose (object);
}

static void
relais_collection_dialog_finalize (GObject *object)
{
  RelaisCollectionDialog *self = RELAIS_COLLECTION_DIALOG (object);

  g_ptr_array_unref (self->rows);
  g_free (self->awaited);
  G_OBJECT_CLASS (relais_collection_dialog_parent_class)->finalize (object);
}

static void
relais_collection_dialog_class_init (RelaisCollectionDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_collection_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_collection_dialog_finalize;
}

static void
relais_collection_dialog_init (RelaisCollectionDialog *self)
{
  self->rows = g_ptr_array_new ();
  adw_dialog_set_content_width (ADW_DIALOG (self), 500);
  adw_dialog_set_content_height (ADW_DIALOG (self), 520);
}

static AdwDialog *
new_dialog (RelaisSession *session, const Collection *collection)
{
  RelaisCollectionDialog *self = g_object_new (RELAIS_TYPE_COLLECTION_DIALOG, "title", _(collection->title), NULL);
  GtkWidget *view = adw_toolbar_view_new (), *header = adw_header_bar_new (), *page = adw_preferences_page_new ();
  GtkWidget *nothing = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "x-office-calendar-symbolic", "title",
                                     _(collection->nothing), "description", _(collection->explanation), NULL);
  gboolean may_create = relais_access_may_create (relais_session_get_access (session), relais_kind_lookup (collection->kind));

  self->session = g_object_ref (session);
  self->collection = collection;
  self->group = adw_preferences_group_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  self->create = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_set_tooltip_text (self->create, _(collection->new_title));
  gtk_widget_set_visible (self->create, may_create);
  g_signal_connect_swapped (self->create, "clicked", G_CALLBACK (create_cb), self);
  relais_name_group (ADW_PREFERENCES_GROUP (self->group), _(collection->title));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->group));
  gtk_stack_add_named (self->stack, nothing, "nothing");
  gtk_stack_add_named (self->stack, page, "records");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->create);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->stack));
  adw_dialog_set_child (ADW_DIALOG (self), view);
  load (self);
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return ADW_DIALOG (self);
}

AdwDialog *
relais_campaigns_dialog_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);
  return new_dialog (session, &campaigns);
}

AdwDialog *
relais_templates_dialog_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);
  return new_dialog (session, &templates);
}

AdwDialog *
relais_closed_periods_dialog_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);
  return new_dialog (session, &closed_periods);
}

AdwDialog *
relais_calendars_dialog_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);
  return new_dialog (session, &calendars);
}
