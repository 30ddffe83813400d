#include "texts.h"

#include "stream/carry_list.h"

static void
fill(struct carry_list *list)
{
    const struct carry_segment segments[] = {
        {1, {0, {0, 0}}},
        {17, {123456789, {UINT64_C(0x0123456789abcdef), UINT64_MAX}}}};

    *list = (struct carry_list){.fields = UINT64_C(0xfedcba9876543210),
                                .until_s = -86400,
                                .terms = {INT64_MAX, 1800, 2}};
    for (size_t i = 0; i < 2; i++)
        carry_list_add(list, &segments[i]);
}

static void
what_is_written_is_read(void **state)
{
    struct carry_list list, found = {0};
    struct buffer file = {0};

    (void)state;
    fill(&list);
    carry_list_write(&file, &list);
    assert_true(carry_list_read(&found, buffer_text(&file)));
    assert_true(found.fields == list.fields);
    assert_true(found.until_s == list.until_s);
    assert_true(found.terms.window_s == INT64_MAX);
    assert_true(found.terms.gap_s == 1800);
    assert_true(found.terms.paths == 2);
    assert_int_equal(found.count, 2);
    assert_memory_equal(found.segments, list.segments,
                        2 * sizeof(*list.segments));
    assert_true(carry_list_has(&found, 17));
    assert_false(carry_list_has(&found, 2));
    carry_list_free(&list);
    carry_list_free(&found);
    buffer_free(&file);
}

static bool
is_taken(struct text file)
{
    struct carry_list found = {0};
    struct text alone = text_alone(file);
    bool taken = carry_list_read(&found, alone);

    carry_list_free(&found);
    free((char *)alone.at);
    return taken;
}

static void
a_file_that_is_cut_or_changed_anywhere_is_refused(void **state)
{
    struct carry_list list;
    struct buffer file = {0};

    (void)state;
    fill(&list);
    carry_list_write(&file, &list);
    assert_true(is_taken(buffer_text(&file)));
    for (size_t i = 0; i < file.len; i++) {
        assert_false(is_taken((struct text){file.at, i}));
        for (int bit = 0; bit < 8; bit++) {
            file.at[i] = (char)(file.at[i] ^ 1 << bit);
            assert_false(is_taken(buffer_text(&file)));
            file.at[i] = (char)(file.at[i] ^ 1 << bit);
        }
    }
    buffer_add(&file, TEXT("\n"));
    assert_false(is_taken(buffer_text(&file)));
    carry_list_free(&list);
    buffer_free(&file);
}

/* With its seal, so that it is the lines themselves that are refused. */
static bool
is_taken_sealed(const char *lines, size_t count)
{
    char digest[DIGEST_TEXT];
    struct buffer file = {0};
    bool taken;

    buffer_add_string(&file, lines);
    digest_format(digest, digest128(buffer_text(&file)));
    buffer_printf(&file, "= %zu %.*s\n", count, DIGEST_TEXT, digest);
    taken = is_taken(buffer_text(&file));
    buffer_free(&file);
    return taken;
}

#define HEAD                                                                   \
    "hark-carry 2\nfields 0123456789abcdef\nuntil 1\nwindow 2\ngap 3\npaths "  \
    "4\n"
#define DIGEST "0123456789abcdef0123456789abcdef"

static void
lines_that_nobody_writes_are_refused(void **state)
{
    static const char *const none[] = {
        HEAD "segment\n",
        HEAD "segment x 1 " DIGEST "\n",
        HEAD "segment 1\n",
        HEAD "segment 1 x " DIGEST "\n",
        HEAD "segment 1 1 0123\n",
        HEAD "segment 1 1 0123456789abcdef0123\n",
        HEAD "segment 1 1 " DIGEST "0\n",
        HEAD "segment 1 1 x123456789abcdef0123456789abcdef\n",
        HEAD "segment -1 1 " DIGEST "\n",
        HEAD "segment 1 -1 " DIGEST "\n",
        "hark-carry 2\nfields 0123456789abcdef0\nuntil 1\nwindow 2\ngap 3\n"
        "paths 4\n",
        "hark-carry 2\nuntil 1\n",
        "hark-carry 2\nfields 0123456789abcdef\nuntil x\nwindow 2\ngap 3\n"
        "paths 4\n",
        "hark-carry 2\nfields 0123456789abcdef\nuntil 1\nwindow 2\nhole 3\n"
        "paths 4\n",
    };

    (void)state;
    assert_true(is_taken_sealed(HEAD, 0));
    assert_true(is_taken_sealed(HEAD "segment 1 1 " DIGEST "\n", 1));
    assert_false(is_taken_sealed(HEAD "segment 1 1 " DIGEST "\n", 2));
    for (size_t i = 0; i < COUNT(none); i++)
        if (is_taken_sealed(none[i], 1))
            fail_msg("%s", none[i]);
    assert_false(is_taken(TEXT(HEAD "=\n")));
    assert_false(is_taken(TEXT(HEAD "= x\n")));
    assert_false(is_taken(TEXT(HEAD "= 0 12\n")));
    assert_false(is_taken(TEXT(HEAD "segment 1 1 " DIGEST "\n")));
    assert_false(is_taken(TEXT("hark-carry 2\n")));
    assert_false(is_taken(TEXT("hark-carry 2\nfields\n")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_file_that_is_cut_or_changed_anywhere_is_refused),
        cmocka_unit_test(lines_that_nobody_writes_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
