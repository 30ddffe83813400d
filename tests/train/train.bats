#!/usr/bin/env bats
# train - labelled posts to a model, and what it is worth

# shellcheck disable=SC2154 # bats sets stderr
load ../lib
load ../pipeline/chain

labels() {
    grep -v 'twitter:1' "$HARK_ROOT/tests/train/labels.csv" >labels.csv
}

train() {
    hark-train --labels labels.csv --key mood --bits 12 --bare "$@"
}

post() { # TEXT [MORE MEMBERS]
    printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:1","text":"%s"%s}\n' "$1" "$2"
}

@test "a model labels posts under its key, and its labels are those of the CSV" {
    labels
    train --model m >rows
    [ "$(jq -c '[.set, .label, .examples]' rows | tr '\n' ' ')" = '["training","glad",4] ["training","sad",3] ' ]
    post 'such a great day' >in
    post 'broken, sad' >>in
    [ "$(hark-classify --model m --bare in | jq -r .mood | tr '\n' ' ')" = "glad sad " ]
    hark-classify --model m in | head -n 1 | jq -e '.uses.model | length == 32'
}

@test "a second run replaces what the first one wrote" {
    labels
    train --model m >rows
    post 'such a great day' ',"mood":"other","x":1' | hark-classify --model m --bare >once
    [ "$(cat once)" = '{"v":1,"kind":"post","source":"twitter","id":"twitter:1","text":"such a great day","x":1,"mood":"glad"}' ]
    hark-classify --model m --bare once | cmp once
}

@test "the same labels give the same model, bit for bit" {
    labels
    train --model one >rows
    train --model two >again
    cmp one two
    cmp rows again
}

@test "an example without a text waits for its post, and other posts are dropped" {
    posts 5 >in
    cp "$HARK_ROOT/tests/train/labels.csv" .
    expect 0 hark-train --labels labels.csv --key mood --bits 12 --model m in
    [ "$(jq -r 'select(.label == "sad") | .examples' <<<"$output")" = 4 ]
    [ "$(jq -c 'select(.kind == "end") | [.used, .dropped]' <<<"$output")" = '[1,{"unlabelled":4}]' ]
    posts 5 | tail -n 4 | hark-train --labels labels.csv --bits 12 | books notes.labels_without_text >count
    [ "$(cat count)" = 1 ]
}

@test "an id that comes again counts once, and one with two labels not at all" {
    labels
    echo 'glad,a:1,another text' >>labels.csv
    echo 'glad,a:5,the screen is broken' >>labels.csv
    hark-train --labels labels.csv --bits 12 >out
    [ "$(tail -n 1 out | jq -c .notes)" = '{"labels_contradicted":1,"labels_repeated":1}' ]
    [ "$(jq -r 'select(.set == "training") | .examples' out | tr '\n' ' ')" = "4 2 " ]
}

@test "--distant learns from emoticons, which it does not see" {
    {
        for i in 1 2 3 4; do post "great $i :)"; done
        for i in 1 2 3 4; do post "broken $i :("; done
        post 'both :) :('
        post 'none'
        echo '{"v":1,"kind":"order","id":"shop:1"}'
    } | awk '{ sub(/twitter:1"/, "twitter:" NR "\""); print }' >in
    expect 0 hark-train --distant --bits 12 --model m in
    [ "$(jq -c 'select(.kind == "end") | [.used, .dropped]' <<<"$output")" = '[8,{"both_emoticons":1,"kind":1,"no_emoticon":1}]' ]
    post 'it is great' >in
    post 'it is broken' >>in
    [ "$(hark-classify --model m --bare in | jq -r .sentiment | tr '\n' ' ')" = "positive negative " ]
}

@test "--eval writes recall, precision, F1 and the confusion of labels" {
    labels
    printf '%s\n' text,label 'a great day,glad' 'happy,glad' 'broken,sad' 'great,sad' 'x,other' >eval.csv
    hark-train --labels labels.csv --key mood --bits 12 --eval eval.csv >out
    sed -n 's/^{"v":1,"kind":"row","model":"mood","set":"eval",/{/p' out >rows
    diff - rows <<'END'
{"examples":4,"macro_recall":0.7500,"accuracy":0.7500}
{"label":"glad","examples":2,"recall":1.0000,"precision":0.6667,"f1":0.8000}
{"label":"sad","examples":2,"recall":0.5000,"precision":1.0000,"f1":0.6667}
{"label":"glad","said":"glad","count":2}
{"label":"glad","said":"sad","count":0}
{"label":"sad","said":"glad","count":1}
{"label":"sad","said":"sad","count":1}
END
    [ "$(tail -n 1 out | jq .notes.unknown_labels)" = 1 ]
}

@test "--folds holds each part against a model of the others, and every example counts once" {
    labels
    train --folds 2 >rows
    [ "$(jq -s 'map(select(.set == "fold") | .examples) | add' rows)" = 7 ]
    [ "$(jq 'select(.set == "folds" and .folds == 2) | .examples' rows)" = 7 ]
    [ "$(jq -s 'map(select(.set == "folds" and .said) | .count) | add' rows)" = 7 ]
}

@test "a model is silent in a language that it does not know, and the books count it" {
    labels
    train --languages en,nl --model m >rows
    post 'such a great day' ',"lang":"de"' >in
    post 'der Bildschirm ist nicht great' >>in
    post 'such a great day' ',"lang":"en-GB"' >>in
    [ "$(hark-classify --model m --bare in | jq -r '.mood // "none"' | tr '\n' ' ')" = "none none glad " ]
    [ "$(hark-classify --model m in | books notes.sentiment_uncovered)" = 2 ]
}

@test "too few labels, and labels that are none, are told" {
    printf 'label,text\nglad,great\n' >labels.csv
    expect 65 train --model m
    [[ $stderr == *"too_few: "* ]]
    [ ! -e m ]
    printf 'label,text\nglad,great\n,x\n' >labels.csv
    expect 78 train
    [[ $stderr == *"bad_labels: labels.csv:3: "* ]]
    expect 64 hark-train --model m
    labels
    expect 64 hark-train --labels labels.csv --key text
    expect 64 hark-train --labels labels.csv --key 'Mood'
    expect 64 hark-train --labels labels.csv --folds 1
}

@test "no model comes of a damaged input" {
    cp "$HARK_ROOT/tests/train/labels.csv" .
    posts 2000 | gzip | head -c 3000 >cut.gz
    expect 65 hark-train --labels labels.csv --bits 12 --model m cut.gz
    [ ! -e m ]
}

@test "a model that is cut, longer, of another version or damaged anywhere is refused" {
    labels
    train --model m >rows
    post x >in
    head -c 2000 m >"cut"
    cat m rows >longer
    : >empty
    for at in 0 8 12 16 20 500 4000 9000; do
        cp m "bad$at"
        printf '\377' | dd of="bad$at" bs=1 seek="$at" conv=notrunc status=none
    done
    for model in cut longer empty bad*; do
        expect 78 hark-classify --model "$model" in
        [[ $stderr == *bad_model* ]]
    done
    expect 78 hark-classify --model nowhere in
    expect 78 hark-classify --model . in
    expect 78 hark-classify --model m --model m in
    [[ $stderr == *"another model has its key"* ]]
}

@test "--sentiment is the model that comes with hark" {
    post 'I love it, so great!' >in
    post 'worst ever, it is broken' >>in
    post 'The store opens at 9' >>in
    [ "$(hark-classify --sentiment --bare in | jq -r .sentiment | tr '\n' ' ')" = "positive negative neutral " ]
    hark-classify --sentiment --bare in | jq -e '.score >= -1 and .score <= 1 and (.sentiment_by | test("^model:[0-9a-f]{8}$"))'
    hark-classify --model "$HARK_ROOT/samples/models/sentiment.model" --bare in >other
    hark-classify --sentiment --bare in | cmp other
    hark-classify --sentiment --bare other | cmp other
    printf 'good\t1\n' >lexicon
    expect 78 hark-classify --sentiment --lexicon lexicon in
}

@test "on real tweets two folds reach a macro recall of 0.63" {
    real_data sentiment/semeval
    skip_sanitized "it takes minutes there"
    "$HARK_ROOT/scripts/sentiment-model" --labels "$PWD/labels.csv"
    hark-train --labels labels.csv --folds 2 >rows
    jq -se 'any(.set == "folds" and .folds and .macro_recall_mean >= 0.63)' rows
    [ "$(tail -n 1 rows | jq -c .notes)" = '{"labels_contradicted":84,"labels_repeated":680}' ]
}

@test "a miss that costs more is learnt harder" {
    labels
    train --model cheap --cost 0.001 >rows
    train --model dear --cost 10 >rows
    run ! cmp -s cheap dear
    train --model same --cost 0.1 >rows
    train --model default >rows
    cmp same default
    expect 64 hark-train --labels labels.csv --key mood --model m --cost 0
}
