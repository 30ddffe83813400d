/*
 * diff - what two runs differ in, record by record, and why
 *
 * Compares the records of one file with those of others: credits by order, model and window, with the
 * touch, amount, rate or rule that made the difference; other records by kind and id, with the members
 * that differ. Where records came from does not count.
 */
#include <err.h>
#include <stdlib.h>

#include "domain/credit_change.h"
#include "base/sorter.h"
#include "stream/writer.h"

enum { ID = MEMBERS, FIELDS };

static const struct program program = {
    .name = "diff",
    .operands = "OLD [NEW ...]",
    .summary = "diff - what two runs differ in, record by record, and why",
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

/* Keys begin with what they are of; a NUL stands in none. */
enum { CREDIT = 'c', RECORD = 'r', OLD = 'o', NEW = 'n' };

struct diff {
    struct writer *out;
    const char *old; /* the first operand, as the reader names it */
    struct sorter *sorter;
    struct credit_change *change;
    struct credit_change_counts counts;
    struct buffer key, payload;
    struct buffer before;   /* what is compared now */
    struct buffer last;     /* time of old credits, as JSON */
    struct buffer sides[2]; /* lines of one record, old and new */
    size_t side_counts[2];
    struct buffer line;
};

static bool
is_old(const struct diff *diff, struct reader *in)
{
    return reader_place(in)->archive.at == diff->old;
}

/* Each member of a credit as JSON, a NUL behind it. */
static void
pack_credit(struct diff *diff, const struct record *record)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        if (record->fields[i].type != JSON_ABSENT)
            json_write(&diff->payload, record->fields[i]);
        buffer_add_char(&diff->payload, '\0');
    }
}

static void
note_time(struct diff *diff, const struct record *record)
{
    size_t len = diff->line.len;
    struct text time;

    json_write(&diff->line, record->fields[MEMBER_TIME]);
    time = text_from(buffer_text(&diff->line), len);
    if (text_compare(time, buffer_text(&diff->last)) > 0) {
        buffer_clear(&diff->last);
        buffer_add(&diff->last, time);
    }
    diff->line.len = len;
}

static const char *
take_credit(struct diff *diff, const struct record *record, bool is_of_old)
{
    if (record->fields[MEMBER_ORDER].type != JSON_STRING)
        return "no_order: a credit without order";
    buffer_add_char(&diff->key, CREDIT);
    buffer_add(&diff->key, record_text(record, MEMBER_ORDER));
    pack_credit(diff, record);
    if (is_of_old && record->fields[MEMBER_TIME].type == JSON_STRING)
        note_time(diff, record);
    return NULL;
}

static const char *
take_record(struct diff *diff, const struct record *record, bool is_of_old)
{
    buffer_clear(&diff->key);
    buffer_clear(&diff->payload);
    buffer_add_char(&diff->payload, is_of_old ? OLD : NEW);
    if (strcmp(record->kind, "credit") == 0) {
        const char *why = take_credit(diff, record, is_of_old);

        if (why != NULL)
            return why;
    } else {
        buffer_add_char(&diff->key, RECORD);
        buffer_add_string(&diff->key, record->kind);
        buffer_add_char(&diff->key, '\0');
        buffer_add(&diff->key, record_text(record, ID));
        buffer_add(&diff->payload, record->line);
    }
    sorter_add(diff->sorter, buffer_text(&diff->key),
               buffer_text(&diff->payload));
    return NULL;
}

static void
read_all(struct diff *diff, struct reader *in)
{
    struct record record;

    while (reader_next(in, &record)) {
        const char *why;

        if (strcmp(record.kind, "credit") != 0
            && record_text(&record, ID).len == 0) {
            reader_drop(in, "no_id");
            continue;
        }
        why = take_record(diff, &record, is_old(diff, in));
        if (why != NULL)
            reader_reject(in, why);
        else
            reader_use(in);
    }
}

static void
make_row(void *context, struct text line)
{
    writer_make(context, "row", line);
}

static void
add_credit(struct diff *diff, struct text payload)
{
    struct text members[MEMBERS];
    bool is_new = payload.at[0] == NEW;

    payload = text_from(payload, 1);
    for (size_t i = 0; i < MEMBERS; i++) {
        text_split(&payload, '\0', &members[i]);
        if (members[i].len == 0)
            members[i] = TEXT_NONE;
    }
    credit_change_add(diff->change, is_new, members);
}

static bool
is_provenance(struct text name)
{
    return text_equal(name, TEXT("archive")) || text_equal(name, TEXT("member"))
           || text_equal(name, TEXT("line")) || text_equal(name, TEXT("part"));
}

static struct text
member_of(struct text line, struct text name)
{
    const char *at = line.at;
    struct record_member member;

    while (line.len > 0 && record_next_member(&at, &member))
        if (text_equal(member.name, name))
            return member.whole;
    return TEXT_NONE;
}

/* The names of members of one line that the other has not or has otherwise; those of both once. */
static void
add_differing(struct diff *diff, struct text line, struct text other,
              bool only_lacking)
{
    const char *at = line.at;
    struct record_member member;

    while (line.len > 0 && record_next_member(&at, &member)) {
        struct text there = member_of(other, member.name);

        if (is_provenance(member.name) || text_equal(there, member.whole)
            || (only_lacking && there.at != NULL))
            continue;
        if (diff->line.at[diff->line.len - 1] != '[')
            buffer_add_char(&diff->line, ',');
        buffer_add_char(&diff->line, '"');
        buffer_add(&diff->line, member.name);
        buffer_add_char(&diff->line, '"');
    }
}

/* Of lines of one side the least counts, should there be several. */
static void
add_side(struct diff *diff, struct text payload)
{
    size_t side = payload.at[0] == NEW;
    struct text line = text_from(payload, 1);
    struct buffer *kept = &diff->sides[side];

    if (diff->side_counts[side]++ > 0
        && text_compare(buffer_text(kept), line) <= 0)
        return;
    buffer_clear(kept);
    buffer_add(kept, line);
}

static void
end_record(struct diff *diff)
{
    struct text old = buffer_text(&diff->sides[0]);
    struct text new = buffer_text(&diff->sides[1]);
    struct text key = text_from(buffer_text(&diff->before), 1);
    bool is_changed = old.len > 0 && new.len > 0;
    size_t empty;
    struct text kind;

    text_split(&key, '\0', &kind);
    buffer_clear(&diff->line);
    buffer_printf(&diff->line,
                  "{\"v\":1,\"kind\":\"row\",\"change\":\"%s\",\"of\":\"%.*s\","
                  "\"id\":",
                  is_changed     ? "changed"
                  : new.len == 0 ? "removed"
                                 : "added",
                  TEXT_ARGS(kind));
    buffer_add_json_string(&diff->line, key);
    buffer_add(&diff->line, TEXT(",\"why\":["));
    empty = diff->line.len;
    if (is_changed) {
        add_differing(diff, old, new, false);
        add_differing(diff, new, old, true);
    }
    if (is_changed && diff->line.len == empty) {
        diff->counts.unchanged++;
    } else {
        if (!is_changed)
            diff->line.len -= sizeof(",\"why\":[") - 1;
        else
            buffer_add_char(&diff->line, ']');
        buffer_add_char(&diff->line, '}');
        writer_make(diff->out, "row", buffer_text(&diff->line));
        diff->counts.changed += is_changed;
        diff->counts.added += old.len == 0;
        diff->counts.removed += new.len == 0;
    }
    for (size_t side = 0; side < 2; side++) {
        buffer_clear(&diff->sides[side]);
        diff->side_counts[side] = 0;
    }
}

/* All of one order, or of one id, have come. */
static void
end_key(struct diff *diff)
{
    if (diff->before.len == 0)
        return;
    if (diff->before.at[0] == CREDIT)
        credit_change_tell(diff->change, buffer_text(&diff->last),
                           &diff->counts, make_row, diff->out);
    else
        end_record(diff);
}

static void
compare_all(struct diff *diff)
{
    struct text key, payload;

    while (sorter_next(diff->sorter, &key, &payload)) {
        if (!text_equal(key, buffer_text(&diff->before))) {
            end_key(diff);
            buffer_clear(&diff->before);
            buffer_add(&diff->before, key);
        }
        if (key.at[0] == CREDIT)
            add_credit(diff, payload);
        else
            add_side(diff, payload);
    }
    end_key(diff);
}

static void
free_all(struct diff *diff)
{
    sorter_free(diff->sorter);
    credit_change_free(diff->change);
    buffer_free(&diff->key);
    buffer_free(&diff->payload);
    buffer_free(&diff->before);
    buffer_free(&diff->last);
    buffer_free(&diff->sides[0]);
    buffer_free(&diff->sides[1]);
    buffer_free(&diff->line);
}

/* One file alone is compared with standard input. */
static void
set_operands(struct options *given)
{
    static char *both[2];
    static char input[] = "-";

    if (given->file_count > 1)
        return;
    if (strcmp(given->files[0], "-") == 0)
        errx(EX_USAGE, "OLD has to be a file");
    both[0] = given->files[0];
    both[1] = input;
    given->files = both;
    given->file_count = 2;
}

int
main(int argc, char **argv)
{
    struct options *given = options_parse(&program, argc, argv, NULL);
    const char *fields[FIELDS];
    struct diff diff = {0};
    struct books *books;
    struct spill *spill;
    struct reader *in;

    set_operands(given);
    books = books_open(given);
    spill = spill_open(given->tmpdir);
    for (size_t i = 0; i < MEMBERS; i++)
        fields[i] = credit_members[i];
    fields[ID] = "id";
    diff.old = given->files[0];
    diff.sorter = sorter_new(given->memory, spill);
    diff.change = credit_change_new();
    diff.out = writer_open(books);
    in = reader_open(books, fields, FIELDS);

    read_all(&diff, in);
    compare_all(&diff);
    books_note(books, "unchanged", diff.counts.unchanged);
    books_note(books, "added", diff.counts.added);
    books_note(books, "removed", diff.counts.removed);
    books_note(books, "changed", diff.counts.changed);
    free_all(&diff);
    spill_close(spill);
    return finish(in, diff.out);
}
