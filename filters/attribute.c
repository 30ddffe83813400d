/*
 * attribute - orders back to the posts that earned them
 *
 * Reads records in any order, and writes for each order what the visits before it earned of it:
 * credits, exact to the minor unit, for each model and window.
 */
#include <assert.h>
#include <err.h>

#include "domain/attribution.h"
#include "domain/attribution_options.h"
#include "domain/fit_merge.h"
#include "domain/path_list.h"
#include "stream/carry.h"
#include "stream/lines.h"
#include "stream/whole.h"
#include "stream/writer.h"

enum { KEY_FIRST = 256, OPTIONS_MAX = 64, DAY_S = 86400 };

static struct argp_option options[OPTIONS_MAX + 1]; /* of attribution_options */

static const char *
set(int key, char *value, void *rules)
{
    return attribution_options_set(&attribution_options[key - KEY_FIRST], rules,
                                   value);
}

static const struct program program = {
    .name = "attribute",
    .operands = "[FILE ...]",
    .summary = "attribute - orders back to the posts that earned them",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

static void
list_options(void)
{
    for (int i = 0; attribution_options[i].name != NULL; i++) {
        const struct attribution_option *option = &attribution_options[i];

        assert(i < OPTIONS_MAX);
        options[i] = (struct argp_option){
            .name = option->name,
            .key = KEY_FIRST + i,
            .arg = option->argument,
            .doc = option->help,
        };
    }
}

/* A CSV that the user names. */
static void
read_list(struct books *books, struct attribution *attribution,
          const char *name, const char *path,
          bool (*add)(struct attribution *, struct text,
                      struct listing_error *))
{
    struct buffer csv = {0};
    struct listing_error error;

    if (path == NULL)
        return;
    whole_read(books, name, path, &csv);
    if (!add(attribution, buffer_text(&csv), &error))
        books_fail(books, EX_CONFIG, NULL, "bad_%s: %s:%llu: %s", name, path,
                   (unsigned long long)error.line, error.why);
    buffer_free(&csv);
}

static void
read_channels(struct books *books, struct channels *channels, const char *path)
{
    struct buffer content = {0};
    struct rule_error error;

    whole_read(books, "channels", path, &content);
    if (!channels_set_table(channels, buffer_text(&content), &error))
        books_fail(books, EX_CONFIG, NULL, "bad_channels: %s:%u:%u: %s", path,
                   error.line, error.column, error.why);
    buffer_free(&content);
}

/* Where a table says that it gives something else than it does. */
static int
test_channels(struct books *books, struct channels *channels, const char *path)
{
    struct channel_table *table = channels_table(channels);
    size_t count = channel_table_example_count(table), missed = 0;

    for (size_t i = 0; i < count; i++) {
        const struct channel_example *example = channel_table_example(table, i);
        struct text found = channel_of(channels, &example->facts);
        struct text wanted = channel_table_name(table, example->channel);
        struct place place = {
            .archive = text_of(path), .line = example->line, .part = -1};

        if (text_equal(found, wanted) == example->expected)
            continue;
        books_problem(books, EX_DATAERR, &place, "%s: it gets %.*s: %.*s",
                      example->expected ? "expect" : "reject", TEXT_ARGS(found),
                      TEXT_ARGS(example->text));
        missed++;
    }
    books_warn(books, NULL, "test: %zu channels, %zu examples, %zu missed",
               channel_table_count(table), count, missed);
    return books_close(books);
}

static int
show(struct text what)
{
    struct text text = text_equal(what, TEXT("channels"))
                           ? channel_default_table()
                           : channel_default_sources();

    return fwrite(text.at, 1, text.len, stdout) == text.len
                   && fclose(stdout) == 0
               ? 0
               : EX_IOERR;
}

static size_t
kind_number(const char *const kinds[ATTRIBUTION_KINDS], const char *kind)
{
    size_t number = 0;

    while (number < ATTRIBUTION_KINDS && kinds[number] != kind)
        number++;
    return number;
}

/* The kinds as constants of record_kind(). */
static void
find_kinds(const char *kinds[ATTRIBUTION_KINDS])
{
    for (size_t i = 0; i < ATTRIBUTION_KINDS; i++)
        kinds[i] = record_kind(attribution_kinds[i]);
}

static int64_t
day_start(int64_t time_s)
{
    return time_s - (time_s % DAY_S + DAY_S) % DAY_S;
}

/* What earlier runs left. */
static void
read_carried(struct carry *carry, struct attribution *attribution)
{
    const char *kinds[ATTRIBUTION_KINDS];
    struct record record;

    if (carry_until(carry) != INT64_MIN)
        attribution_settled(attribution, day_start(carry_until(carry)));
    find_kinds(kinds);
    while (carry_next(carry, &record)) {
        const struct reading reading = {record.fields, record.time_s, true};

        attribution_take(attribution, kind_number(kinds, record.kind),
                         &reading);
    }
}

/* A time that a clock set in the future is none before it was seen. */
static void
carry_on(struct carry *carry, const struct record *record,
         const struct reading *reading)
{
    int64_t seen_s = reading_seen(reading);

    carry_add(carry, record,
              seen_s != INT64_MIN && seen_s < reading->time_s
                  ? seen_s
                  : reading->time_s);
}

static void
read_all(struct reader *in, struct attribution *attribution,
         struct carry *carry)
{
    const char *kinds[ATTRIBUTION_KINDS];
    struct record record;

    find_kinds(kinds);
    while (reader_next(in, &record)) {
        const struct reading reading = {record.fields, record.time_s, false};
        struct attribution_verdict verdict = attribution_take(
            attribution, kind_number(kinds, record.kind), &reading);

        if (verdict.reject != NULL)
            reader_reject(in, verdict.reject);
        else if (verdict.drop != NULL)
            reader_drop(in, verdict.drop);
        else
            reader_use(in);
        if (carry != NULL && verdict.reject == NULL && verdict.drop == NULL)
            carry_on(carry, &record, &reading);
    }
}

static void
each_carried_visit(struct carry *carry, struct retention *retention,
                   void (*take)(struct retention *, const struct visit *))
{
    const char *kind = record_kind(TEXT("visit"));
    struct record record;
    struct visit visit;

    carry_rewind(carry);
    while (carry_next(carry, &record)) {
        const struct reading reading = {record.fields, record.time_s, true};

        if (record.kind != kind)
            continue;
        reading_visit(&reading, &visit);
        take(retention, &visit);
    }
}

static bool
is_still_of_use(struct retention *retention, const struct record *record)
{
    const struct reading reading = {record->fields, record->time_s, true};
    struct reading_click click;
    struct visit visit;

    if (record->kind == record_kind(TEXT("visit"))) {
        reading_visit(&reading, &visit);
        return retention_keeps_visit(retention, &visit);
    }
    return record->kind != record_kind(TEXT("click"))
           || reading_click(&reading, &click) != NULL
           || retention_keeps_click(retention, &click);
}

/* Many segments to one, without what is of no more use. */
static void
compact(struct carry *carry, struct attribution *attribution)
{
    struct carry_terms terms = carry_terms(carry);
    struct retention_terms needed;
    struct retention *retention;
    struct record record;

    if (!carry_is_due(carry))
        return;
    needed = retention_terms_at(carry_until(carry), terms.window_s, terms.gap_s,
                                (enum retention_paths)terms.paths);
    retention = attribution_retention(attribution, &needed);
    each_carried_visit(carry, retention, retention_know);
    each_carried_visit(carry, retention, retention_see);
    retention_settle(retention);
    each_carried_visit(carry, retention, retention_follow);
    carry_rewind(carry);
    while (carry_next(carry, &record))
        if (is_still_of_use(retention, &record))
            carry_keep(carry, &record);
    retention_free(retention);
}

static struct carry *
open_carry(struct books *books, const struct attribution_rules *rules)
{
    const struct carry_terms terms = {rules->carry_window_s,
                                      rules->session_gap_s,
                                      attribution_rules_paths(rules)};
    struct carry *carry;
    const char *why;

    if (rules->carry == NULL)
        return NULL;
    carry = carry_open(books, rules->carry, reading_fields, READING_FIELDS);
    why = carry_agree(carry, &terms);
    if (why != NULL)
        books_fail(books, EX_CONFIG, NULL, "carry: %s: %s", rules->carry, why);
    return carry;
}

/* Operands beside it would be forgotten in silence. */
static int
commit(struct books *books, const char *folder)
{
    const struct options *given = books_options(books);

    if (given->file_count > 1 || strcmp(given->files[0], "-") != 0)
        books_fail(books, EX_USAGE, NULL, "usage: --commit takes no operands");
    return carry_commit(books, folder);
}

static void
take_line(void *context, const char *kind, struct text line)
{
    writer_make(context, kind, line);
}

static void
take_count(void *context, const char *name, uint64_t count)
{
    books_note(context, name, count);
}

/* Counts are the user's: too many units are his to make fewer, a chain that does not add up is a bug. */
static void
report_fit(struct books *books, const char *why)
{
    if (why != NULL)
        books_fail(books,
                   text_starts(text_of(why), TEXT("bad_chain")) ? EX_SOFTWARE
                                                                : EX_USAGE,
                   NULL, "%s", why);
}

static void
write_all(struct books *books, struct attribution *attribution,
          struct carry *carry, struct writer *out)
{
    const struct attribution_out lines = {take_line, out};
    const char *why = attribution_lack(attribution);

    if (why != NULL) {
        books_problem(books, EX_CONFIG, NULL, "%s", why);
        return;
    }
    if (carry != NULL)
        attribution_close(attribution, carry_until(carry), carry_seen(carry));
    report_fit(books, attribution_write(attribution, &lines));
    if (carry != NULL)
        compact(carry, attribution);
    attribution_counts(attribution, take_count, books);
    why = attribution_problem(attribution);
    if (why != NULL)
        books_problem(books, EX_DATAERR, NULL, "%s", why);
}

static void
read_paths(struct books *books, struct path_list *list, const char *path,
           const struct listing_error *error)
{
    const struct options *given = books_options(books);
    const struct bytes_limits limits = {.max_window = given->max_window};
    struct bytes *bytes = bytes_open(path, &limits);
    struct lines *lines = lines_new(given->max_line);
    enum lines_found found;
    struct text line;
    bool is_good = true;

    lines_start(lines, bytes);
    while (is_good && (found = lines_next(lines, &line)) == LINES_LINE)
        is_good = path_list_line(list, line);
    if (is_good && found == LINES_BAD)
        books_fail(books, bytes_status(bytes), NULL, "%s: %s", path,
                   bytes_why(bytes));
    if (is_good && found == LINES_LONG)
        books_fail(books, EX_DATAERR, NULL,
                   "too_long: %s: a line beyond --max-line", path);
    if (!is_good || !path_list_end(list))
        books_fail(books, EX_DATAERR, NULL, "bad_paths: %s:%llu: %s", path,
                   (unsigned long long)error->line, error->why);
    lines_free(lines);
    bytes_close(bytes);
}

/* Paths that were counted before, in place of records. */
static int
attribute_paths(struct books *books, const struct attribution_rules *rules,
                struct spill *spill)
{
    const struct options *given = books_options(books);
    struct listing_error error;
    struct path_list *list =
        path_list_new(rules, given->memory / 2, spill, &error);
    struct writer *out = writer_open(books);

    read_paths(books, list, rules->fit.paths, &error);
    report_fit(books, path_list_write(list, take_line, out));
    path_list_free(list);
    spill_close(spill);
    return writer_finish(out);
}

/* A state that is none, or of another question, cannot be left out: the rest is not the whole. */
static void
refuse_state(struct books *books, struct reader *in,
             const struct fit_merge *merge, const struct record *record,
             const char *why)
{
    if (text_starts(text_of(why), TEXT("other_query")))
        books_fail(books, EX_DATAERR, reader_place(in),
                   "%s: it says \"%.*s\", this run \"%.*s\"", why,
                   TEXT_ARGS(record_text(record, FIT_ROWS_QUERY)),
                   TEXT_ARGS(fit_merge_query(merge)));
    reader_reject(in, why);
    books_problem(books, EX_DATAERR, reader_place(in), "%s", why);
}

/* States of --partial, in place of records. */
static int
attribute_merge(struct books *books, const struct attribution_rules *rules,
                struct spill *spill)
{
    struct fit_merge *merge =
        fit_merge_new(rules, books_options(books)->memory / 2, spill);
    struct reader *in = reader_open(books, fit_rows_fields, FIT_ROWS_FIELDS);
    struct writer *out = writer_open(books);
    const struct attribution_out lines = {take_line, out};
    struct record record;

    while (reader_next(in, &record)) {
        struct attribution_verdict verdict =
            fit_merge_take(merge, record.fields);

        if (verdict.reject != NULL)
            refuse_state(books, in, merge, &record, verdict.reject);
        else if (verdict.drop != NULL)
            reader_drop(in, verdict.drop);
        else
            reader_use(in);
    }
    report_fit(books, fit_merge_write(merge, &lines));
    fit_merge_free(merge);
    spill_close(spill);
    return finish(in, out);
}

int
main(int argc, char **argv)
{
    struct attribution_rules rules;
    struct attribution *attribution;
    struct channels *channels;
    const struct options *given;
    struct books *books;
    struct spill *spill;
    struct reader *in;
    struct writer *out;
    struct carry *carry;
    const char *why;
    int status;

    attribution_rules_default(&rules);
    list_options();
    given = options_parse(&program, argc, argv, &rules);
    why = attribution_rules_settle(&rules);
    if (why != NULL)
        errx(EX_USAGE, "%s", why);
    if (rules.shows.len > 0)
        return show(rules.shows);
    books = books_open(given);
    if (rules.commit != NULL)
        return commit(books, rules.commit);
    spill = spill_open(given->tmpdir);
    if (rules.fit.paths != NULL)
        return attribute_paths(books, &rules, spill);
    if (rules.fit.merges)
        return attribute_merge(books, &rules, spill);
    attribution = attribution_new(&rules, given->memory, spill);
    channels = attribution_channels(attribution);
    if (rules.channels != NULL)
        read_channels(books, channels, rules.channels);
    read_list(books, attribution, "sources", rules.sources,
              attribution_add_sources);
    if (rules.test_channels)
        return test_channels(books, channels,
                             rules.channels != NULL ? rules.channels
                                                    : "ga4.channels");
    read_list(books, attribution, "links", rules.links, attribution_add_links);
    read_list(books, attribution, "rates", rules.rates, attribution_add_rates);
    read_list(books, attribution, "people", rules.people,
              attribution_add_people);
    carry = open_carry(books, &rules);
    in = reader_open(books, reading_fields, READING_FIELDS);
    out = writer_open(books);

    if (carry != NULL)
        read_carried(carry, attribution);
    read_all(in, attribution, carry);
    write_all(books, attribution, carry, out);
    attribution_free(attribution);
    spill_close(spill);
    status = carry_end(carry, finish(in, out));
    carry_close(carry);
    return status;
}
