/* SPDX-License-Identifier: GPL-3.0-or-later */

/* first-frame [-n RUNS] [--settle MS] [--] COMMAND…: how long a program takes to its first full frame, and what it then weighs.
 *
 * Seen from outside, so that any program can be measured alike: from exec to the damage that covers a large mapped window.
 * Prints "MILLISECONDS CPU_MS PSS_KB" for each run after one warm-up (the first run of a toolkit on a machine is slower): the
 * time that passed, what all threads of the process computed in it, and the proportional set size of the process and its children
 * --settle milliseconds after the frame.
 * Needs DISPLAY (an Xvfb of its own, with -noreset).
 */

#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>

#include <errno.h>
#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LARGE         300      /* pixels: smaller windows are splash screens and helpers */
#define PATIENCE_MS   60000

typedef struct {
  Display *display;
  Window   window;     /* large and mapped; 0: none yet */
  Damage   damage;
  int      width, height;
} Watch;

static double
now_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);

  return t.tv_sec * 1000.0 + t.tv_nsec / 1e6;
}

/* Windows come and go while we look at them; that is not an error here. */
static int
ignore_error_cb (Display *display, XErrorEvent *event)
{
  (void) display;
  (void) event;

  return 0;
}

static void
watch_window (Watch *watch, Window window, int width, int height)
{
  if (watch->window || width < LARGE || height < LARGE)
    return;
  watch->window = window;
  watch->width = width;
  watch->height = height;
  watch->damage = XDamageCreate (watch->display, window, XDamageReportRawRectangles);
}

/* Whether the event is the first frame: damage over most of the window (shadows are not redrawn). */
static int
is_first_frame (Watch *watch, XEvent *event, int damage_base)
{
  if (event->type == MapNotify)
    {
      XWindowAttributes attributes;

      if (XGetWindowAttributes (watch->display, event->xmap.window, &attributes))
        watch_window (watch, event->xmap.window, attributes.width, attributes.height);
    }
  else if (event->type == damage_base + XDamageNotify)
    {
      XDamageNotifyEvent *damage = (XDamageNotifyEvent *) event;

      return (double) damage->area.width * damage->area.height > 0.6 * watch->width * watch->height;
    }

  return 0;
}

static double
wait_for_frame (Watch *watch, int damage_base, double start, pid_t child)
{
  struct pollfd fd = { ConnectionNumber (watch->display), POLLIN, 0 };

  while (now_ms () - start < PATIENCE_MS)
    {
      while (XPending (watch->display))
        {
          XEvent event;

          XNextEvent (watch->display, &event);
          if (is_first_frame (watch, &event, damage_base))
            return now_ms () - start;
        }
      if (waitpid (child, NULL, WNOHANG) == child)
        return -1;
      poll (&fd, 1, 50);
    }

  return -1;
}

/* What the threads of the process have computed so far. */
static double
read_cpu_ms (pid_t pid)
{
  char pattern[64];
  double total = 0;
  glob_t threads;

  snprintf (pattern, sizeof pattern, "/proc/%d/task/*/schedstat", pid);
  if (glob (pattern, 0, NULL, &threads) != 0)
    return 0;
  for (size_t i = 0; i < threads.gl_pathc; i++)
    {
      FILE *file = fopen (threads.gl_pathv[i], "r");
      double ns;

      if (file && fscanf (file, "%lf", &ns) == 1)
        total += ns / 1e6;
      if (file)
        fclose (file);
    }
  globfree (&threads);

  return total;
}

static long
read_pss (pid_t pid)
{
  char path[64], line[256];
  long pss = 0;
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/smaps_rollup", pid);
  file = fopen (path, "r");
  while (file && fgets (line, sizeof line, file))
    if (sscanf (line, "Pss: %ld kB", &pss) == 1)
      break;
  if (file)
    fclose (file);

  return pss;
}

static long
read_family_pss (pid_t pid)
{
  char path[64];
  long total = read_pss (pid);
  int child;
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
  file = fopen (path, "r");
  while (file && fscanf (file, "%d", &child) == 1)
    total += read_family_pss (child);
  if (file)
    fclose (file);

  return total;
}

static int
measure (char **command, int settle_ms, double *ms, double *cpu_ms, long *pss)
{
  Watch watch = { .display = XOpenDisplay (NULL) };
  int damage_base, error_base;
  double start;
  pid_t child;

  if (!watch.display || !XDamageQueryExtension (watch.display, &damage_base, &error_base))
    return fprintf (stderr, "first-frame: no display with the damage extension\n"), -1;
  XSetErrorHandler (ignore_error_cb);
  XSelectInput (watch.display, DefaultRootWindow (watch.display), SubstructureNotifyMask);
  XSync (watch.display, False);

  start = now_ms ();
  child = fork ();
  if (child == 0)
    {
      setpgid (0, 0);
      execvp (command[0], command);
      fprintf (stderr, "first-frame: %s: %s\n", command[0], strerror (errno));
      _exit (127);
    }
  setpgid (child, child);
  *ms = wait_for_frame (&watch, damage_base, start, child);
  if (*ms >= 0)
    {
      *cpu_ms = read_cpu_ms (child);
      usleep (settle_ms * 1000);
      *pss = read_family_pss (child);
    }
  kill (-child, SIGTERM);
  waitpid (child, NULL, 0);
  XCloseDisplay (watch.display);

  return *ms >= 0 ? 0 : -1;
}

int
main (int argc, char *argv[])
{
  int runs = 5, settle_ms = 1500, first = 1;

  for (; first < argc && argv[first][0] == '-'; first++)
    {
      if (!strcmp (argv[first], "--"))
        {
          first++;
          break;
        }
      if (!strcmp (argv[first], "-n") && first + 1 < argc)
        runs = atoi (argv[++first]);
      else if (!strcmp (argv[first], "--settle") && first + 1 < argc)
        settle_ms = atoi (argv[++first]);
    }
  if (first >= argc)
    return fprintf (stderr, "usage: first-frame [-n RUNS] [--settle MS] COMMAND…\n"), 2;

  for (int run = -1; run < runs; run++)
    {
      double ms, cpu_ms;
      long pss;

      if (measure (argv + first, settle_ms, &ms, &cpu_ms, &pss) < 0)
        return fprintf (stderr, "first-frame: no window came\n"), 1;
      if (run >= 0)
        printf ("%.0f %.0f %ld\n", ms, cpu_ms, pss);
    }

  return 0;
}
