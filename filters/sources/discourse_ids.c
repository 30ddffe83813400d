#include "sources/discourse_ids.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"

enum { ID, TOPIC, NUMBER, SLOTS };

static const char *const paths[SLOTS] = {"id", "topic_id", "post_number"};

struct discourse_ids {
    struct json_plan *plan;
    struct entry {
        int64_t id, topic, number;
    } * entries;
    size_t count, cap;
};

struct discourse_ids *
discourse_ids_new(void)
{
    struct discourse_ids *ids = calloc(1, sizeof(*ids));

    if (ids == NULL)
        err(EX_OSERR, "topics");
    ids->plan = json_plan_new(paths, SLOTS);
    return ids;
}

static void
add(struct discourse_ids *ids, struct entry entry)
{
    ids->entries = array_room(ids->entries, ids->count, &ids->cap,
                              sizeof(*ids->entries), "topics");
    ids->entries[ids->count++] = entry;
}

void
discourse_ids_read(struct discourse_ids *ids, struct json_slot posts)
{
    struct json_items items = json_items(posts);
    struct json_slot post, slots[SLOTS];

    ids->count = 0;
    while (json_next(&items, &post)) {
        if (post.type == JSON_OBJECT
            && json_pick(ids->plan, post.node, slots) == NULL
            && slots[ID].type == JSON_INTEGER
            && slots[TOPIC].type == JSON_INTEGER
            && slots[NUMBER].type == JSON_INTEGER)
            add(ids, (struct entry){slots[ID].integer, slots[TOPIC].integer,
                                    slots[NUMBER].integer});
    }
}

int64_t
discourse_ids_find(const struct discourse_ids *ids, int64_t topic,
                   int64_t number)
{
    for (size_t i = 0; i < ids->count; i++) {
        if (ids->entries[i].number == number && ids->entries[i].topic == topic)
            return ids->entries[i].id;
    }
    return -1;
}

size_t
discourse_ids_count(const struct discourse_ids *ids)
{
    return ids->count;
}
