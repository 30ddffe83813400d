/*
 * fit_period - the closed periods that models are fitted to, by number
 *
 * Units:   months and years of UTC; numbers ascend with time.
 */
#ifndef HARK_DOMAIN_FIT_PERIOD_H
#define HARK_DOMAIN_FIT_PERIOD_H

#include "base/buffer.h"

enum fit_period { FIT_MONTH, FIT_YEAR, FIT_ALL };

/* "month", "year", "all"; false on anything else. */
bool fit_period_find(struct text name, enum fit_period *period);
const char *fit_period_name(enum fit_period period);

uint32_t fit_period_of(enum fit_period period, int64_t time_s);

/* When it begins; of FIT_ALL INT64_MIN / 2. */
int64_t fit_period_start(enum fit_period period, uint32_t number);

/* "2009-03", "2009", "all", and back. */
void fit_period_write(struct buffer *out, enum fit_period period,
                      uint32_t number);
bool fit_period_read(struct text text, enum fit_period period,
                     uint32_t *number);

#endif
