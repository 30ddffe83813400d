#include "decoding.h"

#include <lzma.h>

#include "ports/xz.h"

enum { MIB = 1 << 20, WINDOW = 128 * MIB };

static struct bytes
pack_with(struct bytes plain, lzma_check check, uint32_t dictionary)
{
    struct bytes packed = bytes_new(lzma_stream_buffer_bound(plain.len));
    lzma_options_lzma options;
    lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options},
                             {LZMA_VLI_UNKNOWN, NULL}};
    size_t len = 0;

    assert_false(lzma_lzma_preset(&options, 1));
    options.dict_size = dictionary;
    assert_int_equal(lzma_stream_buffer_encode(filters, check, NULL, plain.at,
                                               plain.len, packed.at, &len,
                                               packed.len),
                     LZMA_OK);
    packed.len = len;
    return packed;
}

static struct bytes
pack(struct bytes plain)
{
    return pack_with(plain, LZMA_CHECK_CRC64, MIB);
}

static void
streams_of_any_size_and_check_come_out_whole(void **state)
{
    static const size_t sizes[] = {0, 1, 3000, 2500000};
    static const lzma_check checks[] = {LZMA_CHECK_CRC32, LZMA_CHECK_CRC64,
                                        LZMA_CHECK_SHA256, LZMA_CHECK_NONE};
    struct decoder *decoder = xz_new(WINDOW);

    (void)state;
    for (size_t i = 0; i < 16; i++) {
        struct bytes plain = bytes_sample(sizes[i / 4]);
        struct bytes packed = pack_with(plain, checks[i % 4], MIB);
        struct decoded got = decode_all(decoder, packed);

        assert_int_equal(got.found, DECODE_END);
        assert_int_equal(decoder->unchecked, checks[i % 4] == LZMA_CHECK_NONE);
        assert_int_equal(got.taken, packed.len);
        assert_bytes(got.out, plain);
        decoder->reset(decoder);
        free(got.out.at);
        free(packed.at);
        free(plain.at);
    }
    decoder->free(decoder);
}

static void
the_size_of_the_steps_changes_nothing(void **state)
{
    struct decoder *decoder = xz_new(WINDOW);
    struct bytes plain = bytes_sample(150000), packed = pack(plain);

    (void)state;
    assert_member_by_steps(decoder, packed, plain);
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

static void
a_stream_ends_at_its_last_byte_wherever_the_input_is_cut(void **state)
{
    static const size_t sizes[] = {0, 1, 1000};
    struct decoder *decoder = xz_new(WINDOW);

    (void)state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct bytes plain = bytes_sample(sizes[i]), packed = pack(plain);

        assert_glued_members_part(decoder, packed, plain);
        assert_no_cut_ends(decoder, packed);
        free(packed.at);
        free(plain.at);
    }
    decoder->free(decoder);
}

static void
a_turned_bit_never_gives_other_bytes(void **state)
{
    struct decoder *decoder = xz_new(WINDOW);
    struct bytes plain = bytes_sample(1000), packed = pack(plain);

    (void)state;
    assert_no_flip_lies(decoder, packed, plain);
    packed.at[0] ^= 1;
    assert_bad(decoder, packed, "bad_header: ");
    packed.at[0] ^= 1;
    packed.at[packed.len / 2] ^= 1;
    assert_bad(decoder, packed, "bad_data: ");
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

static void
a_check_that_nobody_knows_is_refused(void **state)
{
    struct decoder *decoder = xz_new(WINDOW);
    struct bytes plain = bytes_sample(1000);
    struct bytes packed = pack_with(plain, LZMA_CHECK_CRC32, MIB);
    uint32_t crc;

    (void)state;
    packed.at[7] = 2; /* reserved; 4 bytes as CRC-32 has */
    crc = lzma_crc32(packed.at + 6, 2, 0);
    for (int i = 0; i < 4; i++)
        packed.at[8 + i] = (uint8_t)(crc >> 8 * i);
    assert_bad(decoder, packed, "unsupported_check: ");
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

static void
a_dictionary_beyond_the_limit_is_refused_by_its_size(void **state)
{
    struct decoder *decoder = xz_new(8 * MIB);
    struct bytes plain = bytes_sample(3000);
    struct bytes allowed = pack_with(plain, LZMA_CHECK_CRC64, 8 * MIB);
    struct bytes beyond = pack_with(plain, LZMA_CHECK_CRC64, 12 * MIB);

    (void)state;
    assert_member_by_steps(decoder, allowed, plain);
    assert_bad(decoder, beyond,
               "window_too_large: wants 12 MiB, --max-window allows 8");
    decoder->free(decoder);
    decoder = xz_new(UINT64_MAX);
    assert_member_by_steps(decoder, beyond, plain);
    decoder->free(decoder);
    free(beyond.at);
    free(allowed.at);
    free(plain.at);
}

static void
behind_its_end_a_stream_takes_no_more(void **state)
{
    struct bytes plain = bytes_sample(1000);

    (void)state;
    assert_takes_no_more(xz_new(1 << 24), pack(plain), plain);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_of_any_size_and_check_come_out_whole),
        cmocka_unit_test(the_size_of_the_steps_changes_nothing),
        cmocka_unit_test(
            a_stream_ends_at_its_last_byte_wherever_the_input_is_cut),
        cmocka_unit_test(a_turned_bit_never_gives_other_bytes),
        cmocka_unit_test(a_check_that_nobody_knows_is_refused),
        cmocka_unit_test(a_dictionary_beyond_the_limit_is_refused_by_its_size),
        cmocka_unit_test(behind_its_end_a_stream_takes_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
