{kind: "post", source: "ideas", id: "ideas:\(._.line)", time: "2010-01-02", text: .text}
