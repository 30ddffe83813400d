#include "decoding.h"

#include <zdict.h>
#include <zstd.h>

#include "ports/zstd.h"

enum { MIB = 1 << 20, WINDOW = 128 * MIB };

static struct bytes
pack_with(struct bytes plain, int level, bool checksum, int window_log)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    struct bytes packed = bytes_new(ZSTD_compressBound(plain.len));
    ZSTD_inBuffer in = {plain.at, plain.len, 0};
    ZSTD_outBuffer out = {packed.at, packed.len, 0};

    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum);
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
    while (in.pos < in.size) /* by pieces, so that its size stays unknown */
        assert_false(ZSTD_isError(
            ZSTD_compressStream2(context, &out, &in, ZSTD_e_continue)));
    assert_int_equal(ZSTD_compressStream2(context, &out, &in, ZSTD_e_end), 0);
    packed.len = out.pos;
    ZSTD_freeCCtx(context);
    return packed;
}

static struct bytes
pack(struct bytes plain, bool checksum)
{
    return pack_with(plain, 3, checksum, 0);
}

static struct bytes
skippable(uint8_t kind, size_t len)
{
    struct bytes frame = bytes_new(len + 8);
    uint8_t head[8] = {(uint8_t)(0x50 + kind), 0x2a, 0x4d, 0x18, (uint8_t)len,
                       (uint8_t)(len >> 8),    0,    0};

    memset(frame.at, 0x28, frame.len);
    memcpy(frame.at, head, sizeof(head));
    return frame;
}

static void
frames_of_any_size_come_out_whole(void **state)
{
    static const size_t sizes[] = {0, 1, 255, 256, 65535, 300000, 5000000};
    struct decoder *decoder = zstd_new(WINDOW);

    (void)state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct bytes plain = bytes_sample(sizes[i]);
        struct bytes streamed = pack(plain, true);
        struct bytes known = bytes_new(zstd_bound(plain.len));
        struct decoded got = decode_all(decoder, streamed);

        assert_int_equal(got.found, DECODE_END);
        assert_false(decoder->unchecked);
        assert_bytes(got.out, plain);
        decoder->reset(decoder);
        free(got.out.at);
        known.len = zstd_pack(known.at, known.len, plain.at, plain.len);
        got = decode_all(decoder, known);
        assert_int_equal(got.found, DECODE_END);
        assert_int_equal(got.taken, known.len);
        assert_bytes(got.out, plain);
        decoder->reset(decoder);
        free(got.out.at);
        free(known.at);
        free(streamed.at);
        free(plain.at);
    }
    decoder->free(decoder);
}

static void
the_size_of_the_steps_changes_nothing(void **state)
{
    struct decoder *decoder = zstd_new(WINDOW);
    struct bytes plain = bytes_sample(300000);
    struct bytes packed = pack(plain, true);

    (void)state;
    assert_member_by_steps(decoder, packed, plain);
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

static void
a_frame_ends_at_its_last_byte_wherever_the_input_is_cut(void **state)
{
    struct decoder *decoder = zstd_new(WINDOW);
    static const size_t sizes[] = {0, 5, 3000};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct bytes plain = bytes_sample(sizes[i]);
        struct bytes packed = pack(plain, i != 1);

        assert_glued_members_part(decoder, packed, plain);
        assert_no_cut_ends(decoder, packed);
        free(packed.at);
        free(plain.at);
    }
    decoder->free(decoder);
}

static void
a_turned_bit_never_gives_other_bytes_where_there_is_a_checksum(void **state)
{
    struct decoder *decoder = zstd_new(WINDOW);
    struct bytes plain = bytes_sample(1500);
    struct bytes packed = pack(plain, true);
    struct bytes known = bytes_new(zstd_bound(plain.len));

    (void)state;
    known.len = zstd_pack(known.at, known.len, plain.at, plain.len);
    assert_no_flip_lies(decoder, packed, plain);
    assert_no_flip_lies(decoder, known, plain);
    packed.at[packed.len - 1] ^= 1;
    assert_bad(decoder, packed, "bad_crc: ");
    free(known.at);
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

static void
a_frame_without_checksum_ends_unchecked(void **state)
{
    struct decoder *decoder = zstd_new(WINDOW);
    struct bytes plain = bytes_sample(1500);

    (void)state;
    for (int checksum = 0; checksum < 2; checksum++) {
        struct bytes packed = pack(plain, checksum);
        struct decoded got = decode_all(decoder, packed);

        assert_int_equal(got.found, DECODE_END);
        assert_int_equal(decoder->unchecked, !checksum);
        decoder->reset(decoder);
        free(got.out.at);
        free(packed.at);
    }
    free(plain.at);
    decoder->free(decoder);
}

static void
skippable_frames_are_members_without_bytes(void **state)
{
    struct decoder *decoder = zstd_new(WINDOW);
    struct bytes nothing = bytes_new(0);

    (void)state;
    for (uint8_t kind = 0; kind < 16; kind++) {
        struct bytes frame = skippable(kind, kind * 9U);

        assert_member_by_steps(decoder, frame, nothing);
        assert_glued_members_part(decoder, frame, nothing);
        assert_no_cut_ends(decoder, frame);
        assert_false(decoder->unchecked);
        free(frame.at);
    }
    free(nothing.at);
    decoder->free(decoder);
}

static void
what_is_no_frame_is_refused(void **state)
{
    struct decoder *decoder = zstd_new(WINDOW);
    uint8_t junk[] = "{\"id\":1,\"text\":\"no frame\"}\n";
    uint8_t old[] = {0x27, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0}; /* zstd 0.7 */
    struct bytes plain = bytes_sample(100), packed = pack(plain, true);

    (void)state;
    assert_bad(decoder, (struct bytes){junk, sizeof(junk)}, "bad_header: ");
    assert_bad(decoder, (struct bytes){old, sizeof(old)}, "bad_header: ");
    packed.at[4] ^= 8; /* the reserved bit */
    assert_bad(decoder, packed, "bad_header: ");
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

static void
a_window_beyond_the_limit_is_refused_by_its_size(void **state)
{
    struct decoder *decoder = zstd_new(4 * MIB);
    struct bytes plain = bytes_sample(9 * MIB);
    struct bytes allowed = pack_with(plain, 1, true, 22);
    struct bytes beyond = pack_with(plain, 1, true, 23);
    struct decoded got = decode_all(decoder, allowed);

    (void)state;
    assert_int_equal(got.found, DECODE_END);
    assert_bytes(got.out, plain);
    decoder->reset(decoder);
    free(got.out.at);
    assert_bad(decoder, beyond,
               "window_too_large: wants 8 MiB, --max-window allows 4");
    free(beyond.at);
    free(allowed.at);
    free(plain.at);
    decoder->free(decoder);
}

static void
a_window_of_31_bits_is_allowed_where_asked_for(void **state)
{
    /* magic, no flags, window 2^31, one last empty raw block */
    uint8_t frame[] = {0x28, 0xb5, 0x2f, 0xfd, 0, 21 << 3, 1, 0, 0};
    uint8_t single[] = {0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0,
                        0,    1,    0,    0,    0,    1, 0, 0};
    struct decoder *decoder = zstd_new(WINDOW);
    struct decoded got;

    (void)state;
    assert_bad(decoder, (struct bytes){frame, sizeof(frame)},
               "window_too_large: wants 2048 MiB, --max-window allows 128");
    assert_bad(decoder, (struct bytes){single, sizeof(single)},
               "window_too_large: wants 4096 MiB, --max-window allows 128");
    decoder->free(decoder);
    decoder = zstd_new(UINT64_C(1) << 31);
    got = decode_all(decoder, (struct bytes){frame, sizeof(frame)});
    assert_int_equal(got.found, DECODE_END);
    free(got.out.at);
    decoder->free(decoder);
}

/* A dictionary as ZDICT makes it, of many short samples. */
static struct bytes
train(void)
{
    enum { COUNT = 4000 };
    static size_t sizes[COUNT];
    struct bytes samples = bytes_sample(COUNT * 100);
    struct bytes dictionary = bytes_new(16384);

    for (size_t i = 0; i < COUNT; i++)
        sizes[i] = 100;
    dictionary.len = ZDICT_trainFromBuffer(dictionary.at, dictionary.len,
                                           samples.at, sizes, COUNT);
    assert_false(ZDICT_isError(dictionary.len));
    free(samples.at);
    return dictionary;
}

static void
a_dictionary_serves_every_frame_and_none_is_missed(void **state)
{
    struct bytes dictionary = train();
    struct bytes plain = bytes_sample(2000);
    struct bytes packed = bytes_new(ZSTD_compressBound(plain.len));
    ZSTD_CCtx *context = ZSTD_createCCtx();
    struct decoder *with, *without;

    (void)state;
    packed.len =
        ZSTD_compress_usingDict(context, packed.at, packed.len, plain.at,
                                plain.len, dictionary.at, dictionary.len, 3);
    with = zstd_new_with(
        WINDOW, (struct text){(const char *)dictionary.at, dictionary.len});
    memset(dictionary.at + 8, 0, dictionary.len - 8); /* it was copied */
    assert_glued_members_part(with, packed, plain);
    without = zstd_new(WINDOW);
    assert_bad(without, packed, "wrong_dictionary: ");
    without->free(without);
    with->free(with);
    with = zstd_new_with(
        WINDOW, (struct text){(const char *)dictionary.at, dictionary.len});
    assert_bad(with, packed, "bad_dictionary: ");
    with->free(with);
    ZSTD_freeCCtx(context);
    free(packed.at);
    free(plain.at);
    free(dictionary.at);
}

static void
a_spooled_block_comes_back_or_is_refused(void **state)
{
    struct bytes plain = bytes_sample(5000), back = bytes_new(6000);
    struct bytes packed = bytes_new(zstd_bound(plain.len) + 100);

    (void)state;
    packed.len = zstd_pack(packed.at, packed.len, plain.at, plain.len);
    assert_true(zstd_unpack(back.at, plain.len, packed.at, packed.len));
    assert_memory_equal(back.at, plain.at, plain.len);
    assert_false(zstd_unpack(back.at, plain.len - 1, packed.at, packed.len));
    assert_false(zstd_unpack(back.at, plain.len + 1, packed.at, packed.len));
    assert_false(zstd_unpack(back.at, plain.len, packed.at, packed.len + 1));
    for (size_t len = 0; len < packed.len; len++)
        assert_false(zstd_unpack(back.at, plain.len, packed.at, len));
    packed.at[packed.len / 2] ^= 1;
    assert_false(zstd_unpack(back.at, plain.len, packed.at, packed.len));
    packed.len = zstd_pack(packed.at, packed.len, "", 0);
    assert_true(packed.len > 0);
    assert_true(zstd_unpack(back.at, 0, packed.at, packed.len));
    free(packed.at);
    free(back.at);
    free(plain.at);
}

static void
a_block_that_is_not_what_was_packed_is_refused(void **state)
{
    char packed[200], out[4];
    size_t len = zstd_pack(packed, sizeof(packed), "abcd", 4);

    (void)state;
    assert_true(zstd_unpack(out, 4, packed, len));
    assert_memory_equal(out, "abcd", 4);
    assert_false(zstd_unpack(out, 3, packed, len));
    assert_false(zstd_unpack(out, 4, packed, len - 1));
    assert_false(zstd_unpack(out, 4, packed, 3));
    packed[0]++;
    assert_false(zstd_unpack(out, 4, packed, len));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_of_any_size_come_out_whole),
        cmocka_unit_test(the_size_of_the_steps_changes_nothing),
        cmocka_unit_test(
            a_frame_ends_at_its_last_byte_wherever_the_input_is_cut),
        cmocka_unit_test(
            a_turned_bit_never_gives_other_bytes_where_there_is_a_checksum),
        cmocka_unit_test(a_frame_without_checksum_ends_unchecked),
        cmocka_unit_test(skippable_frames_are_members_without_bytes),
        cmocka_unit_test(what_is_no_frame_is_refused),
        cmocka_unit_test(a_window_beyond_the_limit_is_refused_by_its_size),
        cmocka_unit_test(a_window_of_31_bits_is_allowed_where_asked_for),
        cmocka_unit_test(a_dictionary_serves_every_frame_and_none_is_missed),
        cmocka_unit_test(a_spooled_block_comes_back_or_is_refused),
        cmocka_unit_test(a_block_that_is_not_what_was_packed_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
