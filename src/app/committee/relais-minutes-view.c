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
  RelaisMeetingView    parent_instance;

  AdwPreferencesGroup *decisions_group;  /* template */
  AdwPreferencesGroup *record_group;     /* template */
  GtkWidget           *more;             /* template */
  GtkWidget           *rewrite;          /* template */
  GtkWidget           *resume;           /* template */

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

G_DEFINE_FINAL_TYPE (RelaisMinutesView, relais_minutes_view, RELAIS_TYPE_MEETING_VIEW)

static RelaisStore *
get_store (RelaisMinutesView *self)
{
  return relais_meeting_view_get_store (RELAIS_MEETING_VIEW (self));
}

static RelaisSession *
get_session (RelaisMinutesView *self)
{
  return relais_meeting_view_get_session (RELAIS_MEETING_VIEW (self));
}

/* NULL: it is gone. */
static RelaisMeeting *
get_meeting (RelaisMinutesView *self)
{
  return relais_meeting_view_get_meeting (RELAIS_MEETING_VIEW (self));
}

static const char *
get_id (RelaisMinutesView *self)
{
  return relais_meeting_view_get_id (RELAIS_MEETING_VIEW (self));
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

  relais_query_where (query, "meeting", RELAIS_MATCH_EQUAL, get_id (self));
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

  relais_meeting_view_clear (self->rows);
  for (guint i = 0; i < get_meeting (self)->points->len; i++)
    {
      const RelaisMeetingPoint *point = relais_meeting_get_point (get_meeting (self), i);
      if (point->decision != NULL && g_hash_table_add (shown, (gpointer) relais_record_get_id (point->decision)))
        add_row (self, point->decision);
    }
  for (guint i = 0; i < decisions->len; i++)
    if (!g_hash_table_contains (shown, relais_record_get_id (g_ptr_array_index (decisions, i))))
      add_row (self, g_ptr_array_index (decisions, i));
  gtk_widget_set_visible (GTK_WIDGET (self->decisions_group), self->rows->len > 0);
}

/* Its text is that of the decisions until somebody changes it: two people who end one meeting do not write it twice. */
static void
keep_record (RelaisMinutesView *self)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("meeting"));
  RelaisAction *action = relais_action_new (_("End the committee meeting"));

  relais_fields_set_string (fields, "state", "recorded");
  relais_action_update (action, get_id (self), fields);
  relais_session_commit_quietly (get_session (self), action);
}

static void
rewrite_cb (RelaisMinutesView *self)
{
  if (get_meeting (self) == NULL)
    return;
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("meeting"));
  RelaisAction *action = relais_action_new (_("Write the record of decisions"));
  relais_form_flush (self->form);
  relais_fields_set_string (fields, "record", NULL);
  relais_action_update (action, get_id (self), fields);
  relais_session_commit (get_session (self), action);
}

/* What the decisions say, unless somebody wrote it by hand. */
static char *
get_text (RelaisMinutesView *self)
{
  const char *text;

  relais_form_flush (self->form);
  text = relais_record_get_string (get_meeting (self)->record, "record");
  return text != NULL ? g_strdup (text) : relais_minutes_write (get_store (self), get_meeting (self));
}

static gboolean
is_by_hand (RelaisMinutesView *self, const char *text)
{
  g_autofree char *written = relais_minutes_write (get_store (self), get_meeting (self));

  return g_strcmp0 (written, text) != 0;
}

static void
resume_cb (RelaisMinutesView *self)
{
  if (get_meeting (self) == NULL)
    return;
  relais_form_flush (self->form);
  relais_session_commit_quietly (get_session (self), relais_meeting_resume (get_meeting (self)));
  g_signal_emit (self, signals[RESUME], 0);
}

static char *
name_record (RelaisMinutesView *self)
{
  g_autofree char *title = relais_meeting_dup_title (get_meeting (self)->record);

  return g_strdup_printf (_("Record of decisions · %s"), title);
}

/* ---- paper: the table is read on the store's thread ---- */

static Paper *
new_paper (RelaisMinutesView *self)
{
  Paper *paper = g_new0 (Paper, 1);
  g_autofree char *text = get_text (self);

  paper->view = g_object_ref (self);
  paper->id = g_strdup (get_id (self));
  paper->with_text = is_by_hand (self, text);
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
      relais_session_notice (get_session (self), text);
      return;
    }
  if (paper->print)
    {
      relais_print_dialog_run (get_session (self), GTK_WIDGET (self), g_steal_pointer (&sheet));
      return;
    }
  g_autoptr (GBytes) bytes = relais_print_pdf (sheet, relais_paper_suggest (sheet));
  /* Translators: a file name; %s is a date as 2026-11-23 */
  g_autofree char *name = g_strdup_printf (_("Decisions of %s.pdf"), relais_record_get_string (get_meeting (self)->record, "on"));
  relais_file_dialog_save (get_session (self), GTK_WIDGET (self), _("Save the Record"), name, bytes);
}

static void
put_on_paper (RelaisMinutesView *self, gboolean print)
{
  if (get_meeting (self) == NULL)
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

  if (get_meeting (self) == NULL)
    return;
  g_autofree char *text = get_text (self), *title = name_record (self), *all = g_strdup_printf ("%s\n\n%s", title, text);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), all);
  relais_session_notice (get_session (self), _("The record was copied."));
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
  g_auto (GStrv) to = relais_minutes_find_attendees (get_store (self), get_meeting (self));
  g_auto (GStrv) bcc = network ? relais_minutes_find_correspondents (get_store (self)) : NULL;
  g_autofree char *title = name_record (self), *text = get_text (self);
  g_autofree char *uri = relais_minutes_write_mailto (title, text, (const char * const *) to, (const char * const *) bcc);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, launched_cb,
                           g_object_ref (get_session (self)));
}

static void
mail_attendees_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (get_meeting (RELAIS_MINUTES_VIEW (widget)) != NULL)
    write_mail (RELAIS_MINUTES_VIEW (widget), FALSE);
}

static void
mail_network_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (get_meeting (RELAIS_MINUTES_VIEW (widget)) != NULL)
    write_mail (RELAIS_MINUTES_VIEW (widget), TRUE);
}

static void
save_message_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisMinutesView *self = RELAIS_MINUTES_VIEW (widget);

  if (get_meeting (self) == NULL)
    return;
  g_auto (GStrv) to = relais_minutes_find_attendees (get_store (self), get_meeting (self));
  g_auto (GStrv) bcc = relais_minutes_find_correspondents (get_store (self));
  g_autofree char *title = name_record (self), *text = get_text (self);
  char *message = relais_minutes_write_message (title, text, (const char * const *) to, (const char * const *) bcc);
  g_autoptr (GBytes) bytes = g_bytes_new_take (message, strlen (message));
  const char *on = relais_record_get_string (get_meeting (self)->record, "on");
  /* Translators: a file name; %s is a date as 2026-11-23 */
  g_autofree char *name = g_strdup_printf (_("Decisions of %s.eml"), on);
  relais_file_dialog_save (get_session (self), widget, _("Save the Record"), name, bytes);
}

static void
relais_minutes_view_show (RelaisMeetingView *view, RelaisMeeting *before)
{
  RelaisMinutesView *self = RELAIS_MINUTES_VIEW (view);
  RelaisMeeting *meeting = get_meeting (self);
  const char *text = relais_record_get_string (meeting->record, "record");
  gboolean by_hand = text != NULL && is_by_hand (self, text);
  g_autofree char *written = relais_minutes_write (get_store (self), meeting);
  gboolean editable = relais_meeting_view_may_edit (view, "record");
  g_autofree char *title = relais_meeting_dup_title (meeting->record);

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), title);
  relais_form_propose (self->form, "record", written);
  relais_form_set_title (self->form, title);
  relais_form_set_record (self->form, meeting->record);
  adw_preferences_group_set_description (self->record_group, by_hand
    ? _("What is sent and kept. It was changed by hand: what was decided since is not in it unless you write it again.")
    : _("What is sent and kept. It says what was decided until you change it; what you type is saved."));
  gtk_widget_set_visible (self->more, relais_meeting_view_may_edit (view, "binned"));
  gtk_widget_set_visible (self->rewrite, editable && by_hand && meeting->points->len > 0);
  gtk_widget_set_visible (self->resume, editable && meeting->points->len > 0);
  show_decisions (self);
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
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (relais_minutes_view_parent_class)->dispose (object);
}

static void
relais_minutes_view_class_init (RelaisMinutesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_minutes_view_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = relais_minutes_view_shown;
  RELAIS_MEETING_VIEW_CLASS (klass)->show = relais_minutes_view_show;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/committee/relais-minutes-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisMinutesView, decisions_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisMinutesView, record_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisMinutesView, more);
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
  RelaisMinutesView *self = g_object_new (RELAIS_TYPE_MINUTES_VIEW, "session", session, "meeting", meeting, "tag", "minutes", NULL);

  self->form = relais_form_new (session, relais_kind_lookup ("meeting"));
  adw_preferences_group_add (self->record_group, relais_form_add (self->form, "record"));
  relais_meeting_view_read (RELAIS_MEETING_VIEW (self));
  if (get_meeting (self) != NULL && get_meeting (self)->agenda->len > 0 &&
      g_strcmp0 (relais_record_get_string (get_meeting (self)->record, "state"), "recorded") != 0 &&
      relais_meeting_view_may_edit (RELAIS_MEETING_VIEW (self), "record"))
    keep_record (self);
  return ADW_NAVIGATION_PAGE (self);
}
