/*
 * logtime - when a line of a log was written
 *
 * A time without a zone is taken in the row's, in UTC without one.
 */
#ifndef HARK_SOURCES_LOGTIME_H
#define HARK_SOURCES_LOGTIME_H

#include "sources/logfield.h"
#include "sources/row.h"

/* From LOG_TIME, or date and clock, with fraction and zone where they stand apart; or an epoch. */
bool logtime_read(const struct text *cells, const struct row *row,
                  struct moment *moment);

#endif
