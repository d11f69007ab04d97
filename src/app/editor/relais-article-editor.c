/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-article-editor.h"

#include "relais-article-preview.h"
#include "relais-checks.h"
#include "relais-readability.h"
#include "relais-rights.h"
#include "relais-text-binding.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#ifdef HAVE_SPELLING
#include <libspelling.h>
#endif

/* Lengths, readability and checks are looked at when the hand rests; the preview follows each key. */
#define REST_MS 400

struct _RelaisArticleEditor
{
  AdwBin                parent_instance;

  AdwOverlaySplitView  *split_view;    /* template */
  RelaisArticlePreview *preview;
  GtkSourceView        *body;
  GtkLabel             *figures;
  GtkMenuButton        *checks_button;
  GtkListBox           *checks;

  RelaisSession        *session;       /* owned */
  char                 *id;            /* owned, nullable */
  RelaisTextBinding    *binding;       /* owned: of the text */
  gboolean              show_preview;
  guint                 rest;          /* timer */
  guint                 dress;         /* timer: colours and spelling are not there yet */
};

enum { PROP_0, PROP_SHOW_PREVIEW, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RelaisArticleEditor, relais_article_editor, ADW_TYPE_BIN)

static RelaisStore *
get_store (RelaisArticleEditor *self)
{
  return relais_session_get_store (self->session);
}

/* The article as it is in the window now, saved or not. (transfer full) (nullable) */
static RelaisRecord *
build_article (RelaisArticleEditor *self)
{
  g_autoptr (RelaisRecord) stored = self->id ? relais_store_lookup (get_store (self), "article", self->id) : NULL;
  g_autoptr (RelaisFields) fields = relais_fields_new (relais_kind_lookup ("article"));
  g_autofree char *body = NULL;

  if (stored == NULL)
    return NULL;
  body = relais_text_binding_dup_text (self->binding);
  relais_fields_set_string (fields, "body", body);

  return relais_record_with (stored, fields);
}

/* The first placement of the article decides for which channel it is written. (transfer full) (nullable) */
static RelaisRecord *
find_channel (RelaisArticleEditor *self)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));
  g_autoptr (GPtrArray) placements = NULL;
  const char *channel;

  relais_query_limit (relais_query_where (query, "article", RELAIS_MATCH_EQUAL, self->id), 1);
  placements = relais_store_query (get_store (self), query);
  channel = placements->len > 0 ? relais_record_get_string (g_ptr_array_index (placements, 0), "channel") : NULL;

  return channel ? relais_store_lookup (get_store (self), "channel", channel) : NULL;
}

static void
show_figures (RelaisArticleEditor *self, RelaisRecord *article)
{
  const char *body = relais_record_get_string (article, "body");
  g_autofree char *text = relais_markdown_to_text (body ? body : "");
  RelaisReadability readability;
  g_autofree char *signs = NULL;
  g_autofree char *words = NULL;
  g_autofree char *line = NULL;

  relais_readability_measure (text, &readability);
  signs = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u sign", "%'u signs", readability.signs), readability.signs);
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u word", "%'u words", readability.words), readability.words);
  if (relais_readability_level (&readability) == RELAIS_READING_UNKNOWN)
    line = g_strdup_printf ("%s · %s", signs, words);
  else
    line = g_strdup_printf ("%s · %s · %s", signs, words, relais_reading_level_label (relais_readability_level (&readability)));
  gtk_label_set_label (self->figures, line);
}

static GtkWidget *
new_check_row (const RelaisCheck *check)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (check->level == RELAIS_CHECK_NOT ? "dialog-warning-symbolic"
                                                                                   : "dialog-question-symbolic");
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *sentence = gtk_label_new (check->sentence);
  g_autofree char *rule = g_strdup_printf ("%s · %s", check->rule, relais_check_level_label (check->level));
  GtkWidget *detail = gtk_label_new (rule);

  gtk_label_set_wrap (GTK_LABEL (sentence), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (sentence), 36);
  gtk_label_set_xalign (GTK_LABEL (sentence), 0);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_widget_add_css_class (detail, "caption");
  gtk_widget_add_css_class (detail, "dimmed");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (text), sentence);
  gtk_box_append (GTK_BOX (text), detail);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY, sentence, detail, NULL, -1);
  g_object_set_data (G_OBJECT (row), "line", GUINT_TO_POINTER (check->line));

  return row;
}

static gboolean
resolve_media (const char *reference, RelaisMedia *media, gpointer user_data)
{
  RelaisArticleEditor *self = user_data;
  g_autoptr (RelaisRecord) record = relais_id_is_valid (reference) ? relais_store_lookup (get_store (self), "media", reference) : NULL;

  if (record == NULL)
    return FALSE;
  media->url = g_strdup (reference);
  media->alternative = g_strdup (relais_record_get_string (record, "alternative"));
  media->decorative = relais_record_get_boolean (record, "decorative");

  return TRUE;
}

/* What is not conform first; what only a person can judge after it. Conform rules are not listed: nothing is to be done. */
static void
show_checks (RelaisArticleEditor *self, RelaisRecord *article)
{
  g_autoptr (RelaisRecord) channel = find_channel (self);
  g_autoptr (GPtrArray) checks = relais_checks_run (article, channel, resolve_media, self);
  guint wrong = 0;
  g_autofree char *label = NULL;

  gtk_list_box_remove_all (self->checks);
  for (guint i = 0; i < checks->len; i++)
    {
      const RelaisCheck *check = g_ptr_array_index (checks, i);

      if (check->level == RELAIS_CHECK_NOT)
        gtk_list_box_insert (self->checks, new_check_row (check), (int) wrong++);
      else if (check->level == RELAIS_CHECK_PERSON)
        gtk_list_box_append (self->checks, new_check_row (check));
    }
  if (wrong > 0)
    label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u thing to mend", "%u things to mend", wrong), wrong);
  else
    label = g_strdup (_("Checks"));
  gtk_menu_button_set_label (self->checks_button, label);
}

static gboolean
rest_cb (gpointer user_data)
{
  RelaisArticleEditor *self = user_data;
  g_autoptr (RelaisRecord) article = build_article (self);

  self->rest = 0;
  if (article)
    {
      show_figures (self, article);
      show_checks (self, article);
    }

  return G_SOURCE_REMOVE;
}

static void
show_article (RelaisArticleEditor *self)
{
  g_autoptr (RelaisRecord) article = build_article (self);
  g_autoptr (RelaisRecord) channel = article ? find_channel (self) : NULL;

  if (article && self->show_preview)
    relais_article_preview_show (self->preview, article, channel ? relais_record_get_string (channel, "form") : NULL);
  g_clear_handle_id (&self->rest, g_source_remove);
  self->rest = g_timeout_add (REST_MS, rest_cb, self);
  g_source_set_static_name (g_main_context_find_source_by_id (NULL, self->rest), "[relais] checks of an article");
}

static void
changed_cb (RelaisArticleEditor *self)
{
  if (self->id)
    show_article (self);
}

static guint
get_line (RelaisArticleEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->body));
  GtkTextIter at;

  gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));

  return (guint) gtk_text_iter_get_line (&at) + 1;
}

static void
cursor_cb (RelaisArticleEditor *self)
{
  if (self->id && self->show_preview)
    relais_article_preview_show_line (self->preview, get_line (self));
}

static void
go_to_line (RelaisArticleEditor *self, guint line)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->body));
  GtkTextIter at;

  if (line == 0)
    return;
  gtk_text_buffer_get_iter_at_line (buffer, &at, (int) line - 1);
  gtk_text_buffer_place_cursor (buffer, &at);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->body), gtk_text_buffer_get_insert (buffer), 0.1, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->body));
}

static void
point_cb (RelaisArticleEditor *self, guint line)
{
  go_to_line (self, line);
}

static void
check_activated_cb (RelaisArticleEditor *self, GtkListBoxRow *row)
{
  gtk_menu_button_popdown (self->checks_button);
  go_to_line (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "line")));
}

static void
style_cb (RelaisArticleEditor *self)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->body)));
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  gtk_source_buffer_set_style_scheme (buffer, gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (),
                                                                                         dark ? "Adwaita-dark" : "Adwaita"));
}

static void
set_up_spelling (RelaisArticleEditor *self)
{
#ifdef HAVE_SPELLING
  g_autoptr (GSettings) settings = g_settings_new ("fr.relais.Relais");
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->body)));
  SpellingTextBufferAdapter *adapter = spelling_text_buffer_adapter_new (buffer, spelling_checker_get_default ());

  gtk_text_view_set_extra_menu (GTK_TEXT_VIEW (self->body), spelling_text_buffer_adapter_get_menu_model (adapter));
  gtk_widget_insert_action_group (GTK_WIDGET (self->body), "spelling", G_ACTION_GROUP (adapter));
  g_settings_bind (settings, "check-spelling", adapter, "enabled", G_SETTINGS_BIND_GET);
  g_object_set_data_full (G_OBJECT (self->body), "relais-spelling", adapter, g_object_unref);
#endif
}

/* To read the rules of Markdown and then the dictionary takes several frames, so the page is shown before. */
static gboolean
spelling_cb (gpointer user_data)
{
  RelaisArticleEditor *self = user_data;

  self->dress = 0;
  set_up_spelling (self);
  return G_SOURCE_REMOVE;
}

static gboolean
colour_cb (gpointer user_data)
{
  RelaisArticleEditor *self = user_data;
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();

  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->body))),
                                  gtk_source_language_manager_get_language (languages, "markdown"));
  self->dress = g_timeout_add_full (G_PRIORITY_LOW, REST_MS, spelling_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

static void
relais_article_editor_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SHOW_PREVIEW:
      g_value_set_boolean (value, RELAIS_ARTICLE_EDITOR (object)->show_preview);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_article_editor_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  RelaisArticleEditor *self = RELAIS_ARTICLE_EDITOR (object);

  switch (prop_id)
    {
    case PROP_SHOW_PREVIEW:
      if (self->show_preview == g_value_get_boolean (value))
        break;
      self->show_preview = g_value_get_boolean (value);
      if (self->id)
        show_article (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_article_editor_dispose (GObject *object)
{
  RelaisArticleEditor *self = RELAIS_ARTICLE_EDITOR (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_handle_id (&self->dress, g_source_remove);
  g_clear_object (&self->binding);
  g_clear_object (&self->session);
  g_clear_pointer (&self->id, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_ARTICLE_EDITOR);
  G_OBJECT_CLASS (relais_article_editor_parent_class)->dispose (object);
}

static void
relais_article_editor_class_init (RelaisArticleEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = relais_article_editor_get_property;
  object_class->set_property = relais_article_editor_set_property;
  object_class->dispose = relais_article_editor_dispose;
  properties[PROP_SHOW_PREVIEW] = g_param_spec_boolean ("show-preview", NULL, NULL, FALSE,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (RELAIS_TYPE_ARTICLE_PREVIEW);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/editor/relais-article-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisArticleEditor, split_view);
  gtk_widget_class_bind_template_child (widget_class, RelaisArticleEditor, preview);
  gtk_widget_class_bind_template_child (widget_class, RelaisArticleEditor, body);
  gtk_widget_class_bind_template_child (widget_class, RelaisArticleEditor, figures);
  gtk_widget_class_bind_template_child (widget_class, RelaisArticleEditor, checks_button);
  gtk_widget_class_bind_template_child (widget_class, RelaisArticleEditor, checks);
  gtk_widget_class_bind_template_callback (widget_class, point_cb);
}

static void
relais_article_editor_init (RelaisArticleEditor *self)
{
  GtkSourceBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->body)));
  gtk_source_buffer_set_highlight_matching_brackets (buffer, FALSE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "cursor-moved", G_CALLBACK (cursor_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->checks, "row-activated", G_CALLBACK (check_activated_cb), self, G_CONNECT_SWAPPED);
  style_cb (self);
  self->dress = g_timeout_add_full (G_PRIORITY_LOW, REST_MS, colour_cb, self, NULL);
}

void
relais_article_editor_set_session (RelaisArticleEditor *self, RelaisSession *session)
{
  g_return_if_fail (RELAIS_IS_ARTICLE_EDITOR (self) && self->session == NULL);

  self->session = g_object_ref (session);
  self->binding = relais_text_binding_new (session, gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->body)),
                                           relais_kind_lookup ("article"), "body");
  relais_article_preview_set_session (self->preview, session);
}

void
relais_article_editor_set_article (RelaisArticleEditor *self, const char *id)
{
  g_autoptr (RelaisRecord) article = id ? relais_store_lookup (get_store (self), "article", id) : NULL;
  gboolean editable = article && relais_store_may_edit (get_store (self), relais_session_get_access (self->session), article, "body");

  g_set_str (&self->id, NULL);
  relais_text_binding_set_record (self->binding, article);
  g_set_str (&self->id, article ? id : NULL);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->body), editable);
  if (article)
    show_article (self);
}

void
relais_article_editor_refresh (RelaisArticleEditor *self)
{
  if (self->id == NULL)
    return;
  relais_text_binding_update (self->binding);
  show_article (self);
}

void
relais_article_editor_flush (RelaisArticleEditor *self)
{
  relais_text_binding_flush (self->binding);
}
