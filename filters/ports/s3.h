/*
 * s3 - s3://bucket/key as an address that can be fetched, and who asks
 *
 * All from the environment: AWS_ENDPOINT_URL (for others than Amazon), AWS_REGION or AWS_DEFAULT_REGION
 * (us-east-1); who asks is in credentials.h.
 * Shape:   the key is bytes as they are, and percent-encoded here, all but A-Z a-z 0-9 - _ . ~ and /.
 * Lives:   texts until s3_free(); those of the environment as long as it.
 */
#ifndef HARK_PORTS_S3_H
#define HARK_PORTS_S3_H

#include "ports/credentials.h"

struct s3 {
    struct buffer url;
    const char *region;
    struct credentials credentials; /* none: unsigned */
};

bool s3_is(const char *url);
bool s3_parse(struct s3 *s3, const char *url); /* false where a part lacks */
void s3_free(struct s3 *s3);

#endif
