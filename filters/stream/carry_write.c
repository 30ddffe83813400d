#include <err.h>
#include <errno.h>
#include <stdlib.h>

#include "stream/carry_parts.h"
#include "stream/replace.h"

enum { SEGMENTS_MOST = 16 };

static uint64_t
free_number(const struct carry *carry)
{
    uint64_t most = 0;

    for (size_t i = 0; i < carry->list.count; i++)
        if (carry->list.segments[i].number > most)
            most = carry->list.segments[i].number;
    if (carry->fresh != NULL && carry->fresh_number > most)
        most = carry->fresh_number;
    return most + 1;
}

static void
add_line(struct carry *carry, struct segment_writer **writer, uint64_t *number,
         struct text line)
{
    char *path = NULL;

    if (*writer == NULL) {
        *number = free_number(carry);
        path = carry_segment_path(carry->folder, *number);
        *writer = segment_create(path);
        if (*writer == NULL)
            books_fail(carry->books, EX_CANTCREAT, NULL, "carry: %s: %s", path,
                       strerror(errno));
        free(path);
    }
    if (!segment_add(*writer, line))
        books_fail(carry->books, EX_IOERR, NULL, "carry: %s: %s", carry->folder,
                   strerror(errno));
}

static bool
is_asked(const struct carry *carry, struct text name)
{
    for (size_t i = 0; i < carry->count + CARRY_OWN_FIELDS; i++)
        if (text_equal(name, text_of(carry->paths[i])))
            return true;
    return false;
}

void
carry_add(struct carry *carry, const struct record *record, int64_t time_s)
{
    const char *at = record->line.at;
    struct record_member member;

    buffer_clear(&carry->line);
    buffer_add(&carry->line, TEXT("{\"v\":1"));
    while (record_next_member(&at, &member)) {
        if (!is_asked(carry, member.name))
            continue;
        buffer_add_char(&carry->line, ',');
        buffer_add(&carry->line, member.whole);
    }
    buffer_add_char(&carry->line, '}');
    add_line(carry, &carry->fresh, &carry->fresh_number,
             buffer_text(&carry->line));
    if (time_s > carry->until_s)
        carry->until_s = time_s;
}

bool
carry_is_due(const struct carry *carry)
{
    return carry->list.count >= SEGMENTS_MOST;
}

void
carry_keep(struct carry *carry, const struct record *record)
{
    add_line(carry, &carry->merged, &carry->merged_number, record->line);
}

/* Adds what was written, if anything was; false with errno where it is not on disk. */
static bool
end_segment(struct segment_writer **writer, uint64_t number,
            struct carry_list *list)
{
    struct carry_segment segment = {.number = number};
    bool is_good = true;

    if (*writer != NULL) {
        is_good = segment_end(*writer, &segment.seal);
        carry_list_add(list, &segment);
    }
    *writer = NULL;
    return is_good;
}

static bool
write_list(struct carry *carry)
{
    struct carry_list list = {.fields =
                                  carry_digest_of(carry->paths, carry->count),
                              .until_s = carry->until_s,
                              .terms = carry->list.terms};
    struct buffer file = {0};
    bool is_good = true;

    if (carry->merged != NULL)
        is_good = end_segment(&carry->merged, carry->merged_number, &list);
    else
        for (size_t i = 0; i < carry->list.count; i++)
            carry_list_add(&list, &carry->list.segments[i]);
    is_good = end_segment(&carry->fresh, carry->fresh_number, &list) && is_good;
    carry_list_write(&file, &list);
    is_good = is_good && replace_content(carry->next, buffer_text(&file), 0600);
    carry_list_free(&list);
    buffer_free(&file);
    return is_good;
}

int
carry_end(struct carry *carry, int status)
{
    if (carry == NULL)
        return status;
    if (status == 0 && !write_list(carry)) {
        warn("carry: %s", carry->next);
        status = EX_CANTCREAT;
    }
    if (status != 0)
        carry_sweep(carry->folder, &carry->list);
    return status;
}
