#include "ports/json_tape.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct text
json_tape_without_nul(const struct json_tape *tape, struct text text)
{
    static const char replacement[] = "\xef\xbf\xbd";
    char *copy = arena_get(tape->arena, 3 * text.len);
    char *to = copy;

    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\0')
            to = mempcpy(to, replacement, 3);
        else
            *to++ = text.at[i];
    }
    return (struct text){copy, (size_t)(to - copy)};
}

static struct json_items
items_of(struct json_slot container, enum json_type wanted)
{
    const struct json_tape *tape = container.node.tape;
    size_t index = container.node.index;

    if (container.type != wanted)
        return (struct json_items){NULL, 0, 0};
    return (struct json_items){tape, index + 1, json_tape_close(tape, index)};
}

struct json_items
json_items(struct json_slot array)
{
    return items_of(array, JSON_ARRAY);
}

struct json_items
json_members(struct json_slot object)
{
    return items_of(object, JSON_OBJECT);
}

bool
json_next(struct json_items *items, struct json_slot *item)
{
    const struct json_tape *tape = items->tape;

    if (items->index >= items->end)
        return false;
    json_tape_slot(tape, items->index, item);
    items->index = json_tape_after(tape, items->index);
    return true;
}

bool
json_next_member(struct json_items *items, struct text *key,
                 struct json_slot *value)
{
    const struct json_tape *tape = items->tape;

    if (items->index >= items->end)
        return false;
    *key = json_tape_text(tape, items->index++);
    return json_next(items, value);
}

/* The fewest digits that read back as the same double: 17 always do. */
static void
write_number(struct buffer *out, double number)
{
    char digits[32];

    for (int precision = 15; precision <= 17; precision++) {
        (void)snprintf(digits, sizeof(digits), "%.*g", precision, number);
        if (strtod(digits, NULL) == number)
            break;
    }
    buffer_add_string(out, digits);
}

static void
write_array(struct buffer *out, struct json_slot array)
{
    struct json_items items = json_items(array);
    struct json_slot item;
    const char *before = "[";

    while (json_next(&items, &item)) {
        buffer_add_string(out, before);
        json_write(out, item);
        before = ",";
    }
    buffer_add_string(out, *before == '[' ? "[]" : "]");
}

static void
write_object(struct buffer *out, struct json_slot object)
{
    struct json_items items = json_members(object);
    struct json_slot value;
    struct text key;
    const char *before = "{";

    while (json_next_member(&items, &key, &value)) {
        buffer_add_string(out, before);
        buffer_add_json_string(out, key);
        buffer_add_char(out, ':');
        json_write(out, value);
        before = ",";
    }
    buffer_add_string(out, *before == '{' ? "{}" : "}");
}

void
json_write(struct buffer *out, struct json_slot value)
{
    switch (value.type) {
    case JSON_ABSENT:
        buffer_add_string(out, "null");
        break;
    case JSON_TRUE:
        buffer_add_string(out, "true");
        break;
    case JSON_FALSE:
        buffer_add_string(out, "false");
        break;
    case JSON_INTEGER:
        buffer_add_integer(out, value.integer);
        break;
    case JSON_DOUBLE:
        write_number(out, value.number);
        break;
    case JSON_STRING:
        buffer_add_json_string(out, value.text);
        break;
    case JSON_ARRAY:
        write_array(out, value);
        break;
    case JSON_OBJECT:
        write_object(out, value);
        break;
    }
}
