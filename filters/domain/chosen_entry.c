#include "domain/chosen_entry.h"

enum part_kind { PART_RECORD, PART_SUM, PART_EXTREME, PART_PANEL };

struct part {
    enum part_kind kind;
    size_t measure;
    struct measure_cell cell;
};

struct entry_head {
    uint32_t head_len, part_count;
};

struct group_head {
    size_t len;
    bool is_of_panel;
};

static void
put(struct buffer *out, const void *bytes, size_t count)
{
    buffer_add(out, (struct text){bytes, count});
}

/* Parts. */

void
chosen_entry_clear(struct chosen_entry_parts *parts)
{
    buffer_clear(&parts->bytes);
    parts->count = 0;
}

/* Entries are told apart by their bytes: none is left to chance. */
static void
add(struct chosen_entry_parts *parts, enum part_kind kind, size_t measure,
    struct measure_cell cell)
{
    struct part part;

    memset(&part, 0, sizeof(part));
    part.kind = kind;
    part.measure = measure;
    part.cell = cell;
    put(&parts->bytes, &part, sizeof(part));
    parts->count++;
}

void
chosen_entry_add_record(struct chosen_entry_parts *parts)
{
    add(parts, PART_RECORD, 0, (struct measure_cell){1, 1});
}

void
chosen_entry_add(struct chosen_entry_parts *parts, size_t number,
                 const struct measure *measure, struct measure_cell cell)
{
    enum part_kind kind =
        measure->kind == MEASURE_METRIC ? PART_SUM : PART_EXTREME;

    add(parts, measure_is_of_panel(measure) ? PART_PANEL : kind, number, cell);
}

/* Groups. */

void
chosen_entry_list(struct buffer *groups, struct text group, bool is_of_panel)
{
    struct group_head head;

    memset(&head, 0, sizeof(head));
    head.len = group.len;
    head.is_of_panel = is_of_panel;
    put(groups, &head, sizeof(head));
    buffer_add(groups, group);
}

static struct text
next_group(struct text groups, size_t *at, bool *is_of_panel)
{
    struct group_head head;
    struct text group;

    memcpy(&head, groups.at + *at, sizeof(head));
    group = (struct text){groups.at + *at + sizeof(head), head.len};
    *at += sizeof(head) + head.len;
    *is_of_panel = head.is_of_panel;
    return group;
}

struct text
chosen_entry_listed(struct text groups, size_t *at)
{
    bool is_of_panel;

    return next_group(groups, at, &is_of_panel);
}

/* Entries. */

void
chosen_entry_write(struct buffer *out, size_t head_len,
                   const struct chosen_entry_parts *parts, struct text groups)
{
    struct entry_head head = {.head_len = (uint32_t)head_len,
                              .part_count = parts->count};

    put(out, &head, sizeof(head));
    buffer_add(out, buffer_text(&parts->bytes));
    buffer_add(out, groups);
}

static struct entry_head
read_head(struct text entry)
{
    struct entry_head head;

    memcpy(&head, entry.at, sizeof(head));
    return head;
}

size_t
chosen_entry_head_len(struct text entry)
{
    return read_head(entry).head_len;
}

/* Where its groups begin. */
static size_t
groups_at(struct text entry)
{
    return sizeof(struct entry_head)
           + read_head(entry).part_count * sizeof(struct part);
}

struct text
chosen_entry_group(struct text entry)
{
    size_t at = groups_at(entry);

    return chosen_entry_listed(entry, &at);
}

void
chosen_entry_move(struct buffer *out, struct text entry, struct text group)
{
    buffer_add(out, (struct text){entry.at, groups_at(entry)});
    chosen_entry_list(out, group, false);
}

/* Whether the part goes to such a group, and as what. */
static bool
goes_to(const struct part *part, bool is_of_panel, struct measure_cell *cell)
{
    *cell = part->cell;
    if (!is_of_panel)
        return part->kind != PART_PANEL;
    if (part->kind == PART_SUM)
        cell->value = 0;
    return part->kind == PART_SUM || part->kind == PART_PANEL;
}

bool
chosen_entry_next(struct text entry, struct chosen_walk *walk,
                  struct chosen_found *found)
{
    uint32_t part_count = read_head(entry).part_count;

    if (walk->group == 0)
        walk->group = groups_at(entry);
    while (walk->group < entry.len) {
        struct part part;
        size_t at = walk->group;
        bool is_of_panel;
        struct text group = next_group(entry, &at, &is_of_panel);

        memcpy(&part,
               entry.at + sizeof(struct entry_head) + walk->part * sizeof(part),
               sizeof(part));
        *found = (struct chosen_found){.group = group,
                                       .is_record = part.kind == PART_RECORD,
                                       .measure = part.measure};
        if (++walk->part == part_count) {
            walk->part = 0;
            walk->group = at;
        }
        if (goes_to(&part, is_of_panel, &found->cell))
            return true;
    }
    return false;
}
