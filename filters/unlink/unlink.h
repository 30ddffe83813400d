/*
 * unlink - the parts of hark-unlink: what it was told, what becomes of a record, and what is learnt of people
 *
 * Lives:   the unlinker as long as main; its settings outlive it.
 */
#ifndef HARK_UNLINK_UNLINK_H
#define HARK_UNLINK_UNLINK_H

#include "domain/forgotten.h"
#include "stream/writer.h"

/* What is asked of each record. */
enum { ID, AUTHOR, HANDLE, VISITOR, CUSTOMER, TARGET, REPOST_OF, FIELDS };
extern const char *const unlink_fields[FIELDS];

struct unlink_settings {
    const char *key_file, *forgotten, *learn;
    bool lines, people;
};

extern const struct program unlink_program;

struct unlinker {
    const struct unlink_settings *settings;
    struct forgotten *forgotten;
    struct writer *out;
    struct buffer line, value, learnt;
    uint64_t unlinked, masked;
};

/* The reason for which all of a record goes, or NULL. */
const char *unlink_why_all(const struct unlinker *unlinker,
                           const struct record *record);

/* Whether it is a visit or a purchase of somebody who is forgotten. */
bool unlink_is_of_person(const struct unlinker *unlinker,
                         const struct record *record);

/* A record that stays, without what tells who it is of. */
void unlink_write_rest(struct unlinker *unlinker, const struct record *record,
                       bool is_person);

/* Of somebody who goes: her ids, handles and posts; of a customer who is unlinked, her devices. */
void unlink_learn(struct unlinker *unlinker, const struct record *record,
                  const char *why, bool is_person);

/* The tombstones of a person as people name her, into `learnt`. */
void unlink_learn_person(struct unlinker *unlinker, struct text person);

#endif
