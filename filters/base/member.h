/*
 * member - the members of a JSON object that is being written: `,"name":value`
 *
 * Each puts a comma before itself; names need no escaping.
 */
#ifndef HARK_BASE_MEMBER_H
#define HARK_BASE_MEMBER_H

#include "base/buffer.h"

/* Nothing where the text is empty. */
void member_text(struct buffer *out, const char *name, struct text value);
void member_integer(struct buffer *out, const char *name, int64_t value);

/* As "2009-03-01T12:00:00Z". */
void member_time(struct buffer *out, const char *name, int64_t time_s);

/* A value alone: source:native becomes "source:WHAT/native". */
void member_id(struct buffer *out, const char *what, struct text id);

#endif
