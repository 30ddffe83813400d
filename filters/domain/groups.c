#include "domain/groups.h"

#include <stdlib.h>

#include "base/array.h"
#include "domain/pick.h"

enum { COMBINATIONS_MAX = 1 << 20 };

/* One value of an array among the keys: where it stands in `bytes`. */
struct groups_choice {
    size_t start, len;
};

void
groups_free(struct groups *groups)
{
    buffer_free(&groups->scratch);
    buffer_free(&groups->key);
    buffer_free(&groups->bytes);
    free(groups->choices);
}

static bool
is_of_credits(const struct json_slot *slots)
{
    struct text kind = pick_text(slots, QUESTION_KIND);

    return text_equal(kind, TEXT("credit")) || text_equal(kind, TEXT("row"));
}

/* The keys that are no arrays: the beginning of every key of the record. */
static const char *
put_plain(struct groups *groups, const struct json_slot *slots)
{
    const struct question *question = groups->question;
    bool of_credits = is_of_credits(slots);

    buffer_clear(&groups->key);
    for (size_t i = 0; i < question->plain_count; i++) {
        const struct question_key *key = question->keys + question->order[i];
        struct group_value value = {.type = GROUP_ABSENT};
        const char *why = NULL;

        if (!key->of_credits || of_credits)
            why = pick_value(question, key, slots + key->field,
                             &groups->scratch, &value);
        if (why != NULL)
            return why;
        group_put(&groups->key, &value);
        groups->is_seen[question->order[i]] |= value.type != GROUP_ABSENT;
    }
    return NULL;
}

static struct text
choice_text(const struct groups *groups, size_t number)
{
    const struct groups_choice *choice = groups->choices + number;

    return (struct text){groups->bytes.at + choice->start, choice->len};
}

/* Keeps the value that was put behind `start`, unless its array had it before. */
static void
keep_choice(struct groups *groups, size_t start, size_t first)
{
    struct text text = {groups->bytes.at + start, groups->bytes.len - start};

    for (size_t i = first; i < groups->choice_count; i++) {
        if (text_equal(choice_text(groups, i), text)) {
            groups->bytes.len = start;
            return;
        }
    }
    groups->choices =
        array_room(groups->choices, groups->choice_count, &groups->choice_cap,
                   sizeof(*groups->choices), "keys of one record");
    groups->choices[groups->choice_count++] =
        (struct groups_choice){start, text.len};
}

/* Of labels only those of the panel, where there is one. */
static bool
is_of_panel(const struct question *question, const struct question_key *key,
            const struct group_value *value)
{
    bool is_label =
        question->panel_count > 0 && key->field == question->labels_field;

    for (size_t i = 0; is_label && i < question->panel_count; i++) {
        if (value->type == GROUP_TEXT
            && text_equal(value->text, question->panel[i]))
            return true;
    }
    return !is_label;
}

static const char *
put_choice(struct groups *groups, const struct question_key *key,
           const struct json_slot *slot, size_t first)
{
    size_t start = groups->bytes.len;
    struct group_value value;
    const char *why;

    if (groups->choice_count - first == PICK_ARRAY_MAX)
        return "too_many_values: an array of more than 4096 values";
    why = pick_value(groups->question, key, slot, &groups->scratch, &value);
    if (why != NULL || !is_of_panel(groups->question, key, &value))
        return why;
    group_put(&groups->bytes, &value);
    keep_choice(groups, start, first);
    return NULL;
}

static const char *
put_choices(struct groups *groups, const struct question_key *key,
            const struct json_slot *slot)
{
    static const struct json_slot absent = {.type = JSON_ABSENT};
    struct json_items items = json_items(*slot);
    size_t first = groups->choice_count;
    struct json_slot item;
    const char *why = NULL;

    if (slot->type != JSON_ARRAY)
        return put_choice(groups, key, slot, first);
    while (why == NULL && json_next(&items, &item))
        why = put_choice(groups, key, &item, first);
    if (why == NULL && groups->choice_count == first)
        why = put_choice(groups, key, &absent, first);
    return why;
}

static const char *
put_arrays(struct groups *groups, const struct json_slot *slots)
{
    const struct question *question = groups->question;
    size_t combinations = 1;

    buffer_clear(&groups->bytes);
    groups->choice_count = 0;
    for (size_t i = question->plain_count; i < question->key_count; i++) {
        const struct question_key *key = question->keys + question->order[i];
        const char *why;

        groups->firsts[i] = groups->choice_count;
        why = put_choices(groups, key, slots + key->field);
        if (why != NULL)
            return why;
        combinations *= groups->choice_count - groups->firsts[i];
        if (combinations > COMBINATIONS_MAX)
            return "too_many_keys: its arrays make more than a million groups";
    }
    groups->firsts[question->key_count] = groups->choice_count;
    return NULL;
}

const char *
groups_of(struct groups *groups, const struct json_slot *slots)
{
    const char *why = put_plain(groups, slots);

    return why != NULL ? why : put_arrays(groups, slots);
}

/* The labels are the only array. */
void
groups_each_of_panel(struct groups *groups, groups_sink *sink, void *context)
{
    const struct question *question = groups->question;
    size_t len = groups->key.len;

    for (size_t i = 0; i < question->panel_count; i++) {
        group_put_text(&groups->key, question->panel[i]);
        sink(context, buffer_text(&groups->key));
        groups->key.len = len;
    }
}

/* Each combination of values of the arrays from number `at` on, behind the key so far. */
static void
walk(struct groups *groups, size_t at, groups_sink *sink, void *context)
{
    size_t len = groups->key.len;

    if (at == groups->question->key_count) {
        sink(context, buffer_text(&groups->key));
        return;
    }
    for (size_t i = groups->firsts[at]; i < groups->firsts[at + 1]; i++) {
        buffer_add(&groups->key, choice_text(groups, i));
        walk(groups, at + 1, sink, context);
        groups->key.len = len;
    }
}

void
groups_each(struct groups *groups, groups_sink *sink, void *context)
{
    walk(groups, groups->question->plain_count, sink, context);
}

bool
groups_all(struct groups *groups, struct text *key)
{
    if (!question_has_arrays(groups->question))
        return false;
    buffer_add_char(&groups->key, GROUP_ALL);
    *key = buffer_text(&groups->key);
    groups->key.len--;
    return true;
}
