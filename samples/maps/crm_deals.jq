# Deals of a CRM, one CSV row a deal: what was won is an order.
#
# deal_id,name,stage,amount,currency,closed_at,contact_id
#
# A deal that is still open is pending, and is no revenue until a later export shows it
# won; one that was lost is nothing. The contact is the customer, whom `attribute --people`
# may link to who talked to us. A CRM with other names for its columns needs them changed
# here alone.

select(.stage != "lost")
| {
    kind: "order",
    source: "crm",
    id: "crm:\(.deal_id)",
    time: .closed_at,
    number: .deal_id,
    state: (if .stage == "won" then "paid" else "pending" end),
    amount: .amount,
    currency: .currency
  }
+ if (.contact_id // "") == "" then {} else {customer: .contact_id} end
+ if (.name // "") == "" then {} else {product: [.name]} end
