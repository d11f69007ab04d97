/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record.h"

/* Valid values for any field of any kind, drawn from @rand: tests that hold for the tables as a whole use these. */
GVariant     *sample_value  (const RelaisKind *kind, guint index, GRand *rand);   /* (transfer full), in normal form */
RelaisRecord *sample_record (const RelaisKind *kind, GRand *rand, gboolean every_field);
