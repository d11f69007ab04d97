/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-row.h"

#include "relais-choice.h"
#include "relais-state-pill.h"

struct _RelaisListRow
{
  GtkWidget   parent_instance;

  GtkWidget  *icon;      /* owned: child */
  GtkWidget  *texts;     /* owned: child */
  GtkWidget  *end;       /* owned: child */
  GtkLabel   *title;     /* borrowed */
  GtkLabel   *subtitle;  /* borrowed */
  GtkLabel   *note;      /* borrowed */
  GtkWidget  *pill;      /* borrowed */
  const char *style;     /* static: of the icon */
  const char *tone;      /* static: of the note */
  const char *state;     /* static or translated: of the pill */
};

G_DEFINE_FINAL_TYPE (RelaisListRow, relais_list_row, GTK_TYPE_WIDGET)

static void
swap_class (GtkWidget *widget, const char **current, const char *style)
{
  if (*current == style)
    return;
  if (*current != NULL)
    gtk_widget_remove_css_class (widget, *current);
  if (style != NULL)
    gtk_widget_add_css_class (widget, style);
  *current = style;
}

static GtkLabel *
append_label (GtkWidget *box, float align, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), align);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
relais_list_row_dispose (GObject *object)
{
  RelaisListRow *self = RELAIS_LIST_ROW (object);

  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->texts, gtk_widget_unparent);
  g_clear_pointer (&self->end, gtk_widget_unparent);
  G_OBJECT_CLASS (relais_list_row_parent_class)->dispose (object);
}

static void
relais_list_row_class_init (RelaisListRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_list_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "listrow");
}

static void
relais_list_row_init (RelaisListRow *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 12);
  self->icon = gtk_image_new ();
  gtk_widget_add_css_class (self->icon, "relais-dot");
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));

  self->texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_hexpand (self->texts, TRUE);
  gtk_widget_set_valign (self->texts, GTK_ALIGN_CENTER);
  self->title = append_label (self->texts, 0, NULL);
  self->subtitle = append_label (self->texts, 0, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "dimmed");
  gtk_widget_set_parent (self->texts, GTK_WIDGET (self));

  self->end = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_valign (self->end, GTK_ALIGN_CENTER);
  self->note = append_label (self->end, 1, "caption");
  self->pill = relais_state_pill_new ();
  gtk_widget_set_halign (self->pill, GTK_ALIGN_END);
  gtk_widget_set_visible (self->pill, FALSE);
  gtk_box_append (GTK_BOX (self->end), self->pill);
  gtk_widget_set_parent (self->end, GTK_WIDGET (self));
}

GtkWidget *
relais_list_row_new (void)
{
  return g_object_new (RELAIS_TYPE_LIST_ROW, NULL);
}

void
relais_list_row_set_icon (RelaisListRow *self, const char *icon, const char *style, const char *tooltip)
{
  g_return_if_fail (RELAIS_IS_LIST_ROW (self));
  gtk_widget_set_visible (self->icon, icon != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  gtk_widget_set_tooltip_text (self->icon, tooltip);
  swap_class (self->icon, &self->style, style);
}

void
relais_list_row_set_title (RelaisListRow *self, const char *title)
{
  g_return_if_fail (RELAIS_IS_LIST_ROW (self));
  gtk_label_set_label (self->title, title);
}

void
relais_list_row_set_subtitle (RelaisListRow *self, const char *subtitle)
{
  g_return_if_fail (RELAIS_IS_LIST_ROW (self));
  gtk_label_set_label (self->subtitle, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), subtitle != NULL && subtitle[0] != '\0');
}

void
relais_list_row_set_note (RelaisListRow *self, const char *note, const char *style)
{
  g_return_if_fail (RELAIS_IS_LIST_ROW (self));
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL && note[0] != '\0');
  swap_class (GTK_WIDGET (self->note), &self->tone, style);
}

void
relais_list_row_set_state (RelaisListRow *self, const RelaisKind *kind, const char *field, const char *value)
{
  g_return_if_fail (RELAIS_IS_LIST_ROW (self));
  relais_state_pill_set (RELAIS_STATE_PILL (self->pill), kind, field, value);
  self->state = value != NULL ? relais_choice_label (kind, field, value) : NULL;
}

char *
relais_list_row_dup_label (RelaisListRow *self)
{
  g_return_val_if_fail (RELAIS_IS_LIST_ROW (self), NULL);

  const char *parts[] = { gtk_label_get_label (self->title), gtk_label_get_label (self->subtitle), self->state,
                          gtk_label_get_label (self->note) };
  GString *label = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && parts[i][0] != '\0')
      g_string_append_printf (label, "%s%s", label->len > 0 ? ", " : "", parts[i]);
  return g_string_free (label, FALSE);
}

typedef struct {
  RelaisDescribeHeader describe;
  gpointer             user_data;
} Headers;

static void
setup_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "relais-list-header");
  gtk_list_header_set_child (header, label);
}

static void
bind_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, Headers *headers)
{
  g_autofree char *text = headers->describe (header, headers->user_data);

  gtk_label_set_label (GTK_LABEL (gtk_list_header_get_child (header)), text);
}

GtkListItemFactory *
relais_header_factory_new (RelaisDescribeHeader describe, gpointer user_data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Headers *headers = g_new0 (Headers, 1);

  headers->describe = describe;
  headers->user_data = user_data;
  g_signal_connect (factory, "setup", G_CALLBACK (setup_header_cb), NULL);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_header_cb), headers, (GClosureNotify) (void *) g_free, G_CONNECT_DEFAULT);
  return factory;
}

static gboolean
show_top_cb (gpointer user_data)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (user_data);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment));
  return G_SOURCE_REMOVE;
}

void
relais_list_view_show_top (GtkListView *view)
{
  g_return_if_fail (GTK_IS_LIST_VIEW (view));

  /* After the layout of this frame, which knows the heights. */
  g_idle_add_full (G_PRIORITY_LOW, show_top_cb, g_object_ref (view), g_object_unref);
}
