#!/bin/sh
# Makes the secrets of an overlay that are not there yet: `make-secrets.sh overlays/local`. None is ever made anew.
set -eu
umask 077
dir="${1:?names the folder of an overlay}/secrets"
mkdir -p "$dir"
for name in jwt emitter redis-password; do
  [ -s "$dir/$name" ] && continue
  # 32 random bytes as base64url, as the product makes its own.
  head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n' > "$dir/$name"
done
