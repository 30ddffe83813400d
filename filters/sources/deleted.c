#include "sources/deleted.h"

void
deleted_item(struct draft *draft, struct text target)
{
    if (target.len == 0)
        return;
    draft_id(draft, DRAFT_ID, draft_join(draft, TEXT("del/"), target));
    draft_id(draft, DRAFT_TARGET, target);
    draft_text(draft, DRAFT_SCOPE, TEXT("item"));
}

void
deleted_undated(struct draft *draft, const struct emitter *emitter,
                int64_t otherwise_s)
{
    int64_t seen_s = emitter_seen(emitter);

    draft_flag(draft, "approx_time");
    if (seen_s == INT64_MIN)
        seen_s = otherwise_s;
    if (seen_s != INT64_MIN)
        draft_time(draft, DRAFT_TIME, seen_s);
}
