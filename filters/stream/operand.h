/*
 * operand - fetch's operands as a list of archives: files, globs, folders, URLs
 *
 * Shape:   a folder gives its regular files, also those below it, hidden ones left out, sorted by name
 *          bytewise; a pattern that the shell left alone gives its matches, sorted; a URL and "-" stay as they are.
 * Fails:   a pattern without a match and a missing file stay in the list, so that opening them says so.
 */
#ifndef HARK_STREAM_OPERAND_H
#define HARK_STREAM_OPERAND_H

#include "base/buffer.h"

struct operands {
    char **at;
    size_t count;
};

void operands_expand(struct operands *operands, char *const *given,
                     size_t count);
void operands_add(struct operands *operands,
                  const char *name); /* as it stands */
void operands_free(struct operands *operands);

/* http://, https:// or s3:// */
bool operand_is_url(const char *operand);

/* Operands of the command line: what must not be shown of addresses is taken to a copy, and written over where ps(1) sees it. */
void operands_hide(char **given, size_t count);

/* A URL without user info, query and fragment: what may be shown of it. */
void operand_show(struct buffer *out, const char *url);

#endif
