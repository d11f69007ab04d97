/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-comments-group.h"

#include "relais-format.h"
#include "relais-mentions.h"
#include "relais-subject-actions.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RelaisCommentsGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget      *entry;     /* borrowed: the last row */
  GtkWidget      *list;      /* borrowed: holds the comments */
  RelaisMentions *mentions;  /* borrowed: the entry's */
  RelaisSession  *session;   /* owned */
  char           *subject;   /* owned, nullable */
  GHashTable     *drafts;    /* owned; subject (owned) → what was typed there and not sent (owned) */
};

G_DEFINE_FINAL_TYPE (RelaisCommentsGroup, relais_comments_group, ADW_TYPE_PREFERENCES_GROUP)

static RelaisStore *
get_store (RelaisCommentsGroup *self)
{
  return relais_session_get_store (self->session);
}

static void
collect (RelaisCommentsGroup *self, GPtrArray *comments, const char *field, const char *id)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("comment"));

  relais_query_where (query, field, RELAIS_MATCH_EQUAL, id);
  g_autoptr (GPtrArray) found = relais_store_query (get_store (self), query);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (comments, relais_record_ref (g_ptr_array_index (found, i)));
}

/* As they came to the back end; what waits to be sent comes last. */
static int
compare (gconstpointer a, gconstpointer b)
{
  RelaisRecord *first = *(RelaisRecord * const *) a, *second = *(RelaisRecord * const *) b;
  guint64 left = relais_record_get_rev (first) != 0 ? (guint64) relais_record_get_at (first) : G_MAXUINT64;
  guint64 right = relais_record_get_rev (second) != 0 ? (guint64) relais_record_get_at (second) : G_MAXUINT64;

  return left != right ? (left < right ? -1 : 1) : strcmp (relais_record_get_id (first), relais_record_get_id (second));
}

static GPtrArray *
list_comments (RelaisCommentsGroup *self)
{
  g_autoptr (GPtrArray) placements = relais_subject_list_placements (get_store (self), self->subject, FALSE);
  GPtrArray *comments = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);

  collect (self, comments, "subject", self->subject);
  for (guint i = 0; i < placements->len; i++)
    collect (self, comments, "placement", relais_record_get_id (g_ptr_array_index (placements, i)));
  g_ptr_array_sort (comments, compare);
  return comments;
}

/* The text as markup, with the names of those who are mentioned standing out. */
static char *
dup_markup (RelaisCommentsGroup *self, RelaisRecord *comment)
{
  const char *text = relais_record_get_string (comment, "text");
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);
  g_autofree const char **people = relais_record_dup_strv (comment, "mentions");
  g_autoptr (GString) markup = g_string_new (escaped);

  for (guint i = 0; people[i] != NULL; i++)
    {
      g_autofree char *name = relais_store_dup_title (get_store (self), "person", people[i]);
      g_autofree char *plain = g_markup_printf_escaped ("@%s", name);
      g_autofree char *bold = g_strdup_printf ("<b>%s</b>", plain);
      if (name[0] != '\0')
        g_string_replace (markup, plain, bold, 0);
    }
  return g_string_free (g_steal_pointer (&markup), FALSE);
}

static char *
dup_who (RelaisCommentsGroup *self, RelaisRecord *comment)
{
  g_autofree char *person = relais_store_dup_title (get_store (self), "person", relais_record_get_string (comment, "author"));
  g_autofree char *account = relais_session_dup_account_name (self->session, relais_record_get_by (comment));
  g_autofree char *when = relais_record_get_rev (comment) != 0
                            ? relais_format_ago (relais_record_get_at (comment), g_get_real_time () / G_USEC_PER_SEC)
                            : g_strdup (_("waiting to be sent"));

  return g_strdup_printf ("%s · %s", person[0] != '\0' ? person : account, when);
}

static RelaisRecord *
get_comment (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW)), "comment");
}

static void
resolve_cb (GtkToggleButton *button, RelaisCommentsGroup *self)
{
  gboolean resolved = gtk_toggle_button_get_active (button);

  relais_session_set_field (self->session, get_comment (GTK_WIDGET (button)), "resolved",
                            resolved ? g_variant_new_boolean (TRUE) : NULL,
                            resolved ? _("Settle a comment") : _("Open a comment again"));
}

static void
bin_cb (GtkWidget *button, RelaisCommentsGroup *self)
{
  RelaisAction *action = relais_action_new (_("Throw a comment away"));

  relais_action_bin (action, relais_kind_lookup ("comment"), relais_record_get_id (get_comment (button)), TRUE);
  relais_session_commit (self->session, action);
}

static GtkWidget *
new_row (RelaisCommentsGroup *self, RelaisRecord *comment)
{
  RelaisAccess *access = relais_session_get_access (self->session);
  GtkWidget *row = adw_action_row_new (), *resolve = gtk_toggle_button_new (), *bin;
  g_autofree char *markup = dup_markup (self, comment), *who = dup_who (self, comment);
  gboolean resolved = relais_record_get_boolean (comment, "resolved");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), who);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_button_set_icon_name (GTK_BUTTON (resolve), "object-select-symbolic");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (resolve), resolved);
  gtk_widget_set_tooltip_text (resolve, resolved ? _("Settled: open again") : _("Settled"));
  g_object_set_data_full (G_OBJECT (row), "comment", relais_record_ref (comment), (GDestroyNotify) relais_record_unref);
  bin = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_set_tooltip_text (bin, _("Throw Away"));
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *button = i == 0 ? resolve : bin;
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_visible (button, relais_access_may_edit (access, comment, i == 0 ? "resolved" : "binned"));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  g_signal_connect (resolve, "toggled", G_CALLBACK (resolve_cb), self);
  g_signal_connect (bin, "clicked", G_CALLBACK (bin_cb), self);
  if (resolved)
    gtk_widget_add_css_class (row, "dimmed");
  return row;
}

static void
load (RelaisCommentsGroup *self)
{
  g_autoptr (GPtrArray) comments = list_comments (self);

  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  for (guint i = 0; i < comments->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), new_row (self, g_ptr_array_index (comments, i)));
  gtk_widget_set_visible (self->list, comments->len > 0);
}

static void
send_cb (AdwEntryRow *entry, RelaisCommentsGroup *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  if (text[0] == '\0' || self->subject == NULL)
    return;
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("comment"));
  g_auto (GStrv) people = relais_mentions_dup_people (self->mentions);
  g_autofree char *title = relais_store_dup_title (get_store (self), "subject", self->subject);
  g_autofree char *label = g_strdup_printf (_("Comment on “%s”"), title);
  RelaisAction *action = relais_action_new (label);
  relais_fields_set_string (fields, "subject", self->subject);
  relais_fields_set_string (fields, "text", text);
  if (relais_session_get_person (self->session) != NULL)
    relais_fields_set_string (fields, "author", relais_session_get_person (self->session));
  if (people[0] != NULL)
    relais_fields_set_strv (fields, "mentions", (const char * const *) people);
  relais_action_create (action, NULL, fields);
  relais_session_commit_quietly (self->session, action);
  relais_mentions_clear (self->mentions);
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

/* What was typed about one subject waits there while one looks at another. */
static void
change_draft (RelaisCommentsGroup *self, const char *subject)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (self->subject != NULL)
    g_hash_table_insert (self->drafts, g_strdup (self->subject), g_strdup (text));
  const char *draft = subject != NULL ? g_hash_table_lookup (self->drafts, subject) : NULL;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), draft != NULL ? draft : "");
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisCommentsGroup *self)
{
  if (self->subject != NULL && relais_changes_has_kind (changes, "comment"))
    load (self);
}

static void
relais_comments_group_dispose (GObject *object)
{
  RelaisCommentsGroup *self = RELAIS_COMMENTS_GROUP (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_comments_group_parent_class)->dispose (object);
}

static void
relais_comments_group_finalize (GObject *object)
{
  RelaisCommentsGroup *self = RELAIS_COMMENTS_GROUP (object);

  g_hash_table_unref (self->drafts);
  g_free (self->subject);
  G_OBJECT_CLASS (relais_comments_group_parent_class)->finalize (object);
}

static void
relais_comments_group_class_init (RelaisCommentsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_comments_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_comments_group_finalize;
}

static void
relais_comments_group_init (RelaisCommentsGroup *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *writing = gtk_list_box_new ();

  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Comments"));
  self->list = gtk_list_box_new ();
  self->entry = adw_entry_row_new ();
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *list = i == 0 ? self->list : writing;
      gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
      gtk_widget_add_css_class (list, "boxed-list");
      gtk_box_append (GTK_BOX (box), list);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Comments"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (writing), GTK_ACCESSIBLE_PROPERTY_LABEL, _("New Comment"), -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _("Comment, @ for a person"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->entry), TRUE);
  gtk_list_box_append (GTK_LIST_BOX (writing), self->entry);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), box);
  g_signal_connect (self->entry, "apply", G_CALLBACK (send_cb), self);
}

GtkWidget *
relais_comments_group_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisCommentsGroup *self = g_object_new (RELAIS_TYPE_COMMENTS_GROUP, NULL);
  self->session = g_object_ref (session);
  self->mentions = relais_mentions_attach (ADW_ENTRY_ROW (self->entry), get_store (self));
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return GTK_WIDGET (self);
}

void
relais_comments_group_show (RelaisCommentsGroup *self, const char *subject)
{
  g_return_if_fail (RELAIS_IS_COMMENTS_GROUP (self));

  if (g_strcmp0 (self->subject, subject) != 0)
    change_draft (self, subject);
  g_set_str (&self->subject, subject);
  gtk_widget_set_visible (self->entry, relais_access_may_create (relais_session_get_access (self->session),
                                                                 relais_kind_lookup ("comment")));
  if (subject != NULL)
    load (self);
}

