#include "decoding.h"

#include <zlib.h>

#include "ports/inflate.h"

enum { RAW = -15, ZLIB = 15, GZIP = 31 };

static struct bytes
pack_as(struct bytes plain, int wrapper, int level)
{
    z_stream stream = {0};
    struct bytes packed;

    assert_int_equal(deflateInit2(&stream, level, Z_DEFLATED, wrapper, 8,
                                  Z_DEFAULT_STRATEGY),
                     Z_OK);
    packed = bytes_new(deflateBound(&stream, plain.len));
    stream.next_in = plain.at;
    stream.avail_in = (uInt)plain.len;
    stream.next_out = packed.at;
    stream.avail_out = (uInt)packed.len;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.len = stream.total_out;
    deflateEnd(&stream);
    return packed;
}

static struct bytes
pack(struct bytes plain)
{
    return pack_as(plain, GZIP, 6);
}

/* A header with all that RFC 1952 allows in it, before the body of `member`. */
static struct bytes
with_full_header(struct bytes member)
{
    static const uint8_t head[] = "\x1f\x8b\x08\x1f\x01\x02\x03\x04\x00\x03"
                                  "\x05\x00\x0b\x1f\x01\x00\x08"
                                  "name.json\0a comment";
    struct bytes full = bytes_new(0);
    uLong crc = crc32(0, head, sizeof(head));
    uint8_t crc16[2] = {(uint8_t)crc, (uint8_t)(crc >> 8)};

    bytes_add(&full, head, sizeof(head));
    bytes_add(&full, crc16, 2);
    bytes_add(&full, member.at + 10, member.len - 10);
    return full;
}

static void
members_of_any_size_come_out_whole(void **state)
{
    static const size_t sizes[] = {0, 1, 100, 65536, 300000, 3000000};
    struct decoder *decoder = inflate_new();

    (void)state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        for (int level = 0; level <= 9; level += 3) {
            struct bytes plain = bytes_sample(sizes[i]);
            struct bytes packed = pack_as(plain, GZIP, level);
            struct decoded got = decode_all(decoder, packed);

            assert_int_equal(got.found, DECODE_END);
            assert_false(decoder->unchecked);
            assert_int_equal(got.taken, packed.len);
            assert_bytes(got.out, plain);
            decoder->reset(decoder);
            free(got.out.at);
            free(plain.at);
            free(packed.at);
        }
    }
    decoder->free(decoder);
}

static void
the_size_of_the_steps_changes_nothing(void **state)
{
    struct decoder *decoder = inflate_new();
    struct bytes plain = bytes_sample(100000);

    (void)state;
    for (int level = 0; level <= 9; level += 3) {
        struct bytes packed = pack_as(plain, GZIP, level);

        assert_member_by_steps(decoder, packed, plain);
        free(packed.at);
    }
    free(plain.at);
    decoder->free(decoder);
}

static void
a_member_ends_at_its_last_byte_wherever_the_input_is_cut(void **state)
{
    struct decoder *decoder = inflate_new();
    struct bytes plain = bytes_sample(3000);
    struct bytes packed = pack(plain), full = with_full_header(packed);

    (void)state;
    assert_glued_members_part(decoder, packed, plain);
    assert_glued_members_part(decoder, full, plain);
    free(full.at);
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

static void
a_cut_member_is_not_an_end(void **state)
{
    struct decoder *decoder = inflate_new();
    struct bytes plain = bytes_sample(3000);
    struct bytes packed = pack(plain), full = with_full_header(packed);

    (void)state;
    assert_no_cut_ends(decoder, packed);
    assert_no_cut_ends(decoder, full);
    free(full.at);
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

static void
a_turned_bit_never_gives_other_bytes(void **state)
{
    struct decoder *decoder = inflate_new();
    struct bytes plain = bytes_sample(1500);
    struct bytes packed = pack(plain), full = with_full_header(packed);

    (void)state;
    assert_no_flip_lies(decoder, packed, plain);
    assert_no_flip_lies(decoder, full, plain);
    free(full.at);
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

/* A member with byte `offset` (from its end if negative) turned, is called so. */
static void
assert_turned_byte(struct bytes member, int offset, uint8_t mask,
                   const char *code)
{
    size_t place = offset < 0 ? member.len - (size_t)-offset : (size_t)offset;
    struct decoder *decoder = inflate_new();

    member.at[place] ^= mask;
    assert_bad(decoder, member, code);
    member.at[place] ^= mask;
    decoder->free(decoder);
}

static void
each_fault_is_called_by_its_name(void **state)
{
    struct bytes plain = bytes_sample(1500);
    struct bytes packed = pack(plain), full = with_full_header(packed);

    (void)state;
    assert_turned_byte(packed, 0, 1, "bad_header: ");
    assert_turned_byte(packed, 1, 1, "bad_header: ");
    assert_turned_byte(packed, 2, 1, "bad_header: ");
    assert_turned_byte(packed, 3, 0x20, "bad_header: ");
    assert_turned_byte(packed, 3, 0x40, "bad_header: ");
    assert_turned_byte(packed, 3, 0x80, "bad_header: ");
    assert_turned_byte(packed, 10, 6, "bad_data: "); /* block type 3 */
    assert_turned_byte(packed, -8, 1, "bad_crc: ");
    assert_turned_byte(packed, -5, 0x80, "bad_crc: ");
    assert_turned_byte(packed, -4, 1, "bad_length: ");
    assert_turned_byte(packed, -1, 0x80, "bad_length: ");
    assert_turned_byte(full, 4, 1, "bad_header: ");  /* time */
    assert_turned_byte(full, 20, 1, "bad_header: "); /* name */
    assert_turned_byte(full, 38, 1, "bad_header: "); /* its CRC */
    free(full.at);
    free(packed.at);
    free(plain.at);
}

static void
what_precedes_a_fault_does_not_depend_on_the_steps(void **state)
{
    struct decoder *decoder = inflate_new();
    struct bytes plain = bytes_sample(300000);
    struct bytes packed = pack(plain);
    struct decoded whole, steps;

    (void)state;
    for (size_t at = packed.len / 7; at < packed.len; at += packed.len / 7) {
        memset(packed.at + at, 0xff, 6);
        whole = decode_by(decoder, packed, packed.len, 1 << 20);
        decoder->reset(decoder);
        steps = decode_by(decoder, packed, 977, 101);
        decoder->reset(decoder);
        assert_int_equal(whole.found, steps.found);
        assert_bytes(steps.out, whole.out);
        free(whole.out.at);
        free(steps.out.at);
    }
    free(packed.at);
    free(plain.at);
    decoder->free(decoder);
}

static void
http_deflate_is_taken_wrapped_and_raw(void **state)
{
    struct decoder *decoder = inflate_new_deflate();
    static const size_t sizes[] = {0, 1, 3000, 100000};

    (void)state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        for (int level = 0; level <= 9; level += 3) {
            struct bytes plain = bytes_sample(sizes[i]);
            struct bytes wrapped = pack_as(plain, ZLIB, level);
            struct bytes raw = pack_as(plain, RAW, level);

            assert_member_by_steps(decoder, wrapped, plain);
            assert_member_by_steps(decoder, raw, plain);
            if (plain.len == 3000) {
                assert_glued_members_part(decoder, wrapped, plain);
                assert_glued_members_part(decoder, raw, plain);
                assert_no_cut_ends(decoder, wrapped);
                assert_no_cut_ends(decoder, raw);
                assert_no_flip_lies(decoder, wrapped, plain);
            }
            free(raw.at);
            free(wrapped.at);
            free(plain.at);
        }
    }
    decoder->free(decoder);
}

static void
only_raw_deflate_ends_unchecked(void **state)
{
    struct decoder *decoder = inflate_new_deflate();
    struct bytes plain = bytes_sample(100);
    int wrappers[] = {ZLIB, RAW, ZLIB};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct bytes packed = pack_as(plain, wrappers[i], 6);
        struct decoded got = decode_all(decoder, packed);

        assert_int_equal(got.found, DECODE_END);
        assert_int_equal(decoder->unchecked, wrappers[i] == RAW);
        decoder->reset(decoder);
        if (wrappers[i] == ZLIB) {
            packed.at[packed.len - 1] ^= 1;
            assert_bad(decoder, packed, "bad_crc: ");
        }
        free(got.out.at);
        free(packed.at);
    }
    free(plain.at);
    decoder->free(decoder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_of_any_size_come_out_whole),
        cmocka_unit_test(the_size_of_the_steps_changes_nothing),
        cmocka_unit_test(
            a_member_ends_at_its_last_byte_wherever_the_input_is_cut),
        cmocka_unit_test(a_cut_member_is_not_an_end),
        cmocka_unit_test(a_turned_bit_never_gives_other_bytes),
        cmocka_unit_test(each_fault_is_called_by_its_name),
        cmocka_unit_test(what_precedes_a_fault_does_not_depend_on_the_steps),
        cmocka_unit_test(http_deflate_is_taken_wrapped_and_raw),
        cmocka_unit_test(only_raw_deflate_ends_unchecked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
