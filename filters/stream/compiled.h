/*
 * compiled - what took long to make of settings, kept between runs under the digest of what it was made of
 *
 * In the folder of cachedir.h: DIGEST.compiled, a line with the digest of what follows, and that. What is not as it was
 * written, or is not the user's own, is none; neither is what cannot be read. Whatever takes its place does so at once.
 * Fails:   never: without a cache everything is made again.
 */
#ifndef HARK_STREAM_COMPILED_H
#define HARK_STREAM_COMPILED_H

#include "base/buffer.h"

/* Made of `name`: false where it is not there. */
bool compiled_get(const char *folder, struct text name, struct buffer *content);
void compiled_keep(const char *folder, struct text name, struct text content);

#endif
