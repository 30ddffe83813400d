#include <stdio.h>

#include <nettle/sha1.h>

#include "sample.h"

enum { BLOCK = 512 };

static void
padding(struct sample *sample, const char *name)
{
    static const char zeros[BLOCK];

    sample_add(sample, name, zeros,
               (BLOCK - sample->bytes.len % BLOCK) % BLOCK);
}

static void
octal(char *at, int digits, unsigned long value)
{
    at[digits] = '\0';
    for (; digits > 0; digits--, value >>= 3)
        at[digits - 1] = (char)('0' + (value & 7));
}

/* POSIX.1-2017, pax, "ustar Interchange Format". */
static void
tar_member(struct sample *sample, const char *name, char kind,
           struct text content)
{
    char head[BLOCK] = {0};
    unsigned long sum = 0;

    memcpy(head, name, strlen(name));
    octal(head + 100, 7, 0644);
    octal(head + 108, 7, 1000);
    octal(head + 116, 7, 1000);
    octal(head + 124, 11, content.len);
    octal(head + 136, 11, 1236427200);
    memset(head + 148, ' ', 8);
    head[156] = kind;
    memcpy(head + 257, "ustar\00000", 8);
    for (int i = 0; i < BLOCK; i++)
        sum += (unsigned char)head[i];
    octal(head + 148, 6, sum);
    sample_add(sample, "header", head, 257);
    sample_add(sample, "header", head + 257, 6);
    sample_add(sample, "header", head + 263, BLOCK - 263);
    sample_add(sample, kind == 'x' ? "pax records" : "content", content.at,
               content.len);
    padding(sample, "padding");
}

void
sample_tar(struct sample *sample)
{
    static const char zeros[BLOCK];
    struct buffer lines = {0};

    sample->format = "tar";
    sample->file = "sample.tar";
    sample_lines(&lines, 0, 5);
    tar_member(sample, "a.json", '0', buffer_text(&lines));
    sample_edge(sample, "cut between members");
    tar_member(sample, "pax", 'x', TEXT("25 path=folder/long.json\n"));
    buffer_clear(&lines);
    sample_lines(&lines, 5, 3);
    tar_member(sample, "b.json", '0', buffer_text(&lines));
    sample_edge(sample, "cut between members");
    sample_add(sample, "first end block", zeros, BLOCK);
    sample_add(sample, "second end block", zeros, BLOCK);
    buffer_free(&lines);
}

enum { STORED = 0, DEFLATED = 8, FLAG_DESCRIPTOR = 8, DESCRIPTOR = 0x08074b50 };

struct zipped {
    const char *name;
    unsigned flags, method;
    uint32_t crc;
    size_t packed, plain, at;
};

/* APPNOTE 6.3.10, 4.3.7 and 4.3.9. */
static struct zipped
zip_member(struct sample *sample, const char *name, unsigned method,
           unsigned flags, struct text content)
{
    struct buffer packed = {0};
    struct zipped zipped = {
        name, flags,       method,           sample_crc(content),
        0,    content.len, sample->bytes.len};
    bool later = flags & FLAG_DESCRIPTOR;

    if (method == DEFLATED)
        sample_deflate(&packed, content);
    else
        buffer_add(&packed, content);
    zipped.packed = packed.len;
    sample_add(sample, "local signature", "PK\3\4", 4);
    sample_number(sample, "local version", 20, 2);
    sample_number(sample, "local flags", flags, 2);
    sample_number(sample, "local method", method, 2);
    sample_number(sample, "local time", 0x3a676000, 4);
    sample_number(sample, later ? "local CRC and sizes, empty" : "local CRC",
                  later ? 0 : zipped.crc, 4);
    sample_number(sample,
                  later ? "local CRC and sizes, empty" : "local packed size",
                  later ? 0 : packed.len, 4);
    sample_number(sample, later ? "local CRC and sizes, empty" : "local size",
                  later ? 0 : content.len, 4);
    sample_number(sample, "local lengths of name and extra", strlen(name), 2);
    sample_number(sample, "local lengths of name and extra", 9, 2);
    sample_add(sample, "local name", name, strlen(name));
    sample_add(sample, "local extra",
               "UT\5\0\1"
               "\x40\x5f\xb2\x49",
               9);
    sample_add(sample,
               method == DEFLATED ? "deflated content" : "stored content",
               packed.at, packed.len);
    if (later) {
        sample_number(sample, "descriptor", DESCRIPTOR, 4);
        sample_number(sample, "descriptor", zipped.crc, 4);
        sample_number(sample, "descriptor", packed.len, 4);
        sample_number(sample, "descriptor", content.len, 4);
    }
    buffer_free(&packed);
    return zipped;
}

/* 4.3.12 */
static void
zip_entry(struct sample *sample, const struct zipped *member)
{
    sample_add(sample, "directory signature", "PK\1\2", 4);
    sample_number(sample, "directory: versions", 0x00140314, 4);
    sample_number(sample, "directory: flags, method, time", member->flags, 2);
    sample_number(sample, "directory: flags, method, time", member->method, 2);
    sample_number(sample, "directory: flags, method, time", 0x3a676000, 4);
    sample_number(sample, "directory: CRC and sizes", member->crc, 4);
    sample_number(sample, "directory: CRC and sizes", member->packed, 4);
    sample_number(sample, "directory: CRC and sizes", member->plain, 4);
    sample_number(sample, "directory: lengths", strlen(member->name), 2);
    sample_number(sample, "directory: lengths", 0, 4);
    sample_number(sample, "directory: disk, attributes", 0, 8);
    sample_number(sample, "directory: place", member->at, 4);
    sample_add(sample, "directory: name", member->name, strlen(member->name));
}

void
sample_zip(struct sample *sample)
{
    struct zipped members[3];
    struct buffer lines = {0};
    size_t start;

    sample->format = "zip";
    sample->file = "sample.zip";
    sample_lines(&lines, 0, 6);
    members[0] = zip_member(sample, "a.json", STORED, 0, buffer_text(&lines));
    sample_edge(sample, "cut between members");
    buffer_clear(&lines);
    sample_lines(&lines, 6, 14);
    members[1] = zip_member(sample, "b.json", DEFLATED, 0, buffer_text(&lines));
    sample_edge(sample, "cut between members");
    buffer_clear(&lines);
    sample_lines(&lines, 20, 12);
    members[2] = zip_member(sample, "c.json", DEFLATED, FLAG_DESCRIPTOR,
                            buffer_text(&lines));
    sample_edge(sample, "cut between members");
    start = sample->bytes.len;
    for (int i = 0; i < 3; i++)
        zip_entry(sample, &members[i]);
    members[0].at = sample->bytes.len - start;
    sample_add(sample, "end signature", "PK\5\6", 4);
    sample_number(sample, "end: disks", 0, 4);
    sample_number(sample, "end: members on this disk", 3, 2);
    sample_number(sample, "end: members", 3, 2);
    sample_number(sample, "end: size of the directory", members[0].at, 4);
    sample_number(sample, "end: place of the directory", start, 4);
    sample_number(sample, "end: length of the comment", 4, 2);
    sample_add(sample, "end: comment", "done", 4);
    buffer_free(&lines);
}

/* One header line of the record, its value a field of its own. */
static void
warc_header(struct sample *sample, const char *name, const char *value)
{
    struct buffer line = {0};

    buffer_printf(&line, "%s: ", name);
    sample_add(sample, "names of headers", line.at, line.len);
    buffer_clear(&line);
    buffer_printf(&line, "%s\r\n", value);
    sample_add(sample, name, line.at, line.len);
    buffer_free(&line);
}

/* ISO 28500:2017, 4. */
static void
warc_record(struct sample *sample, const char *type, const char *media,
            const char *digest, struct text http, struct text block)
{
    char length[24];

    snprintf(length, sizeof(length), "%zu", http.len + block.len);
    sample_add(sample, "version", "WARC/1.1\r\n", 10);
    warc_header(sample, "WARC-Type", type);
    warc_header(sample, "WARC-Target-URI", "http://www.example.com/a.json");
    warc_header(sample, "WARC-Date", "2009-03-07T12:00:00Z");
    warc_header(sample, "WARC-Record-ID", "<urn:uuid:0b1d>");
    warc_header(sample, "Content-Type", media);
    if (digest != NULL)
        warc_header(sample, "WARC-Block-Digest", digest);
    warc_header(sample, "Content-Length", length);
    sample_add(sample, "end of the header", "\r\n", 2);
    sample_add(sample, "HTTP header", http.at, http.len);
    sample_add(sample, digest != NULL ? "block with a digest" : "block",
               block.at, block.len);
    sample_add(sample, "end of the record", "\r\n\r\n", 4);
}

static const char *
sha1_label(struct buffer *label, struct text first, struct text second)
{
    uint8_t digest[SHA1_DIGEST_SIZE];
    struct sha1_ctx context;

    sha1_init(&context);
    sha1_update(&context, first.len, (const uint8_t *)first.at);
    sha1_update(&context, second.len, (const uint8_t *)second.at);
    sha1_digest(&context, sizeof(digest), digest);
    buffer_add_string(label, "sha1:");
    for (size_t i = 0; i < sizeof(digest); i++)
        buffer_printf(label, "%02x", digest[i]);
    return buffer_string(label);
}

void
sample_warc(struct sample *sample)
{
    struct buffer lines = {0}, label = {0};
    struct text http = TEXT("HTTP/1.1 200 OK\r\n"
                            "Content-Type: application/json\r\n\r\n");

    sample->format = "WARC";
    sample->file = "sample.warc";
    sample_lines(&lines, 0, 6);
    warc_record(sample, "resource", "application/json", NULL, TEXT_NONE,
                buffer_text(&lines));
    sample_edge(sample, "cut between records");
    buffer_clear(&lines);
    sample_lines(&lines, 6, 7);
    warc_record(sample, "response", "application/http",
                sha1_label(&label, http, buffer_text(&lines)), http,
                buffer_text(&lines));
    buffer_free(&lines);
    buffer_free(&label);
}
