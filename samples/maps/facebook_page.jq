# A Facebook page's posts as its owner exports them, one CSV row a post.
#
# status_id,status_message,link_name,status_type,status_link,status_published,
# num_reactions,num_comments,num_shares,num_likes,...
#
# No column names the page: it is the name of the file (AcmeUS.csv.gz). The
# publishing time has no zone: the row of the sources file says it (zone=...).

def given: . != null and . != "";
def count($name): if given then {($name): (tonumber | floor)} else {} end;

(.status_id | split("_")[0]) as $page
| {
    kind: "post",
    source: "facebook",
    id: "facebook:\(.status_id)",
    time: .status_published,
    author: "facebook:\($page)",
    handle: (._.archive | split("/")[-1] | split(".")[0]),
    url: "https://www.facebook.com/\(.status_id)"
  }
+ if .link_name | given then {title: .link_name} else {} end
+ {text: (.status_message // "")}
+ if .status_link | given then {links: [.status_link]} else {} end
+ ((if .num_reactions | given then .num_reactions else .num_likes end)
   | count("likes"))
+ (.num_shares | count("reposts"))
+ (.num_comments | count("replies"))
