#!/usr/bin/env bats
# attribute --paths - what each unit earned, from paths that somebody else has counted

# shellcheck disable=SC2154 # lib.bash sets stderr
load ../lib

golden_b() {
    echo path,total_conversions,total_conversion_value,total_null
    printf '%s\n' 'tw > direct > email,3,30,2' 'tw > tw > search,2,20.5,5' \
        'email > tw,1,7,4' search,4,40,10 direct,1,9.25,6 tw,0,0,7
}

# model order, channel: conversions of it, or what the second argument names
figures() {
    jq -r --arg key "${2:-conversions}" \
        'select(.model == "'"$1"'") | "\(.channel) \(.[$key])"' rows
}

@test "order 1 gives the exact removal effects of the golden paths" {
    golden_b | hark-attribute --bare --paths /dev/stdin --model markov >rows
    diff - <(figures markov removal_effect) <<'END'
direct 0.255682
email 0.337437
search 0.545455
tw 0.367424
END
    diff - <(figures markov) <<'END'
direct 1.867533
email 2.464682
search 3.98407
tw 2.683714
END
    grep -q '"conversions":3.984070,"value":' rows
}

@test "order 2 and shapley give theirs" {
    golden_b >paths.csv
    hark-attribute --bare --paths paths.csv --order 2 --model markov,shapley >rows
    [ "$(figures markov | tr '\n' ' ')" = "direct 2.2 email 2.2 search 3.3 tw 3.3 " ]
    [ "$(figures shapley | tr '\n' ' ')" = "direct 2 email 1.5 search 5 tw 2.5 " ]
    [ "$(jq -r 'select(.model == "markov").order' rows | sort -u)" = 2 ]
}

@test "a value is worth what conversions from the same last state were" {
    # All walks that convert end at b: what they are worth hangs on nothing else.
    printf '%s\n' path,total_conversions,total_conversion_value,total_null \
        'a>b,1,10,1' 'b,1,30,1' | hark-attribute --bare --paths - --model markov >rows
    # P(a visited and converted) is half of all, b's is all of it.
    diff - <(figures markov value) <<'END'
a 13.333333
b 26.666667
END
}

@test "conversions and value of each additive model sum to the whole" {
    golden_b | hark-attribute --bare --paths - >rows
    jq -r 'select(.additive != false) | .model' rows | sort -u >models
    [ "$(wc -l <models)" -ge 5 ]
    while read -r model; do
        jq -e -s "map(select(.model == \"$model\")) | [map(.conversions), map(.value)] | map(add) |
            (.[0] - 11 | fabs) < 0.00001 and (.[1] - 106.75 | fabs) < 0.00001" rows
    done <models
}

@test "the order of paths does not show" {
    golden_b >paths.csv
    hark-attribute --bare --paths paths.csv >rows
    (head -n 1 paths.csv && tail -n +2 paths.csv | tac) | hark-attribute --bare --paths - | cmp - rows
    awk "NR == 1 { print; next } { print; print; print }" paths.csv >thrice.csv
    hark-attribute --bare --paths thrice.csv --model markov >rows3
    [ "$(jq .removal_effect rows3)" = "$(jq 'select(.model == "markov").removal_effect' rows)" ]
}

@test "columns come in any order, compressed or not, with a separator of one's own" {
    golden_b >paths.csv
    hark-attribute --bare --paths paths.csv >rows
    gzip -k paths.csv
    hark-attribute --bare --paths paths.csv.gz | cmp - rows
    awk -F, '{ gsub(/ > /, "|", $1); print $4 ",x," $2 "," $3 "," $1 }' paths.csv |
        sed '1s/x/other/' | hark-attribute --bare --path-separator '|' --paths - | cmp - rows
}

@test "without nulls the effect of a unit is how many walks visit it" {
    printf '%s\n' path,total_conversions 'a>b,1' 'b>c,1' 'b,2' |
        hark-attribute --bare --paths - --model markov >rows
    [ "$(figures markov removal_effect | tr '\n' ' ')" = "a 0.25 b 1 c 0.25 " ]
}

@test "a bad row names its line and ends with 65" {
    head=path,total_conversions,total_null
    for row in 'a>>b,1,1' ',1,1' 'a,x,1' 'a,-1,1' 'a,1,1e3' 'a,1'; do
        printf '%s\n' "$head" 'a,1,1' "$row" >paths.csv
        expect 65 hark-attribute --paths paths.csv
        [[ $stderr == *bad_paths:*paths.csv:3:* ]]
    done
    printf 'path,total\na,1\n' >paths.csv
    expect 65 hark-attribute --paths paths.csv
    [[ $stderr == *total_conversions* ]]
    golden_b | gzip | head -c 60 >paths.csv.gz
    expect 65 hark-attribute --paths paths.csv.gz
}

@test "more than a thousand units or too long an order end with 64" {
    (echo path,total_conversions,total_null && seq 1001 | sed 's/$/,1,1/') >paths.csv
    expect 64 hark-attribute --paths paths.csv --model markov
    [[ $stderr == *too_many_units* ]]
    expect 64 hark-attribute --paths paths.csv --model shapley
    sed -i '$d' paths.csv
    expect 0 hark-attribute --bare --paths paths.csv --model markov,shapley
    [ "$(wc -l <<<"$output")" -eq 2000 ]
    expect 64 hark-attribute --paths paths.csv --order 0
    expect 64 hark-attribute --paths paths.csv --order 9
    expect 64 hark-attribute --paths paths.csv --model time_decay
}

@test "real paths give the published figures to their last digit" {
    real_data attribution/paths.csv.gz
    hark-attribute --bare --paths "$REAL" >rows
    real_data README.md
    for row in first: last: linear: 'Markov, order 1, exact:'; do
        model=${row%%[:,]*}
        grep "^| ${row%:} |" "$REAL" | tr -d '|' | sed "s/^ *${row%:} *//" | tr -s ' ' '\n' |
            sed '/^$/d' >said
        [ "$(wc -l <said)" -eq 12 ]
        jq -r "select(.model == \"${model,}\").conversions" rows | paste said - |
            awk '{ places = index($1, ".") ? length($1) - index($1, ".") : 0
                   # the README leaves out zeros at the end
                   wide = '"$([ "$model" = linear ] && echo 4 || echo 3)"'
                   if (sprintf("%." wide "f", $2) + 0 != $1 + 0) { print; bad = 1 } } END { exit bad }'
    done
}

@test "counts beyond what a double holds exactly are no bad chain" {
    {
        echo path,total_conversions,total_conversion_value,total_null
        for i in 0 1 2 3; do echo "a>u$i,900719925$i.740991,900719925$i.740991,$i.000001"; done
    } | hark-attribute --bare --paths - --model markov,shapley >rows
    [ "$(jq -s 'map(.conversions) | add > 72057594000 - 100' rows)" = true ]
}
