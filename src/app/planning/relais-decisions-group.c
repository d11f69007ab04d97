/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-decisions-group.h"

#include "relais-decision.h"
#include "relais-format.h"

#include <glib/gi18n.h>

struct _RelaisDecisionsGroup
{
  AdwPreferencesGroup parent_instance;

  GPtrArray     *rows;     /* owned, element-type GtkWidget (borrowed) */
  RelaisSession *session;  /* owned */
  char          *subject;  /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (RelaisDecisionsGroup, relais_decisions_group, ADW_TYPE_PREFERENCES_GROUP)

static RelaisStore *
get_store (RelaisDecisionsGroup *self)
{
  return relais_session_get_store (self->session);
}

static void
load (RelaisDecisionsGroup *self)
{
  g_autoptr (GPtrArray) decisions = relais_decisions_of_subject (get_store (self), self->subject);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < decisions->len; i++)
    {
      RelaisRecord *decision = g_ptr_array_index (decisions, i);
      g_autofree char *day = relais_decision_dup_day (get_store (self), decision), *date = relais_format_day_full (day);
      GtkWidget *row = relais_decision_row_new (get_store (self), decision, date[0] != '\0' ? date : _("No date"));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), decisions->len > 0);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisDecisionsGroup *self)
{
  if (self->subject != NULL && (relais_changes_has_kind (changes, "decision") || relais_changes_has_kind (changes, "meeting")))
    load (self);
}

static void
relais_decisions_group_dispose (GObject *object)
{
  RelaisDecisionsGroup *self = RELAIS_DECISIONS_GROUP (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_decisions_group_parent_class)->dispose (object);
}

static void
relais_decisions_group_finalize (GObject *object)
{
  RelaisDecisionsGroup *self = RELAIS_DECISIONS_GROUP (object);

  g_ptr_array_unref (self->rows);
  g_free (self->subject);
  G_OBJECT_CLASS (relais_decisions_group_parent_class)->finalize (object);
}

static void
relais_decisions_group_class_init (RelaisDecisionsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_decisions_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_decisions_group_finalize;
}

static void
relais_decisions_group_init (RelaisDecisionsGroup *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Decisions of the Committee"));
}

GtkWidget *
relais_decisions_group_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisDecisionsGroup *self = g_object_new (RELAIS_TYPE_DECISIONS_GROUP, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return GTK_WIDGET (self);
}

void
relais_decisions_group_show (RelaisDecisionsGroup *self, const char *subject)
{
  g_return_if_fail (RELAIS_IS_DECISIONS_GROUP (self));

  g_set_str (&self->subject, subject);
  if (subject != NULL)
    load (self);
}
