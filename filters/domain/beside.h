/*
 * beside - what lists know of a record that it does not say itself, as members beside its own
 *
 * Shape:   a function returns false where its list knows nothing of the record; else `more` are its slots and
 *          what is known. Slots are by the question's fields.
 * Lives:   texts borrow from the lists and the record.
 */
#ifndef HARK_DOMAIN_BESIDE_H
#define HARK_DOMAIN_BESIDE_H

#include "domain/account.h"
#include "domain/lookalike.h"
#include "domain/question.h"

/* Of a post or profile of others: the brand whose handle its own looks like, and how. */
bool beside_brand(const struct question *question, struct lookalikes *brands,
                  const struct json_slot *slots, struct json_slot *more);

/* Of a post: the market of the first account of ours that it names. */
bool beside_request(const struct question *question, struct account_book *book,
                    const struct json_slot *slots, struct json_slot *more);

/* Of a credit or a case: team, role and market of its account. */
bool beside_account(const struct question *question, struct account_book *book,
                    const struct json_slot *slots, struct json_slot *more);

/* Whether a record says itself any of what the question asks the register for. */
bool beside_says_register(const struct question *question,
                          const struct json_slot *slots);

/* What a post of that account has, which wrote none, and nothing else. */
void beside_silent(const struct question *question,
                   const struct account *account, struct json_slot *more);

#endif
