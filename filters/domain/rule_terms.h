/*
 * rule_terms - the distinct words, tags and names that a set of rules searches for
 *
 * Shape:   a term is a folded word ("dell"), tag ("#dell") or name ("@dell"); of one that only begins so
 *          (batter*) the text has a star behind. Numbered from 0.
 * Lives:   until rule_terms_free(); read-only once all terms are added.
 * Cost:    a look-up is a multiplication and about one compare, and one more for each length of a wildcard that
 *          begins with the same two bytes; the sieve spares most of them.
 */
#ifndef HARK_DOMAIN_RULE_TERMS_H
#define HARK_DOMAIN_RULE_TERMS_H

#include "base/buffer.h"
#include "domain/sieve.h"

/* Bytes of a wildcard, folded: at least two, so that it begins like few words. */
enum { RULE_PREFIX_LEAST = 2, RULE_PREFIX_MOST = 63 };

/* As many as one word can find: itself and a wildcard of each length. */
enum { RULE_TERMS_FOUND = RULE_PREFIX_MOST };

struct rule_terms;

struct rule_terms *rule_terms_new(void);
void rule_terms_free(struct rule_terms *terms);
uint32_t rule_terms_add(struct rule_terms *terms, struct text folded,
                        bool is_prefix);
uint32_t rule_terms_count(const struct rule_terms *terms);
struct text rule_terms_text(const struct rule_terms *terms, uint32_t term);

const struct sieve *rule_terms_sieve(const struct rule_terms *terms);

/*
 * All terms that this word, tag or name is; returns how many. SIEVE_READS bytes behind it are
 * readable.
 */
size_t rule_terms_find(const struct rule_terms *terms, struct text folded,
                       uint32_t found[RULE_TERMS_FOUND]);

#endif
