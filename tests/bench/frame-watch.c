/* SPDX-License-Identifier: GPL-3.0-or-later */

/* frame-watch PID: what the frames of a window cost the main thread of its program, seen from outside.
 *
 * Watches the largest window on DISPLAY through the damage extension: damage within a few milliseconds is one frame. The cost of a
 * frame is what the main thread of PID computed since the frame before, so that work between two frames counts too; except what it
 * did well before, with a rest of REST_MS after it: no frame waited for that. For each line read from standard input it prints
 * "FRAMES MEDIAN_MS P95_MS WORST_MS APART_MS" since the line before, the last being what it computed apart from any frame.
 */

#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_FRAMES 100000
#define GAP_MS      5       /* a display draws a frame each 16 ms */
#define REST_MS     60
#define IDLE_MS     1       /* computing less than this in that time is rest: a cursor blinks, a timer looks around */

static double costs[MOST_FRAMES];
static int    n_costs;
static double apart;

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

static void
watch (Display *display, const char *path)
{
  struct pollfd fds[] = { { ConnectionNumber (display), POLLIN, 0 }, { STDIN_FILENO, POLLIN, 0 } };
  double before = read_cpu_ms (path), seen = before;
  char line[16];

  for (;;)
    {
      if (take_frame (display))
        {
          double now = read_cpu_ms (path);

          if (n_costs < MOST_FRAMES)
            costs[n_costs++] = now - before;
          before = now;
        }
      int n = poll (fds, 2, REST_MS);
      double now = read_cpu_ms (path);
      if (n == 0 && now - seen < IDLE_MS)
        {
          apart += now - before;
          before = now;
        }
      seen = now;
      if (n > 0 && fds[1].revents)
        {
          if (read (STDIN_FILENO, line, sizeof line) <= 0)
            return;
          take_frame (display);
          print_costs ();
          before = read_cpu_ms (path);
        }
    }
}

int
main (int argc, char *argv[])
{
  Display *display = XOpenDisplay (NULL);
  int event_base, error_base;
  char path[64];
  Window window;

  if (argc != 2)
    return fprintf (stderr, "usage: frame-watch PID\n"), 2;
  if (!display || !XDamageQueryExtension (display, &event_base, &error_base) || !(window = find_largest (display)))
    return fprintf (stderr, "frame-watch: no window on a display with the damage extension\n"), 1;
  snprintf (path, sizeof path, "/proc/%s/task/%s/schedstat", argv[1], argv[1]);
  XDamageCreate (display, window, XDamageReportRawRectangles);
  XSync (display, False);
  watch (display, path);

  return 0;
}
