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
twitter2 twitter/v2/cashtags.jsonl
twitter2 twitter/v2/cotweet.jsonl
twitter2 twitter/v2/entities_test.jsonl
twitter2 twitter/v2/geo_tweets.jsonl
twitter2 twitter/v2/many_urls.jsonl
twitter2 twitter/v2/media_policy_violation_on.jsonl
twitter2 twitter/v2/quoted_edit.jsonl
twitter2 twitter/v2/streaming_output_with_error.jsonl
twitter2 twitter/v2/verified_type.jsonl
none twitter/v2/counts.jsonl
none twitter/v2/lists.jsonl
none twitter/v2/empty.json
twitter1 twitter/tweet_parser/tweet_payload_examples/broken_and_unsupported_payloads/original_format_missing_quotetweet_field.json
twitter1 twitter/tweet_parser/tweet_payload_examples/broken_and_unsupported_payloads/public_api_sample.json
gnip twitter/gnip/data/everything_retweet.json
gnip twitter/gnip/data/twitter_sample.json.gz
rss warc/aut-example.warc.gz
none warc/test/data/example.warc.gz
none warc/test/data/post-test.warc.gz
none attribution/paths.csv.gz
none support/dev.json
none sentiment/semeval/twitter-2014sarcasm-A.txt
none sentiment/vader/vader_lexicon.txt
none twitter/text-conformance/conformance/validate.yml
none twitter/text-conformance/config/v3.json
none orders/2010-12-01.csv.gz
none facebook/cnbc.csv.gz
E2
}

# The formats of the records made of standard input, each once, on one line.
formats() {
    hark-normalize --bare --clear-ids --host www.example.com --rejects "$BATS_TEST_TMPDIR/rejects" |
        grep -o '"format":"[a-z0-9_]*"' | sort -u | cut -d'"' -f4 | paste -sd' '
}

@test "each file of real data is told without --format" {
    real_data twitter/v2
    while read -r format file; do
        [ -e "$HARK_DATA/$file" ]
        got=$(hark-fetch "$HARK_DATA/$file" | formats)
        [ "${got:-none}" = "$format" ] || { echo "$file: $got"; false; }
    done < <(files)
}

# The first lines of a file: one, and up to three more that are short.
first() {
    awk '{ all += length($0) } NR == 1 || all < 50000 { print } NR == 4 { exit }'
}

# Records without their places, and without ids that count equal lines of one archive.
bare() {
    hark-normalize --bare --clear-ids --host www.example.com --rejects rejects |
        sed 's/,"archive":.*//; s/"id":"web:[0-9a-f]*",//' | sort
}

@test "every two files glued together, either way, give the records that they give apart" {
    real_data twitter/v2
    n=0
    while read -r _ file; do
        n=$((n + 1))
        hark-fetch --bare "$HARK_DATA/$file" 2>messages | first >"part.$n" || true
        # shellcheck disable=SC2002 # a pipe has no time of its own, which would be `seen`
        cat "part.$n" | bare >"alone.$n"
    done < <(files)
    for a in $(seq "$n"); do
        # Each of the others stands before and behind it.
        for b in $(seq "$n"); do cat "part.$b" && echo && cat "part.$a" && echo; done | bare >glued
        for b in $(seq "$n"); do cat "alone.$b" "alone.$a"; done | sort >apart
        cmp apart glued || { echo "$a, of $(files | sed -n "${a}p")"; false; }
    done
}
