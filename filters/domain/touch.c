#include "domain/touch.h"

const char *
touch_kind_name(enum touch_kind kind)
{
    static const char *const names[] = {
        [TOUCH_POST] = "post",
        [TOUCH_CAMPAIGN] = "campaign",
        [TOUCH_CLICK_ID] = "click_id",
        [TOUCH_REFERRAL] = "referral",
        [TOUCH_DIRECT] = "direct",
        [TOUCH_COUPON] = "coupon",
        [TOUCH_CONVERSATION] = "conversation",
    };

    return names[kind];
}

static const struct text bases[TOUCH_BASES] = {
    [TOUCH_BY_USER] = TEXT("user"),
    [TOUCH_BY_COOKIE] = TEXT("cookie"),
    [TOUCH_BY_IP_AGENT] = TEXT("ip_agent")};

struct text
touch_basis_name(enum touch_basis basis)
{
    return bases[basis];
}

enum touch_basis
touch_basis_of(struct text name)
{
    enum touch_basis basis = TOUCH_BY_USER;

    while (basis < TOUCH_BY_UNKNOWN && !text_equal(name, bases[basis]))
        basis++;
    return basis;
}
