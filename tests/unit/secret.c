#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ports/secret.h"
#include "scratch.h"

static const char path[] = "key";

static int
clear(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

static void
put(const char *text, mode_t mode)
{
    assert_true(scratch_put(path, text_of(text)));
    assert_int_equal(chmod(path, mode), 0);
}

#define KEY_ID 0x82284f2bad73aea5
#define KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

/* Values that Python's hashlib.blake2b gives. */
static void
hashes_are_keyed_blake2b_of_domain_nul_value(void **state)
{
    const char *why = NULL;
    struct secret *secret;

    (void)state;
    put(KEY "\n", 0600);
    secret = secret_load(path, &why);
    assert_non_null(secret);
    assert_true(secret_hash(secret, "visitor", TEXT("alice@example.com"))
                == 0x6a8a130d30879cc6);
    assert_true(secret_hash(secret, "customer", TEXT("alice@example.com"))
                == 0x3790a3f71a8eec1a);
    assert_true(secret_hash(secret, "visitor", TEXT_NONE)
                == 0x2aafaa4e428df8ff);
    assert_true(secret_id(secret) == KEY_ID);
    secret_free(secret);
    secret_free(NULL);
}

/* Values that a SipHash-2-4 in Python gives, one that its authors' vectors were held against. */
static void
tags_are_siphash_under_a_derived_key(void **state)
{
    const char *why = NULL;
    struct secret *secret;

    (void)state;
    put(KEY "\n", 0600);
    secret = secret_load(path, &why);
    assert_non_null(secret);
    assert_true(secret_tag(secret, TEXT("a line's digest"))
                == 0xb61529ef8346e34d);
    assert_true(secret_tag(secret, TEXT_NONE) == 0xecae5deae957e7e8);
    secret_free(secret);
}

static void
assert_refused(const char *code)
{
    const char *why = NULL;

    assert_null(secret_load(path, &why));
    assert_non_null(why);
    assert_memory_equal(why, code, strlen(code));
}

static void
a_key_that_others_may_read_is_refused(void **state)
{
    static const mode_t modes[] = {0640, 0604, 0644, 0620, 0602, 0610, 0601};

    (void)state;
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        put(KEY "\n", modes[i]);
        assert_refused("key_open: ");
    }
}

static void
no_file_and_a_folder_are_refused(void **state)
{
    const char *why = NULL;

    (void)state;
    assert_refused("key_open: No such file");
    assert_null(secret_load(".", &why));
    assert_memory_equal(why, "key_open: ", 10);
}

static void
only_64_digits_and_a_line_end_are_a_key(void **state)
{
    static const char *const bad[] = {
        "",           "\n",         KEY "0\n",      KEY "\n\n",
        KEY "\nmore", KEY " \n",    " " KEY "\n",   "0x" KEY "\n",
        KEY KEY "\n", "g" KEY "\n", &(KEY "\n")[1], &(KEY "\n")[2]};
    static const char *const good[] = {KEY "\n", KEY "\r\n", KEY};
    const char *why = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        put(bad[i], 0600);
        assert_refused("key_format: ");
    }
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        put(good[i], 0400);
        struct secret *secret = secret_load(path, &why);
        assert_non_null(secret);
        assert_true(secret_id(secret) == KEY_ID);
        secret_free(secret);
        unlink(path);
    }
}

static uint64_t
id_of_a_new_key(void)
{
    char line[SECRET_LINE + 1] = "";
    const char *why = NULL;
    struct secret *secret;
    uint64_t id;

    secret_make(line);
    put(line, 0600);
    secret = secret_load(path, &why);
    assert_null(why);
    assert_non_null(secret);
    id = secret_id(secret);
    secret_free(secret);
    return id;
}

static void
a_new_key_is_a_line_that_loads_and_no_two_are_alike(void **state)
{
    (void)state;
    assert_true(id_of_a_new_key() != KEY_ID);
    assert_true(id_of_a_new_key() != id_of_a_new_key());
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(hashes_are_keyed_blake2b_of_domain_nul_value,
                                  clear),
        cmocka_unit_test_teardown(tags_are_siphash_under_a_derived_key, clear),
        cmocka_unit_test_teardown(a_key_that_others_may_read_is_refused, clear),
        cmocka_unit_test_teardown(no_file_and_a_folder_are_refused, clear),
        cmocka_unit_test_teardown(only_64_digits_and_a_line_end_are_a_key,
                                  clear),
        cmocka_unit_test_teardown(
            a_new_key_is_a_line_that_loads_and_no_two_are_alike, clear),
    };

    return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
