#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# make-region.sh WORKSPACE: a workspace file with the whole region (100,000 records), as after a first sync with a back end that
# is gone. Wants relais-backend and relaisctl on the PATH.
set -euo pipefail

workspace=$1
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT

relais-backend demo --data "$folder/region" --size region >/dev/null
mkfifo "$folder/says"
relais-backend serve --data "$folder/region" --listen 127.0.0.1:0 >"$folder/says" &
server=$!
read -r line <"$folder/says"   # Listening on http://127.0.0.1:PORT
ctl=(relaisctl --workspace "$folder/region.relais" --token-file "$folder/token")
echo demonstration | "${ctl[@]}" connect "http://${line##*//}" --login manager >/dev/null
"${ctl[@]}" sync >/dev/null
mv "$folder/region.relais" "$workspace"
