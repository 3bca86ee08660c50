#!/usr/bin/env bash
# A PostgreSQL server of its own for tests, in a temporary folder, reached by a socket in it.
#   postgres.sh start   prints its folder, then its URL
#   postgres.sh stop FOLDER
set -euo pipefail

# Root may not run the server.
as_server() {
  if ((EUID == 0)); then
    setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"
  else
    "$@"
  fi
}

binaries() {
  local found
  found=$(find /usr/lib/postgresql -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1)
  if [[ -z $found ]]; then
    found=$(command -v initdb) || {
      echo "the PostgreSQL server is not installed" >&2
      exit 1
    }
  fi
  dirname "$found"
}

bin=$(binaries)
case "${1:-}" in
  start)
    folder=$(mktemp -d /tmp/wardline-postgres.XXXXXX)
    if ((EUID == 0)); then
      chown postgres:postgres "$folder"
    fi
    cd "$folder"
    as_server "$bin/initdb" --pgdata="$folder/data" --username=wardline --auth=trust --encoding=UTF8 --no-sync >/dev/null
    as_server "$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait --silent start \
      --options="-k $folder -c listen_addresses= -c fsync=off -c max_connections=200" >/dev/null
    echo "$folder"
    echo "postgres://wardline@localhost/postgres?host=$folder"
    ;;
  stop)
    cd "$2"
    as_server "$bin/pg_ctl" --pgdata="$2/data" --mode=immediate --silent stop >/dev/null
    rm -rf "$2"
    ;;
  *)
    echo "usage: postgres.sh start | stop FOLDER" >&2
    exit 2
    ;;
esac
