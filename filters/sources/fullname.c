#include "sources/fullname.h"

static bool
has_kind(struct text id)
{
    return id.len > 3 && id.at[0] == 't' && id.at[2] == '_';
}

void
fullname_set(struct draft *draft, enum draft_key key, const char *kind,
             struct text id)
{
    if (id.len > 0)
        draft_id(draft, key,
                 has_kind(id) ? id : draft_join(draft, text_of(kind), id));
}

static void
set_number(struct draft *draft, int64_t number)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    char base36[16];
    size_t at = sizeof(base36);

    for (; number > 0; number /= 36)
        base36[--at] = digits[number % 36];
    fullname_set(draft, DRAFT_REPLY_TO, "t1_",
                 (struct text){base36 + at, sizeof(base36) - at});
}

void
fullname_set_parent(struct draft *draft, const struct json_slot *parent,
                    struct text submission)
{
    if (parent->type == JSON_STRING)
        fullname_set(draft, DRAFT_REPLY_TO, "t1_", parent->text);
    else if (parent->type == JSON_INTEGER && parent->integer > 0)
        set_number(draft, parent->integer);
    else
        fullname_set(draft, DRAFT_REPLY_TO, "t3_", submission);
}

struct text
fullname_bare(struct text id)
{
    return has_kind(id) ? text_from(id, 3) : id;
}
