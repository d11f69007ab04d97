/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-mentions.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_OFFERED 6
#define MAX_PREFIX  40

struct _RelaisMentions
{
  AdwEntryRow *row;      /* borrowed: owns this */
  RelaisStore *store;    /* owned */
  GtkWidget   *popover;  /* borrowed: child of the row */
  GtkWidget   *list;     /* borrowed */
  GHashTable  *people;   /* owned; name (owned) → id (owned) */
  gboolean     filling;
};

static void
free_mentions (RelaisMentions *self)
{
  g_object_unref (self->store);
  g_hash_table_unref (self->people);
  g_free (self);
}

static char *
find_prefix (RelaisMentions *self, gsize *begins, gsize *ends)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->row));
  int cursor = gtk_editable_get_position (GTK_EDITABLE (self->row));

  *ends = (gsize) (g_utf8_offset_to_pointer (text, cursor) - text);
  return relais_mention_find_prefix (text, *ends, begins);
}

static void
hide (RelaisMentions *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

/* The name stands in the text, and with it the person. */
static void
choose (RelaisMentions *self, GtkListBoxRow *row)
{
  const char *name = row != NULL ? g_object_get_data (G_OBJECT (row), "name") : NULL;
  gsize begins, ends;
  g_autofree char *prefix = find_prefix (self, &begins, &ends);

  hide (self);
  if (name == NULL || prefix == NULL)
    return;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->row));
  g_autofree char *before = g_strndup (text, begins);
  g_autofree char *changed = g_strconcat (before, "@", name, " ", text + ends, NULL);
  int position = (int) (g_utf8_strlen (before, -1) + g_utf8_strlen (name, -1) + 2);
  self->filling = TRUE;
  g_hash_table_insert (self->people, g_strdup (name), g_strdup (g_object_get_data (G_OBJECT (row), "id")));
  gtk_editable_set_text (GTK_EDITABLE (self->row), changed);
  gtk_editable_set_position (GTK_EDITABLE (self->row), position);
  self->filling = FALSE;
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, RelaisMentions *self)
{
  choose (self, row);
}

static void
offer (RelaisMentions *self, GPtrArray *people)
{
  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  for (guint i = 0; i < people->len; i++)
    {
      RelaisRecord *person = g_ptr_array_index (people, i);
      g_autofree char *name = relais_record_dup_title (person);
      GtkWidget *row = gtk_list_box_row_new (), *label = gtk_label_new (name);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
      gtk_widget_set_focusable (row, FALSE);   /* one goes on typing */
      g_object_set_data_full (G_OBJECT (row), "name", g_steal_pointer (&name), g_free);
      g_object_set_data_full (G_OBJECT (row), "id", g_strdup (relais_record_get_id (person)), g_free);
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
}

static void
announce (RelaisMentions *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (row != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self->row), g_object_get_data (G_OBJECT (row), "name"),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
changed_cb (RelaisMentions *self)
{
  gsize begins, ends;
  g_autofree char *prefix = self->filling ? NULL : find_prefix (self, &begins, &ends);

  if (prefix == NULL)
    {
      hide (self);
      return;
    }
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("person")), "last_name", FALSE);
  if (prefix[0] != '\0')
    relais_query_text (query, prefix);
  relais_query_limit (query, MAX_OFFERED);
  g_autoptr (GPtrArray) people = relais_store_query (self->store, query);
  offer (self, people);
  if (people->len > 0)
    {
      gtk_popover_popup (GTK_POPOVER (self->popover));
      announce (self);
    }
  else
    hide (self);
}

static void
step (RelaisMentions *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  GtkListBoxRow *next = row != NULL ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), gtk_list_box_row_get_index (row) + by)
                                    : NULL;

  if (next == NULL)
    return;
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), next);
  announce (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, RelaisMentions *self)
{
  if (!gtk_widget_get_visible (self->popover))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Up:
      step (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
      step (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_Tab:
      choose (self, gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      hide (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
unparent_cb (GtkWidget *row, GtkWidget *popover)
{
  gtk_widget_unparent (popover);
}

RelaisMentions *
relais_mentions_attach (AdwEntryRow *row, RelaisStore *store)
{
  RelaisMentions *self = g_new0 (RelaisMentions, 1);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->row = row;
  self->store = g_object_ref (store);
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (self->list), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("People"), -1);
  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_child (GTK_POPOVER (self->popover), self->list);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (row));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (row, "destroy", G_CALLBACK (unparent_cb), self->popover);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (row), keys);
  g_object_set_data_full (G_OBJECT (row), "mentions", self, (GDestroyNotify) free_mentions);
  return self;
}

char **
relais_mentions_dup_people (RelaisMentions *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->row));
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer name, id;

  g_hash_table_iter_init (&iter, self->people);
  while (g_hash_table_iter_next (&iter, &name, &id))
    {
      g_autofree char *mention = g_strconcat ("@", name, NULL);
      if (strstr (text, mention) != NULL)
        g_strv_builder_add (ids, id);
    }
  return g_strv_builder_end (ids);
}

void
relais_mentions_clear (RelaisMentions *self)
{
  g_hash_table_remove_all (self->people);
  hide (self);
}

char *
relais_mention_find_prefix (const char *text, gsize cursor, gsize *begins)
{
  gsize at = cursor;

  g_return_val_if_fail (text != NULL && begins != NULL, NULL);

  /* A first name and a last name, perhaps: one space belongs to it. An address (a@b) is none. */
  for (guint spaces = 0; at > 0 && cursor - at <= MAX_PREFIX && text[at - 1] != '@'; at--)
    if (text[at - 1] == ' ' && spaces++ > 0)
      return NULL;
  if (at == 0 || text[at - 1] != '@' || (at >= 2 && text[at - 2] != ' ' && text[at - 2] != '('))
    return NULL;
  *begins = at - 1;
  return g_strndup (text + at, cursor - at);
}
