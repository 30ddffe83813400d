#include "domain/coverage.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/clock.h"
#include "domain/pick.h"

struct coverage_gaps {
    uint64_t count, length_s, lost;
};

void
coverage_free(struct coverage *coverage)
{
    table_free(coverage->sources);
    free(coverage->gaps);
}

static struct coverage_gaps *
gaps_of(struct coverage *coverage, struct text source)
{
    uint32_t number;

    if (coverage->sources == NULL)
        coverage->sources = table_new();
    number = table_add(coverage->sources, source);
    if (number >= coverage->cap) {
        size_t cap = coverage->cap == 0 ? 8 : 2 * coverage->cap;

        coverage->gaps =
            array_resize(coverage->gaps, cap, sizeof(*coverage->gaps), "gaps");
        memset(coverage->gaps + coverage->cap, 0,
               (cap - coverage->cap) * sizeof(*coverage->gaps));
        coverage->cap = cap;
    }
    return coverage->gaps + number;
}

void
coverage_take(struct coverage *coverage, const struct question *question,
              const struct json_slot *slots)
{
    const struct json_slot *lost = slots + question->lost_field;
    struct coverage_gaps *gaps =
        gaps_of(coverage, pick_text(slots, QUESTION_SOURCE));
    int64_t from, to;

    gaps->count++;
    if (clock_read(pick_text(slots, question->from_field), &from)
        && clock_read(pick_text(slots, question->to_field), &to) && to > from)
        gaps->length_s += (uint64_t)(to - from);
    if (lost->type == JSON_INTEGER && lost->integer > 0)
        gaps->lost += (uint64_t)lost->integer;
}

/* The number of the first source by name behind `last`, or TABLE_NONE. */
static uint32_t
next_source(const struct coverage *coverage, struct text last)
{
    uint32_t found = TABLE_NONE;
    uint32_t count =
        coverage->sources == NULL ? 0 : table_count(coverage->sources);

    for (uint32_t i = 0; i < count; i++) {
        struct text name = table_text(coverage->sources, i);

        if ((last.at == NULL || text_compare(name, last) > 0)
            && (found == TABLE_NONE
                || text_compare(name, table_text(coverage->sources, found))
                       < 0))
            found = i;
    }
    return found;
}

/* Each source by its name. */
static void
write_gaps(struct buffer *out, const struct coverage *coverage,
           const char *between,
           void (*write)(struct buffer *out, struct text source,
                         const struct coverage_gaps *gaps))
{
    uint32_t i = next_source(coverage, TEXT_NONE);
    const char *before = "";

    while (i != TABLE_NONE) {
        struct text source = table_text(coverage->sources, i);

        buffer_add_string(out, before);
        write(out, source, coverage->gaps + i);
        i = next_source(coverage, source);
        before = between;
    }
}

static void
say_gaps(struct buffer *out, struct text source,
         const struct coverage_gaps *gaps)
{
    buffer_add(out, TEXT("gaps of "));
    buffer_add(out, source);
    buffer_printf(out, ": %llu", (unsigned long long)gaps->count);
    if (gaps->length_s > 0)
        buffer_printf(out, ", %llu s", (unsigned long long)gaps->length_s);
    if (gaps->lost > 0)
        buffer_printf(out, ", %llu lost", (unsigned long long)gaps->lost);
}

void
coverage_write(struct buffer *out, const struct coverage *coverage,
               const struct question *question)
{
    write_gaps(out, coverage, "; ", say_gaps);
    if (coverage->rejected > 0)
        buffer_printf(out, "%srejected: %llu", out->len > 0 ? "; " : "",
                      (unsigned long long)coverage->rejected);
    if (question->sampled.len > 0)
        buffer_printf(out, "%ssampled: %.*s", out->len > 0 ? "; " : "",
                      TEXT_ARGS(question->sampled));
}

static void
put_gaps(struct buffer *out, struct text source,
         const struct coverage_gaps *gaps)
{
    struct buffer one = {0};

    buffer_add(&one, source);
    buffer_printf(&one, " %llu %llu %llu", (unsigned long long)gaps->count,
                  (unsigned long long)gaps->length_s,
                  (unsigned long long)gaps->lost);
    buffer_add_json_string(out, buffer_text(&one));
    buffer_free(&one);
}

void
coverage_put(struct buffer *out, const struct coverage *coverage)
{
    if (coverage->sources != NULL) {
        buffer_add(out, TEXT(",\"gaps\":["));
        write_gaps(out, coverage, ",", put_gaps);
        buffer_add_char(out, ']');
    }
    if (coverage->rejected > 0)
        buffer_printf(out, ",\"rejected\":%llu",
                      (unsigned long long)coverage->rejected);
}

static bool
get_gaps(struct coverage *coverage, struct text text)
{
    struct text source, figure;
    int64_t figures[3];
    struct coverage_gaps *gaps;

    if (!text_split(&text, ' ', &source))
        return false;
    for (size_t i = 0; i < 3; i++) {
        if (!text_split(&text, ' ', &figure)
            || !text_integer(figure, figures + i) || figures[i] < 0)
            return false;
    }
    gaps = gaps_of(coverage, source);
    gaps->count += (uint64_t)figures[0];
    gaps->length_s += (uint64_t)figures[1];
    gaps->lost += (uint64_t)figures[2];
    return true;
}

bool
coverage_get(struct coverage *coverage, const struct json_slot *gaps,
             const struct json_slot *rejected)
{
    struct json_items items = json_items(*gaps);
    struct json_slot item;

    while (gaps->type == JSON_ARRAY && json_next(&items, &item)) {
        if (item.type != JSON_STRING || !get_gaps(coverage, item.text))
            return false;
    }
    if (rejected->type == JSON_INTEGER && rejected->integer > 0)
        coverage->rejected += (uint64_t)rejected->integer;
    return true;
}
