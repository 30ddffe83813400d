#!/usr/bin/env bats
# real - archives that somebody else wrote, whole (../shared/data, or where $HARK_DATA says)

load ../lib

maps=$BATS_TEST_DIRNAME/../../samples/maps

@test "statuses of Twitter's v1.1: 3,175 posts, one delete, one gap, nothing lost" {
    real_data twitter/v1/statuses.json.gz
    hark-fetch "$REAL" | hark-normalize | tail -n 1 >end
    grep -q '"status":0,"in":3177,"passed":0,"used":3177,"rejected":0,"dropped":{},"made":3177' end
    grep -q '"kinds":{"delete":1,"gap":1,"post":3175}' end
}

@test "UCI Online Retail by its map: 541,909 lines to a net of 9,747,747.93 GBP, 4 of them rounded" {
    real_data orders
    hark-fetch "$REAL"/*.csv.gz | hark-normalize --clear-ids --map "$maps/uci_online_retail.jq" >orders
    tail -n 1 orders | grep -q '"in":541909,"passed":0,"used":541909,"rejected":0,'
    [ "$(grep -o '"amount":-\{0,1\}[0-9]*' orders | cut -d: -f2 | awk '{sum += $1} END {printf "%d", sum}')" = 974774793 ]
    [ "$(grep -c '"flags":\["rounded"\]' orders)" -eq 4 ]
}

@test "Facebook pages by their map: each of 25,454 rows a post, whatever line breaks it holds" {
    real_data facebook
    hark-fetch "$REAL"/*.csv.gz | hark-normalize --map "$maps/facebook_page.jq" | tail -n 1 >end
    grep -q '"in":25454,"passed":0,"used":25454,"rejected":0,"dropped":{},"made":25454' end
}

@test "Stack Exchange: 592 rows, of them 40 wikis of tags" {
    real_data stackexchange/coffee-Posts.xml.gz
    hark-fetch "$REAL" | hark-normalize | tail -n 1 >end
    grep -q '"in":592,"passed":0,"used":552,"rejected":0,"dropped":{"not_a_post":40},"made":552' end
}

@test "Gnip: each line of its eight publishers is a record" {
    real_data twitter/gnip/data
    hark-fetch "$REAL"/*.json | hark-normalize >records
    tail -n 1 records | grep -q '"in":621,"passed":0,"used":621,"rejected":0,"dropped":{},"made":621'
    jq -r 'select(.kind == "post" or .kind == "delete") | "\(.format) \(.source) \(.kind)"' records | sort | uniq -c | awk '{$1 = $1} 1' >counts
    diff counts - <<'E2'
1 gnip disqus delete
29 gnip disqus post
100 gnip feed post
100 gnip foursquare post
100 gnip stocktwits post
30 gnip tumblr post
61 gnip twitter post
100 gnip wordpress post
100 stocktwits stocktwits post
E2
}

@test "the same 25 statuses in Gnip's shape and in Twitter's own are the same records" {
    real_data twitter/tweet_parser/tweet_payload_examples
    for shape in activity_streams original_format; do
        hark-fetch "$REAL/${shape}_examples.json" | hark-normalize --bare |
            jq -cS 'del(.seen, .format, .archive, .replies, .quotes)' >"$shape"
    done
    [ "$(wc -l <activity_streams)" -eq 25 ]
    diff activity_streams original_format
}
