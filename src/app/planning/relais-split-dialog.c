/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-split-dialog.h"

#include "relais-choice.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-plan-dialog.h"
#include "relais-subject-actions.h"

#include <glib/gi18n.h>

/* What the dialog asks for; it owns this. */
typedef struct {
  AdwDialog     *dialog;      /* borrowed */
  RelaisSession *session;     /* owned */
  char          *subject;     /* owned */
  GtkWidget     *title;       /* borrowed */
  GtkWidget     *apply;       /* borrowed */
  GPtrArray     *placements;  /* owned, element-type RelaisRecord */
  GPtrArray     *rows;        /* owned, element-type AdwSwitchRow (borrowed), one a placement */
} Question;

static void
free_question (Question *question)
{
  g_object_unref (question->session);
  g_ptr_array_unref (question->placements);
  g_ptr_array_unref (question->rows);
  g_free (question->subject);
  g_free (question);
}

/* (transfer container) */
static GPtrArray *
list_chosen (Question *question)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < question->rows->len; i++)
    if (adw_switch_row_get_active (g_ptr_array_index (question->rows, i)))
      g_ptr_array_add (chosen, g_ptr_array_index (question->placements, i));
  return chosen;
}

static char *
dup_title (Question *question)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (question->title))));
}

static void
update_cb (Question *question)
{
  g_autoptr (GPtrArray) chosen = list_chosen (question);
  g_autofree char *title = dup_title (question);

  gtk_widget_set_sensitive (question->apply, chosen->len > 0 && title[0] != '\0');
}

static void
split_cb (Question *question)
{
  g_autoptr (GPtrArray) chosen = list_chosen (question);
  g_autofree char *title = dup_title (question);

  relais_session_commit (question->session, relais_subject_split (relais_session_get_store (question->session), question->subject,
                                                                  chosen, title));
  adw_dialog_close (question->dialog);
}

static GtkWidget *
build_placements (Question *question)
{
  GtkWidget *group = adw_preferences_group_new ();
  RelaisStore *store = relais_session_get_store (question->session);

  for (guint i = 0; i < question->placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (question->placements, i);
      GtkWidget *row = adw_switch_row_new ();
      g_autofree char *channel = relais_store_dup_title (store, "channel", relais_record_get_string (placement, "channel"));
      g_autofree char *date = relais_format_date (relais_record_get_string (placement, "planned"));
      const char *state = relais_choice_label (relais_record_get_kind (placement), "state", relais_record_get_string (placement, "state"));
      g_autofree char *detail = date[0] != '\0' ? g_strdup_printf ("%s · %s", state, date) : g_strdup (state);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), channel);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
      g_signal_connect_swapped (row, "notify::active", G_CALLBACK (update_cb), question);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
      g_ptr_array_add (question->rows, row);
    }
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Goes to the New Subject"));
  return group;
}

void
relais_split_dialog_show (GtkWidget *parent, RelaisSession *session, const char *subject)
{
  g_return_if_fail (GTK_IS_WIDGET (parent) && RELAIS_IS_SESSION (session) && subject != NULL);

  Question *question = g_new0 (Question, 1);
  GtkWidget *page = adw_preferences_page_new (), *group = adw_preferences_group_new ();
  g_autofree char *title = relais_store_dup_title (relais_session_get_store (session), "subject", subject);

  question->session = g_object_ref (session);
  question->subject = g_strdup (subject);
  question->placements = relais_subject_list_placements (relais_session_get_store (session), subject, FALSE);
  question->rows = g_ptr_array_new ();
  question->title = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question->title), _("Title of the New Subject"));
  gtk_editable_set_text (GTK_EDITABLE (question->title), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), question->title);
  relais_name_group (ADW_PREFERENCES_GROUP (group), _("New Subject"));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (build_placements (question)));
  question->dialog = relais_plan_dialog_new (_("Split"), _("_Split"), page, &question->apply);
  g_object_set_data_full (G_OBJECT (question->dialog), "question", question, (GDestroyNotify) free_question);
  g_signal_connect_swapped (question->title, "changed", G_CALLBACK (update_cb), question);
  g_signal_connect_swapped (question->apply, "clicked", G_CALLBACK (split_cb), question);
  update_cb (question);
  adw_dialog_set_focus (question->dialog, question->title);
  adw_dialog_present (question->dialog, parent);
}
