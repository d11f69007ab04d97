/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-form-text-row.h"

#include <string.h>

/* From the first key that is not saved: what somebody sees as typed is on the disk a moment later, whatever happens to the computer. */
#define SAVE_MS 50

struct _RelaisFormTextRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget        *view;     /* borrowed: child */
  GtkTextBuffer    *buffer;   /* borrowed: of the view */
  char             *shown;    /* owned: what was last set from outside or told by "edited" */
  char             *before;   /* owned, nullable: what was shown before the first of … */
  GQueue            told;     /* … those that were told and have not come back, element-type char, owned */
  guint             timer;
  gboolean          lines;
};

enum { EDITED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisFormTextRow, relais_form_text_row, ADW_TYPE_PREFERENCES_ROW)

static void
replace_text (RelaisFormTextRow *self, const char *text)
{
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
}

/* What comes back trimmed is the same text. */
static gboolean
is_same (const char *a, const char *b)
{
  g_autofree char *x = g_strstrip (g_strdup (a)), *y = g_strstrip (g_strdup (b));

  return g_str_equal (x, y);
}

/* While what was told is on its way to the store, older states of the record are still heard of. */
static gboolean
is_stale (RelaisFormTextRow *self, const char *text)
{
  if (g_queue_is_empty (&self->told))
    return FALSE;
  for (GList *link = self->told.head; link != NULL; link = link->next)
    if (is_same (link->data, text))
      {
        while (self->told.head != link)
          g_free (g_queue_pop_head (&self->told));
        g_free (g_queue_pop_head (&self->told));
        return !g_queue_is_empty (&self->told);
      }
  if (is_same (self->before, text))
    return TRUE;
  g_queue_clear_full (&self->told, g_free);
  return FALSE;
}

static gboolean
save_cb (gpointer user_data)
{
  RelaisFormTextRow *self = user_data;

  self->timer = 0;
  relais_form_text_row_flush (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (RelaisFormTextRow *self)
{
  g_autofree char *text = relais_form_text_row_dup_text (self);

  if (g_strcmp0 (text, self->shown) == 0)
    g_clear_handle_id (&self->timer, g_source_remove);
  else if (self->timer == 0)
    {
      self->timer = g_timeout_add (SAVE_MS, save_cb, self);
      g_source_set_static_name (g_main_context_find_source_by_id (NULL, self->timer), "[relais] save what is typed");
    }
}

static void
leave_cb (RelaisFormTextRow *self)
{
  relais_form_text_row_flush (self);
}

/* In a line, Enter is done; in a paragraph it is a new line, and Ctrl+Enter is done. Tab always moves on. */
static gboolean
key_cb (RelaisFormTextRow *self, guint key, guint code, GdkModifierType state)
{
  gboolean enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter;

  if (!enter || (self->lines && !(state & GDK_CONTROL_MASK)))
    return GDK_EVENT_PROPAGATE;
  relais_form_text_row_flush (self);
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), GTK_DIR_TAB_FORWARD);
  return GDK_EVENT_STOP;
}

/* Pasted line ends do not belong into a line. */
static void
insert_cb (GtkTextBuffer *buffer, GtkTextIter *at, char *text, int length, RelaisFormTextRow *self)
{
  g_autofree char *line = g_strndup (text, (gsize) length);

  if (self->lines || strpbrk (line, "\n\r") == NULL)
    return;
  g_signal_stop_emission_by_name (buffer, "insert-text");
  g_strdelimit (line, "\n\r", ' ');
  gtk_text_buffer_insert (buffer, at, line, -1);
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (RELAIS_FORM_TEXT_ROW (widget)->view);
}

static void
clicked_cb (RelaisFormTextRow *self)
{
  gtk_widget_grab_focus (self->view);
}

static void
build (RelaisFormTextRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = gtk_label_new (NULL);
  GtkEventController *focus = gtk_event_controller_focus_new (), *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_add_css_class (box, "relais-text-row");
  gtk_widget_add_css_class (title, "caption");
  gtk_widget_add_css_class (title, "dimmed");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  g_object_bind_property (self, "title", title, "label", G_BINDING_SYNC_CREATE);

  self->view = gtk_text_view_new ();
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_RELATION_LABELLED_BY, title, NULL, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, title, NULL, -1);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->view);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);

  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "insert-text", G_CALLBACK (insert_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (focus, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "released", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->view, focus);
  gtk_widget_add_controller (self->view, keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
relais_form_text_row_dispose (GObject *object)
{
  RelaisFormTextRow *self = RELAIS_FORM_TEXT_ROW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  G_OBJECT_CLASS (relais_form_text_row_parent_class)->dispose (object);
}

static void
relais_form_text_row_finalize (GObject *object)
{
  RelaisFormTextRow *self = RELAIS_FORM_TEXT_ROW (object);

  g_free (self->shown);
  g_free (self->before);
  g_queue_clear_full (&self->told, g_free);
  G_OBJECT_CLASS (relais_form_text_row_parent_class)->finalize (object);
}

static void
relais_form_text_row_class_init (RelaisFormTextRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_form_text_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_form_text_row_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = grab_focus;
  signals[EDITED] = g_signal_new ("edited", RELAIS_TYPE_FORM_TEXT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
relais_form_text_row_init (RelaisFormTextRow *self)
{
  self->shown = g_strdup ("");
  g_queue_init (&self->told);
  build (self);
}

GtkWidget *
relais_form_text_row_new (const char *title, gboolean lines)
{
  RelaisFormTextRow *self = g_object_new (RELAIS_TYPE_FORM_TEXT_ROW, "title", title, NULL);

  self->lines = lines;
  if (lines)
    gtk_widget_set_size_request (self->view, -1, 60);
  return GTK_WIDGET (self);
}

char *
relais_form_text_row_dup_text (RelaisFormTextRow *self)
{
  char *text = NULL;

  g_return_val_if_fail (RELAIS_IS_FORM_TEXT_ROW (self), NULL);
  g_object_get (self->buffer, "text", &text, NULL);
  return text;
}

void
relais_form_text_row_set_text (RelaisFormTextRow *self, const char *text)
{
  g_return_if_fail (RELAIS_IS_FORM_TEXT_ROW (self) && text != NULL);

  g_autofree char *current = relais_form_text_row_dup_text (self);
  gboolean typing = g_strcmp0 (current, self->shown) != 0;

  if (is_stale (self, text) || (typing && g_strcmp0 (current, text) != 0))
    return;
  /* The space just typed before the next word stays. */
  if (gtk_widget_has_focus (self->view) && is_same (current, text))
    return;
  g_set_str (&self->shown, text);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (g_strcmp0 (current, text) != 0)
    replace_text (self, text);
}

void
relais_form_text_row_set_editable (RelaisFormTextRow *self, gboolean editable)
{
  g_return_if_fail (RELAIS_IS_FORM_TEXT_ROW (self));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), editable);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self->view), editable);
}

void
relais_form_text_row_flush (RelaisFormTextRow *self)
{
  g_return_if_fail (RELAIS_IS_FORM_TEXT_ROW (self));

  g_autofree char *text = relais_form_text_row_dup_text (self);
  g_autofree char *seen = g_strdup (self->shown);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!g_set_str (&self->shown, text))
    return;
  if (g_queue_is_empty (&self->told))
    g_set_str (&self->before, seen);
  g_queue_push_tail (&self->told, g_strdup (text));
  g_signal_emit (self, signals[EDITED], 0, seen);
}

void
relais_form_text_row_forget (RelaisFormTextRow *self)
{
  g_return_if_fail (RELAIS_IS_FORM_TEXT_ROW (self));
  g_queue_clear_full (&self->told, g_free);
}

gboolean
relais_form_text_row_has_lines (RelaisFormTextRow *self)
{
  g_return_val_if_fail (RELAIS_IS_FORM_TEXT_ROW (self), FALSE);
  return self->lines;
}
