/*
 * unlink - records without those people who asked to be forgotten
 *
 * Posts and profiles of theirs are dropped, with what repeats them; visits and orders stay, and are nobody's;
 * where others name them, the name is masked. Amounts stay as they are.
 */
#include <err.h>
#include <stdlib.h>

#include "base/base64.h"
#include "stream/replace.h"
#include "stream/whole.h"
#include "unlink/unlink.h"

static void
unlink_records(struct unlinker *unlinker, struct reader *in)
{
    struct record record;

    while (reader_next(in, &record)) {
        const char *why = unlink_why_all(unlinker, &record);
        bool is_person = unlink_is_of_person(unlinker, &record);

        if (unlinker->settings->learn != NULL) {
            unlink_learn(unlinker, &record, why, is_person);
            reader_use(in);
            continue;
        }
        unlinker->unlinked += why == NULL && is_person;
        if (why != NULL)
            reader_drop(in, why);
        else
            unlink_write_rest(unlinker, &record, is_person);
    }
}

/* Whether a line names somebody, also in the bytes that a reject keeps as Base64. */
static bool
names_one(struct unlinker *unlinker, struct text line)
{
    static const struct text name = {"\"raw_base64\":\"", 14};
    size_t at = text_find(line, name);
    struct text raw, rest;

    if (forgotten_is_in(unlinker->forgotten, line))
        return true;
    if (at == SIZE_MAX)
        return false;
    rest = text_from(line, at + name.len);
    if (!text_split(&rest, '"', &raw))
        return false;
    buffer_clear(&unlinker->value);
    base64_decode(&unlinker->value, raw);
    return forgotten_is_in(unlinker->forgotten, buffer_text(&unlinker->value));
}

static void
unlink_lines(struct unlinker *unlinker, struct reader *in)
{
    struct record record;

    while (reader_next(in, &record)) {
        if (names_one(unlinker, record.line))
            reader_drop(in, "forgotten");
        else
            writer_pass(unlinker->out, &record);
    }
}

static void
write_tombstones(struct unlinker *unlinker, struct reader *in)
{
    struct record record;

    while (reader_next(in, &record)) {
        struct text person = text_trim(record.line);

        if (person.len > 0)
            unlink_learn_person(unlinker, person);
        reader_use(in);
    }
    writer_raw(unlinker->out, buffer_text(&unlinker->learnt));
}

static struct secret *
load_key(struct books *books, const char *path)
{
    const char *why = "no_key: --key-file says which";
    struct secret *secret = path == NULL ? NULL : secret_load(path, &why);

    if (secret == NULL)
        books_fail(books, EX_CONFIG, NULL, "%s: %s",
                   path == NULL ? "key" : path, why);
    return secret;
}

static void
read_tombstones(struct books *books, struct forgotten *forgotten,
                const char *path)
{
    struct buffer content = {0};
    const char *why;

    whole_get(books, "forgotten", path, &content);
    why = forgotten_read(forgotten, buffer_text(&content));
    if (why != NULL)
        books_fail(books, EX_CONFIG, NULL, "bad_tombstone: %s: %s", path, why);
    buffer_free(&content);
}

static void
unlinker_free(struct unlinker *unlinker)
{
    forgotten_free(unlinker->forgotten);
    buffer_free(&unlinker->line);
    buffer_free(&unlinker->value);
    buffer_free(&unlinker->learnt);
}

int
main(int argc, char **argv)
{
    struct unlink_settings settings = {0};
    struct options *given =
        options_parse(&unlink_program, argc, argv, &settings);
    struct unlinker unlinker = {.settings = &settings};
    struct books *books;
    struct secret *secret;
    struct reader *in;

    if (settings.people == (settings.forgotten != NULL))
        errx(EX_USAGE, "either --people or --forgotten says whom");
    books = books_open(given);
    secret = load_key(books, settings.key_file);
    unlinker.forgotten = forgotten_new(secret);
    if (settings.forgotten != NULL)
        read_tombstones(books, unlinker.forgotten, settings.forgotten);
    if (settings.learn != NULL)
        books_may_replace(books, settings.learn);
    unlinker.out = writer_open(books);
    in = settings.lines || settings.people
             ? reader_open_raw(books)
             : reader_open(books, unlink_fields, FIELDS);
    if (settings.people)
        write_tombstones(&unlinker, in);
    else if (settings.lines)
        unlink_lines(&unlinker, in);
    else
        unlink_records(&unlinker, in);
    if (settings.learn != NULL
        && !replace_content(settings.learn, buffer_text(&unlinker.learnt),
                            0666))
        books_problem(books, EX_CANTCREAT, NULL, "cannot_create: %s",
                      settings.learn);
    if (unlinker.unlinked > 0)
        books_note(books, "unlinked", unlinker.unlinked);
    if (unlinker.masked > 0)
        books_note(books, "masked", unlinker.masked);
    unlinker_free(&unlinker);
    secret_free(secret);
    return finish(in, unlinker.out);
}
