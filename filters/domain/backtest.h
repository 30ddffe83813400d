/*
 * backtest - what alarms would have said of known incidents, by what was known at the time
 *
 * Shape:   a CSV with the columns series, start, end and, where it is known, peak: dates or times (UTC). An incident is
 *          found if an alarm was raised in its series in a bucket from that of start to that of end, both included. An
 *          alarm is a stretch of buckets in which one was raised; it is true if it meets an incident.
 * Units:   a bucket's alarm is known when the bucket is over: delay_s goes from start to then, lead_s from then to peak.
 *          Shares have four places.
 */
#ifndef HARK_DOMAIN_BACKTEST_H
#define HARK_DOMAIN_BACKTEST_H

#include "domain/bucket_number.h"
#include "domain/detector.h"
#include "domain/listing.h"

struct backtest;

struct backtest *backtest_new(enum bucket bucket, const struct zone *zone);
void backtest_free(struct backtest *backtest);

/* As of listing_read(). */
bool backtest_add(void *backtest, struct text csv, struct listing_error *error);

/* What a series raised, bucket by bucket of the frame. */
void backtest_take(struct backtest *backtest, enum detector_method method,
                   struct text series, const struct series_frame *frame,
                   const bool *raised);

/* A row an incident, by series and start, then one with the sums; as inside of JSON objects, without braces. */
void backtest_write(const struct backtest *backtest,
                    enum detector_method method,
                    void (*take)(void *context, struct text members),
                    void *context);

#endif
