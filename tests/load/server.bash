# shellcheck shell=bash
# server - a PostgreSQL of the tests' own, on the loopback

servers=(/usr/lib/postgresql/*/bin)
server=${servers[-1]}

# A server of its own on the loopback, which is not run by root: it refuses to be.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
    else
        "$@"
    fi
}

# Of a file of tests, into server.url; nothing where there is none.
start_server() {
    [ -x "$server/postgres" ] && command -v psql >/dev/null || return 0
    folder=$(mktemp -d /tmp/hark-pg.XXXXXX)
    [ "$(id -u)" -ne 0 ] || chown nobody "$folder"
    port=$((20000 + RANDOM % 20000))
    as_server "$server/initdb" -D "$folder/data" -U hark -A trust -E UTF8 --no-sync >/dev/null
    as_server "$server/pg_ctl" -D "$folder/data" -o "-h 127.0.0.1 -p $port -k $folder -F" -w -l "$folder/log" start >/dev/null
    echo "$folder" >"$BATS_FILE_TMPDIR/server.folder"
    echo "postgresql://hark@127.0.0.1:$port/postgres" >"$BATS_FILE_TMPDIR/server.url"
}

stop_server() {
    [ -e "$BATS_FILE_TMPDIR/server.folder" ] || return 0
    folder=$(<"$BATS_FILE_TMPDIR/server.folder")
    as_server "$server/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null
    rm -rf "$folder"
}

# new_database NAME: its URL.
new_database() {
    local url
    url=$(<"$BATS_FILE_TMPDIR/server.url")
    psql -X -q "$url" -c "create database $1"
    printf '%s\n' "${url%/*}/$1"
}
