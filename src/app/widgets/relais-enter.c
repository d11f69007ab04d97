/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-enter.h"

#include "relais-form-text-row.h"

/* One line to type in has the focus, and what is typed there counts from now on. */
static gboolean
finish_line (GtkWidget *focus)
{
  GtkWidget *row = gtk_widget_get_ancestor (focus, RELAIS_TYPE_FORM_TEXT_ROW);
  GtkWidget *number = gtk_widget_get_ancestor (focus, GTK_TYPE_SPIN_BUTTON);

  /* A menu or a calendar over the form has its own Enter. */
  if (gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL)
    return FALSE;
  if (row != NULL && !relais_form_text_row_has_lines (RELAIS_FORM_TEXT_ROW (row)))
    relais_form_text_row_flush (RELAIS_FORM_TEXT_ROW (row));
  else if (number != NULL)
    gtk_spin_button_update (GTK_SPIN_BUTTON (number));
  else
    return GTK_IS_TEXT (focus);
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, GtkWidget *button)
{
  GtkWidget *form = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (form));
  gboolean enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter;

  if (!enter || (state & gtk_accelerator_get_default_mod_mask ()) != 0 || focus == NULL || !finish_line (focus))
    return GDK_EVENT_PROPAGATE;
  if (button == NULL && ADW_IS_DIALOG (form))
    button = adw_dialog_get_default_widget (ADW_DIALOG (form));
  if (button == NULL || !gtk_widget_is_sensitive (button))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate (button);
  return GDK_EVENT_STOP;
}

void
relais_enter_presses (GtkWidget *form, GtkWidget *button)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_return_if_fail (GTK_IS_WIDGET (form) && (button != NULL || ADW_IS_DIALOG (form)));

  if (ADW_IS_DIALOG (form) && button != NULL)
    adw_dialog_set_default_widget (ADW_DIALOG (form), button);
  /* Before the line itself, which would take it. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  if (button != NULL)
    g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), button, G_CONNECT_DEFAULT);
  else
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), NULL);
  gtk_widget_add_controller (form, keys);
}
