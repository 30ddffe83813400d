#include "domain/reference_parts.h"

static void
start_name(struct references *references, struct text name)
{
    if (text_equal(name, buffer_text(&references->name)))
        return;
    buffer_clear(&references->name);
    buffer_add(&references->name, name);
    buffer_clear(&references->posted);
    buffer_clear(&references->groups);
    references->at = 0;
    references->is_reached = false;
}

/* The groups of posts of one time stand together; a later time has the name to itself. */
static void
keep_group(struct references *references, struct text key, struct text group)
{
    if (!text_equal(key, buffer_text(&references->posted))) {
        buffer_clear(&references->posted);
        buffer_add(&references->posted, key);
        buffer_clear(&references->groups);
    }
    buffer_add(&references->groups,
               (struct text){(const char *)&group.len, sizeof(group.len)});
    buffer_add(&references->groups, group);
    references->at = references->groups.len;
}

static void
next_group(struct references *references, struct reference *found)
{
    const char *at = references->groups.at + references->at;
    size_t len;

    memcpy(&len, at, sizeof(len));
    *found = (struct reference){.group = {at + sizeof(len), len},
                                .measure = references->measure};
    references->at += sizeof(len) + len;
}

/* Whether this entry alone says what is to be counted. */
static bool
take_entry(struct references *references, struct text key, struct text payload,
           struct reference *found)
{
    bool is_second = key.at[key.len - 1] == REFERENCE_SECOND;

    if (key.at[0] == REFERENCE_COUNTING && !is_second) {
        keep_group(references, key, payload);
    } else if (key.at[0] == REFERENCE_COUNTING) {
        references->measure = (unsigned char)payload.at[0];
        references->at = 0;
    } else if (!is_second) {
        references->is_reached = true;
    } else if (references->is_reached) {
        *found = (struct reference){
            .measure = references->question->references[QUESTION_REACHED],
            .is_value = true};
        memcpy(&found->value, payload.at, sizeof(found->value));
        found->group = text_from(payload, sizeof(found->value));
        return true;
    }
    return false;
}

bool
reference_next(struct references *references, struct reference *found)
{
    struct text key, payload;

    while (references->at == references->groups.len) {
        if (!sorter_next(references->sorter, &key, &payload))
            return false;
        start_name(references, (struct text){key.at, REFERENCE_NAME_BYTES});
        if (take_entry(references, key, payload, found))
            return true;
    }
    next_group(references, found);
    return true;
}
