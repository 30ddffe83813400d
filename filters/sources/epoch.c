#include "sources/epoch.h"

#define LIMIT INT64_C(1000000000000)

bool
epoch_read(const struct json_slot *slot, struct moment *moment)
{
    switch (slot->type) {
    case JSON_INTEGER:
        *moment = (struct moment){slot->integer, -1, CLOCK_NO_TZ};
        break;
    case JSON_STRING:
        if (!clock_parse_epoch(slot->text, moment))
            return false;
        break;
    case JSON_DOUBLE:
        if (!(slot->number >= 0) || !(slot->number < (double)LIMIT))
            return false;
        *moment = (struct moment){(int64_t)slot->number, -1, CLOCK_NO_TZ};
        break;
    default:
        return false;
    }
    return moment->s >= 0 && moment->s < LIMIT;
}
