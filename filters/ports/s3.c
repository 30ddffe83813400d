#include "ports/s3.h"

#include <stdlib.h>

static const struct text scheme = {"s3://", 5};

static const char *
environment(const char *name)
{
    const char *value = getenv(name);

    return value == NULL || value[0] == '\0' ? NULL : value;
}

static const char *
region(void)
{
    const char *value = environment("AWS_REGION");

    if (value == NULL)
        value = environment("AWS_DEFAULT_REGION");
    return value == NULL ? "us-east-1" : value;
}

static bool
is_plain(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
           || (c >= '0' && c <= '9')
           || (c != '\0' && strchr("-_.~/", c) != NULL);
}

static void
add_encoded(struct buffer *out, struct text key)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < key.len; i++) {
        uint8_t byte = (uint8_t)key.at[i];

        if (is_plain(key.at[i])) {
            buffer_add_char(out, key.at[i]);
            continue;
        }
        buffer_add_char(out, '%');
        buffer_add_char(out, digits[byte >> 4]);
        buffer_add_char(out, digits[byte & 15]);
    }
}

/* The certificate of Amazon's hosts covers no further dot, hence the path for such a bucket. */
static void
add_host(struct s3 *s3, struct text bucket)
{
    const char *endpoint = environment("AWS_ENDPOINT_URL");
    bool in_path = endpoint != NULL || text_find_char(bucket, '.') != SIZE_MAX;

    if (endpoint != NULL) {
        buffer_add_string(&s3->url, endpoint);
        while (s3->url.len > 0 && s3->url.at[s3->url.len - 1] == '/')
            s3->url.len--;
    } else {
        buffer_add_string(&s3->url, "https://");
        if (!in_path) {
            add_encoded(&s3->url, bucket);
            buffer_add_char(&s3->url, '.');
        }
        buffer_add_string(&s3->url, "s3.");
        buffer_add_string(&s3->url, s3->region);
        buffer_add_string(&s3->url, ".amazonaws.com");
    }
    if (in_path) {
        buffer_add_char(&s3->url, '/');
        add_encoded(&s3->url, bucket);
    }
}

bool
s3_is(const char *url)
{
    return text_starts_nocase(text_of(url), scheme);
}

bool
s3_parse(struct s3 *s3, const char *url)
{
    struct text key = text_from(text_of(url), scheme.len), bucket;

    *s3 = (struct s3){.region = region()};
    if (!text_split(&key, '/', &bucket) || bucket.len == 0 || key.len == 0)
        return false;
    add_host(s3, bucket);
    buffer_add_char(&s3->url, '/');
    add_encoded(&s3->url, key);
    credentials_load(&s3->credentials);
    return true;
}

void
s3_free(struct s3 *s3)
{
    buffer_free(&s3->url);
    credentials_free(&s3->credentials);
}
