# UCI Online Retail, one CSV row a line item: orders and refunds.
#
# InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
#
# An invoice that starts with C takes goods back; its quantities are negative.
# Other invoices have adjustments with a negative quantity or price: the sign
# stays as it is, and what is negative is a refund. Prices are pounds. Numbers
# of jq (doubles) tell the sign alone; the amount is made exact by normalize.

((.InvoiceNo | startswith("C"))
  or ((.Quantity | tonumber) * (.UnitPrice | tonumber) < 0)) as $refund
| {
    kind: "order",
    source: "shop",
    id: "shop:\(.InvoiceNo)/\(._.line)",
    time: .InvoiceDate
  }
+ if (.CustomerID // "") == "" then {}
  else {visitor: (.CustomerID | rtrimstr(".0")), visitor_by: "user"} end
+ if $refund then {target: "shop:\(.InvoiceNo | ltrimstr("C"))"} else {} end
+ {
    number: .InvoiceNo,
    state: (if $refund then "refund" else "paid" end),
    amount: "\(.Quantity) * \(.UnitPrice)",
    currency: "GBP",
    quantity: (.Quantity | tonumber)
  }
+ if (.Description // "") == "" then {} else {product: [.Description]} end
