#include "domain/eligible.h"

#include "domain/pick.h"

static bool
has_flag(const struct question *question, const struct json_slot *slots,
         struct text flag)
{
    return pick_has(slots + question->flags_field, flag);
}

static bool
is_ours(const struct question *question, const struct json_slot *slots)
{
    return slots[question->account_field].type == JSON_STRING;
}

static bool
is_post_of(const struct question *question, enum metric_reads reads,
           const struct json_slot *slots)
{
    if (reads == METRIC_ORIGINALS)
        return slots[question->repost_field].type == JSON_ABSENT;
    if (reads < METRIC_POSTS || has_flag(question, slots, TEXT("observed")))
        return false;
    if (reads == METRIC_OTHERS || reads == METRIC_CONTACTS)
        return !is_ours(question, slots)
               && (reads == METRIC_OTHERS
                   || slots[question->inbound_field].type == JSON_TRUE);
    return reads == METRIC_POSTS
           || ((reads == METRIC_OWN || reads == METRIC_AUDIENCES)
               && is_ours(question, slots));
}

/* A figure of a platform: how many follow an account of ours. */
static bool
counts_followers(const struct question *question, const struct json_slot *slots)
{
    struct text measure = pick_text(slots, question->measure_field);

    return is_ours(question, slots)
           && (text_equal(measure, TEXT("followers"))
               || text_equal(measure, TEXT("fans")));
}

static bool
counts_contacts(const struct question *question, const struct json_slot *slots)
{
    static const char *const measures[] = {"calls", "chats", "emails",
                                           "letters", "contacts"};
    struct text measure = pick_text(slots, question->measure_field);

    for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++) {
        if (text_equal(measure, text_of(measures[i])))
            return true;
    }
    return false;
}

static bool
is_count_of(const struct question *question, enum metric_reads reads,
            const struct json_slot *slots)
{
    if (reads == METRIC_SPEND)
        return text_equal(pick_text(slots, question->measure_field),
                          TEXT("spend"));
    if (reads == METRIC_CONTACTS)
        return counts_contacts(question, slots);
    return reads == METRIC_AUDIENCES && counts_followers(question, slots);
}

static bool
is_case_of(const struct question *question, enum metric_reads reads,
           const struct json_slot *slots)
{
    return reads == METRIC_OPENED
           || (reads == METRIC_CLOSED
               && slots[question->closed_field].type != JSON_ABSENT);
}

/* One that is the first of its versions, or any. */
static bool
is_idea_of(const struct question *question, enum metric_reads reads,
           const struct json_slot *slots)
{
    return reads == METRIC_VERSIONS
           || (reads == METRIC_IDEAS
               && slots[question->version_field].type == JSON_ABSENT);
}

static bool
is_visit_of(const struct question *question, enum metric_reads reads,
            const struct json_slot *slots)
{
    return reads == METRIC_VISITS
           && slots[question->visitor_field].type == JSON_STRING
           && !has_flag(question, slots, TEXT("bot"))
           && !has_flag(question, slots, TEXT("preview"));
}

/* Of an order itself, not of what takes it back. */
static bool
is_order(const struct question *question, const struct json_slot *slots)
{
    struct text state = pick_text(slots, QUESTION_STATE);

    return slots[question->row_field].type == JSON_ABSENT
           && (state.len == 0 || text_equal(state, TEXT("paid")));
}

bool
eligible_for(const struct question *question, const struct metric *metric,
             const struct json_slot *slots)
{
    struct text kind = pick_text(slots, QUESTION_KIND);
    enum metric_reads reads = metric->reads;

    if (text_equal(kind, TEXT("post")))
        return is_post_of(question,
                          metric->form == METRIC_DAYS && !question->has_others
                              ? METRIC_OWN
                              : reads,
                          slots);
    if (text_equal(kind, TEXT("visit")))
        return is_visit_of(question, reads, slots);
    if (text_equal(kind, TEXT("count")))
        return is_count_of(question, reads, slots);
    if (text_equal(kind, TEXT("case")))
        return is_case_of(question, reads, slots);
    if (text_equal(kind, TEXT("idea")))
        return is_idea_of(question, reads, slots);
    if (text_equal(kind, TEXT("account")))
        return reads == METRIC_AUDIENCES && is_ours(question, slots);
    if (!text_equal(kind, TEXT("order")) && !text_equal(kind, TEXT("credit")))
        return false;
    return reads == METRIC_SALES
           || (reads == METRIC_ORDERS && is_order(question, slots));
}

static const char *
reason(const struct question *question, const struct json_slot *slots)
{
    struct text kind = pick_text(slots, QUESTION_KIND);

    if (question_asks_posts(question) && text_equal(kind, TEXT("post"))
        && has_flag(question, slots, TEXT("observed")))
        return "observed";
    if (question->has_closed && text_equal(kind, TEXT("case")))
        return "not_closed";
    if (question->has_ideas && text_equal(kind, TEXT("idea")))
        return "a_version";
    if (question->has_visits && text_equal(kind, TEXT("visit")))
        return slots[question->visitor_field].type == JSON_STRING
                   ? "bot"
                   : "no_visitor";
    return "not_of_the_metric";
}

bool
eligible_for_any(const struct question *question, const struct json_slot *slots,
                 const char **why)
{
    for (size_t i = 0; i < question->measure_count; i++) {
        const struct metric *metric = question->measures[i].metric;

        if (metric != NULL && eligible_for(question, metric, slots))
            return true;
    }
    *why = reason(question, slots);
    return false;
}
