/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-cell-editor.h"

#include "relais-cell-choices.h"
#include "relais-choice.h"
#include "relais-format.h"
#include "relais-placement-length.h"
#include "relais-typed-day.h"

#include <glib/gi18n.h>
#include <string.h>

#define USUAL_HOUR "08:30"

struct _RelaisCellEditor
{
  GtkWidget        parent_instance;

  GtkWidget       *entry;      /* owned: child */
  GtkWidget       *popover;    /* owned: child */
  GtkWidget       *words;      /* borrowed: label in the popover */
  GtkWidget       *list;       /* borrowed: choices in the popover */
  RelaisSession   *session;    /* owned */
  RelaisRecord    *placement;  /* owned */
  RelaisPlanField column;
  GPtrArray       *choices;    /* owned, element-type RelaisCellChoice: of the rows of the list */
  char            *value;      /* owned, nullable: what is typed means; NULL: nothing that counts, or nothing was changed */
  char            *why;        /* owned, nullable: what is typed cannot be */
  gboolean         touched;
  gboolean         is_done;
};

enum { DONE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisCellEditor, relais_cell_editor, GTK_TYPE_WIDGET)

static RelaisStore *
get_store (RelaisCellEditor *self)
{
  return relais_session_get_store (self->session);
}

/* (transfer full) (nullable) */
static RelaisRecord *
dup_subject (RelaisCellEditor *self)
{
  return relais_store_lookup (get_store (self), "subject", relais_record_get_string (self->placement, "subject"));
}

static gboolean
has_choices (RelaisCellEditor *self)
{
  return relais_cell_has_choices (self->column);
}

static const char *
get_field (RelaisCellEditor *self)
{
  return relais_record_get_string (self->placement, relais_plan_column_field (self->column));
}

/* (transfer full) */
static char *
dup_date_text (RelaisCellEditor *self)
{
  char day[RELAIS_DAY_SIZE], hour[6] = "";
  int year, month, mday;

  if (get_field (self) == NULL)
    return g_strdup ("");
  if (self->column == RELAIS_PLAN_COLUMN_PUBLISH_AT)
    relais_instant_split (get_field (self), day, hour);
  else
    g_strlcpy (day, get_field (self), sizeof day);
  relais_day_to_ymd (relais_day_parse (day), &year, &month, &mday);
  return g_strdup_printf ("%02d/%02d/%d%s%s", mday, month, year, hour[0] != '\0' ? " " : "", hour);
}

/* (transfer full): the title, or the unit of the subject. */
static char *
dup_subject_text (RelaisCellEditor *self)
{
  g_autoptr (RelaisRecord) subject = dup_subject (self);

  if (subject == NULL)
    return g_strdup ("");
  return self->column == RELAIS_PLAN_COLUMN_SUBJECT ? relais_record_dup_title (subject)
         : relais_store_dup_title (get_store (self), "unit", relais_record_get_string (subject, "unit"));
}

/* What is in the cell, to be changed. */
static char *
dup_text (RelaisCellEditor *self)
{
  gint64 length = relais_record_get_integer (self->placement, "length");

  switch (self->column)
    {
    case RELAIS_PLAN_COLUMN_SUBJECT:
    case RELAIS_PLAN_COLUMN_UNIT:
      return dup_subject_text (self);
    case RELAIS_PLAN_COLUMN_CHANNEL:
      return relais_store_dup_title (get_store (self), "channel", get_field (self));
    case RELAIS_PLAN_COLUMN_STATE:
      return g_strdup (relais_choice_label (relais_record_get_kind (self->placement), "state", get_field (self)));
    case RELAIS_PLAN_COLUMN_AUTHOR:
    case RELAIS_PLAN_COLUMN_REVIEWER:
      return relais_store_dup_title (get_store (self), "person", get_field (self));
    case RELAIS_PLAN_COLUMN_LENGTH:
      return length > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, length) : g_strdup ("");
    case RELAIS_PLAN_COLUMN_PLANNED:
    case RELAIS_PLAN_COLUMN_COPY_DUE:
    case RELAIS_PLAN_COLUMN_PUBLISH_AT:
      return dup_date_text (self);
    case RELAIS_PLAN_N_COLUMNS:
      break;
    }
  g_assert_not_reached ();
}

static void
add_row (RelaisCellEditor *self, const RelaisCellChoice *choice)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *words = gtk_label_new (choice->label);
  GtkWidget *row = gtk_list_box_row_new ();

  if (choice->icon != NULL)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (choice->icon));
  gtk_box_append (GTK_BOX (box), words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  /* The keyboard stays in the entry. */
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, choice->label, -1);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
find_choices (RelaisCellEditor *self, const char *text)
{
  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = relais_cell_choices_find (self->session, self->placement, self->column, self->touched ? text : "");
  /* Nothing is meant by nothing. */
  if (self->touched && text[0] == '\0' && relais_cell_may_be_empty (self->column))
    g_ptr_array_set_size (self->choices, 0);
  for (guint i = 0; i < self->choices->len; i++)
    add_row (self, g_ptr_array_index (self->choices, i));
  if (self->touched && self->choices->len > 0)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
}

/* (nullable) */
static const RelaisCellChoice *
get_choice (RelaisCellEditor *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  return row != NULL ? g_ptr_array_index (self->choices, (guint) gtk_list_box_row_get_index (row)) : NULL;
}

static void
read_choice (RelaisCellEditor *self, const char *text)
{
  const RelaisCellChoice *choice = get_choice (self);

  if (choice != NULL)
    self->value = g_strdup (choice->value);
  else if (self->touched && text[0] == '\0' && relais_cell_may_be_empty (self->column))
    self->value = g_strdup ("");
  else if (self->touched)
    self->why = relais_cell_choices_describe_none (self->column, text);
}

/* (transfer full): so many signs, and when they are too many; "" until there is something to say. */
static char *
read_length (RelaisCellEditor *self, const char *text)
{
  g_autoptr (RelaisRecord) channel = relais_store_lookup (get_store (self), "channel",
                                                          relais_record_get_string (self->placement, "channel"));
  guint length;

  if (!relais_placement_length_read (text, &length, &self->why))
    return NULL;
  self->value = length > 0 ? g_strdup_printf ("%u", length) : g_strdup ("");
  return length > 0 ? relais_placement_length_describe_allowed (channel, length) : g_strdup (_("No length"));
}

static void
read_title (RelaisCellEditor *self, const char *text)
{
  if (text[0] == '\0')
    self->why = g_strdup (_("A subject needs a title."));
  else
    self->value = g_strdup (text);
}

/* (transfer full): the day in full, or what else the person should know. */
static char *
read_date (RelaisCellEditor *self, const char *text)
{
  RelaisDay day;

  if (self->column == RELAIS_PLAN_COLUMN_PUBLISH_AT)
    {
      if (!relais_instant_read (text, relais_day_today (), get_field (self), USUAL_HOUR, &self->value, &self->why))
        return NULL;
      return self->value[0] != '\0' ? relais_format_instant (self->value) : g_strdup (_("No date"));
    }
  if (!relais_day_read (text, relais_day_today (), &day, &self->why))
    return NULL;
  self->value = day != RELAIS_DAY_NONE ? relais_day_to_string (day) : g_strdup ("");
  return day != RELAIS_DAY_NONE ? relais_format_day_full (self->value) : g_strdup (_("No date"));
}

static void
update (RelaisCellEditor *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)))), *words = NULL;

  g_clear_pointer (&self->value, g_free);
  g_clear_pointer (&self->why, g_free);
  if (has_choices (self))
    read_choice (self, text);
  else if (self->column == RELAIS_PLAN_COLUMN_SUBJECT)
    read_title (self, text);
  else if (self->column == RELAIS_PLAN_COLUMN_LENGTH)
    words = read_length (self, text);
  else
    words = read_date (self, text);
  if (self->why == NULL)
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_label_set_label (GTK_LABEL (self->words), words != NULL ? words : self->why != NULL ? self->why : "");
  gtk_widget_set_visible (self->words, words != NULL || (self->why != NULL && self->touched));
  gtk_widget_set_visible (self->list, has_choices (self) && self->choices->len > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_label (GTK_LABEL (self->words)), -1);
  if (gtk_widget_get_visible (self->words) || gtk_widget_get_visible (self->list))
    gtk_popover_popup (GTK_POPOVER (self->popover));
  else
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
done (RelaisCellEditor *self, gboolean accepted, int step)
{
  if (self->is_done)
    return;
  self->is_done = TRUE;
  if (!accepted)
    g_clear_pointer (&self->value, g_free);
  g_signal_emit (self, signals[DONE], 0, accepted, step);
}

/* What cannot be stays, with the sentence that says why. */
static void
accept (RelaisCellEditor *self, int step)
{
  if (self->why == NULL)
    {
      done (self, TRUE, step);
      return;
    }
  gtk_widget_add_css_class (self->entry, "error");
  gtk_widget_error_bell (self->entry);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->entry), self->why, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
changed_cb (GtkEditable *entry, RelaisCellEditor *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  self->touched = TRUE;
  if (has_choices (self))
    find_choices (self, text);
  update (self);
}

static void
chosen_cb (GtkListBox *list, GtkListBoxRow *row, RelaisCellEditor *self)
{
  gtk_list_box_select_row (list, row);
  self->touched = TRUE;
  update (self);
  accept (self, 0);
}

static void
step_choice (RelaisCellEditor *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  int index = row != NULL ? gtk_list_box_row_get_index (row) + by : by > 0 ? 0 : (int) self->choices->len - 1;

  if (self->choices->len == 0)
    return;
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), CLAMP (index, 0, (int) self->choices->len - 1));
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  update (self);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->entry), get_choice (self)->label, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, RelaisCellEditor *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (key == GDK_KEY_Escape)
    done (self, FALSE, 0);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    accept (self, 0);
  else if (key == GDK_KEY_Tab && modifiers == 0)
    accept (self, 1);
  else if (key == GDK_KEY_ISO_Left_Tab || (key == GDK_KEY_Tab && modifiers == GDK_SHIFT_MASK))
    accept (self, -1);
  else if ((key == GDK_KEY_Up || key == GDK_KEY_Down) && has_choices (self))
    step_choice (self, key == GDK_KEY_Up ? -1 : 1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
relais_cell_editor_dispose (GObject *object)
{
  RelaisCellEditor *self = RELAIS_CELL_EDITOR (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->placement, relais_record_unref);
  g_clear_pointer (&self->value, g_free);
  g_clear_pointer (&self->why, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_cell_editor_parent_class)->dispose (object);
}

static void
relais_cell_editor_class_init (RelaisCellEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_cell_editor_dispose;
  signals[DONE] = g_signal_new ("done", RELAIS_TYPE_CELL_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_BOOLEAN, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "celleditor");
}

static void
build_popover (RelaisCellEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->popover = gtk_popover_new ();
  self->words = gtk_label_new (NULL);
  self->list = gtk_list_box_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_label_set_wrap (GTK_LABEL (self->words), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->words), 40);
  gtk_label_set_xalign (GTK_LABEL (self->words), 0);
  gtk_widget_add_css_class (self->list, "relais-facets");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(relais_plan_column_label (self->column)), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (chosen_cb), self, G_CONNECT_DEFAULT);
  gtk_box_append (GTK_BOX (box), self->words);
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}

static void
relais_cell_editor_init (RelaisCellEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_cell_choice_free);
  self->entry = gtk_entry_new ();
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
relais_cell_editor_new (RelaisSession *session, RelaisRecord *placement, RelaisPlanField column)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && placement != NULL, NULL);

  RelaisCellEditor *self = g_object_new (RELAIS_TYPE_CELL_EDITOR, NULL);
  self->session = g_object_ref (session);
  self->placement = relais_record_ref (placement);
  self->column = column;
  build_popover (self);
  g_autofree char *text = dup_text (self);
  g_autofree char *title = relais_store_dup_title (get_store (self), "subject", relais_record_get_string (placement, "subject"));
  /* Translators: what is edited: "Author of “Cérémonie des vœux”" */
  g_autofree char *name = g_strdup_printf (_("%s of “%s”"), _(relais_plan_column_label (column)), title);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return GTK_WIDGET (self);
}

void
relais_cell_editor_start (RelaisCellEditor *self)
{
  g_return_if_fail (RELAIS_IS_CELL_EDITOR (self));

  gtk_widget_grab_focus (self->entry);
  if (has_choices (self))
    find_choices (self, "");
  update (self);
}

void
relais_cell_editor_leave (RelaisCellEditor *self)
{
  g_return_if_fail (RELAIS_IS_CELL_EDITOR (self));
  done (self, self->touched && self->why == NULL, 0);
}

const char *
relais_cell_editor_get_value (RelaisCellEditor *self)
{
  g_return_val_if_fail (RELAIS_IS_CELL_EDITOR (self), NULL);
  return self->touched || (has_choices (self) && get_choice (self) != NULL) ? self->value : NULL;
}
