/*
 * eligible - whether a record is one that a metric is made of
 *
 * What money adds up to is not asked here (ledger.h), nor whether the conditions hold (pick.h).
 */
#ifndef HARK_DOMAIN_ELIGIBLE_H
#define HARK_DOMAIN_ELIGIBLE_H

#include "domain/question.h"

/* slots: by the question's fields. */
bool eligible_for(const struct question *question, const struct metric *metric,
                  const struct json_slot *slots);

/* Whether it is for any metric of the question; where not, *why is the name of the reason. */
bool eligible_for_any(const struct question *question,
                      const struct json_slot *slots, const char **why);

#endif
