/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record.h"
#include "relais-table.h"

G_BEGIN_DECLS

/* RelaisImport: what an import would do, found out before anything is done. A value: the caller shows the rows, and turns the
 * changes into one RelaisAction, so that one undo takes the whole import back. */
typedef struct _RelaisImport RelaisImport;

/* What planning needs to know of the workspace. */
typedef struct {
  /* Every live record of the kind that is not in the bin. (transfer full) (element-type RelaisRecord) */
  GPtrArray *(*list) (gpointer data, const RelaisKind *kind);
  gpointer   data;
  GTimeZone *zone;   /* the organisation's; NULL: the computer's */
} RelaisImportWorld;

typedef enum {
  RELAIS_IMPORT_CREATE,
  RELAIS_IMPORT_UPDATE,
  RELAIS_IMPORT_DUPLICATE,  /* nothing to do: there already, or earlier in the same file */
  RELAIS_IMPORT_BAD,        /* left out */
} RelaisImportVerdict;

typedef struct {
  guint               line;    /* of the file, from 1; in iCalendar: of the entry, from 1 */
  RelaisImportVerdict verdict;
  char               *title;   /* owned: what people call it */
  char               *reason;  /* owned: DUPLICATE, BAD: why, a sentence; otherwise NULL or a remark */
} RelaisImportRow;

typedef struct {
  gboolean      create;
  char          id[RELAIS_ID_SIZE];
  RelaisFields *fields;        /* owned: all of a new record, what differs of another */
} RelaisImportChange;

/* Which column went to which field. */
typedef struct {
  char       *heading;         /* owned */
  const char *label;           /* translated label of the field; NULL: the column is not used */
} RelaisImportColumn;

/**
 * relais_import_plan:
 * @kind: (nullable): the kind of the rows; %NULL: the network of correspondents (people, their units and their mandates at once)
 * @bytes: the file: a table; or vCards for kind person and the network; or iCalendar for articles and subjects
 *
 * Headings are names or labels of fields, in English or French. References are written as identifiers or as titles. A record is
 * known again by its `id` column, by `external_id`, people by their e-mail, or by the KEY fields of its kind.
 * An empty cell leaves the field as it is.
 *
 * The network: columns such as Nom, Prénom, Direction, Service, Courriel, Téléphone, Fonction (titulaire, suppléant), Depuis.
 * People are known again by e-mail, then by name; units by name, whatever its case and accents.
 *
 * iCalendar: an entry becomes an article with its days and hours, a subject, and a placement on the agenda channel; it is known
 * again by its UID. A cancelled entry throws them into the bin.
 *
 * Returns: (transfer full) (nullable): the plan, or %NULL with a RELAIS_EXCHANGE_ERROR
 */
RelaisImport *relais_import_plan          (GBytes *bytes, const RelaisKind *kind, const RelaisImportWorld *world, GError **error);

/**
 * relais_import_plan_schedule:
 * @bytes: an editorial plan: a table or iCalendar
 *
 * A row is a placement: subject and channel, and as far as there are such columns day, status, author, copy due and the other fields
 * of placements, then direction, theme and the other fields of subjects. A subject that is not there is made; of one that is there
 * nothing changes. A placement is known again by its `id` column, or by subject, channel and day. Copy is due by the channel's lead
 * time where the file does not say when.
 *
 * An entry of a calendar that Relais wrote moves its placement, cancelled it goes into the bin; any other entry becomes a placement
 * on the channel that its category names, otherwise on the agenda.
 *
 * Returns: (transfer full) (nullable): as relais_import_plan()
 */
RelaisImport *relais_import_plan_schedule (GBytes *bytes, const RelaisImportWorld *world, GError **error);
RelaisImport *relais_import_ref           (RelaisImport *import);
void          relais_import_unref         (RelaisImport *import);
/* (element-type RelaisImportRow), in the order of the file. Lent. */
GPtrArray    *relais_import_get_rows      (RelaisImport *import);
guint         relais_import_count         (RelaisImport *import, RelaisImportVerdict verdict);
/* (element-type RelaisImportChange): one for each record, parents before children. Lent. */
GPtrArray    *relais_import_get_changes   (RelaisImport *import);
/* (element-type RelaisImportColumn): empty for vCard and iCalendar. Lent. */
GPtrArray    *relais_import_get_columns   (RelaisImport *import);
/* The bad rows of a table as they were, with their reason in a last column, to be mended and imported again. (transfer full)
 * (nullable): NULL when there is none, or when the file was no table. */
char         *relais_import_dup_bad_rows  (RelaisImport *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisImport, relais_import_unref)

G_END_DECLS
