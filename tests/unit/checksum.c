#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ports/checksum.h"

static bool
holds(const char *label, struct text bytes)
{
    struct checksum *checksum = checksum_new(text_of(label));
    bool found;

    assert_non_null(checksum);
    for (size_t i = 0; i < bytes.len; i++)
        checksum_add(checksum, (struct text){bytes.at + i, 1});
    found = checksum_holds(checksum);
    checksum_free(checksum);
    return found;
}

/* Values that Python's hashlib and base64 print. */
static void
labels_of_each_algorithm_and_notation_hold(void **state)
{
    (void)state;
    assert_true(holds("md5:d41d8cd98f00b204e9800998ecf8427e", TEXT("")));
    assert_true(holds("MD5:2QOYZWMPACZAJ2MABGMOZ6CCPY======", TEXT("")));
    assert_true(holds("md5:2qoyzwmpaczaj2mabgmoz6ccpy", TEXT("")));
    assert_true(holds("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", TEXT("abc")));
    assert_true(
        holds("sha-1:A9993E364706816ABA3E25717850C26C9CD0D89D", TEXT("abc")));
    assert_true(
        holds("sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ====",
              TEXT("abc")));
    assert_true(holds("sha512:"
                      "3WXTLIMTMF5LVTCBONE24ICBGEJON6SORGUX5IQKT3XOMS2V2ONC"
                      "DEUZFITU7QNIG25DYI5D73V32RKNIQRWIPHIBYVJVSKPUVGKJHY=",
                      TEXT("abc")));
}

static void
other_bytes_do_not_hold(void **state)
{
    (void)state;
    assert_false(holds("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", TEXT("abd")));
    assert_false(holds("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", TEXT("")));
}

static void
a_label_that_nothing_can_be_said_of_is_none(void **state)
{
    static const char *const labels[] = {
        "",
        "sha1",
        "sha1:",
        "crc32:00000000",
        ":VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
        "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE",
        "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE55",
        "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE1",
        "sha256:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
        "md5:2QOYZWMPACZAJ2MABGMOZ6CCPZ", /* bits behind the last byte */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
        assert_null(checksum_new(text_of(labels[i])));
    assert_null(checksum_new(TEXT_NONE));
    checksum_free(NULL);
}

static void
letters_beyond_base32_are_none(void **state)
{
    (void)state;
    assert_null(checksum_new(TEXT("sha1:{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{")));
    assert_null(checksum_new(TEXT("sha1:@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@")));
    assert_null(checksum_new(TEXT("sha1:11111111111111111111111111111111")));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_of_each_algorithm_and_notation_hold),
        cmocka_unit_test(other_bytes_do_not_hold),
        cmocka_unit_test(a_label_that_nothing_can_be_said_of_is_none),
        cmocka_unit_test(letters_beyond_base32_are_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
