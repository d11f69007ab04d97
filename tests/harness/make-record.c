/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "make-record.h"

#include "relais-validate.h"

static void
set_value (RelaisFields *fields, const char *name, const char *text)
{
  guint index = relais_kind_field (fields->kind, name);
  g_autoptr(GVariant) value = NULL;
  g_autoptr(GError) error = NULL;

  switch (fields->kind->fields[index].type)
    {
    case RELAIS_FIELD_INTEGER:
    case RELAIS_FIELD_BOOLEAN:
    case RELAIS_FIELD_REFS:
    case RELAIS_FIELD_TAGS:
    case RELAIS_FIELD_LIST:
      value = text != NULL ? relais_field_parse (fields->kind, index, text, &error) : NULL;
      g_assert_no_error (error);
      relais_fields_set (fields, index, value);
      break;
    default:
      relais_fields_set_string (fields, name, text);
    }
}

RelaisFields *
make_fields_va (const char *kind, va_list args)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup (kind));

  for (const char *name = va_arg (args, const char *); name != NULL; name = va_arg (args, const char *))
    set_value (fields, name, va_arg (args, const char *));
  return fields;
}

RelaisFields *
make_fields (const char *kind, ...)
{
  va_list args;

  va_start (args, kind);
  RelaisFields *fields = make_fields_va (kind, args);
  va_end (args);
  return fields;
}

RelaisRecord *
make_record (const char *kind, const char *id, ...)
{
  g_autofree char *new_id = id == NULL ? relais_id_new () : NULL;
  va_list args;

  va_start (args, id);
  RelaisFields *fields = make_fields_va (kind, args);
  va_end (args);
  fields->unset = 0;
  return relais_record_new (id != NULL ? id : new_id, fields, 1, 1, NULL, 0);
}
