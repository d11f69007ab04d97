/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-choice.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  const char *kind;   /* also the context of the translation: "proposed" agrees with what is proposed */
  const char *field;
  const char *value;
  const char *label;
  const char *icon;
  const char *style;
} Look;

static const Look looks[] = {
  { "placement", "state", "idea",      NC_("placement", "Idea"),      "relais-idea-symbolic",      "relais-slate" },
  { "placement", "state", "proposed",  NC_("placement", "Proposed"),  "dialog-question-symbolic",  "relais-purple" },
  { "placement", "state", "accepted",  NC_("placement", "Accepted"),  "object-select-symbolic",    "relais-teal" },
  { "placement", "state", "writing",   NC_("placement", "Writing"),   "document-edit-symbolic",    "relais-blue" },
  { "placement", "state", "review",    NC_("placement", "In review"), "view-reveal-symbolic",      "relais-orange" },
  { "placement", "state", "approved",  NC_("placement", "Approved"),  "checkbox-checked-symbolic", "relais-green" },
  { "placement", "state", "scheduled", NC_("placement", "Scheduled"), "alarm-symbolic",            "relais-green" },
  { "placement", "state", "published", NC_("placement", "Published"), "document-send-symbolic",    "relais-green" },
  { "placement", "state", "archived",  NC_("placement", "Archived"),  "folder-documents-symbolic", "relais-slate" },
  { "placement", "state", "refused",   NC_("placement", "Refused"),   "process-stop-symbolic",     "relais-red" },
  { "placement", "state", "postponed", NC_("placement", "Postponed"), "media-playback-pause-symbolic", "relais-yellow" },

  { "subject", "state", "proposed",  NC_("subject", "Proposed"),  "dialog-question-symbolic", "relais-purple" },
  { "subject", "state", "kept",      NC_("subject", "Kept"),      "object-select-symbolic",   "relais-green" },
  { "subject", "state", "postponed", NC_("subject", "Postponed"), "media-playback-pause-symbolic", "relais-yellow" },
  { "subject", "state", "refused",   NC_("subject", "Refused"),   "process-stop-symbolic",    "relais-red" },

  { "mandate", "state", "proposed",  NC_("mandate", "Proposed"),  "dialog-question-symbolic", "relais-purple" },
  { "mandate", "state", "validated", NC_("mandate", "Validated"), "checkbox-checked-symbolic", "relais-teal" },
  { "mandate", "state", "active",    NC_("mandate", "Active"),    "object-select-symbolic",   "relais-green" },
  { "mandate", "state", "suspended", NC_("mandate", "Suspended"), "media-playback-pause-symbolic", "relais-yellow" },
  { "mandate", "state", "ended",     NC_("mandate", "Ended"),     "process-stop-symbolic",    "relais-slate" },
  { "mandate", "function", "holder", NC_("mandate", "Holder"),    NULL, NULL },
  { "mandate", "function", "deputy", NC_("mandate", "Deputy"),    NULL, NULL },
  { "mandate", "sheet_state", "missing", NC_("sheet", "Missing"), "dialog-warning-symbolic", "relais-red" },
  { "mandate", "sheet_state", "sent",    NC_("sheet", "Sent"),    "mail-unread-symbolic",    "relais-yellow" },
  { "mandate", "sheet_state", "signed",  NC_("sheet", "Signed"),  "object-select-symbolic",  "relais-green" },

  { "unit", "type", "directorate", NC_("unit", "Directorate"), NULL, NULL },
  { "unit", "type", "service",     NC_("unit", "Service"),     NULL, NULL },
  { "unit", "type", "other",       NC_("unit", "Other"),       NULL, NULL },

  { "channel", "form", "brief",      NC_("channel", "Intranet brief"),   "view-list-bullet-symbolic",       NULL },
  { "channel", "form", "feature",    NC_("channel", "Feature"),          "starred-symbolic",                NULL },
  { "channel", "form", "agenda",     NC_("channel", "Agenda"),           "x-office-calendar-symbolic",      NULL },
  { "channel", "form", "newsletter", NC_("channel", "Newsletter"),       "mail-unread-symbolic",            NULL },
  { "channel", "form", "journal",    NC_("channel", "Paper journal"),    "x-office-document-symbolic",      NULL },
  { "channel", "form", "guide",      NC_("channel", "Practical guide"),  "help-contents-symbolic",          NULL },
  { "channel", "form", "teaser",     NC_("channel", "Teaser e-mail"),    "mail-forward-symbolic",           NULL },
  { "channel", "form", "event",      NC_("channel", "Event"),            "emoji-people-symbolic",           NULL },
  { "channel", "form", "poster",     NC_("channel", "Poster"),           "image-x-generic-symbolic",        NULL },

  { "account", "role", "manager",       NC_("account", "Communication manager"), NULL, NULL },
  { "account", "role", "editor",        NC_("account", "Communication officer"), NULL, NULL },
  { "account", "role", "designer",      NC_("account", "Graphic designer"),      NULL, NULL },
  { "account", "role", "webmaster",     NC_("account", "Webmaster"),             NULL, NULL },
  { "account", "role", "correspondent", NC_("account", "Correspondent"),         NULL, NULL },
  { "account", "role", "reader",        NC_("account", "Reader"),                NULL, NULL },

  { "attendance", "presence", "invited", NC_("attendance", "Invited"), "mail-unread-symbolic",   "relais-slate" },
  { "attendance", "presence", "present", NC_("attendance", "Present"), "object-select-symbolic", "relais-green" },
  { "attendance", "presence", "excused", NC_("attendance", "Excused"), "dialog-information-symbolic", "relais-yellow" },
  { "attendance", "presence", "absent",  NC_("attendance", "Absent"),  "process-stop-symbolic",  "relais-red" },

  { "contact_log", "way", "phone",   NC_("contact", "Phone"),   "call-start-symbolic", NULL },
  { "contact_log", "way", "email",   NC_("contact", "E-mail"),  "mail-unread-symbolic", NULL },
  { "contact_log", "way", "visit",   NC_("contact", "Visit"),   "emoji-people-symbolic", NULL },
  { "contact_log", "way", "message", NC_("contact", "Message"), "chat-message-new-symbolic", NULL },
  { "contact_log", "way", "other",   NC_("contact", "Other"),   NULL, NULL },

  { "media", "type", "image",    NC_("media", "Image"),    "image-x-generic-symbolic", NULL },
  { "media", "type", "document", NC_("media", "Document"), "x-office-document-symbolic", NULL },

  { "meeting", "state", "planned",  NC_("meeting", "Planned"),  "x-office-calendar-symbolic", "relais-slate" },
  { "meeting", "state", "held",     NC_("meeting", "Held"),     "object-select-symbolic",     "relais-blue" },
  { "meeting", "state", "recorded", NC_("meeting", "Recorded"), "checkbox-checked-symbolic",  "relais-green" },

  { "decision", "outcome", "kept",          NC_("decision", "Kept"),          "object-select-symbolic", "relais-green" },
  { "decision", "outcome", "postponed",     NC_("decision", "Postponed"),     "media-playback-pause-symbolic", "relais-yellow" },
  { "decision", "outcome", "refused",       NC_("decision", "Refused"),       "process-stop-symbolic", "relais-red" },
  { "decision", "outcome", "other_channel", NC_("decision", "Other channel"), "go-jump-symbolic", "relais-blue" },

  { "survey", "state", "draft",  NC_("survey", "Draft"),  "document-edit-symbolic",  "relais-slate" },
  { "survey", "state", "open",   NC_("survey", "Open"),   "media-record-symbolic",   "relais-green" },
  { "survey", "state", "closed", NC_("survey", "Closed"), "object-select-symbolic",  "relais-blue" },
  { "survey", "audience", "everyone", NC_("audience", "Everyone"), NULL, NULL },
  { "survey", "audience", "managers", NC_("audience", "Managers"), NULL, NULL },
  { "question", "type", "single",   NC_("question", "One choice"),       NULL, NULL },
  { "question", "type", "multiple", NC_("question", "Several choices"),  NULL, NULL },
  { "question", "type", "scale",    NC_("question", "Mark"),             NULL, NULL },
  { "question", "type", "nps",      NC_("question", "Recommendation (0–10)"), NULL, NULL },
  { "question", "type", "number",   NC_("question", "Number"),           NULL, NULL },
  { "question", "type", "comment",  NC_("question", "Free text"),        NULL, NULL },
  { "question", "type", "unit",     NC_("question", "Directorate"),      NULL, NULL },
  { "channel", "audience", "everyone", NC_("audience", "Everyone"), NULL, NULL },
  { "channel", "audience", "managers", NC_("audience", "Managers"), NULL, NULL },
};

/* The context is the kind, except where one kind has two vocabularies or two kinds share one. */
static const char *
find_context (const Look *look)
{
  if (g_str_equal (look->field, "sheet_state"))
    return "sheet";
  if (g_str_equal (look->field, "audience"))
    return "audience";
  if (g_str_equal (look->kind, "contact_log"))
    return "contact";
  return look->kind;
}

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
relais_choice_label (const RelaisKind *kind, const char *field, const char *value)
{
  const Look *look = find_look (kind, field, value);

  if (look == NULL)
    return value != NULL ? value : "";
  return g_dpgettext2 (GETTEXT_PACKAGE, find_context (look), look->label);
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
