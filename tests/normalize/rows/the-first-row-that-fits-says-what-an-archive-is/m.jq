{kind: "post", source: "feed", id: "feed:m", time: .t, text: "m"}
