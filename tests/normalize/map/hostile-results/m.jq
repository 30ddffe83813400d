{kind: "order", source: "shop", id: "shop:1", time: "2010-01-02", state: "paid", amount: "1", currency: "EUR"} + .
