#include "sources/gnip_publisher.h"

static const struct gnip_publisher publishers[] = {
    {TEXT("tag:search.twitter.com,"), "twitter", false, true},
    {TEXT("tag:gnip.disqus.com:"), "disqus", true, false},
    {TEXT("tag:gnip.wordpress.com:"), "wordpress", false, true},
    {TEXT("tag:gnip.tumblr.com:"), "tumblr", true, false},
    {TEXT("tag:gnip.stocktwits.com:"), "stocktwits", false, false},
    {TEXT("tag:gnip.foursquare.com:"), "foursquare", false, false},
    {TEXT("tag:gnip.newsgator.com:"), "feed", false, true},
};

const struct gnip_publisher *
gnip_publisher_of(struct text id)
{
    for (size_t i = 0; i < sizeof(publishers) / sizeof(*publishers); i++) {
        if (text_starts(id, publishers[i].prefix))
            return &publishers[i];
    }
    return NULL;
}

struct text
gnip_publisher_behind(struct text text, char last)
{
    for (size_t i = text.len; i > 0; i--) {
        if (text.at[i - 1] == last)
            return text_from(text, i);
    }
    return text;
}

struct text
gnip_publisher_native(const struct gnip_publisher *publisher, struct text id)
{
    id = gnip_publisher_behind(id, ':');
    return publisher->is_whole ? id : gnip_publisher_behind(id, '/');
}

struct text
gnip_publisher_post(struct text address)
{
    static const struct text mark = {"/post/", 6};
    size_t at = text_find(address, mark);
    size_t len = 0;

    if (at == SIZE_MAX)
        return TEXT_NONE;
    address = text_from(address, at + mark.len);
    while (len < address.len && address.at[len] >= '0'
           && address.at[len] <= '9')
        len++;
    return (struct text){address.at, len};
}
