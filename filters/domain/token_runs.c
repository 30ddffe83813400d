#include "domain/token_runs.h"

#ifdef __SSE2__
#include <emmintrin.h>
#else
#include <endian.h>
#endif

enum { BLOCK = 64, PADDING = 8 };

/* What is known of the bytes of a block, a bit each. */
struct look {
    uint64_t words;
    uint64_t beyond;
    uint64_t marks;
    uint64_t w;
    uint64_t dots;
};

#ifdef __SSE2__
enum { STEP = 16 };

static __m128i
is(__m128i bytes, char byte)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte));
}

static __m128i
is_in(__m128i bytes, char from, char count)
{
    __m128i rest = _mm_sub_epi8(bytes, _mm_set1_epi8(from));

    return _mm_cmpeq_epi8(_mm_min_epu8(rest, _mm_set1_epi8((char)(count - 1))),
                          rest);
}

static uint64_t
bits_of(__m128i bytes, int at)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(bytes) << at;
}

/* Lower case in place. */
static void
look_at_step(uint8_t *bytes, int at, struct look *look)
{
    __m128i *place = (__m128i *)(void *)(bytes + at);
    __m128i here = _mm_loadu_si128(place);
    __m128i upper = is_in(here, 'A', 26);
    __m128i lower =
        _mm_or_si128(here, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
    __m128i letters = _mm_or_si128(is_in(lower, 'a', 26), is_in(here, '0', 10));
    __m128i signs = _mm_or_si128(is(here, '#'), is(here, '@'));
    __m128i others = _mm_or_si128(is(here, '\''), is(here, ':'));

    _mm_storeu_si128(place, lower);
    signs = _mm_or_si128(signs, _mm_or_si128(others, is(here, '_')));
    look->words |= bits_of(_mm_or_si128(letters, here), at);
    look->beyond |= bits_of(here, at);
    look->marks |= bits_of(signs, at);
    look->w |= bits_of(is(lower, 'w'), at);
    look->dots |= bits_of(is(here, '.'), at);
}
#else
enum { STEP = 1 };

static void
look_at_step(uint8_t *bytes, int at, struct look *look)
{
    uint64_t bit = UINT64_C(1) << at;
    uint8_t byte = bytes[at];

    if ((uint8_t)(byte - 'A') < 26)
        bytes[at] = byte |= 0x20;
    if ((uint8_t)(byte - 'a') < 26 || (uint8_t)(byte - '0') < 10
        || byte >= 0x80)
        look->words |= bit;
    if (byte >= 0x80)
        look->beyond |= bit;
    if (byte == '#' || byte == '@' || byte == '_' || byte == '\''
        || byte == ':')
        look->marks |= bit;
    if (byte == 'w')
        look->w |= bit;
    if (byte == '.')
        look->dots |= bit;
}
#endif

void
token_runs_free(struct token_runs *runs)
{
    buffer_free(&runs->bits);
}

/* The text in whole blocks, with zeros behind it. */
static uint8_t *
copy(struct text text, size_t blocks, struct buffer *lower)
{
    uint8_t *at;

    buffer_clear(lower);
    at = (uint8_t *)buffer_reserve(lower, blocks * BLOCK + PADDING);
    memset(at + (blocks - 1) * BLOCK, 0, BLOCK + PADDING);
    if (text.len > 0)
        memcpy(at, text.at, text.len);
    lower->len = text.len;
    return at;
}

void
token_runs_find(struct token_runs *runs, struct text text, struct buffer *lower)
{
    size_t blocks = text.len / BLOCK + 1;
    uint8_t *at = copy(text, blocks, lower);
    uint64_t any = 0;
    uint64_t w_before = 0;
    uint64_t *bits;

    buffer_clear(&runs->bits);
    bits = (uint64_t *)(void *)buffer_reserve(&runs->bits, 3 * blocks * 8);
    for (size_t i = 0; i < blocks; i++) {
        struct look look = {0};

        for (int step = 0; step < BLOCK; step += STEP)
            look_at_step(at + i * BLOCK, step, &look);
        bits[i] = look.words;
        bits[blocks + i] = look.beyond;
        bits[2 * blocks + i] =
            look.marks | (look.dots & (look.w << 1 | w_before));
        any |= look.beyond;
        w_before = look.w >> 63;
    }
    runs->words = bits;
    runs->beyond = bits + blocks;
    runs->marks = bits + 2 * blocks;
    runs->len = text.len;
    runs->is_ascii = any == 0;
}

/* The first bit from `at` on that differs from those of `flip`. */
static size_t
next_bit(const struct token_runs *runs, const uint64_t *bits, size_t at,
         uint64_t flip)
{
    size_t last = runs->len / BLOCK;
    size_t word = at / BLOCK;
    uint64_t found = (bits[word] ^ flip) & UINT64_MAX << at % BLOCK;

    while (found == 0) {
        if (++word > last)
            return runs->len;
        found = bits[word] ^ flip;
    }
    return word * BLOCK + (size_t)__builtin_ctzll(found);
}

size_t
token_runs_word(const struct token_runs *runs, size_t at)
{
    return next_bit(runs, runs->words, at, 0);
}

size_t
token_runs_gap(const struct token_runs *runs, size_t at)
{
    return next_bit(runs, runs->words, at, UINT64_MAX);
}

bool
token_runs_look_beyond(const struct token_runs *runs, size_t from, size_t end)
{
    return next_bit(runs, runs->beyond, from, 0) < end;
}

size_t
token_edges_seek(struct token_edges *edges, const struct token_runs *runs,
                 size_t at, bool *is_marked)
{
    size_t word = token_runs_word(runs, at);

    token_edges_load(edges, runs, word / BLOCK);
    *is_marked = (edges->marks >> word % BLOCK & 1) != 0;
    edges->bits &= UINT64_MAX << 1 << word % BLOCK;
    return word;
}
