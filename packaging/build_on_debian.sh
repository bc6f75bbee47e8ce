#!/usr/bin/env bash
# build_on_debian.sh OUT [--older]: the Windows program and its installer, made on Debian under Wine.
# With --older also OUT/older, which the trial (wine/trial.py) upgrades from. PYTHON names the
# CPython 3.11 to build with.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

if ! { command -v wine && command -v makensis && command -v x86_64-w64-mingw32-gcc; } >/dev/null ||
    [ ! -d /usr/share/fonts/truetype/liberation2 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    # shellcheck disable=SC2046 # a list of names
    apt-get install -y -q --no-install-recommends $(cat "$here/wine/debian-packages.txt")
fi
exec "${PYTHON:-python3}" "$here/wine/build.py" "$@"
