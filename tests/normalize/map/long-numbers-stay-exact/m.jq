{kind: "post", source: "feed", id: "feed:\(.id)", time: "2010-01-02", text: "\(._.line)"}
