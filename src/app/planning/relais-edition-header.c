/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-edition-header.h"

#include "relais-back-plan.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-plan-days.h"

#include <glib/gi18n.h>

struct _RelaisEditionHeader
{
  AdwBin       parent_instance;

  GtkDropDown *issues;   /* borrowed */
  GtkWidget   *summary;  /* borrowed */
  GtkWidget   *steps;    /* borrowed: AdwWrapBox */
  GPtrArray   *ids;      /* owned, element-type char: of the issues, as they stand in the menu */
  gboolean     showing;
};

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisEditionHeader, relais_edition_header, ADW_TYPE_BIN)

static void
show_issues (RelaisEditionHeader *self, const RelaisFlatplanReading *reading)
{
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  guint selected = 0;

  g_ptr_array_set_size (self->ids, 0);
  for (guint i = 0; i < reading->editions->len; i++)
    {
      RelaisRecord *edition = g_ptr_array_index (reading->editions, i);
      g_strv_builder_take (titles, relais_record_dup_title (edition));
      g_ptr_array_add (self->ids, g_strdup (relais_record_get_id (edition)));
      if (g_str_equal (relais_record_get_id (edition), relais_record_get_id (reading->edition)))
        selected = i;
    }
  g_auto (GStrv) strings = g_strv_builder_end (titles);
  g_autoptr (GtkStringList) model = gtk_string_list_new ((const char * const *) strings);
  self->showing = TRUE;
  gtk_drop_down_set_model (self->issues, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (self->issues, selected);
  self->showing = FALSE;
}

/* "4, 5 and 9" is said as "4, 5, 9": pages of one state. (transfer full) */
static char *
list_pages (RelaisFlatplan *plan, RelaisPageState state)
{
  g_autoptr (GString) pages = g_string_new (NULL);

  for (guint i = 0; i < plan->pages->len; i++)
    {
      RelaisFlatplanPage *page = g_ptr_array_index (plan->pages, i);
      if (page->state == state)
        g_string_append_printf (pages, "%s%u", pages->len > 0 ? ", " : "", page->number);
    }
  return g_string_free (g_steal_pointer (&pages), FALSE);
}

static char *
describe_plan (RelaisFlatplan *plan)
{
  g_autofree char *used = g_strdup_printf ("%'u", plan->used), *room = g_strdup_printf ("%'u", plan->room);
  g_autofree char *empty = list_pages (plan, RELAIS_PAGE_EMPTY), *over = list_pages (plan, RELAIS_PAGE_OVER);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u page", "%u pages", plan->pages->len), plan->pages->len);
  if (plan->room > 0)
    {
      g_autofree char *signs = g_strdup_printf (_("%s of %s signs"), used, room);
      g_string_append_printf (text, " · %s", signs);
    }
  if (plan->n_over > 0)
    {
      g_autofree char *words = g_strdup_printf (ngettext ("too much on page %s", "too much on pages %s", plan->n_over), over);
      g_string_append_printf (text, " · %s", words);
    }
  if (plan->n_empty > 0)
    {
      g_autofree char *words = g_strdup_printf (ngettext ("nothing on page %s", "nothing on pages %s", plan->n_empty), empty);
      g_string_append_printf (text, " · %s", words);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A day on the way to the reader: done, next or late, said with a word and an icon. */
static void
add_step (RelaisEditionHeader *self, const char *name, RelaisDay day, RelaisDay today, gboolean last)
{
  char text[RELAIS_DAY_SIZE];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label;
  gboolean past = day < today;

  relais_day_print (day, text);
  g_autofree char *date = relais_format_date (text);
  /* Translators: a step of the journal's making, and its day: "Copy in: 12 November" */
  g_autofree char *words = g_strdup_printf (past ? _("%s: %s, over") : _("%s: %s"), name, date);
  label = gtk_label_new (words);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (past ? "object-select-symbolic" : "x-office-calendar-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  if (past)
    gtk_widget_add_css_class (box, "dimmed");
  if (last)
    gtk_widget_add_css_class (label, "heading");
  adw_wrap_box_append (ADW_WRAP_BOX (self->steps), box);
}

/* Copy that was due for a step that is over and is not in. */
static guint
count_late (const RelaisFlatplanReading *reading, RelaisDay today)
{
  GHashTableIter iter;
  gpointer value;
  guint late = 0;

  g_hash_table_iter_init (&iter, reading->cards);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      RelaisFlatplanCard *card = value;
      const char *state = relais_record_get_string (card->placement, "state");
      const char *due = relais_record_get_string (card->placement, "copy_due");
      const char *edition = relais_record_get_string (card->placement, "edition");
      if (g_strcmp0 (edition, relais_record_get_id (reading->edition)) == 0 && due != NULL && relais_day_parse (due) < today
          && (g_str_equal (state, "accepted") || g_str_equal (state, "writing")))
        late++;
    }
  return late;
}

static void
add_late (RelaisEditionHeader *self, guint late)
{
  g_autofree char *words = g_strdup_printf (ngettext ("%u text is late", "%u texts are late", late), late);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), gtk_label_new (words));
  gtk_widget_add_css_class (box, "error");
  adw_wrap_box_append (ADW_WRAP_BOX (self->steps), box);
}

static void
show_steps (RelaisEditionHeader *self, RelaisStore *store, const RelaisFlatplanReading *reading, RelaisDay today)
{
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_days_read (store);
  g_autoptr (GPtrArray) steps = relais_back_plan_steps (calendar, reading->edition);
  RelaisDay print = relais_day_parse (relais_record_get_string (reading->edition, "print_on"));
  RelaisDay out = relais_day_parse (relais_record_get_string (reading->edition, "out_on"));
  guint late = count_late (reading, today);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->steps)) != NULL)
    adw_wrap_box_remove (ADW_WRAP_BOX (self->steps), child);
  for (guint i = 0; i < steps->len; i++)
    {
      RelaisPlanStep *step = g_ptr_array_index (steps, i);
      if (step->day != RELAIS_DAY_NONE)
        add_step (self, step->name, step->day, today, FALSE);
    }
  add_step (self, _("To the printer"), print, today, TRUE);
  if (out != RELAIS_DAY_NONE)
    add_step (self, _("Handed out"), out, today, FALSE);
  if (late > 0 && print >= today)
    add_late (self, late);
}

static void
selected_cb (RelaisEditionHeader *self)
{
  guint selected = gtk_drop_down_get_selected (self->issues);

  if (!self->showing && selected < self->ids->len)
    {
      g_autofree char *id = g_strdup (g_ptr_array_index (self->ids, selected));
      g_signal_emit (self, signals[CHOSEN], 0, id);
    }
}

static void
relais_edition_header_finalize (GObject *object)
{
  g_ptr_array_unref (RELAIS_EDITION_HEADER (object)->ids);
  G_OBJECT_CLASS (relais_edition_header_parent_class)->finalize (object);
}

static void
relais_edition_header_class_init (RelaisEditionHeaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = relais_edition_header_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", RELAIS_TYPE_EDITION_HEADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
relais_edition_header_init (RelaisEditionHeader *self)
{
  self->ids = g_ptr_array_new_with_free_func (g_free);
}

GtkWidget *
relais_edition_header_new (GtkWidget *tools)
{
  RelaisEditionHeader *self = g_object_new (RELAIS_TYPE_EDITION_HEADER, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *line = adw_wrap_box_new ();
  GtkWidget *issues = gtk_drop_down_new (NULL, NULL);

  self->issues = GTK_DROP_DOWN (issues);
  self->summary = gtk_label_new (NULL);
  self->steps = adw_wrap_box_new ();
  relais_name_drop_down (self->issues, _("Issue"));
  g_signal_connect_object (issues, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_label_set_wrap (GTK_LABEL (self->summary), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->summary), 0);
  gtk_widget_add_css_class (self->summary, "numeric");
  gtk_widget_add_css_class (self->steps, "caption");
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->steps), 16);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->steps), 4);
  gtk_widget_add_css_class (box, "relais-plan-tools");
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (line), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (line), 6);
  adw_wrap_box_append (ADW_WRAP_BOX (line), issues);
  adw_wrap_box_append (ADW_WRAP_BOX (line), tools);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), self->summary);
  gtk_box_append (GTK_BOX (box), self->steps);
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}

void
relais_edition_header_set (RelaisEditionHeader *self, RelaisStore *store, const RelaisFlatplanReading *reading, RelaisDay today)
{
  g_return_if_fail (RELAIS_IS_EDITION_HEADER (self) && reading->edition != NULL);

  g_autofree char *summary = describe_plan (reading->plan);
  show_issues (self, reading);
  gtk_label_set_label (GTK_LABEL (self->summary), summary);
  show_steps (self, store, reading, today);
}
