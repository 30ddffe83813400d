/*
 * decoding - drives a decoder by steps of any size, for the unit tests of the decoders
 *
 * Each step's input and room are blocks of their own size on the heap, so that the address sanitizer sees
 * a decoder that reads or writes past them.
 */
#ifndef HARK_TESTS_DECODING_H
#define HARK_TESTS_DECODING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ports/decoder.h"

struct bytes {
    uint8_t *at;
    size_t len;
};

struct decoded {
    enum decode found;
    struct bytes out;
    size_t taken; /* of the input */
};

static inline struct bytes
bytes_new(size_t len)
{
    struct bytes bytes = {malloc(len + 1), len};

    assert_non_null(bytes.at);
    return bytes;
}

/* To bytes that began as bytes_new(0): memory doubles at each power of two. */
static inline void
bytes_add(struct bytes *bytes, const void *at, size_t len)
{
    size_t sum = bytes->len + len;

    if (len == 0)
        return;
    if (bytes->len == 0 || (bytes->len ^ sum) > bytes->len) {
        bytes->at =
            realloc(bytes->at, (size_t)2 << (63 - __builtin_clzll(sum)));
        assert_non_null(bytes->at);
    }
    memcpy(bytes->at + bytes->len, at, len);
    bytes->len = sum;
}

/* Lines of JSON that compress well, with every eighth KiB of noise in between. */
static inline struct bytes
bytes_sample(size_t len)
{
    struct bytes sample = bytes_new(len);
    uint64_t state = 88172645463325252ULL;
    char line[96];

    for (size_t at = 0; at < len;) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        int count =
            snprintf(line, sizeof(line),
                     "{\"id\":%llu,\"text\":\"word %d\",\"lang\":\"en\"}\n",
                     (unsigned long long)state % 1000000, (int)(at % 977));
        if (at >> 10 & 7)
            for (int i = 0; i < count && at < len; i++)
                sample.at[at++] = (uint8_t)line[i];
        else
            for (int i = 0; i < 8 && at < len; i++)
                sample.at[at++] = (uint8_t)(state >> (8 * i));
    }
    return sample;
}

/* One step on copies of at most these sizes. */
static inline enum decode
decode_step(struct decoder *decoder, const uint8_t *in, size_t in_len,
            size_t room, struct decoded *decoded, size_t *written)
{
    uint8_t *from = malloc(in_len > 0 ? in_len : 1);
    uint8_t *to = malloc(room > 0 ? room : 1);
    struct decode_span span = {from, in_len, to, room};
    enum decode found;

    memcpy(from, in, in_len);
    found = decoder->step(decoder, &span);
    assert_ptr_equal(span.in, from + in_len - span.in_len);
    assert_ptr_equal(span.out, to + room - span.out_len);
    *written = room - span.out_len;
    bytes_add(&decoded->out, to, *written);
    decoded->taken += in_len - span.in_len;
    free(from);
    free(to);
    return found;
}

/* Until END, BAD, or the end of the input; the caller frees out.at. */
static inline struct decoded
decode_by(struct decoder *decoder, struct bytes in, size_t in_step,
          size_t out_step)
{
    struct decoded decoded = {DECODE_MORE, bytes_new(0), 0};
    size_t before, count, written = 1;

    do {
        before = decoded.taken;
        count = in.len - before < in_step ? in.len - before : in_step;
        decoded.found = decode_step(decoder, in.at + before, count, out_step,
                                    &decoded, &written);
        if (decoded.found == DECODE_BAD)
            assert_non_null(decoder->why);
    } while (decoded.found == DECODE_MORE
             && (written > 0 || decoded.taken > before));
    return decoded;
}

static inline struct decoded
decode_all(struct decoder *decoder, struct bytes in)
{
    return decode_by(decoder, in, in.len + 1, 1 << 16);
}

static inline void
assert_bytes(struct bytes got, struct bytes wanted)
{
    assert_int_equal(got.len, wanted.len);
    assert_memory_equal(got.at, wanted.at, wanted.len);
}

static inline void
assert_why(const struct decoder *decoder, const char *code)
{
    assert_non_null(decoder->why);
    assert_memory_equal(decoder->why, code, strlen(code));
    assert_string_equal(strstr(decoder->why, ": ") == NULL ? "no text" : "",
                        "");
}

/* By one step and by bytes. */
static inline void
assert_bad(struct decoder *decoder, struct bytes in, const char *code)
{
    for (size_t step = in.len; step > 0; step = step > 1 ? 1 : 0) {
        struct decoded got = decode_by(decoder, in, step, 1 << 16);

        assert_int_equal(got.found, DECODE_BAD);
        assert_why(decoder, code);
        free(got.out.at);
        decoder->reset(decoder);
    }
}

/* All of `in` is one member that gives `wanted`, whatever the steps. */
static inline void
assert_member_by_steps(struct decoder *decoder, struct bytes in,
                       struct bytes wanted)
{
    static const size_t steps[][2] = {
        {1, 1 << 16}, {1 << 20, 1}, {1, 1}, {7, 3}, {4096, 4096}};

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        struct decoded got = decode_by(decoder, in, steps[i][0], steps[i][1]);

        assert_int_equal(got.found, DECODE_END);
        assert_int_equal(got.taken, in.len);
        assert_bytes(got.out, wanted);
        free(got.out.at);
        decoder->reset(decoder);
    }
}

/* A member cut anywhere is not an end. */
static inline void
assert_no_cut_ends(struct decoder *decoder, struct bytes in)
{
    for (size_t len = 0; len < in.len; len++) {
        struct decoded got = decode_all(decoder, (struct bytes){in.at, len});

        assert_int_equal(got.found, DECODE_MORE);
        assert_int_equal(got.taken, len);
        free(got.out.at);
        decoder->reset(decoder);
    }
}

/* Members glued back to back: each ends at its last byte, however the input is cut in two. */
static inline void
assert_glued_members_part(struct decoder *decoder, struct bytes in,
                          struct bytes wanted)
{
    struct bytes glued = bytes_new(0);

    bytes_add(&glued, in.at, in.len);
    bytes_add(&glued, in.at, in.len);
    for (size_t step = 1; step <= glued.len; step++) {
        struct decoded first = decode_by(decoder, glued, step, 1 << 16);
        struct bytes rest = {glued.at + first.taken, glued.len - first.taken};
        struct decoded second;

        assert_int_equal(first.found, DECODE_END);
        assert_int_equal(first.taken, in.len);
        assert_bytes(first.out, wanted);
        decoder->reset(decoder);
        second = decode_by(decoder, rest, step, 1 << 16);
        assert_int_equal(second.found, DECODE_END);
        assert_int_equal(second.taken, in.len);
        assert_bytes(second.out, wanted);
        decoder->reset(decoder);
        free(first.out.at);
        free(second.out.at);
    }
    free(glued.at);
}

/* With any one bit turned a member is bad, never ends, or gives what it gave before. */
static inline void
assert_no_flip_lies(struct decoder *decoder, struct bytes in,
                    struct bytes wanted)
{
    for (size_t bit = 0; bit < in.len * 8; bit++) {
        struct decoded got;

        in.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
        got = decode_all(decoder, in);
        if (got.found == DECODE_END && !decoder->unchecked)
            assert_bytes(got.out, wanted);
        in.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
        free(got.out.at);
        decoder->reset(decoder);
    }
}

/* Reads `packed` to its end, and then is offered it once more: of that it takes nothing, and writes nothing. Frees all. */
static inline void
assert_takes_no_more(struct decoder *decoder, struct bytes packed,
                     struct bytes plain)
{
    struct decoded got = decode_all(decoder, packed);
    struct decode_span more = {packed.at, packed.len, plain.at, plain.len};

    assert_int_equal(got.found, DECODE_END);
    assert_int_equal(decoder->step(decoder, &more), DECODE_END);
    assert_int_equal(more.in_len, packed.len);
    assert_int_equal(more.out_len, plain.len);
    free(got.out.at);
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

#endif
