#!/usr/bin/env bats
# s3 - objects of a bucket, from a server that checks how requests are signed

# shellcheck disable=SC2154 # bats sets stderr
load ../lib

setup_file() {
    mkdir -p "$BATS_FILE_TMPDIR/s3/bucket" "$BATS_FILE_TMPDIR/s3/open"
    "$BATS_TEST_DIRNAME/bucket" "$BATS_FILE_TMPDIR/s3" 3>&- 2>"$BATS_FILE_TMPDIR/trouble" &
    echo $! >"$BATS_FILE_TMPDIR/pid"
    for _ in $(seq 100); do
        [ ! -e "$BATS_FILE_TMPDIR/s3.port" ] || return 0
        sleep 0.05
    done
    cat "$BATS_FILE_TMPDIR/trouble"
    return 1
}

teardown_file() {
    kill "$(cat "$BATS_FILE_TMPDIR/pid")"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    s3=$BATS_FILE_TMPDIR/s3
    echo "AKIDEXAMPLE wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY us-east-1 -" >"$s3.secret"
    unset AWS_REGION AWS_DEFAULT_REGION AWS_SESSION_TOKEN AWS_PROFILE AWS_SHARED_CREDENTIALS_FILE
    AWS_ENDPOINT_URL=http://127.0.0.1:$(cat "$s3.port")
    export no_proxy="*" AWS_ENDPOINT_URL HOME=$PWD/home
    export AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
    rm -f "$s3.log"
    posts 20 >p.json
}

get() {
    hark-fetch --bare --cache cache --retries 0 "$@"
}

# refused: nothing of it comes out, for good.
refused() {
    expect 69 get s3://bucket/p.json
    [ -z "$output" ]
    [[ $stderr == *"s3://bucket/p.json: http_status: 403 Forbidden"* ]]
}

@test "what is signed is given, packed or not, and asked for again by its validators" {
    cp p.json "$s3/bucket"
    gzip -c p.json >"$s3/bucket/p.json.gz"
    for options in "" --sandbox; do
        rm -rf cache
        for key in p.json p.json.gz p.json; do
            # shellcheck disable=SC2086
            get $options "s3://bucket/$key" | cmp - p.json
        done
    done
    [ "$(cut -d' ' -f1,4 "$s3.log" | uniq | head -n 2 | tr '\n' ' ')" = "200 AKIDEXAMPLE 304 AKIDEXAMPLE " ]
}

@test "every character of a key is signed as it is sent" {
    mkdir -p "$s3/bucket/a b/year=2009"
    for key in 'a b/year=2009/x+y.json' 'caf'$'\303\251''.json' "it's (1)*!.json" 'a&b=c;d.json' 'x@y:z,w$.json' '100%.json' 'q?r.json' '~t#u.json'; do
        cp p.json "$s3/bucket/$key"
        expect 0 get "s3://bucket/$key"
        [ "$output" = "$(cat p.json)" ]
    done
}

@test "a part that is missing is asked for by a signed range" {
    head -c 900000 /dev/zero | tr '\0' ' ' >"$s3/bucket/p.json"
    cat p.json >>"$s3/bucket/p.json"
    echo 500000 >"$s3.cut"
    expect 75 get s3://bucket/p.json
    [ -z "$output" ]
    get s3://bucket/p.json | cmp - "$s3/bucket/p.json"
    tail -n 1 "$s3.log" | grep -q '^206 GET .* AKIDEXAMPLE bytes=500000-$'
}

@test "a wrong secret, another key, another region or no key is refused for good" {
    cp p.json "$s3/bucket"
    AWS_SECRET_ACCESS_KEY=other refused
    AWS_ACCESS_KEY_ID=other refused
    AWS_REGION=eu-central-1 refused
    unset AWS_ACCESS_KEY_ID
    refused
    [ "$(cut -d' ' -f1 "$s3.log" | sort -u)" = 403 ]
}

@test "region and token of the environment are signed" {
    cp p.json "$s3/bucket"
    echo "AKIDEXAMPLE $AWS_SECRET_ACCESS_KEY eu-central-1 a/token+of=ours" >"$s3.secret"
    refused
    export AWS_REGION=eu-central-1
    refused
    export AWS_SESSION_TOKEN=a/token+of=ours
    get s3://bucket/p.json | cmp - p.json
    unset AWS_REGION
    AWS_DEFAULT_REGION=eu-central-1 get s3://bucket/p.json | cmp - p.json
}

@test "a bucket that is open needs no key, an object that is not there ends 69" {
    cp p.json "$s3/open"
    unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
    get s3://open/p.json | cmp - p.json
    expect 69 get s3://open/none.json
    [ -z "$output" ]
    [[ $stderr == *"http_status: 404"* ]]
}

@test "key and secret may lie in the file of AWS's own tools, as one of its profiles" {
    cp p.json "$s3/bucket"
    secret=$AWS_SECRET_ACCESS_KEY
    unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
    refused
    mkdir -p home/.aws
    printf '# ours\n[other]\naws_access_key_id = x\naws_secret_access_key = y\n\n[default]\r\naws_access_key_id=AKIDEXAMPLE\r\n%s\n' \
        "  aws_secret_access_key =  $secret " >home/.aws/credentials
    for options in "" --sandbox; do
        rm -rf cache
        # shellcheck disable=SC2086
        get $options s3://bucket/p.json | cmp - p.json
    done
    AWS_PROFILE=other refused
    AWS_PROFILE=none refused
    mv home/.aws/credentials elsewhere
    refused
    sed 's/default/shop/' elsewhere >named
    AWS_SHARED_CREDENTIALS_FILE=$PWD/named AWS_PROFILE=shop get s3://bucket/p.json | cmp - p.json
    # what the environment says comes first
    AWS_SHARED_CREDENTIALS_FILE=$PWD/elsewhere AWS_ACCESS_KEY_ID=other AWS_SECRET_ACCESS_KEY=other refused
    head -c 100000 /dev/urandom >noise
    AWS_SHARED_CREDENTIALS_FILE=$PWD/noise refused
    AWS_SHARED_CREDENTIALS_FILE=$PWD refused
    run ! grep -r "$secret" cache
}
