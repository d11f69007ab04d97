/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-ctl.h"

G_BEGIN_DECLS

/* connection.c */
gboolean relais_ctl_connect    (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_disconnect (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_sync       (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_status     (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_verify     (RelaisCtl *ctl, GStrv *args, GError **error);
/* read.c */
gboolean relais_ctl_list       (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_get        (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_search     (RelaisCtl *ctl, GStrv *args, GError **error);
/* A query from what --where, --order and so on say. (transfer full) */
RelaisQuery *relais_ctl_make_query (const RelaisKind *kind, char **where, GError **error);
/* edit.c */
gboolean relais_ctl_add        (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_set        (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_bin        (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_restore    (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_undo       (RelaisCtl *ctl, GStrv *args, GError **error);
/* exchange.c */
gboolean relais_ctl_import     (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_export     (RelaisCtl *ctl, GStrv *args, GError **error);
/* To the file @path, or to standard output when it is NULL. */
gboolean relais_ctl_write_output (GBytes *bytes, const char *path, GError **error);
/* plan.c */
gboolean relais_ctl_export_plan (RelaisCtl *ctl, GStrv *args, GError **error);
/* render.c */
gboolean relais_ctl_render     (RelaisCtl *ctl, GStrv *args, GError **error);
/* conflicts.c */
gboolean relais_ctl_conflicts  (RelaisCtl *ctl, GStrv *args, GError **error);
gboolean relais_ctl_resolve    (RelaisCtl *ctl, GStrv *args, GError **error);

G_END_DECLS
