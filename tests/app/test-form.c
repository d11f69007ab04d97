/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-date-row.h"
#include "relais-form-text-row.h"
#include "relais-form.h"
#include "relais-record-row.h"

/* A form on a real store: no double, the same code as in the application. */
typedef struct {
  RelaisStore   *store;
  RelaisSyncer  *syncer;
  RelaisSession *session;
  RelaisForm    *form;
  GtkWidget     *list;      /* keeps the rows */
  char          *subject;
  guint          committed;
} Fixture;

static void
committed_cb (RelaisSession *session, const char *label, gboolean announce, Fixture *fixture)
{
  fixture->committed++;
}

/* Runs the main loop until @count actions are stored. */
static void
wait_for (Fixture *fixture, guint count)
{
  while (fixture->committed < count)
    g_main_context_iteration (NULL, TRUE);
}

static GtkWidget *
add_row (Fixture *fixture, const char *field)
{
  GtkWidget *row = relais_form_add (fixture->form, field);
  gtk_list_box_append (GTK_LIST_BOX (fixture->list), row);
  return row;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));
  RelaisAction *action = relais_action_new ("seed");

  fixture->store = relais_store_open (":memory:", &error);
  g_assert_no_error (error);
  fixture->syncer = relais_syncer_new (fixture->store);
  fixture->session = relais_session_new (fixture->store, fixture->syncer);
  g_signal_connect (fixture->session, "committed", G_CALLBACK (committed_cb), fixture);
  relais_fields_set_string (fields, "title", "Vœux");
  relais_fields_set_string (fields, "state", "proposed");
  fixture->subject = g_strdup (relais_action_create (action, NULL, fields));
  relais_session_commit (fixture->session, action);
  wait_for (fixture, 1);
  fixture->form = relais_form_new (fixture->session, relais_kind_lookup ("subject"));
  fixture->list = g_object_ref_sink (gtk_list_box_new ());
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->form);
  g_assert_finalize_object (fixture->list);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  relais_syncer_stop (fixture->syncer);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->syncer);
  relais_store_close (fixture->store);
  g_object_unref (fixture->store);
  g_free (fixture->subject);
}

static RelaisRecord *
lookup (Fixture *fixture)
{
  return relais_store_lookup (fixture->store, "subject", fixture->subject);
}

static void
show (Fixture *fixture)
{
  g_autoptr (RelaisRecord) record = lookup (fixture);
  relais_form_set_record (fixture->form, record);
}

/* What a person types is stored a moment later, and undone as one. */
static void
test_typing (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = add_row (fixture, "title");
  show (fixture);
  GtkWidget *box = gtk_widget_get_first_child (row);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (gtk_widget_get_last_child (box)));

  gtk_text_buffer_insert_at_cursor (buffer, " aux agents", -1);
  wait_for (fixture, 2);
  g_autoptr (RelaisRecord) record = lookup (fixture);
  g_autofree char *text = relais_form_text_row_dup_text (RELAIS_FORM_TEXT_ROW (row));
  g_assert_cmpstr (relais_record_get_string (record, "title"), ==, text);

  relais_session_undo (fixture->session);
  g_autofree char *label = NULL;
  while (label == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (fixture->session, "redo-label", &label, NULL);
    }
  g_autoptr (RelaisRecord) undone = lookup (fixture);
  g_assert_cmpstr (relais_record_get_string (undone, "title"), ==, "Vœux");
}

/* Leaving the record stores what was typed, without waiting for the pause. */
static void
test_leaving (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = add_row (fixture, "note");
  show (fixture);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (gtk_widget_get_last_child (gtk_widget_get_first_child (row))));

  gtk_text_buffer_set_text (buffer, "À revoir", -1);
  relais_form_set_record (fixture->form, NULL);
  wait_for (fixture, 2);
  g_autoptr (RelaisRecord) record = lookup (fixture);
  g_assert_cmpstr (relais_record_get_string (record, "note"), ==, "À revoir");
}

/* What is proposed is nobody's until somebody changes it; who goes on typing writes over nothing but their own words. */
static void
test_proposal (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = add_row (fixture, "note");
  relais_form_propose (fixture->form, "note", "Proposé");
  show (fixture);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (gtk_widget_get_last_child (gtk_widget_get_first_child (row))));
  g_autofree char *text = relais_form_text_row_dup_text (RELAIS_FORM_TEXT_ROW (row));

  g_assert_cmpstr (text, ==, "Proposé");
  relais_form_flush (fixture->form);
  g_autoptr (RelaisRecord) before = lookup (fixture);
  g_assert_null (relais_record_get_string (before, "note"));
  gtk_text_buffer_set_text (buffer, "Proposé et relu", -1);
  relais_form_flush (fixture->form);
  gtk_text_buffer_set_text (buffer, "Proposé, relu", -1);
  relais_form_flush (fixture->form);
  wait_for (fixture, 3);
  g_autoptr (RelaisRecord) after = lookup (fixture);
  g_assert_cmpstr (relais_record_get_string (after, "note"), ==, "Proposé, relu");
}

/* A change from elsewhere shows, but never over what is being typed. */
static void
test_following (Fixture *fixture, gconstpointer data)
{
  GtkWidget *title = add_row (fixture, "title"), *day = add_row (fixture, "proposed_on");
  show (fixture);
  GtkWidget *view = gtk_widget_get_last_child (gtk_widget_get_first_child (title));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autoptr (RelaisRecord) record = lookup (fixture);

  gtk_text_buffer_set_text (buffer, "Je suis en train d’écr", -1);
  relais_session_set_field (fixture->session, record, "proposed_on", g_variant_new_string ("2026-11-21"), "day");
  wait_for (fixture, 2);
  while (relais_date_row_get_value (RELAIS_DATE_ROW (day)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_autofree char *text = relais_form_text_row_dup_text (RELAIS_FORM_TEXT_ROW (title));
  g_assert_cmpstr (text, ==, "Je suis en train d’écr");
  g_assert_cmpstr (relais_date_row_get_value (RELAIS_DATE_ROW (day)), ==, "2026-11-21");
  relais_form_flush (fixture->form);
  wait_for (fixture, 3);
}

/* Somebody types faster than the store answers: what comes back late replaces nothing, and taking a letter back counts. */
static void
test_fast_typing (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = add_row (fixture, "title");
  show (fixture);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (gtk_widget_get_last_child (gtk_widget_get_first_child (row))));
  static const char * const texts[] = { "V", "Vœ", "Vœu", "Vœ", "Vœux à tous" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gtk_text_buffer_set_text (buffer, texts[i], -1);
      relais_form_flush (fixture->form);
      /* the record as it was when the first of them was on its way */
      show (fixture);
      g_autofree char *text = relais_form_text_row_dup_text (RELAIS_FORM_TEXT_ROW (row));
      g_assert_cmpstr (text, ==, texts[i]);
    }
  wait_for (fixture, 1 + G_N_ELEMENTS (texts));
  g_autoptr (RelaisRecord) record = lookup (fixture);
  g_assert_cmpstr (relais_record_get_string (record, "title"), ==, "Vœux à tous");
  g_autofree char *text = relais_form_text_row_dup_text (RELAIS_FORM_TEXT_ROW (row));
  g_assert_cmpstr (text, ==, "Vœux à tous");
}

/* A colleague's title comes in while one types another: both are kept, and somebody is asked. */
static void
test_unseen (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = add_row (fixture, "title");
  show (fixture);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (gtk_widget_get_last_child (gtk_widget_get_first_child (row))));
  g_autoptr (RelaisRecord) record = lookup (fixture);
  RelaisQueueState state;

  relais_session_set_field (fixture->session, record, "title", g_variant_new_string ("Cérémonie du 12 janvier"), "colleague");
  gtk_text_buffer_set_text (buffer, "Galette des rois", -1);
  relais_form_flush (fixture->form);
  wait_for (fixture, 3);
  relais_store_get_queue_state (fixture->store, &state);
  g_assert_cmpuint (state.conflicts, ==, 1);
}

/* A required field is not emptied: the row says so and the record stays. */
static void
test_required (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = add_row (fixture, "title");
  show (fixture);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (gtk_widget_get_last_child (gtk_widget_get_first_child (row))));

  gtk_text_buffer_set_text (buffer, "   ", -1);
  relais_form_flush (fixture->form);
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_autoptr (RelaisRecord) record = lookup (fixture);
  g_assert_cmpstr (relais_record_get_string (record, "title"), ==, "Vœux");
}

static void
count_cb (RelaisForm *form, guint *count)
{
  (*count)++;
}

static void
test_draft (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = add_row (fixture, "title");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (gtk_widget_get_last_child (gtk_widget_get_first_child (row))));
  guint changes = 0;

  g_signal_connect (fixture->form, "changed", G_CALLBACK (count_cb), &changes);
  g_assert_false (relais_form_is_complete (fixture->form));
  gtk_text_buffer_set_text (buffer, "  Nouveau\nsujet ", -1);
  g_autoptr (RelaisFields) fields = relais_form_dup_fields (fixture->form);
  g_assert_true (relais_form_is_complete (fixture->form));
  g_assert_cmpuint (changes, ==, 1);
  g_assert_cmpstr (g_variant_get_string (fields->values[relais_kind_field (fields->kind, "title")], NULL), ==, "Nouveau sujet");
  g_assert_cmpuint (fixture->committed, ==, 1);
}

static void
notify_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

/* Setters notify once, and not when nothing changed. */
static void
test_date_row (void)
{
  GtkWidget *row = g_object_ref_sink (relais_date_row_new ("Planned", FALSE));
  guint count = 0;

  g_signal_connect (row, "notify::value", G_CALLBACK (notify_cb), &count);
  relais_date_row_set_value (RELAIS_DATE_ROW (row), "2026-11-21");
  relais_date_row_set_value (RELAIS_DATE_ROW (row), "2026-11-21");
  g_assert_cmpuint (count, ==, 1);
  relais_date_row_set_value (RELAIS_DATE_ROW (row), "");
  relais_date_row_set_value (RELAIS_DATE_ROW (row), NULL);
  g_assert_cmpuint (count, ==, 2);
  g_assert_null (relais_date_row_get_value (RELAIS_DATE_ROW (row)));
  g_assert_finalize_object (row);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/app/form/typing", Fixture, NULL, set_up, test_typing, tear_down);
  g_test_add ("/app/form/proposal", Fixture, NULL, set_up, test_proposal, tear_down);
  g_test_add ("/app/form/leaving", Fixture, NULL, set_up, test_leaving, tear_down);
  g_test_add ("/app/form/fast-typing", Fixture, NULL, set_up, test_fast_typing, tear_down);
  g_test_add ("/app/form/unseen", Fixture, NULL, set_up, test_unseen, tear_down);
  g_test_add ("/app/form/following", Fixture, NULL, set_up, test_following, tear_down);
  g_test_add ("/app/form/required", Fixture, NULL, set_up, test_required, tear_down);
  g_test_add ("/app/form/draft", Fixture, NULL, set_up, test_draft, tear_down);
  g_test_add_func ("/app/date-row/value", test_date_row);
  return g_test_run ();
}
