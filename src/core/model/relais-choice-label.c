/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-model"

#include "relais-choice-label.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *kind;   /* also the context of the translation: "proposed" agrees with what is proposed */
  const char *field;
  const char *value;
  const char *label;
} Word;

static const Word words[] = {
  { "placement", "state", "idea", NC_("placement", "Idea") },
  { "placement", "state", "proposed", NC_("placement", "Proposed") },
  { "placement", "state", "accepted", NC_("placement", "Accepted") },
  { "placement", "state", "writing", NC_("placement", "Writing") },
  { "placement", "state", "review", NC_("placement", "In review") },
  { "placement", "state", "approved", NC_("placement", "Approved") },
  { "placement", "state", "scheduled", NC_("placement", "Scheduled") },
  { "placement", "state", "published", NC_("placement", "Published") },
  { "placement", "state", "archived", NC_("placement", "Archived") },
  { "placement", "state", "refused", NC_("placement", "Refused") },
  { "placement", "state", "postponed", NC_("placement", "Postponed") },

  { "subject", "state", "proposed", NC_("subject", "Proposed") },
  { "subject", "state", "kept", NC_("subject", "Kept") },
  { "subject", "state", "postponed", NC_("subject", "Postponed") },
  { "subject", "state", "refused", NC_("subject", "Refused") },

  { "mandate", "state", "proposed", NC_("mandate", "Proposed") },
  { "mandate", "state", "validated", NC_("mandate", "Validated") },
  { "mandate", "state", "active", NC_("mandate", "Active") },
  { "mandate", "state", "suspended", NC_("mandate", "Suspended") },
  { "mandate", "state", "ended", NC_("mandate", "Ended") },
  { "mandate", "function", "holder", NC_("mandate", "Holder") },
  { "mandate", "function", "deputy", NC_("mandate", "Deputy") },
  { "mandate", "sheet_state", "missing", NC_("sheet", "Missing") },
  { "mandate", "sheet_state", "sent", NC_("sheet", "Sent") },
  { "mandate", "sheet_state", "signed", NC_("sheet", "Signed") },

  { "unit", "type", "directorate", NC_("unit", "Directorate") },
  { "unit", "type", "service", NC_("unit", "Service") },
  { "unit", "type", "other", NC_("unit", "Other") },

  { "channel", "form", "brief", NC_("channel", "Intranet brief") },
  { "channel", "form", "feature", NC_("channel", "Feature") },
  { "channel", "form", "agenda", NC_("channel", "Agenda") },
  { "channel", "form", "newsletter", NC_("channel", "Newsletter") },
  { "channel", "form", "journal", NC_("channel", "Paper journal") },
  { "channel", "form", "guide", NC_("channel", "Practical guide") },
  { "channel", "form", "teaser", NC_("channel", "Teaser e-mail") },
  { "channel", "form", "event", NC_("channel", "Event") },
  { "channel", "form", "poster", NC_("channel", "Poster") },

  { "account", "role", "manager", NC_("account", "Communication manager") },
  { "account", "role", "editor", NC_("account", "Communication officer") },
  { "account", "role", "designer", NC_("account", "Graphic designer") },
  { "account", "role", "webmaster", NC_("account", "Webmaster") },
  { "account", "role", "correspondent", NC_("account", "Correspondent") },
  { "account", "role", "reader", NC_("account", "Reader") },

  { "attendance", "presence", "invited", NC_("attendance", "Invited") },
  { "attendance", "presence", "present", NC_("attendance", "Present") },
  { "attendance", "presence", "excused", NC_("attendance", "Excused") },
  { "attendance", "presence", "absent", NC_("attendance", "Absent") },

  { "contact_log", "way", "phone", NC_("contact", "Phone") },
  { "contact_log", "way", "email", NC_("contact", "E-mail") },
  { "contact_log", "way", "visit", NC_("contact", "Visit") },
  { "contact_log", "way", "message", NC_("contact", "Message") },
  { "contact_log", "way", "other", NC_("contact", "Other") },

  { "media", "type", "image", NC_("media", "Image") },
  { "media", "type", "document", NC_("media", "Document") },

  { "meeting", "state", "planned", NC_("meeting", "Planned") },
  { "meeting", "state", "held", NC_("meeting", "Held") },
  { "meeting", "state", "recorded", NC_("meeting", "Recorded") },

  { "decision", "outcome", "kept", NC_("decision", "Kept") },
  { "decision", "outcome", "postponed", NC_("decision", "Postponed") },
  { "decision", "outcome", "refused", NC_("decision", "Refused") },
  { "decision", "outcome", "other_channel", NC_("decision", "Other channel") },

  { "survey", "state", "draft", NC_("survey", "Draft") },
  { "survey", "state", "open", NC_("survey", "Open") },
  { "survey", "state", "closed", NC_("survey", "Closed") },
  { "survey", "audience", "everyone", NC_("audience", "Everyone") },
  { "survey", "audience", "managers", NC_("audience", "Managers") },
  { "question", "type", "single", NC_("question", "One choice") },
  { "question", "type", "multiple", NC_("question", "Several choices") },
  { "question", "type", "scale", NC_("question", "Mark") },
  { "question", "type", "nps", NC_("question", "Recommendation (0–10)") },
  { "question", "type", "number", NC_("question", "Number") },
  { "question", "type", "comment", NC_("question", "Free text") },
  { "question", "type", "unit", NC_("question", "Directorate") },
  { "channel", "audience", "everyone", NC_("audience", "Everyone") },
  { "channel", "audience", "managers", NC_("audience", "Managers") },

  { "campaign", "color", "blue", NC_("color", "Blue") },
  { "campaign", "color", "teal", NC_("color", "Teal") },
  { "campaign", "color", "green", NC_("color", "Green") },
  { "campaign", "color", "yellow", NC_("color", "Yellow") },
  { "campaign", "color", "orange", NC_("color", "Orange") },
  { "campaign", "color", "red", NC_("color", "Red") },
  { "campaign", "color", "pink", NC_("color", "Pink") },
  { "campaign", "color", "purple", NC_("color", "Purple") },
  { "campaign", "color", "slate", NC_("color", "Slate") },
  { "template", "on_closed", "keep", NC_("template", "Keep that day") },
  { "template", "on_closed", "next", NC_("template", "Take the next working day") },
  { "template", "on_closed", "previous", NC_("template", "Take the working day before") },
  { "template", "on_closed", "skip", NC_("template", "Leave it out") },
  { "edition", "state", "planned", NC_("edition", "Planned") },
  { "edition", "state", "closed", NC_("edition", "Closed") },
  { "placement", "audience", "everyone", NC_("audience", "Everyone") },
  { "placement", "audience", "managers", NC_("audience", "Managers") },
};

/* The context is the kind, except where one kind has two vocabularies or two kinds share one. */
static const char *
find_context (const Word *word)
{
  if (strcmp (word->field, "sheet_state") == 0)
    return "sheet";
  if (strcmp (word->field, "audience") == 0)
    return "audience";
  if (strcmp (word->field, "color") == 0)
    return "color";
  if (strcmp (word->kind, "contact_log") == 0)
    return "contact";
  return word->kind;
}

const char *
relais_choice_label (const RelaisKind *kind,
                     const char       *field,
                     const char       *value)
{
  g_return_val_if_fail (kind != NULL && field != NULL, "");

  if (value == NULL)
    return "";
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].value, value) == 0 && strcmp (words[i].field, field) == 0 && strcmp (words[i].kind, kind->name) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, find_context (&words[i]), words[i].label);
  return value;
}
