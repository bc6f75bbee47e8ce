#!/usr/bin/env bash
# build_on_debian.sh OUT [--older]: the Windows program and its installer, made on Debian under Wine.
# With --older also OUT/older, which the trial (wine/trial.py) upgrades from. PYTHON names the
# CPython 3.11 to build with.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

mapfile -t wanted <"$here/wine/debian-packages.txt"
missing=()
for package in "${wanted[@]}"; do
    # shellcheck disable=SC2016 # dpkg's own variable
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || state=unknown
    [ "$state" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -y -q --no-install-recommends "${missing[@]}"
fi
exec "${PYTHON:-python3}" "$here/wine/build.py" "$@"
