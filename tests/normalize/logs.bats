#!/usr/bin/env bats
# logs - how access logs are told what they are, and what is wrong where they are not
# shellcheck disable=SC2016 # `$` begins nginx's names

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    install -m 600 "$BATS_TEST_DIRNAME/key" key
    export HARK_KEY_FILE=key
    printf '192.0.2.7 - - [06/Mar/2009:15:09:41 -0400] "GET /a HTTP/1.1" 200 5 "-" "Mozilla/5.0"\n' >line.log
}

# What the run says and that it ends with 78: config WORD OPTION ...
config() {
    word=$1
    shift
    run hark-normalize "$@" line.log
    [ "$status" -eq 78 ] || { echo "$* ends with $status"; false; }
    [[ "$output" == *"$word"* ]] || { echo "$*: $output"; false; }
}

@test "a log format that cannot be ends the run with 78 and says what it lacks" {
    config 'no time' --log-format '%h "%r" %>s'
    config 'no request' --log-format '%h %t %>s'
    config 'nothing between' --log-format '%h%u %t "%r"'
    config 'without a name' --log-format '%h %t "%r" %'
    config 'without a name' --log-format '%h %t "%r" %{Referer'
    config 'without a name' --log-format '%h %t "%r" %{Referer}'
    config 'without a name' --log-format '$remote_addr [$time_local] "$request" $'
    config 'without a name' --log-format '$remote_addr [$time_local] "${request" x'
    config 'more than 63' --log-format "%h %t \"%r\"$(printf ' %%b%.0s' $(seq 64))"
}

@test "a notation for JSON lines names the way by a map" {
    config json_access.jq --log-format '{"time":"$time_iso8601","uri":"$request_uri"}'
}

@test "a visitor is told by something that is there" {
    config 'cookie:NAME' --visitor-from cookies:sid
    config 'cookie:NAME' --visitor-from cookie:
    config 'cookie:NAME' --visitor-from sid
    config 'no such field' --visitor-from cookie:sid --log-format '%h %t "%r" "%{visitor}C"'
    config 'no such field' --visitor-from field:sid --log-format '%h %t "%r" "%{sid}C"'
    config 'no such field' --visitor-from field:u --log-format '%h %^[%d:%t %^] "%r" %s "%u"'
}

@test "three notations of one format give one record" {
    hark-normalize --bare --host x.example line.log >seen
    [ "$(wc -l <seen)" -eq 1 ]
    for format in '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"' \
        '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"' \
        '%h %^ %e [%d:%t %^] "%r" %s %b "%R" "%u"' \
        '%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"' \
        '%h %l %u %t "%m %U%q %H" %>s %B "%{referer}i" "%{USER-AGENT}i"' \
        combined VCombined; do
        hark-normalize --bare --host x.example --log-format "$format" line.log >other
        cmp seen other
    done
}

@test "the three formats that docs/sources.md shows read one log alike" {
    printf '10.0.0.1 - dana [06/Mar/2009:15:09:41 -0400] "GET /a HTTP/1.1" 200 5 "-" "Mozilla/5.0" "203.0.113.9, 10.0.0.2" "c-77"\n' >line.log
    sed -n "s/^    --log-format '\\(.*\\)'\$/\\1/p" "$BATS_TEST_DIRNAME/../../docs/sources.md" >formats
    [ "$(wc -l <formats)" -eq 3 ]
    while read -r format; do
        hark-normalize --bare --host x.example --visitor-from address --log-format "$format" line.log
    done <formats >records
    [ "$(wc -l <records)" -eq 3 ]
    [ "$(sort -u records | wc -l)" -eq 1 ]
    while read -r format; do
        hark-normalize --bare --host x.example --visitor-from cookie:sid --log-format "$format" line.log || true
    done <formats 2>/dev/null | grep -c '"visitor_by":"cookie"' >cookies
    [ "$(cat cookies)" -eq 2 ]
}

@test "a line that a named format does not fit is told as such" {
    hark-normalize --format clf --log-format '%h|%t "%r"' --rejects rejects line.log >/dev/null
    grep -q '"code":"bad_log_line","why":"it does not fit --log-format"' rejects
    printf 'no line of a log\n' >other.log
    hark-normalize --format clf --rejects others other.log >/dev/null
    grep -q '"code":"bad_log_line"' others
}

@test "visits whose site nobody names are noted in the books" {
    hark-normalize line.log | tail -n 1 >end
    grep -q '"notes":{"no_host":1}' end
    hark-normalize --host x.example line.log | tail -n 1 >end
    [ "$(grep -c no_host end)" -eq 0 ]
}

@test "the site and scheme of --host stand before each path" {
    url_of() {
        hark-normalize --bare --host "$1" line.log | sed 's/.*"url":"\([^"]*\)".*/\1/'
    }
    [ "$(url_of www.acme.example)" = http://www.acme.example/a ]
    [ "$(url_of https://www.acme.example)" = https://www.acme.example/a ]
    [ "$(url_of https://www.acme.example:443/)" = https://www.acme.example/a ]
    [ "$(url_of www.acme.example:443)" = https://www.acme.example/a ]
    [ "$(url_of http://www.acme.example:8080/)" = http://www.acme.example:8080/a ]
}

@test "hits have the same ids through fetch, compressed, and from a pipe" {
    for _ in 1 2 3 4 5; do cat line.log; done >lines.log
    gzip -k lines.log
    hark-normalize --bare lines.log | grep -o '"id":"[^"]*"' >ids
    hark-normalize --bare <lines.log | grep -o '"id":"[^"]*"' | cmp ids -
    hark-fetch lines.log.gz | hark-normalize --bare | grep -o '"id":"[^"]*"' | cmp ids -
    [ "$(sort -u ids | wc -l)" -eq 5 ]
}
