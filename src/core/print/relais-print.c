/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-print"

#include "relais-print.h"

#include <cairo-pdf.h>
#include <string.h>

static const struct {
  const char *name;
  double      width, height;   /* points: ISO 216 */
} papers[] = {
  [RELAIS_PAPER_A4_LANDSCAPE] = { "a4", 841.890, 595.276 },
  [RELAIS_PAPER_A4_PORTRAIT] = { "a4-portrait", 595.276, 841.890 },
  [RELAIS_PAPER_A3_LANDSCAPE] = { "a3", 1190.551, 841.890 },
};

static cairo_status_t
write_cb (void                *data,
          const unsigned char *bytes,
          unsigned int         length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

void
relais_paper_get_size (RelaisPaper  paper,
                       double      *width,
                       double      *height)
{
  *width = papers[paper].width;
  *height = papers[paper].height;
}

gboolean
relais_paper_from_string (const char  *name,
                          RelaisPaper *paper)
{
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++) {
    if (g_strcmp0 (papers[i].name, name) == 0) {
      *paper = (RelaisPaper) i;
      return TRUE;
    }
  }
  return FALSE;
}

RelaisPaper
relais_paper_suggest (const RelaisSheet *sheet)
{
  return sheet->form == RELAIS_SHEET_LIST ? RELAIS_PAPER_A4_PORTRAIT : RELAIS_PAPER_A4_LANDSCAPE;
}

GBytes *
relais_print_pdf (const RelaisSheet *sheet,
                  RelaisPaper        paper)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (RelaisPages) pages = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;

  g_return_val_if_fail (sheet != NULL, NULL);

  pages = relais_pages_new (sheet, papers[paper].width, papers[paper].height);
  surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, papers[paper].width, papers[paper].height);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, sheet->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Relais");
  cr = cairo_create (surface);
  for (guint i = 0; i < relais_pages_get_n (pages); i++) {
    relais_pages_draw (pages, i, cr);
    cairo_show_page (cr);
  }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}
