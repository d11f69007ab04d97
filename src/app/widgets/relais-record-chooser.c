/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-record-chooser.h"

#include "relais-record-list.h"

#include <glib/gi18n.h>

struct _RelaisRecordChooser
{
  AdwDialog           parent_instance;

  GtkWidget          *entry;      /* borrowed: child */
  GtkWidget          *view;       /* borrowed: child */
  GtkWidget          *stack;      /* borrowed: child: found, nothing */
  GtkSingleSelection *selection;  /* borrowed: of the list view */
  RelaisStore        *store;      /* owned */
  RelaisRecordList   *list;       /* owned */
  const RelaisKind   *kind;
  RelaisRecordChosen  chosen;     /* NULL: it was told */
  gpointer            user_data;
  GDestroyNotify      destroy;
  char               *left_out;   /* owned, nullable: id of what is not offered */
  char               *asked;      /* owned: the words that the list answers, or is about to */
  gboolean            entered;    /* Enter was pressed: the answer is chosen when it is there */
};

G_DEFINE_FINAL_TYPE (RelaisRecordChooser, relais_record_chooser, ADW_TYPE_DIALOG)

/* Where a kind says in which order it wants to be read, that one; otherwise by (last) name. */
static const char *
find_order (const RelaisKind *kind)
{
  const char *order = kind->fields[0].name;

  if (relais_kind_find_field (kind, "position") >= 0)
    return "position";
  for (guint i = 0; i < kind->n_fields; i++)
    if (kind->fields[i].flags & RELAIS_FIELD_TITLE)
      order = kind->fields[i].name;
  return order;
}

/* What tells namesakes apart. */
static char *
dup_subtitle (RelaisRecordChooser *self, RelaisRecord *record)
{
  static const char * const fields[] = { "unit", "parent" };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (relais_kind_find_field (self->kind, fields[i]) >= 0)
      return relais_store_dup_title (self->store, "unit", relais_record_get_string (record, fields[i]));
  return g_strdup ("");
}

static RelaisQuery *
build_query (RelaisRecordChooser *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  RelaisQuery *query = relais_query_order (relais_query_new (self->kind), find_order (self->kind), FALSE);

  relais_query_except (query, self->left_out);
  return text[0] != '\0' ? relais_query_text (query, text) : query;
}

/* Once: a dialog that closes still hears keys. */
static void
choose (RelaisRecordChooser *self, const char *id)
{
  RelaisRecordChosen chosen = g_steal_pointer (&self->chosen);

  if (chosen == NULL)
    return;
  chosen (id, self->user_data);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
choose_selected (RelaisRecordChooser *self)
{
  RelaisRecordItem *item = gtk_single_selection_get_selected_item (self->selection);

  self->entered = FALSE;
  if (item != NULL)
    choose (self, relais_record_item_get_id (item));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = gtk_label_new (NULL), *subtitle = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (subtitle), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_widget_add_css_class (subtitle, "dimmed");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), subtitle);
  gtk_widget_add_css_class (box, "relais-choice");
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RelaisRecordChooser *self)
{
  RelaisRecord *record = relais_record_item_get_record (gtk_list_item_get_item (item));
  GtkWidget *title = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *subtitle = gtk_widget_get_next_sibling (title);
  g_autofree char *name = relais_record_dup_title (record);
  g_autofree char *more = dup_subtitle (self, record);

  gtk_label_set_label (GTK_LABEL (title), name);
  gtk_label_set_label (GTK_LABEL (subtitle), more);
  gtk_widget_set_visible (subtitle, more[0] != '\0');
  gtk_list_item_set_accessible_label (item, name);
}

static void
activated_cb (GtkListView *view, guint position, RelaisRecordChooser *self)
{
  g_autoptr (RelaisRecordItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    choose (self, relais_record_item_get_id (item));
}

static void
search_cb (GtkWidget *entry, RelaisRecordChooser *self)
{
  if (!g_set_str (&self->asked, gtk_editable_get_text (GTK_EDITABLE (entry))))
    return;
  self->entered = FALSE;
  g_autoptr (RelaisQuery) query = build_query (self);
  relais_record_list_set_query (self->list, query);
}

/* The best answer is the first one, whatever was selected among the answers to fewer letters. */
static void
loading_cb (RelaisRecordChooser *self)
{
  if (self->list == NULL || relais_record_list_get_loading (self->list))
    return;
  gboolean found = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), found ? "found" : "nothing");
  if (found)
    gtk_list_view_scroll_to (GTK_LIST_VIEW (self->view), 0, GTK_LIST_SCROLL_SELECT, NULL);
  if (self->entered)
    choose_selected (self);
}

/* Whoever types quickly presses Enter before the list has followed: what it shows until then answers another question. */
static void
entry_activate_cb (GtkWidget *entry, RelaisRecordChooser *self)
{
  search_cb (entry, self);
  if (relais_record_list_get_loading (self->list))
    self->entered = TRUE;
  else
    choose_selected (self);
}

/* Arrows go through the rows while the words stay in the entry. */
static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, RelaisRecordChooser *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  if ((key != GDK_KEY_Down && key != GDK_KEY_Up) || selected >= n)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Down ? selected + 1 < n : selected > 0)
    gtk_list_view_scroll_to (GTK_LIST_VIEW (self->view), key == GDK_KEY_Down ? selected + 1 : selected - 1, GTK_LIST_SCROLL_SELECT, NULL);
  return GDK_EVENT_STOP;
}

static void
stop_cb (GtkWidget *entry, RelaisRecordChooser *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
none_cb (GtkWidget *button, RelaisRecordChooser *self)
{
  choose (self, NULL);
}

static GtkWidget *
build_list (RelaisRecordChooser *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_DEFAULT);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->view), TRUE);
  gtk_widget_add_css_class (self->view, "navigation-sidebar");
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_DEFAULT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), scroller, "found");
  GtkWidget *nothing = g_object_new (ADW_TYPE_STATUS_PAGE, "title", _("Nothing Found"), "icon-name", "system-search-symbolic",
                                     "description", _("Try fewer words, or only their beginning."), NULL);
  gtk_widget_add_css_class (nothing, "compact");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");
  return self->stack;
}

static void
build_entry (RelaisRecordChooser *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_search_entry_new ();
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->entry), 60);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->entry, "search-changed", G_CALLBACK (search_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (entry_activate_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->entry, "stop-search", G_CALLBACK (stop_cb), self, G_CONNECT_DEFAULT);
}

static void
build (RelaisRecordChooser *self, gboolean none)
{
  GtkWidget *view = adw_toolbar_view_new (), *header = adw_header_bar_new (), *bar = adw_clamp_new ();

  build_entry (self);
  gtk_widget_set_margin_start (bar, 12);
  gtk_widget_set_margin_end (bar, 12);
  gtk_widget_set_margin_bottom (bar, 6);
  adw_clamp_set_child (ADW_CLAMP (bar), self->entry);
  g_autoptr (RelaisQuery) query = build_query (self);
  self->list = relais_record_list_new (self->store, query);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (loading_cb), self, G_CONNECT_SWAPPED);
  if (none)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_("_None"));
      g_signal_connect_object (button, "clicked", G_CALLBACK (none_cb), self, G_CONNECT_DEFAULT);
      adw_header_bar_pack_start (ADW_HEADER_BAR (header), button);
    }
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), bar);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), build_list (self));
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_focus (ADW_DIALOG (self), self->entry);
}

static void
relais_record_chooser_dispose (GObject *object)
{
  RelaisRecordChooser *self = RELAIS_RECORD_CHOOSER (object);

  g_clear_object (&self->list);
  g_clear_object (&self->store);
  g_clear_pointer (&self->asked, g_free);
  g_clear_pointer (&self->left_out, g_free);
  if (self->destroy != NULL)
    g_steal_pointer (&self->destroy) (self->user_data);
  G_OBJECT_CLASS (relais_record_chooser_parent_class)->dispose (object);
}

static void
relais_record_chooser_class_init (RelaisRecordChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_record_chooser_dispose;
}

static void
relais_record_chooser_init (RelaisRecordChooser *self)
{
  adw_dialog_set_content_width (ADW_DIALOG (self), 400);
  adw_dialog_set_content_height (ADW_DIALOG (self), 520);
}

AdwDialog *
relais_record_chooser_new (RelaisStore *store, const RelaisKind *kind, const char *title, gboolean none,
                           RelaisRecordChosen chosen,
                           gpointer user_data, GDestroyNotify destroy)
{
  g_return_val_if_fail (RELAIS_IS_STORE (store), NULL);
  g_return_val_if_fail (kind != NULL && chosen != NULL, NULL);

  RelaisRecordChooser *self = g_object_new (RELAIS_TYPE_RECORD_CHOOSER, "title", title, NULL);
  self->store = g_object_ref (store);
  self->kind = kind;
  self->asked = g_strdup ("");
  self->chosen = chosen;
  self->user_data = user_data;
  self->destroy = destroy;
  build (self, none);
  return ADW_DIALOG (self);
}

void
relais_record_chooser_leave_out (RelaisRecordChooser *self, const char *id)
{
  g_return_if_fail (RELAIS_IS_RECORD_CHOOSER (self) && self->list != NULL);

  if (!g_set_str (&self->left_out, id))
    return;
  g_autoptr (RelaisQuery) query = build_query (self);
  relais_record_list_set_query (self->list, query);
}
