#include "texts.h"

#include "domain/keys.h"

static bool
finds(const struct keys_record *old, const struct keys_record *new)
{
    uint64_t left[KEYS_MOST], asked[KEYS_MOST];
    size_t left_count = keys_left(old, left);
    size_t asked_count = keys_asked(new, asked);

    for (size_t i = 0; i < left_count; i++)
        for (size_t k = 0; k < asked_count; k++)
            if (left[i] == asked[k])
                return true;
    return false;
}

static void
a_later_revision_finds_its_record(void **state)
{
    struct keys_record old = {.id = TEXT("twitter:1"),
                              .author = TEXT("twitter:2")};
    struct keys_record again = {.id = TEXT("twitter:1")};
    struct keys_record another = {.id = TEXT("twitter:2")};

    (void)state;
    assert_true(finds(&old, &again));
    assert_false(finds(&old, &another));
}

static void
a_delete_finds_the_post_and_its_reposts(void **state)
{
    struct keys_record post = {.id = TEXT("twitter:1")};
    struct keys_record repost = {.id = TEXT("twitter:3"),
                                 .repost_of = TEXT("twitter:1")};
    struct keys_record gone = {
        .is_delete = true, .target = TEXT("twitter:1"), .scope = TEXT("item")};

    (void)state;
    assert_true(finds(&post, &gone));
    assert_true(finds(&repost, &gone));
}

static void
an_author_who_goes_finds_all_posts(void **state)
{
    struct keys_record post = {.id = TEXT("twitter:1"),
                               .author = TEXT("twitter:9")};
    struct keys_record gone = {.is_delete = true,
                               .target = TEXT("twitter:9"),
                               .scope = TEXT("author")};
    struct keys_record item = {
        .is_delete = true, .target = TEXT("twitter:9"), .scope = TEXT("item")};

    (void)state;
    assert_true(finds(&post, &gone));
    assert_false(finds(&post, &item));
}

static void
a_set_grows_and_forgets_nothing(void **state)
{
    struct keys *keys = keys_new();

    (void)state;
    for (uint64_t i = 0; i < 100000; i++)
        keys_add(keys, i * 0x9E3779B97F4A7C15u);
    for (uint64_t i = 0; i < 100000; i++)
        assert_true(keys_has(keys, i * 0x9E3779B97F4A7C15u));
    assert_false(keys_has(keys, 12345));
    assert_true(keys_has(keys, 0));
    keys_free(keys);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_later_revision_finds_its_record),
        cmocka_unit_test(a_delete_finds_the_post_and_its_reposts),
        cmocka_unit_test(an_author_who_goes_finds_all_posts),
        cmocka_unit_test(a_set_grows_and_forgets_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
