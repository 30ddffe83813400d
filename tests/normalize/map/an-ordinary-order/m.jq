# One order an object, as a shop might export it.
{
  kind: "order", source: "shop", id: "shop:\(.no)", time: .at, state: "paid",
  amount: .sum, currency: (.cur // "EUR"), tax: .tax, shipping: .freight,
  number: "#\(.no)", coupon: .code, product: .items, visitor: .who
}
