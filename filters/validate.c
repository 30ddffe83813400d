/*
 * validate - records against the schema of docs/record.schema.json
 *
 * Passes on what fits and rejects what does not, with the place in the record and why.
 */
#include "ports/schema.h"
#include "stream/writer.h"

/* The schema itself, as the documentation has it. */
__asm__(".section .rodata\n"
        ".global validate_schema, validate_schema_bytes\n"
        "validate_schema: .incbin \"docs/record.schema.json\"\n"
        "1: .balign 8\n"
        "validate_schema_bytes: .quad 1b - validate_schema\n"
        ".previous\n");
extern const char validate_schema[];
extern const uint64_t validate_schema_bytes;

enum { KEY_SCHEMA = 256 };

static const struct argp_option options[] = {
    {"schema", KEY_SCHEMA, NULL, 0, "Print the schema", 0}, {0}};

struct settings {
    bool print;
};

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    (void)key;
    (void)value;
    settings->print = true;
    return NULL;
}

static const struct program program = {
    .name = "validate",
    .operands = "[FILE ...]",
    .summary = "validate - records against docs/record.schema.json",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME,
};

int
main(int argc, char **argv)
{
    struct settings settings = {0};
    struct options *given = options_parse(&program, argc, argv, &settings);
    struct text text = {validate_schema, validate_schema_bytes};
    struct schema *schema = schema_new(text);
    struct books *books;
    struct reader *in;
    struct writer *out;
    struct record record;

    if (settings.print)
        return fwrite(text.at, 1, text.len, stdout) == text.len
                       && fclose(stdout) == 0
                   ? 0
                   : EX_IOERR;
    books = books_open(given);
    out = writer_open(books);
    in = reader_open(books, NULL, 0);
    while (reader_next(in, &record)) {
        const char *why = schema_check(schema, record.line);
        if (why != NULL)
            reader_reject(in, why);
        else
            writer_pass(out, &record);
    }
    schema_free(schema);
    return finish(in, out);
}
