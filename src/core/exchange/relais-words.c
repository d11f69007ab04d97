/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-exchange"

#include "relais-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *word;   /* folded */
  const char *name;
} Word;

/* Headings of French spreadsheets and directories, and of LDAP (FACTS), to names of fields of whatever kind has them. */
static const Word headings[] = {
  { "prenom", "first_name" }, { "givenname", "first_name" }, { "nom de famille", "last_name" }, { "sn", "last_name" },
  { "nom", "last_name" }, { "nom", "name" }, { "libelle", "name" }, { "intitule", "title" }, { "intitule", "name" },
  { "sigle", "short_name" }, { "abrege", "short_name" }, { "nom court", "short_name" },
  { "courriel", "email" }, { "e mail", "email" }, { "mail", "email" }, { "adresse mail", "email" }, { "messagerie", "email" },
  { "adresse electronique", "email" }, { "adresse e mail", "email" }, { "mel", "email" }, { "adresse de messagerie", "email" },
  { "telephone", "phone" }, { "tel", "phone" }, { "telephone fixe", "phone" }, { "telephonenumber", "phone" }, { "poste", "phone" },
  { "portable", "mobile" }, { "tel portable", "mobile" }, { "telephone portable", "mobile" }, { "gsm", "mobile" },
  { "metier", "job" }, { "emploi", "job" }, { "intitule du poste", "job" }, { "profession", "job" },
  { "bureau", "office" }, { "localisation", "office" }, { "lieu", "place" }, { "lieu", "event_place" },
  { "groupes", "groups" }, { "remarque", "note" }, { "remarques", "note" }, { "notes", "note" }, { "commentaire", "note" },
  { "matricule", "external_id" }, { "employeenumber", "external_id" }, { "identifiant", "external_id" },
  { "effectif", "headcount" }, { "effectifs", "headcount" }, { "nombre d agents", "headcount" }, { "agents", "headcount" },
  { "type", "type" }, { "rattachement", "parent" }, { "rattache a", "parent" }, { "direction", "parent" }, { "parent", "parent" },
  { "unite", "unit" }, { "service", "unit" }, { "direction", "unit" }, { "personne", "person" }, { "agent", "person" },
  { "fonction", "function" }, { "role", "function" }, { "depuis", "starts" }, { "debut", "starts" }, { "date de debut", "starts" },
  { "du", "starts" }, { "jusqu au", "ends" }, { "fin", "ends" }, { "date de fin", "ends" }, { "au", "ends" },
  { "titre", "title" }, { "sujet", "title" }, { "sujet", "subject" }, { "resume", "summary" }, { "description", "summary" },
  { "statut", "state" }, { "etat", "state" }, { "thematique", "theme" }, { "theme", "theme" }, { "mots cles", "tags" },
  { "propose par", "proposed_by" }, { "propose le", "proposed_on" }, { "date", "on" }, { "le", "on" }, { "date", "planned" },
  { "prevu le", "planned" }, { "date de parution", "planned" }, { "parution", "planned" }, { "bouclage", "copy_due" },
  { "date de bouclage", "copy_due" }, { "canal", "channel" }, { "support", "channel" }, { "auteur", "author" },
  { "redacteur", "author" }, { "relecteur", "reviewer" }, { "chapo", "standfirst" }, { "texte", "body" }, { "texte", "text" },
  { "signature", "signature" }, { "motif", "reason" }, { "raison", "reason" }, { "decision", "outcome" }, { "duree", "hours" },
  { "formateur", "trainer" }, { "couleur", "color" }, { "ordre", "position" }, { "identifiant de connexion", "login" },
  { "login", "login" }, { "valeur", "value" }, { "cle", "key" }, { "question", "text" }, { "questionnaire", "survey" },
};

/* French words for values of CHOICE fields, where a field has that value. */
static const Word choices[] = {
  { "titulaire", "holder" }, { "correspondant", "holder" }, { "correspondante", "holder" }, { "suppleant", "deputy" },
  { "suppleante", "deputy" }, { "adjoint", "deputy" }, { "direction", "directorate" }, { "service", "service" }, { "autre", "other" },
  { "propose", "proposed" }, { "proposee", "proposed" }, { "retenu", "kept" }, { "reporte", "postponed" }, { "refuse", "refused" },
  { "autre canal", "other_channel" }, { "idee", "idea" }, { "accepte", "accepted" }, { "en redaction", "writing" },
  { "redaction", "writing" }, { "relecture", "review" }, { "a relire", "review" }, { "en relecture", "review" },
  { "valide", "approved" }, { "valide", "validated" }, { "programme", "scheduled" }, { "publie", "published" },
  { "archive", "archived" }, { "actif", "active" }, { "active", "active" }, { "suspendu", "suspended" }, { "termine", "ended" },
  { "manquante", "missing" }, { "envoyee", "sent" }, { "signee", "signed" }, { "invite", "invited" }, { "present", "present" },
  { "presente", "present" }, { "excuse", "excused" }, { "excusee", "excused" }, { "absent", "absent" }, { "absente", "absent" },
  { "telephone", "phone" }, { "courriel", "email" }, { "visite", "visit" }, { "message", "message" },
  { "breve", "brief" }, { "zoom", "feature" }, { "zoom sur", "feature" }, { "agenda", "agenda" }, { "lettre", "newsletter" },
  { "journal", "journal" }, { "guide", "guide" }, { "evenement", "event" }, { "affiche", "poster" }, { "signes", "signs" },
  { "mots", "words" }, { "pages", "pages" }, { "libre", "free" }, { "quotidien", "daily" }, { "hebdomadaire", "weekly" },
  { "mensuel", "monthly" }, { "trimestriel", "quarterly" }, { "annuel", "yearly" }, { "tous", "everyone" },
  { "encadrants", "managers" }, { "prevue", "planned" }, { "tenue", "held" }, { "brouillon", "draft" }, { "ouvert", "open" },
  { "clos", "closed" }, { "image", "image" }, { "document", "document" },
};

static gboolean
is_same (const char *folded,
         const char *text)
{
  g_autofree char *other = relais_words_fold (text);

  return strcmp (folded, other) == 0;
}

char *
relais_words_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *cased = g_utf8_casefold (valid, -1);
  g_autofree char *apart = g_utf8_normalize (cased, -1, G_NORMALIZE_NFKD);
  GString *folded = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *p = apart; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_ismark (c))
      continue;
    if (!g_unichar_isalnum (c)) {
      space = TRUE;
      continue;
    }
    if (space && folded->len > 0)
      g_string_append_c (folded, ' ');
    space = FALSE;
    /* Ligatures are letters of their own to Unicode, but not to who types on a keyboard. */
    if (c == 0x153)
      g_string_append (folded, "oe");
    else if (c == 0xe6)
      g_string_append (folded, "ae");
    else
      g_string_append_unichar (folded, c);
  }
  return g_string_free (folded, FALSE);
}

int
relais_words_find_field (const RelaisKind *kind,
                         const char       *heading)
{
  g_autofree char *folded = relais_words_fold (heading);

  if (*folded == '\0')
    return -1;
  for (guint i = 0; i < kind->n_fields; i++)
    if (is_same (folded, kind->fields[i].name))
      return (int) i;
  for (guint i = 0; i < kind->n_fields; i++)
    if (is_same (folded, kind->fields[i].label) || is_same (folded, _(kind->fields[i].label)))
      return (int) i;
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++) {
    int index = strcmp (headings[i].word, folded) == 0 ? relais_kind_find_field (kind, headings[i].name) : -1;

    if (index >= 0)
      return index;
  }
  return -1;
}

const char *
relais_words_find_choice (const RelaisField *field,
                          const char        *text)
{
  g_autofree char *folded = relais_words_fold (text);

  for (guint i = 0; field->choices[i] != NULL; i++)
    if (is_same (folded, field->choices[i]))
      return field->choices[i];
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (strcmp (choices[i].word, folded) == 0 && g_strv_contains (field->choices, choices[i].name))
      return choices[i].name;
  return NULL;
}
