#!/usr/bin/env bats
# documents - items of JSON and XML documents, a line each

# shellcheck disable=SC2154 # bats sets stderr
load ../lib

@test "each item of a top-level array is a line, with its line and part" {
    printf '[{"a":1}, {"a":"]"}\n,{"a":[2,{"b":"\\"}"}]}]\n' >a.json
    hark-fetch --bare a.json | diff - <(printf '{"a":1}\n{"a":"]"}\n{"a":[2,{"b":"\\"}"}]}\n')
    hark-fetch a.json | grep '"kind":"archive"' | jq -c '[.line,.part]' | diff - <(printf '[1,0]\n[2,null]\n')
}

@test "an outbox gives its items, and what stands before them as their context" {
    printf '{"@context":"x","id":"outbox.json","orderedItems":[{"a":1},{"b":2}],"totalItems":2}' >outbox.json
    hark-fetch --bare outbox.json | diff - <(printf '{"a":1}\n{"b":2}\n')
    hark-fetch outbox.json | grep '"kind":"context"' | diff - <(echo '{"v":1,"kind":"context","@context":"x","id":"outbox.json"}')
    [ "$(hark-fetch outbox.json | grep '"kind":"archive"' | jq 'select(.line < 1)')" = "" ]
}

@test "an archive of one's own tweets gives its tweets, and which part it is" {
    printf 'window.YTD.tweets.part0 = [ {\n  "tweet" : { "id" : "1" }\n}, {"tweet":{"id":"2"}} ];\n' >tweets.js
    hark-fetch --bare tweets.js | diff - <(printf '{"tweet":{"id":"1"}}\n{"tweet":{"id":"2"}}\n')
    hark-fetch tweets.js | grep -q '"kind":"context","ytd":"tweets.part0"'
}

@test "what a Flickr script is called with is a document; one that is cut is none" {
    printf 'jsonFlickrApi({"a":\n[1,")"]})\njsonFlickrApi( {"a":2} );\n' >a.js
    hark-fetch --bare a.js | diff - <(printf '{"a":[1,")"]}\n{"a":2}\n')
    hark-fetch a.js | grep '"kind":"archive"' | jq .line | diff - <(printf '1\n3\n')
    printf 'jsonFlickrApi({"a":1}' >cut.js
    run -65 --separate-stderr hark-fetch --bare cut.js
    printf 'jsonFlickrApi({"a":' >cut.js
    run -65 --separate-stderr hark-fetch --bare cut.js
    [ "$output" = "" ]
}

@test "another document goes whole, on one line; several may follow each other" {
    printf '{\n  "data": [ {"id":"1"} ],\n  "includes": {"users": []}\n}\n{\n "data": []\n}\n' >pages.json
    hark-fetch --bare pages.json | diff - <(printf '{"data":[{"id":"1"}],"includes":{"users":[]}}\n{"data":[]}\n')
    hark-fetch pages.json | grep '"kind":"archive"' | jq .line | diff - <(printf '1\n5\n')
}

@test "documents with a comma between them are documents" {
    printf '{\n "a": 1\n},\n{\n "a": 2\n}\n' >a.json
    hark-fetch --bare a.json | diff - <(printf '{"a":1}\n{"a":2}\n')
}

@test "JSON lines are no document, also where the first of them is broken" {
    printf '{"a":[1,2\n{"a":2}\n' >a.json
    hark-fetch --bare a.json | cmp - a.json
    printf '[1,2]\n[3]\n' >b.json
    hark-fetch --bare b.json | cmp - b.json
}

@test "an item that is too long is rejected with its hash, and the next one read" {
    {
        printf '[{"a":1},{"a":"'
        head -c 100000 /dev/zero | tr '\0' x
        printf '"},{"a":3}]'
    } >a.json
    expect 0 hark-fetch --rejects rejects --bare --max-line 64K a.json
    [ "$output" = $'{"a":1}\n{"a":3}' ]
    [ "$(jq -r '"\(.code) \(.raw_bytes)"' rejects)" = "too_long 100008" ]
}

@test "a document of one line that is too long is rejected, not cut" {
    { printf '{"a":"'; head -c 100000 /dev/zero | tr '\0' x; printf '"}\n{"b":1}\n'; } >a.json
    expect 0 hark-fetch --rejects rejects --bare --max-line 64K a.json
    [ "$output" = '{"b":1}' ]
    [ "$(jq .raw_bytes rejects)" -eq 100008 ]
}

@test "a document that ends before its items do ends 65, and its last piece is kept" {
    printf '[{"a":1},{"a":' >a.json
    expect 65 hark-fetch --rejects rejects --bare a.json
    [ "$output" = '{"a":1}' ]
    [ "$(jq -r .raw rejects)" = '{"a":' ]
    printf '{"id":"x","orderedItems":[{"a":1}' >b.json
    expect 65 hark-fetch --rejects rejects --bare b.json
}

@test "items of a feed are objects: attributes, text, repeated elements, markup as text" {
    cat >feed.xml <<'XML'
<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://x.example/">
<title>News</title>
<entry><id>1</id><link href="/a" rel="alternate"/><category term="p"/><category term="q"/>
<content type="xhtml"><div>Hi <b>all</b> &amp; you</div></content></entry>
<entry><id>2</id></entry>
</feed>
XML
    hark-fetch --bare feed.xml | diff - <(cat <<'WANTED'
{"entry":{"id":"1","link":{"@href":"/a","@rel":"alternate"},"category":[{"@term":"p"},{"@term":"q"}],"content":{"@type":"xhtml","#text":"<div>Hi <b>all</b> &amp; you</div>"}}}
{"entry":{"id":"2"}}
WANTED
)
    hark-fetch feed.xml | grep '"kind":"context"' | jq -r '.root,.title,."@xml:base"' | diff - <(printf 'feed\nNews\nhttp://x.example/\n')
}

@test "a feed in UTF-16 is a feed" {
    printf '<?xml version="1.0" encoding="UTF-16"?><rss><channel><item><title>\xc3\xa9</title></item></channel></rss>' | iconv -f UTF-8 -t UTF-16 >a.xml
    hark-fetch --bare a.xml | diff - <(printf '{"item":{"title":"\xc3\xa9"}}\n')
}

@test "an empty feed is no error, a document of another kind is no feed" {
    printf '<rss><channel><title>x</title></channel></rss>' >empty.xml
    expect 0 hark-fetch empty.xml
    printf '<settings><a/></settings>' >other.xml
    expect 65 hark-fetch other.xml
    [[ $stderr == *"other.xml:1: no_items: "* ]]
}

@test "a feed that is not well-formed gives what came before, and ends 65" {
    printf '<rss><channel><item><a>1</a></item><item><a>2</b></item></channel></rss>' >a.xml
    expect 65 hark-fetch --bare a.xml
    [ "$output" = '{"item":{"a":"1"}}' ]
    printf '<rss><channel><item><a>1</a></item><item>' >b.xml
    expect 65 hark-fetch --bare b.xml
    [ "$output" = '{"item":{"a":"1"}}' ]
}

@test "an item of an XML document is bounded in text, attributes and elements" {
    x=$(head -c 70000 /dev/zero | tr '\0' x)
    many=$(printf '<e/>%.0s' $(seq 5000))
    printf '<rss><channel><item>%s</item><item><a b="%s"/></item><item>%s</item><item>z</item></channel></rss>' "$x" "$x" "$many" >a.xml
    expect 0 hark-fetch --bare --rejects rejects --max-line 64K a.xml
    [ "$output" = '{"item":"z"}' ]
    [ "$(jq -r .code rejects | sort | uniq -c | tr -s ' ')" = " 3 too_long" ]
}
