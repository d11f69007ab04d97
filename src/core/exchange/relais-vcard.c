/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-exchange"

#include "relais-vcard.h"

#include "relais-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LINE_OCTETS 75   /* RFC 2426, 2.6 */

/* One content line, unfolded: [group.]NAME[;PARAM=VALUE…]:value */
typedef struct {
  char  *name;    /* owned, upper case */
  char **params;  /* owned, upper case: "TYPE=CELL,PREF" */
  char  *value;   /* owned, as it stands */
} Property;

static void
clear_property (Property *property)
{
  g_free (property->name);
  g_strfreev (property->params);
  g_free (property->value);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Property, clear_property)

/* First @c outside quotation marks. */
static const char *
find_outside_quotes (const char *text,
                     char        c)
{
  gboolean quoted = FALSE;

  for (; *text != '\0'; text++) {
    if (*text == '"')
      quoted = !quoted;
    else if (*text == c && !quoted)
      return text;
  }
  return NULL;
}

static gboolean
parse_property (const char *line,
                Property   *property)
{
  const char *colon = find_outside_quotes (line, ':');
  g_autofree char *head = NULL;
  char *dot;

  if (colon == NULL || colon == line)
    return FALSE;
  head = g_ascii_strup (line, colon - line);
  property->value = g_strdup (colon + 1);
  property->params = g_strsplit (head, ";", -1);
  /* "ITEM1.EMAIL": the group binds lines together and says nothing else. */
  dot = strrchr (property->params[0], '.');
  property->name = g_strstrip (g_strdup (dot != NULL ? dot + 1 : property->params[0]));
  return TRUE;
}

/* "TYPE=CELL", "TYPE=work,cell", "TYPE=\"work,cell\"", bare "CELL" of 2.1. */
static gboolean
has_type (const Property *property,
          const char     *type)
{
  for (guint i = 1; property->params[0] != NULL && property->params[i] != NULL; i++) {
    const char *equals = strchr (property->params[i], '=');
    g_auto (GStrv) types = NULL;

    if (equals != NULL && !g_str_has_prefix (property->params[i], "TYPE="))
      continue;
    types = g_strsplit_set (equals != NULL ? equals + 1 : property->params[i], ",\"", -1);
    if (g_strv_contains ((const char * const *) types, type))
      return TRUE;
  }
  return FALSE;
}

static const char *
get_param (const Property *property,
           const char     *name)
{
  gsize length = strlen (name);

  for (guint i = 1; property->params[0] != NULL && property->params[i] != NULL; i++)
    if (strncmp (property->params[i], name, length) == 0 && property->params[i][length] == '=')
      return property->params[i] + length + 1;
  return NULL;
}

static gboolean
is_quoted_printable (const Property *property)
{
  return g_strcmp0 (get_param (property, "ENCODING"), "QUOTED-PRINTABLE") == 0 || has_type (property, "QUOTED-PRINTABLE");
}

static char *
decode_quoted_printable (const char *text)
{
  GString *decoded = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '=' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2])) {
      g_string_append_c (decoded, (char) (g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2])));
      p += 2;
    } else if (*p != '=') {
      g_string_append_c (decoded, *p);
    }
  }
  return g_string_free (decoded, FALSE);
}

/* The value in UTF-8, with its escapes still in it. */
static char *
decode_value (const Property *property)
{
  g_autofree char *raw = is_quoted_printable (property) ? decode_quoted_printable (property->value) : g_strdup (property->value);
  const char *charset = get_param (property, "CHARSET");
  char *text = NULL;

  if (charset != NULL && g_ascii_strcasecmp (charset, "UTF-8") != 0 && is_quoted_printable (property))
    text = g_convert (raw, -1, "UTF-8", charset, NULL, NULL, NULL);
  if (text == NULL && !g_utf8_validate (raw, -1, NULL))
    text = g_convert (raw, -1, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
  return text != NULL ? text : g_utf8_make_valid (raw, -1);
}

/* Splits at @separator where no backslash stands before it, and takes the escapes away. */
static char **
split_value (const char *text,
             char        separator)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_autoptr (GString) part = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\\' && p[1] != '\0') {
      p++;
      g_string_append_c (part, *p == 'n' || *p == 'N' ? '\n' : *p);
    } else if (*p == separator) {
      g_strv_builder_add (parts, g_strstrip (part->str));
      g_string_truncate (part, 0);
    } else {
      g_string_append_c (part, *p);
    }
  }
  g_strv_builder_add (parts, g_strstrip (part->str));
  return g_strv_builder_end (parts);
}

/* The first value stays, unless the new one is preferred. Empty values say nothing. */
static void
take (char       **field,
      const char  *value,
      gboolean     preferred)
{
  if (value == NULL || *value == '\0' || (*field != NULL && !preferred))
    return;
  g_free (*field);
  *field = g_strdup (value);
}

static void
take_name (RelaisCard *card,
           const char *text)
{
  g_auto (GStrv) parts = split_value (text, ';');

  take (&card->last_name, parts[0], TRUE);
  if (parts[0] != NULL)
    take (&card->first_name, parts[1], TRUE);
}

/* "Marie Dupont", when there is no N: the last word is the name. */
static void
take_full_name (RelaisCard *card,
                const char *text)
{
  const char *space = strrchr (text, ' ');

  if (card->last_name != NULL || card->first_name != NULL)
    return;
  if (space != NULL)
    card->first_name = g_strndup (text, (gsize) (space - text));
  take (&card->last_name, space != NULL ? space + 1 : text, FALSE);
}

static void
take_unit (RelaisCard *card,
           const char *text)
{
  g_auto (GStrv) parts = split_value (text, ';');

  for (guint i = g_strv_length (parts); i > 0 && card->unit == NULL; i--)
    take (&card->unit, parts[i - 1], FALSE);
}

static void
take_groups (RelaisCard *card,
             const char *text)
{
  g_auto (GStrv) parts = split_value (text, ',');
  g_autoptr (GStrvBuilder) groups = g_strv_builder_new ();

  g_strv_builder_addv (groups, (const char **) card->groups);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (groups, parts[i]);
  g_strfreev (card->groups);
  card->groups = g_strv_builder_end (groups);
}

static void
take_phone (RelaisCard     *card,
            const Property *property,
            const char     *text,
            gboolean        preferred)
{
  const char *number = g_ascii_strncasecmp (text, "tel:", 4) == 0 ? text + 4 : text;

  if (has_type (property, "FAX") || has_type (property, "PAGER"))
    return;
  take (has_type (property, "CELL") ? &card->mobile : &card->phone, number, preferred);
}

static void
take_property (RelaisCard     *card,
               const Property *property,
               char          **full_name)
{
  g_autofree char *value = decode_value (property);
  g_auto (GStrv) whole = split_value (value, '\0');
  const char *text = whole[0] != NULL ? whole[0] : "";
  gboolean preferred = has_type (property, "PREF") || g_strcmp0 (get_param (property, "PREF"), "1") == 0;

  if (strcmp (property->name, "N") == 0)
    take_name (card, value);
  else if (strcmp (property->name, "FN") == 0)
    take (full_name, text, FALSE);
  else if (strcmp (property->name, "EMAIL") == 0)
    take (&card->email, g_ascii_strncasecmp (text, "mailto:", 7) == 0 ? text + 7 : text, preferred);
  else if (strcmp (property->name, "TEL") == 0)
    take_phone (card, property, text, preferred);
  else if (strcmp (property->name, "TITLE") == 0)
    take (&card->job, text, preferred);
  else if (strcmp (property->name, "ORG") == 0)
    take_unit (card, value);
  else if (strcmp (property->name, "NOTE") == 0)
    take (&card->note, text, preferred);
  else if (strcmp (property->name, "CATEGORIES") == 0)
    take_groups (card, value);
  else if (strcmp (property->name, "X-RELAIS-OFFICE") == 0)
    take (&card->office, text, preferred);
}

/* The next content line, unfolded; *line is moved behind it and *number counts the lines. */
static char *
read_line (const char **at,
           guint       *number)
{
  GString *line = g_string_new (NULL);

  for (;;) {
    gsize length = strcspn (*at, "\r\n");
    gboolean soft;

    g_string_append_len (line, *at, (gssize) length);
    *at += length;
    *at += **at == '\r' && (*at)[1] == '\n' ? 2 : **at != '\0' ? 1 : 0;
    (*number)++;
    /* 2.1: a quoted-printable value goes on after a "=" at the end. */
    soft = line->len > 0 && line->str[line->len - 1] == '=' && strstr (line->str, "QUOTED-PRINTABLE") != NULL;
    if (soft)
      g_string_truncate (line, line->len - 1);
    else if (**at == ' ' || **at == '\t')
      (*at)++;
    else
      break;
    if (**at == '\0')
      break;
  }
  return g_string_free (line, FALSE);
}

static RelaisCard *
make_card (guint line)
{
  RelaisCard *card = g_new0 (RelaisCard, 1);

  card->line = line;
  card->groups = g_new0 (char *, 1);
  return card;
}

/* From "BEGIN:VCARD" on. NULL: no END came. */
static RelaisCard *
read_card (const char **at,
           guint       *number)
{
  g_autoptr (RelaisCard) card = make_card (*number);
  g_autofree char *full_name = NULL;

  while (**at != '\0') {
    g_autofree char *line = read_line (at, number);
    g_auto (Property) property = { NULL };

    if (g_ascii_strcasecmp (line, "END:VCARD") == 0) {
      if (full_name != NULL)
        take_full_name (card, full_name);
      return g_steal_pointer (&card);
    }
    if (parse_property (line, &property))
      take_property (card, &property, &full_name);
  }
  return NULL;
}

static void
append_folded (GString    *text,
               const char *line)
{
  gsize octets = 0;

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p)) {
    gsize size = (gsize) (g_utf8_next_char (p) - p);

    if (octets + size > MAX_LINE_OCTETS) {
      g_string_append (text, "\r\n ");
      octets = 1;
    }
    g_string_append_len (text, p, (gssize) size);
    octets += size;
  }
  g_string_append (text, "\r\n");
}

static void
append_escaped (GString    *line,
                const char *value)
{
  for (const char *p = value; p != NULL && *p != '\0'; p++) {
    if (*p == '\n')
      g_string_append (line, "\\n");
    else if (*p == '\\' || *p == ';' || *p == ',')
      g_string_append_printf (line, "\\%c", *p);
    else
      g_string_append_c (line, *p);
  }
}

/* "NAME:first;second;;;" (a name has five parts) or "NAME:first", each escaped; nothing when all are empty. */
static void
append_property (GString    *text,
                 const char *name,
                 const char *first,
                 const char *second)
{
  g_autoptr (GString) line = g_string_new (name);

  if (first == NULL && second == NULL)
    return;
  g_string_append_c (line, ':');
  append_escaped (line, first);
  if (second != NULL) {
    g_string_append_c (line, ';');
    append_escaped (line, second);
    g_string_append (line, ";;;");
  }
  append_folded (text, line->str);
}

void
relais_card_free (RelaisCard *card)
{
  if (card == NULL)
    return;
  g_free (card->first_name);
  g_free (card->last_name);
  g_free (card->email);
  g_free (card->phone);
  g_free (card->mobile);
  g_free (card->job);
  g_free (card->office);
  g_free (card->unit);
  g_free (card->note);
  g_strfreev (card->groups);
  g_free (card);
}

GPtrArray *
relais_vcard_read (GBytes  *bytes,
                   GError **error)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_card_free);
  g_autofree char *text = NULL;
  const char *at;
  gsize length;
  const char *data;
  guint number = 0;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (length > RELAIS_EXCHANGE_MAX_BYTES) {
    g_set_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_TOO_LARGE, _("The file is larger than %u MB."),
                 RELAIS_EXCHANGE_MAX_BYTES >> 20);
    return NULL;
  }
  if (length > 0 && memchr (data, '\0', length) != NULL) {
    g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_NOT_TEXT, _("The file holds no cards."));
    return NULL;
  }
  text = g_strndup (data != NULL ? data : "", length);
  at = g_str_has_prefix (text, RELAIS_TABLE_START) ? text + strlen (RELAIS_TABLE_START) : text;
  while (*at != '\0') {
    g_autofree char *line = read_line (&at, &number);
    RelaisCard *card;

    if (g_ascii_strcasecmp (g_strstrip (line), "BEGIN:VCARD") != 0)
      continue;
    card = read_card (&at, &number);
    if (card == NULL) {
      g_set_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_CUT_OFF, _("The file is cut off in card %u."), cards->len + 1);
      return NULL;
    }
    g_ptr_array_add (cards, card);
  }
  if (cards->len == 0) {
    g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_EMPTY, _("The file holds no cards."));
    return NULL;
  }
  return g_steal_pointer (&cards);
}

void
relais_vcard_append (GString      *text,
                     RelaisRecord *person,
                     const char   *unit,
                     gboolean      private)
{
  g_autofree char *name = NULL;
  g_autofree char *uid = NULL;
  g_autofree char *changed = NULL;
  g_autofree const char **groups = NULL;
  const char *last, *first;

  g_return_if_fail (text != NULL && person != NULL);

  name = relais_record_dup_title (person);
  uid = g_strconcat ("urn:uuid:", relais_record_get_id (person), NULL);
  changed = relais_instant_to_string (relais_record_get_at (person));
  groups = relais_record_dup_strv (person, "groups");
  last = relais_record_get_string (person, "last_name");
  first = relais_record_get_string (person, "first_name");

  g_string_append (text, "BEGIN:VCARD\r\nVERSION:3.0\r\n");
  append_property (text, "FN", name, NULL);
  append_property (text, "N", last != NULL ? last : "", first != NULL ? first : "");
  append_property (text, "EMAIL;TYPE=INTERNET", relais_record_get_string (person, "email"), NULL);
  append_property (text, "TITLE", relais_record_get_string (person, "job"), NULL);
  append_property (text, "X-RELAIS-OFFICE", relais_record_get_string (person, "office"), NULL);
  append_property (text, "ORG", unit, NULL);
  if (private) {
    append_property (text, "TEL;TYPE=WORK,VOICE", relais_record_get_string (person, "phone"), NULL);
    append_property (text, "TEL;TYPE=CELL", relais_record_get_string (person, "mobile"), NULL);
    append_property (text, "NOTE", relais_record_get_string (person, "note"), NULL);
  }
  if (groups[0] != NULL) {
    g_autoptr (GString) line = g_string_new ("CATEGORIES:");

    for (guint i = 0; groups[i] != NULL; i++) {
      if (i > 0)
        g_string_append_c (line, ',');
      append_escaped (line, groups[i]);
    }
    append_folded (text, line->str);
  }
  append_property (text, "UID", uid, NULL);
  if (relais_record_get_at (person) != 0)
    append_property (text, "REV", changed, NULL);
  g_string_append (text, "END:VCARD\r\n");
}
