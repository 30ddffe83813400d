/*
 * caddy - access logs of the web server Caddy, a JSON object a request
 *
 * Source:  Caddy's documentation, "Logging", as its JSON encoder writes it.
 */
#include "sources/hit.h"

enum {
    TIME,
    METHOD,
    HOST,
    URI,
    STATUS,
    CLIENT,
    REMOTE,
    ADDRESS, /* with its port, of the first years */
    USER,
    AGENT,
    REFERRER,
    FORWARDED,
    COOKIES,
    TLS,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "ts", "request.method", "request.host", "request.uri", "status", "request.client_ip",
    "request.remote_ip", "request.remote_addr", "user_id", "request.headers.User-Agent",
    "request.headers.Referer", "request.headers.X-Forwarded-For", "request.headers.Cookie",
    "request.tls"};
/* clang-format on */

enum { DIGITS = 24 };
#define LATEST INT64_C(1000000000000) /* seconds */

static void *
open_state(const struct row *row, const char **why)
{
    return hits_new(row, why);
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return slots[TIME].type != JSON_ABSENT && slots[METHOD].type == JSON_STRING
           && slots[HOST].type == JSON_STRING && slots[URI].type == JSON_STRING
           && slots[STATUS].type == JSON_INTEGER;
}

/* Headers are lists: the first of one; an empty text where it was not sent. */
static struct text
header(const struct json_slot *slot)
{
    struct json_items items = json_items(*slot);
    struct json_slot item;

    return json_next(&items, &item) && item.type == JSON_STRING ? item.text
                                                                : TEXT("");
}

static struct text
digits_of(struct arena *arena, int64_t number)
{
    struct buffer digits = {arena_get(arena, DIGITS), 0, DIGITS};

    buffer_add_integer(&digits, number);
    return buffer_text(&digits);
}

/* Seconds with their fraction, as the encoder writes them unless told otherwise. */
static void
set_time(struct text *cells, const struct json_slot *slot, struct arena *arena)
{
    cells[LOG_TIME] = slot_text(slot);
    if (slot->type == JSON_INTEGER && slot->integer >= 0
        && slot->integer < LATEST)
        cells[LOG_TIME_MS] = digits_of(arena, slot->integer * 1000);
    else if (slot->type == JSON_DOUBLE && slot->number >= 0
             && slot->number < (double)LATEST)
        cells[LOG_TIME_MS] = digits_of(arena, (int64_t)(slot->number * 1000));
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct draft *draft = emitter_draft(emitter, DRAFT_VISIT, "web");
    struct text cells[LOG_FIELDS] = {{NULL, 0}};

    set_time(cells, &slots[TIME], draft_arena(draft));
    cells[LOG_METHOD] = slot_text(&slots[METHOD]);
    cells[LOG_SITE] = slot_text(&slots[HOST]);
    cells[LOG_TARGET] = slot_text(&slots[URI]);
    cells[LOG_USER] = slot_text(&slots[USER]);
    cells[LOG_AGENT] = header(&slots[AGENT]);
    cells[LOG_REFERRER] = header(&slots[REFERRER]);
    cells[LOG_COOKIES] = header(&slots[COOKIES]);
    cells[LOG_FORWARDED] = header(&slots[FORWARDED]);
    for (size_t i = CLIENT; i <= ADDRESS; i++)
        logfield_set(cells, LOG_ADDRESS, slot_text(&slots[i]));
    if (slots[TLS].type == JSON_OBJECT)
        cells[LOG_SCHEME] = TEXT("https");
    cells[LOG_STATUS] =
        digits_of(draft_arena(draft), slot_integer(&slots[STATUS], 0));
    return hit_normalize(raw->state, cells, raw, emitter);
}

const struct source source_caddy = {
    .name = "caddy",
    .title = "access logs of Caddy",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
