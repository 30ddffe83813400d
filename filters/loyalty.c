/*
 * loyalty - which customers who asked us something bought again, answered or not
 *
 * Reads cases and orders in any order and writes all records in that order; of each customer whom --people links, the
 * case that counts says whether he bought again after it. What aggregate makes of that is an association and no effect.
 */
#include "base/clock.h"
#include "domain/loyalty.h"
#include "domain/window.h"
#include "stream/spool.h"
#include "stream/whole.h"
#include "stream/writer.h"

enum { ID, STATE, CUSTOMER, VISITOR, TARGET, AUTHOR, OPENED, BOUGHT, FIELDS };
static const char *const fields[FIELDS] = {"id",      "state",  "customer",
                                           "visitor", "target", "author",
                                           "opened",  "bought"};

enum { KEY_PEOPLE = 256, KEY_WITHIN, KEY_AS_OF };

static const struct argp_option options[] = {
    {"people", KEY_PEOPLE, "FILE", 0,
     "Which authors are which customers, by their own consent (CSV: author, "
     "customer, visitor, from, until)",
     0},
    {"within", KEY_WITHIN, "DURATION", 0,
     "How long after a case an order counts (default 365d)", 0},
    {"as-of", KEY_AS_OF, "TIME", 0,
     "Nothing is known after it (default: the latest case or order)", 0},
    {0}};

struct settings {
    const char *people;
    struct loyalty_rules rules;
};

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    switch (key) {
    case KEY_PEOPLE:
        settings->people = value;
        return NULL;
    case KEY_WITHIN:
        return window_duration(text_of(value), &settings->rules.within_s)
                   ? NULL
                   : "a duration is a number and s, m, h, d, w or y: 7d";
    default:
        return options_time(value, &settings->rules.as_of_s);
    }
}

static const struct program program = {
    .name = "loyalty",
    .operands = "--people FILE [FILE ...]",
    .summary = "loyalty - which customers who asked us something bought again",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

enum { IS_CASE, HAS_OWN_KEY }; /* how a line of the spool is marked */

struct run {
    struct people *people;
    struct loyalty *loyalty;
    struct spool *spool;
};

static void
read_people(struct run *run, struct books *books, const char *path)
{
    if (path == NULL)
        books_fail(books, EX_USAGE, NULL,
                   "no_people: --people says who is who");
    run->people = people_new();
    whole_list(books, "people", "bad_people", path, people_add, run->people);
    people_settle(run->people);
}

static void
take_order(struct run *run, const struct record *record)
{
    struct text state = record_text(record, STATE);
    const struct loyalty_order order = {
        .id = record_text(record, ID),
        .customer = record_text(record, CUSTOMER),
        .visitor = record_text(record, VISITOR),
        .time_s = record->time_s,
    };

    if (text_equal(state, TEXT("cancel")))
        loyalty_cancel(run->loyalty, record_text(record, TARGET));
    else if (text_equal(state, TEXT("paid")) && record->time_s != INT64_MIN)
        loyalty_add(run->loyalty, &order);
}

static const char *
take_case(struct run *run, const struct record *record, uint64_t number)
{
    struct text opened = record_text(record, OPENED);
    struct loyalty_case asked = {.id = record_text(record, ID),
                                 .author = record_text(record, AUTHOR),
                                 .opened_s = record->time_s};

    if (opened.len > 0 && !clock_read(opened, &asked.opened_s))
        return "bad_opened: `opened` is not as 2009-03-01T12:00:00Z";
    if (asked.opened_s != INT64_MIN)
        loyalty_ask(run->loyalty, number, &asked);
    return NULL;
}

static void
read_all(struct run *run, struct reader *in)
{
    struct record record;
    uint64_t cases = 0;

    while (reader_next(in, &record)) {
        bool is_case = strcmp(record.kind, "case") == 0;
        const char *why = is_case ? take_case(run, &record, cases) : NULL;
        uint64_t number;

        if (why != NULL) {
            reader_reject(in, why);
            continue;
        }
        if (strcmp(record.kind, "order") == 0)
            take_order(run, &record);
        number = spool_add(run->spool, record.line);
        if (is_case)
            spool_mark(run->spool, number, IS_CASE);
        if (is_case && record.fields[BOUGHT].type != JSON_ABSENT)
            spool_mark(run->spool, number, HAS_OWN_KEY);
        cases += is_case;
    }
}

static struct text
members_of(enum loyalty_verdict verdict)
{
    switch (verdict) {
    case LOYALTY_AGAIN:
        return TEXT("\"bought\":\"again\"");
    case LOYALTY_NOT_AGAIN:
        return TEXT("\"bought\":\"not_again\"");
    default:
        return TEXT("");
    }
}

static void
write_all(struct run *run, struct books *books, struct writer *out)
{
    struct loyalty_counts counts;
    uint64_t cases = 0;
    struct text line;

    loyalty_settle(run->loyalty);
    spool_rewind(run->spool);
    while (spool_next(run->spool, &line)) {
        struct record record = {.line = line, .kind = record_kind_of(line)};

        if (spool_is_marked(run->spool, IS_CASE))
            writer_pass_with(
                out, &record, members_of(loyalty_of(run->loyalty, cases++)),
                fields + BOUGHT, spool_is_marked(run->spool, HAS_OWN_KEY));
        else
            writer_pass_line(out, record.kind, line);
    }
    counts = loyalty_counts(run->loyalty);
    books_note(books, "judged_customers", counts.judged);
    books_note(books, "never_bought", counts.never_bought);
    books_note(books, "too_recent", counts.too_recent);
}

int
main(int argc, char **argv)
{
    static struct settings settings = {.rules = {365 * 86400, INT64_MIN}};
    struct options *given = options_parse(&program, argc, argv, &settings);
    struct books *books = books_open(given);
    struct spill *spill = spill_open(given->tmpdir);
    struct run run = {.spool = spool_new(spill)};
    struct writer *out;
    struct reader *in;
    int status;

    read_people(&run, books, settings.people);
    run.loyalty =
        loyalty_new(&settings.rules, run.people, given->memory, spill);
    out = writer_open(books);
    in = reader_open(books, fields, FIELDS);
    read_all(&run, in);
    write_all(&run, books, out);
    status = finish(in, out);
    loyalty_free(run.loyalty);
    people_free(run.people);
    spool_free(run.spool);
    spill_close(spill);
    return status;
}
