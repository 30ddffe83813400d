#include "domain/journey_words.h"

static void
set_owner(const struct link_owner *owner, struct credit *credit)
{
    credit->account = owner->account;
    credit->post = owner->post;
    if (owner->campaign.len > 0)
        credit->campaign = owner->campaign;
    if (owner->channel.len > 0)
        credit->channel = owner->channel;
}

void
journey_words(const struct journey_world *world, const struct touch *touch,
              struct buffer *id, struct credit *credit)
{
    struct text visit;
    uint64_t words;
    bool has_words = visits_show(world->visits, touch->visit, &visit, &words);

    buffer_clear(id);
    buffer_add(id, visit);
    credit->touch = buffer_text(id);
    credit->channel = text_of(touch_channel((enum touch_kind)touch->kind));
    credit->campaign = credit->account = credit->post = TEXT_NONE;
    if (has_words)
        credit->campaign = evidence_words(world->evidence, words).campaign;
    if (touch->kind == TOUCH_POST)
        set_owner(link_table_owner(world->links, touch_owner(touch)), credit);
}
