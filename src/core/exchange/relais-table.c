/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-exchange"

#include "relais-table.h"

#include <csv.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_ROWS        200000
#define MAX_COLUMNS     200
#define SAMPLE_BYTES    (64 * 1024)
#define FORMULA_STARTS  "=+-@\t\r"

G_DEFINE_QUARK (relais-exchange-error-quark, relais_exchange_error)

typedef struct {
  guint        line;
  guint        n_cells;
  const char **cells;     /* owned vector; the texts belong to the table's chunk */
} Row;

struct _RelaisTable {
  gatomicrefcount ref_count;
  GStringChunk   *texts;      /* owned */
  GArray         *rows;       /* element-type Row; the first holds the headings */
  const char     *encoding;   /* static */
  char            separator;
};

/* While libcsv hands cells over. */
typedef struct {
  RelaisTable *table;
  GPtrArray   *cells;      /* element-type const char *: of the row that is being read */
  guint        line;       /* that is being read */
  guint        row_line;   /* where the row began */
  gboolean     row_ended;
  gboolean     too_large;
} Reader;

static void
clear_row (gpointer data)
{
  g_free (((Row *) data)->cells);
}

static gboolean
is_formula (const char *text)
{
  while (*text == '\'')
    text++;
  return *text != '\0' && strchr (FORMULA_STARTS, *text) != NULL;
}

/* Takes away the apostrophe that append_cell() put before a formula. */
static const char *
skip_guard (const char *text)
{
  return *text == '\'' && is_formula (text) ? text + 1 : text;
}

static void
cell_cb (void  *text,
         size_t length,
         void  *data)
{
  Reader *reader = data;
  const char *cell = text;

  if (reader->cells->len == MAX_COLUMNS) {
    reader->too_large = TRUE;
    return;
  }
  g_ptr_array_add (reader->cells, g_string_chunk_insert (reader->table->texts, skip_guard (cell)));
}

static void
row_cb (int   terminator,
        void *data)
{
  Reader *reader = data;
  gboolean filled = FALSE;

  for (guint i = 0; i < reader->cells->len; i++)
    filled = filled || *(const char *) g_ptr_array_index (reader->cells, i) != '\0';

  if (filled && reader->table->rows->len > MAX_ROWS) {
    reader->too_large = TRUE;
  } else if (filled) {
    Row row = { .line = reader->row_line, .n_cells = reader->cells->len };

    row.cells = g_memdup2 (reader->cells->pdata, reader->cells->len * sizeof (char *));
    g_array_append_val (reader->table->rows, row);
  }
  g_ptr_array_set_size (reader->cells, 0);
  reader->row_ended = TRUE;
}

/* Line by line, so that each row knows where it began. FALSE: a quotation mark is still open at the end. */
static gboolean
feed (Reader     *reader,
      const char *text,
      gsize       length,
      char        separator)
{
  struct csv_parser parser;
  const char *end = text + length;
  gboolean closed;

  /* With all line ends reported, a line that does not end a row is inside quotes. */
  csv_init (&parser, CSV_APPEND_NULL | CSV_REPALL_NL);
  csv_set_delim (&parser, (guchar) separator);
  reader->row_ended = TRUE;
  for (const char *line = text; line < end && !reader->too_large;) {
    const char *line_end = memchr (line, '\n', (gsize) (end - line));
    gsize size = (gsize) ((line_end != NULL ? line_end + 1 : end) - line);

    reader->line++;
    if (reader->row_ended)
      reader->row_line = reader->line;
    reader->row_ended = FALSE;
    csv_parse (&parser, line, size, cell_cb, row_cb, reader);
    line += size;
  }
  if (length > 0 && end[-1] != '\n')
    csv_parse (&parser, "\n", 1, cell_cb, row_cb, reader);
  closed = reader->row_ended;
  csv_fini (&parser, cell_cb, row_cb, reader);
  csv_free (&parser);
  return closed;
}

static RelaisTable *
make_table (void)
{
  RelaisTable *table = g_new0 (RelaisTable, 1);

  g_atomic_ref_count_init (&table->ref_count);
  table->texts = g_string_chunk_new (64 * 1024);
  table->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (table->rows, clear_row);
  return table;
}

/* Reads @text with that separator. */
static RelaisTable *
read_table (const char *text,
            gsize       length,
            guint       first_line,
            char        separator,
            gboolean    may_be_cut,
            GError    **error)
{
  g_autoptr (RelaisTable) table = make_table ();
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  Reader reader = { .table = table, .cells = cells, .line = first_line };
  gboolean closed = feed (&reader, text, length, separator);

  table->separator = separator;
  if (reader.too_large) {
    g_set_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_TOO_LARGE,
                 _("The table has more than %d rows or %d columns."), MAX_ROWS, MAX_COLUMNS);
    return NULL;
  }
  if (!closed && !may_be_cut) {
    g_set_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_CUT_OFF,
                 _("The file is cut off, or a quotation mark on line %u is not closed."), reader.row_line);
    return NULL;
  }
  return g_steal_pointer (&table);
}

/* How well a separator explains the beginning of the file: many columns, the same in every row. */
static double
rate_separator (const char *text,
                gsize       length,
                char        separator)
{
  g_autoptr (RelaisTable) table = read_table (text, MIN (length, SAMPLE_BYTES), 0, separator, TRUE, NULL);
  guint n_columns, n_same = 0, n_rows;

  if (table == NULL || table->rows->len == 0)
    return 0;
  /* The last row of a sample may be half a row. */
  n_rows = length > SAMPLE_BYTES && table->rows->len > 1 ? table->rows->len - 1 : table->rows->len;
  n_columns = g_array_index (table->rows, Row, 0).n_cells;
  for (guint i = 0; i < n_rows; i++)
    n_same += g_array_index (table->rows, Row, i).n_cells == n_columns;
  return n_columns == 1 ? 0 : (double) n_columns * n_same / n_rows;
}

static char
find_separator (const char *text,
                gsize       length)
{
  static const char separators[] = { ';', '\t', ',' };
  double best = -1;
  char found = ';';

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++) {
    double rate = rate_separator (text, length, separators[i]);

    if (rate > best) {
      best = rate;
      found = separators[i];
    }
  }
  return found;
}

static gboolean
has_binary (const char *text,
            gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] < 0x20 && strchr ("\t\n\r\f\v", text[i]) == NULL)
      return TRUE;
  return memchr (text, '\0', length) != NULL;
}

/* UTF-8, whatever it was. *encoding is set to what it was. */
static char *
decode (const char  *data,
        gsize        length,
        const char **encoding,
        GError     **error)
{
  const char *valid_end;
  char *text = NULL;

  if (length >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0)) {
    *encoding = "UTF-16";
    text = g_convert (data, (gssize) length, "UTF-8", "UTF-16", NULL, NULL, NULL);
  } else if (has_binary (data, length)) {
    text = NULL;
  } else if (g_utf8_validate_len (data, length, &valid_end)) {
    *encoding = "UTF-8";
    text = g_strndup (data, length);
  } else if (g_utf8_get_char_validated (valid_end, data + length - valid_end) == (gunichar) -2) {
    /* Only the last character is incomplete. */
    g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_CUT_OFF,
                         _("The file is cut off in the middle of a character."));
    return NULL;
  } else {
    *encoding = "WINDOWS-1252";
    text = g_convert (data, (gssize) length, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
  }
  if (text == NULL)
    g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_NOT_TEXT, _("The file is not a table in text form."));
  return text;
}

/* Old Macintosh line ends: no \n at all. */
static void
mend_line_ends (char *text)
{
  if (strchr (text, '\n') == NULL)
    g_strdelimit (text, "\r", '\n');
}

static void
append_cell (GString    *text,
             const char *cell)
{
  gboolean quoted = strpbrk (cell, ";,\t\"\r\n'") != NULL || g_ascii_isspace (*cell) ||
                    (*cell != '\0' && g_ascii_isspace (cell[strlen (cell) - 1]));

  if (quoted)
    g_string_append_c (text, '"');
  if (is_formula (cell))
    g_string_append_c (text, '\'');
  for (const char *p = cell; *p != '\0'; p++) {
    if (*p == '"')
      g_string_append_c (text, '"');
    g_string_append_c (text, *p);
  }
  if (quoted)
    g_string_append_c (text, '"');
}

RelaisTable *
relais_table_read (GBytes  *bytes,
                   GError **error)
{
  gsize length;
  const char *data;
  g_autofree char *text = NULL;
  const char *start, *encoding = NULL;
  char separator = '\0';
  guint first_line = 0;
  RelaisTable *table;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (length > RELAIS_EXCHANGE_MAX_BYTES) {
    g_set_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_TOO_LARGE, _("The file is larger than %u MB."),
                 RELAIS_EXCHANGE_MAX_BYTES >> 20);
    return NULL;
  }
  if (length > 0) {
    text = decode (data, length, &encoding, error);
    if (text == NULL)
      return NULL;
    mend_line_ends (text);
  }
  start = text != NULL ? text : "";
  if (g_str_has_prefix (start, RELAIS_TABLE_START))
    start += strlen (RELAIS_TABLE_START);
  /* A line that spreadsheets write to say the separator. */
  if (g_str_has_prefix (start, "sep=") && start[4] != '\0' && (start[5] == '\n' || (start[5] == '\r' && start[6] == '\n'))) {
    separator = start[4];
    start = strchr (start, '\n') + 1;
    first_line = 1;
  }

  if (separator == '\0')
    separator = find_separator (start, strlen (start));
  table = read_table (start, strlen (start), first_line, separator, FALSE, error);
  if (table == NULL)
    return NULL;
  table->encoding = encoding;
  if (table->rows->len == 0) {
    g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_EMPTY, _("The file is empty."));
    g_clear_pointer (&table, relais_table_unref);
  }
  return table;
}

RelaisTable *
relais_table_ref (RelaisTable *table)
{
  g_return_val_if_fail (table != NULL, NULL);

  g_atomic_ref_count_inc (&table->ref_count);
  return table;
}

void
relais_table_unref (RelaisTable *table)
{
  g_return_if_fail (table != NULL);

  if (!g_atomic_ref_count_dec (&table->ref_count))
    return;
  g_array_unref (table->rows);
  g_string_chunk_free (table->texts);
  g_free (table);
}

guint
relais_table_get_n_columns (RelaisTable *table)
{
  return g_array_index (table->rows, Row, 0).n_cells;
}

guint
relais_table_get_n_rows (RelaisTable *table)
{
  return table->rows->len - 1;
}

const char *
relais_table_get_heading (RelaisTable *table,
                          guint        column)
{
  g_return_val_if_fail (column < relais_table_get_n_columns (table), NULL);

  return g_array_index (table->rows, Row, 0).cells[column];
}

const char *
relais_table_get_cell (RelaisTable *table,
                       guint        row,
                       guint        column)
{
  const Row *found;

  g_return_val_if_fail (row < relais_table_get_n_rows (table), "");

  found = &g_array_index (table->rows, Row, row + 1);
  return column < found->n_cells ? found->cells[column] : "";
}

guint
relais_table_get_line (RelaisTable *table,
                       guint        row)
{
  g_return_val_if_fail (row < relais_table_get_n_rows (table), 0);

  return g_array_index (table->rows, Row, row + 1).line;
}

char
relais_table_get_separator (RelaisTable *table)
{
  return table->separator;
}

const char *
relais_table_get_encoding (RelaisTable *table)
{
  return table->encoding;
}

void
relais_table_append_row (GString            *text,
                         const char * const *cells)
{
  g_return_if_fail (text != NULL && cells != NULL);

  for (guint i = 0; cells[i] != NULL; i++) {
    if (i > 0)
      g_string_append_c (text, ';');
    append_cell (text, cells[i]);
  }
  g_string_append (text, "\r\n");
}
