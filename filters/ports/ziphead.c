#include "ports/ziphead.h"

#include "base/clock.h"

enum {
    HEADER_BYTES = 30,
    FLAG_ENCRYPTED = 1,
    EXTRA_TIMESTAMP = 0x5455,
    TIMESTAMP_MODIFIED = 1
};

static const char member_signature[4] = "PK\3\4";

static uint32_t
little_endian(const void *at, unsigned bytes)
{
    const uint8_t *byte = at;
    uint32_t value = 0;

    while (bytes-- > 0)
        value = value << 8 | byte[bytes];
    return value;
}

static int64_t
dos_time(uint32_t time, uint32_t date)
{
    int year = 1980 + (int)(date >> 9);
    int month = (int)(date >> 5 & 15), day = (int)(date & 31);
    int64_t s =
        (int64_t)(time >> 11) * 3600 + (time >> 5 & 63) * 60 + (time & 31) * 2;

    if (month < 1 || month > 12 || day < 1)
        return -1;
    return clock_days(year, month, day) * 86400 + s;
}

/* The modification time among the extra fields, or `other`. */
static int64_t
extra_time(struct text extra, int64_t other)
{
    while (extra.len >= 4) {
        uint32_t id = little_endian(extra.at, 2);
        uint32_t len = little_endian(extra.at + 2, 2);

        extra = text_from(extra, 4);
        if (len > extra.len)
            return other;
        if (id == EXTRA_TIMESTAMP && len >= 5
            && (extra.at[0] & TIMESTAMP_MODIFIED))
            return (int32_t)little_endian(extra.at + 1, 4);
        extra = text_from(extra, len);
    }
    return other;
}

bool
ziphead_read(const struct intake *intake, uint64_t at, struct ziphead *head,
             struct buffer *name)
{
    uint8_t fixed[HEADER_BYTES];
    uint32_t name_len, extra_len;

    if (!intake_copy(intake, at, fixed, sizeof(fixed))
        || memcmp(fixed, member_signature, sizeof(member_signature)) != 0)
        return false;
    name_len = little_endian(fixed + 26, 2);
    extra_len = little_endian(fixed + 28, 2);
    buffer_clear(name);
    buffer_reserve(name, name_len + extra_len);
    if (!intake_copy(intake, at + sizeof(fixed), name->at,
                     name_len + extra_len))
        return false;
    name->len = name_len;
    head->encrypted = fixed[6] & FLAG_ENCRYPTED;
    head->time_s = extra_time(
        (struct text){name->at + name_len, extra_len},
        dos_time(little_endian(fixed + 10, 2), little_endian(fixed + 12, 2)));
    return true;
}

static bool
is_record(const struct intake *intake, uint64_t at)
{
    static const char records[][4] = {"PK\3\4", "PK\1\2", "PK\5\6", "PK\6\6",
                                      "PK\5\5"};
    char signature[4];

    if (!intake_copy(intake, at, signature, sizeof(signature)))
        return false;
    for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++)
        if (memcmp(signature, records[i], sizeof(signature)) == 0)
            return true;
    return false;
}

uint64_t
ziphead_next(const struct intake *intake, uint64_t at)
{
    static const unsigned descriptors[] = {16, 24}; /* 32 and 64 bits of size */

    for (size_t i = 0; !is_record(intake, at) && i < 2; i++)
        if (is_record(intake, at + descriptors[i]))
            return at + descriptors[i];
    return at;
}
