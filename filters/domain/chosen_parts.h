/*
 * chosen_parts - what the files of chosen share: the record at hand, and how far finding has come
 */
#ifndef HARK_DOMAIN_CHOSEN_PARTS_H
#define HARK_DOMAIN_CHOSEN_PARTS_H

#include "domain/chosen_entry.h"
#include "domain/chosen_periods.h"

struct chosen {
    const struct question *question;
    struct sorter *sorter; /* chosen_entry.h, by what they are of and when */
    struct chosen_periods *periods;

    /* The record at hand. */
    enum metric_choice choice;
    const struct json_slot *slots;
    struct chosen_entry_parts parts;
    struct buffer listed, of_panel; /* its groups; the rows of its panel */
    struct buffer key, entry, scratch;
    size_t label_count;        /* of the panel, that it names */
    int64_t seen_s, written_s; /* INT64_MIN: not said when it was */
    bool is_copy;

    /* While they are found. */
    struct buffer head,
        held;       /* of the thing at hand; the entry that counts so far */
    size_t period;  /* of the held one */
    int64_t time_s; /* of the last visit */
    struct buffer ready; /* entries with their lengths: to be handed out */
    size_t ready_at;     /* how far */
    struct chosen_walk walk;
    bool is_over;
};

#endif
