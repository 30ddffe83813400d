#include "texts.h"

#include <unicode/uspoof.h>

#include "domain/confusable.h"

static struct confusables *table;
static struct buffer ours;

static void
expect(const char *text, const char *skeleton)
{
    buffer_clear(&ours);
    confusable_skeleton(table, &ours, text_of(text));
    assert_string_equal(buffer_string(&ours), skeleton);
}

/* "paypal" with five Cyrillic letters; what the data say of digits. */
static void
letters_of_other_scripts_are_the_latin_ones_they_look_like(void **state)
{
    (void)state;
    expect("\u0440\u0430\u0443\u0440\u0430l", "paypal");
    expect("DeIl", "Dell");
    expect("0utlet1", "Outletl");
    expect("modern", "rnodern");
    expect("", "");
}

static void
add_code_point(struct buffer *out, uint32_t point)
{
    if (point < 0x80) {
        buffer_add_char(out, (char)point);
    } else if (point < 0x800) {
        buffer_add_char(out, (char)(0xc0 | point >> 6));
        buffer_add_char(out, (char)(0x80 | (point & 63)));
    } else if (point < 0x10000) {
        buffer_add_char(out, (char)(0xe0 | point >> 12));
        buffer_add_char(out, (char)(0x80 | (point >> 6 & 63)));
        buffer_add_char(out, (char)(0x80 | (point & 63)));
    } else {
        buffer_add_char(out, (char)(0xf0 | point >> 18));
        buffer_add_char(out, (char)(0x80 | (point >> 12 & 63)));
        buffer_add_char(out, (char)(0x80 | (point >> 6 & 63)));
        buffer_add_char(out, (char)(0x80 | (point & 63)));
    }
}

/* Every code point alone, with a letter before and a mark behind it. */
static void
it_gives_what_icu_gives_for_every_code_point(void **state)
{
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&status);
    struct buffer text = {0};
    char theirs[512];

    (void)state;
    assert_true(U_SUCCESS(status));
    for (uint32_t point = 1; point < 0x110000; point++) {
        int32_t len;

        if (point - 0xd800 < 0x800)
            continue;
        buffer_clear(&text);
        buffer_add_char(&text, 'm');
        add_code_point(&text, point);
        buffer_add(&text, TEXT("\u0323\u0301"));
        len = uspoof_getSkeletonUTF8(checker, 0, text.at, (int32_t)text.len,
                                     theirs, sizeof(theirs), &status);
        assert_true(U_SUCCESS(status));
        buffer_clear(&ours);
        confusable_skeleton(table, &ours, buffer_text(&text));
        if (ours.len != (size_t)len || memcmp(ours.at, theirs, ours.len) != 0)
            fail_msg("U+%04X: another skeleton than ICU's", (unsigned)point);
    }
    uspoof_close(checker);
    buffer_free(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            letters_of_other_scripts_are_the_latin_ones_they_look_like),
        cmocka_unit_test(it_gives_what_icu_gives_for_every_code_point),
    };
    int failed;

    table = confusable_new();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    confusable_free(table);
    buffer_free(&ours);
    return failed;
}
