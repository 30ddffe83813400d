#include "domain/mask_number.h"

enum { GROUPS = 19, DIGITS = 40 };

struct group {
    size_t at, len; /* digits */
    char before; /* the separator before it; 0 of several, ' ' of the first */
};

/* Digits in groups, as many as a number may have. */
struct run {
    struct group groups[GROUPS];
    size_t count;
};

static size_t
digits_end(struct text text, size_t at)
{
    size_t end = at;

    while (end < text.len && end - at <= DIGITS && mask_is_digit(text.at[end]))
        end++;
    return end;
}

static bool
is_separator(char byte)
{
    return byte == ' ' || byte == '-' || byte == '.' || byte == '('
           || byte == ')';
}

/* Past at most two separators with a digit behind them; `at` where there is none. */
static size_t
separators_end(struct text text, size_t at)
{
    size_t end = at;

    while (end < text.len && end - at < 2 && is_separator(text.at[end]))
        end++;
    return end < text.len && mask_is_digit(text.at[end]) ? end : at;
}

/* Where a run is known to be over for what is looked for: a text of digits has one at each of them. */
struct bounds {
    size_t groups;   /* no more of them, */
    size_t digits;   /* none behind the group that goes beyond that, */
    size_t shortest; /* nor behind one that is shorter */
};

static struct run
read_run(struct text text, size_t at, struct bounds bounds)
{
    struct run run = {.count = 0};
    size_t digits = 0;
    char before = ' ';

    while (run.count < bounds.groups) {
        size_t end = digits_end(text, at);
        size_t next = separators_end(text, end);

        if (end == at)
            return run;
        run.groups[run.count++] = (struct group){at, end - at, before};
        digits += end - at;
        if (next == end || digits > bounds.digits || end - at < bounds.shortest)
            return run;
        before = '\0';
        if (next == end + 1)
            before = text.at[end];
        at = next;
    }
    return run;
}

static size_t
group_end(const struct group *group)
{
    return group->at + group->len;
}

/* Every second digit from the last but one doubled; the digits of all add up to a multiple of ten. */
static bool
luhn_holds(const char *digits, size_t count)
{
    unsigned sum = 0;

    for (size_t i = 0; i < count; i++) {
        unsigned digit = (unsigned)(digits[count - 1 - i] - '0');

        if (i % 2 == 1)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

size_t
mask_number_card(struct text text, size_t at)
{
    char digits[19];
    size_t count = 0;
    size_t end = at;
    struct run run;

    if (text.at[at] < '2' || text.at[at] > '6')
        return at;
    run = read_run(text, at, (struct bounds){GROUPS, sizeof(digits), 3});
    for (size_t i = 0; i < run.count; i++) {
        const struct group *group = &run.groups[i];

        if (count + group->len > sizeof(digits)
            || (group->before != ' ' && group->before != '-'))
            break;
        memcpy(digits + count, text.at + group->at, group->len);
        count += group->len;
        if (count >= 13 && !mask_is_word(text, group_end(group))
            && luhn_holds(digits, count))
            end = group_end(group);
        if (group->len < 3)
            break;
    }
    return end;
}

/* Two digits, two and four, with the same sign between. */
static bool
is_date(const struct run *run)
{
    const struct group *group = run->groups;

    return run->count >= 3 && group[0].len <= 2 && group[1].len <= 2
           && group[2].len == 4 && group[1].before == group[2].before
           && group[1].before != ' ';
}

/* Up to the last group that ends no later than `most` digits; `at` where there are fewer than `least`. */
static size_t
groups_end(struct text text, const struct run *run, size_t at, size_t least,
           size_t most)
{
    size_t digits = 0;
    size_t end = at;

    for (size_t i = 0; i < run->count; i++) {
        digits += run->groups[i].len;
        if (digits > most)
            break;
        if (digits >= least && !mask_is_word(text, group_end(&run->groups[i])))
            end = group_end(&run->groups[i]);
    }
    return end;
}

/* 3-3-4, from this group on: the plan of North America. */
static size_t
american_end(struct text text, const struct run *run, size_t first, size_t at)
{
    const struct group *group = &run->groups[first];
    size_t end;

    if (run->count < first + 3 || group[0].len != 3 || group[1].len != 3
        || group[2].len != 4)
        return at;
    end = group_end(&group[2]);
    return mask_is_word(text, end) ? at : end;
}

size_t
mask_number_phone(struct text text, size_t at)
{
    enum { NATIONAL = 17, AMERICAN = 4 };
    bool is_plus = text.at[at] == '+';
    size_t first = at + (is_plus || text.at[at] == '(');
    bool is_long = is_plus || (first < text.len && text.at[first] == '0');
    struct run run = read_run(
        text, first, (struct bounds){is_long ? GROUPS : AMERICAN, NATIONAL, 0});

    if (run.count == 0)
        return at;
    if (is_plus)
        return groups_end(text, &run, at, 8, 15);
    if (text.at[run.groups[0].at] == '0')
        return run.groups[0].len < 2 || is_date(&run)
                   ? at
                   : groups_end(text, &run, at, 9, 17);
    if (run.groups[0].len == 1 && text.at[at] == '1')
        return american_end(text, &run, 1, at);
    return american_end(text, &run, 0, at);
}

/* Country and length. */
static const struct {
    char country[3];
    unsigned char len;
} ibans[] = {
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20},
    {"BE", 16}, {"BG", 22}, {"BH", 22}, {"BR", 29}, {"BY", 28}, {"CH", 21},
    {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"DO", 28},
    {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27},
    {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28},
    {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26},
    {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32},
    {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"LY", 25}, {"MC", 27},
    {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MR", 27}, {"MT", 31}, {"MU", 30},
    {"NL", 18}, {"NO", 15}, {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25},
    {"QA", 29}, {"RO", 24}, {"RS", 22}, {"SA", 24}, {"SC", 31}, {"SE", 24},
    {"SI", 19}, {"SK", 24}, {"SM", 27}, {"ST", 25}, {"SV", 28}, {"TL", 23},
    {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20},
};

static char
upper(char byte)
{
    return byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
}

/* 0 where no country has such numbers. */
static size_t
iban_len(struct text text, size_t at)
{
    for (size_t i = 0; i < sizeof(ibans) / sizeof(*ibans); i++)
        if (ibans[i].country[0] == upper(text.at[at])
            && ibans[i].country[1] == upper(text.at[at + 1]))
            return ibans[i].len;
    return 0;
}

/* The first four behind the others, letters as 10 to 35: 1 modulo 97. */
static bool
mod97_holds(const char *number, size_t count)
{
    unsigned rest = 0;

    for (size_t i = 0; i < count; i++) {
        char byte = number[(i + 4) % count];

        rest = mask_is_digit(byte) ? rest * 10 + (unsigned)(byte - '0')
                                   : rest * 100 + (unsigned)(byte - 'A') + 10;
        rest %= 97;
    }
    return rest == 1;
}

size_t
mask_number_iban(struct text text, size_t at)
{
    char number[34];
    size_t count = 0;
    size_t end = at;
    size_t len;

    if (text.len - at < 15 || !mask_is_letter(text.at[at])
        || !mask_is_letter(text.at[at + 1]) || !mask_is_digit(text.at[at + 2]))
        return at;
    len = iban_len(text, at);
    while (count < len && end < text.len) {
        char byte = upper(text.at[end]);

        if (mask_is_digit(byte) || mask_is_letter(byte))
            number[count++] = byte;
        else if (byte != ' ' || text.at[end - 1] == ' ')
            return at;
        end++;
    }
    if (len == 0 || count < len || mask_is_word(text, end)
        || !mod97_holds(number, len))
        return at;
    return end;
}
