/*
 * input - one operand of fetch, open: a file, standard input, the body of a URL
 *
 * Shape:   `name` is what records say of it; `key` what the state knows it by, or NULL where it has no name
 *          that would mean the same the next time.
 * Lives:   from input_open() to input_close(), if it was opened or not.
 */
#ifndef HARK_STREAM_INPUT_H
#define HARK_STREAM_INPUT_H

#include "stream/bytes.h"
#include "stream/download.h"
#include "stream/state.h"

struct input {
    const char *operand;
    struct buffer name, key;
    int fd;
    off_t start;  /* where its first byte is */
    bool is_file; /* it can be read twice */
    bool is_url;
    bool is_delimited; /* a URL whose server told its end */
    struct stamp stamp;
    int64_t seen_s; /* 0 unknown */
};

/* False after saying why. `downloads` for URLs alone. */
bool input_open(struct input *input, struct books *books,
                struct downloads *downloads, const char *operand);
void input_close(struct input *input);

/* Where it cannot be read twice, all of it goes to a temporary file first. */
void input_spool(struct input *input, struct books *books);

/* The folder of the temporary file, before --sandbox stands. */
void input_allow(struct books *books);

/* Its bytes from the first on, unpacked; each call begins anew. */
struct bytes *input_bytes(struct input *input,
                          const struct bytes_limits *limits);

/* Of the file as it lies there. */
struct digest input_digest(struct input *input);

/* A file's size and time, without opening it; false where that tells nothing. */
bool input_stamp(const char *operand, struct stamp *stamp);

#endif
