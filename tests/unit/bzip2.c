#include "decoding.h"

#include <bzlib.h>

#include "ports/bzip2.h"

static struct bytes
pack(struct bytes plain)
{
    struct bytes packed = bytes_new(plain.len + plain.len / 50 + 1000);
    unsigned len = (unsigned)packed.len;

    assert_int_equal(BZ2_bzBuffToBuffCompress((char *)packed.at, &len,
                                              (char *)plain.at,
                                              (unsigned)plain.len, 1, 0, 0),
                     BZ_OK);
    packed.len = len;
    return packed;
}

static void
streams_of_any_size_come_out_whole(void **state)
{
    static const size_t sizes[] = {0, 1, 100000, 2500000};
    struct decoder *decoder = bzip2_new();

    (void)state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct bytes plain = bytes_sample(sizes[i]), packed = pack(plain);
        struct decoded got = decode_all(decoder, packed);

        assert_int_equal(got.found, DECODE_END);
        assert_false(decoder->unchecked);
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
    struct decoder *decoder = bzip2_new();
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
    struct decoder *decoder = bzip2_new();

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
    struct decoder *decoder = bzip2_new();
    struct bytes plain = bytes_sample(1000), packed = pack(plain);

    (void)state;
    assert_no_flip_lies(decoder, packed, plain);
    packed.at[0] ^= 1;
    assert_bad(decoder, packed, "bad_header: ");
    packed.at[0] ^= 1;
    packed.at[12] ^= 1; /* the block's CRC */
    assert_bad(decoder, packed, "bad_data: ");
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

static void
behind_its_end_a_stream_takes_no_more(void **state)
{
    struct bytes plain = bytes_sample(1000);

    (void)state;
    assert_takes_no_more(bzip2_new(), pack(plain), plain);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_of_any_size_come_out_whole),
        cmocka_unit_test(the_size_of_the_steps_changes_nothing),
        cmocka_unit_test(
            a_stream_ends_at_its_last_byte_wherever_the_input_is_cut),
        cmocka_unit_test(a_turned_bit_never_gives_other_bytes),
        cmocka_unit_test(behind_its_end_a_stream_takes_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
