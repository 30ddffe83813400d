"""Records of orders, as records.py makes them."""

from records_events import AGENT


def money(make):
    amount = "%d.%02d" % (make.random.randrange(5, 900), make.random.randrange(100))
    return amount, {
        "shop_money": {"amount": amount, "currency_code": "EUR"},
        "presentment_money": {"amount": amount, "currency_code": "EUR"},
    }


def address(make):
    return {
        "first_name": "Dana", "last_name": "Roe", "company": None, "address1": make.text(2, 4), "address2": "",
        "city": "Berlin", "state": "BE", "province": "Berlin", "postcode": "10115", "zip": "10115", "country": "DE",
        "country_code": "DE", "email": "dana.%d@mail.example" % make.id(), "phone": "+49 30 1234567",
        "latitude": 52.53, "longitude": 13.38, "name": "Dana Roe",
    }  # fmt: skip


def shopify_item(make):
    price, pair = money(make)
    return {
        "id": make.id(), "admin_graphql_api_id": "gid://shopify/LineItem/%d" % make.id(), "current_quantity": 1,
        "fulfillable_quantity": 0,
        "fulfillment_service": "manual", "fulfillment_status": "fulfilled", "gift_card": False, "grams": 1200,
        "name": make.text(3, 6),
        "price": price, "price_set": pair, "product_exists": True, "product_id": make.id(), "properties": [],
        "quantity": 1,
        "requires_shipping": True, "sku": "MINI-%d" % make.id(), "taxable": True, "title": make.text(2, 4),
        "total_discount": "0.00",
        "total_discount_set": pair, "variant_id": make.id(), "variant_inventory_management": "shopify",
        "variant_title": "pink",
        "vendor": "Acme", "duties": [], "discount_allocations": [],
        "tax_lines": [{"channel_liable": False, "price": price, "price_set": pair, "rate": 0.19, "title": "VAT"}],
    }  # fmt: skip


def shopify(make):
    total, pair = money(make)
    number = make.id()
    return {
        "id": number, "admin_graphql_api_id": "gid://shopify/Order/%d" % number, "app_id": 580111,
        "browser_ip": "192.0.2.7",
        "buyer_accepts_marketing": False, "cancel_reason": None, "cancelled_at": None,
        "cart_token": "68778783ad298f1c80c3bafcddeea",
        "checkout_id": make.id(), "checkout_token": "bd5a8aa1ecd019dd3520ff791ee3a24c",
        "client_details": {"accept_language": "en", "browser_height": None, "browser_ip": "192.0.2.7",
        "browser_width": None, "session_hash": None, "user_agent": AGENT},
        "closed_at": None, "confirmed": True, "contact_email": "dana.%d@mail.example" % number,
        "created_at": make.day() + "+01:00",
        "currency": "EUR", "current_subtotal_price": total, "current_subtotal_price_set": pair,
        "current_total_discounts": "0.00",
        "current_total_discounts_set": pair, "current_total_price": total, "current_total_price_set": pair,
        "current_total_tax": "3.10",
        "current_total_tax_set": pair, "customer_locale": "en", "device_id": None,
        "discount_codes": [{"code": "MINI10", "amount": "3.00", "type": "fixed_amount"}],
        "email": "dana.%d@mail.example" % number, "estimated_taxes": False, "financial_status": "paid",
        "fulfillment_status": "fulfilled",
        "landing_site": make.page()[20:], "landing_site_ref": None, "location_id": None, "name": "#%d" % number,
        "note": None, "note_attributes": [],
        "number": number, "order_number": number,
        "order_status_url": "https://shop.example/690933842/orders/b1946ac92492d2347c6235b4d2611184/authenticate",
        "original_total_duties_set": None, "payment_gateway_names": ["shopify_payments"], "phone": None,
        "presentment_currency": "EUR",
        "processed_at": make.day() + "+01:00", "referring_site": "https://t.co/abc", "source_identifier": None,
        "source_name": "web", "source_url": None,
        "subtotal_price": total, "subtotal_price_set": pair, "tags": "", "tax_lines": [{"price": "3.10", "rate": 0.19,
        "title": "VAT", "price_set": pair}],
        "taxes_included": True, "test": False, "token": "b1946ac92492d2347c6235b4d2611184", "total_discounts": "0.00",
        "total_discounts_set": pair,
        "total_line_items_price": total, "total_line_items_price_set": pair, "total_outstanding": "0.00",
        "total_price": total, "total_price_set": pair,
        "total_shipping_price_set": pair, "total_tax": "3.10", "total_tax_set": pair, "total_tip_received": "0.00",
        "total_weight": 1200,
        "updated_at": make.day() + "+01:00", "user_id": None, "billing_address": address(make),
        "shipping_address": address(make),
        "customer": {"id": make.id(), "email": "dana@mail.example", "created_at": make.day() + "+01:00",
        "updated_at": make.day() + "+01:00",
                     "first_name": "Dana", "last_name": "Roe", "state": "disabled", "note": None,
                     "verified_email": True, "tags": "", "currency": "EUR",
                     "default_address": address(make)},
        "discount_applications": [], "fulfillments": [], "line_items": [shopify_item(make), shopify_item(make)],
        "payment_terms": None, "refunds": [],
        "shipping_lines": [{"id": make.id(), "carrier_identifier": None, "code": "Standard",
        "discounted_price": "4.90", "discounted_price_set": pair,
                            "price": "4.90", "price_set": pair, "source": "shopify", "title": "Standard",
                            "tax_lines": [], "discount_allocations": []}],
    }  # fmt: skip


def shopify_bulk(make):
    """An order and its two items."""
    number = "gid://shopify/Order/%d" % make.id()
    total = {"shopMoney": {"amount": money(make)[0], "currencyCode": "EUR"}}
    order = {
        "id": number, "name": "#%d" % make.id(), "createdAt": make.day() + "Z", "processedAt": make.day() + "Z",
        "cancelledAt": None, "test": False,
        "displayFinancialStatus": "PAID", "displayFulfillmentStatus": "FULFILLED", "email": "dana@mail.example",
        "tags": ["a", "b"],
        "customer": {"id": "gid://shopify/Customer/%d" % make.id()}, "discountCodes": ["MINI10"],
        "totalPriceSet": total, "totalTaxSet": total,
        "subtotalPriceSet": total, "totalShippingPriceSet": total, "refunds": [],
        "statusPageUrl": "https://shop.example/1/orders/b1946ac92492d2347c62",
        "customerJourneySummary": {"ready": True, "daysToConversion": 3, "customerOrderIndex": 0,
                                   "lastVisit": {"id": "gid://shopify/CustomerVisit/%d" % make.id(),
                                   "landingPage": make.page(), "referrerUrl": "https://t.co/abc",
                                                 "occurredAt": make.day() + "Z", "source": "twitter",
                                                 "sourceType": None,
                                                 "utmParameters": {"source": "twitter", "medium": "social",
                                                 "campaign": "march", "term": None, "content": None}}},
    }  # fmt: skip
    items = [
        {
            "id": "gid://shopify/LineItem/%d" % make.id(), "name": make.text(3, 6), "title": make.text(2, 4),
            "quantity": 1, "sku": "MINI-9",
            "originalUnitPriceSet": total, "discountedTotalSet": total, "__parentId": number,
        }
        for _ in range(2)
    ]  # fmt: skip
    return [order, *items]


def woo(make):
    total, number = money(make)[0], make.id()
    meta = [("session_entry", make.page()), ("referrer", "https://t.co/abc"), ("utm_source", "twitter"),
    ("utm_medium", "social"),
            ("source_type", "utm"), ("session_start_time", "2025-03-01 09:00:00"), ("session_pages", "5"),
            ("session_count", "1"),
            ("user_agent", AGENT), ("device_type", "Desktop")]  # fmt: skip
    return {
        "id": number, "parent_id": 0, "status": "completed", "currency": "EUR", "version": "9.7.0",
        "prices_include_tax": True,
        "date_created": make.day(), "date_modified": make.day(), "discount_total": "0.00", "discount_tax": "0.00",
        "shipping_total": "4.90",
        "shipping_tax": "0.93", "cart_tax": "3.00", "total": total, "total_tax": "3.93", "customer_id": make.id(),
        "order_key": "wc_order_%d" % number,
        "billing": address(make), "shipping": address(make), "payment_method": "stripe",
        "payment_method_title": "Card", "transaction_id": "ch_%d" % number,
        "customer_ip_address": "192.0.2.7", "customer_user_agent": AGENT, "created_via": "checkout",
        "customer_note": "", "date_completed": make.day(),
        "date_paid": make.day(), "cart_hash": "9c1185a5c5e9fc54612808977ee8f548", "number": str(number),
        "meta_data": [{"id": make.id(), "key": "_wc_order_attribution_" + key, "value": value} for key,
        value in meta],
        "line_items": [{"id": make.id(), "name": make.text(3, 6), "product_id": make.id(), "variation_id": 0,
        "quantity": 1, "tax_class": "",
                        "subtotal": total, "subtotal_tax": "3.00", "total": total, "total_tax": "3.00",
                        "taxes": [{"id": 1, "total": "3", "subtotal": "3"}],
                        "meta_data": [], "sku": "MINI-9", "global_unique_id": "", "price": 119.9, "image": {"id": "7",
                        "src": "https://shop.example/i/%d.png" % number}}
                       for _ in range(2)],
        "tax_lines": [{"id": 1, "rate_code": "DE-VAT-1", "rate_id": 1, "label": "VAT", "compound": False,
        "tax_total": "3.00", "shipping_tax_total": "0.93", "rate_percent": 19, "meta_data": []}],
        "shipping_lines": [{"id": 2, "method_title": "Flat rate", "method_id": "flat_rate", "instance_id": "1",
        "total": "4.90", "total_tax": "0.93", "taxes": [], "meta_data": []}],
        "fee_lines": [], "coupon_lines": [], "refunds": [],
        "payment_url": "https://shop.example/checkout/order-pay/%d/" % number, "is_editable": False,
        "needs_payment": False, "needs_processing": True, "date_created_gmt": make.day(),
        "date_modified_gmt": make.day(), "date_completed_gmt": make.day(),
        "date_paid_gmt": make.day(), "currency_symbol": "€",
        "_links": {"self": [{"href": "https://shop.example/wp-json/wc/v3/orders/%d" % number}],
        "collection": [{"href": "https://shop.example/wp-json/wc/v3/orders"}]},
    }  # fmt: skip


def stripe(make):
    cents, number = make.random.randrange(500, 90000), make.id()
    return {
        "id": "ch_3M%d" % number, "object": "charge", "amount": cents, "amount_captured": cents, "amount_refunded": 0,
        "application": None,
        "application_fee": None, "application_fee_amount": None, "balance_transaction": "txn_3M%d" % number,
        "billing_details": {"address": {"city": "Berlin", "country": "DE", "line1": make.text(2, 4), "line2": None,
        "postal_code": "10115", "state": None},
                            "email": "dana.%d@mail.example" % number, "name": "Dana Roe", "phone": None,
                            "tax_id": None},
        "calculated_statement_descriptor": "SHOP", "captured": True,
        "created": 1_740_000_000 + make.random.randrange(1_000_000), "currency": "eur",
        "customer": "cus_%d" % number, "description": "Order %d" % number, "destination": None, "dispute": None,
        "disputed": False, "failure_balance_transaction": None,
        "failure_code": None, "failure_message": None, "fraud_details": {}, "invoice": None, "livemode": True,
        "metadata": {"order_id": str(number), "utm_source": "twitter", "utm_medium": "social"}, "on_behalf_of": None,
        "order": None,
        "outcome": {"advice_code": None, "network_status": "approved_by_network", "reason": None,
        "risk_level": "normal", "risk_score": 32,
                    "seller_message": "Payment complete.", "type": "authorized"},
        "paid": True, "payment_intent": "pi_3M%d" % number, "payment_method": "pm_1M%d" % number,
        "payment_method_details": {"card": {"amount_authorized": cents, "brand": "visa",
        "checks": {"address_line1_check": "pass", "address_postal_code_check": "pass", "cvc_check": "pass"},
                                            "country": "DE", "exp_month": 8, "exp_year": 2027,
                                            "fingerprint": "Xt5EWLLDS7FJjR1c", "funding": "credit",
                                            "installments": None,
                                            "last4": "4242", "mandate": None, "network": "visa",
                                            "network_token": {"used": False}, "three_d_secure": None, "wallet": None},
                                            "type": "card"},
        "radar_options": {}, "receipt_email": None, "receipt_number": None,
        "receipt_url": "https://pay.stripe.com/receipts/payment/%d" % number, "refunded": False,
        "review": None, "shipping": None, "source": None, "source_transfer": None, "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded", "transfer_data": None, "transfer_group": None,
    }  # fmt: skip
