/*
 * lists - what runs leave for one another: segments carried, a state's lines, archives listed
 *
 * They are sealed here, so that it is their lines that are tried. What is taken is written as the same again.
 */
#include "common.h"
#include "stream/carry_list.h"
#include "stream/listed.h"
#include "stream/state_lines.h"

/* With the last line that seals it, where `count` lines follow the head. */
static struct text
sealed(struct text body, unsigned count)
{
    static struct buffer file;
    char digest[DIGEST_TEXT];

    buffer_clear(&file);
    buffer_add(&file, body);
    digest_format(digest, digest128(body));
    buffer_printf(&file, "= %u %.*s\n", count, DIGEST_TEXT, digest);
    return buffer_text(&file);
}

static void
segments(struct text file)
{
    static struct buffer written;
    struct carry_list list = {0}, again = {0};

    if (carry_list_read(&list, file)) {
        buffer_clear(&written);
        carry_list_write(&written, &list);
        assert(carry_list_read(&again, buffer_text(&written)));
        assert(again.count == list.count && again.fields == list.fields);
    }
    carry_list_free(&list);
    carry_list_free(&again);
}

static void
archives(struct text rest)
{
    static struct buffer written;
    struct listed one = {0}, two = {0};

    while (listed_read(&rest, &one)) {
        struct text line;

        buffer_clear(&written);
        listed_write(&written, &one);
        line = buffer_text(&written);
        assert(listed_read(&line, &two) && line.len == 0);
        assert(one.from == two.from && one.bytes == two.bytes
               && text_equal(buffer_text(&one.operand),
                             buffer_text(&two.operand)));
    }
    buffer_free(&one.operand);
    buffer_free(&two.operand);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    struct text text = {(const char *)at, len};
    unsigned count = common_byte(&text);
    struct state *state = state_open(common_books(), "/nonexistent/state");

    segments(sealed(text, count));
    state_lines_read(state, sealed(text, count));
    state_free(state);
    archives(text);
    return 0;
}
