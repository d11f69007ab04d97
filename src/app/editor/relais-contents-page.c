/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-contents-page.h"

#include "relais-article-editor.h"
#include "relais-choice.h"
#include "relais-draft-dialog.h"
#include "relais-form.h"
#include "relais-import-dialog.h"
#include "relais-list-pane.h"
#include "relais-list-row.h"
#include "relais-names.h"
#include "relais-rights.h"

#include <glib/gi18n.h>

/* Model chain:
 *
 *   RelaisRecordList (RelaisRecordItem: articles) → GtkSingleSelection → GtkListView (RelaisListRow)
 */

struct _RelaisContentsPage
{
  RelaisAppPage           parent_instance;

  AdwNavigationSplitView *split_view;      /* template */
  AdwNavigationPage      *detail;
  RelaisListPane         *pane;
  GtkStack               *articles;
  AdwPreferencesGroup    *heading;
  RelaisArticleEditor    *editor;
  GtkWidget              *new_article;
  GtkWidget              *preview_button;
  GtkWidget              *article_menu_button;

  RelaisRecordList       *records;         /* owned */
  RelaisForm             *form;            /* owned: title and standfirst */
  char                   *article;         /* owned, nullable: the one that is open */
  char                   *awaited;         /* owned, nullable: made, and opened as soon as the store has it */
  gulong                  changed_id;      /* of the store, while active */
};

G_DEFINE_FINAL_TYPE (RelaisContentsPage, relais_contents_page, RELAIS_TYPE_APP_PAGE)

static const char * const detail_fields[] = { "subject", "author", "signature", "theme", "lead_image", "event_day", "event_last_day",
                                              "event_time", "event_end_time", "event_place", "language" };

static RelaisStore *
get_store (RelaisContentsPage *self)
{
  return relais_app_page_get_store (RELAIS_APP_PAGE (self));
}

static RelaisSession *
get_session (RelaisContentsPage *self)
{
  return relais_app_page_get_session (RELAIS_APP_PAGE (self));
}

static void
update_query (RelaisContentsPage *self)
{
  const char *text = relais_list_pane_get_search (self->pane);
  g_autoptr (RelaisQuery) query = relais_query_order_latest (relais_query_new (relais_kind_lookup ("article")));

  if (*text)
    relais_query_text (query, text);
  relais_record_list_set_query (self->records, query);
}

static void
show_rights (RelaisContentsPage *self, RelaisRecord *article)
{
  RelaisAccess *access = relais_session_get_access (get_session (self));

  gtk_widget_set_visible (self->new_article, relais_access_may_create (access, relais_kind_lookup ("article")));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "contents.import", relais_access_may_create (access, relais_kind_lookup ("placement")));
  gtk_widget_set_sensitive (self->preview_button, article != NULL);
  gtk_widget_set_sensitive (self->article_menu_button, article != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "contents.bin", article &&
                                 relais_store_may_edit (relais_session_get_store (get_session (self)), access, article, "binned"));
}

static void
show_article (RelaisContentsPage *self, const char *id)
{
  g_autoptr (RelaisRecord) article = id ? relais_store_lookup (get_store (self), "article", id) : NULL;
  g_autofree char *title = article ? relais_record_dup_title (article) : NULL;

  g_set_str (&self->article, article ? id : NULL);
  show_rights (self, article);
  relais_article_editor_set_article (self->editor, self->article);
  gtk_stack_set_visible_child_name (self->articles, article ? "article" : "none");
  if (article == NULL)
    return;
  relais_form_set_record (self->form, article);
  adw_navigation_page_set_title (self->detail, title);
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void
changed_cb (RelaisContentsPage *self, RelaisChanges *changes)
{
  g_autoptr (RelaisRecord) article = NULL;

  if (self->awaited && relais_changes_has_record (changes, self->awaited))
    {
      g_autofree char *id = g_steal_pointer (&self->awaited);

      show_article (self, id);
      return;
    }
  if (self->article == NULL || !relais_changes_has_record (changes, self->article))
    return;
  article = relais_store_lookup (get_store (self), "article", self->article);
  if (article == NULL || relais_record_get_boolean (article, "binned"))
    show_article (self, NULL);
  else
    relais_article_editor_refresh (self->editor);
}

static void
activated_cb (RelaisContentsPage *self, guint position)
{
  g_autoptr (RelaisRecordItem) item = g_list_model_get_item (G_LIST_MODEL (self->records), position);

  if (item)
    show_article (self, relais_record_item_get_id (item));
}

static void
search_cb (RelaisContentsPage *self)
{
  update_query (self);
}

static void
created_cb (RelaisContentsPage *self, const char *id)
{
  g_set_str (&self->awaited, id);
}

static void
new_article_cb (RelaisContentsPage *self)
{
  static const char * const fields[] = { "title", "subject", "author", NULL };
  RelaisFields *start = relais_fields_new (relais_kind_lookup ("article"));
  const char *person = relais_session_get_person (get_session (self));
  AdwDialog *dialog;

  relais_fields_set_string (start, "author", person);
  relais_fields_set_string (start, "language", "fr");
  dialog = relais_draft_dialog_new (get_session (self), _("New Article"), fields, start);
  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
details_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisContentsPage *self = RELAIS_CONTENTS_PAGE (widget);
  g_autoptr (RelaisRecord) article = self->article ? relais_store_lookup (get_store (self), "article", self->article) : NULL;
  AdwDialog *dialog;
  GtkWidget *page, *group;
  RelaisForm *form;

  if (article == NULL)
    return;
  dialog = ADW_DIALOG (adw_preferences_dialog_new ());
  page = adw_preferences_page_new ();
  group = adw_preferences_group_new ();
  form = relais_form_new (get_session (self), relais_kind_lookup ("article"));
  adw_dialog_set_title (dialog, _("Details of the Article"));
  for (guint i = 0; i < G_N_ELEMENTS (detail_fields); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), relais_form_add (form, detail_fields[i]));
  relais_name_group (ADW_PREFERENCES_GROUP (group), _("Details of the Article"));
  relais_form_set_record (form, article);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), ADW_PREFERENCES_PAGE (page));
  g_object_set_data_full (G_OBJECT (dialog), "relais-form", form, g_object_unref);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
bin_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisContentsPage *self = RELAIS_CONTENTS_PAGE (widget);
  g_autofree char *title = relais_store_dup_title (get_store (self), "article", self->article);
  /* Translators: an action, for Undo */
  g_autofree char *label = g_strdup_printf (_("Throw away “%s”"), title);
  RelaisAction *action = relais_action_new (label);

  relais_article_editor_flush (self->editor);
  relais_action_bin (action, relais_kind_lookup ("article"), self->article, TRUE);
  relais_session_commit (get_session (self), action);
}

/* Events of an iCalendar file become articles with their days, subjects, and placements on the agenda. */
static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  relais_import_dialog_choose (get_session (RELAIS_CONTENTS_PAGE (widget)), relais_kind_lookup ("article"), widget);
}

static GtkWidget *
new_row (void)
{
  GtkWidget *row = relais_list_row_new ();

  gtk_widget_set_margin_top (row, 6);
  gtk_widget_set_margin_bottom (row, 6);
  return row;
}

/* For which channel the article is written: one subject has several articles of nearly the same title. */
static void
show_channel (RelaisContentsPage *self, RelaisListRow *row, RelaisRecord *article)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));
  g_autoptr (GPtrArray) placements = NULL;
  g_autoptr (RelaisRecord) channel = NULL;
  const char *id;

  relais_query_limit (relais_query_where (query, "article", RELAIS_MATCH_EQUAL, relais_record_get_id (article)), 1);
  placements = relais_store_query (get_store (self), query);
  id = placements->len > 0 ? relais_record_get_string (g_ptr_array_index (placements, 0), "channel") : NULL;
  channel = id ? relais_store_lookup (get_store (self), "channel", id) : NULL;
  if (channel)
    relais_list_row_set_icon (row, relais_channel_icon (relais_record_get_string (channel, "form")),
                              relais_color_style (relais_record_get_string (channel, "color")),
                              relais_record_get_string (channel, "name"));
  else
    relais_list_row_set_icon (row, "document-edit-symbolic", NULL, NULL);
}

static void
show_row (GtkListItem *item, gpointer user_data)
{
  RelaisContentsPage *self = user_data;
  RelaisListRow *row = RELAIS_LIST_ROW (gtk_list_item_get_child (item));
  RelaisRecord *article = relais_record_item_get_record (gtk_list_item_get_item (item));
  g_autofree char *title = relais_record_dup_title (article);
  g_autofree char *label = NULL;
  const char *signature = relais_record_get_string (article, "signature");
  const char *standfirst = relais_record_get_string (article, "standfirst");

  show_channel (self, row, article);
  relais_list_row_set_title (row, title);
  relais_list_row_set_subtitle (row, standfirst ? standfirst : signature);
  label = relais_list_row_dup_label (row);
  gtk_list_item_set_accessible_label (item, label);
}

static void
relais_contents_page_set_active (RelaisAppPage *page, gboolean active)
{
  RelaisContentsPage *self = RELAIS_CONTENTS_PAGE (page);

  RELAIS_APP_PAGE_CLASS (relais_contents_page_parent_class)->set_active (page, active);
  relais_record_list_set_active (self->records, active);
  if (active)
    {
      self->changed_id = g_signal_connect_swapped (get_store (self), "changed", G_CALLBACK (changed_cb), self);
      relais_article_editor_refresh (self->editor);
    }
  else
    {
      g_clear_signal_handler (&self->changed_id, get_store (self));
      relais_article_editor_flush (self->editor);
    }
}

static void
relais_contents_page_open (RelaisAppPage *page, const char *kind, const char *id)
{
  show_article (RELAIS_CONTENTS_PAGE (page), id);
}

static void
relais_contents_page_focus_search (RelaisAppPage *page)
{
  RelaisContentsPage *self = RELAIS_CONTENTS_PAGE (page);

  adw_navigation_split_view_set_show_content (self->split_view, FALSE);
  relais_list_pane_focus_search (self->pane);
}

static void
relais_contents_page_create (RelaisAppPage *page)
{
  RelaisContentsPage *self = RELAIS_CONTENTS_PAGE (page);

  if (gtk_widget_get_visible (self->new_article))
    new_article_cb (self);
}

static void
set_up_list (RelaisContentsPage *self)
{
  static const RelaisListPaneRows rows = { new_row, show_row };
  g_autoptr (GtkNoSelection) selection = NULL;

  self->records = relais_record_list_new (get_store (self), NULL);
  relais_record_list_set_active (self->records, FALSE);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->records)));
  relais_list_pane_set_model (self->pane, self->records, GTK_SELECTION_MODEL (selection), &rows, self);
  update_query (self);
}

static void
relais_contents_page_constructed (GObject *object)
{
  RelaisContentsPage *self = RELAIS_CONTENTS_PAGE (object);

  G_OBJECT_CLASS (relais_contents_page_parent_class)->constructed (object);

  set_up_list (self);
  self->form = relais_form_new (get_session (self), relais_kind_lookup ("article"));
  adw_preferences_group_add (self->heading, relais_form_add (self->form, "title"));
  adw_preferences_group_add (self->heading, relais_form_add (self->form, "standfirst"));
  relais_name_group (self->heading, _("Title and standfirst"));
  relais_article_editor_set_session (self->editor, get_session (self));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->preview_button), TRUE);
  show_rights (self, NULL);
}

static void
relais_contents_page_dispose (GObject *object)
{
  RelaisContentsPage *self = RELAIS_CONTENTS_PAGE (object);

  if (self->changed_id)
    g_clear_signal_handler (&self->changed_id, get_store (self));
  if (self->form)
    relais_form_flush (self->form);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_CONTENTS_PAGE);
  g_clear_object (&self->form);
  g_clear_object (&self->records);
  g_clear_pointer (&self->article, g_free);
  g_clear_pointer (&self->awaited, g_free);
  G_OBJECT_CLASS (relais_contents_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/editor/relais-contents-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisContentsPage, split_view);
  gtk_widget_class_bind_template_child (widget_class, RelaisContentsPage, detail);
  gtk_widget_class_bind_template_child (widget_class, RelaisContentsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, RelaisContentsPage, articles);
  gtk_widget_class_bind_template_child (widget_class, RelaisContentsPage, heading);
  gtk_widget_class_bind_template_child (widget_class, RelaisContentsPage, editor);
  gtk_widget_class_bind_template_child (widget_class, RelaisContentsPage, new_article);
  gtk_widget_class_bind_template_child (widget_class, RelaisContentsPage, preview_button);
  gtk_widget_class_bind_template_child (widget_class, RelaisContentsPage, article_menu_button);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_article_cb);
}

static void
relais_contents_page_class_init (RelaisContentsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RelaisAppPageClass *page_class = RELAIS_APP_PAGE_CLASS (klass);

  object_class->constructed = relais_contents_page_constructed;
  object_class->dispose = relais_contents_page_dispose;
  page_class->set_active = relais_contents_page_set_active;
  page_class->open = relais_contents_page_open;
  page_class->focus_search = relais_contents_page_focus_search;
  page_class->create = relais_contents_page_create;

  g_type_ensure (RELAIS_TYPE_ARTICLE_EDITOR);
  g_type_ensure (RELAIS_TYPE_LIST_PANE);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "contents.details", NULL, details_action);
  gtk_widget_class_install_action (widget_class, "contents.bin", NULL, bin_action);
  gtk_widget_class_install_action (widget_class, "contents.import", NULL, import_action);
}

static void
relais_contents_page_init (RelaisContentsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
