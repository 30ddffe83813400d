#!/usr/bin/env bats
# salvage - lines that were torn, and what was rejected, taken back

# shellcheck disable=SC2154 # bats sets stderr
load ../lib

line() {
    printf '{"created_at":"Fri Mar 06 12:00:0%d +0000 2009","id":%d,"id_str":"%d","text":"the battery is dead","user":{"id":7,"id_str":"7","screen_name":"ann"}}' "$1" "$1" "$1"
}

@test "two records in one line are one reject, told as such, and those beside it are read" {
    {
        line 1 && echo
        line 2 | head -c 70 && line 3 && echo
        line 2 | tail -c +71 && echo
        line 4 && line 5 && echo
        line 6 && echo
    } >raw.json
    expect 0 hark-normalize --rejects rejects raw.json
    [ "$(jq -r 'select(.kind == "post").id' <<<"$output" | tr '\n' ' ')" = "twitter:1 twitter:6 " ]
    [ "$(tail -n 1 <<<"$output" | jq -c '[.in, .used, .rejected]')" = '[5,2,3]' ]
    [ "$(jq -r '"\(.line) \(.code)"' rejects | tr '\n' ' ')" = "2 torn 3 unknown_format 4 torn " ]
    diff <(jq -r .raw rejects) <(sed -n '2,4p' raw.json)
    expect 65 hark-normalize raw.json
    [[ $stderr == *"raw.json:2: torn: another record begins within it"* ]]
}

@test "a record of ours that was torn is a reject of each filter" {
    posts 2 >two
    { head -n 1 two | head -c 80; tail -n 1 two; } >torn
    expect 0 hark-validate --rejects rejects torn
    [ "$(jq -r .code rejects)" = torn ]
}

@test "what was rejected, replayed after its cause is mended, gives with the rest what whole lines would have" {
    { line 1 && echo && line 2 && echo && line 3 && echo; } >whole.json
    printf '{"n":1,"t":"2010-01-02"}\n{"n":2,"t":"2010-01-03"}\n' >>whole.json
    printf '{kind: "post", source: "feed", id: "feed:\\(.n)", time: .t, text: "x"}\n' >post.jq
    hark-normalize --bare whole.json --rejects rejects >first
    [ "$(wc -l <rejects)" -eq 2 ]
    # mended: there is a map for them now
    hark-normalize --bare --map post.jq --replay --rejects still rejects >others
    [ ! -s still ]
    [ "$(jq -r .line others | tr '\n' ' ')" = "4 5 " ]
    [ "$(cat first others | jq -r .line | sort -n | tr '\n' ' ')" = "1 2 3 4 5 " ]
    # or the lines themselves were, in the file of rejects: a torn line's own half
    { line 1 && echo && line 2 | head -c 70 && line 3 && echo; } >torn.json
    rm rejects
    hark-normalize --bare --rejects rejects torn.json >first
    jq -c --arg raw "$(line 3)" '.raw = $raw' rejects >mended
    hark-normalize --bare --replay --rejects still mended >others
    { line 1 && echo && line 3 && echo; } >torn.json
    touch -d @1300000000 torn.json
    hark-normalize --bare torn.json | jq -c 'del(.seen)' | diff - <(cat first others | jq -c 'del(.seen)')
    [ ! -s still ]
}
