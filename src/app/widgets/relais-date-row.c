/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-date-row.h"

#include "relais-format.h"
#include "relais-popover.h"
#include "relais-typed-day.h"

#include <glib/gi18n.h>

/* The hour proposed for a publication: when agents open their computers. */
#define USUAL_HOUR "08:30"

/* What is inside the popover, for the row and for "Change date…". */
typedef struct {
  GtkWidget      *popover;   /* borrowed: owns this */
  GtkWidget      *calendar;  /* borrowed */
  GtkWidget      *entry;     /* borrowed: the day as typed */
  GtkWidget      *hour;      /* borrowed, nullable */
  RelaisDayChosen chosen;
  gpointer        user_data;
  GDestroyNotify  destroy;
} Picker;

struct _RelaisDateRow
{
  AdwActionRow parent_instance;

  GtkWidget   *button;     /* borrowed: suffix */
  GtkWidget   *label;      /* borrowed: in the button */
  Picker      *picker;     /* borrowed: the popover owns it */
  char        *value;      /* owned, nullable */
  gboolean     with_hour;
  gboolean     editable;
};

enum { PROP_0, PROP_VALUE, PROP_WITH_HOUR, PROP_EDITABLE, N_PROPS };
enum { EDITED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisDateRow, relais_date_row, ADW_TYPE_ACTION_ROW)

static void
free_picker (Picker *picker)
{
  if (picker->destroy != NULL)
    picker->destroy (picker->user_data);
  g_free (picker);
}

static void
print_picked (Picker *picker, char day[RELAIS_DAY_SIZE])
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (GTK_CALENDAR (picker->calendar));
  g_autofree char *text = g_date_time_format (date, "%Y-%m-%d");
  g_strlcpy (day, text, RELAIS_DAY_SIZE);
}

static void
show_day (Picker *picker, const char *day)
{
  RelaisDay date = relais_day_parse (day);
  int year, month, mday;

  relais_day_to_ymd (date != RELAIS_DAY_NONE ? date : relais_day_today (), &year, &month, &mday);
  g_autoptr (GDateTime) time = g_date_time_new_local (year, month, mday, 12, 0, 0);
  gtk_calendar_select_day (GTK_CALENDAR (picker->calendar), time);
  g_autofree char *text = day != NULL ? g_date_time_format (time, "%d/%m/%Y") : g_strdup ("");
  gtk_editable_set_text (GTK_EDITABLE (picker->entry), text);
}

static void
choose (Picker *picker, const char *day)
{
  gtk_popover_popdown (GTK_POPOVER (picker->popover));
  picker->chosen (day, picker->user_data);
}

static void
accept_cb (GtkWidget *button, Picker *picker)
{
  char day[RELAIS_DAY_SIZE];

  print_picked (picker, day);
  choose (picker, day);
}

static void
clear_cb (GtkWidget *button, Picker *picker)
{
  choose (picker, NULL);
}

static void
entry_cb (GtkWidget *entry, Picker *picker)
{
  g_autofree char *why = NULL;
  char text[RELAIS_DAY_SIZE];
  RelaisDay day;

  if (!relais_day_read (gtk_editable_get_text (GTK_EDITABLE (entry)), relais_day_today (), &day, &why))
    {
      gtk_widget_add_css_class (entry, "error");
      gtk_widget_set_tooltip_text (entry, why);
      gtk_accessible_announce (GTK_ACCESSIBLE (entry), why, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
      return;
    }
  relais_day_print (day, text);
  choose (picker, day != RELAIS_DAY_NONE ? text : NULL);
}

static void
typed_cb (GtkEditable *entry, gpointer user_data)
{
  gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  gtk_widget_set_tooltip_text (GTK_WIDGET (entry), NULL);
}

static GtkWidget *
build_hour (Picker *picker)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new_with_mnemonic (_("_Hour"));

  picker->hour = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (picker->hour), USUAL_HOUR);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (picker->hour), 6);
  gtk_widget_set_hexpand (picker->hour, TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), picker->hour);
  g_signal_connect (picker->hour, "activate", G_CALLBACK (accept_cb), picker);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), picker->hour);
  return box;
}

static Picker *
build_picker (gboolean with_hour, RelaisDayChosen chosen, gpointer user_data, GDestroyNotify destroy)
{
  Picker *picker = g_new0 (Picker, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *none = gtk_button_new_with_mnemonic (_("_No Date"));
  GtkWidget *accept = gtk_button_new_with_mnemonic (_("_Choose"));

  picker->chosen = chosen;
  picker->user_data = user_data;
  picker->destroy = destroy;
  picker->popover = gtk_popover_new ();
  picker->calendar = gtk_calendar_new ();
  gtk_calendar_set_show_week_numbers (GTK_CALENDAR (picker->calendar), TRUE);
  picker->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (picker->entry), _("Date, or +7 for in a week"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (picker->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Date"), -1);

  g_signal_connect (picker->entry, "activate", G_CALLBACK (entry_cb), picker);
  g_signal_connect (picker->entry, "changed", G_CALLBACK (typed_cb), picker);
  g_signal_connect (none, "clicked", G_CALLBACK (clear_cb), picker);
  g_signal_connect (accept, "clicked", G_CALLBACK (accept_cb), picker);
  gtk_widget_add_css_class (accept, "suggested-action");
  gtk_widget_set_hexpand (none, TRUE);
  gtk_widget_set_hexpand (accept, TRUE);

  gtk_box_append (GTK_BOX (box), picker->entry);
  gtk_box_append (GTK_BOX (box), picker->calendar);
  if (with_hour)
    gtk_box_append (GTK_BOX (box), build_hour (picker));
  gtk_box_append (GTK_BOX (buttons), none);
  gtk_box_append (GTK_BOX (buttons), accept);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_popover_set_child (GTK_POPOVER (picker->popover), box);
  g_object_set_data_full (G_OBJECT (picker->popover), "relais-picker", picker, (GDestroyNotify) free_picker);
  return picker;
}

static void
update (RelaisDateRow *self)
{
  char today[RELAIS_DAY_SIZE];
  g_autofree char *text = NULL;

  relais_today (today);
  if (self->value == NULL)
    text = g_strdup (_("None"));
  else if (self->with_hour)
    text = relais_format_instant (self->value);
  else
    text = relais_format_day (self->value, today);
  gtk_label_set_label (GTK_LABEL (self->label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
edit (RelaisDateRow *self, const char *value)
{
  if (g_strcmp0 (self->value, value) == 0)
    return;
  relais_date_row_set_value (self, value);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
chosen_cb (const char *day, gpointer user_data)
{
  RelaisDateRow *self = user_data;

  if (day == NULL || !self->with_hour)
    {
      edit (self, day);
      return;
    }
  g_autofree char *instant = relais_instant_join (day, gtk_editable_get_text (GTK_EDITABLE (self->picker->hour)));
  if (instant == NULL)
    instant = relais_instant_join (day, USUAL_HOUR);
  edit (self, instant);
}

static void
popover_cb (GObject *popover, GParamSpec *pspec, RelaisDateRow *self)
{
  char day[RELAIS_DAY_SIZE], hour[6];

  if (!gtk_widget_get_visible (GTK_WIDGET (popover)))
    return;
  if (!self->with_hour)
    show_day (self->picker, self->value);
  else if (relais_instant_split (self->value, day, hour))
    {
      show_day (self->picker, day);
      gtk_editable_set_text (GTK_EDITABLE (self->picker->hour), hour);
    }
  else
    show_day (self->picker, NULL);
}

static void
relais_date_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RelaisDateRow *self = RELAIS_DATE_ROW (object);

  switch (prop_id)
    {
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    case PROP_WITH_HOUR:
      g_value_set_boolean (value, self->with_hour);
      break;
    case PROP_EDITABLE:
      g_value_set_boolean (value, self->editable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_date_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  RelaisDateRow *self = RELAIS_DATE_ROW (object);

  switch (prop_id)
    {
    case PROP_VALUE:
      relais_date_row_set_value (self, g_value_get_string (value));
      break;
    case PROP_WITH_HOUR:
      self->with_hour = g_value_get_boolean (value);
      break;
    case PROP_EDITABLE:
      relais_date_row_set_editable (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
relais_date_row_constructed (GObject *object)
{
  RelaisDateRow *self = RELAIS_DATE_ROW (object);

  G_OBJECT_CLASS (relais_date_row_parent_class)->constructed (object);
  self->picker = build_picker (self->with_hour, chosen_cb, self, NULL);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->picker->popover);
  g_signal_connect_object (self->picker->popover, "notify::visible", G_CALLBACK (popover_cb), self, G_CONNECT_DEFAULT);
  update (self);
}

static void
relais_date_row_finalize (GObject *object)
{
  g_free (RELAIS_DATE_ROW (object)->value);
  G_OBJECT_CLASS (relais_date_row_parent_class)->finalize (object);
}

static void
relais_date_row_class_init (RelaisDateRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = relais_date_row_get_property;
  object_class->set_property = relais_date_row_set_property;
  object_class->constructed = relais_date_row_constructed;
  object_class->finalize = relais_date_row_finalize;

  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_WITH_HOUR] = g_param_spec_boolean ("with-hour", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EDITABLE] = g_param_spec_boolean ("editable", NULL, NULL, TRUE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[EDITED] = g_signal_new ("edited", RELAIS_TYPE_DATE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_date_row_init (RelaisDateRow *self)
{
  self->editable = TRUE;
  self->label = gtk_label_new (NULL);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), self->label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->button), TRUE);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "relais-date");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->button);
  /* The action row is described by its subtitle, which is empty here: the value is what describes it. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
}

GtkWidget *
relais_date_row_new (const char *title, gboolean with_hour)
{
  return g_object_new (RELAIS_TYPE_DATE_ROW, "title", title, "with-hour", with_hour, NULL);
}

const char *
relais_date_row_get_value (RelaisDateRow *self)
{
  g_return_val_if_fail (RELAIS_IS_DATE_ROW (self), NULL);
  return self->value;
}

void
relais_date_row_set_value (RelaisDateRow *self, const char *value)
{
  g_return_if_fail (RELAIS_IS_DATE_ROW (self));
  if (value != NULL && value[0] == '\0')
    value = NULL;
  if (!g_set_str (&self->value, value))
    return;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

void
relais_date_row_set_editable (RelaisDateRow *self, gboolean editable)
{
  g_return_if_fail (RELAIS_IS_DATE_ROW (self));
  if (self->editable == editable)
    return;
  self->editable = editable;
  gtk_widget_set_sensitive (self->button, editable);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITABLE]);
}

void
relais_day_popover_show (GtkWidget *parent, const GdkRectangle *at, const char *day, RelaisDayChosen chosen, gpointer user_data,
                         GDestroyNotify destroy)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (chosen != NULL);

  Picker *picker = build_picker (FALSE, chosen, user_data, destroy);
  show_day (picker, day);
  relais_popover_show (picker->popover, parent, at);
}
