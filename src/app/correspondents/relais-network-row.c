/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-network-row.h"

#include "relais-coverage.h"

#include <glib/gi18n.h>

struct _RelaisNetworkRow
{
  GtkBox            parent_instance;

  GtkWidget        *picture;   /* borrowed: children */
  GtkWidget        *avatar;
  GtkWidget        *name;
  GtkWidget        *detail;
  GtkWidget        *nobody;

  RelaisStore      *store;     /* borrowed: the page's, while bound */
  RelaisRecordItem *item;      /* owned while bound */
  gulong            notify_id;
};

G_DEFINE_FINAL_TYPE (RelaisNetworkRow, relais_network_row, GTK_TYPE_BOX)

static void
show_unit (RelaisNetworkRow *self, RelaisRecord *unit)
{
  g_autoptr (GPtrArray) mandates = relais_coverage_of_unit (self->store, relais_record_get_id (unit));
  g_autofree char *names = relais_coverage_dup_names (self->store, mandates);

  gtk_stack_set_visible_child_name (GTK_STACK (self->picture), "unit");
  gtk_label_set_label (GTK_LABEL (self->detail), names);
  gtk_widget_set_visible (self->nobody, mandates->len == 0);
}

static void
show_person (RelaisNetworkRow *self, RelaisRecord *person, const char *name)
{
  g_autoptr (GPtrArray) mandates = relais_coverage_of_person (self->store, relais_record_get_id (person));
  g_autofree char *units = relais_coverage_dup_units (self->store, mandates);
  const char *job = relais_record_get_string (person, "job");

  gtk_stack_set_visible_child_name (GTK_STACK (self->picture), "person");
  adw_avatar_set_text (ADW_AVATAR (self->avatar), name);
  gtk_label_set_label (GTK_LABEL (self->detail), *units ? units : job ? job : "");
  gtk_widget_set_visible (self->nobody, FALSE);
}

static void
refresh_cb (RelaisNetworkRow *self)
{
  RelaisRecord *record = self->item ? relais_record_item_get_record (self->item) : NULL;
  g_autofree char *name = NULL;

  if (record == NULL)
    return;
  name = relais_record_dup_title (record);
  gtk_label_set_label (GTK_LABEL (self->name), name);
  if (g_str_equal (relais_record_get_kind (record)->name, "unit"))
    show_unit (self, record);
  else
    show_person (self, record, name);
  gtk_widget_set_visible (self->detail, *gtk_label_get_label (GTK_LABEL (self->detail)) != '\0');
}

static GtkWidget *
new_nobody (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), gtk_label_new (_("Nobody")));
  gtk_widget_add_css_class (box, "warning");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);

  return box;
}

static GtkWidget *
new_line (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class)
    {
      gtk_widget_add_css_class (label, css_class);
      gtk_widget_add_css_class (label, "caption");
    }

  return label;
}

static void
relais_network_row_dispose (GObject *object)
{
  RelaisNetworkRow *self = RELAIS_NETWORK_ROW (object);

  relais_network_row_bind (self, NULL, NULL);
  G_OBJECT_CLASS (relais_network_row_parent_class)->dispose (object);
}

static void
relais_network_row_class_init (RelaisNetworkRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_network_row_dispose;
}

static void
relais_network_row_init (RelaisNetworkRow *self)
{
  GtkWidget *unit = gtk_image_new_from_icon_name ("relais-unit-symbolic");
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (self), 8);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self), 8);

  self->picture = gtk_stack_new ();
  self->avatar = adw_avatar_new (32, NULL, TRUE);
  gtk_widget_set_valign (self->picture, GTK_ALIGN_CENTER);
  gtk_stack_add_named (GTK_STACK (self->picture), unit, "unit");
  gtk_stack_add_named (GTK_STACK (self->picture), self->avatar, "person");
  self->name = new_line (NULL);
  self->detail = new_line ("dimmed");
  self->nobody = new_nobody ();
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (text), self->name);
  gtk_box_append (GTK_BOX (text), self->detail);
  gtk_box_append (GTK_BOX (self), self->picture);
  gtk_box_append (GTK_BOX (self), text);
  gtk_box_append (GTK_BOX (self), self->nobody);
}

GtkWidget *
relais_network_row_new (void)
{
  return g_object_new (RELAIS_TYPE_NETWORK_ROW, NULL);
}

void
relais_network_row_bind (RelaisNetworkRow *self, RelaisStore *store, RelaisRecordItem *item)
{
  if (self->item)
    g_clear_signal_handler (&self->notify_id, self->item);
  g_set_object (&self->item, item);
  self->store = store;
  if (item == NULL)
    return;
  self->notify_id = g_signal_connect_swapped (item, "notify::record", G_CALLBACK (refresh_cb), self);
  refresh_cb (self);
}

void
relais_network_row_refresh (RelaisNetworkRow *self)
{
  refresh_cb (self);
}

char *
relais_network_row_dup_label (RelaisNetworkRow *self)
{
  const char *name = gtk_label_get_label (GTK_LABEL (self->name));
  const char *detail = gtk_label_get_label (GTK_LABEL (self->detail));

  if (gtk_widget_get_visible (self->nobody))
    return g_strdup_printf ("%s, %s", name, _("Nobody"));
  return *detail ? g_strdup_printf ("%s, %s", name, detail) : g_strdup (name);
}
