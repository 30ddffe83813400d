#include "domain/link_list.h"

#include "domain/link.h"

enum { LINK, COUPON, ACCOUNT, POST, CAMPAIGN, CHANNEL, FROM, UNTIL, COLUMNS };

static const struct listing_column columns[COLUMNS] = {
    [LINK] = {TEXT("link"), false},
    [COUPON] = {TEXT("coupon"), false},
    [ACCOUNT] = {TEXT("account"), true},
    [POST] = {TEXT("post"), false},
    [CAMPAIGN] = {TEXT("campaign"), false},
    [CHANNEL] = {TEXT("channel"), false},
    [FROM] = {TEXT("from"), false},
    [UNTIL] = {TEXT("until"), false}};

struct taker {
    struct link_table *table;
    struct buffer campaign;
};

/* Orders have theirs between commas. */
static bool
is_one_code(struct text coupon)
{
    return text_find_char(coupon, ',') == SIZE_MAX;
}

static bool
take_row(void *context, struct listing *row)
{
    struct taker *taker = context;
    struct text link = listing_cell(row, LINK);
    struct link_owner owner = {.account = listing_cell(row, ACCOUNT),
                               .post = listing_cell(row, POST),
                               .coupon = listing_cell(row, COUPON),
                               .campaign = listing_cell(row, CAMPAIGN),
                               .channel = listing_cell(row, CHANNEL)};

    if (!listing_time(row, FROM, INT64_MIN, &owner.from_s)
        || !listing_time(row, UNTIL, INT64_MAX, &owner.until_s))
        return false;
    if ((link.len | owner.coupon.len) == 0 || owner.account.len == 0)
        return listing_fail(row,
                            "a row needs a link or a coupon, and an account");
    if (owner.from_s >= owner.until_s)
        return listing_fail(row, "until is not after from");
    if (!is_one_code(owner.coupon))
        return listing_fail(row,
                            "a coupon is one code: no comma is part of it");
    buffer_clear(&taker->campaign);
    if (owner.campaign.len == 0 && link_campaign(&taker->campaign, link))
        owner.campaign = buffer_text(&taker->campaign);
    if (link.len > 0)
        link_table_list(taker->table, &owner, link);
    if (owner.coupon.len > 0)
        link_table_coupon(taker->table, &owner);
    return true;
}

bool
link_list_add(struct link_table *table, struct text csv,
              struct listing_error *error)
{
    struct taker taker = {.table = table};
    bool is_good = listing_read(csv, columns, COLUMNS, take_row, &taker, error);

    buffer_free(&taker.campaign);
    return is_good;
}
