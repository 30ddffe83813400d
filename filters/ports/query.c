#include "ports/query.h"

#include <err.h>
#include <limits.h>
#include <stdlib.h>
#include <sysexits.h>

#include <jv.h>
/* jq.h wants jv.h before it. */
#include <jq.h>

struct query {
    jq_state *jq;
    struct buffer json; /* the value, with its long integers as strings */
    struct buffer why;
};

static _Noreturn void
no_memory(void *context)
{
    (void)context;
    err(EX_OSERR, "no memory for a jq program");
}

/* On one line: newlines, which jq puts into its messages, become spaces. */
static void
add_line(struct buffer *out, const char *text)
{
    for (; *text != '\0'; text++)
        buffer_add_char(out, *text == '\n' ? ' ' : *text);
}

/* One of jq's messages without what only its own command line would need. */
static void
add_message(void *context, jv message)
{
    static const char prefix[] = "jq: error: ";
    struct buffer *out = context;
    jv text = jq_format_error(message);
    const char *at = jv_string_value(text);

    if (strstr(at, " compile error") == NULL) {
        if (strncmp(at, prefix, sizeof(prefix) - 1) == 0)
            at += sizeof(prefix) - 1;
        if (out->len > 0)
            buffer_add_string(out, "; ");
        add_line(out, at);
    }
    jv_free(text);
}

static char *
compile_error(const char *name, struct buffer *messages)
{
    char *why;

    if (asprintf(&why, "%s: %s", name, buffer_string(messages)) < 0)
        no_memory(NULL);
    buffer_free(messages);
    return why;
}

struct query *
query_new(const char *program, const char *name, char **why)
{
    struct query *query = calloc(1, sizeof(*query));
    struct buffer messages = {0};
    bool compiled;

    if (query == NULL)
        err(EX_OSERR, "no memory for a jq program");
    query->jq = jq_init();
    if (query->jq == NULL)
        err(EX_OSERR, "no memory for a jq program");
    jq_set_nomem_handler(query->jq, no_memory, NULL);
    /* jq_init() of 1.6 leaves these two as malloc() gave them. */
    jq_set_input_cb(query->jq, NULL, NULL);
    jq_set_debug_cb(query->jq, NULL, NULL);
    jq_set_error_cb(query->jq, add_message, &messages);
    /* Without a search path jq 1.6 fails an assertion at `import`. */
    jq_set_attr(query->jq, jv_string("JQ_LIBRARY_PATH"), jv_array());
    compiled = jq_compile(query->jq, program) != 0;
    jq_set_error_cb(query->jq, NULL, NULL);
    if (!compiled) {
        *why = compile_error(name, &messages);
        query_free(query);
        return NULL;
    }
    buffer_free(&messages);
    return query;
}

void
query_free(struct query *query)
{
    if (query == NULL)
        return;
    jq_teardown(&query->jq);
    buffer_free(&query->json);
    buffer_free(&query->why);
    free(query);
}

const char *
query_why(const struct query *query)
{
    return query->why.at;
}

static void
set_why(struct query *query, const char *what, jv message)
{
    jv text = jv_get_kind(message) == JV_KIND_STRING
                  ? message
                  : jv_dump_string(message, 0);

    buffer_clear(&query->why);
    buffer_add_string(&query->why, what);
    add_line(&query->why, jv_string_value(text));
    (void)buffer_string(&query->why);
    jv_free(text);
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether a double may not hold the number: an integer beyond 2^53. */
static bool
is_too_long(struct text number)
{
    static const char most[] = "9007199254740992";
    size_t len;

    if (number.at[0] == '-')
        number = text_from(number, 1);
    for (len = 0; len < number.len && is_digit(number.at[len]); len++)
        continue;
    if (len != number.len || len < sizeof(most) - 1)
        return false;
    return len > sizeof(most) - 1 || memcmp(number.at, most, len) > 0;
}

static size_t
string_end(struct text json, size_t from)
{
    size_t at = from + 1;

    while (at < json.len && json.at[at] != '"')
        at += json.at[at] == '\\' ? 2 : 1;
    return at < json.len ? at + 1 : json.len;
}

static size_t
number_end(struct text json, size_t from)
{
    while (from < json.len
           && (is_digit(json.at[from])
               || text_find_char(TEXT("+-.eE"), json.at[from]) != SIZE_MAX))
        from++;
    return from;
}

/* The value with quotes around the integers that jq would round. */
static struct text
quote_long(struct buffer *out, struct text json)
{
    size_t copied = 0;
    size_t at = 0;

    buffer_clear(out);
    while (at < json.len) {
        size_t from = at;

        if (json.at[at] == '"') {
            at = string_end(json, at);
            continue;
        }
        at = number_end(json, at);
        if (at == from)
            at++;
        else if (is_too_long((struct text){json.at + from, at - from})) {
            buffer_add(out, (struct text){json.at + copied, from - copied});
            buffer_add_char(out, '"');
            buffer_add(out, (struct text){json.at + from, at - from});
            buffer_add_char(out, '"');
            copied = at;
        }
    }
    if (copied == 0)
        return json;
    buffer_add(out, text_from(json, copied));
    return buffer_text(out);
}

bool
query_run(struct query *query, struct text json)
{
    jv value;

    json = quote_long(&query->json, json);
    value = json.len <= INT_MAX
                ? jv_parse_sized(json.at, (int)json.len)
                : jv_invalid_with_msg(jv_string("it is beyond 2 GiB"));
    if (!jv_is_valid(value)) {
        set_why(query,
                "query: jq cannot read this: ", jv_invalid_get_msg(value));
        return false;
    }
    jq_start(query->jq, value, 0);
    return true;
}

/* The program has no more to say: for good, by `halt`, by `halt_error`, or by an error. */
static enum query_found
ended(struct query *query, jv last)
{
    if (jq_halted(query->jq)) {
        jv code = jq_get_exit_code(query->jq);
        bool is_error = jv_is_valid(code);

        jv_free(code);
        jv_free(last);
        if (!is_error)
            return QUERY_END;
        set_why(query, "query: ", jq_get_error_message(query->jq));
        return QUERY_BAD;
    }
    if (!jv_invalid_has_msg(jv_copy(last))) {
        jv_free(last);
        return QUERY_END;
    }
    set_why(query, "query: ", jv_invalid_get_msg(last));
    return QUERY_BAD;
}

enum query_found
query_next(struct query *query, struct buffer *json)
{
    jv result = jq_next(query->jq);
    jv text;

    if (!jv_is_valid(result))
        return ended(query, result);
    text = jv_dump_string(result, 0);
    buffer_add(json,
               (struct text){jv_string_value(text),
                             (size_t)jv_string_length_bytes(jv_copy(text))});
    jv_free(text);
    return QUERY_RESULT;
}
