/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-preview"

#include "relais-preview.h"

#include <webkit/webkit.h>

/* DESIGN §8: scripts of pages are off (ours run in a world of their own), the session forgets, and its proxy is a closed port: only
 * that stops every connection, preconnect included. Navigation is refused; links are told to the application.
 */

#define SCHEME     "relais-media"
#define WORLD      "relais"
#define DEAD_PROXY "http://127.0.0.1:9"

struct _RelaisPreviewRequest
{
  WebKitURISchemeRequest *request;  /* owned */
};

typedef struct {
  const RelaisPreviewEvents *events;  /* borrowed */
  gpointer                   data;    /* borrowed */
  char                      *html;    /* owned, nullable: to be shown when the document is there */
  gboolean                   loaded;
} Preview;

static const char update_script[] =
  "const next = new DOMParser ().parseFromString (html, 'text/html');"
  "document.title = next.title;"
  "document.documentElement.lang = next.documentElement.lang;"
  "document.body.replaceWith (document.adoptNode (next.body));";

static const char line_script[] =
  "let best = null;"
  "for (const block of document.querySelectorAll ('[data-sourcepos]'))"
  "  if (parseInt (block.dataset.sourcepos) <= line) best = block;"
  "if (best) best.scrollIntoView ({ block: 'nearest' });";

static const char point_script[] =
  "document.addEventListener ('click', event => {"
  "  const block = event.target.closest ('[data-sourcepos]');"
  "  if (block) window.webkit.messageHandlers.point.postMessage (parseInt (block.dataset.sourcepos));"
  "});";

static Preview *
get_preview (gpointer view)
{
  return g_object_get_data (G_OBJECT (view), "relais-preview");
}

static void
free_preview (gpointer data)
{
  Preview *preview = data;

  g_free (preview->html);
  g_free (preview);
}

static void
scheme_cb (WebKitURISchemeRequest *request, gpointer user_data)
{
  WebKitWebView *view = webkit_uri_scheme_request_get_web_view (request);
  Preview *preview = view ? get_preview (view) : NULL;
  const char *hash = webkit_uri_scheme_request_get_path (request);
  RelaisPreviewRequest *pending;

  if (preview == NULL)
    return;
  pending = g_new0 (RelaisPreviewRequest, 1);
  pending->request = g_object_ref (request);
  preview->events->fetch (hash, pending, preview->data);
}

static void
answer (RelaisPreviewRequest *pending, const char *path, const char *mime)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = path ? g_file_new_for_path (path) : NULL;
  g_autoptr (GFileInputStream) stream = file ? g_file_read (file, NULL, &error) : NULL;
  g_autoptr (GFileInfo) info = stream ? g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, NULL) : NULL;

  if (stream)
    webkit_uri_scheme_request_finish (pending->request, G_INPUT_STREAM (stream), info ? g_file_info_get_size (info) : -1, mime);
  else
    {
      if (error == NULL)
        error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "not here");
      webkit_uri_scheme_request_finish_error (pending->request, error);
    }
  g_object_unref (pending->request);
  g_free (pending);
}

static gboolean
policy_cb (WebKitWebView *view, WebKitPolicyDecision *decision, WebKitPolicyDecisionType type, gpointer user_data)
{
  Preview *preview = get_preview (view);
  WebKitNavigationAction *action;
  const char *uri;

  if (type != WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION && type != WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION)
    return FALSE;
  action = webkit_navigation_policy_decision_get_navigation_action (WEBKIT_NAVIGATION_POLICY_DECISION (decision));
  uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));
  if (type == WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION && g_str_has_prefix (uri, "about:"))
    return FALSE;
  webkit_policy_decision_ignore (decision);
  if (webkit_navigation_action_is_user_gesture (action))
    preview->events->follow (uri, preview->data);

  return TRUE;
}

static void
show_now (WebKitWebView *view, const char *html)
{
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "html", "s", html);
  webkit_web_view_call_async_javascript_function (view, update_script, -1, g_variant_dict_end (&arguments), WORLD, NULL, NULL, NULL,
                                                  NULL);
}

static void
load_cb (WebKitWebView *view, WebKitLoadEvent event, gpointer user_data)
{
  Preview *preview = get_preview (view);
  g_autofree char *html = NULL;

  if (event != WEBKIT_LOAD_FINISHED)
    return;
  preview->loaded = TRUE;
  html = g_steal_pointer (&preview->html);
  if (html)
    show_now (view, html);
}

/* The web process went away (memory, a fault): the next text starts it again. */
static void
terminated_cb (WebKitWebView *view)
{
  get_preview (view)->loaded = FALSE;
}

static void
point_cb (WebKitUserContentManager *manager, JSCValue *value, gpointer user_data)
{
  Preview *preview = user_data;
  int line = jsc_value_to_int32 (value);

  if (line > 0)
    preview->events->point ((guint) line, preview->data);
}

static gboolean
menu_cb (void)
{
  /* nothing of a browser's menu (reload, open in a new window) means anything here */
  return TRUE;
}

static WebKitSettings *
new_settings (void)
{
  return webkit_settings_new_with_settings ("enable-javascript", TRUE, "enable-javascript-markup", FALSE, "enable-media", FALSE,
                                            "enable-webgl", FALSE, "enable-page-cache", FALSE, "enable-html5-local-storage", FALSE,
                                            "enable-html5-database", FALSE, "enable-developer-extras", FALSE,
                                            "javascript-can-open-windows-automatically", FALSE, NULL);
}

static WebKitUserContentManager *
new_content_manager (Preview *preview)
{
  WebKitUserContentManager *manager = webkit_user_content_manager_new ();
  WebKitUserScript *script = webkit_user_script_new_for_world (point_script, WEBKIT_USER_CONTENT_INJECT_TOP_FRAME,
                                                               WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_END, WORLD, NULL, NULL);

  webkit_user_content_manager_register_script_message_handler (manager, "point", WORLD);
  webkit_user_content_manager_add_script (manager, script);
  webkit_user_script_unref (script);
  g_signal_connect (manager, "script-message-received::point", G_CALLBACK (point_cb), preview);

  return manager;
}

static WebKitWebContext *
get_context (void)
{
  static WebKitWebContext *context;

  if (context == NULL)
    {
      context = webkit_web_context_new ();
      webkit_web_context_register_uri_scheme (context, SCHEME, scheme_cb, NULL, NULL);
    }

  return context;
}

/* WebKit keeps a text view of no size in each view, to find out what keys mean: nobody is to come upon it. */
static void
hide_helpers (GtkWidget *view)
{
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_TEXT_VIEW (child))
      {
        gtk_widget_set_focusable (child, FALSE);
        gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      }
}

static GtkWidget *
create (const RelaisPreviewEvents *events, gpointer data)
{
  Preview *preview = g_new0 (Preview, 1);
  g_autoptr (WebKitNetworkSession) session = webkit_network_session_new_ephemeral ();
  WebKitNetworkProxySettings *proxy = webkit_network_proxy_settings_new (DEAD_PROXY, NULL);
  g_autoptr (WebKitUserContentManager) manager = new_content_manager (preview);
  g_autoptr (WebKitSettings) settings = new_settings ();
  GtkWidget *view;

  webkit_network_session_set_proxy_settings (session, WEBKIT_NETWORK_PROXY_MODE_CUSTOM, proxy);
  webkit_network_proxy_settings_free (proxy);
  preview->events = events;
  preview->data = data;
  view = g_object_new (WEBKIT_TYPE_WEB_VIEW, "web-context", get_context (), "network-session", session,
                       "user-content-manager", manager, "settings", settings, NULL);
  g_object_set_data_full (G_OBJECT (view), "relais-preview", preview, free_preview);
  g_signal_connect (view, "decide-policy", G_CALLBACK (policy_cb), NULL);
  g_signal_connect (view, "load-changed", G_CALLBACK (load_cb), NULL);
  g_signal_connect (view, "web-process-terminated", G_CALLBACK (terminated_cb), NULL);
  g_signal_connect (view, "context-menu", G_CALLBACK (menu_cb), NULL);
  hide_helpers (view);

  return view;
}

/* The first document is loaded; later ones take the place of its body, which keeps the place that is read and costs a few milliseconds
 * instead of a load. Their style is the same. */
static void
show (GtkWidget *widget, const char *html)
{
  WebKitWebView *view = WEBKIT_WEB_VIEW (widget);
  Preview *preview = get_preview (view);

  if (preview->loaded)
    show_now (view, html);
  else if (webkit_web_view_is_loading (view))
    g_set_str (&preview->html, html);
  else
    webkit_web_view_load_html (view, html, NULL);
}

static void
show_line (GtkWidget *widget, guint line)
{
  GVariantDict arguments;

  if (!get_preview (widget)->loaded)
    return;
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "line", "u", line);
  webkit_web_view_call_async_javascript_function (WEBKIT_WEB_VIEW (widget), line_script, -1, g_variant_dict_end (&arguments), WORLD, NULL,
                                                  NULL, NULL, NULL);
}

G_MODULE_EXPORT const RelaisPreviewModule *
relais_preview_module (void)
{
  static const RelaisPreviewModule module = { create, show, show_line, answer };

  return &module;
}
