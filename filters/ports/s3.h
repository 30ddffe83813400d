/*
 * s3 - s3://bucket/key as an address that can be fetched, and who asks
 *
 * All from the environment: AWS_ENDPOINT_URL (for others than Amazon), AWS_REGION or AWS_DEFAULT_REGION
 * (us-east-1), AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN.
 * Shape:   the key is bytes as they are, and percent-encoded here, all but A-Z a-z 0-9 - _ . ~ and /.
 * Lives:   texts until s3_free(); those of the environment as long as it.
 */
#ifndef HARK_PORTS_S3_H
#define HARK_PORTS_S3_H

#include "base/buffer.h"

struct s3 {
    struct buffer url;
    const char *region;
    const char *key_id; /* NULL: unsigned */
    const char *secret;
    const char *token; /* or NULL */
};

bool s3_is(const char *url);
bool s3_parse(struct s3 *s3, const char *url); /* false where a part lacks */
void s3_free(struct s3 *s3);

#endif
