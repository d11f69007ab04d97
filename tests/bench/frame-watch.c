/* SPDX-License-Identifier: GPL-3.0-or-later */

/* frame-watch PID: what the frames of a window cost the main thread of its program, seen from outside.
 *
 * Watches the largest window on DISPLAY through the damage extension: damage within a few milliseconds is one frame. The cost of a
 * frame is what the main thread of PID computed since the frame before, so that work between two frames counts too; except what it
 * did well before, with a rest of REST_MS after it: no frame waited for that. It reads lines from standard input:
 *
 *   (empty)          → "FRAMES MEDIAN_MS P95_MS WORST_MS APART_MS" since the line before, the last being what was computed apart
 *                      from any frame
 *   click X Y        → "LAST_MS CPU_MS": a click of the mouse there, until the last frame that it causes is on the display, and what
 *   key NAMES          the main thread computed for it; the same for a key ("Return", "Alt_L+Right"). The events come from within the
 *                      display: no time of a program that makes them is in it
 *   drag X Y X Y     → as for an empty line: a drag from there, to and fro, then Escape; a frame is what the main thread computed
 *                      between two motions, one each FRAME_MS, whatever of it was drawn
 */

#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MOST_FRAMES 100000
#define GAP_MS      5       /* a display draws a frame each 16 ms */
#define REST_MS     60
#define QUIET_MS    250     /* nothing more follows on an event: what is read in another thread has come */
#define IDLE_MS     1       /* computing less than this in that time is rest: a cursor blinks, a timer looks around */
#define FRAME_MS    16
#define HOLD_MS     200     /* GTK takes what moves sooner for a slip of the hand */
#define DRAG_STEPS  120

typedef struct {
  Display    *display;
  const char *path;    /* schedstat of the main thread */
} Watch;

static double costs[MOST_FRAMES];
static int    n_costs;
static double apart;

static double
now_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);

  return t.tv_sec * 1000.0 + t.tv_nsec / 1e6;
}

/* Milliseconds that the main thread has computed: the first number of its schedstat, in nanoseconds. */
static double
read_cpu_ms (const char *path)
{
  double ns = 0;
  FILE *file = fopen (path, "r");

  if (!file || fscanf (file, "%lf", &ns) != 1)
    exit (1);
  fclose (file);

  return ns / 1e6;
}

static int
compare_costs (const void *a, const void *b)
{
  return *(const double *) a < *(const double *) b ? -1 : 1;
}

static void
print_costs (void)
{
  qsort (costs, n_costs, sizeof costs[0], compare_costs);
  if (n_costs > 0)
    printf ("%d %.2f %.2f %.2f %.2f\n", n_costs, costs[n_costs / 2], costs[n_costs * 95 / 100], costs[n_costs - 1], apart);
  else
    printf ("0 0 0 0 %.2f\n", apart);
  fflush (stdout);
  n_costs = 0;
  apart = 0;
}

static Window
find_largest (Display *display)
{
  Window root, parent, *children, largest = 0;
  unsigned n_children;
  int area = 0;

  if (!XQueryTree (display, DefaultRootWindow (display), &root, &parent, &children, &n_children))
    return 0;
  for (unsigned i = 0; i < n_children; i++)
    {
      XWindowAttributes attributes;

      if (XGetWindowAttributes (display, children[i], &attributes) && attributes.map_state == IsViewable &&
          attributes.width * attributes.height > area)
        {
          area = attributes.width * attributes.height;
          largest = children[i];
        }
    }
  XFree (children);

  return largest;
}

/* Takes what is pending; waits for the rest of a frame that has begun. Returns whether there was one. */
static int
take_frame (Display *display)
{
  struct pollfd fd = { ConnectionNumber (display), POLLIN, 0 };
  int any = 0;

  do
    while (XPending (display))
      {
        XEvent event;

        XNextEvent (display, &event);
        any = 1;
      }
  while (any && poll (&fd, 1, GAP_MS) > 0);

  return any;
}

/* Until nothing was drawn and nothing computed for QUIET_MS. Returns when the last frame came; @since when none did. */
static double
wait_for_rest (Watch *watch, double since)
{
  double last = since, seen = read_cpu_ms (watch->path);
  struct pollfd fd = { ConnectionNumber (watch->display), POLLIN, 0 };

  for (;;)
    {
      int any = poll (&fd, 1, QUIET_MS) > 0;
      double now = read_cpu_ms (watch->path);

      while (XPending (watch->display))
        {
          XEvent event;

          XNextEvent (watch->display, &event);
          last = now_ms ();
        }
      if (!any && now - seen < IDLE_MS)
        return last;
      seen = now;
    }
}

static void
move (Watch *watch, int x, int y)
{
  XTestFakeMotionEvent (watch->display, -1, x, y, CurrentTime);
  XFlush (watch->display);
}

static void
press (Watch *watch, int down)
{
  XTestFakeButtonEvent (watch->display, 1, down, CurrentTime);
  XFlush (watch->display);
}

/* "Return", "Alt_L+Right": the last one while the ones before are held. */
static void
press_key (Watch *watch, const char *names)
{
  char first[50], *rest = NULL;
  KeyCode code;

  snprintf (first, sizeof first, "%s", names);
  if ((rest = strchr (first, '+')))
    *rest++ = '\0';
  code = XKeysymToKeycode (watch->display, XStringToKeysym (first));
  XTestFakeKeyEvent (watch->display, code, True, CurrentTime);
  if (rest)
    press_key (watch, rest);
  XTestFakeKeyEvent (watch->display, code, False, CurrentTime);
  XFlush (watch->display);
}

/* What follows on one event. @key: NULL: a click where the pointer is. */
static void
answer (Watch *watch, const char *key)
{
  double before = read_cpu_ms (watch->path), start = now_ms ();

  if (key)
    press_key (watch, key);
  else
    {
      press (watch, True);
      press (watch, False);
    }
  double last = wait_for_rest (watch, start);
  printf ("%.2f %.2f\n", last - start, read_cpu_ms (watch->path) - before);
  fflush (stdout);
}

static void
pass (Watch *watch, double ms)
{
  double end = now_ms () + ms;
  struct pollfd fd = { ConnectionNumber (watch->display), POLLIN, 0 };

  for (double left; (left = end - now_ms ()) > 0;)
    if (poll (&fd, 1, (int) ceil (left)) > 0)
      while (XPending (watch->display))
        {
          XEvent event;

          XNextEvent (watch->display, &event);
        }
}

static void
drag (Watch *watch, int from_x, int from_y, int to_x, int to_y)
{
  move (watch, from_x, from_y);
  wait_for_rest (watch, 0);
  press (watch, True);
  pass (watch, HOLD_MS);
  n_costs = 0;
  apart = 0;
  for (int i = 1; i <= DRAG_STEPS; i++)
    {
      double share = 0.5 - 0.5 * cos (4 * M_PI * i / DRAG_STEPS), before = read_cpu_ms (watch->path);

      move (watch, from_x + (int) (share * (to_x - from_x)), from_y + (int) (share * (to_y - from_y)));
      pass (watch, FRAME_MS);
      costs[n_costs++] = read_cpu_ms (watch->path) - before;
    }
  press_key (watch, "Escape");
  press (watch, False);
  wait_for_rest (watch, 0);
  print_costs ();
}

/* FALSE: nobody asks any more. */
static int
obey (Watch *watch)
{
  char line[100], key[50];
  int x, y, to_x, to_y;

  if (!fgets (line, sizeof line, stdin))
    return 0;
  if (sscanf (line, "click %d %d", &x, &y) == 2)
    {
      move (watch, x, y);
      wait_for_rest (watch, 0);
      answer (watch, NULL);
    }
  else if (sscanf (line, "key %49s", key) == 1)
    answer (watch, key);
  else if (sscanf (line, "drag %d %d %d %d", &x, &y, &to_x, &to_y) == 4)
    drag (watch, x, y, to_x, to_y);
  else
    {
      take_frame (watch->display);
      print_costs ();
    }

  return 1;
}

static void
run (Watch *watch)
{
  struct pollfd fds[] = { { ConnectionNumber (watch->display), POLLIN, 0 }, { STDIN_FILENO, POLLIN, 0 } };
  double before = read_cpu_ms (watch->path), seen = before;

  for (;;)
    {
      if (take_frame (watch->display))
        {
          double now = read_cpu_ms (watch->path);

          if (n_costs < MOST_FRAMES)
            costs[n_costs++] = now - before;
          before = now;
        }
      int n = poll (fds, 2, REST_MS);
      double now = read_cpu_ms (watch->path);
      if (n == 0 && now - seen < IDLE_MS)
        {
          apart += now - before;
          before = now;
        }
      seen = now;
      if (n > 0 && fds[1].revents)
        {
          if (!obey (watch))
            return;
          before = read_cpu_ms (watch->path);
        }
    }
}

int
main (int argc, char *argv[])
{
  Display *display = XOpenDisplay (NULL);
  int event_base, error_base, major, minor;
  char path[64];
  Window window;

  if (argc != 2)
    return fprintf (stderr, "usage: frame-watch PID\n"), 2;
  setvbuf (stdin, NULL, _IONBF, 0);  /* what is waiting is asked of the system */
  if (!display || !XDamageQueryExtension (display, &event_base, &error_base)
      || !XTestQueryExtension (display, &event_base, &error_base, &major, &minor) || !(window = find_largest (display)))
    return fprintf (stderr, "frame-watch: no window on a display with the damage and test extensions\n"), 1;
  snprintf (path, sizeof path, "/proc/%s/task/%s/schedstat", argv[1], argv[1]);
  XDamageCreate (display, window, XDamageReportRawRectangles);
  XSync (display, False);
  run (&(Watch) { display, path });

  return 0;
}
