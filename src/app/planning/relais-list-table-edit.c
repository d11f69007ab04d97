/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-table-private.h"

#include "relais-placement-length.h"
#include "relais-plan-mover.h"

#include <glib/gi18n.h>

/* Narrower than this nothing can be read while it is typed. */
#define LEAST_WIDTH 170

/* (transfer full) (nullable) */
static RelaisRecord *
dup_subject (RelaisListTable *self, RelaisRecord *placement)
{
  return relais_store_lookup (relais_session_get_store (self->session), "subject", relais_record_get_string (placement, "subject"));
}

static gboolean
may_edit (RelaisListTable *self, RelaisRecord *placement)
{
  RelaisAccess *access = relais_session_get_access (self->session);

  if (self->column == RELAIS_PLAN_COLUMN_SUBJECT || self->column == RELAIS_PLAN_COLUMN_UNIT)
    {
      g_autoptr (RelaisRecord) subject = dup_subject (self, placement);
      return subject != NULL && relais_access_may_edit (access, subject, relais_plan_column_field (self->column));
    }
  if (self->column == RELAIS_PLAN_COLUMN_STATE)
    {
      g_autofree const char **states = relais_access_dup_next_states (access, placement);
      return states != NULL && states[0] != NULL;
    }
  return relais_access_may_edit (access, placement, relais_plan_column_field (self->column));
}

static void
moved_cb (RelaisPlanMoveEnd end, const char *label, gpointer user_data)
{
  g_autoptr (RelaisListTable) self = user_data;

  if (end == RELAIS_PLAN_MOVE_DONE)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), label, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  /* A dialog may have had the focus. */
  if (self->session != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    relais_list_table_focus (self);
}

static void
rename_subject (RelaisListTable *self, RelaisRecord *placement, const char *title)
{
  g_autoptr (RelaisRecord) subject = dup_subject (self, placement);

  if (subject == NULL || g_strcmp0 (relais_record_get_string (subject, "title"), title) == 0)
    return;
  g_autofree char *label = g_strdup_printf (_("Rename “%s” to “%s”"), relais_record_get_string (subject, "title"), title);
  relais_session_set_field (self->session, subject, "title", g_variant_new_string (title), label);
}

/* What is too long is said, and stays: the text is not written yet. */
static void
set_length (RelaisListTable *self, RelaisRecord *placement, const char *value)
{
  guint length = (guint) g_ascii_strtoull (value, NULL, 10);
  RelaisStore *store = relais_session_get_store (self->session);
  g_autofree char *title = relais_store_dup_title (store, "subject", relais_record_get_string (placement, "subject"));
  g_autoptr (RelaisRecord) channel = relais_store_lookup (store, "channel", relais_record_get_string (placement, "channel"));
  g_autofree char *words = length > 0 ? relais_placement_length_describe_allowed (channel, length) : g_strdup (_("none"));

  if (length == (guint) relais_record_get_integer (placement, "length"))
    return;
  g_autofree char *label = g_strdup_printf (_("%s of “%s”: %s"), _(relais_plan_column_label (self->column)), title, words);
  relais_session_set_field (self->session, placement, "length", length > 0 ? g_variant_new_int64 (length) : NULL, label);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), label, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* Everything that is moved is moved the one way in which anything of the plan is. */
static void
move (RelaisListTable *self, RelaisRecord *placement, const char *value)
{
  g_autoptr (GPtrArray) placements = g_ptr_array_new ();
  RelaisPlanTarget target = { NULL, };
  const struct { RelaisPlanField column; const char **value; } parts[] = {
    { RELAIS_PLAN_COLUMN_STATE, &target.state },       { RELAIS_PLAN_COLUMN_CHANNEL, &target.channel },
    { RELAIS_PLAN_COLUMN_AUTHOR, &target.author },     { RELAIS_PLAN_COLUMN_REVIEWER, &target.reviewer },
    { RELAIS_PLAN_COLUMN_UNIT, &target.unit },         { RELAIS_PLAN_COLUMN_PLANNED, &target.day },
    { RELAIS_PLAN_COLUMN_COPY_DUE, &target.day },      { RELAIS_PLAN_COLUMN_PUBLISH_AT, &target.day },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].column == self->column)
      *parts[i].value = value;
  if (target.day != NULL)
    target.field = relais_plan_column_field (self->column);
  g_ptr_array_add (placements, placement);
  relais_plan_mover_move (GTK_WIDGET (self), self->session, placements, &target, moved_cb, g_object_ref (self));
}

static void
apply (RelaisListTable *self, RelaisRecord *placement, const char *value)
{
  if (self->column == RELAIS_PLAN_COLUMN_SUBJECT)
    rename_subject (self, placement, value);
  else if (self->column == RELAIS_PLAN_COLUMN_LENGTH)
    set_length (self, placement, value);
  else
    move (self, placement, value);
}

static void
done_cb (RelaisCellEditor *editor, gboolean accepted, int step, RelaisListTable *self)
{
  g_autoptr (RelaisRecord) placement = relais_list_table_dup_current (self);
  g_autofree char *value = accepted ? g_strdup (relais_cell_editor_get_value (editor)) : NULL;
  int index = relais_list_columns_find (&self->columns, self->column);
  RelaisPlanField next = self->columns.columns[CLAMP (index + step, 0, (int) self->columns.n - 1)];

  relais_list_table_end_edit (self);
  if (placement == NULL)
    relais_session_notice (self->session, _("This is gone meanwhile."));
  else if (value != NULL)
    apply (self, placement, value);
  if (step != 0)
    relais_list_table_go (self, self->row, next, GDK_CONTROL_MASK);
}

gboolean
relais_list_table_may_edit (RelaisListTable *self)
{
  g_autoptr (RelaisRecord) placement = relais_list_table_dup_current (self);

  return placement != NULL && may_edit (self, placement);
}

void
relais_list_table_edit (RelaisListTable *self)
{
  g_autoptr (RelaisRecord) placement = relais_list_table_dup_current (self);

  if (placement == NULL || self->editor != NULL)
    return;
  if (!may_edit (self, placement))
    {
      relais_session_notice (self->session, _("Your role does not allow this to be changed."));
      return;
    }
  self->editor = relais_cell_editor_new (self->session, placement, self->column);
  gtk_widget_set_parent (self->editor, GTK_WIDGET (self));
  g_signal_connect_object (self->editor, "done", G_CALLBACK (done_cb), self, G_CONNECT_DEFAULT);
  relais_list_table_place_editor (self);
  relais_cell_editor_start (RELAIS_CELL_EDITOR (self->editor));
}

void
relais_list_table_end_edit (RelaisListTable *self)
{
  GtkWidget *editor = g_steal_pointer (&self->editor);

  if (editor == NULL)
    return;
  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self)) == editor;
  if (focused)
    relais_list_table_focus (self);
  gtk_widget_unparent (editor);
}

void
relais_list_table_place_editor (RelaisListTable *self)
{
  GdkRectangle area;

  if (self->editor == NULL)
    return;
  if (!relais_list_table_get_area (self, self->row, self->column, &area))
    area = (GdkRectangle) { 0, self->header_height, LEAST_WIDTH, self->line_height };
  int width = MAX (area.width, LEAST_WIDTH), most = gtk_widget_get_width (GTK_WIDGET (self)), height;
  gtk_widget_measure (self->editor, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  gtk_widget_size_allocate (self->editor, &(GtkAllocation) { MAX (MIN (area.x, most - width), 0), area.y + (area.height - height) / 2,
                                                             MIN (width, most), height }, -1);
}
