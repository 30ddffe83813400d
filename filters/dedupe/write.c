#include "base/runs.h"
#include "dedupe/dedupe.h"

static void
write_index(void *context, const struct revision *entry)
{
    struct dedupe *dedupe = context;
    struct revision packed = *entry;

    runs_put64(&packed.flags, entry->flags);
    index_add(dedupe->next, &packed);
}

static void
take_fate(void *context, uint64_t number, enum survivor_fate fate)
{
    struct dedupe *dedupe = context;

    spool_mark(dedupe->spool, number, fate);
}

static void
settle(struct dedupe *dedupe)
{
    struct survivor_takers takers = {
        .fate = take_fate,
        .remember = dedupe->next != NULL ? write_index : NULL,
        .context = dedupe};
    struct books *books = dedupe->books;
    struct survivor_counts counts =
        survivors_settle(dedupe->survivors, &takers);

    books_dropped_many(books, "repeated", counts.repeated);
    books_dropped_many(books, "superseded", counts.superseded);
    books_dropped_many(books, "deleted", counts.deleted);
    books_dropped_many(books, "author_deleted", counts.author_deleted);
    if (counts.tied > 0)
        books_note(books, "same_seen", counts.tied);
}

static void
add_withheld(struct dedupe *dedupe, struct text id)
{
    const struct tombstone_note *note =
        tombstone_withheld(survivor_tombstones(dedupe->survivors), id);

    for (; note != NULL; note = note->next)
        amend_add_flag(dedupe->amender, note->flag);
}

/* With what the notices say of it. */
static struct text
as_it_stands(struct dedupe *dedupe, struct text line)
{
    bool is_stub = spool_is_marked(dedupe->spool, SURVIVOR_STUB);
    struct amend_record record;

    if (!is_stub && !spool_is_marked(dedupe->spool, SURVIVOR_MAY_CHANGE))
        return line;
    record = amend_look(dedupe->amender, line);
    if (is_stub)
        amend_to_stub(dedupe->amender);
    if (tombstone_is_scrubbed(survivor_tombstones(dedupe->survivors),
                              record.author, record.id))
        amend_forget_place(dedupe->amender);
    add_withheld(dedupe, record.id);
    add_withheld(dedupe, record.author);
    return amend_line(dedupe->amender);
}

void
dedupe_write(struct dedupe *dedupe, struct writer *out)
{
    struct text line;

    settle(dedupe);
    spool_rewind(dedupe->spool);
    while (spool_next(dedupe->spool, &line)) {
        if (!spool_is_marked(dedupe->spool, SURVIVOR_STANDS))
            continue;
        if (spool_is_marked(dedupe->spool, SURVIVOR_FALLEN))
            books_dropped(dedupe->books, "original_deleted");
        else
            writer_pass_line(out, record_kind_of(line),
                             as_it_stands(dedupe, line));
    }
}
