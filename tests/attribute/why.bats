#!/usr/bin/env bats
# why - what --why says of orders of samples/world, against what expected.json and the logs say of them

# shellcheck disable=SC2154 # lib.bash sets stderr
load ../lib

setup_file() {
    cd "$HARK_ROOT/samples/world" || return
    hark new-key "$BATS_FILE_TMPDIR/key"
    hark fetch posts clicks logs orders |
        hark normalize --sources sources.txt --key-file "$BATS_FILE_TMPDIR/key" --rejects "$BATS_FILE_TMPDIR/rejects" |
        hark dedupe --accounts accounts.csv | hark classify --accounts accounts.csv >"$BATS_FILE_TMPDIR/records"
}

# of ORDER: a line a visit: verdict, channel, account, seconds to the order
of() {
    hark attribute --bare --touches tracked --why "$1" "$BATS_FILE_TMPDIR/records" |
        jq -r 'select(.kind == "row") | [.verdict, .channel, .account, .lag_s // empty] | map(select(. != null)) | join(" ")'
}

@test "a touch of 30 days and a second is outside the window" {
    diff - <(of 700002) <<END
outside_window Organic Social twitter:AcmeOutlet 2592001
after_order Direct
END
}

@test "a link that comes again 1,800 idle seconds later is in the same session" {
    diff - <(of 700005 | head -n 4) <<END
counts Organic Social twitter:AcmeOutlet 2791
counts Organic Social facebook:AcmeUS 1891
same_session Organic Social twitter:AcmeOutlet 91
not_tracked Direct 81
END
}

@test "a link that comes again 1,801 idle seconds later counts again" {
    [ "$(of 700006 | grep -c '^counts Organic Social twitter:AcmeOutlet')" -eq 2 ]
}

@test "a visit 61 seconds behind its click is no link of ours" {
    run ! grep -q twitter: <(of 700009)
    [ "$(of 700009 | grep -c '^not_tracked Direct')" -ge 1 ]
}

@test "touches after the order are there, and do not count" {
    [ "$(of 700011 | grep -c '^after_order Organic Social twitter:AcmeOutlet')" -eq 1 ]
    run ! grep -q '^counts' <(of 700011)
}

@test "an order's id, its number and the platform before it ask for the same" {
    hark attribute --bare --why shop:700015 "$BATS_FILE_TMPDIR/records" >one
    number=$(jq -r 'select(.kind == "order" and .id == "shop:700015").number' "$BATS_FILE_TMPDIR/records")
    hark attribute --bare --why "$number" "$BATS_FILE_TMPDIR/records" | cmp - one
    hark attribute --bare --why 700015 "$BATS_FILE_TMPDIR/records" | cmp - one
    grep -q '"joined_by":"number"' one
}

@test "the credits behind the visits are those that the order has without --why" {
    models=first,last,linear
    hark attribute --bare --model $models --window 7d,none "$BATS_FILE_TMPDIR/records" | grep '"order":"shop:70000[5-9]"' >all
    hark attribute --bare --model $models --window 7d,none --why 700005 --why 700006 --why 700007 --why 700008 --why 700009 \
        "$BATS_FILE_TMPDIR/records" | grep '"kind":"credit"' | cmp - all
    [ -s all ]
}
