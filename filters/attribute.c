/*
 * attribute - orders back to the posts that earned them
 *
 * Reads records in any order, and writes for each order what the visits before it earned of it:
 * credits, exact to the minor unit, for each model and window.
 */
#include "attribute/attribute.h"

#include <err.h>

void
attribute_write_line(void *context, const char *kind, struct text line)
{
    writer_make(context, kind, line);
}

void
attribute_check_fit(struct books *books, const char *why, int unsound)
{
    if (why != NULL)
        books_fail(books,
                   text_starts(text_of(why), TEXT("bad_chain")) ? unsound
                                                                : EX_USAGE,
                   NULL, "%s", why);
}

static void
take_count(void *context, const char *name, uint64_t count)
{
    books_note(context, name, count);
}

static void
write_all(struct attribute *attribute, struct writer *out)
{
    struct attribution *attribution = attribute->attribution;
    struct carry *carry = attribute->carry;
    struct books *books = attribute->books;
    const struct attribution_out lines = {attribute_write_line, out};
    const char *why = attribution_lack(attribution);

    if (why != NULL) {
        books_problem(books, EX_CONFIG, NULL, "%s", why);
        return;
    }
    if (carry != NULL)
        attribution_close(attribution, carry_until(carry), carry_seen(carry));
    attribute_check_fit(books, attribution_write(attribution, &lines),
                        EX_SOFTWARE);
    attribute_compact(attribute);
    attribution_counts(attribution, take_count, books);
    why = attribution_problem(attribution);
    if (why != NULL)
        books_problem(books, EX_DATAERR, NULL, "%s", why);
}

static int
run(struct attribute *attribute)
{
    struct reader *in;
    struct writer *out;
    int status;

    attribute_open_carry(attribute);
    in = reader_open(attribute->books, reading_fields, READING_FIELDS);
    out = writer_open(attribute->books);
    reader_confine(in); /* what was carried came from outside too */
    attribute_take_carried(attribute);
    attribute_take_all(attribute, in);
    write_all(attribute, out);
    attribution_free(attribute->attribution);
    spill_close(attribute->spill);
    status = carry_end(attribute->carry, finish(in, out));
    carry_close(attribute->carry);
    return status;
}

int
main(int argc, char **argv)
{
    struct attribution_rules rules;
    struct attribute attribute = {.rules = &rules};
    const struct options *given;
    const char *why;

    attribution_rules_default(&rules);
    given = options_parse(attribute_program(), argc, argv, &rules);
    why = attribution_rules_settle(&rules);
    if (why != NULL)
        errx(EX_USAGE, "%s", why);
    if (rules.shows.len > 0)
        return attribute_show(rules.shows);
    attribute.books = books_open(given);
    if (rules.commit != NULL)
        return attribute_commit(&attribute);
    attribute.spill = spill_open(given->tmpdir);
    if (rules.fit.paths != NULL)
        return attribute_paths(&attribute);
    if (rules.fit.merges)
        return attribute_states(&attribute);
    attribute.attribution =
        attribution_new(&rules, given->memory, attribute.spill);
    attribute_read_channels(&attribute);
    if (rules.test_channels)
        return attribute_test_channels(&attribute);
    attribute_read_lists(&attribute);
    return run(&attribute);
}
