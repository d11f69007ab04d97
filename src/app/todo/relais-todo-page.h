/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-app-page.h"

G_BEGIN_DECLS

#define RELAIS_TYPE_TODO_PAGE (relais_todo_page_get_type ())
G_DECLARE_FINAL_TYPE (RelaisTodoPage, relais_todo_page, RELAIS, TODO_PAGE, RelaisAppPage)

G_END_DECLS
