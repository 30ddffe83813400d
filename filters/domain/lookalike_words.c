#include "domain/lookalike.h"

/* What accounts of companies call themselves, and what those who pretend to be one do. */
const char *const lookalike_words[] = {
    "account",   "app",       "assist", "billing",   "bot",      "buy",
    "care",      "cares",     "chat",   "clearance", "co",       "com",
    "company",   "contact",   "corp",   "coupon",    "coupons",  "customer",
    "customers", "deal",      "deals",  "desk",      "direct",   "discount",
    "discounts", "free",      "get",    "gift",      "gifts",    "giveaway",
    "giveaways", "global",    "group",  "help",      "helpdesk", "helper",
    "helpline",  "helps",     "hq",     "inc",       "info",     "intl",
    "live",      "login",     "ltd",    "my",        "net",      "news",
    "now",       "offer",     "offers", "official",  "online",   "org",
    "original",  "outlet",    "page",   "pay",       "payment",  "promo",
    "promos",    "promotion", "real",   "refund",    "refunds",  "reply",
    "reward",    "rewards",   "sale",   "sales",     "secure",   "security",
    "service",   "services",  "shop",   "store",     "support",  "supports",
    "team",      "tech",      "the",    "true",      "uk",       "us",
    "usa",       "verified",  "verify", "win",       "your",     NULL};
