#include "base/member.h"
#include "base/runs.h"
#include "domain/board_parts.h"

/* A topic on its way from its first version to its last; the first one's texts lie in board->packed. */
struct topic {
    uint64_t number; /* 0: none */
    struct board_version first;
    struct text texts[BOARD_TEXTS];
    uint64_t versions;
    bool has_votes;
    __int128 votes;
};

static const int64_t most_votes = INT64_C(1) << 53;

/* What each version says of itself, up to its status. */
static void
start_line(struct buffer *out, const struct board_version *version,
           const struct text texts[BOARD_TEXTS])
{
    size_t colon = text_find_char(texts[BOARD_ID], ':');

    buffer_clear(out);
    buffer_add(out, TEXT("{\"v\":1,\"kind\":\"idea\""));
    member_text(
        out, "source",
        (struct text){texts[BOARD_ID].at, colon == SIZE_MAX ? 0 : colon});
    buffer_add(out, TEXT(",\"id\":"));
    member_id(out, "idea", texts[BOARD_ID]);
    member_time(out, "time", version->idea.posted_s);
    member_time(out, "seen", version->seen_s);
    member_text(out, "author", texts[BOARD_AUTHOR]);
    member_text(out, "place", texts[BOARD_PLACE]);
    member_text(out, "title", texts[BOARD_TITLE]);
    member_text(out, "post", texts[BOARD_ID]);
    if (version->idea.status != IDEA_SUBMITTED)
        member_text(out, "idea_status",
                    text_of(idea_status_name(version->idea.status)));
    if (version->idea.is_archived_by_rule)
        buffer_add(out, TEXT(",\"archived_by\":\"rule\""));
    if (version->has_votes)
        member_integer(out, "votes", version->votes);
    member_text(out, "repost_of", texts[BOARD_MERGED_INTO]);
    member_text(out, "near", texts[BOARD_NEAR]);
}

/* The line, its idea's id and what is illegal, with the lengths of all three before them. */
static void
keep_line(struct board *board, uint64_t number,
          const struct board_version *version,
          const struct text texts[BOARD_TEXTS], bool is_version)
{
    struct text parts[] = {buffer_text(&board->line), texts[BOARD_ID],
                           texts[BOARD_ILLEGAL]};
    uint64_t head[] = {parts[0].len, parts[1].len, parts[2].len,
                       version->illegal_count, is_version};

    buffer_clear(&board->key);
    board_put_key(&board->key, number);
    buffer_clear(&board->other);
    buffer_add(&board->other, (struct text){(const char *)head, sizeof(head)});
    for (int i = 0; i < 3; i++)
        buffer_add(&board->other, parts[i]);
    sorter_add(board->lines, buffer_text(&board->key),
               buffer_text(&board->other));
}

static void
end_line(struct buffer *out, const struct text texts[BOARD_TEXTS])
{
    if (texts[BOARD_ILLEGAL].len > 0) {
        buffer_add(out, TEXT(",\"illegal\":["));
        buffer_add(out, texts[BOARD_ILLEGAL]);
        buffer_add_char(out, ']');
    }
    buffer_add_char(out, '}');
}

static void
start_topic(struct board *board, struct topic *topic, uint64_t number,
            struct text packed)
{
    buffer_clear(&board->packed);
    buffer_add(&board->packed, packed);
    *topic = (struct topic){.number = number, .versions = 1};
    topic->first = board_unpack(buffer_text(&board->packed), topic->texts);
    topic->has_votes = topic->first.has_votes;
    topic->votes = topic->first.has_votes ? topic->first.votes : 0;
}

/* Whether it was the rule alone that ever archived it. */
static bool
rule_alone(const struct idea *idea)
{
    return idea->is_archived_by_rule
           && idea->reached_s[IDEA_ARCHIVED] == idea->since_s;
}

/* The rule archives nothing that a version carries on. */
static void
carry_on(struct idea *idea, enum idea_status status)
{
    if (rule_alone(idea))
        idea->reached_s[IDEA_ARCHIVED] = IDEA_NEVER;
    idea->is_archived_by_rule = false;
    idea->status = status;
}

/* The first has come as far as any of its versions. */
static void
join_version(struct topic *topic, const struct board_version *version)
{
    struct idea *first = &topic->first.idea;
    const struct idea *other = &version->idea;

    topic->versions++;
    topic->has_votes |= version->has_votes;
    topic->votes += version->has_votes ? version->votes : 0;
    for (int i = IDEA_UNDER_REVIEW; i <= IDEA_IMPLEMENTED; i++) {
        if (other->reached_s[i] != IDEA_NEVER
            && (first->reached_s[i] == IDEA_NEVER
                || other->reached_s[i] < first->reached_s[i]))
            first->reached_s[i] = other->reached_s[i];
    }
    if (idea_progress(other->status) > idea_progress(first->status))
        carry_on(first, other->status);
}

static void
tell_version(struct board *board, const struct topic *topic, uint64_t number,
             const struct board_version *version,
             const struct text texts[BOARD_TEXTS])
{
    start_line(&board->line, version, texts);
    member_text(&board->line, "version_of", topic->texts[BOARD_ID]);
    end_line(&board->line, texts);
    keep_line(board, number, version, texts, true);
}

/* The first status that anybody gave it; the rule is nobody. */
static int64_t
first_status_s(const struct idea *idea)
{
    int64_t first_s = IDEA_NEVER;

    for (int i = IDEA_UNDER_REVIEW; i < IDEA_STATUSES; i++) {
        if (idea->reached_s[i] == IDEA_NEVER
            || (i == IDEA_ARCHIVED && rule_alone(idea)))
            continue;
        if (first_s == IDEA_NEVER || idea->reached_s[i] < first_s)
            first_s = idea->reached_s[i];
    }
    return first_s;
}

static void
add_lasted(struct buffer *out, const char *status, const struct idea *idea,
           int64_t reached_s)
{
    if (reached_s == IDEA_NEVER)
        return;
    buffer_printf(out, ",\"%s_s\":%lld", status,
                  (long long)(reached_s - idea->posted_s));
}

static void
end_topic(struct board *board, const struct topic *topic)
{
    const struct idea *idea = &topic->first.idea;
    struct buffer *line = &board->line;

    if (topic->number == 0)
        return;
    start_line(line, &topic->first, topic->texts);
    member_integer(line, "versions", (int64_t)topic->versions);
    if (topic->has_votes && topic->votes < most_votes
        && topic->votes > -most_votes)
        member_integer(line, "votes_all", (int64_t)topic->votes);
    add_lasted(line, "status", idea, first_status_s(idea));
    for (int i = IDEA_UNDER_REVIEW; i < IDEA_STATUSES; i++)
        add_lasted(line, idea_status_name((enum idea_status)i), idea,
                   idea->reached_s[i]);
    member_integer(line, "watched_s", board->as_of_s - idea->posted_s);
    end_line(line, topic->texts);
    keep_line(board, topic->number, &topic->first, topic->texts, false);
}

void
board_tell(struct board *board)
{
    struct topic topic = {0};
    struct text key, packed;

    while (sorter_next(board->topics, &key, &packed)) {
        uint64_t first = runs_get64(key.at);
        uint64_t number = runs_get64(key.at + sizeof(first));
        struct text texts[BOARD_TEXTS];
        struct board_version version;

        if (number == first) {
            end_topic(board, &topic);
            start_topic(board, &topic, number, packed);
            continue;
        }
        version = board_unpack(packed, texts);
        join_version(&topic, &version);
        tell_version(board, &topic, number, &version, texts);
    }
    end_topic(board, &topic);
}

bool
board_next(struct board *board, struct board_line *found)
{
    struct text key, packed,
        *parts[] = {&found->line, &found->id, &found->illegal};
    uint64_t head[5];
    const char *at;

    if (!sorter_next(board->lines, &key, &packed))
        return false;
    memcpy(head, packed.at, sizeof(head));
    at = packed.at + sizeof(head);
    for (int i = 0; i < 3; i++) {
        *parts[i] = (struct text){at, head[i]};
        at += head[i];
    }
    found->illegal_count = (uint32_t)head[3];
    found->is_version = head[4] != 0;
    return true;
}
