#include "texts.h"

#include "ports/zstd.h"
#include "stream/packing.h"

static void
a_packing_is_told_by_its_first_bytes(void **state)
{
    (void)state;
    assert_int_equal(packing_of(TEXT("\x1f\x8b\x08")), PACKING_GZIP);
    assert_int_equal(packing_of(TEXT("\x28\xb5\x2f\xfd")), PACKING_ZSTD);
    assert_int_equal(packing_of(TEXT("\x5a\x2a\x4d\x18")), PACKING_ZSTD);
    assert_int_equal(packing_of(TEXT("BZh9")), PACKING_BZIP2);
    assert_int_equal(packing_of(TEXT("\xfd"
                                     "7zXZ\0")),
                     PACKING_XZ);
    assert_int_equal(packing_of(TEXT("\x5a\x2a\x4d")), PACKING_PLAIN);
    assert_int_equal(packing_of(TEXT("\x6a\x2a\x4d\x18")), PACKING_PLAIN);
    assert_int_equal(packing_of(TEXT("\x5a\x2a\x4d\x19")), PACKING_PLAIN);
    assert_int_equal(packing_of(TEXT("text")), PACKING_PLAIN);
    assert_int_equal(packing_of(TEXT_NONE), PACKING_PLAIN);
}

static void
the_beginning_of_a_magic_is_cut_where_the_name_promises_it(void **state)
{
    (void)state;
    assert_true(packing_is_cut(TEXT("\x1f"), TEXT("a.gz")));
    assert_true(packing_is_cut(TEXT("\xfd"
                                    "7z"),
                               TEXT("a.xz")));
    assert_true(packing_is_cut(TEXT("B"), TEXT("a.bz2")));
    assert_true(packing_is_cut(TEXT(""), TEXT("a.zst")));
    assert_false(packing_is_cut(TEXT("\x1f\x8b"), TEXT("a.gz")));
    assert_false(packing_is_cut(TEXT("a"), TEXT("a.gz")));
    assert_false(packing_is_cut(TEXT("\x1f"), TEXT("a.xz")));
    assert_false(packing_is_cut(TEXT("\x1f"), TEXT("a.log")));
    assert_false(packing_is_cut(TEXT("\x1f"), TEXT("")));
}

static void
a_dictionary_may_be_packed_itself(void **state)
{
    static char packed[4096], long_one[300000];
    struct buffer out = {0};
    size_t len = zstd_pack(packed, sizeof(packed), "the words", 9);

    (void)state;
    assert_true(packing_dictionary(&out, TEXT("as it is"), 1 << 20));
    assert_text(buffer_text(&out), "as it is");
    buffer_clear(&out);
    assert_true(packing_dictionary(&out, (struct text){packed, len}, 1 << 20));
    assert_text(buffer_text(&out), "the words");
    buffer_clear(&out);
    assert_false(
        packing_dictionary(&out, (struct text){packed, len - 1}, 1 << 20));
    packed[len / 2] = (char)~packed[len / 2];
    packed[5] = (char)0xff;
    assert_false(packing_dictionary(&out, (struct text){packed, len}, 1 << 20));
    buffer_clear(&out);
    len = zstd_pack(packed, sizeof(packed), long_one, sizeof(long_one));
    assert_true(packing_dictionary(&out, (struct text){packed, len}, 1 << 30));
    assert_int_equal(out.len, sizeof(long_one));
    buffer_free(&out);
}

static void
a_dictionary_is_no_larger_than_it_may_be(void **state)
{
    size_t most = PACKING_DICTIONARY_MOST + (1 << 20);
    char *zeros = calloc(1, most), *packed = malloc(zstd_bound(most));
    struct buffer out = {0};
    size_t len = zstd_pack(packed, zstd_bound(most), zeros, most);

    (void)state;
    assert_false(packing_dictionary(&out, (struct text){packed, len}, 1 << 30));
    assert_true(out.len < most);
    free(zeros);
    free(packed);
    buffer_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_packing_is_told_by_its_first_bytes),
        cmocka_unit_test(
            the_beginning_of_a_magic_is_cut_where_the_name_promises_it),
        cmocka_unit_test(a_dictionary_may_be_packed_itself),
        cmocka_unit_test(a_dictionary_is_no_larger_than_it_may_be),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
