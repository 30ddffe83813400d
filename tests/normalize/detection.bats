#!/usr/bin/env bats
# detection - each file of real data is told for what it is, alone and glued to any other

load ../lib

# FORMAT PATH: what lies in the data folder, by the formats that it has.
files() {
    cat <<'E2'
twitter1 twitter/v1/statuses.json.gz
twitter2 twitter/v2/2sets.jsonl
twitter2 twitter/v2/edited.jsonl
twitter2 twitter/v2/flat.jsonl
twitter2 twitter/v2/noflat.jsonl
twitter2 twitter/v2/users.jsonl
twitter2 twitter/v2/tweets_compliance.jsonl
twitter2 twitter/v2/users_compliance.jsonl
twitter2 twitter/v2/withheld.jsonl
twitter1 twitter/tweet_parser/tweet_payload_examples/original_format_examples.json
gnip twitter/tweet_parser/tweet_payload_examples/activity_streams_examples.json
gnip twitter/gnip/data/twitter_sample.json
gnip twitter/gnip/data/disqus_sample.json
gnip twitter/gnip/data/wp-com_sample.json
gnip twitter/gnip/data/tumblr_sample.json
gnip twitter/gnip/data/newsgator_sample.json
gnip twitter/gnip/data/foursquare_sample.json
gnip twitter/gnip/data/stocktwits_sample.json
stocktwits twitter/gnip/data/stocktwits_native_sample.json
bsky bluesky/expected_v1.jsonl
clf weblogs/apache_logs.gz
clf weblogs/hackers-access.log.gz
stackexchange stackexchange/coffee-Posts.xml.gz
E2
}

# The formats of the records made of standard input, each once, on one line.
formats() {
    hark-normalize --bare --clear-ids --host www.example.com --rejects "$BATS_TEST_TMPDIR/rejects" |
        grep -o '"format":"[a-z0-9_]*"' | sort -u | cut -d'"' -f4 | paste -sd' '
}

@test "each file of real data is told without --format" {
    real_data twitter/v2 >path
    while read -r format file; do
        got=$(hark-fetch "$HARK_DATA/$file" | formats)
        [ "$got" = "$format" ] || { echo "$file: $got"; false; }
    done < <(files)
}

@test "every two files glued together give the records that they give apart" {
    real_data twitter/v2 >path
    n=0
    while read -r _ file; do
        n=$((n + 1))
        hark-fetch --bare "$HARK_DATA/$file" 2>messages >raw || true
        head -n 20 raw >"part.$n"
        # shellcheck disable=SC2002 # a pipe has no time of its own, which would be `seen`
        cat "part.$n" | hark-normalize --bare --clear-ids --host www.example.com --rejects rejects |
            sed 's/,"archive":.*//' | sort >"alone.$n"
    done < <(files)
    for a in $(seq "$n"); do
        for b in $(seq "$n"); do
            [ "$a" -ne "$b" ] || continue
            cat "part.$a" "part.$b" | hark-normalize --bare --clear-ids --host www.example.com --rejects rejects |
                sed 's/,"archive":.*//' | sort >glued
            sort "alone.$a" "alone.$b" | cmp -s - glued || { echo "$a and $b"; false; }
        done
    done
}
