#!/usr/bin/env bats
# http - URLs from a server that does as it should (nginx)

# shellcheck disable=SC2154 # bats sets stderr
load ../lib
load nginx

servers() {
    cat <<CONF
    server {
        listen 127.0.0.1:$2;
        root $1/www;
        location /slow/ { limit_rate_after 9m; limit_rate 100k; }
        location /secret/ { auth_basic x; auth_basic_user_file $1/users; }
    }
CONF
}

setup_file() {
    local home=$BATS_FILE_TMPDIR
    mkdir -p "$home/www/slow" "$home/www/secret"
    printf 'me:{PLAIN}pass-word\n' >"$home/users"
    nginx_start "$home" servers
}

teardown_file() {
    nginx_stop "$BATS_FILE_TMPDIR"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export no_proxy='*'
    [ -e "$BATS_FILE_TMPDIR/port" ] || skip "no nginx here"
    www=$BATS_FILE_TMPDIR/www
    access=$BATS_FILE_TMPDIR/access
    server=http://127.0.0.1:$(cat "$BATS_FILE_TMPDIR/port")
    name=$BATS_TEST_NUMBER
}

get() {
    hark-fetch --bare --cache cache --retry-wait 0 "$@"
}

# How the requests for that name were answered, in their order.
answers() {
    sleep 0.1 # nginx writes its log after the answer
    awk -v name="$1" 'index($2, name) { printf "%s ", $3 }' "$access"
}

@test "a URL gives what its file gives" {
    posts 300 >p.json
    gzip -c p.json >"$www/$name.json.gz"
    printf 'id;n\n1;2\n' >"$www/$name.csv"
    tar cf "$www/$name.tar" p.json
    for file in $name.json.gz $name.csv $name.tar; do
        cp -p "$www/$file" .
        diff <(hark-fetch "$file" | grep -v '"kind":"\(begin\|end\)"') \
            <(hark-fetch --cache cache "$server/$file" | grep -v '"kind":"\(begin\|end\)"' | sed "s|$server/||")
    done
}

@test "what the cache has is asked for by its validators, and downloaded anew where it changed" {
    echo '{"a":1}' >"$www/$name.json"
    for _ in 1 2; do get "$server/$name.json" | diff - "$www/$name.json"; done
    [ "$(answers "$name.json")" = "200 304 " ]
    echo '{"a":1234}' >"$www/$name.json"
    for _ in 1 2; do get "$server/$name.json" | diff - "$www/$name.json"; done
    [ "$(answers "$name.json")" = "200 304 200 304 " ]
}

@test "the cache is where XDG_CACHE_HOME or HOME says" {
    echo '{"a":1}' >"$www/$name.json"
    XDG_CACHE_HOME=$PWD/x hark-fetch "$server/$name.json" >out
    [ -n "$(ls x/hark/*.body)" ]
    env -u XDG_CACHE_HOME HOME="$PWD/home" hark-fetch "$server/$name.json" >out
    [ -n "$(ls home/.cache/hark/*.body)" ]
    [ "$(stat -c %a home/.cache/hark)" = 700 ]
    expect 73 env -u XDG_CACHE_HOME -u HOME hark-fetch "$server/$name.json"
    : >file
    expect 73 hark-fetch --cache file/x "$server/$name.json"
}

@test "no password, query or fragment is shown or kept" {
    echo '{"a":1}' >"$www/secret/$name.json"
    url=${server/:\/\//://me:pass-word@}/secret/$name.json
    expect 0 hark-fetch --cache cache --stats stats "$url?token=hush#hush"
    [ "$(printf '%s\n' "$output" | grep '"kind":"archive"' | jq -r .archive)" = "$server/secret/$name.json" ]
    expect 69 hark-fetch --cache cache --retry-wait 0 "${url/word/wort}?token=hush"
    [[ $stderr == *"$server/secret/$name.json: http_status: 401"* ]]
    expect 69 hark-fetch --cache cache "$url.none?token=hush"
    printf '%s\n' "$stderr" "$output" >said
    run ! grep -rE 'pass-wor|hush' cache stats said
}

@test "a page that is not there ends 69, and the other operands are read" {
    echo '{"a":1}' >"$www/$name.json"
    echo '{"b":1}' >b.json
    expect 69 get "$server/$name.none" "$server/$name.json" b.json
    [ "$output" = $'{"a":1}\n{"b":1}' ]
}

@test "nobody there ends 75, after as many tries as allowed" {
    expect 75 get --retries 2 "http://127.0.0.1:$(free_port)/x.json"
    [[ $stderr == *"given up after 3 tries"* ]]
    [[ $stderr != *no_input* ]]
}

@test "a download that was killed goes on near where it was" {
    head -c 10000000 /dev/urandom | base64 >"$www/slow/$name.json"
    hark-fetch --bare --cache cache "$server/slow/$name.json" >early 2>messages &
    pid=$!
    for _ in $(seq 200); do
        ls cache/*.meta >/dev/null 2>&1 && break
        sleep 0.05
    done
    kill -9 $pid
    wait $pid || true
    [ ! -s early ]
    get "$server/slow/$name.json" | cmp - "$www/slow/$name.json"
    [ "$(answers "slow/$name.json")" = "200 206 " ]
    grep "slow/$name.json 206" "$access" | grep -qE ' bytes=[0-9]{7}- ..22[0-9a-f]+-[0-9a-f]+..22$'
}

@test "two at once with one cache do each other no harm" {
    posts 20000 | gzip >"$www/$name.json.gz"
    for i in 1 2 3 4; do get "$server/$name.json.gz" >out.$i 2>messages.$i & done
    wait
    for i in 1 2 3 4; do gzip -dc "$www/$name.json.gz" | cmp - out.$i; done
    [ "$(answers "$name.json.gz")" = "200 304 304 304 " ]
}

@test "a URL that is done is not done again" {
    echo '{"a":1}' >"$www/$name.json"
    for query in '' '?page=2'; do
        hark-fetch --bare --cache cache --only-new state "$server/$name.json$query" >"out$query"
        hark-fetch --commit state
        expect 0 get --only-new state "$server/$name.json$query"
        [ -z "$output" ]
    done
    run ! grep -q page state
    rm -r cache
    expect 0 get --only-new state "$server/$name.json"
    [ -z "$output" ]
    echo '{"a":2}' >>"$www/$name.json"
    expect 0 get --only-new state "$server/$name.json"
    [ "$output" = '{"a":2}' ]
}

@test "s3:// asks the endpoint of the environment" {
    mkdir -p "$www/bucket"
    echo '{"a":1}' >"$www/bucket/$name.json"
    unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
    export AWS_ENDPOINT_URL=$server
    hark-fetch --cache cache "s3://bucket/$name.json" >out
    [ "$(grep '"kind":"archive"' out | jq -r .archive)" = "s3://bucket/$name.json" ]
    grep -q '^{"a":1}$' out
    expect 69 get s3://bucket/none.json
    expect 69 get s3://bucket
}

@test "in the sandbox a URL comes as without it" {
    posts 300 | gzip >"$www/$name.json.gz"
    get "$server/$name.json.gz" >without
    rm -r cache
    for _ in 1 2; do
        expect 0 get --sandbox --verify --only-new state "${server/127.0.0.1/localhost}/$name.json.gz"
        [ "$output" = "$(cat without)" ]
        [ -z "$stderr" ]
    done
    [ "$(answers "$name.json.gz")" = "200 200 304 " ]
}
