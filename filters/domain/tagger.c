#include "domain/tagger.h"

#include <math.h>

#include "ports/digest.h"

/* Where things stand in the head. */
enum {
    MAGIC = 8,
    AT_VERSION = 8,
    AT_FEATURES = 12,
    AT_BITS = 16,
    AT_CLASSES = 20,
    AT_SHARPNESS = 24,
    AT_SCALES = 32,
    AT_KEY = AT_SCALES + 8 * TAGGER_CLASSES,
    AT_LANGUAGES = AT_KEY + TAGGER_NAME,
    AT_NAMES = AT_LANGUAGES + TAGGER_LANGUAGES,
    CHECKSUM = 8
};
_Static_assert(AT_NAMES + TAGGER_CLASSES * TAGGER_NAME <= TAGGER_HEAD, "head");

static const char magic[MAGIC] = {'h', 'a', 'r', 'k', '-', 't', 'a', 'g'};

/* Keys of record.md that a model may not take the place of. */
static const char taken[] =
    " v kind source id time ms tz seen author handle followers following posts "
    "visitor visitor_by url destination target scope up_to reply_to repost_of "
    "quote_of thread place country title text lang links shorts tags mentions "
    "likes reposts replies views votes idea_status event referrer agent status "
    "utm_source utm_medium utm_campaign utm_term utm_content utm_id click_id "
    "click_param order number state amount currency exponent tax shipping "
    "quantity coupon product measure value from to lost flags format archive "
    "member line part language score sentiment_by labels route urgency why "
    "account team role market inbound answers model window ";

static uint64_t
get(const char *at, size_t bytes)
{
    uint64_t value = 0;

    for (size_t i = 0; i < bytes; i++)
        value |= (uint64_t)(unsigned char)at[i] << 8 * i;
    return value;
}

static void
put(char *at, size_t bytes, uint64_t value)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (char)(value >> 8 * i);
}

static double
get_double(const char *at)
{
    uint64_t bits = get(at, 8);
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

static void
put_double(char *at, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    put(at, 8, bits);
}

static size_t
weights_of(const struct tagger *tagger)
{
    return ((size_t)1 << tagger->bits) * tagger->classes;
}

static const char *
check_sizes(struct text file)
{
    uint64_t bits;
    uint64_t classes;

    if (file.len < TAGGER_HEAD + CHECKSUM
        || memcmp(file.at, magic, sizeof(magic)) != 0)
        return "it is no model of hark train";
    if (get(file.at + AT_VERSION, 4) != TAGGER_VERSION
        || get(file.at + AT_FEATURES, 4) != FEATURE_VERSION)
        return "it is of another version: train it anew";
    bits = get(file.at + AT_BITS, 4);
    classes = get(file.at + AT_CLASSES, 4);
    if (bits < TAGGER_BITS_LEAST || bits > TAGGER_BITS_MOST || classes < 2
        || classes > TAGGER_CLASSES
        || file.len != TAGGER_HEAD + (classes << bits) + CHECKSUM)
        return "it is cut, or longer than it says";
    file.len -= CHECKSUM;
    return get(file.at + file.len, CHECKSUM) == digest64(file)
               ? NULL
               : "its checksum is wrong";
}

static bool
is_name(const char *at, size_t room)
{
    return memchr(at, '\0', room) != NULL && *at != '\0';
}

static const char *
parse_names(struct tagger *tagger, const char *file)
{
    memcpy(tagger->key, file + AT_KEY, TAGGER_NAME);
    memcpy(tagger->languages, file + AT_LANGUAGES, TAGGER_LANGUAGES);
    if (!is_name(tagger->key, TAGGER_NAME)
        || tagger_check_key(text_of(tagger->key)) != NULL
        || tagger->languages[TAGGER_LANGUAGES - 1] != '\0')
        return "its key is none";
    for (uint32_t i = 0; i < tagger->classes; i++) {
        memcpy(tagger->names[i], file + AT_NAMES + i * TAGGER_NAME,
               TAGGER_NAME);
        if (!is_name(tagger->names[i], TAGGER_NAME))
            return "a class has no name";
    }
    return NULL;
}

const char *
tagger_parse(struct tagger *tagger, struct text file)
{
    const char *why = check_sizes(file);

    if (why != NULL)
        return why;
    *tagger = (struct tagger){.bits = (uint32_t)get(file.at + AT_BITS, 4),
                              .classes = (uint32_t)get(file.at + AT_CLASSES, 4),
                              .sharpness = get_double(file.at + AT_SHARPNESS),
                              .weights = (const int8_t *)file.at + TAGGER_HEAD};
    for (uint32_t i = 0; i < tagger->classes; i++) {
        tagger->scales[i] = get_double(file.at + AT_SCALES + 8 * i);
        if (!isfinite(tagger->scales[i]))
            return "a scale is no number";
    }
    if (!isfinite(tagger->sharpness))
        return "a scale is no number";
    return parse_names(tagger, file.at);
}

void
tagger_write(struct buffer *out, const struct tagger *tagger)
{
    char head[TAGGER_HEAD] = {0};
    char checksum[CHECKSUM];
    size_t start = out->len;

    memcpy(head, magic, sizeof(magic));
    put(head + AT_VERSION, 4, TAGGER_VERSION);
    put(head + AT_FEATURES, 4, FEATURE_VERSION);
    put(head + AT_BITS, 4, tagger->bits);
    put(head + AT_CLASSES, 4, tagger->classes);
    put_double(head + AT_SHARPNESS, tagger->sharpness);
    memcpy(head + AT_KEY, tagger->key, TAGGER_NAME);
    memcpy(head + AT_LANGUAGES, tagger->languages, TAGGER_LANGUAGES);
    for (uint32_t i = 0; i < tagger->classes; i++) {
        put_double(head + AT_SCALES + 8 * i, tagger->scales[i]);
        memcpy(head + AT_NAMES + i * TAGGER_NAME, tagger->names[i],
               TAGGER_NAME);
    }
    buffer_add(out, (struct text){head, sizeof(head)});
    buffer_add(
        out, (struct text){(const char *)tagger->weights, weights_of(tagger)});
    put(checksum, CHECKSUM, digest64(text_from(buffer_text(out), start)));
    buffer_add(out, (struct text){checksum, CHECKSUM});
}

const char *
tagger_check_key(struct text key)
{
    char padded[TAGGER_NAME + 2];

    if (key.len == 0 || key.len >= TAGGER_NAME)
        return "wants a name of 1 to 31 letters";
    for (size_t i = 0; i < key.len; i++)
        if ((key.at[i] < 'a' || key.at[i] > 'z') && key.at[i] != '_'
            && (i == 0 || key.at[i] < '0' || key.at[i] > '9'))
            return "wants small letters, digits and _";
    padded[0] = padded[key.len + 1] = ' ';
    memcpy(padded + 1, key.at, key.len);
    return text_find(TEXT(taken), (struct text){padded, key.len + 2})
                   == SIZE_MAX
               ? NULL
               : "is a key that records have already";
}

const char *
tagger_check_name(struct text name)
{
    return name.len == 0 || name.len >= TAGGER_NAME
                   || memchr(name.at, '\0', name.len) != NULL
               ? "a label wants 1 to 31 bytes"
               : NULL;
}

static void
add_up(const struct tagger *tagger, const uint32_t *hashes, size_t count,
       int32_t *sums)
{
    uint32_t classes = tagger->classes;
    uint32_t shift = 32 - tagger->bits;

    for (size_t i = 0; i < count; i++) {
        const int8_t *weights =
            tagger->weights + (size_t)(hashes[i] >> shift) * classes;

        for (uint32_t k = 0; k < classes; k++)
            sums[k] += weights[k];
    }
}

uint32_t
tagger_margins(const struct tagger *tagger, const struct feature_list *features,
               double *margins)
{
    size_t letters = features->count - features->words;
    double word = features->words == 0 ? 0 : 1 / sqrt((double)features->words);
    double letter = letters == 0 ? 0 : 1 / sqrt((double)letters);
    int32_t words_sums[TAGGER_CLASSES] = {0};
    int32_t letters_sums[TAGGER_CLASSES] = {0};
    uint32_t best = 0;

    add_up(tagger, features->hashes, features->words, words_sums);
    add_up(tagger, features->hashes + features->words, letters, letters_sums);
    for (uint32_t k = 0; k < tagger->classes; k++) {
        margins[k] = tagger->scales[k]
                     * (words_sums[k] * word + letters_sums[k] * letter);
        if (margins[k] > margins[best])
            best = k;
    }
    return best;
}

static struct text
primary(struct text language)
{
    size_t dash = text_find_char(language, '-');

    return dash == SIZE_MAX ? language : (struct text){language.at, dash};
}

bool
tagger_covers(const struct tagger *tagger, struct text language)
{
    struct text rest = text_of(tagger->languages);
    struct text one;

    if (rest.len == 0 || language.len == 0)
        return true;
    while (text_split(&rest, ',', &one))
        if (text_equal_nocase(primary(one), primary(language)))
            return true;
    return false;
}

uint32_t
tagger_class(const struct tagger *tagger, struct text name)
{
    for (uint32_t i = 0; i < tagger->classes; i++)
        if (text_equal(text_of(tagger->names[i]), name))
            return i;
    return UINT32_MAX;
}
