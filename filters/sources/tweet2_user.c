#include "sources/tweet2_user.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "sources/source.h"
#include "sources/status.h"

enum {
    USER_ID,
    USER_NAME,
    USER_FOLLOWERS,
    USER_FOLLOWING,
    USER_POSTS,
    USER_SLOTS
};

static const char *const user_paths[USER_SLOTS] = {
    "id", "username", "public_metrics.followers_count",
    "public_metrics.following_count", "public_metrics.tweet_count"};

struct tweet2_user {
    struct json_plan *plan;
};

struct tweet2_user *
tweet2_user_new(void)
{
    struct tweet2_user *user = malloc(sizeof(*user));

    if (user == NULL)
        err(EX_OSERR, "tweet2_user");
    user->plan = json_plan_new(user_paths, USER_SLOTS);
    return user;
}

bool
tweet2_user_set(const struct tweet2_user *user, struct draft *draft,
                struct json_node node)
{
    struct json_slot slots[USER_SLOTS];

    if (json_pick(user->plan, node, slots) != NULL
        || !status_is_id(slot_text(&slots[USER_ID])))
        return false;
    draft_id(draft, DRAFT_AUTHOR, slots[USER_ID].text);
    draft_text(draft, DRAFT_HANDLE, slot_text(&slots[USER_NAME]));
    draft_integer(draft, DRAFT_FOLLOWERS,
                  slot_integer(&slots[USER_FOLLOWERS], -1));
    draft_integer(draft, DRAFT_FOLLOWING,
                  slot_integer(&slots[USER_FOLLOWING], -1));
    draft_integer(draft, DRAFT_POSTS, slot_integer(&slots[USER_POSTS], -1));
    return true;
}
