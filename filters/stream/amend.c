#include "stream/amend.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "stream/record.h"

enum { ID, AUTHOR, FLAGS, FIELDS };
static const char *const fields[FIELDS] = {"id", "author", "flags"};

/* What a deleted post said, how it fared, and what quotes it; what else was made of it stays. */
static const char *const of_text[] = {
    "title",     "tags",      "mentions", "country", "likes",
    "reposts",   "quotes",    "replies",  "views",   "votes",
    "followers", "following", "posts",    "why"};
enum { OF_TEXT = sizeof(of_text) / sizeof(*of_text) };

struct amender {
    struct json_parser *parser;
    struct json_plan *plan;
    struct json_slot slots[FIELDS];
    struct text line;
    struct buffer padded; /* the line, as the parser wants it */
    struct buffer flags;  /* struct text, those to be added */
    struct buffer out;
    bool is_stub, without_place;
};

struct amender *
amender_new(void)
{
    struct amender *amender = calloc(1, sizeof(*amender));

    if (amender == NULL)
        err(EX_OSERR, "amender");
    amender->parser = json_parser_new();
    amender->plan = json_plan_new(fields, FIELDS);
    return amender;
}

void
amender_free(struct amender *amender)
{
    if (amender == NULL)
        return;
    json_parser_free(amender->parser);
    json_plan_free(amender->plan);
    buffer_free(&amender->padded);
    buffer_free(&amender->flags);
    buffer_free(&amender->out);
    free(amender);
}

static struct text
slot_text(const struct json_slot *slot)
{
    return slot->type == JSON_STRING ? slot->text : TEXT_NONE;
}

struct amend_record
amend_look(struct amender *amender, struct text line)
{
    struct json_slot root = {.type = JSON_ABSENT};
    bool repaired;
    const char *why;

    amender->line = line;
    amender->is_stub = amender->without_place = false;
    buffer_clear(&amender->flags);
    buffer_clear(&amender->padded);
    buffer_add(&amender->padded, line);
    buffer_reserve(&amender->padded, JSON_PADDING);
    why = json_parse(amender->parser, buffer_text(&amender->padded), &root,
                     &repaired);
    assert(why == NULL && root.type == JSON_OBJECT);
    why = json_pick(amender->plan, root.node, amender->slots);
    assert(why == NULL);
    return (struct amend_record){slot_text(&amender->slots[ID]),
                                 slot_text(&amender->slots[AUTHOR])};
}

void
amend_to_stub(struct amender *amender)
{
    amender->is_stub = true;
    amend_add_flag(amender, TEXT("deleted"));
}

void
amend_forget_place(struct amender *amender)
{
    amender->without_place = true;
}

void
amend_add_flag(struct amender *amender, struct text flag)
{
    buffer_add(&amender->flags,
               (struct text){(const char *)&flag, sizeof(flag)});
}

static bool
is_gone(const struct amender *amender, struct text name)
{
    if (amender->flags.len > 0 && text_equal(name, TEXT("flags")))
        return true;
    if (amender->without_place && text_equal(name, TEXT("country")))
        return true;
    for (size_t i = 0; amender->is_stub && i < OF_TEXT; i++)
        if (text_equal(name, text_of(of_text[i])))
            return true;
    return false;
}

static void
add_member(struct buffer *out, struct text whole)
{
    if (out->at[out->len - 1] != '{')
        buffer_add_char(out, ',');
    buffer_add(out, whole);
}

static int
by_text(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* The record's own too. */
static void
add_own_flags(struct amender *amender)
{
    struct json_items items = json_items(amender->slots[FLAGS]);
    struct json_slot flag;

    while (json_next(&items, &flag))
        if (flag.type == JSON_STRING)
            amend_add_flag(amender, flag.text);
}

/* Sorted, each once. */
static void
write_flags(const struct amender *amender, struct buffer *out)
{
    struct text *flags = (struct text *)(void *)amender->flags.at;
    size_t count = amender->flags.len / sizeof(*flags);

    if (count == 0)
        return;
    qsort(flags, count, sizeof(*flags), by_text);
    add_member(out, TEXT("\"flags\":["));
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && text_equal(flags[i], flags[i - 1]))
            continue;
        if (i > 0)
            buffer_add_char(out, ',');
        buffer_add_json_string(out, flags[i]);
    }
    buffer_add_char(out, ']');
}

/* Flags go before `format`, where normalize writes them, or behind all where there is none. */
static void
write_members(const struct amender *amender, struct buffer *out)
{
    const char *at = amender->line.at;
    struct record_member member;
    bool has_format = false;

    while (record_next_member(&at, &member)) {
        if (is_gone(amender, member.name))
            continue;
        if (text_equal(member.name, TEXT("format"))) {
            write_flags(amender, out);
            has_format = true;
        }
        if (amender->is_stub && text_equal(member.name, TEXT("text")))
            add_member(out, TEXT("\"text\":\"\""));
        else
            add_member(out, member.whole);
    }
    if (!has_format)
        write_flags(amender, out);
}

struct text
amend_line(struct amender *amender)
{
    struct buffer *out = &amender->out;

    if (!amender->without_place && amender->flags.len == 0)
        return amender->line;
    if (amender->flags.len > 0)
        add_own_flags(amender);
    buffer_clear(out);
    buffer_add_char(out, '{');
    write_members(amender, out);
    buffer_add_char(out, '}');
    return buffer_text(out);
}
