#include "sources/includes.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/table.h"

struct list {
    struct table *ids;
    struct json_node *nodes; /* by number in ids */
    size_t cap;
};

struct includes {
    struct json_plan *id;
    struct list lists[INCLUDES_LISTS];
};

struct includes *
includes_new(void)
{
    static const char *const paths[] = {"id"};
    struct includes *includes = calloc(1, sizeof(*includes));

    if (includes == NULL)
        err(EX_OSERR, "things that a page includes");
    includes->id = json_plan_new(paths, 1);
    for (size_t i = 0; i < INCLUDES_LISTS; i++)
        includes->lists[i].ids = table_new();
    return includes;
}

static void
add(struct list *list, struct text id, struct json_node node)
{
    uint32_t before = table_count(list->ids);

    if (table_add(list->ids, id) < before)
        return;
    list->nodes =
        array_room(list->nodes, before, &list->cap, sizeof(*list->nodes),
                   "things that a page includes");
    list->nodes[before] = node;
}

void
includes_read(struct includes *includes,
              const struct json_slot lists[INCLUDES_LISTS])
{
    for (size_t i = 0; i < INCLUDES_LISTS; i++) {
        struct json_items items = json_items(lists[i]);
        struct json_slot item, id;

        table_clear(includes->lists[i].ids);
        while (json_next(&items, &item)) {
            if (item.type == JSON_OBJECT
                && json_pick(includes->id, item.node, &id) == NULL
                && id.type == JSON_STRING)
                add(&includes->lists[i], id.text, item.node);
        }
    }
}

bool
includes_find(const struct includes *includes, enum includes_list list,
              struct text id, struct json_node *node)
{
    const struct list *found = &includes->lists[list];
    uint32_t number;

    if (id.len == 0)
        return false;
    number = table_find(found->ids, id);
    if (number == TABLE_NONE)
        return false;
    *node = found->nodes[number];
    return true;
}
