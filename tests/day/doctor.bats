#!/usr/bin/env bats
# doctor - what is missing is said before a night finds out

# shellcheck disable=SC2154 # bats sets output and stderr
load scene

@test "what is missing in a configuration is named" {
    hark new-key key
    configure 'key key'
    mv key away
    expect 0 hark-doctor
    [[ $output == *"note     no key key yet: the first run makes it"* ]]
    mkdir -p published/current
    expect 78 hark-doctor
    [[ $output == *"missing  key key: it cannot be read"* ]]
    rm -r published
    mv away key
    configure 'key key' 'accounts nowhere.csv' 'rules bad.rules' 'archives other nothing/here' cases 'loyalty --within 30d --people=nobody.csv'
    printf 'label: a\nquery: word\nexpect: something else\n' >bad.rules
    chmod 644 key
    expect 78 hark-doctor
    [[ $output == *"missing  accounts nowhere.csv: it cannot be read"* ]]
    [[ $output == *"missing  loyalty --people nobody.csv: it cannot be read"* ]]
    [[ $output == *"missing  a key that nobody else can read: chmod 600 key"* ]]
    [[ $output == *"missing  rules that hold"* ]]
    [[ $output == *"note     archives of other: nothing is at nothing/here"* ]]
    [ ! -e published ]
}

@test "what is well is well, and nothing is changed" {
    configure
    mkdir published
    hark-doctor >said || [ $? -eq 69 ]
    grep -qx 'ok       hark.conf' said
    grep -qx 'ok       flock' said
    [ -z "$(ls published)" ]
}

@test "a program that is missing, or of another version, is named with its package" {
    mkdir bin
    for program in "$HARK_BIN"/hark*; do
        ln -s "$program" bin
    done
    rm bin/hark-near bin/hark-thread bin/hark-doctor
    printf '#!/bin/sh\necho hark-via 0.0.1\n' >bin/other && chmod +x bin/other
    rm bin/hark-via && mv bin/other bin/hark-via
    cp "$HARK_BIN/hark-doctor" bin
    ln -s "$HARK_BIN/../share" share
    expect 69 env PATH="$PWD/bin:/usr/bin:/bin" "$PWD/bin/hark-doctor"
    [[ $output == *"missing  hark-thread"* ]]
    [[ $output == *"missing  hark-via of version"* ]]
    configure 'archive all in'
    expect 78 hark-doctor --config hark.conf
}

@test "the samples of a schedule run what is there" {
    configure
    mkdir srv && mv hark.conf in srv
    command=$(sed -n 's/^[0-9].*hark  cd/cd/p' "$HARK_ROOT/samples/schedule/crontab")
    [ "$command" = 'cd /srv/hark && hark day --wait 3600' ]
    expect 0 sh -c "${command//\/srv\/hark/srv}"
    [ -z "$output$stderr" ]
    command=$(sed -n 's/^ExecStart=.*bin.hark /hark /p' "$HARK_ROOT/samples/schedule/hark-day.service")
    (cd srv && expect 0 sh -c "$command")
    command -v systemd-analyze >/dev/null || skip "no systemd-analyze here"
    mkdir -p units
    cp "$HARK_ROOT"/samples/schedule/hark-day.* units
    sed -i "s|^ExecStart=[^ ]*|ExecStart=$HARK_BIN/hark|; /^User=/d" units/hark-day.service
    systemd-analyze verify units/hark-day.service units/hark-day.timer
}
