/*
 * sample - a small archive of which each byte has a name, for cuts.c
 *
 * Shape:   fields lie one behind the other and cover all bytes; one name may stand at several places.
 *          At an edge something is whole: what was cut there looks like an archive that ended.
 * Lives:   the bytes are the sample's own.
 */
#ifndef HARK_TESTS_SAMPLE_H
#define HARK_TESTS_SAMPLE_H

#include "base/buffer.h"

enum { SAMPLE_FIELDS = 512 };

struct field {
    const char *name;
    size_t at;
    bool is_edge; /* takes no bytes: cuts there count under its name */
};

struct sample {
    const char *format; /* of the table's first column */
    const char *file;   /* its name: endings are promises */
    bool is_unchecked;  /* by its format: books are to note it */
    struct buffer bytes;
    struct field fields[SAMPLE_FIELDS];
    size_t count;
};

void sample_free(struct sample *sample);
void sample_add(struct sample *sample, const char *name, const void *at,
                size_t len);
void sample_number(struct sample *sample, const char *name, uint64_t value,
                   unsigned bytes); /* little end first */
void sample_edge(struct sample *sample, const char *name);

/* The field that has the byte; the edge that lies before it, for a cut. */
const char *sample_field(const struct sample *sample, size_t at);
const char *sample_cut(const struct sample *sample, size_t at);

/* Some lines of JSON, no two alike, from line `from` on. */
void sample_lines(struct buffer *lines, unsigned from, unsigned count);

/* CRC-32 of IEEE 802.3, as gzip and zip have it. */
uint32_t sample_crc(struct text bytes);

/* Raw deflate data. */
void sample_deflate(struct buffer *out, struct text plain);

/* One a format. */
typedef void sample_maker(struct sample *sample);
sample_maker sample_gzip, sample_zstd, sample_zstd_unchecked, sample_bzip2,
    sample_xz, sample_xz_unchecked;               /* sample_packed.c */
sample_maker sample_tar, sample_zip, sample_warc; /* sample_container.c */

#endif
