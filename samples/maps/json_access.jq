# A site's access log as JSON, one request a line: visits.
#
# {"time":"2010-12-05T21:14:03.512+09:00","conn":48211,"req":3,
#  "remote_addr":"203.0.113.9","method":"GET","host":"jp.acme.example",
#  "uri":"/sale?cid=tw-jp-7","status":200,"bytes":5123,"referer":"",
#  "user_agent":"Mozilla/5.0 ...","visitor":"5f0c81d2a977"}
#
# Only pages count: GET and POST that were answered by 2xx or 3xx, and no
# files that a page is made of. Who has no cookie is known by address and agent.

def page:
  split("?")[0]
  | test("\\.(css|js|png|gif|jpe?g|ico|svg|webp|woff2?|ttf|map|xml|txt)$"; "i")
  | not;

def bot:
  test("bot|crawl|spider|slurp|facebookexternalhit|preview|wget|curl"; "i");

# Percent-encoded ASCII, and + for a space, as they stand in a query.
def hex:
  ascii_downcase | explode
  | map(if . > 96 then . - 87 else . - 48 end) | .[0] * 16 + .[1];
def decoded:
  [gsub("\\+"; " ") | match("%[2-7][0-9A-Fa-f]|[^%]+|%"; "g").string
   | if length == 3 and startswith("%") then [.[1:] | hex] | implode else . end]
  | add // "";

# The first value of each parameter wins.
def parameters:
  [(split("#")[0] | split("?")[1:] | join("?")) / "&" | .[]
   | select(contains("="))
   | {key: (split("=")[0] | decoded),
      value: (split("=")[1:] | join("=") | decoded)}
   | select(.value != "")]
  | reverse | from_entries;

select(.method == "GET" or .method == "POST")
| select(.status >= 200 and .status < 400)
| select(.uri | page)
| (.uri | parameters) as $query
| ($query | keys_unsorted
   | map(select(test("^(gclid|fbclid|msclkid|twclid|ttclid)$"))) | first)
  as $click
| {
    kind: "visit",
    source: "web",
    id: "web:\(.host)/\(.conn)-\(.req)",
    time: .time
  }
+ if (.visitor // "") != "" then {visitor: .visitor, visitor_by: "cookie"}
  else {visitor: "\(.remote_addr) \(.user_agent)", visitor_by: "ip_agent"} end
+ {url: "http://\(.host)\(.uri)"}
+ if (.referer // "") == "" then {} else {referrer: .referer} end
+ if (.user_agent // "") == "" then {} else {agent: .user_agent} end
+ {status: .status}
+ ($query | with_entries(select(.key | test(
    "^utm_(source|medium|campaign|term|content|id)$"))))
+ if ($query.cid // "") == "" or $query.utm_campaign != null then {}
  else {utm_campaign: $query.cid} end
+ if $click == null then {}
  else {click_id: $query[$click], click_param: $click} end
+ if ($query.order // "") == "" then {} else {order: $query.order} end
+ if (.user_agent // "") | bot then {flags: ["bot"]} else {} end
