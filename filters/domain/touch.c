#include "domain/touch.h"

const char *
touch_channel(enum touch_kind kind)
{
    static const char *const channels[] = {
        [TOUCH_POST] = "post",         [TOUCH_CAMPAIGN] = "campaign",
        [TOUCH_CLICK_ID] = "click_id", [TOUCH_REFERRAL] = "referral",
        [TOUCH_DIRECT] = "direct",
    };

    return channels[kind];
}
