#include "domain/coupons.h"

bool
coupons_next(struct text *list, struct text *code)
{
    while (list->len > 0) {
        size_t comma = text_find_char(*list, ',');
        size_t len = comma == SIZE_MAX ? list->len : comma;

        *code = text_trim((struct text){list->at, len});
        *list = text_from(*list, comma == SIZE_MAX ? len : len + 1);
        if (code->len > 0)
            return true;
    }
    return false;
}

static bool
has(const struct touch *touches, size_t count, const struct touch *coupon)
{
    for (size_t i = 0; i < count; i++)
        if (touch_is_owned(&touches[i])
            && touch_identity(&touches[i]) == touch_identity(coupon))
            return true;
    return false;
}

static void
add(struct coupons *coupons, const struct link_table *links, uint32_t owner,
    int64_t stamp)
{
    const struct touch touch = {
        .stamp = stamp,
        .source =
            touch_post_source(link_table_owner(links, owner)->identity, owner),
        .visit = COUPONS_PLACE - coupons->count,
        .kind = TOUCH_COUPON,
        .basis = TOUCH_BY_UNKNOWN,
    };

    if (coupons->count < COUPONS_MOST
        && !has(coupons->touches, coupons->count, &touch))
        coupons->touches[coupons->count++] = touch;
}

uint32_t
coupons_owner(const struct link_table *links, const struct order_row *row,
              struct text code)
{
    struct buffer scratch = {0};
    uint32_t owner =
        link_table_find(links, LINK_COUPON, link_coupon_digest(&scratch, code),
                        touch_stamp_s(row->order_stamp));

    buffer_free(&scratch);
    return owner;
}

void
coupons_find(struct coupons *coupons, const struct link_table *links,
             const struct order_row *row)
{
    struct text rest = row->coupon, code;

    coupons->count = 0;
    if (links == NULL || !link_table_has_coupons(links))
        return;
    while (coupons_next(&rest, &code)) {
        uint32_t owner = coupons_owner(links, row, code);

        if (owner != LINK_NOBODY)
            add(coupons, links, owner, touch_stamp_last(row->order_stamp));
    }
}

size_t
coupons_join(const struct coupons *coupons, struct touch *touches, size_t count,
             size_t in_session)
{
    size_t end = count;

    for (size_t i = 0; i < coupons->count; i++)
        if (!has(touches + count - in_session, in_session,
                 &coupons->touches[i]))
            touches[end++] = coupons->touches[i];
    if (end > count && in_session > 0
        && touches[count - in_session].kind == TOUCH_DIRECT)
        touches[count - in_session].is_passing = 1;
    return end;
}
