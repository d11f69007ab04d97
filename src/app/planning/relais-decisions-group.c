/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-decisions-group.h"

#include "relais-format.h"
#include "relais-state-pill.h"

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

/* The day of the meeting, for people and for sorting; "" when it is not known. */
static char *
dup_day (RelaisDecisionsGroup *self, RelaisRecord *decision)
{
  g_autoptr (RelaisRecord) meeting = relais_store_lookup (get_store (self), "meeting",
                                                          relais_record_get_string (decision, "meeting"));
  const char *day = meeting != NULL ? relais_record_get_string (meeting, "on") : NULL;

  return g_strdup (day != NULL ? day : "");
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  g_autofree char *first = dup_day (user_data, *(RelaisRecord * const *) a);
  g_autofree char *second = dup_day (user_data, *(RelaisRecord * const *) b);

  return g_strcmp0 (second, first);
}

static void
add (GPtrArray *words, const char *format, char *text)
{
  g_autofree char *owned = text;

  if (owned[0] == '\0')
    return;
  g_autoptr (GString) word = g_string_new (format);
  g_string_replace (word, "%s", owned, 1);
  g_ptr_array_add (words, g_string_free (g_steal_pointer (&word), FALSE));
}

static char *
describe (RelaisDecisionsGroup *self, RelaisRecord *decision)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *reason = relais_record_get_string (decision, "reason");

  add (words, "%s", g_strdup (reason != NULL ? reason : ""));
  /* Translators: to a day */
  add (words, _("to %s"), relais_format_date (relais_record_get_string (decision, "until")));
  add (words, "→ %s", relais_store_dup_title (get_store (self), "channel", relais_record_get_string (decision, "channel")));
  add (words, _("in charge: %s"),
       relais_store_dup_title (get_store (self), "person", relais_record_get_string (decision, "responsible")));
  /* Translators: by a day */
  add (words, _("by %s"), relais_format_date (relais_record_get_string (decision, "due")));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}

static GtkWidget *
new_row (RelaisDecisionsGroup *self, RelaisRecord *decision)
{
  GtkWidget *row = adw_action_row_new (), *pill = relais_state_pill_new ();
  g_autofree char *day = dup_day (self, decision);
  g_autofree char *date = relais_format_day_full (day);
  g_autofree char *what = describe (self, decision);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), date[0] != '\0' ? date : _("No date"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), what);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  relais_state_pill_set (RELAIS_STATE_PILL (pill), relais_record_get_kind (decision), "outcome",
                         relais_record_get_string (decision, "outcome"));
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  return row;
}

static void
load (RelaisDecisionsGroup *self)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("decision"));

  relais_query_where (query, "subject", RELAIS_MATCH_EQUAL, self->subject);
  g_autoptr (GPtrArray) decisions = relais_store_query (get_store (self), query);
  g_ptr_array_sort_with_data (decisions, compare, self);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < decisions->len; i++)
    {
      GtkWidget *row = new_row (self, g_ptr_array_index (decisions, i));
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
