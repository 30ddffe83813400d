#include "texts.h"

#include "base/utf8.h"

#define MARK "\357\277\275" /* U+FFFD */

/* Decodes by arithmetic: the length of the code point at the front, 0 if it is ill-formed. */
static size_t
decode(const unsigned char *at, size_t len, uint32_t *code_point)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = at[0] < 0x80   ? 1
                  : at[0] < 0xc0 ? 0
                  : at[0] < 0xe0 ? 2
                  : at[0] < 0xf0 ? 3
                  : at[0] < 0xf8 ? 4
                                 : 0;

    if (size == 0 || size > len)
        return 0;
    *code_point = size == 1 ? at[0] : at[0] & (0x7fU >> size);
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        *code_point = *code_point << 6 | (at[i] & 0x3f);
    }
    if (*code_point < least[size] || *code_point > 0x10ffff
        || (*code_point >= 0xd800 && *code_point <= 0xdfff))
        return 0;
    return size;
}

static bool
decodes(const unsigned char *at, size_t len)
{
    uint32_t code_point;

    while (len > 0) {
        size_t size = decode(at, len, &code_point);

        if (size == 0)
            return false;
        at += size;
        len -= size;
    }
    return true;
}

static void
every_sequence_of_up_to_three_bytes_is_judged_rightly(void **state)
{
    unsigned char bytes[3];

    (void)state;
    for (uint32_t i = 0; i < 1 << 24; i++) {
        size_t len = i >> 8 == 0 ? 1 : i >> 16 == 0 ? 2 : 3;

        bytes[0] = (unsigned char)i;
        bytes[1] = (unsigned char)(i >> 8);
        bytes[2] = (unsigned char)(i >> 16);
        if (utf8_is_valid((struct text){(char *)bytes, len})
            != decodes(bytes, len))
            fail_msg("%02x %02x %02x", bytes[0], bytes[1], bytes[2]);
    }
}

static void
every_code_point_is_well_formed_and_comes_back(void **state)
{
    struct buffer buffer = {0};
    struct text rest;
    uint32_t got;

    (void)state;
    for (uint32_t i = 0; i <= 0x10ffff; i++)
        if (i < 0xd800 || i > 0xdfff)
            buffer_add_code_point(&buffer, i);
    rest = buffer_text(&buffer);
    assert_true(utf8_is_valid(rest));
    for (uint32_t i = 0; i <= 0x10ffff; i++) {
        if (i >= 0xd800 && i <= 0xdfff)
            continue;
        assert_true(utf8_next(&rest, &got));
        if (got != i)
            fail_msg("U+%04X came back as U+%04X", i, got);
    }
    assert_false(utf8_next(&rest, &got));
    buffer_free(&buffer);
}

static void
sequences_of_four_bytes_have_limits(void **state)
{
    (void)state;
    assert_true(utf8_is_valid(TEXT("\360\220\200\200")));
    assert_true(utf8_is_valid(TEXT("\364\217\277\277")));
    assert_false(utf8_is_valid(TEXT("\360\217\277\277")));
    assert_false(utf8_is_valid(TEXT("\364\220\200\200")));
    assert_false(utf8_is_valid(TEXT("\365\200\200\200")));
    assert_false(utf8_is_valid(TEXT("\361\200\200")));
    assert_false(utf8_is_valid(TEXT("\361\200\200\300")));
}

static void
one_bad_byte_is_seen_at_every_place(void **state)
{
    char text[40];

    (void)state;
    for (size_t len = 1; len <= sizeof(text); len++) {
        for (size_t i = 0; i < len; i++) {
            struct text alone;

            memset(text, 'a', sizeof(text));
            text[i] = '\200';
            alone = text_alone((struct text){text, len});
            assert_false(utf8_is_valid(alone));
            free((char *)alone.at);
        }
    }
    assert_true(utf8_is_valid(TEXT_NONE));
    assert_true(utf8_is_valid(TEXT("\0\0")));
}

static void
a_code_point_cut_by_the_end_is_ill_formed(void **state)
{
    static const char whole[] = "\360\237\230\200";

    (void)state;
    for (size_t len = 1; len < 4; len++) {
        struct text alone = text_alone((struct text){whole, len});
        struct buffer out = {0};

        assert_false(utf8_is_valid(alone));
        assert_int_equal(utf8_repair(&out, alone), 1);
        assert_text(buffer_text(&out), MARK);
        buffer_free(&out);
        free((char *)alone.at);
    }
}

static void
each_maximal_part_becomes_one_mark(void **state)
{
    static const struct {
        const char *bytes;
        const char *repaired;
        size_t count;
    } cases[] = {
        {"plain", "plain", 0},
        {"", "", 0},
        {"gr\303\274n", "gr\303\274n", 0},
        {"gr\374n", "gr" MARK "n", 1},
        /* Unicode, table 3-8, 3-9, 3-10 and 3-11 */
        {"\300\257\340\200\277\360\201\202A",
         MARK MARK MARK MARK MARK MARK MARK MARK "A", 8},
        {"\355\240\200\355\277\277\355\257A",
         MARK MARK MARK MARK MARK MARK MARK MARK "A", 8},
        {"\364\221\222\223\377A\200\277B",
         MARK MARK MARK MARK MARK "A" MARK MARK "B", 7},
        {"\341\200\342\360\221\222\361\277A", MARK MARK MARK MARK "A", 4},
        {"a\361\200\200\341\200\302b\200c\200\277d",
         "a" MARK MARK MARK "b" MARK "c" MARK MARK "d", 6},
        {"\303\303\251", MARK "\303\251", 1},
        {"\360\237\230\360\237\230\200", MARK "\360\237\230\200", 1},
    };
    struct buffer out = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        buffer_clear(&out);
        assert_int_equal(utf8_repair(&out, text_of(cases[i].bytes)),
                         cases[i].count);
        assert_text(buffer_text(&out), cases[i].repaired);
    }
    buffer_free(&out);
}

static void
what_was_repaired_is_well_formed(void **state)
{
    uint64_t seed = 3;
    struct buffer out = {0};
    char text[64];

    (void)state;
    for (int i = 0; i < 200000; i++) {
        size_t len = random_next(&seed) % sizeof(text);
        struct text bytes = {text, len};
        bool was_valid;

        for (size_t j = 0; j < len; j++)
            text[j] = "a\200\277\302\340\355\360\364"[random_next(&seed) % 8];
        buffer_clear(&out);
        was_valid = decodes((unsigned char *)text, len);
        assert_int_equal(utf8_is_valid(bytes), was_valid);
        assert_int_equal(utf8_repair(&out, bytes) == 0, was_valid);
        assert_true(utf8_is_valid(buffer_text(&out)));
    }
    buffer_free(&out);
}

static void
an_ill_formed_byte_is_passed_over_alone(void **state)
{
    struct text rest = TEXT("\360\237\230a\303\251\200");
    static const uint32_t wanted[] = {0xfffd, 0xfffd, 0xfffd,
                                      'a',    0xe9,   0xfffd};
    uint32_t got;

    (void)state;
    for (size_t i = 0; i < COUNT(wanted); i++) {
        assert_true(utf8_next(&rest, &got));
        assert_int_equal(got, wanted[i]);
    }
    assert_false(utf8_next(&rest, &got));
}

static void
a_prefix_cuts_no_code_point(void **state)
{
    /* 1, 2, 3 and 4 bytes */
    struct text text = TEXT("a\303\251\342\202\254\360\237\230\200");
    static const size_t wanted[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};

    (void)state;
    for (size_t most = 0; most < COUNT(wanted); most++)
        assert_int_equal(utf8_prefix(text, most).len, wanted[most]);
    assert_int_equal(utf8_prefix(TEXT_NONE, 5).len, 0);
    assert_int_equal(utf8_prefix(TEXT("\200\200\200\200\200\200"), 5).len, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sequence_of_up_to_three_bytes_is_judged_rightly),
        cmocka_unit_test(every_code_point_is_well_formed_and_comes_back),
        cmocka_unit_test(sequences_of_four_bytes_have_limits),
        cmocka_unit_test(one_bad_byte_is_seen_at_every_place),
        cmocka_unit_test(a_code_point_cut_by_the_end_is_ill_formed),
        cmocka_unit_test(each_maximal_part_becomes_one_mark),
        cmocka_unit_test(what_was_repaired_is_well_formed),
        cmocka_unit_test(an_ill_formed_byte_is_passed_over_alone),
        cmocka_unit_test(a_prefix_cuts_no_code_point),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
