/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Time and chance, as the code under test sees them: these definitions stand before those of the C library and GLib, so that
 * nothing in the program needs a door for tests. */

#include "sim.h"

#include <sys/random.h>
#include <unistd.h>

static guint64 state;
static gint64 seconds;

/* SplitMix64 */
static guint64
next (void)
{
  guint64 z = (state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return z ^ (z >> 31);
}

void
sim_os_seed (guint64 seed)
{
  state = seed;
}

void
sim_os_set_time (gint64 unix_seconds)
{
  seconds = unix_seconds;
}

gint64
g_get_real_time (void)
{
  return seconds * G_USEC_PER_SEC;
}

ssize_t
getrandom (void         *buffer,
           size_t        length,
           unsigned int  flags)
{
  for (size_t i = 0; i < length; i++)
    ((guint8 *) buffer)[i] = next () & 0xff;

  return length;
}

char *
g_uuid_string_random (void)
{
  guint64 a = next ();
  guint64 b = next ();

  return g_strdup_printf ("%08x-%04x-4%03x-a%03x-%012" G_GINT64_MODIFIER "x", (guint) (a >> 32), (guint) (a >> 16) & 0xffff,
                          (guint) a & 0xfff, (guint) (b >> 52), b & G_GUINT64_CONSTANT (0xffffffffffff));
}

/* The files of a run, which a restored back end has, are gone after it: nothing has to reach the disk. */
int
fdatasync (int fd)
{
  return 0;
}

int
fsync (int fd)
{
  return 0;
}
