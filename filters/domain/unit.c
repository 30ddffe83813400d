#include "domain/unit.h"

#include "ports/digest.h"

static const char *const names[] = {
    [UNIT_CHANNEL] = "channel",
    [UNIT_ACCOUNT] = "account",
    [UNIT_CAMPAIGN] = "campaign",
    [UNIT_POST] = "post",
};

const char *
unit_name(enum unit unit)
{
    return names[unit];
}

bool
unit_find(struct text name, enum unit *unit)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (text_equal(name, text_of(names[i]))) {
            *unit = (enum unit)i;
            return true;
        }
    return false;
}

static struct text
text_or_none(struct text text)
{
    return text.len > 0 ? text : TEXT("(none)");
}

struct text
unit_of(enum unit unit, const struct credit *credit)
{
    switch (unit) {
    case UNIT_CHANNEL:
        return text_or_none(credit->channel);
    case UNIT_ACCOUNT:
        return text_or_none(credit->account);
    case UNIT_CAMPAIGN:
        return text_or_none(credit->campaign);
    default:
        return text_or_none(credit->post);
    }
}

uint64_t
unit_number(struct text name)
{
    return digest64(name);
}
