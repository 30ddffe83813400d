#include "domain/mask.h"

#include <arpa/inet.h>

#include "domain/mask_number.h"

const char *
mask_name(enum mask_kind kind)
{
    static const char *const names[MASK_KINDS] = {"email", "phone", "card",
                                                  "iban", "address"};

    return names[kind];
}

/*
 * Past a letter or digit, `at` where there is none. Of those beyond ASCII only what takes two bytes: scripts beyond leave
 * no space before an address, and it would take the sentence with it.
 */
static size_t
letter_end(struct text text, size_t at)
{
    unsigned char byte = at < text.len ? (unsigned char)text.at[at] : 0;

    if (byte >= 0xc2 && byte <= 0xdf)
        return at + 2;
    return mask_is_digit((char)byte) || mask_is_letter((char)byte) ? at + 1
                                                                   : at;
}

static size_t
local_end(struct text text, size_t at)
{
    for (;;) {
        size_t end = letter_end(text, at);

        if (end == at && at < text.len
            && text_find_char(TEXT("._%+'-"), text.at[at]) != SIZE_MAX)
            end++;
        if (end == at)
            return at;
        at = end;
    }
}

/* Past the labels of a domain; `at` where it has no dot or ends in a digit alone. */
static size_t
domain_end(struct text text, size_t at)
{
    size_t end = at;
    size_t label;
    bool has_dot = false;

    for (;;) {
        label = end;
        while (letter_end(text, end) > end
               || (end > label && end < text.len && text.at[end] == '-'))
            end = text.at[end] == '-' ? end + 1 : letter_end(text, end);
        if (end == label || end >= text.len || text.at[end] != '.'
            || letter_end(text, end + 1) == end + 1)
            break;
        has_dot = true;
        end++;
    }
    return has_dot && end - label >= 2 && !mask_is_digit(text.at[label]) ? end
                                                                         : at;
}

/* From the first letter of what may be a local part, which ends at `local`. */
static size_t
email_end(struct text text, size_t at, size_t local)
{
    size_t end;

    if (local == at || local + 1 >= text.len || text.at[local] != '@'
        || (at > 0 && text.at[at - 1] == '@'))
        return at;
    end = domain_end(text, local + 1);
    return end > local + 1 ? end : at;
}

static bool
is_hex(char byte)
{
    return mask_is_digit(byte) || (byte >= 'a' && byte <= 'f')
           || (byte >= 'A' && byte <= 'F');
}

/* aa:bb:cc:dd:ee:ff, also with hyphens. */
static bool
is_mac(struct text run)
{
    if (run.len != 17)
        return false;
    for (size_t i = 0; i < run.len; i++)
        if (i % 3 == 2 ? run.at[i] != run.at[2] : !is_hex(run.at[i]))
            return false;
    return run.at[2] == ':' || run.at[2] == '-';
}

/* Times and `::` alone are none. */
static bool
is_address(struct text run)
{
    unsigned char bytes[16];
    char copy[46];
    size_t digits = 0;

    if (run.len < 3 || run.len >= sizeof(copy))
        return false;
    memcpy(copy, run.at, run.len);
    copy[run.len] = '\0';
    for (size_t i = 0; i < run.len; i++)
        digits += is_hex(run.at[i]);
    return inet_pton(AF_INET, copy, bytes) == 1
           || (digits > 0 && inet_pton(AF_INET6, copy, bytes) == 1)
           || is_mac(run);
}

/* Past hexadecimal digits, colons, hyphens and dots. */
static size_t
address_run_end(struct text text, size_t at)
{
    while (at < text.len
           && (is_hex(text.at[at])
               || text_find_char(TEXT(":.-"), text.at[at]) != SIZE_MAX))
        at++;
    return at;
}

/* Versions and section numbers have more parts than an address. */
static bool
goes_on(struct text text, size_t end)
{
    return end + 1 < text.len && text.at[end] == '.'
           && mask_is_digit(text.at[end + 1]);
}

static size_t
address_end(struct text text, size_t at, size_t run_end)
{
    size_t end = run_end;

    if (run_end - at > 47 || (at > 1 && goes_on(text, at - 1)))
        return at;
    /* a full stop, a colon or a port behind it is not part of it */
    while (end > at && !is_hex(text.at[end - 1]) && text.at[end - 1] != ':')
        end--;
    while (end > at) {
        if (!mask_is_word(text, end) && !goes_on(text, end)
            && is_address((struct text){text.at + at, end - at}))
            return end;
        end--;
        while (end > at && text.at[end] != ':' && text.at[end] != '-'
               && text.at[end] != '.')
            end--;
    }
    return at;
}

/* How far what began at a place goes; each byte is looked at once for it. */
struct reach {
    size_t local, address;
    bool is_tried; /* the local part */
};

static size_t
find(struct text text, size_t at, struct reach *reach, enum mask_kind *kind)
{
    bool is_start = at == 0 || !mask_is_word(text, at - 1);
    size_t end = at;

    if (at >= reach->local) {
        reach->local = local_end(text, at);
        reach->is_tried = false;
    }
    if (!reach->is_tried && letter_end(text, at) > at) {
        reach->is_tried = true;
        *kind = MASK_EMAIL;
        end = email_end(text, at, reach->local);
    }
    if (end == at && is_start && (is_hex(text.at[at]) || text.at[at] == ':')) {
        if (at >= reach->address)
            reach->address = address_run_end(text, at);
        *kind = MASK_ADDRESS;
        end = address_end(text, at, reach->address);
    }
    if (end == at && is_start && mask_is_digit(text.at[at])) {
        *kind = MASK_CARD;
        end = mask_number_card(text, at);
    }
    if (end == at && is_start) {
        *kind = MASK_PHONE;
        end = mask_number_phone(text, at);
    }
    if (end == at && is_start) {
        *kind = MASK_IBAN;
        end = mask_number_iban(text, at);
    }
    return end;
}

bool
mask_text(struct buffer *out, struct text text, uint64_t counts[MASK_KINDS])
{
    struct reach reach = {0};
    size_t from = 0; /* what is not yet written */
    size_t at = 0;

    while (at < text.len) {
        enum mask_kind kind;
        size_t end = find(text, at, &reach, &kind);

        if (end == at) {
            at++;
            continue;
        }
        buffer_add(out, (struct text){text.at + from, at - from});
        buffer_printf(out, "[%s]", mask_name(kind));
        counts[kind]++;
        from = at = end;
    }
    buffer_add(out, text_from(text, from));
    return from > 0;
}
