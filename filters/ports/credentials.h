/*
 * credentials - by which name and secret a request to S3 is signed
 *
 * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of the environment; without the first two the profile
 * AWS_PROFILE (default "default") of the file that AWS's own tools keep: AWS_SHARED_CREDENTIALS_FILE, else
 * ~/.aws/credentials.
 * Lives:   texts until credentials_free(); those of the environment as long as it.
 */
#ifndef HARK_PORTS_CREDENTIALS_H
#define HARK_PORTS_CREDENTIALS_H

#include "base/buffer.h"

struct credentials {
    const char *key_id; /* NULL: there are none */
    const char *secret;
    const char *token; /* or NULL */
    struct buffer file;
};

void credentials_load(struct credentials *credentials);
void credentials_free(struct credentials *credentials); /* wiped */

/* Where the file would be; false where neither names it. */
bool credentials_path(struct buffer *path);

#endif
