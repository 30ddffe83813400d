{kind: "post", source: "feed", id: "feed:\(._.line)", time: .at, text: .at}
