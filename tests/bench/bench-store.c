/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "relais-json.h"

static const char * const words[] = {
  "agenda", "accueil", "agents", "atelier", "bibliothèque", "budget", "cantine", "cérémonie", "chantier", "commune",
  "congés", "conseil", "culture", "direction", "école", "élections", "équipe", "énergie", "formation", "gymnase",
  "handicap", "intranet", "jardin", "journée", "maire", "marché", "médiathèque", "mobilité", "numérique", "opération",
  "parc", "patrimoine", "piscine", "plan", "prévention", "projet", "quartier", "réunion", "rentrée", "restauration",
  "santé", "sécurité", "séminaire", "service", "solidarité", "sport", "télétravail", "théâtre", "travaux", "vacances",
  "vœux", "voirie", "et", "le", "la", "les", "des", "du", "pour", "dans", "avec", "sur",
};

static char *
make_text (GRand *random, guint n_words)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_words; i++) {
    g_string_append (text, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
    /* Names and numbers: a vocabulary that grows with the text, as in life. */
    if (g_rand_int_range (random, 0, 8) == 0)
      g_string_append_printf (text, " %c%c%c%u", g_rand_int_range (random, 'a', 'z'), g_rand_int_range (random, 'a', 'z'),
                              g_rand_int_range (random, 'a', 'z'), g_rand_int_range (random, 0, 500));
    g_string_append_c (text, i % 60 == 59 ? '\n' : ' ');
  }
  return g_string_free_and_steal (text);
}

static void
make_id (char *id, guint kind, guint number)
{
  g_snprintf (id, RELAIS_ID_SIZE, "0190a000-%04x-7000-8000-%012x", kind, number);
}

static char *
make_day (GRand *random)
{
  return g_strdup_printf ("%04d-%02d-%02d", g_rand_int_range (random, 2024, 2027), g_rand_int_range (random, 1, 13),
                          g_rand_int_range (random, 1, 29));
}

static void
set_text (RelaisFields *fields, const char *name, char *text /* taken */)
{
  g_strchomp (text);
  relais_fields_set_string (fields, name, text);
  g_free (text);
}

static RelaisFields *
make_article (GRand *random, guint number)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("article"));

  set_text (fields, "title", make_text (random, 6));
  set_text (fields, "standfirst", make_text (random, 25));
  set_text (fields, "body", make_text (random, 180));
  return fields;
}

static RelaisFields *
make_placement (GRand *random, guint number)
{
  static const char * const states[] = { "accepted", "writing", "review", "approved", "published" };
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));
  char id[RELAIS_ID_SIZE];

  make_id (id, 2, number / 3);
  relais_fields_set_string (fields, "subject", id);
  make_id (id, 9, number % 9);
  relais_fields_set_string (fields, "channel", id);
  relais_fields_set_string (fields, "state", states[g_rand_int_range (random, 0, G_N_ELEMENTS (states))]);
  set_text (fields, "planned", make_day (random));
  set_text (fields, "copy_due", make_day (random));
  return fields;
}

static RelaisFields *
make_subject (GRand *random, guint number)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));

  set_text (fields, "title", make_text (random, 6));
  set_text (fields, "summary", make_text (random, 20));
  relais_fields_set_string (fields, "state", "kept");
  set_text (fields, "proposed_on", make_day (random));
  return fields;
}

static RelaisFields *
make_person (GRand *random, guint number)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("person"));

  set_text (fields, "first_name", make_text (random, 1));
  set_text (fields, "last_name", g_strdup_printf ("Nom%u", number));
  set_text (fields, "email", g_strdup_printf ("nom%u@ville.example", number));
  set_text (fields, "job", make_text (random, 3));
  return fields;
}

static RelaisRecord *
make_record (GRand *random, guint number)
{
  static RelaisFields *(* const makers[]) (GRand *, guint) = { make_article, make_placement, make_subject, make_placement,
                                                               make_person };
  guint kind = number % G_N_ELEMENTS (makers);
  char id[RELAIS_ID_SIZE];

  make_id (id, kind, number / G_N_ELEMENTS (makers));
  return relais_record_new (id, makers[kind] (random, number), 1, number + 1, "0190a000-0000-7000-8000-0000000000aa", 1760000000);
}

GPtrArray *
bench_make_pages (guint n_records, guint per_page)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_page_free);
  g_autoptr (GRand) random = g_rand_new_with_seed (20261121);
  RelaisPage *page = NULL;

  for (guint i = 0; i < n_records; i++) {
    if (i % per_page == 0) {
      page = relais_page_new ();
      page->epoch = g_strdup ("epoch");
      page->cursor = g_strdup_printf ("cursor-%u", i);
      page->head = n_records;
      page->more = i + per_page < n_records;
      g_ptr_array_add (pages, page);
    }
    g_ptr_array_add (page->records, make_record (random, i));
  }
  return pages;
}

void
bench_apply_pages (RelaisWorkspace *workspace, GPtrArray *pages)
{
  for (guint i = 0; i < pages->len; i++) {
    GError *error = NULL;

    relais_workspace_apply_page (workspace, g_ptr_array_index (pages, i), NULL, NULL, &error);
    if (error != NULL)
      g_error ("%s", error->message);
  }
}

/* The same values in the same file format, without kinds, indexes of fields, words or a queue. */
double
bench_write_floor (const char *path, GPtrArray *pages)
{
  gint64 start = g_get_monotonic_time ();
  sqlite3 *db;
  sqlite3_stmt *stmt;

  sqlite3_open (path, &db);
  sqlite3_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE record (id TEXT PRIMARY KEY, kind TEXT, "
                    "fields TEXT);", NULL, NULL, NULL);
  sqlite3_prepare_v2 (db, "INSERT INTO record VALUES (?, ?, ?)", -1, &stmt, NULL);
  for (guint i = 0; i < pages->len; i++) {
    RelaisPage *page = g_ptr_array_index (pages, i);

    sqlite3_exec (db, "BEGIN", NULL, NULL, NULL);
    for (guint r = 0; r < page->records->len; r++) {
      RelaisRecord *record = g_ptr_array_index (page->records, r);
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

      json_node_take_object (node, relais_fields_to_json (relais_record_get_fields (record)));
      sqlite3_bind_text (stmt, 1, relais_record_get_id (record), -1, SQLITE_STATIC);
      sqlite3_bind_text (stmt, 2, relais_record_get_kind (record)->name, -1, SQLITE_STATIC);
      sqlite3_bind_text (stmt, 3, json_to_string (node, FALSE), -1, g_free);
      sqlite3_step (stmt);
      sqlite3_reset (stmt);
    }
    sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
  }
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return bench_elapsed (start) / 1000;
}

double
bench_elapsed (gint64 since)
{
  return (double) (g_get_monotonic_time () - since) / G_TIME_SPAN_MILLISECOND;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

double
bench_percentile (GArray *times, double share)
{
  guint place = (guint) (share * times->len);

  g_array_sort (times, compare_times);
  return g_array_index (times, double, MIN (place, times->len - 1));
}

double
bench_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL) || (line = strstr (text, "\nPss:")) == NULL)
    return 0;
  return (double) g_ascii_strtoll (line + strlen ("\nPss:"), NULL, 10) / 1024;
}

char *
bench_make_folder (void)
{
  GError *error = NULL;
  char *folder = g_dir_make_tmp ("relais-bench-XXXXXX", &error);

  if (folder == NULL)
    g_error ("%s", error->message);
  return folder;
}

void
bench_remove_folder (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
  g_free (folder);
}
