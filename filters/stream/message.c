#include "stream/message.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/file.h"
#include "base/table.h"
#include "stream/books.h"

enum { MOST = 100 };

struct messages {
    const char *program;
    bool is_hushed;
    struct table *codes;
    struct counts {
        uint64_t *at;
        size_t cap;
    } said; /* by the number of the code */
    struct buffer line;
};

struct messages *
messages_new(const char *program)
{
    struct messages *messages = calloc(1, sizeof(*messages));

    if (messages == NULL)
        err(EX_OSERR, "messages");
    messages->program = program;
    messages->codes = table_new();
    return messages;
}

void
messages_hush(struct messages *messages)
{
    messages->is_hushed = true;
}

static uint64_t *
count_of(struct messages *messages, struct text code)
{
    uint32_t number = table_add(messages->codes, code);
    struct counts *said = &messages->said;

    if (number >= said->cap) {
        size_t cap = said->cap == 0 ? 16 : said->cap * 2;
        said->at = reallocarray(said->at, cap, sizeof(*said->at));
        if (said->at == NULL)
            err(EX_OSERR, "messages");
        memset(said->at + said->cap, 0, (cap - said->cap) * sizeof(*said->at));
        said->cap = cap;
    }
    return &said->at[number];
}

void
message_place(struct buffer *out, const struct place *place)
{
    if (place == NULL)
        return;
    buffer_add(out, place->archive);
    if (place->member.len > 0) {
        buffer_add_char(out, '!');
        buffer_add(out, place->member);
    }
    if (place->line > 0)
        buffer_printf(out, ":%llu", (unsigned long long)place->line);
}

/* What a terminal would take for a command, or a reader for another line. */
static void
escape(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte < 0x20 || byte == 0x7f)
            buffer_printf(out, "\\x%02x", byte);
        else
            buffer_add_char(out, (char)byte);
    }
}

static void
write_line(struct buffer *line)
{
    buffer_add_char(line, '\n');
    (void)file_write(STDERR_FILENO,
                     buffer_text(line)); /* or there is nobody left to tell */
}

static void
say(struct messages *messages, struct text where, struct text text)
{
    if (messages->is_hushed)
        return;
    buffer_clear(&messages->line);
    buffer_printf(&messages->line, "hark-%s: ", messages->program);
    if (where.len > 0) {
        escape(&messages->line, where);
        buffer_add(&messages->line, TEXT(": "));
    }
    escape(&messages->line, text);
    write_line(&messages->line);
}

void
messages_say(struct messages *messages, const struct place *place,
             struct text text)
{
    size_t colon = text_find(text, TEXT(": "));
    struct text code = {text.at, colon == SIZE_MAX ? text.len : colon};
    struct buffer where = {0};

    if (++*count_of(messages, code) > MOST)
        return;
    message_place(&where, place);
    say(messages, buffer_text(&where), text);
    buffer_free(&where);
}

void
messages_close(struct messages *messages)
{
    struct buffer text = {0};

    for (uint32_t i = 0; i < table_count(messages->codes); i++) {
        uint64_t more = messages->said.at[i];
        if (more <= MOST)
            continue;
        buffer_clear(&text);
        buffer_add(&text, table_text(messages->codes, i));
        buffer_printf(&text, ": and %llu more of these",
                      (unsigned long long)(more - MOST));
        say(messages, TEXT_NONE, buffer_text(&text));
    }
    buffer_free(&text);
    buffer_free(&messages->line);
    table_free(messages->codes);
    free(messages->said.at);
    free(messages);
}
