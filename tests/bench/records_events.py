"""Records of events, as records.py makes them."""

AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36"


def caddy(make):
    return {
        "level": "info", "ts": 1740000000.25 + make.random.randrange(1_000_000), "logger": "http.log.access.log0",
        "msg": "handled request",
        "request": {
            "remote_ip": "192.0.2.%d" % make.random.randrange(250), "remote_port": "41342", "client_ip": "192.0.2.7",
            "proto": "HTTP/2.0", "method": "GET", "host": "shop.example", "uri": make.page()[20:],
            "headers": {"User-Agent": [AGENT], "Referer": ["https://t.co/abc%d" % make.id()],
            "Accept-Encoding": ["gzip"],
                        "Accept": ["text/html,application/xhtml+xml"], "Accept-Language": ["en"],
                        "Cookie": ["REDACTED"]},
            "tls": {"resumed": False, "version": 772, "cipher_suite": 4865, "proto": "h2",
            "server_name": "shop.example"},
        },
        "bytes_read": 0, "user_id": "", "duration": 0.000929675, "size": 10900, "status": 200,
        "resp_headers": {"Server": ["Caddy"], "Content-Encoding": ["gzip"],
        "Content-Type": ["text/html; charset=utf-8"], "Vary": ["Accept-Encoding"]},
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
            parameter("page_location", page), parameter("page_title", make.text(3, 8)), parameter("page_referrer",
            "https://t.co/abc"),
            parameter("ga_session_id", None, "1740000000"), parameter("ga_session_number", None, "2"),
            parameter("entrances", None, "1"),
            parameter("session_engaged", "1"), parameter("engaged_session_event", None, "1"), parameter("source",
            "twitter"),
            parameter("medium", "social"), parameter("campaign", "march"), parameter("batch_ordering_id", None, "1"),
        ],
        "event_previous_timestamp": None, "event_value_in_usd": None, "event_bundle_sequence_id": str(make.id()),
        "event_server_timestamp_offset": None, "user_id": None, "user_pseudo_id": "%d.1740000000" % make.id(),
        "privacy_info": {"analytics_storage": "Yes", "ads_storage": "Yes", "uses_transient_token": "No"},
        "user_properties": [],
        "user_first_touch_timestamp": "1740000000000000", "user_ltv": {"revenue": 0.0, "currency": "USD"},
        "device": {"category": "desktop", "mobile_brand_name": "Google", "mobile_model_name": "Chrome",
        "mobile_marketing_name": None,
                   "mobile_os_hardware_model": None, "operating_system": "Windows",
                   "operating_system_version": "Windows 10",
                   "vendor_id": None, "advertising_id": None, "language": "en-us", "is_limited_ad_tracking": "No",
                   "time_zone_offset_seconds": None, "browser": None, "browser_version": None,
                   "web_info": {"browser": "Chrome", "browser_version": "124.0", "hostname": "shop.example"}},
        "geo": {"city": "Berlin", "country": "Germany", "continent": "Europe", "region": "Berlin",
        "sub_continent": "Western Europe", "metro": "(not set)"},
        "app_info": None, "traffic_source": {"name": "(direct)", "medium": "(none)", "source": "(direct)"},
        "stream_id": "1234567",
        "platform": "WEB", "event_dimensions": None, "ecommerce": None, "items": [],
        "collected_traffic_source": {"manual_campaign_id": None, "manual_campaign_name": "march",
        "manual_source": "twitter",
                                     "manual_medium": "social", "manual_term": None, "manual_content": None,
                                     "manual_source_platform": None,
                                     "manual_creative_format": None, "manual_marketing_tactic": None, "gclid": None,
                                     "dclid": None, "srsltid": None},
        "is_active_user": True, "batch_event_index": "1", "batch_page_id": "1740000000000", "batch_ordering_id": "1",
        "session_traffic_source_last_click": {"manual_campaign": {"campaign_id": None, "campaign_name": "march",
        "source": "twitter",
                                              "medium": "social", "term": None, "content": None},
                                              "google_ads_campaign": None},
    }  # fmt: skip


def matomo(make):
    pages = []
    for number in range(4):
        pages.append({
            "type": "action", "url": make.page(), "pageTitle": make.text(3, 8), "pageIdAction": str(make.id()),
            "idpageview": "a1b2c3",
            "serverTimePretty": "Mar 3, 2025 10:00:00", "pageId": str(make.id()), "timeSpent": "42",
            "timeSpentPretty": "42s",
            "pageviewPosition": str(number), "title": make.text(3, 8), "subtitle": make.page(), "icon": "",
            "iconSVG": "plugins/Morpheus/images/action.svg",
            "timestamp": 1_740_000_000 + make.random.randrange(1_000_000),
            "bandwidth": None, "pageLoadTime": "1.2s", "pageLoadTimeMilliseconds": "1203",
        })  # fmt: skip
    return {
        "idSite": "1", "idVisit": str(make.id()), "visitIp": "192.0.2.0", "visitorId": "%016x" % make.id(),
        "fingerprint": "c1d2e3f4a5b6c7d8",
        "actionDetails": pages, "goalConversions": 0, "siteCurrency": "EUR", "siteCurrencySymbol": "€",
        "serverDate": "2025-03-03",
        "visitServerHour": "10", "lastActionTimestamp": 1740000100, "lastActionDateTime": "2025-03-03 10:01:40",
        "siteName": "Shop",
        "serverTimestamp": 1740000100, "firstActionTimestamp": 1740000000, "serverTimePretty": "10:01:40",
        "serverDatePretty": "Monday, March 3, 2025",
        "userId": None, "visitorType": "new", "visitorTypeIcon": None, "visitConverted": "0", "visitCount": "1",
        "daysSinceFirstVisit": "0",
        "visitDuration": "100", "visitDurationPretty": "1 min 40s", "searches": "0", "actions": "4",
        "interactions": "4",
        "referrerType": "social", "referrerTypeName": "Social Networks", "referrerName": "Twitter",
        "referrerKeyword": "",
        "referrerUrl": "https://t.co/abc%d" % make.id(), "languageCode": "de-de", "language": "German",
        "deviceType": "Desktop",
        "deviceBrand": "Unknown", "deviceModel": "Generic Desktop", "operatingSystem": "Windows 10",
        "operatingSystemCode": "WIN",
        "browserFamily": "Blink", "browser": "Chrome 124.0", "browserName": "Chrome", "browserCode": "CH",
        "browserVersion": "124.0",
        "continent": "Europe", "continentCode": "eur", "country": "Germany", "countryCode": "de",
        "countryFlag": "plugins/Morpheus/icons/de.png",
        "region": "Berlin", "regionCode": "BE", "city": "Berlin", "location": "Berlin, Germany", "latitude": "52.5",
        "longitude": "13.4",
        "visitLocalTime": "10:00:00", "visitLocalHour": "10", "resolution": "1920x1080", "plugins": "cookie, pdf",
        "customVariables": [],
    }  # fmt: skip


def bitly(make):
    return {
        "a": AGENT, "c": "US", "nk": 1, "tz": "America/New_York", "gr": "MA", "g": "A6q%d" % make.id(),
        "h": "wfL%d" % make.id(),
        "l": "orofrog", "al": "en-US,en;q=0.8", "hh": "1.usa.gov", "r": "https://www.facebook.com/l/%d" % make.id(),
        "u": make.page(),
        "t": 1_740_000_000 + make.random.randrange(1_000_000), "hc": 1331822918, "cy": "Danvers", "ll": [42.576698,
        -70.954903],
    }  # fmt: skip


def w3c(make):
    return "\t".join((
        "2025-03-03", "10:00:%02d" % make.random.randrange(60), "FRA56-P5", "10900", "192.0.2.7", "GET",
        "d111111abcdef8.cloudfront.net",
        "/%s/%d" % (make.text(1, 2), make.id()), "200", "https://t.co/abc%d" % make.id(), AGENT.replace(" ", "%20"),
        "utm_source=twitter&utm_medium=social", "-", "Miss", "b%d==" % make.id(), "shop.example", "https", "423",
        "0.021", "-", "TLSv1.3",
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
        1: "shop", 2: "web", 3: "2025-03-03 10:00:02.100", 4: "2025-03-03 10:00:01.100", 5: "2025-03-03 10:00:00.100",
        6: "page_view",
        7: "c6ef3124-b53a-4b13-a233-%012x" % make.id(), 9: "sp", 10: "js-3.23.0", 11: "ssc-2.8.0",
        12: "snowplow-enrich-4.2.0", 14: "192.0.2.7",
        16: "bc2e92ec-6c20-4a14-9a1c-%012x" % make.id(), 17: "3", 18: "ecdff4d0-9175-40ac-a8bb-%012x" % make.id(),
        19: "DE", 20: "BE", 21: "Berlin",
        30: page, 31: make.text(3, 8), 32: "https://t.co/abc", 33: "https", 34: "shop.example", 35: "443", 36: "/a",
        37: "utm_source=twitter",
        45: "social", 46: "Twitter", 48: "social", 49: "twitter", 52: "march",
        53: '{"schema":"iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0","data":[{"schema":"iglu:com.snowplowanalytics.snowplow/web_page/jsonschema/1-0-0","data":{"id":"%032x"}}]}' % make.id(),
        78: AGENT, 124: "3f2504e0-4f89-41d3-9a0c-%012x" % make.id(), 125: "2025-03-03 10:00:01.000",
        126: "com.snowplowanalytics.snowplow",
        127: "page_view", 128: "jsonschema", 129: "1-0-0", 130: "%032x" % make.id(),
    }  # fmt: skip
    return "\t".join(cells.get(column, "") for column in range(1, 132))
