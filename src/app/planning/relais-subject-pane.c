/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-subject-pane.h"

#include "relais-app-page.h"
#include "relais-attachments-group.h"
#include "relais-comments-group.h"
#include "relais-decisions-group.h"
#include "relais-form.h"
#include "relais-history-dialog.h"
#include "relais-names.h"
#include "relais-placements-group.h"
#include "relais-record-chooser.h"
#include "relais-split-dialog.h"
#include "relais-subject-actions.h"

#include <glib/gi18n.h>

struct _RelaisSubjectPane
{
  AdwBin                  parent_instance;

  AdwPreferencesGroup    *subject_group;  /* template */
  GtkBox                 *content;        /* template */
  GtkWidget              *bin;            /* template */
  AdwBanner              *archived;       /* template */
  GtkScrolledWindow      *scroller;       /* template */
  RelaisPlacementsGroup  *placements;     /* borrowed: child, as what follows */
  RelaisCommentsGroup    *comments;
  RelaisAttachmentsGroup *attachments;
  RelaisDecisionsGroup   *decisions;
  GtkWidget              *origin;         /* a row: where it was split from */

  RelaisSession          *session;        /* owned */
  RelaisForm             *form;           /* owned */
  char                   *subject;        /* owned, nullable */
  char                   *awaited;        /* owned, nullable: shown as soon as it is stored */
};

enum { CLOSE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisSubjectPane, relais_subject_pane, ADW_TYPE_BIN)

static RelaisStore *
get_store (RelaisSubjectPane *self)
{
  return relais_session_get_store (self->session);
}

static void
enable (RelaisSubjectPane *self, RelaisRecord *record)
{
  RelaisAccess *access = relais_session_get_access (self->session);
  gboolean edits = relais_access_may_edit (access, record, "archived");
  gboolean archived = relais_record_get_boolean (record, "archived"), bins = relais_access_may_edit (access, record, "binned");

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subject.duplicate", edits);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subject.split", edits);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subject.merge", edits);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subject.archive", edits && !archived);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subject.throw-away", bins);
  gtk_widget_set_visible (self->bin, bins);
  adw_banner_set_revealed (self->archived, archived);
  adw_banner_set_button_label (self->archived, edits ? _("_Take Out") : NULL);
}

static void
show_origin (RelaisSubjectPane *self, RelaisRecord *record)
{
  const char *origin = relais_record_get_string (record, "origin");
  g_autofree char *title = relais_store_dup_title (get_store (self), "subject", origin);

  gtk_widget_set_visible (self->origin, title[0] != '\0');
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->origin), title);
}

static void
origin_cb (RelaisSubjectPane *self)
{
  RelaisRecord *record = relais_form_get_record (self->form);
  const char *origin = record != NULL ? relais_record_get_string (record, "origin") : NULL;

  if (origin != NULL)
    relais_app_page_activate_open (GTK_WIDGET (self), "subject", origin);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisSubjectPane *self)
{
  if (self->awaited != NULL && relais_changes_has_record (changes, self->awaited))
    {
      g_autofree char *id = g_steal_pointer (&self->awaited);
      relais_app_page_activate_open (GTK_WIDGET (self), "subject", id);
      return;
    }
  if (self->subject == NULL || !relais_changes_has_record (changes, self->subject))
    return;
  g_autoptr (RelaisRecord) record = relais_store_lookup (store, "subject", self->subject);
  if (record == NULL)
    return;
  enable (self, record);
  show_origin (self, record);
}

static void
duplicate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisSubjectPane *self = RELAIS_SUBJECT_PANE (widget);
  g_autofree char *title = relais_store_dup_title (get_store (self), "subject", self->subject);
  /* Translators: the title of a subject that was copied */
  g_autofree char *copy = g_strdup_printf (_("%s (copy)"), title);
  RelaisAction *action = relais_subject_duplicate (get_store (self), self->subject, copy);

  g_set_str (&self->awaited, ((RelaisOp *) g_ptr_array_index (relais_action_get_ops (action), 0))->id);
  relais_session_commit (self->session, action);
}

static void
split_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisSubjectPane *self = RELAIS_SUBJECT_PANE (widget);

  relais_split_dialog_show (widget, self->session, self->subject);
}

static void
other_chosen_cb (const char *other, gpointer user_data)
{
  RelaisSubjectPane *self = user_data;

  if (other != NULL && g_strcmp0 (other, self->subject) == 0)
    relais_session_notice (self->session, _("This is the subject itself: choose another one."));
  else if (other != NULL && self->subject != NULL)
    relais_session_commit (self->session, relais_subject_merge (get_store (self), self->subject, other));
}

static void
merge_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisSubjectPane *self = RELAIS_SUBJECT_PANE (widget);
  AdwDialog *dialog = relais_record_chooser_new (get_store (self), relais_kind_lookup ("subject"),
                                                 _("Which Subject Comes into This One?"), FALSE, other_chosen_cb,
                                                 g_object_ref (self), g_object_unref);

  relais_record_chooser_leave_out (RELAIS_RECORD_CHOOSER (dialog), self->subject);
  adw_dialog_present (dialog, widget);
}

static void
history_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisSubjectPane *self = RELAIS_SUBJECT_PANE (widget);

  adw_dialog_present (relais_history_dialog_new (self->session, self->subject), widget);
}

static void
archive_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisSubjectPane *self = RELAIS_SUBJECT_PANE (widget);

  relais_session_commit (self->session, relais_subject_archive (get_store (self), self->subject, TRUE));
}

static void
take_out_cb (RelaisSubjectPane *self)
{
  if (self->subject != NULL)
    relais_session_commit (self->session, relais_subject_archive (get_store (self), self->subject, FALSE));
}

static void
throw_away_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RelaisSubjectPane *self = RELAIS_SUBJECT_PANE (widget);

  relais_session_commit (self->session, relais_subject_bin (get_store (self), self->subject, TRUE));
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
close_cb (RelaisSubjectPane *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
build_more (RelaisSubjectPane *self)
{
  static const char * const fields[] = { "theme", "campaign", "proposed_by", "proposed_on", "tags", "template", "note" };
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("More About the Subject"));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), relais_form_add (self->form, fields[i]));
  self->origin = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->origin), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->origin), _("Split from"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->origin), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->origin), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect_object (self->origin, "activated", G_CALLBACK (origin_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->origin);
  gtk_box_append (self->content, group);
}

/* With the first subject: whoever opens the plan looks at the plan, and the forms take as long to make as the rest of the page. */
static void
build (RelaisSubjectPane *self)
{
  static const char * const first[] = { "title", "state", "summary", "unit" };

  self->form = relais_form_new (self->session, relais_kind_lookup ("subject"));
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    adw_preferences_group_add (self->subject_group, relais_form_add (self->form, first[i]));
  relais_name_group (self->subject_group, _("Subject"));
  self->placements = RELAIS_PLACEMENTS_GROUP (relais_placements_group_new (self->session));
  self->comments = RELAIS_COMMENTS_GROUP (relais_comments_group_new (self->session));
  self->decisions = RELAIS_DECISIONS_GROUP (relais_decisions_group_new (self->session));
  self->attachments = RELAIS_ATTACHMENTS_GROUP (relais_attachments_group_new (self->session));
  gtk_box_append (self->content, GTK_WIDGET (self->placements));
  gtk_box_append (self->content, GTK_WIDGET (self->decisions));
  gtk_box_append (self->content, GTK_WIDGET (self->comments));
  gtk_box_append (self->content, GTK_WIDGET (self->attachments));
  build_more (self);
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
}

static void
relais_subject_pane_dispose (GObject *object)
{
  RelaisSubjectPane *self = RELAIS_SUBJECT_PANE (object);

  g_clear_object (&self->form);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_SUBJECT_PANE);
  G_OBJECT_CLASS (relais_subject_pane_parent_class)->dispose (object);
}

static void
relais_subject_pane_finalize (GObject *object)
{
  RelaisSubjectPane *self = RELAIS_SUBJECT_PANE (object);

  g_free (self->subject);
  g_free (self->awaited);
  G_OBJECT_CLASS (relais_subject_pane_parent_class)->finalize (object);
}

static void
relais_subject_pane_class_init (RelaisSubjectPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_subject_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_subject_pane_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/planning/relais-subject-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectPane, subject_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectPane, content);
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectPane, bin);
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectPane, archived);
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectPane, scroller);
  gtk_widget_class_bind_template_callback (widget_class, take_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_install_action (widget_class, "subject.duplicate", NULL, duplicate_cb);
  gtk_widget_class_install_action (widget_class, "subject.split", NULL, split_cb);
  gtk_widget_class_install_action (widget_class, "subject.merge", NULL, merge_cb);
  gtk_widget_class_install_action (widget_class, "subject.history", NULL, history_cb);
  gtk_widget_class_install_action (widget_class, "subject.archive", NULL, archive_cb);
  gtk_widget_class_install_action (widget_class, "subject.throw-away", NULL, throw_away_cb);
  signals[CLOSE] = g_signal_new ("close", RELAIS_TYPE_SUBJECT_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_subject_pane_init (RelaisSubjectPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
relais_subject_pane_set_session (RelaisSubjectPane *self, RelaisSession *session)
{
  g_return_if_fail (RELAIS_IS_SUBJECT_PANE (self) && self->session == NULL);

  self->session = g_object_ref (session);
}

void
relais_subject_pane_show (RelaisSubjectPane *self, const char *subject, const char *placement)
{
  g_return_if_fail (RELAIS_IS_SUBJECT_PANE (self));

  if (self->form == NULL && subject == NULL)
    return;
  if (self->form == NULL)
    build (self);
  g_autoptr (RelaisRecord) record = subject != NULL ? relais_store_lookup (get_store (self), "subject", subject) : NULL;
  gboolean other = g_strcmp0 (self->subject, subject) != 0;

  relais_form_set_record (self->form, record);
  g_set_str (&self->subject, record != NULL ? subject : NULL);
  relais_placements_group_show (self->placements, self->subject, placement);
  relais_comments_group_show (self->comments, self->subject);
  relais_decisions_group_show (self->decisions, self->subject);
  relais_attachments_group_show (self->attachments, self->subject);
  if (record == NULL)
    return;
  enable (self, record);
  show_origin (self, record);
  if (other)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

const char *
relais_subject_pane_get_subject (RelaisSubjectPane *self)
{
  g_return_val_if_fail (RELAIS_IS_SUBJECT_PANE (self), NULL);
  return self->subject;
}
