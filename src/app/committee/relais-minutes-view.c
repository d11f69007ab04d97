/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-minutes-view.h"

#include "relais-minutes.h"

#include "relais-app-page.h"
#include "relais-decision.h"
#include "relais-file-dialog.h"
#include "relais-form.h"
#include "relais-plan-sheet.h"
#include "relais-print-dialog.h"
#include "relais-print.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RelaisMinutesView
{
  AdwNavigationPage    parent_instance;

  AdwPreferencesGroup *decisions_group;  /* template */
  AdwPreferencesGroup *record_group;     /* template */
  GtkWidget           *rewrite;          /* template */
  GtkWidget           *resume;           /* template */

  RelaisSession       *session;          /* owned */
  char                *id;               /* owned */
  RelaisMeeting       *meeting;          /* owned, nullable */
  RelaisForm          *form;             /* owned */
  GPtrArray           *rows;             /* owned (borrowed widgets) */
};

/* What is made on the store's thread and comes back. */
typedef struct {
  RelaisMinutesView *view;       /* owned */
  char              *id;         /* owned: of the meeting */
  gboolean           with_text;  /* it does not only repeat the decisions */
  gboolean           print;
} Paper;

enum { RESUME, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisMinutesView, relais_minutes_view, ADW_TYPE_NAVIGATION_PAGE)

static RelaisStore *
get_store (RelaisMinutesView *self)
{
  return relais_session_get_store (self->session);
}

static void
open_cb (GtkWidget *row, RelaisMinutesView *self)
{
  relais_app_page_activate_open (GTK_WIDGET (self), "subject", g_object_get_data (G_OBJECT (row), "subject"));
}

static GPtrArray *
find_decisions (RelaisMinutesView *self)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("decision"));

  relais_query_where (query, "meeting", RELAIS_MATCH_EQUAL, self->id);
  return relais_store_query (get_store (self), query);
}

static void
add_row (RelaisMinutesView *self, RelaisRecord *decision)
{
  const char *subject = relais_record_get_string (decision, "subject");
  g_autofree char *title = relais_store_dup_title (get_store (self), "subject", subject);
  GtkWidget *row = relais_decision_row_new (get_store (self), decision, title);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "subject", g_strdup (subject), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  adw_preferences_group_add (self->decisions_group, row);
  g_ptr_array_add (self->rows, row);
}

/* In the order of the agenda; meetings that had none in the order that they are found. */
static void
show_decisions (RelaisMinutesView *self)
{
  g_autoptr (GHashTable) shown = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) decisions = find_decisions (self);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->decisions_group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->meeting->points->len; i++)
    {
      const RelaisMeetingPoint *point = relais_meeting_get_point (self->meeting, i);
      if (point->decision != NULL && g_hash_table_add (shown, (gpointer) relais_record_get_id (point->decision)))
        add_row (self, point->decision);
    }
  for (guint i = 0; i < decisions->len; i++)
    if (!g_hash_table_contains (shown, relais_record_get_id (g_ptr_array_index (decisions, i))))
      add_row (self, g_ptr_array_index (decisions, i));
  gtk_widget_set_visible (GTK_WIDGET (self->decisions_group), self->rows->len > 0);
}

static void
read_meeting (RelaisMinutesView *self)
{
  g_clear_pointer (&self->meeting, relais_meeting_free);
  self->meeting = relais_meeting_read (get_store (self), self->id);
  if (self->meeting == NULL)
    return;
  g_autofree char *title = relais_meeting_dup_title (self->meeting->record);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), title);
  relais_form_set_record (self->form, self->meeting->record);
  gboolean editable = relais_access_may_edit (relais_session_get_access (self->session), self->meeting->record, "record");
  gtk_widget_set_visible (self->rewrite, editable && self->meeting->agenda->len > 0);
  gtk_widget_set_visible (self->resume, editable && relais_meeting_count_open (self->meeting) > 0);
  show_decisions (self);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisMinutesView *self)
{
  if (relais_changes_has_record (changes, self->id) || relais_changes_has_kind (changes, "decision"))
    read_meeting (self);
}

static void
keep_record (RelaisMinutesView *self, gboolean quietly)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("meeting"));
  g_autofree char *text = relais_minutes_write (get_store (self), self->meeting);
  RelaisAction *action = relais_action_new (_("Write the record of decisions"));

  relais_fields_set_string (fields, "record", text);
  relais_fields_set_string (fields, "state", "recorded");
  relais_action_update (action, self->id, fields);
  if (quietly)
    relais_session_commit_quietly (self->session, action);
  else
    relais_session_commit (self->session, action);
}

static void
rewrite_cb (RelaisMinutesView *self)
{
  if (self->meeting != NULL)
    keep_record (self, FALSE);
}

static void
resume_cb (RelaisMinutesView *self)
{
  relais_form_flush (self->form);
  g_signal_emit (self, signals[RESUME], 0);
}

static char *
get_text (RelaisMinutesView *self)
{
  const char *text;

  relais_form_flush (self->form);
  text = relais_record_get_string (self->meeting->record, "record");
  return g_strdup (text != NULL ? text : "");
}

static char *
name_record (RelaisMinutesView *self)
{
  g_autofree char *title = relais_meeting_dup_title (self->meeting->record);

  return g_strdup_printf (_("Record of decisions · %s"), title);
}

/* ---- paper: the table is read on the store's thread ---- */

static Paper *
new_paper (RelaisMinutesView *self)
{
  Paper *paper = g_new0 (Paper, 1);
  g_autofree char *written = relais_minutes_write (get_store (self), self->meeting), *text = get_text (self);

  paper->view = g_object_ref (self);
  paper->id = g_strdup (self->id);
  paper->with_text = !g_str_equal (written, text);
  return paper;
}

static void
free_paper (Paper *paper)
{
  g_object_unref (paper->view);
  g_free (paper->id);
  g_free (paper);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paper, free_paper)

static gpointer
make_sheet (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  const Paper *paper = data;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  RelaisPlanSheetRequest request = {
    .view = RELAIS_PLAN_SHEET_DECISIONS, .first = RELAIS_DAY_NONE, .last = RELAIS_DAY_NONE, .record = paper->id,
    .with_text = paper->with_text, .now = now,
  };

  return relais_plan_sheet_new (workspace, &request, error);
}

static void
sheet_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Paper) paper = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisSheet) sheet = relais_store_run_finish (RELAIS_STORE (source), result, &error);
  RelaisMinutesView *self = paper->view;

  if (sheet == NULL)
    {
      g_autofree char *text = relais_session_describe_error (error);
      relais_session_notice (self->session, text);
      return;
    }
  if (paper->print)
    {
      relais_print_dialog_run (self->session, GTK_WIDGET (self), g_steal_pointer (&sheet));
      return;
    }
  g_autoptr (GBytes) bytes = relais_print_pdf (sheet, relais_paper_suggest (sheet));
  /* Translators: a file name; %s is a date as 2026-11-23 */
  g_autofree char *name = g_strdup_printf (_("Decisions of %s.pdf"), relais_record_get_string (self->meeting->record, "on"));
  relais_file_dialog_save (self->session, GTK_WIDGET (self), _("Save the Record"), name, bytes);
}

static void
put_on_paper (RelaisMinutesView *self, gboolean print)
{
  if (self->meeting == NULL)
    return;
  Paper *paper = new_paper (self);
  paper->print = print;
  relais_store_run_async (get_store (self), make_sheet, paper, NULL, (GDestroyNotify) relais_sheet_free, NULL, sheet_made_cb, paper);
}

static void
pdf_cb (RelaisMinutesView *self)
{
  put_on_paper (self, FALSE);
}

static void
print_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  put_on_paper (RELAIS_MINUTES_VIEW (widget), TRUE);
}

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisMinutesView *self = RELAIS_MINUTES_VIEW (widget);

  if (self->meeting == NULL)
    return;
  g_autofree char *text = get_text (self), *title = name_record (self), *all = g_strdup_printf ("%s\n\n%s", title, text);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), all);
  relais_session_notice (self->session, _("The record was copied."));
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisSession) session = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    relais_session_notice (session, _("No mail program opened. Copy the text, or save it as a message."));
}

/* To those who were there; @network: hidden copies to the correspondents. */
static void
write_mail (RelaisMinutesView *self, gboolean network)
{
  g_auto (GStrv) to = relais_minutes_find_attendees (get_store (self), self->meeting);
  g_auto (GStrv) bcc = network ? relais_minutes_find_correspondents (get_store (self)) : NULL;
  g_autofree char *title = name_record (self), *text = get_text (self);
  g_autofree char *uri = relais_minutes_write_mailto (title, text, (const char * const *) to, (const char * const *) bcc);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, launched_cb,
                           g_object_ref (self->session));
}

static void
mail_attendees_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (RELAIS_MINUTES_VIEW (widget)->meeting != NULL)
    write_mail (RELAIS_MINUTES_VIEW (widget), FALSE);
}

static void
mail_network_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (RELAIS_MINUTES_VIEW (widget)->meeting != NULL)
    write_mail (RELAIS_MINUTES_VIEW (widget), TRUE);
}

static void
save_message_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisMinutesView *self = RELAIS_MINUTES_VIEW (widget);

  if (self->meeting == NULL)
    return;
  g_auto (GStrv) to = relais_minutes_find_attendees (get_store (self), self->meeting);
  g_auto (GStrv) bcc = relais_minutes_find_correspondents (get_store (self));
  g_autofree char *title = name_record (self), *text = get_text (self);
  char *message = relais_minutes_write_message (title, text, (const char * const *) to, (const char * const *) bcc);
  g_autoptr (GBytes) bytes = g_bytes_new_take (message, strlen (message));
  const char *on = relais_record_get_string (self->meeting->record, "on");
  /* Translators: a file name; %s is a date as 2026-11-23 */
  g_autofree char *name = g_strdup_printf (_("Decisions of %s.eml"), on);
  relais_file_dialog_save (self->session, widget, _("Save the Record"), name, bytes);
}

static void
relais_minutes_view_shown (AdwNavigationPage *page)
{
  ADW_NAVIGATION_PAGE_CLASS (relais_minutes_view_parent_class)->shown (page);
  gtk_widget_child_focus (GTK_WIDGET (RELAIS_MINUTES_VIEW (page)->decisions_group), GTK_DIR_TAB_FORWARD);
}

static void
relais_minutes_view_dispose (GObject *object)
{
  RelaisMinutesView *self = RELAIS_MINUTES_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_MINUTES_VIEW);
  g_clear_object (&self->form);
  g_clear_pointer (&self->meeting, relais_meeting_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_minutes_view_parent_class)->dispose (object);
}

static void
relais_minutes_view_class_init (RelaisMinutesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_minutes_view_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = relais_minutes_view_shown;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/committee/relais-minutes-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisMinutesView, decisions_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisMinutesView, record_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisMinutesView, rewrite);
  gtk_widget_class_bind_template_child (widget_class, RelaisMinutesView, resume);
  gtk_widget_class_bind_template_callback (widget_class, rewrite_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
  gtk_widget_class_bind_template_callback (widget_class, pdf_cb);
  gtk_widget_class_install_action (widget_class, "minutes.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "minutes.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "minutes.mail-attendees", NULL, mail_attendees_cb);
  gtk_widget_class_install_action (widget_class, "minutes.mail-network", NULL, mail_network_cb);
  gtk_widget_class_install_action (widget_class, "minutes.save-message", NULL, save_message_cb);
  signals[RESUME] = g_signal_new ("resume", RELAIS_TYPE_MINUTES_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_minutes_view_init (RelaisMinutesView *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
relais_minutes_view_new (RelaisSession *session, const char *meeting)
{
  RelaisMinutesView *self = g_object_new (RELAIS_TYPE_MINUTES_VIEW, "tag", "minutes", NULL);

  self->session = g_object_ref (session);
  self->id = g_strdup (meeting);
  self->form = relais_form_new (session, relais_kind_lookup ("meeting"));
  adw_preferences_group_add (self->record_group, relais_form_add (self->form, "record"));
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  read_meeting (self);
  if (self->meeting != NULL && self->meeting->agenda->len > 0 && relais_record_get_string (self->meeting->record, "record") == NULL &&
      relais_access_may_edit (relais_session_get_access (session), self->meeting->record, "record"))
    keep_record (self, TRUE);
  return ADW_NAVIGATION_PAGE (self);
}
