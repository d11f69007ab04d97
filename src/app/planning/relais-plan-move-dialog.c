/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-move-dialog.h"

#include "relais-choice.h"
#include "relais-date-row.h"
#include "relais-names.h"
#include "relais-plan-dialog.h"
#include "relais-plan-mover.h"

#include <glib/gi18n.h>

/* What the dialog asks for; it owns this. */
typedef struct {
  AdwDialog     *dialog;      /* borrowed */
  GtkWidget     *parent;      /* owned: what the following questions are asked over */
  RelaisSession *session;     /* owned */
  GPtrArray     *placements;  /* owned, element-type RelaisRecord */
  GtkWidget     *day;         /* borrowed */
  GtkWidget     *channel;     /* borrowed */
  GtkWidget     *state;       /* borrowed */
  char         **channels;    /* owned; the first one, "", stands for "as it is" */
  char         **states;      /* owned; the same */
  gboolean       dated;       /* the person chose a day, or none */
} Question;

static void
free_question (Question *question)
{
  g_object_unref (question->parent);
  g_object_unref (question->session);
  g_ptr_array_unref (question->placements);
  g_strfreev (question->channels);
  g_strfreev (question->states);
  g_free (question);
}

static const char *
get_choice (GtkWidget *row, char **values)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  return selected < g_strv_length (values) && values[selected][0] != '\0' ? values[selected] : NULL;
}

static void
dated_cb (Question *question)
{
  question->dated = TRUE;
}

static void
move_cb (Question *question)
{
  const char *day = relais_date_row_get_value (RELAIS_DATE_ROW (question->day));
  RelaisPlanTarget target = {
    .day = !question->dated ? NULL : day != NULL ? day : "",
    .channel = get_choice (question->channel, question->channels),
    .state = get_choice (question->state, question->states),
  };

  relais_plan_mover_move (question->parent, question->session, question->placements, &target, NULL, NULL);
  adw_dialog_close (question->dialog);
}

/* Every one of them may go there. */
static gboolean
may_all (Question *question, const RelaisPlanTarget *target)
{
  for (guint i = 0; i < question->placements->len; i++)
    if (!relais_plan_move_may (question->session, g_ptr_array_index (question->placements, i), target))
      return FALSE;
  return TRUE;
}

/* What they all have in this field, or NULL. */
static const char *
find_common (Question *question, const char *field)
{
  const char *common = relais_record_get_string (g_ptr_array_index (question->placements, 0), field);

  for (guint i = 1; i < question->placements->len; i++)
    if (g_strcmp0 (common, relais_record_get_string (g_ptr_array_index (question->placements, i), field)) != 0)
      return NULL;
  return common;
}

static GtkWidget *
build_choice (const char *title, GtkStringList *labels)
{
  return g_object_new (ADW_TYPE_COMBO_ROW, "title", title, "use-underline", TRUE, "model", labels,
                       "sensitive", g_list_model_get_n_items (G_LIST_MODEL (labels)) > 1, NULL);
}

static void
add_channels (Question *question)
{
  RelaisStore *store = relais_session_get_store (question->session);
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("channel")), "position", FALSE);
  g_autoptr (GPtrArray) channels = relais_store_query (store, query);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  const char *common = find_common (question, "channel");
  g_autofree char *now = common != NULL ? relais_store_dup_title (store, "channel", common) : g_strdup (_("As It Is"));
  g_autoptr (GtkStringList) labels = gtk_string_list_new ((const char *[]) { now, NULL });

  g_strv_builder_add (ids, "");
  for (guint i = 0; i < channels->len; i++)
    {
      const char *id = relais_record_get_id (g_ptr_array_index (channels, i));
      g_autofree char *title = relais_record_dup_title (g_ptr_array_index (channels, i));
      if (g_strcmp0 (id, common) == 0 || !may_all (question, &(RelaisPlanTarget) { .channel = id }))
        continue;
      g_strv_builder_add (ids, id);
      gtk_string_list_append (labels, title);
    }
  question->channels = g_strv_builder_end (ids);
  question->channel = build_choice (_("C_hannel"), labels);
}

static void
add_states (Question *question)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");
  const char * const *states = kind->fields[relais_kind_field (kind, "state")].choices;
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  const char *common = find_common (question, "state");
  const char *now = common != NULL ? relais_choice_label (kind, "state", common) : _("As It Is");
  g_autoptr (GtkStringList) labels = gtk_string_list_new ((const char *[]) { now, NULL });

  g_strv_builder_add (values, "");
  for (; *states != NULL; states++)
    {
      if (g_strcmp0 (*states, common) == 0 || !may_all (question, &(RelaisPlanTarget) { .state = *states }))
        continue;
      g_strv_builder_add (values, *states);
      gtk_string_list_append (labels, relais_choice_label (kind, "state", *states));
    }
  question->states = g_strv_builder_end (values);
  question->state = build_choice (_("_Status"), labels);
}

static GtkWidget *
build_page (Question *question, const char *name)
{
  GtkWidget *page = adw_preferences_page_new (), *group = adw_preferences_group_new ();
  gboolean may_plan = TRUE;

  for (guint i = 0; i < question->placements->len; i++)
    may_plan = may_plan && relais_access_may_edit (relais_session_get_access (question->session),
                                                   g_ptr_array_index (question->placements, i), "planned");
  question->day = relais_date_row_new (_("Planned"), FALSE);
  relais_date_row_set_value (RELAIS_DATE_ROW (question->day), find_common (question, "planned"));
  relais_date_row_set_editable (RELAIS_DATE_ROW (question->day), may_plan);
  g_signal_connect_swapped (question->day, "edited", G_CALLBACK (dated_cb), question);
  add_channels (question);
  add_states (question);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), question->day);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), question->channel);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), question->state);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), name);
  relais_name_group (ADW_PREFERENCES_GROUP (group), _("Where To"));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return page;
}

void
relais_plan_move_dialog_show (GtkWidget *parent, RelaisSession *session, GPtrArray *placements)
{
  g_return_if_fail (GTK_IS_WIDGET (parent) && RELAIS_IS_SESSION (session) && placements != NULL);

  if (placements->len == 0)
    return;
  Question *question = g_new0 (Question, 1);
  RelaisRecord *first = g_ptr_array_index (placements, 0);
  g_autofree char *title = relais_store_dup_title (relais_session_get_store (session), "subject",
                                                   relais_record_get_string (first, "subject"));
  g_autofree char *several = g_strdup_printf (ngettext ("%u placement", "%u placements", placements->len), placements->len);
  GtkWidget *apply;

  question->parent = g_object_ref (parent);
  question->session = g_object_ref (session);
  question->placements = g_ptr_array_copy (placements, (GCopyFunc) (void (*) (void)) relais_record_ref, NULL);
  g_ptr_array_set_free_func (question->placements, (GDestroyNotify) relais_record_unref);
  GtkWidget *page = build_page (question, placements->len == 1 ? title : several);
  question->dialog = relais_plan_dialog_new (_("Move To"), _("_Move"), page, &apply);
  g_object_set_data_full (G_OBJECT (question->dialog), "question", question, (GDestroyNotify) free_question);
  g_signal_connect_swapped (apply, "clicked", G_CALLBACK (move_cb), question);
  adw_dialog_set_focus (question->dialog, question->day);
  adw_dialog_present (question->dialog, parent);
}
