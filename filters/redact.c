/*
 * redact - masks e-mail addresses, phone, card and account numbers and addresses of machines in texts
 *
 * Reads records and writes them in the order read; what is found is replaced by the name of its kind and
 * counted in the books. Records without any pass byte for byte; of others classify's `why` goes too.
 */
#include <err.h>
#include <stdlib.h>

#include "domain/mask.h"
#include "stream/writer.h"

enum { KEY_FIELD = 256 };

static const struct argp_option options[] = {
    {"field", KEY_FIELD, "NAME", 0,
     "Look in this field too: a string or an array of strings", 0},
    {0}};

/* What people write. */
static const char *const written[] = {"title", "text"};
enum { WRITTEN = sizeof(written) / sizeof(*written), FIELDS_MOST = 64 };

struct settings {
    const char *fields[FIELDS_MOST];
    size_t field_count;
};

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    (void)key;
    if (settings->field_count == FIELDS_MOST)
        return "64 fields at most";
    if (*value == '\0')
        return "wants a name";
    settings->fields[settings->field_count++] = value;
    return NULL;
}

static const struct program program = {
    .name = "redact",
    .operands = "[FILE ...]",
    .summary = "redact - masks e-mail addresses, phone, card and account "
               "numbers and addresses of machines in texts",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME,
};

struct redact {
    const struct settings *settings;
    uint64_t counts[MASK_KINDS];
    struct buffer values[FIELDS_MOST]; /* JSON, of a field that was masked */
    struct buffer masked;
    struct buffer line;
};

/* Appends a string as JSON; true where something in it was masked. */
static bool
add_masked(struct redact *redact, struct buffer *value, struct text text)
{
    bool is_masked;

    buffer_clear(&redact->masked);
    is_masked = mask_text(&redact->masked, text, redact->counts);
    buffer_add_json_string(value, buffer_text(&redact->masked));
    return is_masked;
}

/* Arrays of anything but strings are left alone. */
static bool
mask_array(struct redact *redact, struct buffer *value, struct json_slot array)
{
    struct json_items items = json_items(array);
    struct json_slot item;
    bool is_masked = false;

    buffer_add_char(value, '[');
    while (json_next(&items, &item)) {
        if (item.type != JSON_STRING)
            return false;
        if (value->len > 1)
            buffer_add_char(value, ',');
        is_masked |= add_masked(redact, value, item.text);
    }
    buffer_add_char(value, ']');
    return is_masked;
}

/* Whether the field is another now: its value stands in values[field]. */
static bool
mask_field(struct redact *redact, const struct record *record, size_t field)
{
    struct buffer *value = &redact->values[field];
    struct json_slot slot = record->fields[field];
    bool is_masked = false;

    buffer_clear(value);
    if (slot.type == JSON_STRING)
        is_masked = add_masked(redact, value, slot.text);
    else if (slot.type == JSON_ARRAY)
        is_masked = mask_array(redact, value, slot);
    if (!is_masked)
        buffer_clear(value);
    return is_masked;
}

static size_t
find_field(const struct settings *settings, struct text name)
{
    size_t field = 0;

    while (field < settings->field_count
           && !text_equal(name, text_of(settings->fields[field])))
        field++;
    return field;
}

/* Quotes the text, perhaps a part of what was masked, by places that it no longer has. */
static bool
is_quote(struct text name)
{
    return text_equal(name, TEXT("why")) || text_equal(name, TEXT("why_not"));
}

/* The line with the new values in place of the old; returns how many found their place. */
static size_t
rewrite(struct redact *redact, struct text line)
{
    const char *at = line.at;
    struct record_member member;
    size_t placed = 0;

    buffer_clear(&redact->line);
    while (record_next_member(&at, &member)) {
        size_t field = find_field(redact->settings, member.name);

        if (is_quote(member.name))
            continue;
        buffer_add_char(&redact->line, redact->line.len == 0 ? '{' : ',');
        if (field == redact->settings->field_count
            || redact->values[field].len == 0) {
            buffer_add(&redact->line, member.whole);
            continue;
        }
        buffer_printf(&redact->line, "\"%.*s\":", TEXT_ARGS(member.name));
        buffer_add(&redact->line, buffer_text(&redact->values[field]));
        placed++;
    }
    buffer_add_char(&redact->line, '}');
    return placed;
}

/* NULL, or why the record is rejected. */
static const char *
redact_record(struct redact *redact, const struct record *record,
              struct writer *out)
{
    size_t masked = 0;

    for (size_t i = 0; i < redact->settings->field_count; i++)
        masked += mask_field(redact, record, i);
    if (masked == 0) {
        writer_pass(out, record);
        return NULL;
    }
    if (rewrite(redact, record->line) != masked)
        return "escaped_name: a field to be masked has escapes in its name";
    writer_pass_line(out, record->kind, buffer_text(&redact->line));
    return NULL;
}

static void
note_counts(const struct redact *redact, struct books *books)
{
    static const char *const names[MASK_KINDS] = {[MASK_EMAIL] = "masked_email",
                                                  [MASK_PHONE] = "masked_phone",
                                                  [MASK_CARD] = "masked_card",
                                                  [MASK_IBAN] = "masked_iban",
                                                  [MASK_ADDRESS] =
                                                      "masked_address"};

    for (enum mask_kind kind = 0; kind < MASK_KINDS; kind++)
        if (redact->counts[kind] > 0)
            books_note(books, names[kind], redact->counts[kind]);
}

static void
redact_free(struct redact *redact)
{
    for (size_t i = 0; i < FIELDS_MOST; i++)
        buffer_free(&redact->values[i]);
    buffer_free(&redact->masked);
    buffer_free(&redact->line);
}

int
main(int argc, char **argv)
{
    struct settings settings = {.field_count = WRITTEN};
    struct redact redact = {.settings = &settings};
    struct options *given;
    struct books *books;
    struct writer *out;
    struct reader *in;
    struct record record;

    memcpy(settings.fields, written, sizeof(written));
    given = options_parse(&program, argc, argv, &settings);
    books = books_open(given);
    out = writer_open(books);
    in = reader_open(books, settings.fields, settings.field_count);
    while (reader_next(in, &record)) {
        const char *why = redact_record(&redact, &record, out);

        if (why != NULL)
            reader_reject(in, why);
    }
    note_counts(&redact, books);
    redact_free(&redact);
    return finish(in, out);
}
