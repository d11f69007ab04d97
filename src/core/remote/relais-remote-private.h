/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-remote.h"
#include "relais-transport.h"

G_BEGIN_DECLS

struct _RelaisRemote {
  RelaisTransport *transport;  /* owned */
};

G_END_DECLS
