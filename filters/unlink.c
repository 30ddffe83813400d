/*
 * unlink - records without those people who asked to be forgotten
 *
 * Posts and profiles of theirs are dropped, with what repeats them; visits and orders stay, and are nobody's;
 * where others name them, the name is masked. Amounts stay as they are.
 */
#include <err.h>
#include <stdlib.h>

#include "base/base64.h"
#include "domain/forgotten.h"
#include "stream/replace.h"
#include "stream/whole.h"
#include "stream/writer.h"

enum { ID, AUTHOR, HANDLE, VISITOR, CUSTOMER, TARGET, REPOST_OF, FIELDS };
static const char *const fields[FIELDS] = {
    "id", "author", "handle", "visitor", "customer", "target", "repost_of"};

enum { KEY_FILE = 256, KEY_FORGOTTEN, KEY_LEARN, KEY_LINES, KEY_PEOPLE };

static const struct argp_option options[] = {
    {"key-file", KEY_FILE, "FILE", 0, "The key of normalize", 0},
    {"forgotten", KEY_FORGOTTEN, "FILE", 0, "Tombstones of --people", 0},
    {"learn", KEY_LEARN, "FILE", 0,
     "Write no records, but to FILE what else is theirs", 0},
    {"lines", KEY_LINES, NULL, 0,
     "Take any lines, and drop those that name one of them", 0},
    {"people", KEY_PEOPLE, NULL, 0,
     "Write tombstones of people: one a line, as network:id, @handle, or an "
     "e-mail address, login or cookie",
     0},
    {0}};

struct settings {
    const char *key_file, *forgotten, *learn;
    bool lines, people;
};

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    switch (key) {
    case KEY_FILE:
        settings->key_file = value;
        break;
    case KEY_FORGOTTEN:
        settings->forgotten = value;
        break;
    case KEY_LEARN:
        settings->learn = value;
        break;
    case KEY_LINES:
        settings->lines = true;
        break;
    default:
        settings->people = true;
    }
    return NULL;
}

static const struct program program = {
    .name = "unlink",
    .operands = "[FILE ...]",
    .summary = "unlink - records without people who asked to be forgotten",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME,
};

struct unlinker {
    const struct settings *settings;
    struct forgotten *forgotten;
    struct writer *out;
    struct buffer line, value, learnt;
    uint64_t unlinked, masked;
};

static bool
has(const struct unlinker *unlinker, const struct record *record, size_t field)
{
    return forgotten_has(unlinker->forgotten, FORGOTTEN_NAME,
                         record_text(record, field));
}

/* The reason for which all of a record goes, or NULL. */
static const char *
why_all(const struct unlinker *unlinker, const struct record *record)
{
    bool is_delete = strcmp(record->kind, "delete") == 0;

    if (has(unlinker, record, AUTHOR)
        || forgotten_has(unlinker->forgotten, FORGOTTEN_HANDLE,
                         record_text(record, HANDLE)))
        return "forgotten_author";
    if (has(unlinker, record, REPOST_OF))
        return "forgotten_original";
    if (is_delete && has(unlinker, record, TARGET))
        return "forgotten_target";
    return NULL;
}

static void
learn(void *context, uint64_t tombstone)
{
    struct unlinker *unlinker = context;

    buffer_add_hex(&unlinker->learnt, tombstone);
    buffer_add_char(&unlinker->learnt, '\n');
}

static void
learn_name(struct unlinker *unlinker, enum forgotten_sort sort,
           struct text name)
{
    if (name.len > 0)
        learn(unlinker, forgotten_tombstone(unlinker->forgotten, sort, name));
}

static struct text
native_of(struct text name)
{
    return text_from(name, text_find_char(name, ':') + 1);
}

/* Of somebody who goes: her ids, handles and posts; of a customer who is unlinked, her devices. */
static void
learn_from(struct unlinker *unlinker, const struct record *record,
           const char *why, bool is_person)
{
    if (why != NULL && strcmp(why, "forgotten_author") == 0) {
        struct text author = record_text(record, AUTHOR);

        learn_name(unlinker, FORGOTTEN_NAME, record_text(record, ID));
        learn_name(unlinker, FORGOTTEN_NAME, author);
        if (author.len > 0)
            learn_name(unlinker, FORGOTTEN_NATIVE, native_of(author));
        learn_name(unlinker, FORGOTTEN_HANDLE, record_text(record, HANDLE));
    }
    if (is_person) {
        learn_name(unlinker, FORGOTTEN_NAME, record_text(record, VISITOR));
        learn_name(unlinker, FORGOTTEN_NAME, record_text(record, CUSTOMER));
    }
}

static bool
is_one_of(struct text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(name, text_of(names[i])))
            return true;
    return false;
}

#define IS_ONE_OF(name, names)                                                 \
    is_one_of(name, names, sizeof(names) / sizeof(*(names)))

/* Who somebody is, and what tells it beside the name. */
static bool
is_of_person(struct text name, bool is_visit)
{
    static const char *const names[] = {"visitor", "visitor_by", "customer",
                                        "agent",   "click_id",   "click_param"};

    return IS_ONE_OF(name, names)
           || (is_visit && text_equal(name, TEXT("order")));
}

static bool
is_address(struct text name)
{
    static const char *const names[] = {"url", "referrer", "destination"};

    return IS_ONE_OF(name, names);
}

/* Members that name a post by its id. */
static bool
is_reference(struct text name)
{
    static const char *const names[] = {"reply_to", "quote_of", "thread",
                                        "answers", "case"};

    return IS_ONE_OF(name, names);
}

/* A string without its query and fragment, up to its closing quote. */
static struct text
without_query(struct buffer *out, struct text value)
{
    size_t len = 1;

    while (len + 1 < value.len && value.at[len] != '?' && value.at[len] != '#')
        len++;
    buffer_clear(out);
    buffer_add(out, (struct text){value.at, len});
    buffer_add_char(out, '"');
    return buffer_text(out);
}

static bool
names_post(const struct unlinker *unlinker, struct text value)
{
    return value.len > 2
           && forgotten_has(unlinker->forgotten, FORGOTTEN_NAME,
                            (struct text){value.at + 1, value.len - 2});
}

/* One member onto the line, or nothing of it; true where it is no longer what it was. */
static bool
add_member(struct unlinker *unlinker, const struct record_member *member,
           bool is_person, bool is_visit)
{
    struct buffer *line = &unlinker->line;
    struct text value = text_from(member->whole, member->name.len + 3);
    struct text kept = value;
    size_t masked;

    if ((is_person && is_of_person(member->name, is_visit))
        || (is_reference(member->name) && names_post(unlinker, value)))
        return true;
    if (is_person && is_address(member->name))
        kept = without_query(&unlinker->value, value);
    if (line->len > 1)
        buffer_add_char(line, ',');
    buffer_add_char(line, '"');
    buffer_add(line, member->name);
    buffer_add(line, TEXT("\":"));
    if (value.at[0] != '"' && value.at[0] != '[') {
        buffer_add(line, value);
        return false;
    }
    masked = forgotten_mask(unlinker->forgotten, line, kept);
    unlinker->masked += masked;
    return masked > 0 || kept.len != value.len;
}

static void
write_rest(struct unlinker *unlinker, const struct record *record,
           bool is_person)
{
    bool is_visit = strcmp(record->kind, "visit") == 0;
    bool is_changed = false;
    const char *at = record->line.at;
    struct record_member member;

    buffer_clear(&unlinker->line);
    buffer_add_char(&unlinker->line, '{');
    while (record_next_member(&at, &member))
        is_changed |= add_member(unlinker, &member, is_person, is_visit);
    buffer_add_char(&unlinker->line, '}');
    if (is_changed)
        writer_pass_line(unlinker->out, record->kind,
                         buffer_text(&unlinker->line));
    else
        writer_pass(unlinker->out, record);
}

static void
unlink_records(struct unlinker *unlinker, struct reader *in)
{
    struct record record;

    while (reader_next(in, &record)) {
        const char *why = why_all(unlinker, &record);
        bool is_person =
            has(unlinker, &record, VISITOR) || has(unlinker, &record, CUSTOMER);

        if (unlinker->settings->learn != NULL) {
            learn_from(unlinker, &record, why, is_person);
            reader_use(in);
            continue;
        }
        unlinker->unlinked += why == NULL && is_person;
        if (why != NULL)
            reader_drop(in, why);
        else
            write_rest(unlinker, &record, is_person);
    }
}

/* Whether a line names somebody, also in the bytes that a reject keeps as Base64. */
static bool
names_one(struct unlinker *unlinker, struct text line)
{
    static const struct text name = {"\"raw_base64\":\"", 14};
    size_t at = text_find(line, name);
    struct text raw;

    if (forgotten_is_in(unlinker->forgotten, line))
        return true;
    if (at == SIZE_MAX)
        return false;
    raw = text_from(line, at + name.len);
    text_split(&raw, '"', &raw);
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
            forgotten_person(unlinker->forgotten, person, learn, unlinker);
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
    struct settings settings = {0};
    struct options *given = options_parse(&program, argc, argv, &settings);
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
    unlinker.out = writer_open(books);
    in = settings.lines || settings.people ? reader_open_raw(books)
                                           : reader_open(books, fields, FIELDS);
    if (settings.people)
        write_tombstones(&unlinker, in);
    else if (settings.lines)
        unlink_lines(&unlinker, in);
    else
        unlink_records(&unlinker, in);
    if (settings.learn != NULL
        && !replace_content(settings.learn, buffer_text(&unlinker.learnt)))
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
