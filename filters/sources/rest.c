#include "sources/rest.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

struct rest {
    struct json_parser *parser;
    struct json_plan *plan;
};

struct rest *
rest_new(const char *const *paths, size_t count)
{
    struct rest *rest = calloc(1, sizeof(*rest));

    if (rest == NULL)
        err(EX_OSERR, "rest");
    rest->parser = json_parser_new();
    rest->plan = json_plan_new(paths, count);
    return rest;
}

bool
rest_next(struct rest *rest, struct text *lines, struct json_slot *slots)
{
    struct json_slot root;
    struct text line;
    bool is_repaired;

    while (lines->len > 0 && text_split(lines, '\n', &line)) {
        if (json_pick_plain(rest->parser, rest->plan, line, slots))
            return true;
        if (json_parse(rest->parser, line, &root, &is_repaired) == NULL
            && root.type == JSON_OBJECT
            && json_pick(rest->plan, root.node, slots) == NULL)
            return true;
    }
    return false;
}
