#include "http_client.h"

#include <sodium.h>

/* SigV4, as Amazon's documentation has it, over the request that the server saw. */

static struct text
header_of(struct text request, struct text name)
{
    struct text line, found;

    while (text_split(&request, '\n', &line))
        if (text_split(&line, ':', &found) && text_equal_nocase(found, name))
            return text_trim(line);
    return TEXT_NONE;
}

/* The part behind "Name=". */
static struct text
part_of(struct text authorization, struct text name)
{
    struct text part =
        text_from(authorization, text_find(authorization, name) + name.len + 1);

    return (struct text){part.at, strcspn(part.at, ",\r\n")};
}

static void
add_hash(struct buffer *out, struct text text)
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof(hash) + 1];

    crypto_hash_sha256(hash, (const uint8_t *)text.at, text.len);
    buffer_add_string(out,
                      sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash)));
}

static void
add_canonical(struct buffer *out, struct text request, struct text names)
{
    struct text all = names, name, line = request, path;

    text_split(&line, ' ', &name);
    text_split(&line, ' ', &path);
    buffer_printf(out, "GET\n%.*s\n\n", TEXT_ARGS(path));
    while (text_split(&names, ';', &name))
        buffer_printf(out, "%.*s:%.*s\n", TEXT_ARGS(name),
                      TEXT_ARGS(header_of(request, name)));
    buffer_printf(out, "\n%.*s\nUNSIGNED-PAYLOAD", TEXT_ARGS(all));
}

static void
hmac(uint8_t key[32], struct text text)
{
    crypto_auth_hmacsha256_state state;

    crypto_auth_hmacsha256_init(&state, key, 32);
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)text.at, text.len);
    crypto_auth_hmacsha256_final(&state, key);
}

static void
add_signature(struct buffer *out, struct text request, const char *secret)
{
    struct text authorization = header_of(request, TEXT("authorization"));
    struct text scope = part_of(authorization, TEXT("Credential")), piece;
    struct buffer canonical = {0}, wanted = {0};
    uint8_t key[32] = {0};
    char hex[65];

    add_canonical(&canonical, request,
                  part_of(authorization, TEXT("SignedHeaders")));
    text_split(&scope, '/', &piece); /* the key's id */
    buffer_printf(&wanted, "AWS4-HMAC-SHA256\n%.*s\n%.*s\n",
                  TEXT_ARGS(header_of(request, TEXT("x-amz-date"))),
                  TEXT_ARGS(scope));
    add_hash(&wanted, buffer_text(&canonical));
    memcpy(key, "AWS4", 4);
    memcpy(key + 4, secret, strlen(secret)); /* shorter than 28 here */
    while (text_split(&scope, '/', &piece))
        hmac(key, piece);
    hmac(key, buffer_text(&wanted));
    buffer_add_string(out, sodium_bin2hex(hex, sizeof(hex), key, sizeof(key)));
    buffer_free(&canonical);
    buffer_free(&wanted);
}

static void
get_s3(struct got *got, const char *url)
{
    char endpoint[100];

    snprintf(endpoint, sizeof(endpoint), "http://127.0.0.1:%d/", port);
    setenv("AWS_ENDPOINT_URL", endpoint, 1);
    get_url(got, url, (struct http_request){0});
    assert_int_equal(got->result.outcome, HTTP_DONE);
}

static void
an_s3_key_is_encoded_byte_for_byte(void **state)
{
    struct got got = {0};

    (void)state;
    get_s3(&got, "s3://bucket/a=b/c+d \xc3\xbc?x&y#z//../%41~-_.json");
    assert_memory_equal(got.body.at,
                        "GET /bucket/a%3Db/c%2Bd%20%C3%BC%3Fx%26y%23z//../"
                        "%2541~-_.json HTTP/1.1\r\n",
                        72);
    assert_null(strstr(got.body.at, "Authorization"));
    assert_null(strstr(got.body.at, "x-amz"));
    drop(&got);
}

static void
an_s3_request_is_signed_as_the_environment_says(void **state)
{
    static const char *const urls[] = {
        "s3://bucket/plain.json.gz", "s3://my.bucket/a=b/c+d e?f",
        "s3://bucket//two//slashes/", "s3://bucket/\xc3\xbc/../%41"};
    static const char secret[] = "se/cr+et";

    (void)state;
    setenv("AWS_ACCESS_KEY_ID", "AKID", 1);
    setenv("AWS_SECRET_ACCESS_KEY", secret, 1);
    setenv("AWS_SESSION_TOKEN", "to/ken=", 1);
    setenv("AWS_DEFAULT_REGION", "eu-west-3", 1);
    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        struct buffer wanted = {0};
        struct got got = {0};
        struct text authorization;

        get_s3(&got, urls[i]);
        authorization =
            header_of(buffer_text(&got.body), TEXT("authorization"));
        assert_non_null(strstr(authorization.at, "/eu-west-3/s3/aws4_request"));
        assert_non_null(strstr(authorization.at, "x-amz-security-token"));
        add_signature(&wanted, buffer_text(&got.body), secret);
        assert_true(text_equal(part_of(authorization, TEXT("Signature")),
                               buffer_text(&wanted)));
        buffer_free(&wanted);
        drop(&got);
    }
    unsetenv("AWS_ACCESS_KEY_ID");
    unsetenv("AWS_SECRET_ACCESS_KEY");
    unsetenv("AWS_SESSION_TOKEN");
    unsetenv("AWS_DEFAULT_REGION");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_s3_key_is_encoded_byte_for_byte),
        cmocka_unit_test(an_s3_request_is_signed_as_the_environment_says),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
