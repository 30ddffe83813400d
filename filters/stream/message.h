/*
 * message - one line on standard error for each trouble, at most 100 of a code
 *
 * Shape:   `hark-normalize: ARCHIVE!MEMBER:LINE: code: text`; control bytes are escaped. The code is what
 *          stands before the first ": " of the text.
 * Cost:    after the hundredth of a code a count; message_close() prints one summary for each such code.
 */
#ifndef HARK_STREAM_MESSAGE_H
#define HARK_STREAM_MESSAGE_H

#include "base/buffer.h"

struct place;
struct messages;

struct messages *messages_new(const char *program);
/* Nothing is said from here on. */
void messages_hush(struct messages *messages);

void messages_say(struct messages *messages, const struct place *place,
                  struct text text);
void messages_close(struct messages *messages);

/* `archive!member:line`, as far as known; nothing for NULL. */
void message_place(struct buffer *out, const struct place *place);

#endif
