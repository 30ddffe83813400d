/*
 * ledger - whether money that is to be added up adds up
 *
 * A metric, or a sum of amount, tax or shipping, is made from the orders of one source, or from the
 * credits of the orders of one source. A second one in the same stream (a shop's orders and its
 * payment service's; orders and their credits under a metric) tells the same sales twice.
 * Where what was spent stands beside what was sold, credits are of one model, window and kind of touches.
 * Where `source` is a key, orders of two sources are not added to each other, and have none here.
 */
#ifndef HARK_DOMAIN_LEDGER_H
#define HARK_DOMAIN_LEDGER_H

#include "domain/pick.h"

/* What has been met so far; from {0} until ledger_free(). */
struct ledger {
    const char *kind; /* "order", "credit"; NULL: no money yet */
    struct buffer source;
    struct buffer
        credits; /* model, window and touches, where one alone may come */
};

void ledger_free(struct ledger *ledger);

enum ledger_found {
    LEDGER_TAKEN,
    LEDGER_DROPPED, /* *why is a reason's name */
    LEDGER_STOPPED  /* *why says what does not add */
};

enum ledger_found ledger_take(struct ledger *ledger,
                              const struct question *question,
                              const struct json_slot *slots, const char **why);

/* NULL, or what does not add. */
const char *ledger_join(struct ledger *ledger, const char *kind,
                        struct text source);

/* "order shop"; nothing without money. And back: whether it is one, and what does not add. */
void ledger_write(struct buffer *out, const struct ledger *ledger);
bool ledger_read(struct ledger *ledger, struct text text, const char **why);

#endif
