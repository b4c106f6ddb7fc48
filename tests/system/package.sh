#!/usr/bin/env bash
# The Debian package in a fresh system of its own: installed, run by its units' command, by cron and logrotate, upgraded, removed
# and purged.
#   PROACTIVE=build/dev/proactive tests/system/package.sh    of what is built there, on the release of this machine
#   tests/system/package.sh PACKAGE CODENAME                 of a package, on a release
# scripts/package --test-all tries both releases.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

skip() {
  echo "skipped: $1"
  exit 0
}
# shellcheck source=/dev/null
if [ "${1:-}" != --inside ]; then
  [ "$(id -u)" = 0 ] || skip "only root can make a system to test in"
  command -v debootstrap >/dev/null || skip "debootstrap is not installed: run scripts/install-packages --packaging"
  unshare --mount --pid --fork --kill-child true 2>/dev/null || skip "this machine lets nobody mount"
  codename=${2:-$(. /etc/os-release && echo "${VERSION_CODENAME:-}")}
  [ -e "/usr/share/debootstrap/scripts/$codename" ] || skip "debootstrap does not know the release ${codename:-of this machine}"
  work=$(mktemp -d)
  trap 'rm -rf --one-file-system "$work"' EXIT
  package=${1:-}
  if [ -z "$package" ]; then
    build=$(dirname "$(realpath "${PROACTIVE:?set it to the binary, such as build/release/proactive}")")
    (umask 022 && cpack --config "$build/CPackConfig.cmake" -B "$work/package") >"$work/cpack" 2>&1 || {
      cat "$work/cpack"
      exit 1
    }
    package=$(echo "$work"/package/*.deb)
  fi
  debootstrap --variant=minbase "$codename" "$work/system" >"$work/log" || {
    tail -n 20 "$work/log"
    skip "debootstrap could not make a system, see above"
  }
  # What is mounted, and what still runs, is gone with its namespaces.
  unshare --mount --pid --fork --kill-child "${BASH_SOURCE[0]}" --inside "$package" "$work"
  exit
fi

package=$2 work=$3 system=$3/system
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
mount -t proc proc "$system/proc"
mount -t tmpfs tmpfs "$system/dev/shm"
in_system() { chroot "$system" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
is() { # command in the system whose output must be this text
  local text
  text=$(in_system "${@:2}" 2>&1) || true
  [ "$text" = "$1" ] || { echo "it says: $text" && return 1; }
}
sql() { in_system runuser -u postgres -- psql -XAtqv ON_ERROR_STOP=1 -d app "$@"; }
must() { # what everything after it rests on
  in_system "$@" >"$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
  }
}
apt() { must apt-get -q -y -o Dpkg::Options::=--force-unsafe-io -o Dpkg::Options::=--force-confdef "$@"; }
ours() { (cd "$system" && find . -xdev -iname '*proactive*' ! -path './proc/*' ! -path './root/*' | sort); }

# --- A system with a database, as an operator has it

apt-config dump Acquire | grep -v '^Dir' >"$system/etc/apt/apt.conf.d/90as-here"
printf '#!/bin/sh\nexit 101\n' >"$system/usr/sbin/policy-rc.d"
chmod 755 "$system/usr/sbin/policy-rc.d"
cp "$package" "$system/root/proactive.deb"
apt update
apt install --no-install-recommends cron logrotate postgresql
ours >"$work/before"
apt install --no-install-recommends /root/proactive.deb
cp "$work/log" "$work/installed"

# --- What was installed

version=$(in_system dpkg-query -W -f '${Version}' proactive)
check "the program is the package's: $version" is "proactive ${version%-*}" sh -c 'proactive --version | head -n 1'
check "it says what it runs with" in_system sh -c "proactive --version | grep -q '^libcurl [0-9]' && proactive --version | grep -q '^libpq [0-9]'"
check "the variables are root's, and the runs may read them" is 'root proactive 640' stat -c '%U %G %a' /etc/proactive/proactive.env
check "logs are the runs' and the administrators'" is 'proactive adm 2750' stat -c '%U %G %a' /var/log/proactive
check "the user has no shell and no home" is '/nonexistent:/usr/sbin/nologin' sh -c 'getent passwd proactive | cut -d: -f6-'
check "no timer is enabled" is '' find /etc/systemd -name '*proactive*'
check "cron starts nothing yet" in_system sh -c '! grep -E "^[^#]* proactive " /etc/cron.d/proactive'
check "its files are as they were packed" is '' dpkg --verify proactive
check "pages are whole" in_system sh -c 'gzip -cd /usr/share/man/man1/proactive-migrate.1.gz | grep -q "^.Dt PROACTIVE 1"'
check "its README is there, and links to nothing that is not" in_system sh -c 'test -s /usr/share/doc/proactive/README.md &&
  ! grep -E "\]\([^h#]" /usr/share/doc/proactive/README.md'
check "bash finds the completions" in_system bash -c '. /usr/share/bash-completion/completions/proactive
  COMP_WORDS=(proactive config adapter "") COMP_CWORD=3; _proactive; [[ ${COMPREPLY[*]} == *install* ]]'

# --- From nothing to the first run, as proactive-operation(7) tells

cluster=$(in_system pg_lsclusters -h | awk '{ print $1, $2 }')
# The network is this machine's, where another server may have taken the port.
must sh -c "pg_conftool $cluster set port 5432 && pg_conftool $cluster set listen_addresses '' && pg_ctlcluster $cluster start"
must runuser -u postgres -- createdb app
must runuser -u postgres -- env PGDATABASE=app proactive-migrate --standalone
sql <scripts/demo-data.sql >/dev/null
sql -v runner=proactive -v backend=app_backend -f /usr/share/proactive/roles.sql >/dev/null
sed -i -e 's#^\#DB_HOST=.*#DB_HOST=/var/run/postgresql#' -e 's/^#DB_NAME=.*/DB_NAME=app/' "$system/etc/proactive/proactive.env"

# A unit's command as systemd would start it, but for the hardening.
unit=$system/usr/lib/systemd/system/proactive@.service
of_unit() { sed -n "s/^$1=//p" "$unit"; }
as_runs() { # variables and command
  chroot "$system" setpriv --reuid="$(of_unit User)" --regid="$(of_unit Group)" --init-groups --no-new-privs --bounding-set=-all \
    env -i "$@"
}
run_unit() { # instance
  local command variables
  mapfile -t variables < <(grep -E '^[A-Z_]+=' "$system$(of_unit EnvironmentFile)")
  command=$(of_unit ExecStart)
  # shellcheck disable=SC2086 # words
  as_runs "${variables[@]}" ${command//%i/$1}
}
check "the unit's schedule runs" run_unit schedule
check "the unit's process runs" run_unit process
check "both worked on the database" test "$(sql -c "SELECT string_agg(DISTINCT command, ' ' ORDER BY command) FROM proactive.runs")" = 'process schedule'
check "config check has nothing to object to" in_system runuser -u proactive -- proactive --env-file /etc/proactive/proactive.env config check

# --- cron and logrotate

# Each minute, so that nobody waits a quarter of an hour.
sed -i -E 's/^#\*[^#]*(proactive  test)/* * * * *  \1/' "$system/etc/cron.d/proactive"
sql -c 'DELETE FROM proactive.runs'
in_system cron -f >"$work/cron" 2>&1 &
cron=$!
logs=$system/var/log/proactive
for _ in $(seq 90); do
  [ "$(cat "$logs"/*.log 2>/dev/null | grep '"event":"run_finished"' | grep -o '"command":"[a-z]*"' | sort -u | wc -l)" = 2 ] && break
  sleep 1
done
kill "$cron"
wait "$cron" 2>/dev/null || true
for command in schedule process; do
  check "cron runs $command" grep -q '"event":"run_finished".*"exit_code":0' "$logs/$command.log"
done
check "nobody is warned of a file that others may read" sh -c "! grep file_exposed '$logs'/*.log"
exec 7>>"$logs/process.log" # a run that is under way
must logrotate -f /etc/logrotate.d/proactive
echo 'the last line' >&7
exec 7>&-
check "after a rotation a run writes into the new file" \
  as_runs proactive --env-file /etc/proactive/proactive.env --log-file /var/log/proactive/process.log process
check "the new file has its lines" grep -q '"event":"run_finished"' "$logs/process.log"
check "which administrators may read" is 'proactive adm 640' stat -c '%U %G %a' /var/log/proactive/process.log
must logrotate -f /etc/logrotate.d/proactive
check "what a run wrote while the file was rotated is kept" in_system sh -c 'zcat /var/log/proactive/process.log.2.gz | tail -n 1 | grep -qx "the last line"'

# --- A newer version, with another conffile, where an administrator has changed theirs and enabled a timer

mkdir -p "$system/etc/systemd/system/timers.target.wants"
ln -s /usr/lib/systemd/system/proactive-process.timer "$system/etc/systemd/system/timers.target.wants/"
dpkg-deb -R "$package" "$work/newer"
sed -i "s/^Version: .*/Version: 99.0-deb1/" "$work/newer/DEBIAN/control"
echo '# of the newer version' | tee -a "$work/newer/etc/proactive/proactive.env" >>"$work/newer/etc/logrotate.d/proactive"
dpkg-deb --root-owner-group -b "$work/newer" "$system/root/newer.deb" >/dev/null
apt install --no-install-recommends /root/newer.deb
check "the package was upgraded" is 99.0-deb1 dpkg-query -W -f '${Version}' proactive
check "the administrator's variables are kept" in_system grep -qx 'DB_NAME=app' /etc/proactive/proactive.env
check "with their owner and mode" is 'root proactive 640' stat -c '%U %G %a' /etc/proactive/proactive.env
check "the newer ones stand beside" in_system grep -q 'newer version' /etc/proactive/proactive.env.dpkg-dist
check "what nobody has changed is the newer version's" in_system grep -q 'newer version' /etc/logrotate.d/proactive
check "the timer is still enabled" test -h "$system/etc/systemd/system/timers.target.wants/proactive-process.timer"
check "the unit runs as before" run_unit process

# --- Removed, and purged

apt remove proactive
check "removed: the program is gone, the variables and logs are not" \
  test ! -e "$system/usr/bin/proactive" -a -e "$system/etc/proactive/proactive.env" -a -e "$logs/process.log"
cron_line=$(sed -n 's/^\* .*proactive  test/test/p' "$system/etc/cron.d/proactive" | head -n 1)
check "removed: cron's line does nothing: $cron_line" in_system sh -c "${cron_line:-false}"
apt purge proactive
ours >"$work/after"
check "purged: nothing of it is left in the file system" diff "$work/before" "$work/after"
check "purged: the user stays" in_system getent passwd proactive
check "purged: the database stays" test "$(sql -c 'SELECT count(*) > 0 FROM proactive.runs')" = t
apt install --no-install-recommends /root/proactive.deb
check "installed again: as the first time" is 'root proactive 640' stat -c '%U %G %a' /etc/proactive/proactive.env

# --- Where somebody has written the variables before, as proactive-operation(7) tells

apt purge proactive
mkdir "$system/etc/proactive"
echo 'DB_NAME=before' >"$system/etc/proactive/proactive.env"
apt -o Dpkg::Options::=--force-confold install --no-install-recommends /root/proactive.deb
check "variables from before the package are kept" is 'DB_NAME=before' cat /etc/proactive/proactive.env
check "and the runs may read them" is 'root proactive 640' stat -c '%U %G %a' /etc/proactive/proactive.env
check "those of the package stand beside" in_system grep -q '^#DB_NAME=' /etc/proactive/proactive.env.dpkg-dist
must sh -c "pg_ctlcluster $cluster stop -m immediate"
finish "$work/log"
