/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-record-row.h"

#include "relais-record-chooser.h"

#include <glib/gi18n.h>

struct _RelaisRecordRow
{
  AdwActionRow      parent_instance;

  GtkWidget        *label;     /* borrowed: suffix */
  GtkWidget        *arrow;     /* borrowed: suffix */
  RelaisStore      *store;     /* owned */
  const RelaisKind *kind;
  char             *value;     /* owned, nullable */
  char             *left_out;  /* owned, nullable: what the chooser does not offer */
  gboolean          none;
};

enum { PROP_0, PROP_VALUE, N_PROPS };
enum { EDITED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisRecordRow, relais_record_row, ADW_TYPE_ACTION_ROW)

static void
chosen_cb (const char *id, gpointer user_data)
{
  RelaisRecordRow *self = user_data;

  if (g_strcmp0 (self->value, id) == 0)
    return;
  relais_record_row_set_value (self, id);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
activated_cb (RelaisRecordRow *self)
{
  AdwDialog *dialog = relais_record_chooser_new (self->store, self->kind,
                                                 adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                                                 self->none, chosen_cb, g_object_ref (self), g_object_unref);

  relais_record_chooser_leave_out (RELAIS_RECORD_CHOOSER (dialog), self->left_out);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
relais_record_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RelaisRecordRow *self = RELAIS_RECORD_ROW (object);

  switch (prop_id)
    {
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_record_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_VALUE:
      relais_record_row_set_value (RELAIS_RECORD_ROW (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_record_row_finalize (GObject *object)
{
  RelaisRecordRow *self = RELAIS_RECORD_ROW (object);

  g_clear_object (&self->store);
  g_free (self->value);
  g_free (self->left_out);
  G_OBJECT_CLASS (relais_record_row_parent_class)->finalize (object);
}

static void
relais_record_row_class_init (RelaisRecordRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = relais_record_row_get_property;
  object_class->set_property = relais_record_row_set_property;
  object_class->finalize = relais_record_row_finalize;
  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[EDITED] = g_signal_new ("edited", RELAIS_TYPE_RECORD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_record_row_init (RelaisRecordRow *self)
{
  self->label = gtk_label_new (_("None"));
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->label), 1);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_add_css_class (self->label, "dimmed");
  /* The action row is described by its subtitle, which is empty here: the value is what describes it. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  self->arrow = g_object_new (GTK_TYPE_IMAGE, "icon-name", "pan-down-symbolic",
                              "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  g_signal_connect (self, "activated", G_CALLBACK (activated_cb), NULL);
}

GtkWidget *
relais_record_row_new (RelaisStore *store, const RelaisKind *kind, const char *title, gboolean none)
{
  g_return_val_if_fail (RELAIS_IS_STORE (store) && kind != NULL, NULL);

  RelaisRecordRow *self = g_object_new (RELAIS_TYPE_RECORD_ROW, "title", title, NULL);
  self->store = g_object_ref (store);
  self->kind = kind;
  self->none = none;
  return GTK_WIDGET (self);
}

const char *
relais_record_row_get_value (RelaisRecordRow *self)
{
  g_return_val_if_fail (RELAIS_IS_RECORD_ROW (self), NULL);
  return self->value;
}

void
relais_record_row_set_value (RelaisRecordRow *self, const char *id)
{
  g_return_if_fail (RELAIS_IS_RECORD_ROW (self));

  gboolean changed = g_set_str (&self->value, id);
  g_autofree char *title = id != NULL ? relais_store_dup_title (self->store, self->kind->name, id) : g_strdup (_("None"));
  /* A record that the account may not see has no title for it. */
  gtk_label_set_label (GTK_LABEL (self->label), title[0] != '\0' ? title : "–");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, title, -1);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

void
relais_record_row_set_editable (RelaisRecordRow *self, gboolean editable)
{
  g_return_if_fail (RELAIS_IS_RECORD_ROW (self));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), editable);
  gtk_widget_set_visible (self->arrow, editable);
}

void
relais_record_row_leave_out (RelaisRecordRow *self, const char *id)
{
  g_return_if_fail (RELAIS_IS_RECORD_ROW (self));
  g_set_str (&self->left_out, id);
}
