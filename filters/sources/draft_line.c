#include "sources/draft_parts.h"

/* Beside id and time, in the order of the keys; DRAFT_ID behind the last. */
enum { REQUIRED_MOST = 4 };
static const enum draft_key required[DRAFT_KINDS][REQUIRED_MOST] = {
    [DRAFT_POST] = {DRAFT_TEXT},
    [DRAFT_CLICK] = {DRAFT_URL, DRAFT_DESTINATION},
    [DRAFT_VISIT] = {DRAFT_URL},
    [DRAFT_ORDER] = {DRAFT_STATE, DRAFT_AMOUNT, DRAFT_CURRENCY},
    [DRAFT_ACCOUNT] = {DRAFT_AUTHOR},
    [DRAFT_COUNT] = {DRAFT_MEASURE, DRAFT_VALUE},
    [DRAFT_GAP] = {DRAFT_FROM, DRAFT_TO},
    [DRAFT_DELETE] = {DRAFT_TARGET, DRAFT_SCOPE},
};

/* A refund or cancel names what it acts upon. */
static bool
needs_target(const struct draft *draft)
{
    struct text state = draft->values[DRAFT_STATE].text;

    return draft->kind == DRAFT_ORDER
           && (text_equal(state, TEXT("refund"))
               || text_equal(state, TEXT("cancel")));
}

const char *
draft_check(const struct draft *draft)
{
    if (draft->why != NULL)
        return draft->why;
    if (!draft_has(draft, DRAFT_ID))
        return draft_fields[DRAFT_ID].missing;
    if (!draft_has(draft, DRAFT_TIME))
        return draft_fields[DRAFT_TIME].missing;
    for (size_t i = 0; i < REQUIRED_MOST; i++) {
        enum draft_key key = required[draft->kind][i];

        if (!draft_has(draft, key))
            return draft_fields[key].missing;
    }
    return needs_target(draft) && !draft_has(draft, DRAFT_TARGET)
               ? draft_fields[DRAFT_TARGET].missing
               : NULL;
}

static void
write_list(const struct draft *draft, enum draft_key key, struct buffer *out)
{
    const struct draft_list *list = draft_list((struct draft *)draft, key);

    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            buffer_add_char(out, ',');
        buffer_add_json_string(out, list->items[i]);
    }
    buffer_add_char(out, ']');
}

static void
write_seen(struct draft *draft, struct buffer *out)
{
    int64_t seen_s = draft->values[DRAFT_SEEN].integer;

    if (seen_s != draft->seen_s)
        clock_format(draft->seen, seen_s);
    draft->seen_s = seen_s;
    buffer_add(out, (struct text){draft->seen, CLOCK_TEXT});
}

static void
write_value(struct draft *draft, enum draft_key key, struct buffer *out)
{
    const union draft_value *value = &draft->values[key];

    switch (draft_fields[key].type) {
    case DRAFT_IS_ID:
        buffer_add(out, draft->platform);
        buffer_add_char(out, ':');
        buffer_add_json(out, value->text);
        buffer_add_char(out, '"');
        break;
    case DRAFT_IS_TEXT:
    case DRAFT_IS_SLUG:
        buffer_add_json(out, value->text);
        buffer_add_char(out, '"');
        break;
    case DRAFT_IS_TIME:
        if (key == DRAFT_SEEN)
            write_seen(draft, out);
        else
            clock_write(out, value->integer);
        buffer_add_char(out, '"');
        break;
    case DRAFT_IS_INTEGER:
    case DRAFT_IS_COUNT:
        buffer_add_integer(out, value->integer);
        break;
    case DRAFT_IS_LIST:
        write_list(draft, key, out);
        break;
    }
}

static inline void
add_lead(struct buffer *out, const struct draft_field *field)
{
    memcpy(buffer_reserve(out, DRAFT_LEAD), field->lead, DRAFT_LEAD);
    out->len += field->lead_len;
}

void
draft_write(struct draft *draft, struct buffer *out)
{
    buffer_add(out, TEXT("{\"v\":1,\"kind\":\""));
    buffer_add_string(out, draft_kinds[draft->kind]);
    buffer_add(out, TEXT("\",\"source\":\""));
    buffer_add(out, draft->platform);
    buffer_add_char(out, '"');
    for (unsigned word = 0; word < DRAFT_WORDS; word++) {
        for (uint64_t left = draft->present[word]; left != 0;
             left &= left - 1) {
            enum draft_key key = word * 64 + (unsigned)__builtin_ctzll(left);

            add_lead(out, &draft_fields[key]);
            write_value(draft, key, out);
        }
    }
}
