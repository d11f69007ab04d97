/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-facet-menu.h"

#include "relais-choice.h"

#include <glib/gi18n.h>

/* More are found by searching. */
#define MOST_ROWS 60

typedef struct {
  const char *name;    /* for a screen reader: "Channel: all" */
  const char *any;     /* nothing is chosen */
  const char *kind;    /* of the records to choose from, or NULL: the choices of `field` of a placement */
  const char *field;   /* the records are in the order of this one */
} Facet;

static const Facet facets[RELAIS_PLAN_N_FACETS] = {
  [RELAIS_PLAN_CHANNEL] = { N_("Channel"), N_("All Channels"), "channel", "position" },
  [RELAIS_PLAN_STATE] = { N_("Status"), N_("In Hand"), NULL, "state" },
  [RELAIS_PLAN_UNIT] = { N_("Direction"), N_("All Directions"), "unit", "name" },
  [RELAIS_PLAN_AUTHOR] = { N_("Author"), N_("All Authors"), "person", "last_name" },
  [RELAIS_PLAN_THEME] = { N_("Theme"), N_("All Themes"), "theme", "position" },
  [RELAIS_PLAN_CAMPAIGN] = { N_("Campaign"), N_("All Campaigns"), "campaign", "starts" },
  [RELAIS_PLAN_AUDIENCE] = { N_("Audience"), N_("Every Audience"), NULL, "audience" },
};

struct _RelaisFacetMenu
{
  AdwBin          parent_instance;

  RelaisSession  *session;  /* owned */
  RelaisPlanFacet facet;
  GStrv           chosen;   /* owned, never NULL */
  GtkWidget      *button;   /* borrowed */
  GtkWidget      *search;   /* borrowed: in the popover */
  GtkWidget      *list;     /* borrowed: in the popover */
};

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisFacetMenu, relais_facet_menu, ADW_TYPE_BIN)

static const Facet *
get_facet (RelaisFacetMenu *self)
{
  return &facets[self->facet];
}

static char *
dup_title (RelaisFacetMenu *self, const char *value)
{
  const Facet *facet = get_facet (self);

  if (facet->kind != NULL)
    return relais_store_dup_title (relais_session_get_store (self->session), facet->kind, value);
  /* Placements share the audiences of channels. */
  return g_strdup (relais_choice_label (relais_kind_lookup (self->facet == RELAIS_PLAN_AUDIENCE ? "channel" : "placement"),
                                        facet->field, value));
}

static char *
describe (RelaisFacetMenu *self)
{
  guint n = g_strv_length (self->chosen);

  if (n == 0)
    return g_strdup (_(get_facet (self)->any));
  if (n == 1)
    return dup_title (self, self->chosen[0]);
  return g_strdup_printf ("%s: %u", _(get_facet (self)->name), n);
}

static void
update_button (RelaisFacetMenu *self)
{
  g_autofree char *label = describe (self);
  g_autofree char *name = g_str_has_prefix (label, _(get_facet (self)->name)) ? g_strdup (label)
                          : g_strdup_printf ("%s: %s", _(get_facet (self)->name), label);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (self->chosen[0] != NULL)
    gtk_widget_add_css_class (self->button, "relais-chosen");
  else
    gtk_widget_remove_css_class (self->button, "relais-chosen");
}

static gboolean
is_chosen (RelaisFacetMenu *self, const char *value)
{
  return g_strv_contains ((const char * const *) self->chosen, value);
}

static void
toggle (RelaisFacetMenu *self, const char *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean was = is_chosen (self, value);

  for (char **each = self->chosen; *each != NULL; each++)
    if (!g_str_equal (*each, value))
      g_strv_builder_add (builder, *each);
  if (!was)
    g_strv_builder_add (builder, value);
  g_strfreev (self->chosen);
  self->chosen = g_strv_builder_end (builder);
  update_button (self);
}

static void
add_row (RelaisFacetMenu *self, const char *value, const char *title)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *check = gtk_check_button_new_with_label (title);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_chosen (self, value));
  gtk_widget_set_can_focus (check, FALSE);
  gtk_widget_set_can_target (check, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), check);
  g_object_set_data_full (G_OBJECT (row), "value", g_strdup (value), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_CHECKED, is_chosen (self, value), -1);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static GPtrArray *
find_records (RelaisFacetMenu *self, const char *text)
{
  const Facet *facet = get_facet (self);
  g_autoptr (RelaisQuery) query = relais_query_limit (relais_query_new (relais_kind_lookup (facet->kind)), MOST_ROWS);

  relais_query_order (query, facet->field, self->facet == RELAIS_PLAN_CAMPAIGN);
  if (self->facet == RELAIS_PLAN_UNIT)
    relais_query_where (query, "type", RELAIS_MATCH_EQUAL, "directorate");
  if (text[0] != '\0')
    relais_query_text (query, text);
  return relais_store_query (relais_session_get_store (self->session), query);
}

/* What is chosen comes first, so that it can be found again in a long list. */
static void
fill_records (RelaisFacetMenu *self, const char *text)
{
  g_autoptr (GPtrArray) records = find_records (self, text);

  for (char **value = self->chosen; text[0] == '\0' && records->len == MOST_ROWS && *value != NULL; value++)
    {
      g_autofree char *title = dup_title (self, *value);
      add_row (self, *value, title);
    }
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *title = relais_record_dup_title (records->pdata[i]);
      if (text[0] != '\0' || records->len < MOST_ROWS || !is_chosen (self, relais_record_get_id (records->pdata[i])))
        add_row (self, relais_record_get_id (records->pdata[i]), title);
    }
  if (text[0] == '\0')
    gtk_widget_set_visible (self->search, records->len > 12);
}

static void
fill (RelaisFacetMenu *self)
{
  const RelaisKind *placement = relais_kind_lookup ("placement");

  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  if (get_facet (self)->kind != NULL)
    {
      fill_records (self, gtk_editable_get_text (GTK_EDITABLE (self->search)));
      return;
    }
  gtk_widget_set_visible (self->search, FALSE);
  for (const char * const *value = placement->fields[relais_kind_field (placement, get_facet (self)->field)].choices; *value != NULL;
       value++)
    {
      g_autofree char *title = dup_title (self, *value);
      add_row (self, *value, title);
    }
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, RelaisFacetMenu *self)
{
  const char *value = g_object_get_data (G_OBJECT (row), "value");

  toggle (self, value);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_list_box_row_get_child (row)), is_chosen (self, value));
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_CHECKED, is_chosen (self, value), -1);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
any_cb (RelaisFacetMenu *self)
{
  relais_facet_menu_set_chosen (self, NULL);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
shown_cb (RelaisFacetMenu *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  fill (self);
}

static GtkWidget *
build_content (RelaisFacetMenu *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *any = gtk_button_new_with_label (_(get_facet (self)->any));
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  self->search = gtk_search_entry_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _(get_facet (self)->name), -1);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "relais-facets");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _(get_facet (self)->name), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self, G_CONNECT_DEFAULT);
  /* As in any check box; GTK knows only Enter in a list. */
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_space, 0),
                                                          gtk_signal_action_new ("activate-cursor-row")));
  gtk_widget_add_controller (self->list, shortcuts);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 420);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_add_css_class (any, "flat");
  g_signal_connect_object (any, "clicked", G_CALLBACK (any_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), any);
  return box;
}

static void
relais_facet_menu_dispose (GObject *object)
{
  RelaisFacetMenu *self = RELAIS_FACET_MENU (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->chosen, g_strfreev);
  G_OBJECT_CLASS (relais_facet_menu_parent_class)->dispose (object);
}

static void
relais_facet_menu_class_init (RelaisFacetMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_facet_menu_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", RELAIS_TYPE_FACET_MENU, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_facet_menu_init (RelaisFacetMenu *self)
{
  self->chosen = g_new0 (char *, 1);
}

GtkWidget *
relais_facet_menu_new (RelaisSession *session, RelaisPlanFacet facet)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && facet < RELAIS_PLAN_N_FACETS, NULL);

  RelaisFacetMenu *self = g_object_new (RELAIS_TYPE_FACET_MENU, NULL);
  GtkWidget *popover = gtk_popover_new ();

  self->session = g_object_ref (session);
  self->facet = facet;
  self->button = gtk_menu_button_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), build_content (self));
  g_signal_connect_object (popover, "map", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->button), TRUE);
  adw_bin_set_child (ADW_BIN (self), self->button);
  update_button (self);
  return GTK_WIDGET (self);
}

void
relais_facet_menu_set_chosen (RelaisFacetMenu *self, const char * const *values)
{
  g_return_if_fail (RELAIS_IS_FACET_MENU (self));

  GStrv old = self->chosen;
  self->chosen = values != NULL ? g_strdupv ((char **) values) : g_new0 (char *, 1);
  g_strfreev (old);
  update_button (self);
}

const char * const *
relais_facet_menu_get_chosen (RelaisFacetMenu *self)
{
  g_return_val_if_fail (RELAIS_IS_FACET_MENU (self), NULL);
  return (const char * const *) self->chosen;
}

void
relais_facet_menu_refresh (RelaisFacetMenu *self)
{
  g_return_if_fail (RELAIS_IS_FACET_MENU (self));
  update_button (self);
}
