range(.n) as $i | {kind: "count", source: "web", id: "web:\(._.archive)/\(._.line)/\($i)", time: "2010-01-02", measure: "fans", value: ($i * 10)}
