/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-board-head.h"

#include "relais-choice.h"
#include "relais-names.h"
#include "relais-number-row.h"
#include "relais-plan-dialog.h"
#include "relais-work-limit.h"

#include <glib/gi18n.h>

#define MOST 999

struct _RelaisBoardHead
{
  AdwBin           parent_instance;

  RelaisSession   *session;   /* owned */
  const char      *state;     /* static */
  GtkWidget       *button;    /* borrowed */
  GtkWidget       *count;     /* borrowed */
  GtkWidget       *warning;   /* borrowed: icon */
  AdwDialog       *dialog;    /* borrowed: while it is open, with what is in it: */
  GtkWidget       *all, *each;  /* borrowed; @each is nullable */
  RelaisPlanColumn column;
  RelaisPlanBy     by;
};

G_DEFINE_FINAL_TYPE (RelaisBoardHead, relais_board_head, ADW_TYPE_BIN)

static const char *
name_row (RelaisPlanBy by)
{
  return by == RELAIS_PLAN_BY_CHANNEL ? "channel" : by == RELAIS_PLAN_BY_AUTHOR ? "author" : NULL;
}

static void
set_limit (RelaisBoardHead *self, const char *row, guint limit)
{
  const RelaisKind *kind = relais_kind_lookup ("setting");
  g_autofree char *key = relais_work_limit_key (self->state, row), *value = limit > 0 ? g_strdup_printf ("%u", limit) : NULL;
  g_autofree char *label = g_strdup_printf (_("Work limit of “%s”"), relais_choice_label (relais_kind_lookup ("placement"), "state",
                                                                                         self->state));
  g_autoptr (RelaisQuery) query = relais_query_where (relais_query_new (kind), "key", RELAIS_MATCH_EQUAL, key);
  g_autoptr (GPtrArray) found = relais_store_query (relais_session_get_store (self->session), query);
  RelaisAction *action = relais_action_new (label);
  RelaisFields *fields = relais_fields_new (kind);

  relais_fields_set_string (fields, "value", value);
  if (found->len > 0)
    relais_action_update (action, relais_record_get_id (found->pdata[0]), fields);
  else
    {
      relais_fields_set_string (fields, "key", key);
      relais_action_create (action, NULL, fields);
    }
  relais_session_commit (self->session, action);
}

static void
set_cb (RelaisBoardHead *self)
{
  guint limit = relais_number_row_get (self->all), row_limit = self->each != NULL ? relais_number_row_get (self->each) : self->column.row_limit;

  if (limit != self->column.limit)
    set_limit (self, NULL, limit);
  if (row_limit != self->column.row_limit)
    set_limit (self, name_row (self->by), row_limit);
  adw_dialog_close (self->dialog);
}

static void
clicked_cb (RelaisBoardHead *self)
{
  GtkWidget *page = adw_preferences_page_new (), *group = adw_preferences_group_new (), *button;
  const char *state = relais_choice_label (relais_kind_lookup ("placement"), "state", self->state);
  const char *each = self->by == RELAIS_PLAN_BY_CHANNEL ? _("For Each Channel") : self->by == RELAIS_PLAN_BY_AUTHOR ? _("For Each Person")
                                                                                                                  : NULL;
  /* Translators: title of a dialog: how many placements in one status: "At Most in “Writing”" */
  g_autofree char *title = g_strdup_printf (_("At Most in “%s”"), state);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("How many there should be at once. Nobody is kept from going over it, but it is said. "
                                           "0: no limit."));
  self->all = relais_number_row_add (ADW_PREFERENCES_GROUP (group), _("In All"), self->column.limit, MOST);
  self->each = each != NULL ? relais_number_row_add (ADW_PREFERENCES_GROUP (group), each, self->column.row_limit, MOST) : NULL;
  relais_name_group (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  self->dialog = relais_plan_dialog_new (title, _("_Set"), page, &button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (set_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_set_focus (self->dialog, self->all);
  adw_dialog_present (self->dialog, GTK_WIDGET (self));
}

/* "12", "9 of 8 at most", "3 shown · 9 of 8 at most": (transfer full) */
static char *
describe (const RelaisPlanColumn *column, guint shown, gboolean filtered)
{
  if (column->limit == 0)
    return g_strdup_printf ("%u", shown);
  g_autofree char *all = g_strdup_printf (_("%u of %u at most"), column->total, column->limit);
  if (!filtered)
    return g_steal_pointer (&all);
  g_autofree char *some = g_strdup_printf (ngettext ("%u shown", "%u shown", shown), shown);
  return g_strjoin (" · ", some, all, NULL);
}

static void
relais_board_head_dispose (GObject *object)
{
  RelaisBoardHead *self = RELAIS_BOARD_HEAD (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_board_head_parent_class)->dispose (object);
}

static void
relais_board_head_class_init (RelaisBoardHeadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_board_head_dispose;
}

static void
relais_board_head_init (RelaisBoardHead *self)
{
}

static GtkWidget *
build_content (RelaisBoardHead *self)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *title = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (relais_choice_icon (kind, "state", self->state));
  GtkWidget *name = gtk_label_new (relais_choice_label (kind, "state", self->state));
  GtkWidget *counts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  const char *style = relais_choice_style (kind, "state", self->state);

  gtk_widget_add_css_class (icon, "relais-dot");
  if (style != NULL)
    gtk_widget_add_css_class (icon, style);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (name, "heading");
  self->warning = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_set_visible (self->warning, FALSE);
  self->count = gtk_label_new ("");
  gtk_label_set_ellipsize (GTK_LABEL (self->count), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->count, "numeric");
  gtk_widget_add_css_class (self->count, "caption");
  gtk_box_append (GTK_BOX (title), icon);
  gtk_box_append (GTK_BOX (title), name);
  gtk_box_append (GTK_BOX (counts), self->warning);
  gtk_box_append (GTK_BOX (counts), self->count);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), counts);
  return box;
}

GtkWidget *
relais_board_head_new (RelaisSession *session, const char *state)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && state != NULL, NULL);

  RelaisBoardHead *self = g_object_new (RELAIS_TYPE_BOARD_HEAD, NULL);
  self->session = g_object_ref (session);
  self->state = g_intern_string (state);
  self->button = gtk_button_new ();
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "relais-board-head");
  gtk_button_set_child (GTK_BUTTON (self->button), build_content (self));
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), self->button);
  return GTK_WIDGET (self);
}

void
relais_board_head_set (RelaisBoardHead *self, const RelaisPlanColumn *column, guint shown, RelaisPlanBy by, gboolean filtered)
{
  g_return_if_fail (RELAIS_IS_BOARD_HEAD (self) && column != NULL);

  gboolean over = column->limit > 0 && column->total > column->limit;
  RelaisAccess *access = relais_session_get_access (self->session);
  g_autofree char *words = describe (column, shown, filtered), *name = NULL;
  const char *label = relais_choice_label (relais_kind_lookup ("placement"), "state", self->state);

  self->column = *column;
  self->by = by;
  gtk_label_set_label (GTK_LABEL (self->count), words);
  gtk_widget_set_visible (self->warning, over);
  (over ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (gtk_widget_get_parent (self->count), "error");
  (over ? gtk_widget_remove_css_class : gtk_widget_add_css_class) (gtk_widget_get_parent (self->count), "dimmed");
  name = over ? g_strdup_printf (_("%s: %s, too many"), label, words) : g_strdup_printf (_("%s: %s"), label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (self->button, name);
  /* What one may not change is read all the same. */
  gtk_widget_set_can_target (self->button, relais_access_may_create (access, relais_kind_lookup ("setting")));
  gtk_widget_set_focusable (self->button, gtk_widget_get_can_target (self->button));
}
