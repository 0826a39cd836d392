#!/usr/bin/env bash
# A throw-away PostgreSQL server for the tests: on loopback only, with a password, in a temporary folder.
#
#   export QES_TEST_POSTGRES_URL="$(scripts/postgres.sh start)"
#   pytest
#   scripts/postgres.sh stop
#
# `start` prints the URL on stdout and everything else on stderr. As root it installs Debian's packages
# if there are none, and runs the server as the user postgres, who alone may (PostgreSQL refuses root).
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder="${TMPDIR:-/tmp}/qes-postgres-$(id -u)-$(printf %s "$repository" | cksum | cut -d' ' -f1)"

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

binaries() {
  local found
  found=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  if [[ -z $found ]] && command -v pg_ctl initdb >/dev/null; then
    found=$(dirname "$(command -v pg_ctl)")
  fi
  printf %s "$found"
}

install() {
  [[ $(id -u) -eq 0 ]] || fail "No PostgreSQL server found: install the package postgresql."
  say "Installing PostgreSQL"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -q && apt-get install -y -q --no-install-recommends postgresql; } >&2
}

# As the user who owns the server: postgres when we are root, otherwise ourselves.
as_owner() {
  if [[ $(id -u) -eq 0 ]]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

make_cluster() {
  (umask 077 && head -c 18 /dev/urandom | base64 | tr '+/' 'ab' >"$folder/password")
  [[ $(id -u) -ne 0 ]] || chown -R postgres "$folder"
  as_owner "$bin/initdb" -D "$folder/data" -U qes -E UTF8 --locale=C.UTF-8 \
    -A scram-sha-256 --pwfile="$folder/password" >&2
}

# A port cannot be reserved beforehand, so the server is started on one after another until one is free.
start_server() {
  local options
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + RANDOM % 12000))
    options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c fsync=off"
    if as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "$options" start >&2; then
      return
    fi
  done
  cat "$folder/log" >&2
  fail "PostgreSQL did not start."
}

# Sorting by a language's rules, not by codepoints, is what most servers do; where it can be had, test with it.
make_database() {
  local create=("$bin/createdb" -h 127.0.0.1 -p "$port" -U qes -T template0)
  export PGPASSWORD
  PGPASSWORD=$(cat "$folder/password")
  "${create[@]}" --locale-provider=icu --icu-locale=en-US qes >&2 || "${create[@]}" qes >&2
}

start() {
  local bin port
  if [[ -e $folder ]]; then
    [[ -f $folder/url ]] || fail "$folder is left over: run $0 stop"
    cat "$folder/url"
    return
  fi
  bin=$(binaries)
  if [[ -z $bin ]]; then
    install
    bin=$(binaries)
  fi
  mkdir -m 700 "$folder"
  trap 'stop' ERR EXIT
  cd "$folder"
  make_cluster
  start_server
  make_database
  printf 'postgresql+psycopg://qes:%s@127.0.0.1:%s/qes\n' "$(cat "$folder/password")" "$port" >"$folder/url"
  trap - ERR EXIT
  cat "$folder/url"
}

stop() {
  local bin
  [[ -e $folder ]] || return 0
  bin=$(binaries)
  cd "$folder"
  if [[ -f $folder/data/postmaster.pid ]]; then
    as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >&2 || say "The server had ended already."
  fi
  cd /
  rm -rf "$folder"
}

case "${1:-}" in
  start) start ;;
  stop) stop ;;
  *) fail "usage: $0 start|stop" ;;
esac
