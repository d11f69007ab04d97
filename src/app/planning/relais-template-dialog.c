/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-template-dialog.h"

#include "relais-form.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-template-actions.h"

#include <glib/gi18n.h>

/* The usual rhythms; anything else is written as a rule. */
static const struct {
  const char *label;
  const char *rule;
} rhythms[] = {
  { N_("By hand"), "" },
  { N_("Every week"), "FREQ=WEEKLY" },
  { N_("Every second week"), "FREQ=WEEKLY;INTERVAL=2" },
  { N_("Every month, the same day"), "FREQ=MONTHLY" },
  { N_("First working day of the month"), "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1" },
  { N_("Last working day of the month"), "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" },
  { N_("Every quarter"), "FREQ=MONTHLY;INTERVAL=3" },
  { N_("Every year"), "FREQ=YEARLY" },
};

/* So many days are shown; making goes as far as the months say. */
#define MAX_PREVIEW 12

struct _RelaisTemplateDialog
{
  AdwDialog            parent_instance;

  GtkWidget           *rhythm;    /* borrowed, as what follows */
  GtkWidget           *rule;
  GtkWidget           *channels;
  GtkWidget           *months;
  GtkWidget           *make;
  AdwPreferencesGroup *preview;
  GPtrArray           *rows;      /* owned, element-type GtkWidget (borrowed): of the preview */
  RelaisSession       *session;   /* owned */
  RelaisForm          *form;      /* owned */
  gboolean             showing;
};

G_DEFINE_FINAL_TYPE (RelaisTemplateDialog, relais_template_dialog, ADW_TYPE_DIALOG)

static RelaisStore *
get_store (RelaisTemplateDialog *self)
{
  return relais_session_get_store (self->session);
}

static RelaisRecord *
get_template (RelaisTemplateDialog *self)
{
  return relais_form_get_record (self->form);
}

static void
set_field (RelaisTemplateDialog *self, const char *field, GVariant *value)
{
  RelaisRecord *template = get_template (self);
  const RelaisKind *kind = relais_record_get_kind (template);
  g_autofree char *title = relais_record_dup_title (template);
  g_autofree char *label = g_strdup_printf (_("Change “%s”: %s"), title,
                                            g_dgettext (GETTEXT_PACKAGE, kind->fields[relais_kind_field (kind, field)].label));

  relais_session_set_field (self->session, template, field, value, label);
}

/* As rules are printed: equal rules have equal texts. (transfer full) */
static char *
normalize (const char *text)
{
  RelaisRule rule;

  return text != NULL && relais_rule_parse (text, &rule, NULL) ? relais_rule_print (&rule) : g_strdup ("");
}

static guint
find_rhythm (const char *text)
{
  g_autofree char *wanted = normalize (text);

  for (guint i = 0; i < G_N_ELEMENTS (rhythms); i++)
    {
      g_autofree char *rule = normalize (rhythms[i].rule);
      if (g_str_equal (wanted, rule))
        return i;
    }
  return G_N_ELEMENTS (rhythms);
}

static void
show_rule (RelaisTemplateDialog *self)
{
  const char *text = relais_record_get_string (get_template (self), "rule");
  guint rhythm = find_rhythm (text);
  gboolean editable = relais_access_may_edit (relais_session_get_access (self->session), get_template (self), "rule");
  RelaisRule rule;
  g_autofree char *sentence = text != NULL && relais_rule_parse (text, &rule, NULL) ? relais_rule_describe (&rule) : g_strdup ("");

  self->showing = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->rhythm), rhythm);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rhythm), sentence);
  gtk_widget_set_sensitive (self->rhythm, editable);
  gtk_widget_set_sensitive (self->rule, editable);
  gtk_widget_set_visible (self->rule, rhythm == G_N_ELEMENTS (rhythms));
  if (!gtk_widget_has_focus (self->rule))
    gtk_editable_set_text (GTK_EDITABLE (self->rule), text != NULL ? text : "");
  self->showing = FALSE;
}

static GArray *
list_occurrences (RelaisTemplateDialog *self)
{
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  return relais_template_list_occurrences (get_store (self), get_template (self), relais_day_parse (today),
                                           (int) adw_spin_row_get_value (ADW_SPIN_ROW (self->months)));
}

static void
add_preview_row (RelaisTemplateDialog *self, const char *title, const char *subtitle, gboolean made)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (made)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("object-select-symbolic"));
  adw_preferences_group_add (self->preview, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_preview (RelaisTemplateDialog *self)
{
  g_autoptr (GArray) occurrences = list_occurrences (self);
  guint left = 0;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->preview, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < occurrences->len; i++)
    {
      const RelaisOccurrence *occurrence = &g_array_index (occurrences, RelaisOccurrence, i);
      gboolean made = relais_template_is_made (get_store (self), get_template (self), occurrence);
      g_autofree char *day = relais_day_to_string (occurrence->planned), *date = relais_format_day_full (day);
      g_autofree char *said = relais_day_to_string (occurrence->day), *meant = relais_format_date (said);
      g_autofree char *moved = g_strdup_printf (_("instead of %s"), meant);
      left += !made;
      if (i < MAX_PREVIEW)
        add_preview_row (self, date, made ? _("Made already") : occurrence->day != occurrence->planned ? moved : "", made);
    }
  if (occurrences->len == 0)
    add_preview_row (self, _("No day yet"), _("Choose from when on, and how often."), FALSE);
  g_autofree char *label = g_strdup_printf (ngettext ("_Make %u Subject", "_Make %u Subjects", left), left);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->make), label);
  gtk_widget_set_sensitive (self->make, left > 0
                                        && relais_access_may_create (relais_session_get_access (self->session),
                                                                     relais_kind_lookup ("subject")));
}

static void
rhythm_cb (RelaisTemplateDialog *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->rhythm));

  if (self->showing || get_template (self) == NULL)
    return;
  gtk_widget_set_visible (self->rule, selected == G_N_ELEMENTS (rhythms));
  if (selected < G_N_ELEMENTS (rhythms))
    set_field (self, "rule", rhythms[selected].rule[0] != '\0' ? g_variant_new_string (rhythms[selected].rule) : NULL);
}

static void
rule_cb (RelaisTemplateDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->rule));
  g_autoptr (GError) error = NULL;
  RelaisRule rule;

  if (!relais_rule_parse (text, &rule, &error))
    {
      gtk_widget_add_css_class (self->rule, "error");
      relais_session_notice (self->session, error->message);
      return;
    }
  gtk_widget_remove_css_class (self->rule, "error");
  g_autofree char *printed = relais_rule_print (&rule);
  set_field (self, "rule", g_variant_new_string (printed));
}

static void
months_cb (RelaisTemplateDialog *self)
{
  if (get_template (self) != NULL)
    show_preview (self);
}

static void
make_cb (RelaisTemplateDialog *self)
{
  g_autoptr (GArray) occurrences = list_occurrences (self);

  relais_session_commit (self->session, relais_template_make (get_store (self), get_template (self), occurrences));
}

static void
channel_cb (GtkWidget *row, GParamSpec *pspec, RelaisTemplateDialog *self)
{
  const char *id = g_object_get_data (G_OBJECT (row), "channel");
  g_autofree const char **old = relais_record_dup_strv (get_template (self), "channels");
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (self->showing)
    return;
  for (guint i = 0; old[i] != NULL; i++)
    if (!g_str_equal (old[i], id))
      g_ptr_array_add (ids, (gpointer) old[i]);
  if (adw_switch_row_get_active (ADW_SWITCH_ROW (row)))
    g_ptr_array_add (ids, (gpointer) id);
  set_field (self, "channels", ids->len > 0 ? g_variant_new_strv ((const char * const *) ids->pdata, (gssize) ids->len) : NULL);
}

static void
add_channels (RelaisTemplateDialog *self)
{
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("channel")), "position", FALSE);
  g_autoptr (GPtrArray) channels = relais_store_query (get_store (self), query);
  g_autofree const char **chosen = relais_record_dup_strv (get_template (self), "channels");
  gboolean editable = relais_access_may_edit (relais_session_get_access (self->session), get_template (self), "channels");

  for (guint i = 0; i < channels->len; i++)
    {
      RelaisRecord *channel = g_ptr_array_index (channels, i);
      GtkWidget *row = adw_switch_row_new ();
      g_autofree char *title = relais_record_dup_title (channel);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_switch_row_set_active (ADW_SWITCH_ROW (row), g_strv_contains (chosen, relais_record_get_id (channel)));
      gtk_widget_set_sensitive (row, editable);
      g_object_set_data_full (G_OBJECT (row), "channel", g_strdup (relais_record_get_id (channel)), g_free);
      g_signal_connect (row, "notify::active", G_CALLBACK (channel_cb), self);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (self->channels), row);
    }
}

static void
show_channels (RelaisTemplateDialog *self)
{
  g_autofree const char **chosen = relais_record_dup_strv (get_template (self), "channels");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; chosen[i] != NULL; i++)
    g_ptr_array_add (names, relais_store_dup_title (get_store (self), "channel", chosen[i]));
  g_ptr_array_add (names, NULL);
  g_autofree char *text = g_strjoinv (", ", (char **) names->pdata);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self->channels), text);
}

static void
show (RelaisTemplateDialog *self)
{
  show_rule (self);
  show_channels (self);
  show_preview (self);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisTemplateDialog *self)
{
  if (relais_changes_has_record (changes, relais_record_get_id (get_template (self))) || relais_changes_has_kind (changes, "subject")
      || relais_changes_has_kind (changes, "closed_period"))
    {
      g_autoptr (RelaisRecord) template = relais_store_lookup (store, "template", relais_record_get_id (get_template (self)));
      if (template != NULL)
        relais_form_set_record (self->form, template);
      show (self);
    }
}

static AdwPreferencesGroup *
add_group (GtkWidget *page, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static void
build_rhythm (RelaisTemplateDialog *self, AdwPreferencesGroup *group)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rhythms); i++)
    gtk_string_list_append (labels, _(rhythms[i].label));
  gtk_string_list_append (labels, _("Another rule"));
  self->rhythm = g_object_new (ADW_TYPE_COMBO_ROW, "title", _("How often"), "model", labels, "use-markup", FALSE, NULL);
  self->rule = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rule), _("Rule (RFC 5545)"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->rule), TRUE);
  g_signal_connect_swapped (self->rhythm, "notify::selected", G_CALLBACK (rhythm_cb), self);
  g_signal_connect_swapped (self->rule, "apply", G_CALLBACK (rule_cb), self);
  adw_preferences_group_add (group, relais_form_add (self->form, "starts"));
  adw_preferences_group_add (group, self->rhythm);
  adw_preferences_group_add (group, self->rule);
  adw_preferences_group_add (group, relais_form_add (self->form, "ends"));
  adw_preferences_group_add (group, relais_form_add (self->form, "on_closed"));
}

static void
build (RelaisTemplateDialog *self)
{
  static const char * const fields[] = { "title", "summary", "unit", "theme", "campaign", "author", "reviewer" };
  GtkWidget *view = adw_toolbar_view_new (), *page = adw_preferences_page_new ();
  AdwPreferencesGroup *what = add_group (page, _("The Subjects"));

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    adw_preferences_group_add (what, relais_form_add (self->form, fields[i]));
  self->channels = adw_expander_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->channels), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->channels), _("Channels"));
  relais_name_expander (ADW_EXPANDER_ROW (self->channels));
  adw_preferences_group_add (what, self->channels);
  build_rhythm (self, add_group (page, _("When They Come")));
  self->preview = add_group (page, _("The Next Days"));
  self->months = adw_spin_row_new_with_range (1, 24, 1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->months), _("Months ahead"));
  adw_spin_row_set_value (ADW_SPIN_ROW (self->months), 3);
  g_signal_connect_swapped (self->months, "notify::value", G_CALLBACK (months_cb), self);
  adw_preferences_group_add (self->preview, self->months);
  self->make = g_object_new (ADW_TYPE_BUTTON_ROW, "use-underline", TRUE, NULL);
  gtk_widget_add_css_class (self->make, "suggested-action");
  g_signal_connect_swapped (self->make, "activated", G_CALLBACK (make_cb), self);
  adw_preferences_group_add (self->preview, self->make);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_child (ADW_DIALOG (self), view);
}

static void
relais_template_dialog_dispose (GObject *object)
{
  RelaisTemplateDialog *self = RELAIS_TEMPLATE_DIALOG (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->form);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_template_dialog_parent_class)->dispose (object);
}

static void
relais_template_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (RELAIS_TEMPLATE_DIALOG (object)->rows);
  G_OBJECT_CLASS (relais_template_dialog_parent_class)->finalize (object);
}

static void
relais_template_dialog_class_init (RelaisTemplateDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_template_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_template_dialog_finalize;
}

static void
relais_template_dialog_init (RelaisTemplateDialog *self)
{
  self->rows = g_ptr_array_new ();
  adw_dialog_set_title (ADW_DIALOG (self), _("Template"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 540);
  adw_dialog_set_content_height (ADW_DIALOG (self), 680);
}

AdwDialog *
relais_template_dialog_new (RelaisSession *session, RelaisRecord *template)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && template != NULL, NULL);

  RelaisTemplateDialog *self = g_object_new (RELAIS_TYPE_TEMPLATE_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->form = relais_form_new (session, relais_kind_lookup ("template"));
  build (self);
  relais_form_set_record (self->form, template);
  add_channels (self);
  show (self);
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return ADW_DIALOG (self);
}
