{kind: "visit", source: "web", id: "web:\(._.line)", time: "2010-01-02", url: .u, visitor: "1.2.3.4 agent", visitor_by: "ip_agent"}
