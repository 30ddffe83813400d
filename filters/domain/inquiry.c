#include "domain/inquiry.h"

static bool
is_open(const struct inquiry_case *now)
{
    return now->closed_s == INQUIRY_NEVER;
}

/* Nothing came for so long: as of now, or a while ago. */
static void
close_quiet(struct inquiry *inquiry, const struct inquiry_rules *rules,
            int64_t now_s)
{
    struct inquiry_case *now = &inquiry->current;

    if (inquiry->has_case && is_open(now) && now->answers > 0
        && now_s - now->last_s >= rules->close_after_s)
        now->closed_s = now->last_s + rules->close_after_s;
}

static void
end_closed(struct inquiry *inquiry, const struct inquiry_rules *rules,
           int64_t now_s, struct inquiry_step *step)
{
    const struct inquiry_case *now = &inquiry->current;

    if (!inquiry->has_case || is_open(now)
        || now_s - now->closed_s <= rules->reopen_within_s)
        return;
    step->has_ended = true;
    step->ended = *now;
    inquiry->has_case = false;
}

static void
resolve(struct inquiry *inquiry, int64_t time_s)
{
    struct inquiry_case *now = &inquiry->current;

    inquiry->waits = false;
    if (now->is_resolved && !is_open(now))
        return;
    now->is_resolved = true;
    now->closed_s = time_s;
}

static void
wait_from(struct inquiry *inquiry, const struct inquiry_post *post)
{
    inquiry->waits = true;
    inquiry->waits_s = post->time_s;
    inquiry->waiting = post->number;
}

static void
open_case(struct inquiry *inquiry, const struct inquiry_post *post)
{
    inquiry->has_case = true;
    inquiry->current = (struct inquiry_case){
        .opener = post->number,
        .opened_s = post->time_s,
        .closed_s = INQUIRY_NEVER,
        .first_from_s = INQUIRY_NEVER,
        .first_s = INQUIRY_NEVER,
        .last_s = post->time_s,
        .account = post->account,
        .asked = 1,
    };
    wait_from(inquiry, post);
}

static void
go_on(struct inquiry *inquiry, const struct inquiry_post *post)
{
    struct inquiry_case *now = &inquiry->current;

    if (!is_open(now)) {
        now->closed_s = INQUIRY_NEVER;
        now->is_resolved = false;
        now->reopened++;
    }
    now->last_s = post->time_s;
    if (!inquiry->waits)
        wait_from(inquiry, post);
}

static void
take_question(struct inquiry *inquiry, const struct inquiry_post *post)
{
    struct inquiry_case *now = &inquiry->current;
    bool resolves = (post->signs & (INQUIRY_SOLVED | INQUIRY_SOLUTION)) != 0
                    || ((post->signs & INQUIRY_THANKS) != 0 && inquiry->has_case
                        && now->answers > 0);

    if (!inquiry->has_case && (post->signs & INQUIRY_WORTHY) != 0) {
        open_case(inquiry, post);
        return;
    }
    if (!inquiry->has_case) {
        if (!inquiry->waits)
            wait_from(inquiry, post);
        return;
    }
    now->asked++;
    if (resolves)
        resolve(inquiry, post->time_s);
    else
        go_on(inquiry, post);
}

static void
respond(struct inquiry *inquiry, const struct inquiry_post *post,
        struct inquiry_step *step)
{
    struct inquiry_case *now = &inquiry->current;

    step->answered = inquiry->waiting;
    step->waited_since_s = inquiry->waits_s;
    step->response = INQUIRY_OUTSIDE;
    inquiry->waits = false;
    if (!inquiry->has_case)
        return;
    if (now->first_s == INQUIRY_NEVER) {
        step->response = INQUIRY_FIRST;
        now->first_from_s = inquiry->waits_s;
        now->first_s = post->time_s;
        if (post->account != 0)
            now->account = post->account;
        return;
    }
    step->response = INQUIRY_NEXT;
    now->next_count++;
    now->next_s += post->time_s - inquiry->waits_s;
}

static void
take_answer(struct inquiry *inquiry, const struct inquiry_post *post,
            struct inquiry_step *step)
{
    struct inquiry_case *now = &inquiry->current;

    if ((post->signs & INQUIRY_AUTOMATIC) != 0)
        return;
    if (inquiry->waits)
        respond(inquiry, post, step);
    if (!inquiry->has_case)
        return;
    now->answers++;
    now->is_private |= (post->signs & INQUIRY_PRIVATE) != 0;
    if (is_open(now))
        now->last_s = post->time_s;
    if ((post->signs & INQUIRY_SOLUTION) != 0)
        resolve(inquiry, post->time_s);
}

struct inquiry_step
inquiry_take(struct inquiry *inquiry, const struct inquiry_rules *rules,
             const struct inquiry_post *post)
{
    struct inquiry_step step = {0};

    close_quiet(inquiry, rules, post->time_s);
    end_closed(inquiry, rules, post->time_s, &step);
    if ((post->signs & INQUIRY_OURS) != 0)
        take_answer(inquiry, post, &step);
    else
        take_question(inquiry, post);
    step.is_in_case = inquiry->has_case;
    return step;
}

bool
inquiry_end(struct inquiry *inquiry, const struct inquiry_rules *rules,
            int64_t as_of_s)
{
    close_quiet(inquiry, rules, as_of_s);
    return inquiry->has_case;
}

const char *
inquiry_outcome(const struct inquiry_case *ended,
                const struct inquiry_rules *rules, int64_t as_of_s)
{
    if (ended->closed_s != INQUIRY_NEVER)
        return ended->is_resolved ? "resolved" : "answered";
    if (ended->answers == 0 && as_of_s - ended->last_s >= rules->close_after_s)
        return "unanswered";
    return "open";
}
