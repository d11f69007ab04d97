/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-search-dialog.h"

#include "relais-app-page.h"
#include "relais-decision.h"

#include <glib/gi18n.h>

/* As many as somebody looks through before typing another letter. */
#define MAX_HITS 40

struct _RelaisSearchDialog
{
  AdwDialog       parent_instance;

  GtkSearchEntry *entry;        /* template */
  GtkStack       *stack;        /* template: start, results, nothing */
  GtkListBox     *results;      /* template */

  RelaisSession  *session;      /* owned */
  char          **kinds;        /* owned: what pages show */
  GCancellable   *cancellable;  /* owned, nullable: of the search that runs */
  char           *asked;        /* owned, nullable: the words that it is about, or those of what is shown */
  gboolean        entered;      /* Enter was pressed: the first hit is opened when it is there */
};

/* One search. It may end after the next one was asked for. */
typedef struct {
  RelaisSearchDialog *dialog;       /* owned */
  GCancellable       *cancellable;  /* owned */
} Search;

G_DEFINE_FINAL_TYPE (RelaisSearchDialog, relais_search_dialog, ADW_TYPE_DIALOG)

static void
free_search (Search *search)
{
  g_object_unref (search->dialog);
  g_object_unref (search->cancellable);
  g_free (search);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, free_search)

/* What the window can show; the rest (comments, revisions…) leads to the record it belongs to. */
static void
find_target (RelaisRecord *record, const char **kind, const char **id)
{
  static const char * const owners[] = { "article", "subject", "survey", "person", NULL };
  const RelaisKind *own = relais_record_get_kind (record);

  *kind = own->name;
  *id = relais_record_get_id (record);
  if (!g_strv_contains ((const char * const[]) { "comment", "revision", "decision", "question", "contact_log", NULL }, own->name))
    return;
  for (guint i = 0; owners[i] != NULL; i++)
    {
      const char *owner = relais_kind_find_field (own, owners[i]) >= 0 ? relais_record_get_string (record, owners[i]) : NULL;
      if (owner != NULL)
        {
          *kind = owners[i];
          *id = owner;
          return;
        }
    }
}

/* A decision is called by what was decided of which subject. */
static char *
dup_title (RelaisSearchDialog *self, RelaisRecord *record)
{
  RelaisStore *store = relais_session_get_store (self->session);

  if (!g_str_equal (relais_record_get_kind (record)->name, "decision"))
    return relais_record_dup_title (record);
  g_autofree char *subject = relais_store_dup_title (store, "subject", relais_record_get_string (record, "subject"));
  g_autofree char *said = relais_decision_say (store, record);
  return g_strdup_printf ("%s · %s", subject, said);
}

/* The store marks matched words with U+0002 and U+0003. */
static char *
mark_snippet (const char *snippet)
{
  g_autofree char *escaped = g_markup_escape_text (snippet, -1);
  GString *markup = g_string_new (escaped);

  /* g_markup_escape_text() writes control characters as references. */
  g_string_replace (markup, "&#x2;", "<b>", 0);
  g_string_replace (markup, "&#x3;", "</b>", 0);
  g_string_replace (markup, "\n", " ", 0);
  return g_string_free (markup, FALSE);
}

/* NULL: no page shows what this hit belongs to. */
static GtkWidget *
build_row (RelaisSearchDialog *self, const RelaisHit *hit)
{
  g_autofree char *title = dup_title (self, hit->record);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *snippet = mark_snippet (hit->snippet != NULL ? hit->snippet : "");
  const char *kind, *id;

  find_target (hit->record, &kind, &id);
  if (!g_strv_contains ((const char * const *) self->kinds, kind))
    return NULL;

  GtkWidget *row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  if (!g_str_equal (snippet, escaped))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), snippet);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "kind", (gpointer) g_intern_string (kind));
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (id), g_free);
  g_object_set_data (G_OBJECT (row), "label", (gpointer) relais_record_get_kind (hit->record)->label_plural);
  return row;
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const RelaisHit *first = *(RelaisHit * const *) a, *second = *(RelaisHit * const *) b;

  return (int) relais_kind_get_rank (relais_record_get_kind (first->record))
         - (int) relais_kind_get_rank (relais_record_get_kind (second->record));
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *label = g_object_get_data (G_OBJECT (row), "label");

  if (before != NULL && g_object_get_data (G_OBJECT (before), "label") == label)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  GtkWidget *header = gtk_label_new (g_dgettext (GETTEXT_PACKAGE, label));
  gtk_label_set_xalign (GTK_LABEL (header), 0);
  gtk_widget_add_css_class (header, "heading");
  gtk_widget_add_css_class (header, "relais-list-header");
  gtk_list_box_row_set_header (row, header);
}

static void
row_activated_cb (RelaisSearchDialog *self, GtkListBoxRow *row)
{
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (row), "id"));

  /* The window closes its dialog when it opens a record. */
  relais_app_page_activate_open (GTK_WIDGET (self), g_object_get_data (G_OBJECT (row), "kind"), id);
}

static void
open_selected (RelaisSearchDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->results);

  self->entered = FALSE;
  if (row != NULL && g_str_equal (gtk_stack_get_visible_child_name (self->stack), "results"))
    row_activated_cb (self, row);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Search) search = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = relais_store_search_finish (RELAIS_STORE (source), result, &error);
  RelaisSearchDialog *self = search->dialog;

  if (search->cancellable != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (hits == NULL)
    {
      relais_store_log_error ("The search could not be made", error);
      return;
    }
  gtk_list_box_remove_all (self->results);
  /* Best first inside a kind: the sort is stable. */
  g_ptr_array_sort (hits, compare_hits);
  for (guint i = 0; i < hits->len; i++)
    {
      GtkWidget *row = build_row (self, g_ptr_array_index (hits, i));
      if (row != NULL)
        gtk_list_box_append (self->results, row);
    }
  gboolean found = gtk_list_box_get_row_at_index (self->results, 0) != NULL;
  gtk_stack_set_visible_child_name (self->stack, found ? "results" : "nothing");
  gtk_list_box_select_row (self->results, gtk_list_box_get_row_at_index (self->results, 0));
  if (self->entered)
    open_selected (self);
}

static void
search_changed_cb (RelaisSearchDialog *self)
{
  if (!g_set_str (&self->asked, gtk_editable_get_text (GTK_EDITABLE (self->entry))))
    return;
  self->entered = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->asked[0] == '\0')
    {
      gtk_stack_set_visible_child_name (self->stack, "start");
      return;
    }
  self->cancellable = g_cancellable_new ();
  Search *search = g_new (Search, 1);
  *search = (Search) { g_object_ref (self), g_object_ref (self->cancellable) };
  relais_store_search_async (relais_session_get_store (self->session), self->asked, MAX_HITS, self->cancellable, found_cb, search);
}

/* Whoever types quickly presses Enter before the results have followed: what is shown until then answers another question. */
static void
activate_cb (RelaisSearchDialog *self)
{
  search_changed_cb (self);
  if (self->cancellable != NULL)
    self->entered = TRUE;
  else
    open_selected (self);
}

static void
stop_cb (RelaisSearchDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* Arrows go through the results while the words stay in the entry. */
static gboolean
key_cb (RelaisSearchDialog *self, guint key, guint code, GdkModifierType state)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->results);
  int step = key == GDK_KEY_Down ? 1 : key == GDK_KEY_Up ? -1 : 0;

  if (step == 0 || selected == NULL)
    return GDK_EVENT_PROPAGATE;
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->results, gtk_list_box_row_get_index (selected) + step);
  if (row != NULL)
    {
      gtk_list_box_select_row (self->results, row);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
      gtk_viewport_scroll_to (GTK_VIEWPORT (gtk_widget_get_ancestor (GTK_WIDGET (self->results), GTK_TYPE_VIEWPORT)),
                              GTK_WIDGET (row), NULL);
    }
  return GDK_EVENT_STOP;
}

static void
relais_search_dialog_dispose (GObject *object)
{
  RelaisSearchDialog *self = RELAIS_SEARCH_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->asked, g_free);
  g_clear_pointer (&self->kinds, g_strfreev);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_SEARCH_DIALOG);
  G_OBJECT_CLASS (relais_search_dialog_parent_class)->dispose (object);
}

static void
relais_search_dialog_class_init (RelaisSearchDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_search_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/shell/relais-search-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisSearchDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, RelaisSearchDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisSearchDialog, results);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
}

static void
relais_search_dialog_init (RelaisSearchDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->results, header_cb, NULL, NULL);
}

AdwDialog *
relais_search_dialog_new (RelaisSession *session, const char * const *kinds)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && kinds != NULL, NULL);

  RelaisSearchDialog *self = g_object_new (RELAIS_TYPE_SEARCH_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->kinds = g_strdupv ((char **) kinds);
  return ADW_DIALOG (self);
}
