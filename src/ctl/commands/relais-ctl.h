/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-workspace.h"

G_BEGIN_DECLS

/* What every command of relaisctl shares: where the workspace is, how arguments are read, how a command ends. */

/* Exit codes; documented in --help and in the manual page, and never changed. */
typedef enum {
  RELAIS_CTL_OK = 0,
  RELAIS_CTL_FAILURE = 1,
  RELAIS_CTL_USAGE = 2,        /* the command line */
  RELAIS_CTL_NOT_FOUND = 3,    /* no such kind, field, record, file, action */
  RELAIS_CTL_REFUSED = 4,      /* not valid, or not allowed */
  RELAIS_CTL_UNREACHABLE = 5,  /* no answer, or not that of a back end; try again */
  RELAIS_CTL_CONFLICTS = 6,    /* conflicts wait for a decision */
  RELAIS_CTL_WORKSPACE = 7,    /* the workspace file is busy, damaged, full, read-only or of a later Relais */
  RELAIS_CTL_SIGN_IN = 8,      /* not signed in, wrong password, session ended */
} RelaisCtlExit;

/* The code of an error of this domain is the exit code. */
#define RELAIS_CTL_ERROR (relais_ctl_error_quark ())
GQuark relais_ctl_error_quark (void);

typedef struct {
  char            *path;        /* owned, nullable: --workspace */
  char            *token_file;  /* owned, nullable: --token-file */
  RelaisWorkspace *workspace;   /* owned, nullable: open */
  RelaisAccess    *access;      /* owned, nullable: who is signed in; NULL: somebody who works on this computer only */
} RelaisCtl;

/* One command: a row of the table in main.c, a function in commands/. */
typedef struct {
  const char *name;
  const char *arguments;  /* for the help */
  const char *summary;    /* N_() */
  gboolean  (*run) (RelaisCtl *ctl, GStrv *args, GError **error);
} RelaisCtlCommand;

/* Reads @options (NULL-terminated entries) out of @args, whose first element is the command itself; between @least and @most
 * arguments must be left (@most -1: any number). */
gboolean      relais_ctl_parse     (RelaisCtl *ctl, GStrv *args, const GOptionEntry *options, int least, int most, GError **error);
gboolean      relais_ctl_open      (RelaisCtl *ctl, GError **error);
void          relais_ctl_clear     (RelaisCtl *ctl);
RelaisCtlExit relais_ctl_get_exit  (const GError *error);

/* With NOT_FOUND when there is none. */
const RelaisKind *relais_ctl_find_kind   (const char *name, GError **error);
RelaisRecord     *relais_ctl_find_record (RelaisCtl *ctl, const char *kind /* nullable: any */, const char *id, GError **error);

/* "FIELD=VALUE": the field's index and the text behind "="; lent. */
gboolean      relais_ctl_split     (const RelaisKind *kind, const char *text, guint *field, const char **value, GError **error);
/* The fields that @texts set, as a person writes them; an empty value empties the field. (transfer full) */
RelaisFields *relais_ctl_read_fields (const RelaisKind *kind, char **texts, GError **error);

/* Commits, and remembers the action for `relaisctl undo`. */
gboolean      relais_ctl_commit    (RelaisCtl *ctl, RelaisAction *action, GError **error);
gint64        relais_ctl_get_last_action (RelaisCtl *ctl);   /* 0: none */
gboolean      relais_ctl_set_last_action (RelaisCtl *ctl, gint64 action, GError **error);

/* A cell of a line of output: tabs and line breaks become spaces, so that a line is a line. */
void          relais_ctl_print_cell (const char *text, gboolean last);
void          relais_ctl_print_json (RelaisRecord *record);
/* Who an account is, or its id. (transfer full) */
char         *relais_ctl_dup_author (RelaisCtl *ctl, const char *account);

G_END_DECLS
