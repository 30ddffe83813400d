#include "domain/journey_words.h"

/* The platform of "twitter:AcmeOutlet"; absent where there is none. */
static struct text
network(struct text name)
{
    size_t colon = text_find_char(name, ':');

    return colon == SIZE_MAX ? TEXT_NONE : (struct text){name.at, colon};
}

/*
 * Of a link of ours: as it is tagged, else the platform of its post or account, else what the visit
 * shows, else the account, which then is no platform's (a leaflet, a partner).
 */
static void
set_owners_origin(const struct link_owner *owner,
                  const struct evidence_words *words, struct credit *credit)
{
    struct text platform =
        network(owner->post.len > 0 ? owner->post : owner->account);

    if (words->by == EVIDENCE_TAGGED)
        return;
    if (platform.len > 0) {
        credit->utm_source = platform;
        if (owner->coupon.len == 0)
            credit->utm_medium =
                owner->post.len > 0 ? TEXT("referral") : TEXT("(not set)");
    } else if (words->by == EVIDENCE_UNSAID) {
        credit->utm_source = owner->account;
        if (owner->coupon.len == 0)
            credit->utm_medium = TEXT("(not set)");
    }
}

static void
set_owner(const struct link_owner *owner, const struct evidence_words *words,
          struct credit *credit)
{
    credit->account = owner->account;
    credit->post = owner->post;
    credit->channel = owner->channel;
    if (owner->campaign.len > 0)
        credit->campaign = owner->campaign;
    set_owners_origin(owner, words, credit);
}

static void
set_words(const struct evidence_words *words, struct credit *credit)
{
    credit->utm_source = words->source;
    credit->utm_medium = words->medium;
    credit->campaign = words->campaign;
    credit->account = words->account;
    credit->channel = credit->post = TEXT_NONE;
}

static void
set_channel(struct channels *channels, enum touch_kind kind,
            struct credit *credit)
{
    const struct channel_facts facts = {
        {[CHANNEL_SOURCE] = credit->utm_source,
         [CHANNEL_MEDIUM] = credit->utm_medium,
         [CHANNEL_CAMPAIGN] = credit->campaign,
         [CHANNEL_TOUCH] = text_of(touch_kind_name(kind)),
         [CHANNEL_ACCOUNT] = credit->account}};

    credit->channel = channel_of(channels, &facts);
}

static void
show_visit(const struct journey_world *world, const struct touch *touch,
           struct buffer *id, struct evidence_words *words)
{
    struct text visit;
    uint64_t place;

    if (visits_show(world->visits, touch, &visit, &place))
        *words = evidence_words(world->evidence, place);
    buffer_add(id, visit);
}

static void
show_coupon(const struct journey_world *world, const struct touch *touch,
            struct buffer *id, struct evidence_words *words)
{
    words->medium = TEXT("coupon");
    buffer_add(id, TEXT("coupon:"));
    buffer_add(id, link_table_owner(world->links, touch_owner(touch))->coupon);
}

void
journey_words(const struct journey_world *world, const struct touch *touch,
              struct buffer *id, struct credit *credit)
{
    struct evidence_words words = {.source = TEXT("(direct)"),
                                   .medium = TEXT("(none)")};
    enum touch_kind kind = (enum touch_kind)touch->kind;

    buffer_clear(id);
    if (kind == TOUCH_COUPON)
        show_coupon(world, touch, id, &words);
    else
        show_visit(world, touch, id, &words);
    credit->touch = buffer_text(id);
    set_words(&words, credit);
    if (touch_is_owned(touch))
        set_owner(link_table_owner(world->links, touch_owner(touch)), &words,
                  credit);
    if (kind == TOUCH_CONVERSATION)
        credit->channel = text_of(touch_kind_name(kind));
    if (credit->channel.len == 0)
        set_channel(world->channels, kind, credit);
}
