{kind: "post", source: "feed", id: "feed:1", time: "2010-01-02", text: .x}
