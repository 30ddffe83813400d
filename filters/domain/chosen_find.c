#include "domain/chosen_parts.h"

static void
put_counted(struct buffer *out, struct text text)
{
    buffer_add(out, (struct text){(const char *)&text.len, sizeof(text.len)});
    buffer_add(out, text);
}

static struct text
take_counted(struct text bytes, size_t *at)
{
    size_t len;
    struct text text;

    memcpy(&len, bytes.at + *at, sizeof(len));
    text = (struct text){bytes.at + *at + sizeof(len), len};
    *at += sizeof(len) + len;
    return text;
}

static void
make_ready(struct chosen *chosen)
{
    put_counted(&chosen->ready, buffer_text(&chosen->held));
}

/* The held one in the periods from its own to before `end`. */
static void
carry(struct chosen *chosen, size_t end)
{
    struct text held = buffer_text(&chosen->held);
    struct text group = chosen_entry_group(held);

    for (size_t i = chosen->period; i < end; i++) {
        buffer_clear(&chosen->entry);
        chosen_entry_move(&chosen->entry, held,
                          chosen_periods_put(chosen->periods, group, i));
        put_counted(&chosen->ready, buffer_text(&chosen->entry));
    }
}

/* No more of what was held comes. */
static void
settle(struct chosen *chosen)
{
    if (chosen->held.len == 0)
        return;
    if (chosen->head.at[0] == METRIC_BY_ACCOUNT)
        carry(chosen, chosen_periods_count(chosen->periods));
    else if (chosen->head.at[0] != METRIC_BY_SESSION)
        make_ready(chosen);
    buffer_clear(&chosen->held);
}

static void
hold(struct chosen *chosen, struct text entry)
{
    buffer_clear(&chosen->held);
    buffer_add(&chosen->held, entry);
}

static void
pass_visit(struct chosen *chosen, struct text rest, struct text entry,
           bool is_first)
{
    uint64_t bits = 0;
    int64_t time_s;

    for (size_t i = 0; i < 8; i++)
        bits = bits << 8 | (unsigned char)rest.at[i];
    time_s = (int64_t)(bits ^ UINT64_C(1) << 63);
    hold(chosen, entry);
    if (is_first || time_s - chosen->time_s > CHOSEN_IDLE_S)
        make_ready(chosen);
    chosen->time_s = time_s;
}

static void
pass_account(struct chosen *chosen, struct text rest, struct text entry,
             bool is_first)
{
    size_t period = chosen_periods_find(chosen->periods, rest);

    if (!is_first && period > chosen->period)
        carry(chosen, period);
    chosen->period = period;
    hold(chosen, entry);
}

/* Entries of one thing come from the first to the last. */
static void
pass(struct chosen *chosen, struct text key, struct text entry)
{
    size_t head_len = chosen_entry_head_len(entry);
    struct text head = {key.at, head_len};
    struct text rest = text_from(key, head_len);
    bool is_first = !text_equal(head, buffer_text(&chosen->head));

    if (is_first) {
        settle(chosen);
        buffer_clear(&chosen->head);
        buffer_add(&chosen->head, head);
    }
    if (key.at[0] == METRIC_BY_SESSION)
        pass_visit(chosen, rest, entry, is_first);
    else if (key.at[0] == METRIC_BY_ACCOUNT)
        pass_account(chosen, rest, entry, is_first);
    else
        hold(chosen, entry);
}

static bool
next_ready(struct chosen *chosen, struct chosen_found *found)
{
    struct text ready = buffer_text(&chosen->ready);

    while (chosen->ready_at < ready.len) {
        size_t at = chosen->ready_at;

        if (chosen_entry_next(take_counted(ready, &at), &chosen->walk, found))
            return true;
        chosen->ready_at = at;
        chosen->walk = (struct chosen_walk){0};
    }
    buffer_clear(&chosen->ready);
    chosen->ready_at = 0;
    return false;
}

bool
chosen_next(struct chosen *chosen, struct chosen_found *found)
{
    struct text key, entry;

    while (!next_ready(chosen, found)) {
        if (chosen->is_over)
            return false;
        if (sorter_next(chosen->sorter, &key, &entry)) {
            pass(chosen, key, entry);
            continue;
        }
        settle(chosen);
        chosen->is_over = true;
    }
    return true;
}
