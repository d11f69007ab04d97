/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-choice.h"

#include <string.h>

typedef struct {
  const char *kind;
  const char *field;
  const char *value;
  const char *icon;
  const char *style;
} Look;

static const Look looks[] = {
  { "placement", "state", "idea", "relais-idea-symbolic", "relais-slate" },
  { "placement", "state", "proposed", "dialog-question-symbolic", "relais-purple" },
  { "placement", "state", "accepted", "object-select-symbolic", "relais-teal" },
  { "placement", "state", "writing", "document-edit-symbolic", "relais-blue" },
  { "placement", "state", "review", "view-reveal-symbolic", "relais-orange" },
  { "placement", "state", "approved", "checkbox-checked-symbolic", "relais-green" },
  { "placement", "state", "scheduled", "alarm-symbolic", "relais-green" },
  { "placement", "state", "published", "document-send-symbolic", "relais-green" },
  { "placement", "state", "archived", "folder-documents-symbolic", "relais-slate" },
  { "placement", "state", "refused", "process-stop-symbolic", "relais-red" },
  { "placement", "state", "postponed", "media-playback-pause-symbolic", "relais-yellow" },

  { "subject", "state", "proposed", "dialog-question-symbolic", "relais-purple" },
  { "subject", "state", "kept", "object-select-symbolic", "relais-green" },
  { "subject", "state", "postponed", "media-playback-pause-symbolic", "relais-yellow" },
  { "subject", "state", "refused", "process-stop-symbolic", "relais-red" },

  { "mandate", "state", "proposed", "dialog-question-symbolic", "relais-purple" },
  { "mandate", "state", "validated", "checkbox-checked-symbolic", "relais-teal" },
  { "mandate", "state", "active", "object-select-symbolic", "relais-green" },
  { "mandate", "state", "suspended", "media-playback-pause-symbolic", "relais-yellow" },
  { "mandate", "state", "ended", "process-stop-symbolic", "relais-slate" },
  { "mandate", "sheet_state", "missing", "dialog-warning-symbolic", "relais-red" },
  { "mandate", "sheet_state", "sent", "mail-unread-symbolic", "relais-yellow" },
  { "mandate", "sheet_state", "signed", "object-select-symbolic", "relais-green" },

  { "channel", "form", "brief", "view-list-bullet-symbolic", NULL },
  { "channel", "form", "feature", "starred-symbolic", NULL },
  { "channel", "form", "agenda", "x-office-calendar-symbolic", NULL },
  { "channel", "form", "newsletter", "mail-unread-symbolic", NULL },
  { "channel", "form", "journal", "x-office-document-symbolic", NULL },
  { "channel", "form", "guide", "help-contents-symbolic", NULL },
  { "channel", "form", "teaser", "mail-forward-symbolic", NULL },
  { "channel", "form", "event", "emoji-people-symbolic", NULL },
  { "channel", "form", "poster", "image-x-generic-symbolic", NULL },

  { "attendance", "presence", "invited", "mail-unread-symbolic", "relais-slate" },
  { "attendance", "presence", "present", "object-select-symbolic", "relais-green" },
  { "attendance", "presence", "excused", "dialog-information-symbolic", "relais-yellow" },
  { "attendance", "presence", "absent", "process-stop-symbolic", "relais-red" },

  { "contact_log", "way", "phone", "call-start-symbolic", NULL },
  { "contact_log", "way", "email", "mail-unread-symbolic", NULL },
  { "contact_log", "way", "visit", "emoji-people-symbolic", NULL },
  { "contact_log", "way", "message", "chat-message-new-symbolic", NULL },

  { "media", "type", "image", "image-x-generic-symbolic", NULL },
  { "media", "type", "document", "x-office-document-symbolic", NULL },

  { "meeting", "state", "planned", "x-office-calendar-symbolic", "relais-slate" },
  { "meeting", "state", "held", "object-select-symbolic", "relais-blue" },
  { "meeting", "state", "recorded", "checkbox-checked-symbolic", "relais-green" },

  { "decision", "outcome", "kept", "object-select-symbolic", "relais-green" },
  { "decision", "outcome", "postponed", "media-playback-pause-symbolic", "relais-yellow" },
  { "decision", "outcome", "refused", "process-stop-symbolic", "relais-red" },
  { "decision", "outcome", "other_channel", "go-jump-symbolic", "relais-blue" },

  { "survey", "state", "draft", "document-edit-symbolic", "relais-slate" },
  { "survey", "state", "open", "media-record-symbolic", "relais-green" },
  { "survey", "state", "closed", "object-select-symbolic", "relais-blue" },
};

static const Look *
find_look (const RelaisKind *kind, const char *field, const char *value)
{
  if (value == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_str_equal (looks[i].value, value) && g_str_equal (looks[i].field, field) && g_str_equal (looks[i].kind, kind->name))
      return &looks[i];
  return NULL;
}

const char *
relais_choice_icon (const RelaisKind *kind, const char *field, const char *value)
{
  const Look *look = find_look (kind, field, value);
  return look != NULL ? look->icon : NULL;
}

const char *
relais_choice_style (const RelaisKind *kind, const char *field, const char *value)
{
  const Look *look = find_look (kind, field, value);
  return look != NULL ? look->style : NULL;
}

const char *
relais_channel_icon (const char *form)
{
  const char *icon = relais_choice_icon (relais_kind_lookup ("channel"), "form", form);
  return icon != NULL ? icon : "x-office-document-symbolic";
}

const char *
relais_color_style (const char *color)
{
  static const char * const styles[] = {
    "relais-blue", "relais-teal", "relais-green", "relais-yellow", "relais-orange", "relais-red", "relais-pink", "relais-purple",
  };

  for (guint i = 0; color != NULL && i < G_N_ELEMENTS (styles); i++)
    if (g_str_equal (styles[i] + strlen ("relais-"), color))
      return styles[i];
  return "relais-slate";
}
