#!/bin/sh
# Installs Debian packages without starting or enabling a service that was not there before. Runs as root.
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
kept=$policy.kept-by-hubbub
services="redis-server nginx prometheus"

# What an interrupted run left.
[ ! -e $kept ] || mv -f $kept $policy

new=""
for service in $services; do
  [ -e /lib/systemd/system/$service.service ] || [ -e /etc/init.d/$service ] || new="$new $service"
done

restore() {
  rm -f $policy
  [ ! -e $kept ] || mv -f $kept $policy
}
trap restore EXIT
trap 'exit 1' HUP INT TERM
[ ! -e $policy ] || mv $policy $kept
printf '#!/bin/sh\nexit 101\n' >$policy
chmod 755 $policy

apt-get -o DPkg::Lock::Timeout=300 update
apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"

for service in $new; do
  update-rc.d $service disable >/dev/null 2>&1 || true
  if [ -e /lib/systemd/system/$service.service ] && command -v systemctl >/dev/null; then
    systemctl disable --now $service >/dev/null 2>&1 || true
  fi
done
