# ledger - what orders, refunds and cancellations sum to, beside what they are credited to, by currency
#
# Lines are "ledger RECORD" and "credit RECORD". A name between quotes behind a brace or comma is no part of a text,
# where a quote would be escaped.

function number(name) {
    return match($0, "[{,]\"" name "\":-?[0-9]+") ? substr($0, RSTART + length(name) + 4, RLENGTH - length(name) - 4) + 0 : 0
}

function word(name,  text) {
    if (!match($0, "[{,]\"" name "\":\"[^\"]*"))
        return ""
    return substr($0, RSTART + length(name) + 5, RLENGTH - length(name) - 5)
}

$1 == "ledger" {
    if (word("kind") == "order" && word("state") != "pending" && substr(word("time"), 1, 10) <= credited)
        ledger[word("currency")] += number("amount")
    next
}
/"kind":"credit"/ && !/"additive":false/ {
    if (word("converted_from") != "")
        converted = 1
    key = word("model") " " word("window") " " word("touches")
    credit[key, word("currency")] += number("amount")
    keys[key] = 1
}

END {
    if (converted)
        exit 0 # at the rates of the day: of one currency they sum, and to what is not in the ledger
    for (key in keys) {
        if (key ~ / conversations$/)
            continue
        for (currency in ledger)
            if (credit[key, currency] + 0 != ledger[currency]) {
                printf "hark-audit: %s: %.0f %s are credited, and %.0f is the ledger\n", key, credit[key, currency], currency, ledger[currency] | "cat >&2"
                bad = 1
            }
    }
    exit bad
}
