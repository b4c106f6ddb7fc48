# For bash tests that stop, freeze or fill their PostgreSQL server, to be sourced: own_server starts one of theirs, on TCP,
# with a migrated database; the test must call remove_server in the end. Over TCP it asks for a random password, on the socket for
# none: only the server's user and root can enter its folder.
# shellcheck shell=bash
own_bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
own_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
own_data=

as_server() { # a command as the server's user, since PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); else "$@"; fi
}
start_server() { # data directory, port, then postgres options
  local options="-p $2 -k $own_directory -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=50 ${*:3}"
  as_server "$own_bin/pg_ctl" -D "$1" -l "$1.log" -w -t 30 -o "$options" start >/dev/null
}
own_server() { # then postgres options; sets own_directory, PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE
  own_directory=$(mktemp -d /tmp/proactive-own.XXXXXX) # mode 0700
  own_data=$own_directory/data
  PGPASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' ')
  (umask 077 && echo "$PGPASSWORD" >"$own_directory/password")
  [ "$(id -u)" != 0 ] || chown -R postgres:postgres "$own_directory"
  as_server "$own_bin/initdb" -D "$own_data" -U postgres --auth-local=trust --auth-host=scram-sha-256 \
    --pwfile="$own_directory/password" --locale=C.UTF-8 -E UTF8 --no-sync >/dev/null
  export PGHOST=127.0.0.1 PGUSER=postgres PGDATABASE=postgres PGPASSWORD
  for _ in 1 2 3 4 5; do
    export PGPORT=$((20000 + RANDOM % 12000))
    start_server "$own_data" "$PGPORT" "$@" && break
  done
  createdb proactive
  export PGDATABASE=proactive
  "$own_root/scripts/migrate" --standalone >/dev/null
}
crash_server() {
  as_server "$own_bin/pg_ctl" -D "$own_data" -m immediate stop >/dev/null
}
restart_server() {
  start_server "$own_data" "$PGPORT"
}
start_standby() { # its port is one more than PGPORT
  as_server "$own_bin/pg_basebackup" -h "$own_directory" -p "$PGPORT" -U postgres -D "$own_directory/standby" -R --checkpoint=fast
  start_server "$own_directory/standby" $((PGPORT + 1)) -c hot_standby=on
}
stop_standby() {
  as_server "$own_bin/pg_ctl" -D "$own_directory/standby" -m immediate stop >/dev/null
}
server_processes() { # the postmaster and its children
  local postmaster
  postmaster=$(head -n 1 "$own_data/postmaster.pid")
  echo "$postmaster" && pgrep -P "$postmaster"
}
remove_server() {
  [ -n "$own_data" ] || return 0
  local data
  for data in "$own_data" "$own_directory"/standby; do
    [ ! -f "$data/postmaster.pid" ] || as_server "$own_bin/pg_ctl" -D "$data" -m immediate stop >/dev/null || true
  done
  rm -rf "$own_directory"
}
