/*
 * near - which posts say nearly the same: a chain letter, a copied complaint, an idea had twice
 *
 * Puts all records aside while it reads, then writes them in their order; each post of a group of two or more has the
 * key `near`, the least id of its group.
 */
#include <stdlib.h>

#include "base/array.h"
#include "domain/near_groups.h"
#include "stream/spool.h"
#include "stream/writer.h"

enum { ID, TITLE, BODY, FIELDS };
static const char *const fields[FIELDS] = {"id", "title", "text"};

static const struct program program = {
    .name = "near",
    .operands = "[FILE ...]",
    .summary = "near - which posts say nearly the same",
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

/* Where a post's id lies in the spill. */
struct place_of_id {
    uint64_t offset;
    uint32_t len;
};

enum { IS_POST }; /* how a line of the spool is marked */

struct near {
    struct spill *spill;
    struct spool *spool;
    struct near_groups *groups;
    struct place_of_id *ids; /* by the post's number */
    uint32_t *first;         /* of a head: who has its group's least id */
    uint32_t *members;       /* of a head: how many */
    uint32_t count;
    size_t cap;
    struct buffer text, one, other, line;
};

static void
keep_id(struct near *near, struct text id)
{
    near->ids = array_room(near->ids, near->count, &near->cap,
                           sizeof(*near->ids), "posts");
    near->ids[near->count++] = (struct place_of_id){
        spill_write(near->spill, id.at, id.len), (uint32_t)id.len};
}

/* An idea's title is half of what it says. */
static struct text
words(struct near *near, const struct record *record)
{
    buffer_clear(&near->text);
    buffer_add(&near->text, record_text(record, TITLE));
    buffer_add_char(&near->text, ' ');
    buffer_add(&near->text, record_text(record, BODY));
    return buffer_text(&near->text);
}

static void
read_all(struct near *near, struct reader *in)
{
    static const char *const own[] = {"near"};
    struct record record;

    while (reader_next(in, &record)) {
        uint64_t number;

        if (strcmp(record.kind, "post") != 0) {
            spool_add(near->spool, record.line);
            continue;
        }
        number = spool_add(near->spool,
                           record_without(&near->line, record.line, own, 1));
        spool_mark(near->spool, number, IS_POST);
        keep_id(near, record_text(&record, ID));
        near_groups_add(near->groups, words(near, &record));
    }
}

static struct text
read_id(struct near *near, struct buffer *into, uint32_t number)
{
    const struct place_of_id *id = &near->ids[number];

    buffer_clear(into);
    spill_read(near->spill, id->offset, buffer_reserve(into, id->len + 1),
               id->len);
    into->len = id->len;
    return buffer_text(into);
}

static void
find_least_ids(struct near *near)
{
    size_t count = near->count;

    near_groups_settle(near->groups);
    near->first = array_resize(NULL, count + 1, sizeof(*near->first), "posts");
    near->members =
        array_resize(NULL, count + 1, sizeof(*near->members), "posts");
    for (uint32_t i = 0; i < count; i++) {
        uint32_t head = near_groups_of(near->groups, i);

        /* A head is the first of its group. */
        if (head == i) {
            near->first[i] = i;
            near->members[i] = 1;
            continue;
        }
        near->members[head]++;
        if (text_compare(read_id(near, &near->one, i),
                         read_id(near, &near->other, near->first[head]))
            < 0)
            near->first[head] = i;
    }
}

static struct text
with_group(struct near *near, struct text line, uint32_t head)
{
    buffer_clear(&near->line);
    buffer_add(&near->line, (struct text){line.at, line.len - 1});
    buffer_add(&near->line, TEXT(",\"near\":"));
    buffer_add_json_string(&near->line,
                           read_id(near, &near->one, near->first[head]));
    buffer_add_char(&near->line, '}');
    return buffer_text(&near->line);
}

static void
write_all(struct near *near, struct books *books, struct writer *out)
{
    uint32_t number = 0;
    uint64_t groups = 0, grouped = 0;
    struct text line;

    find_least_ids(near);
    spool_rewind(near->spool);
    while (spool_next(near->spool, &line)) {
        const char *kind = record_kind_of(line);

        if (spool_is_marked(near->spool, IS_POST)) {
            uint32_t head = near_groups_of(near->groups, number);

            if (near->members[head] > 1) {
                line = with_group(near, line, head);
                grouped++;
            }
            groups += head == number && near->members[head] > 1;
            number++;
        }
        writer_pass_line(out, kind, line);
    }
    books_note(books, "near_groups", groups);
    books_note(books, "near_posts", grouped);
}

static void
near_open(struct near *near, const struct options *given)
{
    near->spill = spill_open(given->tmpdir);
    near->spool = spool_new(near->spill);
    near->groups = near_groups_new(given->memory, near->spill);
}

static void
near_close(struct near *near)
{
    near_groups_free(near->groups);
    spool_free(near->spool);
    spill_close(near->spill);
    buffer_free(&near->text);
    buffer_free(&near->one);
    buffer_free(&near->other);
    buffer_free(&near->line);
    free(near->ids);
    free(near->first);
    free(near->members);
}

int
main(int argc, char **argv)
{
    struct options *given = options_parse(&program, argc, argv, NULL);
    struct books *books = books_open(given);
    struct near near = {0};
    struct writer *out;
    struct reader *in;
    int status;

    near_open(&near, given);
    out = writer_open(books);
    in = reader_open(books, fields, FIELDS);
    read_all(&near, in);
    write_all(&near, books, out);
    status = finish(in, out);
    near_close(&near);
    return status;
}
