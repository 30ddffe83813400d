#include "domain/emoticon.h"

static const struct sign {
    struct text text;
    enum emoticon_mood mood;
} signs[] = {
    {TEXT(":)"), EMOTICON_GLAD},
    {TEXT(":-)"), EMOTICON_GLAD},
    {TEXT(":D"), EMOTICON_GLAD},
    {TEXT(":-D"), EMOTICON_GLAD},
    {TEXT(";)"), EMOTICON_GLAD},
    {TEXT(";-)"), EMOTICON_GLAD},
    {TEXT("=)"), EMOTICON_GLAD},
    {TEXT("=D"), EMOTICON_GLAD},
    {TEXT("<3"), EMOTICON_GLAD},
    {TEXT("^_^"), EMOTICON_GLAD},
    {TEXT(":("), EMOTICON_SAD},
    {TEXT(":-("), EMOTICON_SAD},
    {TEXT(":'("), EMOTICON_SAD},
    {TEXT("=("), EMOTICON_SAD},
    {TEXT("</3"), EMOTICON_SAD},
    {TEXT("\xe2\x9d\xa4"), EMOTICON_GLAD},     /* heart */
    {TEXT("\xf0\x9f\x92\x95"), EMOTICON_GLAD}, /* two hearts */
    {TEXT("\xf0\x9f\x98\x80"), EMOTICON_GLAD}, /* grinning */
    {TEXT("\xf0\x9f\x98\x81"), EMOTICON_GLAD}, /* beaming */
    {TEXT("\xf0\x9f\x98\x83"), EMOTICON_GLAD}, /* big eyes */
    {TEXT("\xf0\x9f\x98\x84"), EMOTICON_GLAD}, /* smiling eyes */
    {TEXT("\xf0\x9f\x98\x8a"), EMOTICON_GLAD}, /* blushing */
    {TEXT("\xf0\x9f\x98\x8d"), EMOTICON_GLAD}, /* eyes of hearts */
    {TEXT("\xf0\x9f\x91\x8d"), EMOTICON_GLAD}, /* thumb up */
    {TEXT("\xf0\x9f\x98\x9e"), EMOTICON_SAD},  /* disappointed */
    {TEXT("\xf0\x9f\x98\xa0"), EMOTICON_SAD},  /* angry */
    {TEXT("\xf0\x9f\x98\xa1"), EMOTICON_SAD},  /* enraged */
    {TEXT("\xf0\x9f\x98\xa2"), EMOTICON_SAD},  /* crying */
    {TEXT("\xf0\x9f\x98\xad"), EMOTICON_SAD},  /* weeping aloud */
    {TEXT("\xf0\x9f\x92\x94"), EMOTICON_SAD},  /* broken heart */
    {TEXT("\xf0\x9f\x91\x8e"), EMOTICON_SAD},  /* thumb down */
};

static bool
is_plain(char byte)
{
    unsigned char letter = (unsigned char)byte | 0x20;

    return (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9');
}

static bool
stands_alone(struct text text, size_t at, struct text sign)
{
    size_t end = at + sign.len;

    return (unsigned char)sign.at[0] >= 0x80
           || ((at == 0 || !is_plain(text.at[at - 1]))
               && (end == text.len || !is_plain(text.at[end])));
}

/* The longest sign at this place, or NULL. */
static const struct sign *
find(struct text text, size_t at)
{
    const struct sign *best = NULL;

    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
        if (text_starts(text_from(text, at), signs[i].text)
            && (best == NULL || signs[i].text.len > best->text.len)
            && stands_alone(text, at, signs[i].text))
            best = &signs[i];
    return best;
}

static bool
may_begin(char byte)
{
    return (unsigned char)byte >= 0xe2 || byte == ':' || byte == ';'
           || byte == '=' || byte == '<' || byte == '^';
}

enum emoticon_mood
emoticon_read(struct buffer *without, struct text text)
{
    unsigned mood = EMOTICON_NONE;
    size_t at = 0;

    while (at < text.len) {
        const struct sign *sign =
            may_begin(text.at[at]) ? find(text, at) : NULL;

        if (sign == NULL) {
            buffer_add_char(without, text.at[at++]);
            continue;
        }
        mood |= sign->mood;
        buffer_add_char(without, ' ');
        at += sign->text.len;
    }
    return (enum emoticon_mood)mood;
}
