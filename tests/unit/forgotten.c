#include "scratch.h"
#include "texts.h"

#include <unistd.h>

#include "domain/forgotten.h"

static struct secret *secret;
static struct buffer tombstones;

static void
take(void *context, uint64_t tombstone)
{
    (void)context;
    buffer_add_hex(&tombstones, tombstone);
    buffer_add_char(&tombstones, '\n');
}

/* Those who are forgotten are named, and nothing else is known of them. */
static struct forgotten *
without(const char *const *people, size_t count)
{
    struct forgotten *maker = forgotten_new(secret);
    struct forgotten *forgotten = forgotten_new(secret);

    buffer_clear(&tombstones);
    for (size_t i = 0; i < count; i++)
        forgotten_person(maker, text_of(people[i]), take, NULL);
    assert_null(forgotten_read(forgotten, buffer_text(&tombstones)));
    forgotten_free(maker);
    return forgotten;
}

static void
masks(const struct forgotten *forgotten, const char *before, const char *after)
{
    struct buffer out = {0};

    forgotten_mask(forgotten, &out, text_of(before));
    assert_string_equal(buffer_string(&out), after);
    buffer_free(&out);
}

static void
words_are_masked_whole_and_in_any_case(void **state)
{
    const char *const people[] = {"jane@mail.example", "@JaneD"};
    struct forgotten *forgotten = without(people, 2);

    (void)state;
    masks(forgotten, "Ask Jane@Mail.Example.", "Ask [forgotten].");
    masks(forgotten, "xjane@mail.example", "xjane@mail.example");
    masks(forgotten, "@janed: and @janedoe, \\n@JANED",
          "@[forgotten]: and @janedoe, \\n@[forgotten]");
    masks(forgotten, "\\u00e9@janed http://t.example/janed/1",
          "\\u00e9@[forgotten] http://t.example/[forgotten]/1");
    masks(forgotten, "a janed is a kind of tool", "a janed is a kind of tool");
    masks(forgotten, "[\"janed\",\"x\"]", "[\"[forgotten]\",\"x\"]");
    masks(forgotten, "", "");
    forgotten_free(forgotten);
}

static void
an_id_is_that_of_its_network(void **state)
{
    const char *const people[] = {"twitter:77", "facebook:@jane"};
    struct forgotten *forgotten = without(people, 2);

    (void)state;
    assert_true(forgotten_has(forgotten, FORGOTTEN_NAME, TEXT("twitter:77")));
    assert_false(forgotten_has(forgotten, FORGOTTEN_NAME, TEXT("facebook:77")));
    assert_true(forgotten_has(forgotten, FORGOTTEN_HANDLE, TEXT("Jane")));
    assert_false(forgotten_has(forgotten, FORGOTTEN_NAME, TEXT("")));
    forgotten_free(forgotten);
}

static void
a_name_is_masked_where_it_is_a_whole_string(void **state)
{
    const char *const people[] = {"twitter:77"};
    struct forgotten *forgotten = without(people, 1);

    (void)state;
    masks(forgotten, "[\"twitter:77\",\"twitter:78\"]",
          "[\"[forgotten]\",\"twitter:78\"]");
    masks(forgotten, "\"twitter:77\"", "\"[forgotten]\"");
    masks(forgotten, "\"of twitter:77\"", "\"of twitter:77\"");
    masks(forgotten, "\"twitter:77\\\"\"", "\"twitter:77\\\"\"");
    forgotten_free(forgotten);
}

static void
a_raw_line_names_somebody_by_id_address_or_handle(void **state)
{
    const char *const people[] = {"twitter:771234", "jane@mail.example"};
    struct forgotten *forgotten = without(people, 2);

    (void)state;
    assert_true(forgotten_is_in(forgotten, TEXT("{\"user\":{\"id\":771234,")));
    assert_true(forgotten_is_in(forgotten, TEXT("a;jane@mail.example;b")));
    assert_false(forgotten_is_in(forgotten, TEXT("{\"id\":7712345}")));
    forgotten_free(forgotten);
}

static void
what_is_no_tombstone_is_refused(void **state)
{
    struct forgotten *forgotten = forgotten_new(secret);

    (void)state;
    assert_null(forgotten_read(forgotten, TEXT("\n")));
    assert_non_null(forgotten_read(forgotten, TEXT("12\n")));
    assert_non_null(forgotten_read(forgotten, TEXT("12345678901234zz\n")));
    forgotten_free(forgotten);
}

static int
enter(void **state)
{
    char line[SECRET_LINE];
    const char *why = NULL;

    if (scratch_enter(state) != 0)
        return -1;
    secret_make(line);
    if (!scratch_put("key", (struct text){line, sizeof(line)}))
        return -1;
    secret = secret_load("key", &why);
    unlink("key");
    return secret != NULL ? 0 : -1;
}

static int
leave(void **state)
{
    secret_free(secret);
    buffer_free(&tombstones);
    return scratch_leave(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_masked_whole_and_in_any_case),
        cmocka_unit_test(an_id_is_that_of_its_network),
        cmocka_unit_test(a_name_is_masked_where_it_is_a_whole_string),
        cmocka_unit_test(a_raw_line_names_somebody_by_id_address_or_handle),
        cmocka_unit_test(what_is_no_tombstone_is_refused),
    };

    return cmocka_run_group_tests(tests, enter, leave);
}
