/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-app-page.h"

typedef struct {
  RelaisSession *session;  /* owned */
  gboolean       active;
  gboolean       immersive;
} RelaisAppPagePrivate;

enum { PROP_0, PROP_SESSION, PROP_ACTIVE, PROP_IMMERSIVE, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (RelaisAppPage, relais_app_page, ADW_TYPE_NAVIGATION_PAGE)

#define PRIVATE(self) ((RelaisAppPagePrivate *) relais_app_page_get_instance_private (self))

static void
relais_app_page_real_set_active (RelaisAppPage *self, gboolean active)
{
  PRIVATE (self)->active = active;
}

static void
relais_app_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RelaisAppPage *self = RELAIS_APP_PAGE (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, PRIVATE (self)->session);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, PRIVATE (self)->active);
      break;
    case PROP_IMMERSIVE:
      g_value_set_boolean (value, PRIVATE (self)->immersive);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_app_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  RelaisAppPage *self = RELAIS_APP_PAGE (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      PRIVATE (self)->session = g_value_dup_object (value);
      break;
    case PROP_ACTIVE:
      relais_app_page_set_active (self, g_value_get_boolean (value));
      break;
    case PROP_IMMERSIVE:
      relais_app_page_set_immersive (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_app_page_finalize (GObject *object)
{
  g_clear_object (&PRIVATE (RELAIS_APP_PAGE (object))->session);
  G_OBJECT_CLASS (relais_app_page_parent_class)->finalize (object);
}

static void
relais_app_page_class_init (RelaisAppPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = relais_app_page_get_property;
  object_class->set_property = relais_app_page_set_property;
  object_class->finalize = relais_app_page_finalize;
  klass->set_active = relais_app_page_real_set_active;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, RELAIS_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_IMMERSIVE] = g_param_spec_boolean ("immersive", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
relais_app_page_init (RelaisAppPage *self)
{
}

RelaisSession *
relais_app_page_get_session (RelaisAppPage *self)
{
  g_return_val_if_fail (RELAIS_IS_APP_PAGE (self), NULL);
  return PRIVATE (self)->session;
}

RelaisStore *
relais_app_page_get_store (RelaisAppPage *self)
{
  return relais_session_get_store (relais_app_page_get_session (self));
}

gboolean
relais_app_page_get_active (RelaisAppPage *self)
{
  g_return_val_if_fail (RELAIS_IS_APP_PAGE (self), FALSE);
  return PRIVATE (self)->active;
}

void
relais_app_page_set_active (RelaisAppPage *self, gboolean active)
{
  g_return_if_fail (RELAIS_IS_APP_PAGE (self));
  if (PRIVATE (self)->active == active)
    return;
  RELAIS_APP_PAGE_GET_CLASS (self)->set_active (self, active);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

gboolean
relais_app_page_get_immersive (RelaisAppPage *self)
{
  g_return_val_if_fail (RELAIS_IS_APP_PAGE (self), FALSE);
  return PRIVATE (self)->immersive;
}

void
relais_app_page_set_immersive (RelaisAppPage *self, gboolean immersive)
{
  g_return_if_fail (RELAIS_IS_APP_PAGE (self));
  if (PRIVATE (self)->immersive == immersive)
    return;
  PRIVATE (self)->immersive = immersive;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMMERSIVE]);
}

void
relais_app_page_open (RelaisAppPage *self, const char *kind, const char *id)
{
  g_return_if_fail (RELAIS_IS_APP_PAGE (self));
  if (RELAIS_APP_PAGE_GET_CLASS (self)->open != NULL)
    RELAIS_APP_PAGE_GET_CLASS (self)->open (self, kind, id);
}

void
relais_app_page_focus_search (RelaisAppPage *self)
{
  g_return_if_fail (RELAIS_IS_APP_PAGE (self));
  if (RELAIS_APP_PAGE_GET_CLASS (self)->focus_search != NULL)
    RELAIS_APP_PAGE_GET_CLASS (self)->focus_search (self);
}

void
relais_app_page_create (RelaisAppPage *self)
{
  g_return_if_fail (RELAIS_IS_APP_PAGE (self));
  if (RELAIS_APP_PAGE_GET_CLASS (self)->create != NULL)
    RELAIS_APP_PAGE_GET_CLASS (self)->create (self);
}

void
relais_app_page_print (RelaisAppPage *self)
{
  g_return_if_fail (RELAIS_IS_APP_PAGE (self));
  if (RELAIS_APP_PAGE_GET_CLASS (self)->print != NULL)
    RELAIS_APP_PAGE_GET_CLASS (self)->print (self);
}

void
relais_app_page_activate_open (GtkWidget *widget, const char *kind, const char *id)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  gtk_widget_activate_action (widget, "win.open", "(ss)", kind, id);
}
