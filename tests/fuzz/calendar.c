/*
 * calendar - an iCalendar file, as office hours have them
 *
 * No occurrence ends before it begins, or begins when none are wanted any more.
 */
#include "common.h"
#include "ports/ical.h"

enum { BEFORE_S = 1900000000, OCCURRENCES_MOST = 1000 };

static bool
take(void *context, const struct ical_span *span)
{
    size_t *count = context;

    assert(span->from_s < BEFORE_S && span->to_s >= span->from_s);
    return ++*count < OCCURRENCES_MOST;
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    size_t count = 0;

    ical_read((struct text){(const char *)at, len}, BEFORE_S, take, &count);
    assert(count <= OCCURRENCES_MOST);
    return 0;
}
