#include "base/utf8.h"

enum { REPLACEMENT = 0xfffd };

/* By the lead byte: how many bytes follow, and what the first of them may be (table 3-7). */
struct lead {
    unsigned char more;
    unsigned char low;
    unsigned char high;
};

static struct lead
lead_of(unsigned char byte)
{
    if (byte < 0xc2 || byte > 0xf4)
        return (struct lead){0, 0, 0};
    if (byte < 0xe0)
        return (struct lead){1, 0x80, 0xbf};
    if (byte < 0xf0)
        return (struct lead){2, byte == 0xe0 ? 0xa0 : 0x80,
                             byte == 0xed ? 0x9f : 0xbf};
    return (struct lead){3, byte == 0xf0 ? 0x90 : 0x80,
                         byte == 0xf4 ? 0x8f : 0xbf};
}

/*
 * The length of the code point at the front, or of the maximal ill-formed part there; *is_good
 * says which. len > 0.
 */
static size_t
sequence(const char *at, size_t len, bool *is_good)
{
    const unsigned char *bytes = (const unsigned char *)at;
    struct lead lead = lead_of(bytes[0]);
    size_t i = 1;

    *is_good = true;
    if (bytes[0] < 0x80)
        return 1;
    if (lead.more > 0 && len > 1 && bytes[1] >= lead.low
        && bytes[1] <= lead.high)
        for (i = 2; i <= lead.more && i < len; i++)
            if (bytes[i] >> 6 != 2)
                break;
    *is_good = lead.more > 0 && i == lead.more + 1U;
    return i;
}

/* How many bytes at the front are ASCII, seen by eights: a few fewer may be said. */
static size_t
ascii(const char *at, size_t len)
{
    size_t done = 0;
    uint64_t eight;

    while (len - done >= sizeof(eight)) {
        memcpy(&eight, at + done, sizeof(eight));
        if ((eight & 0x8080808080808080) != 0)
            break;
        done += sizeof(eight);
    }
    return done;
}

/* The longest well-formed prefix. */
static size_t
valid_prefix(struct text bytes)
{
    size_t at = 0;
    bool is_good;

    while (at < bytes.len) {
        size_t len;

        at += ascii(bytes.at + at, bytes.len - at);
        if (at == bytes.len)
            break;
        len = sequence(bytes.at + at, bytes.len - at, &is_good);
        if (!is_good)
            break;
        at += len;
    }
    return at;
}

static bool
is_ascii(struct text bytes)
{
    size_t at = 0;
    uint64_t high = 0, eight;

    if (bytes.len < sizeof(eight)) {
        for (; at < bytes.len; at++)
            high |= (unsigned char)bytes.at[at];
    } else {
        for (; bytes.len - at > sizeof(eight); at += sizeof(eight)) {
            memcpy(&eight, bytes.at + at, sizeof(eight));
            high |= eight;
        }
        memcpy(&eight, bytes.at + bytes.len - sizeof(eight), sizeof(eight));
        high |= eight;
    }
    return (high & 0x8080808080808080) == 0;
}

/* Short texts are mostly ASCII, and asked one by one. */
bool
utf8_is_valid(struct text bytes)
{
    enum { SHORT = 256 };

    if (bytes.len <= SHORT && is_ascii(bytes))
        return true;
    return valid_prefix(bytes) == bytes.len;
}

size_t
utf8_repair(struct buffer *out, struct text bytes)
{
    size_t repaired = 0;
    bool is_good;

    for (;;) {
        size_t good = valid_prefix(bytes);

        buffer_add(out, (struct text){bytes.at, good});
        bytes = text_from(bytes, good);
        if (bytes.len == 0)
            return repaired;
        buffer_add_code_point(out, REPLACEMENT);
        repaired++;
        bytes = text_from(bytes, sequence(bytes.at, bytes.len, &is_good));
    }
}

bool
utf8_next(struct text *rest, uint32_t *code_point)
{
    const unsigned char *bytes = (const unsigned char *)rest->at;
    size_t len = 1;
    bool is_good;

    if (rest->len == 0)
        return false;
    *code_point = bytes[0];
    if (bytes[0] >= 0x80) {
        len = sequence(rest->at, rest->len, &is_good);
        *code_point = is_good ? bytes[0] & (0x7fU >> len) : REPLACEMENT;
        len = is_good ? len : 1;
        for (size_t i = 1; i < len; i++)
            *code_point = *code_point << 6 | (bytes[i] & 0x3f);
    }
    rest->at += len;
    rest->len -= len;
    return true;
}

struct text
utf8_prefix(struct text utf8, size_t most)
{
    size_t cut = most;

    if (utf8.len <= most)
        return utf8;
    while (cut > 0 && most - cut < 3 && (unsigned char)utf8.at[cut] >> 6 == 2)
        cut--;
    return (struct text){utf8.at, cut};
}
