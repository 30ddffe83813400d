#include "attribute/attribute.h"

#include "domain/fit_merge.h"

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
int
attribute_states(struct attribute *attribute)
{
    struct books *books = attribute->books;
    struct fit_merge *merge = fit_merge_new(
        attribute->rules, books_options(books)->memory / 2, attribute->spill);
    struct reader *in = reader_open(books, fit_rows_fields, FIT_ROWS_FIELDS);
    struct writer *out = writer_open(books);
    const struct attribution_out lines = {attribute_write_line, out};
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
    attribute_check_fit(books, fit_merge_write(merge, &lines), EX_DATAERR);
    fit_merge_free(merge);
    spill_close(attribute->spill);
    return finish(in, out);
}
