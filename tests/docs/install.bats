#!/usr/bin/env bats
# install - what make install puts where, and the completions that it writes

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

completion() {
    "$HARK_ROOT/scripts/completion" "$1" "$HARK_BIN"/hark-*
}

# completed WORD…: what the bash completion offers for the last of them, sorted, in a line.
completed() {
    # shellcheck source=/dev/null
    source written
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    # shellcheck disable=SC2317 # bash has it only while it completes
    compopt() { :; }
    _hark
    printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd' '
}

@test "bash completes filters, options and values, from the programs' own help" {
    completion bash >written
    [ "$(completed hark va)" = validate ]
    [ "$(completed hark n)" = 'near new-key normalize' ]
    [ "$(completed hark help via)" = via ]
    [ "$(completed hark dedupe --in)" = --index= ]
    [ "$(completed hark-dedupe --in)" = --index= ]
    [ "$(completed /usr/bin/hark-fetch --re)" = '--rejects= --retries= --retry-wait=' ]
    [ "$(completed hark attribute --touches = '')" = 'all tracked' ]
    [ "$(completed hark attribute --touches = t)" = tracked ]
    [ "$(completed hark attribute --touches '')" = 'all tracked' ]
    [ "$(completed hark attribute --links = '')" = '' ]
    [ "$(completed hark dedupe some)" = '' ]
    [ "$(completed hark via bas)" = "$(compgen -c bas | sort | paste -sd' ')" ]
    [ "$(completed hark nothing --x)" = '' ]
}

@test "every option of every program is completed" {
    completion bash >written
    for program in "$HARK_BIN"/hark-*; do
        "$program" --help | grep -oE -- '^ +(-., )?--[a-z0-9-]+=?' | grep -oE -- '--.*' | sort >wanted
        completed "${program##*/}" -- | tr ' ' '\n' | sort | diff wanted -
    done
}

@test "the completions are well-formed for their shells" {
    completion bash >written
    bash -n written
    completion zsh >_hark
    head -n 1 _hark | grep -q '^#compdef hark .*hark-dedupe'
    grep -q -- "'--index=\[" _hark
    command -v zsh >/dev/null || skip "no zsh here"
    zsh -n _hark
}

@test "a program that says nothing of itself is named" {
    printf '#!/bin/sh\n' >mute
    chmod +x mute
    expect 69 "$HARK_ROOT/scripts/completion" bash ./mute
    [[ $stderr == *"./mute"* ]]
    expect 64 "$HARK_ROOT/scripts/completion" fish "$HARK_BIN/hark-key"
    expect 64 "$HARK_ROOT/scripts/completion" bash
}

@test "make install fills a prefix, from which hark runs" {
    [ -e "$HARK_ROOT/README.md" ] || skip "there is no README.md yet"
    make -s -C "$HARK_ROOT" B="${HARK_BIN%/bin}" PREFIX=/opt/hark DESTDIR="$PWD/root" install
    prefix=$PWD/root/opt/hark
    for program in "$HARK_BIN"/hark*; do
        [ -x "$prefix/bin/${program##*/}" ]
        [ -s "$prefix/share/man/man1/${program##*/}.1" ]
    done
    [ -s "$prefix/share/doc/hark/record.md" ]
    bash -n "$prefix/share/bash-completion/completions/hark"
    grep -q _arguments "$prefix/share/zsh/site-functions/_hark"
    expect 0 env PATH=/usr/bin:/bin "$prefix/bin/hark" help
    [[ $output == *dedupe* ]]
    expect 0 env PATH=/usr/bin:/bin "$prefix/bin/hark" validate <<<"$(posts 1)"
    make -s -C "$HARK_ROOT" B="${HARK_BIN%/bin}" PREFIX=/opt/hark DESTDIR="$PWD/root" uninstall
    [ -z "$(find root -type f)" ]
}
