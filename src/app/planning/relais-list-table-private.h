/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-cell-editor.h"
#include "relais-list-line.h"
#include "relais-list-table.h"

G_BEGIN_DECLS

/* A line that is alive: in sight, or where one is. */
typedef struct {
  gint64            key;
  GtkWidget        *line;      /* owned: child of the table */
  RelaisRecordItem *item;      /* owned */
  gulong            handler;   /* of the item */
  gboolean          used;      /* while the ones in sight are found anew */
} RelaisListSeen;

struct _RelaisListTable
{
  RelaisScrollArea parent_instance;

  RelaisSession    *session;   /* owned */
  RelaisRecordList *list;      /* owned */
  RelaisPlanOrder   order;      /* of what is shown */
  RelaisPlanOrder   next_order; /* of what was asked for */

  /* geometry, of the last allocation */
  RelaisListColumns columns;
  int               header_height, line_height, section_height;
  GArray           *sections;  /* owned, element-type guint: first rows of the groups; empty: no groups */
  guint             n_rows;
  int               whole;     /* height of all rows, when they were all known last */

  GtkWidget        *headers[RELAIS_PLAN_N_COLUMNS];  /* owned: children */
  RelaisPlanField  title;      /* whose menu it is … */
  gboolean          from_title; /* … or was, since one was in the cells */
  int               dragged, dragged_width;  /* index of the column whose edge is drawn, and its width before; -1: none */
  GPtrArray        *seen;      /* owned, element-type RelaisListSeen */
  GPtrArray        *spare;     /* owned, element-type GtkWidget: lines without a record, hidden once all have one */
  GPtrArray        *headings;  /* owned, element-type GtkWidget: labels of groups, as many as were ever in sight */
  GtkWidget        *editor;    /* owned: child, nullable: over the cell that is edited */

  gint64            cursor;    /* key of the line that one is on; 0: none */
  guint             row;       /* where it was last */
  RelaisPlanField  column;
  gint64            anchor;    /* key: where a selection with Shift begins */
  GtkBitset        *selected;  /* owned: keys */
  char             *open;      /* owned, nullable: id of the placement that is open beside the table */
  char              today[RELAIS_DAY_SIZE];
  gboolean          is_stale;  /* the list changed since lines and groups were found */
  gboolean          restart;   /* what comes next is something else */
  gboolean          from_top;  /* and is shown from its beginning */
};

/* ---- relais-list-table.c ---- */
/* Finds groups, cursor and selection again after the list changed. */
void            relais_list_table_update       (RelaisListTable *self);
void            relais_list_table_layout       (RelaisListTable *self);
/* From the top of the body, without scrolling. */
int             relais_list_table_get_top      (RelaisListTable *self, guint row);
int             relais_list_table_get_body_height (RelaisListTable *self);
/* The first row that is not all above @y of the body. */
guint           relais_list_table_get_first_row (RelaisListTable *self, double y);
/* The row at @y of the widget; FALSE: a heading, or nothing. */
gboolean        relais_list_table_find_row     (RelaisListTable *self, double y, guint *row);
gboolean        relais_list_table_find_column  (RelaisListTable *self, double x, RelaisPlanField *column);
/* A cell in the widget, as it is scrolled. FALSE: no room for the column. */
gboolean        relais_list_table_get_area     (RelaisListTable *self, guint row, RelaisPlanField column, GdkRectangle *area);

/* ---- relais-list-table-columns.c: how wide columns are ---- */
void            relais_list_table_measure_columns (RelaisListTable *self, int width);
/* There is no room for all columns: as many as fit are shown, as wide as usual. */
gboolean        relais_list_table_is_narrow       (RelaisListTable *self);
/* The person makes the column at @index so wide: what is left of it stays as it is. */
void            relais_list_table_resize          (RelaisListTable *self, guint index, int pixels);
void            relais_list_table_widen           (RelaisListTable *self, guint index, int lines);
/* As wide as the widest of what is in sight. */
void            relais_list_table_fit             (RelaisListTable *self, guint index);
void            relais_list_table_forget_width    (RelaisListTable *self, guint index);

/* ---- relais-list-table-titles.c ---- */
void            relais_list_table_install_titles  (GtkWidgetClass *klass);
void            relais_list_table_build_titles    (RelaisListTable *self);
void            relais_list_table_show_titles     (RelaisListTable *self);
void            relais_list_table_show_sort       (RelaisListTable *self);
void            relais_list_table_place_titles    (RelaisListTable *self);
gboolean        relais_list_table_title_key       (RelaisListTable *self, guint key, GdkModifierType modifiers);

/* ---- relais-list-table-lines.c: what is in sight ---- */
/* Columns are elsewhere; @others: there are other ones now, whose cells are to be read. */
void            relais_list_table_follow_columns  (RelaisListTable *self, gboolean others);
void            relais_list_table_see_all         (RelaisListTable *self);
RelaisListSeen *relais_list_table_get_seen        (RelaisListTable *self, gint64 key);   /* nullable */
void            relais_list_table_show_selected   (RelaisListTable *self);
void            relais_list_seen_free             (gpointer seen);

/* ---- relais-list-table-keys.c: where one is, and what is selected ---- */
void            relais_list_table_add_keys     (RelaisListTable *self);
void            relais_list_table_go           (RelaisListTable *self, guint row, RelaisPlanField column, GdkModifierType modifiers);
/* From under the one that stays. */
void            relais_list_table_reveal_column (RelaisListTable *self, guint index);
void            relais_list_table_select       (RelaisListTable *self, guint row, GdkModifierType modifiers);
gboolean        relais_list_table_is_among_several (RelaisListTable *self, guint row);
gboolean        relais_list_table_is_in_cells  (RelaisListTable *self);
/* The placement that one is on. (transfer full) (nullable) */
RelaisRecord   *relais_list_table_dup_current  (RelaisListTable *self);
void            relais_list_table_emit_open    (RelaisListTable *self);

/* ---- relais-list-table-edit.c ---- */
void            relais_list_table_edit         (RelaisListTable *self);
/* The cell that one is on may be changed, by this person. */
gboolean        relais_list_table_may_edit     (RelaisListTable *self);
/* Gives up what is being typed. */
void            relais_list_table_end_edit     (RelaisListTable *self);
void            relais_list_table_place_editor (RelaisListTable *self);

/* ---- relais-list-table-mouse.c ---- */
void            relais_list_table_add_mouse    (RelaisListTable *self);
void            relais_list_table_show_menu    (RelaisListTable *self, const GdkRectangle *at);

G_END_DECLS
