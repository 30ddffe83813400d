#include "attribute/attribute.h"

#include "base/clock.h"

enum { DAY_S = 86400 };

static size_t
kind_number(const char *const kinds[ATTRIBUTION_KINDS], const char *kind)
{
    size_t number = 0;

    while (number < ATTRIBUTION_KINDS && kinds[number] != kind)
        number++;
    return number;
}

/* The kinds as constants of record_kind(). */
static void
find_kinds(const char *kinds[ATTRIBUTION_KINDS])
{
    for (size_t i = 0; i < ATTRIBUTION_KINDS; i++)
        kinds[i] = record_kind(attribution_kinds[i]);
}

/* What earlier runs left. */
void
attribute_take_carried(struct attribute *attribute)
{
    struct carry *carry = attribute->carry;
    const char *kinds[ATTRIBUTION_KINDS];
    struct record record;

    if (carry == NULL)
        return;
    if (carry_until(carry) != INT64_MIN)
        attribution_settled(attribute->attribution,
                            clock_day(carry_until(carry)) * DAY_S);
    find_kinds(kinds);
    while (carry_next(carry, &record)) {
        const struct reading reading = {record.fields, record.time_s, true};

        attribution_take(attribute->attribution,
                         kind_number(kinds, record.kind), &reading);
    }
}

/* A time that a clock set in the future is none before it was seen. */
static void
carry_on(struct carry *carry, const struct record *record,
         const struct reading *reading)
{
    int64_t seen_s = reading_seen(reading);

    carry_add(carry, record,
              seen_s != INT64_MIN && seen_s < reading->time_s
                  ? seen_s
                  : reading->time_s);
}

void
attribute_take_all(struct attribute *attribute, struct reader *in)
{
    const char *kinds[ATTRIBUTION_KINDS];
    struct record record;

    find_kinds(kinds);
    while (reader_next(in, &record)) {
        const struct reading reading = {record.fields, record.time_s, false};
        struct attribution_verdict verdict = attribution_take(
            attribute->attribution, kind_number(kinds, record.kind), &reading);

        if (verdict.reject != NULL)
            reader_reject(in, verdict.reject);
        else if (verdict.drop != NULL)
            reader_drop(in, verdict.drop);
        else
            reader_use(in);
        if (attribute->carry != NULL && verdict.reject == NULL
            && verdict.drop == NULL)
            carry_on(attribute->carry, &record, &reading);
    }
}
