"""Records of each format as its platform sends them: with all their members, so that they are of real size.

What hark reads of each is a small part; the rest is what it has to pass over.
"""

import json
import random

WORDS = (
    "the of and a to in is it you that was for on are with as they be at one have this from or had by hot but some what "
    "there we can out other were all your when up use word how said an each she which do their time if will way about many "
    "then them would write like so these her long make thing see him two has look more day could go come did my sound no most "
    "number who over know water than call first people may down side been now find any new work part take get place made "
    "support order laptop screen battery outlet deal shipping refund keyboard café naïve größer warranty"
).split()


class Maker:
    """Draws what differs from record to record; the same seed draws the same."""

    def __init__(self):
        self.random = random.Random(2009)
        self.number = 4_000_000_000

    def id(self):
        self.number += self.random.randrange(1, 5000)
        return self.number

    def text(self, least=12, most=40):
        drawn = self.random
        return " ".join(drawn.choice(WORDS) for _ in range(drawn.randrange(least, most)))

    def html(self, paragraphs=2):
        one = '<p>%s <a href="https://www.example.com/%s/%d" class="u-url" rel="nofollow">%s</a> &amp; %s</p>'
        return "".join(
            one % (self.text(), self.text(1, 2), self.id(), self.text(2, 4), self.text(8, 20))
            for _ in range(paragraphs)
        )

    def day(self):
        return "2025-03-%02dT%02d:%02d:%02d" % tuple(
            self.random.randrange(least, most) for least, most in ((1, 29), (0, 24), (0, 60), (0, 60))
        )

    def page(self):
        return "https://shop.example/%s/%d?utm_source=twitter&utm_medium=social&utm_campaign=%s" % (
            self.text(1, 2),
            self.id(),
            self.text(1, 2),
        )


AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36"


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


def mastodon(make):
    who, name = make.id(), "user%d" % make.id()
    account = {
        "id": str(who), "username": name, "acct": name + "@social.example", "display_name": make.text(2, 4), "locked": False,
        "bot": False, "discoverable": True, "indexable": True, "group": False, "created_at": make.day() + ".000Z",
        "note": make.html(1), "url": "https://social.example/@" + name, "uri": "https://social.example/users/" + name,
        "avatar": "https://files.example/accounts/avatars/%d/original/a.png" % who,
        "avatar_static": "https://files.example/accounts/avatars/%d/static/a.png" % who,
        "header": "https://files.example/accounts/headers/%d/original/h.png" % who,
        "header_static": "https://files.example/accounts/headers/%d/static/h.png" % who,
        "followers_count": make.random.randrange(5000), "following_count": 230, "statuses_count": 4100,
        "last_status_at": "2025-03-01", "hide_collections": None, "emojis": [], "roles": [],
        "fields": [{"name": "web", "value": make.html(1), "verified_at": None}],
    }  # fmt: skip
    post = make.id()
    return {
        "id": str(post), "created_at": make.day() + ".000Z", "in_reply_to_id": None, "in_reply_to_account_id": None,
        "sensitive": False, "spoiler_text": "", "visibility": "public", "language": "en",
        "uri": "https://social.example/users/%s/statuses/%d" % (name, post), "url": "https://social.example/@%s/%d" % (name, post),
        "replies_count": 1, "reblogs_count": 2, "favourites_count": 7, "edited_at": None, "local_only": False,
        "content": make.html(), "filtered": [], "reblog": None, "application": {"name": "Web", "website": None},
        "account": account, "media_attachments": [], "mentions": [], "emojis": [], "poll": None,
        "tags": [{"name": "Outlet", "url": "https://social.example/tags/Outlet"}],
        "card": {"url": make.page(), "title": make.text(4, 8), "description": make.text(), "type": "link", "html": "",
                 "author_name": "", "author_url": "", "provider_name": "Shop", "provider_url": "", "width": 400, "height": 209,
                 "image": "https://files.example/cards/%d.jpg" % post, "embed_url": "", "blurhash": "UAHLbT-;", "published_at": None},
    }  # fmt: skip


def activitypub(make):
    home = "https://social.example/users/dana"
    note = "%s/statuses/%d" % (home, make.id())
    when = make.day() + "Z"
    public = ["https://www.w3.org/ns/activitystreams#Public"]
    content = make.html()
    return {
        "id": note + "/activity", "type": "Create", "actor": home, "published": when, "to": public, "cc": [home + "/followers"],
        "object": {
            "id": note, "type": "Note", "summary": None, "inReplyTo": None, "published": when, "url": note.replace("users/", "@"),
            "attributedTo": home, "to": public, "cc": [home + "/followers"], "sensitive": False, "atomUri": note,
            "inReplyToAtomUri": None, "conversation": "tag:social.example,2025:objectId=%d:objectType=Conversation" % make.id(),
            "content": content, "contentMap": {"en": content}, "attachment": [],
            "tag": [{"type": "Hashtag", "href": "https://social.example/tags/outlet", "name": "#outlet"}],
            "replies": {"id": note + "/replies", "type": "Collection",
                        "first": {"type": "CollectionPage", "next": note + "/replies?page=true", "partOf": note + "/replies", "items": []}},
            "likes": {"id": note + "/likes", "type": "Collection", "totalItems": 3},
            "shares": {"id": note + "/shares", "type": "Collection", "totalItems": 1},
        },
    }  # fmt: skip


def reddit(make):
    return {
        "all_awardings": [], "approved_at_utc": None, "approved_by": None, "archived": False, "associated_award": None,
        "author": "user%d" % make.id(), "author_cakeday": None, "author_flair_background_color": None,
        "author_flair_css_class": None, "author_flair_richtext": [], "author_flair_template_id": None, "author_flair_text": None,
        "author_flair_text_color": None, "author_flair_type": "text", "author_fullname": "t2_abc12", "author_is_blocked": False,
        "author_patreon_flair": False, "author_premium": False, "awarders": [], "banned_at_utc": None, "banned_by": None,
        "body": make.text(30, 90) + " &gt; [see](" + make.page() + ")", "can_gild": False, "can_mod_post": False,
        "collapsed": False, "collapsed_because_crowd_control": None, "collapsed_reason": None, "collapsed_reason_code": None,
        "comment_type": None, "controversiality": 0, "created_utc": 1_740_000_000 + make.random.randrange(1_000_000),
        "distinguished": None, "downs": 0, "edited": False, "gilded": 0, "gildings": {}, "id": "m%07x" % make.id(),
        "is_submitter": False, "likes": None, "link_id": "t3_1j%05x" % make.random.randrange(1 << 20), "locked": False,
        "mod_note": None, "mod_reason_by": None, "mod_reason_title": None, "mod_reports": [], "name": "t1_m%07x" % make.id(),
        "no_follow": True, "num_reports": None, "parent_id": "t3_1j%05x" % make.random.randrange(1 << 20),
        "permalink": "/r/laptops/comments/1jabcd/which_one/m%07x/" % make.id(), "removal_reason": None, "replies": "",
        "report_reasons": None, "retrieved_on": 1_741_000_000, "saved": False, "score": 3, "score_hidden": False,
        "send_replies": True, "stickied": False, "subreddit": "laptops", "subreddit_id": "t5_2qoip",
        "subreddit_name_prefixed": "r/laptops", "subreddit_type": "public", "top_awarded_type": None, "total_awards_received": 0,
        "treatment_tags": [], "unrepliable_reason": None, "ups": 3, "user_reports": [],
    }  # fmt: skip


def caddy(make):
    return {
        "level": "info", "ts": 1740000000.25 + make.random.randrange(1_000_000), "logger": "http.log.access.log0",
        "msg": "handled request",
        "request": {
            "remote_ip": "192.0.2.%d" % make.random.randrange(250), "remote_port": "41342", "client_ip": "192.0.2.7",
            "proto": "HTTP/2.0", "method": "GET", "host": "shop.example", "uri": make.page()[20:],
            "headers": {"User-Agent": [AGENT], "Referer": ["https://t.co/abc%d" % make.id()], "Accept-Encoding": ["gzip"],
                        "Accept": ["text/html,application/xhtml+xml"], "Accept-Language": ["en"], "Cookie": ["REDACTED"]},
            "tls": {"resumed": False, "version": 772, "cipher_suite": 4865, "proto": "h2", "server_name": "shop.example"},
        },
        "bytes_read": 0, "user_id": "", "duration": 0.000929675, "size": 10900, "status": 200,
        "resp_headers": {"Server": ["Caddy"], "Content-Encoding": ["gzip"], "Content-Type": ["text/html; charset=utf-8"], "Vary": ["Accept-Encoding"]},
    }  # fmt: skip


def parameter(key, string=None, integer=None):
    value = {"string_value": string, "int_value": integer, "float_value": None, "double_value": None}
    return {"key": key, "value": value}


def ga4(make):
    page = make.page()
    return {
        "event_date": "20250303", "event_timestamp": "%d" % (1_740_000_000_000_000 + make.random.randrange(10**12)),
        "event_name": "page_view",
        "event_params": [
            parameter("page_location", page), parameter("page_title", make.text(3, 8)), parameter("page_referrer", "https://t.co/abc"),
            parameter("ga_session_id", None, "1740000000"), parameter("ga_session_number", None, "2"), parameter("entrances", None, "1"),
            parameter("session_engaged", "1"), parameter("engaged_session_event", None, "1"), parameter("source", "twitter"),
            parameter("medium", "social"), parameter("campaign", "march"), parameter("batch_ordering_id", None, "1"),
        ],
        "event_previous_timestamp": None, "event_value_in_usd": None, "event_bundle_sequence_id": str(make.id()),
        "event_server_timestamp_offset": None, "user_id": None, "user_pseudo_id": "%d.1740000000" % make.id(),
        "privacy_info": {"analytics_storage": "Yes", "ads_storage": "Yes", "uses_transient_token": "No"}, "user_properties": [],
        "user_first_touch_timestamp": "1740000000000000", "user_ltv": {"revenue": 0.0, "currency": "USD"},
        "device": {"category": "desktop", "mobile_brand_name": "Google", "mobile_model_name": "Chrome", "mobile_marketing_name": None,
                   "mobile_os_hardware_model": None, "operating_system": "Windows", "operating_system_version": "Windows 10",
                   "vendor_id": None, "advertising_id": None, "language": "en-us", "is_limited_ad_tracking": "No",
                   "time_zone_offset_seconds": None, "browser": None, "browser_version": None,
                   "web_info": {"browser": "Chrome", "browser_version": "124.0", "hostname": "shop.example"}},
        "geo": {"city": "Berlin", "country": "Germany", "continent": "Europe", "region": "Berlin", "sub_continent": "Western Europe", "metro": "(not set)"},
        "app_info": None, "traffic_source": {"name": "(direct)", "medium": "(none)", "source": "(direct)"}, "stream_id": "1234567",
        "platform": "WEB", "event_dimensions": None, "ecommerce": None, "items": [],
        "collected_traffic_source": {"manual_campaign_id": None, "manual_campaign_name": "march", "manual_source": "twitter",
                                     "manual_medium": "social", "manual_term": None, "manual_content": None, "manual_source_platform": None,
                                     "manual_creative_format": None, "manual_marketing_tactic": None, "gclid": None, "dclid": None, "srsltid": None},
        "is_active_user": True, "batch_event_index": "1", "batch_page_id": "1740000000000", "batch_ordering_id": "1",
        "session_traffic_source_last_click": {"manual_campaign": {"campaign_id": None, "campaign_name": "march", "source": "twitter",
                                              "medium": "social", "term": None, "content": None}, "google_ads_campaign": None},
    }  # fmt: skip


def matomo(make):
    pages = []
    for number in range(4):
        pages.append({
            "type": "action", "url": make.page(), "pageTitle": make.text(3, 8), "pageIdAction": str(make.id()), "idpageview": "a1b2c3",
            "serverTimePretty": "Mar 3, 2025 10:00:00", "pageId": str(make.id()), "timeSpent": "42", "timeSpentPretty": "42s",
            "pageviewPosition": str(number), "title": make.text(3, 8), "subtitle": make.page(), "icon": "",
            "iconSVG": "plugins/Morpheus/images/action.svg", "timestamp": 1_740_000_000 + make.random.randrange(1_000_000),
            "bandwidth": None, "pageLoadTime": "1.2s", "pageLoadTimeMilliseconds": "1203",
        })  # fmt: skip
    return {
        "idSite": "1", "idVisit": str(make.id()), "visitIp": "192.0.2.0", "visitorId": "%016x" % make.id(), "fingerprint": "c1d2e3f4a5b6c7d8",
        "actionDetails": pages, "goalConversions": 0, "siteCurrency": "EUR", "siteCurrencySymbol": "€", "serverDate": "2025-03-03",
        "visitServerHour": "10", "lastActionTimestamp": 1740000100, "lastActionDateTime": "2025-03-03 10:01:40", "siteName": "Shop",
        "serverTimestamp": 1740000100, "firstActionTimestamp": 1740000000, "serverTimePretty": "10:01:40", "serverDatePretty": "Monday, March 3, 2025",
        "userId": None, "visitorType": "new", "visitorTypeIcon": None, "visitConverted": "0", "visitCount": "1", "daysSinceFirstVisit": "0",
        "visitDuration": "100", "visitDurationPretty": "1 min 40s", "searches": "0", "actions": "4", "interactions": "4",
        "referrerType": "social", "referrerTypeName": "Social Networks", "referrerName": "Twitter", "referrerKeyword": "",
        "referrerUrl": "https://t.co/abc%d" % make.id(), "languageCode": "de-de", "language": "German", "deviceType": "Desktop",
        "deviceBrand": "Unknown", "deviceModel": "Generic Desktop", "operatingSystem": "Windows 10", "operatingSystemCode": "WIN",
        "browserFamily": "Blink", "browser": "Chrome 124.0", "browserName": "Chrome", "browserCode": "CH", "browserVersion": "124.0",
        "continent": "Europe", "continentCode": "eur", "country": "Germany", "countryCode": "de", "countryFlag": "plugins/Morpheus/icons/de.png",
        "region": "Berlin", "regionCode": "BE", "city": "Berlin", "location": "Berlin, Germany", "latitude": "52.5", "longitude": "13.4",
        "visitLocalTime": "10:00:00", "visitLocalHour": "10", "resolution": "1920x1080", "plugins": "cookie, pdf", "customVariables": [],
    }  # fmt: skip


def bitly(make):
    return {
        "a": AGENT, "c": "US", "nk": 1, "tz": "America/New_York", "gr": "MA", "g": "A6q%d" % make.id(), "h": "wfL%d" % make.id(),
        "l": "orofrog", "al": "en-US,en;q=0.8", "hh": "1.usa.gov", "r": "https://www.facebook.com/l/%d" % make.id(), "u": make.page(),
        "t": 1_740_000_000 + make.random.randrange(1_000_000), "hc": 1331822918, "cy": "Danvers", "ll": [42.576698, -70.954903],
    }  # fmt: skip


def shopify_item(make):
    price, pair = money(make)
    return {
        "id": make.id(), "admin_graphql_api_id": "gid://shopify/LineItem/%d" % make.id(), "current_quantity": 1, "fulfillable_quantity": 0,
        "fulfillment_service": "manual", "fulfillment_status": "fulfilled", "gift_card": False, "grams": 1200, "name": make.text(3, 6),
        "price": price, "price_set": pair, "product_exists": True, "product_id": make.id(), "properties": [], "quantity": 1,
        "requires_shipping": True, "sku": "MINI-%d" % make.id(), "taxable": True, "title": make.text(2, 4), "total_discount": "0.00",
        "total_discount_set": pair, "variant_id": make.id(), "variant_inventory_management": "shopify", "variant_title": "pink",
        "vendor": "Acme", "duties": [], "discount_allocations": [],
        "tax_lines": [{"channel_liable": False, "price": price, "price_set": pair, "rate": 0.19, "title": "VAT"}],
    }  # fmt: skip


def shopify(make):
    total, pair = money(make)
    number = make.id()
    return {
        "id": number, "admin_graphql_api_id": "gid://shopify/Order/%d" % number, "app_id": 580111, "browser_ip": "192.0.2.7",
        "buyer_accepts_marketing": False, "cancel_reason": None, "cancelled_at": None, "cart_token": "68778783ad298f1c80c3bafcddeea",
        "checkout_id": make.id(), "checkout_token": "bd5a8aa1ecd019dd3520ff791ee3a24c",
        "client_details": {"accept_language": "en", "browser_height": None, "browser_ip": "192.0.2.7", "browser_width": None, "session_hash": None, "user_agent": AGENT},
        "closed_at": None, "confirmed": True, "contact_email": "dana.%d@mail.example" % number, "created_at": make.day() + "+01:00",
        "currency": "EUR", "current_subtotal_price": total, "current_subtotal_price_set": pair, "current_total_discounts": "0.00",
        "current_total_discounts_set": pair, "current_total_price": total, "current_total_price_set": pair, "current_total_tax": "3.10",
        "current_total_tax_set": pair, "customer_locale": "en", "device_id": None, "discount_codes": [{"code": "MINI10", "amount": "3.00", "type": "fixed_amount"}],
        "email": "dana.%d@mail.example" % number, "estimated_taxes": False, "financial_status": "paid", "fulfillment_status": "fulfilled",
        "landing_site": make.page()[20:], "landing_site_ref": None, "location_id": None, "name": "#%d" % number, "note": None, "note_attributes": [],
        "number": number, "order_number": number, "order_status_url": "https://shop.example/690933842/orders/b1946ac92492d2347c6235b4d2611184/authenticate",
        "original_total_duties_set": None, "payment_gateway_names": ["shopify_payments"], "phone": None, "presentment_currency": "EUR",
        "processed_at": make.day() + "+01:00", "referring_site": "https://t.co/abc", "source_identifier": None, "source_name": "web", "source_url": None,
        "subtotal_price": total, "subtotal_price_set": pair, "tags": "", "tax_lines": [{"price": "3.10", "rate": 0.19, "title": "VAT", "price_set": pair}],
        "taxes_included": True, "test": False, "token": "b1946ac92492d2347c6235b4d2611184", "total_discounts": "0.00", "total_discounts_set": pair,
        "total_line_items_price": total, "total_line_items_price_set": pair, "total_outstanding": "0.00", "total_price": total, "total_price_set": pair,
        "total_shipping_price_set": pair, "total_tax": "3.10", "total_tax_set": pair, "total_tip_received": "0.00", "total_weight": 1200,
        "updated_at": make.day() + "+01:00", "user_id": None, "billing_address": address(make), "shipping_address": address(make),
        "customer": {"id": make.id(), "email": "dana@mail.example", "created_at": make.day() + "+01:00", "updated_at": make.day() + "+01:00",
                     "first_name": "Dana", "last_name": "Roe", "state": "disabled", "note": None, "verified_email": True, "tags": "", "currency": "EUR",
                     "default_address": address(make)},
        "discount_applications": [], "fulfillments": [], "line_items": [shopify_item(make), shopify_item(make)], "payment_terms": None, "refunds": [],
        "shipping_lines": [{"id": make.id(), "carrier_identifier": None, "code": "Standard", "discounted_price": "4.90", "discounted_price_set": pair,
                            "price": "4.90", "price_set": pair, "source": "shopify", "title": "Standard", "tax_lines": [], "discount_allocations": []}],
    }  # fmt: skip


def shopify_bulk(make):
    """An order and its two items."""
    number = "gid://shopify/Order/%d" % make.id()
    total = {"shopMoney": {"amount": money(make)[0], "currencyCode": "EUR"}}
    order = {
        "id": number, "name": "#%d" % make.id(), "createdAt": make.day() + "Z", "processedAt": make.day() + "Z", "cancelledAt": None, "test": False,
        "displayFinancialStatus": "PAID", "displayFulfillmentStatus": "FULFILLED", "email": "dana@mail.example", "tags": ["a", "b"],
        "customer": {"id": "gid://shopify/Customer/%d" % make.id()}, "discountCodes": ["MINI10"], "totalPriceSet": total, "totalTaxSet": total,
        "subtotalPriceSet": total, "totalShippingPriceSet": total, "refunds": [], "statusPageUrl": "https://shop.example/1/orders/b1946ac92492d2347c62",
        "customerJourneySummary": {"ready": True, "daysToConversion": 3, "customerOrderIndex": 0,
                                   "lastVisit": {"id": "gid://shopify/CustomerVisit/%d" % make.id(), "landingPage": make.page(), "referrerUrl": "https://t.co/abc",
                                                 "occurredAt": make.day() + "Z", "source": "twitter", "sourceType": None,
                                                 "utmParameters": {"source": "twitter", "medium": "social", "campaign": "march", "term": None, "content": None}}},
    }  # fmt: skip
    items = [
        {
            "id": "gid://shopify/LineItem/%d" % make.id(), "name": make.text(3, 6), "title": make.text(2, 4), "quantity": 1, "sku": "MINI-9",
            "originalUnitPriceSet": total, "discountedTotalSet": total, "__parentId": number,
        }
        for _ in range(2)
    ]  # fmt: skip
    return [order, *items]


def woo(make):
    total, number = money(make)[0], make.id()
    meta = [("session_entry", make.page()), ("referrer", "https://t.co/abc"), ("utm_source", "twitter"), ("utm_medium", "social"),
            ("source_type", "utm"), ("session_start_time", "2025-03-01 09:00:00"), ("session_pages", "5"), ("session_count", "1"),
            ("user_agent", AGENT), ("device_type", "Desktop")]  # fmt: skip
    return {
        "id": number, "parent_id": 0, "status": "completed", "currency": "EUR", "version": "9.7.0", "prices_include_tax": True,
        "date_created": make.day(), "date_modified": make.day(), "discount_total": "0.00", "discount_tax": "0.00", "shipping_total": "4.90",
        "shipping_tax": "0.93", "cart_tax": "3.00", "total": total, "total_tax": "3.93", "customer_id": make.id(), "order_key": "wc_order_%d" % number,
        "billing": address(make), "shipping": address(make), "payment_method": "stripe", "payment_method_title": "Card", "transaction_id": "ch_%d" % number,
        "customer_ip_address": "192.0.2.7", "customer_user_agent": AGENT, "created_via": "checkout", "customer_note": "", "date_completed": make.day(),
        "date_paid": make.day(), "cart_hash": "9c1185a5c5e9fc54612808977ee8f548", "number": str(number),
        "meta_data": [{"id": make.id(), "key": "_wc_order_attribution_" + key, "value": value} for key, value in meta],
        "line_items": [{"id": make.id(), "name": make.text(3, 6), "product_id": make.id(), "variation_id": 0, "quantity": 1, "tax_class": "",
                        "subtotal": total, "subtotal_tax": "3.00", "total": total, "total_tax": "3.00", "taxes": [{"id": 1, "total": "3", "subtotal": "3"}],
                        "meta_data": [], "sku": "MINI-9", "global_unique_id": "", "price": 119.9, "image": {"id": "7", "src": "https://shop.example/i/%d.png" % number}}
                       for _ in range(2)],
        "tax_lines": [{"id": 1, "rate_code": "DE-VAT-1", "rate_id": 1, "label": "VAT", "compound": False, "tax_total": "3.00", "shipping_tax_total": "0.93", "rate_percent": 19, "meta_data": []}],
        "shipping_lines": [{"id": 2, "method_title": "Flat rate", "method_id": "flat_rate", "instance_id": "1", "total": "4.90", "total_tax": "0.93", "taxes": [], "meta_data": []}],
        "fee_lines": [], "coupon_lines": [], "refunds": [], "payment_url": "https://shop.example/checkout/order-pay/%d/" % number, "is_editable": False,
        "needs_payment": False, "needs_processing": True, "date_created_gmt": make.day(), "date_modified_gmt": make.day(), "date_completed_gmt": make.day(),
        "date_paid_gmt": make.day(), "currency_symbol": "€",
        "_links": {"self": [{"href": "https://shop.example/wp-json/wc/v3/orders/%d" % number}], "collection": [{"href": "https://shop.example/wp-json/wc/v3/orders"}]},
    }  # fmt: skip


def stripe(make):
    cents, number = make.random.randrange(500, 90000), make.id()
    return {
        "id": "ch_3M%d" % number, "object": "charge", "amount": cents, "amount_captured": cents, "amount_refunded": 0, "application": None,
        "application_fee": None, "application_fee_amount": None, "balance_transaction": "txn_3M%d" % number,
        "billing_details": {"address": {"city": "Berlin", "country": "DE", "line1": make.text(2, 4), "line2": None, "postal_code": "10115", "state": None},
                            "email": "dana.%d@mail.example" % number, "name": "Dana Roe", "phone": None, "tax_id": None},
        "calculated_statement_descriptor": "SHOP", "captured": True, "created": 1_740_000_000 + make.random.randrange(1_000_000), "currency": "eur",
        "customer": "cus_%d" % number, "description": "Order %d" % number, "destination": None, "dispute": None, "disputed": False, "failure_balance_transaction": None,
        "failure_code": None, "failure_message": None, "fraud_details": {}, "invoice": None, "livemode": True,
        "metadata": {"order_id": str(number), "utm_source": "twitter", "utm_medium": "social"}, "on_behalf_of": None, "order": None,
        "outcome": {"advice_code": None, "network_status": "approved_by_network", "reason": None, "risk_level": "normal", "risk_score": 32,
                    "seller_message": "Payment complete.", "type": "authorized"},
        "paid": True, "payment_intent": "pi_3M%d" % number, "payment_method": "pm_1M%d" % number,
        "payment_method_details": {"card": {"amount_authorized": cents, "brand": "visa", "checks": {"address_line1_check": "pass", "address_postal_code_check": "pass", "cvc_check": "pass"},
                                            "country": "DE", "exp_month": 8, "exp_year": 2027, "fingerprint": "Xt5EWLLDS7FJjR1c", "funding": "credit", "installments": None,
                                            "last4": "4242", "mandate": None, "network": "visa", "network_token": {"used": False}, "three_d_secure": None, "wallet": None}, "type": "card"},
        "radar_options": {}, "receipt_email": None, "receipt_number": None, "receipt_url": "https://pay.stripe.com/receipts/payment/%d" % number, "refunded": False,
        "review": None, "shipping": None, "source": None, "source_transfer": None, "statement_descriptor": None, "statement_descriptor_suffix": None,
        "status": "succeeded", "transfer_data": None, "transfer_group": None,
    }  # fmt: skip


def twitter_archive(make):
    number = make.id() * 1_000_000_000
    short = "https://t.co/a%d" % make.id()
    return {"tweet": {
        "edit_info": {"initial": {"editTweetIds": [str(number)], "editableUntil": make.day() + ".000Z", "editsRemaining": "5", "isEditEligible": True}},
        "retweeted": False, "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": {"hashtags": [{"text": "Outlet", "indices": ["0", "7"]}], "symbols": [], "user_mentions": [],
                     "urls": [{"url": short, "expanded_url": make.page(), "display_url": "shop.example/a…", "indices": ["60", "83"]}]},
        "display_text_range": ["0", "83"], "favorite_count": "3", "in_reply_to_status_id_str": None, "id_str": str(number), "truncated": False,
        "retweet_count": "1", "id": str(number), "possibly_sensitive": False, "created_at": "Mon Mar 03 10:00:%02d +0000 2025" % make.random.randrange(60),
        "favorited": False, "full_text": "#Outlet " + make.text(8, 20) + " " + short, "lang": "en",
    }}  # fmt: skip


def w3c(make):
    return "\t".join((
        "2025-03-03", "10:00:%02d" % make.random.randrange(60), "FRA56-P5", "10900", "192.0.2.7", "GET", "d111111abcdef8.cloudfront.net",
        "/%s/%d" % (make.text(1, 2), make.id()), "200", "https://t.co/abc%d" % make.id(), AGENT.replace(" ", "%20"),
        "utm_source=twitter&utm_medium=social", "-", "Miss", "b%d==" % make.id(), "shop.example", "https", "423", "0.021", "-", "TLSv1.3",
        "TLS_AES_128_GCM_SHA256", "Miss", "HTTP/2.0", "-", "-", "41342", "0.021", "Miss", "text/html", "-", "-", "-",
    ))  # fmt: skip


W3C_HEAD = (
    "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) "
    "cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken "
    "x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port "
    "time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end\n"
)


def alb(make):
    return (
        'https 2025-03-03T10:00:%02d.186641Z app/shop/50dc6c495c0c9188 192.0.2.7:41342 10.0.0.1:80 0.086 0.048 0.037 200 200 423 10900 "GET https://shop.example:443/%s HTTP/2.0" '
        '"%s" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/73e2d6bc24d8a067 "Root=1-58337281-1d84f3d73c47ec4e58577259" '
        '"shop.example" "arn:aws:acm:eu-central-1:123456789012:certificate/12345678" 1 2025-03-03T10:00:00.364000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_%d'
        % (make.random.randrange(60), make.page()[21:], AGENT, make.id())
    )


def s3log(make):
    return (
        "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be shop-site [03/Mar/2025:10:00:%02d +0000] 192.0.2.7 - %016X WEBSITE.GET.OBJECT outlet/%d.html "
        '"GET /outlet/%d.html HTTP/1.1" 200 - 10900 10900 70 10 "https://t.co/abc" "%s" - aWQ= SigV4 ECDHE-RSA-AES128-GCM-SHA256 - shop-site.s3-website.eu-central-1.amazonaws.com TLSv1.2 - -'
        % (make.random.randrange(60), make.id(), make.id(), make.id(), AGENT)
    )


def snowplow(make):
    page = make.page()
    cells = {
        1: "shop", 2: "web", 3: "2025-03-03 10:00:02.100", 4: "2025-03-03 10:00:01.100", 5: "2025-03-03 10:00:00.100", 6: "page_view",
        7: "c6ef3124-b53a-4b13-a233-%012x" % make.id(), 9: "sp", 10: "js-3.23.0", 11: "ssc-2.8.0", 12: "snowplow-enrich-4.2.0", 14: "192.0.2.7",
        16: "bc2e92ec-6c20-4a14-9a1c-%012x" % make.id(), 17: "3", 18: "ecdff4d0-9175-40ac-a8bb-%012x" % make.id(), 19: "DE", 20: "BE", 21: "Berlin",
        30: page, 31: make.text(3, 8), 32: "https://t.co/abc", 33: "https", 34: "shop.example", 35: "443", 36: "/a", 37: "utm_source=twitter",
        45: "social", 46: "Twitter", 48: "social", 49: "twitter", 52: "march",
        53: '{"schema":"iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0","data":[{"schema":"iglu:com.snowplowanalytics.snowplow/web_page/jsonschema/1-0-0","data":{"id":"%032x"}}]}' % make.id(),
        78: AGENT, 124: "3f2504e0-4f89-41d3-9a0c-%012x" % make.id(), 125: "2025-03-03 10:00:01.000", 126: "com.snowplowanalytics.snowplow",
        127: "page_view", 128: "jsonschema", 129: "1-0-0", 130: "%032x" % make.id(),
    }  # fmt: skip
    return "\t".join(cells.get(column, "") for column in range(1, 132))


def rss(make):
    page = make.page()
    return {"item": {
        "title": make.text(4, 10), "link": page, "comments": page + "#comments", "pubDate": "Mon, 03 Mar 2025 10:00:%02d +0000" % make.random.randrange(60),
        "dc:creator": "Dana Roe", "category": ["Laptops", "Outlet"], "guid": {"@isPermaLink": "false", "#text": "https://blog.example/?p=%d" % make.id()},
        "description": make.html(1), "content:encoded": make.html(8), "slash:comments": "3",
    }}  # fmt: skip


def lines(make, one):
    """What one record is made of, as lines."""
    made = one(make)
    if isinstance(made, str):
        return made + "\n"
    parts = made if isinstance(made, list) else [made]
    return "".join(json.dumps(part, ensure_ascii=False, separators=(",", ":")) + "\n" for part in parts)


MAKERS = [
    twitter_archive, reddit, mastodon, activitypub, rss, caddy, ga4, matomo, bitly, shopify, shopify_bulk, woo, stripe, w3c, alb, s3log, snowplow,
]  # fmt: skip
