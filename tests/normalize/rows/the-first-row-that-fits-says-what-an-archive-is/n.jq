{kind: "post", source: "feed", id: "feed:n", time: .t, text: "n"}
