#include "domain/figure.h"
#include "domain/metric_parts.h"

enum { DAY_S = 86400, RATE_PLACES = 9 };

/* The inputs of all of them, in their order. */
enum {
    LIKES,
    REPOSTS,
    QUOTES,
    REPLIES,
    COUNTERS,
    TIME = 2 * COUNTERS, /* behind whether each counter is there */
    SEEN,
    FOLLOWERS,
    VIEWS,
    TWITTER,
    INSTAGRAM,
    YOUTUBE,
    REDDIT,
    DISCOURSE,
    STACKEXCHANGE,
    DISQUS,
    FEED
};

#define INPUTS                                                                 \
    {                                                                          \
        {.field = "likes"}, {.field = "reposts"}, {.field = "quotes"},         \
            {.field = "replies"}, {.field = "likes", .equals = ""},            \
            {.field = "reposts", .equals = ""},                                \
            {.field = "quotes", .equals = ""},                                 \
            {.field = "replies", .equals = ""},                                \
            {.field = "time", .is_time = true},                                \
            {.field = "seen", .is_time = true}, {.field = "followers"},        \
            {.field = "views"}, {.field = "source", .equals = "twitter"},      \
            {.field = "source", .equals = "instagram"},                        \
            {.field = "source", .equals = "youtube"},                          \
            {.field = "source", .equals = "reddit"},                           \
            {.field = "source", .equals = "discourse"},                        \
            {.field = "source", .equals = "stackexchange"},                    \
            {.field = "source", .equals = "disqus"},                           \
            {.field = "source", .equals = "feed"},                             \
    }

/* Of the observation of a post that was captured last. */
#define OBSERVED_OF(number)                                                    \
    .version = (number), .reads = METRIC_ORIGINALS, .choice = METRIC_BY_ID,    \
    .inputs = INPUTS
#define OBSERVED OBSERVED_OF(1)

#define AGED                                                                   \
    "measured_posts", "young_posts", "engagement_age_min_s",                   \
        "engagement_age_max_s"

static bool
is_counted(const int64_t *inputs)
{
    return inputs[COUNTERS + LIKES] || inputs[COUNTERS + REPOSTS]
           || inputs[COUNTERS + QUOTES] || inputs[COUNTERS + REPLIES];
}

/* A day on, most of what will be done with it has been. */
static bool
is_ripe(const int64_t *inputs)
{
    return is_counted(inputs) && inputs[SEEN] - inputs[TIME] >= DAY_S;
}

static __int128
measured(const int64_t *inputs)
{
    return is_counted(inputs) ? is_ripe(inputs) : METRIC_NOTHING;
}

static __int128
young(const int64_t *inputs)
{
    return is_counted(inputs) ? !is_ripe(inputs) : METRIC_NOTHING;
}

static __int128
age(const int64_t *inputs)
{
    return is_ripe(inputs) ? inputs[SEEN] - inputs[TIME] : METRIC_NOTHING;
}

static __int128
all_counters(const int64_t *inputs)
{
    return (__int128)inputs[LIKES] + inputs[REPOSTS] + inputs[QUOTES]
           + inputs[REPLIES];
}

/* Of forums and blogs comments alone count. */
static bool
is_of_comments(const int64_t *inputs)
{
    return inputs[REDDIT] || inputs[DISCOURSE] || inputs[STACKEXCHANGE]
           || inputs[DISQUS] || inputs[FEED];
}

/* Of X what counted when the post was written. */
static __int128
dated_counters(const int64_t *inputs)
{
    static const int64_t with_quotes_s = 1686614400;  /* 2023-06-13 */
    static const int64_t with_replies_s = 1704067200; /* 2024-01-01 */
    __int128 sum = (__int128)inputs[LIKES] + inputs[REPOSTS];

    if (inputs[INSTAGRAM] || inputs[YOUTUBE])
        return (__int128)inputs[LIKES] + inputs[REPLIES];
    if (is_of_comments(inputs))
        return inputs[REPLIES];
    if (!inputs[TWITTER])
        return all_counters(inputs);
    if (inputs[TIME] >= with_quotes_s)
        sum += inputs[QUOTES];
    if (inputs[TIME] >= with_replies_s)
        sum += inputs[REPLIES];
    return sum;
}

static __int128
engagement(const int64_t *inputs)
{
    return is_ripe(inputs) ? all_counters(inputs) : METRIC_NOTHING;
}

static __int128
dated_engagement(const int64_t *inputs)
{
    return is_ripe(inputs) ? dated_counters(inputs) : METRIC_NOTHING;
}

static bool
has_followers(const int64_t *inputs)
{
    return is_ripe(inputs) && inputs[FOLLOWERS] > 0;
}

static __int128
with_followers(const int64_t *inputs)
{
    return is_ripe(inputs) ? has_followers(inputs) : METRIC_NOTHING;
}

static __int128
engagement_with_followers(const int64_t *inputs)
{
    return has_followers(inputs) ? all_counters(inputs) : METRIC_NOTHING;
}

static __int128
dated_with_followers(const int64_t *inputs)
{
    return has_followers(inputs) ? dated_counters(inputs) : METRIC_NOTHING;
}

static __int128
followers_with(const int64_t *inputs)
{
    return has_followers(inputs) ? inputs[FOLLOWERS] : METRIC_NOTHING;
}

static __int128
rate(const int64_t *inputs)
{
    __int128 scale = 1;

    for (int i = 0; i < RATE_PLACES; i++)
        scale *= 10;
    return has_followers(inputs)
               ? figure_divide(all_counters(inputs) * scale, inputs[FOLLOWERS])
               : METRIC_NOTHING;
}

static bool
has_views(const int64_t *inputs)
{
    return is_ripe(inputs) && inputs[VIEWS] > 0;
}

static __int128
with_views(const int64_t *inputs)
{
    return is_ripe(inputs) ? has_views(inputs) : METRIC_NOTHING;
}

static __int128
engagement_with_views(const int64_t *inputs)
{
    return has_views(inputs) ? all_counters(inputs) : METRIC_NOTHING;
}

static __int128
views_with(const int64_t *inputs)
{
    return has_views(inputs) ? inputs[VIEWS] : METRIC_NOTHING;
}

static const struct metric metrics[] = {
    {.name = "measured_posts",
     .formula = "posts that are no reposts and whose counters were captured "
                "last at least 24 hours after they were written, copies "
                "inside other posts included",
     OBSERVED,
     .value = measured},
    {.name = "young_posts",
     .formula = "posts whose counters were captured last less than 24 hours "
                "after they were written: in no figure of engagement",
     OBSERVED,
     .value = young},
    {.name = "engagement_age_min_s",
     .form = METRIC_LEAST,
     .formula = "seconds from a measured post to its last capture, the least",
     OBSERVED,
     .value = age},
    {.name = "engagement_age_max_s",
     .form = METRIC_GREATEST,
     .formula =
         "seconds from a measured post to its last capture, the greatest",
     OBSERVED,
     .value = age},
    {.name = "engagement_count",
     .formula = "likes + reposts + quotes + replies of measured posts, as "
                "captured last",
     OBSERVED,
     .value = engagement},
    {.name = "panel_engagement",
     .form = METRIC_PANEL,
     .formula = "engagement of measured posts of any label of the panel, once "
                "for each label of it that they have",
     OBSERVED,
     .value = engagement},
    {.name = "engagement",
     .version = 1,
     .formula = "measured posts, the age of their counters, and their "
                "engagement",
     .form = METRIC_BUNDLE,
     .parts = {AGED, "engagement_count"}},
    {.name = "engagement_dated_count",
     .formula = "of measured posts what the platforms' trade counted when they "
                "were written: of X reposts + likes, from 2023-06-13 with "
                "quotes, from 2024-01-01 with replies; of Instagram and "
                "YouTube likes + replies; of forums and blogs replies; of "
                "others as engagement_count",
     OBSERVED_OF(2),
     .value = dated_engagement},
    {.name = "engagement_dated",
     .version = 1,
     .formula = "measured posts, the age of their counters, and their "
                "engagement by the definition of their day",
     .form = METRIC_BUNDLE,
     .parts = {AGED, "engagement_dated_count"}},
    {.name = "posts_with_followers",
     .formula = "measured posts whose author's followers are known",
     OBSERVED,
     .value = with_followers},
    {.name = "engagement_with_followers",
     .formula =
         "engagement of measured posts whose author's followers are known",
     OBSERVED,
     .value = engagement_with_followers},
    {.name = "engagement_dated_with_followers",
     .formula = "engagement_dated_count of measured posts whose author's "
                "followers are known",
     OBSERVED_OF(2),
     .value = dated_with_followers},
    {.name = "followers_with_engagement",
     .formula = "followers of the authors of measured posts, once a post",
     OBSERVED,
     .value = followers_with},
    {.name = "engagement_rates",
     .formula =
         "engagement / followers of measured posts, added up, each to 9 places",
     OBSERVED,
     .value = rate,
     .places = RATE_PLACES},
    {.name = "engagement_rate",
     .version = 1,
     .formula = "engagement / followers in %, as a ratio of sums",
     .form = METRIC_RATIO,
     .per = 100,
     .parts = {"engagement_with_followers", "followers_with_engagement",
               "posts_with_followers", AGED}},
    {.name = "engagement_rate_mean",
     .version = 1,
     .formula = "engagement / followers in %, as a mean of the posts' ratios",
     .form = METRIC_RATIO,
     .per = 100,
     .parts = {"engagement_rates", "posts_with_followers", AGED}},
    {.name = "engagement_dated_rate",
     .version = 2,
     .formula = "engagement_dated_count / followers in %, as a ratio of sums",
     .form = METRIC_RATIO,
     .per = 100,
     .parts = {"engagement_dated_with_followers", "followers_with_engagement",
               "posts_with_followers", AGED}},
    {.name = "posts_with_views",
     .formula = "measured posts whose views are known",
     OBSERVED,
     .value = with_views},
    {.name = "engagement_with_views",
     .formula = "engagement of measured posts whose views are known",
     OBSERVED,
     .value = engagement_with_views},
    {.name = "views_with_engagement",
     .formula = "views of measured posts whose views are known",
     OBSERVED,
     .value = views_with},
    {.name = "engagement_rate_views",
     .version = 1,
     .formula = "engagement / views in %, as a ratio of sums",
     .form = METRIC_RATIO,
     .per = 100,
     .parts = {"engagement_with_views", "views_with_engagement",
               "posts_with_views", AGED}},
};

const struct metric_list metric_engagement = METRIC_LIST(metrics);
