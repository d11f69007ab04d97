/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-placements-group.h"

#include "relais-app-page.h"
#include "relais-choice.h"
#include "relais-form.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-placement-card.h"
#include "relais-placement-length.h"
#include "relais-placement-menu.h"
#include "relais-plan-mover.h"
#include "relais-reason-dialog.h"
#include "relais-record-chooser.h"
#include "relais-state-pill.h"
#include "relais-subject-actions.h"

#include <glib/gi18n.h>

/* A placement with its folded row. */
typedef struct {
  char       *id;      /* owned */
  RelaisForm *form;    /* owned */
  GtkWidget  *row;     /* borrowed: AdwExpanderRow */
  GtkWidget  *icon;    /* borrowed */
  GtkWidget  *pill;    /* borrowed */
  GtkWidget  *length;  /* borrowed: AdwActionRow */
  GtkWidget  *why;     /* borrowed: AdwActionRow: a reason that was given */
  GtkWidget  *text;    /* borrowed: AdwButtonRow that opens or starts the text */
  GtkWidget  *refuse;  /* borrowed: AdwButtonRow */
  GtkWidget  *bin;     /* borrowed: AdwButtonRow */
} Part;

struct _RelaisPlacementsGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget     *add;        /* borrowed: header suffix */
  RelaisSession *session;    /* owned */
  GPtrArray     *parts;      /* owned, element-type Part */
  char          *subject;    /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (RelaisPlacementsGroup, relais_placements_group, ADW_TYPE_PREFERENCES_GROUP)

static void
free_part (Part *part)
{
  g_object_unref (part->form);
  g_free (part->id);
  g_free (part);
}

static RelaisStore *
get_store (RelaisPlacementsGroup *self)
{
  return relais_session_get_store (self->session);
}

static void
clear_parts (RelaisPlacementsGroup *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);
      relais_form_flush (part->form);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), part->row);
    }
  g_ptr_array_set_size (self->parts, 0);
}

/* The placement of the row that @widget is in, or NULL. */
static RelaisRecord *
get_placement (RelaisPlacementsGroup *self, GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW);

  for (guint i = 0; i < self->parts->len; i++)
    if (((Part *) g_ptr_array_index (self->parts, i))->row == row)
      return relais_form_get_record (((Part *) g_ptr_array_index (self->parts, i))->form);
  return NULL;
}

/* The text of a placement that has none yet: an article with the subject's title, and the link to it, as one action. */
static void
start_text (RelaisPlacementsGroup *self, RelaisRecord *placement)
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
text_cb (GtkWidget *row, RelaisPlacementsGroup *self)
{
  RelaisRecord *placement = get_placement (self, row);

  if (placement == NULL)
    return;
  const char *article = relais_record_get_string (placement, "article");
  if (article != NULL)
    relais_app_page_activate_open (GTK_WIDGET (self), "article", article);
  else
    start_text (self, placement);
}

static void
bin_cb (GtkWidget *row, RelaisPlacementsGroup *self)
{
  RelaisRecord *placement = get_placement (self, row);

  if (placement != NULL)
    relais_placement_throw_away (self->session, placement);
}

typedef struct {
  RelaisPlacementsGroup *self;     /* owned */
  char                  *channel;  /* owned */
} Refusal;

static void
free_refusal (Refusal *refusal)
{
  g_object_unref (refusal->self);
  g_free (refusal->channel);
  g_free (refusal);
}

static void
refused_cb (const char *reason, gpointer user_data)
{
  Refusal *refusal = user_data;
  RelaisPlacementsGroup *self = refusal->self;

  if (self->subject != NULL)
    relais_session_commit (self->session, relais_subject_refuse_channel (get_store (self), self->subject, refusal->channel, reason));
}

static void
ask_refusal (RelaisPlacementsGroup *self, const char *channel)
{
  Refusal *refusal = g_new0 (Refusal, 1);
  g_autofree char *name = relais_store_dup_title (get_store (self), "channel", channel);
  g_autofree char *heading = g_strdup_printf (_("Not on “%s”?"), name);

  refusal->self = g_object_ref (self);
  refusal->channel = g_strdup (channel);
  relais_reason_dialog_show (GTK_WIDGET (self), heading, _("The decision stays with the subject, with its reason."),
                             _("_Not on This Channel"), refused_cb, refusal, (GDestroyNotify) free_refusal);
}

/* One button, both ways. */
static void
refuse_cb (GtkWidget *row, RelaisPlacementsGroup *self)
{
  RelaisRecord *placement = get_placement (self, row);
  const char *channel = placement != NULL ? relais_record_get_string (placement, "channel") : NULL;

  if (channel == NULL)
    return;
  if (g_str_equal (relais_record_get_string (placement, "state"), "refused"))
    relais_session_commit (self->session, relais_subject_add_channel (get_store (self), self->subject, channel));
  else
    ask_refusal (self, channel);
}

static void
channel_added_cb (const char *channel, gpointer user_data)
{
  RelaisPlacementsGroup *self = user_data;

  if (channel != NULL && self->subject != NULL)
    relais_session_commit (self->session, relais_subject_add_channel (get_store (self), self->subject, channel));
}

static void
channel_refused_cb (const char *channel, gpointer user_data)
{
  RelaisPlacementsGroup *self = user_data;

  if (channel != NULL && self->subject != NULL)
    ask_refusal (self, channel);
}

static void
choose_channel (RelaisPlacementsGroup *self, const char *title, RelaisRecordChosen chosen)
{
  AdwDialog *dialog = relais_record_chooser_new (get_store (self), relais_kind_lookup ("channel"), title, FALSE, chosen,
                                                 g_object_ref (self), g_object_unref);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
add_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose_channel (RELAIS_PLACEMENTS_GROUP (widget), _("Add on a Channel"), channel_added_cb);
}

static void
refuse_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose_channel (RELAIS_PLACEMENTS_GROUP (widget), _("Not on This Channel"), channel_refused_cb);
}

static void
moved_cb (RelaisPlanMoveEnd end, const char *label, gpointer user_data)
{
  g_autoptr (RelaisForm) form = user_data;

  /* Not moved: the row says again what is stored. */
  if (end != RELAIS_PLAN_MOVE_DONE && relais_form_get_record (form) != NULL)
    relais_form_set_record (form, relais_form_get_record (form));
}

/* Dates and status are more than a value: others depend on them, and rules may object. */
static gboolean
taken_cb (RelaisForm *form, const char *field, GVariant *value, gpointer user_data)
{
  static const char * const fields[] = { "planned", "copy_due", "publish_at", "state", NULL };
  RelaisPlacementsGroup *self = user_data;
  g_autoptr (GPtrArray) placements = g_ptr_array_new ();
  const char *text = value != NULL ? g_variant_get_string (value, NULL) : "";
  RelaisPlanTarget target = { .field = field, .day = text };

  if (!g_strv_contains (fields, field))
    return FALSE;
  if (g_str_equal (field, "state"))
    target = (RelaisPlanTarget) { .state = text };
  g_ptr_array_add (placements, relais_form_get_record (form));
  relais_plan_mover_move (GTK_WIDGET (self), self->session, placements, &target, moved_cb, g_object_ref (form));
  return TRUE;
}

static char *
describe (Part *part, RelaisPlacementText *text, const char *length)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  g_ptr_array_add (words, text->date[0] != '\0' ? text->date : (char *) _("No date"));
  if (text->author[0] != '\0')
    g_ptr_array_add (words, text->author);
  if (length[0] != '\0')
    g_ptr_array_add (words, (char *) length);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}

static void
show_length (Part *part, const char *length, gboolean too_long)
{
  gtk_widget_set_visible (part->length, length[0] != '\0');
  adw_action_row_set_subtitle (ADW_ACTION_ROW (part->length), length);
  if (too_long)
    gtk_widget_add_css_class (part->length, "error");
  else
    gtk_widget_remove_css_class (part->length, "error");
}

/* Why not, why postponed, or why a rule was set aside. */
static void
show_reason (Part *part, RelaisRecord *placement)
{
  const char *reason = relais_record_get_string (placement, "reason"), *overruled = relais_record_get_string (placement, "overruled");

  gtk_widget_set_visible (part->why, reason != NULL || overruled != NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (part->why), reason != NULL ? _("Reason") : _("Why a rule was set aside"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (part->why), reason != NULL ? reason : overruled != NULL ? overruled : "");
}

static void
show_buttons (RelaisPlacementsGroup *self, Part *part, RelaisRecord *placement)
{
  RelaisAccess *access = relais_session_get_access (self->session);
  gboolean has_text = relais_record_get_string (placement, "article") != NULL;
  gboolean refused = g_str_equal (relais_record_get_string (placement, "state"), "refused");
  RelaisPlanTarget target = { .state = refused ? "proposed" : "refused" };

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (part->text), has_text ? _("Open the Text") : _("Start the Text"));
  gtk_widget_set_visible (part->text, has_text || (!refused && relais_access_may_edit (access, placement, "article")));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (part->refuse), refused ? _("Propose Again") : _("Not on This Channel…"));
  gtk_widget_set_visible (part->refuse, relais_plan_move_may (self->session, placement, &target));
  gtk_widget_set_visible (part->bin, relais_access_may_edit (access, placement, "binned"));
}

static void
show_part (RelaisPlacementsGroup *self, Part *part, RelaisRecord *placement)
{
  char today[RELAIS_DAY_SIZE];
  g_auto (RelaisPlacementText) text = { 0 };
  const RelaisKind *kind = relais_record_get_kind (placement);
  const char *state = relais_record_get_string (placement, "state");
  gboolean too_long;

  relais_today (today);
  relais_placement_text_read (&text, get_store (self), placement, today);
  g_autofree char *name = relais_placement_dup_name (self->session, placement);
  g_autofree char *length = relais_placement_length_describe (get_store (self), placement, &too_long);
  g_autofree char *subtitle = describe (part, &text, length);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", text.channel, relais_choice_label (kind, "state", state));
  relais_form_set_title (part->form, name);
  relais_form_set_record (part->form, placement);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (part->row), text.channel);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (part->row), subtitle);
  gtk_image_set_from_icon_name (GTK_IMAGE (part->icon), text.icon);
  gtk_widget_set_css_classes (part->icon, (const char *[]) { "relais-dot", text.style, NULL });
  relais_state_pill_set (RELAIS_STATE_PILL (part->pill), kind, "state", state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (part->row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  show_length (part, length, too_long);
  show_reason (part, placement);
  show_buttons (self, part, placement);
}

static GtkWidget *
add_button (RelaisPlacementsGroup *self, Part *part, const char *title, const char *icon, GCallback callback)
{
  GtkWidget *row = g_object_new (ADW_TYPE_BUTTON_ROW, "title", title, "start-icon-name", icon, NULL);

  g_signal_connect_object (row, "activated", callback, self, G_CONNECT_DEFAULT);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (part->row), row);
  return row;
}

static GtkWidget *
add_line (Part *part, const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_add_css_class (row, "property");
  adw_expander_row_add_row (ADW_EXPANDER_ROW (part->row), row);
  return row;
}

static void
build_part (RelaisPlacementsGroup *self, RelaisRecord *placement)
{
  static const char * const fields[] = { "state", "planned", "copy_due", "publish_at", "author", "reviewer", "audience" };
  Part *part = g_new0 (Part, 1);

  part->id = g_strdup (relais_record_get_id (placement));
  part->form = relais_form_new (self->session, relais_record_get_kind (placement));
  relais_form_set_taken (part->form, taken_cb, self);
  part->row = adw_expander_row_new ();
  part->icon = gtk_image_new ();
  part->pill = relais_state_pill_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (part->row), FALSE);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (part->row), part->icon);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (part->row), part->pill);
  part->why = add_line (part, "");
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (part->row), relais_form_add (part->form, fields[i]));
  part->length = add_line (part, _("Length"));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (part->row), relais_form_add (part->form, "length"));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (part->row), relais_form_add (part->form, "note"));
  part->text = add_button (self, part, "", "document-edit-symbolic", G_CALLBACK (text_cb));
  part->refuse = add_button (self, part, "", "process-stop-symbolic", G_CALLBACK (refuse_cb));
  part->bin = add_button (self, part, _("Throw Away"), "user-trash-symbolic", G_CALLBACK (bin_cb));
  relais_name_expander (ADW_EXPANDER_ROW (part->row));
  g_ptr_array_add (self->parts, part);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), part->row);
}

static gboolean
has_same_parts (RelaisPlacementsGroup *self, GPtrArray *placements)
{
  if (placements->len != self->parts->len)
    return FALSE;
  for (guint i = 0; i < placements->len; i++)
    if (!g_str_equal (relais_record_get_id (g_ptr_array_index (placements, i)),
                      ((Part *) g_ptr_array_index (self->parts, i))->id))
      return FALSE;
  return TRUE;
}

/* Order of making, so that a new date does not make rows jump while they are edited. */
static void
load (RelaisPlacementsGroup *self)
{
  g_autoptr (GPtrArray) placements = relais_subject_list_placements (get_store (self), self->subject, FALSE);

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
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisPlacementsGroup *self)
{
  if (self->subject == NULL)
    return;
  if (relais_changes_has_kind (changes, "placement") || relais_changes_has_kind (changes, "channel")
      || relais_changes_has_kind (changes, "article") || relais_changes_has_record (changes, self->subject))
    load (self);
}

static void
relais_placements_group_dispose (GObject *object)
{
  RelaisPlacementsGroup *self = RELAIS_PLACEMENTS_GROUP (object);

  g_ptr_array_set_size (self->parts, 0);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_placements_group_parent_class)->dispose (object);
}

static void
relais_placements_group_finalize (GObject *object)
{
  RelaisPlacementsGroup *self = RELAIS_PLACEMENTS_GROUP (object);

  g_ptr_array_unref (self->parts);
  g_free (self->subject);
  G_OBJECT_CLASS (relais_placements_group_parent_class)->finalize (object);
}

static void
relais_placements_group_class_init (RelaisPlacementsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_placements_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_placements_group_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "placements.add", NULL, add_action_cb);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "placements.refuse", NULL, refuse_action_cb);
}

static void
relais_placements_group_init (RelaisPlacementsGroup *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) free_part);
  g_menu_append (menu, _("_Add on a Channel…"), "placements.add");
  g_menu_append (menu, _("_Not on a Channel…"), "placements.refuse");
  self->add = g_object_new (GTK_TYPE_MENU_BUTTON, "icon-name", "list-add-symbolic", "tooltip-text", _("Add a Placement"),
                            "valign", GTK_ALIGN_CENTER, "menu-model", menu, NULL);
  gtk_widget_add_css_class (self->add, "flat");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Placements"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add);
}

GtkWidget *
relais_placements_group_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisPlacementsGroup *self = g_object_new (RELAIS_TYPE_PLACEMENTS_GROUP, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return GTK_WIDGET (self);
}

void
relais_placements_group_show (RelaisPlacementsGroup *self, const char *subject, const char *placement)
{
  g_return_if_fail (RELAIS_IS_PLACEMENTS_GROUP (self));

  RelaisAccess *access = relais_session_get_access (self->session);
  if (g_strcmp0 (self->subject, subject) != 0)
    clear_parts (self);
  g_set_str (&self->subject, subject);
  if (subject == NULL)
    return;
  gtk_widget_set_visible (self->add, relais_access_may_create (access, relais_kind_lookup ("placement")));
  load (self);
  for (guint i = 0; placement != NULL && i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (part->row), g_str_equal (part->id, placement));
    }
}
