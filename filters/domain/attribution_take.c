#include "domain/attribution_parts.h"

static struct attribution_verdict
rejected(const char *why)
{
    return (struct attribution_verdict){.reject = why};
}

static struct attribution_verdict
dropped(const char *why)
{
    return (struct attribution_verdict){.drop = why};
}

/* It would change what has been credited. */
static bool
is_late(const struct attribution *attribution, const struct reading *reading)
{
    return !reading->is_carried && reading->time_s < attribution->settled_s;
}

static void
name_order(struct orders *orders, const struct visit *visit)
{
    const struct order_naming naming = {
        .order = visit->order,
        .visit = visit->id,
        .person = visits_person(visit->visitor),
        .stamp = visit->stamp,
        .is_customers = text_starts(visit->visitor, TEXT("shop:"))};

    orders_name(orders, &naming);
}

static struct attribution_verdict
take_visit(struct attribution *attribution, const struct reading *reading)
{
    struct visit visit;
    const char *why;

    if (is_late(attribution, reading))
        return dropped("late");
    reading_visit(reading, &visit);
    if (visit.is_bot && attribution->rules->why.count > 0)
        visits_add(attribution->visits, &visit);
    if (visit.is_bot)
        return dropped(reading_robot(reading));
    if (visit.visitor.len == 0)
        return dropped("no_visitor");
    why = visits_add(attribution->visits, &visit);
    if (why == NULL && visit.customer.len > 0 && attribution->stitch != NULL)
        stitch_link(attribution->stitch, visits_person(visit.visitor),
                    visit.stamp, visits_person(visit.customer));
    if (why == NULL && visit.order.len > 0)
        name_order(attribution->orders, &visit);
    return rejected(why);
}

static struct attribution_verdict
take_click(struct attribution *attribution, const struct reading *reading)
{
    struct reading_click click;
    const char *why = reading_click(reading, &click);

    if (why != NULL)
        return rejected(why);
    if (is_late(attribution, reading))
        return dropped("late");
    if (reading_robot(reading) != NULL)
        return dropped(reading_robot(reading));
    link_table_shortener(attribution->links, click.shortened);
    return dropped(clicks_add(attribution->clicks, click.shortened,
                              click.destination, click.stamp)
                       ? NULL
                       : "no_short_link");
}

static struct attribution_verdict
take_post(struct attribution *attribution, const struct reading *reading)
{
    if (is_late(attribution, reading))
        return dropped("late");
    if (!reading_post(reading, attribution->links, attribution->redirects))
        return dropped("no_account");
    attribution->has_own_post = true;
    return dropped(NULL);
}

static struct attribution_verdict
take_order(struct attribution *attribution, const struct reading *reading)
{
    struct order order;
    const char *why;

    if (reading_is_pending(reading))
        return dropped("pending");
    why = reading_order(reading, &order);
    if (why == NULL)
        why = orders_add(attribution->orders, &order);
    return rejected(why);
}

static struct attribution_verdict
take_case(struct attribution *attribution, const struct reading *reading)
{
    struct conversation talk;
    const char *why;
    bool is_linked;

    if (attribution->conversations == NULL)
        return dropped("kind");
    if (is_late(attribution, reading))
        return dropped("late");
    reading_conversation(reading, &talk);
    why = conversations_take(attribution->conversations, &talk, &is_linked);
    return why != NULL ? rejected(why)
                       : dropped(is_linked ? NULL : "no_person");
}

const struct text attribution_kinds[ATTRIBUTION_KINDS] = {
    TEXT("visit"), TEXT("order"), TEXT("post"), TEXT("click"), TEXT("case")};

struct attribution_verdict
attribution_take(struct attribution *attribution, size_t kind,
                 const struct reading *reading)
{
    static struct attribution_verdict (*const takes[ATTRIBUTION_KINDS])(
        struct attribution *, const struct reading *) = {
        take_visit, take_order, take_post, take_click, take_case};

    if (kind == ATTRIBUTION_KINDS)
        return dropped("kind");
    if (reading->time_s == INT64_MIN)
        return rejected("no_time: a record without time");
    if (reading_id(reading).len == 0)
        return rejected("no_id: a record without id");
    if (attribution->rules->as_of_s != INT64_MAX
        && reading_seen(reading) > attribution->rules->as_of_s)
        return dropped("seen_later");
    return takes[kind](attribution, reading);
}
