#include "domain/board_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/runs.h"
#include "domain/near.h"
#include "domain/revision.h"
#include "ports/digest.h"

enum { PARTS = 5, NAME_BYTES = 16, NOTICE = 0, RECORD = 1 };

static const uint64_t sign = UINT64_C(1) << 63;

struct sorter *
board_sorter(const struct board *board)
{
    return sorter_new(board->part_bytes, board->spill);
}

struct board *
board_new(unsigned archive_months, int64_t as_of_s, size_t budget_bytes,
          struct spill *spill)
{
    struct board *board = calloc(1, sizeof(*board));

    if (board == NULL)
        err(EX_OSERR, "board");
    board->archive_months = archive_months;
    board->as_of_s = as_of_s;
    board->is_given = as_of_s != INT64_MIN;
    board->part_bytes = budget_bytes / PARTS;
    board->spill = spill;
    board->names = table_new();
    board->posts = board_sorter(board);
    board->authored = board_sorter(board);
    return board;
}

void
board_free(struct board *board)
{
    if (board == NULL)
        return;
    sorter_free(board->posts);
    sorter_free(board->authored);
    sorter_free(board->dated);
    sorter_free(board->topics);
    sorter_free(board->lines);
    table_free(board->names);
    free(board->heads);
    free(board->firsts);
    free(board->statements);
    buffer_free(&board->packed);
    buffer_free(&board->key);
    buffer_free(&board->line);
    buffer_free(&board->illegal);
    buffer_free(&board->other);
    free(board);
}

void
board_pack(struct buffer *out, const struct board_version *version,
           const struct text texts[BOARD_TEXTS])
{
    struct board_version whole = *version;

    for (int i = 0; i < BOARD_TEXTS; i++)
        whole.lens[i] = (uint32_t)texts[i].len;
    buffer_clear(out);
    buffer_add(out, (struct text){(const char *)&whole, sizeof(whole)});
    for (int i = 0; i < BOARD_TEXTS; i++)
        buffer_add(out, texts[i]);
}

struct board_version
board_unpack(struct text packed, struct text texts[BOARD_TEXTS])
{
    struct board_version version;
    const char *at = packed.at + sizeof(version);

    memcpy(&version, packed.at, sizeof(version));
    for (int i = 0; i < BOARD_TEXTS; i++) {
        texts[i] =
            (struct text){version.lens[i] == 0 ? NULL : at, version.lens[i]};
        at += version.lens[i];
    }
    return version;
}

void
board_put_key(struct buffer *key, uint64_t value)
{
    runs_put64(buffer_reserve(key, sizeof(value)), value);
    key->len += sizeof(value);
}

/* What all of one name begin with, notices of its end before the rest. */
static void
start_key(struct buffer *key, struct text name, char what)
{
    struct digest digest = digest128(name);

    buffer_clear(key);
    board_put_key(key, digest.high);
    board_put_key(key, digest.low);
    buffer_add_char(key, what);
}

bool
board_add(struct board *board, const struct board_post *post)
{
    struct board_version version = {
        .idea = {.posted_s = post->time_s, .status = post->status},
        .seen_s = post->seen_s,
        .votes = post->votes,
        .has_votes = post->has_votes,
    };
    struct text texts[BOARD_TEXTS] = {
        post->id,          post->author, post->place, post->title,
        post->merged_into, post->near,   TEXT_NONE};
    int64_t latest = post->seen_s > post->time_s ? post->seen_s : post->time_s;
    struct revision revision;

    if (board->is_given && latest > board->as_of_s)
        return false;
    if (latest > board->as_of_s)
        board->as_of_s = latest;
    revision_set_content(&revision, post->line);
    start_key(&board->key, post->id, RECORD);
    board_put_key(&board->key, (uint64_t)post->seen_s ^ sign);
    board_put_key(&board->key, runs_get64(revision.content));
    board_pack(&board->packed, &version, texts);
    sorter_add(board->posts, buffer_text(&board->key),
               buffer_text(&board->packed));
    return true;
}

static void
add_notice(struct board *board, struct sorter *sorter, struct text name)
{
    start_key(&board->key, name, NOTICE);
    sorter_add(sorter, buffer_text(&board->key), TEXT(""));
}

void
board_delete(struct board *board, struct text id)
{
    add_notice(board, board->posts, id);
}

void
board_delete_author(struct board *board, struct text author)
{
    add_notice(board, board->authored, author);
}

/* From posts to versions. */

/* Of those seen at once the last in order counts. */
static void
keep_statement(struct board *board, const struct board_version *post)
{
    size_t count = board->statement_count;

    if (count > 0 && board->statements[count - 1].seen_s == post->seen_s)
        count--;
    board->statements =
        array_room(board->statements, count, &board->statement_cap,
                   sizeof(*board->statements), "an idea's posts");
    board->statements[count] =
        (struct board_statement){post->seen_s, post->idea.status};
    board->statement_count = count + 1;
}

/* "2009-05-01T00:00:00Z implemented>under_review" */
static void
note_illegal(struct board *board, int64_t time_s, enum idea_status from,
             enum idea_status to)
{
    struct buffer *illegal = &board->illegal;

    buffer_add_string(illegal, illegal->len > 0 ? ",\"" : "\"");
    clock_write(illegal, time_s);
    buffer_printf(illegal, " %s>%s\"", idea_status_name(from),
                  idea_status_name(to));
}

static void
walk(struct board *board, struct board_version *version)
{
    struct idea *idea = &version->idea;

    *idea = idea_of(idea->posted_s, board->archive_months);
    buffer_clear(&board->illegal);
    for (size_t i = 0; i < board->statement_count; i++) {
        const struct board_statement *said = board->statements + i;
        enum idea_status before = idea->status;
        enum idea_move move;

        if (said->status == IDEA_STATUSES)
            continue;
        move = idea_take(idea, said->status, said->seen_s);
        if (move == IDEA_STAYS || move == IDEA_MOVES)
            continue;
        note_illegal(board, said->seen_s, before, said->status);
        version->illegal_count++;
    }
    idea_end(idea, board->as_of_s);
}

/* The packed post is the latest of its id. */
static void
make_version(struct board *board)
{
    struct text texts[BOARD_TEXTS];
    struct board_version version;

    if (board->statement_count == 0)
        return;
    version = board_unpack(buffer_text(&board->packed), texts);
    walk(board, &version);
    texts[BOARD_ILLEGAL] = buffer_text(&board->illegal);
    board_pack(&board->other, &version, texts);
    start_key(&board->key, texts[BOARD_AUTHOR], RECORD);
    buffer_add(&board->key, texts[BOARD_ID]);
    sorter_add(board->authored, buffer_text(&board->key),
               buffer_text(&board->other));
    board->statement_count = 0;
}

static void
gather_posts(struct board *board)
{
    char current[NAME_BYTES] = {0};
    bool is_deleted = false;
    struct text key, packed;

    while (sorter_next(board->posts, &key, &packed)) {
        struct text texts[BOARD_TEXTS];
        struct board_version post;

        if (memcmp(key.at, current, NAME_BYTES) != 0) {
            make_version(board);
            memcpy(current, key.at, NAME_BYTES);
            is_deleted = false;
        }
        is_deleted |= key.at[NAME_BYTES] == NOTICE;
        if (is_deleted)
            continue;
        post = board_unpack(packed, texts);
        keep_statement(board, &post);
        buffer_clear(&board->packed);
        buffer_add(&board->packed, packed);
    }
    make_version(board);
}

/* From versions to topics. */

/* Ideas and groups of near texts are nodes; their names do not mix. */
static uint32_t
node_of(struct board *board, char what, struct text name)
{
    uint32_t node;

    buffer_clear(&board->line);
    buffer_add_char(&board->line, what);
    buffer_add(&board->line, name);
    node = table_add(board->names, buffer_text(&board->line));
    if (node >= board->cap) {
        board->cap = 2 * board->cap + 1024;
        board->heads = array_resize(board->heads, board->cap,
                                    sizeof(*board->heads), "ideas");
        for (size_t i = node; i < board->cap; i++)
            board->heads[i] = (uint32_t)i;
    }
    return node;
}

static void
join(struct board *board, const struct text texts[BOARD_TEXTS])
{
    uint32_t node = node_of(board, 'i', texts[BOARD_ID]);

    if (texts[BOARD_MERGED_INTO].len > 0)
        near_join(board->heads, node,
                  node_of(board, 'i', texts[BOARD_MERGED_INTO]));
    if (texts[BOARD_NEAR].len > 0)
        near_join(board->heads, node, node_of(board, 'n', texts[BOARD_NEAR]));
}

static void
gather_versions(struct board *board)
{
    char current[NAME_BYTES] = {0};
    bool is_deleted = false;
    struct text key, packed;

    while (sorter_next(board->authored, &key, &packed)) {
        struct text texts[BOARD_TEXTS];
        struct board_version version;

        if (memcmp(key.at, current, NAME_BYTES) != 0)
            is_deleted = false;
        memcpy(current, key.at, NAME_BYTES);
        is_deleted |= key.at[NAME_BYTES] == NOTICE;
        if (is_deleted)
            continue;
        version = board_unpack(packed, texts);
        join(board, texts);
        buffer_clear(&board->key);
        board_put_key(&board->key, (uint64_t)version.idea.posted_s ^ sign);
        buffer_add(&board->key, texts[BOARD_ID]);
        sorter_add(board->dated, buffer_text(&board->key), packed);
    }
}

/* Ideas come in their order and are numbered from 1: the first of a head is the first of all that are one. */
static void
number_versions(struct board *board)
{
    struct text key, packed;
    uint64_t number = 0;

    board->firsts =
        calloc(table_count(board->names) + 1, sizeof(*board->firsts));
    if (board->firsts == NULL)
        err(EX_OSERR, "ideas");
    while (sorter_next(board->dated, &key, &packed)) {
        struct text texts[BOARD_TEXTS];
        uint32_t head;

        number++;
        (void)board_unpack(packed, texts);
        head = near_head(board->heads, node_of(board, 'i', texts[BOARD_ID]));
        if (board->firsts[head] == 0)
            board->firsts[head] = number;
        buffer_clear(&board->key);
        board_put_key(&board->key, board->firsts[head]);
        board_put_key(&board->key, number);
        sorter_add(board->topics, buffer_text(&board->key), packed);
    }
}

void
board_settle(struct board *board)
{
    board->dated = board_sorter(board);
    gather_posts(board);
    sorter_free(board->posts);
    board->posts = NULL;
    gather_versions(board);
    sorter_free(board->authored);
    board->authored = NULL;
    board->topics = board_sorter(board);
    number_versions(board);
    board->lines = board_sorter(board);
    board_tell(board);
}
