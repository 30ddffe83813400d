#include "domain/session.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"

/* Sources of a session up to which they are looked through one by one. */
enum { FEW = 16 };

/* A session with touches. */
struct span {
    size_t first;   /* of its touches */
    int64_t last_s; /* of its visits */
};

struct session {
    int64_t gap_s;
    bool only_tracked;
    struct touch *touches;
    size_t count;
    size_t cap;
    size_t first;   /* touch of the current session */
    int64_t last_s; /* of the visit before; INT64_MIN at a person's first */
    struct span *spans;
    size_t span_count, span_cap;
    bool has_span; /* the current session */
    uint64_t sessions;
    uint32_t *seen; /* numbers of touches + 1, by hash; 0 is free */
    size_t seen_cap;
};

struct session *
session_new(int64_t gap_s, bool only_tracked)
{
    struct session *session = calloc(1, sizeof(*session));

    if (session == NULL)
        err(EX_OSERR, "session");
    session->gap_s = gap_s;
    session->only_tracked = only_tracked;
    session_clear(session);
    return session;
}

void
session_free(struct session *session)
{
    if (session == NULL)
        return;
    free(session->touches);
    free(session->spans);
    free(session->seen);
    free(session);
}

void
session_clear(struct session *session)
{
    session->count = 0;
    session->first = 0;
    session->span_count = 0;
    session->has_span = false;
    session->last_s = INT64_MIN;
}

static void
append(struct session *session, const struct touch *touch)
{
    session->touches =
        array_room(session->touches, session->count, &session->cap,
                   sizeof(*session->touches), "touches of one person");
    session->touches[session->count++] = *touch;
}

static void
open_span(struct session *session)
{
    session->spans =
        array_room(session->spans, session->span_count, &session->span_cap,
                   sizeof(*session->spans), "sessions of one person");
    session->spans[session->span_count++].first = session->first;
    session->has_span = true;
}

static bool
is_same(const struct touch *a, const struct touch *b)
{
    return a->kind == b->kind && touch_identity(a) == touch_identity(b);
}

/* Where the source of a touch is in seen[], or would be. */
static uint32_t *
find(const struct session *session, const struct touch *touch)
{
    uint64_t hash =
        (touch_identity(touch) + touch->kind) * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(hash >> 20) & (session->seen_cap - 1);

    while (session->seen[at] != 0
           && !is_same(&session->touches[session->seen[at] - 1], touch))
        at = (at + 1) & (session->seen_cap - 1);
    return &session->seen[at];
}

/* All sources of the session anew, in a table that is at most a quarter full. */
static void
rebuild(struct session *session)
{
    size_t cap = FEW * 8;

    while (cap < (session->count - session->first) * 4)
        cap *= 2;
    free(session->seen);
    session->seen = calloc(cap, sizeof(*session->seen));
    if (session->seen == NULL)
        err(EX_OSERR, "%zu sources of one session", cap);
    session->seen_cap = cap;
    for (size_t i = session->first; i < session->count; i++)
        *find(session, &session->touches[i]) = (uint32_t)i + 1;
}

static bool
is_new_source(struct session *session, const struct touch *visit)
{
    size_t held = session->count - session->first;

    if (held > FEW)
        return *find(session, visit) == 0;
    for (size_t i = session->first; i < session->count; i++)
        if (is_same(&session->touches[i], visit))
            return false;
    return true;
}

static void
add_source(struct session *session, const struct touch *visit)
{
    size_t held = session->count - session->first;

    if (held == 1 && session->touches[session->first].kind == TOUCH_DIRECT)
        session->touches[session->first].is_passing = 1;
    append(session, visit);
    held++;
    if (held == FEW + 1 || (held > FEW && held * 2 > session->seen_cap))
        rebuild(session);
    else if (held > FEW)
        *find(session, visit) = (uint32_t)session->count;
}

static void
take_source(struct session *session, const struct touch *visit, bool is_first)
{
    if (session->only_tracked && !touch_is_tracked(visit))
        return;
    if (visit->kind != TOUCH_DIRECT && is_new_source(session, visit))
        add_source(session, visit);
    else if (visit->kind == TOUCH_DIRECT && is_first)
        append(session, visit);
}

void
session_add(struct session *session, const struct touch *visit)
{
    int64_t time_s = touch_stamp_s(visit->stamp);
    bool is_first = session->last_s == INT64_MIN
                    || time_s - session->last_s > session->gap_s;

    session->last_s = time_s;
    if (is_first) {
        session->sessions++;
        session->first = session->count;
        session->has_span = false;
    }
    take_source(session, visit, is_first);
    if (session->count > session->first && !session->has_span)
        open_span(session);
    if (session->has_span)
        session->spans[session->span_count - 1].last_s = time_s;
}

size_t
session_holds(const struct session *session, size_t count, int64_t time_s)
{
    size_t low = 0, high = session->span_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (session->spans[middle].first < count)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || time_s - session->spans[low - 1].last_s > session->gap_s)
        return 0;
    return count - session->spans[low - 1].first;
}

const struct touch *
session_touches(const struct session *session, size_t *count)
{
    *count = session->count;
    return session->touches;
}

uint64_t
session_count(const struct session *session)
{
    return session->sessions;
}

size_t
session_path(struct touch *touches, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (!touches[i].is_passing || i == count - 1)
            touches[kept++] = touches[i];
    return kept;
}
