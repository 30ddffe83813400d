#include "scratch.h"
#include "texts.h"

#include <stdio.h>
#include <unistd.h>

#include "ports/s3.h"

static const char *const names[] = {"AWS_ENDPOINT_URL",
                                    "AWS_REGION",
                                    "AWS_DEFAULT_REGION",
                                    "AWS_ACCESS_KEY_ID",
                                    "AWS_SECRET_ACCESS_KEY",
                                    "AWS_SESSION_TOKEN",
                                    "AWS_PROFILE",
                                    "AWS_SHARED_CREDENTIALS_FILE",
                                    "HOME"};

static int
forget_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        unsetenv(names[i]);
    return 0;
}

static void
assert_address(const char *url, const char *address)
{
    struct s3 s3;

    assert_true(s3_parse(&s3, url));
    assert_text(buffer_text(&s3.url), address);
    s3_free(&s3);
}

static void
a_bucket_is_a_host_of_its_region(void **state)
{
    (void)state;
    assert_address("s3://shop/a/b.json",
                   "https://shop.s3.us-east-1.amazonaws.com/a/b.json");
    setenv("AWS_DEFAULT_REGION", "eu-west-1", 1);
    assert_address("s3://shop/a", "https://shop.s3.eu-west-1.amazonaws.com/a");
    setenv("AWS_REGION", "eu-central-1", 1);
    assert_address("S3://shop/a",
                   "https://shop.s3.eu-central-1.amazonaws.com/a");
    setenv("AWS_REGION", "", 1);
    assert_address("s3://shop/a", "https://shop.s3.eu-west-1.amazonaws.com/a");
}

static void
a_bucket_with_a_dot_or_of_another_server_stands_in_the_path(void **state)
{
    (void)state;
    assert_address("s3://shop.example/a",
                   "https://s3.us-east-1.amazonaws.com/shop.example/a");
    setenv("AWS_ENDPOINT_URL", "http://localhost:9000//", 1);
    assert_address("s3://shop/a", "http://localhost:9000/shop/a");
    setenv("AWS_ENDPOINT_URL", "/", 1);
    assert_address("s3://shop/a", "/shop/a");
}

static void
a_key_is_bytes_as_they_are(void **state)
{
    (void)state;
    assert_address("s3://shop/AZaz09-_.~/ +%?\xc3\xa9",
                   "https://shop.s3.us-east-1.amazonaws.com/AZaz09-_.~/"
                   "%20%2B%25%3F%C3%A9");
}

static void
what_lacks_a_part_is_none(void **state)
{
    struct s3 s3;

    (void)state;
    assert_false(s3_is("https://x/y"));
    assert_true(s3_is("s3://"));
    assert_false(s3_parse(&s3, "s3://"));
    assert_false(s3_parse(&s3, "s3://shop"));
    assert_false(s3_parse(&s3, "s3://shop/"));
    assert_false(s3_parse(&s3, "s3:///key"));
}

static struct credentials loaded;

static void
assert_loaded(const char *key_id, const char *secret, const char *token)
{
    credentials_load(&loaded);
    if (key_id == NULL) {
        assert_null(loaded.key_id);
    } else {
        assert_string_equal(loaded.key_id, key_id);
        assert_string_equal(loaded.secret, secret);
    }
    if (token == NULL)
        assert_null(loaded.token);
    else
        assert_string_equal(loaded.token, token);
    credentials_free(&loaded);
}

static void
who_asks_is_in_the_environment(void **state)
{
    (void)state;
    assert_loaded(NULL, NULL, NULL);
    setenv("AWS_ACCESS_KEY_ID", "id", 1);
    assert_loaded(NULL, NULL, NULL);
    setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
    assert_loaded("id", "secret", NULL);
    setenv("AWS_SESSION_TOKEN", "token", 1);
    assert_loaded("id", "secret", "token");
}

static void
or_in_the_profile_of_a_file(void **state)
{
    static const char file[] =
        "# of all\naws_access_key_id = nobody\n[default]\n"
        "aws_access_key_id=one\r\n  aws_secret_access_key = two=2 \nno equals\n"
        "region =\nother = x\n[ day ]\naws_access_key_id = three\n"
        "aws_secret_access_key=four\naws_session_token = five\n"
        "[half]\naws_access_key_id = six\naws_secret_access_key =\n[open\n"
        "aws_access_key_id = seven\naws_secret_access_key = eight";

    (void)state;
    setenv("AWS_SESSION_TOKEN", "of nobody", 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "file", 1);
    assert_loaded(NULL, NULL, NULL);
    assert_true(scratch_put("file", TEXT(file)));
    assert_loaded("one", "two=2", NULL);
    setenv("AWS_PROFILE", "day", 1);
    assert_loaded("three", "four", "five");
    setenv("AWS_PROFILE", "half", 1);
    assert_loaded(NULL, NULL, NULL);
    setenv("AWS_PROFILE", "open", 1);
    assert_loaded("seven", "eight", NULL);
    setenv("AWS_PROFILE", "nobody's", 1);
    assert_loaded(NULL, NULL, NULL);
    unlink("file");
}

static void
the_file_is_at_home_where_nothing_else_is_said(void **state)
{
    struct buffer path = {0};

    (void)state;
    assert_false(credentials_path(&path));
    setenv("HOME", "/home/x", 1);
    assert_true(credentials_path(&path));
    assert_text(buffer_text(&path), "/home/x/.aws/credentials");
    buffer_clear(&path);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "f", 1);
    assert_true(credentials_path(&path));
    assert_text(buffer_text(&path), "f");
    buffer_free(&path);
}

#define EACH(test) cmocka_unit_test_setup(test, forget_all)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_bucket_is_a_host_of_its_region),
        EACH(a_bucket_with_a_dot_or_of_another_server_stands_in_the_path),
        EACH(a_key_is_bytes_as_they_are),
        EACH(what_lacks_a_part_is_none),
        EACH(who_asks_is_in_the_environment),
        EACH(or_in_the_profile_of_a_file),
        EACH(the_file_is_at_home_where_nothing_else_is_said),
    };

    return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
