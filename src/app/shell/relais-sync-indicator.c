/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-sync-indicator.h"

#include "relais-sync-status.h"

#include <adwaita.h>

/* "made 5 minutes ago" has to grow older while nothing happens. */
#define REFRESH_SECONDS 30

struct _RelaisSyncIndicator
{
  GtkButton      parent_instance;

  GtkStack      *stack;     /* template */
  GtkImage      *icon;      /* template */
  GtkLabel      *title;     /* template */
  GtkLabel      *detail;    /* template */

  RelaisSession *session;   /* owned */
  const char    *style;     /* static */
  guint          timer;
};

G_DEFINE_FINAL_TYPE (RelaisSyncIndicator, relais_sync_indicator, GTK_TYPE_BUTTON)

static void
update (RelaisSyncIndicator *self)
{
  RelaisSyncer *syncer = relais_session_get_syncer (self->session);
  g_auto (RelaisSyncStatus) status = { 0 };
  RelaisQueueState queue;

  relais_store_get_queue_state (relais_session_get_store (self->session), &queue);
  relais_sync_status_compute (&status, relais_syncer_get_state (syncer), relais_syncer_get_message (syncer), &queue,
                              relais_syncer_get_last_success (syncer), g_get_real_time () / G_USEC_PER_SEC);

  gtk_label_set_label (self->title, status.title);
  gtk_label_set_label (self->detail, status.detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), status.detail[0] != '\0');
  gtk_stack_set_visible_child_name (self->stack, status.icon != NULL ? "icon" : "spinner");
  if (status.icon != NULL)
    gtk_image_set_from_icon_name (self->icon, status.icon);
  if (g_strcmp0 (status.style, self->style) != 0)
    {
      if (self->style != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self->icon), self->style);
      if (status.style != NULL)
        gtk_widget_add_css_class (GTK_WIDGET (self->icon), status.style);
      self->style = status.style;
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, status.title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, status.detail, -1);
}

static void
syncer_cb (GObject *syncer, GParamSpec *pspec, RelaisSyncIndicator *self)
{
  update (self);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisSyncIndicator *self)
{
  if (relais_changes_has_status (changes))
    update (self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

static void
relais_sync_indicator_dispose (GObject *object)
{
  RelaisSyncIndicator *self = RELAIS_SYNC_INDICATOR (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_SYNC_INDICATOR);
  G_OBJECT_CLASS (relais_sync_indicator_parent_class)->dispose (object);
}

static void
relais_sync_indicator_class_init (RelaisSyncIndicatorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_sync_indicator_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/shell/relais-sync-indicator.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncIndicator, stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncIndicator, icon);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncIndicator, title);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncIndicator, detail);
}

static void
relais_sync_indicator_init (RelaisSyncIndicator *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
relais_sync_indicator_set_session (RelaisSyncIndicator *self, RelaisSession *session)
{
  g_return_if_fail (RELAIS_IS_SYNC_INDICATOR (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (relais_session_get_syncer (session), "notify", G_CALLBACK (syncer_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (relais_session_get_store (session), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  self->timer = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
  g_source_set_static_name (g_main_context_find_source_by_id (NULL, self->timer), "[relais] sync indicator");
  update (self);
}
