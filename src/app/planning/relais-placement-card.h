/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-store.h"

G_BEGIN_DECLS

/* What rows and cards say of a placement. */
typedef struct {
  char       *title;    /* owned: of the subject */
  char       *channel;  /* owned */
  char       *author;   /* owned, "" */
  char       *date;     /* owned: planned, "" */
  char       *short_date;  /* owned: the same for a card */
  const char *icon;     /* static */
  const char *style;    /* static */
  gboolean    late;     /* copy is due and not in */
} RelaisPlacementText;

/* Three bounded lookups on the main thread. */
void relais_placement_text_read  (RelaisPlacementText *text, RelaisStore *store, RelaisRecord *placement, const char *today);
void relais_placement_text_clear (RelaisPlacementText *text);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RelaisPlacementText, relais_placement_text_clear)

/* RelaisPlacementCard: a recycled card of the board. Uniform height: the title always has room for two lines. */
#define RELAIS_TYPE_PLACEMENT_CARD (relais_placement_card_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPlacementCard, relais_placement_card, RELAIS, PLACEMENT_CARD, GtkWidget)

GtkWidget *relais_placement_card_new (void);
void       relais_placement_card_set (RelaisPlacementCard *self, const RelaisPlacementText *text);

G_END_DECLS
