/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"

G_BEGIN_DECLS

/* Hours of publication are hours of the organisation, on whatever computer they are typed, shown or moved; in the workspace they are
 * instants. The setting is a name of the IANA database; where there is none, or none that is known, clocks are those of Paris. */
#define RELAIS_SETTING_ZONE "zone"

/* @name: (nullable): value of the setting. (transfer full), never NULL */
GTimeZone *relais_zone_new   (const char *name);

/* "2026-11-23T07:30:00Z" is the day "2026-11-23" and the hour "08:30". FALSE: it is no instant, nothing is written. */
gboolean   relais_zone_split (GTimeZone *zone, const char *instant /* nullable */, char day[RELAIS_DAY_SIZE], char hour[6]);
/* The instant of an hour of a day. In the hour that the change to summer time leaves out, the first that there is after it; of the two
 * that the change to winter time makes, always the same one. (transfer full) (nullable): NULL when it is no day or no hour */
char      *relais_zone_join  (GTimeZone *zone, const char *day, const char *hour /* nullable */);

G_END_DECLS
