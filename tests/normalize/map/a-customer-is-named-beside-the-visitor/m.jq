{kind: "visit", source: "web", id: "web:\(._.line)", time: "2010-01-02", url: "http://www.acme.example/", visitor: .c, visitor_by: "cookie", customer: .who}
