/*
 * person - names for people who click and buy that do not say who they are
 *
 * A name is "web:h" or "shop:h" and 16 hexadecimal digits: the hash of the plain name under the
 * user's key, in the space (ports/secret.h's domain) that the prefix says. So the same cookie in
 * a log and in an order that names it as the visitor's is one name, and an e-mail address of the
 * shop is never the same name as that of a web user. With --clear-ids: "web:" and the plain name.
 * Lives:   names in the arena that is given.
 * Cost:    0.5 us a name, 50 ns of one that came lately; up to 4 MiB for those.
 * Fails:   where a name is wanted and there is no key the run ends with 78 and says how to make
 *          one.
 */
#ifndef HARK_SOURCES_PERSON_H
#define HARK_SOURCES_PERSON_H

#include "base/arena.h"
#include "stream/books.h"

struct person;

/* key_file NULL: none. Notes the key in the books (role "key"), so before writer_open(). A file
   that is no key: 78. */
struct person *person_new(struct books *books, const char *key_file,
                          bool is_clear);
void person_free(struct person *person);

struct text person_name(struct person *person, struct arena *arena,
                        const char *space, struct text plain);

/* 16 hexadecimal digits for what has no id of its own but its bytes, in which people may be
   named. Without a key but
   with --clear-ids: a plain digest. */
struct text person_hash(struct person *person, struct arena *arena,
                        struct text bytes);

#endif
