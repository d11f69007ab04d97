/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-subject-pane.h"

#include "relais-app-page.h"
#include "relais-choice.h"
#include "relais-form.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-placement-card.h"
#include "relais-placement-menu.h"
#include "relais-record-chooser.h"
#include "relais-state-pill.h"

#include <glib/gi18n.h>
#include <string.h>

/* A placement with its folded row. */
typedef struct {
  char       *id;    /* owned */
  RelaisForm *form;  /* owned */
  GtkWidget  *row;   /* borrowed: AdwExpanderRow */
  GtkWidget  *icon;  /* borrowed */
  GtkWidget  *pill;  /* borrowed */
  GtkWidget  *text;  /* borrowed: AdwButtonRow that opens or starts the text */
} Part;

struct _RelaisSubjectPane
{
  AdwBin               parent_instance;

  AdwPreferencesGroup *subject_group;     /* template */
  AdwPreferencesGroup *placements_group;  /* template */
  AdwPreferencesGroup *more_group;        /* template */
  GtkWidget           *add;               /* template */
  GtkWidget           *bin;               /* template */
  GtkScrolledWindow   *scroller;          /* template */

  RelaisSession       *session;           /* owned */
  RelaisForm          *form;              /* owned */
  GPtrArray           *parts;             /* owned, element-type Part */
  char                *subject;           /* owned, nullable */
};

enum { CLOSE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisSubjectPane, relais_subject_pane, ADW_TYPE_BIN)

static void
free_part (Part *part)
{
  g_object_unref (part->form);
  g_free (part->id);
  g_free (part);
}

static RelaisStore *
get_store (RelaisSubjectPane *self)
{
  return relais_session_get_store (self->session);
}

static void
clear_parts (RelaisSubjectPane *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);
      relais_form_flush (part->form);
      adw_preferences_group_remove (self->placements_group, part->row);
    }
  g_ptr_array_set_size (self->parts, 0);
}

static Part *
find_part (RelaisSubjectPane *self, GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW);

  for (guint i = 0; i < self->parts->len; i++)
    if (((Part *) g_ptr_array_index (self->parts, i))->row == row)
      return g_ptr_array_index (self->parts, i);
  return NULL;
}

/* The text of a placement that has none yet: an article with the subject's title, and the link to it, as one action. */
static void
start_text (RelaisSubjectPane *self, RelaisRecord *placement)
{
  g_autoptr (RelaisRecord) subject = relais_store_lookup (get_store (self), "subject", self->subject);
  RelaisFields *article = relais_fields_new (relais_kind_lookup ("article"));
  RelaisFields *link = relais_fields_new (relais_kind_lookup ("placement"));
  g_autofree char *name = relais_placement_dup_name (self->session, placement);
  g_autofree char *label = g_strdup_printf (_("Start the text of “%s”"), name);
  RelaisAction *action = relais_action_new (label);
  const char *author = relais_record_get_string (placement, "author");

  relais_fields_set_string (article, "title", subject != NULL ? relais_record_get_string (subject, "title") : name);
  relais_fields_set_string (article, "subject", self->subject);
  relais_fields_set_string (article, "author", author != NULL ? author : relais_session_get_person (self->session));
  relais_fields_set_string (article, "theme", subject != NULL ? relais_record_get_string (subject, "theme") : NULL);
  g_autofree char *id = g_strdup (relais_action_create (action, NULL, article));
  relais_fields_set_string (link, "article", id);
  relais_action_update (action, relais_record_get_id (placement), link);
  relais_session_commit (self->session, action);
}

static void
text_cb (GtkWidget *row, RelaisSubjectPane *self)
{
  Part *part = find_part (self, row);
  RelaisRecord *placement = part != NULL ? relais_form_get_record (part->form) : NULL;

  if (placement == NULL)
    return;
  const char *article = relais_record_get_string (placement, "article");
  if (article != NULL)
    relais_app_page_activate_open (GTK_WIDGET (self), "article", article);
  else
    start_text (self, placement);
}

static void
bin_cb (GtkWidget *row, RelaisSubjectPane *self)
{
  Part *part = find_part (self, row);

  if (part != NULL && relais_form_get_record (part->form) != NULL)
    relais_placement_throw_away (self->session, relais_form_get_record (part->form));
}

static void
show_part (RelaisSubjectPane *self, Part *part, RelaisRecord *placement)
{
  char today[RELAIS_DAY_SIZE];
  g_auto (RelaisPlacementText) text = { 0 };
  RelaisAccess *access = relais_session_get_access (self->session);
  gboolean has_text = relais_record_get_string (placement, "article") != NULL;

  relais_today (today);
  relais_placement_text_read (&text, get_store (self), placement, today);
  g_autofree char *name = relais_placement_dup_name (self->session, placement);
  relais_form_set_title (part->form, name);
  relais_form_set_record (part->form, placement);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (part->row), text.channel);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (part->row), text.date[0] != '\0' ? text.date : _("No date"));
  gtk_image_set_from_icon_name (GTK_IMAGE (part->icon), text.icon);
  gtk_widget_set_css_classes (part->icon, (const char *[]) { "relais-dot", text.style, NULL });
  relais_state_pill_set (RELAIS_STATE_PILL (part->pill), relais_record_get_kind (placement), "state",
                         relais_record_get_string (placement, "state"));
  g_autofree char *spoken = g_strdup_printf ("%s, %s", text.channel,
                                             relais_choice_label (relais_record_get_kind (placement), "state",
                                                                  relais_record_get_string (placement, "state")));
  gtk_accessible_update_property (GTK_ACCESSIBLE (part->row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (part->text), has_text ? _("Open the Text") : _("Start the Text"));
  gtk_widget_set_visible (part->text, has_text || relais_access_may_edit (access, placement, "article"));
}

static GtkWidget *
build_button_row (RelaisSubjectPane *self, const char *title, const char *icon, GCallback callback)
{
  GtkWidget *row = g_object_new (ADW_TYPE_BUTTON_ROW, "title", title, "start-icon-name", icon, NULL);

  g_signal_connect_object (row, "activated", callback, self, G_CONNECT_DEFAULT);
  return row;
}

static Part *
build_part (RelaisSubjectPane *self, RelaisRecord *placement)
{
  static const char * const fields[] = { "state", "planned", "copy_due", "publish_at", "author", "reviewer", "note" };
  Part *part = g_new0 (Part, 1);

  part->id = g_strdup (relais_record_get_id (placement));
  part->form = relais_form_new (self->session, relais_record_get_kind (placement));
  part->row = adw_expander_row_new ();
  part->icon = gtk_image_new ();
  part->pill = relais_state_pill_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (part->row), FALSE);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (part->row), part->icon);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (part->row), part->pill);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (part->row), relais_form_add (part->form, fields[i]));
  part->text = build_button_row (self, "", "document-edit-symbolic", G_CALLBACK (text_cb));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (part->row), part->text);
  if (relais_access_may_edit (relais_session_get_access (self->session), placement, "binned"))
    adw_expander_row_add_row (ADW_EXPANDER_ROW (part->row),
                              build_button_row (self, _("Throw Away"), "user-trash-symbolic", G_CALLBACK (bin_cb)));
  relais_name_expander (ADW_EXPANDER_ROW (part->row));
  g_ptr_array_add (self->parts, part);
  adw_preferences_group_add (self->placements_group, part->row);
  return part;
}

static gboolean
has_same_parts (RelaisSubjectPane *self, GPtrArray *placements)
{
  if (placements->len != self->parts->len)
    return FALSE;
  for (guint i = 0; i < placements->len; i++)
    if (!g_str_equal (relais_record_get_id (g_ptr_array_index (placements, i)),
                      ((Part *) g_ptr_array_index (self->parts, i))->id))
      return FALSE;
  return TRUE;
}

static int
compare_placements (gconstpointer a, gconstpointer b)
{
  return strcmp (relais_record_get_id (*(RelaisRecord * const *) a), relais_record_get_id (*(RelaisRecord * const *) b));
}

/* Order of making, so that a new date does not make rows jump while they are edited. */
static void
load_placements (RelaisSubjectPane *self)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));

  relais_query_where (query, "subject", RELAIS_MATCH_EQUAL, self->subject);
  g_autoptr (GPtrArray) placements = relais_store_query (get_store (self), query);
  g_ptr_array_sort (placements, compare_placements);
  if (!has_same_parts (self, placements))
    {
      clear_parts (self);
      for (guint i = 0; i < placements->len; i++)
        build_part (self, g_ptr_array_index (placements, i));
    }
  for (guint i = 0; i < placements->len; i++)
    show_part (self, g_ptr_array_index (self->parts, i), g_ptr_array_index (placements, i));
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisSubjectPane *self)
{
  if (self->subject == NULL)
    return;
  if (relais_changes_has_kind (changes, "placement") || relais_changes_has_kind (changes, "channel")
      || relais_changes_has_record (changes, self->subject))
    load_placements (self);
}

static void
channel_chosen_cb (const char *channel, gpointer user_data)
{
  RelaisSubjectPane *self = user_data;

  if (channel == NULL || self->subject == NULL)
    return;
  RelaisStore *store = get_store (self);
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));
  g_autofree char *subject = relais_store_dup_title (store, "subject", self->subject);
  g_autofree char *name = relais_store_dup_title (store, "channel", channel);
  g_autofree char *label = g_strdup_printf (_("Add “%s” to “%s”"), name, subject);
  RelaisAction *action = relais_action_new (label);

  relais_fields_set_string (fields, "subject", self->subject);
  relais_fields_set_string (fields, "channel", channel);
  relais_fields_set_string (fields, "state", "proposed");
  relais_action_create (action, NULL, fields);
  relais_session_commit (self->session, action);
}

static void
add_cb (RelaisSubjectPane *self)
{
  AdwDialog *dialog = relais_record_chooser_new (get_store (self), relais_kind_lookup ("channel"), _("Add a Placement"), FALSE,
                                                 channel_chosen_cb, g_object_ref (self), g_object_unref);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
bin_subject_cb (RelaisSubjectPane *self)
{
  RelaisRecord *record = relais_form_get_record (self->form);

  if (record == NULL)
    return;
  g_autofree char *title = relais_record_dup_title (record);
  g_autofree char *label = g_strdup_printf (_("Throw away “%s”"), title);
  RelaisAction *action = relais_action_new (label);

  relais_action_bin (action, relais_record_get_kind (record), relais_record_get_id (record), TRUE);
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);
      relais_action_bin (action, relais_kind_lookup ("placement"), part->id, TRUE);
    }
  relais_session_commit (self->session, action);
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
close_cb (RelaisSubjectPane *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
relais_subject_pane_dispose (GObject *object)
{
  RelaisSubjectPane *self = RELAIS_SUBJECT_PANE (object);

  g_ptr_array_set_size (self->parts, 0);
  g_clear_object (&self->form);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_SUBJECT_PANE);
  G_OBJECT_CLASS (relais_subject_pane_parent_class)->dispose (object);
}

static void
relais_subject_pane_finalize (GObject *object)
{
  RelaisSubjectPane *self = RELAIS_SUBJECT_PANE (object);

  g_ptr_array_unref (self->parts);
  g_free (self->subject);
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
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectPane, placements_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectPane, more_group);
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectPane, add);
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectPane, bin);
  gtk_widget_class_bind_template_child (widget_class, RelaisSubjectPane, scroller);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, bin_subject_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  signals[CLOSE] = g_signal_new ("close", RELAIS_TYPE_SUBJECT_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_subject_pane_init (RelaisSubjectPane *self)
{
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) free_part);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
relais_subject_pane_set_session (RelaisSubjectPane *self, RelaisSession *session)
{
  static const char * const first[] = { "title", "state", "summary", "unit" };
  static const char * const more[] = { "theme", "proposed_by", "proposed_on", "tags", "note" };

  g_return_if_fail (RELAIS_IS_SUBJECT_PANE (self) && self->session == NULL);

  self->session = g_object_ref (session);
  self->form = relais_form_new (session, relais_kind_lookup ("subject"));
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    adw_preferences_group_add (self->subject_group, relais_form_add (self->form, first[i]));
  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    adw_preferences_group_add (self->more_group, relais_form_add (self->form, more[i]));
  relais_name_group (self->subject_group, _("Subject"));
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
}

void
relais_subject_pane_show (RelaisSubjectPane *self, const char *subject, const char *placement)
{
  g_return_if_fail (RELAIS_IS_SUBJECT_PANE (self));

  g_autoptr (RelaisRecord) record = subject != NULL ? relais_store_lookup (get_store (self), "subject", subject) : NULL;
  gboolean other = g_strcmp0 (self->subject, subject) != 0;

  relais_form_set_record (self->form, record);
  if (other)
    clear_parts (self);
  g_set_str (&self->subject, record != NULL ? subject : NULL);
  if (record == NULL)
    return;
  RelaisAccess *access = relais_session_get_access (self->session);
  gtk_widget_set_visible (self->add, relais_access_may_create (access, relais_kind_lookup ("placement")));
  gtk_widget_set_visible (self->bin, relais_access_may_edit (access, record, "binned"));
  load_placements (self);
  if (other)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);
      if (g_strcmp0 (part->id, placement) == 0)
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (part->row), TRUE);
    }
}

const char *
relais_subject_pane_get_subject (RelaisSubjectPane *self)
{
  g_return_val_if_fail (RELAIS_IS_SUBJECT_PANE (self), NULL);
  return self->subject;
}
