/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-todo-page.h"

struct _RelaisTodoPage
{
  RelaisAppPage parent_instance;
};

G_DEFINE_FINAL_TYPE (RelaisTodoPage, relais_todo_page, RELAIS_TYPE_APP_PAGE)

static void
relais_todo_page_class_init (RelaisTodoPageClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), "/fr/relais/Relais/todo/relais-todo-page.ui");
}

static void
relais_todo_page_init (RelaisTodoPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
