/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-sign-in.h"

#include "relais-remote.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RelaisSignIn
{
  AdwBin         parent_instance;

  AdwEntryRow   *server;     /* template */
  AdwEntryRow   *login;      /* template */
  AdwEntryRow   *password;   /* template */
  GtkLabel      *problem;    /* template */
  GtkButton     *sign_in;    /* template */
  GtkStack      *button_stack; /* template */
  GtkButton     *local;      /* template */
  GtkWidget     *form;       /* template */

  RelaisSession *session;      /* owned */
  GCancellable  *cancellable;  /* owned */
};

enum { SIGNED_IN, LOCAL, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisSignIn, relais_sign_in, ADW_TYPE_BIN)

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
update (RelaisSignIn *self)
{
  gboolean complete = *get_text (self->server) != '\0' && *get_text (self->login) != '\0' && *get_text (self->password) != '\0';

  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_in), complete);
}

static void
set_busy (RelaisSignIn *self, gboolean busy)
{
  /* An entry must not lose its sensitivity while it has the focus. */
  if (busy && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  gtk_stack_set_visible_child_name (self->button_stack, busy ? "busy" : "text");
  gtk_widget_set_sensitive (self->form, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->local), !busy);
}

static const char *
describe (const GError *error)
{
  if (error->domain != RELAIS_REMOTE_ERROR)
    return error->message;
  switch ((RelaisRemoteError) error->code)
    {
    case RELAIS_REMOTE_ERROR_ADDRESS:
      return _("This is not an address of a server: it looks like https://relais.ville.fr.");
    case RELAIS_REMOTE_ERROR_UNREACHABLE:
      return _("The server does not answer. Check the address and the network.");
    case RELAIS_REMOTE_ERROR_CERTIFICATE:
      return _("The server’s certificate is not trusted, so nothing was sent. Tell your webmaster.");
    case RELAIS_REMOTE_ERROR_NOT_RELAIS:
      return _("Something answers at this address, but it is not a Relais server. Does the network want you to sign in first?");
    case RELAIS_REMOTE_ERROR_SIGN_IN:
    case RELAIS_REMOTE_ERROR_FORBIDDEN:
      return _("Account and password do not match.");
    case RELAIS_REMOTE_ERROR_THROTTLED:
      return _("Too many attempts. Wait a minute and try again.");
    case RELAIS_REMOTE_ERROR_RESYNC:
    case RELAIS_REMOTE_ERROR_REFUSED:
    case RELAIS_REMOTE_ERROR_SERVER:
    case RELAIS_REMOTE_ERROR_BAD_ANSWER:
    case RELAIS_REMOTE_ERROR_NOT_FOUND:
      break;
    }
  return error->message;
}

static void
show_problem (RelaisSignIn *self, const char *message)
{
  gtk_label_set_label (self->problem, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), message != NULL);
  if (message != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisSignIn) self = user_data;
  g_autoptr (GError) error = NULL;

  if (relais_syncer_sign_in_finish (RELAIS_SYNCER (source), result, &error))
    {
      set_busy (self, FALSE);
      gtk_editable_set_text (GTK_EDITABLE (self->password), "");
      if (!relais_syncer_get_token_kept (RELAIS_SYNCER (source)))
        relais_session_notice (self->session, _("No keyring here: Relais will ask for your password at the next start."));
      g_signal_emit (self, signals[SIGNED_IN], 0);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  show_problem (self, describe (error));
  gtk_widget_grab_focus (GTK_WIDGET (g_error_matches (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_SIGN_IN) ? self->password
                                                                                                                : self->server));
}

static void
sign_in_cb (RelaisSignIn *self)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->sign_in)))
    return;
  show_problem (self, NULL);
  set_busy (self, TRUE);

  /* "relais.ville.fr" means https; only the loopback may be named without. */
  g_autofree char *typed = g_strstrip (g_strdup (get_text (self->server)));
  g_autofree char *server = strstr (typed, "://") != NULL ? g_strdup (typed) : g_strconcat ("https://", typed, NULL);
  g_autofree char *login = g_strstrip (g_strdup (get_text (self->login)));
  relais_syncer_sign_in_async (relais_session_get_syncer (self->session), server, login, get_text (self->password),
                               self->cancellable, signed_in_cb, g_object_ref (self));
}

static void
local_cb (RelaisSignIn *self)
{
  g_signal_emit (self, signals[LOCAL], 0);
}

static void
relais_sign_in_dispose (GObject *object)
{
  RelaisSignIn *self = RELAIS_SIGN_IN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_SIGN_IN);
  G_OBJECT_CLASS (relais_sign_in_parent_class)->dispose (object);
}

static void
relais_sign_in_class_init (RelaisSignInClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_sign_in_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/shell/relais-sign-in.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisSignIn, server);
  gtk_widget_class_bind_template_child (widget_class, RelaisSignIn, login);
  gtk_widget_class_bind_template_child (widget_class, RelaisSignIn, password);
  gtk_widget_class_bind_template_child (widget_class, RelaisSignIn, problem);
  gtk_widget_class_bind_template_child (widget_class, RelaisSignIn, sign_in);
  gtk_widget_class_bind_template_child (widget_class, RelaisSignIn, button_stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisSignIn, local);
  gtk_widget_class_bind_template_child (widget_class, RelaisSignIn, form);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, local_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "update_cb", G_CALLBACK (update));

  signals[SIGNED_IN] = g_signal_new ("signed-in", RELAIS_TYPE_SIGN_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LOCAL] = g_signal_new ("local", RELAIS_TYPE_SIGN_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_sign_in_init (RelaisSignIn *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
relais_sign_in_new (RelaisSession *session)
{
  RelaisSignIn *self = g_object_new (RELAIS_TYPE_SIGN_IN, NULL);
  relais_sign_in_set_session (self, session);
  return GTK_WIDGET (self);
}

void
relais_sign_in_set_session (RelaisSignIn *self, RelaisSession *session)
{
  g_return_if_fail (RELAIS_IS_SIGN_IN (self));
  g_set_object (&self->session, session);
}

void
relais_sign_in_prepare (RelaisSignIn *self, const char *server, const char *login, gboolean offer_local)
{
  g_return_if_fail (RELAIS_IS_SIGN_IN (self));

  gtk_editable_set_text (GTK_EDITABLE (self->server), server != NULL ? server : "");
  gtk_editable_set_text (GTK_EDITABLE (self->login), login != NULL ? login : "");
  gtk_widget_set_visible (GTK_WIDGET (self->local), offer_local);
  gtk_widget_grab_focus (GTK_WIDGET (server == NULL ? self->server : login == NULL ? self->login : self->password));
}
