# books - adds up the end records of a run's stages: in = passed + used + rejected + dropped, out = passed + made,
# and what one stage wrote is what the next one read. A reader of JSON of its own; ends 1 and says what does not hold.

# Every number and string of a line of JSON by its path: value[".books.dropped.blank"].
function parse(text,  depth, at, c, name, path, is_key, start, n) {
    split("", value)
    depth = 0
    name = ""
    is_key = 0
    for (at = 1; at <= length(text); at++) {
        c = substr(text, at, 1)
        if (c == "{" || c == "[") {
            kind[++depth] = c
            place[depth] = name
            name = ""
            count[depth] = 0
            is_key = c == "{"
        } else if (c == "}" || c == "]") {
            depth--
            is_key = 0
        } else if (c == ",") {
            is_key = kind[depth] == "{"
            count[depth]++
        } else if (c == "\"") {
            start = ++at
            while (substr(text, at, 1) != "\"")
                at += substr(text, at, 1) == "\\" ? 2 : 1
            n = substr(text, start, at - start)
            if (is_key) {
                name = n
                is_key = 0
                at++
            } else
                value[path_to(depth, name)] = n
        } else if (c ~ /[-0-9]/) {
            start = at
            while (substr(text, at + 1, 1) ~ /[-+0-9.eE]/)
                at++
            value[path_to(depth, name)] = substr(text, start, at - start + 1)
        }
    }
}

function path_to(depth, name,  i, path) {
    for (i = 2; i <= depth; i++)
        path = path "." (kind[i - 1] == "[" ? count[i - 1] : place[i])
    return path "." (kind[depth] == "[" ? count[depth] : name)
}

function wrong(what) {
    printf "hark-audit: %s\n", what | "cat >&2"
    bad = 1
}

# Of the books that stand at a path.
function balance(at, who,  path, dropped, taken) {
    for (path in value)
        if (index(path, at ".dropped.") == 1)
            dropped += value[path]
    taken = value[at ".passed"] + value[at ".used"] + value[at ".rejected"] + dropped
    if (value[at ".in"] + 0 != taken)
        wrong(who ": " value[at ".in"] " records came in, and " taken " are accounted for")
    if (value[at ".out"] + 0 != value[at ".passed"] + value[at ".made"])
        wrong(who ": " value[at ".out"] " records went out, and " value[at ".passed"] + value[at ".made"] " are accounted for")
    if (value[at ".status"] + 0 != 0)
        wrong(who ": it ended with " value[at ".status"])
}

{
    parse($0)
    who = value[".stage"] (value[".source"] == "" ? "" : " " value[".source"])
    if (value[".status"] + 0 != 0)
        wrong(who ": it ended with " value[".status"])
    if (value[".books.by"] == "")
        wrong(who ": it left no books")
    balance(".books", who)
    for (i = 0; (".books.chain." i ".by") in value; i++)
        balance(".books.chain." i, who " after " value[".books.chain." i ".by"])
    came[value[".stage"], value[".source"]] = value[".books.in"]
    went[value[".stage"], value[".source"]] = value[".books.out"]
    used[value[".stage"], value[".source"]] = value[".books.used"]
    known[value[".source"]] = 1
}

# What one stage wrote, and the next read.
function joins(one, other, source) {
    if ((one, source) in went && (other, source) in came && went[one, source] != came[other, source])
        wrong(other " " source ": " came[other, source] " records came in, and " one " wrote " went[one, source])
}

END {
    for (source in known) {
        joins("fetch", "normalize", source)
        if (("forget", source) in came) {
            joins("normalize", "forget", source)
            joins("forget", "classify", source)
        } else
            joins("normalize", "classify", source)
    }
    if (("loyalty", "") in came) {
        joins("thread", "loyalty", "")
        joins("loyalty", "cases_only", "")
    } else
        joins("thread", "cases_only", "")
    joins("cases_only", "cases", "")
    if (("classify", "") in came) {
        joins("dedupe", "classify", "")
        joins("classify", "partition", "")
    } else
        joins("dedupe", "partition", "")
    exit bad
}
