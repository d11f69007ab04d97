/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-week-view.h"

#include "relais-app-page.h"
#include "relais-week.h"
#include "relais-format.h"
#include "relais-state-pill.h"

#include <glib/gi18n.h>

struct _RelaisWeekView
{
  AdwBin         parent_instance;

  RelaisSession *session;      /* owned */
  GCancellable  *cancellable;  /* owned */
  char          *text;         /* owned, nullable: what is shown, to be sent round */
};

G_DEFINE_FINAL_TYPE (RelaisWeekView, relais_week_view, ADW_TYPE_BIN)

static const struct {
  const char *title;
  const char *nothing;
} parts[RELAIS_N_WEEK_PARTS] = {
  [RELAIS_WEEK_PUBLISHED] = { N_("Published in the Last Seven Days"), N_("Nothing was published.") },
  [RELAIS_WEEK_COMING] = { N_("Coming in the Next Seven Days"), N_("Nothing is planned.") },
  [RELAIS_WEEK_LATE] = { N_("Copy That Is Late"), N_("Nothing is late.") },
  [RELAIS_WEEK_PROPOSED] = { N_("Proposed, to Be Decided"), N_("Nothing was proposed.") },
  [RELAIS_WEEK_DECIDED] = { N_("Decided by the Committee"), N_("Nothing was decided.") },
};

/* Runs on the store's thread. */
static gpointer
collect (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  return relais_week_collect (workspace, data);
}

static void
open_cb (GtkWidget *row, gpointer user_data)
{
  relais_app_page_activate_open (row, "subject", g_object_get_data (G_OBJECT (row), "subject"));
}

/* "Mon 23 Nov · Newsletter · Marie Dupont". @day: in words. (transfer full) */
static char *
describe (const RelaisWeekLine *line, const char *day)
{
  const char *details[] = { day, line->detail, line->who };
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    if (details[i][0] != '\0')
      g_strv_builder_add (words, details[i]);
  g_auto (GStrv) all = g_strv_builder_end (words);
  return g_strjoinv (" · ", all);
}

/* As it is sent round on Monday: days with their date, for it is read later. */
static char *
write_week (const RelaisWeek *week)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < RELAIS_N_WEEK_PARTS; i++)
    {
      g_string_append_printf (text, "%s%s\n", i > 0 ? "\n" : "", _(parts[i].title));
      if (week->parts[i]->len == 0)
        g_string_append_printf (text, "%s\n", _(parts[i].nothing));
      for (guint j = 0; j < week->parts[i]->len; j++)
        {
          const RelaisWeekLine *line = g_ptr_array_index (week->parts[i], j);
          g_autofree char *day = relais_format_date (line->day), *words = describe (line, day);
          g_string_append_printf (text, words[0] != '\0' ? "- %s (%s)\n" : "- %s%s\n", line->title, words);
        }
    }
  return g_string_free (text, FALSE);
}

static void
copy_cb (GtkWidget *button, RelaisWeekView *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), self->text);
  relais_session_notice (self->session, _("The week was copied. Paste it into a message."));
}

static GtkWidget *
build_copy (RelaisWeekView *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_tooltip_text (button, _("Copy the Week as Text"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (copy_cb), self, G_CONNECT_DEFAULT);
  return button;
}

static GtkWidget *
new_row (const RelaisWeekLine *line, const char *today)
{
  GtkWidget *row = adw_action_row_new (), *pill = relais_state_pill_new ();
  const RelaisKind *kind = relais_record_get_kind (line->record);
  const char *field = kind->state_field != NULL ? kind->state_field : "outcome";
  g_autofree char *day = relais_format_day (line->day, today), *subtitle = describe (line, day);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  relais_state_pill_set (RELAIS_STATE_PILL (pill), kind, field, relais_record_get_string (line->record, field));
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "subject", g_strdup (line->subject), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (open_cb), NULL);
  return row;
}

static GtkWidget *
new_part (RelaisWeekView *self, guint part, GPtrArray *lines, const char *today)
{
  GtkWidget *group = adw_preferences_group_new ();
  /* Translators: a part of the week with the number of things in it */
  g_autofree char *title = g_strdup_printf (_("%s · %u"), _(parts[part].title), lines->len);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), lines->len > 0 ? title : _(parts[part].title));
  if (lines->len == 0)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _(parts[part].nothing));
  if (part == 0)
    adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), build_copy (self));
  for (guint i = 0; i < lines->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_row (g_ptr_array_index (lines, i), today));
  return group;
}

static void
collected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisWeekView) self = user_data;
  g_autoptr (RelaisWeek) week = relais_store_run_finish (RELAIS_STORE (source), result, NULL);
  char today[RELAIS_DAY_SIZE];

  if (week == NULL || self->session == NULL)
    return;
  GtkWidget *page = adw_preferences_page_new ();
  g_clear_pointer (&self->text, g_free);
  self->text = write_week (week);
  relais_today (today);
  for (guint i = 0; i < RELAIS_N_WEEK_PARTS; i++)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (new_part (self, i, week->parts[i], today)));
  adw_bin_set_child (ADW_BIN (self), page);
}

static void
relais_week_view_dispose (GObject *object)
{
  RelaisWeekView *self = RELAIS_WEEK_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (relais_week_view_parent_class)->dispose (object);
}

static void
relais_week_view_class_init (RelaisWeekViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_week_view_dispose;
}

static void
relais_week_view_init (RelaisWeekView *self)
{
}

GtkWidget *
relais_week_view_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisWeekView *self = g_object_new (RELAIS_TYPE_WEEK_VIEW, NULL);
  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

void
relais_week_view_load (RelaisWeekView *self)
{
  char today[RELAIS_DAY_SIZE];

  g_return_if_fail (RELAIS_IS_WEEK_VIEW (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  relais_today (today);
  relais_store_run_async (relais_session_get_store (self->session), collect, g_strdup (today), g_free,
                          (GDestroyNotify) relais_week_free, self->cancellable, collected_cb, g_object_ref (self));
}
