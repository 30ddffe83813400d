#include "domain/link_list.h"

#include "domain/link.h"

enum {
    LINK,
    COUPON,
    ACCOUNT,
    DESTINATION,
    POST,
    CAMPAIGN,
    CHANNEL,
    FROM,
    UNTIL,
    COLUMNS
};

static const struct listing_column columns[COLUMNS] = {
    [LINK] = {TEXT("link"), false},
    [COUPON] = {TEXT("coupon"), false},
    [ACCOUNT] = {TEXT("account"), false},
    [DESTINATION] = {TEXT("destination"), false},
    [POST] = {TEXT("post"), false},
    [CAMPAIGN] = {TEXT("campaign"), false},
    [CHANNEL] = {TEXT("channel"), false},
    [FROM] = {TEXT("from"), false},
    [UNTIL] = {TEXT("until"), false}};

struct taker {
    struct link_table *table;
    struct redirects *redirects;
    struct buffer campaign;
};

/* Orders have theirs between commas. */
static bool
is_one_code(struct text coupon)
{
    return text_find_char(coupon, ',') == SIZE_MAX;
}

/* NULL, or what it lacks. */
static const char *
lack(const struct link_owner *owner, struct text link, struct text destination)
{
    if ((link.len | owner->coupon.len) == 0)
        return "a row needs a link or a coupon, and an account";
    if (owner->account.len == 0
        && (link.len == 0 || destination.len == 0 || owner->coupon.len > 0))
        return "a row needs an account, or of a link its destination";
    if (destination.len > 0 && link.len == 0)
        return "a destination needs a link";
    if (!is_one_code(owner->coupon))
        return "a coupon is one code: no comma is part of it";
    return owner->from_s < owner->until_s ? NULL : "until is not after from";
}

static const char *
take(struct taker *taker, const struct link_owner *owner, struct text link,
     struct text destination)
{
    if (link.len > 0 && owner->account.len > 0)
        link_table_list(taker->table, owner, link);
    if (owner->coupon.len > 0)
        link_table_coupon(taker->table, owner);
    return destination.len == 0
               ? NULL
               : redirects_add(taker->redirects, link, destination,
                               owner->from_s, owner->until_s);
}

static bool
take_row(void *context, struct listing *row)
{
    struct taker *taker = context;
    struct text link = listing_cell(row, LINK);
    struct text destination = listing_cell(row, DESTINATION);
    const char *why;
    struct link_owner owner = {.account = listing_cell(row, ACCOUNT),
                               .post = listing_cell(row, POST),
                               .coupon = listing_cell(row, COUPON),
                               .campaign = listing_cell(row, CAMPAIGN),
                               .channel = listing_cell(row, CHANNEL)};

    if (!listing_time(row, FROM, INT64_MIN, &owner.from_s)
        || !listing_time(row, UNTIL, INT64_MAX, &owner.until_s))
        return false;
    why = lack(&owner, link, destination);
    if (why != NULL)
        return listing_fail(row, "%s", why);
    buffer_clear(&taker->campaign);
    if (owner.campaign.len == 0 && link_campaign(&taker->campaign, link))
        owner.campaign = buffer_text(&taker->campaign);
    why = take(taker, &owner, link, destination);
    return why == NULL || listing_fail(row, "%s", why);
}

bool
link_list_add(struct link_table *table, struct redirects *redirects,
              struct text csv, struct listing_error *error)
{
    struct taker taker = {.table = table, .redirects = redirects};
    bool is_good = listing_read(csv, columns, COLUMNS, take_row, &taker, error);

    buffer_free(&taker.campaign);
    return is_good;
}
