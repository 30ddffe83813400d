#include "stream/carry_list.h"

#include <stdlib.h>

#include "base/array.h"

static const char magic[] = "hark-carry 2\n";

void
carry_list_free(struct carry_list *list)
{
    free(list->segments);
    *list = (struct carry_list){0};
}

void
carry_list_add(struct carry_list *list, const struct carry_segment *segment)
{
    list->segments = array_resize(list->segments, list->count + 1,
                                  sizeof(*list->segments), "segments");
    list->segments[list->count++] = *segment;
}

bool
carry_list_has(const struct carry_list *list, uint64_t number)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->segments[i].number == number)
            return true;
    return false;
}

void
carry_list_write(struct buffer *out, const struct carry_list *list)
{
    char digest[DIGEST_TEXT];

    buffer_add_string(out, magic);
    buffer_add_string(out, "fields ");
    buffer_add_hex(out, list->fields);
    buffer_printf(out, "\nuntil %lld\nwindow %lld\ngap %lld\npaths %lld\n",
                  (long long)list->until_s, (long long)list->terms.window_s,
                  (long long)list->terms.gap_s, (long long)list->terms.paths);
    for (size_t i = 0; i < list->count; i++) {
        const struct carry_segment *segment = &list->segments[i];

        digest_format(digest, segment->seal.digest);
        buffer_printf(out, "segment %llu %llu %.*s\n",
                      (unsigned long long)segment->number,
                      (unsigned long long)segment->seal.lines, DIGEST_TEXT,
                      digest);
    }
    digest_format(digest, digest128(buffer_text(out)));
    buffer_printf(out, "= %zu %.*s\n", list->count, DIGEST_TEXT, digest);
}

/* "NAME NUMBER", a whole line. */
static bool
take_number(struct text *file, struct text name, int64_t *value)
{
    struct text line, word;

    return text_split(file, '\n', &line) && text_split(&line, ' ', &word)
           && text_equal(word, name) && text_integer(line, value);
}

/* 16 hexadecimal digits off the front. */
static bool
take_half(struct text *digits, uint64_t *value)
{
    *value = 0;
    if (digits->len < DIGEST_TEXT / 2)
        return false;
    for (size_t i = 0; i < DIGEST_TEXT / 2; i++) {
        int digit = text_hex(digits->at[i]);

        if (digit < 0)
            return false;
        *value = *value << 4 | (uint64_t)digit;
    }
    *digits = text_from(*digits, DIGEST_TEXT / 2);
    return true;
}

static bool
take_fields(struct text *file, uint64_t *fields)
{
    struct text line, word;

    return text_split(file, '\n', &line) && text_split(&line, ' ', &word)
           && text_equal(word, TEXT("fields")) && take_half(&line, fields)
           && line.len == 0;
}

static bool
take_digest(struct text digits, struct digest *digest)
{
    return take_half(&digits, &digest->high) && take_half(&digits, &digest->low)
           && digits.len == 0;
}

static bool
take_segment(struct carry_list *list, struct text line)
{
    struct carry_segment segment;
    struct text number, lines;
    int64_t value, count;

    line = text_from(line, sizeof("segment ") - 1);
    if (!text_split(&line, ' ', &number) || !text_integer(number, &value)
        || !text_split(&line, ' ', &lines) || !text_integer(lines, &count)
        || !take_digest(line, &segment.seal.digest) || value < 0 || count < 0)
        return false;
    segment.number = (uint64_t)value;
    segment.seal.lines = (uint64_t)count;
    carry_list_add(list, &segment);
    return true;
}

/* The last line, behind which there is nothing: it seals what stands before it. */
static bool
is_seal(struct text line, struct text before, size_t count)
{
    char digest[DIGEST_TEXT];
    struct digest said;
    struct text word;
    int64_t value;

    return text_split(&line, ' ', &word) && text_equal(word, TEXT("="))
           && text_split(&line, ' ', &word) && text_integer(word, &value)
           && value == (int64_t)count && take_digest(line, &said)
           && (digest_format(digest, digest128(before)),
               text_equal(line, (struct text){digest, DIGEST_TEXT}));
}

bool
carry_list_read(struct carry_list *list, struct text file)
{
    struct text rest = file, line;

    if (!text_starts(file, TEXT(magic)))
        return false;
    rest = text_from(rest, sizeof(magic) - 1);
    if (!take_fields(&rest, &list->fields)
        || !take_number(&rest, TEXT("until"), &list->until_s)
        || !take_number(&rest, TEXT("window"), &list->terms.window_s)
        || !take_number(&rest, TEXT("gap"), &list->terms.gap_s)
        || !take_number(&rest, TEXT("paths"), &list->terms.paths))
        return false;
    while (text_split(&rest, '\n', &line)) {
        struct text before = {file.at, (size_t)(line.at - file.at)};

        if (!text_starts(line, TEXT("segment ")))
            return rest.at != NULL && rest.len == 0
                   && is_seal(line, before, list->count);
        if (!take_segment(list, line))
            return false;
    }
    return false;
}
