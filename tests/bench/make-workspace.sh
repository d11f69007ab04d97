#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# make-workspace.sh SIZE WORKSPACE: a workspace file with the whole demonstration of that size, as after a first sync with a back end
# that is gone. Wants relais-backend and relaisctl on the PATH.
set -euo pipefail

size=$1 workspace=$2
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT

relais-backend demo --data "$folder/data" --size "$size" >/dev/null
mkfifo "$folder/says"
relais-backend serve --data "$folder/data" --listen 127.0.0.1:0 >"$folder/says" &
server=$!
read -r line <"$folder/says"   # Listening on http://127.0.0.1:PORT
ctl=(relaisctl --workspace "$folder/made.relais" --token-file "$folder/token")
echo demonstration | "${ctl[@]}" connect "http://${line##*//}" --login manager >/dev/null
"${ctl[@]}" sync >/dev/null
mv "$folder/made.relais" "$workspace"
