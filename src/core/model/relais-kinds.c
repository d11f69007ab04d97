/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables of the one description (DESIGN §4). Adding a field is one line here plus its use on a page;
 * adding a kind is one table here and a place in `kinds`, parents before children.
 */

#include "relais-kind.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MANAGER       RELAIS_ROLE_MANAGER
#define EDITOR        RELAIS_ROLE_EDITOR
#define DESIGNER      RELAIS_ROLE_DESIGNER
#define WEBMASTER     RELAIS_ROLE_WEBMASTER
#define CORRESPONDENT RELAIS_ROLE_CORRESPONDENT
#define READER        RELAIS_ROLE_READER
#define TEAM          (MANAGER | EDITOR | DESIGNER | WEBMASTER)
#define EVERYONE      (TEAM | CORRESPONDENT | READER)
#define KEEPERS       (MANAGER | EDITOR | WEBMASTER)   /* who keep the plan and the network of correspondents */
#define WRITERS       (KEEPERS | CORRESPONDENT)

#define REGISTER RELAIS_MERGE_REGISTER
#define SET      RELAIS_MERGE_SET
#define MERGED   RELAIS_MERGE_TEXT

#define REQUIRED   RELAIS_FIELD_REQUIRED
#define SEARCHED   RELAIS_FIELD_SEARCHED
#define TITLE      (RELAIS_FIELD_TITLE | RELAIS_FIELD_SEARCHED)
#define INDEXED    RELAIS_FIELD_INDEXED
#define SORTED     RELAIS_FIELD_SORTED
#define UNIQUE     RELAIS_FIELD_UNIQUE
#define OWN_UNIT   RELAIS_FIELD_OWN_UNIT
#define OWN_PERSON RELAIS_FIELD_OWN_PERSON
#define PRIVATE    RELAIS_FIELD_PRIVATE
#define OWNER      RELAIS_FIELD_OWNER
#define FIXED      RELAIS_FIELD_FIXED
#define KEY        RELAIS_FIELD_KEY

/* name, label, type, merge, then whatever differs from nothing, by designator */
#define STRING(n, l, m, ...)   { n, l, RELAIS_FIELD_STRING, REGISTER, .max = m, __VA_ARGS__ }
#define TEXT(n, l, m, ...)     { n, l, RELAIS_FIELD_TEXT, MERGED, .max = m, __VA_ARGS__ }
#define INTEGER(n, l, a, b, ...) { n, l, RELAIS_FIELD_INTEGER, REGISTER, .min = a, .max = b, __VA_ARGS__ }
#define BOOLEAN(n, l, ...)     { n, l, RELAIS_FIELD_BOOLEAN, REGISTER, __VA_ARGS__ }
#define DATE(n, l, ...)        { n, l, RELAIS_FIELD_DATE, REGISTER, __VA_ARGS__ }
#define INSTANT(n, l, ...)     { n, l, RELAIS_FIELD_INSTANT, REGISTER, __VA_ARGS__ }
#define CHOICE(n, l, c, ...)   { n, l, RELAIS_FIELD_CHOICE, REGISTER, .choices = c, __VA_ARGS__ }
#define REF(n, l, t, ...)      { n, l, RELAIS_FIELD_REF, REGISTER, .target = t, __VA_ARGS__ }
#define REFS(n, l, t, ...)     { n, l, RELAIS_FIELD_REFS, SET, .max = 1000, .target = t, __VA_ARGS__ }
#define TAGS(n, l, ...)        { n, l, RELAIS_FIELD_TAGS, SET, .max = 50, __VA_ARGS__ }
#define LIST(n, l, m, ...)     { n, l, RELAIS_FIELD_LIST, REGISTER, .max = m, __VA_ARGS__ }
#define HASH(n, l, ...)        { n, l, RELAIS_FIELD_HASH, REGISTER, __VA_ARGS__ }
#define JSON(n, l, m, ...)     { n, l, RELAIS_FIELD_JSON, REGISTER, .max = m, __VA_ARGS__ }

#define NAME_MAX_CHARS  200
#define NOTE_MAX_CHARS  20000
#define BODY_MAX_CHARS  262144   /* 256 KB: FACTS, cmark-gfm */

/* Every kind can be thrown away and restored: the bin is a field, a tombstone is made when the bin is emptied. */
#define BINNED           BOOLEAN ("binned", N_("In the bin"), .flags = INDEXED)
#define BINNED_BY(roles) BOOLEAN ("binned", N_("In the bin"), .flags = INDEXED, .write = roles)

#define CHOICES(name, ...) static const char * const name[] = { __VA_ARGS__, NULL }
#define FIELDS(name)       static const RelaisField name[] =
#define KIND(n, l, p, f, ...) { .name = n, .label = l, .label_plural = p, .fields = f, .n_fields = G_N_ELEMENTS (f), __VA_ARGS__ }

/* ---- organisation ---- */

CHOICES (unit_types, "directorate", "service", "other");
FIELDS (unit_fields) {
  STRING  ("name", N_("Name"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  STRING  ("short_name", N_("Short name"), 30, .flags = SEARCHED),
  CHOICE  ("type", N_("Type"), unit_types, .flags = REQUIRED | INDEXED),
  REF     ("parent", N_("Part of"), "unit", .flags = INDEXED | KEY),
  INTEGER ("headcount", N_("Headcount"), 0, 1000000),
  INTEGER ("intranet_share", N_("Share of agents with intranet access (%)"), 0, 100),
  STRING  ("external_id", N_("Identifier in the personnel system"), 100, .flags = INDEXED),
  BINNED,
};
static const RelaisKind unit = KIND ("unit", N_("Unit"), N_("Units"), unit_fields,
  .read = EVERYONE, .write = MANAGER | WEBMASTER, .remove = MANAGER | WEBMASTER);

FIELDS (person_fields) {
  STRING ("first_name", N_("First name"), 100, .flags = TITLE | KEY),
  STRING ("last_name", N_("Last name"), 100, .flags = REQUIRED | TITLE | INDEXED | KEY),
  STRING ("email", N_("E-mail"), 254, .flags = SEARCHED | INDEXED),
  STRING ("phone", N_("Phone"), 40, .flags = SEARCHED | PRIVATE),
  STRING ("mobile", N_("Mobile"), 40, .flags = SEARCHED | PRIVATE),
  STRING ("job", N_("Job"), NAME_MAX_CHARS, .flags = SEARCHED),
  STRING ("office", N_("Office"), NAME_MAX_CHARS),
  REF    ("unit", N_("Unit"), "unit", .flags = INDEXED | OWN_UNIT),
  HASH   ("photo", N_("Photo")),
  TAGS   ("groups", N_("Groups"), .flags = SEARCHED),
  TEXT   ("note", N_("Note"), NOTE_MAX_CHARS, .flags = PRIVATE),
  STRING ("external_id", N_("Identifier in the personnel system"), 100, .flags = INDEXED),
  BINNED,
};
static const RelaisKind person = KIND ("person", N_("Person"), N_("People"), person_fields,
  .read = TEAM, .read_own = CORRESPONDENT, .own_id = OWN_PERSON, .write = KEEPERS, .remove = MANAGER | WEBMASTER);

CHOICES (mandate_functions, "holder", "deputy");
CHOICES (mandate_states, "proposed", "validated", "active", "suspended", "ended");
CHOICES (sheet_states, "missing", "sent", "signed");
static const RelaisTransition mandate_transitions[] = {
  { NULL, "proposed", KEEPERS },
  { NULL, "validated", MANAGER | WEBMASTER }, { NULL, "active", MANAGER | WEBMASTER },
  { NULL, "suspended", MANAGER | WEBMASTER }, { NULL, "ended", MANAGER | WEBMASTER },
  { NULL, NULL, 0 },
};
FIELDS (mandate_fields) {
  REF    ("person", N_("Person"), "person", .flags = REQUIRED | INDEXED | OWN_PERSON | OWNER | KEY, .write = KEEPERS),
  REF    ("unit", N_("Unit"), "unit", .flags = REQUIRED | INDEXED | OWN_UNIT | KEY, .write = KEEPERS),
  CHOICE ("function", N_("Function"), mandate_functions, .flags = REQUIRED, .write = KEEPERS),
  CHOICE ("state", N_("State"), mandate_states, .flags = REQUIRED | INDEXED),
  DATE   ("starts", N_("From"), .write = KEEPERS),
  DATE   ("ends", N_("Until"), .flags = INDEXED, .not_before = "starts", .write = KEEPERS),
  TEXT   ("mission_sheet", N_("Mission sheet"), NOTE_MAX_CHARS),
  CHOICE ("sheet_state", N_("Identification sheet"), sheet_states, .flags = INDEXED, .write = KEEPERS),
  STRING ("validated_by", N_("Validated by"), NAME_MAX_CHARS, .write = KEEPERS),
  DATE   ("validated_on", N_("Validated on"), .write = KEEPERS),
  BINNED_BY (KEEPERS),
};
static const RelaisKind mandate = KIND ("mandate", N_("Mandate"), N_("Mandates"), mandate_fields,
  .read = TEAM, .read_own = CORRESPONDENT, .write = KEEPERS, .write_own = CORRESPONDENT,
  .remove = MANAGER | WEBMASTER, .state_field = "state", .transitions = mandate_transitions);

/* ---- channels, themes, settings, accounts ---- */

CHOICES (channel_forms, "brief", "feature", "agenda", "newsletter", "journal", "guide", "teaser", "event", "poster");
CHOICES (length_units, "signs", "words", "pages");
CHOICES (cadences, "free", "daily", "weekly", "monthly", "quarterly", "yearly");
CHOICES (audiences, "everyone", "managers");
CHOICES (colors, "blue", "teal", "green", "yellow", "orange", "red", "pink", "purple", "slate");
FIELDS (channel_fields) {
  STRING  ("name", N_("Name"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  CHOICE  ("form", N_("Form"), channel_forms, .flags = REQUIRED | INDEXED),
  INTEGER ("position", N_("Position"), 0, 1000, .flags = INDEXED),
  CHOICE  ("color", N_("Color"), colors),
  STRING  ("icon", N_("Icon"), 60),
  CHOICE  ("length_unit", N_("Length is counted in"), length_units),
  INTEGER ("length_min", N_("Shortest length"), 0, 100000),
  INTEGER ("length_max", N_("Greatest length"), 0, 100000, .not_before = "length_min"),
  INTEGER ("per_day", N_("Most per day"), 0, 1000),
  INTEGER ("per_week", N_("Most per week"), 0, 1000),
  CHOICE  ("cadence", N_("Cadence"), cadences),
  INTEGER ("lead_days", N_("Working days between copy due and publication"), 0, 365),
  CHOICE  ("audience", N_("Audience"), audiences),
  BINNED,
};
static const RelaisKind channel = KIND ("channel", N_("Channel"), N_("Channels"), channel_fields,
  .read = EVERYONE, .write = MANAGER | WEBMASTER, .remove = MANAGER);

FIELDS (theme_fields) {
  STRING  ("name", N_("Name"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  CHOICE  ("color", N_("Color"), colors),
  INTEGER ("position", N_("Position"), 0, 1000, .flags = INDEXED),
  BINNED,
};
static const RelaisKind theme = KIND ("theme", N_("Theme"), N_("Themes"), theme_fields,
  .read = EVERYONE, .write = KEEPERS, .remove = MANAGER);

CHOICES (roles, "manager", "editor", "designer", "webmaster", "correspondent", "reader");
/* The password is not a field: it never leaves the back end. */
FIELDS (account_fields) {
  STRING  ("login", N_("Login"), 64, .flags = REQUIRED | UNIQUE | INDEXED | KEY),
  STRING  ("name", N_("Name"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE),
  CHOICE  ("role", N_("Role"), roles, .flags = REQUIRED | INDEXED),
  REF     ("person", N_("Person"), "person", .flags = INDEXED | OWN_PERSON),
  BOOLEAN ("disabled", N_("Disabled")),
  BINNED,
};
static const RelaisKind account = KIND ("account", N_("Account"), N_("Accounts"), account_fields,
  .read = TEAM, .read_own = CORRESPONDENT | READER, .write = MANAGER | WEBMASTER, .remove = MANAGER);

FIELDS (setting_fields) {
  STRING ("key", N_("Key"), 100, .flags = REQUIRED | UNIQUE | INDEXED | TITLE | KEY),
  TEXT   ("value", N_("Value"), NOTE_MAX_CHARS),
  BINNED,
};
static const RelaisKind setting = KIND ("setting", N_("Setting"), N_("Settings"), setting_fields,
  .read = EVERYONE, .write = MANAGER | WEBMASTER, .remove = MANAGER);

FIELDS (saved_view_fields) {
  STRING  ("name", N_("Name"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  STRING  ("page", N_("Page"), 30, .flags = REQUIRED | INDEXED),
  JSON    ("filter", N_("Filter"), NOTE_MAX_CHARS),
  REF     ("owner", N_("Owner"), "person", .flags = INDEXED | OWN_PERSON | OWNER | KEY),
  BOOLEAN ("shared", N_("Shared with the team")),
  BINNED,
};
static const RelaisKind saved_view = KIND ("saved_view", N_("Saved view"), N_("Saved views"), saved_view_fields,
  .read = TEAM, .read_own = CORRESPONDENT | READER, .write = TEAM, .write_own = CORRESPONDENT | READER, .remove = TEAM);

/* ---- life of the network ---- */

FIELDS (training_fields) {
  STRING  ("title", N_("Title"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  DATE    ("on", N_("Date"), .flags = REQUIRED | INDEXED | KEY),
  INTEGER ("hours", N_("Hours"), 0, 1000),
  STRING  ("trainer", N_("Trainer"), NAME_MAX_CHARS),
  STRING  ("place", N_("Place"), NAME_MAX_CHARS),
  TEXT    ("note", N_("Note"), NOTE_MAX_CHARS),
  BINNED,
};
static const RelaisKind training = KIND ("training", N_("Training"), N_("Trainings"), training_fields,
  .read = TEAM | CORRESPONDENT, .write = KEEPERS, .remove = MANAGER | WEBMASTER);

FIELDS (gathering_fields) {
  STRING ("title", N_("Title"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  DATE   ("on", N_("Date"), .flags = REQUIRED | INDEXED | KEY),
  STRING ("place", N_("Place"), NAME_MAX_CHARS),
  TEXT   ("note", N_("Note"), NOTE_MAX_CHARS),
  BINNED,
};
static const RelaisKind gathering = KIND ("gathering", N_("Network meeting"), N_("Network meetings"), gathering_fields,
  .read = TEAM | CORRESPONDENT, .write = KEEPERS, .remove = MANAGER | WEBMASTER);

CHOICES (presences, "invited", "present", "excused", "absent");
FIELDS (attendance_fields) {
  REF    ("person", N_("Person"), "person", .flags = REQUIRED | INDEXED | OWN_PERSON | KEY),
  REF    ("training", N_("Training"), "training", .flags = INDEXED | KEY),
  REF    ("gathering", N_("Network meeting"), "gathering", .flags = INDEXED | KEY),
  CHOICE ("presence", N_("Presence"), presences, .flags = REQUIRED),
  BINNED,
};
static const RelaisKind attendance = KIND ("attendance", N_("Attendance"), N_("Attendances"), attendance_fields,
  .read = TEAM, .read_own = CORRESPONDENT, .write = KEEPERS, .remove = MANAGER | WEBMASTER);

CHOICES (contact_ways, "phone", "email", "visit", "message", "other");
FIELDS (contact_log_fields) {
  REF    ("person", N_("Person"), "person", .flags = REQUIRED | INDEXED | KEY),
  DATE   ("on", N_("Date"), .flags = REQUIRED | INDEXED | KEY),
  CHOICE ("way", N_("Way of contact"), contact_ways),
  TEXT   ("summary", N_("Summary"), NOTE_MAX_CHARS, .flags = SEARCHED | KEY),
  BINNED,
};
static const RelaisKind contact_log = KIND ("contact_log", N_("Contact"), N_("Contacts"), contact_log_fields,
  .read = KEEPERS, .write = KEEPERS, .remove = MANAGER | WEBMASTER);

/* ---- editorial plan ---- */

CHOICES (media_types, "image", "document");
FIELDS (media_fields) {
  HASH    ("hash", N_("Content"), .flags = REQUIRED | INDEXED | KEY),
  STRING  ("name", N_("File name"), 255, .flags = REQUIRED | TITLE),
  CHOICE  ("type", N_("Type"), media_types),
  STRING  ("mime", N_("Media type"), 100),
  INTEGER ("size", N_("Size"), 0, G_GINT64_CONSTANT (1) << 40),
  INTEGER ("width", N_("Width"), 0, 100000),
  INTEGER ("height", N_("Height"), 0, 100000),
  TEXT    ("alternative", N_("Alternative text"), 1000, .flags = SEARCHED),
  BOOLEAN ("decorative", N_("Decorative")),
  STRING  ("credit", N_("Credit"), NAME_MAX_CHARS, .flags = SEARCHED),
  REF     ("owner", N_("Owner"), "person", .flags = INDEXED | OWN_PERSON | OWNER),
  BINNED,
};
static const RelaisKind media = KIND ("media", N_("Image or document"), N_("Images and documents"), media_fields,
  .read = EVERYONE, .write = TEAM, .write_own = CORRESPONDENT, .remove = MANAGER | DESIGNER | WEBMASTER);

/* Groups subjects; has a line of its own on the plan. */
FIELDS (campaign_fields) {
  STRING ("title", N_("Title"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  DATE   ("starts", N_("From"), .flags = REQUIRED | INDEXED | KEY),
  DATE   ("ends", N_("Until"), .flags = REQUIRED | INDEXED, .not_before = "starts"),
  CHOICE ("color", N_("Color"), colors),
  REF    ("unit", N_("Unit"), "unit", .flags = INDEXED),
  TEXT   ("note", N_("Note"), NOTE_MAX_CHARS, .flags = SEARCHED),
  BINNED,
};
static const RelaisKind campaign = KIND ("campaign", N_("Campaign"), N_("Campaigns"), campaign_fields,
  .read = EVERYONE, .write = MANAGER | EDITOR, .remove = MANAGER);

/* What subjects are made from: by hand, or again and again by a rule. */
CHOICES (closed_choices, "keep", "next", "previous", "skip");
FIELDS (template_fields) {
  STRING ("title", N_("Title"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  TEXT   ("summary", N_("Summary"), NOTE_MAX_CHARS),
  REFS   ("channels", N_("Channels"), "channel"),
  REF    ("unit", N_("Unit"), "unit", .flags = INDEXED),
  REF    ("theme", N_("Theme"), "theme"),
  REF    ("campaign", N_("Campaign"), "campaign"),
  REF    ("author", N_("Author"), "person"),
  REF    ("reviewer", N_("Reviewer"), "person"),
  STRING ("rule", N_("Recurrence"), 200),   /* RFC 5545 §3.3.10, the part that core/plan reads; empty: by hand */
  CHOICE ("on_closed", N_("When nothing is published that day"), closed_choices),
  DATE   ("starts", N_("From"), .flags = INDEXED),
  DATE   ("ends", N_("Until"), .not_before = "starts"),
  BINNED,
};
static const RelaisKind template = KIND ("template", N_("Template"), N_("Templates"), template_fields,
  .read = TEAM, .write = MANAGER | EDITOR, .remove = MANAGER);

/* An issue of the paper journal: its pages are the flatplan, its dates are planned backwards from the print date. */
CHOICES (edition_states, "planned", "closed");
FIELDS (edition_fields) {
  REF     ("channel", N_("Channel"), "channel", .flags = REQUIRED | INDEXED | FIXED | KEY),
  STRING  ("title", N_("Title"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  CHOICE  ("state", N_("State"), edition_states, .flags = REQUIRED | INDEXED),
  INTEGER ("pages", N_("Pages"), 1, 500),
  INTEGER ("page_signs", N_("Signs on a page"), 0, 100000),
  DATE    ("print_on", N_("To the printer"), .flags = REQUIRED | INDEXED | KEY),
  DATE    ("out_on", N_("Handed out"), .flags = INDEXED, .not_before = "print_on"),
  JSON    ("steps", N_("Steps before printing"), NOTE_MAX_CHARS),   /* [[name, working days before print_on], …] */
  JSON    ("rooms", N_("Room of single pages"), NOTE_MAX_CHARS),    /* {"1": signs, …}: cover, advertisement */
  TEXT    ("note", N_("Note"), NOTE_MAX_CHARS, .flags = SEARCHED),
  BINNED,
};
static const RelaisKind edition = KIND ("edition", N_("Journal issue"), N_("Journal issues"), edition_fields,
  .read = EVERYONE, .write = MANAGER | EDITOR | DESIGNER, .remove = MANAGER);

CHOICES (subject_states, "proposed", "kept", "postponed", "refused");
CHOICES (subject_kept, "kept");
CHOICES (subject_own, "proposed", "postponed");   /* what the committee keeps or refuses is no longer the correspondent's */
static const RelaisTransition subject_transitions[] = {
  { "", "proposed", CORRESPONDENT },
  { NULL, "proposed", MANAGER | EDITOR },
  { NULL, "kept", MANAGER | EDITOR }, { NULL, "postponed", MANAGER | EDITOR }, { NULL, "refused", MANAGER | EDITOR },
  { NULL, NULL, 0 },
};
FIELDS (subject_fields) {
  STRING ("title", N_("Title"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY | SORTED),
  TEXT   ("summary", N_("Summary"), NOTE_MAX_CHARS, .flags = SEARCHED),
  CHOICE ("state", N_("State"), subject_states, .flags = REQUIRED | INDEXED),
  REF    ("unit", N_("Unit"), "unit", .flags = INDEXED | OWN_UNIT | OWNER | KEY),
  REF    ("theme", N_("Theme"), "theme", .flags = INDEXED),
  REF    ("proposed_by", N_("Proposed by"), "person", .flags = INDEXED | OWN_PERSON),
  DATE   ("proposed_on", N_("Proposed on"), .flags = INDEXED | KEY),
  TAGS   ("tags", N_("Tags"), .flags = SEARCHED),
  TEXT   ("note", N_("Note"), NOTE_MAX_CHARS, .flags = SEARCHED),
  REF    ("campaign", N_("Campaign"), "campaign", .flags = INDEXED, .write = MANAGER | EDITOR),
  REF    ("template", N_("Made from"), "template", .flags = INDEXED, .write = MANAGER | EDITOR),
  DATE   ("occurrence", N_("Occurrence"), .flags = INDEXED, .write = MANAGER | EDITOR),
  REF    ("origin", N_("Split from"), "subject", .write = MANAGER | EDITOR),
  REF    ("merged_into", N_("Merged into"), "subject", .flags = INDEXED, .write = MANAGER | EDITOR),
  REFS   ("attachments", N_("Attachments"), "media"),
  BOOLEAN ("archived", N_("Archived"), .flags = INDEXED, .write = MANAGER | EDITOR),
  BINNED,
};
static const RelaisKind subject = KIND ("subject", N_("Subject"), N_("Subjects"), subject_fields,
  .read = TEAM, .read_own = CORRESPONDENT, .read_open = CORRESPONDENT | READER,
  .open_field = "state", .open_values = subject_kept,
  .write = MANAGER | EDITOR, .write_own = CORRESPONDENT, .own_states = subject_own, .remove = MANAGER,
  .state_field = "state", .transitions = subject_transitions);

CHOICES (article_settled, "approved", "scheduled", "published", "archived");   /* states of a placement */
FIELDS (article_fields) {
  STRING  ("title", N_("Title"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY, .write = WRITERS),
  TEXT    ("standfirst", N_("Standfirst"), 2000, .flags = SEARCHED, .write = WRITERS),
  TEXT    ("body", N_("Text"), BODY_MAX_CHARS, .flags = SEARCHED, .write = WRITERS),
  REF     ("lead_image", N_("Lead image"), "media"),
  REFS    ("images", N_("Images"), "media"),
  REF     ("author", N_("Author"), "person", .flags = INDEXED | OWN_PERSON | OWNER, .write = MANAGER | EDITOR | CORRESPONDENT),
  REF     ("subject", N_("Subject"), "subject", .flags = INDEXED, .write = WRITERS),
  REF     ("theme", N_("Theme"), "theme", .flags = INDEXED, .write = WRITERS),
  STRING  ("signature", N_("Signature"), NAME_MAX_CHARS, .write = WRITERS),
  STRING  ("language", N_("Language"), 20, .write = WRITERS),
  DATE    ("event_day", N_("Day of the event"), .flags = INDEXED | KEY, .write = WRITERS),
  DATE    ("event_last_day", N_("Last day of the event"), .not_before = "event_day", .write = WRITERS),
  STRING  ("event_time", N_("Hour"), 5, .flags = RELAIS_FIELD_TIME_OF_DAY, .write = WRITERS),
  STRING  ("event_end_time", N_("Until"), 5, .flags = RELAIS_FIELD_TIME_OF_DAY, .write = WRITERS),
  STRING  ("event_place", N_("Place"), NAME_MAX_CHARS, .flags = SEARCHED, .write = WRITERS),
  STRING  ("external_id", N_("Identifier where it came from"), 255, .flags = INDEXED, .write = WRITERS),
  BINNED_BY (WRITERS),
};
static const RelaisKind article = KIND ("article", N_("Article"), N_("Articles"), article_fields,
  .read = TEAM, .read_own = CORRESPONDENT, .write = TEAM, .write_own = CORRESPONDENT, .remove = MANAGER,
  .settled_by = "placement", .settled_field = "article", .settled_states = article_settled);

CHOICES (placement_states, "idea", "proposed", "accepted", "writing", "review", "approved", "scheduled", "published",
         "archived", "refused", "postponed");
CHOICES (placement_open, "accepted", "writing", "review", "approved", "scheduled", "published", "archived");
CHOICES (placement_own, "idea", "proposed", "accepted", "writing", "review");   /* what is approved is no longer the author's */
static const RelaisTransition placement_transitions[] = {
  { NULL, "idea", MANAGER | EDITOR }, { "", "idea", CORRESPONDENT },
  { NULL, "proposed", MANAGER | EDITOR }, { "", "proposed", CORRESPONDENT }, { "idea", "proposed", CORRESPONDENT },
  { NULL, "accepted", MANAGER | EDITOR }, { NULL, "refused", MANAGER | EDITOR }, { NULL, "postponed", MANAGER | EDITOR },
  { NULL, "writing", MANAGER | EDITOR },
  { "accepted", "writing", MANAGER | EDITOR | CORRESPONDENT },
  { "review", "writing", MANAGER | EDITOR | CORRESPONDENT },
  { "writing", "review", MANAGER | EDITOR | CORRESPONDENT },
  { "accepted", "review", MANAGER | EDITOR | CORRESPONDENT },
  { NULL, "review", MANAGER | EDITOR },
  { NULL, "approved", MANAGER | EDITOR },
  { "approved", "scheduled", KEEPERS }, { "scheduled", "approved", KEEPERS },
  { "approved", "published", KEEPERS }, { "scheduled", "published", KEEPERS },
  { "published", "archived", KEEPERS }, { "archived", "published", KEEPERS },
  { NULL, "scheduled", MANAGER }, { NULL, "published", MANAGER }, { NULL, "archived", MANAGER },
  { NULL, NULL, 0 },
};
/* Three dates, three meanings, never mixed: the plan, when copy must be in, when the back end really publishes. */
FIELDS (placement_fields) {
  REF     ("subject", N_("Subject"), "subject", .flags = REQUIRED | INDEXED | FIXED | KEY),
  REF     ("channel", N_("Channel"), "channel", .flags = REQUIRED | INDEXED | FIXED | KEY),
  CHOICE  ("state", N_("Status"), placement_states, .flags = REQUIRED | INDEXED),
  DATE    ("planned", N_("Planned"), .flags = INDEXED | KEY, .write = MANAGER | EDITOR),
  DATE    ("copy_due", N_("Copy due"), .flags = INDEXED, .write = MANAGER | EDITOR),
  INSTANT ("publish_at", N_("Publish at"), .flags = INDEXED, .write = KEEPERS),
  REF     ("author", N_("Author"), "person", .flags = INDEXED | OWN_PERSON | OWNER, .write = MANAGER | EDITOR | CORRESPONDENT),
  REF     ("reviewer", N_("Reviewer"), "person", .flags = INDEXED | OWN_PERSON, .write = MANAGER | EDITOR),
  REF     ("article", N_("Article"), "article", .flags = INDEXED),
  TEXT    ("note", N_("Note"), NOTE_MAX_CHARS),
  CHOICE  ("audience", N_("Audience"), audiences, .write = MANAGER | EDITOR),   /* empty: the channel's */
  INTEGER ("length", N_("Expected length"), 0, 1000000, .flags = INDEXED),   /* in the unit of the channel */
  REF     ("edition", N_("Journal issue"), "edition", .flags = INDEXED, .write = MANAGER | EDITOR),
  INTEGER ("page", N_("Page"), 1, 500, .flags = INDEXED, .write = MANAGER | EDITOR),
  STRING  ("reason", N_("Reason"), 1000),       /* why not on this channel, why postponed */
  STRING  ("overruled", N_("Why a rule was set aside"), 1000, .write = MANAGER),
  BINNED,
};
static const RelaisKind placement = KIND ("placement", N_("Placement"), N_("Placements"), placement_fields,
  .read = TEAM, .read_own = CORRESPONDENT, .read_open = CORRESPONDENT | READER,
  .open_field = "state", .open_values = placement_open,
  .write = KEEPERS, .write_own = CORRESPONDENT, .own_states = placement_own, .remove = MANAGER,
  .state_field = "state", .transitions = placement_transitions);

FIELDS (revision_fields) {
  REF     ("article", N_("Article"), "article", .flags = REQUIRED | INDEXED | FIXED | KEY),
  REF     ("author", N_("Author"), "person", .flags = INDEXED | OWN_PERSON | OWNER),
  INSTANT ("made_at", N_("Made at"), .flags = REQUIRED | INDEXED | FIXED | KEY),
  STRING  ("reason", N_("Reason"), NAME_MAX_CHARS),
  STRING  ("title", N_("Title"), NAME_MAX_CHARS, .flags = TITLE),
  TEXT    ("standfirst", N_("Standfirst"), 2000),
  TEXT    ("body", N_("Text"), BODY_MAX_CHARS),
  BINNED,
};
static const RelaisKind revision = KIND ("revision", N_("Revision"), N_("Revisions"), revision_fields,
  .read = TEAM, .read_own = CORRESPONDENT, .write = TEAM, .write_own = CORRESPONDENT, .remove = MANAGER);

FIELDS (comment_fields) {
  REF     ("subject", N_("Subject"), "subject", .flags = INDEXED | FIXED),
  REF     ("placement", N_("Placement"), "placement", .flags = INDEXED | FIXED),
  REF     ("article", N_("Article"), "article", .flags = INDEXED | FIXED),
  REF     ("author", N_("Author"), "person", .flags = INDEXED | OWN_PERSON | OWNER | KEY),
  TEXT    ("text", N_("Text"), NOTE_MAX_CHARS, .flags = REQUIRED | SEARCHED | KEY),
  REFS    ("mentions", N_("Mentions"), "person", .flags = OWN_PERSON),
  BOOLEAN ("resolved", N_("Resolved")),
  BINNED,
};
static const RelaisKind comment = KIND ("comment", N_("Comment"), N_("Comments"), comment_fields,
  .read = TEAM, .read_own = CORRESPONDENT, .write = TEAM, .write_own = CORRESPONDENT, .remove = MANAGER);

CHOICES (meeting_states, "planned", "held", "recorded");
FIELDS (meeting_fields) {
  DATE   ("on", N_("Date"), .flags = REQUIRED | INDEXED | TITLE | KEY),
  STRING ("title", N_("Title"), NAME_MAX_CHARS, .flags = TITLE),
  CHOICE ("state", N_("State"), meeting_states, .flags = REQUIRED | INDEXED),
  REFS   ("attendees", N_("Attendees"), "person"),
  JSON   ("agenda", N_("Agenda"), NOTE_MAX_CHARS),   /* [{"subject": id, "placement": id or absent, "why": word}, …] in order */
  TEXT   ("record", N_("Record"), NOTE_MAX_CHARS, .flags = SEARCHED),
  BINNED,
};
static const RelaisKind meeting = KIND ("meeting", N_("Committee meeting"), N_("Committee meetings"), meeting_fields,
  .read = TEAM, .write = MANAGER | EDITOR, .remove = MANAGER);

CHOICES (decision_outcomes, "kept", "postponed", "refused", "other_channel");
FIELDS (decision_fields) {
  REF    ("meeting", N_("Committee meeting"), "meeting", .flags = REQUIRED | INDEXED | KEY),
  REF    ("subject", N_("Subject"), "subject", .flags = REQUIRED | INDEXED | KEY),
  REF    ("placement", N_("Placement"), "placement", .flags = INDEXED | KEY),
  CHOICE ("outcome", N_("Decision"), decision_outcomes, .flags = REQUIRED),
  TEXT   ("reason", N_("Reason"), NOTE_MAX_CHARS, .flags = SEARCHED),
  REF    ("responsible", N_("In charge"), "person"),
  DATE   ("due", N_("Due")),
  DATE   ("until", N_("Postponed to")),
  REF    ("channel", N_("Other channel"), "channel"),
  BINNED,
};
static const RelaisKind decision = KIND ("decision", N_("Decision"), N_("Decisions"), decision_fields,
  .read = TEAM, .write = MANAGER | EDITOR, .remove = MANAGER, .whole = TRUE);

FIELDS (closed_period_fields) {
  DATE   ("starts", N_("From"), .flags = REQUIRED | INDEXED | KEY),
  DATE   ("ends", N_("Until"), .flags = REQUIRED | INDEXED, .not_before = "starts"),
  STRING ("reason", N_("Reason"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  BINNED,
};
static const RelaisKind closed_period = KIND ("closed_period", N_("Closed period"), N_("Closed periods"), closed_period_fields,
  .read = EVERYONE, .write = MANAGER | WEBMASTER, .remove = MANAGER);

/* Days that others publish (school holidays, events of the city): read from an address or a file, kept for those who are offline. */
FIELDS (calendar_fields) {
  STRING  ("name", N_("Name"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  STRING  ("url", N_("Address"), 2000),
  CHOICE  ("color", N_("Color"), colors),
  JSON    ("days", N_("Days"), 400000),   /* [[first day, last day, words], …] */
  INSTANT ("read_at", N_("Read at")),
  BINNED,
};
static const RelaisKind calendar = KIND ("calendar", N_("Calendar"), N_("Calendars"), calendar_fields,
  .read = EVERYONE, .write = MANAGER | EDITOR | WEBMASTER, .remove = MANAGER);

/* ---- surveys: answers are not records (DESIGN §4) ---- */

CHOICES (survey_states, "draft", "open", "closed");
CHOICES (survey_public, "open", "closed");
FIELDS (survey_fields) {
  STRING  ("title", N_("Title"), NAME_MAX_CHARS, .flags = REQUIRED | TITLE | KEY),
  TEXT    ("introduction", N_("Introduction"), NOTE_MAX_CHARS, .flags = SEARCHED),
  CHOICE  ("audience", N_("Audience"), audiences, .flags = REQUIRED),
  CHOICE  ("state", N_("State"), survey_states, .flags = REQUIRED | INDEXED),
  STRING  ("series", N_("Series"), NAME_MAX_CHARS),
  STRING  ("wave", N_("Wave"), 60, .flags = KEY),
  DATE    ("opens", N_("Opens"), .flags = INDEXED),
  DATE    ("closes", N_("Closes"), .flags = INDEXED, .not_before = "opens"),
  INTEGER ("smallest_group", N_("Smallest group shown"), 3, 100),
  BINNED,
};
static const RelaisKind survey = KIND ("survey", N_("Survey"), N_("Surveys"), survey_fields,
  .read = TEAM, .read_open = CORRESPONDENT, .open_field = "state", .open_values = survey_public,
  .write = MANAGER | EDITOR, .remove = MANAGER);

CHOICES (question_types, "single", "multiple", "scale", "nps", "number", "comment", "unit");
FIELDS (question_fields) {
  REF     ("survey", N_("Survey"), "survey", .flags = REQUIRED | INDEXED | KEY),
  INTEGER ("position", N_("Position"), 0, 1000, .flags = INDEXED),
  CHOICE  ("type", N_("Type"), question_types, .flags = REQUIRED),
  STRING  ("text", N_("Text"), 1000, .flags = REQUIRED | TITLE | KEY),
  LIST    ("options", N_("Options"), 50),
  INTEGER ("scale_max", N_("Highest mark"), 0, 10),
  BOOLEAN ("required", N_("Required")),
  BINNED,
};
static const RelaisKind question = KIND ("question", N_("Question"), N_("Questions"), question_fields,
  .read = TEAM, .write = MANAGER | EDITOR, .remove = MANAGER);

FIELDS (report_fields) {
  REF     ("survey", N_("Survey"), "survey", .flags = REQUIRED | INDEXED),
  INSTANT ("computed_at", N_("Computed at"), .flags = REQUIRED),
  INTEGER ("answers", N_("Answers"), 0, 10000000),
  JSON    ("content", N_("Content"), 4000000),
  BINNED,
};
/* Only the back end writes reports; nobody may. */
static const RelaisKind report = KIND ("report", N_("Report"), N_("Reports"), report_fields, .read = TEAM);

static const RelaisKind * const kinds[] = {
  &unit, &person, &mandate, &channel, &theme, &account, &setting, &saved_view,
  &training, &gathering, &attendance, &contact_log,
  &campaign, &template, &edition,
  &media, &subject, &article, &placement, &revision, &comment, &meeting, &decision, &closed_period, &calendar,
  &survey, &question, &report,
  NULL
};

const RelaisKind * const *
relais_kinds (void)
{
  return kinds;
}
