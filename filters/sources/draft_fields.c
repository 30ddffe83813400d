#include "sources/draft.h"

#define FIELD(name, type, opening)                                             \
    {                                                                          \
        name, type, ",\"" name "\":" opening,                                  \
            sizeof(",\"" name "\":" opening) - 1,                              \
            "missing_" name ": the record needs it and the source has none"    \
    }
#define A_TEXT(name) FIELD(name, DRAFT_IS_TEXT, "\"")
#define A_SLUG(name) FIELD(name, DRAFT_IS_SLUG, "\"")
#define AN_ID(name) FIELD(name, DRAFT_IS_ID, "\"")
#define A_TIME(name) FIELD(name, DRAFT_IS_TIME, "\"")
#define AN_INTEGER(name) FIELD(name, DRAFT_IS_INTEGER, "")
#define A_COUNT(name) FIELD(name, DRAFT_IS_COUNT, "")
#define A_LIST(name) FIELD(name, DRAFT_IS_LIST, "[")

const struct draft_field draft_fields[DRAFT_KEYS] = {
    [DRAFT_ID] = AN_ID("id"),
    [DRAFT_TIME] = A_TIME("time"),
    [DRAFT_MS] = A_COUNT("ms"),
    [DRAFT_TZ] = AN_INTEGER("tz"),
    [DRAFT_SEEN] = A_TIME("seen"),
    [DRAFT_AUTHOR] = AN_ID("author"),
    [DRAFT_HANDLE] = A_TEXT("handle"),
    [DRAFT_FOLLOWERS] = A_COUNT("followers"),
    [DRAFT_FOLLOWING] = A_COUNT("following"),
    [DRAFT_POSTS] = A_COUNT("posts"),
    [DRAFT_VISITOR] = A_TEXT("visitor"),
    [DRAFT_VISITOR_BY] = A_SLUG("visitor_by"),
    [DRAFT_CUSTOMER] = A_TEXT("customer"),
    [DRAFT_URL] = A_TEXT("url"),
    [DRAFT_DESTINATION] = A_TEXT("destination"),
    [DRAFT_TARGET] = AN_ID("target"),
    [DRAFT_SCOPE] = A_SLUG("scope"),
    [DRAFT_UP_TO] = AN_ID("up_to"),
    [DRAFT_REPLY_TO] = AN_ID("reply_to"),
    [DRAFT_REPOST_OF] = AN_ID("repost_of"),
    [DRAFT_QUOTE_OF] = AN_ID("quote_of"),
    [DRAFT_THREAD] = AN_ID("thread"),
    [DRAFT_PLACE] = A_TEXT("place"),
    [DRAFT_COUNTRY] = A_TEXT("country"),
    [DRAFT_TITLE] = A_TEXT("title"),
    [DRAFT_TEXT] = A_TEXT("text"),
    [DRAFT_LANG] = A_TEXT("lang"),
    [DRAFT_LINKS] = A_LIST("links"),
    [DRAFT_SHORTS] = A_LIST("shorts"),
    [DRAFT_TAGS] = A_LIST("tags"),
    [DRAFT_MENTIONS] = A_LIST("mentions"),
    [DRAFT_LIKES] = A_COUNT("likes"),
    [DRAFT_REPOSTS] = A_COUNT("reposts"),
    [DRAFT_QUOTES] = A_COUNT("quotes"),
    [DRAFT_REPLIES] = A_COUNT("replies"),
    [DRAFT_VIEWS] = A_COUNT("views"),
    [DRAFT_VOTES] = AN_INTEGER("votes"),
    [DRAFT_IDEA_STATUS] = A_SLUG("idea_status"),
    [DRAFT_EVENT] = A_TEXT("event"),
    [DRAFT_REFERRER] = A_TEXT("referrer"),
    [DRAFT_AGENT] = A_TEXT("agent"),
    [DRAFT_STATUS] = A_COUNT("status"),
    [DRAFT_UTM_SOURCE] = A_TEXT("utm_source"),
    [DRAFT_UTM_MEDIUM] = A_TEXT("utm_medium"),
    [DRAFT_UTM_CAMPAIGN] = A_TEXT("utm_campaign"),
    [DRAFT_UTM_TERM] = A_TEXT("utm_term"),
    [DRAFT_UTM_CONTENT] = A_TEXT("utm_content"),
    [DRAFT_UTM_ID] = A_TEXT("utm_id"),
    [DRAFT_CLICK_ID] = A_TEXT("click_id"),
    [DRAFT_CLICK_PARAM] = A_TEXT("click_param"),
    [DRAFT_ORDER_ID] = A_TEXT("order"),
    [DRAFT_NUMBER] = A_TEXT("number"),
    [DRAFT_STATE] = A_SLUG("state"),
    [DRAFT_AMOUNT] = AN_INTEGER("amount"),
    [DRAFT_CURRENCY] = A_SLUG("currency"),
    [DRAFT_EXPONENT] = A_COUNT("exponent"),
    [DRAFT_TAX] = AN_INTEGER("tax"),
    [DRAFT_SHIPPING] = AN_INTEGER("shipping"),
    [DRAFT_QUANTITY] = AN_INTEGER("quantity"),
    [DRAFT_COUPON] = A_TEXT("coupon"),
    [DRAFT_PRODUCT] = A_LIST("product"),
    [DRAFT_MEASURE] = A_TEXT("measure"),
    [DRAFT_VALUE] = AN_INTEGER("value"),
    [DRAFT_FROM] = A_TIME("from"),
    [DRAFT_TO] = A_TIME("to"),
    [DRAFT_LOST] = A_COUNT("lost"),
    [DRAFT_CHANNEL] = A_TEXT("channel"),
    [DRAFT_CAMPAIGN] = A_TEXT("campaign"),
    [DRAFT_FLAGS] = A_LIST("flags"),
};

const char *const draft_kinds[DRAFT_KINDS] = {
    [DRAFT_POST] = "post",       [DRAFT_CLICK] = "click",
    [DRAFT_VISIT] = "visit",     [DRAFT_ORDER] = "order",
    [DRAFT_ACCOUNT] = "account", [DRAFT_COUNT] = "count",
    [DRAFT_GAP] = "gap",         [DRAFT_DELETE] = "delete",
};
