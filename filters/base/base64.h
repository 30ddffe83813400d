/*
 * base64 - bytes that are no UTF-8, in JSON
 *
 * Source:  RFC 4648, section 4, with padding; decoding does not ask for it.
 */
#ifndef HARK_BASE_BASE64_H
#define HARK_BASE_BASE64_H

#include "base/buffer.h"

void base64_encode(struct buffer *out, struct text bytes);

/* False where a character is none of the alphabet; what came before is appended. */
bool base64_decode(struct buffer *out, struct text text);

#endif
