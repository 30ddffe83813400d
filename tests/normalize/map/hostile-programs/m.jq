if .text then {kind: "post", source: "feed", id: "feed:t", time: "2010-01-02", text: .text}
elif .do == "error" then error("no such thing")
elif .do == "number" then 5 elif .do == "array" then [] elif .do == "text" then "x" elif .do == "null" then null
else {kind: "post", source: "feed", id: "feed:1", time: "2010-01-02", text: "never written"}, {kind: "post"} end
