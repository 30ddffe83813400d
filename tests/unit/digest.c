#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ports/digest.h"

static void
assert_hex(struct digest digest, const char *wanted)
{
    char hex[DIGEST_TEXT];

    digest_format(hex, digest);
    assert_memory_equal(hex, wanted, DIGEST_TEXT);
}

/* Values that xxHash's own xxhsum prints. */
static void
the_hashes_are_those_of_xxh3(void **state)
{
    (void)state;
    assert_true(digest64(TEXT_NONE) == 0x2d06800538d394c2);
    assert_true(digest64(TEXT("")) == 0x2d06800538d394c2);
    assert_true(digest64(TEXT("a")) == 0xe6c632b61e964e1f);
    assert_true(digest64(TEXT("abc")) == 0x78af5f94892f3950);
    assert_hex(digest128(TEXT_NONE), "99aa06d3014798d86001c324468d497f");
    assert_hex(digest128(TEXT("a")), "a96faf705af16834e6c632b61e964e1f");
    assert_hex(digest128(TEXT("abc")), "06b05ab6733a618578af5f94892f3950");
}

static void
a_seed_gives_another_hash_and_seed_0_the_same(void **state)
{
    (void)state;
    assert_true(digest64_seeded(TEXT("abc"), 0) == digest64(TEXT("abc")));
    assert_true(digest64_seeded(TEXT("abc"), 1) != digest64(TEXT("abc")));
}

static void
the_hash_of_pieces_is_that_of_the_whole(void **state)
{
    static char long_text[5000];
    struct digester *digester = digester_new();
    struct digest whole, pieces;

    (void)state;
    for (size_t i = 0; i < sizeof(long_text); i++)
        long_text[i] = (char)(i * 31 + (i >> 8));
    for (size_t len = 0; len <= sizeof(long_text); len += 499) {
        for (size_t piece = 1; piece <= 1021; piece += 255) {
            digester_reset(digester);
            for (size_t at = 0; at < len; at += piece) {
                size_t left = len - at;

                digester_add(
                    digester,
                    (struct text){long_text + at, left < piece ? left : piece});
            }
            digester_add(digester, TEXT_NONE);
            whole = digest128((struct text){long_text, len});
            pieces = digester_value(digester);
            assert_true(whole.high == pieces.high && whole.low == pieces.low);
        }
    }
    digester_free(digester);
    digester_free(NULL);
}

static void
leading_zeros_are_written(void **state)
{
    (void)state;
    assert_hex((struct digest){1, 0xa0}, "000000000000000100000000000000a0");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hashes_are_those_of_xxh3),
        cmocka_unit_test(a_seed_gives_another_hash_and_seed_0_the_same),
        cmocka_unit_test(the_hash_of_pieces_is_that_of_the_whole),
        cmocka_unit_test(leading_zeros_are_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
