# coverage - a calendar of each source: a line a month, a sign a day
#
# Reads state/counts/DAY: source, kind, records, of which with a campaign.

function days_of(month,  year, number) {
    year = substr(month, 1, 4) + 0
    number = substr(month, 6, 2) + 0
    if (number == 2)
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    return number == 4 || number == 6 || number == 9 || number == 11 ? 30 : 31
}

function month_after(month,  year, number) {
    year = substr(month, 1, 4) + 0
    number = substr(month, 6, 2) + 1
    return sprintf("%04d-%02d", year + (number > 12), number > 12 ? 1 : number)
}

FNR == 1 {
    day = FILENAME
    sub(/.*\//, "", day)
    if (first == "" || day < first)
        first = day
    if (day > last)
        last = day
}
{
    if ($2 == "gap")
        gap[$1, day] = 1
    else
        count[$1, day] += $3
    if (!($1 in known)) {
        known[$1] = 1
        source[++sources] = $1
    }
}

# Half of what came on a day with anything, in the middle of them, is little.
function middle(name,  key, part, n, i, j, list, value) {
    for (key in count) {
        split(key, part, SUBSEP)
        if (part[1] != name || count[key] == 0)
            continue
        value = count[key]
        for (j = n; j > 0 && list[j] > value; j--)
            list[j + 1] = list[j]
        list[j + 1] = value
        n++
    }
    return n == 0 ? 0 : list[int((n + 1) / 2)]
}

function sign(name, day, usual) {
    if (day < first || day > last)
        return " "
    if ((name, day) in gap)
        return "g"
    if (count[name, day] + 0 == 0)
        return "."
    return count[name, day] * 2 < usual ? "-" : "#"
}

END {
    for (i = 1; i <= sources; i++)
        for (j = i; j > 1 && source[j - 1] > source[j]; j--) {
            name = source[j]
            source[j] = source[j - 1]
            source[j - 1] = name
        }
    print "# came   - less than half of what is usual   g the source says that it lacks some   . nothing came"
    for (i = 1; i <= sources; i++) {
        usual = middle(source[i])
        printf "\n%-9s%s\n", source[i], "1        10        20        30"
        for (month = substr(first, 1, 7); month <= substr(last, 1, 7); month = month_after(month)) {
            line = ""
            for (number = 1; number <= days_of(month); number++)
                line = line sign(source[i], month "-" sprintf("%02d", number), usual)
            sub(/ +$/, "", line)
            print month "  " line
        }
    }
}
