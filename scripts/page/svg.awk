# svg - a picture of gnuplot's, its elements and attributes taken apart and put together again
#
# Only what stands in the two tables below comes through; anything else ends the run, so that no other
# release of gnuplot can bring into the page what nobody looked at. Colours #0100NN become classes, black the
# colour of the text; fonts, sizes and names are the page's own.

BEGIN {
    RS = "<"
    split("g path polygon polyline text rect circle line", names, " ")
    for (i in names)
        element[names[i]] = 1
    split("d points transform text-anchor x y width height cx cy r x1 y1 x2 y2 stroke-width stroke-dasharray fill-opacity stroke-opacity", names, " ")
    for (i in names)
        attribute[names[i]] = 1
    split("id class color font-family font-size font-weight font-style xml:space stroke-linecap stroke-linejoin shape-rendering xlink:href", names, " ")
    for (i in names)
        left[names[i]] = 1
}

function stop(why) {
    print "svg.awk: " FILENAME ": " why > "/dev/stderr"
    failed = 1
    exit 1
}

function paint(what, colour,  part) {
    gsub(/[[:space:]]/, "", colour)
    if (colour == "none")
        return " " what "=\"none\""
    if (colour ~ /^rgb\(1,0,[0-9]+\)$/) {
        split(colour, part, /[,)]/)
        class = class (class == "" ? "" : " ") substr(what, 1, 1) part[3]
        return ""
    }
    if (colour == "black" || colour == "currentColor" || colour == "rgb(0,0,0)")
        return " " what "=\"currentColor\""
    stop("a colour: " colour)
}

function attributes(rest,  said, name, value) {
    said = ""
    class = ""
    while (match(rest, /[a-z:0-9-]+[[:space:]]*=[[:space:]]*('[^']*'|"[^"]*")/)) {
        name = substr(rest, RSTART, RLENGTH)
        rest = substr(rest, RSTART + RLENGTH)
        value = name
        sub(/[[:space:]]*=.*/, "", name)
        sub(/^[^=]*=[[:space:]]*./, "", value)
        value = substr(value, 1, length(value) - 1)
        if (name == "fill" || name == "stroke")
            said = said paint(name, value)
        else if (name in left)
            continue
        else if (!(name in attribute))
            stop("an attribute: " name)
        else {
            gsub(/[[:space:]]+/, " ", value)
            sub(/ $/, "", value)
            if (value !~ /^[A-Za-z0-9 .,()-]*$/)
                stop("the value of " name ": " value)
            said = said " " name "=\"" value "\""
        }
    }
    return said (class == "" ? "" : " class=\"" class "\"")
}

NR == 1 || /^\?xml/ || /^svg[[:space:]]/ || /^\/svg>/ { next }
/^(title|desc|defs)>/ { hidden++; next }
/^\/(title|desc|defs)>/ { hidden--; next }
hidden { next }
{
    at = index($0, ">")
    if (at == 0)
        stop("a tag without an end")
    tag = substr($0, 1, at - 1)
    text = substr($0, at + 1)
    name = tag
    sub(/^\//, "", name)
    sub(/[[:space:]\/].*/, "", name)
    if (!(name in element))
        stop("an element: " name)
    if (tag ~ /^\//) {
        out = out "</" name ">"
        next
    }
    out = out "<" name attributes(substr(tag, length(name) + 1)) (tag ~ /\/$/ ? "/>" : ">")
    if (name == "text") {
        if (text !~ /^[A-Za-z0-9 .,%+\n−-]*$/)
            stop("a text: " text)
        gsub(/^[[:space:]]+|[[:space:]]+$/, "", text)
        out = out text
    }
}
END {
    if (failed)
        exit 1
    while (gsub(/<g[^>]*><\/g>/, "", out))
        ;
    printf "%s", out
}
