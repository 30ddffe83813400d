#!/usr/bin/env bats
# tls - https from a server whose certificate is good, and from those whose is not

# shellcheck disable=SC2154,SC2030,SC2031 # bats sets stderr
load ../lib
load nginx

# authority NAME: NAME.crt signs others.
authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1 of the tests" \
        -keyout "$1.key" -out "$1.crt" 2>>openssl.log
}

# certificate NAME AUTHORITY HOSTS [OPTION…]
certificate() {
    local name=$1 authority=$2 hosts=$3
    shift 3
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
        -keyout "$name.key" -out "$name.csr" 2>>openssl.log
    printf 'subjectAltName=%s\n' "$hosts" >"$name.ext"
    : >"$authority.index" && echo 01 >"$authority.serial"
    cat >"$authority.conf" <<CONF
[ca]
default_ca = here
[here]
database = $authority.index
serial = $authority.serial
new_certs_dir = .
certificate = $authority.crt
private_key = $authority.key
default_md = sha256
unique_subject = no
policy = any
[any]
commonName = supplied
CONF
    openssl ca -batch -config "$authority.conf" -in "$name.csr" -out "$name.crt" -extfile "$name.ext" -notext \
        "$@" 2>>openssl.log
}

servers() {
    local home=$1 port=$2 name
    rm -f "$home"/*.port
    for name in good expired early other stranger alone; do
        cat <<CONF
    server {
        listen 127.0.0.1:$port ssl;
        ssl_certificate $home/$name.crt; ssl_certificate_key $home/$name.key;
        root $home/www;
        gzip on; gzip_min_length 1; gzip_types *;
        location /moved { return 302 http://127.0.0.1:$port/good.json; }
        location /there { return 302 /good.json; }
    }
CONF
        echo "$port" >"$home/$name.port"
        port=$(free_port)
    done
}

setup_file() {
    command -v openssl >/dev/null || return 0
    cd "$BATS_FILE_TMPDIR" || return
    authority ours
    authority theirs
    certificate good ours DNS:localhost,IP:127.0.0.1 -days 1
    certificate expired ours DNS:localhost -startdate 20090101000000Z -enddate 20100101000000Z
    certificate early ours DNS:localhost -startdate 20900101000000Z -enddate 20910101000000Z
    certificate other ours DNS:elsewhere.example -days 1
    certificate stranger theirs DNS:localhost -days 1
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -keyout alone.key -out alone.crt 2>>openssl.log
    mkdir -p www
    posts 300 >www/good.json
    gzip -kc www/good.json >www/good.json.gz
    nginx_start "$BATS_FILE_TMPDIR" servers
}

teardown_file() {
    nginx_stop "$BATS_FILE_TMPDIR"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    home=$BATS_FILE_TMPDIR
    [ -e "$home/port" ] || skip "no nginx or no openssl here"
    export no_proxy='*' SSL_CERT_FILE=$home/ours.crt
}

get() {
    hark-fetch --bare --cache cache --retries 0 "$@"
}

at() {
    echo "https://${2:-localhost}:$(cat "$home/$1.port")"
}

@test "https comes as the file does, from a server whose authority is ours, in the sandbox too" {
    for options in "" "--sandbox" "--verify"; do
        rm -rf cache
        for file in good.json good.json.gz; do
            # shellcheck disable=SC2086
            expect 0 get $options "$(at good)/$file"
            [ "$output" = "$(cat "$home/www/good.json")" ]
            [ -z "$stderr" ]
        done
        # shellcheck disable=SC2086
        get $options "$(at good 127.0.0.1)/there" | cmp - "$home/www/good.json"
    done
    # asked again by its validators
    get "$(at good)/good.json" | cmp - "$home/www/good.json"
    tail -n 1 "$home/access" | grep -q ' 304 '
}

@test "an authority may lie in a folder" {
    mkdir certificates
    cp "$home/ours.crt" "certificates/$(openssl x509 -hash -noout -in "$home/ours.crt").0"
    unset SSL_CERT_FILE
    SSL_CERT_DIR=$PWD/certificates get --sandbox "$(at good)/good.json" | cmp - "$home/www/good.json"
}

# refused NAME WORDS: nothing of it comes out or is kept, for good.
refused() {
    expect 69 get --retries 3 "$(at "$1")/good.json"
    [ -z "$output" ]
    [[ $stderr == *"good.json: tls: "*"$2"* ]] || {
        echo "$stderr"
        return 1
    }
    [[ $stderr != *"trying again"* ]]
    [ -z "$(ls cache/*.body cache/*.part 2>/dev/null)" ]
}

@test "a certificate that expired, or does not hold yet, is refused" {
    refused expired "certificate has expired"
    refused early "certificate is not yet valid"
}

@test "a certificate of another host is refused" {
    refused other "localhost"
}

@test "a certificate that nobody or somebody else signed is refused" {
    refused alone "self-signed certificate"
    refused stranger "unable to get local issuer certificate"
}

@test "without being told of an authority those of the system count" {
    unset SSL_CERT_FILE
    refused good "certificate"
}

@test "an authority that is no certificate, or is not there, is said so" {
    echo nonsense >nonsense
    SSL_CERT_FILE=nonsense refused good ""
    SSL_CERT_FILE=nowhere refused good ""
}

@test "a plain server at the end of https is none" {
    python3 -c 'import socket
s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1], flush=True)
while True:
    c, _ = s.accept(); c.recv(999); c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"a\":1}\n"); c.close()' >port 3>&- &
    pid=$!
    for _ in $(seq 100); do [ ! -s port ] || break; sleep 0.05; done
    expect 69 get "https://localhost:$(cat port)/good.json" || { kill $pid; return 1; }
    kill $pid
    [ -z "$output" ]
    [[ $stderr == *"tls: "* ]]
}
