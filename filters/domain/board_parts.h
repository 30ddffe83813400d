/*
 * board_parts - what a board is made of, for the files of board alone
 *
 * Shape:   on its way through the sorters a version is a struct board_version and behind it its texts.
 */
#ifndef HARK_DOMAIN_BOARD_PARTS_H
#define HARK_DOMAIN_BOARD_PARTS_H

#include "base/sorter.h"
#include "base/table.h"
#include "domain/board.h"

enum board_text {
    BOARD_ID,
    BOARD_AUTHOR,
    BOARD_PLACE,
    BOARD_TITLE,
    BOARD_MERGED_INTO,
    BOARD_NEAR,
    BOARD_ILLEGAL,
    BOARD_TEXTS
};

/* A post as it was seen, where only idea.posted_s and idea.status are set; then all of one id. */
struct board_version {
    struct idea idea;
    int64_t seen_s;
    int64_t votes;
    bool has_votes;
    uint32_t illegal_count;
    uint32_t lens[BOARD_TEXTS]; /* 0: absent */
};

struct board_statement {
    int64_t seen_s;
    enum idea_status status;
};

struct board {
    unsigned archive_months;
    int64_t as_of_s; /* the latest time, unless it was given */
    bool is_given;
    size_t part_bytes;
    struct spill *spill;
    struct sorter *posts;    /* by id, of one id notices first */
    struct sorter *authored; /* versions by author, likewise */
    struct sorter *dated;    /* by time and id */
    struct sorter *topics;   /* by the number of the first, and their own */
    struct sorter *lines;    /* by number */
    struct table *names;     /* of ideas and groups: nodes */
    uint32_t *heads;         /* of nodes that are one (near.h) */
    uint64_t *firsts;        /* by head: the first idea's number, from 1 */
    size_t cap;
    struct board_statement *statements; /* of the id at hand */
    size_t statement_count, statement_cap;
    struct buffer packed, key, line, illegal, other;
};

void board_pack(struct buffer *out, const struct board_version *version,
                const struct text texts[BOARD_TEXTS]);
struct board_version board_unpack(struct text packed,
                                  struct text texts[BOARD_TEXTS]);

struct sorter *board_sorter(const struct board *board);
void board_put_key(struct buffer *key, uint64_t value);

/* From topics to lines. */
void board_tell(struct board *board);

#endif
