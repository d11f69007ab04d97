/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-room-dialog.h"

#include "relais-flatplan-actions.h"
#include "relais-flatplan.h"
#include "relais-names.h"
#include "relais-number-row.h"
#include "relais-plan-dialog.h"

#include <glib/gi18n.h>

#define MOST_SIGNS 100000

typedef struct {
  RelaisSession *session;  /* owned */
  RelaisRecord  *edition;  /* owned */
  guint          page;
  GtkWidget     *signs;    /* borrowed */
  AdwDialog     *dialog;   /* borrowed: owns this */
} Room;

static void
free_room (gpointer data)
{
  Room *room = data;

  g_object_unref (room->session);
  relais_record_unref (room->edition);
  g_free (room);
}

/* What is as the others follows them when they change. */
static void
set_cb (Room *room)
{
  guint signs = relais_number_row_get (room->signs), others = (guint) relais_record_get_integer (room->edition, "page_signs");

  if (signs != relais_flatplan_get_room (room->edition, room->page))
    relais_session_commit (room->session, relais_flatplan_set_room (room->edition, room->page, signs != others ? (int) signs : -1));
  adw_dialog_close (room->dialog);
}

static void
reset_cb (Room *room)
{
  relais_number_row_set (room->signs, (guint) relais_record_get_integer (room->edition, "page_signs"));
}

void
relais_room_dialog_show (GtkWidget *parent, RelaisSession *session, RelaisRecord *edition, guint page)
{
  g_return_if_fail (GTK_IS_WIDGET (parent) && RELAIS_IS_SESSION (session) && edition != NULL);

  Room *room = g_new0 (Room, 1);
  GtkWidget *content = adw_preferences_page_new (), *group = adw_preferences_group_new (), *reset = adw_button_row_new (), *button;
  g_autofree char *title = g_strdup_printf (_("Room of Page %u"), page);
  g_autofree char *others = g_strdup_printf (_("As on the Other Pages (%'u)"), (guint) relais_record_get_integer (edition, "page_signs"));

  room->session = g_object_ref (session);
  room->edition = relais_record_ref (edition);
  room->page = page;
  room->signs = relais_number_row_add (ADW_PREFERENCES_GROUP (group), _("Signs"), relais_flatplan_get_room (edition, page), MOST_SIGNS);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (reset), others);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), reset);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("A cover or an advertisement leaves less room. 0: nobody knows."));
  relais_name_group (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (content), ADW_PREFERENCES_GROUP (group));
  room->dialog = relais_plan_dialog_new (title, _("_Set"), content, &button);
  g_object_set_data_full (G_OBJECT (room->dialog), "room", room, free_room);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (set_cb), room);
  g_signal_connect_swapped (reset, "activated", G_CALLBACK (reset_cb), room);
  adw_dialog_set_focus (room->dialog, room->signs);
  adw_dialog_present (room->dialog, parent);
}
