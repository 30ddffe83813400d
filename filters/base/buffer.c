#include "base/buffer.h"

#include <endian.h>
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SMALLEST = 256, INTEGER_MAX = 20 };

void
buffer_free(struct buffer *buffer)
{
    if (buffer == NULL)
        return;
    free(buffer->at);
    *buffer = (struct buffer){0};
}

void
buffer_grow(struct buffer *buffer, size_t more)
{
    size_t wanted;
    size_t cap = buffer->cap < SMALLEST ? SMALLEST : buffer->cap;

    if (__builtin_add_overflow(buffer->len, more, &wanted)
        || wanted > SIZE_MAX / 2)
        errx(EX_OSERR, "a buffer of more than half the address space");
    while (cap < wanted)
        cap *= 2;
    buffer->at = realloc(buffer->at, cap);
    if (buffer->at == NULL)
        err(EX_OSERR, "a buffer of %zu bytes", cap);
    buffer->cap = cap;
}

void
buffer_add_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, text_of(string));
}

/* How many it takes to write that number. */
static size_t
digits_of(uint64_t number)
{
    size_t digits = 1;

    for (uint64_t next = 10; number >= next && digits < INTEGER_MAX - 1;
         next *= 10)
        digits++;
    return digits;
}

void
buffer_add_integer(struct buffer *buffer, int64_t value)
{
    char *at = buffer_reserve(buffer, INTEGER_MAX);
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    size_t len = digits_of(rest);

    if (value < 0) {
        *at++ = '-';
        buffer->len++;
    }
    buffer->len += len;
    do {
        at[--len] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
}

static uint64_t
each(unsigned char byte)
{
    return byte * UINT64_C(0x0101010101010101);
}

/* Eight digits at once, in the order they are written. */
static uint64_t
hex_8(uint32_t value)
{
    uint64_t digits = value;
    uint64_t letters;

    digits = (digits | digits << 16) & UINT64_C(0x0000ffff0000ffff);
    digits = (digits | digits << 8) & UINT64_C(0x00ff00ff00ff00ff);
    digits = (digits | digits << 4) & each(0x0f);
    letters = (digits + each(6)) >> 4 & each(1);
    return htobe64(digits + each('0') + letters * ('a' - '0' - 10));
}

void
buffer_add_hex(struct buffer *buffer, uint64_t value)
{
    uint64_t digits[2] = {hex_8((uint32_t)(value >> 32)),
                          hex_8((uint32_t)value)};

    memcpy(buffer_reserve(buffer, sizeof(digits)), digits, sizeof(digits));
    buffer->len += sizeof(digits);
}

void
buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list list;
    size_t room;
    int len;

    va_start(list, format);
    len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (len < 0)
        err(EX_OSERR, "%s", format);
    room = (size_t)len + 1;
    buffer_reserve(buffer, room);
    va_start(list, format);
    vsnprintf(buffer->at + buffer->len, room, format, list);
    va_end(list);
    buffer->len += (size_t)len;
}

/*
 * copy_step() copies STEP bytes and returns a set of those to escape: first_mark() is the place
 * of its first one. SSE2 is part of every x86-64.
 */
#ifdef __SSE2__
enum { STEP = 16 };

static inline uint64_t
put_step(char *out, __m128i bytes)
{
    __m128i control =
        _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
    __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    __m128i slash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    __m128i marks = _mm_or_si128(control, _mm_or_si128(quote, slash));

    _mm_storeu_si128((__m128i *)(void *)out, bytes);
    return (uint64_t)_mm_movemask_epi8(marks);
}

static inline uint64_t
copy_step(char *out, const char *at)
{
    return put_step(out, _mm_loadu_si128((const __m128i *)(const void *)at));
}

/* One to fifteen bytes, by pieces that overlap: what is behind them is zero, and marked. */
static inline uint64_t
few_step(char *out, const char *at, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)at;
    uint64_t low, high = 0;
    uint32_t first, last;

    if (len > 8) {
        memcpy(&low, at, 8);
        memcpy(&high, at + len - 8, 8);
        high >>= 8 * (16 - len);
    } else if (len == 8) {
        memcpy(&low, at, 8);
    } else if (len >= 4) {
        memcpy(&first, at, 4);
        memcpy(&last, at + len - 4, 4);
        low = first | (uint64_t)last << 8 * (len - 4);
    } else {
        low = bytes[0] | (uint64_t)bytes[len / 2] << 8 * (len / 2)
              | (uint64_t)bytes[len - 1] << 8 * (len - 1);
    }
    return put_step(out, _mm_set_epi64x((long long)high, (long long)low));
}

static size_t
first_mark(uint64_t marks)
{
    return (size_t)__builtin_ctzll(marks);
}
#else
enum { STEP = 8 };

/* The top bit of each byte that is below `limit`; only the first one is sure. */
static uint64_t
below(uint64_t bytes, unsigned char limit)
{
    return (bytes - each(limit)) & ~bytes & each(0x80);
}

static uint64_t
copy_step(char *out, const char *at)
{
    uint64_t bytes;

    memcpy(out, at, STEP);
    memcpy(&bytes, at, STEP);
    bytes = le64toh(bytes);
    return below(bytes, 0x20) | below(bytes ^ each('"'), 1)
           | below(bytes ^ each('\\'), 1);
}

static uint64_t
few_step(char *out, const char *at, size_t len)
{
    char step[STEP] = {0};

    memcpy(step, at, len);
    return copy_step(out, step);
}

static size_t
first_mark(uint64_t marks)
{
    return (size_t)__builtin_ctzll(marks) / 8;
}
#endif

/* Fewer than STEP bytes, as copy_plain(). */
static inline size_t
copy_few(char *out, const char *at, size_t len)
{
    uint64_t marks = few_step(out, at, len);
    size_t plain = marks == 0 ? len : first_mark(marks);

    return plain < len ? plain : len;
}

/*
 * Copies up to the first byte to escape and returns how many that were; out has room for len
 * and STEP more.
 */
static size_t
copy_plain(char *out, const char *at, size_t len)
{
    size_t done = 0;

    if (len < STEP)
        return copy_few(out, at, len);
    while (done < len) {
        uint64_t marks;

        /* The last step overlaps the one before it. */
        if (len - done < STEP)
            done = len - STEP;
        marks = copy_step(out + done, at + done);
        if (marks != 0)
            return done + first_mark(marks);
        done += STEP;
    }
    return len;
}

static void
add_escaped(struct buffer *buffer, unsigned char byte)
{
    static const char names[0x20] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    char name = byte < 0x20 ? names[byte] : (char)byte;
    char *out = buffer_reserve(buffer, 6);

    if (name != 0) {
        out[0] = '\\';
        out[1] = name;
        buffer->len += 2;
        return;
    }
    out[0] = '\\';
    out[1] = 'u';
    out[2] = '0';
    out[3] = '0';
    out[4] = (char)('0' + (byte >> 4));
    out[5] = "0123456789abcdef"[byte & 15];
    buffer->len += 6;
}

void
buffer_add_json(struct buffer *buffer, struct text utf8)
{
    while (utf8.len > 0) {
        char *out = buffer_reserve(buffer, utf8.len + STEP);
        size_t plain = copy_plain(out, utf8.at, utf8.len);

        buffer->len += plain;
        if (plain == utf8.len)
            return;
        add_escaped(buffer, (unsigned char)utf8.at[plain]);
        utf8 = text_from(utf8, plain + 1);
    }
}

void
buffer_add_json_string(struct buffer *buffer, struct text utf8)
{
    buffer_reserve(buffer, utf8.len + STEP + 2);
    buffer_add_char(buffer, '"');
    buffer_add_json(buffer, utf8);
    buffer_add_char(buffer, '"');
}

void
buffer_add_code_point(struct buffer *buffer, uint32_t code)
{
    unsigned char *out =
        (unsigned char *)buffer_reserve(buffer, BUFFER_CODE_POINT);

    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        code = 0xfffd;
    if (code < 0x80) {
        out[0] = (unsigned char)code;
        buffer->len += 1;
    } else if (code < 0x800) {
        out[0] = (unsigned char)(0xc0 | code >> 6);
        out[1] = (unsigned char)(0x80 | (code & 0x3f));
        buffer->len += 2;
    } else if (code < 0x10000) {
        out[0] = (unsigned char)(0xe0 | code >> 12);
        out[1] = (unsigned char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (unsigned char)(0x80 | (code & 0x3f));
        buffer->len += 3;
    } else {
        out[0] = (unsigned char)(0xf0 | code >> 18);
        out[1] = (unsigned char)(0x80 | (code >> 12 & 0x3f));
        out[2] = (unsigned char)(0x80 | (code >> 6 & 0x3f));
        out[3] = (unsigned char)(0x80 | (code & 0x3f));
        buffer->len += 4;
    }
}

const char *
buffer_string(struct buffer *buffer)
{
    *buffer_reserve(buffer, 1) = '\0';
    return buffer->at;
}
